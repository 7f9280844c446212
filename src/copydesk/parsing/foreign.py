"""Words in another language than the text around them: where nobody could doubt it, or not at all.

By script, words in letters that the language of the document is not written in; by language, a
paragraph so long and so plainly in another one that it is no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from msgspec.structs import replace

from copydesk.parsing.language import language_of_paragraph
from copydesk.parsing.patterns import lazily
from copydesk.parsing.shapes import only_latin
from copydesk.tree import Block, Dateline, Document, Foreign, Inline, Paragraph, Text
from copydesk.walk import inline_text, plain_text, transform, transform_inlines

# Letters and the marks that belong to them, of each script that is told apart (ISO 15924).
_LETTERS: Final = {
    "Grek": "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03ff\u1f00-\u1fff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8a\u2de0-\u2dff\ua640-\ua69f",
    "Armn": "\u0531-\u0556\u0560-\u0588",
    "Hebr": "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u05d0-\u05f2\ufb1d-\ufb4f",
    "Arab": "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef"
    "\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdfb\ufe70-\ufefc\u200c",
    "Deva": "\u0900-\u0963\u0971-\u097f\u200d",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    # Kana and Han together: which of the two languages it is, the kana say.
    "Jpan": "\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff",
}
_BETWEEN: Final = (
    "[\\s\\d.,;:!?…·\"'“”„«»‘’()\\-–—/\u0387\u060c\u061b\u061f\u06d4\u0964\u3001-\u3003\u3008-\u3011"
    "\uff01-\uff1f]"
)
"""What may stand between two words of a passage, up to four of them."""

_KANA: Final = lazily("[\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_LATIN: Final = lazily("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")

_WORD: Final = lazily(r"[^\W\d_]{2}")

# A word of Greek, where a letter, a formula (αβγ) or a society (ΦΒΚ) would have no accent, no
# final sigma and fewer letters.
_GREEK_WORD: Final = lazily("[\u0386\u0388-\u0390\u03ac-\u03b0\u03cc-\u03ce\u1f00-\u1fff]")
_GREEK_END: Final = lazily("[\u03b1-\u03ce]{2}\u03c2(?![\u0370-\u03ff])")
_GREEK_LONG: Final = lazily("[\u0370-\u03ff\u1f00-\u1fff]{5}|\\bκαι\\b")

_LANGUAGES: Final = {
    "Grek": "el", "Armn": "hy", "Hebr": "he", "Thai": "th", "Geor": "ka", "Hang": "ko",
    "Cyrl": "und-Cyrl", "Arab": "und-Arab", "Deva": "und-Deva",
}  # fmt: skip
_WRITTEN_IN: Final = {
    "el": ("Grek",), "hy": ("Armn",), "he": ("Hebr",), "th": ("Thai",), "ka": ("Geor",),
    "ko": ("Hang", "Jpan"), "ja": ("Jpan",), "zh": ("Jpan",), "ar": ("Arab",), "hi": ("Deva",),
    "ru": ("Cyrl",), "uk": ("Cyrl",), "bg": ("Cyrl",), "fa": ("Arab",), "ur": ("Arab",),
}  # fmt: skip
"""The scripts of the languages that the detector tells; all others are written in Latin letters."""

_SAMPLE: Final = 6000
_DOMINATES: Final = 0.8
_CHECKED_ALONE: Final = frozenset({"Grek", "Cyrl"})
"""Scripts whose letters are signs elsewhere, or look like Latin ones: a word of them is one only
where no letter or digit of another script touches it."""


class Passage(NamedTuple):
    """Where words of another language stand in a text, and which it is."""

    start: int
    end: int
    language: str


class ForeignWords:
    """Finds the words of other languages in a document whose language and text are given."""

    def __init__(self, language: str | None, text: str) -> None:
        self._language = language
        self._own = _own_scripts(language, text)
        self._plain = bool(text) and only_latin(text)

    def find(self, text: str) -> Iterator[Passage]:
        """The passages of `text`, a paragraph or a part of one, in other scripts; in order."""
        if self._own is None or self._plain or only_latin(text):
            return
        if (phrases := _phrases(self._own, text)) is None:
            return
        for found in phrases.finditer(text):
            script = found.lastgroup or ""
            if _is_certain(script, found, text):
                yield Passage(found.start(), found.end(), _language(script, found[0]))

    def of_paragraph(self, text: str) -> str | None:
        """The language of a whole paragraph, where it is certainly not the document's."""
        if self._own is None or self._language is None:
            return None
        return language_of_paragraph(text, self._language)


def mark_foreign(document: Document, language: str | None) -> Document:
    """`document`, which is in `language`, with the words of other languages in its texts marked;
    for readers of formats that have no mark for them.
    """
    words = ForeignWords(language, plain_text(document))

    def marked(inline: Inline) -> Iterator[Inline]:
        if isinstance(inline, Text) and "://" not in inline.value:
            yield from _pieces(inline, words)
        else:
            yield inline

    def wrapped(block: Block) -> Iterator[Block]:
        if isinstance(block, Paragraph) and not block.speaker:
            found = words.of_paragraph(inline_text(block.children))
            led = isinstance(next(iter(block.children), None), Dateline)
            if found and not led:
                block = replace(block, children=(Foreign(block.children, found),))
        yield block

    return transform(transform_inlines(document, marked), wrapped)


def _pieces(leaf: Text, words: ForeignWords) -> Iterator[Inline]:
    at = 0
    for start, end, language in words.find(leaf.value):
        if start > at:
            yield Text(leaf.value[at:start])
        yield Foreign((Text(leaf.value[start:end]),), language)
        at = end
    if at < len(leaf.value):
        yield Text(leaf.value[at:]) if at else leaf


def _phrases(own: frozenset[str], text: str) -> re.Pattern[str] | None:
    """The pattern of phrases in any script but `own`; None where `text` has none."""
    letters, phrases = _patterns(own)
    return phrases if letters.search(text) else None


@cache
def _patterns(own: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    others = {script: letters for script, letters in _LETTERS.items() if script not in own}
    phrases = (
        f"(?P<{script}>[{letters}](?:[{letters}\u0300-\u036f]++|{_BETWEEN}{{1,4}}+(?=[{letters}]))*+)"
        for script, letters in others.items()
    )
    return re.compile(f"[{''.join(others.values())}]"), re.compile("|".join(phrases))


def _own_scripts(language: str | None, text: str) -> frozenset[str] | None:
    """The scripts that a document is written in; None where that cannot be told."""
    if language is not None:
        return frozenset(_WRITTEN_IN.get(language.partition("-")[0], ("Latn",)))
    sample = text[:_SAMPLE]
    if sample.isascii():
        return frozenset({"Latn"})
    counts = {"Latn": len(_LATIN.findall(sample))}
    for found in _patterns(frozenset())[1].finditer(sample):
        script = found.lastgroup or ""
        counts[script] = counts.get(script, 0) + sum(map(str.isalpha, found[0]))
    script, most = max(counts.items(), key=lambda item: item[1])
    return frozenset({script}) if most > _DOMINATES * sum(counts.values()) else None


def _is_certain(script: str, found: re.Match[str], text: str) -> bool:
    """Whether a passage is words, and not a sign or a part of a word in another script."""
    words = found[0]
    if sum(map(str.isalpha, words)) < 2:
        return False
    if script in _CHECKED_ALONE:
        before, after = (
            text[max(found.start() - 1, 0) : found.start()],
            text[found.end() : found.end() + 1],
        )
        if before.isalnum() or after.isalnum() or "_" in (before, after):
            return False
    if script == "Cyrl":
        return _WORD.search(words) is not None
    if script == "Grek":
        return any(sign.search(words) for sign in (_GREEK_WORD, _GREEK_END, _GREEK_LONG))
    return True


def _language(script: str, words: str) -> str:
    if script == "Jpan":
        return "ja" if _KANA.search(words) else "und-Hani"
    return _LANGUAGES[script]
