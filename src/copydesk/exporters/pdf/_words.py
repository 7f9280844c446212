"""Words: where they break, and how they are set in the faces that have their characters."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from copydesk.exporters.pdf._hyphens import Hyphenator
from copydesk.exporters.pdf._opportunities import (
    has_opportunities,
    is_east_asian,
    part_at_opportunities,
)
from copydesk.exporters.pdf._runs import Atom, Pen

BLANKS = str.maketrans(dict.fromkeys("\t\n\x0b\x0c\r\x85\u2028\u2029", " "))
"""White space that is set as a space."""
LONG = 24
"""Words of more characters may break within, as addresses have to."""
_SPECIAL = re.compile("[—\u200b\u200f\u0590-\u1dff\u2c00-\U0010ffff]")
"""Characters that lines may end at, or that run from right to left. Each range takes time."""
_PIECE = re.compile("[^—\u200b]*(?:[—\u200b]+|$)")
_LONG_PIECE = re.compile(r"[/:]+|[^/:][^/:.\-_?&=#%+,;~@]*[/:]*")
_GIVE = 0.08
"""What of an East Asian character's width, in ems, counts as a space that lines may stretch."""
_CHUNK = 8
"""A word that may be wider than a line breaks after so many characters, and nowhere better."""


def add_atoms(
    atoms: list[Atom], text: str, pen: Pen, measure: float, hyphenator: Hyphenator | None
) -> None:
    """Add the words of `text` to `atoms`, in parts where `hyphenator` divides them."""
    scale = pen.size / 1000
    space = pen.use.space * scale
    before = ""
    for index, word in enumerate(text.split(" ")):
        if index:
            _add_space(atoms, pen, space, hyphen=before.endswith("-"))
        before = word
        if not word:
            continue
        if hyphenator is not None and _add_parts(atoms, hyphenator.parts(word), pen):
            continue
        for piece, breaks in break_up(word, pen, measure):
            shaped = pen.use[piece]
            if shaped is not None:
                atoms.append(Atom(pen, shaped[0] * scale, shaped[1], 0.0, breaks))
            else:
                for part in pen.use.pieces(piece):
                    other = pen if part.use is pen.use else pen._replace(use=part.use)
                    atoms.append(Atom(other, part.width * scale, part.data))
                if breaks and atoms:
                    atoms[-1] = atoms[-1]._replace(breaks=True)
            if breaks and is_east_asian(piece[-1]):
                give = min(_GIVE * pen.size, atoms[-1].width)
                width = atoms[-1].width - give
                atoms[-1] = atoms[-1]._replace(width=width, space=give, is_set=True)


def _add_parts(atoms: list[Atom], parts: tuple[str, ...], pen: Pen) -> bool:
    """Add a divided word, if it can be set in one face."""
    if len(parts) < 2:
        return False
    shaped = [pen.use[part] for part in parts]
    scale = pen.size / 1000
    made = [
        Atom(pen, part[0] * scale, part[1], 0.0, True, text, True)
        for text, part in zip(parts, shaped, strict=True)
        if part is not None
    ]
    if len(made) < len(parts):
        return False
    made[-1] = made[-1]._replace(breaks=False, goes_on=False)
    atoms += made
    return True


def _add_space(atoms: list[Atom], pen: Pen, space: float, *, hyphen: bool) -> None:
    """A space after the last atom. It is drawn with the pen of its own leaf."""
    last = atoms[-1] if atoms else None
    if last is not None and last.pen is pen and not last.space:
        # A hyphen at the end of a line is taken for a part of a divided word, and dropped, by
        # those who read text out of the file: the next word keeps it company.
        breaks = not hyphen or (len(atoms) > 1 and not atoms[-2].breaks)
        atoms[-1] = last._replace(space=space, breaks=breaks)
    elif last is not None and last.pen is pen and last.part:
        atoms[-1] = last._replace(space=0.0, breaks=False)
        atoms.append(Atom(pen, space, pen.use.blank, space, breaks=True))
    elif last is not None and last.pen is pen:
        blank = pen.use.blank
        atoms[-1] = last._replace(width=last.width + space, data=last.data + blank)
    elif last is None:
        atoms.append(Atom(pen, space, pen.use.blank))
    else:
        atoms.append(Atom(pen, 0.0, b"", space, breaks=True))


def is_special(text: str) -> bool:
    """Whether a text asks for more care than words with a space between each two."""
    # Searched for one by one, these take a tenth of the time that one pattern takes.
    return (
        "  " in text
        or "- " in text
        or text.startswith(" ")
        or text.endswith(" ")
        or not (text.isascii() or _SPECIAL.search(text) is None)
    )


def break_up(word: str, pen: Pen, measure: float) -> list[tuple[str, bool]]:
    """The parts of a word, and whether a line may end after each."""
    parts = [word]
    if len(word) > LONG or is_special(word):
        parts = []
        for part in filter(None, _PIECE.findall(word)):
            if has_opportunities(part):
                parts += part_at_opportunities(part)
            else:
                parts += _LONG_PIECE.findall(part) if len(part) > LONG else [part]
    parts = [chunk for part in parts for chunk in _chunks(part, pen.size, measure)]
    return [*((part, True) for part, _ in pairwise(parts)), (parts[-1], False)]


def _chunks(part: str, size: float, measure: float) -> list[str]:
    if len(part) * size < measure:
        return [part]
    length = max(1, min(_CHUNK, int(measure / size)))
    chunks: list[str] = []
    start = 0
    for end in range(length, len(part), length):
        # Marks stay with what they are set on.
        if end > start and not unicodedata.category(part[end]).startswith(("M", "Cf")):
            chunks.append(part[start:end])
            start = end
    return [*chunks, part[start:]]
