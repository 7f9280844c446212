"""What the page says about itself: the elements of its `head`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from copydesk.tree import Dateline, Deck, Document, Headline, Paragraph
from copydesk.walk import inline_text, safe_target
from copydesk_html._escape import attribute, clean, content, script

# The kinds of dates that HTML takes in `datetime` (HTML, section 2.3.5) and schema.org as ISO 8601.
_DATE: Final = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?"
    r")?",
    re.ASCII,
)
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset({"arab", "hebr", "syrc", "thaa"})


def page_title(document: Document, name: str | None) -> str:
    """The title: of the story, or of the file where the story has none."""
    headlines = (inline_text(n.children) for n in document.head if isinstance(n, Headline))
    for title in (document.metadata.title, next(headlines, None), document.source.name, name):
        if title and title.strip():
            return title
    return "Untitled"


def language(document: Document) -> str:
    """The attributes `lang` and `dir`; none where the language is not known."""
    attributes = language_attributes(document.metadata.language)
    return attributes.removesuffix(' dir="ltr"')


def language_attributes(tag: str | None) -> str:
    """The attributes `lang` and `dir` for words in the language `tag`; none if that is no tag."""
    if not tag or not _TAG.fullmatch(tag):
        return ""
    subtags = tag.lower().split("-")
    scripts = [part for part in subtags[1:] if len(part) == 4 and part.isalpha()]
    against = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else subtags[0] in _RIGHT_TO_LEFT
    return f' lang="{tag}" dir="{"rtl" if against else "ltr"}"'


def date(text: str | None) -> str | None:
    """`text` if it is a date that a machine can read."""
    return text if text and _DATE.fullmatch(text) else None


def head(document: Document, name: str | None, style: bool) -> Iterator[str]:
    """The lines of the page's `head`."""
    data = document.metadata
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{content(' '.join(page_title(document, name).split()))}</title>"
    if description := _deck(document):
        yield f'<meta name="description" content="{attribute(description)}">'
    for author in data.authors:
        yield f'<meta name="author" content="{attribute(author)}">'
    if data.keywords:
        yield f'<meta name="keywords" content="{attribute(", ".join(data.keywords))}">'
    if data.source_url and safe_target(data.source_url):
        yield f'<link rel="canonical" href="{attribute(data.source_url)}">'
    if style:
        yield '<meta name="color-scheme" content="light dark">'
        sheet = files("copydesk_html").joinpath("style.css").read_text("utf-8")
        yield f"<style>\n{sheet}</style>"
    if facts := _facts(document):
        yield f'<script type="application/ld+json">\n{script(facts)}\n</script>'


def _facts(document: Document) -> dict[str, object]:
    """The story as a schema.org NewsArticle; empty if nothing is known of it."""
    data = document.metadata
    address = data.source_url if data.source_url and safe_target(data.source_url) else None
    facts: dict[str, object] = {
        "headline": data.title,
        "description": _deck(document),
        "author": [{"@type": "Person", "name": clean(author)} for author in data.authors],
        "publisher": data.publisher and {"@type": "Organization", "name": clean(data.publisher)},
        "datePublished": date(data.published),
        "dateModified": date(data.updated),
        "dateline": _dateline(document),
        "inLanguage": data.language,
        "keywords": [clean(keyword) for keyword in data.keywords],
        "url": address,
    }
    known = {
        key: clean(value) if isinstance(value, str) else value
        for key, value in facts.items()
        if value
    }
    known_type = {"@context": "https://schema.org", "@type": "NewsArticle"}
    return {**known_type, **known} if known else {}


def _deck(document: Document) -> str | None:
    decks = (inline_text(node.children) for node in document.head if isinstance(node, Deck))
    return next(decks, None)


def _dateline(document: Document) -> str | None:
    for node in (*document.head, *document.body[:3]):
        found = node.children[:1] if isinstance(node, Paragraph) else (node,)
        for item in found:
            if isinstance(item, Dateline):
                return inline_text(item.children).strip()
    return None
