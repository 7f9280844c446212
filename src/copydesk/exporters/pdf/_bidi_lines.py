"""Lines of text of both directions: words are set by level, and a line is put in visual order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import NamedTuple

from copydesk.exporters.pdf._bidi import base_level, levels, visual_order
from copydesk.exporters.pdf._justify import mixed_lines, room_for
from copydesk.exporters.pdf._runs import Atom, Glyph, Line, Pen, Run, show, show_backwards
from copydesk.exporters.pdf._words import BLANKS, break_up


class _Item(NamedTuple):
    """A part of a line: a word or a space, in one face and of one level."""

    pen: Pen
    width: float
    data: bytes
    level: int
    glyphs: tuple[Glyph, ...]
    stretches: bool = False


class Base:
    """Which way a paragraph runs, found when it is asked for.

    `leaves` are its texts with their pens, `right` says whether the document runs from the right.
    """

    def __init__(self, leaves: Sequence[tuple[str, Pen] | None], *, right: bool) -> None:
        self._leaves = leaves
        self._right = right

    @cached_property
    def level(self) -> int:
        """1 for a paragraph that runs from right to left, else 0."""
        text = "".join([leaf[0] for leaf in self._leaves if leaf is not None])
        return base_level(text, right=self._right)


def bidi_lines(
    leaves: Sequence[tuple[str, Pen]], base: int, measure: float, indent: float, *, justified: bool
) -> list[Line]:
    """The lines of a paragraph of level `base`."""
    texts = [text.translate(BLANKS) for text, _ in leaves]
    found = levels("".join(texts), base)
    atoms: list[Atom] = []
    at = 0
    for text, (_, pen) in zip(texts, leaves, strict=True):
        _add_atoms(atoms, text, found[at : at + len(text)], pen, measure)
        at += len(text)
    while atoms and not (atoms[-1].data or atoms[-1].glyphs):
        atoms.pop()
    if not atoms:
        return [[]]
    atoms[-1] = atoms[-1]._replace(space=0.0, breaks=True)
    draw = partial(_line, base=base)
    return mixed_lines(atoms, measure, indent, justified=justified, strict=False, draw=draw) or []


def bidi_row(text: str, pen: Pen, base: int) -> Line:
    """Text on one line, each of its spaces kept, from its left edge."""
    atoms: list[Atom] = []
    for level, run in groupby(zip(levels(text, base), text, strict=True), lambda pair: pair[0]):
        atoms += _set_run("".join([char for _, char in run]), level, pen)
    width = sum([atom.width for atom in atoms])
    return _line(atoms, width, 0.0, free=True, base=base) if atoms else []


def _add_atoms(
    atoms: list[Atom], text: str, found: Sequence[int], pen: Pen, measure: float
) -> None:
    """Add the words of `text` to `atoms`; `found` are the levels of its characters."""
    at = 0
    for index, word in enumerate(text.split(" ")):
        if index:
            _add_space(atoms, pen, found[at])
            at += 1
        for piece, breaks in break_up(word, pen, measure) if word else ():
            made: list[Atom] = []
            for level, run in groupby(
                zip(found[at : at + len(piece)], piece, strict=True), lambda pair: pair[0]
            ):
                made += _set_run("".join(char for _, char in run), level, pen)
            at += len(piece)
            if made:
                made[-1] = made[-1]._replace(breaks=breaks)
                atoms += made


def _set_run(text: str, level: int, pen: Pen) -> Iterator[Atom]:
    """Text of one level, an atom for each face that it needs."""
    scale = pen.size / 1000
    if level & 1:
        pieces = pen.use.backwards(text)
        for use, group in groupby(pieces, lambda piece: piece.use):
            glyphs = tuple([Glyph(piece.width * scale, piece.data) for piece in group])
            own = pen if use is pen.use else pen._replace(use=use)
            width = sum([glyph.width for glyph in glyphs])
            yield Atom(own, width, b"", level=level, glyphs=glyphs)
    else:
        for piece in pen.use.compose(text):
            own = pen if piece.use is pen.use else pen._replace(use=piece.use)
            yield Atom(own, piece.width * scale, piece.data, level=level)


def _add_space(atoms: list[Atom], pen: Pen, level: int) -> None:
    """A space, in the face of the word before it, where that is of the same leaf."""
    last = atoms[-1] if atoms else None
    if last is not None and last.pen._replace(use=pen.use) == pen:
        pen = last.pen
    space = pen.use.space * pen.size / 1000
    if last is not None and last.pen == pen and not last.space:
        atoms[-1] = last._replace(space=space, breaks=True, space_level=level)
    else:
        atoms.append(Atom(pen, 0.0, b"", space, breaks=True, level=level, space_level=level))


def _line(atoms: Sequence[Atom], measure: float, left: float, *, free: bool, base: int) -> Line:
    """A line of a paragraph of level `base`; its words stay in the order in which they are read.

    `left` is the indent: of a paragraph from right to left, it is that on the right.
    """
    inner = [atom.space for atom in atoms[:-1] if atom.space]
    natural = sum([atom.width for atom in atoms]) + sum(inner)
    more, wider = room_for(measure - left, natural, len(inner), sum(inner), free=free)
    hangs = atoms[-1].space  # into the margin, where the line ends in a space
    items = list(_items(atoms, base))
    widths = [(item.width + more if item.stretches else item.width) * wider for item in items]
    far = measure - left - (natural + len(inner) * more + hangs) * wider
    x = far if base else left
    places = [0.0] * len(items)
    for index in visual_order([item.level for item in items]):
        places[index] = x
        x += widths[index]
    if hangs:
        widths[-1] = 0.0
        places[-1] += hangs * wider if base else 0.0
    line: Line = []
    for (level, _), group in groupby(
        zip(items, places, widths, strict=True), lambda part: (part[0].level, part[0].pen)
    ):
        parts = list(group)
        line.append(_backwards(parts, wider) if level & 1 else _forwards(parts, more, wider))
    return line


def _items(atoms: Sequence[Atom], base: int) -> Iterator[_Item]:
    final = len(atoms) - 1
    for index, atom in enumerate(atoms):
        if atom.data or atom.glyphs:
            yield _Item(atom.pen, atom.width, atom.data, atom.level, atom.glyphs)
        if atom.space:
            level = base if index == final else atom.space_level  # L1
            glyph = Glyph(atom.space, atom.pen.use.blank)
            yield _Item(atom.pen, atom.space, glyph.data, level, (glyph,), index < final)


def _forwards(parts: Sequence[tuple[_Item, float, float]], more: float, wider: float) -> Run:
    pen = parts[0][0].pen
    gap = b")%.1f(" % (-more * 1000 / pen.size)
    data = [item.data + gap if item.stretches and more else item.data for item, _, _ in parts]
    return Run(pen, parts[0][1], sum([width for _, _, width in parts]), show(*data), wider)


def _backwards(parts: Sequence[tuple[_Item, float, float]], wider: float) -> Run:
    left = min([place for _, place, _ in parts])
    right = max([place + width for _, place, width in parts])
    shown: list[tuple[float, bytes]] = []
    for item, place, width in parts:
        x = place + width - left
        for glyph in item.glyphs:
            x -= glyph.width * wider
            shown.append((x, glyph.data))
    return Run(parts[0][0].pen, left, right - left, show_backwards(shown), wider)
