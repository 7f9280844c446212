"""Links for paper: a number at each, and its address in a note at the foot of the column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._block import Block
from copydesk.exporters.pdf._runs import Line, Mark, Pen
from copydesk.exporters.pdf._structure import Element, Structure
from copydesk.exporters.pdf._text import Typesetter
from copydesk.exporters.pdf._theme import Theme
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.tree import Link, Text
from copydesk.walk import inline_text, safe_target

_SUPERIORS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NUMBER_ROOM = 2.2
"""The room for the number of a note, in its own ems."""


class _Noted(NamedTuple):
    """A link that has a note, its number and its mark in the text."""

    link: Link
    number: int
    mark: Mark


class LinkNotes:
    """The notes of one document: numbers them in the order in which their links are set."""

    def __init__(self, structure: Structure, fonts: Fonts, theme: Theme) -> None:
        self._structure = structure
        self._fonts = fonts
        self._theme = theme
        self._links: dict[int, _Noted] = {}
        self._marks: dict[Mark, _Noted] = {}

    def reference(self, link: Link) -> tuple[str, Mark] | None:
        """The number that stands behind a link, and its mark; None if the link says its address."""
        noted = self._links.get(id(link))
        if noted is None:
            if not hides_its_address(link):
                return None
            noted = _Noted(link, len(self._links) + 1, Mark(b"Reference"))
            self._links[id(link)] = noted
            self._marks[noted.mark] = noted
        return str(noted.number).translate(_SUPERIORS), noted.mark

    def of(
        self, lines: Sequence[Line], parent: Element, setter: Typesetter, measure: float
    ) -> dict[int, list[Block]]:
        """The notes to lines that are set, by the number of the line, below `parent`."""
        found: dict[int, list[Block]] = {}
        for index, line in enumerate(lines):
            for run in line:
                noted = self._marks.pop(run.pen.mark, None) if run.pen.mark else None
                if noted is not None:
                    note = self._note(noted, parent, setter, measure)
                    found.setdefault(index, []).append(note)
        return found

    def _note(self, noted: _Noted, parent: Element, setter: Typesetter, measure: float) -> Block:
        style = self._theme.note
        left = _NUMBER_ROOM * style.size
        note = self._structure.element(b"Note", parent)
        label = self._structure.element(b"Lbl", note)
        text = self._structure.element(b"P", note)
        pen = Pen(self._fonts.use(style.faces[0]), style.size, style.colour, None)
        number = setter.row(str(noted.number), pen)[0]
        address = Text(printed_address(noted.link.target), noted.link.span)
        line = Link(noted.link.target, (address,), noted.link.span)
        return Block(
            setter.lines((line,), style, measure - left),
            style.size,
            style.leading,
            text,
            left=left,
            labels=((number._replace(x=-0.55 * style.size - number.width), label),),
        )


def hides_its_address(link: Link) -> bool:
    """Whether `link` leads somewhere and its text does not say where."""
    if safe_target(link.target) is None:
        return False
    text = "".join(clean(inline_text(link.children)).split())
    return _bare(text) != _bare(printed_address(link.target))


def printed_address(target: str) -> str:
    """`target` as it is printed: a mail address without its `mailto:`."""
    return target[7:] if target.lower().startswith("mailto:") else target


def _bare(address: str) -> str:
    """`address` without what makes no difference to who reads it."""
    return address.lower().partition("://")[2].rstrip("/") or address.lower().rstrip("/")
