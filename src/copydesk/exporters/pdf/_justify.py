"""Lines out of words: the room that is left goes to the spaces and, unseen, to the letters."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.exporters.pdf._breaking import EXPANSION, LOOSEST, SHRINK, STRETCH, total_fit
from copydesk.exporters.pdf._runs import Atom, Line, Pen, Run, show


def even_lines(
    widths: Sequence[float],
    datas: Sequence[bytes],
    pen: Pen,
    measure: float,
    indent: float,
    *,
    justified: bool,
) -> list[Line]:
    """Lines of words in one face, a space between each two; widths in thousandths of an em."""
    use, scale = pen.use, pen.size / 1000
    width, indent, space, blank = measure / scale, indent / scale, use.space, use.blank
    count = len(widths)
    spaces = [space] * count
    spaces[-1] = 0.0
    lines: list[Line] = []
    start = 0
    for end in total_fit(widths, spaces, width, indent, ragged=not justified):
        gaps = end - start - 1
        left = 0.0 if start else indent
        natural = sum(widths[start:end]) + gaps * space
        last = end == count
        more, wider = _fit(width - left, natural, gaps, gaps * space, free=last or not justified)
        joint = blank + b")%.1f(" % -more if more else blank
        data = joint.join(datas[start:end])
        drawn = (natural + gaps * more) * wider
        lines.append(
            [Run(pen, left * scale, drawn * scale, show(data, b"" if last else blank), wider)]
        )
        start = end
    return lines


def mixed_lines(
    atoms: Sequence[Atom], measure: float, indent: float, *, justified: bool
) -> list[Line]:
    """Lines of atoms; a line may end after the last one."""
    widths: list[float] = []
    spaces: list[float] = []
    ends: list[int] = []
    width = 0.0
    for index, atom in enumerate(atoms, 1):
        width += atom.width
        if atom.breaks:
            widths.append(width)
            spaces.append(atom.space)
            ends.append(index)
            width = 0.0
        else:
            width += atom.space
    lines: list[Line] = []
    start = 0
    for unit in total_fit(widths, spaces, measure, indent, ragged=not justified):
        end = ends[unit - 1]
        left = 0.0 if start else indent
        free = unit == len(widths) or not justified
        lines.append(_line(atoms[start:end], measure, left, free=free))
        start = end
    return lines


def _fit(width: float, natural: float, gaps: int, gap: float, *, free: bool) -> tuple[float, float]:
    """What each of the `gaps` spaces of a line gains, and by what its letters are widened.

    The spaces are `gap` wide together, the line is `natural` and is to be `width`.
    """
    room = width - natural
    if not gaps or (free and room >= 0.0) or room > LOOSEST * gap:
        return 0.0, 1.0
    ease = EXPANSION * width
    share = room / (gap * STRETCH + ease) if room > 0.0 else room / (gap * SHRINK + ease)
    scale = round(1.0 + EXPANSION * max(-1.0, min(1.0, share)), 4)
    return (width / scale - natural) / gaps, scale


def _line(atoms: Sequence[Atom], measure: float, left: float, *, free: bool) -> Line:
    inner = [atom.space for atom in atoms[:-1] if atom.space]
    natural = sum([atom.width for atom in atoms]) + sum(inner)
    more, wider = _fit(measure - left, natural, len(inner), sum(inner), free=free)
    line: Line = []
    parts: list[bytes] = []
    x = start = left
    for index, atom in enumerate(atoms):
        final = index == len(atoms) - 1
        parts.append(atom.data)
        x += atom.width * wider
        if atom.space:
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
