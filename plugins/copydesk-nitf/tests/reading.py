"""Reading NITF and ninjs back, with lxml, json and html5lib: other programs than wrote them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from lxml import etree

NS = "{http://iptc.org/std/NITF/2006-10-18/}"
_BLOCKS = {"p", "li", "hl1", "hl2", "pre", "br", "credit", "media-caption", "media-producer",
           "tagline", "note", "byttl"}  # fmt: skip
_HEAD = {"slug", "deck", "byline"}
_HTML_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "br", "footer", "aside"}


def parse(data: bytes) -> etree._Element:
    """The root of an NITF instance; no entity is expanded and nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def find(root: etree._Element, path: str) -> list[etree._Element]:
    """Elements by a path without namespaces: `body/body.head/hedline`."""
    steps = (f"{NS}{step}" if step and step[0].isalpha() else step for step in path.split("/"))
    return root.findall("/".join(steps))


def text_of(element: etree._Element) -> str:
    """All text within, with a blank where a block or a line begins or ends."""
    return " ".join("".join(_pieces(element)).replace("\u00a0", " ").split())


def _pieces(element: etree._Element) -> Iterator[str]:
    # With a stack: lists in lists nest deeper here than Python likes to recurse.
    stack: list[etree._Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        edge = "\n" if str(item.tag).removeprefix(NS) in _BLOCKS else ""
        below: list[etree._Element | str] = [edge, item.text or ""]
        for child in item:
            below += [child, child.tail or ""]
        stack.extend(reversed([*below, edge]))


def nitf_text(data: bytes) -> str:
    """What a reader of the instance sees, in the order of the copy."""
    root = parse(data)
    lines = [
        *find(root, "head/docdata/du-key"),
        *(line for hedline in find(root, "body/body.head/hedline") for line in hedline),
        *find(root, "body/body.head/byline"),
        *find(root, "body/body.head/dateline"),
        *find(root, "body/body.head/abstract/p"),
    ]
    lead = [text_of(line) for line in lines if line.get("class") == "lead"]
    shown = [line for line in lines if line.get("class") != "lead"]
    shown.sort(key=lambda line: int((line.get("id") or "line-0").removeprefix("line-")))
    if lead:
        opening = next(root.iter(f"{NS}p[@lede]"), None) or root.find(f".//{NS}p[@lede]")
        assert opening is not None, "a dateline of the lead without a lead"
        opening.text = f"{lead[0]} {opening.text or ''}"
    head = [line.get("key") or text_of(line) for line in shown]
    rest = [
        text_of(part) for part in (*find(root, "body/body.content"), *find(root, "body/body.end"))
    ]
    return "\n".join([*head, *rest])


def nitf_links(data: bytes) -> list[str]:
    """All addresses that the instance points to."""
    root = parse(data)
    found = [element.get("href") for element in root.iter(f"{NS}a")]
    found += [element.get("value") for element in root.iter(f"{NS}virtloc", f"{NS}person")]
    return [address for address in found if address]


def ninjs_item(data: bytes) -> dict[str, Any]:
    """The object, made by json alone."""
    made: dict[str, Any] = json.loads(data)
    return made


def fragment(html: str) -> Element:
    """A fragment as a browser understands it; it must not have anything to put right."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parseFragment(html)
    assert parser.errors == [], parser.errors
    return root


def ninjs_text(data: bytes) -> str:
    """The text of the first body, after slugs, headlines and bylines if they are not in it."""
    item = ninjs_item(data)
    body = item["bodies"][0]
    if body["contentType"] == "text/plain":
        return str(body["value"])
    html = str(body["value"])
    parts = fragment(html)
    if parts.find("h1") is not None or {part.get("class") for part in parts} & _HEAD:
        return html_text(html)
    headlines = [headline["value"] for headline in item.get("headlines", [])]
    lines = [item.get("slugline", ""), *headlines, item.get("by", ""), html_text(html)]
    return "\n".join(lines)


def html_text(html: str) -> str:
    """The text of a fragment, with a blank where a block or a line begins or ends."""
    parts: list[str] = []
    stack: list[Element | str] = [fragment(html)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        edge = "\n" if item.tag in _HTML_BLOCKS else ""
        below: list[Element | str] = [edge, item.text or ""]
        for child in item:
            below += [child, child.tail or ""]
        stack.extend(reversed([*below, edge]))
    return "".join(parts)


def ninjs_links(data: bytes) -> list[str]:
    """All addresses that the first body points to."""
    body = ninjs_item(data)["bodies"][0]
    return [link.get("href") or "" for link in fragment(str(body["value"])).iter("a")]
