"""A document as the lines of a case file (tests/cases/README.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Custom,
    Dateline,
    Deck,
    Document,
    Foreign,
    Headline,
    HeadNode,
    Inline,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Timestamp,
    Verse,
)
from copydesk.walk import inline_text, item_labels, plain_text, walk

EXCERPT_WORDS = 5


def case_lines(document: Document) -> list[str]:
    """The lines of a case file that `document` would have."""
    metadata = document.metadata
    lines = [f"title: {metadata.title}"] if metadata.title else []
    lines += [f"author: {author}" for author in metadata.authors]
    lines += [f"language: {metadata.language}"] if metadata.language else []
    lines += [f"published: {metadata.published}"] if metadata.published else []
    lines += [f"publisher: {metadata.publisher}"] if metadata.publisher else []
    for name, part in (
        ("head", [line for node in document.head for line in _head_lines(node)]),
        ("body", _all_lines(document.body)),
        ("tail", _all_lines(document.tail)),
    ):
        if part:
            lines += [f"[{name}]", *part]
    return lines


def expected_lines(case: str) -> list[str]:
    """The lines of a case file that mean something."""
    return [line for line in case.splitlines() if line.strip() and not line.startswith("#")]


def _whole(inlines: tuple[Inline, ...]) -> str:
    return " ".join(inline_text(inlines).split())


def _excerpt(text: str) -> str:
    words = text.split()
    return " ".join(words[:EXCERPT_WORDS]) + ("…" if len(words) > EXCERPT_WORDS else "")


def _head_lines(node: HeadNode) -> Iterator[str]:
    match node:
        case Headline() | Slug() | Byline() | Dateline():
            yield f"{type(node).__name__.lower()}: {_whole(node.children)}"
        case Deck():
            yield f"deck: {_excerpt(inline_text(node.children))}"
        case Timestamp():
            yield f"timestamp({node.role}): {_whole(node.children)}"
        case _:
            assert_never(node)


def _all_lines(blocks: Iterable[Block], indent: str = "") -> list[str]:
    return [indent + line for block in blocks for line in _lines(block)]


def _first_and_rest(blocks: tuple[Block, ...]) -> tuple[str, list[str]]:
    return _excerpt(plain_text(blocks[0])), _all_lines(blocks[1:], "  ")


def _list_line(node: List) -> str:
    if not node.ordered:
        return "list(bullets)"
    label = item_labels(node)[0]
    plain = label == f"{node.start}."
    return f"list(ordered, start={node.start})" if plain else f'list(ordered, as "{label}")'


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Section():
            yield f"section {block.level}: {_whole(block.title)}"
            yield from _all_lines(block.children, "  ")
        case Paragraph():
            inlines = block.children
            if inlines and isinstance(inlines[0], Dateline):
                yield f"dateline(inline): {_whole(inlines[0].children)}"
                inlines = inlines[1:]
            speaker = f"({block.speaker})" if block.speaker else ""
            yield f"paragraph{speaker}: {_excerpt(inline_text(inlines))}"
            for node in walk(block):
                if isinstance(node, Foreign):
                    yield f"  foreign({node.language}): {_excerpt(inline_text(node.children))}"
        case Quote():
            first, rest = _first_and_rest(block.children)
            speaker = f", {block.speaker}" if block.speaker else ""
            yield f"quote({block.role}{speaker}): {first}"
            yield from rest
            if block.attribution:
                yield f"  attribution: {_whole(block.attribution.children)}"
        case List():
            yield _list_line(block)
            for item in block.children:
                first, rest = _first_and_rest(item.children)
                own = "" if item.number is None else f"({item.number})"
                yield f"  item{own}: {first}"
                yield from (f"  {line}" for line in rest)
        case Verse():
            yield "verse"
            for line in block.children:
                indent = f"(indent={line.indent})" if line.indent else ""
                yield f"  line{indent}: {_excerpt(inline_text(line.children))}"
        case Preformatted():
            yield f"preformatted: {_excerpt(block.value)}"
        case Rule():
            yield f"rule: {block.value}"
        case Aside():
            first, rest = _first_and_rest(block.children)
            yield f"aside({block.role}): {first}"
            yield from rest
        case Custom():
            yield f"custom({block.kind})"
            yield from _all_lines(block.fallback, "  ")
        case _:
            assert_never(block)
