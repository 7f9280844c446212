"""Faces that are found on the machine, read with HarfBuzz: coverage, shaping, outlines.

All kinds that HarfBuzz draws will do: TrueType and CFF outlines, collections, and variable fonts,
which are set at the weight that is asked for. What is embedded are the outlines that it draws.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from pathlib import Path
from struct import unpack_from
from typing import NamedTuple

import uharfbuzz as hb

from copydesk.exporters.pdf._face import INVISIBLE
from copydesk.exporters.pdf._glyf import Contour, Drawn, OutlinePen

_OUTLINES = frozenset({"glyf", "CFF ", "CFF2"})
_RESTRICTED = 0x0002
"""The bit of OS/2.fsType that forbids to embed."""
PAGE = 256
"""Into how long stretches Unicode is parted to remember which faces have some of it."""
_WORDS_KEPT = 20_000
_SLANT = 0.2
_EMBOLDENED = 0.025
_BOLD = 600


class Placed(NamedTuple):
    """A glyph, and where it is drawn, in font units."""

    glyph: int
    x: int
    y: int


SPECK = -1
"""The number of a glyph that no font has: a dot of a thousandth of an em, too small to be seen."""


class Ink(NamedTuple):
    """A point of a glyph's outline, and how low and how high it reaches."""

    x: int
    y: int
    low: float
    high: float


class Cluster(NamedTuple):
    """Characters that are drawn together: by what glyphs, how wide they are, where they start."""

    text: str
    glyphs: tuple[Placed, ...]
    advance: int
    x: int


class FoundFace:
    """A face of a file, at a weight, shared by all documents. Raises `ValueError` for a file that
    holds no outlines, or none that may be embedded, and `OSError` for one that cannot be read.
    """

    def __init__(self, path: Path, index: int, *, bold: bool, italic: bool) -> None:
        self._face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        tags = set(self._face.table_tags)
        if not tags & _OUTLINES or "cmap" not in tags:
            raise ValueError(f"{path.name} has no outlines")
        self._font = hb.Font(self._face)
        self._read_style(bold=bold, italic=italic)
        if self.restricted:
            raise ValueError(f"{path.name} may not be embedded")
        self._shaped: dict[tuple[str, str | None, bool], tuple[Cluster, ...]] = {}
        self._drawn: dict[tuple[tuple[Placed, ...], int], Drawn] = {}
        self._outlines: dict[int, list[Contour]] = {}
        self._inks: dict[int, Ink | None] = {}

    def _table(self, tag: str) -> bytes:
        return bytes(self._face.reference_table(tag).data or b"")

    def _read_style(self, *, bold: bool, italic: bool) -> None:
        face, font = self._face, self._font
        self.units = face.upem
        os2, post, head = self._table("OS/2"), self._table("post"), self._table("head")
        self.weight = unpack_from(">H", os2, 4)[0] if len(os2) >= 6 else 400
        self.restricted = len(os2) >= 10 and unpack_from(">H", os2, 8)[0] & 0xF == _RESTRICTED
        self.italic_angle = unpack_from(">l", post, 4)[0] / 65536 if len(post) >= 8 else 0.0
        self.fixed = len(post) >= 16 and unpack_from(">L", post, 12)[0] != 0
        self.bbox: tuple[int, ...] = unpack_from(">4h", head, 36)
        name = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or "Unnamed"
        axes = {axis.tag: axis for axis in face.axis_infos}
        if "wght" in axes:
            axis = axes["wght"]
            self.weight = int(max(axis.min_value, min(700 if bold else 400, axis.max_value)))
            font.set_variations({"wght": self.weight})
        elif bold and self.weight < _BOLD:
            font.synthetic_bold = (_EMBOLDENED, _EMBOLDENED, True)
            name += "-Bolder"
        if italic and not self.italic_angle and "ital" not in axes and "slnt" not in axes:
            font.synthetic_slant = _SLANT
            self.italic_angle = -11.0
        self.name = "".join(
            char for char in name if char.isascii() and (char.isalnum() or char in "-_")
        )
        extents = font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender, extents.descender
        capital = self._font.get_nominal_glyph(ord("H"))
        drawn = self._font.get_glyph_extents(capital) if capital else None
        self.cap_height = drawn.y_bearing if drawn else self.ascent * 7 // 10

    def reaches(self, page: int) -> bool:
        """Whether the face has any character of a page of Unicode."""
        probe = hb.Set()
        probe.add_range(page * PAGE, page * PAGE + PAGE - 1)
        probe.intersection_update(self._characters)
        return bool(probe)

    @cached_property
    def _characters(self) -> hb.Set:
        return self._face.unicodes

    def covers(self, text: str) -> bool:
        """Whether the face has each character, as it is, composed or taken apart."""
        if len(text) == 1 and self._has(text):
            return True
        return any(
            all(map(self._has, form))
            for form in dict.fromkeys(
                (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))
            )
        )

    def _has(self, char: str) -> bool:
        return bool(self._font.get_nominal_glyph(ord(char))) or INVISIBLE.match(char) is not None

    def shape(
        self, text: str, language: str | None, *, backwards: bool = False
    ) -> tuple[Cluster, ...]:
        """The clusters of a text of one direction, as they are read."""
        key = (text, language, backwards)
        found = self._shaped.get(key)
        if found is None:
            if len(self._shaped) >= _WORDS_KEPT:
                self._shaped.clear()
            found = self._shaped[key] = self._shape(text, language, backwards=backwards)
        return found

    def _shape(self, text: str, language: str | None, *, backwards: bool) -> tuple[Cluster, ...]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if backwards else "ltr"
        if backwards:  # each mark by itself
            buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        if language:
            buffer.language = language
        hb.shape(self._font, buffer)
        starts = sorted({info.cluster for info in buffer.glyph_infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        found: dict[int, Cluster] = {}
        x = 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            start = info.cluster
            cluster = found.get(start) or Cluster(text[start : ends[start]], (), 0, x)
            placed = Placed(info.codepoint, cluster.advance + position.x_offset, position.y_offset)
            found[start] = cluster._replace(
                glyphs=(*cluster.glyphs, placed), advance=cluster.advance + position.x_advance
            )
            x += position.x_advance
        return tuple([found[start] for start in starts])

    def advance(self, glyph: int) -> int:
        """How wide a glyph is by itself, in font units."""
        return int(self._font.get_glyph_h_advance(glyph))

    def drawn(self, glyphs: tuple[Placed, ...], advance: int) -> Drawn:
        """Glyphs as one, as a font program has it."""
        made = self._drawn.get((glyphs, advance))
        if made is None:
            outline = [contour for placed in glyphs for contour in self.contours(placed)]
            if len(self._drawn) >= _WORDS_KEPT:
                self._drawn.clear()
            made = self._drawn[glyphs, advance] = Drawn(outline, advance)
        return made

    def ink(self, glyph: int) -> Ink | None:
        """Where a glyph has ink; None if it shows nothing."""
        if glyph not in self._inks:
            points = [point for contour in self.contours(Placed(glyph, 0, 0)) for point in contour]
            ys = [y for _, y, _ in points]
            ink = Ink(round(points[0][0]), round(ys[0]), min(ys), max(ys)) if points else None
            self._inks[glyph] = ink
        return self._inks[glyph]

    def contours(self, placed: Placed) -> list[Contour]:
        """The outline of a glyph where it is placed."""
        outline = self._outlines.get(placed.glyph)
        if outline is None and placed.glyph == SPECK:
            edge = self.units / 1000
            dot = [(0.0, 0.0, True), (0.0, edge, True), (edge, edge, True), (edge, 0.0, True)]
            outline = self._outlines[SPECK] = [dot]
        if outline is None:
            pen = OutlinePen(self.units)
            self._font.draw_glyph_with_pen(placed.glyph, pen)
            outline = self._outlines[placed.glyph] = list(pen.contours)
        if not placed.x and not placed.y:
            return outline
        return [[(x + placed.x, y + placed.y, on) for x, y, on in contour] for contour in outline]
