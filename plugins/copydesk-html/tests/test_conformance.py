"""What copydesk asks of every output format."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

import html5lib

from copydesk.testing import ExporterConformance

BLOCKS = {"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "li", "br", "blockquote"}


def article(data: bytes) -> Element:
    """The article of the page, as a browser understands it; it has nothing to put right."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    found = parser.parse(data, transport_encoding="utf-8").find("body/main/article")
    assert parser.errors == [], parser.errors
    assert isinstance(found, Element)
    return found


class TestHtml(ExporterConformance):
    format = "html"

    def extract_text(self, data: bytes) -> str:
        parts: list[str] = []
        stack: list[Element | str] = [article(data)]
        while stack:  # lists in lists nest deeper here than Python likes to recurse
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
                continue
            edge = "\n" if item.tag in BLOCKS else ""
            below: list[Element | str] = [edge, item.text or ""]
            for child in item:
                below += [child, child.tail or ""]
            stack.extend(reversed([*below, edge]))
        return "".join(parts)

    def extract_links(self, data: bytes) -> Iterable[str]:
        return [link.get("href") or "" for link in article(data).iter("a")]
