"""What a page says about its article: JSON-LD first, then meta elements, then microdata.

Nothing is guessed from the text or from an address, as a date from a path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from typing import Any, Final

from copydesk.tree import Metadata
from copydesk.walk import safe_target
from copydesk_html_reader._dom import Element, text_of

_ARTICLE_TYPES: Final = re.compile(r"(?:.*/)?\w*(?:Article|BlogPosting|Report|WebPage)$")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_BY: Final = re.compile(r"(?:by|von|par|por|di|da|door|av|af)\s+", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ZONE: Final = re.compile(r"([+-]\d\d)(\d\d)$")
_DEEPEST: Final = 8
_LONGEST: Final = 300


def metadata(root: Element, headline: str | None, bylines: Iterable[str]) -> Metadata:
    """The metadata of the page; `headline` and names of `bylines` come from what readers see."""
    story = _json_ld(root)
    meta = _Metas(root)
    publisher = _name(story.get("publisher")) or meta.first("og:site_name", "dc.publisher")
    title = headline or _text(story.get("headline")) or meta.first("og:title", "twitter:title")
    if not title and (element := root.find(".//title")) is not None:
        title = _without_publisher(_clean(element.text_content()), publisher)
    address = _canonical(root) or _text(story.get("url")) or meta.first("og:url")
    return Metadata(
        title=title or None,
        authors=_authors(story, meta, root, tuple(bylines)),
        language=_language(root, story, meta),
        published=_date(story.get("datePublished"))
        or meta.date("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
                     "citation_publication_date", "date", "dc.date", "pubdate", "parsely-pub-date")
        or _time(root, "datePublished"),
        updated=_date(story.get("dateModified"))
        or meta.date("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
                     "last-modified")
        or _time(root, "dateModified"),
        publisher=publisher or None,
        source_url=safe_target(address) if address else None,
        keywords=_keywords(story, meta),
    )  # fmt: skip


def iso_date(value: str | None) -> str | None:
    """`value` as ISO 8601 if that is what it is: a day, or a day with its time."""
    text = (value or "").strip()
    if _DAY.fullmatch(text):
        try:
            return datetime.fromisoformat(text).date().isoformat()
        except ValueError:
            return None
    try:
        moment = datetime.fromisoformat(_ZONE.sub(r"\1:\2", text))
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds") if _DAY.match(text) else None


def _json_ld(root: Element) -> dict[str, Any]:
    """The first article among the JSON-LD of the page; empty where there is none."""
    pages: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kinds = _list(thing.get("@type"))
            if any(isinstance(kind, str) and _ARTICLE_TYPES.match(kind) for kind in kinds):
                pages.append(thing)
    return min(pages, key=lambda thing: "WebPage" in str(thing.get("@type")), default={})


def _things(data: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects of `data` that may be described: it itself, of a list, of a graph."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _things(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(data.get(key), depth + 1)


class _Metas:
    """The `meta` elements of a page by their lower-case names."""

    def __init__(self, root: Element) -> None:
        self._found: dict[str, list[str]] = {}
        for element in root.iter("meta"):
            key = element.get("property") or element.get("name") or element.get("itemprop") or ""
            value = _clean(element.get("content") or "")
            if key and value:
                self._found.setdefault(key.strip().lower(), []).append(value)

    def all(self, name: str) -> list[str]:
        return self._found.get(name, [])

    def first(self, *names: str) -> str:
        return next((value for name in names for value in self.all(name)), "")

    def date(self, *names: str) -> str | None:
        found = (iso_date(value) for name in names for value in self.all(name))
        return next((date for date in found if date), None)


def _authors(
    story: dict[str, Any], meta: _Metas, root: Element, bylines: tuple[str, ...]
) -> tuple[str, ...]:
    names = [_name(author) for author in _list(story.get("author"))]
    names = names if any(names) else list(bylines)
    if not any(names):
        for key in ("author", "article:author", "dc.creator", "citation_author", "parsely-author"):
            names += meta.all(key) if not names else []
    if not any(names):
        names = [_clean(each.text_content()) for each in root.xpath("//*[@itemprop='author']")]
    named = (_BY.sub("", name, count=1) if _BY.match(name) else name for name in names)
    return tuple(dict.fromkeys(name for name in named if name and "://" not in name))


def _language(root: Element, story: dict[str, Any], meta: _Metas) -> str | None:
    html_element = root if root.tag == "html" else root.getroottree().getroot()
    said = (
        html_element.get("lang"),
        html_element.get("{http://www.w3.org/XML/1998/namespace}lang"),
        html_element.get("xml:lang"),
        _text(story.get("inLanguage")),
        meta.first("content-language", "dc.language", "language", "og:locale"),
    )
    tags = (tag.strip() for tag in said if tag and _TAG.fullmatch(tag.strip()))
    return next((tag.replace("_", "-") for tag in tags), None)


def _keywords(story: dict[str, Any], meta: _Metas) -> tuple[str, ...]:
    said = [word for item in _list(story.get("keywords")) for word in _text(item).split(",")]
    for key in ("news_keywords", "keywords"):
        said += [word for value in meta.all(key) for word in value.split(",")] if not said else []
    said = said or meta.all("article:tag")
    return tuple(dict.fromkeys(word.strip() for word in said if word.strip()))


def _canonical(root: Element) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return (link.get("href") or "").strip()
    return ""


def _time(root: Element, name: str) -> str | None:
    for element in root.iter("time", "meta", "span"):
        if element.get("itemprop") == name:
            said = element.get("datetime") or element.get("content") or text_of(element)
            if date := iso_date(said):
                return date
    return None


def _date(value: object) -> str | None:
    return next((date for item in _list(value) if (date := iso_date(_text(item)))), None)


def _without_publisher(title: str, publisher: str) -> str:
    """`title` without the name of the site, if the page says what that is."""
    for mark in (" | ", " - ", " – ", " — ", " :: ", " · "):
        if publisher and title.endswith(mark + publisher):
            return title.removesuffix(mark + publisher)
    return title


def _name(value: object) -> str:
    """The name of a person or an organisation, however it is given."""
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _name(value[0]) if isinstance(value, list) and value else _text(value)


def _text(value: object) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    # Sites put character references into JSON, too.
    if not isinstance(value, str) or not value.strip():
        return ""
    return _clean(unescape(value))


def _clean(value: str) -> str:
    return " ".join(value.split())[:_LONGEST]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
