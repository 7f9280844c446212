"""DOCX: what is written, python-docx reads as the same text, and a validator finds nothing."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor, Twips
from hypothesis import given, settings
from lxml import etree

from copydesk.diagnostics import Diagnostic
from copydesk.errors import OptionError
from copydesk.exporters._sanitize import clean
from copydesk.exporters.docx import DocxExporter, DocxOptions
from copydesk.exporters.docx._body import NATURAL_INDENTS
from copydesk.exporters.docx._styles import LIST_STEP
from copydesk.formats import Context
from copydesk.options import make_options
from copydesk.parsing import parse
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Aside,
    Attribution,
    Block,
    Dateline,
    Document,
    Emphasis,
    Headline,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Section,
    Strong,
    Text,
    Verse,
    VerseLine,
)
from copydesk.walk import text_blocks
from validators import openxml_audit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = {"w": W[1:-1]}
PACKAGE_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def export(document: Document, **options: str) -> bytes:
    findings: list[Diagnostic] = []
    data = export_with(document, Context(report=findings.append), **options)
    assert not findings, findings
    return data


def export_with(document: Document, context: Context, **options: str) -> bytes:
    out = io.BytesIO()
    DocxExporter().export(document, out, make_options(DocxOptions, "docx", options), context)
    return out.getvalue()


def quiet(document: Document, **options: str) -> bytes:
    return export_with(document, Context(report=lambda _: None), **options)


def body(*inlines: Text | Emphasis | Strong | Link | Dateline) -> Document:
    return Document(body=(Paragraph(inlines),))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def attribute(element: etree._Element, path: str) -> str | None:
    found = element.find(path, NAMESPACES)
    return None if found is None else found.get(f"{W}val")


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style and text of the paragraphs that have text."""
    document = docx.Document(io.BytesIO(data))
    return [
        (p.style.style_id if p.style else "", p.text) for p in document.paragraphs if p.text.strip()
    ]


def expected_texts(document: Document) -> list[str]:
    return [readable(clean(text)) for _, text in text_blocks(document) if clean(text).strip()]


def readable(text: str) -> str:
    """Text without what formats may differ in: how line ends are made, blanks at the end."""
    return re.sub("[\r\n]+", "\n", text).rstrip(" ")


def texts(data: bytes) -> list[str]:
    return [readable(text) for _, text in paragraphs(data)]


def assert_valid(data: bytes) -> None:
    assert openxml_audit(data) == []


# --- text ----------------------------------------------------------------------------------------


def test_every_node_reads_back_as_the_same_text() -> None:
    document = every_node()
    assert texts(export(document)) == expected_texts(document)


@given(documents())
@settings(max_examples=150, deadline=None)
def test_any_document_reads_back_as_the_same_text(document: Document) -> None:
    data = quiet(document)
    assert texts(data) == expected_texts(document)


def test_naughty_strings_read_back_as_they_are(shared: Path) -> None:
    strings: list[str] = json.loads((shared / "suites" / "blns.json").read_text("utf-8"))
    document = Document(
        head=(Headline((Text("Strings"),)),), body=tuple(paragraph(text) for text in strings)
    )
    data = export(document)
    assert texts(data) == expected_texts(document)
    assert_valid(data)


def test_lone_surrogates_and_control_characters_are_replaced_and_nothing_else() -> None:
    data = export(body(Text("a\ud800b\0c\x1bd\uffffe")))
    assert paragraphs(data) == [("Normal", "a\ufffdb\ufffdc\ufffdd\ufffde")]


def test_tabs_and_line_ends_are_elements() -> None:
    data = export(body(Text("  a\tb\nc\r\nd\re  ")))
    assert paragraphs(data) == [("Normal", "  a\tb\nc\nd\ne  ")]
    run = part(data, "word/document.xml").find(".//w:r", NAMESPACES)
    assert run is not None
    assert [child.tag.removeprefix(W) for child in run] == ["t", "tab", "t"] + ["br", "t"] * 3


# --- structure -----------------------------------------------------------------------------------


def test_each_kind_has_its_style() -> None:
    styles = dict.fromkeys(style for style, _ in paragraphs(export(every_node())))
    assert list(styles) == [
        "Slug", "Title", "Subtitle", "Byline", "Timestamp", "DatelineLine", "EditorsNote", "Normal",
        "Quote", "Attribution", "Heading1", "Dialogue", "ListBullet", "ListContinue", "ListBullet2",
        "ListNumber", "Heading2", "Verse", "HTMLPreformatted", "Heading3", "Caption", "Boilerplate",
        "Related", "Credit", "Correction", "Contributor", "Rights",
    ]  # fmt: skip


def test_every_style_that_is_used_is_defined() -> None:
    data = export(every_node())
    defined = set(
        part(data, "word/styles.xml").xpath("//w:style/@w:styleId", namespaces=NAMESPACES)
    )
    used = set(
        part(data, "word/document.xml").xpath(
            "//w:pStyle/@w:val|//w:rStyle/@w:val", namespaces=NAMESPACES
        )
    )
    assert used <= defined, used - defined


def test_built_in_styles_have_the_names_that_word_knows() -> None:
    names = {style.name for style in docx.Document(io.BytesIO(export(every_node()))).styles}
    assert names >= {
        "Normal", "Title", "Subtitle", *(f"Heading {level}" for level in range(1, 10)), "Quote",
        "List Bullet", "List Bullet 2", "List Number", "List Continue", "Caption", "Hyperlink",
        "Header", "Footer", "Emphasis", "Strong", "HTML Code", "HTML Preformatted",
    }  # fmt: skip


QUOTE_INDENTS = {"Quote": 315, "Attribution": 315}


def test_indents_in_code_are_those_of_the_template() -> None:
    styles = part(export(Document()), "word/styles.xml")
    for style in styles.findall("w:style", NAMESPACES):
        indent = style.find("w:pPr/w:ind", NAMESPACES)
        name = style.get(f"{W}styleId") or ""
        if indent is not None and not (style.get(f"{W}styleId") or "").startswith("TOC"):
            left = int(indent.get(f"{W}left") or 0)
            assert NATURAL_INDENTS.get(name, QUOTE_INDENTS.get(name, 0)) == left, name
    levels = part(export(Document()), "word/numbering.xml").findall(".//w:lvl", NAMESPACES)
    for level in levels:
        indent = level.find("w:pPr/w:ind", NAMESPACES)
        assert indent is not None
        assert indent.get(f"{W}left") == str(LIST_STEP * (int(level.get(f"{W}ilvl") or 0) + 1))


def test_sections_deeper_than_word_has_headings_keep_the_last_one() -> None:
    section = Section(11, (Text("level 11"),))
    for level in range(10, 0, -1):
        section = Section(level, (Text(f"level {level}"),), (section,))
    styles = [style for style, _ in paragraphs(export(Document(body=(section,))))]
    assert styles == [f"Heading{min(level, 9)}" for level in range(1, 12)]


def numbering_of(data: bytes) -> list[tuple[str, str | None, str | None]]:
    document = part(data, "word/document.xml")
    return [
        (
            "".join(p.itertext()),
            attribute(p, "w:pPr/w:numPr/w:numId"),
            attribute(p, "w:pPr/w:numPr/w:ilvl"),
        )
        for p in document.iterfind(".//w:p", NAMESPACES)
    ]


def test_each_ordered_list_starts_where_the_copy_does() -> None:
    def ordered(start: int, *texts: str) -> List:
        return List(tuple(ListItem((paragraph(text),)) for text in texts), True, start)

    data = export(Document(body=(ordered(3, "a", "b"), ordered(1, "c"))))
    assert numbering_of(data) == [("a", "3", "0"), ("b", "3", "0"), ("c", "4", "0")]
    starts = {
        number.get(f"{W}numId"): attribute(number, "w:lvlOverride/w:startOverride")
        for number in part(data, "word/numbering.xml").findall("w:num", NAMESPACES)
    }
    assert starts == {"1": None, "2": None, "3": "3", "4": "1"}


def test_a_number_that_word_cannot_start_at_is_reported() -> None:
    findings: list[Diagnostic] = []
    items = (ListItem((paragraph("a"),)),)
    export_with(Document(body=(List(items, True, 999_999_000),)), Context(report=findings.append))
    assert [finding.code for finding in findings] == ["list-start"]


def test_only_the_first_paragraph_of_an_item_has_a_bullet() -> None:
    items = (
        ListItem((paragraph("a"), paragraph("more"))),
        ListItem((List((ListItem((paragraph("inner"),)),)),)),
        ListItem(()),
    )
    assert numbering_of(export(Document(body=(List(items),)))) == [
        ("a", "1", "0"), ("more", None, None), ("", "1", "0"), ("inner", "1", "1"), ("", "1", "0"),
    ]  # fmt: skip


def indents(data: bytes) -> list[str | None]:
    return [
        None if (found := p.find("w:pPr/w:ind", NAMESPACES)) is None else found.get(f"{W}left")
        for p in part(data, "word/document.xml").iterfind(".//w:p", NAMESPACES)
    ]


def test_blocks_in_blocks_are_set_in_further() -> None:
    quote = Quote((paragraph("words"), Quote((paragraph("inner"),))))
    item = ListItem((paragraph("item"), quote))
    assert indents(export(Document(body=(quote, List((item,)))))) == [
        None, "630", None, "715", "1030",
    ]  # fmt: skip


def test_the_deepest_tree_stays_on_the_page() -> None:
    block: Block = paragraph("deep")
    for level in range(45):
        block = Quote((block,)) if level % 3 else List((ListItem((block,)),))
    data = export(Document(body=(block,)))
    assert "deep" in texts(data)
    assert max(int(indent or 0) for indent in indents(data)) <= 4000
    assert_valid(data)


def test_the_bars_of_two_quotations_in_a_row_are_not_one() -> None:
    quotes = tuple(Quote((paragraph(text),)) for text in ("a", "b", "c"))
    assert indents(export(Document(body=quotes))) == [None, "316", None]


def test_verse_keeps_its_lines_and_indents() -> None:
    verse = Verse((VerseLine((Text("one"),)), VerseLine((Text("two"),), indent=4)))
    data = export(Document(body=(verse,)))
    assert paragraphs(data) == [("Verse", "one"), ("Verse", "two")]
    assert indents(data) == [None, "1240"]


def test_links_are_relationships_and_one_address_is_one_relationship() -> None:
    link = Link("https://example.com/a?b=1&c=(2)", (Text("here"),))
    data = export(body(link, Text(" and "), link))
    relationships = part(data, "word/_rels/document.xml.rels")
    links = {
        found.get("Id"): found.get("Target")
        for found in relationships.findall(f"{PACKAGE_RELATIONSHIPS}Relationship")
        if found.get("TargetMode") == "External"
    }
    assert links == {"link1": "https://example.com/a?b=1&c=(2)"}
    (first,) = docx.Document(io.BytesIO(data)).paragraphs[:1]
    assert [(found.text, found.address) for found in first.hyperlinks] == [
        ("here", "https://example.com/a?b=1&c=(2)")
    ] * 2


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://a b/", "//x.y", ""]
)
def test_an_unsafe_link_is_printed_as_text_and_reported(target: str) -> None:
    findings: list[Diagnostic] = []
    data = export_with(body(Link(target, (Text("here"),))), Context(report=findings.append))
    assert paragraphs(data) == [("Normal", "here")]
    assert part(data, "word/document.xml").find(".//w:hyperlink", NAMESPACES) is None
    assert [finding.code for finding in findings] == ["unsafe-link"]


def test_emphasis_is_a_style_and_nests() -> None:
    data = export(body(Strong((Text("a"), Emphasis((Text("b"),)))), Emphasis((Text("c"),))))
    first = docx.Document(io.BytesIO(data)).paragraphs[0]
    assert [(run.text, run.style.name if run.style else "", run.italic) for run in first.runs] == [
        ("a", "Strong", None), ("b", "Strong", True), ("c", "Emphasis", None),
    ]  # fmt: skip


def test_an_inline_dateline_is_a_character_style_and_one_space() -> None:
    data = export(body(Dateline((Text("(CNN)"),)), Text("The lamp")))
    first = docx.Document(io.BytesIO(data)).paragraphs[0]
    assert first.text == "(CNN) The lamp"
    assert first.runs[0].style is not None
    assert first.runs[0].style.name == "Dateline"


def test_right_to_left_text_is_marked() -> None:
    data = export(body(Text("שלום עולם")))
    document = part(data, "word/document.xml")
    assert document.find(".//w:pPr/w:bidi", NAMESPACES) is not None
    assert document.find(".//w:rPr/w:rtl", NAMESPACES) is not None


# --- package -------------------------------------------------------------------------------------


def test_validator_finds_nothing_in_a_document_with_every_node() -> None:
    assert_valid(export(every_node()))


@pytest.mark.parametrize(
    "document",
    [
        Document(),
        Document(head=(Headline((Text("Only a headline"),)),)),
        Document(body=(Preformatted(""), Verse(()), List(()), Quote(()), Aside("related", ()))),
        Document(metadata=Metadata(language="ar"), body=(paragraph("سلام"),)),
        Document(metadata=Metadata(language="ja"), body=(paragraph("日本語"),)),
    ],
    ids=["empty", "headline", "hollow", "arabic", "japanese"],
)
def test_validator_finds_nothing_in_odd_documents(document: Document) -> None:
    assert_valid(export(document))


@given(documents())
@settings(max_examples=40, deadline=None)
def test_validator_finds_nothing_in_any_document(document: Document) -> None:
    assert_valid(quiet(document))


def test_nothing_of_the_library_s_own_template_is_left() -> None:
    data = export(every_node())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        text = b"".join(archive.read(name) for name in names).lower()
    assert names == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
        "word/_rels/document.xml.rels", "word/document.xml", "word/firstHeader.xml",
        "word/fontTable.xml", "word/footer.xml", "word/header.xml", "word/numbering.xml",
        "word/settings.xml", "word/styles.xml", "word/theme.xml",
    ]  # fmt: skip
    for leftover in (b"python-docx", b"2013", b"steve canny", b"$"):
        assert leftover not in text


def test_core_properties_say_what_the_document_knows() -> None:
    moment = datetime(2024, 3, 10, 7, 30, tzinfo=UTC)
    data = export_with(every_node(), Context(report=lambda _: None, timestamp=moment))
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert properties.title == "Harbour & light: <b>a survey</b>"
    assert properties.author == "Ann Example; Björn Beispiel"
    assert properties.language == "en"
    assert properties.keywords == "harbour, light"
    assert properties.created == properties.modified == moment
    assert properties.last_modified_by == properties.comments == ""


def test_core_properties_say_nothing_that_is_not_known() -> None:
    core = part(export(Document(body=(paragraph("Text."),))), "docProps/core.xml")
    assert not list(core)


def test_the_time_is_the_publication_date_where_there_is_no_other() -> None:
    document = Document(metadata=Metadata(published="2024-03-09"))
    properties = docx.Document(io.BytesIO(export(document))).core_properties
    assert properties.created == datetime(2024, 3, 9, tzinfo=UTC)


def test_the_language_is_that_of_the_document() -> None:
    document = Document(metadata=Metadata(language="de-CH"))
    styles = part(export(document), "word/styles.xml")
    assert attribute(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:lang") == "de-CH"
    settings_part = part(export(document), "word/settings.xml")
    assert attribute(settings_part, "w:themeFontLang") == "de-CH"
    assert part(export(Document()), "word/styles.xml").find(".//w:lang", NAMESPACES) is None


def test_pages_are_numbered_and_the_title_runs_on_top() -> None:
    data = export(every_node())
    footer = part(data, "word/footer.xml")
    fields = footer.xpath("//w:fldSimple/@w:instr", namespaces=NAMESPACES)
    assert fields == [" PAGE ", " NUMPAGES "]
    assert "".join(footer.itertext()) == "1 of 1"
    assert "".join(part(data, "word/header.xml").itertext()) == "Harbour & light: <b>a survey</b>"
    assert part(data, "word/document.xml").find(".//w:sectPr/w:titlePg", NAMESPACES) is not None


def test_paper_size_is_an_option() -> None:
    section = docx.Document(io.BytesIO(export(every_node(), page="Letter"))).sections[0]
    assert (section.page_width, section.page_height) == (12240 * 635, 15840 * 635)


def test_a_table_of_contents_links_to_the_sections() -> None:
    data = export(every_node(), contents="true")
    found = paragraphs(data)
    start = found.index(("TOCHeading", "Contents"))
    assert found[start : start + 6] == [
        ("TOCHeading", "Contents"), ("TOC1", "What the “men” saw & said"),
        ("TOC2", "A deeper matter"), ("TOC3", "Deeper still"), ("TOC1", "An empty section"),
        ("TOC1", "Last words"),
    ]  # fmt: skip
    document = part(data, "word/document.xml")
    anchors = document.xpath("//w:hyperlink/@w:anchor", namespaces=NAMESPACES)
    assert anchors == document.xpath("//w:bookmarkStart/@w:name", namespaces=NAMESPACES)
    assert document.xpath("//w:fldChar/@w:fldCharType", namespaces=NAMESPACES) == [
        "begin", "separate", "end",
    ]  # fmt: skip
    assert_valid(data)
    without = Document(body=(paragraph("No sections."),))
    assert export(without, contents="true") == export(without)


# --- a house's own template ---------------------------------------------------------------------


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="ppt/presentation.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A template with a paper size, a header, a red title, and names of styles in German ids."""
    made = docx.Document()
    made.styles["Title"].font.color.rgb = RGBColor(0xC0, 0, 0)
    for element in made.styles.element.xpath("//@w:styleId/..|//w:basedOn|//w:next|//w:link"):
        for key in (f"{W}styleId", f"{W}val"):
            if element.get(key) == "Heading1":
                element.set(key, "berschrift1")
    made.sections[0].page_width = Twips(9600)
    made.sections[0].header.paragraphs[0].text = "THE HOUSE"
    made.add_paragraph("A body that is not ours")
    path = tmp_path / "house.docx"
    made.save(str(path))
    return path


def test_a_reference_gives_styles_page_and_header(house: Path) -> None:
    findings: list[Diagnostic] = []
    data = export_with(every_node(), Context(report=findings.append), reference=str(house))
    assert texts(data) == expected_texts(every_node())
    read = docx.Document(io.BytesIO(data))
    assert read.styles["Title"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert read.sections[0].page_width == Twips(9600)
    assert read.sections[0].header.paragraphs[0].text == "THE HOUSE"
    assert ("berschrift1", "Last words") in paragraphs(data)
    assert read.core_properties.title == every_node().metadata.title
    assert [finding.code for finding in findings] == ["missing-style"]
    assert "Byline" in findings[0].message
    assert "Heading 1" not in findings[0].message
    assert_valid(data)


def test_a_reference_s_lists_are_numbered_by_its_own_styles(house: Path) -> None:
    document = Document(
        body=(
            List((ListItem((paragraph("bullet"),)),)),
            List((ListItem((paragraph("seven"),)),), True, 7),
        )
    )
    data = export(document, reference=str(house))
    (bullet, seven) = numbering_of(data)
    assert bullet == ("bullet", None, None), "the style has a bullet of its own"
    numbers = part(data, "word/numbering.xml").findall("w:num", NAMESPACES)
    (number,) = [n for n in numbers if n.get(f"{W}numId") == seven[1]]
    assert attribute(number, "w:lvlOverride/w:startOverride") == "7"
    styled = docx.Document(str(house)).styles["List Number"].element
    style_number = attribute(styled, "w:pPr/w:numPr/w:numId")
    (theirs,) = [n for n in numbers if n.get(f"{W}numId") == style_number]
    assert attribute(number, "w:abstractNumId") == attribute(theirs, "w:abstractNumId")


@pytest.mark.parametrize("side", ["left", "start"])
def test_quotations_are_set_in_as_the_house_says(tmp_path: Path, side: str) -> None:
    """`start` is what LibreOffice writes."""
    made = docx.Document()
    style = made.styles["Quote"].element.get_or_add_pPr()
    etree.SubElement(style, f"{W}ind").set(f"{W}{side}", "1134")
    made.save(str(tmp_path / "house.docx"))
    two = Quote((paragraph("Two."),), attribution=Attribution((Text("Ada"),)))
    document = Document(body=(Quote((paragraph("One."),)), two))
    context = Context(report=lambda _: None)
    data = export_with(document, context, reference=str(tmp_path / "house.docx"))
    indents = part(data, "word/document.xml").xpath("//w:ind/@w:left", namespaces=NAMESPACES)
    assert indents == ["1135", "1135"], "the first as its style says, the second kept apart"


def test_our_own_output_is_a_reference_that_lacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(export(every_node(), page="Letter"))
    data = export(every_node(), reference=str(path))
    assert paragraphs(data) == paragraphs(export(every_node()))
    assert docx.Document(io.BytesIO(data)).sections[0].page_width == 12240 * 635
    assert_valid(data)


def test_a_damaged_reference_is_refused_or_used_but_breaks_nothing(house: Path) -> None:
    whole = house.read_bytes()
    dice = random.Random(7)  # noqa: S311  # dice, not secrets
    refused = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(4):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        house.write_bytes(damaged)
        try:
            quiet(every_node(), reference=str(house))
        except OptionError:
            refused += 1
    assert refused


def test_a_presentation_is_no_reference(tmp_path: Path) -> None:
    path = tmp_path / "slides.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        archive.writestr("ppt/presentation.xml", "<presentation/>")
    with pytest.raises(OptionError, match="no Word document"):
        export(every_node(), reference=str(path))


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\5\6" + bytes(18)])
def test_a_reference_that_is_no_word_document_is_refused(
    content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "house.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OptionError, match=r"docx\.reference"):
        export(every_node(), reference=str(path))


# --- reproducible ---------------------------------------------------------------------------------


def test_the_reference_article_reads_back(reference: Path) -> None:
    document = parse(reference.read_text("utf-8"))
    found = paragraphs(export(document))
    assert [readable(text) for _, text in found] == expected_texts(document)
    running = {"Normal", "BodyTextFirstIndent"}
    assert [style for style, _ in found if style not in running] == [
        "Title", "Heading1", "Quote", "Heading1", "Quote", "Quote", "Related",
    ]  # fmt: skip
