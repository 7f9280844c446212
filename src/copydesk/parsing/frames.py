"""Frames: marks that somebody has drawn round a text, or down its side.

A line inside a frame is read as if the marks were not there; a line that shows nothing else is as
good as blank. The marks are discarded as markup. List entries open with the same signs, and so do
the rows of a table: a frame is one that goes on where an entry would end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from copydesk.parsing import shapes
from copydesk.parsing.lines import Line, columns
from copydesk.parsing.patterns import lazily

_MARKS = "%*|#;!~/\\│║┃¦+&°"
_OPEN = lazily(r"(?P<mark>([%*|#;!~/│║┃¦+&°])\2{0,2}|/\*|\\)(?=\s|$)")
_BORDER = lazily(r"[-=_*#+.|'`,/\\~:°o─━═│┃┌┐└┘├┤╔╗╚╝║╠╣]{5,}")
_DRAWN = lazily(r"([-=_*#+~:─━═])\1{3,}")
_CORNERS = "+|.'`,/\\│┃└┘╚╝║ "
_BULLETS = "*+"
_FEWEST = 3
_WIDE = 40


def unframe(lines: Sequence[Line]) -> list[Line]:
    """`lines` without the marks of the frames around them."""
    made = list(lines)
    if not any(line.text[:1] and line.text[0] in _MARKS for line in lines):
        return made
    sides = _sides(lines)
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and not lines[index].blank:
            continue
        _open_run(made, first, index, sides)
        first = index + 1
    return made


def _mark(line: Line) -> str:
    """The mark that a line opens with, if it could be a frame's."""
    if line.blank or line.depth or line.text[0] not in _MARKS:
        return ""
    if line.hidden:  # what would be cut off is not what can be seen
        return ""
    found = _OPEN.match(line.text)
    return found["mark"] if found else ""


def _is_border(line: Line) -> bool:
    return _BORDER.fullmatch(line.text.replace(" ", "")) is not None and (
        _DRAWN.search(line.text) is not None
    )


def _sides(lines: Sequence[Line]) -> frozenset[tuple[str, int]]:
    """Marks that stand down the left side of running text, each with its column."""
    taken: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in lines:
        if mark := _mark(line):
            taken[mark, line.indent].append(line)
    return frozenset(place for place, found in taken.items() if _is_side(place[0], found))


def _is_side(mark: str, lines: Sequence[Line]) -> bool:
    """Whether what stands behind the mark goes on from line to line, as no list entries do."""
    if len(lines) < _FEWEST or mark in ("/", "\\", "|||"):
        return False
    edge = max(line.width for line in lines)
    alone = sum(line.text == mark for line in lines)
    pairs = going_on = 0
    for above, line in pairwise(lines):
        if line.number != above.number + 1 or mark in (above.text, line.text):
            continue
        pairs += 1
        text = line.text[len(mark) :].lstrip()
        word = len(text.split(maxsplit=1)[0]) if text else 0
        full = above.width + 1 + word > edge - 4 or above.width > 0.8 * edge
        going_on += full and not shapes.ends_sentence(above.text) and shapes.starts_lower(text)
    if edge < _WIDE or not going_on or (mark in _BULLETS and not alone):
        return False
    share = 0.15 if alone else 0.3
    return going_on >= share * max(1, pairs)


def _open_run(lines: list[Line], first: int, stop: int, sides: frozenset[tuple[str, int]]) -> None:
    """Take the marks off the lines from `first` up to `stop`, which stand under each other."""
    index = first
    while index < stop:
        end = index
        while end < stop and (_boxed(lines[end]) or _is_border(lines[end])):
            end += 1
        if end - index >= _FEWEST and _is_box(lines[index:end]):
            _open_box(lines, index, end)
            index = end
            continue
        end = max(end, index + 1)
        for at in range(index, end):
            mark = _mark(lines[at])
            if mark and (mark, lines[at].indent) in sides:
                lines[at] = _without(lines[at], len(mark), 0)
        index = end


def _boxed(line: Line) -> int:
    """How long the marks are that a line both opens and closes with; 0 where it does not."""
    mark = _mark(line)
    if not mark:
        return 0
    if line.text == mark:
        return 0
    closing = mark[::-1]
    return len(mark) if line.text.endswith(closing) and line.text[-1] in _MARKS + "/" else 0


def _is_box(lines: Sequence[Line]) -> bool:
    """Whether lines that all stand between two marks are text in a box, not rows of a table."""
    inside = [line for line in lines if not _is_border(line)]
    shown = [line for line in inside if _inner(line)]
    if not shown or len({_mark(line) for line in inside}) > 1:
        return False
    if 2 * sum(_has_columns(line) for line in shown) >= len(shown):
        return False
    closed = _is_border(lines[0]) and _is_border(lines[-1])
    if len(shown) < len(inside) or closed:
        return True
    widths = {line.width for line in inside}
    return len(inside) >= _FEWEST and len(widths) <= 1 + len(inside) // 4


def _inner(line: Line) -> str:
    size = _boxed(line)
    return line.text[size : len(line.text) - size].strip()


def _has_columns(line: Line) -> bool:
    """Whether marks part the text inside a box as well."""
    inner = _inner(line)
    return f" {line.text[0]} " in f" {inner} " or "|" in inner or "│" in inner


def _open_box(lines: list[Line], first: int, stop: int) -> None:
    inside = [at for at in range(first, stop) if not _is_border(lines[at])]
    bare = {at: _without(lines[at], _boxed(lines[at]), _boxed(lines[at])) for at in inside}
    edge = min((line.indent for line in bare.values() if not line.blank), default=0)
    for at, line in bare.items():
        lines[at] = (
            line
            if line.blank
            else replace(line, indent=line.indent - edge, width=line.width - edge)
        )
    shown = sum(not line.blank for line in bare.values())
    for at in range(first, stop):
        # The lower side of a box round a title goes on to underline it.
        if at not in bare:
            lines[at] = (
                _without_corners(lines[at]) if shown <= 2 and at == stop - 1 else _blank(lines[at])
            )


def _without(line: Line, opening: int, closing: int) -> Line:
    """`line` without so many characters at either end, the blanks beside them included."""
    body = line.text[: len(line.text) - closing] if closing else line.text
    inner = body[opening:].lstrip()
    text = inner.rstrip()
    if not text:
        return _blank(line)
    # From either end, since letters and their accents between the marks may be apart in the source.
    lead = len(body) - len(inner)
    start = line.start + lead
    stop = line.stop - (len(line.text) - lead - len(text))
    indent = line.indent + columns(body[:lead])
    return replace(
        line, start=start, stop=stop, text=text, indent=indent, width=indent + columns(text)
    )


def _without_corners(line: Line) -> Line:
    """The lower side of a box as a line drawn under its title."""
    text = line.text.strip(_CORNERS)
    if line.hidden or not shapes.UNDERLINE.fullmatch(text):
        return _blank(line)
    start = line.start + line.text.index(text)
    return replace(line, start=start, stop=start + len(text), text=text)


def _blank(line: Line) -> Line:
    return replace(line, start=line.start, stop=line.start, text="", indent=0, width=0)
