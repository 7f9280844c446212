"""How copy numbers the entries of a list: `3.`, `b)`, `(iv)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from copydesk.tree import Delimiter, Numbering
from copydesk.walk import number_label

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def readings(mark: str) -> Mapping[Numbering, int]:
    """What number `mark` says, by each way to number that it may be of: `v.` is 22 or 5."""
    bare = mark.strip("().")
    if bare.isascii() and bare.isdigit():
        return {"decimal": int(bare)}
    if not (bare.isascii() and bare.isalpha() and (bare.islower() or bare.isupper())):
        return {}
    found: dict[Numbering, int] = {}
    if len(bare) == 1:
        found["lower-alpha" if bare.islower() else "upper-alpha"] = ord(bare.lower()) - 96
    value = _roman(bare.lower())
    way: Numbering = "lower-roman" if bare.islower() else "upper-roman"
    if value and number_label(value, way, ".") == f"{bare}.":
        found[way] = value
    return found


def _roman(text: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in text]
    if not all(values):
        return 0
    below = [one if one >= other else -one for one, other in pairwise(values)]
    return sum(below) + values[-1]


def delimiter(mark: str) -> Delimiter:
    """What sets the number of `mark` apart from the text."""
    if mark.endswith(")"):
        return "()" if mark.startswith("(") else ")"
    return "."


def steps(one: str, other: str) -> Mapping[Numbering, int]:
    """By how much `other` counts on from `one`, by each way in which both may be read; none where
    they are set apart from the text in different ways.
    """
    if delimiter(one) != delimiter(other):
        return {}
    first, second = readings(one), readings(other)
    return {way: second[way] - first[way] for way in first if way in second}


def way_of(marks: Sequence[str]) -> Numbering:
    """How a list is numbered whose first entries have these marks: the way in which they count on,
    else the one in which they count highest up, else the one in which the first number is smallest.
    """
    first = readings(marks[0])
    if len(marks) > 1 and (found := steps(marks[0], marks[1])):
        return min(found, key=lambda way: (found[way] != 1, found[way] < 1, first[way]))
    return min(first, key=lambda way: first[way], default="decimal")
