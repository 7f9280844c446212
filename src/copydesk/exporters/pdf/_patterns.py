"""Where words may be divided by Liang's patterns, parsed one by one as words ask for them.

Most words meet few of the thousands of patterns of a language, and parsing all of them takes longer
than setting an article. The algorithm is that of Liang, "Word hy-phen-a-tion by com-put-er" (1983).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_DIGITS = re.compile(r"\d")
_PARTS = re.compile(r"(\d?)(\D?)")


class Patterns:
    """The patterns of one language; those of `lines` are as TeX has them, `hy3ph` and `.an1t4`."""

    def __init__(self, lines: list[str]) -> None:
        letters = _DIGITS.sub("", "\n".join(lines)).split("\n")
        self._written: Mapping[str, str] = dict(zip(letters, lines, strict=True))
        self._levels: dict[str, tuple[int, ...]] = {}
        self._longest = max(map(len, letters))

    def cuts(self, word: str) -> list[int]:
        """After how many letters `word` may be divided."""
        text = f".{word.lower()}."
        found = [0] * (len(text) + 1)
        for start in range(len(text) - 1):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                letters = text[start:end]
                if letters in self._written:
                    levels = self._parsed(letters)
                    # What a pattern says of places behind the word is not asked for.
                    for at, level in zip(range(start, len(found)), levels, strict=False):
                        found[at] = max(found[at], level)
        # The full stop in front counts as a letter.
        return [at - 1 for at, level in enumerate(found) if level % 2]

    def _parsed(self, letters: str) -> tuple[int, ...]:
        """The level before each of `letters`, and behind the last."""
        levels = self._levels.get(letters)
        if levels is None:
            parts = _PARTS.findall(self._written[letters])
            levels = self._levels[letters] = tuple([int(digit or 0) for digit, _ in parts])
        return levels
