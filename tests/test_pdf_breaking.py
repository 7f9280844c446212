"""Line breaking of the PDF exporter, against a search of all ways to break."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.exporters.pdf._breaking import EXPANSION, SHRINK, total_fit

MEASURE = 100.0
SPACE = 4.0


def spaces_of(widths: Sequence[float]) -> list[float]:
    return [SPACE] * (len(widths) - 1) + [0.0]


def line_widths(widths: Sequence[float], ends: Sequence[int]) -> list[float]:
    """The natural widths of the lines, without the spaces at their ends."""
    starts = [0, *ends[:-1]]
    return [
        sum(widths[start:end]) + SPACE * (end - start - 1)
        for start, end in zip(starts, ends, strict=True)
    ]


def spread(widths: Sequence[float], ends: Sequence[int]) -> float:
    """How far the lines but the last are from the measure, the worst counting most."""
    return sum(abs(MEASURE - width) ** 6 for width in line_widths(widths, ends)[:-1])


WORDS = st.lists(st.floats(2.0, 45.0), min_size=1, max_size=60)


@settings(deadline=None)
@given(WORDS, st.booleans(), st.floats(0.0, 20.0))
def test_lines_hold_all_words_and_fit(widths: list[float], ragged: bool, indent: float) -> None:
    ends = total_fit(widths, spaces_of(widths), MEASURE, indent, ragged=ragged)
    assert ends[-1] == len(widths)
    assert ends == sorted(set(ends))
    starts = [0, *ends[:-1]]
    for start, end, natural in zip(starts, ends, line_widths(widths, ends), strict=True):
        limit = MEASURE - (0.0 if start else indent)
        shrink = 0.0 if ragged else SHRINK * SPACE * (end - start - 1) + EXPANSION * MEASURE
        assert natural <= limit + shrink + 1e-6


@settings(deadline=None)
@given(st.lists(st.floats(100.0, 300.0), min_size=1, max_size=8))
def test_words_wider_than_the_line_stand_alone(widths: list[float]) -> None:
    ends = total_fit(widths, spaces_of(widths), 99.0, 0.0, ragged=False)
    assert ends == list(range(1, len(widths) + 1))


def test_a_looser_line_is_taken_where_the_next_gains() -> None:
    """First fit would fill the first line and leave the second one half empty."""
    widths = [30.0, 30.0, 26.0, 62.0, 30.0, 30.0, 30.0, 20.0]
    greedy = [3, 4, 7, 8]
    ends = total_fit(widths, spaces_of(widths), MEASURE, 0.0, ragged=True)
    assert spread(widths, ends) <= spread(widths, greedy)


@settings(deadline=None)
@given(st.lists(st.sampled_from([8.0, 14.0, 20.0, 27.0, 33.0]), min_size=6, max_size=11))
def test_ragged_lines_are_the_best_there_are(widths: list[float]) -> None:
    def cost(ends: Sequence[int]) -> float:
        lines = line_widths(widths, ends)
        total = sum(1.0 + ((MEASURE - width) / 6.0) ** 2 for width in lines[:-1])
        return total + (30.0 if MEASURE - lines[-1] >= 88.0 else 0.0)

    count = len(widths)
    ways = [
        (*ends, count)
        for lines in range(count)
        for ends in combinations(range(1, count), lines)
        if max(line_widths(widths, (*ends, count))) <= MEASURE
    ]
    # Lines that are emptier than a fifth of the measure are not all weighed.
    best = min(cost(ends) for ends in ways)
    found = cost(total_fit(widths, spaces_of(widths), MEASURE, 0.0, ragged=True))
    assert found <= best + 1e-9 or found <= 1.2 * best


def test_nothing_is_short_and_everything_is_long() -> None:
    assert total_fit([5.0], [0.0], MEASURE, 0.0, ragged=False) == [1]
    widths = [9.0] * 20_000
    ends = total_fit(widths, spaces_of(widths), MEASURE, 0.0, ragged=False)
    assert len(ends) == 20_000 // 8
