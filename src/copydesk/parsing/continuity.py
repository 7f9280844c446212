"""Whether two neighbouring lines belong to one block: by what they are, by margin, by grammar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copydesk.parsing import shapes
from copydesk.parsing.contents import is_led
from copydesk.parsing.layout import WIDEST_MARGIN, Layout
from copydesk.parsing.lines import Line
from copydesk.parsing.numbering import readings, steps
from copydesk.parsing.open_lines import is_dated, is_left_open
from copydesk.parsing.patterns import lazily

_WIDEST_STEP = 12
_HEAD_LINES = 40


def continues(
    run: Sequence[Line],
    line: Line,
    following: Line,
    layout: Layout,
    entries: Mapping[int, str],
) -> bool:
    """Whether `following` belongs to the same block as `line`, the last one of `run`."""
    if line.divided and following.number == line.number + 1:
        return True
    if shapes.LONE_BULLET.fullmatch(line.text):
        # As PDF readers put it: the bullet, and its text in the line below or the one after.
        return following.number <= line.number + 2 and not _stands_alone(following)
    if layout.turns_page(line, following):
        return following.number not in entries
    return _are_near(run, line, following, layout, entries)


def _are_near(
    run: Sequence[Line],
    line: Line,
    following: Line,
    layout: Layout,
    entries: Mapping[int, str],
) -> bool:
    """Whether two lines that stand near each other are of one block."""
    if following.number in entries or not _adjoin(line, following):
        return False
    entry = entries.get(run[0].number)
    if (not entry and _is_parted(line, following, layout)) or (
        is_led(line.text) or _stands_alone(line) or _stands_alone(following)
    ):
        return False
    if following.number > line.number + (2 if layout.doubled else 1):
        return layout.bridges(line, following)
    if entry and following.indent >= run[0].indent + 2:
        return True
    if _opens_other(run[0], line, following, layout):
        return False
    hanging = _hanging_column(run[0])
    if hanging and abs(following.indent - hanging) <= 1 and _runs_on(line, following, layout):
        return True
    if layout.full_width and following.number <= _HEAD_LINES and is_dated(line, following):
        return False
    if layout.wrapped:
        return _goes_on_wrapped(run, line, following, layout, hanging)
    return _goes_on_unwrapped(run, line, following, layout)


def _goes_on_wrapped(
    run: Sequence[Line], line: Line, following: Line, layout: Layout, hanging: int
) -> bool:
    if _credit_follows(line, following) or (layout.cased and _case_changes(line, following)):
        return False
    if not hanging and _is_first_line(following, layout):
        return _is_set_in(run, line, following, layout)
    step = following.indent - line.indent
    if step >= 2 and not (hanging and abs(following.indent - hanging) <= 2):
        return False
    if step <= -2 and (
        len(run) > 1 or not _falls_back(line, following, layout) or step < -_WIDEST_STEP
    ):
        return False
    return _runs_on(line, following, layout)


def _goes_on_unwrapped(run: Sequence[Line], line: Line, following: Line, layout: Layout) -> bool:
    back = len(run) == 1 and 0 < line.indent - following.indent <= _WIDEST_STEP
    return (following.indent == line.indent or (back and layout.cased)) and (
        layout.breaks_full(line, following) or _spills_over(line, following, layout)
    )


def _adjoin(line: Line, following: Line) -> bool:
    return following.depth == line.depth and following.number <= line.number + 2


def _is_parted(line: Line, following: Line, layout: Layout) -> bool:
    """Whether lines of copy that is not wrapped are plainly of two blocks, as most of them are."""
    return not (
        layout.wrapped
        or layout.full_width
        or layout.margin <= WIDEST_MARGIN
        or following.number > line.number + 1
        or shapes.starts_lower(following.text)
    )


def _runs_on(line: Line, following: Line, layout: Layout) -> bool:
    """Whether the text of `line` goes on in `following`, by margin and by grammar."""
    if layout.wrapping.ragged and shapes.ends_sentence(line.text):
        # No margin says whether a paragraph ends here; its last line is a short one.
        full = max(0.9 * layout.wrapping.usual, 0.85 * layout.margin)
        return layout.separated and line.width >= full
    if layout.wrapped and layout.breaks(line, following, slack=1):
        return True
    if layout.wrapped and not layout.wrapping.ragged and line.width < 0.6 * layout.margin:
        return False
    if layout.wrapped and layout.cased and is_left_open(line, following, layout):
        return True
    ended = shapes.ends_sentence(line.text) or line.text.endswith((":", ";"))
    if layout.cased and shapes.starts_lower(following.text) and not ended:
        return True
    if layout.wrapping.ragged and layout.separated and line.width >= 0.7 * layout.margin:
        return True
    # A margin of its own, such as a narrower quotation's: nearly full, and the sentence is open, or
    # blank lines part the paragraphs.
    open_ended = not ended or (layout.separated and not layout.first_indent)
    return layout.wrapped and open_ended and line.width >= 0.85 * layout.margin_at(line.indent)


def _spills_over(line: Line, following: Line, layout: Layout) -> bool:
    """Whether a paragraph of copy that is not wrapped throughout was broken here all the same."""
    return (
        layout.cased
        and 40 <= layout.margin <= WIDEST_MARGIN
        and (line.width >= 0.6 * layout.margin or _breaks_at_comma(line))
        and (
            shapes.starts_lower(following.text)
            or shapes.ends_unfinished(line.text)
            or _is_full(line, following, layout)
        )
        and not shapes.ends_sentence(line.text)
        and not line.text.endswith((":", ";"))
    )


_FULL = 60


def _is_full(line: Line, following: Line, layout: Layout) -> bool:
    """Whether a line is as wide as lines get here, a word came next that had no room, and what
    follows is as wide or ends as a paragraph does: the widest title is as wide as lines get, too.
    """
    enough = max(_FULL, 0.95 * layout.margin)
    if line.width < enough or not layout.separated or not layout.breaks(line, following):
        return False
    return following.width >= enough or shapes.ends_sentence(following.text)


_CLAUSE = 40


def _breaks_at_comma(line: Line) -> bool:
    """Whether a line that is long enough for prose breaks off after a comma."""
    return line.text.endswith(",") and line.width >= _CLAUSE and not line.indent


def _stands_alone(line: Line) -> bool:
    text = line.text
    if text[0].isalnum() and text[0] not in "xXeEfF":
        return shapes.table_gaps(text) >= 2
    return (
        shapes.RULE.fullmatch(text) is not None
        or (shapes.END_MARK.fullmatch(text) or shapes.LONE_BULLET.fullmatch(text)) is not None
        or shapes.table_gaps(text) >= 2
    )


_ABBREVIATED = lazily(
    r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|Nos|Nr|Art|Abs|vol|pp?|ch|fig|ca?)\.$"
)
"""What a number follows, so that its full stop ends no sentence."""


def _is_open(line: Line, following: Line, layout: Layout) -> bool:
    """Whether the margin broke `line` in the middle of a sentence."""
    return (
        layout.wrapped
        and following.indent in (line.indent, _hanging_column(line))
        and layout.breaks(line, following)
        and (not shapes.ends_sentence(line.text) or _ABBREVIATED.search(line.text) is not None)
        and not line.text.endswith(":")
    )


def _is_first_line(line: Line, layout: Layout) -> bool:
    """Whether `line` is set in as the first lines of this copy's paragraphs are."""
    return (
        layout.first_indent > 0
        and line.indent > layout.base_indent
        and abs(line.indent - layout.base_indent - layout.first_indent) <= 1
    )


def _is_set_in(run: Sequence[Line], line: Line, following: Line, layout: Layout) -> bool:
    """Whether a passage that is set in as first lines are goes on: all its lines are."""
    if following.indent != line.indent or not layout.breaks(line, following):
        return False
    if len(run) > 1:
        return run[0].indent == line.indent
    return shapes.starts_lower(following.text) and not shapes.ends_sentence(line.text)


def _opens_item(line: Line) -> bool:
    """Whether `line` opens a list entry, and not merely with a number or a dash that fell there."""
    if bullet := shapes.find_bullet(line.text):
        return bullet["mark"] not in "–—―" or not shapes.starts_lower(line.text[bullet.end() :])
    number = shapes.find_number(line.text)
    if not number:
        return False
    rest = line.text[number.end() :]
    return number["number"].isdigit() and not shapes.starts_lower(rest)


def _counts_on(first: Line, line: Line, following: Line) -> bool:
    """Whether `following` opens with the number after that of the block, or with the first one of a
    list within it or under a line that announces it: then `b)` is no end of a sentence.
    """
    number = shapes.find_number(following.text)
    if number is None:
        return False
    above = shapes.find_number(first.text)
    opens = 1 in readings(number["mark"]).values()
    if above is None:
        return opens and line.text.endswith(":")
    if first.indent == following.indent:
        return 1 in steps(above["mark"], number["mark"]).values()
    return opens if following.indent > first.indent else True


def _opens_other(first: Line, line: Line, following: Line, layout: Layout) -> bool:
    """Whether `following` opens a list entry or a turn of its own after a block from `first` on."""
    if _opens_turn(line, following) or _same_bullet(first, following):
        return True
    if _counts_on(first, line, following):
        return True
    return _opens_item(following) and not _is_open(line, following, layout)


def _same_bullet(first: Line, following: Line) -> bool:
    mark, other = shapes.find_bullet(first.text), shapes.find_bullet(following.text)
    return mark is not None and other is not None and mark["mark"] == other["mark"]


def _opens_turn(line: Line, following: Line) -> bool:
    """Whether `following` opens a turn of a dialogue: a dash right before a word or its mark."""
    text = following.text
    return (
        text[0] in "—―–"
        and (text[1:2] in "¿¡«“" or text[1:2].isupper())
        and (shapes.ends_sentence(line.text) or line.text.endswith(":"))
    )


def _hanging_column(first: Line) -> int:
    """The column at which the text of a list entry starts, or 0."""
    match = (
        shapes.find_bullet(first.text)
        or shapes.find_number(first.text)
        or shapes.find_section_number(first.text)
    )
    return first.indent + match.end() if match else 0


def _falls_back(line: Line, following: Line, layout: Layout) -> bool:
    """Whether a step to the left leads from a first-line indent to the edge, or to that of a
    passage that is set in as a whole.
    """
    step = line.indent - following.indent
    set_in = following.indent >= layout.base_indent + max(2, layout.first_indent)
    return layout.first_indent == 0 or abs(step - layout.first_indent) <= 1 or set_in


def _credit_follows(line: Line, following: Line) -> bool:
    """Whether a byline, or whom to ask, stands on a line of its own near the top."""
    if following.number <= _HEAD_LINES and (
        shapes.CONTACT.match(following.text)
        or is_dated(line, following)
        or (line.text.startswith("Eds:") and shapes.ends_sentence(line.text))
    ):
        return True
    return following.text.startswith(("By ", "BY ", "Von ", "VON ", "Par ", "PAR ")) and (
        len(following.text) < 60 and following.number <= 12 and not shapes.ends_sentence(line.text)
    )


def _case_changes(line: Line, following: Line) -> bool:
    """Whether a line in capitals meets one that is not: a heading's edge."""
    return (
        shapes.all_caps(line.text) != shapes.all_caps(following.text)
        and min(len(shapes.WORD.findall(line.text)), len(shapes.WORD.findall(following.text))) >= 2
        and shapes.all_caps(line.text)
        and not shapes.ends_open(line.text)
    )
