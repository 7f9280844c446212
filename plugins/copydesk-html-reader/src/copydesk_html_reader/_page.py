"""From bytes to a parsed page, without asking anybody else for anything."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from lxml import etree, html

from copydesk.errors import SourceError

_LONGEST_PROLOGUE: Final = 4096
_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_XML_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encoding standard, section 4.2: what pages call Latin-1 or ASCII has always been Windows-1252;
# and section 4.3 of HTML: a declaration that could be read in ASCII is not one of UTF-16.
_ALIASES: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_OF_HEAD: Final = frozenset(
    {"title", "meta", "link", "script", "style", "base", "noscript", "template", "bgsound"}
)
_UNPRINTABLE: Final = re.compile("[\0-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff]")


class Page(NamedTuple):
    """A parsed page, and what its bytes were."""

    root: html.HtmlElement
    encoding: str
    length: int


def parse(data: bytes, encoding: str | None) -> Page:
    """The page in `data`. Raises `SourceError` where there is none, or no such encoding."""
    name, text = _decode(data, encoding)
    # Control characters show nothing in a page either, and lxml takes no NUL.
    cleaned = _UNPRINTABLE.sub("", text)
    if not cleaned.strip():
        raise SourceError("the page is empty", cure="save it again, as a web page")
    # A declaration in the text speaks of the bytes, which are decoded by now.
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(cleaned.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"not a web page: {_one_line(error)}") from None
    _move_out_of_head(root)
    return Page(root, name, len(text))


def _move_out_of_head(root: html.HtmlElement) -> None:
    """Put into the body what libxml2 leaves in the head of a page that names neither.

    It does not know the elements that came with HTML 5, and so does not start a body at them
    (HTML, section 13.2.6.4.4, "anything else").
    """
    head = root.find("head")
    if head is None:
        return
    body = root.find("body")
    if body is None:
        body = html.Element("body")
        root.append(body)
    strays = [child for child in head if child.tag not in _OF_HEAD]
    for at, child in enumerate(strays):
        body.insert(at, child)
    if strays and body.text:
        strays[-1].tail = (strays[-1].tail or "") + body.text
        body.text = None


def _decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The encoding and the text: as told, by its mark, by its declaration, or by trying."""
    if encoding is not None:
        try:
            codec = codecs.lookup(encoding).name
            return codec, data.decode(codec, "replace")
        except (LookupError, ValueError):
            raise SourceError(
                f"unknown encoding {encoding!a}", cure="name one that Python knows, as utf-8"
            ) from None
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, data.decode(name, "replace")
    start = data[:_LONGEST_PROLOGUE]
    declared = _CHARSET.search(start) or _XML_ENCODING.match(start)
    if declared:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            name = _ALIASES.get(name, name)
            return name, data.decode(name, "replace")
        except (LookupError, ValueError):
            pass
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", data.decode("cp1252", "replace")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
