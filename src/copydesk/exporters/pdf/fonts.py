"""The faces of one document: which face shows a character, and what of each is to be embedded.

A character is looked for in the face of its style, then in FALLBACKS. What none has is shown as a
mark, counted, and keeps its own character in the text of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from copydesk.exporters.pdf._face import (
    FORBIDDEN,
    INVISIBLE,
    MARKS,
    Face,
    Shaped,
    escape,
    load_face,
)

_CLUSTER = re.compile(".[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]*", re.DOTALL)
_LAST_CODE = 0xFFFE
_REPLACEMENT = "\ufffd"

FALLBACKS = ("fallback", "sans", "mono")
"""Faces asked in this order for a character that a style's own face lacks."""


class Piece(NamedTuple):
    """A run of characters in one face."""

    use: FaceUse
    width: float
    data: bytes


class FaceUse(dict[str, "Shaped | None"]):
    """One document's use of a face: a dict of the words set in it, filled as they are asked for.

    None stands for a word that needs other faces: see `pieces`.
    """

    def __init__(self, face: Face, resource: bytes, fonts: Fonts) -> None:
        super().__init__()
        self.face = face
        self.resource = resource
        self.space = face.space
        self._blank = escape([face.codes[" "]])
        self.extra: dict[str, int] = {}
        self.extra_glyphs: dict[int, int | None] = {}
        self.alone: set[str] = set()
        self._fonts = fonts

    def __eq__(self, other: object) -> bool:
        """Two uses are the same only if they are one."""
        return self is other

    def __hash__(self) -> int:  # type: ignore[override] # a dict has none; this one is a value
        return id(self)

    @property
    def blank(self) -> bytes:
        """A space to draw: a face that draws nothing else is used too."""
        self.alone.add(" ")
        return self._blank

    def __missing__(self, word: str) -> Shaped | None:
        shaped = self.face.shape(word)
        self[word] = shaped
        return shaped

    def compose(self, text: str) -> list[Piece]:
        """Set text in this face, and in others where it has to be."""
        shaped = self[text]
        return self.pieces(text) if shaped is None else [Piece(self, *shaped)]

    def pieces(self, word: str) -> list[Piece]:
        """Set a word that this face alone cannot set: in one other face if it can be, for letters
        of two faces in a word are ugly, or else each character where it is found.
        """
        if not MARKS.search(word) and any(
            char.isalpha() and char not in self.face.codes for char in word
        ):
            for use in self._fonts.fallbacks(self):
                shaped = use[word]
                if shaped is not None:
                    return [Piece(use, *shaped)]
        found: list[tuple[FaceUse, list[int]]] = []
        for cluster in _clusters(word):
            use, code = self._find(cluster)
            if code is None:
                continue
            if not found or found[-1][0] is not use:
                found.append((use, []))
            found[-1][1].append(code)
        return [Piece(use, *use.encode(codes)) for use, codes in found]

    def encode(self, codes: list[int]) -> Shaped:
        """Width and TJ string of codes, among which may be this document's own."""
        first_extra = len(self.face.widths)
        if all(code < first_extra for code in codes):
            return self.face.encode(codes)
        return sum(map(self.width, codes)), escape(codes)

    def width(self, code: int) -> float:
        """The width of a code in thousandths of an em."""
        if code < len(self.face.widths):
            return self.face.widths[code]
        glyph = self.extra_glyphs[code]
        return 0.0 if glyph is None else self.face.widths[glyph]

    def characters(self) -> set[str]:
        """The characters of the face that the document uses."""
        return self.alone.union(" ", *[word for word, shaped in self.items() if shaped])

    def _find(self, cluster: str) -> tuple[FaceUse, int | None]:
        """The face and code that show a character, with its combining marks if it has any."""
        if cluster in self.extra:
            return self, self.extra[cluster]
        if INVISIBLE.fullmatch(cluster):
            return self, self.add(cluster, None)
        if cluster == FORBIDDEN:
            return self, None
        shown = unicodedata.normalize("NFC", cluster)
        for use in (self, *self._fonts.fallbacks(self)):
            if cluster in use.face.codes:
                use.alone.add(cluster)
                return use, use.face.codes[cluster]
            if len(shown) == 1 and shown in use.face.font.cmap:
                return use, use.add(cluster, use.face.font.cmap[shown])
        return self._fonts.missing(cluster)

    def add(self, text: str, glyph: int | None) -> int:
        """A code of this document's own that stands for `text` and shows `glyph`."""
        code = self.extra.get(text)
        if code is None:
            code = len(self.face.widths) + len(self.extra)
            if code > _LAST_CODE:
                return self.face.codes.get(_REPLACEMENT, self.face.codes[" "])
            self.extra[text] = code
            self.extra_glyphs[code] = glyph
        return code


def _clusters(word: str) -> Iterator[str]:
    """Characters, each with its combining marks where the two have a composed form."""
    if word.isascii() or not MARKS.search(word):
        yield from word
        return
    for found in _CLUSTER.findall(word):
        if len(unicodedata.normalize("NFC", found)) == 1:
            yield found
        else:
            yield from found


class Fonts:
    """All faces that a document uses, and the characters that none of them has."""

    def __init__(self) -> None:
        self._uses: dict[str, FaceUse] = {}
        self._missing: Counter[str] = Counter()
        self.first_missed: dict[str, object] = {}
        self.place: object = None

    def use(self, name: str) -> FaceUse:
        """This document's use of the face `name`."""
        use = self._uses.get(name)
        if use is None:
            use = FaceUse(load_face(name), b"/F%d" % (len(self._uses) + 1), self)
            self._uses[name] = use
        return use

    def uses(self) -> list[FaceUse]:
        """The faces used, in order of first use."""
        return [use for use in self._uses.values() if use or use.alone or use.extra]

    def fallbacks(self, use: FaceUse) -> Iterator[FaceUse]:
        """The faces to ask for what `use` lacks."""
        for name in FALLBACKS:
            if name != use.face.name:
                yield self.use(name)

    def missing(self, char: str) -> tuple[FaceUse, int]:
        """The mark shown in place of a character that no face has; it is still `char` to readers
        of the text.
        """
        self._missing[char] += 1
        self.first_missed.setdefault(char, self.place)
        use = self.use(FALLBACKS[0])
        if char == _REPLACEMENT:
            return use, use.face.codes[_REPLACEMENT]
        return use, use.add(char, use.face.font.cmap[_REPLACEMENT])

    def missed(self) -> list[tuple[str, int]]:
        """Characters that no face has and how often each was met, in order of first meeting."""
        return list(self._missing.items())
