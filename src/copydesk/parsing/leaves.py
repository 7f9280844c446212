"""Characters to leaves: the one place where source characters are claimed, none of them twice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from itertools import pairwise

from copydesk.parsing.lines import CONTROL, Line, gap_between
from copydesk.parsing.patterns import lazily
from copydesk.tree import Discard, DiscardKind, Preformatted, Rule, Span, Text

_LINE_ENDS = ("\n", "\n\n", "\r\n", "\r\n\r\n")
_CONTROL_RUN = lazily(f"(?:{CONTROL.pattern})+")


class Ledger:
    """What of a source has been claimed by leaves; the rest is discarded, under its name."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.clean = CONTROL.search(source) is None
        self._claimed: list[tuple[int, int]] = []
        self._inner: list[Discard] = []
        self._ends: list[tuple[int, int]] = []

    def passage(self, lines: Sequence[Line], cuts: Set[int] = frozenset()) -> Passage:
        """The text of wrapped lines as one run; `cuts` are the numbers of the lines before which
        something stands that is no part of it.
        """
        pieces = [(lines[0].start, lines[0].stop, "")]
        pieces += [
            (below.start, below.stop, gap_between(above, below)) for above, below in pairwise(lines)
        ]
        made = self._passage(pieces)
        if cuts:
            made.cuts = made.offsets({line.start for line in lines if line.number in cuts})
        return made

    def preformatted(self, lines: Sequence[Line]) -> Preformatted:
        """Lines as they stand, less the indent that they share."""
        starts = [line.start - self._lead(line) for line in lines]
        shared = min(self._lead(line) for line in lines)
        pieces = [
            (start + shared, line.stop, "\n" if index else "")
            for index, (start, line) in enumerate(zip(starts, lines, strict=True))
        ]
        passage = self._passage(pieces)
        leaf = passage.text(0, len(passage.value))
        return Preformatted(leaf.value, leaf.span)

    def rule(self, line: Line) -> Rule:
        """A drawn line."""
        passage = self.passage([line])
        leaf = passage.text(0, len(passage.value))
        return Rule(leaf.value, leaf.span)

    def end_mark(self, line: Line) -> None:
        """Discard a line that says that the copy ends."""
        self._ends.append((line.start, line.stop))

    def discards(self) -> tuple[Discard, ...]:
        """All that no leaf holds, in source order."""
        found = list(self._inner)
        position = 0
        ends = dict(self._ends)
        for start, stop in sorted(self._claimed):
            self._fill(position, start, ends, found)
            position = stop
        self._fill(position, len(self.source), ends, found)
        found.sort(key=lambda discard: discard.span.start)
        return tuple(found)

    def claim(self, start: int, stop: int, inner: Sequence[Discard]) -> None:
        """Note that a leaf holds `[start, stop)`, less what is discarded inside it."""
        self._claimed.append((start, stop))
        self._inner += inner

    def _lead(self, line: Line) -> int:
        """How many blanks and tabs stand right before the content of `line`."""
        start = line.start
        while start and self.source[start - 1] in " \t\u00a0\u3000":
            start -= 1
        return line.start - start

    def _passage(self, pieces: Sequence[tuple[int, int, str]]) -> Passage:
        segments: list[tuple[int, int, str]] = []
        for start, stop, gap in pieces:
            if self.clean:
                segments.append((start, stop, gap))
            else:
                segments += self._without_controls(start, stop, gap)
        return Passage(self, segments)

    def _without_controls(self, start: int, stop: int, gap: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        position = start
        for control in _CONTROL_RUN.finditer(self.source, start, stop):
            if control.start() > position:
                found.append((position, control.start(), gap if not found else ""))
            position = control.end()
        if position < stop:
            found.append((position, stop, gap if not found else ""))
        return found

    def _fill(self, start: int, stop: int, ends: dict[int, int], found: list[Discard]) -> None:
        """Name what lies between two leaves."""
        position = start
        if position < stop and self.source[position:stop].isspace():
            self._fill_space(position, stop, found)
            return
        while position < stop:
            end = ends.get(position)
            if end is not None and end <= stop:
                found.append(self._discard("end-mark", position, end))
                position = end
                continue
            space = self.source[position].isspace()
            until = position + 1
            while until < stop and self.source[until].isspace() == space:
                until += 1
            (self._fill_space if space else self._fill_marks)(position, until, found)
            position = until

    def _fill_space(self, start: int, stop: int, found: list[Discard]) -> None:
        if self.source[start:stop] in _LINE_ENDS:
            found.append(self._discard("blank", start, stop))
            return
        lines = self.source[start:stop].splitlines(keepends=True)
        tail = lines[-1]
        indent = len(tail) if tail.splitlines()[0] == tail else 0
        at_line_start = (
            start == 0 or len(lines) > 1 or self.source[start - 1] in "\n\r\f\u2028\u2029"
        )
        if indent and at_line_start:
            if stop - indent > start:
                found.append(self._discard("blank", start, stop - indent))
            found.append(self._discard("indent", stop - indent, stop))
        else:
            found.append(self._discard("blank", start, stop))

    def _fill_marks(self, start: int, stop: int, found: list[Discard]) -> None:
        position = start
        for control in _CONTROL_RUN.finditer(self.source, start, stop):
            if control.start() > position:
                found.append(self._discard("markup", position, control.start()))
            found.append(self._discard("control", control.start(), control.end()))
            position = control.end()
        if position < stop:
            found.append(self._discard("markup", position, stop))

    def _discard(self, kind: DiscardKind, start: int, stop: int) -> Discard:
        return Discard(kind, self.source[start:stop], Span(start, stop))


class Passage:
    """A run of text made of source segments; leaves are cut from it by offsets into `value`.

    Segments are `(start, stop, gap)`: source offsets, and what stands in the value before them.
    """

    def __init__(self, ledger: Ledger, segments: Sequence[tuple[int, int, str]]) -> None:
        self._ledger = ledger
        self._segments = segments
        source = ledger.source
        parts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        length = 0
        for start, stop, gap in segments:
            length += len(gap)
            self._starts.append(length)
            length += stop - start
            self._ends.append(length)
            parts += (gap, source[start:stop])
        self.value = "".join(parts)
        self.cuts: tuple[int, ...] = ()

    def offsets(self, starts: Set[int]) -> tuple[int, ...]:
        """Where in `value` the segments begin that have these starts in the source."""
        found = zip(self._segments, self._starts, strict=True)
        return tuple(offset for segment, offset in found if segment[0] in starts)

    def texts(self, start: int, stop: int) -> list[Text]:
        """The leaves that hold `value[start:stop]`: one, and one more for each cut in between."""
        made: list[Text] = []
        for cut in self.cuts[bisect_right(self.cuts, start) : bisect_left(self.cuts, stop)]:
            made.append(self._text_before(start, cut))
            start = cut
        return [*made, self.text(start, stop)]

    def _text_before(self, start: int, cut: int) -> Text:
        """The leaf that ends at a cut: it holds the end of its last line, and what that shows."""
        gap = self._segments[bisect_left(self._starts, cut)][2]
        leaf = self.text(start, cut - len(gap))
        if not gap or leaf.span is None:
            return leaf
        end = leaf.span.end
        source = self._ledger.source
        line_end = end
        while line_end < len(source) and source[line_end] in " \t":
            line_end += 1
        line_end += 2 if source[line_end : line_end + 2] == "\r\n" else 1
        lost = Discard("line-wrap", source[end:line_end], Span(end, line_end), gap)
        self._ledger.claim(end, line_end, (lost,))
        return Text(leaf.value + gap, Span(leaf.span.start, line_end))

    def text(self, start: int, stop: int) -> Text:
        """The leaf that holds `value[start:stop]`, which is not empty; claims its characters."""
        segments, starts, ends = self._segments, self._starts, self._ends
        if len(segments) == 1:
            begin, end = segments[0][0] + start, segments[0][0] + stop
            self._ledger.claim(begin, end, ())
            return Text(self.value[start:stop], Span(begin, end))
        first, last = bisect_right(ends, start), bisect_right(ends, stop - 1)
        if start < starts[first]:
            # It starts with what stands for a line's end, and so it holds that line's end.
            first -= 1
            begin = segments[first][1]
        else:
            begin = segments[first][0] + start - starts[first]
        end = segments[last][0] + max(0, stop - starts[last])
        source = self._ledger.source
        inner: list[Discard] = []
        for above, below in zip(segments[first:last], segments[first + 1 : last + 1], strict=True):
            lost = source[above[1] : below[0]]
            kind: DiscardKind = "line-wrap"
            if not self._ledger.clean and _CONTROL_RUN.fullmatch(lost):
                kind = "control"
            inner.append(Discard(kind, lost, Span(above[1], below[0]), below[2]))
        self._ledger.claim(begin, end, inner)
        return Text(self.value[start:stop], Span(begin, end))
