"""The core parser: decoded text in, document tree out, one stage after the other.

source (decode) → lines → layout → blocks → roles → (corrections) → inlines → assemble
"""

from __future__ import annotations

from msgspec import Struct

from copydesk.corrections import CopyRole, Corrections
from copydesk.diagnostics import Diagnostic
from copydesk.parsing.assemble import assemble
from copydesk.parsing.blocks import Block, group
from copydesk.parsing.calls import Call, Evidence
from copydesk.parsing.frames import unframe
from copydesk.parsing.hyphens import join_halves
from copydesk.parsing.layout import Layout, measure
from copydesk.parsing.lines import CONTROL, split_lines
from copydesk.parsing.mail import find_messages
from copydesk.parsing.names import name_of
from copydesk.parsing.nesting import heading_levels
from copydesk.parsing.pages import find_furniture
from copydesk.parsing.quoting import find_quoting
from copydesk.parsing.roles import assign
from copydesk.places import LineNumbers
from copydesk.tree import Document, Span

NEARLY_EVEN = 0.65
"""Evidence for a call that weighs less than this is reported: the call is a guess."""


class Decision(Struct, frozen=True, gc=False):
    """What one block of the copy was taken for, and why. Line numbers count from 1.

    `confidence` is the share of calls like it that were right on labelled copy, and `doubtful` says
    that it is low. `level` is that of a heading. `said`: a person said so.
    """

    role: CopyRole
    first_line: int
    last_line: int
    confidence: float
    text: str
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()
    doubtful: bool = False
    level: int | None = None
    said: bool = False


class Analysis(Struct, frozen=True):
    """A parsed copy: the document, how each block was decided, and what there is to report."""

    document: Document
    decisions: tuple[Decision, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class _Reading(Struct, frozen=True):
    """All that is known of a copy in the end."""

    document: Document
    layout: Layout
    blocks: list[Block]
    calls: list[Call]
    found: tuple[list[Block], list[Call]]
    """Blocks and calls without corrections."""


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
    return Analysis(reading.document, _decisions(text, reading), _diagnostics(text, reading))


def read_blocks(text: str) -> tuple[Layout, list[Block]]:
    """How a copy is laid out, and its blocks in the order of the source."""
    lines = unframe(find_quoting(split_lines(text), text))
    furniture = find_furniture(lines, text) | find_messages(lines)
    lines = join_halves(lines, furniture)
    layout = measure([line for line in lines if line.number not in furniture])
    return layout, group(lines, layout, furniture)


def _understand(
    text: str, name: str | None, encoding: str, corrections: Corrections | None
) -> _Reading:
    layout, blocks = read_blocks(text)
    calls = assign(blocks, layout)
    found = blocks, calls
    document = assemble(text, blocks, calls, name=name, encoding=encoding)
    if corrections is not None and (corrections.items or corrections.fingerprint):
        from copydesk.parsing.corrected import correct  # noqa: PLC0415 # seldom

        corrections = corrections.fitting(text)
        blocks, calls = correct(blocks, calls, document, corrections, LineNumbers(text))
        document = assemble(text, blocks, calls, name=name, encoding=encoding)
    return _Reading(document, layout, blocks, calls, found)


def _decisions(text: str, reading: _Reading) -> tuple[Decision, ...]:
    from copydesk.parsing.doubts import DOUBTFUL, Doubts  # noqa: PLC0415 # for explanations alone

    # What a correction leaves alone is as sure as it was without it.
    before = Doubts(*reading.found, reading.layout)
    places = {id(block): index for index, block in enumerate(reading.found[0])}
    after = Doubts(reading.blocks, reading.calls, reading.layout)
    levels = heading_levels(reading.blocks, reading.document)
    numbers = LineNumbers(text)
    made: list[Decision] = []
    against: tuple[Evidence, ...]
    for index, (block, call) in enumerate(zip(reading.blocks, reading.calls, strict=True)):
        was = places.get(id(block))
        if call.said:
            sure, against = 1.0, ()
        elif was is None or reading.found[1][was].role != call.role:
            sure, against = after.sure(index)
        else:
            sure, against = before.sure(was)
        weighed = (*call.evidence, *against)
        made.append(
            Decision(
                name_of(call),
                numbers.of(block.lines[0].start),
                numbers.of((block.underline or block.lines[-1]).start),
                sure,
                block.text,
                tuple(item.words for item in weighed if item.weight > 0),
                tuple(item.words for item in weighed if item.weight < 0),
                sure < DOUBTFUL,
                levels.get(index) if call.role == "heading" else None,
                call.said,
            )
        )
    return tuple(made)


def _diagnostics(text: str, reading: _Reading) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    if reading.blocks and reading.document.metadata.title is None:
        found.append(Diagnostic("no-headline", "no headline was found", "note"))
    for block, call in zip(reading.blocks, reading.calls, strict=True):
        if call.confidence < NEARLY_EVEN:
            first, last = block.lines[0], block.lines[-1]
            message = f"taken for a {name_of(call)}, but that is a guess"
            found.append(Diagnostic("doubtful-role", message, "note", Span(first.start, last.stop)))
    body = text.removeprefix("\ufeff")
    controls = CONTROL.findall(body)
    if controls:
        at = CONTROL.search(body)
        where = at.start() + len(text) - len(body) if at else 0
        many = len(controls) > 1
        message = (
            f"{len(controls)} invisible control character{'s were' if many else ' was'} left out"
        )
        found.append(Diagnostic("control-character", message, "warning", Span(where, where + 1)))
    return tuple(found)
