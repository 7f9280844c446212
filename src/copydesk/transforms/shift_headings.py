"""All headings a level smaller, for a story that becomes part of something; or larger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, assert_never

import msgspec
from msgspec.structs import replace

from copydesk.diagnostics import Diagnostic
from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import (
    MAX_DEPTH,
    AnyNode,
    Block,
    Byline,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Headline,
    HeadNode,
    Inline,
    Paragraph,
    Section,
    Slug,
    Strong,
    Timestamp,
)
from copydesk.walk import children, inline_text, transform


class ShiftHeadingsOptions(FormatOptions, frozen=True):
    """Options of shift-headings."""

    by: Annotated[
        int,
        msgspec.Meta(ge=-9, le=1, description="levels to shift by: 1 makes headings smaller"),
    ] = 1


class ShiftHeadings:
    """Shifts the headings of a document, whose levels stay without gaps as the tree asks.

    By 1, the headline becomes a section that holds the story. By -1, the sections of the top level
    are dissolved: their titles become lines in bold, but the one with which a story without
    headline begins becomes its headline; the sections in them rise.
    """

    Options = ShiftHeadingsOptions

    def apply(
        self, document: Document, options: ShiftHeadingsOptions, context: Context
    ) -> Document:
        """Return the shifted document. Where that cannot be, for want of a headline or because
        nodes would nest too deep, it is reported and the document stays as it is.
        """
        if options.by > 0:
            place = _headline(document)
            if place is None:
                return _refused(document, "there is no headline to make a section of", context)
            shifted = _lowered(document, place)
        else:
            shifted = document
            for _ in range(-options.by):
                shifted = _raised(shifted)
        if shifted is not document and _depth(shifted) > MAX_DEPTH:
            return _refused(document, f"nodes would nest deeper than {MAX_DEPTH}", context)
        return shifted


def _refused(document: Document, why: str, context: Context) -> Document:
    context.report(Diagnostic("headings-not-shifted", f"the headings are not shifted: {why}"))
    return document


def _headline(document: Document) -> int | None:
    """The place in the head of a headline that says something."""
    for index, node in enumerate(document.head):
        if isinstance(node, Headline) and inline_text(node.children).strip():
            return index
    return None


def _lowered(document: Document, place: int) -> Document:
    def deeper(block: Block) -> Iterable[Block]:
        yield replace(block, level=block.level + 1) if isinstance(block, Section) else block

    # What stands under the headline stays there, though only the head can hold bylines and decks.
    below = tuple(Paragraph(_as_inlines(node)) for node in document.head[place + 1 :])
    body = transform(replace(document, tail=()), deeper).body
    story = Section(1, document.head[place].children, (*below, *body))
    return replace(document, head=document.head[:place], body=(story,))


def _as_inlines(node: HeadNode) -> tuple[Inline, ...]:
    """What a node of the head is in a paragraph."""
    match node:
        case Dateline():
            return (node,)
        case Deck():
            return (Emphasis(node.children),)
        case Headline() | Byline():
            return (Strong(node.children),)
        case Timestamp() | Slug():
            return node.children
        case _:
            assert_never(node)


def _raised(document: Document) -> Document:
    def higher(block: Block) -> Iterator[Block]:
        if not isinstance(block, Section):
            yield block
        elif block.level > 1:
            yield replace(block, level=block.level - 1)
        else:
            yield Paragraph((Strong(block.title),))
            yield from block.children

    first = document.body[0] if document.body else None
    body = transform(replace(document, tail=()), higher).body
    if not isinstance(first, Section) or any(isinstance(node, Headline) for node in document.head):
        return replace(document, body=body)
    title = " ".join(inline_text(first.title).split())
    return replace(
        document,
        metadata=replace(document.metadata, title=document.metadata.title or title),
        head=(*document.head, Headline(first.title)),
        body=body[1:],
    )


def _depth(document: Document) -> int:
    level: list[AnyNode] = [document]
    depth = 0
    while level := [child for node in level for child in children(node)]:
        depth += 1
    return depth
