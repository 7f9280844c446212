"""Divided words in PDFs: where they are divided, and what readers of the text get."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyphen import Pyphen

from copydesk.exporters.pdf._breaking import EXPANSION, SHRINK, divided_fit, tolerable_fit
from copydesk.exporters.pdf._hyphens import find_hyphenator
from copydesk.testing.documents import paragraph
from copydesk.tree import (
    Document,
    Emphasis,
    Headline,
    Inline,
    Link,
    Metadata,
    Paragraph,
    Section,
    Text,
)
from pdf_reading import export, page_texts, tagged, tagged_text
from validators import pdf_ua

SAMPLES = Path(__file__).parents[1] / "samples"

ENGLISH = (
    "Extraordinarily responsible internationalization notwithstanding, characteristically "
    "uncomfortable administrative representatives disproportionately misunderstood "
    "telecommunications infrastructure. "
) * 6
GERMAN = (
    "Die Verantwortungslosigkeit der Verwaltungsangestellten, deren Arbeitsunfähigkeit "
    "„außerordentlich“ bemerkenswerte Zusammenhänge überschattete, verunsicherte Fachleute. "
) * 6


def document(text: str, language: str | None = "en", count: int = 1) -> Document:
    return Document(Metadata(title="T", language=language), body=(paragraph(text.strip()),) * count)


def divisions(data: bytes) -> int:
    """How many soft hyphens are drawn."""
    return sum(
        page.extract_text().count("\xad") for page in pypdf.PdfReader(io.BytesIO(data)).pages
    )


def text_of(data: bytes) -> str:
    """The text of all pages without the page numbers and running heads."""
    pages = [re.sub(r"\n\d+ (?:of|von) \d+(\nT)?$", "", page) for page in page_texts(data)]
    return "\n".join(pages)


@pytest.mark.parametrize("align", ["justified", "ragged"])
@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de-AT")])
def test_divided_words_come_out_whole(text: str, language: str, align: str) -> None:
    data, _ = export(document(text, language, 12), page="A5", size="14", align=align)
    assert divisions(data) > 10
    assert text_of(data).split() == (text * 12).split()
    assert "".join(tagged_text(data).split()) == "".join((text * 12).split())
    assert pdf_ua(data) == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_poppler_gives_whole_words() -> None:
    text = ENGLISH[: len(ENGLISH) // 2]  # one page
    data, _ = export(document(text), page="A5", size="14")
    assert divisions(data) > 3
    made = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    assert made.stdout.decode().split()[: len(text.split())] == text.split()


def test_a_divided_word_is_a_span_that_says_the_word() -> None:
    data, _ = export(document(ENGLISH), page="A5", size="14")
    spans = [item.text.strip() for item in tagged(data) if item.tag == "Span"]
    assert spans
    assert {word for word in spans if word} <= set(ENGLISH.split())
    elements = pypdf.PdfReader(io.BytesIO(data)).root_object["/StructTreeRoot"]["/K"]["/K"]
    block = elements if isinstance(elements, dict) else elements[0].get_object()
    kids = [kid.get_object() for kid in block["/K"] if not isinstance(kid, int)]
    words = [kid["/ActualText"] for kid in kids if kid.get("/S") == "/Span"]
    assert set(words) == {word for word in spans if word}


def test_words_over_a_page_end_come_out_once() -> None:
    text = " ".join(["internationalization"] * 400)
    data, _ = export(document(text), page="A5", size="17")
    assert len(page_texts(data)) > 2
    assert text_of(data).split() == text.split()


def test_no_word_is_divided_where_it_is_not_wanted() -> None:
    assert divisions(export(document(ENGLISH), page="A5", size="14", hyphenate="false")[0]) == 0
    for language in (None, "tlh", "no language!"):
        assert divisions(export(document(ENGLISH, language), page="A5", size="14")[0]) == 0


def test_headings_are_not_divided() -> None:
    title = (Text(ENGLISH.strip()),)
    made = Document(
        Metadata(title="T", language="en"),
        head=(Headline(title),),
        body=(Section(1, title, (Section(2, title, ()),)),),
    )
    assert divisions(export(made, page="A5", size="14")[0]) == 0


@pytest.mark.parametrize("around", [False, True])
def test_links_are_not_divided_and_stay_live(around: bool) -> None:
    link = Link("https://example.com/", (Text(ENGLISH.strip()),))
    inlines: tuple[Inline, ...] = (link,)
    if around:
        inlines = (Text(ENGLISH), link, Emphasis((Text(" " + ENGLISH),)))
    made = Document(Metadata(title="T", language="en"), body=(Paragraph(inlines),))
    data, _ = export(made, page="A5", size="14")
    assert bool(divisions(data)) is around
    assert "Span" not in {item.around[-1] for item in tagged(data) if item.tag == "Link"}
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    assert sum(len(page.get("/Annots", ())) for page in pages) > 5
    expected = ENGLISH * (3 if around else 1)
    assert "".join(tagged_text(data).split()) == "".join(expected.split())
    assert pdf_ua(data) == []


def test_bytes_are_the_same_whatever_was_divided_before() -> None:
    first = export(document(ENGLISH), page="A5")[0]
    export(document(GERMAN, "de"), page="A5")
    assert export(document(ENGLISH), page="A5")[0] == first


COMPOUNDS = (
    "The anti-government demonstrators, U.S.-supported, counter-demonstrated “de-facto”. " * 8
)


def test_compounds_are_divided_at_their_own_hyphens() -> None:
    data, _ = export(document(COMPOUNDS, count=9), page="A5", size="16")
    assert text_of(data).split() == (COMPOUNDS * 9).split()
    assert "".join(tagged_text(data).split()) == "".join((COMPOUNDS * 9).split())
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    lines = [line.strip() for page in pages for line in page.split("\n")]
    assert [line for line in lines if line.endswith("-")]
    assert not [line for line in lines if line.endswith("-\xad")]
    assert pdf_ua(data) == []


# --- where words may be divided


@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("en", "hyphenation", "hy|phen|ation"),
        ("en-US", "“hyphenation,”", "“hy|phen|ation,”"),
        ("en", "NATO-members", "NATO-|members"),
        ("en", "“de-confliction”", "“de-|confliction”"),
        ("en", "20-year-old,", "20-|year-|old,"),
        ("en", "U.S.-led", "U.S.-|led"),
        ("en", "half-", "half-"),
        ("en", "a-b", "a-b"),
        ("en", "1914-18", "1914-18"),
        ("en", "https://a-site.example", "https://a-site.example"),
        ("en", "WASHINGTON", "WASHINGTON"),
        ("en", "B2Bmarketing", "B2Bmarketing"),
        ("en", "don’t", "don’t"),
        ("de", "Silbentrennung", "Sil|ben|tren|nung"),
        ("ru", "правительство", "пра|ви|тель|ство"),
    ],
)
def test_parts_of_words(language: str, word: str, parts: str) -> None:
    hyphenator = find_hyphenator(language)
    assert hyphenator is not None
    made = hyphenator.parts(word)
    assert "".join(made) == word
    assert made == ((word,) if parts == word else tuple(parts.split("|")))


@settings(deadline=None)
@given(st.text(max_size=30))
def test_parts_make_up_the_word(word: str) -> None:
    for language in ("en", "hu"):
        hyphenator = find_hyphenator(language)
        assert hyphenator is not None
        assert "".join(hyphenator.parts(word)) == word


# --- which lines they make

UNITS = st.lists(st.tuples(st.floats(3.0, 30.0), st.booleans()), min_size=1, max_size=60)


def widest(widths: Sequence[float], spaces: Sequence[float], hyphen: float) -> float:
    """The width of a line that has given way as far as it can."""
    return sum(widths) + sum(spaces[:-1]) * (1.0 - SHRINK) + hyphen


@settings(deadline=None)
@given(UNITS, st.floats(0.0, 20.0))
def test_divided_lines_hold_all_units_and_fit(
    units: list[tuple[float, bool]], indent: float
) -> None:
    widths = [width for width, _ in units]
    spaces = [0.0 if inside else 4.0 for _, inside in units[:-1]] + [0.0]
    hyphens = [2.0 if inside else 0.0 for _, inside in units[:-1]] + [0.0]
    made = [
        divided_fit(widths, spaces, 100.0, indent, hyphens, ragged=False),
        tolerable_fit(widths, spaces, 100.0, indent, tolerance=2.5, hyphens=hyphens),
    ]
    for ends in filter(None, made):
        assert ends == sorted(set(ends))
        assert ends[-1] == len(widths)
        for start, end in zip((0, *ends[:-1]), ends, strict=True):
            limit = 100.0 * (1.0 + EXPANSION) - (0.0 if start else indent)
            line = widest(widths[start:end], spaces[start:end], hyphens[end - 1])
            assert line <= limit + 2.0 + 1e-6 or end - start == 1


def test_lines_that_cannot_be_tolerated_are_none() -> None:
    assert tolerable_fit([60.0] * 4, [4.0] * 3 + [0.0], 100.0, 0.0, tolerance=1.0) is None
    assert tolerable_fit([150.0], [0.0], 100.0, 0.0, tolerance=1.0) is None
    assert tolerable_fit([20.0], [0.0], 100.0, 0.0, tolerance=1.0) == [1]


@pytest.mark.parametrize("name", ["en_US", "de_DE", "fr", "nl", "pl", "ca"])
def test_patterns_divide_as_the_library_they_come_from_does(name: str) -> None:
    """Words that end and begin in every way, in languages whose files differ in what they hold."""
    text = "".join(path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt")))
    words = sorted(set(re.findall(r"[^\W\d_]{5,}", text)))
    assert len(words) > 1000
    library = Pyphen(lang=name, left=2, right=3)
    hyphenator = find_hyphenator(name.replace("_", "-"))
    assert hyphenator is not None
    for word in words:
        if word.isupper():
            continue
        cuts = [0, *(int(cut) for cut in library.positions(word) if cut.data is None), len(word)]
        assert hyphenator.parts(word) == tuple(word[a:b] for a, b in pairwise(cuts)), word
