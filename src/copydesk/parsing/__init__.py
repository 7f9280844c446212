"""The core parser: decoded text in, document tree out, one stage after the other.

source (decode) → lines → layout → blocks → roles → inlines → assemble
"""

from __future__ import annotations

from msgspec import Struct

from copydesk.diagnostics import Diagnostic
from copydesk.parsing.assemble import assemble
from copydesk.parsing.blocks import Block, group
from copydesk.parsing.calls import Call
from copydesk.parsing.frames import unframe
from copydesk.parsing.hyphens import join_halves
from copydesk.parsing.layout import measure
from copydesk.parsing.lines import CONTROL, split_lines
from copydesk.parsing.mail import find_messages
from copydesk.parsing.pages import find_furniture
from copydesk.parsing.quoting import find_quoting
from copydesk.parsing.roles import assign
from copydesk.tree import Document, Span

DOUBTFUL = 0.65
"""A call below this confidence is reported as a guess."""


class Decision(Struct, frozen=True, gc=False):
    """What one block of the copy was taken for, and why. Line numbers count from 1."""

    role: str
    first_line: int
    last_line: int
    confidence: float
    excerpt: str
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()


class Analysis(Struct, frozen=True):
    """A parsed copy: the document, how each block was decided, and what there is to report."""

    document: Document
    decisions: tuple[Decision, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(text: str, *, name: str | None = None, encoding: str = "str") -> Document:
    """The document tree of raw copy. Never fails: any string is copy of some kind."""
    blocks, calls = _understand(text)
    return assemble(text, blocks, calls, name=name, encoding=encoding)


def analyze(text: str, *, name: str | None = None, encoding: str = "str") -> Analysis:
    """The document tree of raw copy, with the decisions that made it."""
    blocks, calls = _understand(text)
    document = assemble(text, blocks, calls, name=name, encoding=encoding)
    decisions = tuple(_decision(block, call) for block, call in zip(blocks, calls, strict=True))
    return Analysis(document, decisions, _diagnostics(text, document, blocks, calls))


def _understand(text: str) -> tuple[list[Block], list[Call]]:
    lines = unframe(find_quoting(split_lines(text), text))
    furniture = find_furniture(lines, text) | find_messages(lines)
    lines = join_halves(lines, furniture)
    layout = measure([line for line in lines if line.number not in furniture])
    blocks = group(lines, layout, furniture)
    return blocks, assign(blocks, layout)


def _decision(block: Block, call: Call) -> Decision:
    role = f"{call.role} ({call.detail})" if call.detail else call.role
    return Decision(
        role,
        block.lines[0].number,
        (block.underline or block.lines[-1]).number,
        call.confidence,
        block.text[:120],
        tuple(item.words for item in call.evidence if item.weight > 0),
        tuple(item.words for item in call.evidence if item.weight < 0),
    )


def _diagnostics(
    text: str, document: Document, blocks: list[Block], calls: list[Call]
) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    if blocks and document.metadata.title is None:
        found.append(Diagnostic("no-headline", "no headline was found", "note"))
    for block, call in zip(blocks, calls, strict=True):
        if call.confidence < DOUBTFUL:
            first, last = block.lines[0], block.lines[-1]
            message = f"line {first.number} is taken for a {call.role}, but that is a guess"
            found.append(Diagnostic("doubtful-role", message, "note", Span(first.start, last.stop)))
    body = text.removeprefix("\ufeff")
    controls = CONTROL.findall(body)
    if controls:
        at = CONTROL.search(body)
        where = at.start() + len(text) - len(body) if at else 0
        message = f"{len(controls)} invisible control characters were left out"
        found.append(Diagnostic("control-character", message, "warning", Span(where, where + 1)))
    return tuple(found)
