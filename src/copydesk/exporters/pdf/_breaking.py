"""Line breaking: total fit over a paragraph, in time linear in its words.

After Knuth and Plass, "Breaking paragraphs into lines" (1981), without their classes and lists:
boxes and spaces are columns of numbers, their sums make each candidate line a subtraction, and
only the lines that are neither too tight nor too loose are weighed, which are two or three a word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
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
TOLERANCE, TOLERANCE_DIVIDED = 1.5, 2.5
"""How loose a justified line may be, in parts of what its spaces and letters may gain: where no
word is divided, and where words are."""
TOLERANCE_RAGGED = 0.25
"""The part of the measure that a ragged line may lack before words are divided."""
HYPHEN, HYPHEN_AGAIN = 30.0, 120.0
"""What a line costs that ends in a divided word, and what it costs more after another one."""
SHORT_LAST_LINE = 30.0
"""What a last line shorter than an indent costs."""
TIGHT_LAST_LINE = 3000.0
"""What a last line costs that is tighter than drawn, times the part of the measure it lacks."""
_HOPELESS = 1e7
_CLOSE = 1e-6


def total_fit(
    widths: Sequence[float],
    spaces: Sequence[float],
    measure: float,
    indent: float,
    *,
    ragged: bool,
    hyphens: Sequence[float] | None = None,
) -> list[int]:
    """Where the lines of a paragraph end: for each line the number of the unit after it.

    `widths` are the widths of the units that do not break, `spaces` the widths of the spaces after
    them (0 where a line may end without a space), `measure` is the width of the lines, the
    first of which is set in by `indent`. A unit wider than the measure gets a line of its own.
    `hyphens` are the widths of the hyphens that a line gets if it ends after the unit (0 for none).
    """
    count = len(widths)
    shrink, expansion = (0.0, 0.0) if ragged else (SHRINK, EXPANSION * measure)
    loose, rag = (LOOSE_RAGGED if ragged else LOOSE) * measure, RAG * measure
    sums = list(accumulate(map(add, widths, spaces), initial=0.0))
    reaches = list(map(add, sums, widths))
    gaps = list(accumulate(spaces, initial=0.0))
    sums[0] = -indent
    costs, again = [0.0], [0.0]  # the latter for lines that end in a divided word as well
    hyphens = hyphens or [0.0] * count
    reaches = list(map(add, reaches, hyphens))
    previous = [0]
    low = 0
    for last, (reach, gap_end) in enumerate(zip(reaches, gaps, strict=False)):
        hyphen = hyphens[last] > 0.0
        before = again if hyphen else costs
        short = measure - reach
        while low < last and sums[low] + short + shrink * (gap_end - gaps[low]) < -expansion:
            low += 1
        best, chosen = inf, low
        for start in range(low, last + 1):
            room = short + sums[start]
            if ragged:
                cost = before[start] + 1.0 + (room / rag) ** 2
            elif (gap := gap_end - gaps[start]) > 0.0:
                if room > 0.0:
                    ratio = room / (gap * STRETCH + expansion)
                else:
                    ratio = room / (gap * -SHRINK - expansion)
                cost = 1.0 + 10.0 * ratio * ratio * ratio
                cost *= cost
                if cost > _HOPELESS:
                    cost = _HOPELESS * (1.0 + room / measure)
                cost += before[start]
            else:
                cost = before[start] + _HOPELESS * (1.0 + abs(room) / measure)
            if cost < best:
                best, chosen = cost, start
            if room > loose:
                break
        if hyphen:
            best += HYPHEN
        costs.append(best)
        again.append(best + HYPHEN_AGAIN if hyphen else best)
        previous.append(chosen)
    previous[count] = _last_line(
        range(low, count), measure - reaches[count - 1], sums, costs, measure
    )
    return _trace(previous)


def good_fit(
    widths: Sequence[float],
    spaces: Sequence[float],
    measure: float,
    indent: float,
    *,
    ragged: bool,
) -> list[int] | None:
    """As `total_fit`; None where a line is so loose that dividing words may better it."""
    if not ragged:
        return tolerable_fit(widths, spaces, measure, indent, tolerance=TOLERANCE)
    ends = total_fit(widths, spaces, measure, indent, ragged=True)
    fullest = (1.0 - TOLERANCE_RAGGED) * measure
    width = indent
    for start, end in pairwise((0, *ends[:-1])):
        width += sum(widths[start:end]) + sum(spaces[start : end - 1])
        if width < fullest:
            return None
        width = 0.0
    return ends


def divided_fit(
    widths: Sequence[float],
    spaces: Sequence[float],
    measure: float,
    indent: float,
    hyphens: Sequence[float],
    *,
    ragged: bool,
) -> list[int]:
    """As `total_fit`, found sooner where no line has to be very loose."""
    ends = None
    if not ragged:
        ends = tolerable_fit(
            widths, spaces, measure, indent, tolerance=TOLERANCE_DIVIDED, hyphens=hyphens
        )
    return ends or total_fit(widths, spaces, measure, indent, ragged=ragged, hyphens=hyphens)


def tolerable_fit(
    widths: Sequence[float],
    spaces: Sequence[float],
    measure: float,
    indent: float,
    *,
    tolerance: float,
    hyphens: Sequence[float] | None = None,
) -> list[int] | None:
    """As `total_fit` for justified lines, none of which is looser than `tolerance`.

    A tolerance of 1 lets a line gain STRETCH and EXPANSION. None where lines would be looser:
    since only tolerable lines are weighed, that is found soon.
    """
    expansion, count = EXPANSION * measure, len(widths)
    hyphens = hyphens or [0.0] * count
    sums = list(accumulate(map(add, widths, spaces), initial=0.0))
    reaches = list(map(add, sums, widths))
    gaps = list(accumulate(spaces, initial=0.0))
    sums[0] = -indent
    # By these the first end of a line is found, which is stretched by all that it may be.
    most = STRETCH * tolerance
    stretched = [reach + gap * most for reach, gap in zip(reaches, gaps, strict=False)]
    least = measure - expansion * tolerance - max(hyphens) - _CLOSE
    reaches = list(map(add, reaches, hyphens))
    costs, previous = [inf] * (count + 1), [0] * (count + 1)
    costs[0] = 0.0
    lasts: list[int] = []
    limit = 1  # the first end that is too far for all starts so far
    for start in range(count):
        if costs[start] == inf:
            continue
        if start >= limit:
            break
        again = 0.0
        if start and hyphens[start - 1]:
            costs[start] += HYPHEN
            again = HYPHEN_AGAIN
        cost_before, sum_before, gap_before = costs[start], sums[start], gaps[start]
        at = bisect_left(stretched, least + sum_before + most * gap_before, start)
        while at < count:
            room = measure - reaches[at] + sum_before
            gap = gaps[at] - gap_before
            if room > 0.0:
                ease = gap * STRETCH + expansion
                if room > ease * tolerance:
                    at += 1
                    continue
                ratio = room / ease
            elif room + SHRINK * gap < -expansion:
                break
            else:
                ratio = room / (gap * -SHRINK - expansion)
            cost = 1.0 + 10.0 * ratio * ratio * ratio
            cost = cost * cost + cost_before
            if again and hyphens[at]:
                cost += again
            at += 1
            if cost < costs[at]:
                costs[at] = cost
                previous[at] = start
        else:
            lasts.append(start)
        limit = at + 1
    if not lasts:
        return None
    previous[count] = _last_line(lasts, measure - reaches[count - 1], sums, costs, measure)
    return _trace(previous)


def _trace(previous: Sequence[int]) -> list[int]:
    """The ends of lines, from what each best line starts with."""
    ends: list[int] = []
    end = len(previous) - 1
    while end:
        ends.append(end)
        end = previous[end]
    ends.reverse()
    return ends


def _last_line(
    starts: Sequence[int],
    short: float,
    sums: Sequence[float],
    costs: Sequence[float],
    measure: float,
) -> int:
    """With which of `starts` the last line starts: it is as long as it comes."""
    best, chosen = inf, starts[0]
    for start in starts:
        room = short + sums[start]
        cost = costs[start] + (SHORT_LAST_LINE if room > 0.88 * measure else 0.0)
        if room < 0.0:
            cost += 1.0 + TIGHT_LAST_LINE * -room / measure
        if cost < best:
            best, chosen = cost, start
    return chosen
