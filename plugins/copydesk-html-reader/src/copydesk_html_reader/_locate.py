"""Where on the page the article is: readability says what it would keep, and we look there.

readability's own output is not used, since it leaves out parts of what it finds (lists in lists,
tables, the head of the article). It is asked which elements it keeps; the innermost element of the
page that holds all of these is the article.
"""

from __future__ import annotations

import logging
from typing import Final, NamedTuple

from lxml import html
from readability import Document as Readability

from copydesk_html_reader._dom import Element, is_hidden, names_of, tag_of, text_of, words

_MARK: Final = "data-copydesk-reader"
_WORDS: Final = 25
_MOST: Final = 0.4
_LINKS: Final = 0.6
# What is furniture even where readability keeps it, as it does with what is short.
_NEVER_STORY: Final = words(
    "ad ads adslot advert advertisement advertising breadcrumb breadcrumbs consent cookie "
    "cookies sharebar sharing"
)
_SHORT: Final = 200
# A paragraph, a list or a table is not an article: what holds it is.
_PARTS: Final = words(
    "p span a b i em strong font pre code blockquote figure ul ol li dl dt dd table thead tbody"
    " tfoot tr td th caption h1 h2 h3 h4 h5 h6"
)
_UNLIKELY: Final = _NEVER_STORY | words(
    "banner comment comments disqus footer menu modal nav navbar navigation newsletter "
    "outbrain overlay pager pagination paywall popup promo recirc recirculation recommend "
    "recommended related share sidebar signup social sponsor sponsored subscribe "
    "subscription taboola tags teaser teasers toolbar trending widget"
)

logging.getLogger("readability").addHandler(logging.NullHandler())


class Article(NamedTuple):
    """The element that holds the article, and those on the page that readability would keep."""

    element: Element
    kept: frozenset[Element]


def locate(root: Element) -> Article:
    """The article of the page. Where readability finds none, it is the whole page."""
    body = root.find("body")
    whole = root if body is None else body
    marked = {str(number): item for number, item in enumerate(root.iter()) if tag_of(item)}
    for number, item in marked.items():
        item.set(_MARK, number)
    source = html.tostring(root, encoding="unicode")
    for item in marked.values():
        del item.attrib[_MARK]
    try:
        found = html.fragment_fromstring(
            Readability(source).summary(html_partial=True), create_parent="div"
        )
    except Exception:  # noqa: BLE001 # it raises whatever; the page is there all the same
        return Article(whole, frozenset())
    kept = {
        marked[number]
        for item in found.iter()
        if tag_of(item) and (number := item.get(_MARK, "")) in marked
    }
    telling = [item for item in kept if _has_words_of_its_own(item)]
    common = _common_ancestor(telling) if telling else whole
    return Article(_widened(common, whole), frozenset(kept))


def is_furniture(element: Element, article: Article, length: int) -> bool:
    """Whether `element`, within the article of `length` characters, is no part of the story.

    By its name or since it is made of links; but nothing that readability keeps, and nothing that
    holds a good part of the article.
    """
    if is_hidden(element):
        return True
    names = names_of(element)
    unlikely = bool(names & _UNLIKELY)
    size = len(text_of(element))
    links = _link_share(element, size)
    if unlikely and size < _SHORT and (names & _NEVER_STORY or links > _LINKS):
        return True
    if element in article.kept or _says_whose(element):
        return False
    named = unlikely or tag_of(element) in ("aside", "footer")
    if not named and tag_of(element) not in ("ul", "ol", "div", "section", "table"):
        return False
    if any(item in article.kept and _has_words_of_its_own(item) for item in element.iter()):
        return False
    return size < length * _MOST and (named or links > _LINKS)


def _says_whose(element: Element) -> bool:
    """Whether `element` is the line under a quotation, which readability takes for a footer."""
    above = element.getparent()
    return tag_of(element) == "footer" and above is not None and tag_of(above) == "blockquote"


def _has_words_of_its_own(element: Element) -> bool:
    own = len((element.text or "").strip())
    return own + sum(len((child.tail or "").strip()) for child in element) >= _WORDS


def _common_ancestor(elements: list[Element]) -> Element:
    """The innermost element that holds all `elements`, of which there is one at least."""
    lines = [[*reversed([*item.iterancestors()]), item] for item in elements]
    common = lines[0][0]
    for level in zip(*lines, strict=False):
        if any(item is not level[0] for item in level):
            break
        common = level[0]
    return common


def _widened(element: Element, whole: Element) -> Element:
    """The `article` around `element`, if it stands in one; else what `element` is but a part of."""
    for item in (element, *element.iterancestors("article")):
        if tag_of(item) == "article":
            return item
    while tag_of(element) in _PARTS and element is not whole:
        above = element.getparent()
        if above is None:
            break
        element = above
    for main in element.iterancestors("main"):
        # What the page calls its main content is trusted where readability found a corner of it.
        if len(text_of(main)) > 2 * len(text_of(element)):
            return main
    return whole if tag_of(element) in ("html", "") else element


def _link_share(element: Element, size: int) -> float:
    links = [link for link in element.iter("a") if link.get("href")]
    return sum(len(text_of(link)) for link in links) / size if len(links) > 2 and size else 0.0
