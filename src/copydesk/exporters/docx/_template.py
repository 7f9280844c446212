"""The template: every part but the body, and how its styles and numberings are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from string import Template as Text
from types import MappingProxyType

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from msgspec import Struct

from copydesk.exporters._direction import language_is_right_to_left
from copydesk.exporters._sanitize import xml_attribute, xml_text
from copydesk.exporters._words import words
from copydesk.exporters.docx._styles import Measures, measures, styles_xml
from copydesk.theme.model import Faces, Theme

PAGES = MappingProxyType(
    {
        "A4": (11906, 16838),
        "A5": (8391, 11906),
        "B5": (9978, 14173),
        "Letter": (12240, 15840),
        "Legal": (12240, 20160),
    }
)
"""Width and height of the paper sizes, in twentieths of a point."""

_TOP, _BOTTOM, _FURNITURE = 0.0938, 0.0974, 0.0475
"""How far from its edges text and furniture stand, in parts of the height of a page."""
_BETWEEN_COLUMNS = 2.0
"""In ems of the body."""


class Numbering(Struct, frozen=True, gc=False):
    """How lists are numbered: the `w:num` of bullets, the `w:abstractNum` of ordered lists, and the
    first `w:num` that a document may add.
    """

    bullets: int = 1
    ordered: int = 1
    first: int = 3


class ListStyle(Struct, frozen=True, gc=False):
    """The `w:abstractNum` of a list style, and the level in it."""

    abstract: int
    level: int


class Related(Struct, frozen=True):
    """A part and how the document refers to it."""

    identifier: str
    kind: str
    part: Part


class Template(Struct, frozen=True):
    """What a document is put into; its `section` is the page set-up, with lines of this `measure`.

    Where `head_section` is not empty, it is the set-up of what stands above the body.
    `numbering_part` makes that part from the document's `w:num` elements. By the style ids of our
    own template, `styles` are those of this one where they differ, `lists` the numberings that its
    list styles bring with them, and `missing` the names of styles that it lacked.
    """

    related: tuple[Related, ...]
    section: str
    measure: int
    numbering_part: Callable[[str], Related]
    lengths: Measures
    head_section: str = ""
    numbering: Numbering = Numbering()
    styles: Mapping[str, str] = MappingProxyType({})
    lists: Mapping[str, ListStyle] = MappingProxyType({})
    missing: Mapping[str, str] = MappingProxyType({})


_SECTION = (
    "<w:sectPr>"
    '<w:headerReference w:type="default" r:id="header"/>'
    '<w:headerReference w:type="first" r:id="firstHeader"/>'
    '<w:footerReference w:type="default" r:id="footer"/>'
    '<w:footerReference w:type="first" r:id="footer"/>'
    '{kind}<w:pgSz w:w="{width}" w:h="{height}"/>'
    '<w:pgMar w:top="{top}" w:right="{side}" w:bottom="{bottom}" w:left="{side}"'
    ' w:header="{furniture}" w:footer="{furniture}" w:gutter="0"/>'
    "{columns}<w:titlePg/>{direction}</w:sectPr>"
)
_KNOWN_FONTS = MappingProxyType(
    {
        "Georgia": '<w:altName w:val="Gelasio"/><w:panose1 w:val="02040502050405020303"/>',
        "Garamond": '<w:altName w:val="EB Garamond"/><w:panose1 w:val="02020404030301010803"/>',
        "Arial": '<w:altName w:val="Liberation Sans"/><w:panose1 w:val="020B0604020202020204"/>',
        "Times New Roman": (
            '<w:altName w:val="Liberation Serif"/><w:panose1 w:val="02020603050405020304"/>'
        ),
        "Courier New": (
            '<w:altName w:val="Liberation Mono"/><w:panose1 w:val="02070309020205020404"/>'
        ),
    }
)
"""What may stand in for a font, and its PANOSE number."""
_SAME_PAGE = '<w:type w:val="continuous"/>'

# Languages and scripts (ISO 639, ISO 15924) that are set as complex script, and as East Asian text.
_COMPLEX = frozenset({"hi", "mr", "ne", "sa", "th", "deva", "thai"})
_EAST_ASIAN = frozenset({"ja", "ko", "zh", "hani", "hans", "hant", "hang", "jpan", "kore"})

_KINDS = {
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "theme": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "firstHeader": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}
"""Content type and relationship of each part."""


def own_template(page: str, language: str | None, title: str | None, theme: Theme) -> Template:
    """A template of our own, for one of `PAGES`, a language, a title and a theme."""
    blobs = {
        "styles": own_styles(theme, language),
        "settings": _settings(language, justified=theme.body.align == "justified"),
        "fontTable": _font_table(theme.faces),
        "theme": _theme_part(theme),
        "header": _header(title),
        "firstHeader": template_part("word/first_header.xml"),
        "footer": _footer(language),
    }
    width, height = PAGES[page]
    em = 20 * theme.body.size
    side = max(round((width - theme.layout.measure * em) / 2), round(theme.layout.margin * width))
    number, between = theme.layout.columns, round(_BETWEEN_COLUMNS * em)
    set_up = {
        "width": width,
        "height": height,
        "side": side,
        "top": round(_TOP * height),
        "bottom": round(_BOTTOM * height),
        "furniture": round(_FURNITURE * height),
        "direction": "<w:bidi/>" if language_is_right_to_left(language) else "",
    }
    one = _SECTION.format(kind="", columns="", **set_up)
    measure = width - 2 * side
    columns = f'<w:cols w:num="{number}" w:space="{between}"/>'
    return Template(
        related=tuple(_related(name, blob) for name, blob in blobs.items()),
        section=_SECTION.format(kind=_SAME_PAGE, columns=columns, **set_up) if number > 1 else one,
        measure=(measure - (number - 1) * between) // number,
        numbering_part=own_numbering,
        lengths=measures(theme),
        head_section=one if number > 1 else "",
    )


def own_numbering(lists: str) -> Related:
    """The part word/numbering.xml with `lists`, the `w:num` elements of a document."""
    return _related("numbering", _filled("word/numbering.xml", lists=lists))


def own_styles(theme: Theme, language: str | None) -> bytes:
    """The part word/styles.xml for text in `language`."""
    return styles_xml(theme, language_element("w:lang", language))


@cache
def template_part(name: str) -> bytes:
    """A part as it lies beside this module, without the blanks between its elements."""
    source = Path(__file__).with_name("template").joinpath(name).read_text("utf-8")
    return b"".join(line.strip().encode() for line in source.split("\n"))


def language_element(element: str, language: str | None) -> str:
    """A language element, whose attribute depends on the script; none for no language."""
    if not language:
        return ""
    return f'<{element} {language_attribute(language)}="{xml_attribute(language)}"/>'


def language_attribute(language: str) -> str:
    """Which of the three languages of a run (ISO/IEC 29500-1, 17.3.2.20) this one is."""
    if language_is_right_to_left(language):
        return "w:bidi"
    subtags = set(language.lower().split("-"))
    if subtags & _COMPLEX:
        return "w:bidi"
    return "w:eastAsia" if subtags & _EAST_ASIAN else "w:val"


def _related(name: str, blob: bytes) -> Related:
    content_type, kind = _KINDS[name]
    return Related(name, kind, Part(PackURI(f"/word/{name}.xml"), content_type, blob))


def _filled(name: str, **values: str) -> bytes:
    return Text(template_part(name).decode()).substitute(values).encode()


@lru_cache(maxsize=32)
def _settings(language: str | None, *, justified: bool) -> bytes:
    return _filled(
        "word/settings.xml",
        hyphenation="<w:autoHyphenation/>" if justified else "",
        language=language_element("w:themeFontLang", language),
    )


@lru_cache(maxsize=32)
def _font_table(faces: Faces) -> bytes:
    """Every font that the styles name; those of other kinds stand in where one is not there."""
    fonts = {"Times New Roman": "roman", faces.serif: "roman", faces.sans: "swiss"}
    entries = "".join(
        f'<w:font w:name="{xml_attribute(font)}">{_KNOWN_FONTS.get(font, "")}'
        f'<w:charset w:val="00"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for font, (family, pitch) in {
            **{font: (family, "variable") for font, family in fonts.items()},
            faces.mono: ("modern", "fixed"),
        }.items()
    )
    return _filled("word/fontTable.xml", fonts=entries)


@lru_cache(maxsize=32)
def _theme_part(theme: Theme) -> bytes:
    """The part word/theme.xml (ISO/IEC 29500-1, 20.1.6.9), which Word's own menus offer."""
    body = theme.faces.sans if theme.body.face == "sans" else theme.faces.serif
    head = theme.faces.sans if theme.headline.face == "sans" else theme.faces.serif
    return _filled(
        "word/theme.xml",
        accent=theme.accent[1:].upper(),
        major=xml_attribute(head),
        minor=xml_attribute(body),
    )


def _header(title: str | None) -> bytes:
    field = (
        '<w:fldSimple w:instr=" TITLE "><w:r>'
        f'<w:t xml:space="preserve">{xml_text(title)}</w:t></w:r></w:fldSimple>'
        if title
        else ""
    )
    return _filled("word/header.xml", title=field)


def _footer(language: str | None) -> bytes:
    return _filled("word/footer.xml", of=words(language).page_of_pages)
