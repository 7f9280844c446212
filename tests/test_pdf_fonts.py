"""The faces that the PDF exporter ships, its subsets, and its choice of face by character."""

from __future__ import annotations

import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pypdf
import pytest
from fontTools.ttLib import TTFont

from copydesk.exporters.pdf._face import load_face
from copydesk.exporters.pdf._sfnt import Sfnt
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.testing.documents import every_node, paragraph
from copydesk.tree import Document, Text
from copydesk.tree import Paragraph as TreeParagraph
from pdf_reading import export

FOLDER = files("copydesk.exporters.pdf").joinpath("fonts")
NAMES = sorted(item.name[:-4] for item in FOLDER.iterdir() if item.name.endswith(".ttf"))


def read(name: str) -> TTFont:
    return TTFont(io.BytesIO(FOLDER.joinpath(f"{name}.ttf").read_bytes()))


@pytest.mark.parametrize("name", NAMES)
def test_a_face_is_read_as_fonttools_reads_it(name: str) -> None:
    font, face = read(name), load_face(name).font
    order = {glyph: number for number, glyph in enumerate(font.getGlyphOrder())}
    cmap = {chr(code): order[glyph] for code, glyph in font.getBestCmap().items()}
    missing = set(cmap) - set(face.cmap)
    assert all(unicodedata.category(char) == "Cf" or char == "\u034f" for char in missing)
    assert face.cmap.items() <= cmap.items()
    assert list(face.advances) == [font["hmtx"][glyph][0] for glyph in font.getGlyphOrder()]
    assert face.name == font["name"].getDebugName(6)
    if "kern" in font:
        pairs = {
            order[left] << 16 | order[right]: value
            for (left, right), value in font["kern"].kernTables[0].kernTable.items()
        }
        others = [pair + 1 for pair in pairs if pair + 1 not in pairs]
        assert others
        assert {pair: face.kerning[pair] for pair in pairs} == pairs
        assert {face.kerning[pair] for pair in others} == {None}


def test_format_4_maps_are_read_too() -> None:
    font = read("mono")
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 4]
    data = io.BytesIO()
    font.save(data)
    found = Sfnt(data.getvalue()).cmap
    assert found == {char: glyph for char, glyph in Sfnt(data.getvalue()).cmap.items() if glyph}
    assert len(found) == len(font.getBestCmap())


def test_outlines_other_than_truetype_are_refused() -> None:
    data = b"OTTO\0\x01\0\x10\0\0\0\0CFF \0\0\0\0\0\0\0\x1c\0\0\0\0"
    with pytest.raises(ValueError, match="no TrueType outlines"):
        Sfnt(data)


@pytest.mark.parametrize("name", NAMES)
def test_a_subset_draws_the_same_outlines(name: str) -> None:
    font, face = read(name), load_face(name).font
    chars = [char for char in "AzÄé“ß1½" if char in face.cmap]
    glyphs = [face.cmap[char] for char in chars]
    copy = face.glyphs + 3
    subset = TTFont(io.BytesIO(face.subset(glyphs, {copy: glyphs[0], copy + 1: None})), lazy=False)
    order, drawn = font.getGlyphOrder(), subset.getGlyphOrder()
    for glyph in glyphs:
        ours = subset["glyf"][drawn[glyph]].getCoordinates(subset["glyf"])
        theirs = font["glyf"][order[glyph]].getCoordinates(font["glyf"])
        assert list(ours[0]) == list(theirs[0])
        assert subset["hmtx"][drawn[glyph]] == font["hmtx"][order[glyph]]
    first = subset["glyf"][drawn[copy]].getCoordinates(subset["glyf"])[0]
    assert list(first) == list(font["glyf"][order[glyphs[0]]].getCoordinates(font["glyf"])[0])
    assert subset["glyf"][drawn[copy + 1]].numberOfContours == 0


def test_the_licences_are_shipped_and_reserved_names_are_not_used() -> None:
    licences = [item.read_text("utf-8") for item in FOLDER.iterdir() if item.name.endswith(".txt")]
    assert len(licences) == 4
    assert all("SIL Open Font License, Version 1.1" in text for text in licences)
    for name in NAMES:
        font = read(name)
        assert "Source" not in "".join(
            str(font["name"].getDebugName(number)) for number in (1, 4, 6)
        )
        assert "OFL" in str(font["name"].getDebugName(14)) or "openfontlicense" in str(
            font["name"].getDebugName(14)
        )
    assert sum(len(FOLDER.joinpath(f"{name}.ttf").read_bytes()) for name in NAMES) < 2_000_000


def test_every_style_covers_western_text() -> None:
    wanted = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))} - {"\xad"}
    wanted |= set("“”‘’„–—…•†€")
    for name in NAMES:
        lacking = wanted - set(load_face(name).codes)
        assert len(lacking) <= 12, (name, lacking)
        assert not lacking & {chr(code) for code in range(0x100)}, (name, lacking)
        assert lacking <= set(load_face("fallback").codes)


def test_a_face_is_chosen_by_character() -> None:
    fonts = Fonts()
    serif = fonts.use("serif")
    faces = {piece.use.face.name for piece in serif.compose("aἄ┌z")}
    assert faces == {"serif", "fallback", "mono"}
    assert not fonts.missing
    fonts.use("serif").compose("a\U0001f600\U0001f600")
    assert list(fonts.missing) == ["\U0001f600"]


def test_a_soft_hyphen_is_not_drawn() -> None:
    serif = Fonts().use("serif")
    whole, parted = serif.compose("sea side"), serif.compose("sea\xad side")
    assert sum(piece.width for piece in parted) == pytest.approx(
        sum(piece.width for piece in whole), abs=30
    )


def test_kerning_tightens_a_pair() -> None:
    serif = Fonts().use("serif")
    apart = serif.compose("T")[0].width + serif.compose("o")[0].width
    assert serif.compose("To")[0].width < apart - 20


def test_embedded_fonts_are_subsets() -> None:
    reader = pypdf.PdfReader(io.BytesIO(export(every_node())[0]))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    assert len(fonts) >= 4
    for font in fonts.values():
        descendant = font["/DescendantFonts"][0]
        assert descendant["/BaseFont"][7] == "+"
        program = descendant["/FontDescriptor"]["/FontFile2"].get_data()
        face = TTFont(io.BytesIO(program))
        assert set(face.keys()) >= {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
        assert len(program) < 40_000


def test_threads_share_faces_safely() -> None:
    documents = [
        Document(
            body=tuple(
                TreeParagraph((Text(f"Word{number} {chr(0x391 + number)} {word} ﬁ fi office"),))
                for word in range(40)
            )
        )
        for number in range(12)
    ]
    alone = [export(document)[0] for document in documents]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda document: export(document)[0], documents * 3))
    assert together == alone * 3


def test_odd_characters_do_not_change_what_others_get() -> None:
    plain = export(Document(body=(paragraph("Plain words."),)))[0]
    export(Document(body=(paragraph("\ue000\ufdd0 \U0010ffff ﬃ"),)))
    assert export(Document(body=(paragraph("Plain words."),)))[0] == plain


@pytest.mark.parametrize("name", NAMES)
def test_no_face_has_characters_of_private_use(name: str) -> None:
    assert not [char for char in load_face(name).codes if unicodedata.category(char) == "Co"]
