"""A theme: what DOCX, EPUB and PDF share of how a document looks, as values without behaviour.

docs/reference/themes.md says what each key means. Sizes are parts of the size of the body, so that
one theme holds on paper, where that size is in points, and on a screen, where it is the reader's.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

INK = "#1a1a1a"
"""The colour of type."""
GREY = "#595959"
"""The colour of what stands back: 7 to 1 against white."""
RULE = "#9e9e9e"
"""The colour of rules."""

DISPLAY_FROM = 1.6
"""From this part of the body's size on, type is for display: it gives way where there is no room,
and has a cut of its own where there is one."""
_DISPLAY_KEPT = 0.7
"""The part of what display type is larger by than the body that it keeps where there is no room."""
_MARGIN, _MARGIN_OF_COLUMNS = 0.115, 0.08

Page: TypeAlias = Literal["A4", "A5", "B5", "Letter", "Legal"]
Face: TypeAlias = Literal["serif", "sans", "mono"]
FontName: TypeAlias = Annotated[str, Meta(pattern=r"^[^\x00-\x1f\"&'();<>\\{}]{1,31}$")]
Colour: TypeAlias = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]
Size: TypeAlias = Annotated[float, Meta(ge=0.5, le=6)]
Leading: TypeAlias = Annotated[float, Meta(ge=0.9, le=2.5)]
Lines: TypeAlias = Annotated[float, Meta(ge=0, le=12)]
Ems: TypeAlias = Annotated[float, Meta(ge=0, le=5)]


class Faces(Struct, frozen=True, forbid_unknown_fields=True):
    """The fonts that a Word document asks for; a PDF has its own, an e-book its reader's."""

    serif: FontName
    sans: FontName
    mono: FontName


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """How text stands on pages of this size, unless an option names another one. `measure` is the
    width of all columns, in ems of the body.
    """

    page: Page
    measure: Annotated[float, Meta(ge=15, le=70)]
    paragraphs: Literal["indented", "spaced"]
    columns: Annotated[int, Meta(ge=1, le=3)] = 1
    chapters: Literal["continuous", "new-page"] = "continuous"
    contents: bool = False

    @property
    def margin(self) -> float:
        """The least part of the width of a page on each side, where it is narrow."""
        return _MARGIN if self.columns == 1 else _MARGIN_OF_COLUMNS


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """The type of the story: its size in points, its line distance in parts of the size.

    `indent` is that of a first line, in ems; `gap` stands between spaced paragraphs, in lines.
    """

    face: Face
    size: Annotated[float, Meta(ge=6, le=24)]
    leading: Leading
    indent: Ems
    gap: Annotated[float, Meta(ge=0, le=3)]
    align: Literal["justified", "ragged"] = "justified"


class QuoteLook(Struct, frozen=True, forbid_unknown_fields=True):
    """What sets a quotation off: `indent` in ems, `gap` above and below it in lines."""

    indent: Ems
    gap: Annotated[float, Meta(ge=0, le=3)]
    bar: Literal["none", "grey", "accent"] = "none"
    slant: Literal["upright", "italic"] = "upright"
    size: Size = 1.0


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """The type of a role: `size` in parts of the body's, `leading` in parts of that size, `before`
    and `after` in lines of the body.
    """

    face: Face
    size: Size
    leading: Leading
    weight: Literal["regular", "bold"] = "regular"
    slant: Literal["upright", "italic"] = "upright"
    align: Literal["start", "center"] = "start"
    colour: Literal["ink", "grey", "accent"] = "ink"
    before: Lines = 0.0
    after: Lines = 0.0


class Theme(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", cache_hash=True):
    """All of it; a role a field."""

    accent: Colour
    faces: Faces
    layout: Layout
    body: Body
    quote: QuoteLook
    headline: Look
    deck: Look
    byline: Look
    timestamp: Look
    slug: Look
    heading_1: Look
    heading_2: Look
    heading_3: Look
    heading_4: Look
    attribution: Look
    aside: Look
    small: Look
    furniture: Look

    @property
    def headings(self) -> tuple[Look, Look, Look, Look]:
        """The looks of headings from the highest to the fourth level, and of all below it."""
        return self.heading_1, self.heading_2, self.heading_3, self.heading_4

    def before(self, look: Look) -> float:
        """The room above text of this look, in ems of the body."""
        return look.before * self.body.leading

    def after(self, look: Look) -> float:
        """The room below it, likewise."""
        return look.after * self.body.leading


def narrowed(size: float) -> float:
    """A size, in parts of the body's, where lines are short."""
    return 1 + (size - 1) * _DISPLAY_KEPT if size > DISPLAY_FROM else size


def rgb(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as three parts of 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def contrast(first: str, second: str) -> float:
    """How far two colours are apart, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightened(colour: str, background: str, ratio: float) -> str:
    """`colour` with as much white as it takes to be so far apart from `background`."""
    parts = rgb(colour)
    for white in range(0, 101, 5):
        mixed = [round(255 * (part + (1 - part) * white / 100)) for part in parts]
        made = "#" + "".join(f"{part:02x}" for part in mixed)
        if contrast(made, background) >= ratio:
            return made
    return "#ffffff"


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
