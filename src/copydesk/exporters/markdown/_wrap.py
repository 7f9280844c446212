"""Filling lines to a width."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

HELD: Final = "\0"
"""A blank at which no line may end; no printable text holds this character."""

# A blank that may become a line end: a single one, with no backslash before it.
_BREAK: Final = re.compile(r"(?<=[^ \t\\]) (?=[^ \t])")
# A word that could open a block (GitHub's notes among them) or underline a heading: no line may
# start with it.
_OPENER: Final = re.compile(r">|~~~|\[\^|(?:[-+*=_~#|:]+|[0-9]{1,9}[.)])(?=[ \t]|\Z)")


def fill(lines: list[str], width: int) -> list[str]:
    """`lines` of a paragraph broken at blanks so that they are at most `width` characters long
    where that is possible; 0 leaves them as they are.
    """
    if not width:
        return lines
    return release(filled for line in lines for filled in _fill(line, width))


def release(lines: Iterable[str]) -> list[str]:
    """`lines` with held blanks as blanks."""
    return [line.replace(HELD, " ") for line in lines]


def _fill(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    rows: list[list[str]] = []
    room = 0
    marks_only = False
    for word in _BREAK.split(line):
        room -= len(word) + 1
        opener = _OPENER.match(word) is not None
        if rows and (room >= 0 or opener or marks_only):
            rows[-1].append(word)
            marks_only = marks_only and opener
        else:
            rows.append([word])
            room = width - len(word)
            marks_only = opener  # as the line's only word it might be a rule
    return [" ".join(row) for row in rows]
