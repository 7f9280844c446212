"""Fourth stage: what each block is, with the evidence for and against it.

Roles that a block shows by itself (a rule, a byline, a bullet) come first; the headline and the
headings come after them, because they are a matter of the whole copy: headings of one level look
alike, stand over text, and are few.
"""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Call, Copy, Evidence
from copydesk.parsing.head import find_credits, find_lead, find_mail
from copydesk.parsing.headings import find_headings
from copydesk.parsing.headline import find_headline
from copydesk.parsing.layout import Layout
from copydesk.parsing.marks import (
    find_furniture_blocks,
    find_lists,
    find_marks,
    find_notices,
)
from copydesk.parsing.preformatted import find_preformatted
from copydesk.parsing.quotations import find_quotations, find_short_lines
from copydesk.parsing.turns import find_turns

STEPS = (
    find_furniture_blocks,
    find_mail,
    find_marks,
    find_notices,
    find_lists,
    find_preformatted,
    find_turns,
    find_headline,
    find_credits,
    find_short_lines,
    find_headings,
    find_quotations,
    find_lead,
)
_PARAGRAPH = Call("paragraph", 0.9, (Evidence(1.0, "nothing marks it as anything else"),))


def assign(blocks: Sequence[Block], layout: Layout) -> list[Call]:
    """One call for each block."""
    copy = Copy(blocks, layout)
    for step in STEPS:
        step(copy)
    return [call or _PARAGRAPH for call in copy.calls]
