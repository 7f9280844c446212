"""Where words may be divided, in the language of the document.

The patterns are those of pyphen, after Liang, "Word hy-phen-a-tion by com-put-er" (1983).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

from copydesk.exporters.pdf._face import Face, Shaped
from copydesk.exporters.pdf._patterns import Patterns

_SHORTEST = 5
_BEFORE, _AFTER = 2, 3
"""Letters that stay together at the start and at the end of a divided word."""
_DIVIDED = re.compile(rf"[^\w\s-]*([^\W\d_]{{{_SHORTEST},}})[^\w\s-]*")
"""One run of letters and no hyphen, with what punctuation stands around it."""
_COMPOUND = re.compile(r"[^\w\s/:@-]*[\w.’']{2,}(?:-[^\W\d_][\w.’']+)+[^\w\s/:@-]*")
"""Words with hyphens between them: divided nowhere else, and with no other mark."""
_AFTER_HYPHENS = re.compile("[^-]+-?")
_WORDS_KEPT = 20_000
_NO_PATTERN = (
    "%", "#", "LEFTHYPHENMIN", "RIGHTHYPHENMIN", "COMPOUNDLEFTHYPHENMIN", "COMPOUNDRIGHTHYPHENMIN",
)  # fmt: skip
"""What else the lines of a dictionary of patterns begin with."""
_REGIONS = {"en": "en_US", "de": "de_DE"}
"""The patterns of a language that has several, where the document names no region."""


class Hyphenator:
    """Divides the words of one language. Shared by all documents and threads: what it remembers
    changes nothing that it gives.
    """

    def __init__(self, cuts: Callable[[str], Iterable[int]]) -> None:
        """`cuts` says after how many letters a word may be divided, however close to its ends."""
        self._cuts = cuts
        self._words: dict[str, tuple[str, ...]] = {}
        self._widths: dict[Face, Widths] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a word between which it may be divided; the word where it may not be."""
        parts = self._words.get(word)
        if parts is None:
            if len(self._words) >= _WORDS_KEPT:
                self._words.clear()
            parts = self._words[word] = self._divide(word)
        return parts

    def widths(self, face: Face) -> Widths:
        """The widths of the parts of words that `face` can set, in thousandths of an em."""
        widths = self._widths.get(face)
        if widths is None or len(widths) >= _WORDS_KEPT:
            widths = self._widths[face] = Widths(face.shape, self)
        return widths

    def _divide(self, word: str) -> tuple[str, ...]:
        found = _DIVIDED.fullmatch(word)
        if found is None and _COMPOUND.fullmatch(word):
            return tuple(_AFTER_HYPHENS.findall(word))
        # Capitals alone are an abbreviation, and the case of some letters changes their number.
        if found is None or word.isupper() or len(word.lower()) != len(word):
            return (word,)
        start = found.start(1)
        last = len(found[1]) - _AFTER
        cuts = [start + cut for cut in self._cuts(found[1]) if _BEFORE <= cut <= last]
        return tuple(word[left:right] for left, right in pairwise((0, *cuts, len(word))))


class Widths(dict[str, tuple[float, ...]]):
    """The widths of the parts of words in one face, filled as they are asked for."""

    def __init__(self, shape: Callable[[str], Shaped | None], hyphenator: Hyphenator) -> None:
        super().__init__()
        self._shape = shape
        self._hyphenator = hyphenator

    def __missing__(self, word: str) -> tuple[float, ...]:
        shaped = map(self._shape, self._hyphenator.parts(word))
        widths = self[word] = tuple([part[0] for part in shaped if part is not None])
        return widths


@cache
def _load(name: str) -> Hyphenator:
    from pyphen import LANGUAGES, Pyphen  # noqa: PLC0415 # only a loose line asks for it

    path: Path = LANGUAGES[name]
    encoding, _, text = path.read_bytes().partition(b"\n")
    with suppress(LookupError, UnicodeDecodeError):
        lines = [line.strip() for line in text.decode(encoding.decode()).split("\n")]
        patterns = [line for line in lines if line and not line.startswith(_NO_PATTERN)]
        if not any("=" in line or "^^" in line for line in patterns):
            return Hyphenator(Patterns(patterns).cuts)
    whole = Pyphen(lang=name)

    def cuts(word: str) -> list[int]:
        # Those with data change the spelling ("Schif-fahrt" for "Schiffahrt"): not ours to do.
        found = [int(point) for point in whole.hd.positions(word) if point.data is None]
        whole.hd.cache.clear()
        return found

    return Hyphenator(cuts)


def find_hyphenator(language: str) -> Hyphenator | None:
    """The hyphenator of a BCP 47 tag; None where there are no patterns for the language."""
    from pyphen import language_fallback  # noqa: PLC0415 # as above

    name = language_fallback(language)
    if name is None:
        return None
    return _load(_REGIONS.get(name, name))
