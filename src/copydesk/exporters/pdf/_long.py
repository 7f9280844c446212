"""Paragraphs longer than any editor writes: set piece by piece, so that they cost what others do.

Each piece is broken into lines as a paragraph of its own; its last lines, which know nothing of
what follows, are set again with the next piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from copydesk.exporters.pdf._runs import Line, Pen, Run
from copydesk.exporters.pdf._words import BLANKS

Leaves: TypeAlias = Sequence[tuple[str, Pen]]

LONG_PARAGRAPH = 8_000
"""Paragraphs of more characters are set in pieces."""
_PIECE = 800
_AGAIN = 1
"""So many lines at the end of a piece are set again."""
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)


def is_long(leaves: Leaves) -> bool:
    """Whether a paragraph is better set in pieces."""
    return sum([len(text) for text, _ in leaves]) > LONG_PARAGRAPH


def long_lines(
    leaves: Leaves, indent: float, set_lines: Callable[[list[tuple[str, Pen]], float], list[Line]]
) -> list[Line]:
    """The lines of a long paragraph; `set_lines` sets a piece whose first line is set in."""
    lines: list[Line] = []
    leaves = [(text if text.isprintable() else text.translate(BLANKS), pen) for text, pen in leaves]
    leaf, start, size = 0, 0, _PIECE
    while True:
        piece, complete = _piece(leaves, leaf, start, size)
        made = set_lines(piece, indent)
        if complete:
            return lines + made
        kept = len(made) - _AGAIN
        while kept > 0 and not _ends_in_blank(made[kept - 1]):
            kept -= 1
        if kept <= len(made) // 2:
            size *= 2
            continue
        lines += made[:kept]
        # Each blank of a piece is drawn, so that those of the other lines say where they start.
        blanks = sum(text.count(" ") for text, _ in piece)
        blanks -= sum(_blanks(run) for line in made[kept:] for run in line)
        leaf, start = _after_blanks(leaves, leaf, start, blanks)
        size, indent = _PIECE, 0.0


def _piece(leaves: Leaves, leaf: int, start: int, size: int) -> tuple[list[tuple[str, Pen]], bool]:
    """Some `size` characters from a place on, up to a blank, and whether they are the last."""
    piece: list[tuple[str, Pen]] = []
    for text, pen in leaves[leaf:]:
        if len(text) - start > size:
            end = text.find(" ", max(start + size, 1))
            if end > 0 and text[end - 1] != " ":
                piece.append((text[start:end], pen))
                return piece, False
        piece.append((text[start:], pen))
        size -= len(text) - start
        size, start = max(size, 0), 0
    return piece, True


def _after_blanks(leaves: Leaves, leaf: int, start: int, count: int) -> tuple[int, int]:
    """The place after so many blanks."""
    while True:
        text = leaves[leaf][0]
        at = start
        while count:
            found = text.find(" ", at)
            if found < 0:
                break
            at = found + 1
            count -= 1
        if not count:
            return leaf, at
        leaf, start = leaf + 1, 0


def _codes(run: Run) -> list[bytes]:
    """The character codes of a run."""
    data = b"".join(_STRING.findall(run.data))
    data = _ESCAPE.sub(lambda found: b"\r" if found[1] == b"r" else found[1], data)
    return [data[at : at + 2] for at in range(0, len(data), 2)]


def _blanks(run: Run) -> int:
    return _codes(run).count(_blank(run))


def _blank(run: Run) -> bytes:
    return _ESCAPE.sub(rb"\1", run.pen.use.blank)


def _ends_in_blank(line: Line) -> bool:
    return bool(line) and _codes(line[-1])[-1:] == [_blank(line[-1])]
