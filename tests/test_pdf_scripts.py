"""Fonts found on the machine, shaping, and where lines end in scripts without spaces."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pypdf
import pypdfium2 as pdfium
import pytest
from fontTools.ttLib import TTFont

from copydesk.errors import OptionError
from copydesk.exporters.pdf import _thai
from copydesk.exporters.pdf._opportunities import part_at_opportunities
from copydesk.testing.documents import paragraph
from copydesk.tree import Document, Headline, Link, Metadata, Paragraph, Span, Strong, Text
from font_making import make_font, save, save_collection
from pdf_reading import export, page_texts, tagged_text
from validators import pdf_ua

GLAGOLITIC = "".join(map(chr, range(0x2C00, 0x2C10)))
"""Letters that neither the shipped fonts nor the font packages of the tests have."""
CHINESE = (
    "港务局长说，灯塔守护着港口，港口也守护着灯塔；没有人问过哪一个会先熄灭。一九八六年，沿海建造了十二座"
    "灯塔（其中一些在北方），路透社星期一报道了这一消息。“我们别无选择，”部长说。据Reuters报道，总费用"
    "达到3,500万元，其中80%由中央政府承担。《港口法》的修订草案将在明年提交审议。"
)
JAPANESE = (
    "港の責任者は、灯台が港を守り、港が灯台を守っていると語った。「選択の余地はない」と大臣は述べた。"
    "キャッチコピーやニュースについて、ちょっとした話題になっている。ページをめくると……"
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def embedded(data: bytes) -> list[TTFont]:
    """The fonts of the first page."""
    fonts = pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values()
    programs = [
        font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data() for font in fonts
    ]
    return [TTFont(io.BytesIO(program), lazy=False) for program in programs]


def names(data: bytes) -> set[str]:
    """The names of the fonts of the first page, without what tells subsets apart."""
    fonts = pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values()
    return {font["/BaseFont"][8:] for font in fonts}


def made(*texts: str, language: str | None = None, **options: object) -> bytes:
    """A document of paragraphs that all fonts cover, with no font of the system."""
    document = Document(Metadata(language=language), body=tuple(map(paragraph, texts)))
    data, reported = export(document, **{"system_fonts": False, **options})
    assert reported == []
    return data


# --- which font


@pytest.mark.parametrize("kind", ["ttf", "otf", "ttc"])
def test_a_font_of_a_folder_is_used(kind: str, tmp_path: Path) -> None:
    font = make_font("Lamp", GLAGOLITIC, cff=kind == "otf")
    if kind == "ttc":
        save_collection([make_font("Other", "xyz"), font], tmp_path / "deep" / "er", "all.ttc")
    else:
        save(font, tmp_path / "deep" / "er", f"lamp.{kind}")
    data = made(f"A word, {GLAGOLITIC} and another.", font_dir=str(tmp_path))
    assert f"A word, {GLAGOLITIC} and another." in page_texts(data)[0]
    assert "Lamp-Regular" in names(data)
    assert pdf_ua(data) == []
    page = pdfium.PdfDocument(data)[0].get_textpage()
    at = page.get_text_range().index(GLAGOLITIC)
    left, bottom, right, top = page.get_charbox(at)
    assert (right - left, top - bottom) == pytest.approx((0.57 * 10.5, 0.7 * 10.5), rel=0.03)
    following = page.get_charbox(at + 1)[0]
    assert following - left == pytest.approx(0.6 * 10.5, rel=0.01)


def test_the_curves_of_cff_fonts_are_kept(tmp_path: Path) -> None:
    save(make_font("Lamp", GLAGOLITIC, cff=True), tmp_path, "lamp.otf")
    fonts = embedded(made(GLAGOLITIC, font_dir=str(tmp_path)))
    (found,) = [font for font in fonts if len(font.getGlyphOrder()) == 18]
    drawn = [glyph for glyph in found["glyf"].glyphs.values() if glyph.numberOfContours == 1]
    assert len(drawn) == len(GLAGOLITIC) + 1  # and what is shown for none
    for glyph in drawn:
        assert not all(glyph.flags)
        # The cubic curve reaches 40 units in for its second control, so it bulges by some 17.
        edge = max(x for x, y in glyph.coordinates if 0 < y < 690 and x < 300)
        assert 15 + 10 < edge < 15 + 40


def test_broken_fonts_and_those_that_forbid_it_are_not_embedded(tmp_path: Path) -> None:
    whole = save(make_font("Lamp", GLAGOLITIC, embeds=False), tmp_path, "lamp.ttf").read_bytes()
    for length in range(0, len(whole), 200):
        (tmp_path / f"cut-{length}.ttf").write_bytes(whole[:length])
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0 no font at all")
    (tmp_path / "empty.otf").write_bytes(b"")
    (tmp_path / "broken.ttc").write_bytes(b"ttcf")
    document = Document(body=(paragraph(GLAGOLITIC),))
    data, reported = export(document, font_dir=str(tmp_path), system_fonts=False)
    assert {item.code for item in reported} == {"missing-glyph"}
    assert squeezed(tagged_text(data)) == GLAGOLITIC


def test_bold_text_is_set_in_a_bold_font(tmp_path: Path) -> None:
    save(make_font("Lamp", GLAGOLITIC), tmp_path, "Lamp-Regular.ttf")
    save(make_font("Lamp", GLAGOLITIC, weight=700), tmp_path, "Lamp-Bold.ttf")
    body = Paragraph((Text(GLAGOLITIC), Strong((Text(GLAGOLITIC),))))
    data, _ = export(Document(body=(body,)), font_dir=str(tmp_path), system_fonts=False)
    assert {"Lamp-Regular", "Lamp-Bold"} <= names(data)


def test_bold_is_made_where_there_is_none(tmp_path: Path) -> None:
    save(make_font("Lamp", GLAGOLITIC), tmp_path, "Lamp-Regular.ttf")
    body = Paragraph((Text(GLAGOLITIC), Strong((Text(GLAGOLITIC),))))
    data, _ = export(Document(body=(body,)), font_dir=str(tmp_path), system_fonts=False)
    assert {"Lamp-Regular", "Lamp-Regular-Bolder"} <= names(data)


def test_east_asian_text_is_of_one_font(tmp_path: Path) -> None:
    save(make_font("A Few Signs", "，。"), tmp_path, "AFewSigns.ttf")
    save(make_font("Lamp Mincho", CHINESE, width=1000), tmp_path, "LampMincho.ttf")
    data = made(CHINESE, language="zh", font_dir=str(tmp_path))
    assert "LampMincho-Regular" in names(data)
    assert not any("Few" in name for name in names(data))


def test_a_letter_and_its_mark_are_of_one_font(tmp_path: Path) -> None:
    save(make_font("A Lamp", GLAGOLITIC), tmp_path, "ALamp.ttf")
    save(make_font("B Lamp", GLAGOLITIC + "\U0001e000"), tmp_path, "BLamp.ttf")
    letter = GLAGOLITIC[0] + "\U0001e000"
    assert "ALamp-Regular" not in names(made(letter, font_dir=str(tmp_path)))
    data = made(GLAGOLITIC[1:] + letter, font_dir=str(tmp_path))
    assert {"ALamp-Regular", "BLamp-Regular"} <= names(data)
    assert squeezed(tagged_text(data)) == GLAGOLITIC[1:] + letter


def test_a_font_of_the_language_comes_first(tmp_path: Path) -> None:
    for family in ("Lamp JP", "Lamp KR", "Lamp SC", "Lamp TC"):
        save(make_font(family, "中あ가", width=1000), tmp_path, f"{family.replace(' ', '')}.ttf")
    wanted = {
        "ja": "LampJP",
        "ko": "LampKR",
        "zh": "LampSC",
        "zh-Hant": "LampTC",
        "zh-TW": "LampTC",
    }
    for language, name in wanted.items():
        data = made("中中", language=language, font_dir=str(tmp_path))
        assert f"{name}-Regular" in names(data), language


def test_packages_are_found_without_the_system() -> None:
    data = made("नमस्ते दुनिया", "مرحبا بالعالم", "שלום עולם", "สวัสดี")
    assert not any("Mono" in name for name in names(data))  # it was asked, but has nothing
    assert {"NotoSansDevanagari-Regular", "Amiri-Regular", "FrankRuhlLibre-Regular"} <= {
        name.replace("Light", "Regular") for name in names(data)
    }


def test_nothing_is_looked_for_unless_a_character_is_missing() -> None:
    code = (
        "import sys; from copydesk import parse, export;"
        "export(parse('A lamp\\n\\nPlain, “quoted” words — and Ελληνικά, Русский.'), 'pdf');"
        "print([m for m in sys.modules if 'uharfbuzz' in m or '_library' in m or '_found' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_harfbuzz_characters_are_missing_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("uharfbuzz", "copydesk.exporters.pdf._library"):
        monkeypatch.setitem(sys.modules, name, None)
    data, reported = export(Document(body=(paragraph("Words and नम"),)))
    assert [item.code for item in reported] == ["missing-glyph"] * 2
    assert "Words and नम" in tagged_text(data)
    with pytest.raises(OptionError, match="uharfbuzz"):
        export(Document(body=(paragraph("Words"),)), font="Lamp")


def test_what_is_missing_is_reported_with_its_place() -> None:
    document = Document(body=(Paragraph((Text("मa"), Text("\U0001e900", Span(7, 8)))),))
    data, (found,) = export(document, system_fonts=False)
    assert found.span == Span(7, 8)
    assert "U+1E900" in found.message
    # PDFium gives the halves of what lies beyond U+FFFF one by one.
    assert "\U0001e900" in tagged_text(data)


def test_bytes_are_the_same_in_another_process(tmp_path: Path) -> None:
    save(make_font("Lamp", GLAGOLITIC), tmp_path, "lamp.ttf")
    code = (
        "import sys, hashlib; from copydesk import export; from copydesk.tree import *;"
        f"d = Document(body=(Paragraph((Text({'नमस्ते سلام' + GLAGOLITIC!r}),)),));"
        f"data = export(d, 'pdf', font_dir={str(tmp_path)!r}, system_fonts=False);"
        "print(hashlib.sha256(data).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


# --- pdf.font


def test_body_type_in_another_family(tmp_path: Path) -> None:
    letters = "".join(map(chr, range(0x21, 0x7F))) + "’“”—"
    for weight, italic, name in ((400, False, "R"), (700, False, "B"), (400, True, "I")):
        save(make_font("Lamp", letters, weight=weight, italic=italic), tmp_path, f"Lamp{name}.ttf")
    text = (
        "The keeper’s lamp — undivided, and “lit” every single night without extraordinary care. "
    )
    story = Paragraph((Text(text * 8), Strong((Text("weighty"),)), Text(" Ж and more")))
    document = Document(Metadata(language="en"), (Headline((Text("A lamp"),)),), (story,))
    options = {"font": "lamp", "font_dir": str(tmp_path), "system_fonts": False, "size": 14}
    data, reported = export(document, **options)
    assert reported == []
    assert {"Lamp-Regular", "Lamp-Bold", "CopydeskSerif-Regular"} <= names(data)
    assert pdf_ua(data) == []
    read = " ".join(page_texts(data)[0].split())
    assert (text * 8).strip() in read
    assert "weighty Ж and more" in read


def test_a_family_that_is_not_there(tmp_path: Path) -> None:
    save(make_font("Lampion", "abc"), tmp_path, "lamp.ttf")
    with pytest.raises(OptionError, match=r"no such family .*; is it Lampion\?"):
        made("abc", font="Lampoon", font_dir=str(tmp_path))


# --- shaping


@pytest.mark.parametrize(
    "text",
    [
        "السَّلَامُ عَلَيْكُمْ لا إله إلا الله",  # ligatures, marks
        "می‌خواهم نمی‌دانم",  # a non-joiner
        "בְּרֵאשִׁית בָּרָא אֱלֹהִים",
        "हिन्दी क्षत्रिय ज्ञान श्रीमान् र्कर्म किताब",  # conjuncts, vowels that change places
        "น้ำตก เพื่อ กำลัง",
    ],
)
def test_shaped_text_comes_out_as_it_went_in(text: str) -> None:
    data = made(text)
    for read in (page_texts(data)[0].rpartition("\n")[0], tagged_text(data)):
        assert unicodedata.normalize("NFC", squeezed(read)) == unicodedata.normalize(
            "NFC", squeezed(text)
        )
    assert pdf_ua(data) == []


def test_letters_are_joined_and_a_ligature_is_drawn_once() -> None:
    def widths(text: str) -> float:
        page = pdfium.PdfDocument(made(text))[0].get_textpage()
        boxes = [page.get_charbox(at, loose=True) for at in range(len(text))]
        return max(box[2] for box in boxes) - min(box[0] for box in boxes)

    assert widths("لا") < 0.8 * (widths("ل") + widths("ا"))
    assert widths("ببب") < 0.9 * 3 * widths("ب")


def test_a_link_from_right_to_left_is_one_link_a_line() -> None:
    link = Link("https://example.com/a", (Text("قراءة المزيد من الأخبار"),))
    document = Document(body=(Paragraph((Text("يمكن "), link, Text(" هنا."))),))
    data, _ = export(document, system_fonts=False)
    (annotation,) = pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Annots"]
    left, _, right, _ = annotation.get_object()["/Rect"]
    page = pdfium.PdfDocument(data)[0].get_textpage()
    at = page.get_text_range().index("قراءة")
    box = page.get_charbox(at)
    assert left < box[0] < box[2] < right + 1
    assert right - box[2] < 3


# --- where lines end


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("港口，港口", "港 口， 港 口"),
        ("（一部）は", "（一 部） は"),
        ("「はい」と", "「は い」 と"),
        ("ちょっと", "ちょっ と"),
        ("ニュース", "ニュー ス"),
        ("Reuters报道", "Reuters 报 道"),
        ("“我”说", "“我” 说"),
        ("3,500万元", "3,500 万 元"),
        ("達到80%，", "達 到 80%，"),
        ("등대지기", "등 대 지 기"),
        ("ประเทศไทย", "ประเทศ ไทย"),
        ("ភាសាខ្មែរ", "ភា សា ខ្មែ រ"),
        ("plain-words", "plain-words"),
    ],
)
def test_where_a_word_may_be_parted(word: str, parts: str) -> None:
    assert " ".join(part_at_opportunities(word)) == parts


@pytest.mark.parametrize(("language", "text"), [("zh", CHINESE), ("ja", JAPANESE)])
@pytest.mark.parametrize("size", [8, 10.5, 13])
def test_east_asian_lines_are_even_and_well_ended(
    language: str, text: str, size: float, tmp_path: Path
) -> None:
    chars = "".join(sorted(set(text + "中あ") - set(map(chr, range(0x80)))))
    save(make_font("Lamp Mincho", chars, width=1000), tmp_path, "LampMincho.ttf")
    data = made(text * 4, language=language, font_dir=str(tmp_path), size=size)
    page = pdfium.PdfDocument(data)[0].get_textpage()
    found = page.get_text_range()
    lines = found.split("\r\n")[:-1]
    assert squeezed("".join(lines)) == squeezed(text * 4)
    assert len(lines) > 6
    assert not [line for line in lines if line[0] in "，。、；）」”》%っゃゅょーッュ…"]
    assert not [line for line in lines if line[-1] in "（「“《"]
    ends = []
    at = 0
    for line in lines:
        boxes = [page.get_charbox(at + index) for index in range(len(line))]
        ends.append(max(box[2] for box in boxes))
        at += len(line) + 2
    measure = max(ends[:-1])
    assert all(measure - end < 0.25 * size for end in ends[:-1])
    assert pdf_ua(data) == []


def test_thai_is_parted_between_syllables_where_its_words_are_not_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_thai, "_parse", lambda: None)
    assert part_at_opportunities("ประเทศไทย") == ["ประ", "เทศ", "ไทย"]


def test_lines_of_thai_end_with_words() -> None:
    words = "ผู้ จัดการ ท่า เรือ กล่าว ว่า แสง ไฟ ปก ป้อง ท่า เรือ และ ท่า เรือ ปก ป้อง แสง ไฟ"
    text = words.replace(" ", "")
    ends = {len(words[:at].replace(" ", "")) for at, char in enumerate(words) if char == " "} | {0}
    data = made(text * 8, language="th", page="A5")
    lines = pdfium.PdfDocument(data)[0].get_textpage().get_text_range().split("\r\n")[:-1]
    assert len(lines) > 4
    at = 0
    for line in lines:
        at = (at + len(line)) % len(text)
        assert at in ends, line


def test_thai_stays_within_the_measure() -> None:
    text = "ผู้จัดการท่าเรือกล่าวว่าแสงไฟปกป้องท่าเรือและท่าเรือก็ปกป้องแสงไฟไม่มีใครเคยถาม" * 6
    data = made(text, language="th", page="A5")
    page = pdfium.PdfDocument(data)[0]
    edge = max(
        page.get_textpage().get_charbox(at)[2] for at in range(page.get_textpage().count_chars())
    )
    assert edge < 0.886 * page.get_width()
    lines = page.get_textpage().get_text_range().split("\r\n")
    assert len(lines) > 4
    assert not [line for line in lines if unicodedata.category(line[0]) == "Mn"]
