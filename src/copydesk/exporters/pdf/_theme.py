"""How pages look: sizes, measures, faces, colours and distances."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from copydesk.exporters.pdf._looks import LOOKS, LookName
from copydesk.exporters.pdf._text import Style
from copydesk.options import FormatOptions

INK = b"0.1 g"
GREY = b"0.35 g"
HAIRLINE = b"0.62 G"
LINK = b"0.05 0.27 0.52 rg"
MONO = "mono"

_SERIF = ("serif", "serif-italic", "serif-bold", "serif-bolditalic")
_DISPLAY = ("display", "display-italic", "display", "display-italic")
_SANS = ("sans", "sans-italic", "sans-bold", "sans-bold")
_SANS_BOLD = ("sans-bold", "sans-bold", "sans-bold", "sans-bold")
_SERIF_BOLD = ("serif-bold", "serif-bolditalic", "serif-bold", "serif-bolditalic")
_SERIF_ITALIC = ("serif-italic", "serif", "serif-bolditalic", "serif-bold")

_NARROWEST = 17
"""The width of the narrowest column, in ems; there are fewer rather than narrower ones."""
_OVERHANG = 0.3
"""The part of a line by which the last one may hang below the type area, after uneven gaps."""
_PAGES = {
    "A4": (595.28, 841.89),
    "A5": (419.53, 595.28),
    "B5": (498.9, 708.66),
    "Letter": (612.0, 792.0),
    "Legal": (612.0, 1008.0),
}


class PdfOptions(FormatOptions, frozen=True):
    """Options of the pdf format."""

    theme: Annotated[
        LookName,
        Meta(description="layout: one column, two with the title across, or a book with chapters"),
    ] = "article"
    page: Annotated[
        Literal["A4", "A5", "B5", "Letter", "Legal"] | None,
        Meta(description="paper size; that of the theme if none"),
    ] = None
    size: Annotated[
        Annotated[float, Meta(ge=6, le=24)] | None,
        Meta(description="size of the body type in points; that of the theme if none"),
    ] = None
    align: Annotated[
        Literal["justified", "ragged"],
        Meta(description="whether lines of body type end flush or where words end"),
    ] = "justified"
    hyphenate: Annotated[
        bool,
        Meta(
            description="whether words of body type are divided, in the language of the document,"
            " where lines would be loose"
        ),
    ] = True
    toc: Annotated[
        bool | None,
        Meta(description="whether there is a table of contents; as the theme has it if none"),
    ] = None
    links: Annotated[
        Literal["inline", "notes"],
        Meta(
            description="whether addresses are only behind the text of their links, or also in"
            " notes at the foot of the page"
        ),
    ] = "inline"
    archive: Annotated[
        bool, Meta(description="whether the file keeps to PDF/A-2a, for archives, as well")
    ] = False


class Theme(Struct, frozen=True):
    """All measures of a document, in points, and the switches of its layout.

    `left` is the left edge of the type area on right pages, `left_verso` on left ones. `column`
    is the width of a column. What the switches mean stands in `Look`.
    """

    width: float
    height: float
    left: float
    left_verso: float
    measure: float
    column: float
    gutter: float
    top: float
    bottom: float
    head: float
    foot: float
    em: float
    leading: float
    sink: float
    indent: float
    heading_gaps: tuple[float, float]
    columns: int
    depth: int
    ruled: bool
    grid: bool
    centred: bool
    title_page: bool
    chapters: bool
    contents: bool
    notes: bool
    paragraphs: Literal["indented", "spaced"]
    folio: Literal["counted", "plain"]
    folio_at: Literal["right", "outside", "middle"]
    running: Literal["title", "chapter"]
    body: Style
    quote: Style
    headline: Style
    deck: Style
    byline: Style
    stamp: Style
    slug: Style
    aside: Style
    small: Style
    attribution: Style
    furniture: Style
    note: Style
    headings: tuple[Style, ...]
    entries: tuple[Style, ...]
    """Of the contents, a level each."""


def make_theme(options: PdfOptions) -> Theme:
    """The measures of the theme that the options ask for, with what they change of it."""
    look = LOOKS[options.theme]
    width, height = _PAGES[options.page or look.page]
    size = options.size or look.size
    leading = round(size * look.leading, 2)
    measure = min(width - 2 * look.side * width, look.measure * size)
    gutter = look.gutter * size
    columns = max(min(look.columns, int((measure + gutter) / (_NARROWEST * size + gutter))), 1)
    top, bottom = height - look.over * height, look.under * height
    lines = int((top - bottom) / leading)
    shift = look.shift * width
    headline = size * (look.headline if width > 450 else look.headline_narrow)
    body = Style(
        _SERIF, size, leading, INK, options.align == "justified", divided=options.hyphenate
    )

    def sans(factor: float, colour: bytes = GREY) -> Style:
        return Style(_SANS, size * factor, leading * factor * 0.98, colour)

    def heading(level: int, faces: tuple[str, str, str, str]) -> Style:
        factor = look.headings[level - 1]
        tall = 0.968 * factor if factor > (1.2 if look.columns > 1 else 1.1) else 1.0
        row = leading * tall
        return Style(faces, size * factor, row, INK, balanced=level <= 2)

    return Theme(
        width=width,
        height=height,
        left=(width - measure) / 2 - shift,
        left_verso=(width - measure) / 2 + shift,
        measure=measure,
        column=(measure - gutter * (columns - 1)) / columns,
        gutter=gutter,
        top=top,
        bottom=top - (lines + _OVERHANG) * leading,
        head=min(top + 2.1 * leading, 0.95 * height),
        foot=max(bottom - 2.4 * leading, 0.05 * height),
        em=size,
        leading=leading,
        sink=look.sink * (top - bottom),
        indent=look.indent,
        heading_gaps=look.heading_gaps,
        columns=columns,
        depth=look.depth,
        ruled=look.ruled,
        grid=look.grid,
        centred=look.centred,
        title_page=look.title_page,
        chapters=look.chapters,
        contents=look.contents if options.toc is None else options.toc,
        notes=options.links == "notes",
        paragraphs=look.paragraphs,
        folio=look.folio,
        folio_at=look.folio_at,
        running=look.running,
        body=body,
        quote=body,
        headline=Style(_DISPLAY, headline, headline * 1.12, INK, balanced=True),
        deck=Style(
            _SERIF_ITALIC, size * look.deck, leading * 0.968 * look.deck, GREY, balanced=True
        ),
        byline=Style(_SANS_BOLD, size * 0.9, leading * 0.92, INK),
        stamp=sans(0.86),
        slug=sans(0.8),
        aside=sans(0.92, INK),
        small=sans(0.84),
        attribution=sans(0.9),
        furniture=sans(min(0.8, 10 / size)),
        note=sans(0.78),
        headings=(
            heading(1, _SERIF_BOLD),
            heading(2, _SERIF_BOLD),
            heading(3, ("serif-bolditalic",) * 4),
            heading(4, _SERIF_ITALIC),
        ),
        entries=(
            Style(_SERIF, size, leading, INK),
            Style(_SERIF, size * 0.94, leading * 0.94, INK),
            Style(_SERIF, size * 0.9, leading * 0.9, GREY),
        ),
    )
