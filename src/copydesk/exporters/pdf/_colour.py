"""The colour space that the numbers of a file are meant in: sRGB, as an ICC profile.

Written from the figures of IEC 61966-2-1 (the transfer curve) and of its primaries adapted to D50,
in the format of ICC.1:2004-10 (profile version 4.2).
"""

from __future__ import annotations

from functools import cache
from struct import pack

IDENTIFIER = "sRGB IEC61966-2.1"

_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.7141),
}
# From the white of sRGB (D65) to that of profiles (D50), after Bradford.
_ADAPTATION = (
    1.04788, 0.02292, -0.05020,
    0.02959, 0.99048, -0.01707,
    -0.00925, 0.01508, 0.75168,
)  # fmt: skip
# Y = (aX + b)^g from d on, and cX below: g, a, b, c, d.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_HEADER_LENGTH = 128


@cache
def srgb_profile() -> bytes:
    """The profile, some 600 bytes."""
    white = _xyz(_D50)
    curve = _element(b"para", pack(">HH", 3, 0) + _fixed(_CURVE))
    elements = {
        b"desc": _text(IDENTIFIER),
        b"cprt": _text("No copyright; use freely."),
        b"wtpt": white,
        b"chad": _element(b"sf32", _fixed(_ADAPTATION)),
        **{name: _xyz(values) for name, values in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    at = _HEADER_LENGTH + 4 + 12 * len(elements)
    table, body = pack(">L", len(elements)), b""
    places: dict[bytes, int] = {}
    for name, element in elements.items():
        if element not in places:
            places[element] = at + len(body)
            body += element
        table += name + pack(">LL", places[element], len(element))
    length = at + len(body)
    header = (
        pack(">L4xL", length, 0x04200000)
        + b"mntrRGB XYZ "
        + pack(">6H", 2026, 1, 1, 0, 0, 0)
        + b"acsp"
        + bytes(28)
        + _fixed(_D50)
    )
    return header.ljust(_HEADER_LENGTH, b"\0") + table + body


def _element(kind: bytes, data: bytes) -> bytes:
    made = kind + bytes(4) + data
    return made + bytes(-len(made) % 4)


def _fixed(values: tuple[float, ...]) -> bytes:
    """Numbers of 16 bits before the point and 16 after it."""
    return b"".join(pack(">l", round(value * 65536)) for value in values)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return _element(b"XYZ ", _fixed(values))


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return _element(b"mluc", pack(">LL", 1, 12) + b"enUS" + pack(">LL", len(data), 28) + data)
