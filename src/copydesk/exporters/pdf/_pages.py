"""Pages: blocks of lines are placed one after the other, drawn, tagged and broken over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from copydesk.exporters.pdf._file import File, Raw, Stream, number, numbers, text_string
from copydesk.exporters.pdf._runs import Line, Mark, Pen, Run
from copydesk.exporters.pdf._structure import Element, Structure
from copydesk.exporters.pdf._theme import HAIRLINE, Theme

_TOGETHER = 2
"""Lines of a paragraph that stand alone neither at the foot nor at the head of a page."""


Furniture: TypeAlias = Callable[[int], Iterable[tuple[bytes, float, Run]]]
"""Kind (`Header` or `Footer`), height and run of what stands in the margins of a page."""


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


class _Page(Struct):
    raw: Raw
    number: int
    key: int
    ops: list[bytes]
    rules: list[bytes]
    annotations: list[int]
    contents: int = 0


class Pages:
    """Places blocks and writes the pages of a file."""

    def __init__(self, file: File, structure: Structure, theme: Theme) -> None:
        self._file = file
        self._structure = structure
        self._theme = theme
        self._pages: list[_Page] = []
        self._pending: list[Block] = []
        self._bars: dict[int, tuple[float, float]] = {}
        self._gap = 0.0
        self._drawn_to = 0.0
        self._pen: Pen | None = None
        self._wider = 1.0
        self._y = 0.0
        self._open_page()

    # --- placing

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
            self._page.rules.append(self._horizontal(block))
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

    # --- pages

    @property
    def _page(self) -> _Page:
        return self._pages[-1]

    @property
    def _at_top(self) -> bool:
        return self._y == self._theme.top

    def _open_page(self) -> None:
        raw = Raw()
        number_ = self._file.add(raw)
        key = self._structure.begin_page(number_)
        self._pages.append(_Page(raw, number_, key, [], [], []))
        self._y = self._theme.top
        self._pen = None
        self._wider = 1.0

    def _next_page(self) -> None:
        self._close_page()
        self._open_page()

    def _close_page(self) -> None:
        self._close_bars(())
        page = self._page
        self._structure.end_page(page.key)
        if page.rules:
            page.ops.append(b"/Artifact BMC\nq 0.5 w %s\n" % HAIRLINE)
            page.ops += page.rules
            page.ops.append(b"Q\nEMC\n")
        page.contents = self._file.add(Stream(b"".join(page.ops)))
        page.ops, page.rules = [], []

    @property
    def count(self) -> int:
        """How many pages there are so far."""
        return len(self._pages)

    def finish(self, furniture: Furniture, resources: int) -> None:
        """Write all pages. `furniture` gives the runs for the head and foot of a page (counted
        from 0) with their heights; `resources` is the number of the resources of all pages.
        """
        self._flush()
        self._close_page()
        parent = self._file.page_tree
        size = numbers((0, 0, self._theme.width, self._theme.height))
        for index, page in enumerate(self._pages):
            self._pen, self._wider = None, 0.0
            ops = []
            for kind, y, run in furniture(index):
                ops.append(b"/Artifact<</Type/Pagination/Subtype/%s>>BDC\nBT\n" % kind)
                ops.append(self._at(run, self._theme.left + run.x, y) + b"ET\nEMC\n")
            extra = self._file.add(Stream(b"".join(ops))) if ops else 0
            contents = b"[%d 0 R %d 0 R]" if extra else b"%d 0 R"
            annotations = b" ".join(b"%d 0 R" % made for made in page.annotations)
            page.raw.data = b"".join(
                (
                    b"<</Type/Page/Parent %d 0 R/MediaBox[%s]" % (parent, size),
                    b"/Resources %d 0 R/Contents " % resources,
                    contents % ((page.contents, extra) if extra else page.contents),
                    b"/Tabs/S/StructParents %d" % page.key,
                    b"/Annots[%s]" % annotations if annotations else b"",
                    b">>",
                )
            )
            self._file.add_page(page.raw)

    # --- drawing

    def _draw(self, block: Block, start: int, end: int) -> None:
        theme, ops = self._theme, self._page.ops
        if block.bookmark is not None and start == 0:
            block.bookmark.page = self._page.number
            block.bookmark.top = min(self._y + theme.leading, theme.height)
        self._open_bars(block.bars)
        y = self._y - block.leading / 2 - block.size * 0.33
        left = theme.left + block.left
        if start == 0:
            for run, element in block.labels:
                self._begin(element)
                ops.append(self._at(run, left + run.x, y) + b"ET\nEMC\n")
        owner: object = self
        at_x = at_y = 0.0
        for line in block.lines[start:end]:
            for run in line:
                mark = run.pen.mark
                run_owner: object = mark or block.element
                if run_owner is not owner:
                    if owner is not self:
                        ops.append(b"ET\nEMC\n")
                    self._begin(self._element(mark, block.element))
                    owner = run_owner
                    at_x = at_y = 0.0
                x = left + run.x
                ops.append(self._at(run, x - at_x, y - at_y))
                at_x, at_y = x, y
                if mark is not None and mark.target:
                    self._link(mark, run, x, y)
            y -= block.leading
        if owner is not self:
            ops.append(b"ET\nEMC\n")
        self._y -= block.leading * (end - start)
        self._drawn_to = self._y

    def _element(self, mark: Mark | None, parent: Element | None) -> Element | None:
        if mark is None or parent is None:
            return parent
        if mark.element is None:
            mark.element = self._structure.element(mark.tag, parent)
        return mark.element

    def _begin(self, element: Element | None) -> None:
        if element is None:
            self._page.ops.append(b"/Artifact BMC\nBT\n")
        else:
            content = self._structure.mark(element)
            self._page.ops.append(b"/%s<</MCID %d>>BDC\nBT\n" % (element.tag, content))

    def _at(self, run: Run, right: float, up: float) -> bytes:
        """Operators that show a run so far right of and above the one before."""
        change = self._select(run.pen)
        if run.wider != self._wider:
            self._wider = run.wider
            change += b"%s Tz " % number(run.wider * 100)
        return b"%s%s %s Td%s\n" % (change, number(right), number(up), run.data)

    def _select(self, pen: Pen) -> bytes:
        """Operators that change from the last pen to this one."""
        last = self._pen
        if last is pen:
            return b""
        self._pen = pen
        made = b""
        if last is None or last.colour != pen.colour:
            made = pen.colour + b" "
        if last is None or last.use is not pen.use or last.size != pen.size:
            made += b"%s %s Tf " % (pen.use.resource, number(pen.size))
        return made

    def _link(self, mark: Mark, run: Run, x: float, y: float) -> None:
        element = mark.element
        if element is None or run.width <= 0:
            return
        size = run.pen.size
        self._page.rules.append(
            b"%s %s m %s %s l S\n" % tuple(map(number, (x, y - 1.6, x + run.width, y - 1.6)))
        )
        annotation = Raw(
            b"<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4/StructParent %d"
            b"/Contents %s/A<</S/URI/URI %s>>>>"
            % (
                numbers((x, y - 0.3 * size, x + run.width, y + 0.85 * size)),
                self._structure.annotation_key(element),
                text_string(mark.contents),
                _uri(mark.target or ""),
            )
        )
        made = self._file.add(annotation)
        self._page.annotations.append(made)
        element.add_object(self._page.number, made)

    def _horizontal(self, block: Block) -> bytes:
        x = self._theme.left + block.left
        return b"%s %s m %s %s l S\n" % tuple(map(number, (x, self._y, x + block.rule, self._y)))

    def _open_bars(self, bars: tuple[tuple[int, float], ...]) -> None:
        self._close_bars(tuple(key for key, _ in bars))
        for key, x in bars:
            self._bars.setdefault(key, (x, self._y))

    def _close_bars(self, kept: tuple[int, ...]) -> None:
        for key in [key for key in self._bars if key not in kept]:
            x, top = self._bars.pop(key)
            at = self._theme.left + x
            self._page.rules.append(
                b"1.5 w %s %s m %s %s l S 0.5 w\n"
                % tuple(map(number, (at, top - 2, at, self._drawn_to + 1)))
            )


def _uri(target: str) -> bytes:
    """An address as an ASCII string (ISO 32000-1, 12.6.4.7)."""
    data = "".join(
        char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode("utf-8"))
        for char in target
    )
    return text_string(data)
