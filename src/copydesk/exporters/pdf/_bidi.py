"""Text of both directions: the Unicode bidirectional algorithm (UAX #9).

A line is put into visual order after it was broken, which takes the embedding level of each
character: rules X1 to I2 give it for a paragraph, L1 and L2 for a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from copydesk.exporters._direction import has_right_to_left, is_right_to_left

_DEEPEST = 125
_BRACKETS_OPEN = 63
_EXPLICIT = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = {"LRE": (0, None), "RLE": (1, None), "LRO": (0, "L"), "RLO": (1, "R")}
_REMOVED = frozenset({*_EMBEDDINGS, "PDF", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "PDI", *_ISOLATES})
_NUMBERS = frozenset({"EN", "AN"})
_WHITE = frozenset({"WS", "S", "B", "PDI", *_ISOLATES, *_REMOVED})


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character of a paragraph: odd ones run from right to left.

    `base` is the level of the paragraph, 0 or 1.
    """
    kinds = [_kind(char) for char in text]
    if _EXPLICIT.search(text):
        found, runs = _explicit(kinds, base)
    else:
        found = [base] * len(kinds)
        runs = [_Run([at for at, kind in enumerate(kinds) if kind != "BN"], base, base, base)]
    for run in runs:
        if run.places:
            _resolve(text, kinds, found, run)
    before = base
    for at, kind in enumerate(kinds):  # what X9 removes goes with what stands before it
        if kind in _REMOVED:
            found[at] = before
        before = found[at]
    return found


def is_white(char: str) -> bool:
    """Whether a character at the end of a line has the level of the paragraph (L1)."""
    return _kind(char) in _WHITE


def visual_order(line: Sequence[int]) -> list[int]:
    """The places of a line's parts, from left to right, by the level of each (L2)."""
    order = list(range(len(line)))
    odd = [level for level in line if level & 1]
    for level in range(max(line, default=0), min(odd, default=1) - 1, -1):
        at = 0
        while at < len(order):
            if line[order[at]] < level:
                at += 1
                continue
            end = at + 1
            while end < len(order) and line[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end
    return order


def base_level(text: str, *, right: bool) -> int:
    """The level of a paragraph (P2 and P3), in a document that runs from the `right` or does not.

    In one that does, it is 0 only where most letters run from left to right (HL1), so that a
    name in Latin letters at its start does not turn a paragraph round.
    """
    if not right:
        return int(is_right_to_left(text))
    kinds = [_kind(char) for char in text]
    return int(kinds.count("L") <= kinds.count("R") + kinds.count("AL"))


@cache
def mirror(char: str) -> str:
    """The character that is drawn for `char` from right to left (L4): for most, itself."""
    if not unicodedata.mirrored(char):
        return char
    name = unicodedata.name(char, "")
    for left, right in (("LEFT", "RIGHT"), ("LESS-THAN", "GREATER-THAN")):
        for one, other in ((left, right), (right, left)):
            if one in name:
                try:
                    return unicodedata.lookup(name.replace(one, other))
                except KeyError:
                    return char
    return char


class _Run(NamedTuple):
    """An isolating run sequence (BD13): its characters, level, and the levels around it."""

    places: list[int]
    level: int
    before: int
    after: int


@cache
def _kind(char: str) -> str:
    kind = unicodedata.bidirectional(char)
    return kind or ("R" if has_right_to_left(char) else "L")


def _explicit(  # noqa: C901 # a branch a rule, as UAX #9 lays them out
    kinds: list[str], base: int
) -> tuple[list[int], list[_Run]]:
    """Levels by the explicit codes (X1 to X8), and the sequences to resolve (X10)."""
    found = [base] * len(kinds)
    ends = _ends_of_isolates(kinds)
    stack: list[tuple[int, str | None, bool]] = [(base, None, False)]
    beyond_isolates = beyond_embeddings = isolates = 0
    for at, kind in enumerate(list(kinds)):
        level, override, _ = stack[-1]
        found[at] = level
        if kind in _EMBEDDINGS or kind in _ISOLATES:
            isolate = kind in _ISOLATES
            if isolate:
                odd = kind == "RLI" or (kind == "FSI" and _first_strong(kinds, at, ends[at]))
                forced = None
                kinds[at] = override or kind
            else:
                odd, forced = _EMBEDDINGS[kind][0] == 1, _EMBEDDINGS[kind][1]
            deeper = level + 1 + (level + 1 + odd) % 2
            if deeper <= _DEEPEST and not beyond_isolates and not beyond_embeddings:
                isolates += isolate
                stack.append((deeper, forced, isolate))
            elif isolate:
                beyond_isolates += 1
            elif not beyond_isolates:
                beyond_embeddings += 1
        elif kind == "PDI":
            if beyond_isolates:
                beyond_isolates -= 1
            elif isolates:
                beyond_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                isolates -= 1
            level, override, _ = stack[-1]
            found[at] = level
            kinds[at] = override or kind
        elif kind == "PDF":
            if not beyond_isolates and beyond_embeddings:
                beyond_embeddings -= 1
            elif not beyond_isolates and not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif override and kind != "BN":
            kinds[at] = override
    return found, list(_sequences(kinds, found, ends, base))


def _ends_of_isolates(kinds: Sequence[str]) -> dict[int, int]:
    """The place of the PDI of each isolate (BD9), or the end of the text."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, kind in enumerate(kinds):
        if kind in _ISOLATES:
            opened.append(at)
        elif kind == "PDI" and opened:
            ends[opened.pop()] = at
    return ends | dict.fromkeys(opened, len(kinds))


def _first_strong(kinds: Sequence[str], start: int, end: int) -> bool:
    """Whether an isolate runs from right to left by its first strong character (P2, P3)."""
    depth = 0
    for kind in kinds[start + 1 : end]:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif not depth and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _sequences(
    kinds: Sequence[str], found: Sequence[int], ends: dict[int, int], base: int
) -> Iterator[_Run]:
    kept = [at for at, kind in enumerate(kinds) if kind not in _REMOVED]
    runs: list[list[int]] = []
    for index, at in enumerate(kept):
        if not index or found[at] != found[kept[index - 1]]:
            runs.append([])
        runs[-1].append(at)
    starts = {run[0]: run for run in runs}
    rank = {at: index for index, at in enumerate(kept)}
    closing = {end: start for start, end in ends.items() if end < len(kinds)}
    for run in runs:
        # The first one after an isolate goes on with the run that the isolate stands in.
        if run[0] in closing:
            continue
        places = list(run)
        while (end := ends.get(places[-1])) is not None and end in starts:
            places += starts[end]
        level, last = found[places[0]], places[-1]
        first = rank[places[0]]
        before = found[kept[first - 1]] if first else base
        following = rank[last] + 1
        unended = last in ends and ends[last] == len(kinds)
        after = base if unended or following == len(kept) else found[kept[following]]
        yield _Run(places, level, max(before, level), max(after, level))


def _resolve(text: str, kinds: Sequence[str], found: list[int], run: _Run) -> None:
    """Set the levels of a sequence (W1 to I2)."""
    types = [kinds[at] for at in run.places]
    start, end = "LR"[run.before & 1], "LR"[run.after & 1]
    _resolve_weak(types, start)
    _resolve_brackets([text[at] for at in run.places], types, kinds, run, start)
    _resolve_neutral(types, start, end, "LR"[run.level & 1])
    for at, kind in zip(run.places, types, strict=True):
        if run.level & 1:
            found[at] = run.level + (kind != "R")
        else:
            found[at] = run.level + (kind == "R") + 2 * (kind in _NUMBERS)


def _resolve_weak(types: list[str], start: str) -> None:
    _resolve_numbers(types, start)
    _resolve_terminators(types)
    strong = start
    for at, kind in enumerate(types):
        if kind in ("ES", "ET", "CS"):  # W6
            types[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            types[at] = "L"


def _resolve_numbers(types: list[str], start: str) -> None:
    before, strong = start, start
    for at, kind in enumerate(types):
        if kind == "NSM":  # W1
            types[at] = "ON" if before in _ISOLATES or before == "PDI" else before
        before = types[at]
        if before in ("L", "R", "AL"):
            strong = before
        elif before == "EN" and strong == "AL":  # W2
            types[at] = "AN"
    for at, kind in enumerate(types):
        if kind == "AL":  # W3
            types[at] = "R"
        elif kind in ("ES", "CS") and 0 < at < len(types) - 1:  # W4
            left, right = types[at - 1], types[at + 1]
            if left == right == "EN" or (kind == "CS" and left == right == "AN"):
                types[at] = left


def _resolve_terminators(types: list[str]) -> None:
    at, count = 0, len(types)
    while at < count:  # W5
        end = at
        while end < count and types[end] == "ET":
            end += 1
        if end > at and ((at and types[at - 1] == "EN") or (end < count and types[end] == "EN")):
            types[at:end] = ["EN"] * (end - at)
        at = max(end, at + 1)


def _pairs(chars: Sequence[str], types: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of brackets, by their openings (BD16)."""
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for at, (char, kind) in enumerate(zip(chars, types, strict=True)):
        category = unicodedata.category(char)
        if kind != "ON" or category not in ("Ps", "Pe") or mirror(char) == char:
            continue
        if category == "Ps":
            if len(opened) == _BRACKETS_OPEN:
                return []
            opened.append((unicodedata.normalize("NFC", mirror(char)), at))
            continue
        closing = unicodedata.normalize("NFC", char)  # for two pairs are equivalent
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == closing:
                found.append((opened[depth][1], at))
                del opened[depth:]
                break
    return sorted(found)


def _resolve_brackets(
    chars: Sequence[str], types: list[str], kinds: Sequence[str], run: _Run, start: str
) -> None:
    """N0."""
    own = "LR"[run.level & 1]
    before, seen = start, 0
    for opening, closing in _pairs(chars, types):
        for kind in types[seen:opening]:
            before = _direction(kind) or before
        seen = opening
        inside = {_direction(kind) for kind in types[opening + 1 : closing]}
        if own in inside:
            chosen = own
        elif "LR"[~run.level & 1] in inside:
            chosen = before
        else:
            continue
        for at in (opening, closing):
            types[at] = chosen
            following = at + 1
            while following < len(types) and kinds[run.places[following]] == "NSM":
                types[following] = chosen
                following += 1


def _direction(kind: str) -> str:
    return "R" if kind in _NUMBERS else kind if kind in ("L", "R") else ""


def _resolve_neutral(types: list[str], start: str, end: str, own: str) -> None:
    """N1 and N2."""
    at, count, before = 0, len(types), start
    while at < count:
        if types[at] not in _NEUTRAL:
            before = _direction(types[at])
            at += 1
            continue
        last = at
        while last < count and types[last] in _NEUTRAL:
            last += 1
        after = _direction(types[last]) if last < count else end
        types[at:last] = [before if before == after else own] * (last - at)
        at = last
