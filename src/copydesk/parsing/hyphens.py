"""Words that were split at the ends of lines: whether a hyphen is the word's or the line's.

The copy itself is the dictionary: a word that stands undivided elsewhere in it was divided here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from copydesk.parsing import shapes
from copydesk.parsing.lines import Line

_LEFT = re.compile(r"([^\W\d_]{2,})[-\u2010\u2011]$")
_RIGHT = re.compile(r"[^\W\d_]{2,}")
_ENDING = re.compile(
    r"[st]ions?|tional|ci[oó]n|ciones|ção|ções|zion[ei]|tives?|ments?|mente|ness|t?ing|ingly|ted|"
    r"i?ty|i?ties|[ai]ble|[ae]nces?|ists?|ism|tory|ung(?:en)?|[kh]eit(?:en)?|schaft|lich(?:e[nr]?)?|"
    r"ischen?|te[tn]|teur|tiques?|ités?|eux|euse|ość|ství|ního|ного|ться|ност[ьи]|ни[ея]"
)
"""What words end with and what is none itself."""
_TAIL = 60


def join_halves(lines: Sequence[Line], furniture: Mapping[int, str]) -> list[Line]:
    """`lines` without the hyphens that only say that a word goes on in the next line."""
    made = list(lines)
    flow = [
        index for index, line in enumerate(lines) if not line.blank and line.number not in furniture
    ]
    halves = {
        index: parts
        for index, following in pairwise(flow)
        if (parts := _halves(lines[index], lines[following]))
    }
    if not halves:
        return made
    words = _words(lines, halves)
    divided = sum(left + right in words for left, right in halves.values())
    for index, (left, right) in halves.items():
        if _is_divided(left, right, words, usual=divided >= 2):
            line = made[index]
            made[index] = replace(line, stop=line.stop - 1, text=line.text[:-1], divided=True)
    return made


def _halves(line: Line, following: Line) -> tuple[str, str] | None:
    """What stands before a hyphen at the line's end and at the start of the next one."""
    text = line.text
    if text[-1] not in "-\u2010\u2011" or not following.text[0].islower():
        return None
    if line.depth != following.depth or line.stop - line.start < len(text):
        return None
    left = _LEFT.search(text, max(0, len(text) - _TAIL))
    right = _RIGHT.match(following.text, 0, _TAIL)
    return (left[1].lower(), right.group()) if left and right else None


def _words(lines: Sequence[Line], halves: Mapping[int, tuple[str, str]]) -> frozenset[str]:
    """All words of the copy, less the halves of those that may be divided."""
    found: set[str] = set()
    after = False
    for index, line in enumerate(lines):
        if line.blank:
            continue
        words = shapes.WORD.findall(line.text.lower())
        found.update(words[1 if after else 0 : -1 if index in halves else None])
        after = index in halves
    return frozenset(found)


def _is_divided(left: str, right: str, words: Container[str], *, usual: bool) -> bool:
    if left + right in words:
        return True
    if f"{left}-{right}" in words:
        return False
    if _ENDING.fullmatch(right):
        return left not in words or usual
    return usual and not (left in words and right in words)
