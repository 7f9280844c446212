"""Flat to nested: headings to sections, list entries to lists within lists."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from copydesk.parsing.blocks import Block as SourceBlock
from copydesk.parsing.numbering import delimiter, readings, steps, way_of
from copydesk.tree import Block, Document, Inline, List, ListItem, Section, Span
from copydesk.walk import walk

_DEEPEST = 6
_DEEPEST_LIST = 12
_UNMISTAKABLE = 1


class Heading(Struct, frozen=True, gc=False):
    """A heading before it is a section. `style`: underline character, kind of number, capitals.

    `level` is 0 where the styles decide.
    """

    title: tuple[Inline, ...]
    style: tuple[str, ...]
    span: Span | None
    level: int = 0


class Entry(Struct, frozen=True, gc=False):
    """A list entry before it has a list; `indent` of its mark, `column` of its text."""

    indent: int
    column: int
    number: str
    nodes: tuple[Block, ...]


class _Open(Struct):
    """A section that still takes blocks."""

    level: int
    heading: Heading | None
    children: list[Block]


def nest_sections(flow: Sequence[Block | Heading]) -> tuple[Block, ...]:
    """Sections out of headings and the blocks between them."""
    headings = [item for item in flow if isinstance(item, Heading)]
    ranks = _ranks([heading for heading in headings if not heading.level])
    # What a person makes a heading goes with those that look like it.
    ranks.update((heading.style, heading.level) for heading in headings if heading.level)
    stack = [_Open(0, None, [])]
    for item in flow:
        if not isinstance(item, Heading):
            stack[-1].children.append(item)
            continue
        # A level is never skipped: a deep heading under none opens the first level.
        level = min(item.level or ranks[item.style], stack[-1].level + 1)
        while stack[-1].level >= level:
            _close(stack)
        stack.append(_Open(stack[-1].level + 1, item, []))
    while len(stack) > 1:
        _close(stack)
    return tuple(stack[0].children)


def heading_levels(blocks: Sequence[SourceBlock], document: Document) -> dict[int, int]:
    """The level of each section of `document`, by the index of the block that opens its title."""
    starts = [block.lines[0].start for block in blocks]
    return {
        bisect_right(starts, node.title[0].span.start) - 1: node.level
        for node in walk(document)
        if isinstance(node, Section) and node.title[0].span
    }


def _close(stack: list[_Open]) -> None:
    done = stack.pop()
    if done.heading:
        stack[-1].children.append(
            Section(done.level, done.heading.title, tuple(done.children), _cover(done))
        )


def _cover(section: _Open) -> Span | None:
    spans = [section.heading.span] if section.heading else []
    spans += [child.span for child in section.children]
    known = [span for span in spans if span]
    if not known:
        return None
    return Span(min(span.start for span in known), max(span.end for span in known))


def _ranks(headings: Sequence[Heading]) -> dict[tuple[str, ...], int]:
    """A level for each style of heading: styles that differ in kind rank by how loud they are.

    One odd heading is no level of its own, unless its style is unmistakable.
    """
    styles = list(dict.fromkeys(heading.style for heading in headings))
    if len(styles) < 2:
        return dict.fromkeys(styles, 1)
    loudness = {style: _loudness(style) for style in styles}
    counts = {
        value: sum(_loudness(heading.style) == value for heading in headings)
        for value in loudness.values()
    }
    levels = sorted(
        value for value in set(loudness.values()) if counts[value] >= 2 or value <= _UNMISTAKABLE
    )
    ranks = {}
    for style, value in loudness.items():
        level = sum(other <= value for other in levels)
        ranks[style] = max(1, min(level, _DEEPEST))
    return ranks


def _loudness(style: tuple[str, ...]) -> int:
    """How loud a style is: 0 the loudest. `PART`, `====`, CAPITALS, `----`, plain, `1.2`."""
    under, number, caps = style
    if number == "named":
        return 0
    if under in ("=", "#", "*", "━", "═"):
        return 1
    if number == "deep":
        return 6
    if caps:
        return 2
    if under:
        return 3
    return 4


def nest_items(entries: Sequence[Entry]) -> list[List]:
    """Lists out of entries in a row; an entry that is set in further goes into the one above."""
    made: list[List] = []
    index = 0
    while index < len(entries):
        gathered, index = _gather(entries, index, 0)
        made.append(gathered)
    return made


def _gather(entries: Sequence[Entry], index: int, depth: int) -> tuple[List, int]:
    """The list that begins at `index`, and where it ends."""
    first = entries[index]
    count = _Count(entries, index) if first.number else None
    items: list[ListItem] = []
    while index < len(entries):
        entry = entries[index]
        deeper = entry.indent >= first.indent + 2
        if deeper and items and depth < _DEEPEST_LIST:
            nested, index = _gather(entries, index, depth + 1)
            last = items[-1]
            items[-1] = replace(
                last, children=(*last.children, nested), span=_join(last.span, nested.span)
            )
            continue
        if entry.indent <= first.indent - 2 or bool(entry.number) != bool(first.number):
            break
        number: int | None = None
        if count is not None:
            if items and not count.goes_on(entry.number):
                break
            number = count.take(entry.number)
        span = _join(entry.nodes[0].span, entry.nodes[-1].span)
        items.append(ListItem(entry.nodes, span, number))
        index += 1
    span = _join(items[0].span, items[-1].span)
    if count is None:
        return List(tuple(items), span=span), index
    made = List(tuple(items), True, count.start, span, count.way, delimiter(first.number))
    return made, index


class _Count:
    """The numbers of a list, as its marks say them."""

    def __init__(self, entries: Sequence[Entry], index: int) -> None:
        first = entries[index]
        beside = (
            entry.number
            for entry in islice(entries, index + 1, None)
            if entry.indent < first.indent + 2
        )
        following = next(beside, "")
        self.way = way_of([first.number, following] if following else [first.number])
        self.start = readings(first.number).get(self.way, 1)
        self._mark = first.number
        self._next = self.start

    def goes_on(self, mark: str) -> bool:
        """Whether `mark` is of the same list: of one kind with the first, and not lower."""
        by = steps(self._mark, mark).get(self.way)
        return by is not None and self.start + by >= self._next

    def take(self, mark: str) -> int | None:
        """The number of `mark`, where it is not what counting on would give."""
        number = readings(mark).get(self.way, self._next)
        counted, self._next = self._next, number + 1
        return None if number == counted else number


def _join(first: Span | None, last: Span | None) -> Span | None:
    return Span(first.start, last.end) if first and last else None
