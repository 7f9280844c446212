"""An explanation as a list of blocks for people, in colour where that can be seen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TextIO

from copydesk.diagnostics import Diagnostic
from copydesk.explanation import Explanation, facts, on_lines, place, share, shortened
from copydesk.parsing import Decision
from copydesk.terminal import printable

_WIDTH = 80
_MARGIN = 30
_SHOWN = 8

Paint = Callable[[str, str], str]
"""A style and a text to the text in that style."""

_CODES = {"role": "1", "sure": "32", "unsure": "33", "doubtful": "1;31", "faint": "2"}
"""Select graphic rendition (ECMA-48, 8.3.117)."""


def wants_colour(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that takes colours and whose owner does (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def listing(explanation: Explanation, *, colour: bool = False) -> str:
    """What each block was taken for, how surely, and what spoke for it and against it."""
    paint = _coloured if colour else _plain
    lines = [
        printable(f"{explanation.name} ({explanation.encoding})"),
        *(paint("unsure", f"  {_remark(explanation, each)}") for each in explanation.remarks),
        *_facts(explanation, paint),
        "",
        paint("faint", "   lines  role          sure  text"),
    ]
    for decision in explanation.decisions:
        lines += _block(decision, paint)
    doubtful = explanation.doubtful
    if doubtful:
        places = [place(decision) for decision in doubtful[:_SHOWN]]
        more = f" and {len(doubtful) - _SHOWN} more" if len(doubtful) > _SHOWN else ""
        many = len(doubtful) > 1
        said = (
            f"? {len(doubtful)} of {len(explanation.decisions)} blocks {'are' if many else 'is'} "
            f"doubtful: line{'s' if many or '-' in places[0] else ''} {', '.join(places)}{more}"
        )
        lines += ["", paint("doubtful", said)]
    return "\n".join(lines)


def _remark(explanation: Explanation, finding: Diagnostic) -> str:
    where = f"{on_lines(explanation.lines_of(finding.span))}: " if finding.span else ""
    return printable(f"{finding.severity}: {where}{finding.message}")


def _facts(explanation: Explanation, paint: Paint) -> Iterator[str]:
    """What is known of the copy as a whole."""
    for fact in facts(explanation):
        where = on_lines(fact.lines) if fact.lines else "given"
        name = paint("faint", f"{fact.name:<10}")
        value = printable(shortened(fact.value, _WIDTH - _MARGIN))
        yield f"  {name}  {value}  {paint('faint', where)}"


def _block(decision: Decision, paint: Paint) -> Iterator[str]:
    sign = paint("doubtful", "?") if decision.doubtful else " "
    level = f" {decision.level}" if decision.level and decision.level > 1 else ""
    role = paint("role", f"{decision.role + level:<12}")
    sure = decision.confidence
    style = "doubtful" if decision.doubtful else "unsure" if sure < 0.9 else "sure"
    said = "said" if decision.said else share(decision)
    text = printable(shortened(decision.text, _WIDTH - _MARGIN))
    yield f"{sign}{place(decision):>7}  {role} {paint(style, f'{said:>4}')}  {text}"
    margin = " " * _MARGIN
    for style, mark, reasons in (
        ("sure", "+", decision.evidence_for),
        ("unsure", "-", decision.evidence_against),
    ):
        for reason in reasons:
            yield f"{margin}{paint(style, mark)} {paint('faint', printable(reason))}"


def _plain(style: str, text: str) -> str:
    return text


def _coloured(style: str, text: str) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
