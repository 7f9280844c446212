"""Mojibake: UTF-8 that somebody read as cp1252 and wrote again (`Ã©` for `é`). Found always, put
right on request, and then in such a way that the source can still be restored.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from copydesk.diagnostics import Diagnostic
from copydesk.parsing.patterns import lazily
from copydesk.tree import Discard, Document, Source, Span

# cp1252 as browsers read it: the bytes that it leaves out are control characters.
_BYTES = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 256)}
_BYTES |= {chr(byte): byte for byte in range(0x80, 0xA0)}
_HOLES = "\x81\x8d\x8f\x90\x9d"
_TRAIL = "[" + "".join(re.escape(char) for char, byte in _BYTES.items() if byte < 0xC0) + "]"
_SEQUENCE = lazily(f"[Â-ß]{_TRAIL}|[à-ï]{_TRAIL}{_TRAIL}|[ð-ô]{_TRAIL}{_TRAIL}{_TRAIL}")
"""What the bytes of one character look like as cp1252 (RFC 3629, section 3)."""

_MAY_FOLLOW = frozenset("“”‘’„‚«»‹›…–—™®°ºª²³¹·•\u00a0")
"""What may well follow a letter that has an accent: nothing is proved by `CAFÉ”`."""

_MARK = "ï»¿"
_ROUNDS = 3
_NodeT = TypeVar("_NodeT")

Report: TypeAlias = Callable[[Diagnostic], None]


class Edit(Struct, frozen=True, gc=False):
    """One character and the `[start, end)` of the source that it stands for."""

    start: int
    end: int
    char: str


class Repair(Struct, frozen=True):
    """A text put right, and what was done to the text as it was read."""

    text: str
    edits: tuple[Edit, ...]


def find_mojibake(text: str) -> Diagnostic | None:
    """What there is to report of mojibake in `text`."""
    edits = _edits(text)
    if not edits:
        return None
    first = edits[0]
    seen = text[first.start : first.end]
    message = (
        f"{_counted(len(edits))} as if UTF-8 had been read as cp1252, as “{seen}” for "
        f"“{first.char}”; --repair-mojibake puts that right"
    )
    return Diagnostic("mojibake", message, "warning", Span(first.start, first.end))


def repair_mojibake(text: str) -> Repair:
    """`text` put right, also where it went wrong twice; without edits where nothing is wrong."""
    repair = Repair(text, ())
    for _ in range(_ROUNDS):
        found = _edits(repair.text)
        if not found:
            break
        places = _Places(repair.edits)
        made = [Edit(places.of(edit.start), places.of(edit.end), edit.char) for edit in found]
        ends = [edit.end for edit in made]
        for edit in repair.edits:
            at = bisect_right(ends, edit.start)
            if at == len(made) or edit.start < made[at].start:
                made.append(edit)
        made.sort(key=lambda edit: edit.start)
        repair = Repair(_applied(text, made), tuple(made))
    return repair


def repaired(repair: Repair) -> Diagnostic:
    """What there is to report of a repair that changed something."""
    first = repair.edits[0]
    message = f"{_counted(len(repair.edits))} as if UTF-8 had been read as cp1252; put right"
    return Diagnostic("mojibake", message, "note", Span(first.start, first.end))


def read_through(
    text: str,
    read: Callable[[str, Report], Document],
    report: Report,
    *,
    repair: bool,
) -> Document:
    """What `read` makes of `text`; with `repair`, of `text` put right, spans as in `text` itself.

    Mojibake that is left, or was put right, is reported.
    """
    if not repair:
        if found := find_mojibake(text):
            report(found)
        return read(text, report)
    made = repair_mojibake(text)
    if not made.edits:
        return read(text, report)
    report(repaired(made))
    places = _Places(made.edits)
    document = read(made.text, lambda finding: report(_moved(finding, places)))
    return as_read(document, made, text)


def as_read(document: Document, repair: Repair, source: str) -> Document:
    """`document`, which was made of `repair.text`, with its spans in `source`, the text as read.

    What was repaired in a leaf is a discard inside it, with the repaired character shown.
    """
    places = _Places(repair.edits)
    moved = _moved(document, places)
    discards = [
        replace(discard, text=source[discard.span.start : discard.span.end])
        for discard in moved.source.discards
    ]
    ends = [discard.span.end for discard in discards]
    starts = [discard.span.start for discard in discards]
    for edit in repair.edits:
        at = bisect_right(ends, edit.start)
        if at == len(starts) or edit.start < starts[at]:
            span = Span(edit.start, edit.end)
            discards.append(Discard("mojibake", source[edit.start : edit.end], span, edit.char))
    discards.sort(key=lambda discard: discard.span.start)
    made = Source(moved.source.name, moved.source.encoding, len(source), tuple(discards))
    return replace(moved, source=made)


class _Places:
    """From offsets into a text put right to offsets into the text as it was read."""

    def __init__(self, edits: tuple[Edit, ...]) -> None:
        self._positions: list[int] = []  # of the edits, in the text put right
        self._shifts: list[int] = []  # by how much what stands behind them has moved
        shift = 0
        for edit in edits:
            self._positions.append(edit.start - shift)
            shift += edit.end - edit.start - 1
            self._shifts.append(shift)

    def of(self, offset: int) -> int:
        before = bisect_left(self._positions, offset)
        return offset + (self._shifts[before - 1] if before else 0)


def _moved(value: _NodeT, places: _Places) -> _NodeT:
    """`value` with every span in it moved. Nodes nest at most MAX_DEPTH deep."""
    if isinstance(value, Span):
        return type(value)(places.of(value.start), places.of(value.end))
    if isinstance(value, tuple):
        return type(value)(_moved(item, places) for item in value)
    if isinstance(value, Struct):
        changed = {name: _moved(getattr(value, name), places) for name in value.__struct_fields__}
        return type(value)(**changed)
    return value


def _edits(text: str) -> list[Edit]:
    """The sequences of `text` that are mojibake: all of them, where most of them must be."""
    if text.isascii():
        return []
    sure: list[Edit] = []
    possible: list[Edit] = []
    end = -1
    for found in _SEQUENCE.finditer(text):
        char = _decoded(found.group())
        if char is not None:
            edit = Edit(found.start(), found.end(), char)
            (sure if edit.start == end or _is_sure(text, edit) else possible).append(edit)
            end = edit.end
    if len(sure) <= len(possible):
        return sure
    return sorted((*sure, *possible), key=lambda edit: edit.start)


def _decoded(sequence: str) -> str | None:
    """The character whose bytes these are, if it is one that people write."""
    try:
        char = bytes(_BYTES[each] for each in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if char in _HOLES:  # a byte that cp1252 does not have, after the text went wrong twice
        return char
    return None if unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") else char


def _is_sure(text: str, edit: Edit) -> bool:
    """Whether nobody can have meant these characters as they stand."""
    sequence = text[edit.start : edit.end]
    if any(char not in _MAY_FOLLOW for char in sequence[1:]):
        return True
    if not sequence[0].islower():  # a capital in the middle of a word
        beside = text[max(0, edit.start - 1) : edit.start] + text[edit.end : edit.end + 1]
        return any(map(str.islower, beside))
    return sequence == _MARK


def _applied(text: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : edit.start], edit.char)
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)


def _counted(count: int) -> str:
    return "one character looks" if count == 1 else f"{count} characters look"
