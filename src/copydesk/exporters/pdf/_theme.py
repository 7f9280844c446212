"""How pages look: the measures, faces and colours of a theme, in points on a sheet of paper."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from copydesk.exporters.pdf._text import Style
from copydesk.theme.files import ThemedOptions, load_theme
from copydesk.theme.model import DISPLAY_FROM, Look, narrowed, rgb
from copydesk.theme.model import Theme as SharedTheme

INK = b"0.1 g"
GREY = b"0.35 g"
HAIRLINE = b"0.62 G"
MONO = "mono"

_SERIF = ("serif", "serif-italic", "serif-bold", "serif-bolditalic")
_DISPLAY = ("display", "display-italic", "display", "display-italic")
_SANS = ("sans", "sans-italic", "sans-bold", "sans-bold")
_FACES = MappingProxyType(
    {
        ("serif", "regular", "upright"): _SERIF,
        ("serif", "regular", "italic"): (
            "serif-italic", "serif", "serif-bolditalic", "serif-bold",
        ),
        ("serif", "bold", "upright"): (
            "serif-bold", "serif-bolditalic", "serif-bold", "serif-bolditalic",
        ),
        ("serif", "bold", "italic"): ("serif-bolditalic",) * 4,
        ("sans", "regular", "upright"): _SANS,
        ("sans", "regular", "italic"): ("sans-italic", "sans", "sans-bold", "sans-bold"),
        ("sans", "bold", "upright"): ("sans-bold",) * 4,
        ("sans", "bold", "italic"): ("sans-bold",) * 4,
    }
)  # fmt: skip
"""The embedded faces by face, weight and slant: of regular, italic, bold and bold italic words."""
_LARGEST_FURNITURE = 10.0
_NARROW_PAGE = 450.0

_NARROWEST = 17
"""The width of the narrowest column, in ems; there are fewer rather than narrower ones."""
_GUTTER = 2.0
"""Between columns, in ems."""
_MARGINS = (0.098, 0.1)
_MARGINS_OF_COLUMNS = (0.085, 0.085)
_MARGINS_OF_BOOKS = (0.115, 0.13)
"""Above and below the type area, in parts of the height of the page."""
_SHIFT = 0.018
"""How far the pages of a book stand nearer to the spine, in parts of their width."""
_SINK = 0.2
"""How far below the head of the page a chapter starts, in parts of the type area."""
_NOTE = 0.78
"""The size of notes at the foot of a page at most, in parts of the body's."""
_ENTRIES = (1.0, 0.94, 0.9)
"""The sizes of the levels of the contents, likewise."""
_OVERHANG = 0.3
"""The part of a line by which the last one may hang below the type area, after uneven gaps."""
_PAGES = {
    "A4": (595.28, 841.89),
    "A5": (419.53, 595.28),
    "B5": (498.9, 708.66),
    "Letter": (612.0, 792.0),
    "Legal": (612.0, 1008.0),
}


class PdfOptions(ThemedOptions, frozen=True):
    """Options of the pdf format."""

    page: Annotated[
        Literal["A4", "A5", "B5", "Letter", "Legal"] | None,
        Meta(description="paper size, if not the theme's"),
    ] = None
    size: Annotated[
        Annotated[float, Meta(ge=6, le=24)] | None,
        Meta(description="size of the body type in points, if not the theme's"),
    ] = None
    align: Annotated[
        Literal["justified", "ragged"] | None,
        Meta(
            description="whether lines of body type end flush or where words end,"
            " if not as in the theme"
        ),
    ] = None
    hyphenate: Annotated[
        bool,
        Meta(
            description="whether words of body type are divided, in the language of the document,"
            " where lines would be loose"
        ),
    ] = True
    toc: Annotated[
        bool | None,
        Meta(description="whether there is a table of contents, if not as in the theme"),
    ] = None
    links: Annotated[
        Literal["inline", "notes"],
        Meta(
            description="whether addresses are only behind the text of their links, or also in"
            " notes at the foot of the page"
        ),
    ] = "inline"
    font: Annotated[
        str | None,
        Meta(description="a family of fonts on this machine for body type and headlines"),
    ] = None
    font_dir: Annotated[
        str | None,
        Meta(description="a folder with fonts for characters that the shipped ones lack"),
    ] = None
    system_fonts: Annotated[
        bool, Meta(description="whether fonts of the system are used for such characters, too")
    ] = True
    archive: Annotated[
        bool, Meta(description="whether the file keeps to PDF/A-2a, for archives, as well")
    ] = False


class Theme(Struct, frozen=True):
    """All measures of a document, in points, and the switches of its layout.

    `left` is the left edge of the type area on right pages, `left_verso` on left ones. `measure` is
    the width of all columns, `column` that of one.
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
    """How far below the head of a page a chapter starts."""
    indent: float
    """Of the first line of a paragraph after another one."""
    gap: float
    """Between paragraphs."""
    quote_indent: float
    quote_gap: float
    quote_bar: bytes | None
    """The colour of the bar beside quotations, if they have one."""
    link: bytes
    columns: int
    grid: bool
    """Whether lines of body type stand at the same heights on all pages and in all columns."""
    chapters: bool
    """Whether sections of the first level start a page, as in a book: the title has a page of its
    own then, and heads and feet of pages are those of a book."""
    contents: bool
    notes: bool
    """Whether the addresses of links stand in notes."""
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
    """The theme that the options name, on their paper."""
    shared = load_theme(options.theme)
    return _on_paper(
        shared,
        options.page or shared.layout.page,
        options.size or shared.body.size,
        justified=(options.align or shared.body.align) == "justified",
        hyphenate=options.hyphenate,
        contents=shared.layout.contents if options.toc is None else options.toc,
        notes=options.links == "notes",
    )


@lru_cache(maxsize=64)
def _on_paper(
    shared: SharedTheme,
    page: str,
    size: float,
    *,
    justified: bool,
    hyphenate: bool,
    contents: bool,
    notes: bool,
) -> Theme:
    width, height = _PAGES[page]
    body, quote, layout = shared.body, shared.quote, shared.layout
    chapters = layout.chapters == "new-page"
    grid = chapters or layout.columns > 1
    leading = round(size * body.leading, 2)
    measure = min(width - 2 * layout.margin * width, layout.measure * size)
    gutter = _GUTTER * size
    columns = max(min(layout.columns, int((measure + gutter) / (_NARROWEST * size + gutter))), 1)
    over, under = _MARGINS_OF_BOOKS if chapters else _MARGINS
    if layout.columns > 1:
        over, under = _MARGINS_OF_COLUMNS
    top, bottom = height - over * height, under * height
    lines = int((top - bottom) / leading)
    shift = _SHIFT * width if chapters else 0.0
    narrow = width < min(_NARROW_PAGE, _PAGES[layout.page][0])
    link = _ink("accent", shared)
    # On a grid a quotation takes whole lines, half a one above it.
    quote_gap = round(2 * quote.gap) / 2 if grid else quote.gap

    def style(look: Look, *, balanced: bool = False, most: float = 6.0) -> Style:
        factor = min(look.size, most)
        if narrow:
            factor = narrowed(factor)
        return Style(
            _faces(look.face, look.weight, look.slant, factor),
            size * factor,
            size * factor * look.leading,
            _ink(look.colour, shared),
            balanced=balanced,
            centred=look.align == "center",
            before=look.before * leading,
            after=look.after * leading,
        )

    def running(slant: str, factor: float) -> Style:
        faces = _faces(body.face, "regular", slant, factor)
        row = leading if grid and factor < 1 else leading * factor
        return Style(faces, size * factor, row, INK, justified, divided=hyphenate)

    def entry(factor: float) -> Style:
        faces = _faces(body.face, "regular", "upright", factor)
        return Style(faces, size * factor, leading * factor, INK)

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
        sink=_SINK * (top - bottom) if chapters else 0.0,
        indent=body.indent * size if layout.paragraphs == "indented" else 0.0,
        gap=0.0 if layout.paragraphs == "indented" else body.gap * leading,
        quote_indent=quote.indent * size,
        quote_gap=quote_gap * leading,
        quote_bar={"grey": HAIRLINE, "accent": link.upper()}.get(quote.bar),
        link=link,
        columns=columns,
        grid=grid,
        chapters=chapters,
        contents=contents,
        notes=notes,
        body=running("upright", 1.0),
        quote=running(quote.slant, quote.size),
        headline=style(shared.headline, balanced=True),
        deck=style(shared.deck, balanced=True),
        byline=style(shared.byline),
        stamp=style(shared.timestamp),
        slug=style(shared.slug),
        aside=style(shared.aside),
        small=style(shared.small),
        attribution=style(shared.attribution),
        furniture=style(shared.furniture, most=_LARGEST_FURNITURE / size),
        note=style(_as_note(shared.small)),
        headings=tuple(style(look, balanced=look.size > 1) for look in shared.headings),
        entries=tuple(map(entry, _ENTRIES)),
    )


def _as_note(small: Look) -> Look:
    return replace(small, size=min(small.size, _NOTE), align="start", before=0.0, after=0.0)


def _faces(face: str, weight: str, slant: str, factor: float) -> tuple[str, str, str, str]:
    if face == "mono":
        return (MONO,) * 4
    if (face, weight, slant) == ("serif", "bold", "upright") and factor > DISPLAY_FROM:
        return _DISPLAY
    return _FACES[face, weight, slant]


def _ink(name: str, shared: SharedTheme) -> bytes:
    """The operator that sets the colour of type."""
    if name == "accent":
        return b"%.3g %.3g %.3g rg" % rgb(shared.accent)
    return GREY if name == "grey" else INK
