"""TrueType files: read what setting type needs, and write the subset that a PDF embeds.

The tables are those of OpenType 1.9; the subset has the six that a CIDFontType2 needs
(ISO 32000-1, 9.9) and keeps glyph numbers, so that text is coded the same in every document.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from struct import Struct, calcsize, pack, unpack_from

_COMPOSITE_ARGS_ARE_WORDS, _COMPOSITE_ARGS_ARE_XY, _COMPOSITE_MORE = 0x0001, 0x0002, 0x0020
_COMPOSITE_SCALE, _COMPOSITE_XY, _COMPOSITE_2X2 = 0x0008, 0x0040, 0x0080
_REFERENCE = Struct(">h8sHHbb")
"""A composite glyph that shows another one: contours, bounding box, flags, glyph, offset."""


class Kerning(dict[int, int | None]):
    """How far two glyphs, `left << 16 | right`, are moved, looked up when they first meet: a font
    has values for far more pairs than a text has.
    """

    def __init__(self, table: bytes) -> None:
        """`table` holds left glyph, right glyph and value of each pair, in that order."""
        super().__init__()
        numbers = _numbers("H", table)
        self._left, self._right, self._values = numbers[::3], numbers[1::3], numbers[2::3]

    def __bool__(self) -> bool:
        """Whether there are any pairs."""
        return bool(self._left)

    def __missing__(self, pair: int) -> int | None:
        left, right = pair >> 16, pair & 0xFFFF
        start = bisect_left(self._left, left)
        end = bisect_right(self._left, left, start)
        at = bisect_left(self._right, right, start, end)
        found = None
        if at < end and self._right[at] == right:
            value = self._values[at]
            found = value - 65536 if value > 32767 else value
        self[pair] = found
        return found


class Sfnt:
    """A parsed TrueType font with glyf outlines. Raises `ValueError` for anything else."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._tables = {
            data[at : at + 4]: unpack_from(">LL", data, at + 8)
            for at in range(12, 12 + 16 * unpack_from(">H", data, 4)[0], 16)
        }
        if b"glyf" not in self._tables:
            raise ValueError("the font has no TrueType outlines")
        self._read_metrics()
        self.cmap = self._read_cmap()
        self.kerning = self._read_kern()

    def table(self, tag: bytes) -> bytes:
        """The bytes of a table, empty where the font lacks it."""
        offset, length = self._tables.get(tag, (0, 0))
        return self._data[offset : offset + length]

    def _read_metrics(self) -> None:
        head, hhea, os2 = self.table(b"head"), self.table(b"hhea"), self.table(b"OS/2")
        self.units = unpack_from(">H", head, 18)[0]
        self.bbox = unpack_from(">4h", head, 36)
        self.ascent, self.descent = unpack_from(">2h", hhea, 4)
        self.glyphs = unpack_from(">H", self.table(b"maxp"), 4)[0]
        self.italic_angle = unpack_from(">l", self.table(b"post"), 4)[0] / 65536
        self.cap_height = unpack_from(">h", os2, 88)[0]
        self.weight = unpack_from(">H", os2, 4)[0]
        self.name = self._read_name()
        long_loca = unpack_from(">h", head, 50)[0]
        loca = _numbers("L" if long_loca else "H", self.table(b"loca"))
        self._loca = loca if long_loca else array("L", (2 * offset for offset in loca))
        count = unpack_from(">H", hhea, 34)[0]
        table = self.table(b"hmtx")
        metrics = _numbers("H", table[: 4 * count])
        advances = metrics[::2]
        self._bearings = metrics[1::2] + _numbers("H", table[4 * count :])
        advances.extend([advances[-1]] * (self.glyphs - count))
        self.advances = advances

    def _read_name(self) -> str:
        table = self.table(b"name")
        count, start = unpack_from(">HH", table, 2)
        for at in range(6, 6 + 12 * count, 12):
            platform, _, _, name, length, offset = unpack_from(">6H", table, at)
            if name == 6 and platform == 3:
                text = table[start + offset : start + offset + length].decode("utf-16-be")
                return "".join(char for char in text if char.isalnum() or char in "-_")
        return "Unnamed"

    def _read_cmap(self) -> dict[str, int]:
        table = self.table(b"cmap")
        best: dict[int, int] = {}
        for at in range(4, 4 + 8 * unpack_from(">H", table, 2)[0], 8):
            platform, encoding, offset = unpack_from(">HHL", table, at)
            kind = unpack_from(">H", table, offset)[0]
            if kind in (4, 12) and (platform == 0 or (platform == 3 and encoding in (1, 10))):
                best[kind] = offset
        if 12 in best:
            return _cmap_format_12(table, best[12])
        if 4 in best:
            return _cmap_format_4(table, best[4])
        raise ValueError("the font has no Unicode character map")

    def _read_kern(self) -> Kerning:
        table = self.table(b"kern")
        if len(table) < 18 or unpack_from(">HH", table) != (0, 1):
            return Kerning(b"")
        return Kerning(table[18 : 18 + 6 * unpack_from(">H", table, 10)[0]])

    def outline(self, glyph: int) -> bytes:
        """The glyf data of a glyph; empty for one without an outline."""
        start, length = self._tables[b"glyf"]
        end = self._loca[glyph + 1]
        if end > length:
            raise ValueError("the font's glyph locations lie outside its outlines")
        return self._data[start + self._loca[glyph] : start + end]

    def box(self, glyph: int) -> tuple[int, int, int, int]:
        """The bounds of a glyph's outline: left, bottom, right, top; noughts for none."""
        data = self.outline(glyph)
        return unpack_from(">4h", data, 2) if data else (0, 0, 0, 0)

    def _components(self, glyph: int) -> list[int]:
        """The glyphs that a composite one is made of."""
        data = self.outline(glyph)
        found: list[int] = []
        if not data or unpack_from(">h", data)[0] >= 0:
            return found
        at, flags = 10, _COMPOSITE_MORE
        while flags & _COMPOSITE_MORE:
            flags, component = unpack_from(">HH", data, at)
            found.append(component)
            at += 8 if flags & _COMPOSITE_ARGS_ARE_WORDS else 6
            at += 2 * bool(flags & _COMPOSITE_SCALE) + 4 * bool(flags & _COMPOSITE_XY)
            at += 8 * bool(flags & _COMPOSITE_2X2)
        return found

    def subset(self, glyphs: Iterable[int], copies: Mapping[int, int | None]) -> bytes:
        """A font program that holds `glyphs` under their own numbers.

        `copies` are further glyph numbers (beyond the font's own) and the glyph that each shows,
        None for one that shows nothing.
        """
        kept = {0, *glyphs, *(glyph for glyph in copies.values() if glyph is not None)}
        stack = list(kept)
        while stack:
            for component in self._components(stack.pop()):
                if component not in kept:
                    kept.add(component)
                    stack.append(component)
        shown: dict[int, int | None] = {**{glyph: glyph for glyph in kept}, **copies}
        count = max(shown) + 1
        loca, outlines, at = array("L"), [], 0
        metrics = array("H", bytes(4 * count))
        for glyph in sorted(shown):
            loca.extend([at] * (glyph + 1 - len(loca)))
            source = shown[glyph]
            if source is None:
                continue
            outline = self.outline(source)
            if source != glyph and len(outline) > _REFERENCE.size:
                outline = _REFERENCE.pack(-1, outline[2:10], _COMPOSITE_ARGS_ARE_XY, source, 0, 0)
            outline += bytes(-len(outline) % 4)
            outlines.append(outline)
            at += len(outline)
            metrics[2 * glyph] = self.advances[source]
            metrics[2 * glyph + 1] = self._bearings[source]
        loca.extend([at] * (count + 1 - len(loca)))
        head, maxp, hhea = (bytearray(self.table(tag)) for tag in (b"head", b"maxp", b"hhea"))
        head[8:12], head[50:52] = bytes(4), b"\0\1"
        maxp[4:6] = hhea[34:36] = pack(">H", count)
        maxp[6:] = _with_references(bytes(maxp[6:]))
        return assemble(
            {
                b"glyf": b"".join(outlines),
                b"head": bytes(head),
                b"hhea": bytes(hhea),
                b"hmtx": _bytes(metrics),
                b"loca": pack(f">{len(loca)}L", *loca),
                b"maxp": bytes(maxp),
            }
        )


def _with_references(limits: bytes) -> bytes:
    """The limits of a maxp table, from maxPoints on, for a font whose glyphs refer to others."""
    values = list(unpack_from(">13H", limits))
    values[2], values[3] = max(values[0], values[2]), max(values[1], values[3])
    values[11], values[12] = max(values[11], 1), values[12] + 1
    return pack(">13H", *values)


def _numbers(kind: str, data: bytes) -> array[int]:
    """Big-endian unsigned numbers of 2 (`H`) or 4 (`L`) bytes."""
    if kind == "L":
        return array("L", unpack_from(f">{len(data) // 4}L", data))
    numbers = array("H", data[: len(data) // 2 * 2])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _cmap_format_12(table: bytes, offset: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in range(unpack_from(">L", table, offset + 12)[0]):
        first, last, glyph = unpack_from(">3L", table, offset + 16 + 12 * group)
        found.update((chr(first + step), glyph + step) for step in range(last - first + 1))
    return found


def _cmap_format_4(table: bytes, offset: int) -> dict[str, int]:
    found: dict[str, int] = {}
    double = unpack_from(">H", table, offset + 6)[0]
    ends = offset + 14
    for at in range(ends, ends + double, 2):
        last = unpack_from(">H", table, at)[0]
        first = unpack_from(">H", table, at + double + 2)[0]
        delta = unpack_from(">H", table, at + 2 * double + 2)[0]
        place = at + 3 * double + 2
        reach = unpack_from(">H", table, place)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if reach:
                glyph = unpack_from(">H", table, place + reach + 2 * (code - first))[0]
                if not glyph:
                    continue
            glyph = (glyph + delta) & 0xFFFF
            if glyph:
                found[chr(code)] = glyph
    return found


def assemble(tables: dict[bytes, bytes]) -> bytes:
    """A font file of the tables (OpenType, "Organization of an OpenType font")."""
    count = len(tables)
    power = count.bit_length() - 1
    header = pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    at = calcsize(">LHHHH") + 16 * count
    directory, bodies = [header], []
    for tag in sorted(tables):
        body = tables[tag]
        padded = body + bytes(-len(body) % 4)
        total = sum(_numbers("L", padded)) & 0xFFFFFFFF
        directory.append(pack(">4sLLL", tag, total, at, len(body)))
        bodies.append(padded)
        at += len(padded)
    return b"".join(directory + bodies)
