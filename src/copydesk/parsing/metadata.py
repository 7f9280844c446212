"""What a copy says about itself, and where it says so: nothing is invented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, assert_never

from msgspec import Struct

from copydesk.parsing.bylines import find_outlet
from copydesk.parsing.dates import DatedPart, dates_in, read_timestamp, timestamp_parts
from copydesk.parsing.language import SAMPLE
from copydesk.parsing.mail import HEADER
from copydesk.parsing.patterns import lazily
from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    Inline,
    Link,
    Metadata,
    MetadataSpans,
    Paragraph,
    Section,
    Slug,
    Span,
    Timestamp,
)
from copydesk.walk import inline_text, walk

_NEAR_TOP = 40
_NEAR_END = 6
_LONGEST_LINE = 200
_SOURCE = lazily(
    r"(?:source|original(?:ly)?(?:\s+(?:published|posted|appeared))?(?:\s+(?:at|on|in))?|url|"
    r"retrieved from|available (?:at|from)|permalink|quelle|erschienen (?:auf|unter)|"
    r"publié (?:sur|à)|fuente|fonte|zdroj|źródło|bron|källa|источник|πηγή|"
    r"出典|原文(?:链接|連結|地址)?|来源|來源|المصدر)\s*[:：]?\s*",
    re.IGNORECASE,
)
"""What stands before the address of the original, which is where the text was taken from."""

_STORY = lazily(r"https?://[^/\s]+/\S*[\w-]{12,}\S*")
"""The address of a story, and not of somebody's home."""

_RIGHTS = lazily(
    r"(?:(?:copyright|\(c\)|©)\s*)+(?:\d{4}(?:\s*[-–,]\s*\d{2,4})*,?\s*)?(?:by\s+)?"
    r"(?P<holder>[^\W\d_][^.,;|\n]{1,60}?)(?:,?\s+inc)?\s*(?:[.,;|].*|all rights.*)?",
    re.IGNORECASE | re.DOTALL,
)
_HOUSE = lazily(
    r"\b(?:press|news|media|times|post|journal|tribune|herald|gazette|observer|magazine|review|"
    r"agency|agence|agentur|broadcasting|publish\w*|verlag|zeitung|éditions|editorial|ltd|llc|"
    r"gmbh|corp|company|foundation|university|institute|society|group|network)\b",
    re.IGNORECASE,
)
"""What the name of a house has in it; others who hold rights may be persons."""


class _Read(NamedTuple):
    """A value, and where it was read."""

    value: str
    span: Span | None


class _Line(NamedTuple):
    """A short paragraph of its own."""

    text: str
    inlines: tuple[Inline, ...]
    span: Span | None


class _Dates(Struct):
    """The first date of each kind."""

    published: _Read | None = None
    updated: _Read | None = None

    def note(self, found: _Read, *, updated: bool) -> None:
        if updated:
            self.updated = self.updated or found
        else:
            self.published = self.published or found


def infer_metadata(document: Document, language: str | None, source: str | None = None) -> Metadata:
    """What `document`, of which the `language` is known, says about itself.

    With `source`, the text that the document's spans are offsets of, each field has its span.
    """
    place = _Place(source)
    title = _title(document)
    authors = _authors(document, place)
    dateline = _dateline(document)
    lines = list(_short_lines(document))
    dates = _dates(document, dateline, lines, place)
    told_by = Span(0, min(len(source), SAMPLE)) if source is not None and language else None
    publisher = _publisher(document, dateline, place)
    address = _source_url(document, lines)
    located = source is not None
    return Metadata(
        title=title.value if title else None,
        authors=tuple(author.value for author in authors),
        language=language,
        published=dates.published.value if dates.published else None,
        updated=dates.updated.value if dates.updated else None,
        publisher=publisher.value if publisher else None,
        source_url=address.value if address else None,
        spans=MetadataSpans(
            title=title.span if title else None,
            authors=tuple(author.span for author in authors),
            language=told_by,
            published=dates.published.span if dates.published else None,
            updated=dates.updated.span if dates.updated else None,
            publisher=publisher.span if publisher else None,
            source_url=address.span if address else None,
        )
        if located
        else MetadataSpans(),
    )


class _Place:
    """Finds words of a node in the source again."""

    def __init__(self, source: str | None) -> None:
        self._source = source

    def of(self, words: str, span: Span | None) -> Span | None:
        """Where in `span` the source has `words`, whatever stands between them; else `span`."""
        if self._source is None or span is None:
            return span
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
        for flags in (0, re.IGNORECASE):  # names in capitals are written as elsewhere
            found = re.compile(pattern, flags).search(self._source, span.start, span.end)
            if found:
                return Span(found.start(), found.end())
        return span


def _title(document: Document) -> _Read | None:
    headlines = [node for node in document.head if isinstance(node, Headline)]
    words = " ".join(word for node in headlines for word in inline_text(node.children).split())
    if not words:
        return None
    spans = [node.span for node in headlines if node.span]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
    return _Read(words, whole)


def _authors(document: Document, place: _Place) -> list[_Read]:
    """The names in the bylines; who sent a message wrote it only where no byline says who did."""
    bylines = [node for node in document.head if isinstance(node, Byline) and node.authors]
    printed = [node for node in bylines if not HEADER.match(inline_text(node.children))]
    found: dict[str, _Read] = {}
    for node in printed or bylines:
        for author in node.authors:
            found.setdefault(author, _Read(author, place.of(author, node.span)))
    return list(found.values())


def _dates(
    document: Document, dateline: Dateline | None, lines: Sequence[_Line], place: _Place
) -> _Dates:
    """From timestamps, then from a dated byline, a labelled line at either end, the dateline."""
    dates = _Dates()
    for node in document.head:
        match node:
            case Timestamp():
                text = inline_text(node.children)
                parts = timestamp_parts(text).parts
                _note_dates(dates, parts, text, node.span, place, updated=node.role == "updated")
            case Byline():
                pass
            case Headline() | Dateline() | Deck() | Slug():
                pass
            case _:
                assert_never(node)
    if dates.published is None:
        for node in document.head:
            if isinstance(node, Byline):
                text = inline_text(node.children)
                _note_dates(dates, dates_in(text), text, node.span, place)
    if dates.published is None or dates.updated is None:
        for line in lines:
            if stamp := read_timestamp(line.text):
                labelled = (part for part in stamp.parts if part.labelled)
                _note_dates(dates, labelled, line.text, line.span, place)
    if dates.published is None and dateline and dateline.date:
        text = inline_text(dateline.children)
        _note_dates(dates, dates_in(text), text, dateline.span, place)
    return dates


def _note_dates(
    dates: _Dates,
    parts: Iterable[DatedPart],
    text: str,
    span: Span | None,
    place: _Place,
    *,
    updated: bool = False,
) -> None:
    """Note the dates that are beyond doubt among the `parts` of `text`: each by its label, else as
    `updated` says.
    """
    for part in parts:
        if part.date is not None:
            found = _Read(part.date, place.of(text[part.start : part.end], span))
            dates.note(found, updated=part.updated if part.labelled else updated)


def _dateline(document: Document) -> Dateline | None:
    for node in document.head:
        if isinstance(node, Dateline):
            return node
    for block in _first(document.body, _NEAR_TOP):
        if isinstance(block, Paragraph) and isinstance(block.children[0], Dateline):
            return block.children[0]
    return None


def _publisher(document: Document, dateline: Dateline | None, place: _Place) -> _Read | None:
    """The agency of the dateline, else the outlet of a byline, else who holds the rights."""
    if dateline and dateline.agency:
        return _Read(dateline.agency, place.of(dateline.agency, dateline.span))
    for node in document.head:
        if isinstance(node, Byline) and not HEADER.match(text := inline_text(node.children)):
            outlet = find_outlet(text)
            if outlet:
                return _Read(outlet, place.of(outlet, node.span))
    for block in (*document.tail, *_last(document.body, _NEAR_END)):
        if isinstance(block, Aside) and block.role == "rights":
            found = _RIGHTS.fullmatch(" ".join(_text_of(block).split()))
            holder = found["holder"].strip() if found else ""
            if holder[:1].isupper() and (find_outlet(holder) or _HOUSE.search(holder)):
                return _Read(holder, place.of(holder, block.span))
    return None


def _source_url(document: Document, lines: Sequence[_Line]) -> _Read | None:
    """The address that a line gives as that of the original; else the one under `Read more`, which
    a scraper leaves; else the only line near either end that is an address and nothing else.
    """
    alone: list[Link] = []
    for line in lines:
        links = [node for node in line.inlines if isinstance(node, Link)]
        if len(links) != 1 or links[0].target.startswith("mailto:"):
            continue
        around = inline_text([node for node in line.inlines if node is not links[0]]).strip()
        if around and _SOURCE.fullmatch(around):
            return _Read(links[0].target, links[0].span)
        if not around and _STORY.fullmatch(line.text.strip()):
            alone.append(links[0])
    related = [aside for aside in document.tail if aside.role == "related"]
    if len(related) == 1:
        targets = [node for node in walk(related[0]) if isinstance(node, Link)]
        if len(targets) == 1:
            return _Read(targets[0].target, targets[0].span)
    if len({link.target for link in alone}) == 1:
        return _Read(alone[0].target, alone[0].span)
    return None


def _short_lines(document: Document) -> Iterator[_Line]:
    """The short paragraphs near either end of the document, those of asides among them."""
    for node in document.head:
        if isinstance(node, Slug):
            yield _Line(inline_text(node.children), node.children, node.span)
    near = [*_first(document.body, _NEAR_END), *_last(document.body, _NEAR_END), *document.tail]
    seen: set[int] = set()
    for block in near:
        if id(block) in seen:
            continue
        seen.add(id(block))
        for paragraph in block.children if isinstance(block, Aside) else (block,):
            if isinstance(paragraph, Paragraph):
                text = inline_text(paragraph.children)
                if len(text) <= _LONGEST_LINE:
                    yield _Line(text, paragraph.children, paragraph.span)


def _first(blocks: Sequence[Block], count: int) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        if len(found) >= count:
            break
        if isinstance(block, Section):
            found += _first(block.children, count - len(found))
        else:
            found.append(block)
    return found


def _last(blocks: Sequence[Block], count: int) -> list[Block]:
    """The last blocks of the flow, which the last section may hold; the last one first."""
    found: list[Block] = []
    for block in reversed(blocks):
        if len(found) >= count:
            break
        if isinstance(block, Section):
            found += _last(block.children, count - len(found))
        else:
            found.append(block)
    return found


def _text_of(aside: Aside) -> str:
    return " ".join(
        inline_text(block.children) for block in aside.children if isinstance(block, Paragraph)
    )
