"""Blocks as lines of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, assert_never

from msgspec import Struct

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._sanitize import clean
from copydesk.exporters.markdown._escape import run_lengths
from copydesk.exporters.markdown._inlines import Inlines
from copydesk.exporters.markdown._tokens import BREAK, Kind, Token, trim
from copydesk.exporters.markdown._wrap import fill, release
from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Custom,
    Dateline,
    Deck,
    Document,
    Emphasis,
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
from copydesk.walk import counted_runs, labelled

_DEEPEST: Final = 6
_HIGHEST_NUMBER: Final = 999_999_999
_WIDEST_INDENT: Final = 40
_LINE_END: Final = re.compile("\r\n?|[\n\x85\u2028\u2029]")


class _Printed(Struct):
    """A block in print. `marker` is that of a list. `tight` says that it may stand in a list item
    below a paragraph with no blank line between.
    """

    lines: list[str]
    marker: str = ""
    paragraph: bool = False
    tight: bool = False


class Writer:
    """Prints one document. `wrap` is a width in columns, or 0."""

    def __init__(self, gfm: bool, wrap: int, report: Callable[[Diagnostic], None]) -> None:
        self._inlines = Inlines(gfm, bool(wrap), report)
        self._wrap = wrap
        self._has_headline = False

    def document(self, document: Document) -> str:
        """The whole text, with a line end at its end; empty if nothing is visible."""
        story = _Flow(self._wrap)
        for node in document.head:
            self._head(story, node)
        self._blocks(story, document.body)
        tail = _Flow(self._wrap)
        self._blocks(tail, document.tail)
        blocks = story.blocks
        if story.blocks and tail.blocks:
            blocks.append(_Printed(["---"]))
        blocks += tail.blocks
        text = "\n\n".join("\n".join(block.lines) for block in blocks)
        return f"{text}\n" if text else ""

    def _head(self, flow: _Flow, node: HeadNode) -> None:
        match node:
            case Headline():
                if self._has_headline:
                    self._paragraph(flow, node.children)
                else:
                    self._has_headline = self._heading(flow, 1, node.children)
            case Deck():
                self._paragraph(flow, (Emphasis(node.children),))
            case Byline() | Dateline() | Timestamp() | Slug():
                self._paragraph(flow, node.children)
            case _:
                assert_never(node)

    def _blocks(self, flow: _Flow, blocks: Iterable[Block]) -> None:
        # Trees nest at most MAX_DEPTH deep, so that this recursion is bounded.
        for block in blocks:
            match block:
                case Paragraph():
                    self._paragraph(flow, block.children)
                case Section():
                    self._heading(flow, block.level + 1, block.title)
                    self._blocks(flow, block.children)
                case Quote():
                    self._quote(flow, block)
                case List():
                    self._numbered(flow, block)
                case Verse():
                    self._verse(flow, block)
                case Preformatted():
                    _preformatted(flow, block.value)
                case Rule():
                    flow.add(["* * *"])
                case Aside():
                    self._blocks(flow, block.children)
                case Custom():
                    self._blocks(flow, block.fallback)
                case _:
                    assert_never(block)

    def _heading(self, flow: _Flow, level: int, title: tuple[Inline, ...]) -> bool:
        text = self._inlines.line(title)
        if text:
            flow.add([f"{'#' * min(max(level, 1), _DEEPEST)} {text}"])
        return bool(text)

    def _paragraph(self, flow: _Flow, inlines: tuple[Inline, ...]) -> None:
        flow.add(fill(self._inlines.lines(inlines), flow.width), paragraph=True)

    def _quote(self, flow: _Flow, quote: Quote) -> None:
        inner = _Flow(_narrow(flow.width, 2))
        self._blocks(inner, quote.children)
        if quote.attribution:
            self._paragraph(inner, quote.attribution.children)
        flow.add([f"> {line}" if line else ">" for line in inner.lines()])

    def _numbered(self, flow: _Flow, node: List) -> None:
        """A list whose labels all reach the reader. Markdown counts in figures, one by one: other
        labels are text behind a bullet, and after a gap in the numbers another list begins.
        """
        if not node.ordered:
            self._list(flow, node)
        elif node.numbering != "decimal" or node.delimiter == "()":
            self._list(flow, labelled(node))
        else:
            for run in counted_runs(node):
                self._list(flow, run)

    def _list(self, flow: _Flow, node: List) -> None:
        marker = flow.next_marker(node.ordered, node.delimiter)
        number = min(max(node.start, 0), _HIGHEST_NUMBER - len(node.children))
        items: list[tuple[str, _Flow]] = []
        for offset, item in enumerate(node.children):
            label = f"{number + offset}{marker}" if node.ordered else marker
            inner = _Flow(_narrow(flow.width, len(label) + 1), marker)
            self._blocks(inner, item.children)
            items.append((label, inner))
        tight = all(inner.is_tight() for _, inner in items)
        lines: list[str] = []
        for label, inner in items:
            if lines and not tight:
                lines.append("")
            below = " " * (len(label) + 1)
            first, *rest = inner.lines(tight) or [""]
            lines.append(f"{label} {first}" if first else label)
            lines += [below + line if line else "" for line in rest]
        # An empty item, or another number than 1, cannot interrupt a paragraph (5.3).
        interrupts = bool(items and items[0][1].blocks) and (number == 1 or not node.ordered)
        flow.add(lines, marker=marker, tight=tight and interrupts)

    def _verse(self, flow: _Flow, verse: Verse) -> None:
        tokens: list[Token] = []
        for line in verse.children:
            inner = trim(self._inlines.tokens(line.children))
            if inner and line.indent > 0:
                tokens.append(Token(Kind.RAW, "&nbsp;" * min(line.indent, _WIDEST_INDENT)))
            tokens += [*inner, BREAK]
        flow.add(release(self._inlines.token_lines(tokens)), paragraph=True)


class _Flow:
    """The blocks of one container, printed one after the other."""

    def __init__(self, width: int, outer_marker: str = "") -> None:
        self.width = width
        self.blocks: list[_Printed] = []
        self._outer_marker = outer_marker

    def add(
        self, lines: list[str], *, marker: str = "", paragraph: bool = False, tight: bool = False
    ) -> None:
        """Add a block; one without lines is none."""
        if lines:
            self.blocks.append(_Printed(lines, marker, paragraph, tight))

    def next_marker(self, ordered: bool, wanted: str) -> str:
        """The marker for a list that comes next: never that of the list just before, which it
        would continue, nor that of the item it opens (`- - -` is a rule); else what is `wanted`.
        """
        used = self.blocks[-1].marker if self.blocks else self._outer_marker
        if ordered:
            return wanted if wanted != used else ")" if used == "." else "."
        return "+" if used == "-" else "-"

    def is_tight(self) -> bool:
        """Whether a list item with these blocks needs no blank lines: a paragraph at most, and a
        list of such items below.
        """
        match self.blocks:
            case []:
                return True
            case [only]:
                return only.paragraph
            case [first, second]:
                return first.paragraph and second.tight
            case _:
                return False

    def lines(self, tight: bool = False) -> list[str]:
        """All lines, a blank one between blocks unless `tight`."""
        lines: list[str] = []
        for block in self.blocks:
            if lines and not tight:
                lines.append("")
            lines += block.lines
        return lines


def _preformatted(flow: _Flow, value: str) -> None:
    lines = [line if line.strip() else "" for line in _LINE_END.split(clean(value))]
    if any(lines):
        fence = "`" * max(3, 1 + max(run_lengths("`", value), default=0))
        flow.add([fence, *lines, fence])


def _narrow(width: int, indent: int) -> int:
    return max(width - indent, 1) if width else 0
