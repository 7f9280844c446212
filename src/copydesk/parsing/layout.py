"""How a copy lays out its paragraphs, measured on the copy itself and not guessed from memory.

The measure of wrapping: a line was broken by a margin if the first word of the next line would not
have fitted behind it. In wrapped copy nearly all line ends inside paragraphs are of this kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from copydesk.parsing import shapes
from copydesk.parsing.lines import Line

WIDEST_MARGIN = 132
"""No copy is wrapped wider than a line printer."""


class Wrapping(Struct, frozen=True, gc=False):
    """How the line ends inside paragraphs came about.

    `margin` is the column where wrapped lines end; `margins` the same for lines of one indent,
    since copy often wraps a paragraph's first line before it sets it in. `ragged`: sentences run on
    over line ends that no margin made.
    """

    wrapped: bool
    ragged: bool
    margin: int
    margins: dict[int, int]


_UNWRAPPED = Wrapping(False, False, 0, {})


class Layout(Struct, frozen=True, gc=False):
    """The measure of a copy. Columns throughout.

    `first_indent`: by how much a paragraph's first line is set in; 0 where it is not.
    `base_indent`: the usual indent of running text. `separated`: blank lines stand between
    paragraphs. `doubled`: a blank line follows every line. `cased`: the script has capitals.
    """

    wrapping: Wrapping
    first_indent: int = 0
    base_indent: int = 0
    separated: bool = False
    doubled: bool = False
    cased: bool = False

    @property
    def wrapped(self) -> bool:
        """Whether line ends are mostly not paragraph ends."""
        return self.wrapping.wrapped

    @property
    def margin(self) -> int:
        """The column where wrapped lines end."""
        return self.wrapping.margin

    def margin_at(self, indent: int) -> int:
        """The column where wrapped lines of this indent end."""
        return self.wrapping.margins.get(indent, self.wrapping.margin)

    def breaks(self, line: Line, following: Line, slack: int = 0) -> bool:
        """Whether the margin broke `line`: the next line's first word had no room behind it."""
        return _overflows(line, following, self.margin_at(line.indent) - slack)

    def of_passage(self, lines: Sequence[Line]) -> Layout:
        """The layout of a passage between blank lines, which may be wrapped on its own."""
        if self.wrapped or len(lines) < 3 or not 40 <= self.margin <= WIDEST_MARGIN:
            return self
        pairs = list(pairwise(lines))
        own = _wrapping(pairs, cased=self.cased)
        if not own.wrapped or own.margin < 0.6 * self.margin:
            return self
        return replace(self, wrapping=own, first_indent=_first_indent(pairs, own))


def measure(lines: Sequence[Line]) -> Layout:
    """Measure all lines of a copy."""
    shown = [line for line in lines if not line.blank]
    if not shown:
        return Layout(_UNWRAPPED)
    sample = shown[:4000]
    cased = shapes.mostly_cased("".join(line.text for line in sample[:200])[:4000])
    adjacent = [(a, b) for a, b in pairwise(sample) if b.number == a.number + 1]
    apart = [(a, b) for a, b in pairwise(sample) if b.number == a.number + 2]
    wrapping, doubled = _wrapping(adjacent, cased=cased), False
    if not wrapping.wrapped and len(apart) > 4 * len(adjacent) and len(apart) >= 6:
        spaced = _wrapping(apart, cased=cased)
        if spaced.wrapped:
            wrapping, doubled = spaced, True
    first_indent = _first_indent(adjacent, wrapping) if wrapping.wrapped and not doubled else 0
    return Layout(
        wrapping,
        first_indent,
        _base_indent(sample, first_indent),
        _separated(sample, wrapped=wrapping.wrapped),
        doubled,
        cased,
    )


_LONG_LINE = 80


def _separated(lines: Sequence[Line], *, wrapped: bool) -> bool:
    """Whether blank lines part the paragraphs; short lines may still stand under each other."""
    gaps = sum(b.number > a.number + 1 for a, b in pairwise(lines))
    if wrapped:
        return gaps >= 2
    prose = [(a, b) for a, b in pairwise(lines) if a.width > _LONG_LINE and b.width > _LONG_LINE]
    if len(prose) < 3:
        return gaps >= 0.25 * len(lines)
    return sum(b.number > a.number + 1 for a, b in prose) >= 0.5 * len(prose)


def _overflows(line: Line, following: Line, margin: int) -> bool:
    text = following.text
    word = len(text) if (end := text.find(" ")) < 0 else end
    if shapes.has_cjk(text[:1]):
        # Between these characters a line may break anywhere; wrapping by code points is ragged.
        return line.width + 8 > margin
    # A word without an end in sight is writing without blanks; an address is one.
    longest = word if word <= 30 or any(sign in text[1 : word - 1] for sign in "./@") else 30
    return line.width + 1 + longest > margin


def _edge(widths: list[int]) -> int:
    """Where lines of these widths were wrapped, a few overlong ones aside."""
    widths.sort()
    if len(widths) >= 30:
        return widths[int(len(widths) * 0.97)]
    # One unbroken address is no margin.
    if len(widths) > 3 and widths[-1] > 1.25 * widths[-2]:
        return widths[-2]
    return widths[-1]


def _margins(pairs: Sequence[tuple[Line, Line]]) -> dict[int, int]:
    """The edge for each indent that is frequent enough to have one of its own."""
    widths: defaultdict[int, list[int]] = defaultdict(list)
    for line, _ in pairs:
        widths[line.indent].append(line.width)
    return {indent: _edge(found) for indent, found in widths.items() if len(found) >= 5}


_LONG_WORD = 40


def _wrapping(pairs: Sequence[tuple[Line, Line]], *, cased: bool) -> Wrapping:
    """Whether the pairs' line ends are a margin's work, and where that margin is."""
    if not pairs:
        return _UNWRAPPED
    # One word that is wider than the page stands where it must, and says nothing of the margin.
    telling = [(a, b) for a, b in pairs if len(a.text) < _LONG_WORD or " " in a.text or not cased]
    telling = telling or list(pairs)
    margin = _edge([line.width for line, _ in telling])
    margins = _margins(telling)
    unwrapped = Wrapping(False, False, margin, margins)
    if margin > WIDEST_MARGIN or margin < 20:
        return unwrapped
    full = [(a, b) for a, b in pairs if _overflows(a, b, margins.get(a.indent, margin))]
    if len(full) < 0.4 * len(pairs):
        runs_on = sum(
            shapes.starts_lower(b.text) for a, b in pairs if not shapes.ends_sentence(a.text)
        )
        ragged = cased and runs_on >= 0.4 * len(pairs)
        return Wrapping(True, True, margin, margins) if ragged else unwrapped
    running = sum(not shapes.ends_sentence(a.text) for a, _ in full)
    lower = sum(shapes.starts_lower(b.text) for _, b in full)
    if running < 0.5 * len(full) or (cased and lower < 0.2 * len(full)):
        return unwrapped
    return Wrapping(True, False, margin, margins)


def _first_indent(pairs: Sequence[tuple[Line, Line]], wrapping: Wrapping) -> int:
    """The usual step of a paragraph's first line, seen where text falls back to its edge."""
    steps: Counter[int] = Counter()
    for a, b in pairs:
        step = a.indent - b.indent
        if (
            1 <= step <= 12
            and _overflows(a, b, wrapping.margins.get(a.indent, wrapping.margin))
            and not shapes.BULLET.match(a.text)
        ):
            steps[step] += 1
    if not steps:
        return 0
    step, count = steps.most_common(1)[0]
    return step if count >= max(1, 0.04 * len(pairs)) else 0


def _base_indent(lines: Sequence[Line], first_indent: int) -> int:
    """The left edge of running text: the leftmost that much text stands at."""
    weight: Counter[int] = Counter()
    for line in lines:
        weight[line.indent] += len(line.text)
    enough = 0.2 * sum(weight.values())
    edge = min((indent for indent, found in weight.items() if found >= enough), default=0)
    # Paragraphs of one line weigh for their first-line indent; the edge is where others fall back.
    if first_indent and edge - first_indent in weight:
        return edge - first_indent
    return edge
