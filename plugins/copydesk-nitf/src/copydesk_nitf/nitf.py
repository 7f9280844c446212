"""Documents as NITF 3.6 (IPTC, News Industry Text Format, XML Schema of 2012-01-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, BinaryIO, Final

from msgspec import Meta

from copydesk.hooks import Context, FormatOptions
from copydesk.tree import (
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    HeadNode,
    Slug,
    Timestamp,
)
from copydesk.walk import inline_text, safe_target
from copydesk_nitf._blocks import Blocks
from copydesk_nitf._escape import content, element
from copydesk_nitf._facts import (
    agency,
    aside_texts,
    compact_date,
    copyright_of,
    language,
    lead_dateline,
    title,
)
from copydesk_nitf._inlines import Inlines

NAMESPACE: Final = "http://iptc.org/std/NITF/2006-10-18/"
_VERSION: Final = "-//IPTC//DTD NITF 3.6//EN"


# Where NITF has what stands in a head; a deck follows its headline.
_RANKS: Final[dict[type[HeadNode], int]] = {
    Slug: 0,
    Headline: 1,
    Deck: 2,
    Byline: 3,
    Timestamp: 4,
    Dateline: 4,
}
_ABSTRACT: Final = 5


class NitfOptions(FormatOptions, frozen=True):
    """Options of the nitf format."""

    doc_id: Annotated[
        str | None, Meta(description="identifier of the document, for doc-id in docdata")
    ] = None


class NitfExporter:
    """Writes a document as one NITF 3.6 instance in UTF-8."""

    Options = NitfOptions

    def export(
        self, document: Document, out: BinaryIO, options: NitfOptions, context: Context
    ) -> None:
        """Write `document`; an unsafe link is printed as text and reported as `unsafe-link`."""
        writer = _Writer(document, Inlines(context.report))
        tag = language(document)
        root = element("nitf", xmlns=NAMESPACE, version=_VERSION, baselang=tag)
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            root,
            *writer.head(options.doc_id),
            f'<body xml:lang="{tag}">' if tag else "<body>",
            *writer.body_head(),
            *Blocks(writer.inlines, document).body(),
            "</body>",
            "</nitf>",
            "",
        ]
        out.write("\n".join(lines).encode())


class _Writer:
    """Prints what stands above the story: the metadata, and the head that readers see."""

    def __init__(self, document: Document, inlines: Inlines) -> None:
        self._document = document
        self.inlines = inlines
        self._head = [node for node in document.head if _has_words(node)]
        ranks = {**_RANKS, Deck: _RANKS[Deck] if self._has(Headline) else _ABSTRACT}
        in_copy = [ranks[type(node)] for node in self._head]
        self._ids = in_copy != sorted(in_copy)

    def head(self, doc_id: str | None) -> Iterator[str]:
        """The lines of `head`."""
        data = self._document.metadata
        yield "<head>"
        if name := title(self._document):
            yield f"<title>{content(name)}</title>"
        docdata = list(self._docdata(doc_id))
        if docdata:
            yield "<docdata>"
            yield from docdata
            yield "</docdata>"
        if data.source_url and safe_target(data.source_url):
            yield _empty("pubdata", type="web", ex_ref=data.source_url)
        if norm := compact_date(data.updated):
            yield _empty("revision-history", norm=norm)
        yield "</head>"

    def _docdata(self, doc_id: str | None) -> Iterator[str]:
        data = self._document.metadata
        for text in aside_texts(self._document, "correction"):
            yield _empty("correction", info=text)
        if doc_id and doc_id.strip():
            yield _empty("doc-id", id_string=doc_id)
        if norm := compact_date(data.published):
            yield _empty("date.issue", norm=norm)
        for number, node in enumerate(self._head):
            if isinstance(node, Slug):
                key = inline_text(node.children)
                yield _empty("du-key", id=self._id(number), key=key)
        if found := copyright_of(self._document):
            yield _empty("doc.copyright", year=found.year, holder=found.holder)
        keywords = [keyword for keyword in data.keywords if keyword.strip()]
        if keywords:
            yield "<key-list>"
            yield from (_empty("keyword", key=keyword) for keyword in keywords)
            yield "</key-list>"

    def body_head(self) -> Iterator[str]:
        """The lines of `body.head`: headlines, bylines, distributor, datelines, abstract."""
        lines = [*self._headlines(), *self._bylines()]
        if name := agency(self._document):
            lines.append(f"<distributor><org>{content(name)}</org></distributor>")
        lines += self._datelines()
        lines += self._abstract()
        if lines:
            yield from ("<body.head>", *lines, "</body.head>")

    def _headlines(self) -> Iterator[str]:
        """Each headline; the decks stand under the last one."""
        last = max(
            (n for n, node in enumerate(self._head) if isinstance(node, Headline)), default=0
        )
        for number, node in enumerate(self._head):
            if isinstance(node, Headline):
                yield "<hedline>"
                yield self._line("hl1", number, self.inlines.enriched(node.children))
                if number == last:
                    yield from self._decks("hl2")
                yield "</hedline>"

    def _abstract(self) -> Iterator[str]:
        """The decks where there is no headline, without which there is no `hl2`."""
        decks = list(self._decks("p"))
        if decks and not self._has(Headline):
            yield from ("<abstract>", *decks, "</abstract>")

    def _decks(self, tag: str) -> Iterator[str]:
        for number, node in enumerate(self._head):
            if isinstance(node, Deck):
                yield self._line(tag, number, self.inlines.enriched(node.children))

    def _bylines(self) -> Iterator[str]:
        """Each byline that names somebody, with the lines below it that name nobody: titles."""
        number = 0
        while number < len(self._head):
            first = self._head[number]
            number += 1
            if not isinstance(first, Byline):
                continue
            at, titles = number - 1, list[Byline]()
            while first.authors and number < len(self._head):
                below = self._head[number]
                if not isinstance(below, Byline) or below.authors:
                    break
                titles.append(below)
                number += 1
            yield self._line("byline", at, self.inlines.byline(first, titles))

    def _datelines(self) -> Iterator[str]:
        for number, node in enumerate(self._head):
            match node:
                case Timestamp():
                    text = content(inline_text(node.children))
                    date = element("story.date", norm=compact_date(node.date))
                    kind = element("dateline", id=self._id(number), class_=node.role)
                    yield f"{kind}{date}{text}</story.date></dateline>"
                case Dateline():
                    yield self._line("dateline", number, self.inlines.dateline(node))
                case _:
                    pass
        if lead := lead_dateline(self._document):
            yield f'<dateline class="lead">{self.inlines.dateline(lead)}</dateline>'

    def _has(self, kind: type[HeadNode]) -> bool:
        return any(isinstance(node, kind) for node in self._head)

    def _line(self, tag: str, number: int, text: str) -> str:
        return f"{element(tag, id=self._id(number))}{text}</{tag}>"

    def _id(self, number: int) -> str | None:
        """Which line of the head it is, where the copy has another order than NITF."""
        return f"line-{number + 1}" if self._ids else None


def _has_words(node: HeadNode) -> bool:
    return bool(inline_text(node.children).strip())


def _empty(name: str, **attributes: str | None) -> str:
    return element(name, **attributes)[:-1] + "/>"
