"""What is drawn: runs of characters, the pens that draw them and the elements they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from copydesk.exporters.pdf._file import number
from copydesk.exporters.pdf._structure import Element
from copydesk.exporters.pdf._use import Use


class Mark:
    """An inline element of the structure tree: made when it is first drawn.

    `parts` are those of a divided word, a line each, without their hyphens. The element is one of
    `parent`'s, where there is one; `link` is the nearest mark that is a link's.
    """

    def __init__(
        self,
        tag: bytes,
        target: str | None = None,
        contents: str = "",
        parent: Mark | None = None,
        *,
        language: str | None = None,
    ) -> None:
        self.tag = tag
        self.target = target
        self.contents = contents
        self.parent = parent
        self.language = language
        self.link: Mark | None = self if target else parent.link if parent else None
        self.element: Element | None = None
        self.parts: list[str] = []


class Pen(NamedTuple):
    """What a run of characters is drawn with, and the element that it belongs to."""

    use: Use
    size: float
    colour: bytes
    mark: Mark | None


class Run(NamedTuple):
    """Characters drawn at one go by the operator `data`; x and width are in points.

    `wider` is the factor by which the letters are scaled horizontally.
    """

    pen: Pen
    x: float
    width: float
    data: bytes
    wider: float = 1.0


Line: TypeAlias = list[Run]


class Glyph(NamedTuple):
    """A character by itself, as those are set that run from right to left; `width` is in points."""

    width: float
    data: bytes


class Atom(NamedTuple):
    """Characters that do not break, with the space after them and whether a line may end there.

    `part` are the characters of a part of a divided word, which `goes_on` in the next atom unless
    this is its last part. A space that `is_set` is no character: it is a part of what `data`
    shows, by which the width is smaller. The levels are those of UAX #9; an atom of an odd one has
    `glyphs` in place of `data`.
    """

    pen: Pen
    width: float
    data: bytes
    space: float = 0.0
    breaks: bool = False
    part: str = ""
    goes_on: bool = False
    level: int = 0
    glyphs: tuple[Glyph, ...] = ()
    space_level: int = 0
    is_set: bool = False


def show(*parts: bytes) -> bytes:
    """The operator that shows the parts of a TJ string (ISO 32000-1, 9.4.3)."""
    return b"[(" + b"".join(parts) + b")]TJ"


def show_backwards(glyphs: Iterable[tuple[float, bytes]]) -> bytes:
    """Operators that show characters by themselves, each at its distance from where the run starts.

    Each can be found where it is seen, and in the order in which it is read (ISO 32000-1,
    14.8.2.3.3). They end where they began.
    """
    parts: list[bytes] = []
    at = 0.0
    for place, data in glyphs:
        right = round(place - at, 2)
        at += right
        parts.append(b" %s 0 Td%s" % (number(right), show(data)))
    return b"%s %s 0 Td" % (b"".join(parts), number(-at))


def line_end(line: Line) -> float:
    """Where a line ends on the right."""
    return max([run.x + run.width for run in line], default=0.0)


def line_start(line: Line) -> float:
    """Where a line starts on the left."""
    return min([run.x for run in line], default=0.0)


def flush_right(line: Line, measure: float) -> Line:
    """The line moved to the right edge of the measure."""
    free = measure - line_end(line)
    return [run._replace(x=run.x + free) for run in line]


def with_space(run: Run) -> Run:
    """The run with a space at its end."""
    if run.data.endswith(b"Td"):
        space = run.pen.use.space * run.pen.size / 1000
        return run._replace(data=run.data + show_backwards([(-space, run.pen.use.blank)]))
    return run._replace(data=run.data.removesuffix(b")]TJ") + run.pen.use.blank + b")]TJ")
