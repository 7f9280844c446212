"""The layouts that come with copydesk, as plain numbers: what `make_theme` makes measures of.

A field is a number, a word or a switch, so that a layout can be written down in a file.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

LookName: TypeAlias = Literal["article", "newspaper", "book"]


class Look(Struct, frozen=True, kw_only=True):
    """A layout. Distances are parts of what they are said to be parts of; an em is the size of
    the body type.
    """

    page: str = "A4"
    size: float = 10.5
    """Of the body type, in points."""
    leading: float = 1.4
    """From line to line, in ems."""
    measure: float = 35.0
    """Of the type area, in ems, if the page is wide enough."""
    side: float = 0.115
    """Margins left and right at least, as a part of the page's width."""
    over: float = 0.098
    under: float = 0.1
    """Margins above and below, as parts of the page's height."""
    shift: float = 0.0
    """How far the type area stands nearer to the spine, as a part of the page's width."""
    columns: int = 1
    gutter: float = 2.0
    """Between columns, in ems."""
    ruled: bool = False
    """Whether a line stands between columns."""
    grid: bool = False
    """Whether lines of body type stand at the same heights on all pages and in all columns."""
    paragraphs: Literal["indented", "spaced"] = "indented"
    indent: float = 1.4
    """Of first lines, in ems."""
    centred: bool = False
    """Whether titles stand in the middle of the measure."""
    title_page: bool = False
    """Whether the title has a page of its own."""
    chapters: bool = False
    """Whether sections of the first level start a page."""
    sink: float = 0.0
    """How far below the head of the page a chapter starts, as a part of the type area."""
    contents: bool = False
    """Whether there is a table of contents unless an option says otherwise."""
    depth: int = 2
    """Levels of sections in the contents."""
    folio: Literal["counted", "plain"] = "counted"
    """Whether the number of all pages stands beside that of the page."""
    folio_at: Literal["right", "outside", "middle"] = "right"
    running: Literal["title", "chapter"] = "title"
    """What stands at the head of a page: the title of the document, or on right pages that of
    the chapter."""
    headline: float = 2.5
    headline_narrow: float = 2.1
    """Of the headline, in ems: on wide pages, and on those less than 450 points wide."""
    deck: float = 1.24
    headings: tuple[float, float, float, float] = (1.24, 1.06, 1.0, 1.0)
    """Of the headings of the four levels, in ems."""
    heading_gaps: tuple[float, float] = (1.0, 0.35)
    """Above and below headings, in lines; above those of the first level more."""


LOOKS: dict[LookName, Look] = {
    "article": Look(),
    "newspaper": Look(
        size=9.4,
        leading=1.28,
        measure=56.0,
        side=0.075,
        over=0.085,
        under=0.085,
        columns=2,
        indent=1.1,
        ruled=True,
        grid=True,
        headline=3.7,
        headline_narrow=2.6,
        deck=1.5,
        headings=(1.18, 1.0, 1.0, 1.0),
        heading_gaps=(1.0, 0.0),
    ),
    "book": Look(
        page="A5",
        size=10.0,
        leading=1.38,
        measure=30.0,
        side=0.12,
        over=0.115,
        under=0.13,
        shift=0.018,
        grid=True,
        centred=True,
        title_page=True,
        chapters=True,
        sink=0.2,
        contents=True,
        folio="plain",
        folio_at="middle",
        running="chapter",
        headline=2.6,
        headline_narrow=2.6,
        headings=(1.7, 1.14, 1.0, 1.0),
        heading_gaps=(1.4, 0.5),
    ),
}
