"""Fonts as PDF objects: CIDFontType2 with Identity-H codes (ISO 32000-1, 9.7)."""

from __future__ import annotations

import re
import zlib
from hashlib import md5
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from copydesk.exporters.pdf._face import HYPHEN, Face
from copydesk.exporters.pdf._file import File, Raw, Stream, number
from copydesk.exporters.pdf._use import Use
from copydesk.exporters.pdf.fonts import FaceUse

if TYPE_CHECKING:
    from copydesk.exporters.pdf._found import FoundFace
    from copydesk.exporters.pdf._found_use import FoundUse

_FIXED_PITCH, _SYMBOLIC, _ITALIC = 1, 4, 64
_MAPPINGS_A_BLOCK = 100
_BODY = 45
"""A face of which so many characters are used is embedded with all of _COMMON, so that most
documents embed the same subset, which is made once."""
_COMMON = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \xa0.,:;!?-–—'\"‘’“”()…$%&/"
    + HYPHEN
)
_SUBSETS_KEPT = 4
# No face that is shipped has these, so they are only ever a document's own.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")

_CMAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
%sendcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class Subset(NamedTuple):
    """What is embedded of a face: the font program and the map to Unicode are deflated."""

    name: bytes
    program: bytes
    length: int
    widths: bytes
    to_unicode: bytes


def embed(file: File, use: Use, *, archive: bool) -> int:
    """Add the face with what the document uses of it; returns the number of the font object.

    For an `archive`, characters of private use are U+FFFD in the text (ISO 19005-2, 6.2.11.7.3).
    """
    if isinstance(use, FaceUse):
        subset, look = _subset(use, archive=archive), _look(use.face)
    else:
        from copydesk.exporters.pdf._found_use import FoundUse  # noqa: PLC0415 # loads HarfBuzz

        if not isinstance(use, FoundUse):
            raise TypeError(type(use))
        subset, look = _found_subset(use, archive=archive), _found_look(use.face)
    program = file.add(Stream.deflated(subset.program, b"/Length1 %d" % subset.length))
    descriptor = file.add(Raw(_descriptor(look, subset.name, program)))
    descendant = file.add(
        Raw(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/FontDescriptor %d 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/CIDToGIDMap/Identity/W[%s]>>" % (subset.name, descriptor, subset.widths)
        )
    )
    to_unicode = file.add(Stream.deflated(subset.to_unicode, b""))
    return file.add(
        Raw(
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
            b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (subset.name, descendant, to_unicode)
        )
    )


def _subset(use: FaceUse, *, archive: bool) -> Subset:
    face, chars = use.face, use.characters()
    if len(chars) >= _BODY:
        chars |= {char for char in _COMMON if char in face.codes}
    if use.extra:
        return _make_subset(use, chars, archive=archive)
    kept = face.subsets
    key = frozenset(chars)
    subset = kept.get(key)
    if subset is None:
        subset = _make_subset(use, chars, archive=False)
        if len(kept) >= _SUBSETS_KEPT:
            kept.clear()
        kept[key] = subset
    return subset


def _make_subset(use: FaceUse, chars: set[str], *, archive: bool) -> Subset:
    face = use.face
    texts = {face.codes[char]: char for char in chars}
    if HYPHEN in chars:
        texts[face.codes[HYPHEN]] = face.texts[face.codes[HYPHEN]]
    if "f" in chars:
        texts.update((face.codes[stand_in], text) for text, stand_in in face.ligatures)
    texts.update((code, text) for (text, _), code in use.extra.items())
    if archive:
        texts = {code: _PRIVATE.sub("\ufffd", text) for code, text in texts.items()}
    codes = sorted(texts)
    copies: dict[int, int | None] = {
        code: face.copies.get(code, use.extra_glyphs.get(code))
        for code in codes
        if code >= face.font.glyphs
    }
    glyphs = [code for code in codes if code < face.font.glyphs]
    glyphs += [glyph for glyph in copies.values() if glyph is not None]
    program = face.font.subset(glyphs, copies)
    return Subset(
        _tag(codes) + face.font.name.encode(),
        zlib.compress(program),
        len(program),
        _widths({code: use.width(code) for code in codes}),
        zlib.compress(_to_unicode(texts)),
    )


def _tag(codes: list[int]) -> bytes:
    """Six letters and a plus sign (ISO 32000-1, 9.6.4), the same for the same subset."""
    value = int.from_bytes(md5(repr(codes).encode(), usedforsecurity=False).digest()[:6], "big")
    letters = bytearray()
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters.append(65 + letter)
    return bytes(letters) + b"+"


def _found_subset(use: FoundUse, *, archive: bool) -> Subset:
    texts = {code: text for (text, _, _), code in use.codes.items()}
    if archive:
        texts = {code: _PRIVATE.sub("\ufffd", text) for code, text in texts.items()}
    program = use.program()
    # The glyphs have numbers of their own: what tells two subsets apart is what they show.
    digest = md5(repr(list(use.codes)).encode(), usedforsecurity=False).digest()
    return Subset(
        _tag(list(digest)) + use.face.name.encode(),
        zlib.compress(program),
        len(program),
        _widths({code: width * use.scale for code, width in enumerate(use.advances)}),
        zlib.compress(_to_unicode(texts)),
    )


class _Look(NamedTuple):
    """What a font descriptor tells; distances in thousandths of an em."""

    bbox: tuple[float, ...]
    italic_angle: float
    ascent: float
    descent: float
    cap_height: float
    weight: int
    fixed: bool


def _look(face: Face) -> _Look:
    font, scale = face.font, face.scale
    return _Look(
        tuple(value * scale for value in font.bbox),
        font.italic_angle,
        font.ascent * scale,
        font.descent * scale,
        font.cap_height * scale,
        font.weight,
        face.name == "mono",
    )


def _found_look(face: FoundFace) -> _Look:
    scale = 1000 / face.units
    return _Look(
        tuple(value * scale for value in face.bbox),
        face.italic_angle,
        face.ascent * scale,
        face.descent * scale,
        face.cap_height * scale,
        face.weight,
        face.fixed,
    )


def _descriptor(look: _Look, name: bytes, program: int) -> bytes:
    flags = _SYMBOLIC
    flags |= _ITALIC if look.italic_angle else 0
    flags |= _FIXED_PITCH if look.fixed else 0
    return (
        b"<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%s]/ItalicAngle %s/Ascent %s"
        b"/Descent %s/CapHeight %s/StemV %d/FontFile2 %d 0 R>>"
    ) % (
        name,
        flags,
        b" ".join(number(round(value)) for value in look.bbox),
        number(look.italic_angle),
        number(look.ascent),
        number(look.descent),
        number(look.cap_height),
        50 + look.weight**2 // 4225,  # the usual guess from the weight
        program,
    )


def _widths(known: dict[int, float]) -> bytes:
    parts: list[bytes] = []
    for _, group in groupby(enumerate(known), lambda pair: pair[1] - pair[0]):
        run = [code for _, code in group]
        parts.append(b"%d[%s]" % (run[0], b" ".join(number(known[code]) for code in run)))
    return b"".join(parts)


def _to_unicode(texts: dict[int, str]) -> bytes:
    lines = [
        b"<%04X> <%s>\n" % (code, texts[code].encode("utf-16-be", "replace").hex().upper().encode())
        for code in sorted(texts)
    ]
    blocks = [
        lines[first : first + _MAPPINGS_A_BLOCK]
        for first in range(0, len(lines), _MAPPINGS_A_BLOCK)
    ]
    body = b"".join(
        b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks
    )
    return _CMAP % body
