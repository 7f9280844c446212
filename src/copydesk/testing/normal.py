"""The normal form of a document: what of it Markdown carries.

    read(write(document)) == normalise(document), spans and source aside

`normalise` never sees Markdown. It takes apart what Markdown has no marks for, as the md format
prints it, and lets the reader's recognition put together what it knows by its wording. What that
changes, docs/reference/formats.md lists. It is idempotent: a document in normal form comes back
from Markdown as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from msgspec.structs import replace

from copydesk.exporters._sanitize import clean
from copydesk.readers.markdown._flow import (
    TAIL,
    Heading,
    Item,
    Listed,
    Passage,
    Quoted,
    preformatted,
)
from copydesk.readers.markdown._metadata import completed
from copydesk.readers.markdown._recognise import recognise
from copydesk.readers.markdown._runs import BREAK, EMPHASIS, STRONG, Run, normal
from copydesk.tree import (
    Aside,
    Block,
    Code,
    Custom,
    Dateline,
    Deck,
    Delimiter,
    Document,
    Emphasis,
    Foreign,
    Headline,
    HeadNode,
    Inline,
    LineBreak,
    Link,
    List,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Strong,
    Text,
    Verse,
)
from copydesk.walk import counted_runs, labelled

_LINE_END: Final = re.compile("\r\n?|[\n\x85\u2028\u2029]")
_DEEPEST: Final = 6
_HIGHEST_NUMBER: Final = 999_999_999
_WIDEST_INDENT: Final = 40
_BARE: Final[frozenset[str]] = frozenset()


def normalise(document: Document, *, metadata: bool = True) -> Document:
    """The normal form of `document`; without `metadata` as if that had not been written."""
    story = [*_head(document.head), *_blocks(document.body)]
    tail = _settled(_blocks(document.tail))
    story = _settled(story)
    flow = [*story, TAIL, *tail] if story and tail else story + tail
    made = recognise(flow)
    given = _metadata(document.metadata) if metadata else Metadata()
    return completed(made, given)


def _metadata(metadata: Metadata) -> Metadata:
    return Metadata(
        title=_cleaned(metadata.title),
        authors=tuple(map(clean, metadata.authors)),
        language=_cleaned(metadata.language),
        published=_cleaned(metadata.published),
        updated=_cleaned(metadata.updated),
        publisher=_cleaned(metadata.publisher),
        source_url=_cleaned(metadata.source_url),
        keywords=tuple(map(clean, metadata.keywords)),
    )


def _cleaned(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _head(head: Iterable[HeadNode]) -> Iterator[Item]:
    headline = False
    for node in head:
        if isinstance(node, Headline) and not headline:
            for item in _heading(1, node.children):
                headline = True
                yield item
        elif isinstance(node, Deck):
            yield from _passage(_runs((Emphasis(node.children),)))
        else:
            yield from _passage(_runs(node.children))


def _blocks(blocks: Iterable[Block]) -> Iterator[Item]:
    # Trees nest at most MAX_DEPTH deep, so that this recursion is bounded.
    for block in blocks:
        match block:
            case Paragraph():
                yield from _passage(_runs(block.children))
            case Section():
                yield from _heading(block.level + 1, block.title)
                yield from _blocks(block.children)
            case Quote():
                yield from _quote(block)
            case List():
                yield from _list(block)
            case Verse():
                yield from _verse(block)
            case Preformatted():
                yield from _preformatted(block)
            case Rule():
                yield Rule()
            case Aside():
                yield from _blocks(block.children)
            case Custom():
                yield from _blocks(block.fallback)
            case _:
                assert_never(block)


def _quote(quote: Quote) -> Iterator[Item]:
    inner = tuple(_blocks(quote.children))
    if quote.attribution:
        inner += tuple(_passage(_runs(quote.attribution.children)))
    if inner:
        yield Quoted(inner)


def _list(node: List) -> Iterator[Item]:
    if node.ordered and (node.numbering != "decimal" or node.delimiter == "()"):
        yield from _counted(labelled(node))
    elif node.ordered:
        for run in counted_runs(node):
            yield from _counted(run)
    else:
        yield from _counted(node)


def _settled(flow: Iterable[Item], opened: str | None = None) -> list[Item]:
    """`flow` with the delimiters of numbered lists as Markdown needs them: none has that of the
    list just before it, nor that of the item which it opens (`opened`).
    """
    made: list[Item] = []
    for item in flow:
        before = made[-1] if made else None
        match item:
            case Listed(start=int()):
                used = opened if before is None else None
                if isinstance(before, Listed) and before.start is not None:
                    used = before.delimiter
                other: Delimiter = ")" if item.delimiter == "." else "."
                kept = item.delimiter if item.delimiter != used else other
                items = tuple(tuple(_settled(each, kept)) for each in item.items)
                made.append(replace(item, items=items, delimiter=kept))
            case Listed():
                items = tuple(tuple(_settled(each)) for each in item.items)
                made.append(replace(item, items=items))
            case Quoted():
                made.append(replace(item, flow=tuple(_settled(item.flow))))
            case _:
                made.append(item)
    return made


def _counted(node: List) -> Iterator[Item]:
    items = tuple(tuple(_blocks(item.children)) for item in node.children)
    start = min(max(node.start, 0), _HIGHEST_NUMBER - len(items))
    if items:
        spans = (None,) * len(items)
        yield Listed(items, start if node.ordered else None, spans, None, node.delimiter)


def _preformatted(node: Preformatted) -> Iterator[Item]:
    leaf = preformatted(_LINE_END.sub("\n", clean(node.value)), None)
    if leaf:
        yield leaf


def _verse(verse: Verse) -> Iterator[Item]:
    runs: list[Run] = []
    for line in verse.children:
        inner = normal(_runs(line.children))
        indent = "\xa0" * min(max(line.indent, 0), _WIDEST_INDENT)
        runs += [*([Run(indent)] if inner and indent else []), *inner, BREAK]
    yield from _passage(runs)


def _heading(level: int, title: Iterable[Inline]) -> Iterator[Item]:
    runs = normal(Run(" ") if run == BREAK else run for run in _runs(title))
    if runs:
        yield Heading(min(level, _DEEPEST), runs)


def _passage(runs: Iterable[Run]) -> Iterator[Item]:
    made = normal(runs)
    if made:
        yield Passage(made)


def _runs(inlines: Iterable[Inline], worn: frozenset[str] = _BARE) -> Iterator[Run]:
    for inline in inlines:
        match inline:
            case Text():
                yield Run(_one_line(inline.value), worn)
            case Code():
                value = _one_line(inline.value)
                linked = bool(worn - {EMPHASIS, STRONG})
                yield Run(value, worn, bool(value.strip()) and not (linked and "]" in value))
            case LineBreak():
                yield BREAK
            case Dateline():
                yield from _runs(inline.children, worn)
                yield Run(" ", worn)
            case Foreign():
                yield from _runs(inline.children, worn)
            case Emphasis():
                yield from _runs(inline.children, worn | {EMPHASIS})
            case Strong():
                yield from _runs(inline.children, worn | {STRONG})
            case Link():
                linked = bool(worn - {EMPHASIS, STRONG})
                target = clean(inline.target)
                yield from _runs(inline.children, worn if linked else worn | {target})
            case _:
                assert_never(inline)


def _one_line(text: str) -> str:
    return _LINE_END.sub(" ", clean(text))
