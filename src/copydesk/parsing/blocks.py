"""Third stage: lines to blocks. Each block is what one paragraph, heading or list entry prints as.

Two neighbouring lines belong together or they do not; every decision here is about such a pair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from copydesk.parsing import shapes
from copydesk.parsing.layout import WIDEST_MARGIN, Layout
from copydesk.parsing.lines import Line
from copydesk.parsing.mail import HEADER, header_end


class Block(Struct, frozen=True, gc=False):
    """Neighbouring lines that make one unit of text.

    `text` is what the lines say, wrapped lines joined, in normal form C (Unicode Annex 15), so
    that rules need to know one way of writing an accent.

    `before` and `after` count the blank lines around it. `bullet` and `number` are the list mark
    that it opens with, else empty. `underline` is the line of `===` or `---` under it, if any.
    `header`: it is a field of a mail's header.
    """

    lines: tuple[Line, ...]
    text: str
    before: int
    after: int
    bullet: str = ""
    number: str = ""
    underline: Line | None = None
    header: bool = False

    @property
    def indent(self) -> int:
        """Columns before the first line."""
        return self.lines[0].indent

    @property
    def depth(self) -> int:
        """How deep it is quoted with `>`."""
        return self.lines[0].depth


def group(lines: Sequence[Line], layout: Layout) -> list[Block]:
    """The blocks of a copy in source order; every line that is not blank is in one of them."""
    shown = [line for line in lines if not line.blank]
    if not shown:
        return []
    runs: list[list[Line]] = [[shown[0]]]
    underlined: dict[int, Line] = {}
    passages = _passages(shown, layout)
    header = header_end(shown)
    for index, (line, following) in enumerate(pairwise(shown), 1):
        if index < header:
            if HEADER.match(following.text):
                runs.append([following])
            else:
                runs[-1].append(following)
            continue
        if index == header:
            runs.append([following])
            continue
        if _underlines(runs[-1], following):
            if len(runs) - 2 not in underlined and _is_title_over_two(runs[-2:], following):
                title = runs.pop()
                runs[-1] += title
            underlined[len(runs) - 1] = following
            continue
        previous = underlined.get(len(runs) - 1)
        if previous is None and _continues(
            runs[-1], line, following, passages.get(line.number, layout)
        ):
            runs[-1].append(following)
        else:
            runs.append([following])
    return [
        _block(
            runs,
            index,
            underlined.get(index),
            lines_total=lines[-1].number,
            header=bool(header) and runs[index][0].number <= shown[header - 1].number,
        )
        for index in range(len(runs))
    ]


def _passages(shown: Sequence[Line], layout: Layout) -> dict[int, Layout]:
    """The layout of each line, by line number, where its passage has one of its own."""
    found: dict[int, Layout] = {}
    if layout.wrapped:
        return found
    first = 0
    for index in range(1, len(shown) + 1):
        if index < len(shown) and shown[index].number == shown[index - 1].number + 1:
            continue
        passage = shown[first:index]
        own = layout.of_passage(passage)
        if own is not layout:
            found.update((line.number, own) for line in passage)
        first = index
    return found


def _block(
    runs: Sequence[list[Line]],
    index: int,
    underline: Line | None,
    *,
    lines_total: int,
    header: bool,
) -> Block:
    run = runs[index]
    parts = [run[0].text]
    for line, following in pairwise(run):
        parts += (shapes.join_gap(line.text, following.text), following.text)
    last = underline or run[-1]
    first = run[0]
    before = first.number - 1
    if index:
        above = runs[index - 1][-1]
        before = first.number - above.number - 1
    after = (
        (runs[index + 1][0].number if index + 1 < len(runs) else lines_total + 1) - last.number - 1
    )
    bullet = shapes.BULLET.match(first.text)
    number = shapes.NUMBER.match(first.text)
    return Block(
        tuple(run),
        unicodedata.normalize("NFC", "".join(parts)),
        before,
        after,
        bullet["mark"] if bullet else "",
        number["mark"] if number else "",
        underline,
        header,
    )


_WIDEST_TITLE = 70


def _underlines(run: Sequence[Line], line: Line) -> bool:
    """Whether `line` is drawn under the text of `run`."""
    last = run[-1]
    if line.number != last.number + 1 or not shapes.UNDERLINE.fullmatch(line.text):
        return False
    if len(run) > 3 or line.depth != last.depth or shapes.RULE.fullmatch(last.text):
        return False
    widest = max(member.width for member in run)
    if 0.5 * widest <= line.width <= 1.5 * widest + 2:
        return True
    # Some draw their lines as wide as the page, right under a heading of one line.
    short = len(run) == 1 and len(last.text) <= _WIDEST_TITLE
    return short and line.width > widest and not shapes.ends_sentence(last.text)


def _is_title_over_two(runs: Sequence[Sequence[Line]], underline: Line) -> bool:
    """Whether the line above an underlined one is as wide as the line drawn under both."""
    if len(runs) < 2 or len(runs[0]) > 1:
        return False
    above, below = runs[0][-1], runs[1][0]
    return (
        above.number + 1 == below.number
        and (above.indent, above.depth) == (below.indent, below.depth)
        and abs(above.width - underline.width) <= 2
        and not shapes.ends_sentence(above.text)
        and above.text[0].isalnum()
        and below.text[0].isalnum()  # and not the side of a box
    )


def _continues(run: Sequence[Line], line: Line, following: Line, layout: Layout) -> bool:
    """Whether `following` belongs to the same block as `line`, the last one of `run`."""
    gap = following.number - line.number - 1
    if gap > (1 if layout.doubled else 0) or following.depth != line.depth:
        return False
    if _stands_alone(line) or _stands_alone(following):
        return False
    hanging = _hanging_column(run[0])
    if _opens_item(following) and (hanging or not _is_open(line, following, layout)):
        return False
    if hanging and abs(following.indent - hanging) <= 1 and _runs_on(line, following, layout):
        return True
    if not layout.wrapped:
        return following.indent == line.indent and _spills_over(line, following, layout)
    if _byline_follows(line, following) or _case_changes(line, following):
        return False
    if not hanging and _is_first_line(following, layout):
        return False
    step = following.indent - line.indent
    if step >= 2 and not (hanging and abs(following.indent - hanging) <= 2):
        return False
    if step <= -2 and (len(run) > 1 or not _falls_back(step, layout)):
        return False
    return _runs_on(line, following, layout)


def _runs_on(line: Line, following: Line, layout: Layout) -> bool:
    """Whether the text of `line` goes on in `following`, by margin and by grammar."""
    if layout.wrapped and layout.breaks(line, following, slack=1):
        return True
    if layout.wrapped and not layout.wrapping.ragged and line.width < 0.6 * layout.margin:
        return False
    ended = shapes.ends_sentence(line.text) or line.text.endswith(":")
    if layout.cased and shapes.starts_lower(following.text) and not ended:
        return True
    if layout.wrapping.ragged and layout.separated and line.width >= 0.7 * layout.margin:
        return True
    # A margin of its own, such as a narrower quotation's: nearly full, and the sentence is open.
    return layout.wrapped and not ended and line.width >= 0.85 * layout.margin_at(line.indent)


def _spills_over(line: Line, following: Line, layout: Layout) -> bool:
    """Whether a paragraph of copy that is not wrapped throughout was broken here all the same."""
    return (
        layout.cased
        and 40 <= layout.margin <= WIDEST_MARGIN
        and line.width >= 0.6 * layout.margin
        and shapes.starts_lower(following.text)
        and not shapes.ends_sentence(line.text)
        and not line.text.endswith((":", ";"))
    )


def _stands_alone(line: Line) -> bool:
    text = line.text
    return (
        shapes.RULE.fullmatch(text) is not None
        or shapes.END_MARK.fullmatch(text) is not None
        or shapes.table_gaps(text) >= 2
    )


_ABBREVIATED = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|Nos|Nr|Art|Abs|vol|pp?|ch|fig|ca?)\.$"
)
"""What a number follows, so that its full stop ends no sentence."""


def _is_open(line: Line, following: Line, layout: Layout) -> bool:
    """Whether the margin broke `line` in the middle of a sentence."""
    return (
        layout.wrapped
        and following.indent == line.indent
        and layout.breaks(line, following)
        and (not shapes.ends_sentence(line.text) or _ABBREVIATED.search(line.text) is not None)
        and not line.text.endswith(":")
    )


def _is_first_line(line: Line, layout: Layout) -> bool:
    """Whether `line` is set in as the first lines of this copy's paragraphs are."""
    return layout.first_indent > 0 and (
        abs(line.indent - layout.base_indent - layout.first_indent) <= 1
    )


def _opens_item(line: Line) -> bool:
    """Whether `line` opens a list entry, and not merely with a number or a dash that fell there."""
    if bullet := shapes.BULLET.match(line.text):
        return bullet["mark"] not in "–—" or not shapes.starts_lower(line.text[bullet.end() :])
    number = shapes.NUMBER.match(line.text)
    if not number:
        return False
    rest = line.text[number.end() :]
    return number["number"].isdigit() and not shapes.starts_lower(rest)


def _hanging_column(first: Line) -> int:
    """The column at which the text of a list entry starts, or 0."""
    match = (
        shapes.BULLET.match(first.text)
        or shapes.NUMBER.match(first.text)
        or shapes.SECTION_NUMBER.match(first.text)
    )
    return first.indent + match.end() if match else 0


def _falls_back(step: int, layout: Layout) -> bool:
    """Whether a step to the left leads from a first-line indent to the edge."""
    return layout.first_indent == 0 or abs(-step - layout.first_indent) <= 1


def _byline_follows(line: Line, following: Line) -> bool:
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
