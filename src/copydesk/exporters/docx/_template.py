"""The template: every part but the body, and how its styles and numberings are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from string import Template as Text
from types import MappingProxyType

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from msgspec import Struct

from copydesk.exporters._direction import language_is_right_to_left
from copydesk.exporters._sanitize import xml_attribute, xml_text
from copydesk.exporters._words import words


class Page(Struct, frozen=True, gc=False):
    """A sheet and its margins at the sides, in twentieths of a point."""

    width: int
    height: int
    side: int


PAGES = MappingProxyType({"A4": Page(11906, 16838, 1870), "Letter": Page(12240, 15840, 2037)})
"""The paper sizes; the margins give both the same measure of some 70 characters a line."""


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

    `numbering_part` makes that part from the document's `w:num` elements. By the style ids of our
    own template, `styles` are those of this one where they differ, `lists` the numberings that its
    list styles bring with them, and `missing` the names of styles that it lacked.
    """

    related: tuple[Related, ...]
    section: str
    measure: int
    numbering_part: Callable[[str], Related]
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
    '<w:pgSz w:w="{0.width}" w:h="{0.height}"/>'
    '<w:pgMar w:top="1580" w:right="{0.side}" w:bottom="1640" w:left="{0.side}"'
    ' w:header="800" w:footer="800" w:gutter="0"/>'
    "<w:titlePg/>{1}</w:sectPr>"
)

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


def own_template(page: Page, language: str | None, title: str | None) -> Template:
    """The template that lies beside this module, for a page size, a language and a title."""
    blobs = {
        "styles": own_styles(language),
        "settings": _settings(language),
        "fontTable": template_part("word/fontTable.xml"),
        "theme": template_part("word/theme.xml"),
        "header": _header(title),
        "firstHeader": template_part("word/first_header.xml"),
        "footer": _footer(language),
    }
    direction = "<w:bidi/>" if language_is_right_to_left(language) else ""
    return Template(
        related=tuple(_related(name, blob) for name, blob in blobs.items()),
        section=_SECTION.format(page, direction),
        measure=page.width - 2 * page.side,
        numbering_part=own_numbering,
    )


def own_numbering(lists: str) -> Related:
    """The part word/numbering.xml with `lists`, the `w:num` elements of a document."""
    return _related("numbering", _filled("word/numbering.xml", lists=lists))


@lru_cache(maxsize=32)
def own_styles(language: str | None) -> bytes:
    """The part word/styles.xml for text in `language`."""
    return _filled("word/styles.xml", language=language_element("w:lang", language))


@cache
def template_part(name: str) -> bytes:
    """A part as it lies beside this module, without the blanks between its elements."""
    folder, _, file = name.partition("/")
    source = files(__package__).joinpath("template", folder, file).read_text("utf-8")
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
def _settings(language: str | None) -> bytes:
    return _filled("word/settings.xml", language=language_element("w:themeFontLang", language))


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
