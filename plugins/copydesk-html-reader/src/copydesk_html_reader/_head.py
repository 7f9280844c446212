"""The headline of a page and the lines around it: deck, bylines, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from copydesk.tree import Byline, Deck, Headline, HeadNode, Text, Timestamp
from copydesk.walk import inline_text
from copydesk_html_reader._dom import Element, is_hidden, names_of, tag_of, text_of, words
from copydesk_html_reader._facts import iso_date
from copydesk_html_reader._inlines import Inlines, tidied

_DECKS: Final = words(
    "deck dek standfirst subtitle subhead subheadline subheading strapline teaser intro "
    "summary vorspann chapo sommaire entradilla occhiello ingress"
)
_BYLINES: Final = frozenset({"byline", "author", "authors", "bylines", "autor", "auteur", "autore"})
_UPDATED: Final = re.compile(
    r"updated|modified|last|aktualisiert|geändert|mis à jour|modifié|actualizado|aggiornato", re.I
)
_BY: Final = re.compile(r"(?:by|von|par|por|di|door|av|af)\s+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r",\s+(?:and\s+)?|\s+(?:and|und|et|y|e|en|och|og)\s+|\s*&\s*")
_NEAR: Final = 60
_STORY: Final = 160
_LONGEST_DECK: Final = 500
_LONGEST_LINE: Final = 200


class Head(NamedTuple):
    """The nodes, the elements that they were made of, and the names in the bylines."""

    nodes: tuple[HeadNode, ...]
    elements: frozenset[Element]
    names: tuple[str, ...]


def find_head(root: Element, article: Element, inlines: Inlines, told: str | None) -> Head:
    """The head of the story in `article`. `told` is the title that the page's metadata says."""
    headline = _headline(root, article, told)
    if headline is None:
        return Head((), frozenset(), ())
    nodes: list[HeadNode] = [Headline(tidied(inlines.content(headline)))]
    elements = {headline}
    names: tuple[str, ...] = ()
    for element in _after(headline):
        if any(item in elements for item in element.iterancestors()):
            continue
        words = text_of(element)
        if not words or is_hidden(element) or any(True for _ in element.iter("h1")):
            continue
        found = _dated(element, words) or _node(element, words, nodes, inlines)
        if found:
            nodes += found
            elements.add(element)
            names += tuple(
                name for node in found if isinstance(node, Byline) for name in node.authors
            )
        elif len(words) > _STORY and tag_of(element) == "p":
            break
    return Head(tuple(nodes), frozenset(elements), tuple(dict.fromkeys(names)))


def _headline(root: Element, article: Element, told: str | None) -> Element | None:
    """The `h1` with the title in it; else the first of the article; else the last above it."""
    found = [item for item in root.iter("h1") if not _is_out_of_sight(item) and text_of(item)]
    same = [item for item in found if told and text_of(item).casefold() == told.casefold()]
    within = [item for item in found if article in item.iterancestors() or item is article]
    order = {item: number for number, item in enumerate(root.iter())}
    above = [item for item in found if order[item] < order.get(article, 0)]
    return next(iter([*same, *within, *reversed(above)]), None)


def _is_out_of_sight(element: Element) -> bool:
    return any(is_hidden(item) for item in (element, *element.iterancestors()))


def _after(element: Element) -> Iterator[Element]:
    """The elements that follow `element` on the page, the next ones only."""
    count = 0
    current: Element | None = element
    while current is not None:
        for sibling in current.itersiblings():
            for item in sibling.iter():
                if not tag_of(item):
                    continue
                yield item
                count += 1
                if count > _NEAR:
                    return
        current = current.getparent()


def _dated(element: Element, words: str) -> list[HeadNode]:
    """The timestamps of a line with `time` elements in it, each with the words before it."""
    if len(words) > _LONGEST_LINE:
        return []
    role = element.get("itemprop", "")
    if tag_of(element) == "time" or (role.startswith("date") and len(element) == 0):
        return [_timestamp(element, words)]
    times = [child for child in element if tag_of(child) == "time"]
    if not times or names_of(element) & _BYLINES or any(True for _ in element.iter("a")):
        return []
    nodes: list[HeadNode] = []
    said = element.text or ""
    for child in element:
        said += f" {text_of(child)}"
        if tag_of(child) == "time":
            nodes.append(_timestamp(child, " ".join(said.split()).strip(" ,;|·•–—-")))
            said = ""
        said += child.tail or ""
    return nodes


def _timestamp(element: Element, words: str) -> Timestamp:
    date = iso_date(element.get("datetime") or element.get("content") or text_of(element))
    named = f"{element.get('class', '')} {element.get('itemprop', '')} {words}"
    return Timestamp((Text(words),), "updated" if _UPDATED.search(named) else "published", date)


def _node(element: Element, words: str, nodes: list[HeadNode], inlines: Inlines) -> list[HeadNode]:
    tag, names, role = tag_of(element), names_of(element), element.get("itemprop", "")
    is_author = element.get("rel") == "author" or role == "author" or bool(names & _BYLINES)
    if is_author and len(words) < _LONGEST_LINE and not any(True for _ in element.iter("time")):
        return [Byline(tidied(inlines.content(element)), _names(element, words))]
    is_deck = bool(names & _DECKS) or role in ("description", "alternativeHeadline")
    if is_deck and tag in ("p", "h2", "h3", "div", "span") and len(words) < _LONGEST_DECK:
        plain = not any(isinstance(node, Deck) for node in nodes)
        holds_author = any(names_of(item) & _BYLINES for item in element.iterdescendants())
        if plain and not holds_author:
            return [Deck(tidied(inlines.content(element)))]
    return []


def _names(element: Element, words: str) -> tuple[str, ...]:
    """Who wrote it: what the page marks as a name, else what follows a "by"."""
    marked = [
        text_of(item)
        for item in element.iterdescendants()
        if item.get("rel") == "author" or item.get("itemprop") in ("name", "author")
    ]
    if not marked:
        rest = _BY.match(words)
        alone = element.get("rel") == "author" or element.get("itemprop") == "author"
        if not rest and not alone:
            return ()
        marked = _BETWEEN.split(words[rest.end() :] if rest else words)
    return tuple(dict.fromkeys(name.strip(" ,") for name in marked if name.strip(" ,")))


def headline_text(head: Head) -> str | None:
    """The headline as one line."""
    for node in head.nodes:
        if isinstance(node, Headline):
            return " ".join(inline_text(node.children).split()) or None
    return None
