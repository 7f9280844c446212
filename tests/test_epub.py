"""EPUB: EPUBCheck finds nothing, and a reader of our own sees the same text."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

import copydesk
from copydesk.diagnostics import Diagnostic
from copydesk.errors import OptionError
from copydesk.exporters._sanitize import clean
from copydesk.exporters._words import WORDS
from copydesk.exporters.epub import EpubExporter, EpubOptions
from copydesk.formats import Context
from copydesk.options import make_options
from copydesk.parsing import parse
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.theme.files import SHIPPED
from copydesk.tree import (
    Aside,
    Block,
    Code,
    Dateline,
    Document,
    Emphasis,
    Headline,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Section,
    Text,
    Timestamp,
    Verse,
    VerseLine,
)
from copydesk.walk import text_blocks
from epub_reader import LANGUAGE, OPS, XHTML, Book, Entry, visible
from validators import epubcheck


def export(document: Document, **options: str) -> bytes:
    findings: list[Diagnostic] = []
    data = export_with(document, Context(report=findings.append), **options)
    assert not findings, findings
    return data


def export_with(document: Document, context: Context, **options: str) -> bytes:
    out = io.BytesIO()
    EpubExporter().export(document, out, make_options(EpubOptions, "epub", options), context)
    return out.getvalue()


def quiet(document: Document, **options: str) -> bytes:
    return export_with(document, Context(report=lambda _: None), **options)


def body(*inlines: Inline) -> Document:
    return Document(body=(Paragraph(inlines),))


def texts(data: bytes) -> list[str]:
    return [readable(text) for text in Book(data).texts() if text.strip()]


def expected_texts(document: Document) -> list[str]:
    return [readable(clean(text)) for _, text in text_blocks(document) if clean(text).strip()]


def readable(text: str) -> str:
    """Text without what formats may differ in: how line ends are made, blanks at the end."""
    return re.sub("[\r\n]+", "\n", text).rstrip(" ")


LONG = Document(
    head=(Headline((Text("Long"),)),),
    body=(
        paragraph("Before."),
        Section(1, (Text("One"),), (Section(2, (Text("One A"),)), paragraph("x" * 90_000))),
        Section(1, (Text("Two"),), (paragraph("y" * 120_000),)),
        paragraph("After."),
    ),
    tail=(Aside("rights", (paragraph("Rights."),)),),
)


def deep(levels: int) -> Block:
    """Lists and quotations in each other, as deep as a tree may be."""
    block: Block = paragraph("deep")
    for level in range(levels):
        block = Quote((block,)) if level % 3 else List((ListItem((block,)),))
    return block


DEEP = Document(body=(deep(45),))

# --- EPUBCheck -----------------------------------------------------------------------------------


@pytest.mark.parametrize("split", ["none", "sections"])
def test_epubcheck_finds_nothing_in_a_book_with_every_node(split: str) -> None:
    assert epubcheck(export(every_node(), split=split)) == []


@pytest.mark.parametrize(
    "document",
    [
        Document(),
        Document(head=(Headline((Text("Only a headline"),)),)),
        body(Text("Only a text")),
        Document(
            head=(Headline(()), Headline((Text("x"),)), Headline((Text("y"),))),
            body=(Preformatted(""), Verse(()), List(()), List((ListItem(()),)), Quote(())),
            tail=(Aside("related", ()),),
        ),
        Document(
            metadata=Metadata(
                title=" \x00 ", language="no such tag", published="yesterday", source_url="x",
                authors=("", " "), keywords=("",), publisher="",
            ),
            head=(Timestamp((Text("When"),), date="2024-13-45"),),
            body=(Section(1, (Text("\u200b"),)),),
        ),
        Document(
            metadata=Metadata(title="Dates", published="2024-03-10T08:30"),
            head=(
                Timestamp((Text("a"),), date="2024-03-10T08:30:00+01:00"),
                Timestamp((Text("b"),), date="2024-W10"),
            ),
        ),
        Document(metadata=Metadata(language="ar", title="سلام"), body=(paragraph("سلام 12 x"),)),
        LONG,
        DEEP,
    ],
    ids=["empty", "headline", "text", "hollow", "bad-metadata", "dates", "arabic", "long", "deep"],
)  # fmt: skip
def test_epubcheck_finds_nothing_in_odd_documents(document: Document) -> None:
    assert epubcheck(quiet(document)) == []


ADDRESSES = [
    'https://example.com/\\a|b^c`{}"<>[]%zz%20é中#a#b?c',
    "https://exämple.com/ä?ö=ü#ß",
    "http://[::1]:80/",
    "HTTP://user:pw@example.com:8080/%",
    "mailto:a.b+c@example.com?subject=x%20y&cc=d@e.f",
    "mailto:Ä@example.com",
    "http://a_b.example.com./",
]


def test_epubcheck_finds_nothing_in_odd_addresses() -> None:
    links = [Link(address, (Text(address),)) for address in ADDRESSES]
    data = export(body(*links))
    assert epubcheck(data) == []
    assert len(Book(data).elements("a")) == len(ADDRESSES)


def test_epubcheck_finds_nothing_in_naughty_strings(shared: Path) -> None:
    strings: list[str] = json.loads((shared / "suites" / "blns.json").read_text("utf-8"))
    document = Document(
        metadata=Metadata(title=strings[60], authors=tuple(strings[:200])),
        head=(Headline((Text("Strings"),)),),
        body=tuple(paragraph(text) for text in strings),
    )
    data = export(document)
    assert texts(data) == expected_texts(document)
    assert epubcheck(data) == []


# --- text ----------------------------------------------------------------------------------------


def test_every_node_reads_back_as_the_same_text() -> None:
    assert texts(export(every_node())) == expected_texts(every_node())
    assert texts(export(every_node(), split="sections")) == expected_texts(every_node())


@given(documents())
@settings(max_examples=150, deadline=None)
def test_any_document_reads_back_as_the_same_text(document: Document) -> None:
    assert texts(quiet(document)) == expected_texts(document)
    assert texts(quiet(document, split="sections")) == expected_texts(document)


def test_lone_surrogates_and_control_characters_are_replaced_and_nothing_else() -> None:
    assert texts(export(body(Text("a\ud800b\0c\x1bd\uffffe")))) == ["a\ufffdb\ufffdc\ufffdd\ufffde"]


def test_a_dateline_is_followed_by_one_space() -> None:
    assert texts(export(body(Dateline((Text("(CNN)"),)), Text("The lamp")))) == ["(CNN) The lamp"]


# --- structure -----------------------------------------------------------------------------------


def test_there_is_one_h1_and_no_level_is_skipped() -> None:
    book = Book(export(every_node()))
    levels = [
        int(element.tag[-1])
        for chapter in book.chapters
        for element in chapter.iter()
        if isinstance(element.tag, str) and re.fullmatch(f"{XHTML}h[1-6]", element.tag)
    ]
    assert levels == [1, 2, 3, 4, 2, 2]


def test_headings_below_the_sixth_say_their_level() -> None:
    section = Section(7, (Text("level 7"),))
    for level in range(6, 0, -1):
        section = Section(level, (Text(f"level {level}"),), (section,))
    book = Book(export(Document(body=(section,))))
    assert [(h.text, h.get("aria-level")) for h in book.elements("h6")] == [
        ("level 5", None), ("level 6", "7"), ("level 7", "8"),
    ]  # fmt: skip


def test_each_section_has_its_heading_and_every_id_is_unique() -> None:
    book = Book(export(every_node()))
    (chapter,) = book.chapters
    ids = [element.get("id") for element in chapter.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    first, *sections = book.elements("section")
    assert first.get(f"{OPS}type") == "chapter"
    assert first.get("aria-labelledby") in ids
    assert [section[0].get("id") for section in sections] == [
        f"{section.get('id')}-title" for section in sections
    ]


def test_a_link_or_heading_that_nobody_sees_is_none() -> None:
    blank = (Text("\u200b "),)
    section = Section(1, blank, (Paragraph((Link("http://x.y/", blank),)),))
    book = Book(export(Document(body=(section,))))
    assert not book.elements("a")
    assert not book.elements("h2")
    assert [visible(p) for p in book.elements("p")] == ["\u200b ", "\u200b "]


def test_blocks_are_the_elements_that_html_has_for_them() -> None:
    book = Book(export(every_node()))
    assert [ol.get("start") for ol in book.elements("ol")] == ["3", None]
    assert len(book.elements("ul")) == 2
    assert [visible(pre) for pre in book.elements("pre")] == [
        "Night   Ships\n  1        12\n  2         9"
    ]
    assert len(book.elements("blockquote")) == 2
    assert [visible(caption) for caption in book.elements("figcaption")] == ["— Ada Lovelace"]
    assert len(book.elements("hr")) == 1
    assert [time.get("datetime") for time in book.elements("time")] == ["2024-03-09", "2024-03-10"]
    assert [aside.get("class") for aside in book.elements("aside")] == [
        "editors-note", "caption", "boilerplate", "related", "credit", "correction", "contributor",
        "rights",
    ]  # fmt: skip
    assert [b.text for b in book.elements("b")] == ["Q:", "A:"]


def test_inlines_are_the_elements_that_html_has_for_them() -> None:
    book = Book(
        export(
            body(
                Emphasis((Text("a"),)),
                Code("b<c>"),
                LineBreak(),
                Link("https://x.y/?a&b", (Text("d"),)),
            )
        )
    )
    (p,) = book.elements("p")
    assert [(child.tag.removeprefix(XHTML), child.text) for child in p] == [
        ("em", "a"), ("code", "b<c>"), ("br", None), ("a", "d"),
    ]  # fmt: skip
    assert p[3].get("href") == "https://x.y/?a&b"


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://a b/", "http://x.y:99999/",
     "http://-x-.y/", "http://a\ud800/", "http://exa<mple.com/", "//x.y", ""],
)  # fmt: skip
def test_an_unsafe_link_is_printed_as_text_and_reported(target: str) -> None:
    findings: list[Diagnostic] = []
    data = export_with(body(Link(target, (Text("here"),))), Context(report=findings.append))
    assert texts(data) == ["here"]
    assert not Book(data).elements("a")
    assert [finding.code for finding in findings] == ["unsafe-link"]


def test_verse_lines_keep_their_indents() -> None:
    verse = Verse((VerseLine((Text("one"),)), VerseLine((Text("two"),), indent=4)))
    book = Book(export(Document(body=(verse,))))
    assert [line.get("style") for line in book.elements("span")] == [None, "margin-left: 2em"]


def test_text_that_runs_against_the_book_says_so() -> None:
    hebrew = body(Text("שלום"))
    assert [p.get("dir") for p in Book(export(hebrew)).elements("p")] == ["rtl"]
    document = Document(
        metadata=Metadata(language="he"), body=(paragraph("שלום"), paragraph("Latin"))
    )
    book = Book(export(document))
    assert book.chapters[0].get("dir") == "rtl"
    assert [p.get("dir") for p in book.elements("p")] == [None, "ltr"]


# --- navigation ----------------------------------------------------------------------------------


def flat(entries: list[Entry], level: int = 1) -> list[tuple[int, str]]:
    return [
        line
        for entry in entries
        for line in [(level, entry.title), *flat(entry.children, level + 1)]
    ]


@pytest.mark.parametrize("split", ["none", "sections"])
def test_the_table_of_contents_names_the_text_and_its_sections(split: str) -> None:
    book = Book(export(every_node(), split=split))
    assert flat(book.contents()) == [
        (1, "Harbour & light: <b>a survey</b>"),
        (1, "What the “men” saw & said"),
        (2, "A deeper matter"),
        (3, "Deeper still"),
        (1, "An empty section"),
        (1, "Last words"),
    ]
    assert book.contents() == book.old_contents()


@pytest.mark.parametrize("split", ["none", "sections"])
def test_every_line_of_the_contents_leads_somewhere(split: str) -> None:
    book = Book(export(every_node(), split=split))

    def check(entries: list[Entry]) -> None:
        for entry in entries:
            name, _, fragment = entry.address.partition("#")
            chapter = book.chapters[book.spine.index(name)]
            if fragment:
                assert chapter.xpath("//*[@id=$id]", id=fragment), entry.address
            check(entry.children)

    check(book.contents())


def test_landmarks_name_the_beginning_of_the_text() -> None:
    nav = Book(export(every_node())).nav()
    (landmarks,) = [n for n in nav.iter(f"{XHTML}nav") if n.get(f"{OPS}type") == "landmarks"]
    assert [(a.get(f"{OPS}type"), a.get("href")) for a in landmarks.iter(f"{XHTML}a")] == [
        ("bodymatter", "text.xhtml")
    ]


def test_long_texts_are_split_at_their_top_sections() -> None:
    book = Book(export(LONG))
    assert book.spine == ["text-1.xhtml", "text-2.xhtml", "text-3.xhtml"]
    headings = [[visible(h) for h in c.iter(f"{XHTML}h1", f"{XHTML}h2")] for c in book.chapters]
    assert headings == [["Long"], ["One"], ["Two"]]
    assert [chapter.findtext(f".//{XHTML}title") for chapter in book.chapters] == [
        "Long",
        "One",
        "Two",
    ]
    assert Book(export(LONG, split="none")).spine == ["text.xhtml"]


# --- metadata ------------------------------------------------------------------------------------


def test_metadata_says_what_the_document_knows() -> None:
    moment = datetime(2024, 3, 10, 8, 30, tzinfo=timezone(timedelta(hours=1)))
    context = Context(report=lambda _: None, timestamp=moment)
    book = Book(export_with(every_node(), context))
    assert book.dublin_core("title") == ["Harbour & light: <b>a survey</b>"]
    assert book.dublin_core("creator") == ["Ann Example", "Björn Beispiel"]
    assert book.dublin_core("language") == ["en"]
    assert book.dublin_core("publisher") == ["Example Press"]
    assert book.dublin_core("date") == ["2024-03-09"]
    assert book.dublin_core("source") == ["https://example.com/harbour?a=1&b=2"]
    assert book.dublin_core("subject") == ["harbour", "light"]
    assert book.properties("dcterms:modified") == ["2024-03-10T07:30:00Z"]
    assert book.package.get(LANGUAGE) == "en"
    assert [chapter.get(LANGUAGE) for chapter in [*book.chapters, book.nav()]] == ["en", "en"]


def test_metadata_says_nothing_that_is_not_known() -> None:
    book = Book(export(body(Text("Some words."))))
    for name in ("creator", "publisher", "date", "source", "subject", "contributor"):
        assert book.dublin_core(name) == []
    assert book.dublin_core("language") == ["und"]
    assert book.properties("dcterms:modified") == ["1980-01-01T00:00:00Z"]
    assert "generator" not in str(book.archive.read("EPUB/content.opf"))


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (Document(metadata=Metadata(title="Given"), head=(Headline((Text("Head"),)),)), "Given"),
        (Document(head=(Headline((Text("Head\nline"),)),)), "Head line"),
        (body(Text("Some words.")), "Some words."),
        (body(Text("word " * 30)), "word " * 11 + "word…"),
        (body(Text("x" * 100)), "x" * 60 + "…"),
        (Document(), "Untitled"),
    ],
)
def test_a_book_has_a_title(document: Document, title: str) -> None:
    assert Book(export(document)).dublin_core("title") == [title]


def test_accessibility_metadata_is_true() -> None:
    book = Book(export(every_node()))
    assert book.properties("schema:accessMode") == ["textual"]
    assert book.properties("schema:accessModeSufficient") == ["textual"]
    assert book.properties("schema:accessibilityHazard") == ["none"]
    assert "structuralNavigation" in book.properties("schema:accessibilityFeature")
    assert len(book.properties("schema:accessibilitySummary")) == 1
    assert not book.properties("dcterms:conformsTo"), "a claim that only the user can make"
    flat_book = Book(export(body(Text("No sections."))))
    assert "structuralNavigation" not in flat_book.properties("schema:accessibilityFeature")


@pytest.mark.parametrize(
    ("language", "own", "contents"),
    [
        ("de-AT", "de", "Inhalt"), ("ar", "ar", "المحتويات"), ("pt-BR", "pt", "Conteúdo"),
        ("sv", "en", "Contents"), ("ur", "en", "Contents"), (None, "en", "Contents"),
    ],
)  # fmt: skip
def test_words_of_the_book_s_own_are_in_its_language_or_say_that_they_are_not(
    language: str | None, own: str, contents: str
) -> None:
    document = replace(every_node(), metadata=Metadata(title="A", language=language))
    data = export(document, theme="book")
    assert epubcheck(data) == []
    book = Book(data)
    (summary,) = [
        element
        for element in book.package.iter("{http://www.idpf.org/2007/opf}meta")
        if element.get("property") == "schema:accessibilitySummary"
    ]
    assert summary.get(LANGUAGE) == own
    assert summary.get("dir") == ("rtl" if own == "ar" else None)
    nav = book.nav()
    (heading,) = nav.iter(f"{XHTML}h1")
    (places,) = nav.iter(f"{XHTML}h2")
    (link,) = [a for a in nav.iter(f"{XHTML}a") if a.get(f"{OPS}type") == "toc"]
    assert heading.text == link.text == contents
    shown = None if own == (language or "").partition("-")[0] else own
    assert [each.get(LANGUAGE) for each in (heading, places, link)] == [shown] * 3
    (landmarks,) = [n for n in nav.iter(f"{XHTML}nav") if n.get(f"{OPS}type") == "landmarks"]
    assert landmarks.get("aria-labelledby") == places.get("id")


def test_every_language_that_has_words_says_what_a_book_offers_in_its_own() -> None:
    seen = set()
    for language in WORDS:
        book = Book(export(replace(every_node(), metadata=Metadata(language=language))))
        (summary,) = book.properties("schema:accessibilitySummary")
        seen.add(summary)
    assert len(seen) == len(WORDS) > 20


def test_a_claim_to_conform_is_the_user_s() -> None:
    standard = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
    data = export(every_node(), conforms_to=standard, certified_by="Lamp & Sons")
    assert epubcheck(data) == []
    book = Book(data)
    assert book.properties("dcterms:conformsTo") == [standard]
    assert book.properties("a11y:certifiedBy") == ["Lamp & Sons"]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"conforms_to": "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"}, "certified_by=NAME"),
        ({"certified_by": "Lamp & Sons"}, "nothing is claimed"),
        ({"conforms_to": "WCAG", "certified_by": "Lamp & Sons"}, "is no standard"),
        (
            {"conforms_to": "EPUB Accessibility 1.1 - WCAG 2.1 Level AA", "certified_by": " "},
            "certified_by=NAME",
        ),
    ],
)
def test_half_a_claim_is_refused(options: dict[str, str], fault: str) -> None:
    with pytest.raises(OptionError, match=fault):
        copydesk.export(every_node(), "epub", **options)


def test_the_identifier_is_made_of_the_text() -> None:
    def identifier(document: Document, **options: str) -> list[str | None]:
        return Book(export(document, **options)).dublin_core("identifier")

    first = identifier(body(Text("a")))
    assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", first[0] or "")
    assert first == identifier(body(Text("a")), split="sections")
    assert first != identifier(body(Text("b")))


# --- what the stylesheet leaves to the reader ----------------------------------------------------


@pytest.mark.parametrize("theme", SHIPPED)
def test_the_stylesheet_leaves_type_and_colour_of_the_text_to_the_reader(theme: str) -> None:
    css = Book(export(every_node(), theme=theme)).archive.read("EPUB/style.css").decode()
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    text = {"body", "p", ":root", "section", "blockquote", "li", "h1", "h2", "h3"}
    for selector, declarations in rules:
        of = {part.strip() for part in selector.split(",")}
        if re.search(r"(?<![-a-z])color\s*:", declarations):
            assert not of & text, selector
        assert not re.search(r"\d(px|pt|cm|mm|in)\b", declarations.replace("1px solid", "")), (
            selector
        )
        assert "justify" not in declarations, selector
        if {"body", "p", ":root"} & of:
            assert "font" not in declarations, selector
    assert "url(" not in css
    assert "@import" not in css
    assert "prefers-color-scheme: dark" in css


def test_a_stylesheet_of_the_user_s_is_added(tmp_path: Path) -> None:
    (tmp_path / "house.css").write_text("p { text-indent: 1em }", "utf-8")
    data = export(every_node(), css=str(tmp_path / "house.css"))
    book = Book(data)
    assert book.archive.read("EPUB/more.css") == b"p { text-indent: 1em }"
    assert [link.get("href") for link in book.elements("link")] == ["style.css", "more.css"]
    assert epubcheck(data) == []


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (b"/* url(x) */\np { background: url(x.png) }", "line 2: refers to another file"),
        (b"@import 'http://example.com/x.css';", "line 1: refers to another file"),
        (b"p { content: '\xff' }", "utf-8"),
        (None, "No such file"),
    ],
)
def test_a_stylesheet_that_cannot_be_used_is_refused(
    css: bytes | None, fault: str, tmp_path: Path
) -> None:
    if css is not None:
        (tmp_path / "house.css").write_bytes(css)
    with pytest.raises(OptionError, match=fault):
        export(every_node(), css=str(tmp_path / "house.css"))


# --- cover ---------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


def cover(document: Document) -> list[tuple[str, str]]:
    """The lines of a cover, with their sizes."""
    found = Book(export(document)).xml("EPUB/cover.svg").iter(f"{SVG}text")
    return [(line.get("font-size") or "", line.text or "") for line in found]


def test_the_cover_shows_title_publisher_and_authors() -> None:
    assert cover(every_node()) == [
        ("210", "Harbour &"), ("210", "light: <b>a"), ("210", "survey</b>"),
        ("58", "Example Press"), ("58", "Ann Example, Björn Beispiel"),
    ]  # fmt: skip
    items = Book(export(every_node())).manifest
    assert items["cover"].get("properties") == "cover-image"


@pytest.mark.parametrize("title", ["word " * 100, "x" * 500, "漢字" * 100, "W" * 30, "a"])
def test_the_longest_title_stays_on_the_cover(title: str) -> None:
    lines = cover(Document(metadata=Metadata(title=title)))
    assert lines
    assert len(lines) * int(lines[0][0]) < 1800
    assert all(len(line) * int(size) * 0.25 < 1300 for size, line in lines)


def test_the_cover_can_be_left_out() -> None:
    book = Book(export(every_node(), cover="false"))
    assert "EPUB/cover.svg" not in book.archive.namelist()


# --- reproducible ---------------------------------------------------------------------------------


def test_time_zones_do_not_matter() -> None:
    moments = [
        datetime(2024, 3, 10, 8, 30, tzinfo=UTC),
        datetime(2024, 3, 10, 9, 30, tzinfo=timezone(timedelta(hours=1))),
    ]
    contexts = [Context(report=lambda _: None, timestamp=moment) for moment in moments]
    first, second = (export_with(every_node(), context) for context in contexts)
    assert first == second


def test_the_reference_article_reads_back(reference: Path) -> None:
    document = parse(reference.read_text("utf-8"))
    data = export(document)
    assert texts(data) == expected_texts(document)
    assert [title for _, title in flat(Book(data).contents())] == [
        "With latest airstrikes, US signals to Iran: Containment is back",
        "Containing Iran",
        "Partition of Syria",
    ]
    assert epubcheck(data) == []
