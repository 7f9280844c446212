"""What is placed on pages: blocks of lines, and the entries of outline and contents they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from copydesk.exporters.pdf._runs import Line, Run
from copydesk.exporters.pdf._structure import Element

if TYPE_CHECKING:
    from copydesk.exporters.pdf._contents import Entry


class Bookmark(Struct):
    """An entry of the outline. What is known when its heading is drawn: `page`, the number of the
    page object, `sheet`, the page counted from 0, and `top`.
    """

    title: str
    level: int
    page: int = 0
    sheet: int = -1
    top: float = 0.0


class Block(Struct):
    """Lines to place. Without an `element` they are decoration.

    `left` is the distance from the left edge of the column, `bars` are the vertical rules
    beside the block (a key and a distance each), `rule` is the width of a horizontal rule that
    stands in place of lines, `on_grid` puts the lines on the grid of the page, `above_grid` what
    follows them, `keep` holds the block together with the next one, `notes` are those that stand
    at the foot of the column that a line is in, by the number of the line, `entry` is the row of
    the contents that the lines are.
    """

    lines: Sequence[Line]
    size: float
    leading: float
    element: Element | None
    left: float = 0.0
    before: float = 0.0
    after: float = 0.0
    bars: tuple[tuple[int, float], ...] = ()
    rule: float = 0.0
    on_grid: bool = False
    above_grid: bool = False
    keep: bool = False
    whole: bool = False
    labels: Sequence[tuple[Run, Element]] = ()
    bookmark: Bookmark | None = None
    notes: Mapping[int, Sequence[Block]] | None = None
    entry: Entry | None = None

    def height(self, lines: int | None = None) -> float:
        """The height of the block, or of so many lines of it."""
        return self.leading * (len(self.lines) if lines is None else lines)
