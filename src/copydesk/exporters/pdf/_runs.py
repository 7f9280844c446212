"""What is drawn: runs of characters, the pens that draw them and the elements they belong to."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from copydesk.exporters.pdf._structure import Element
from copydesk.exporters.pdf.fonts import FaceUse


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

    use: FaceUse
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


class Atom(NamedTuple):
    """Characters that do not break, with the space after them and whether a line may end there.

    `part` are the characters of a part of a divided word, which `goes_on` in the next atom unless
    this is its last part.
    """

    pen: Pen
    width: float
    data: bytes
    space: float = 0.0
    breaks: bool = False
    part: str = ""
    goes_on: bool = False


def show(*parts: bytes) -> bytes:
    """The operator that shows the parts of a TJ string (ISO 32000-1, 9.4.3)."""
    return b"[(" + b"".join(parts) + b")]TJ"


def with_space(run: Run) -> Run:
    """The run with a space at its end."""
    return run._replace(data=run.data.removesuffix(b")]TJ") + run.pen.use.blank + b")]TJ")
