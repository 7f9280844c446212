"""Regions: parts of a page that are filled with blocks, in one column or in several.

Nothing is drawn here. A region says where lines go; so it can be tried at several heights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple, TypeAlias

from copydesk.exporters.pdf._block import Block

TOGETHER = 2
"""Lines of a paragraph that stand alone neither at the foot nor at the head of a column."""
RULE = 0.5
"""The thickness of a rule."""
_NOTES_ABOVE = 1.1
"""The distance between text and notes, in lines of the first note."""
_CLOSE = 1e-6

Group: TypeAlias = Sequence[Block]
"""Blocks that belong together, as a heading and its text do."""
Notes: TypeAlias = list[tuple[Block, int]]
"""Notes that have no place yet, each with the line that it goes on with."""


class Placed(NamedTuple):
    """Lines of a block at their place: the top of the first one, in a column."""

    block: Block
    start: int
    end: int
    column: int
    y: float


class Region:
    """Columns between `top` and `bottom`, filled one after the other.

    Lines of blocks that are `on_grid` stand on one grid in all columns, if `grid`, the distance of
    its lines, is not 0. A region that is
    `whole` is as high as any will be: what does not fit there is split. `notes` are left over from
    the page before.
    """

    def __init__(
        self,
        top: float,
        bottom: float,
        columns: int,
        *,
        grid: float = 0.0,
        whole: bool = True,
        notes: Notes | None = None,
    ) -> None:
        self.top = top
        self.bottom = bottom
        self.columns = columns
        self.placed: list[Placed] = []
        self.notes: Notes = list(notes or ())
        self.whole = whole
        self._carried = tuple(self.notes)
        self._grid = grid
        self._added: list[tuple[Group, int]] = []
        self._column = -1
        self._lowest = top
        self._used = 0.0
        self._noted: list[tuple[Block, int, int]] = []
        self._open_column()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.placed or self._noted or self.notes)

    @property
    def end(self) -> float:
        """Where the lowest column ends, with the distance that the last block keeps."""
        return self.lowest - self._gap

    @property
    def lowest(self) -> float:
        """Where the lowest column ends."""
        return min(self._lowest, self._y)

    def add(self, group: Group, line: int = 0) -> tuple[Group, int] | None:
        """Place blocks that belong together, the first from its line `line` on.

        Returns what found no room: the blocks, and the line that the first of them goes on with.
        """
        self._added.append((group, line))
        while not (line or self._forced) and self._y - self._height(group) < self._foot - _CLOSE:
            if not self._next_column():
                return group, 0
        for index, block in enumerate(group):
            left = self._place(block, line)
            if left is not None:
                return group[index:], left
            line = 0
        return None

    def close(self) -> None:
        """End the last column."""
        if self._column < self.columns:
            self._close_column()
            self._column = self.columns

    def balanced(self) -> Region:
        """The closed region with columns as short as they can be."""
        if self.columns < 2 or not self.placed:
            return self
        step = self._grid or self.placed[0].block.leading or 1.0
        least = ceil((self._used / self.columns - _CLOSE) / step)
        for lines in range(max(least, 1), ceil((self.top - self.bottom) / step)):
            # A little more than whole lines, for what is not on the grid.
            height = (lines + 0.3) * step
            tried = Region(
                self.top,
                self.top - height,
                self.columns,
                grid=self._grid,
                whole=False,
                notes=list(self._carried),
            )
            if all(tried.add(group, line) is None for group, line in self._added):
                tried.close()
                if not tried.notes:
                    return tried
        return self

    def release_notes(self) -> None:
        """Let the notes of this column be placed elsewhere."""
        self.notes = [(note, start) for note, start, _ in self._noted] + self.notes
        self._noted = []

    # --- columns

    @property
    def _forced(self) -> bool:
        """Whether there is no better place for a line than this empty column."""
        return self.whole and self._fresh

    @property
    def _foot(self) -> float:
        return self.bottom + self._notes_height

    def _open_column(self) -> None:
        self._column += 1
        self._y = self.top
        self._gap = 0.0
        self._fresh = True
        self._notes_height = 0.0
        if self.notes:
            waiting, self.notes = self.notes, []
            self._take_notes(waiting, 4 * (self._grid or waiting[0][0].leading))

    def _close_column(self) -> None:
        self._used += self.top - self._y
        self._lowest = min(self._lowest, self._y)
        if not self._noted:
            return
        self._lowest = self.bottom
        y = self.bottom + self._notes_height
        first = self._noted[0][0]
        gap = _NOTES_ABOVE * first.leading
        rule = Block((), 0, 0, None, rule=5 * first.size)
        self.placed.append(Placed(rule, 0, 0, self._column, y - 0.55 * gap))
        y -= gap
        for block, start, end in self._noted:
            self.placed.append(Placed(block, start, end, self._column, y))
            y -= block.height(end - start)
        self._noted = []

    def _next_column(self) -> bool:
        if self._column == self.columns - 1:
            return False
        self._close_column()
        self._open_column()
        return True

    # --- blocks

    def _height(self, group: Group) -> float:
        """How much room the blocks need, of the last one as many lines as stay together."""
        last = group[-1]
        count = len(last.lines)
        first = count if last.keep or last.whole or count <= TOGETHER + 1 else TOGETHER
        y, gap, fresh = self._y, self._gap, self._fresh
        for block in group:
            if not fresh:
                y = self._below(block, y, gap)
            y -= block.height(first if block is last else None)
            gap, fresh = block.after, False
        height = self._y - y
        for block in group:
            if block.notes:
                lines = first if block is last else len(block.lines)
                height += self._notes_need(block, 0, lines, self._notes_height)
        return height

    def _place(self, block: Block, line: int) -> int | None:
        """Place a block; returns the line that it goes on with where there is no more room."""
        if not (self._fresh or line):
            self._y = self._below(block, self._y, self._gap)
        self._gap = block.after
        if block.rule:
            self._put(block, 0, 0)
            self._y -= RULE
        count = len(block.lines)
        while line < count:
            take = self._fitting(block, line)
            if take:
                self._put(block, line, line + take)
                if block.notes:
                    self._note(block, line, line + take)
                self._y -= block.height(take)
                line += take
            if line < count and not self._next_column():
                return line
        return None

    def _below(self, block: Block, y: float, gap: float) -> float:
        """The top of a block that stands below `y` with at least `gap` between."""
        y -= max(block.before, gap)
        if self._grid and (block.on_grid or block.above_grid):
            below = block.height() + block.after if block.above_grid else 0.0
            rows = ceil((self.top - y + below) / self._grid - 0.02)
            y = self.top + below - rows * self._grid
        return y

    def _put(self, block: Block, start: int, end: int) -> None:
        self.placed.append(Placed(block, start, end, self._column, self._y))
        self._fresh = False

    def _fitting(self, block: Block, line: int) -> int:
        """How many lines of the block, from `line` on, go into the column."""
        left = len(block.lines) - line
        fits = int((self._y - self._foot) / block.leading + _CLOSE)
        if block.notes:
            fits = self._fitting_noted(block, line, fits)
        if fits >= left:
            return left
        take = min(fits, left - TOGETHER)
        while take > TOGETHER and _is_divided(block, line + take):
            take -= 1  # a divided word does not end a column, if lines can be spared
        if take < TOGETHER:
            take = 0
        if self._forced:
            take = max(take, 1)
        return take

    # --- notes

    def _fitting_noted(self, block: Block, line: int, fits: int) -> int:
        notes_height = self._notes_height
        room = self._y - self.bottom
        for count in range(min(fits, len(block.lines) - line)):
            notes_height += self._notes_need(block, line + count, line + count + 1, notes_height)
            if block.height(count + 1) + notes_height > room + _CLOSE:
                return count
        return fits

    def _notes_need(self, block: Block, start: int, end: int, present: float) -> float:
        """The height of the notes to some lines of a block, where some are `present` or none."""
        height = 0.0
        for note in _notes_of(block, start, end):
            if not (height or present):
                height = _NOTES_ABOVE * note.leading
            height += note.height()
        return height

    def _note(self, block: Block, start: int, end: int) -> None:
        found = [(note, 0) for note in _notes_of(block, start, end)]
        if found:
            self._take_notes(found, block.height(end - start))

    def _take_notes(self, waiting: Notes, spared: float) -> None:
        """Place notes as far as they leave the room that is `spared`; the next column has more."""
        if self.notes:
            self.notes += waiting
            return
        for index, (note, line) in enumerate(waiting):
            above = 0.0 if self._noted else _NOTES_ABOVE * note.leading
            room = self._y - self._foot - spared - above
            left = len(note.lines) - line
            take = max(min(int(room / note.leading + _CLOSE), left), 0)
            if take:
                self._noted.append((note, line, line + take))
                self._notes_height += above + note.height(take)
            if take < left:
                self.notes = [(note, line + take), *waiting[index + 1 :]]
                return


def _notes_of(block: Block, start: int, end: int) -> Iterator[Block]:
    """The notes to some lines of a block."""
    notes = block.notes
    if notes:
        for line in range(start, end):
            yield from notes.get(line, ())


def _is_divided(block: Block, line: int) -> bool:
    """Whether a word goes over from the line before to the line `line`."""
    before, after = block.lines[line - 1], block.lines[line]
    mark = before[-1].pen.mark if before else None
    return mark is not None and bool(mark.parts and after) and after[0].pen.mark is mark
