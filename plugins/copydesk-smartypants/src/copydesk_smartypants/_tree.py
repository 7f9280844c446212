"""Changing the text of a tree block by block, whatever inlines it is spread over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, assert_never, cast

from msgspec.structs import replace

from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Foreign,
    Headline,
    HeadNode,
    Inline,
    LineBreak,
    Link,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Strong,
    Text,
    Timestamp,
    Verse,
)
from copydesk.walk import inline_text
from copydesk_smartypants._text import Change, apply

FindChanges = Callable[[str], Iterable[Change]]
BlockT = TypeVar("BlockT", bound=Block)


class Retyping:
    """Applies what `find` finds in the text of each block to the leaves that hold it.

    A leaf that is changed is no longer what was read, so that its span is null; all other spans
    stay. Names that nodes carry beside their text are changed as the text is, since exporters look
    for them in it.
    """

    def __init__(self, find: FindChanges) -> None:
        self._find = find

    def document(self, document: Document) -> Document:
        """`document`, changed; its source, which is what was read, stays."""
        data = document.metadata
        metadata = replace(
            data,
            title=self._name(data.title),
            authors=self._names(data.authors),
            publisher=self._name(data.publisher),
        )
        return replace(
            document,
            metadata=metadata,
            head=tuple(self._head(node) for node in document.head),
            body=self._blocks(document.body),
            tail=self._blocks(document.tail),
        )

    def _head(self, node: HeadNode) -> HeadNode:
        children = self._inlines(node.children)
        match node:
            case Byline():
                return replace(node, children=children, authors=self._names(node.authors))
            case Dateline():
                return replace(
                    node,
                    children=children,
                    location=self._name(node.location),
                    agency=self._name(node.agency),
                )
            case Headline() | Deck() | Timestamp() | Slug():
                return replace(node, children=children)
            case _:
                assert_never(node)

    def _blocks(self, blocks: tuple[BlockT, ...]) -> tuple[BlockT, ...]:
        # Trees nest at most 64 deep, so that this recursion is bounded.
        return tuple(cast("BlockT", self._block(block)) for block in blocks)

    def _block(self, block: Block) -> Block:
        """`block`, changed: of the same kind that it was."""
        match block:
            case Paragraph():
                children = self._inlines(block.children)
                return replace(block, children=children, speaker=self._name(block.speaker))
            case Section():
                title = self._inlines(block.title)
                return replace(block, title=title, children=self._blocks(block.children))
            case Quote():
                credit = block.attribution
                if credit:
                    credit = replace(credit, children=self._inlines(credit.children))
                return replace(
                    block,
                    children=self._blocks(block.children),
                    speaker=self._name(block.speaker),
                    attribution=credit,
                )
            case List():
                items = (
                    replace(item, children=self._blocks(item.children)) for item in block.children
                )
                return replace(block, children=tuple(items))
            case Verse():
                stanza = self._run([line.children for line in block.children])
                lines = zip(block.children, stanza, strict=True)
                return replace(
                    block, children=tuple(replace(line, children=made) for line, made in lines)
                )
            case Aside():
                return replace(block, children=self._blocks(block.children))
            case Custom():
                return replace(block, fallback=self._blocks(block.fallback))
            case Preformatted() | Rule():
                return block
            case _:
                assert_never(block)

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return self._run([inlines])[0]

    def _run(self, lines: list[tuple[Inline, ...]]) -> list[tuple[Inline, ...]]:
        """`lines` of one block, changed as one text: a quotation may go over several."""
        parts: list[tuple[str, bool]] = []
        for line in lines:
            if parts:
                parts.append(("\n", False))
            parts += _parts(line)
        found = list(self._find("".join(text for text, _ in parts)))
        if not found:
            return lines
        values = iter(_values(parts, found))
        return [self._rebuilt(line, values) for line in lines]

    def _rebuilt(
        self, inlines: tuple[Inline, ...], values: Iterator[str | None]
    ) -> tuple[Inline, ...]:
        """`inlines` with the new value of each leaf that `_parts` calls changeable."""
        made: list[Inline] = []
        for inline in inlines:
            match inline:
                case Text():
                    value = next(values)
                    made.append(inline if value is None else Text(value))
                case Link() if _spells_target(inline):
                    made.append(inline)
                case Emphasis() | Strong() | Link() | Foreign():
                    made.append(replace(inline, children=self._rebuilt(inline.children, values)))
                case Dateline():
                    made.append(
                        replace(
                            inline,
                            children=self._rebuilt(inline.children, values),
                            location=self._name(inline.location),
                            agency=self._name(inline.agency),
                        )
                    )
                case Code() | LineBreak():
                    made.append(inline)
                case _:
                    assert_never(inline)
        return tuple(made)

    def _name(self, name: str | None) -> str | None:
        return apply(name, self._find(name)) if name else name

    def _names(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(apply(name, self._find(name)) for name in names)


def _parts(inlines: Iterable[Inline]) -> Iterator[tuple[str, bool]]:
    """The text of the leaves in reading order, and whether it may be changed."""
    for inline in inlines:
        match inline:
            case Text():
                yield inline.value, True
            case Code():
                yield inline.value, False
            case LineBreak():
                yield "\n", False
            case Link() if _spells_target(inline):
                yield inline_text(inline.children), False
            case Emphasis() | Strong() | Link() | Foreign():
                yield from _parts(inline.children)
            case Dateline():
                yield from _parts(inline.children)
                yield " ", False
            case _:
                assert_never(inline)


def _spells_target(link: Link) -> bool:
    """Whether the words of a link are its address."""
    words = inline_text(link.children).strip()
    return words in (link.target, link.target.partition(":")[2].lstrip("/"))


def _values(parts: list[tuple[str, bool]], found: list[Change]) -> Iterator[str | None]:
    """The new value of each changeable part; None where it stays as it is.

    A change that does not lie within one part is left out: half of it is not ours to change.
    """
    position = 0
    at = 0
    for text, changeable in parts:
        end = position + len(text)
        inside: list[Change] = []
        while at < len(found) and found[at].start < end:
            start, stop, made = found[at]
            if stop <= end and start >= position:
                inside.append(Change(start - position, stop - position, made))
            at += 1
        if changeable:
            yield apply(text, inside) if inside else None
        position = end
