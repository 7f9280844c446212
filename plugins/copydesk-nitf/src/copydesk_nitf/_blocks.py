"""The story and what stands below it, as NITF's `body.content` and `body.end`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from copydesk.tree import (
    Aside,
    Block,
    Custom,
    Document,
    Inline,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Text,
    Verse,
)
from copydesk.walk import counted_runs, inline_text, labelled, plain_text
from copydesk_nitf._escape import content, element
from copydesk_nitf._facts import lead_dateline, lead_paragraph
from copydesk_nitf._inlines import Inlines

_NOTE_CLASSES: Final = {"editors-note": "editorsnote", "rights": "cpyrt"}
_NAME: Final = re.compile(r"[^:.?!]{1,60}[:.]")
_NO_BREAK: Final = "\u00a0"
_WIDEST_INDENT: Final = 40


class Blocks:
    """Prints the blocks of one document in reading order.

    NITF has no sections: a heading is an `hl2` before what stands under it, and its level is the
    class. A `block` cannot hold a `block`, so only quotations, which need one, have it.
    """

    def __init__(self, inlines: Inlines, document: Document) -> None:
        self._inlines = inlines
        self._document = document
        self._lead = lead_paragraph(document)

    def body(self) -> Iterator[str]:
        """The lines of `body.content` and, where there is something to say, `body.end`."""
        story, end = self._split_tail()
        yield "<body.content>"
        yield from self._blocks(self._document.body)
        yield from self._blocks(story)
        yield "</body.content>"
        if end:
            paragraphs = [self._runs(aside) for aside in end]
            text = "<br/>".join(run for runs in paragraphs for run in runs or [])
            yield from ("<body.end>", f"<tagline>{text}</tagline>", "</body.end>")

    def _split_tail(self) -> tuple[tuple[Aside, ...], tuple[Aside, ...]]:
        """The tail, and the contributor lines at its end, which a tagline can hold."""
        tail = self._document.tail
        first = len(tail)
        while first and tail[first - 1].role == "contributor" and self._runs(tail[first - 1]):
            first -= 1
        return tail[:first], tail[first:]

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        # Trees nest at most 64 deep, so that this recursion is bounded.
        pending: Aside | None = None
        for block in blocks:
            if pending:
                if isinstance(block, Aside) and block.role == "credit":
                    yield from self._media(pending, block)
                    pending = None
                    continue
                yield from self._media(pending, None)
                pending = None
            if isinstance(block, Aside) and block.role == "caption":
                pending = block
                continue
            yield from self._block(block)
        if pending:
            yield from self._media(pending, None)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                yield from self._paragraph(block)
            case Section():
                yield f'<hl2 class="level-{block.level}">{self._text(block.title)}</hl2>'
                yield from self._blocks(block.children)
            case Quote():
                yield from self._quote(block)
            case List():
                yield from self._list(block)
            case Verse():
                lines = (
                    _NO_BREAK * min(max(line.indent, 0), _WIDEST_INDENT) + self._text(line.children)
                    for line in block.children
                )
                yield f'<p class="verse">{"<br/>".join(lines)}</p>'
            case Preformatted():
                yield f"<pre>{content(block.value)}</pre>"
            case Rule():
                yield "<hr/>"
            case Aside(role="credit"):
                yield from self._media(None, block)
            case Aside():
                noteclass = _NOTE_CLASSES.get(block.role)
                yield element("note", noteclass=noteclass, class_=block.role)
                yield "<body.content>"
                yield from self._blocks(block.children)
                yield "</body.content>"
                yield "</note>"
            case Custom():
                yield from self._blocks(block.fallback)
            case _:
                assert_never(block)

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        if block is self._lead:
            self._lead = None  # the same value may stand in the story again
            inlines = block.children[1:] if lead_dateline(self._document) else block.children
            yield f'<p lede="true">{self._turn(inlines, block.speaker)}</p>'
        elif inline_text(block.children).strip():
            yield f"<p>{self._turn(block.children, block.speaker)}</p>"

    def _turn(self, inlines: tuple[Inline, ...], speaker: str | None) -> str:
        """The words of a paragraph; who speaks, where it opens with the name, is a person."""
        first = inlines[0] if inlines else None
        name = _NAME.match(first.value) if speaker and isinstance(first, Text) else None
        if name is None or not isinstance(first, Text):
            return self._text(inlines)
        rest = (Text(first.value[name.end() - 1 :]), *inlines[1:])
        return f"<person>{content(name[0][:-1])}</person>{self._text(rest)}"

    def _quote(self, quote: Quote) -> Iterator[str]:
        if quote.role == "speech":
            yield from self._speech(quote)
            return
        yield element("bq", quote_source=quote.speaker)
        yield "<block>"
        yield from self._blocks(quote.children)
        yield "</block>"
        if quote.attribution:
            yield f"<credit>{self._text(quote.attribution.children)}</credit>"
        yield "</bq>"

    def _speech(self, quote: Quote) -> Iterator[str]:
        for child in quote.children:
            if isinstance(child, Paragraph):
                text = self._inlines.speech(child.children, quote.speaker)
                yield f'<p class="speech">{text}</p>'
            else:
                yield from self._block(child)
        if quote.attribution:
            yield f'<p class="attribution">{self._text(quote.attribution.children)}</p>'

    def _list(self, node: List) -> Iterator[str]:
        """A list. NITF counts in figures from `seqnum` on: other labels are text in a bulleted one,
        and after a gap in the numbers another list begins.
        """
        if node.ordered and node.numbering != "decimal":
            yield from self._counted(labelled(node))
        elif node.ordered:
            for run in counted_runs(node):
                yield from self._counted(run)
        else:
            yield from self._counted(node)

    def _counted(self, node: List) -> Iterator[str]:
        if not node.children:
            return
        tag = "ol" if node.ordered else "ul"
        yield element(tag, seqnum=str(node.start) if node.ordered and node.start != 1 else None)
        for item in node.children:
            match item.children:
                case [Paragraph(speaker=None) as only]:
                    yield f"<li>{self._text(only.children)}</li>"
                case _:
                    yield "<li>"
                    yield from self._blocks(item.children)
                    yield "</li>"
        yield f"</{tag}>"

    def _media(self, caption: Aside | None, credit: Aside | None) -> Iterator[str]:
        """The line under a picture and who made it; the picture itself, the copy does not hold."""
        makers = self._runs(credit) if credit else []
        if makers is None and credit:  # more than words: no media-producer can hold it
            if caption:
                yield from self._media(caption, None)
            yield '<note class="credit">'
            yield "<body.content>"
            yield from self._blocks(credit.children)
            yield "</body.content>"
            yield "</note>"
            return
        yield '<media media-type="image">'
        yield "<media-reference/>"
        if caption:
            yield "<media-caption>"
            yield from self._blocks(caption.children)
            yield "</media-caption>"
        for maker in makers or []:
            yield f"<media-producer>{maker}</media-producer>"
        yield "</media>"

    def _runs(self, aside: Aside) -> list[str] | None:
        """The paragraphs of an aside as enriched text; None where it holds anything else."""
        if not all(isinstance(block, Paragraph) for block in aside.children):
            return None
        if not plain_text(aside).strip():
            return None
        return [
            self._text(block.children) for block in aside.children if isinstance(block, Paragraph)
        ]

    def _text(self, inlines: Iterable[Inline]) -> str:
        return self._inlines.enriched(inlines)
