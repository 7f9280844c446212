"""What a line says of the next one: that it has to go on there, or that it cannot."""

from __future__ import annotations

from copydesk.parsing import shapes
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.layout import Layout
from copydesk.parsing.lines import Line

_OF_NUMBERS = frozenset("$£€0123456789")


def is_left_open(line: Line, following: Line, layout: Layout) -> bool:
    """Whether a line that ends short of the margin cannot end where it does: after a word that
    others follow, in a quotation, or before a sum.
    """
    text = following.text
    if shapes.ends_sentence(line.text) or line.text[-1] in ":;" or following.indent != line.indent:
        return False
    if shapes.all_caps(line.text):
        return False
    if shapes.ends_unfinished(line.text):
        return True
    if line.width < 0.7 * layout.margin:
        return False
    if text[0] in _OF_NUMBERS:
        return shapes.NUMBER.match(text) is None
    return (
        shapes.leaves_quote_open(line.text)
        and text[0] not in shapes.QUOTE_OPENERS
        and not shapes.leaves_quote_open(line.text + text)
    )


_WIDEST_DATE = 40


def is_dated(line: Line, following: Line) -> bool:
    """Whether `following` is a date and nothing else, and `line` wants none."""
    return (
        following.width <= _WIDEST_DATE
        and following.text[-1] != "."
        and not (line.text.endswith(",") or shapes.ends_unfinished(line.text))
        and read_timestamp(following.text) is not None
    )
