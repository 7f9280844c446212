"""Lines out of words: the room that is left goes to the spaces and, unseen, to the letters."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Protocol

from copydesk.exporters.pdf._breaking import (
    EXPANSION,
    LOOSEST,
    SHRINK,
    STRETCH,
    divided_fit,
    good_fit,
    total_fit,
)
from copydesk.exporters.pdf._face import HYPHEN
from copydesk.exporters.pdf._hyphens import Hyphenator
from copydesk.exporters.pdf._runs import Atom, Line, Mark, Pen, Run, show

_OWN = 1e-9
"""The width of the hyphen that a line gets after a part of a word that ends in its own."""


class LineDrawer(Protocol):
    """Makes a line of its atoms."""

    def __call__(self, atoms: Sequence[Atom], measure: float, left: float, *, free: bool) -> Line:
        """See `mixed_lines`."""
        ...


def even_lines(
    widths: Sequence[float],
    datas: Sequence[bytes],
    pen: Pen,
    measure: float,
    indent: float,
    *,
    justified: bool,
    strict: bool,
) -> list[Line] | None:
    """Lines of words in one face, a space between each two; widths in thousandths of an em.

    None if `strict` and a line is so loose that dividing words may better it.
    """
    use, scale = pen.use, pen.size / 1000
    width, indent = measure / scale, indent / scale
    count = len(widths)
    spaces = [use.space] * count
    spaces[-1] = 0.0
    lines: list[Line] = []
    start = 0
    fit = good_fit if strict else total_fit
    ends = fit(widths, spaces, width, indent, ragged=not justified)
    if ends is None:
        return None
    for end in ends:
        left = 0.0 if start else indent
        last = end == count
        free = last or not justified
        line = _even_line(
            widths[start:end], datas[start:end], pen, left, width, free=free, last=last
        )
        lines.append(line)
        start = end
    return lines


def _even_line(
    widths: Sequence[float],
    datas: Sequence[bytes],
    pen: Pen,
    left: float,
    width: float,
    *,
    free: bool,
    last: bool,
) -> Line:
    use, scale = pen.use, pen.size / 1000
    blank, gaps = use.blank, len(widths) - 1
    natural = sum(widths) + gaps * use.space
    more, wider = room_for(width - left, natural, gaps, gaps * use.space, free=free)
    data = (blank + b")%.1f(" % -more if more else blank).join(datas)
    drawn = (natural + gaps * more) * wider
    return [Run(pen, left * scale, drawn * scale, show(data, b"" if last else blank), wider)]


def divided_lines(
    words: Sequence[str],
    pen: Pen,
    measure: float,
    indent: float,
    hyphenator: Hyphenator,
    *,
    justified: bool,
) -> list[Line]:
    """Lines of words that the face of `pen` can set, divided where that makes the better lines."""
    use, scale = pen.use, pen.size / 1000
    hyphen = use.hyphen
    known = use.part_widths(hyphenator)
    parts = [known[word] for word in words]
    widths = list(chain.from_iterable(parts))
    *firsts, count = accumulate(map(len, parts), initial=0)  # the first unit of each word
    spaces, hyphens = [0.0] * count, [0.0] * count
    for word, first, following in zip(words, firsts, [*firsts[1:], count], strict=True):
        spaces[following - 1] = use.space
        if following > first + 1:
            for at, part in enumerate(hyphenator.parts(word)[:-1], first):
                hyphens[at] = _OWN if part.endswith("-") else hyphen
    spaces[-1] = 0.0
    space = use.space * scale
    lines: list[Line] = []
    start = 0
    mark: Mark | None = None
    width, indent = measure / scale, indent / scale
    ends = divided_fit(widths, spaces, width, indent, hyphens, ragged=not justified)
    for end in ends:
        first, last = bisect(firsts, start) - 1, bisect(firsts, end - 1) - 1
        shown = list(words[first : last + 1])
        goes_on = hyphens[end - 1] > 0.0
        if goes_on:
            shown[-1] = "".join(hyphenator.parts(shown[-1])[: end - firsts[last]])
        if mark is not None:
            before = hyphenator.parts(words[first])[: start - firsts[first]]
            shown[0] = shown[0][len("".join(before)) :]
        shaped = list(filter(None, map(use.__getitem__, shown)))
        left, free = 0.0 if start else indent, end == count or not justified
        start = end
        if mark is None and not goes_on:
            inner, datas = zip(*shaped, strict=True)
            line = _even_line(inner, datas, pen, left, width, free=free, last=end == count)
            lines.append(line)
            continue
        atoms = [Atom(pen, found[0] * scale, found[1], space) for found in shaped]
        if end == count:
            atoms[-1] = atoms[-1]._replace(space=0.0)
        if mark is not None and not (goes_on and len(shown) == 1):
            atoms[0] = _end_of_word(atoms[0], shown[0], mark)
            mark = None
        if goes_on:
            mark = mark or Mark(b"Span")
            atoms[-1] = _start_of_word(pen, shown[-1], mark)
        lines.append(_line(atoms, measure, left * scale, free=free))
    return lines


def mixed_lines(
    atoms: Sequence[Atom],
    measure: float,
    indent: float,
    *,
    justified: bool,
    strict: bool,
    draw: LineDrawer | None = None,
) -> list[Line] | None:
    """Lines of atoms; a line may end after the last one. None as in `even_lines`.

    `draw` is called with the atoms of each line, the measure and the indent, and with whether the
    line is `free` to end where its words do.
    """
    draw = draw or _line
    widths: list[float] = []
    spaces: list[float] = []
    ends: list[int] = []
    hyphens: list[float] = []
    width = 0.0
    for index, atom in enumerate(atoms, 1):
        if width and width + atom.width > measure:  # words that stand close are parted all the same
            widths.append(width)
            spaces.append(0.0)
            ends.append(index - 1)
            hyphens.append(0.0)
            width = 0.0
        width += atom.width
        if atom.breaks:
            widths.append(width)
            spaces.append(atom.space)
            ends.append(index)
            hyphens.append(_hyphen_after(atom) if atom.goes_on else 0.0)
            width = 0.0
        else:
            width += atom.space
    units: list[int] | None
    if any(hyphens):
        units = divided_fit(widths, spaces, measure, indent, hyphens, ragged=not justified)
    else:
        fit = good_fit if strict else total_fit
        units = fit(widths, spaces, measure, indent, ragged=not justified)
    if units is None:
        return None
    lines: list[Line] = []
    start = 0
    mark: Mark | None = None
    for unit in units:
        end = ends[unit - 1]
        free = unit == len(widths) or not justified
        words, mark = _join(atoms[start:end], mark)
        lines.append(draw(words, measure, 0.0 if start else indent, free=free))
        start = end
    return lines


def _join(atoms: Sequence[Atom], mark: Mark | None) -> tuple[Sequence[Atom], Mark | None]:
    """The atoms of a line with the parts of its words joined.

    `mark` is that of the word that the line before left off in; returned is that of the word
    that this line leaves off in.
    """
    words: list[Atom] = []
    text = ""
    for atom in atoms:
        text += atom.part
        if atom.goes_on:
            continue
        if text and mark is not None:
            words.append(_end_of_word(atom, text, mark))
        elif text:
            words.append(_set(atom.pen, text)._replace(space=atom.space))
        else:
            words.append(atom)
        text, mark = "", None
    if text:
        mark = mark or Mark(b"Span")
        words.append(_start_of_word(atoms[-1].pen, text, mark))
    return words, mark


def _set(pen: Pen, text: str) -> Atom:
    shaped = pen.use[text]
    if shaped is None:  # its parts are set already, and every face has a hyphen
        raise AssertionError(text)
    return Atom(pen, shaped[0] * pen.size / 1000, shaped[1])


def _hyphen_after(atom: Atom) -> float:
    return _OWN if atom.part.endswith("-") else _set(atom.pen, HYPHEN).width


def _start_of_word(pen: Pen, text: str, mark: Mark) -> Atom:
    mark.parts.append(text)
    return _set(pen._replace(mark=mark), text if text.endswith("-") else text + HYPHEN)


def _end_of_word(atom: Atom, text: str, mark: Mark) -> Atom:
    mark.parts.append(text)
    return _set(atom.pen._replace(mark=mark), text)._replace(space=atom.space)


def room_for(
    width: float, natural: float, gaps: int, gap: float, *, free: bool
) -> tuple[float, float]:
    """What each of the `gaps` spaces of a line gains, and by what its letters are widened.

    The spaces are `gap` wide together, the line is `natural` and is to be `width`.
    """
    room = width - natural
    if not gaps and room < 0.0 and width >= natural * (1.0 - EXPANSION):
        return 0.0, width / natural
    if not gaps or (free and room >= 0.0) or room > LOOSEST * gap:
        return 0.0, 1.0
    ease = EXPANSION * width
    share = room / (gap * STRETCH + ease) if room > 0.0 else room / (gap * SHRINK + ease)
    scale = round(1.0 + EXPANSION * max(-1.0, min(1.0, share)), 4)
    return (width / scale - natural) / gaps, scale


def _line(atoms: Sequence[Atom], measure: float, left: float, *, free: bool) -> Line:
    inner = [atom.space for atom in atoms[:-1] if atom.space]
    natural = sum([atom.width for atom in atoms]) + sum(inner)
    more, wider = room_for(measure - left, natural, len(inner), sum(inner), free=free)
    line: Line = []
    parts: list[bytes] = []
    x = start = left
    for index, atom in enumerate(atoms):
        final = index == len(atoms) - 1
        parts.append(atom.data)
        x += atom.width * wider
        if atom.space:
            if not atom.is_set:
                parts.append(atom.pen.use.blank)
            if more and not final:
                parts.append(b")%.1f(" % (-more * 1000 / atom.pen.size))
        end = x
        if atom.space and not final:
            x += (atom.space + more) * wider
        if final or atoms[index + 1].pen != atom.pen:
            line.append(Run(atom.pen, start, (end if final else x) - start, show(*parts), wider))
            parts, start = [], x
    return line
