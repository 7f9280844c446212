"""Why a copy was read as it was: for people at a terminal, for programs, and as a page to check."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from copydesk.corrections import Correction, fingerprint
from copydesk.diagnostics import Diagnostic
from copydesk.parsing import Decision
from copydesk.places import LineNumbers
from copydesk.sidecar import sidecar_of
from copydesk.tree import Metadata, Span


class Explanation(Struct, frozen=True, dict=True):
    """One copy, the decisions on it, and what else a conversion would say; `path` is None for
    standard input. `text` is the copy as it was decoded.
    """

    name: str
    path: Path | None
    encoding: str
    text: str
    metadata: Metadata
    decisions: tuple[Decision, ...]
    findings: tuple[Diagnostic, ...] = ()

    @property
    def language(self) -> str | None:
        """The language of the copy."""
        return self.metadata.language

    @property
    def doubtful(self) -> tuple[Decision, ...]:
        """What a person should look at."""
        return tuple(decision for decision in self.decisions if decision.doubtful)

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """The findings that no decision speaks of."""
        return tuple(each for each in self.findings if each.code != "doubtful-role")

    @property
    def mark(self) -> str:
        """What a sidecar knows the text by."""
        return fingerprint(self.text)

    @property
    def sidecar(self) -> str:
        """What a sidecar of the text is called."""
        return sidecar_of(self.path or Path("stdin.txt")).name

    def lines_of(self, span: Span) -> str:
        """The lines that `span` is on: `12` or `12-14`."""
        return self._numbers.of_span(span)

    @cached_property
    def _numbers(self) -> LineNumbers:
        return LineNumbers(self.text)


def on_lines(lines: str) -> str:
    """Where something was read, in words: `line 12`, `lines 12-14`."""
    return f"line{'s' * ('-' in lines)} {lines}"


class Fact(Struct, frozen=True):
    """A field of the metadata as people read it, and the lines where it was read: None where the
    user gave it.
    """

    name: str
    value: str
    lines: str | None


def facts(explanation: Explanation) -> Iterator[Fact]:
    """What is known of the copy as a whole."""
    found = explanation.metadata
    spans = found.spans
    authors = spans.authors or (None,) * len(found.authors)
    named = [
        ("title", found.title, spans.title),
        *(("author", name, span) for name, span in zip(found.authors, authors, strict=True)),
        ("published", found.published, spans.published),
        ("updated", found.updated, spans.updated),
        ("publisher", found.publisher, spans.publisher),
        ("source", found.source_url, spans.source_url),
        ("language", found.language, spans.language),
    ]
    for name, value, span in named:
        if value:
            yield Fact(name, value, None if span is None else explanation.lines_of(span))


def as_said(decision: Decision) -> Correction:
    """The correction that would say what `decision` says."""
    return Correction(decision.first_line, decision.last_line, decision.role, decision.level)


def place(decision: Decision) -> str:
    """The lines of a decision: `12` or `12-14`."""
    first, last = decision.first_line, decision.last_line
    return str(first) if first == last else f"{first}-{last}"


def share(decision: Decision) -> str:
    """How sure a decision is, as a percentage; nothing is ever wholly sure."""
    return f"{min(decision.confidence, 0.99):.0%}"


def shortened(text: str, width: int) -> str:
    """`text` on one line of `width` characters."""
    line = " ".join(text[: 4 * width].split())
    return line if len(line) <= width else line[: width - 1] + "…"
