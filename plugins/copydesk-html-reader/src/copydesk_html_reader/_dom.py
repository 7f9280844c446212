"""What several modules ask of an element of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import html

Element = html.HtmlElement


def words(text: str) -> frozenset[str]:
    """The words of `text` as a set: what a page may be asked for."""
    return frozenset(text.split())


HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# HTML, section 3.2.5.2.2 turned round: what starts a line of its own.
BLOCKS: Final = HEADINGS | words(
    "address article aside blockquote body center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup hr legend li main menu nav ol p "
    "pre search section summary table tbody td tfoot th thead tr ul listing xmp plaintext"
)
# What holds no words of a story.
NEVER: Final = words(
    "script style noscript template nav form button input select textarea option svg math "
    "iframe object embed canvas audio video dialog menu head map area link meta title "
    "base search datalist progress meter frameset"
)
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_ROLES: Final = frozenset(
    {"navigation", "search", "dialog", "alertdialog", "contentinfo", "banner", "toolbar", "menu"}
)
_NAME: Final = re.compile(r"[a-z]+|\d+")


def tag_of(element: Element) -> str:
    """The tag in lower case; empty for what is no element."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def is_hidden(element: Element) -> bool:
    """Whether nobody who looks at the story sees `element`."""
    return (
        tag_of(element) in NEVER
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role", "").lower() in _HIDDEN_ROLES
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
    )


def names_of(element: Element) -> set[str]:
    """The words that class and id are made of: `article-byline` gives both."""
    named = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return set(_NAME.findall(named)) | set(named.split())


def text_of(element: Element) -> str:
    """The words of `element`, with one blank for any white space."""
    return " ".join("".join(_visible(element)).split())


def _visible(element: Element) -> Iterator[str]:
    # With a stack: a page may nest deeper than Python recurses.
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        if is_hidden(item):
            continue
        edge = " " if tag_of(item) in BLOCKS or tag_of(item) == "br" else ""
        below: list[Element | str] = [edge, item.text or ""]
        for child in item:
            below += [child, child.tail or ""]
        stack.extend(reversed([*below, edge]))
