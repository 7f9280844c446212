"""A face: a parsed font, its character codes and kerning, and the words set in it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from copydesk.exporters.pdf._sfnt import Sfnt

if TYPE_CHECKING:
    from copydesk.exporters.pdf._embed import Subset

# Noncharacters, which never reach an exporter's text, stand for ligatures while a word is set.
_LIGATURES = {
    "ffi": ("\ufdd0", "\ufb03"),
    "ffl": ("\ufdd1", "\ufb04"),
    "ff": ("\ufdd2", "\ufb00"),
    "fi": ("\ufdd3", "\ufb01"),
    "fl": ("\ufdd4", "\ufb02"),
}
HYPHEN = "\ufdd5"
"""Stands for the hyphen of a word that is divided at a line's end: in the text a soft one."""
_WORDS_KEPT = 20_000
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# Characters that show nothing (Unicode, Default_Ignorable_Code_Point); U+FEFF is left out, for
# PDF/UA-1 (7.21.7) lets no character map to it.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
FORBIDDEN = "\ufeff"
Shaped: TypeAlias = tuple[float, bytes]
"""Width in thousandths of an em, and the inside of a TJ string."""


class Face:
    """A font and its character codes, shared by all documents and threads.

    It does not change, apart from its bounded memory of words set in it and of subsets made of it.

    A character code is the glyph's number; ligatures have codes beyond the last glyph, so that
    each code stands for one text.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.font = Sfnt(data)
        scale: float = 1000 / self.font.units
        self.scale = scale
        self.widths: list[float] = [advance * scale for advance in self.font.advances]
        for char in (*INVISIBLE.findall("".join(self.font.cmap)), FORBIDDEN):
            self.font.cmap.pop(char, None)  # some fonts draw a soft hyphen, for one
        self.codes = dict(self.font.cmap)
        self.texts: dict[int, str] = {}
        self.copies: dict[int, int] = {}
        self._separate_shared_glyphs()
        self.ligatures: list[tuple[str, str]] = []
        for text, (stand_in, character) in _LIGATURES.items():
            if character in self.font.cmap and name != "mono":
                self.codes[stand_in] = self._copy(self.font.cmap[character], text)
                self.ligatures.append((text, stand_in))
        self.codes[HYPHEN] = self._copy(self.font.cmap["-"], "\xad")
        self._marks = {
            glyph
            for char, glyph in self.font.cmap.items()
            if MARKS.match(char) and not self.widths[glyph]
        }
        self.words: dict[str, Shaped] = {}
        """Words set before; some of them may be gone at any time."""
        self.subsets: dict[frozenset[str], Subset] = {}

    def _separate_shared_glyphs(self) -> None:
        for char, glyph in self.font.cmap.items():
            if glyph in self.texts:
                self.codes[char] = self._copy(glyph, char)
            else:
                self.texts[glyph] = char

    def _copy(self, glyph: int, text: str) -> int:
        code = len(self.widths)
        self.widths.append(self.widths[glyph])
        self.copies[code] = glyph
        self.texts[code] = text
        return code

    @property
    def space(self) -> float:
        """The width of a space in thousandths of an em."""
        return self.widths[self.codes[" "]]

    def shape(self, word: str) -> Shaped | None:
        """Set a word; None where the face lacks one of its characters."""
        shaped = self.words.get(word)
        if shaped is None:
            shaped = self._shape(word)
            if shaped is not None:
                if len(self.words) >= _WORDS_KEPT:
                    self.words.clear()
                self.words[word] = shaped
        return shaped

    def _shape(self, word: str) -> Shaped | None:
        text = word
        if "f" in text:
            for sequence, stand_in in self.ligatures:
                text = text.replace(sequence, stand_in)
        try:
            codes = [self.codes[char] for char in text]
        except KeyError:
            return None
        if not word.isascii() and MARKS.search(word):
            return None
        return self.encode(codes)

    def encode(self, codes: list[int]) -> Shaped:
        """Width and TJ string of a run of codes, kerned."""
        widths, kerning, scale = self.widths, self.font.kerning, self.scale
        if not self._marks.isdisjoint(codes):
            return self._encode_marks(codes)
        width = sum([widths[code] for code in codes])
        if not kerning:
            return width, escape(codes)
        parts: list[bytes] = []
        start = 0
        for index, (left, right) in enumerate(pairwise(codes), 1):
            units = kerning[left << 16 | right]
            if units is not None:
                value = units * scale
                parts.append(escape(codes[start:index]) + b")%d(" % round(-value))
                width += value
                start = index
        return width, b"".join([*parts, escape(codes[start:])])

    def _encode_marks(self, codes: list[int]) -> Shaped:
        """As `encode`, each combining mark in the middle over or under the letter before it."""
        parts: list[bytes] = []
        width, middle = 0.0, 0.0
        for code in codes:
            left, _, right, _ = self.font.box(self.copies.get(code, code))
            centre = (left + right) / 2 * self.scale
            if code in self._marks and parts:
                shift = round(width + centre - middle)
                parts.append(b")%d(%s)%d(" % (shift, escape([code]), -shift))
            else:
                middle = width + centre
                width += self.widths[code]
                parts.append(escape([code]))
        return width, b"".join(parts)


def escape(codes: list[int]) -> bytes:
    """Two-byte codes as the inside of a literal string (ISO 32000-1, 7.3.4.2)."""
    data = b"".join([code.to_bytes(2, "big") for code in codes])
    return (
        data.replace(b"\\", b"\\\\")
        .replace(b"(", b"\\(")
        .replace(b")", b"\\)")
        .replace(b"\r", b"\\r")
    )


@cache
def load_face(name: str) -> Face:
    """The shipped face of that name, parsed once a process."""
    return Face(name, Path(__file__).with_name("fonts").joinpath(f"{name}.ttf").read_bytes())
