"""The core parser: decoded text in, document tree out, one stage after the other.

source (decode) → lines → layout → blocks → roles → (corrections) → inlines → assemble
"""

from __future__ import annotations

from msgspec import Struct

from copydesk.corrections import CopyRole, Corrections
from copydesk.diagnostics import Diagnostic
from copydesk.parsing.assemble import assemble
from copydesk.parsing.blocks import Block, group
from copydesk.parsing.calls import Call
from copydesk.parsing.layout import measure
from copydesk.parsing.lines import CONTROL, split_lines
from copydesk.parsing.names import name_of
from copydesk.parsing.roles import assign
from copydesk.tree import Document, Span

DOUBTFUL = 0.65
"""A call below this confidence is reported as a guess."""


class Decision(Struct, frozen=True, gc=False):
    """What one block of the copy was taken for, and why. Line numbers count from 1."""

    role: CopyRole
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


class _Reading(Struct, frozen=True):
    """All that is known of a copy in the end."""

    document: Document
    blocks: list[Block]
    calls: list[Call]


def parse(
    text: str,
    *,
    name: str | None = None,
    encoding: str = "str",
    corrections: Corrections | None = None,
) -> Document:
    """The document tree of raw copy: any string is copy of some kind.

    `corrections` is what a person says of its lines. Raises `CorrectionError` where they do not fit
    the text, and nothing without them.
    """
    return _understand(text, name, encoding, corrections).document


def read(
    text: str, *, name: str | None, encoding: str, corrections: Corrections | None
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """As `parse`, with what there is to report."""
    reading = _understand(text, name, encoding, corrections)
    return reading.document, _diagnostics(text, reading)


def analyze(
    text: str,
    *,
    name: str | None = None,
    encoding: str = "str",
    corrections: Corrections | None = None,
) -> Analysis:
    """As `parse`, with the decisions that made the document."""
    reading = _understand(text, name, encoding, corrections)
    return Analysis(
        reading.document,
        tuple(map(_decision, reading.blocks, reading.calls)),
        _diagnostics(text, reading),
    )


def _understand(
    text: str, name: str | None, encoding: str, corrections: Corrections | None
) -> _Reading:
    lines = split_lines(text)
    layout = measure(lines)
    blocks = group(lines, layout)
    calls = assign(blocks, layout)
    document = assemble(text, blocks, calls, name=name, encoding=encoding)
    if corrections is not None and (corrections.items or corrections.fingerprint):
        from copydesk.parsing.corrected import correct, refuse_other_text  # noqa: PLC0415 # seldom

        refuse_other_text(text, corrections)
        blocks, calls = correct(blocks, calls, document, corrections)
        document = assemble(text, blocks, calls, name=name, encoding=encoding)
    return _Reading(document, blocks, calls)


def _decision(block: Block, call: Call) -> Decision:
    return Decision(
        name_of(call),
        block.lines[0].number,
        (block.underline or block.lines[-1]).number,
        call.confidence,
        block.text[:120],
        tuple(item.words for item in call.evidence if item.weight > 0),
        tuple(item.words for item in call.evidence if item.weight < 0),
    )


def _diagnostics(text: str, reading: _Reading) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    if reading.blocks and reading.document.metadata.title is None:
        found.append(Diagnostic("no-headline", "no headline was found", "note"))
    for block, call in zip(reading.blocks, reading.calls, strict=True):
        if call.confidence < DOUBTFUL:
            first, last = block.lines[0], block.lines[-1]
            message = f"line {first.number} is taken for a {name_of(call)}, but that is a guess"
            found.append(Diagnostic("doubtful-role", message, "note", Span(first.start, last.stop)))
    body = text.removeprefix("\ufeff")
    controls = CONTROL.findall(body)
    if controls:
        at = CONTROL.search(body)
        where = at.start() + len(text) - len(body) if at else 0
        message = f"{len(controls)} invisible control characters were left out"
        found.append(Diagnostic("control-character", message, "warning", Span(where, where + 1)))
    return tuple(found)
