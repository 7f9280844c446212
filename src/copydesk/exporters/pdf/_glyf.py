"""Outlines as a TrueType font: what HarfBuzz draws, written as the tables that a PDF embeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import pack
from typing import TypeAlias

from copydesk.exporters.pdf._sfnt import assemble

Point: TypeAlias = tuple[float, float, bool]
"""x, y, and whether the outline runs through the point."""
Contour: TypeAlias = Sequence[Point]

_ON_CURVE, _X_SHORT, _Y_SHORT, _X_SAME, _Y_SAME = 0x01, 0x02, 0x04, 0x10, 0x20
_TOLERANCE = 0.0005
"""How far a quadratic curve may lie from the cubic one that it stands for, in ems."""
_MOST_CURVES = 16


class OutlinePen:
    """Collects what HarfBuzz draws. Its methods are those that HarfBuzz calls."""

    def __init__(self, units: int) -> None:
        self.contours: list[list[Point]] = []
        self._tolerance = _TOLERANCE * units
        self._points: list[Point] = []

    def moveTo(self, to: tuple[float, float]) -> None:  # noqa: N802 # HarfBuzz's names
        self._points = [(*to, True)]
        self.contours.append(self._points)

    def lineTo(self, to: tuple[float, float]) -> None:  # noqa: N802 # as above
        self._points.append((*to, True))

    def qCurveTo(  # noqa: N802 # as above
        self, control: tuple[float, float], to: tuple[float, float]
    ) -> None:
        self._points += [(*control, False), (*to, True)]

    def curveTo(  # noqa: N802 # as above
        self, first: tuple[float, float], second: tuple[float, float], to: tuple[float, float]
    ) -> None:
        start = self._points[-1][:2]
        self._points += _quadratic(start, first, second, to, self._tolerance)

    def closePath(self) -> None:  # noqa: N802 # as above
        points = self._points
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()


def _quadratic(
    start: tuple[float, float],
    first: tuple[float, float],
    second: tuple[float, float],
    end: tuple[float, float],
    tolerance: float,
) -> Iterable[Point]:
    """A cubic curve as so many quadratic ones that none is further away than `tolerance`.

    The middle of the difference of a cubic and its quadratic is √3/36 of its third difference, and
    falls with the cube of their number.
    """
    points = (start, first, second, end)
    apart = [b - 3 * c2 + 3 * c1 - a for a, c1, c2, b in zip(*points, strict=True)]
    error = (apart[0] ** 2 + apart[1] ** 2) ** 0.5 * 3**0.5 / 36
    count = 1
    while error > tolerance * count**3 and count < _MOST_CURVES:
        count += 1
    made: list[Point] = []
    for step in range(count):
        near = _cubic_at(points, step / count)
        far = _cubic_at(points, (step + 1) / count)
        into = _slope_at(points, step / count)
        out_of = _slope_at(points, (step + 1) / count)
        # Controls of this part of the cubic, and of them the quadratic's.
        control = [
            (3 * (a + i / (3 * count)) + 3 * (b - o / (3 * count)) - a - b) / 4
            for a, b, i, o in zip(near, far, into, out_of, strict=True)
        ]
        made += [(control[0], control[1], False), (far[0], far[1], True)]
    return made


def _cubic_at(points: Sequence[tuple[float, float]], t: float) -> list[float]:
    u = 1 - t
    return [
        u * u * u * a + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * b
        for a, c1, c2, b in zip(*points, strict=True)
    ]


def _slope_at(points: Sequence[tuple[float, float]], t: float) -> list[float]:
    u = 1 - t
    return [
        3 * (u * u * (c1 - a) + 2 * u * t * (c2 - c1) + t * t * (b - c2))
        for a, c1, c2, b in zip(*points, strict=True)
    ]


class Drawn:
    """A glyph to write: its outline and its advance, in font units."""

    __slots__ = ("advance", "data", "left")

    def __init__(self, contours: Sequence[Contour], advance: int) -> None:
        self.advance = advance
        self.data, self.left = _encode(contours)


def _encode(contours: Sequence[Contour]) -> tuple[bytes, int]:
    """The glyf data of an outline (OpenType, "glyf"), and its left edge."""
    ends: list[int] = []
    flags, across, up = bytearray(), bytearray(), bytearray()
    x = y = 0
    xs: list[int] = []
    ys: list[int] = []
    for contour in contours:
        for point_x, point_y, on in contour:
            new_x, new_y = round(point_x), round(point_y)
            flag = _ON_CURVE if on else 0
            flag |= _add(across, new_x - x, _X_SHORT, _X_SAME)
            flag |= _add(up, new_y - y, _Y_SHORT, _Y_SAME)
            flags.append(flag)
            x, y = new_x, new_y
            xs.append(x)
            ys.append(y)
        if contour:
            ends.append(len(flags) - 1)
    if not ends:
        return b"", 0
    left = min(xs)
    head = pack(">5h", len(ends), left, min(ys), max(xs), max(ys))
    return (
        head + pack(f">{len(ends)}HH", *ends, 0) + bytes(flags) + bytes(across) + bytes(up),
        left,
    )


def _add(data: bytearray, change: int, short: int, same: int) -> int:
    """Add a change of a coordinate; returns the flags that say how."""
    if not change:
        return same
    if -256 < change < 256:
        data.append(abs(change))
        return short | (same if change > 0 else 0)
    data += pack(">h", max(-0x8000, min(change, 0x7FFF)))
    return 0


def write_font(
    glyphs: Sequence[Drawn], units: int, bbox: Sequence[int], ascent: int, descent: int
) -> bytes:
    """A font program with `glyphs`, the first of which is shown for what is not there."""
    outlines, places, metrics, at = [], [0], [], 0
    points = parts = 0
    for glyph in glyphs:
        data = glyph.data + bytes(-len(glyph.data) % 4)
        outlines.append(data)
        at += len(data)
        places.append(at)
        metrics.append(pack(">Hh", glyph.advance, glyph.left))
        if glyph.data:
            count = int.from_bytes(glyph.data[:2], "big")
            parts = max(parts, count)
            points = max(
                points, int.from_bytes(glyph.data[8 + 2 * count : 10 + 2 * count], "big") + 1
            )
    count = len(glyphs)
    head = pack(
        ">LLLLHHQQ4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, units, 0, 0, *bbox, 0, 8, 2, 1, 0
    )
    widest = max([glyph.advance for glyph in glyphs], default=0)
    hhea = pack(">LhhhHhhhhhh8xhH", 0x10000, ascent, descent, 0, widest, 0, 0, 0, 1, 0, 0, 0, count)
    maxp = pack(">LHHHHHHHHHHHHHH", 0x10000, count, points, parts, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)
    return assemble(
        {
            b"glyf": b"".join(outlines) or b"\0",
            b"head": head,
            b"hhea": hhea,
            b"hmtx": b"".join(metrics),
            b"loca": pack(f">{len(places)}L", *places),
            b"maxp": maxp,
        }
    )
