"""The PDF exporter, read back with PDFium, pypdf and a PDF/UA checker."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.diagnostics import Diagnostic
from copydesk.exporters.pdf import PdfExporter
from copydesk.formats import Context
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Aside,
    Code,
    Document,
    Emphasis,
    Headline,
    Link,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Section,
    Span,
    Text,
)
from copydesk.tree import List as TreeList
from copydesk.tree import ListItem as TreeItem
from copydesk.walk import text_blocks
from pdf_reading import artifacts, export, page_texts, tagged, tagged_text
from validators import pdf_ua

LOREM = (
    "The harbour master keeps the light, and the light keeps the harbour; nobody has asked "
    "which of the two would go out first. “Ask the sea,” he says — and lights it again. "
)


def squeezed(text: str) -> str:
    """Text without the white space that readers of PDFs add or drop at will."""
    return re.sub(r"\s+", "", text)


def words(text: str) -> list[str]:
    return text.replace("\xa0", " ").split()


def check_ua(data: bytes) -> None:
    assert pdf_ua(data) == []


def long_document(paragraphs: int) -> Document:
    """Many pages: sections, quotes and paragraphs of differing length."""
    blocks = [
        Quote((paragraph(LOREM * 3),)) if index % 7 == 3 else paragraph(LOREM * (1 + index % 5))
        for index in range(paragraphs)
    ]
    return Document(
        Metadata(title="A long one", language="en"),
        head=(Headline((Text("A long one"),)),),
        body=(*blocks[:5], Section(1, (Text("The rest"),), tuple(blocks[5:]))),
    )


# --- text


def test_every_text_comes_out_as_it_went_in() -> None:
    document = every_node()
    data, reported = export(document)
    assert reported == []
    expected = "".join(text for _, text in text_blocks(document))
    assert squeezed(tagged_text(data)) == squeezed(expected)


def test_words_are_parted_across_lines_and_pages() -> None:
    document = long_document(60)
    data, _ = export(document)
    pages = page_texts(data)
    assert len(pages) > 3
    bodies = []
    for number, text in enumerate(pages, 1):
        furniture = f"\n{number} of {len(pages)}" + ("\nA long one" if number > 1 else "")
        assert text.endswith(furniture)
        bodies.append(text.removesuffix(furniture))
    assert words("\n".join(bodies)) == words("\n".join(text for _, text in text_blocks(document)))
    assert "\n".join(bodies).count("-") == 0


def test_line_ends_leave_a_space_in_the_text() -> None:
    data, _ = export(Document(body=(paragraph(LOREM),)))
    lines = page_texts(data)[0].split("\n")[:-1]
    assert len(lines) > 1
    assert all(line.endswith(" ") for line in lines[:-1])
    assert "".join(lines) == LOREM.strip()


@pytest.mark.parametrize("align", ["justified", "ragged"])
@pytest.mark.parametrize("page", ["A4", "A5", "B5", "Letter", "Legal"])
def test_text_is_the_same_on_every_page_size(page: str, align: str) -> None:
    document = long_document(12)
    data, _ = export(document, page=page, align=align, size="12")
    expected = "".join(text for _, text in text_blocks(document))
    assert squeezed(tagged_text(data)) == squeezed(expected)
    check_ua(data)


@pytest.mark.parametrize("size", ["6", "24"])
@pytest.mark.parametrize("page", ["A4", "A5"])
def test_the_smallest_and_the_largest_type_stay_on_the_page(page: str, size: str) -> None:
    for document in (every_node(), long_document(4)):
        data, _ = export(document, page=page, size=size)
        expected = "".join(text for _, text in text_blocks(document))
        assert squeezed(tagged_text(data)) == squeezed(expected)
        assert_inside_the_page(data)


def test_no_line_ends_in_a_hyphen() -> None:
    """Readers of PDFs take one for the mark of a divided word."""
    text = " ".join(f"{'Zoll' * (1 + number % 4)}- und {number} - so" for number in range(120))
    data, _ = export(Document(body=(paragraph(text),)))
    lines = page_texts(data)[0].split("\n")
    assert not [line for line in lines if line.rstrip().endswith(("-", "\ufffe"))]
    assert words(" ".join(lines[:-1])) == words(text)
    hyphens = " ".join(["half-"] * 400)
    assert_inside_the_page(export(Document(body=(paragraph(hyphens),)))[0])


def test_preformatted_rows_stand_below_each_other() -> None:
    table = "Night   Ships\n  1        12\n\n  2         9"
    data, _ = export(Document(body=(Preformatted(table),)))
    lines = [words(line) for line in page_texts(data)[0].split("\n")[:-1]]
    assert [line for line in lines if line] == [["Night", "Ships"], ["1", "12"], ["2", "9"]]


def test_wide_preformatted_text_is_shrunk_then_folded() -> None:
    wide = "\n".join("".join(str(column % 10) for column in range(width)) for width in (90, 400))
    data, _ = export(Document(body=(Preformatted(wide),)))
    assert squeezed(tagged_text(data)) == squeezed(wide)
    assert_inside_the_page(data)


def test_combining_marks_and_ligatures_keep_their_characters() -> None:
    text = "cafe\u0301 office fluffy ﬁne Ω Ω soft\u00adhyphen µ μ a\u200bb"
    data, reported = export(Document(body=(paragraph(text),)))
    assert reported == []
    found = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    for word in ("cafe\u0301", "office", "fluffy", "ﬁne", "Ω", "Ω", "µ", "μ"):
        assert word in found, word


def test_greek_and_cyrillic_are_covered() -> None:
    text = "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία. Съешь ещё этих мягких французских булок."
    data, reported = export(Document(body=(paragraph(text),)))
    assert reported == []
    assert words(page_texts(data)[0])[:-3] == words(text)


def test_what_no_font_has_is_reported_and_marked() -> None:
    span = Span(3, 9)
    text = Text("雨が降る 雨", span)
    data, reported = export(Document(body=(Paragraph((text,)),)), system_fonts=False)
    assert {item.code for item in reported} == {"missing-glyph"}
    assert reported[0].message.startswith("no font has U+96E8 CJK UNIFIED IDEOGRAPH-96E8 (2 times)")
    assert reported[0].span == Span(3, 4)
    assert len(reported) == 4
    assert squeezed(tagged_text(data)) == squeezed(text.value)  # the text is still there
    check_ua(data)


def test_what_is_missing_is_counted_in_the_document() -> None:
    # A headline is set several times until its lines are even, and its words head pages, too.
    title = "雨 " + "and words enough for two lines of a headline, " * 2
    section = Section(1, (Text("雨", Span(200, 201)),), (paragraph("words " * 900),))
    head = (Headline((Text(title, Span(0, len(title))),)),)
    document = Document(head=head, body=(section, paragraph("x\u0323\u0323 ḁ a\u0325 雨")))
    _, reported = export(document, system_fonts=False, theme="book")
    found = {item.message.split(" (")[0]: item for item in reported}
    rain = found["no font has U+96E8 CJK UNIFIED IDEOGRAPH-96E8"]
    assert "(3 times)" in rain.message
    assert rain.span == Span(0, 1)


def test_a_letter_with_a_mark_that_is_missing_is_named() -> None:
    _, reported = export(Document(body=(paragraph("𐐁 g\u0331 ꭥ\u0301"),)), system_fonts=False)
    assert all("U+" in item.message for item in reported)


def test_reports_do_not_grow_with_the_text() -> None:
    everything = "".join(map(chr, range(0x4E00, 0x5200)))
    _, reported = export(Document(body=(paragraph(everything),)), system_fonts=False)
    assert len(reported) == 21
    assert "1004 more characters" in reported[-1].message


# --- hostile text


def naughty(shared: Path) -> list[str]:
    strings: list[str] = json.loads((shared / "suites" / "blns.json").read_text("utf-8"))
    return strings


def is_plain(text: str) -> bool:
    """Whether PDFium itself returns such text as it is: no marks, no right to left, no controls."""
    return unicodedata.is_normalized("NFKC", text) and not any(
        unicodedata.bidirectional(char) in ("R", "AL", "AN")
        or unicodedata.category(char) in ("Mn", "Cf", "Cc", "Cn", "Cs")
        for char in text
    )


def test_naughty_strings(shared: Path) -> None:
    strings = [text for text in naughty(shared) if text.strip()]
    data, _ = export(Document(body=tuple(paragraph(text) for text in strings)))
    check_ua(data)
    found = squeezed(tagged_text(data))
    plain = [text for text in strings if is_plain(text)]
    assert len(plain) > 400
    for text in plain:
        assert squeezed(text) in found, text


def test_naughty_strings_as_titles_and_links(shared: Path) -> None:
    for text in naughty(shared)[::12]:
        shown = text if text.strip() else "x"
        link = Link("https://example.com/?q=(1)\\2", (Text(shown),))
        document = Document(
            Metadata(title=text, authors=(text,), keywords=(text,)),
            head=(Headline((Text(shown),)),),
            body=(Section(1, (Text(shown),), (Paragraph((link,)),)),),
        )
        data, _ = export(document)
        reader = pypdf.PdfReader(io.BytesIO(data))
        (annotation,) = [item.get_object() for item in reader.pages[0]["/Annots"]][:1]
        assert annotation["/A"]["/URI"] == "https://example.com/?q=(1)\\2"
        check_ua(data)


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "é" * 20_000, "a-b/" * 20_000, "—" * 5_000, "漢" * 3_000, "i\u0301" * 5_000],
)
def test_a_long_word_is_broken(text: str) -> None:
    data, _ = export(Document(body=(paragraph(f"before {text} after"),)))
    assert squeezed(tagged_text(data)) == squeezed(f"before {text} after")
    assert_inside_the_page(data)


def test_words_that_stand_close_are_parted_where_they_have_to_be() -> None:
    inlines = tuple(
        inline
        for _ in range(3)
        for inline in (Text("harbourlight"), Emphasis((Text("harbourkeep"),)), Code("harbour"))
    )
    for style in (Headline(inlines), Headline((Text("נמל ואור"), *inlines))):
        data, _ = export(Document(head=(style,)))
        assert_inside_the_page(data)
        assert squeezed(tagged_text(data)).count("harbourlightharbourkeepharbour") == 3


def test_deep_nesting_stays_on_the_page() -> None:
    block = Quote((paragraph(LOREM),))
    for _ in range(15):
        block = Quote((block, TreeList((TreeItem((paragraph(LOREM),)),))))
    data, _ = export(Document(body=(block,)))
    assert_inside_the_page(data)
    check_ua(data)


@pytest.mark.parametrize(
    "document",
    [
        Document(),
        Document(body=(paragraph(""),)),
        Document(body=(paragraph(" "), Preformatted(""), Quote(()), TreeList((TreeItem(()),)))),
        Document(body=(Section(1, (Text("One"),), (Section(2, (Text("Two"),)),)),) * 60),
        Document(head=(Headline((Text("Only a headline"),)),)),
        Document(body=(paragraph("\x00\ud800\ufffe\ufeff\u202e"),)),
        Document(body=(Section(1, tuple(Text("Very long heading ") for _ in range(400))),)),
    ],
)
def test_odd_documents_are_accessible_too(document: Document) -> None:
    check_ua(export(document)[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=6))
def test_any_text_makes_an_accessible_file(texts: list[str]) -> None:
    blocks = [paragraph(text) for text in texts]
    blocks.append(Paragraph(tuple(Emphasis((Text(text),)) for text in texts)))
    check_ua(export(Document(body=tuple(blocks)))[0])


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(max_codepoint=0x24F, categories=["L", "N", "P", "S", "Zs"]), max_size=400)
)
def test_covered_text_comes_out_exactly(text: str) -> None:
    data, reported = export(Document(body=(paragraph(text),)))
    assert reported == []
    assert squeezed(tagged_text(data)) == squeezed(text)


# --- tags, outline, links, metadata


def test_every_node_is_accessible() -> None:
    data, _ = export(every_node())
    check_ua(data)


def test_tags_hold_across_pages() -> None:
    data, _ = export(long_document(40))
    check_ua(data)
    found = tagged(data)
    assert [item.tag for item in found if item.tag.startswith("H")] == ["H1", "H2"]
    assert any("BlockQuote" in item.around for item in found)


def test_tags_say_what_things_are() -> None:
    tags = {
        squeezed(item.text): (item.tag, item.around) for item in tagged(export(every_node())[0])
    }
    assert tags[squeezed("Harbour & light: <b>a survey</b>")][0] == "H1"
    assert tags[squeezed("What the “men” saw & said")][0] == "H2"
    assert tags[squeezed("A deeper matter")][0] == "H3"
    assert tags[squeezed("First of the quoted words.")][1][-1] == "BlockQuote"
    assert tags["oil"] == ("P", ("Document", "Sect", "L", "LI", "LBody"))
    assert tags["3."][0] == "Lbl"
    assert tags[squeezed("the keeper’s page")][0] == "Link"
    assert tags[squeezed("lamp --on `now`")][0] == "Code"
    assert tags[squeezed("Correction: the lamp was lit in 1911.")][1][-1] == "Note"


def test_headings_start_at_one_without_a_headline() -> None:
    document = Document(body=(Section(1, (Text("First"),), (Section(2, (Text("Second"),)),)),))
    assert [item.tag for item in tagged(export(document)[0])] == ["H1", "H2"]


def test_page_furniture_is_no_part_of_the_text() -> None:
    data, _ = export(long_document(40))
    texts = artifacts(data)
    assert squeezed(texts[0]) == f"1of{len(texts)}"
    assert all("Along" in squeezed(text) for text in texts[1:])


def test_the_title_heads_the_outline() -> None:
    outline = pypdf.PdfReader(io.BytesIO(export(every_node())[0])).outline

    def titles(entries: list[object]) -> list[object]:
        return [titles(e) if isinstance(e, list) else e["/Title"] for e in entries]  # type: ignore[index] # pypdf's entries are dicts

    assert titles(outline) == [
        "Harbour & light: <b>a survey</b>",
        [
            "What the “men” saw & said",
            ["A deeper matter", ["Deeper still"]],
            "An empty section",
            "Last words",
        ],
    ]


def test_outline_entries_lead_to_their_pages() -> None:
    data, _ = export(
        Document(
            Metadata(title="T"),
            body=tuple(
                Section(1, (Text(f"Part {number}"),), (paragraph(LOREM * 8),))
                for number in range(20)
            ),
        )
    )
    reader = pypdf.PdfReader(io.BytesIO(data))
    texts = page_texts(data)
    for entry in reader.outline[1]:  # type: ignore[union-attr] # the sections' list
        assert f"{entry['/Title']}\n" in texts[reader.get_destination_page_number(entry)]


def links(data: bytes) -> Iterator[tuple[str, str]]:
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for reference in page.get("/Annots", ()):
            item = reference.get_object()
            yield item["/A"]["/URI"], item["/Contents"]


def test_links_are_live() -> None:
    assert list(links(export(every_node())[0])) == [
        ("https://example.com/a?b=1&c=(2)", "the keeper’s page (https://example.com/a?b=1&c=(2))"),
        ("https://example.com/more", "https://example.com/more"),
    ]


def test_a_link_over_two_lines_can_be_clicked_on_both() -> None:
    address = "https://example.com/" + "/".join(f"part-{number}" for number in range(20))
    document = Document(body=(Paragraph((Text("See "), Link(address, (Text(address),)))),))
    data, _ = export(document)
    assert [target for target, _ in links(data)] == [address] * 3
    assert squeezed(tagged_text(data)) == squeezed("See " + address)


def test_an_unsafe_target_is_no_link() -> None:
    link = Link("javascript:alert(1)", (Text("press"),), Span(0, 5))
    data, reported = export(Document(body=(Paragraph((link,)),)))
    assert list(links(data)) == []
    assert [(item.code, item.span) for item in reported] == [("unsafe-link", Span(0, 5))]
    assert "press" in page_texts(data)[0]


def test_an_address_in_another_script_is_coded() -> None:
    link = Link("https://example.com/größe", (Text("big"),))
    data, _ = export(Document(body=(Paragraph((link,)),)))
    assert next(links(data))[0] == "https://example.com/gr%C3%B6%C3%9Fe"


def test_metadata_says_what_is_known() -> None:
    moment = datetime(2024, 3, 9, 12, 30, tzinfo=UTC)
    data, _ = export(every_node(), context=Context(lambda _: None, timestamp=moment))
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Harbour & light: <b>a survey</b>"
    assert reader.metadata.author == "Ann Example; Björn Beispiel"
    assert reader.metadata.creation_date == moment
    xmp = reader.xmp_metadata
    assert xmp is not None
    assert xmp.dc_title == {"x-default": "Harbour & light: <b>a survey</b>"}
    assert xmp.dc_creator == ["Ann Example", "Björn Beispiel"]
    assert reader.root_object["/Lang"] == "en"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_metadata_invents_nothing() -> None:
    data, _ = export(Document(body=(paragraph("No title, no author."),)))
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert set(reader.metadata or {}) == {"/Title", "/Producer"}
    assert reader.root_object["/Lang"] == "und"
    assert b"anonymous" not in data


# --- layout


def left_edges(data: bytes) -> dict[str, float]:
    """Where each piece of text starts from the left, by its first word."""
    edges: dict[str, float] = {}

    def visit(text: str, cm: object, matrix: list[float], font: object, size: object) -> None:
        del cm, font, size
        if text.strip():
            edges.setdefault(text.split(maxsplit=1)[0], matrix[4])

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=visit)
    return edges


def assert_inside_the_page(data: bytes) -> None:
    import pypdfium2

    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        for item in page.get_objects():
            left, bottom, right, top = item.get_bounds()
            assert left > 20, item
            assert right < width - 20, item
            assert bottom > 15, item
            assert top < height - 15, item


@pytest.mark.parametrize("role", ["block", "speech"])
def test_quotes_are_set_off(role: str) -> None:
    quote = Quote((paragraph("Quoted words."),), role=role)  # type: ignore[arg-type] # parametrized
    data, _ = export(Document(body=(paragraph("Plain words."), quote, paragraph("Again plain."))))
    edges = left_edges(data)
    assert edges["Quoted"] > edges["Plain"] + 8
    assert edges["Again"] == pytest.approx(edges["Plain"])


def test_the_first_paragraph_is_not_indented_and_the_next_is() -> None:
    blocks = (
        paragraph("One."),
        paragraph("Two."),
        Section(1, (Text("H"),), (paragraph("Three."),)),
    )
    edges = left_edges(export(Document(body=blocks))[0])
    assert edges["Two."] > edges["One."] + 5
    assert edges["Three."] == pytest.approx(edges["One."])


@pytest.mark.parametrize("page", ["A4", "A5", "B5", "Letter", "Legal"])
@pytest.mark.parametrize("size", ["9", "10.5", "12"])
def test_a_heading_never_ends_a_page(page: str, size: str) -> None:
    sections = tuple(
        Section(1, (Text(f"Heading{number}"),), (paragraph(LOREM * (1 + number % 4)),))
        for number in range(60)
    )
    for text in page_texts(export(Document(body=sections), page=page, size=size)[0])[:-1]:
        body = re.sub(r"\n\d+ of \d+(\n.*)?$", "", text)
        assert not body.rsplit("\n", 1)[-1].startswith("Heading"), text


def test_no_line_of_a_paragraph_stands_alone() -> None:
    blocks = tuple(paragraph(f"Start{number} " + LOREM * 2) for number in range(60))
    for text in page_texts(export(Document(body=blocks))[0])[:-1]:
        lines = re.sub(r"\n\d+ of \d+(\n.*)?$", "", text).split("\n")
        assert not lines[-1].startswith("Start"), "an orphan at the foot"
        assert lines[0].startswith("Start") or lines[0].endswith(" "), "a widow at the head"


def test_justified_lines_end_flush_and_ragged_ones_do_not() -> None:
    import pypdfium2

    def spread(align: str) -> float:
        document = Document(body=(paragraph(LOREM * 6),))
        page = pypdfium2.PdfDocument(export(document, align=align)[0])[0]
        rights = [item.get_bounds()[2] for item in page.get_objects()][:-2]
        return max(rights) - min(rights)

    assert spread("justified") < 3
    assert spread("ragged") > 5


# --- the file


def test_bytes_are_the_same_twice_and_in_another_process() -> None:
    first = export(every_node())[0]
    assert export(every_node())[0] == first
    program = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); from pdf_reading import export;"
        "from copydesk.testing.documents import every_node;"
        "print(hashlib.sha256(export(every_node())[0]).hexdigest())"
    )
    for seed in ("1", "2"):
        made = subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert made.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_bytes_do_not_depend_on_what_was_written_before() -> None:
    first = export(every_node())[0]
    export(long_document(5))
    export(Document(body=(paragraph("雨 Ω cafe\u0301"),)))
    assert export(every_node())[0] == first


def test_an_unseekable_stream_will_do() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override] # it is given bytes alone
            self.parts.append(bytes(data))
            return len(data)

    pipe = Pipe()
    reported: list[Diagnostic] = []
    exporter = PdfExporter()
    exporter.export(every_node(), pipe, exporter.Options(), Context(reported.append))  # type: ignore[arg-type] # a raw stream writes all at once here
    assert b"".join(pipe.parts) == export(every_node())[0]


def test_the_file_stays_small(reference: Path) -> None:
    lines = [line.strip() for line in reference.read_text("utf-8").splitlines() if line.strip()]
    document = Document(
        Metadata(title=lines[-1], language="en"),
        head=(Headline((Text(lines[-1]),)),),
        body=tuple(map(paragraph, lines[:-2])),
        tail=(Aside("related", (paragraph(lines[-2]),)),),
    )
    data, reported = export(document)
    assert reported == []
    assert len(data) <= 60_000
    assert squeezed(tagged_text(data)) == squeezed("".join(t for _, t in text_blocks(document)))
    check_ua(data)


def test_every_character_of_unicode() -> None:
    characters = [chr(code) for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000]
    lines = ["".join(characters[at : at + 500]) for at in range(0, 0x11000, 500)]
    data, reported = export(Document(body=tuple(map(paragraph, lines))), system_fonts=False)
    assert reported[-1].message.startswith("no font has")
    check_ua(data)


def test_a_language_that_is_none_is_not_said() -> None:
    document = Document(Metadata(language="no language!"), body=(paragraph("x"),))
    reader = pypdf.PdfReader(io.BytesIO(export(document)[0]))
    assert reader.root_object["/Lang"] == "und"


def test_verapdf_agrees(shared: Path, tmp_path: Path) -> None:
    check = shared / "tools" / "verapdf" / "check"
    if not check.exists():
        pytest.skip("veraPDF does not lie with the shared test data")
    documents = {"every": every_node(), "long": long_document(12), "empty": Document()}
    for name, document in documents.items():
        (tmp_path / f"{name}.pdf").write_bytes(export(document)[0])
    made = subprocess.run(
        [str(check), "ua1", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.stdout.count("compliant=true") == len(documents), made.stdout + made.stderr


@settings(max_examples=60, deadline=None)
@given(documents())
def test_any_document_makes_an_accessible_file(document: Document) -> None:
    data, _ = export(document)
    check_ua(data)
    assert_inside_the_page(data)
    found = squeezed(tagged_text(data))
    for _, text in text_blocks(document):
        if is_plain(text):
            assert squeezed(text) in found
