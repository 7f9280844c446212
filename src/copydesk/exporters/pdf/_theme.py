"""How pages look: sizes, measures, faces, colours and distances."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

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

    page: Annotated[
        Literal["A4", "A5", "B5", "Letter", "Legal"], Meta(description="paper size")
    ] = "A4"
    size: Annotated[float, Meta(ge=6, le=24, description="size of the body type in points")] = 10.5
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
    """All measures of a document, in points."""

    width: float
    height: float
    left: float
    measure: float
    top: float
    bottom: float
    head: float
    foot: float
    em: float
    leading: float
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
    headings: tuple[Style, ...]


def make_theme(options: PdfOptions) -> Theme:
    """The single-column article: a serif on a measure of some seventy characters."""
    width, height = _PAGES[options.page]
    size = options.size
    leading = round(size * 1.4, 2)
    margin = 0.115 * width
    measure = min(width - 2 * margin, 35 * size)
    justified = options.align == "justified"
    top, bottom = height - 0.098 * height, 0.1 * height
    lines = int((top - bottom) / leading)
    headline = 2.5 * size if width > 450 else 2.1 * size

    def sans(factor: float, colour: bytes = GREY) -> Style:
        return Style(_SANS, size * factor, leading * factor * 0.98, colour)

    return Theme(
        width=width,
        height=height,
        left=(width - measure) / 2,
        measure=measure,
        top=top,
        bottom=top - (lines + _OVERHANG) * leading,
        head=min(top + 2.1 * leading, 0.95 * height),
        foot=max(bottom - 2.4 * leading, 0.05 * height),
        em=size,
        leading=leading,
        body=Style(_SERIF, size, leading, INK, justified, divided=options.hyphenate),
        quote=Style(_SERIF, size, leading, INK, justified, divided=options.hyphenate),
        headline=Style(_DISPLAY, headline, headline * 1.12, INK, balanced=True),
        deck=Style(_SERIF_ITALIC, size * 1.24, leading * 1.2, GREY, balanced=True),
        byline=Style(_SANS_BOLD, size * 0.9, leading * 0.92, INK),
        stamp=sans(0.86),
        slug=sans(0.8),
        aside=sans(0.92, INK),
        small=sans(0.84),
        attribution=sans(0.9),
        furniture=sans(min(0.8, 10 / size)),
        headings=(
            Style(_SERIF_BOLD, size * 1.24, leading * 1.2, INK, balanced=True),
            Style(_SERIF_BOLD, size * 1.06, leading, INK, balanced=True),
            Style(("serif-bolditalic",) * 4, size, leading, INK),
            Style(_SERIF_ITALIC, size, leading, INK),
        ),
    )
