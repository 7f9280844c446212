"""The table of contents: a row a section, with dots and the number of a page that is not known yet.

Rows are placed as blocks; their numbers and their links are drawn when all pages are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.exporters.pdf._block import Block, Bookmark
from copydesk.exporters.pdf._file import Raw, number, text_string
from copydesk.exporters.pdf._runs import Line, Pen, flush_right, line_end, line_start
from copydesk.exporters.pdf._sheet import Sheet, Slot, link_annotation
from copydesk.exporters.pdf._structure import Element, Structure
from copydesk.exporters.pdf._text import Style, Typesetter
from copydesk.exporters.pdf._theme import Theme
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.tree import Section

_DEPTH = 2
"""So many levels of sections are in the contents."""
_NUMBER_ROOM = 2.0
"""The room for the number of a page, in ems."""
_STEP = 1.3
"""How far a level of the contents is set in, in ems."""
_HANG = 2.0
"""How far the further lines of a title are set in, in ems."""
_DOT_GAP = 0.42
"""The distance from dot to dot, in ems."""
_DOT = 0.09
"""The width of a dot, in ems."""


class Entry:
    """A row of the contents, from when it is placed until its number is drawn."""

    def __init__(self, bookmark: Bookmark, element: Element, block: Block, measure: float) -> None:
        self.bookmark = bookmark
        self.element = element
        self.block = block
        self.measure = measure
        self.slot: Slot | None = None
        self.left = 0.0
        self.baseline = 0.0
        self.annotation = Raw()
        self.key = 0

    def draw(self, sheet: Sheet, left: float, baseline: float) -> None:
        """Take the place of the row, whose last line is drawn there."""
        self.left, self.baseline = left, baseline
        self.slot = sheet.open_slot(self.element)
        self.annotation, self.key = sheet.add_annotation(self.element)


class Contents:
    """The contents of one document."""

    def __init__(
        self,
        sections: Sequence[tuple[Section, Bookmark]],
        structure: Structure,
        setter: Typesetter,
        fonts: Fonts,
        theme: Theme,
    ) -> None:
        self._sections = sections
        self._structure = structure
        self._setter = setter
        self._fonts = fonts
        self._theme = theme
        self._entries: list[Entry] = []

    def blocks(self, parent: Element, measure: float) -> Iterator[Block]:
        """The rows, as blocks to place below `parent`."""
        theme = self._theme
        tables = [self._structure.element(b"TOC", parent)]
        shown = [pair for pair in self._sections if pair[0].level <= _DEPTH]
        for index, (section, bookmark) in enumerate(shown, 1):
            while len(tables) > section.level:
                tables.pop()
            while len(tables) < section.level:
                tables.append(self._structure.element(b"TOC", tables[-1]))
            item = self._structure.element(b"TOCI", tables[-1])
            reference = self._structure.element(b"Reference", item)
            link = self._structure.element(b"Link", reference)
            style = theme.entries[min(section.level, len(theme.entries)) - 1]
            inset = min((section.level - 1) * _STEP * theme.em, measure / 4)
            room = max(measure - inset - 1.5 * _NUMBER_ROOM * theme.em, measure / 3)
            left = measure - inset - room if self._setter.right else inset
            lines = self._hung(bookmark.title, style, room)
            block = Block(
                lines,
                style.size,
                style.leading,
                link,
                left=left,
                before=(0.35 if section.level == 1 else 0.0) * theme.leading,
                whole=True,
                # A chapter does not stand at the foot of a page without the first of its parts.
                keep=index < len(shown) and shown[index][0].level > section.level,
            )
            block.entry = Entry(bookmark, link, block, measure - inset)
            self._entries.append(block.entry)
            yield block

    def _hung(self, title: str, style: Style, room: float) -> list[Line]:
        """The lines of a title, all but the first one set in."""
        hang = min(_HANG * self._theme.em, room / 6)
        lines = self._setter.title(title, style, room - hang, indent=-hang)
        if self._setter.right:
            return [flush_right(line, room - (hang if at else 0)) for at, line in enumerate(lines)]
        return [[run._replace(x=run.x + hang) for run in line] for line in lines]

    def fill(self) -> None:
        """Draw the numbers, and lead the links to their pages."""
        for entry in self._entries:
            self._fill(entry)

    def _fill(self, entry: Entry) -> None:
        slot, block, bookmark = entry.slot, entry.block, entry.bookmark
        if slot is None:
            return
        style = self._theme.entries[0]
        pen = Pen(self._fonts.use(style.faces[0]), block.size, style.colour, None)
        line = self._setter.row(str(bookmark.sheet + 1), pen)
        room = max(_NUMBER_ROOM * self._theme.em, line_end(line) + 0.5 * style.size)
        left, size = entry.left, block.size
        if self._setter.right:
            left -= block.left
            starts, ends = room, block.left + line_start(block.lines[-1]) - 0.4 * size
        else:
            line = flush_right(line, entry.measure)
            starts, ends = line_end(block.lines[-1]) + 0.4 * size, entry.measure - room
        dots = _dots(left + starts, left + ends, entry.baseline, size, turned=self._setter.right)
        slot.sheet.fill_slot(slot, dots, line, left, entry.baseline)
        rows = len(block.lines)
        box = (
            left,
            entry.baseline - 0.3 * block.size,
            left + entry.measure,
            entry.baseline + 0.85 * block.size + (rows - 1) * block.leading,
        )
        entry.annotation.data = link_annotation(
            box,
            entry.key,
            b"/Contents %s/Dest[%d 0 R/XYZ 0 %s null]"
            % (text_string(bookmark.title), bookmark.page, number(bookmark.top)),
        )


def _dots(left: float, right: float, baseline: float, size: float, *, turned: bool) -> bytes:
    """The path of dots from the row to its number, set out from there so that those of all rows
    stand below each other.

    They are drawn, for dots of type would be copied and read aloud.
    """
    step = _DOT_GAP * size
    y = baseline + _DOT / 2 * size
    if right - left < 2 * step:
        return b""
    start, end = (left, right) if turned else (right, left)
    return b"%s w 1 J [0 %s] 0 d %s %s m %s %s l S\n" % (
        *map(number, (_DOT * size, step, start, y, end, y)),
    )
