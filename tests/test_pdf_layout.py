"""The layouts of the PDF exporter: columns, chapters, contents, and notes for links."""

from __future__ import annotations

import io
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Deck,
    Document,
    Headline,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Preformatted,
    Rule,
    Section,
    Text,
    Verse,
    VerseLine,
)
from copydesk.walk import text_blocks
from pdf_reading import artifacts, export, page_texts, tagged, tagged_text
from validators import pdf_ua

THEMES = ("article", "newspaper", "book")
LOREM = (
    "The harbour master keeps the light, and the light keeps the harbour; nobody has asked "
    "which of the two would extinguish itself first. “Ask the sea,” he says — and lights it again. "
)


_NO_SUPERIORS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", " " * 10)


class Row(NamedTuple):
    """Characters that stand on one baseline of one column: where, in points, and what."""

    page: int
    left: float
    bottom: float
    right: float
    text: str


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def check_ua(data: bytes) -> None:
    assert pdf_ua(data) == []


def rows(data: bytes) -> list[Row]:
    """What is printed, piece by piece, in the order of the file."""
    found: list[Row] = []
    for number, page in enumerate(pypdfium2.PdfDocument(data)):
        textpage = page.get_textpage()
        for index in range(textpage.count_rects()):
            left, bottom, right, top = textpage.get_rect(index)
            text = textpage.get_text_bounded(left, bottom, right, top)
            found.append(Row(number, left, bottom, right, text))
    return found


def sections(count: int, paragraphs: int = 2, *, level: int = 1) -> tuple[Section, ...]:
    return tuple(
        Section(
            level,
            (Text(f"Matter number {number}"),),
            tuple(paragraph(LOREM * (1 + (number + at) % 4)) for at in range(paragraphs)),
        )
        for number in range(count)
    )


def story(*body: Any) -> Document:  # noqa: ANN401 # blocks of any kind
    return Document(
        Metadata(title="The light of the harbour", language="en"),
        (Headline((Text("The light of the harbour"),)), Deck((Text("It never goes out"),))),
        body,
    )


def linked(number: int, address: str = "https://example.com/page/") -> Paragraph:
    link = Link(f"{address}{number}", (Text(f"keeper{number}"),))
    return Paragraph((Text(LOREM), link, Text(" knows. " + LOREM)))


# --- all of them


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("page", [None, "A4", "A5", "Letter"])
def test_text_is_the_same_in_every_theme(theme: str, page: str | None) -> None:
    for document in (every_node(), story(*sections(5)), Document(body=(paragraph("x"),))):
        given = {"page": page} if page else {}
        data, _ = export(document, theme=theme, toc=False, **given)
        expected = "".join(text for _, text in text_blocks(document))
        assert squeezed(tagged_text(data)) == squeezed(expected)
        check_ua(data)


@settings(max_examples=40, deadline=None)
@given(documents(), st.sampled_from(THEMES), st.booleans(), st.booleans())
def test_any_document_is_accessible_in_any_theme(
    document: Document, theme: str, toc: bool, notes: bool
) -> None:
    links = "notes" if notes else "inline"
    data, _ = export(document, theme=theme, toc=toc, links=links)
    check_ua(data)
    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        for item in page.get_objects():
            left, bottom, right, top = item.get_bounds()
            assert 15 < left <= right < width - 15, item
            assert 15 < bottom <= top < height - 15, item


@pytest.mark.parametrize("archive", [False, True])
def test_verapdf_agrees(shared: Path, tmp_path: Path, archive: bool) -> None:
    check = shared / "tools" / "verapdf" / "check"
    if not check.exists():
        pytest.skip("veraPDF does not lie with the shared test data")
    body = (*sections(3), *map(linked, range(40)), Preformatted("wide " * 18))
    for theme in THEMES:
        for name, document in {"every": every_node(), "long": story(*body)}.items():
            data, _ = export(document, theme=theme, toc=True, links="notes", archive=archive)
            (tmp_path / f"{theme}-{name}.pdf").write_bytes(data)
    flavours = ("ua1", "2a") if archive else ("ua1",)
    for flavour in flavours:
        made = subprocess.run(
            [str(check), flavour, *map(str, sorted(tmp_path.iterdir()))],
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.stdout.count("compliant=true") == 6, made.stdout + made.stderr


@pytest.mark.parametrize("theme", THEMES)
def test_bytes_are_the_same_twice(theme: str) -> None:
    document = story(*sections(4), *map(linked, range(9)))
    made = [export(document, theme=theme, toc=True, links="notes")[0] for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_ends_in_a_divided_word(theme: str) -> None:
    words = "Characteristically uncomprehending administrators misunderstand internationalisation "
    body = tuple(paragraph(words * (2 + number % 3)) for number in range(60))
    data, _ = export(story(*body), theme=theme)
    last = [Row(0, 0, 0, 0, "")]
    for row in rows(data):
        if re.fullmatch(r"\d+( of \d+)?|The light.*", row.text):
            continue
        if row.page != last[-1].page or row.bottom > last[-1].bottom + 40:
            assert not last[-1].text.rstrip().endswith(("-", "\xad", "\ufffe")), last[-1]
        last.append(row)
    assert len(last) > 100


# --- columns


def columns(data: bytes, page: int) -> dict[float, list[Row]]:
    """The rows of body type of a page by the middle of the column that they stand in."""
    width = pypdfium2.PdfDocument(data)[page].get_size()[0]
    found: dict[float, list[Row]] = defaultdict(list)
    for row in rows(data):
        if row.page == page and row.right - row.left < width / 2:
            found[1.0 if row.left < width / 2 - 5 else 2.0].append(row)
    return found


def test_a_newspaper_has_two_columns_and_a_headline_across() -> None:
    body = tuple(paragraph(LOREM * 3) for _ in range(20))
    data, _ = export(story(*body), theme="newspaper", size="12")
    first = rows(data)[0]
    assert first.text.startswith("The light")
    assert first.right - first.left > 300
    left, right = columns(data, 0)[1.0], columns(data, 0)[2.0]
    assert max(row.right for row in left) < min(row.left for row in right)
    assert max(row.bottom for row in left + right) < first.bottom


def test_columns_are_read_one_after_the_other() -> None:
    body = tuple(paragraph(f"Number {number}. {LOREM * 3}") for number in range(60))
    data, _ = export(story(*body), theme="newspaper")
    assert len(page_texts(data)) > 2
    expected = "".join(text for _, text in text_blocks(story(*body)))
    assert squeezed(tagged_text(data)) == squeezed(expected)
    numbers = [
        int(found) for text in page_texts(data) for found in re.findall(r"Number (\d+)", text)
    ]
    assert numbers == list(range(60))


def test_an_element_goes_on_in_the_next_column_and_page() -> None:
    data, _ = export(story(paragraph(LOREM * 70)), theme="newspaper")
    assert len(page_texts(data)) == 3
    body = [item for item in tagged(data) if item.tag == "P" and "keeper" not in item.text]
    assert squeezed("".join(item.text for item in body[1:])) == squeezed(LOREM * 70)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root: Any = reader.root_object["/StructTreeRoot"]
    paragraphs = [kid for kid in root["/K"]["/K"] if kid.get_object()["/S"] == "/P"]
    assert len(paragraphs) == 2  # the deck and one paragraph


def test_lines_of_both_columns_stand_on_one_grid() -> None:
    data, _ = export(
        story(*sections(6, 3), Rule(), *map(paragraph, [LOREM] * 9)), theme="newspaper", size="10"
    )
    both = columns(data, 0)
    words = ("harbour", "nobody", "which")
    bottoms = [
        row.bottom
        for side in both.values()
        for row in side
        if any(word in row.text for word in words)
    ]
    leading = 12.8  # the theme's, of type of ten points
    rows = [(bottom - min(bottoms)) / leading for bottom in bottoms]
    assert sum(abs(row - round(row)) < 0.1 for row in rows) > 0.9 * len(rows)


@pytest.mark.parametrize("count", [3, 7, 8, 17])
def test_the_last_columns_are_balanced(count: int) -> None:
    data, _ = export(story(*map(paragraph, [LOREM * 2] * count)), theme="newspaper")
    last = columns(data, len(page_texts(data)) - 1)
    lowest = [
        min(row.bottom for row in side if not re.match(r"\d+ of", row.text))
        for side in last.values()
    ]
    assert abs(lowest[0] - lowest[1]) < 3 * 12.1


def test_a_table_wider_than_a_column_stands_across() -> None:
    table = Preformatted(
        "\n".join(["Station      Lamp     Nights    Oil       Keeper    Rank"] * 4)
    )
    data, _ = export(story(*sections(2), table, *sections(2)), theme="newspaper")
    wide = [row for row in rows(data) if row.text.startswith("Station")]
    assert len(wide) == 4
    assert all(row.right - row.left > 250 for row in wide)
    above = [row.bottom for row in rows(data) if row.bottom > wide[0].bottom + 1]
    assert min(above) - wide[0].bottom > 12
    expected = "".join(text for _, text in text_blocks(story(*sections(2), table, *sections(2))))
    assert squeezed(tagged_text(data)) == squeezed(expected)


# --- contents


def contents_links(data: bytes) -> Iterator[tuple[int, str, int]]:
    """Page, text and target page of each link within the document."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}  # type: ignore[union-attr] # each page has one
    for at, page in enumerate(reader.pages):
        for reference in page.get("/Annots", ()):
            item = reference.get_object()
            if "/Dest" in item:
                yield at, item["/Contents"], numbers[item["/Dest"].get_object()[0].idnum]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("count", [3, 150])
def test_contents_say_where_sections_are(theme: str, count: int) -> None:
    data, _ = export(story(*sections(count)), theme=theme, toc=True)
    texts = page_texts(data)
    found = list(contents_links(data))
    assert [title for _, title, _ in found] == [f"Matter number {n}" for n in range(count)]
    if count > 100:
        assert len({page for page, _, _ in found}) > 1
    for page, title, target in found:
        assert re.search(rf"{title}\b", texts[target]), (title, target)
        assert re.search(rf"{title}\s+{target + 1}\b", texts[page]), (title, target)
    check_ua(data)


def test_contents_are_tagged_as_such() -> None:
    inner = Section(2, (Text("Inner matter"),), (paragraph("x"),))
    body = (*sections(1), Section(1, (Text("Outer"),), (inner,)))
    items = [item for item in tagged(export(story(*body), toc=True)[0]) if "TOC" in item.around]
    assert [(item.text.strip(), item.around[1:]) for item in items if not item.text.isdigit()] == [
        ("Matter number 0", ("TOC", "TOCI", "Reference")),
        ("Outer", ("TOC", "TOCI", "Reference")),
        ("Inner matter", ("TOC", "TOC", "TOCI", "Reference")),
    ]
    assert {item.tag for item in items} == {"Link"}


def test_contents_have_a_heading_in_the_language_of_the_text() -> None:
    german = Document(Metadata(language="de"), body=sections(2))
    headings = [item for item in tagged(export(german, toc=True)[0]) if item.tag == "H1"]
    assert headings[0].text == "Inhalt"


def test_there_are_no_contents_without_sections() -> None:
    for theme in THEMES:
        assert "Contents" not in "".join(
            page_texts(export(story(paragraph("x")), theme=theme, toc=True)[0])
        )


def test_a_long_title_in_the_contents_keeps_clear_of_the_number() -> None:
    title = "A title that goes on and on " * 6
    body = (Section(1, (Text(title),), (paragraph("x"),)),)
    for theme in THEMES:
        data, _ = export(story(*body), theme=theme, toc=True)
        assert squeezed(tagged_text(data)).count(squeezed(title)) == 2
        check_ua(data)


def test_further_lines_of_a_title_in_the_contents_are_set_in() -> None:
    title = ("A title of a chapter that says at some length what happens in it, " * 2).strip()
    section = Section(1, (Text(title),), (paragraph("Words."),))
    data, _ = export(Document(body=(section,)), toc=True, page="A5")
    first, *further = [row for row in rows(data) if row.text.strip() in title][:3]
    assert all(row.left > first.left + 10 for row in further)


def test_contents_from_the_right_are_mirrored() -> None:
    title = ("כותרת של פרק שאומרת באריכות מה קורה בו ועוד כמה מילים " * 3).strip()
    body = (Section(1, (Text(title),), (paragraph("מילים"),)),)
    data, _ = export(Document(Metadata(language="he"), body=body), toc=True, page="A5")
    lines: dict[int, list[Row]] = {}
    for row in rows(data):  # PDFium takes each letter for a row
        lines.setdefault(round(row.bottom / 7), []).append(row)
    first, second, third = [line for line in lines.values() if len(line) > 20][:3]
    right = [max(row.right for row in line) for line in (first, second, third)]
    assert right[0] > right[1] + 10
    assert abs(right[1] - right[2]) < 2
    numbers = [row for row in rows(data) if row.text.strip() == "1"]
    assert numbers[0].right < 100


def test_columns_from_the_right_start_on_the_right() -> None:
    body = tuple(paragraph(f"אור {number} " + "נמל וים ומגדל ואור " * 20) for number in range(8))
    data, _ = export(Document(Metadata(language="he"), body=body), theme="newspaper")
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    text = page.get_text_range()
    assert page.get_charbox(text.index("0"))[0] > 300 > page.get_charbox(text.index("7"))[0]


def test_labels_stand_at_their_list_whatever_is_in_it() -> None:
    stanza = Verse((VerseLine((Text("a lamp"),), 1),))
    items = tuple(ListItem((block,)) for block in (paragraph("אור"), stanza))
    document = Document(Metadata(language="he"), body=(List(items),))
    for theme in ("article", "book"):  # a newspaper has the second item in another column
        labels = [row for row in rows(export(document, theme=theme)[0]) if "•" in row.text]
        assert len({round(row.right) for row in labels}) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_long_headlines_are_set_smaller(theme: str) -> None:
    def heights(count: int) -> tuple[int, float]:
        title = Headline((Text(" ".join(["harbour"] * count)),))
        lines = rows(export(Document(head=(title,)), theme=theme)[0])
        baselines = sorted({row.bottom for row in lines if "harbour" in row.text})
        return len(baselines), baselines[-1] - baselines[-2]

    _, apart = heights(8)
    count, less = heights(26)
    assert less < 0.9 * apart
    assert count < 8
    assert heights(200)[1] > 0.5 * apart


# --- books


def test_chapters_open_pages() -> None:
    data, _ = export(story(paragraph(LOREM), *sections(4, 9)), theme="book")
    texts = page_texts(data)
    assert "The light of the harbour" in texts[0]
    assert "keeper" not in texts[0]
    assert texts[1].startswith("Contents")
    for number in range(4):
        opening = [text for text in texts if text.startswith(f"Matter number {number}")]
        assert len(opening) == 1


def test_running_heads_name_the_chapter_on_right_pages_and_the_book_on_left_ones() -> None:
    data, _ = export(story(*sections(2, 24)), theme="book")
    chapter = ""
    heads = set()
    for index, (text, margin) in enumerate(zip(page_texts(data), artifacts(data), strict=True)):
        opening = re.match(r"Matter number \d+", text)
        if opening:
            chapter = opening[0]
        elif index > 1:
            expected = "The light of the harbour" if index % 2 else chapter
            assert expected in margin, (index, margin)
            heads.add(expected)
    assert heads == {"The light of the harbour", "Matter number 0", "Matter number 1"}


def test_the_margins_of_a_book_mirror_each_other() -> None:
    data, _ = export(story(*sections(1, 40)), theme="book")
    edges: dict[int, float] = {}
    for row in rows(data):
        if row.page > 2:
            edges[row.page] = min(edges.get(row.page, 999), row.left)
    assert len(edges) > 3
    assert all(abs(one - two) > 5 for one, two in pairwise(edges.values()))


def test_an_ornament_does_not_get_a_page() -> None:
    body = (Section(1, (Text("One"),), (paragraph("x"), Rule())), *sections(1))
    assert not any("•" in text for text in page_texts(export(story(*body), theme="book")[0]))


# --- notes


@pytest.mark.parametrize("theme", THEMES)
def test_addresses_stand_at_the_foot_of_the_page_of_their_link(theme: str) -> None:
    data, _ = export(story(*map(linked, range(60))), theme=theme, links="notes")
    texts = page_texts(data)
    for number in range(60):
        page = next(
            at
            for at, text in enumerate(texts)
            if re.search(rf"keeper{number}\b", text.translate(_NO_SUPERIORS))
        )
        assert f"https://example.com/page/{number}" in re.sub(r"\s", "", texts[page])
    check_ua(data)


def test_notes_are_tagged_and_numbered() -> None:
    data, _ = export(story(linked(7), linked(8)), links="notes")
    items = tagged(data)
    references = [item.text.strip() for item in items if item.tag == "Reference"]
    assert references == ["¹", "²"]
    notes = [(item.tag, item.text.strip()) for item in items if "Note" in item.around]
    assert notes == [
        ("Lbl", "1"),
        ("Link", "https://example.com/page/7"),
        ("Lbl", "2"),
        ("Link", "https://example.com/page/8"),
    ]
    # A note is read after the paragraph that it belongs to.
    order = [item.text for item in items]
    assert order.index("https://example.com/page/7") < order.index("² ")


def test_a_link_that_says_its_address_has_no_note() -> None:
    address = "https://example.com/x"
    links = (
        Link(address, (Text("example.com/x"),)),
        Link("mailto:a@b.example", (Text("a@b.example"),)),
    )
    data, _ = export(Document(body=(Paragraph(links),)), links="notes")
    assert not [item for item in tagged(data) if "Note" in item.around]


@pytest.mark.parametrize("theme", THEMES)
def test_more_notes_than_a_page_holds_go_on_with_the_next(theme: str) -> None:
    crowded = Paragraph(
        tuple(Link(f"https://example.com/{n}", (Text(f"w{n} "),)) for n in range(400))
    )
    long = linked(1, "https://example.com/" + "long/" * 4000)
    for document in (
        story(crowded),
        story(long, linked(2)),
        Document(head=(Headline(linked(3).children),), body=(paragraph(LOREM),)),
    ):
        data, _ = export(document, theme=theme, links="notes")
        # A mark is an element within the paragraph, and its text comes where it does.
        text = squeezed(
            "".join(i.text for i in tagged(data) if i.tag != "Reference" and "Note" not in i.around)
        )
        for _, expected in text_blocks(document):
            assert squeezed(expected) in text
        notes = "".join(
            item.text for item in tagged(data) if item.tag == "Link" and "Note" in item.around
        )
        targets = [
            node.target
            for block in (*document.head, *document.body)
            for node in block.children
            if isinstance(node, Link)
        ]  # type: ignore[union-attr] # all have children
        assert squeezed(notes) == "".join(targets)
        check_ua(data)


# --- long paragraphs


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "lamp",
                " ",
                "—",
                "de-conflicted",
                "uncharacteristically",
                "雨が降る",
                "e\u0301",
                "«",
                "\t",
            ]
        ),
        min_size=30,
        max_size=90,
    ),
    st.sampled_from(["article", "newspaper"]),
    st.booleans(),
)
def test_a_long_paragraph_loses_nothing_at_its_joints(
    pieces: list[str], theme: str, linked_too: bool
) -> None:
    text = " ".join(pieces * (12_000 // len(" ".join(pieces)) + 1)).strip()
    link = Link("https://example.com/", (Text("and a link of some words in the middle of it"),))
    middle = (Text(text), link, Text(" " + text)) if linked_too else (Text(text),)
    data, _ = export(Document(Metadata(language="en"), body=(Paragraph(middle),)), theme=theme)
    expected = "".join(
        inline.value if isinstance(inline, Text) else inline.children[0].value for inline in middle
    )  # type: ignore[union-attr] # a link's child is a text
    assert squeezed(tagged_text(data)) == squeezed(expected)


def test_a_paragraph_without_blanks_is_long_too() -> None:
    for text in ("x" * 20_000, "雨" * 20_000, "-" * 9_000, "a—" * 9_000):
        data, _ = export(Document(body=(paragraph(text),)), theme="newspaper")
        found = squeezed("".join(i.text.replace("\x02", "-") for i in tagged(data)))
        assert len(found) == len(text)


def test_a_long_address_is_written_once() -> None:
    """Each line of a link has an annotation of its own, and says where it leads."""
    address = "https://example.com/" + "x" * 30_000
    data, _ = export(Document(body=(linked(1, address),)), links="notes")
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    found = [item.get_object() for page in pages for item in page.get("/Annots", ())]
    assert len(found) > 300
    assert {item["/A"]["/URI"] for item in found} == {f"{address}1"}
    assert len(data) < 400_000
    check_ua(data)


def test_a_question_stands_with_its_answer() -> None:
    turns = tuple(
        Paragraph((Text(f"{'QA'[n % 2]}: {'What then?' if n % 2 == 0 else LOREM}"),), "QA"[n % 2])
        for n in range(160)
    )
    for theme in THEMES:
        printed = [row for row in rows(export(story(*turns), theme=theme)[0]) if ":" in row.text]
        for row, following in pairwise(printed):
            if row.text.startswith("Q:"):
                assert following.text.startswith("A:")
                assert (row.page, row.bottom > following.bottom) == (following.page, True)
