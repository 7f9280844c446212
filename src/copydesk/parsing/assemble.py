"""Last stage: blocks and their roles to a document, in the order in which a reader wants it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import assert_never

from msgspec.structs import replace

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.bylines import gap_before_date, read_byline
from copydesk.parsing.calls import Call
from copydesk.parsing.dates import timestamp_parts
from copydesk.parsing.foreign import ForeignWords
from copydesk.parsing.inlines import inlines, lead_inlines, paragraph_inlines, span_of
from copydesk.parsing.language import detect_language
from copydesk.parsing.leaves import Ledger
from copydesk.parsing.lines import Line
from copydesk.parsing.mail import HEADER, sender
from copydesk.parsing.metadata import infer_metadata
from copydesk.parsing.nesting import Entry, Heading, nest_items, nest_sections
from copydesk.tree import (
    Aside,
    Attribution,
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    HeadNode,
    Inline,
    LineBreak,
    Metadata,
    Node,
    Paragraph,
    Preformatted,
    Quote,
    Section,
    Slug,
    Source,
    Span,
    Timestamp,
    Verse,
    VerseLine,
)
from copydesk.tree import Block as TreeBlock
from copydesk.walk import inline_text


def assemble(
    source: str,
    blocks: Sequence[Block],
    calls: Sequence[Call],
    *,
    name: str | None,
    encoding: str,
) -> Document:
    """The document that `blocks`, taken for what `calls` say, make of `source`."""
    language = detect_language(source)
    assembly = _Assembly(source, blocks, calls, ForeignWords(language, source))
    assembly.run()
    body, tail = _split_tail(nest_sections(assembly.flow))
    document = Document(
        Metadata(),
        _ordered_head(assembly.head),
        body,
        tail,
        Source(name, encoding, len(source), assembly.ledger.discards()),
        Span(0, len(source)),
    )
    return replace(document, metadata=infer_metadata(document, language, source))


class _Assembly:
    """One pass over the blocks; neighbours of one kind are gathered into one node."""

    def __init__(
        self,
        source: str,
        blocks: Sequence[Block],
        calls: Sequence[Call],
        foreign: ForeignWords,
    ) -> None:
        self.ledger = Ledger(source)
        self.foreign = foreign
        self.blocks = blocks
        self.calls = calls
        self.head: list[HeadNode] = []
        self.flow: list[TreeBlock | Heading] = []

    def run(self) -> None:
        """Turn every block into a node of the head or of the flow."""
        index = 0
        while index < len(self.blocks):
            index = self._take(index)

    def _take(self, index: int) -> int:
        """Make a node of the block at `index`, and of those that belong to it; the next index."""
        call = self.calls[index]
        match call.role:
            case "headline" | "deck" | "byline" | "timestamp" | "slug" | "dateline":
                return self._head_node(index, call)
            case "heading":
                return self._heading(index)
            case "item":
                return self._list(index)
            case "quote":
                return self._quote(index)
            case "verse":
                return self._verse(index)
            case "preformatted":
                return self._preformatted(index)
            case "rule":
                self.flow.append(self.ledger.rule(self.blocks[index].lines[0]))
            case "end-mark":
                self.ledger.end_mark(self.blocks[index].lines[0])
            case "aside":
                self._aside(index, call)
            case "speech":
                self.flow += [
                    Quote((node,), "speech", call.speaker, None, node.span)
                    for node in self._paragraph(index, None)
                ]
            case "paragraph" | "attribution":
                self.flow += self._paragraph(index, call.speaker)
            case _:
                assert_never(call.role)
        return index + 1

    def _inlines(self, index: int, skip: int = 0) -> tuple[Inline, ...]:
        passage = self.ledger.passage(self.blocks[index].lines, self.blocks[index].cuts)
        return inlines(passage, self.foreign, _as_printed(passage.value, skip) if skip else 0)

    def _headline(self, index: int) -> int:
        """One headline of the blocks from `index` on that are its lines; the index after them."""
        made: tuple[Inline, ...] = ()
        following = index
        while following < len(self.blocks) and self.calls[following].role == "headline":
            block = self.blocks[following]
            label = HEADER.match(block.text) if block.header else None
            line = self._inlines(following, label.end() if label else 0)
            if made and line:
                here = self.blocks[following - 1].lines[-1].stop
                made = (*made, LineBreak(Span(here, here)))
            made = (*made, *line)
            following += 1
        if made:
            self.head.append(Headline(made, span_of(made)))
        return following

    def _dated_byline(self, index: int) -> bool:
        """Whether a byline has a date behind a sign that sets it apart; then both are nodes."""
        block = self.blocks[index]
        line, text = block.lines[0], block.text
        value = self.ledger.source[line.start : line.stop]
        if len(block.lines) > 1 or text != unicodedata.normalize("NFC", value):
            return False
        gap = gap_before_date(text)
        if gap is None:
            return False
        end, start = (_as_printed(value, at) for at in gap)
        by = replace(line, stop=line.start + end, text=text[: gap[0]])
        on = replace(line, start=line.start + start, text=text[gap[1] :])
        made = inlines(self.ledger.passage([by]), self.foreign)
        self.head.append(Byline(made, read_byline(by.text, bare=True) or (), span_of(made)))
        self.head.append(_timestamp(inlines(self.ledger.passage([on]), self.foreign), on.text))
        return True

    def _head_node(self, index: int, call: Call) -> int:
        if call.role == "headline":
            return self._headline(index)
        if call.role == "byline" and self._dated_byline(index):
            return index + 1
        text = self.blocks[index].text
        made = self._inlines(index)
        if not made:
            return index + 1
        span = span_of(made)
        match call.role:
            case "deck":
                self.head.append(Deck(made, span))
            case "byline":
                named = call.speaker is None
                authors = (read_byline(text, bare=True) or sender(text)) if named else ()
                self.head.append(Byline(made, authors, span))
            case "timestamp":
                self.head.append(_timestamp(made, text))
            case "dateline":
                self.head.append(Dateline(made, span=span))
            case _:
                self.head.append(Slug(made, span))
        return index + 1

    def _paragraph(self, index: int, speaker: str | None) -> list[Paragraph]:
        passage = self.ledger.passage(self.blocks[index].lines, self.blocks[index].cuts)
        parts = self.calls[index].dateline
        if parts:
            parts = replace(parts, length=_as_printed(passage.value, parts.length))
            made = lead_inlines(passage, parts, self.foreign)
        else:
            made = paragraph_inlines(passage, self.foreign, speaker)
        if not made:
            return []
        return [Paragraph(made, speaker, span_of(made))]

    def _aside(self, index: int, call: Call) -> None:
        made = self._inlines(index)
        if made and call.detail:
            span = span_of(made)
            self.flow.append(Aside(call.detail, (Paragraph(made, None, span),), span))

    def _heading(self, index: int) -> int:
        """A heading, together with the number that stands on a line of its own above it."""
        block = self.blocks[index]
        made = self._inlines(index)
        following = index + 1
        if (
            following < len(self.blocks)
            and self.calls[following].role == "heading"
            and _is_number_only(block.text)
        ):
            here = block.lines[-1].stop
            made = (*made, LineBreak(Span(here, here)), *self._inlines(following))
            block = self.blocks[following]
            following += 1
        if made:
            level = self.calls[following - 1].level
            self.flow.append(Heading(made, _style(block), span_of(made), level))
        return following

    def _list(self, index: int) -> int:
        entries: list[Entry] = []
        while index < len(self.blocks):
            block = self.blocks[index]
            if self.calls[index].role == "item":
                mark = shapes.find_bullet(block.text) or shapes.find_number(block.text)
                skip = mark.end() if mark else 0
                made = self._inlines(index, skip)
                nodes: tuple[Paragraph, ...] = (
                    (Paragraph(made, None, span_of(made)),) if made else ()
                )
                entries.append(Entry(block.indent, block.indent + skip, block.number, nodes))
            elif (
                entries
                and self.calls[index].role == "paragraph"
                and block.indent >= 2
                and abs(block.indent - entries[-1].column) <= 1
                and index + 1 < len(self.blocks)
                and self.calls[index + 1].role == "item"
            ):
                made = self._inlines(index)
                entries[-1] = replace(
                    entries[-1], nodes=(*entries[-1].nodes, Paragraph(made, None, span_of(made)))
                )
            else:
                break
            index += 1
        self.flow += nest_items([entry for entry in entries if entry.nodes])
        return index

    def _quote(self, index: int) -> int:
        """Quoted blocks in a row, with the line that says whose they are."""
        depth = self.blocks[index].depth
        members: list[Paragraph] = []
        attribution: Attribution | None = None
        while index < len(self.blocks) and attribution is None:
            block = self.blocks[index]
            role = self.calls[index].role
            if role == "quote" and block.depth == depth:
                made = self._inlines(index)
                if members and block.text[:1] in "–—" and len(block.text) < 90:
                    attribution = Attribution(made, span_of(made))
                elif made:
                    members.append(Paragraph(made, None, span_of(made)))
            elif role == "attribution" and members:
                made = self._inlines(index)
                attribution = Attribution(made, span_of(made))
            else:
                break
            index += 1
        if members:
            end = attribution or members[-1]
            span = (
                Span(members[0].span.start, end.span.end) if members[0].span and end.span else None
            )
            speaker = name_in(attribution) if attribution else None
            quote = Quote(tuple(members), "block", speaker, attribution, span)
            for _ in range(1, min(depth, 32)):
                quote = Quote((quote,), "block", None, None, span)
            self.flow.append(quote)
        return index

    def _run(self, index: int, belongs: Callable[[int], bool]) -> int:
        """The index behind the unbroken run that starts at `index`."""
        end = index + 1
        while end < len(self.blocks) and belongs(end) and not self._is_apart(end):
            end += 1
        return end

    def _is_apart(self, index: int) -> bool:
        """Whether blank lines stand above the block at `index`, and not a line drawn there."""
        above = self.blocks[index - 1]
        drawn = 1 if above.underline and not above.after else 0
        return self.blocks[index].before > drawn

    def _verse(self, index: int) -> int:
        end = self._run(index, lambda i: self.calls[i].role == "verse")
        lines = [line for i in range(index, end) for line in self.blocks[i].lines]
        edge = min(line.indent for line in lines)
        made: list[VerseLine] = []
        for line in lines:
            parts = inlines(self.ledger.passage([line]), self.foreign)
            made.append(VerseLine(parts, line.indent - edge, span_of(parts)))
        first, last = made[0].span, made[-1].span
        span = Span(first.start, last.end) if first and last else None
        verse = Verse(tuple(made), span)
        quoted = lines[0].text[:1] in shapes.QUOTE_OPENERS and lines[-1].text[-1:] in shapes.CLOSERS
        self.flow.append(Quote((verse,), span=span) if quoted and edge else verse)
        return end

    def _preformatted(self, index: int) -> int:
        end = self._run(index, lambda i: self.calls[i].role == "preformatted")
        lines: list[Line] = []
        for block in self.blocks[index:end]:
            lines += [*block.lines, block.underline] if block.underline else block.lines
        node: Preformatted = self.ledger.preformatted(lines)
        self.flow.append(node)
        return end


def _as_printed(value: str, length: int) -> int:
    """How much of `value` the first `length` code points of its normal form C stand for."""
    if unicodedata.is_normalized("NFC", value):
        return length
    printed = 0
    while len(unicodedata.normalize("NFC", value[:printed])) < length:
        printed += 1
    while printed < len(value) and unicodedata.combining(value[printed]):
        printed += 1
    return printed


def _is_number_only(text: str) -> bool:
    bare = text.rstrip(".:")
    found = shapes.NUMBER_WORD.match(text)
    return bool(shapes.BARE_NUMERAL.fullmatch(text) or (found and found.end() >= len(bare)))


def _style(block: Block) -> tuple[str, ...]:
    """What sets headings of one level apart from those of another."""
    under = block.underline.text[0] if block.underline else ""
    number = ""
    if shapes.NUMBER_WORD.match(block.text):
        number = "named"
    elif found := shapes.find_section_number(block.text):
        number = "deep" if found.group().strip().rstrip(".").count(".") else "plain"
    caps = "caps" if shapes.all_caps(block.text) else ""
    return (under, number, caps)


def name_in(attribution: Attribution) -> str | None:
    """The name in an attribution: what stands before the first comma."""
    text = inline_text(attribution.children).lstrip("-–— ").strip()
    return text.split(",")[0].strip() or None


_HEAD_ORDER: dict[type[Node], int] = {
    Slug: 0,
    Headline: 1,
    Deck: 2,
    Byline: 3,
    Timestamp: 4,
    Dateline: 5,
}


def _ordered_head(head: Sequence[HeadNode]) -> tuple[HeadNode, ...]:
    """Slug, headline, deck, byline, timestamps, dateline; in the order of the copy among equals."""
    return tuple(sorted(head, key=lambda node: _HEAD_ORDER[type(node)]))


def _split_tail(body: Sequence[TreeBlock]) -> tuple[tuple[TreeBlock, ...], tuple[Aside, ...]]:
    """The asides after all else are the document's tail, also where a section holds them."""
    blocks = list(body)
    tail: list[Aside] = []
    while blocks:
        last = blocks[-1]
        if isinstance(last, Aside) and last.role not in ("caption", "editors-note"):
            tail.insert(0, last)
            blocks.pop()
            continue
        if isinstance(last, Section):
            kept, inner = _split_tail(last.children)
            if inner:
                blocks[-1] = replace(last, children=kept)
                tail[:0] = inner
        break
    return tuple(blocks), tuple(tail)


def _timestamp(made: tuple[Inline, ...], text: str) -> Timestamp:
    stamp = timestamp_parts(text)
    return Timestamp(made, "updated" if stamp.updated else "published", stamp.date, span_of(made))
