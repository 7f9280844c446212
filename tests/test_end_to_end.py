"""From raw copy to four files, as `convert` writes them, read back by none of what wrote them.

The reference article has its truth in numbers; the samples are held against the tree.
"""

from __future__ import annotations

import zipfile
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdf
import pypdfium2
import pytest
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

import copydesk
from copydesk.cli import main
from copydesk.tree import Document, Headline, Link, Quote, Section
from copydesk.walk import inline_text, plain_text, walk
from epub_reader import DC, OPF, OPS, XHTML, Book
from validators import epubcheck, openxml_audit, pdf_ua

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class ReadBack(NamedTuple):
    """What every format has to show of a document."""

    title: str
    headings: list[str]
    quotes: list[str]
    links: list[str]
    text: str


def squeeze(text: str) -> str:
    """Text without any white space, as formats break lines where they like."""
    return "".join(text.replace("\u00ad", "").split())


def of_tree(document: Document) -> ReadBack:
    headline = [node for node in document.head if isinstance(node, Headline)]
    nodes = list(walk(document))
    return ReadBack(
        title=squeeze("".join(inline_text(node.children) for node in headline)),
        headings=[squeeze(inline_text(node.title)) for node in nodes if isinstance(node, Section)],
        quotes=[squeeze(plain_text(node)) for node in nodes if isinstance(node, Quote)],
        links=[node.target for node in nodes if isinstance(node, Link)],
        text=squeeze(plain_text(document)),
    )


def of_docx(path: Path) -> ReadBack:
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        styles = etree.fromstring(archive.read("word/styles.xml"))
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    names = {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
        for style in styles.iterfind(f"{W}style")
    }
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    found: list[tuple[str, str]] = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names[style.get(f"{W}val")] if style is not None else "Normal"
        found.append((name, squeeze("".join(run.text or "" for run in paragraph.iter(f"{W}t")))))
    quotes = [
        "".join(text for _, text in group)
        for quoted, group in groupby(found, lambda item: item[0] in ("Quote", "Attribution"))
        if quoted
    ]
    return ReadBack(
        title="".join(text for name, text in found if name == "Title"),
        headings=[text for name, text in found if name.lower().startswith("heading ")],
        quotes=quotes,
        links=[targets[link.get(f"{R}id")] for link in body.iter(f"{W}hyperlink")],
        text="".join(text for _, text in found),
    )


def of_epub(path: Path) -> ReadBack:
    book = Book(path.read_bytes())
    bodies = [chapter.find(f"{XHTML}body") for chapter in book.chapters]
    nodes = [node for body in bodies for node in body.iter()]
    headings = [f"{XHTML}h{level}" for level in range(2, 7)]
    return ReadBack(
        title=next(squeeze("".join(n.itertext())) for n in nodes if n.tag == f"{XHTML}h1"),
        headings=[squeeze("".join(n.itertext())) for n in nodes if n.tag in headings],
        quotes=[_quote_text(n) for n in nodes if n.tag == f"{XHTML}blockquote"],
        links=[
            n.get("href") for n in nodes if n.tag == f"{XHTML}a" and ":" in (n.get("href") or "")
        ],
        text=squeeze("".join("".join(body.itertext()) for body in bodies)),
    )


def _quote_text(blockquote: etree._Element) -> str:
    """A quotation with its attribution, which HTML wants outside the blockquote, in a figure."""
    parent = blockquote.getparent()
    whole = parent if parent.tag == f"{XHTML}figure" else blockquote
    return squeeze("".join(whole.itertext()))


def of_markdown(path: Path) -> ReadBack:
    root = SyntaxTreeNode(MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8")))

    def text(node: SyntaxTreeNode) -> str:
        if node.type in ("text", "code_inline", "fence", "code_block"):
            return node.content
        return "".join(text(child) for child in node.children)

    def all_of(kind: str) -> list[SyntaxTreeNode]:
        return [node for node in root.walk() if node.type == kind]

    headings = all_of("heading")
    return ReadBack(
        title="".join(squeeze(text(node)) for node in headings if node.tag == "h1"),
        headings=[squeeze(text(node)) for node in headings if node.tag != "h1"],
        quotes=[squeeze(text(node)) for node in all_of("blockquote")],
        links=[str(node.attrs["href"]) for node in all_of("link")],
        text=squeeze(text(root)),
    )


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def converted(request, tmp_path_factory):
    """A sample, and the folder with its four outputs."""
    folder = tmp_path_factory.mktemp(request.param.stem)
    code = main([str(request.param), "-q", "-t", "docx,pdf,epub,md", "-o", f"{folder}/"])
    assert code == 0
    return request.param, folder


READERS = {"docx": of_docx, "epub": of_epub, "md": of_markdown}


@pytest.mark.parametrize("suffix", READERS)
def test_sample_reads_back(converted: tuple[Path, Path], suffix: str):
    sample, folder = converted
    wanted = of_tree(copydesk.read(sample))
    found = READERS[suffix](folder / f"{sample.stem}.{suffix}")
    assert found.title == wanted.title
    assert found.headings == wanted.headings
    assert found.quotes == wanted.quotes
    assert found.links == wanted.links
    assert found.text == wanted.text


def test_sample_as_pdf(converted: tuple[Path, Path]):
    sample, folder = converted
    document = copydesk.read(sample)
    wanted = of_tree(document)
    reader = pypdf.PdfReader(folder / f"{sample.stem}.pdf")
    titles = [squeeze(title) for title in _outline(reader.outline)]
    assert titles == [wanted.title, *wanted.headings]
    assert squeeze(reader.metadata.title) == wanted.title
    assert reader.trailer["/Root"]["/Lang"] == document.metadata.language
    text = squeeze("".join(page.get_textpage().get_text_range() for page in _pages(folder, sample)))
    for node in walk(document):
        if isinstance(node, Quote):
            assert squeeze(plain_text(node))[:20] in text


VALIDATORS = {"docx": openxml_audit, "epub": epubcheck, "pdf": pdf_ua}


@pytest.mark.parametrize("suffix", VALIDATORS)
def test_sample_is_valid(converted: tuple[Path, Path], suffix: str):
    sample, folder = converted
    assert VALIDATORS[suffix]((folder / f"{sample.stem}.{suffix}").read_bytes()) == []


def _pages(folder: Path, sample: Path) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(folder / f"{sample.stem}.pdf"))


def _outline(entries: list) -> list[str]:
    found: list[str] = []
    for entry in entries:
        found += _outline(entry) if isinstance(entry, list) else [entry.title]
    return found


# --- the reference article ------------------------------------------------------------------------

HEADLINE = "With latest airstrikes, US signals to Iran: Containment is back"
SECTIONS = ["Containing Iran", "Partition of Syria"]
ADDRESS = "http://www.cnn.com/2017/05/18/world/us-syria-airstrikes/index.html"


@pytest.fixture(scope="module")
def outputs(reference: Path, tmp_path_factory) -> dict[str, Path]:
    """The reference article in four formats."""
    folder = tmp_path_factory.mktemp("reference") / "out"
    formats = ["docx", "pdf", "epub", "md"]
    assert main([str(reference), "-q", "-t", ",".join(formats), "-o", f"{folder}/"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"us-syria-airstrikes.{name}" for name in formats
    )
    return {name: folder / f"us-syria-airstrikes.{name}" for name in formats}


def test_reference_tree(reference: Path):
    document = copydesk.read(reference)
    sections = [block for block in document.body if isinstance(block, Section)]
    before = [block for block in document.body if not isinstance(block, Section)]
    assert document.metadata.title == HEADLINE
    assert [inline_text(section.title) for section in sections] == SECTIONS
    assert [len(before), *(len(section.children) for section in sections)] == [12, 7, 17]
    quotes = [node for node in walk(document) if isinstance(node, Quote)]
    assert [(quote.role, quote.speaker) for quote in quotes] == [
        ("speech", "Salameh"),
        ("speech", "Salameh"),
        ("speech", "al-Talla"),
    ]
    lead = before[0].children
    assert inline_text(lead[0].children) == "(CNN)"
    assert lead[0].agency == "CNN"
    assert lead[1].value.startswith("The U.S.-led coalition")
    assert [aside.role for aside in document.tail] == ["related"]
    assert document.metadata.language == "en"
    assert document.metadata.authors == ()


@pytest.mark.parametrize("suffix", READERS)
def test_reference_reads_back(outputs: dict[str, Path], suffix: str):
    found = READERS[suffix](outputs[suffix])
    assert found.title == squeeze(HEADLINE)
    assert found.headings == [squeeze(title) for title in SECTIONS]
    assert len(found.quotes) == 3
    assert found.links == [ADDRESS]
    _same_punctuation(found.text)


@pytest.mark.parametrize("suffix", VALIDATORS)
def test_reference_is_valid(outputs: dict[str, Path], suffix: str):
    assert VALIDATORS[suffix](outputs[suffix].read_bytes()) == []


def _same_punctuation(text: str) -> None:
    counts = {mark: text.count(mark) for mark in "“”’—"}
    assert counts == {"“": 16, "”": 16, "’": 12, "—": 1}


def test_reference_as_docx(outputs: dict[str, Path]):
    with zipfile.ZipFile(outputs["docx"]) as archive:
        core = archive.read("docProps/core.xml").decode()
        styles = etree.fromstring(archive.read("word/styles.xml"))
    assert HEADLINE in core
    assert "<dc:creator>" not in core
    languages = {lang.get(f"{W}val") for lang in styles.iter(f"{W}lang")}
    assert {tag.split("-")[0] for tag in languages if tag} == {"en"}


def test_reference_as_epub(outputs: dict[str, Path]):
    book = Book(outputs["epub"].read_bytes())
    assert book.dublin_core("title") == [HEADLINE]
    assert book.dublin_core("language") == ["en"]
    assert book.package.find(f".//{DC}creator") is None
    item = next(i for i in book.package.iterfind(f".//{OPF}item") if i.get("properties") == "nav")
    nav = book.xml(f"{book.folder}/{item.get('href')}")
    contents = next(n for n in nav.iter(f"{XHTML}nav") if n.get(f"{OPS}type") == "toc")
    titles = ["".join(link.itertext()).strip() for link in contents.iter(f"{XHTML}a")]
    assert titles == [HEADLINE, *SECTIONS]


def test_reference_as_markdown_has_no_code_and_no_notes(outputs: dict[str, Path]):
    tokens = MarkdownIt("commonmark").parse(outputs["md"].read_text(encoding="utf-8"))
    kinds = {token.type for token in tokens}
    assert not kinds & {"code_block", "fence", "html_block", "bullet_list_open"}


def test_reference_as_pdf(outputs: dict[str, Path]):
    reader = pypdf.PdfReader(outputs["pdf"])
    assert _outline(reader.outline) == [HEADLINE, *SECTIONS]
    assert reader.metadata.title == HEADLINE
    assert reader.metadata.author is None
    assert reader.trailer["/Root"]["/Lang"] == "en"
    targets = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]
    assert set(targets) == {ADDRESS}
    pages = pypdfium2.PdfDocument(outputs["pdf"])
    _same_punctuation("".join(page.get_textpage().get_text_range() for page in pages))


def test_reference_quotes_stand_off_in_the_pdf(outputs: dict[str, Path]):
    pages = list(pypdfium2.PdfDocument(outputs["pdf"]))
    edges: dict[str, float] = {}
    for page in pages:
        text = page.get_textpage()
        for words in ("The regime is bombing", "That transnational", "Salameh added"):
            place = text.search(words).get_next()
            if place:
                edges[words] = text.get_charbox(place[0])[0]
    assert edges["The regime is bombing"] > edges["That transnational"] + 8
    assert edges["Salameh added"] == pytest.approx(edges["That transnational"], abs=0.5)
