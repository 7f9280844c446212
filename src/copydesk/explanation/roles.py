"""A first sidecar for a text: every call on it as a comment, so that one word corrects it."""

from __future__ import annotations

from copydesk.corrections import ROLES, Correction, Corrections
from copydesk.explanation import Explanation, as_said, share, shortened
from copydesk.parsing import Decision
from copydesk.sidecar import Row, sidecar_text
from copydesk.terminal import printable

_WIDTH = 48


def roles(explanation: Explanation, kept: Corrections) -> str:
    """The sidecar, with the corrections that there are already."""
    rows = [
        Row(as_said(decision), _note(decision))
        for decision in explanation.decisions
        if not any(_meet(decision, item) for item in kept.items)
    ]
    rows += [Row(item, _first_words(explanation, item), True) for item in kept.items]
    rows.sort(key=lambda row: row.correction.first)
    intro = (
        printable(f"What the lines of {explanation.name} are."),
        "",
        "To correct one, take the # away before its line and say what it is:",
        '    12 = "heading 2"           line 12 is a heading of the second level',
        '    3-4 = "join headline"      lines 3 and 4 are one block, the headline',
        '    20-24 = "split list-item"  each of these lines is an entry of a list',
        "What has no line here stays as copydesk finds it.",
        "",
        *_wrapped(f"Roles: {', '.join(ROLES)}."),
        "Marked with ?: doubtful.",
        "",
        "The text that the line numbers are right for; after a change of the text",
        "look through the lines, and convert --write-roles puts the new mark in:",
    )
    return sidecar_text(intro, explanation.mark, rows)


def _meet(decision: Decision, item: Correction) -> bool:
    return item.first <= decision.last_line and decision.first_line <= item.last


def _note(decision: Decision) -> str:
    sure = f"{'?' if decision.doubtful else ' '}{share(decision):>4}"
    return f"{sure}  {printable(shortened(decision.text, _WIDTH))}"


def _first_words(explanation: Explanation, item: Correction) -> str:
    text = next((d.text for d in explanation.decisions if _meet(d, item)), "")
    return f"       {printable(shortened(text, _WIDTH))}"


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 # costs milliseconds that a conversion has no use for

    return wrap(text, 76, break_on_hyphens=False)
