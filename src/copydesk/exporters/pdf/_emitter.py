"""Hands set lines to the pages: distances, labels, rules beside them, notes below them."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from copydesk.exporters.pdf._block import Block, Bookmark
from copydesk.exporters.pdf._notes import LinkNotes
from copydesk.exporters.pdf._pages import Pages
from copydesk.exporters.pdf._runs import Line, Run
from copydesk.exporters.pdf._structure import Element, Structure
from copydesk.exporters.pdf._text import Style, Typesetter
from copydesk.exporters.pdf._theme import Theme
from copydesk.exporters.pdf.fonts import Fonts

_NARROWEST = 0.5
"""The part of a column that indents leave, however deep blocks nest."""


class Place(Struct, frozen=True):
    """Where blocks go: their part of the column, the rules beside them, style and element.

    Text that is not `on_grid` has the distances around it that it asks for; what stands below it
    is on the grid again.
    """

    left: float
    measure: float
    style: Style
    element: Element
    bars: tuple[tuple[int, float], ...] = ()
    indents: bool = True
    on_grid: bool = True


class Emitter:
    """Makes blocks of lines, one document's."""

    def __init__(
        self, pages: Pages, structure: Structure, setter: Typesetter, fonts: Fonts, theme: Theme
    ) -> None:
        self.pages = pages
        self.structure = structure
        self.setter = setter
        self.fonts = fonts
        self.theme = theme
        self.labels: list[tuple[Run, Element]] = []
        """What stands beside the first line that comes next, so far from the edge of the column."""
        self._gap = 0.0
        self._notes: LinkNotes | None = None
        if theme.notes:
            self._notes = LinkNotes(structure, fonts, theme)
            setter.notes = self._notes.reference

    def indented(self, place: Place, left: float, right: float) -> Place:
        """`place` set in, unless it is narrow already."""
        if place.measure - left - right < _NARROWEST * self.theme.column:
            return place
        return replace(place, left=place.left + left, measure=place.measure - left - right)

    def space(self, gap: float) -> None:
        """At least this distance before whatever comes next."""
        self._gap = max(self._gap, gap)

    def rule(
        self,
        width: float,
        *,
        left: float = 0.0,
        before: float = 0.0,
        after: float = 0.0,
        keep: bool = True,
    ) -> None:
        """Place a hairline."""
        self.pages.place(
            Block([], 0, 0, None, left=left, before=before, after=after, rule=width, keep=keep)
        )

    def emit(
        self,
        lines: list[Line],
        style: Style,
        place: Place,
        element: Element | None,
        *,
        before: float = 0.0,
        after: float = 0.0,
        keep: bool = False,
        whole: bool = False,
        above_grid: bool = False,
        bookmark: Bookmark | None = None,
    ) -> None:
        """Place lines; without an `element` they are decoration. What a grid adds stands above
        those that are `above_grid`, as headings are, and not between them and the text.
        """
        labels = [(run._replace(x=run.x - place.left), mark) for run, mark in self.labels]
        self.labels = []
        before, self._gap = max(before, self._gap), 0.0
        notes = None
        if self._notes is not None:
            notes = self._notes.of(lines, place.element, self.setter, self.theme.column)
        self.pages.place(
            Block(
                lines,
                style.size,
                style.leading,
                element,
                left=place.left,
                before=before,
                after=after,
                bars=place.bars,
                on_grid=place.on_grid and style.leading == self.theme.leading and not above_grid,
                above_grid=above_grid,
                keep=keep,
                whole=whole,
                labels=labels,
                bookmark=bookmark,
                notes=notes,
            )
        )
