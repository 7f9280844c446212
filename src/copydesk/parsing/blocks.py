"""Third stage: lines to blocks. Each block is what one paragraph, heading or list entry prints as.

Two neighbouring lines belong together or they do not: `continuity` decides on each such pair.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from copydesk.parsing import shapes
from copydesk.parsing.continuity import continues
from copydesk.parsing.entries import find_entries, passages
from copydesk.parsing.layout import Layout, find_titles
from copydesk.parsing.lines import Line, gap_between
from copydesk.parsing.mail import HEADER, header_end
from copydesk.parsing.pages import find_splits

_NOTHING: Mapping[int, str] = MappingProxyType({})
_NONE: frozenset[int] = frozenset()


class Block(Struct, frozen=True, gc=False):
    """Neighbouring lines that make one unit of text.

    `text` is what the lines say, wrapped lines joined, in normal form C (Unicode Annex 15), so
    that rules need to know one way of writing an accent.

    `before` and `after` count the blank lines around it. `bullet` and `number` are the list mark
    that it opens with, else empty. `underline` is the line of `===` or `---` under it, if any.
    `header`: it is a field of a mail's header. `entry`: in words why it is an entry of a list,
    where no mark but its neighbours say so. `furniture`: in words why it belongs to the page and
    not to the text. `cuts`: numbers of the lines in which the text goes on after such a block.
    """

    lines: tuple[Line, ...]
    text: str
    before: int
    after: int
    bullet: str = ""
    number: str = ""
    underline: Line | None = None
    header: bool = False
    entry: str = ""
    furniture: str = ""
    cuts: frozenset[int] = frozenset()

    @property
    def indent(self) -> int:
        """Columns before the first line."""
        return self.lines[0].indent

    @property
    def depth(self) -> int:
        """How deep it is quoted with `>`."""
        return self.lines[0].depth


def group(
    lines: Sequence[Line], layout: Layout, furniture: Mapping[int, str] = _NOTHING
) -> list[Block]:
    """The blocks of a copy in source order; every line that is not blank is in one of them.

    `furniture` are the lines that belong to the pages, by number; text goes on across them.
    """
    shown = [line for line in lines if not line.blank and line.number not in furniture]
    made = [
        Block((line,), line.text, 1, 1, furniture=furniture[line.number])
        for line in lines
        if line.number in furniture
    ]
    if shown:
        made += _group(lines, shown, layout, find_splits(lines, furniture) if furniture else _NONE)
        made.sort(key=lambda block: block.lines[0].number)
    return made


def _group(
    lines: Sequence[Line], shown: Sequence[Line], layout: Layout, splits: frozenset[int]
) -> list[Block]:
    runs: list[list[Line]] = [[shown[0]]]
    underlined: dict[int, Line] = {}
    layouts = _passages(shown, layout)
    header = header_end(shown)
    entries = find_entries(shown, layout)
    titles = find_titles(shown, layout)
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
        if following.number in splits or (
            previous is None
            and following.number not in titles
            and any(
                continues(runs[-1], line, following, measure, entries)
                for measure in layouts.get(line.number, (layout,))
            )
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
            entry=entries.get(runs[index][0].number, ""),
            splits=splits,
        )
        for index in range(len(runs))
    ]


def _passages(shown: Sequence[Line], layout: Layout) -> dict[int, tuple[Layout, ...]]:
    """The layouts to read each line by, where its passage has one of its own."""
    found: dict[int, tuple[Layout, ...]] = {}
    for passage in passages(shown):
        own = layout.of_passage(passage)
        if own is not layout:
            # A narrower column in wrapped copy joins lines and parts none that copy joins.
            layouts = (own, layout) if layout.wrapped else (own,)
            found.update((line.number, layouts) for line in passage)
    return found


def _block(
    runs: Sequence[list[Line]],
    index: int,
    underline: Line | None,
    *,
    lines_total: int,
    header: bool,
    entry: str,
    splits: frozenset[int],
) -> Block:
    run = runs[index]
    last = underline or run[-1]
    first = run[0]
    before = first.number - 1
    if index:
        above = runs[index - 1][-1]
        before = first.number - above.number - 1
    after = (
        (runs[index + 1][0].number if index + 1 < len(runs) else lines_total + 1) - last.number - 1
    )
    return make_block(run, before, after, underline, header=header, entry=entry, splits=splits)


def make_block(
    run: Sequence[Line],
    before: int,
    after: int,
    underline: Line | None,
    *,
    header: bool,
    entry: str = "",
    splits: frozenset[int] = _NONE,
) -> Block:
    """The block that the lines of `run` make."""
    parts = [run[0].text]
    for line, following in pairwise(run):
        parts += (gap_between(line, following), following.text)
    text = unicodedata.normalize("NFC", "".join(parts))
    bullet = shapes.find_bullet(text)
    number = shapes.find_number(run[0].text)
    return Block(
        tuple(run),
        text,
        before,
        after,
        bullet["mark"] if bullet else "",
        number["mark"] if number else "",
        underline,
        header,
        entry,
        cuts=splits.intersection(line.number for line in run[1:]) if splits else _NONE,
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
