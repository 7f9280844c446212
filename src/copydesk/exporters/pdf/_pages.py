"""Pages: blocks of lines are placed one after the other and broken over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from copydesk.exporters.pdf._file import File
from copydesk.exporters.pdf._runs import Line, Run
from copydesk.exporters.pdf._sheet import Sheet
from copydesk.exporters.pdf._structure import Element, Structure
from copydesk.exporters.pdf._theme import Theme

_TOGETHER = 2
"""Lines of a paragraph that stand alone neither at the foot nor at the head of a page."""
_RULE = 0.5

Furniture: TypeAlias = Callable[[int], Iterable[tuple[bytes, float, Run]]]
"""Kind (`Header` or `Footer`), baseline and run of what stands in the margins of a page."""


class Bookmark(Struct):
    """An entry of the outline; `page` and `top` are known when its heading is drawn."""

    title: str
    level: int
    page: int = 0
    top: float = 0.0


class Block(Struct):
    """Lines to place. Without an `element` they are decoration.

    `left` is the distance from the left edge of the type area, `bars` are the vertical rules
    beside the block (a key and a distance each), `rule` is the width of a horizontal rule that
    stands in place of lines, `keep` holds the block together with the next one.
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
    keep: bool = False
    whole: bool = False
    labels: Sequence[tuple[Run, Element]] = ()
    bookmark: Bookmark | None = None

    def height(self, lines: int | None = None) -> float:
        """The height of the block, or of so many lines of it."""
        return self.leading * (len(self.lines) if lines is None else lines)


class Pages:
    """Places blocks and writes the pages of a file."""

    def __init__(self, file: File, structure: Structure, theme: Theme) -> None:
        self._file = file
        self._structure = structure
        self._theme = theme
        self._sheets: list[Sheet] = []
        self._pending: list[Block] = []
        self._bars: dict[int, tuple[float, float]] = {}
        self._gap = 0.0
        self._drawn_to = 0.0
        self._y = 0.0
        self._open_page()

    def place(self, block: Block) -> None:
        """Put a block below the last one."""
        self._pending.append(block)
        if block.keep and self._height(self._pending) < (self._theme.top - self._theme.bottom) / 3:
            return
        if not self._at_top and self._y - self._height(self._pending) < self._theme.bottom:
            self._next_page()
        self._flush()

    def _height(self, blocks: Sequence[Block]) -> float:
        """How much room the blocks need, of the last one as many lines as stay together."""
        height, gap = 0.0, self._gap
        for block in blocks[:-1]:
            height += max(gap, block.before) + block.height()
            gap = block.after
        last = blocks[-1]
        count = len(last.lines)
        first = count if last.keep or last.whole or count <= _TOGETHER + 1 else _TOGETHER
        return height + max(gap, last.before) + last.height(first)

    def _flush(self) -> None:
        pending, self._pending = self._pending, []
        for block in pending:
            self._place(block)

    def _place(self, block: Block) -> None:
        if not self._at_top:
            self._y -= max(block.before, self._gap)
        self._gap = block.after
        if block.rule:
            self._sheets[-1].draw_rule(self._theme.left + block.left, self._y, block.rule)
            self._y -= _RULE
        start, count = 0, len(block.lines)
        while start < count:
            left = count - start
            take = int((self._y - self._theme.bottom) / block.leading + 1e-6)
            if take < left:
                if left - take < _TOGETHER:
                    take = left - _TOGETHER
                if take < _TOGETHER:
                    take = 0
                if self._at_top:
                    take = max(take, 1)
            take = min(take, left)
            if take:
                self._draw(block, start, start + take)
                start += take
            if start < count:
                self._next_page()

    def _draw(self, block: Block, start: int, end: int) -> None:
        theme, sheet = self._theme, self._sheets[-1]
        if block.bookmark is not None and start == 0:
            block.bookmark.page = sheet.number
            block.bookmark.top = min(self._y + theme.leading, theme.height)
        self._open_bars(block.bars)
        baseline = self._y - block.leading / 2 - block.size * 0.33
        left = theme.left + block.left
        if start == 0:
            for run, element in block.labels:
                sheet.draw([[run]], element, left, baseline, block.leading)
        sheet.draw(block.lines[start:end], block.element, left, baseline, block.leading)
        self._y -= block.leading * (end - start)
        self._drawn_to = self._y

    def _open_bars(self, bars: tuple[tuple[int, float], ...]) -> None:
        self._close_bars(tuple(key for key, _ in bars))
        for key, x in bars:
            self._bars.setdefault(key, (x, self._y))

    def _close_bars(self, kept: tuple[int, ...]) -> None:
        for key in [key for key in self._bars if key not in kept]:
            x, top = self._bars.pop(key)
            colour = self._theme.quote_bar
            if colour is not None:
                left = self._theme.left + x
                self._sheets[-1].draw_bar(left, top - 2, self._drawn_to + 1, colour)

    # --- pages

    @property
    def count(self) -> int:
        """How many pages there are so far."""
        return len(self._sheets)

    def finish(self, furniture: Furniture, resources: int) -> None:
        """Write all pages. `furniture` gives what stands in the margins of a page, counted from
        0; `resources` is the number of the resources of all pages.
        """
        self._flush()
        self._close_page()
        theme = self._theme
        for index, sheet in enumerate(self._sheets):
            sheet.draw_furniture(furniture(index), theme.left)
            sheet.finish(theme.width, theme.height, resources)

    @property
    def _at_top(self) -> bool:
        return self._y == self._theme.top

    def _open_page(self) -> None:
        self._sheets.append(Sheet(self._file, self._structure))
        self._y = self._theme.top

    def _close_page(self) -> None:
        self._close_bars(())
        self._sheets[-1].close()

    def _next_page(self) -> None:
        self._close_page()
        self._open_page()
