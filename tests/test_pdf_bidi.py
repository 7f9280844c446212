"""Text of both directions: the algorithm beside another implementation of it, and the pages."""

from __future__ import annotations

import unicodedata

import pypdfium2 as pdfium
import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.exporters.pdf._bidi import base_level, is_white, levels, mirror, visual_order
from copydesk.testing.documents import paragraph
from copydesk.tree import (
    Document,
    Headline,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Quote,
    Text,
    Timestamp,
)
from pdf_reading import artifacts, export, page_texts, tagged_text
from validators import pdf_ua

HEBREW = (
    "מנהל הנמל שומר על האור, והאור שומר על הנמל; איש לא שאל מי מהם יכבה ראשון. "
    "בשנת 1986 נבנו 12 מגדלים בחוף, והסוכנות Reuters דיווחה על כך ביום שני. "
)


def squeezed(text: str) -> str:
    """Text without white space: PDFium drops it at will between the characters of an element."""
    return "".join(text.split())


_CHARACTERS = "abcאבגعرب 0123٤٥.,:/+-%$()[]{}<>«»\u05b0\u064e\u200f\u200e\xad\u200d"
_CODES = "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069"


def kept(text: str) -> str:
    """Text without what rule X9 removes, and without isolates, which the two leave at other ends of
    a line where X9 removes what is before them: no reader sees where any of these stand.
    """
    gone = ("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    return "".join(char for char in text if unicodedata.bidirectional(char) not in gone)


@settings(max_examples=400)
@given(st.text(_CHARACTERS + _CODES, max_size=40) | st.text(max_size=20), st.integers(0, 1))
def test_the_algorithm_agrees_with_another_implementation(text: str, base: int) -> None:
    # Paragraph and segment separators never get this far, and versions of Unicode differ.
    text = "".join(
        char
        for char in text
        if unicodedata.bidirectional(char) not in ("", "B", "S")
        and unicodedata.category(char) != "Cs"
    )
    found = levels(text, base)
    end = len(text)
    while end and is_white(text[end - 1]):
        end -= 1
        found[end] = base
    ours = "".join(text[place] for place in visual_order(found))
    assert kept(ours) == kept(get_display(text, base_dir="LR"[base]))


def test_brackets_and_signs_are_mirrored() -> None:
    assert "".join(map(mirror, "a(]{«‹≤⁅x")) == "a)[}»›≥⁆x"
    assert all(mirror(mirror(char)) == char for char in map(chr, range(0x3000)))


@pytest.mark.parametrize(
    ("text", "right", "level"),
    [
        ("Plain words", False, 0),
        ("אבג", False, 1),
        ("Reuters אבג", False, 0),
        ("Reuters: אבגדהוז", True, 1),
        ("2024-05-18", True, 1),
        ("Plain words", True, 0),
    ],
)
def test_the_direction_of_a_paragraph(text: str, right: bool, level: int) -> None:  # a case
    assert base_level(text, right=right) == level


def boxes(data: bytes) -> list[tuple[str, float, float]]:
    """The characters of the first page that show, with their left and right edges."""
    page = pdfium.PdfDocument(data)[0].get_textpage()
    found = []
    for index in range(page.count_chars()):
        char = page.get_text_range(index, 1)
        left, _, right, _ = page.get_charbox(index)
        if char.strip():
            found.append((char, left, right))
    return found


def test_lines_from_the_right_end_flush_on_both_sides() -> None:
    latin = boxes(export(Document(body=(paragraph("The lamp is lit every night. " * 30),)))[0])
    document = Document(Metadata(language="he"), body=(paragraph(HEBREW * 6),))
    hebrew = boxes(export(document)[0])
    for found in (min(left for _, left, _ in hebrew), max(right for *_, right in hebrew)):
        ends = min(left for _, left, _ in latin), max(right for *_, right in latin)
        assert min(abs(found - end) for end in ends) < 3


def test_words_stand_from_right_to_left_and_numbers_do_not() -> None:
    document = Document(Metadata(language="he"), body=(paragraph("אבג 1986 Reuters דהוזחטיכל"),))
    found = {char: left for char, left, _ in boxes(export(document)[0])[:23]}
    assert found["א"] > found["ב"] > found["ג"] > found["1"] > found["R"] > found["ד"]
    assert found["1"] < found["9"] < found["8"]
    assert found["R"] < found["e"]


@pytest.mark.parametrize("language", ["he", "en"])
def test_text_from_the_right_comes_out_as_it_went_in(language: str) -> None:
    link = Link("https://example.com/a", (Text("קישור אל האתר"),))
    document = Document(
        Metadata(language=language, title="כותרת"),
        head=(Headline((Text("כותרת ראשית של המאמר, עם עוד כמה מילים שממלאות שורות"),)),),
        body=(
            paragraph(HEBREW * 5),
            Paragraph((Text("ראו "), link, Text(" כאן."))),
            # In lines from left to right, PDFium turns the order of words round.
            paragraph("The harbour is called נמל, and Reuters said so. " * 5),
            Quote((paragraph(HEBREW),)),
            List((ListItem((paragraph("ראשון"),)), ListItem((paragraph("שני"),))), ordered=True),
        ),
    )
    data, _ = export(document)
    page, tags = page_texts(data)[0], tagged_text(data)
    for expected in (
        "כותרת ראשית של המאמר",
        HEBREW.strip()[-40:],
        "נמל, and",
        "קישור אל האתר",
    ):
        assert expected in " ".join(page.split())
        assert squeezed(expected) in squeezed(tags)
    assert squeezed(HEBREW * 5) in squeezed(tags)
    assert pdf_ua(data) == []


def test_what_stands_beside_text_is_mirrored() -> None:
    def place(data: bytes, char: str) -> float:
        return next(left for found, left, _ in boxes(data) if found == char)

    def made(language: str, text: str) -> bytes:
        items = tuple(ListItem((paragraph(text),)) for _ in range(3))
        head = (Timestamp((Text("2024-05-18"),)),)
        return export(Document(Metadata(language=language), head, (List(items),)))[0]

    left, right = made("en", "words"), made("he", "אבג")
    assert place(left, "•") < place(left, "w")
    assert place(right, "•") > place(right, "א")
    assert place(right, "8") > 300 > place(left, "8")


def test_furniture_is_mirrored() -> None:
    document = Document(Metadata(language="he", title="כותרת"), body=(paragraph(HEBREW * 60),))
    data, _ = export(document)
    assert all("כותרת" in text for text in artifacts(data)[1:])
    page = pdfium.PdfDocument(data)[1].get_textpage()
    lines = page.get_text_range()
    folio = page.get_charbox(lines.index("2 /"))
    title = page.get_charbox(lines.rindex("כותרת"))
    assert folio[0] < 200
    assert title[0] > 400
