"""Reads an EPUB as a reading system does: container, package document, spine, navigation."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPS = "{http://www.idpf.org/2007/ops}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_CONTAINER = ".//{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_TEXT_BLOCKS = {
    f"{XHTML}{name}" for name in ("p", "pre", "figcaption", *(f"h{n}" for n in range(1, 7)))
}


@dataclass
class Entry:
    """A line of a table of contents."""

    title: str
    address: str
    children: list[Entry]


class Book:
    """An EPUB that was read."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        rootfile = self.xml("META-INF/container.xml").find(_CONTAINER)
        assert rootfile is not None
        path = rootfile.get("full-path") or ""
        self.folder = posixpath.dirname(path)
        self.package = self.xml(path)
        self.manifest = {
            item.get("id") or "": item for item in self.package.iterfind(f".//{OPF}item")
        }
        self.spine = [
            self.manifest[item.get("idref") or ""].get("href") or ""
            for item in self.package.iterfind(f".//{OPF}itemref")
        ]
        self.chapters = [self.xml(f"{self.folder}/{href}") for href in self.spine]

    def xml(self, name: str) -> etree._Element:
        """A file of the book, which has to be well-formed."""
        return etree.fromstring(self.archive.read(name))

    def dublin_core(self, name: str) -> list[str | None]:
        """All values of a Dublin Core element."""
        return [element.text for element in self.package.iterfind(f".//{DC}{name}")]

    def properties(self, name: str) -> list[str | None]:
        """All values of a `meta` property."""
        return [
            element.text
            for element in self.package.iterfind(f".//{OPF}meta")
            if element.get("property") == name
        ]

    def texts(self) -> list[str]:
        """The text of each paragraph, heading, verse line and list item, in reading order."""
        return [text for chapter in self.chapters for text in _texts(chapter)]

    def elements(self, name: str) -> list[etree._Element]:
        """All elements of this name in the content documents."""
        return [found for chapter in self.chapters for found in chapter.iter(f"{XHTML}{name}")]

    def contents(self) -> list[Entry]:
        """The table of contents of the navigation document."""
        for nav in self.nav().iter(f"{XHTML}nav"):
            if nav.get(f"{OPS}type") == "toc":
                return _entries(nav.find(f"{XHTML}ol"))
        raise AssertionError("there is no table of contents")

    def nav(self) -> etree._Element:
        """The navigation document."""
        (item,) = [i for i in self.manifest.values() if "nav" in (i.get("properties") or "")]
        return self.xml(f"{self.folder}/{item.get('href')}")

    def old_contents(self) -> list[Entry]:
        """The table of contents of the NCX, found the way that old readers do."""
        spine = self.package.find(f"{OPF}spine")
        assert spine is not None
        item = self.manifest[spine.get("toc") or ""]
        ncx = self.xml(f"{self.folder}/{item.get('href')}")
        return _points(ncx.find(f"{NCX}navMap"))


def visible(element: etree._Element) -> str:
    """The characters that a reader sees: a `br` is a line end."""
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == f"{XHTML}br" else visible(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _texts(element: etree._Element) -> list[str]:
    if element.get("class") == "verse":
        return [
            visible(line) for line in element.iter(f"{XHTML}span") if line.get("class") == "line"
        ]
    item_of_inlines = element.tag == f"{XHTML}li" and not any(
        child.tag in _TEXT_BLOCKS or _texts(child) for child in element
    )
    if element.tag in _TEXT_BLOCKS or item_of_inlines:
        return [visible(element)]
    return [text for child in element for text in _texts(child)]


def _entries(ol: etree._Element | None) -> list[Entry]:
    if ol is None:
        return []
    found: list[Entry] = []
    for li in ol:
        link = li.find(f"{XHTML}a")
        assert link is not None
        inner = _entries(li.find(f"{XHTML}ol"))
        found.append(Entry(visible(link), link.get("href") or "", inner))
    return found


def _points(parent: etree._Element | None) -> list[Entry]:
    assert parent is not None
    return [
        Entry(
            point.findtext(f"{NCX}navLabel/{NCX}text") or "",
            point.find(f"{NCX}content").get("src") or "",  # type: ignore[union-attr]  # a test fails with it as well as with an assert
            _points(point),
        )
        for point in parent.iterfind(f"{NCX}navPoint")
    ]
