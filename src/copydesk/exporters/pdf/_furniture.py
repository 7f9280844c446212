"""What stands in the margins: running heads and the numbers of pages."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.exporters._words import words
from copydesk.exporters.pdf._runs import Pen, Run, line_end
from copydesk.exporters.pdf._sheet import Sheet
from copydesk.exporters.pdf._text import Typesetter
from copydesk.exporters.pdf._theme import Theme
from copydesk.exporters.pdf.fonts import Fonts

_LONGEST = 200
"""Characters of a title that are tried as a running head."""


class Margins:
    """Sets the margins of the pages of one document, `count` of them."""

    def __init__(
        self, fonts: Fonts, setter: Typesetter, theme: Theme, title: str, language: str | None
    ) -> None:
        self._setter = setter
        self._theme = theme
        self._title = title
        self._of = words(language).page_of_pages
        style = theme.furniture
        self._pen = Pen(fonts.use(style.faces[0]), style.size, style.colour, None)
        self._heads: dict[str, list[Run]] = {}
        self.count = 0

    def page(self, sheet: Sheet) -> Iterator[tuple[bytes, float, Run]]:
        """Kind (`Header` or `Footer`), baseline and run of what stands in the margins of a page."""
        if sheet.bare:
            return
        theme = self._theme
        number = str(sheet.index + 1)
        if not theme.chapters:
            number += f"{self._of}{self.count}"
        at = "middle" if theme.chapters else "end"
        for run in self._placed(self._setter.row(number, self._pen), at):
            yield b"Footer", theme.foot, run
        if sheet.index and not sheet.opens:
            title, at = self._title, "start"
            if theme.chapters:
                at = "start" if sheet.index % 2 else "end"  # the outer side
                if not sheet.index % 2 and sheet.chapter is not None:
                    title = sheet.chapter.title
            if title not in self._heads:
                self._heads[title] = self._shortened(title)
            for run in self._placed(self._heads[title], at):
                yield b"Header", theme.head, run

    def _placed(self, runs: list[Run], at: str) -> Iterator[Run]:
        """A row at its place; lines start where those of the document do."""
        room = self._theme.measure - line_end(runs)
        if at == "middle":
            room /= 2
        elif (at == "start") != self._setter.right:
            room = 0.0
        for run in runs:
            yield run._replace(x=run.x + room)

    def _shortened(self, title: str) -> list[Run]:
        """As much of a title as there is room for."""
        measure = self._theme.measure
        runs = self._setter.row(title[:_LONGEST], self._pen)
        while line_end(runs) > measure and len(title) > 1:
            title = title[: min(len(title) * 9 // 10, _LONGEST - 20)].rstrip(" ,;:")
            runs = self._setter.row(title + "…", self._pen)
        return runs
