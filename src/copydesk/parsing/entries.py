"""Lines that open an entry of a list or of a table of contents, told by their siblings.

A number at the start of a line may have fallen there; numbers that count on down the page have
not. Entries without any mark are known by what all of them open with, or by the line above them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from copydesk.parsing import shapes
from copydesk.parsing.contents import find_contents
from copydesk.parsing.layout import Layout
from copydesk.parsing.lines import Line
from copydesk.parsing.patterns import lazily

_FEWEST = 3
_REACH = 40
"""How many lines an entry may take before the next one."""

_DATED = lazily(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/]\d\d)(?![\d/.-])"
)
_TIMED = lazily(r"\(?\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m\b|\s?(?:Uhr|h)\b)(?![\d/.])", re.IGNORECASE)
_YEAR = lazily(r"\(?(?:1\d|20)\d\d(?![\d.,/]|-\d)")
_QUANTITY = lazily(
    r"(?:\d{1,4}(?:[.,]\d{1,2})?(?:\s?[-–/x+]\s?\d{1,3}(?:/\d{1,2})?)?(?:\s\d/\d)?|"
    r"\d{0,2}\s?[¼-¾⅐-⅞])"
    r"\s?(?=[^\W_])"
)
_TERM = lazily(r"[^\W_][^\s,.;:]*(?: [^\s,.;:–—-]+){0,3}(?:\s+[-–—]\s+|\s*=\s+)\S")
_PARTING = (" - ", "–", "—", "=")
_LABEL = lazily(r"[^\W\d_][\w-]{0,20}(?: [\w-]{1,20}){0,2}:\s+\S")
_OPENINGS = (
    (_DATED, "it opens with a date, and so do the lines beside it"),
    (_YEAR, "it opens with a year, and so do the lines beside it"),
    (_TIMED, "it opens with a time of day, and so do the lines beside it"),
    (_TERM, "a dash parts it into a term and what is said of it, as the lines beside it"),
    (_QUANTITY, "it opens with a quantity, and so do the lines beside it"),
)
_MARK = lazily(
    r"(?P<mark>[(（\[]?(?P<number>\d{1,3}|[a-zA-Z]|[ivxlIVXL]{2,6}|[①-⑳])"
    r"(?:[.)）\]．、:](?=\D)|(?<=[①-⑳])|\s?[-–—](?=\s)))"
)
_CITED = lazily(r"\[(?P<number>\d{1,3})\]\s+\S")
_NUMERALS = (
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv"),
    *("xv", "xvi", "xvii", "xviii", "xix", "xx", "xxi", "xxii", "xxiii", "xxiv", "xxv"),
)
_ROMAN = MappingProxyType({numeral: value for value, numeral in enumerate(_NUMERALS, 1)})
_NEAR = 6
_NUMBERED = "its number counts on from the lines above"
_AMONG = "it stands among the entries of a list"
_INTRODUCED = "it is one of a run of short lines that the line above introduces"
_COUNTED = ""
"""A number that counts on proves that a line opens something, not what."""


def find_entries(shown: Sequence[Line], layout: Layout) -> dict[int, str]:
    """The lines that open an entry, by number: in words why they are entries of a list; an empty
    string where they only open a block of their own.
    """
    found = _counted(shown)
    found.update(_cited(shown))
    above: Line | None = None
    columns: set[int] = set()
    lists: list[tuple[Line | None, Sequence[Line]]] = []
    for passage in passages(shown):
        found.update(_labelled(passage))
        known = _alike(passage, layout)
        if not known:
            known = _introduced(above, passage, layout)
            columns.update(line.indent for line in passage if line.number in known)
            lists.append((above, passage))
        found.update(known)
        above = passage[-1]
    for above, passage in lists:
        # What is a list of three names elsewhere is one of two here.
        if len(passage) < _FEWEST and passage[0].indent in columns:
            found.update(_introduced(above, passage, layout, fewest=1))
    found.update(find_contents(shown))
    return found


def _labelled(passage: Sequence[Line]) -> dict[int, str]:
    """Lines beside each other that open with a label: each is a field of its own."""
    found: dict[int, str] = {}
    for above, line in pairwise(passage):
        if above.indent == line.indent and _has_label(above.text) and _has_label(line.text):
            found[above.number] = found[line.number] = _COUNTED
    return found


def passages(shown: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines under each other, without a blank one between them and quoted equally deep."""
    first = 0
    for index in range(1, len(shown) + 1):
        if (
            index == len(shown)
            or shown[index].number != shown[index - 1].number + 1
            or shown[index].depth != shown[index - 1].depth
        ):
            yield shown[first:index]
            first = index


def _has_label(text: str) -> bool:
    return ":" in text and not text[0].islower() and _LABEL.match(text) is not None


def _cited(shown: Sequence[Line]) -> dict[int, str]:
    """Sources behind their numbers, some of which may be left out: `[3] Ames, A. …`."""
    found: dict[int, str] = {}
    chain: list[tuple[int, Line, int]] = []
    for index, line in enumerate(shown):
        if line.text[0] != "[" or not (match := _CITED.match(line.text)):
            continue
        number = int(match["number"])
        if chain:
            at, above, before = chain[-1]
            if not (before < number <= before + 9 and index - at <= _NEAR) or (
                above.indent != line.indent
            ):
                chain = []
        chain.append((index, line, number))
        if len(chain) >= _FEWEST:
            found.update((cited.number, _NUMBERED) for _, cited, _ in chain[-_FEWEST:])
    return found


class _Counted(Struct, frozen=True):
    """The latest number of its kind, and the last lines of the run it stands in."""

    value: int
    index: int
    chain: list[Line]


def _counted(shown: Sequence[Line]) -> dict[int, str]:
    """Lines whose number is the one after that of an earlier line which looks alike."""
    found: dict[int, str] = {}
    latest: dict[tuple[int, str], _Counted] = {}
    for index, line in enumerate(shown):
        match = _MARK.match(line.text)
        if not match:
            continue
        for kind, value in _values(match):
            # Numbers are set flush right as often as flush left.
            for column in (line.indent, -line.indent - match.end("mark")):
                before = latest.get((column, kind))
                chain = [line]
                if before and before.value + 1 == value and index - before.index <= _REACH:
                    near = index - before.index <= _NEAR
                    _note([*before.chain[-2:], line], found, near=near)
                    chain = [*before.chain[-2:], line] if near else chain
                latest[column, kind] = _Counted(value, index, chain)
    return found


def _note(chain: Sequence[Line], found: dict[int, str], *, near: bool) -> None:
    """Say that the lines of a run open something; an entry, where no other rule knows the mark."""
    unknown = all(shapes.find_number(line.text) is None for line in chain)
    listed = unknown and near and len(chain) >= _FEWEST
    for line in chain:
        if listed or line.number not in found:
            found[line.number] = _NUMBERED if listed else _COUNTED


def _values(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What a mark may count as: the kind of its number with the signs about it, and the value."""
    number = match["number"]
    signs = match["mark"].replace(number, "#", 1)
    if number.isdecimal():
        yield f"1{signs}", int(number)
        return
    if not number.isascii():
        yield f"o{signs}", int(unicodedata.numeric(number))
        return
    case = "a" if number.islower() else "A"
    if len(number) == 1:
        yield f"{case}{signs}", ord(number.lower()) - ord("a") + 1
    if value := _ROMAN.get(number.lower()):
        yield f"i{case}{signs}", value


def _alike(passage: Sequence[Line], layout: Layout) -> dict[int, str]:
    """The entries of a passage in which three lines or more open in one way."""
    if len(passage) < _FEWEST:
        return {}
    for opening, words in _OPENINGS:
        openers = [line for line in passage if _opens(line, opening)]
        if opening is _TERM and layout.wrapped and _FEWEST <= len(openers) < 0.6 * len(passage):
            running = _broken_by_margin(passage, layout)
            openers = [line for line in openers if line.number not in running]
        if len(openers) < _FEWEST:
            continue
        edge = min(line.indent for line in openers)
        first, last = openers[0].number, openers[-1].number
        between = [line for line in passage if first <= line.number <= last]
        opening_lines = {line.number for line in openers}
        rest = [line for line in between if line.number not in opening_lines]
        set_in = all(line.indent >= edge + 2 for line in rest)
        if opening is _QUANTITY and not _brief(between, layout):
            continue
        if set_in or len(openers) >= 0.6 * len(between):
            found = dict.fromkeys(opening_lines, words)
            if opening is _QUANTITY:
                found.update(dict.fromkeys(_among(passage, first, edge, layout, found), _AMONG))
            return found
    return {}


def _broken_by_margin(passage: Sequence[Line], layout: Layout) -> set[int]:
    """The lines of a passage that only go on with the sentence above, broken off for room."""
    return {
        line.number
        for above, line in pairwise(passage)
        if layout.breaks(above, line)
        and not shapes.ends_sentence(above.text)
        and (shapes.starts_lower(line.text) or not layout.cased)
    }


def _opens(line: Line, opening: re.Pattern[str]) -> bool:
    return (
        (
            any(map(line.text.__contains__, _PARTING))
            if opening is _TERM
            else line.text[0] in "(0123456789¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
        )
        and opening.match(line.text) is not None
        and shapes.find_number(line.text) is None
        and shapes.table_gaps(line.text) < 2
    )


def _brief(lines: Sequence[Line], layout: Layout) -> bool:
    """Whether the lines are too short to be wrapped text, and hardly any is a sentence."""
    limit = 0.8 * layout.margin if layout.wrapped else 90
    long = sum(line.width - line.indent > limit for line in lines)
    stops = sum(shapes.ends_sentence(line.text) and len(line.text) > 40 for line in lines)
    return 5 * long <= len(lines) and 4 * stops <= len(lines)


def _among(
    passage: Sequence[Line], first: int, edge: int, layout: Layout, known: dict[int, str]
) -> list[int]:
    """Lines of a passage that are entries because most around them are."""
    found = []
    for above, line in pairwise(passage):
        if line.number <= first or line.number in known:
            continue
        if not _brief((line,), layout):
            break
        if abs(line.indent - edge) <= 1 and not above.text.endswith((",", "-")):
            found.append(line.number)
    return found


_SHORT = 50


def _introduced(
    above: Line | None, passage: Sequence[Line], layout: Layout, fewest: int = _FEWEST
) -> dict[int, str]:
    """Short lines set in under a line that ends with a colon."""
    if passage[0].text.endswith((":", "：")):
        above, passage = passage[0], passage[1:]
    if len(passage) < fewest or above is None or not above.text.endswith((":", "：")):
        return {}
    edge = passage[0].indent
    if edge <= above.indent or any(line.indent != edge for line in passage):
        return {}
    limit = min(_SHORT, 0.65 * layout.margin) if layout.wrapped else _SHORT
    widest = max(line.width - line.indent for line in passage)
    punctuated = sum(line.text.endswith((",", ".", ";", "!", "?", "—", ":")) for line in passage)
    lower = sum(shapes.starts_lower(line.text) for line in passage) if layout.cased else 0
    marked = any(
        shapes.find_bullet(line.text) or shapes.table_gaps(line.text) or not _reads(line.text)
        for line in passage
    )
    if widest > limit or 5 * punctuated > len(passage) or 3 * lower > len(passage) or marked:
        return {}
    return dict.fromkeys((line.number for line in passage), _INTRODUCED)


def _reads(text: str) -> bool:
    """Whether `text` is made of words, and is no code."""
    return shapes.letter_share(text) >= 0.8 and not any(sign in text for sign in "={}<>|;$\\")
