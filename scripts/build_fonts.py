"""Builds the static font faces that the PDF exporter ships, from variable fonts of the OFL.

    pip install fonttools fontpkg-source-serif-4 fontpkg-source-sans-3 fontpkg-source-code-pro \
        fontpkg-noto-serif
    python scripts/build_fonts.py

Each face is pinned to its weight and optical size, cut down to the characters below, stripped of
hints and layout tables, and given a plain `kern` table (OpenType 1.9, kern, format 0) in place of
its GPOS kerning. "Source" is a reserved font name, so that what is made of those fonts is called
Copydesk (OFL 1.1, condition 3).
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parents[1] / "src" / "copydesk" / "exporters" / "pdf" / "fonts"

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),  # Latin-1, Latin Extended-A and B
    (0x250, 0x36F),  # IPA, modifiers, combining marks
    (0x370, 0x3FF),  # Greek
    (0x400, 0x52F),  # Cyrillic
    (0x1E00, 0x1FFF),  # Latin Extended Additional, polytonic Greek
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x20CF),  # super- and subscripts, currency
    (0x2100, 0x22FF),  # letter-like signs, fractions, arrows, operators
    (0x2300, 0x23FF),
    (0x2500, 0x27BF),  # box drawing, shapes, dingbats
    (0xFB00, 0xFB04),  # f-ligatures
    (0xFFFD, 0xFFFD),
)
KERNED = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    ".,:;!?-–—'\"‘’“”‚„«»‹›()[]/&"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŁłŒœŠšŽž"
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ"
)
SMALLEST_KERN = 6  # thousandths of an em: less is not seen


class Face(NamedTuple):
    """A face to build: out of which file, at which point of its axes, under which name."""

    file: str
    package: str
    source: str
    axes: dict[str, float]
    family: str
    style: str
    kerned: bool = True


_SERIF = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf")
_ITALIC = ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf")
_SANS = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
FACES = (
    Face("serif", *_SERIF, {"wght": 400, "opsz": 11}, "Copydesk Serif", "Regular"),
    Face("serif-italic", *_ITALIC, {"wght": 400, "opsz": 11}, "Copydesk Serif", "Italic"),
    Face("serif-bold", *_SERIF, {"wght": 680, "opsz": 11}, "Copydesk Serif", "Bold"),
    Face("serif-bolditalic", *_ITALIC, {"wght": 680, "opsz": 11}, "Copydesk Serif", "Bold Italic"),
    Face("display", *_SERIF, {"wght": 640, "opsz": 36}, "Copydesk Serif Display", "Bold"),
    Face("display-italic", *_ITALIC, {"wght": 640, "opsz": 36}, "Copydesk Serif Display", "Italic"),
    Face("sans", *_SANS, {"wght": 400}, "Copydesk Sans", "Regular"),
    Face("sans-bold", *_SANS, {"wght": 650}, "Copydesk Sans", "Bold"),
    Face(
        "sans-italic",
        "fontpkg_source_sans_3",
        "SourceSans3-Italic[wght].ttf",
        {"wght": 400},
        "Copydesk Sans",
        "Italic",
    ),
    Face(
        "mono",
        "fontpkg_source_code_pro",
        "SourceCodePro[wght].ttf",
        {"wght": 400},
        "Copydesk Mono",
        "Regular",
        kerned=False,
    ),
    Face(
        "fallback",
        "fontpkg_noto_serif",
        "NotoSerif[wdth,wght].ttf",
        {"wght": 400, "wdth": 100},
        "Noto Serif",
        "Regular",
        kerned=False,
    ),
)


def folder(package: str) -> Path:
    """Where an installed font package lies."""
    return Path(str(import_module(package).__file__)).parent


def build(face: Face) -> bytes:
    """Write the face; returns its bytes."""
    font = TTFont(folder(face.package) / "files" / face.source)
    if "glyf" not in font:
        raise SystemExit(f"{face.source} holds no TrueType outlines")
    font = instantiateVariableFont(font, face.axes)
    pairs = kerning(font) if face.kerned else {}
    subset(font)
    add_kern(font, pairs)
    rename(font, face)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    path = TARGET / f"{face.file}.ttf"
    font.save(path)
    return path.read_bytes()


def subset(font: TTFont) -> None:
    """Keep the characters of RANGES and what a PDF needs of the tables."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "DSIG", "meta", "gasp", "prep"]
    subsetter = Subsetter(options)
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """Horizontal kerning of pairs of KERNED, by glyph name, from the GPOS feature `kern`."""
    cmap = font.getBestCmap()
    glyphs = [cmap[ord(char)] for char in KERNED if ord(char) in cmap]
    threshold = SMALLEST_KERN * font["head"].unitsPerEm / 1000
    table = font["GPOS"].table
    lookups = sorted(
        {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == "kern"
            for index in record.Feature.LookupListIndex
        }
    )
    pairs: dict[tuple[str, str], int] = {}
    for index in lookups:
        subtables = [
            getattr(subtable, "ExtSubTable", subtable)
            for subtable in table.LookupList.Lookup[index].SubTable
        ]
        for left in glyphs:
            for right in glyphs:
                value = pair_value(subtables, left, right)
                if value:
                    pairs[left, right] = pairs.get((left, right), 0) + value
    return {pair: value for pair, value in pairs.items() if abs(value) >= threshold}


def pair_value(subtables: list[Any], left: str, right: str) -> int:
    """What a lookup adds between two glyphs (OpenType, GPOS lookup type 2)."""
    for subtable in subtables:
        if subtable.LookupType != 2 or left not in subtable.Coverage.glyphs:
            continue
        if subtable.Format == 1:
            record_set = subtable.PairSet[subtable.Coverage.glyphs.index(left)]
            for record in record_set.PairValueRecord:
                if record.SecondGlyph == right:
                    return getattr(record.Value1, "XAdvance", 0) or 0
            continue
        first = subtable.ClassDef1.classDefs.get(left, 0)
        second = subtable.ClassDef2.classDefs.get(right, 0)
        value = subtable.Class1Record[first].Class2Record[second].Value1
        return getattr(value, "XAdvance", 0) or 0
    return 0


def add_kern(font: TTFont, pairs: dict[tuple[str, str], int]) -> None:
    """Give the font a `kern` table of the pairs."""
    if not pairs:
        return
    present = set(font.getGlyphOrder())
    subtable = KernTable_format_0(apple=False)
    subtable.version, subtable.coverage, subtable.tupleIndex = 0, 1, None
    subtable.kernTable = {pair: value for pair, value in pairs.items() if set(pair) <= present}
    font["kern"] = newTable("kern")
    font["kern"].version = 0
    font["kern"].kernTables = [subtable]


def rename(font: TTFont, face: Face) -> None:
    """Give the face its own names; copyright and licence stay as they are."""
    postscript = f"{face.family}-{face.style}".replace(" ", "")
    names = {
        1: face.family,
        2: face.style,
        3: f"copydesk;{postscript}",
        4: f"{face.family} {face.style}",
        6: postscript,
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }
    table = font["name"]
    copyright_line = table.getDebugName(0)
    table.names = []
    for number, text in {0: copyright_line, **names}.items():
        table.setName(text, number, 3, 1, 0x409)


def main() -> None:
    """Build all faces and copy the licences."""
    TARGET.mkdir(parents=True, exist_ok=True)
    total = 0
    for face in FACES:
        size = len(build(face))
        total += size
        print(f"{face.file}: {size:,} bytes")
    for package in sorted({face.package for face in FACES}):
        name = package.removeprefix("fontpkg_").replace("_", "-")
        (TARGET / f"OFL-{name}.txt").write_bytes((folder(package) / "LICENSE").read_bytes())
    print(f"total: {total:,} bytes")


if __name__ == "__main__":
    main()
