"""One page: what is drawn on it, as operators, and which structure element each run belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from copydesk.exporters.pdf._block import Bookmark
from copydesk.exporters.pdf._file import File, Raw, Stream, number, numbers, text_string
from copydesk.exporters.pdf._runs import Line, Mark, Pen, Run
from copydesk.exporters.pdf._structure import Element, Structure
from copydesk.exporters.pdf._theme import HAIRLINE

_HAIRLINE_WIDTH, _BAR_WIDTH = 0.5, 1.5
_LONG = 300


class _Numbers(dict[float, bytes]):
    """Numbers as they are written. Most lines stand as far from each other as others do."""

    def __missing__(self, value: float) -> bytes:
        shown = self[value] = number(value)
        return shown


class Slot(NamedTuple):
    """A place that is filled later: the page, the operator, and the marked content there."""

    sheet: Sheet
    at: int
    tag: bytes
    content: int


class Sheet:
    """A page while it is drawn. Coordinates are those of the page, in points."""

    def __init__(self, file: File, structure: Structure, index: int) -> None:
        self.index = index
        """The number of the page, counted from 0."""
        self.opens = False
        """Whether the page opens a chapter, or the document."""
        self.bare = False
        """Whether nothing stands in its margins."""
        self.chapter: Bookmark | None = None
        """The section of the first level that the page ends in."""
        self._file = file
        self._structure = structure
        self._object = Raw()
        self.number = file.add(self._object)
        self._key = structure.begin_page(self.number)
        self._ops: list[bytes] = []
        self._rules: list[bytes] = []
        self._annotations: list[int] = []
        self._contents: list[int] = []
        self._pen: Pen | None = None
        self._wider = 1.0
        self._has_slots = False
        self._shown = _Numbers()

    def draw(
        self, lines: Sequence[Line], element: Element | None, left: float, y: float, leading: float
    ) -> None:
        """Draw lines from the baseline `y` on down; decoration if there is no `element`."""
        ops = self._ops
        owner: object = self
        at_x = at_y = 0.0
        for line in lines:
            up = y - at_y
            for run in line:
                mark = run.pen.mark
                run_owner: object = mark or element
                if run_owner is not owner or (mark is not None and mark.parts):
                    if owner is not self:
                        ops.append(b"ET\nEMC\n")
                    self._begin(mark, element)
                    owner = run_owner
                    at_x, up = 0.0, y
                x = left + run.x
                ops.append(self._show(run, x - at_x, up))
                at_x, at_y, up = x, y, 0.0
                if mark is not None and mark.link is not None:
                    self._link(mark.link, run, x, y)
            y -= leading
        if owner is not self:
            ops.append(b"ET\nEMC\n")

    def draw_furniture(self, runs: Iterable[tuple[bytes, float, Run]], left: float) -> None:
        """Draw what stands in the margins: kind (`Header` or `Footer`), baseline and run."""
        self._pen, self._wider = None, 0.0
        for kind, y, run in runs:
            self._ops.append(b"/Artifact<</Type/Pagination/Subtype/%s>>BDC\nBT\n" % kind)
            self._ops.append(self._show(run, left + run.x, y) + b"ET\nEMC\n")

    def open_slot(self, element: Element) -> Slot:
        """A place in the text of the page that is filled when the last page is known."""
        self._has_slots = True
        self._ops.append(b"")
        return Slot(self, len(self._ops) - 1, element.tag, self._structure.mark(element))

    def fill_slot(self, slot: Slot, path: bytes, line: Line, left: float, y: float) -> None:
        """Draw a line that belongs to the slot's element, and a path that is decoration."""
        ops = [b"/Artifact BMC\nq %s %sQ\nEMC\n" % (HAIRLINE, path)] if path else []
        ops.append(b"/%s<</MCID %d>>BDC\nq\nBT\n" % (slot.tag, slot.content))
        ops += [*self._alone(line, left, y), b"ET\nQ\nEMC\n"]
        self._ops[slot.at] = b"".join(ops)

    def _alone(self, line: Line, left: float, y: float) -> Iterator[bytes]:
        """Operators that show a line whatever was drawn before, and leave no trace."""
        at_x = at_y = 0.0
        self._pen, self._wider = None, 0.0
        for run in line:
            yield self._show(run, left + run.x - at_x, y - at_y)
            at_x, at_y = left + run.x, y

    def add_annotation(self, element: Element) -> tuple[Raw, int]:
        """An annotation that is `element`'s, to be filled, and its key in the parent tree."""
        annotation = Raw()
        made = self._file.add(annotation)
        self._annotations.append(made)
        element.add_object(self.number, made)
        return annotation, self._structure.annotation_key(element)

    def draw_line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a hairline."""
        self._rules.append(b"%s %s m %s %s l S\n" % tuple(map(number, (x, y, to_x, to_y))))

    def draw_rule(self, x: float, y: float, width: float) -> None:
        """Draw a horizontal hairline."""
        self.draw_line(x, y, x + width, y)

    def draw_bar(self, x: float, top: float, bottom: float, colour: bytes) -> None:
        """Draw a vertical bar; `colour` is an operator."""
        bar = b"q %s %s w %%s %%s m %%s %%s l S Q\n" % (colour, number(_BAR_WIDTH))
        self._rules.append(bar % tuple(map(number, (x, top, x, bottom))))

    def close(self) -> None:
        """End the text of the page; only furniture may follow."""
        self._structure.end_page(self._key)
        if not self._has_slots:
            self._end_contents()

    def _end_contents(self) -> None:
        if self._rules:
            self._ops.append(b"/Artifact BMC\nq %s w %s\n" % (number(_HAIRLINE_WIDTH), HAIRLINE))
            self._ops += [*self._rules, b"Q\nEMC\n"]
        if self._ops or not self._contents:
            self._contents.append(self._file.add(Stream(b"".join(self._ops))))
        self._ops, self._rules = [], []

    def finish(self, width: float, height: float, resources: int) -> None:
        """Write the page object and make it the file's next page."""
        self._end_contents()
        annotations = b" ".join(b"%d 0 R" % made for made in self._annotations)
        self._object.data = b"".join(
            (
                b"<</Type/Page/Parent %d 0 R" % self._file.page_tree,
                b"/MediaBox[%s]" % numbers((0, 0, width, height)),
                b"/Resources %d 0 R" % resources,
                b"/Contents[%s]" % b" ".join(b"%d 0 R" % part for part in self._contents),
                b"/Tabs/S/StructParents %d" % self._key,
                b"/Annots[%s]" % annotations if annotations else b"",
                b">>",
            )
        )
        self._file.add_page(self._object)

    def _begin(self, mark: Mark | None, element: Element | None) -> None:
        if element is None:
            self._ops.append(b"/Artifact BMC\nBT\n")
            return
        text = b""
        if mark is not None:
            word = "".join(mark.parts)
            if word:
                # The word stands where it starts; its other parts are the space after it.
                text = b"/ActualText " + text_string(word if mark.element is None else " ")
            element = self._element(mark, element)
        content = self._structure.mark(element)
        self._ops.append(b"/%s<</MCID %d%s>>BDC\nBT\n" % (element.tag, content, text))

    def _element(self, mark: Mark, around: Element) -> Element:
        """The element of `mark`, made now if this is the first of it, in that of the block."""
        if mark.element is None:
            word = "".join(mark.parts)
            entries = b"/ActualText " + text_string(word) if word else b""
            if mark.language:
                entries += b"/Lang " + text_string(mark.language)
            parent = self._element(mark.parent, around) if mark.parent else around
            mark.element = self._structure.element(mark.tag, parent, entries)
        return mark.element

    def _show(self, run: Run, right: float, up: float) -> bytes:
        """Operators that show a run so far right of and above the one before."""
        change = self._select(run.pen)
        if run.wider != self._wider:
            self._wider = run.wider
            change += b"%.2f Tz " % (run.wider * 100)
        shown = self._shown
        return b"%s%s %s Td%s\n" % (change, shown[right], shown[up], run.data)

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

    def _shared(self, data: bytes) -> bytes:
        """An object as it is written where it is used: a long one is written once, elsewhere."""
        return data if len(data) < _LONG else b"%d 0 R" % self._file.add(Raw(data))

    def _link(self, mark: Mark, run: Run, x: float, y: float) -> None:
        element = mark.element
        if element is None or run.width <= 0:
            return
        size = run.pen.size
        self.draw_rule(x, y - 0.15 * size, run.width)
        if not element.annotation:
            contents = self._shared(text_string(mark.contents))
            action = self._shared(b"<</S/URI/URI %s>>" % _uri(mark.target or ""))
            element.annotation = b"/Contents %s/A %s" % (contents, action)
        annotation, key = self.add_annotation(element)
        box = (x, y - 0.3 * size, x + run.width, y + 0.85 * size)
        annotation.data = link_annotation(box, key, element.annotation)


def link_annotation(box: tuple[float, float, float, float], key: int, entries: bytes) -> bytes:
    """A link (ISO 32000-1, 12.5.6.5) with further entries: where it leads, and its `Contents`, so
    that it can be read aloud (ISO 14289-1, 7.18.5).
    """
    return b"<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4/StructParent %d%s>>" % (
        numbers(box),
        key,
        entries,
    )


def _uri(target: str) -> bytes:
    """An address as an ASCII string (ISO 32000-1, 12.6.4.7)."""
    if target.isascii():
        return text_string(target)
    data = "".join(
        char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode("utf-8"))
        for char in target
    )
    return text_string(data)
