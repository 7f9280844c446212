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
LOOSE = 0.2
"""The part of the measure beyond which emptier lines are not weighed."""
RAG = 0.06
"""The part of the measure by which the ends of ragged lines may differ before it costs."""
SHORT_LAST_LINE = 30.0
"""What a last line shorter than an indent costs."""
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
    shrink = 0.0 if ragged else SHRINK
    sums = list(accumulate(map(add, widths, spaces), initial=0.0))
    reaches = list(map(add, sums, widths))
    gaps = list(accumulate(spaces, initial=0.0))
    sums[0] = -indent
    expansion = 0.0 if ragged else EXPANSION * measure
    loose, rag = LOOSE * measure, RAG * measure
    costs = [0.0] * (count + 1)
    previous = [0] * (count + 1)
    low = 0
    for end in range(1, count + 1):
        last = end - 1
        gap_end, short = gaps[last], measure - reaches[last]
        while low < last and sums[low] + short + shrink * (gap_end - gaps[low]) < -expansion:
            low += 1
        best, chosen = inf, low
        for start in range(low, end):
            room = short + sums[start]
            if end == count and room >= 0.0:
                cost = 0.0 if room < 0.88 * measure else SHORT_LAST_LINE
            elif ragged:
                ratio = room / rag
                cost = 1.0 + ratio * ratio
            else:
                gap = gap_end - gaps[start]
                if gap <= 0.0:
                    cost = _HOPELESS * (1.0 + abs(room) / measure)
                else:
                    if room > 0.0:
                        ratio = room / (gap * STRETCH + expansion)
                    else:
                        ratio = room / (gap * -SHRINK - expansion)
                    cost = 1.0 + 10.0 * ratio * ratio * ratio
                    cost *= cost
                    if cost > _HOPELESS:
                        cost = _HOPELESS * (1.0 + room / measure)
            cost += costs[start]
            if cost < best:
                best, chosen = cost, start
            if room > loose and end != count:
                break
        costs[end] = best
        previous[end] = chosen
    ends: list[int] = []
    end = count
    while end:
        ends.append(end)
        end = previous[end]
    ends.reverse()
    return ends
