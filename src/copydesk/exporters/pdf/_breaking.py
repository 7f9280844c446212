"""Line breaking: total fit over a paragraph, in time linear in its words.

After Knuth and Plass, "Breaking paragraphs into lines" (1981), without their classes and lists:
boxes and spaces are columns of numbers, their sums make each candidate line a subtraction, and
only the lines that are neither too tight nor too loose are weighed, which are two or three a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import inf
from operator import add

SHRINK = 0.25
"""How much of its width a space may lose."""
STRETCH = 0.5
"""How much of its width a space may gain before the line counts as loose."""
LOOSEST = 3.0
"""How much of its width a space may gain at all: beyond it the line stays short."""
EXPANSION = 0.02
"""How much wider or narrower than drawn the letters of a line may be: less than is seen."""
LOOSE, LOOSE_RAGGED = 0.12, 0.3
"""The part of the measure beyond which emptier lines are not weighed, if there are fuller ones."""
RAG = 0.06
"""The part of the measure by which the ends of ragged lines may differ before it costs."""
SHORT_LAST_LINE = 30.0
"""What a last line shorter than an indent costs."""
TIGHT_LAST_LINE = 3000.0
"""What a last line costs that is tighter than drawn, times the part of the measure it lacks."""
_HOPELESS = 1e7


def total_fit(
    widths: Sequence[float], spaces: Sequence[float], measure: float, indent: float, *, ragged: bool
) -> list[int]:
    """Where the lines of a paragraph end: for each line the number of the unit after it.

    `widths` are the widths of the units that do not break, `spaces` the widths of the spaces after
    them (0 where a line may end without a space), `measure` is the width of the lines, the
    first of which is set in by `indent`. A unit wider than the measure gets a line of its own.
    """
    count = len(widths)
    shrink, expansion = (0.0, 0.0) if ragged else (SHRINK, EXPANSION * measure)
    loose, rag = (LOOSE_RAGGED if ragged else LOOSE) * measure, RAG * measure
    sums = list(accumulate(map(add, widths, spaces), initial=0.0))
    reaches = list(map(add, sums, widths))
    gaps = list(accumulate(spaces, initial=0.0))
    sums[0] = -indent
    costs = [0.0]
    previous = [0]
    low = 0
    for last, (reach, gap_end) in enumerate(zip(reaches, gaps, strict=False)):
        short = measure - reach
        while low < last and sums[low] + short + shrink * (gap_end - gaps[low]) < -expansion:
            low += 1
        best, chosen = inf, low
        for start in range(low, last + 1):
            room = short + sums[start]
            if ragged:
                cost = costs[start] + 1.0 + (room / rag) ** 2
            elif (gap := gap_end - gaps[start]) > 0.0:
                if room > 0.0:
                    ratio = room / (gap * STRETCH + expansion)
                else:
                    ratio = room / (gap * -SHRINK - expansion)
                cost = 1.0 + 10.0 * ratio * ratio * ratio
                cost *= cost
                if cost > _HOPELESS:
                    cost = _HOPELESS * (1.0 + room / measure)
                cost += costs[start]
            else:
                cost = costs[start] + _HOPELESS * (1.0 + abs(room) / measure)
            if cost < best:
                best, chosen = cost, start
            if room > loose:
                break
        costs.append(best)
        previous.append(chosen)
    previous[count] = _last_line(low, measure - reaches[count - 1], sums, costs, measure)
    ends: list[int] = []
    end = count
    while end:
        ends.append(end)
        end = previous[end]
    ends.reverse()
    return ends


def _last_line(
    low: int, short: float, sums: Sequence[float], costs: Sequence[float], measure: float
) -> int:
    """Where the last line starts, `low` at the earliest: it is as long as it comes."""
    best, chosen = inf, low
    for start in range(low, len(costs) - 1):
        room = short + sums[start]
        cost = costs[start] + (SHORT_LAST_LINE if room > 0.88 * measure else 0.0)
        if room < 0.0:
            cost += 1.0 + TIGHT_LAST_LINE * -room / measure
        if cost < best:
            best, chosen = cost, start
    return chosen
