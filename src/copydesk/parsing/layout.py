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
from copydesk.parsing.contents import is_led
from copydesk.parsing.lines import Line
from copydesk.parsing.patterns import lazily

WIDEST_MARGIN = 132
"""No copy is wrapped wider than a line printer."""


class Wrapping(Struct, frozen=True, gc=False):
    """How the line ends inside paragraphs came about.

    `margin` is the column where wrapped lines end; `margins` the same for lines of one indent,
    since copy often wraps a paragraph's first line before it sets it in. `ragged`: sentences run on
    over line ends that no margin made; `usual` is then how wide half of the lines are.
    """

    wrapped: bool
    ragged: bool
    margin: int
    margins: dict[int, int]
    usual: int = 0


_UNWRAPPED = Wrapping(False, False, 0, {})


class Layout(Struct, frozen=True, gc=False):
    """The measure of a copy. Columns throughout.

    `first_indent`: by how much a paragraph's first line is set in; 0 where it is not.
    `base_indent`: the usual indent of running text. `separated`: blank lines stand between
    paragraphs. `doubled`: a blank line follows every line. `cased`: the script has capitals.
    `full_width`: where lines of Chinese or Japanese that break off in a sentence end, in copy that
    is not wrapped throughout; else 0.
    """

    wrapping: Wrapping
    first_indent: int = 0
    base_indent: int = 0
    separated: bool = False
    doubled: bool = False
    cased: bool = False
    full_width: int = 0

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

    def breaks_full(self, line: Line, following: Line) -> bool:
        """Whether a line of Chinese or Japanese was broken where lines of this copy are full."""
        return (
            self.full_width > 0
            and self.full_width - _SPREAD <= line.width <= self.full_width + 2
            and following.width <= self.full_width + 2
            and shapes.has_cjk(line.text)
            and shapes.has_cjk(following.text)
            and (not shapes.ends_sentence(line.text) or line.width >= self.full_width - 2)
        )

    def bridges(self, line: Line, following: Line) -> bool:
        """Whether a sentence goes on from `line` to `following` over a blank line that is there by
        mistake.
        """
        if following.indent != line.indent or shapes.ends_sentence(line.text):
            return False
        if not self.cased:
            return self.breaks_full(line, following)
        least = 0.75 * self.margin if self.wrapped else _LEAST_OPEN
        return (
            least <= line.width <= WIDEST_MARGIN
            and not _CLAUSE_END.search(line.text)
            and shapes.starts_lower(following.text)
            and following.text[0].isalpha()
            and shapes.mostly_words(line.text)
            and line.text[-1] not in ":|>"
        )

    def turns_page(self, line: Line, following: Line) -> bool:
        """Whether a sentence of doubled copy goes on over the few blank lines of a page's end."""
        return (
            self.doubled
            and line.number + 2 < following.number <= line.number + _PAGE_END
            and following.indent <= self.base_indent
            and self.base_indent <= line.indent
            and not shapes.ends_sentence(line.text)
            and line.text[-1] not in ":;"
            and line.width >= 0.75 * self.margin
            and shapes.mostly_words(line.text)
        )

    def of_passage(self, lines: Sequence[Line]) -> Layout:
        """The layout of a passage between blank lines, which may be wrapped on its own."""
        if len(lines) < 3:
            return self
        pairs = list(pairwise(lines))
        running = self.cased and _runs_on(pairs)
        if not running and all(line.width > WIDEST_MARGIN for line, _ in pairs):
            return self
        # A passage in capitals has no small letters to say that a sentence goes on.
        cased = self.cased and _is_cased(lines)
        own = _wrapping(pairs, cased=cased)
        running = cased and running
        if running and not (own.wrapped and not own.ragged and own.margin <= WIDEST_MARGIN):
            own = _ragged(pairs)
        if not own.wrapped or own.margin < _NARROWEST_COLUMN:
            return self
        if self.wrapped:
            # Only a column that is clearly narrower, of lines that clearly run on: verse does not.
            narrower = _NARROW_BESIDE <= own.margin <= 0.93 * self.margin
            if running and narrower and not own.ragged and _is_column(pairs, own.margin):
                return replace(self, wrapping=own)
            return self._running(pairs) if running and self.separated else self
        return replace(self, wrapping=own, first_indent=_first_indent(pairs, own))

    def _running(self, pairs: Sequence[tuple[Line, Line]]) -> Layout:
        """The layout of a passage that is a paragraph by its grammar, wherever its lines end."""
        edge = pairs[-1][1].indent
        ragged = _ragged(pairs)
        even = all(b.indent == edge for _, b in pairs)
        return (
            replace(self, wrapping=ragged) if even and ragged.margin >= 0.75 * self.margin else self
        )


def measure(lines: Sequence[Line]) -> Layout:
    """Measure all lines of a copy."""
    shown = [line for line in lines if not line.blank]
    if not shown:
        return Layout(_UNWRAPPED)
    sample = shown[:4000]
    cased = _is_cased(sample[:200])
    text = [line for line in sample if not _is_row(line.text)]
    adjacent = [(a, b) for a, b in pairwise(text) if b.number == a.number + 1]
    apart = [(a, b) for a, b in pairwise(text) if b.number == a.number + 2]
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
        0 if cased or wrapping.wrapped else _full_width(adjacent) or _full_width(apart),
    )


def find_titles(lines: Sequence[Line], layout: Layout) -> frozenset[int]:
    """Numbers of the lines at the edge between a paragraph that has ended and one whose first line
    is set in: too short to go on, without an end of their own, and so of neither.
    """
    if not layout.wrapped or layout.wrapping.ragged or not layout.first_indent or not layout.cased:
        return frozenset()
    first = layout.base_indent + layout.first_indent
    found: set[int] = set()
    for index in range(len(lines) - 2, 0, -1):
        above, line, below = lines[index - 1 : index + 2]
        if line.indent != layout.base_indent or not (
            above.number + 1 == line.number == below.number - 1
        ):
            continue
        opens = abs(below.indent - first) <= 1 or below.number in found
        if opens and _is_title(above, line, layout):
            found.add(line.number)
    return frozenset(found)


def _is_title(above: Line, line: Line, layout: Layout) -> bool:
    text = line.text
    caps = shapes.all_caps(text)
    if shapes.ends_sentence(text) or text[-1] in ",;:-" or not text[0].isalnum():
        return False
    if line.width >= 0.85 * layout.margin and not caps:
        return False
    if not layout.breaks(above, line, slack=1) and above.width < 0.9 * layout.margin:
        return True
    ended = shapes.ends_sentence(above.text) and not _ABBREVIATION.search(above.text)
    return ended and not shapes.starts_lower(text) and caps >= shapes.all_caps(above.text)


_ABBREVIATION = lazily(
    r"(?:\b[A-Z]|\b(?:Mrs?|Ms|Dr|St|Mt|Ft|Gen|Sen|Rep|Gov|Rev|Hon|Lt|Col|Sgt|Capt|Prof|Jr|vs|No|Nr|"
    r"Mme|Mlle|Sr|Sra|bzw|ca|ggf|evtl|Hr|Fr))\.$"
)
_CLAUSE_END = lazily(r";(?:\s+[^\W\d_]{1,4})?$")
"""The end of a clause of a law or a resolution, which has a paragraph of its own."""


def _runs_on(pairs: Sequence[tuple[Line, Line]]) -> bool:
    """Whether most lines are words that break off in a sentence, and half of the next ones open
    in one.
    """
    running = sum(_is_open(a) and a.text.count(" ") >= _FEWEST_BLANKS for a, _ in pairs)
    lower = sum(shapes.starts_lower(b.text) and _opens_with_word(b.text) for _, b in pairs)
    return 3 * running >= 2 * len(pairs) and 2 * lower >= len(pairs)


def _is_column(pairs: Sequence[tuple[Line, Line]], margin: int) -> bool:
    """Whether lines of one indent, the first one aside, nearly all end at a margin."""
    edge = pairs[-1][1].indent
    full = sum(_overflows(a, b, margin) for a, b in pairs)
    return full >= 0.75 * len(pairs) and all(b.indent == edge for _, b in pairs)


def _is_open(line: Line) -> bool:
    """Whether a line breaks off where neither a sentence nor a clause of a list ends."""
    return not shapes.ends_sentence(line.text) and line.text[-1] not in ";:"


def _opens_with_word(text: str) -> bool:
    return text.partition(" ")[0].strip(".,;:!?)(\"'’").replace("-", "").isalpha()


_PAGE_END = 4
"""How many lines further on text of doubled copy may go on."""
_FEWEST_BLANKS = 4
_NARROWEST_COLUMN = 40
_NARROW_BESIDE = 48
_LEAST_OPEN = 60


def _is_cased(lines: Sequence[Line]) -> bool:
    """Whether the text tells capitals from small letters, and uses both."""
    return shapes.uses_cases("".join([line.text for line in lines])[:4000])


def _is_row(text: str) -> bool:
    """Whether a line is a table's, whose width says nothing of the text's margin."""
    return is_led(text) or text.count("|") >= 2 or shapes.table_gaps(text) >= 2


_NARROWEST = 24
_SPREAD = 8


def _full_width(pairs: Sequence[tuple[Line, Line]]) -> int:
    """The width at which most lines of Chinese or Japanese end that break off in a sentence.

    Such a line may break anywhere but before a closing mark, so their widths differ by little.
    """
    widths = sorted(
        a.width
        for a, b in pairs
        if _NARROWEST <= a.width <= WIDEST_MARGIN
        and shapes.has_cjk(a.text)
        and shapes.has_cjk(b.text)
        and not shapes.ends_sentence(a.text)
    )
    most, edge, first = 0, 0, 0
    for index, width in enumerate(widths):
        while width - widths[first] > _SPREAD:
            first += 1
        if index - first + 1 > most:
            most, edge = index - first + 1, width
    wider = sum(a.width > edge + 2 and shapes.has_cjk(a.text) for a, _ in pairs)
    return edge if most >= 2 and most >= 0.6 * len(widths) and wider < most else 0


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


def _ragged(pairs: Sequence[tuple[Line, Line]]) -> Wrapping:
    """The wrapping of text that runs on over line ends wherever they fall."""
    usual = _usual(pairs)
    return Wrapping(True, True, min(usual, WIDEST_MARGIN), {}, usual)


def _usual(pairs: Sequence[tuple[Line, Line]]) -> int:
    return sorted(line.width for line, _ in pairs)[len(pairs) // 2]


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
        runs_on = sum(shapes.starts_lower(b.text) for a, b in pairs if _is_open(a))
        ragged = cased and runs_on >= 0.4 * len(pairs)
        return Wrapping(True, True, margin, margins, _usual(pairs)) if ragged else unwrapped
    running = sum(_is_open(a) for a, _ in full)
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
            and not shapes.find_bullet(a.text)
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
