"""Why a copy was read as it was: for people at a terminal, for programs, and as a page to check."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from copydesk.corrections import Correction, Corrections, fingerprint
from copydesk.parsing import Decision, analyze
from copydesk.sidecar import sidecar_of


class Explanation(Struct, frozen=True):
    """One copy and the decisions on it; `path` is None for standard input."""

    name: str
    path: Path | None
    encoding: str
    text: str
    language: str | None
    decisions: tuple[Decision, ...]

    @property
    def doubtful(self) -> tuple[Decision, ...]:
        """What a person should look at."""
        return tuple(decision for decision in self.decisions if decision.doubtful)

    @property
    def mark(self) -> str:
        """What a sidecar knows the text by."""
        return fingerprint(self.text)

    @property
    def sidecar(self) -> str:
        """What a sidecar of the text is called."""
        return sidecar_of(self.path or Path("stdin.txt")).name


def explain(
    text: str, *, name: str, path: Path | None, encoding: str, corrections: Corrections | None
) -> Explanation:
    """Parse `text` and keep why. Raises `CorrectionError` where `corrections` do not fit."""
    found = analyze(text, name=name, encoding=encoding, corrections=corrections)
    language = found.document.metadata.language
    return Explanation(name, path, encoding, text, language, found.decisions)


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
