"""Pages: blocks are placed one after the other in regions, and drawn when a page is full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from copydesk.exporters.pdf._block import Block, Bookmark
from copydesk.exporters.pdf._file import File
from copydesk.exporters.pdf._region import Group, Notes, Placed, Region
from copydesk.exporters.pdf._runs import Run
from copydesk.exporters.pdf._sheet import Sheet
from copydesk.exporters.pdf._structure import Structure
from copydesk.exporters.pdf._theme import Theme

Furniture: TypeAlias = Callable[[Sheet], Iterable[tuple[bytes, float, Run]]]
"""Kind (`Header` or `Footer`), baseline and run of what stands in the margins of a page."""


class Pages:
    """Places blocks and writes the pages of a file."""

    def __init__(
        self, file: File, structure: Structure, theme: Theme, *, right: bool = False
    ) -> None:
        """`right` if the document runs from right to left."""
        self._file = file
        self._structure = structure
        self._theme = theme
        self._right = right
        self.sheets: list[Sheet] = []
        self._pending: list[Block] = []
        self._bars: dict[int, tuple[float, float]] = {}
        self._drawn_to = 0.0
        self._chapter: Bookmark | None = None
        self._opens = self._bare = False
        self._regions: list[Region] = []
        self._region = self._page_region(1, None)

    @property
    def count(self) -> int:
        """How many pages are drawn."""
        return len(self.sheets)

    def place(self, block: Block) -> None:
        """Put a block below the last one."""
        self._pending.append(block)
        if block.keep and _height(self._pending) < (self._theme.top - self._theme.bottom) / 3:
            return
        self._flush()

    def next_page(self, sink: float = 0.0, *, bare: bool = False) -> None:
        """Go on at the head of a page, or so far below it; a `bare` one has empty margins."""
        while self._pending and self._pending[-1].element is None:
            self._pending.pop()  # an ornament before a new page parts nothing
        self._flush()
        if not self._page_is_empty:
            self._end_page(last=True)
        self._chapter = None
        self._opens, self._bare = bool(sink), bare
        self._region = self._page_region(self._region.columns, None, sink)

    def set_columns(self, columns: int, gap: float = 0.0) -> None:
        """Go on in so many columns, at least `gap` below what stands on the page.

        Blocks that wait for the one that they are kept with go there too.
        """
        region = self._region
        if columns == region.columns:
            return
        if region.empty:
            top, whole = region.top, region.whole
        else:
            if region.columns == 1:
                region.release_notes()  # they stand below what comes next
            region.close()
            if (
                region.columns > 1 and region.notes
            ):  # they go on with the next page, and so does the rest
                self._end_page()
                top, whole = self._theme.top, True
            else:
                region = region.balanced()
                self._regions.append(region)
                top, whole = min(region.end, region.lowest - gap), False
        self._region = Region(
            top,
            self._theme.bottom,
            columns,
            grid=self._grid(columns),
            whole=whole,
            notes=region.notes,
        )

    def finish(self, furniture: Furniture, resources: int) -> None:
        """Write all pages. `furniture` gives what stands in the margins of a page; `resources` is
        the number of the resources of all pages.
        """
        for sheet in self.sheets:
            sheet.draw_furniture(furniture(sheet), self._left(sheet.index))
            sheet.finish(self._theme.width, self._theme.height, resources)

    def draw(self) -> None:
        """Draw what is placed and not drawn: the last page."""
        self._flush()
        if not self._page_is_empty or not self.sheets:
            self._end_page(last=True)

    # --- pages and their regions

    @property
    def _page_is_empty(self) -> bool:
        return not self._regions and self._region.empty

    def _grid(self, columns: int) -> float:
        theme = self._theme
        return theme.leading if theme.grid and columns == theme.columns else 0.0

    def _page_region(self, columns: int, notes: Notes | None, sink: float = 0.0) -> Region:
        theme = self._theme
        return Region(
            theme.top - sink, theme.bottom, columns, grid=self._grid(columns), notes=notes
        )

    def _left(self, page: int) -> float:
        """The left edge of the type area of a page counted from 0; the first is a right one, or a
        left one in a book that is read from right to left.
        """
        return self._theme.left if page % 2 == self._right else self._theme.left_verso

    def _column_left(self, page: int, region: Region, column: int) -> float:
        """The left edge of a column, which is the first one on the side where lines start."""
        if self._right:
            column = region.columns - 1 - column
        width = self._theme.column + self._theme.gutter if region.columns > 1 else 0.0
        return self._left(page) + width * column

    def _flush(self) -> None:
        group: Group = self._pending
        line = 0
        self._pending = []
        while group:
            rest = self._region.add(group, line)
            if rest is None:
                return
            group, line = rest
            self._end_page()

    def _end_page(self, *, last: bool = False) -> None:
        """Draw the page and begin another; a `last` one has balanced columns."""
        while True:
            region = self._region
            region.close()
            self._regions.append(region.balanced() if last and not region.notes else region)
            self._draw_page(self._regions)
            self._regions = []
            self._region = self._page_region(region.columns, region.notes)
            if not (last and region.notes):
                return

    # --- drawing

    def _draw_page(self, regions: Sequence[Region]) -> None:
        sheet = Sheet(self._file, self._structure, len(self.sheets))
        sheet.opens, sheet.bare = self._opens, self._bare
        self._opens = self._bare = False
        self.sheets.append(sheet)
        theme = self._theme
        for region in regions:
            column = 0
            left = self._column_left(sheet.index, region, column)
            for placed in region.placed:
                if placed.column != column:
                    self._close_bars(sheet, (), left)
                    column = placed.column
                    left = self._column_left(sheet.index, region, column)
                self._draw(sheet, placed, left)
            self._close_bars(sheet, (), left)
            if region.columns > 1 and column:
                for between in range(1, region.columns):
                    x = self._left(sheet.index) + (theme.column + theme.gutter) * between
                    x -= theme.gutter / 2
                    sheet.draw_line(x, region.top - 2, x, region.lowest)
        sheet.chapter = self._chapter
        sheet.close()

    def _draw(self, sheet: Sheet, placed: Placed, left: float) -> None:
        block, start, end, _, y = placed
        theme = self._theme
        self._move_bars(sheet, block.bars, left, y)
        left += block.left
        if block.rule:
            sheet.draw_rule(left, y, block.rule)
        bookmark = block.bookmark
        if bookmark is not None and start == 0:
            bookmark.page, bookmark.sheet = sheet.number, sheet.index
            bookmark.top = min(y + theme.leading, theme.height)
            if bookmark.level == 1:
                self._chapter = bookmark
        if end == start:
            return
        baseline = y - block.leading / 2 - block.size * 0.33
        if start == 0:
            for run, element in block.labels:
                sheet.draw([[run]], element, left, baseline, block.leading)
        sheet.draw(block.lines[start:end], block.element, left, baseline, block.leading)
        self._drawn_to = y - block.height(end - start)
        if block.entry is not None and end == len(block.lines):
            block.entry.draw(sheet, left, baseline - block.height(end - start - 1))

    def _move_bars(
        self, sheet: Sheet, bars: tuple[tuple[int, float], ...], left: float, y: float
    ) -> None:
        if bars or self._bars:
            self._close_bars(sheet, tuple(key for key, _ in bars), left)
            for key, x in bars:
                self._bars.setdefault(key, (x, y))

    def _close_bars(self, sheet: Sheet, kept: tuple[int, ...], left: float) -> None:
        for key in [key for key in self._bars if key not in kept]:
            x, top = self._bars.pop(key)
            colour = self._theme.quote_bar
            if colour is not None:
                sheet.draw_bar(left + x, top - 2, self._drawn_to + 1, colour)


def _height(blocks: Sequence[Block]) -> float:
    """How much room blocks need at the head of a column."""
    height, gap = 0.0, 0.0
    for block in blocks:
        height += max(gap, block.before) + block.height()
        gap = block.after
    return height
