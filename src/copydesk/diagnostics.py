"""Findings that are no failure: a guess, a loss, a repair; each with a code and a place."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from copydesk.tree import Span

Severity: TypeAlias = Literal["note", "warning"]


class Diagnostic(Struct, frozen=True, gc=False):
    """One finding. `code` is stable and documented in docs/reference/diagnostics.md."""

    code: str
    message: str
    severity: Severity = "warning"
    span: Span | None = None
