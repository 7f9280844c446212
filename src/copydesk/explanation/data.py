"""An explanation for programs: one line of JSON (RFC 8259) a text."""

from __future__ import annotations

import msgspec

from copydesk.explanation import Explanation, as_said
from copydesk.sidecar import sidecar_line
from copydesk.tree import Metadata


class _Block(msgspec.Struct):
    role: str
    level: int | None
    first_line: int
    last_line: int
    confidence: float
    doubtful: bool
    corrected: bool
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    correction: str
    text: str


class _Finding(msgspec.Struct):
    code: str
    severity: str
    message: str
    lines: str | None


class _Text(msgspec.Struct):
    name: str
    encoding: str
    sha256: str
    metadata: Metadata
    findings: list[_Finding]
    doubtful: int
    blocks: list[_Block]


def data(explanation: Explanation) -> str:
    """The text's name, encoding and fingerprint, its metadata, what a conversion would report, the
    number of doubtful blocks, and all blocks.
    """
    blocks = [
        _Block(
            decision.role,
            decision.level,
            decision.first_line,
            decision.last_line,
            round(decision.confidence, 3),
            decision.doubtful,
            decision.said,
            decision.evidence_for,
            decision.evidence_against,
            sidecar_line(as_said(decision)),
            decision.text,
        )
        for decision in explanation.decisions
    ]
    findings = [
        _Finding(
            each.code,
            each.severity,
            each.message,
            explanation.lines_of(each.span) if each.span else None,
        )
        for each in explanation.findings
    ]
    found = _Text(
        _whole(explanation.name),
        explanation.encoding,
        explanation.mark,
        explanation.metadata,
        findings,
        len(explanation.doubtful),
        blocks,
    )
    return msgspec.json.encode(found).decode()


def _whole(name: str) -> str:
    """A name that is no Unicode, as some file systems have them, as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()
