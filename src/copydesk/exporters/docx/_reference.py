"""A house's own template: its styles, page set-up, headers and footers round our body."""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from docx.exceptions import PythonDocxError
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from copydesk.errors import OptionError
from copydesk.exporters.docx._styles import Measures, measures
from copydesk.exporters.docx._template import (
    ListStyle,
    Numbering,
    Related,
    Template,
    language_attribute,
    own_numbering,
    own_styles,
)
from copydesk.theme.model import Theme

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_USUAL_MEASURE = 8640
_FIRST_INDENT = "BodyTextFirstIndent"
_NUMBERING_NAME = "/word/numbering.xml"

# What a document may take over. Comments, macros, data stores and thumbnails stay behind; so do
# pictures and links of the house's own body. Notes stay: the settings name their separators.
_KEPT = frozenset(
    {
        RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FONT_TABLE,
        RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER,
        RELATIONSHIP_TYPE.WEB_SETTINGS, RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES,
    }
)  # fmt: skip


def read_reference(path: str, language: str | None, theme: Theme) -> Template:
    """The document at `path` as a template.

    Styles are found by name, as Word does, since their ids differ between its languages. Those that
    the house lacks are those of `theme`. Raises `OptionError` where the file is no Word document.
    """
    try:
        with Path(path).open("rb") as file:
            return _template(Package.open(file).main_document_part, language, theme)
    except OSError as error:
        raise OptionError(f"docx.reference: {path}: {error.strerror or error}") from error
    except (
        zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, LookupError, ValueError,
        NotImplementedError, OpcError, PythonDocxError,
    ) as error:  # fmt: skip
        raise OptionError(
            f"docx.reference: {path} is no Word document", cure="give it a .docx file"
        ) from error


def _template(main: Part, language: str | None, theme: Theme) -> Template:
    root = _parse(main.blob)
    if root.tag != f"{_W}document":
        raise ValueError("the main part is not WordprocessingML")
    numbering = _Numberings(main)
    ours = _parse(own_styles(theme, None))
    styles, mapping, missing = _merge_styles(_kind(main, RELATIONSHIP_TYPE.STYLES), ours, numbering)
    lists = _list_styles(styles, ours, numbering.root, mapping)
    if language:
        _set_language(styles, language)
    section, measure = _section(root)
    lengths = _lengths(styles, theme, mapping, missing)
    related = [
        Related(rel.rId, rel.reltype, rel.target_part)
        for rel in main.rels.values()
        if rel.reltype in _KEPT and not rel.is_external and rel.reltype != RELATIONSHIP_TYPE.STYLES
    ]
    part = Part(PackURI("/word/styles.xml"), CONTENT_TYPE.WML_STYLES, etree.tostring(styles))
    related.append(Related("copydeskStyles", RELATIONSHIP_TYPE.STYLES, part))
    return Template(
        related=tuple(related),
        section=section,
        measure=measure,
        numbering_part=numbering.part,
        lengths=lengths,
        numbering=numbering.numbering,
        styles=mapping,
        lists=MappingProxyType(lists),
        missing=MappingProxyType(missing),
    )


class _Numberings:
    """The numberings of a house, with our two added behind them."""

    def __init__(self, main: Part) -> None:
        ours = _parse(own_numbering("").part.blob)
        theirs = _kind(main, RELATIONSHIP_TYPE.NUMBERING)
        self.root = ours if theirs is None else theirs
        self.numbering = Numbering()
        if theirs is None:
            return
        abstract = 1 + _highest(theirs, "abstractNum", "abstractNumId")
        number = 1 + _highest(theirs, "num", "numId")
        self.numbering = Numbering(bullets=number, ordered=abstract + 1, first=number + 2)
        for index, definition in enumerate(ours.findall(f"{_W}abstractNum")):
            definition.set(f"{_W}abstractNumId", str(abstract + index))
            for style in definition.iter(f"{_W}pStyle"):  # the styles are linked to the house's own
                style.getparent().remove(style)  # type: ignore[union-attr]  # a level is its parent
            _insert(theirs, definition, "abstractNum")
        for index, use in enumerate(ours.findall(f"{_W}num")):
            use.set(f"{_W}numId", str(number + index))
            use[0].set(f"{_W}val", str(abstract + index))
            _insert(theirs, use, "num")

    def part(self, lists: str) -> Related:
        """The part with the `w:num` elements of a document's lists."""
        wrapped = f'<x xmlns:w="{_W[1:-1]}">{lists}</x>'
        for element in _parse(wrapped.encode()):
            _insert(self.root, element, "num")
        blob = etree.tostring(self.root)
        part = Part(PackURI(_NUMBERING_NAME), CONTENT_TYPE.WML_NUMBERING, blob)
        return Related("copydeskNumbering", RELATIONSHIP_TYPE.NUMBERING, part)


def _merge_styles(
    theirs: etree._Element | None, ours: etree._Element, numbering: _Numberings
) -> tuple[etree._Element, Mapping[str, str], dict[str, str]]:
    """The house's styles with ours that they lack; their ids by ours; the names of those added,
    by our ids.
    """
    if theirs is None:
        return ours, MappingProxyType({}), {}
    by_name = {(_type(style), _name(style).lower()): _id(style) for style in _styles(theirs)}
    taken = {_id(style) for style in _styles(theirs)}
    mapping: dict[str, str] = {}
    added: list[etree._Element] = []
    for style in _styles(ours):
        known = by_name.get((_type(style), _name(style).lower()))
        if known is None:
            added.append(style)
            known = _id(style)
            while known in taken:  # the same id under another name
                known += "_"
            taken.add(known)
        if known != _id(style):
            mapping[_id(style)] = known
    missing: dict[str, str] = {}
    for style in added:
        missing[_id(style)] = _name(style)
        new = copy.deepcopy(style)
        new.set(f"{_W}styleId", mapping.get(_id(style), _id(style)))
        new.attrib.pop(f"{_W}default", None)
        for name in ("basedOn", "next", "link"):
            for reference in new.findall(f"{_W}{name}"):
                target = reference.get(f"{_W}val") or ""
                reference.set(f"{_W}val", mapping.get(target, target))
        for number in new.iter(f"{_W}numId"):
            ordered = number.get(f"{_W}val") != "1"
            number.set(f"{_W}val", str(numbering.numbering.bullets + ordered))
        theirs.append(new)
    return theirs, MappingProxyType(mapping), missing


def _list_styles(
    styles: etree._Element,
    own: etree._Element,
    numbering: etree._Element,
    mapping: Mapping[str, str],
) -> dict[str, ListStyle]:
    """The numberings of the list styles: a house's own bullets and numbers are used."""
    abstracts = {
        use.get(f"{_W}numId"): int(use[0].get(f"{_W}val") or 0)
        for use in numbering.findall(f"{_W}num")
    }
    found: dict[str, ListStyle] = {}
    by_id = {_id(style): style for style in _styles(styles)}
    for ours in (_id(style) for style in _styles(own)):
        if not ours.startswith(("ListBullet", "ListNumber")):
            continue
        properties = by_id[mapping.get(ours, ours)].find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            continue
        number, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
        abstract = None if number is None else abstracts.get(number.get(f"{_W}val"))
        if abstract is not None:
            rank = 0 if level is None else int(level.get(f"{_W}val") or 0)
            found[ours] = ListStyle(abstract, rank)
    return found


def _lengths(
    styles: etree._Element, theme: Theme, mapping: Mapping[str, str], missing: Mapping[str, str]
) -> Measures:
    """Those of the house: its quotations are set in as it says, and the first lines of paragraphs
    if it has a style for that.
    """
    by_id = {_id(style): style for style in _styles(styles)}
    own = measures(theme)

    def indent(ours: str, *attributes: str) -> int:
        style = by_id.get(mapping.get(ours, ours))
        found = None if style is None else style.find(f"{_W}pPr/{_W}ind")
        texts = [] if found is None else [found.get(f"{_W}{name}") or "" for name in attributes]
        return next((int(text) for text in texts if text.isascii() and text.isdigit()), 0)

    first = "" if _FIRST_INDENT in missing else _FIRST_INDENT
    indented = indent(first, "firstLine") if first else 0
    quote = indent("Quote", "left", "start")  # LibreOffice writes the latter
    return Measures(indented, own.gap if indented else 0, quote)


def _section(root: etree._Element) -> tuple[str, int]:
    """The page set-up, of the section at the end of the house's body, and the length of a line."""
    sections = root.findall(f"{_W}body/{_W}sectPr")
    if not sections:
        return "<w:sectPr/>", _USUAL_MEASURE
    section = sections[-1]
    for name in ("printerSettings", "sectPrChange"):
        for element in section.findall(f"{_W}{name}"):
            section.remove(element)
    section.tail = None
    measure = _USUAL_MEASURE
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    if size is not None and margins is not None:
        sides = (margins.get(f"{_W}left"), margins.get(f"{_W}right"))
        measure = int(size.get(f"{_W}w") or 0) - sum(int(side or 0) for side in sides)
    return etree.tostring(section, encoding="unicode"), measure


def _set_language(styles: etree._Element, language: str) -> None:
    """Make the text of all styles one in `language`."""
    attribute = _W + language_attribute(language).removeprefix("w:")
    properties = styles
    for name in ("docDefaults", "rPrDefault", "rPr"):
        found = properties.find(f"{_W}{name}")
        if found is None:
            found = etree.Element(f"{_W}{name}")
            properties.insert(0, found)
        properties = found
    if properties.find(f"{_W}lang") is None:
        etree.SubElement(properties, f"{_W}lang")
    for element in styles.iter(f"{_W}lang"):
        element.set(attribute, language)


def _kind(main: Part, kind: str) -> etree._Element | None:
    for rel in main.rels.values():
        if rel.reltype == kind and not rel.is_external:
            return _parse(rel.target_part.blob)
    return None


def _parse(blob: bytes) -> etree._Element:
    return etree.fromstring(blob, _parser())


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _insert(root: etree._Element, element: etree._Element, name: str) -> None:
    """Put `element` behind the last one of its name: first all abstractNum, then all num."""
    same = root.findall(f"{_W}{name}") or root.findall(f"{_W}abstractNum")
    if same:
        same[-1].addnext(element)
    else:
        root.insert(len(root.findall(f"{_W}numPicBullet")), element)


def _highest(root: etree._Element, name: str, attribute: str) -> int:
    numbers = (int(e.get(f"{_W}{attribute}") or 0) for e in root.findall(f"{_W}{name}"))
    return max(numbers, default=0)


def _styles(root: etree._Element) -> list[etree._Element]:
    return root.findall(f"{_W}style")


def _id(style: etree._Element) -> str:
    return style.get(f"{_W}styleId") or ""


def _type(style: etree._Element) -> str:
    return style.get(f"{_W}type") or "paragraph"


def _name(style: etree._Element) -> str:
    name = style.find(f"{_W}name")
    return "" if name is None else name.get(f"{_W}val") or ""
