"""What a page prints besides the text: page numbers, running heads and feet.

Pages break where they are full, so their numbers and heads fall into the middle of sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from copydesk.parsing import shapes
from copydesk.parsing.lines import Line
from copydesk.parsing.patterns import lazily

_WORD = (
    r"(?:page|pg\.|p\.|seite|s\.|pág(?:ina|\.)|pagina|pag\.|strana|str\.|страница|стр\.|"
    r"σελ(?:ίδα|\.))"
)
_NUMBERED = lazily(
    rf"\[?\s?{_WORD}\s{{0,3}}\d{{1,4}}(?:\s?(?:of|/|von|de|di|sur|из|z|od)\s?\d{{1,4}})?\s?\]?|"
    r"第?\s?\d{1,4}\s?[页頁ページ]+",
    re.IGNORECASE,
)
_LONE = lazily(r"[-–—~]?\s?(?P<number>\d{1,4})\s?[-–—~]?|(?P<of>\d{1,4})\s?/\s?\d{1,4}")
_FOOT = lazily(rf"(?:\[{_WORD}\s{{0,3}}\d{{1,4}}\]|\s{_WORD}\s{{0,3}}\d{{1,4}})$", re.IGNORECASE)
_NUMBER_ENDS = "]-–—~页頁ページ"
_FEWEST = 3
_PAGE = 15
"""Hardly a page has fewer lines."""
_SHORTEST_PAGE = 4
_WIDEST = 120
_NEAR = 4

NUMBER = "it is the number of a page"
HEAD = "it comes back page after page, as a running head does"


def find_furniture(lines: Sequence[Line], source: str) -> dict[int, str]:
    """The lines that belong to the pages and not to the text, by number, and why."""
    shown = [index for index, line in enumerate(lines) if not line.blank]
    found: dict[int, str] = {}
    repeated: defaultdict[str, list[int]] = defaultdict(list)
    lone: list[int] = []
    for place, index in enumerate(shown):
        line = lines[index]
        text = line.text
        if len(text) > _WIDEST or line.depth:
            continue
        ends = text[-1].isdecimal() or text[-1] in _NUMBER_ENDS
        if ends and _NUMBERED.fullmatch(text):
            found[line.number] = NUMBER
        elif ends and _LONE.fullmatch(text):
            lone.append(place)
        elif any(map(str.isalpha, text)):
            repeated[shapes.without_digits(text)].append(place)
    for key, places in repeated.items():
        if len(key) >= _FEWEST and _runs(lines, shown, places, source):
            found.update((lines[shown[place]].number, HEAD) for place in places)
    found.update((lines[shown[place]].number, NUMBER) for place in _counted(lines, shown, lone))
    for places in repeated.values():
        # What stands by the foot of one page again and again is the head of the next.
        if len(places) >= 2 and all(_beside(lines, shown, place, found) for place in places):
            found.update((lines[shown[place]].number, HEAD) for place in places)
    return found


def _beside(
    lines: Sequence[Line], shown: Sequence[int], place: int, found: Mapping[int, str]
) -> bool:
    near = (beside for beside in (place - 1, place + 1) if 0 <= beside < len(shown))
    return any(lines[shown[beside]].number in found for beside in near)


def _runs(lines: Sequence[Line], shown: Sequence[int], places: Sequence[int], source: str) -> bool:
    """Whether lines that read alike are heads or feet of pages."""
    if len(places) < 2:
        return False
    feet = sum(_FOOT.search(lines[shown[place]].text) is not None for place in places)
    if len(places) < (2 if feet == len(places) else _FEWEST):
        return False
    rows = [shown[place] for place in places]
    steps = [after - before for before, after in pairwise(rows)]
    if feet == len(places):
        return min(steps) >= _SHORTEST_PAGE
    if min(steps) < _PAGE:
        return False
    if 2 * sum(_runs_on(lines, row) for row in rows) >= len(rows):
        return False
    usual = median(steps)
    regular = len(steps) >= _FEWEST and all(0.75 * usual <= step <= 1.25 * usual for step in steps)
    broken = sum(_breaks_page(lines, shown, place, source) for place in places)
    return regular or 2 * broken >= len(places)


def _runs_on(lines: Sequence[Line], index: int) -> bool:
    """Whether a sentence goes on from the line right above, or into the one right below: then it is
    the text's own.
    """
    line = lines[index]
    if index and not lines[index - 1].blank and shapes.starts_lower(line.text):
        return True
    if index + 1 >= len(lines) or lines[index + 1].blank or shapes.ends_sentence(line.text):
        return False
    full = line.width >= _FULL * lines[index + 1].width
    return full and line.text.count(" ") >= _FEWEST_BLANKS and not shapes.table_gaps(line.text)


def _breaks_page(lines: Sequence[Line], shown: Sequence[int], place: int, source: str) -> bool:
    """Whether a form feed stands by a line, or a sentence goes on over it."""
    index = shown[place]
    for beside in (*range(max(0, index - _NEAR), index), *range(index, min(len(lines), index + 3))):
        line = lines[beside]
        if line.blank and source[line.start : line.start + 1] == "\f":
            return True
    return _splits(lines, shown, place)


def _splits(lines: Sequence[Line], shown: Sequence[int], place: int) -> bool:
    """Whether a line stands between the halves of a sentence."""
    if not 0 < place < len(shown) - 1:
        return False
    index = shown[place]
    above, line, below = lines[shown[place - 1]], lines[index], lines[shown[place + 1]]
    if shapes.starts_lower(line.text):
        return False
    apart = lines[index - 1].blank or lines[index + 1].blank
    if not apart and line.width >= _FULL * above.width:
        return False  # it is the sentence's own
    return goes_on(above, below)


_FULL = 0.8


def goes_on(above: Line, below: Line) -> bool:
    """Whether a sentence that `above` breaks off goes on in `below`."""
    last = above.text[-1]
    if above.depth != below.depth or shapes.ends_sentence(above.text) or last in ":;|":
        return False
    if shapes.has_cjk(last) or last in "、，":
        return shapes.has_cjk(below.text[:1]) and len(above.text) >= _FEWEST_CJK
    return (
        shapes.starts_lower(below.text)
        and below.text[0].isalpha()
        and above.text.count(" ") >= _FEWEST_BLANKS
        and (last.isalnum() or last in ",-–’'\")")
    )


_FEWEST_CJK = 15
_FEWEST_BLANKS = 4


def _counted(lines: Sequence[Line], shown: Sequence[int], lone: Sequence[int]) -> list[int]:
    """The numbers that stand alone and count the pages: those that split a sentence, and the ones
    that count on from them.
    """
    values: dict[int, int] = {}
    for place in lone:
        match = _LONE.fullmatch(lines[shown[place]].text)
        if match:
            values[place] = int(match["number"] or match["of"])
    sure = [place for place in lone if _splits(lines, shown, place)]
    if not sure:
        return []
    found = set(sure)
    # The pages' length tells the page numbers among the other numbers.
    for direction in (1, -1):
        latest: int | None = None
        for place in lone[::direction]:
            if place in found:
                latest = place
            elif latest is not None and _next_page(values, shown, latest, place, direction):
                found.add(place)
                latest = place
    return sorted(found)


def _next_page(
    values: Mapping[int, int], shown: Sequence[int], known: int, place: int, direction: int
) -> bool:
    far = abs(shown[place] - shown[known]) >= _PAGE
    return far and values[place] == values[known] + direction


def find_splits(lines: Sequence[Line], furniture: Mapping[int, str]) -> frozenset[int]:
    """The numbers of the lines in which a sentence goes on after what a page printed between."""
    splits: set[int] = set()
    above: Line | None = None
    between = False
    for line in lines:
        if line.blank:
            continue
        if line.number in furniture:
            between = True
            continue
        if between and above is not None and goes_on(above, line):
            splits.add(line.number)
        above, between = line, False
    return frozenset(splits)
