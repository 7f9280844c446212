"""Which marks a language sets, and the straight ones that typewriters have for them.

The marks are those of CLDR's `delimiters`, with one exception: where CLDR sets a quotation inside
of a quotation in marks that are double ones elsewhere, as in Spanish, it is set in ‘single’ ones
here, so that each mark leads back to one straight one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

APOSTROPHE: Final = "’"
ELLIPSIS: Final = "…"
_EM: Final = "—"
_EN: Final = "–"
_NARROW: Final = "\u202f"

DOUBLE: Final = "“”„‟«»"
SINGLE: Final = "‘’‚‛‹›"
DASHES: Final = _EM + _EN


class Marks(NamedTuple):
    """The marks of one language; `inner` is what stands inside of double marks, as in French."""

    opening: str
    closing: str
    opening_single: str
    closing_single: str
    dash: str
    range_dash: str = _EN
    inner: str = ""
    elisions: frozenset[str] = frozenset()


def _marks(four: str, dash: str, inner: str = "", elisions: str = "") -> Marks:
    first, second, third, fourth = list(four)
    words = frozenset(elisions.split())
    return Marks(first, second, third, fourth, dash, inner=inner, elisions=words)


_ENGLISH: Final = "tis twas twere twould twill em cause til till bout round n neath gainst"
_DUTCH: Final = "s t n k m r"

MARKS: Final = {
    "bg": _marks("„“‚‘", _EN),
    "ca": _marks("«»‘’", _EM),
    "cs": _marks("„“‚‘", _EN),
    "da": _marks("“”‘’", _EN),
    "de": _marks("„“‚‘", _EN),
    "de-ch": _marks("«»‹›", _EN),
    "de-li": _marks("«»‹›", _EN),
    "el": _marks("«»‘’", _EN),
    "en": _marks("“”‘’", _EM, elisions=_ENGLISH),
    "es": _marks("«»‘’", _EM),
    "et": _marks("„“‚‘", _EN),
    "fi": _marks("””’’", _EN),
    "fr": _marks("«»‹›", _EN, inner=_NARROW),
    "fr-ch": _marks("«»‹›", _EN),
    "hr": _marks("„“‚‘", _EN),
    "hu": _marks("„”‚’", _EN),
    "it": _marks("«»‘’", _EN),
    "lt": _marks("„“‚‘", _EN),
    "lv": _marks("“”‘’", _EN),
    "nb": _marks("«»‘’", _EN),
    "nl": _marks("“”‘’", _EN, elisions=_DUTCH),
    "nn": _marks("«»‘’", _EN),
    "no": _marks("«»‘’", _EN),
    "pl": _marks("„”‚’", _EN),
    "pt": _marks("“”‘’", _EM),
    "pt-pt": _marks("«»‘’", _EM),
    "ro": _marks("„”‚’", _EN),
    "ru": _marks("«»‘’", _EM),
    "sk": _marks("„“‚‘", _EN),
    "sl": _marks("„“‚‘", _EN),
    "sv": _marks("””’’", _EN),
    "tr": _marks("“”‘’", _EN),
    "uk": _marks("«»‘’", _EM),
}


def marks_of(language: str | None) -> Marks | None:
    """The marks of `language`, a tag of BCP 47: of the whole tag, else of its first parts."""
    tag = (language or "").lower()
    while tag:
        if tag in MARKS:
            return MARKS[tag]
        tag = tag.rpartition("-")[0]
    return None
