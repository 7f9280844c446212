"""Inlines as a flat row of runs, and back again in normal form.

The normal form: no two neighbours alike, no format within itself, the format that reaches further
outside. White space wears what both its neighbours wear, for Markdown does not hold on which side
of an asterisk it stands. No line begins or ends with a blank, no paragraph with a line break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from copydesk.tree import Code, Emphasis, Inline, LineBreak, Link, Strong, Text

EMPHASIS: Final = "*"
STRONG: Final = "**"

_ORDER: Final = {STRONG: 1, EMPHASIS: 2}
_BLANKS: Final = " \t"


class Run(NamedTuple):
    """Characters and the formats that they wear: `*`, `**`, or the address of a link."""

    text: str
    worn: frozenset[str] = frozenset()
    code: bool = False


BREAK: Final = Run("\n")


def normal(runs: Iterable[Run]) -> tuple[Run, ...]:
    """`runs` in normal form."""
    return tuple(_merged(_dressed(_trimmed(_parted(runs)))))


def text_of(runs: Iterable[Run]) -> str:
    """The characters of `runs`; a line break is a blank."""
    return "".join(" " if is_break(run) else run.text for run in runs)


def is_blank(runs: Iterable[Run]) -> bool:
    """Whether there is nothing but white space."""
    return not any(run.text.strip() for run in runs)


def is_break(run: Run) -> bool:
    """Whether a run is a line break, whatever it wears."""
    return run.text == "\n" and not run.code


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """`runs` parted at their line breaks."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if is_break(run):
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def inlines_of(runs: Sequence[Run]) -> tuple[Inline, ...]:
    """The inlines of `runs` that are in normal form."""
    return tuple(_nested(runs, frozenset()))


def _parted(runs: Iterable[Run]) -> Iterator[Run]:
    """White space at the ends of each run as runs of their own."""
    for run in runs:
        if run.code:
            yield run
        elif run.text:
            bare = run.text.strip()
            start = len(run.text) - len(run.text.lstrip()) if bare else len(run.text)
            end = start + len(bare)
            pieces = (run.text[:start], bare, run.text[end:])
            yield from (Run(piece, run.worn) for piece in pieces if piece)


def _trimmed(runs: Iterable[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in runs:
        if is_break(run):
            _strip_end(kept)
            if kept:
                kept.append(run)
        elif run.code or (kept and not is_break(kept[-1])):
            kept.append(run)
        elif bare := run.text.lstrip(_BLANKS):
            kept.append(Run(bare, run.worn))
    _strip_end(kept)
    while kept and is_break(kept[-1]):
        kept.pop()
    return kept


def _strip_end(runs: list[Run]) -> None:
    while runs and not runs[-1].code and not is_break(runs[-1]):
        last = runs.pop()
        if bare := last.text.rstrip(_BLANKS):
            runs.append(Run(bare, last.worn))
            return


def _dressed(runs: Sequence[Run]) -> Iterator[Run]:
    """Each white space in what both its neighbours wear."""
    before: frozenset[str] = frozenset()
    waiting: list[Run] = []
    for run in runs:
        if run.code or not run.text.isspace():
            yield from (Run(space.text, before & run.worn) for space in waiting)
            waiting.clear()
            before = run.worn
            yield run
        else:
            waiting.append(run)
    yield from (Run(space.text) for space in waiting)


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    parts: list[str] = []
    last: Run | None = None
    for run in runs:
        if last and run[1:] == last[1:] and not is_break(run) and not is_break(last):
            parts.append(run.text)
            continue
        if last:
            yield last._replace(text="".join(parts))
        last = run
        parts = [run.text]
    if last:
        yield last._replace(text="".join(parts))


def _nested(runs: Sequence[Run], worn: frozenset[str]) -> Iterator[Inline]:
    # There are three kinds of format, and so the recursion is three deep at most.
    index = 0
    while index < len(runs):
        run = runs[index]
        more = run.worn - worn
        if not more:
            yield _leaf(run)
            index += 1
            continue
        reaches = {name: _reach(runs, index, name) for name in more}
        name = min(more, key=lambda name: (-reaches[name], _ORDER.get(name, 0)))
        inner = tuple(_nested(runs[index : reaches[name]], worn | {name}))
        index = reaches[name]
        match name:
            case "*":
                yield Emphasis(inner)
            case "**":
                yield Strong(inner)
            case _:
                yield Link(name, inner)


def _reach(runs: Sequence[Run], start: int, name: str) -> int:
    end = start + 1
    while end < len(runs) and name in runs[end].worn:
        end += 1
    return end


def _leaf(run: Run) -> Inline:
    if run.code:
        return Code(run.text)
    return LineBreak() if is_break(run) else Text(run.text)
