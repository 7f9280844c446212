"""Fonts for tests, made of boxes: what they cover and how they are drawn is what counts."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont


def make_font(
    family: str, chars: str, *, width: int = 600, cff: bool = False, weight: int = 400,
    italic: bool = False, embeds: bool = True, width_of_space: int = 300,
) -> TTFont:  # fmt: skip
    """A font in which each character is a box, less wide than itself by a twentieth."""
    names = {char: f"u{ord(char):04X}" for char in dict.fromkeys(" " + chars)}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    widths = dict.fromkeys(order, width) | {names[" "]: width_of_space}
    made = {}
    for name in order:
        pen = T2CharStringPen(width, None) if cff else TTGlyphPen(None)
        if name != names[" "]:
            edge = width // 40
            pen.moveTo((edge, 0))
            if cff:
                pen.curveTo((edge, 200), (edge + 40, 500), (edge, 700))
            else:
                pen.lineTo((edge, 700))
            pen.lineTo((width - edge, 700))
            pen.lineTo((width - edge, 0))
            pen.closePath()
        made[name] = pen.getCharString() if cff else pen.glyph()
    style = ("Bold" if weight > 500 else "Regular") + (" Italic" if italic else "")
    postscript = f"{family}-{style}".replace(" ", "")
    if cff:
        builder.setupCFF(postscript, {}, made, {})
    else:
        builder.setupGlyf(made)
    builder.setupHorizontalMetrics({name: (widths[name], width // 40) for name in order})
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": style, "psName": postscript})
    builder.setupOS2(
        usWeightClass=weight, fsType=0 if embeds else 2, fsSelection=1 if italic else 64
    )
    builder.setupPost(italicAngle=-10 if italic else 0)
    return builder.font


def save(font: TTFont, folder: Path, name: str) -> Path:
    """Save a font as a file of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    font.save(path)
    return path


def save_collection(fonts: list[TTFont], folder: Path, name: str) -> Path:
    """Save fonts as one file."""
    folder.mkdir(parents=True, exist_ok=True)
    collection = TTCollection()
    collection.fonts = fonts
    collection.save(folder / name)
    return folder / name
