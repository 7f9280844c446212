"""The built-in formats pass the kit that third parties test theirs with."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import docx
import pypdf
import pypdfium2 as pdfium
from hypothesis.strategies import SearchStrategy
from lxml import etree
from markdown_it import MarkdownIt

from copydesk.codec import to_json
from copydesk.testing import (
    ExporterConformance,
    ReaderConformance,
    TransformConformance,
    every_node,
)
from copydesk.testing.strategies import documents, hostile_text
from copydesk.tree import Document, Link, Paragraph, Text
from epub_reader import Book
from pdf_reading import marked_text

SAMPLES = Path(__file__).parents[1] / "samples"


class TestDocx(ExporterConformance):
    format = "docx"
    libraries = ("docx", "lxml")

    def extract_text(self, data: bytes) -> str:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)

    def extract_links(self, data: bytes) -> list[str]:
        document = docx.Document(io.BytesIO(data))
        return [
            link.address + (f"#{link.fragment}" if link.fragment else "")
            for paragraph in document.paragraphs
            for link in paragraph.hyperlinks
        ]


class TestPdf(ExporterConformance):
    format = "pdf"
    libraries = ("reportlab",)
    exact_blanks = False  # PDFium doubles or drops those between two runs

    def documents(self) -> SearchStrategy[Document]:
        # PDFium turns brackets round where text runs from right to left, for it takes the
        # characters of a file for what is drawn.
        text = hostile_text().map(_left_to_right)
        return documents(text)

    def test_links_in_links_keep_their_order(self) -> None:
        address = "https://example.com/"
        inner = Link(address, (Text("two"),))
        story = Paragraph((Link(address, (Text("one "), inner, Text(" three"))),))
        text = self.extract_text(self.export(Document(body=(story,))))
        assert text.split() == ["one", "two", "three"]

    def extract_text(self, data: bytes) -> str:
        # PDFium gives a hyphen at the end of a paragraph as U+0002.
        return unicodedata.normalize("NFKC", "".join(_tagged_text(data)).replace("\x02", "-"))

    def shown(self, text: str) -> str:
        return unicodedata.normalize("NFKC", text)  # ligatures are read as their letters

    def extract_links(self, data: bytes) -> list[str]:
        return [
            annotation.get_object()["/A"]["/URI"]
            for page in pypdf.PdfReader(io.BytesIO(data)).pages
            for annotation in page.get("/Annots", [])
        ]


def _left_to_right(text: str) -> str:
    return "".join(char for char in text if unicodedata.bidirectional(char) not in ("R", "AL"))


def _tagged_text(data: bytes) -> Iterator[str]:
    """The text of the structure tree, a line a block: the tree by pypdf, the text by PDFium.

    PDFium's own way through the tree ends at 32 levels.
    """
    reader = pypdf.PdfReader(io.BytesIO(data))
    texts = [marked_text(page) for page in pdfium.PdfDocument(data)]
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    stack: list[tuple[Any, int]] = [(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], 0)]
    while stack:
        node, page = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        node = node.get_object()
        if isinstance(node, dict) and node.get("/S") == "/Reference" and "/Pg" in node:
            continue  # the number of a note, which is no text of the document
        if isinstance(node, int):
            yield texts[page].get(node, "")
        elif isinstance(node, list):
            stack += [(child, page) for child in reversed(node)]
        elif node.get("/S") != "/Lbl":
            page = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else page
            if "/MCID" in node:
                yield texts[page].get(node["/MCID"], "")
            elif "/K" in node:
                inline = node.get("/S") in ("/Span", "/Em", "/Strong", "/Link", "/Code")
                stack.append((node["/K"], page))
                if not inline:
                    yield "\n"


class TestEpub(ExporterConformance):
    format = "epub"
    libraries = ("ebooklib", "lxml")

    def extract_text(self, data: bytes) -> str:
        return "\n".join(map(_visible, Book(data).chapters))

    def extract_links(self, data: bytes) -> list[str]:
        return [link.get("href") or "" for link in Book(data).elements("a")]


def _visible(element: etree._Element) -> str:
    """The text of an element, a line a block."""
    name = etree.QName(element).localname
    end = "" if name in ("a", "b", "code", "em", "i", "small", "span", "strong", "time") else "\n"
    below = (_visible(child) + (child.tail or "") for child in element)
    return end + (element.text or "") + "".join(below) + end


class TestMarkdown(ExporterConformance):
    format = "md"

    def extract_text(self, data: bytes) -> str:
        return "\n".join(map(_text_of, _blocks(data)))

    def extract_links(self, data: bytes) -> list[str]:
        return [
            str(token.attrs["href"])
            for block in _blocks(data)
            for token in block.children or ()
            if token.type == "link_open"
        ]


def _blocks(data: bytes) -> list[Any]:
    parser = MarkdownIt("commonmark", {"maxNesting": 1000})
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign] # show it as it is
    return parser.parse(data.decode())


def _text_of(token: Any) -> str:  # noqa: ANN401 # made by another's parser
    if token.children is None:
        return str(token.content)
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(breaks.get(child.type, child.content) for child in token.children)


class TestJson(ExporterConformance):
    format = "json"

    def extract_text(self, data: bytes) -> str:
        return "".join(_texts(json.loads(data)))


def _texts(node: Any) -> Iterator[str]:  # noqa: ANN401 # JSON
    """The texts of a tree that is JSON, a line a block, by what docs/tree.md says of its nodes."""
    match node:
        case {"type": "text" | "code", "value": value}:
            yield value
        case {"type": "preformatted", "value": value}:
            yield f"\n{value}\n"
        case {"type": "linebreak"}:
            yield "\n"
        case {"type": kind}:
            inline = kind in ("emphasis", "strong", "link", "foreign")
            yield "" if inline else "\n"
            for part in ("head", "body", "tail", "title", "fallback", "children", "attribution"):
                below = node.get(part)
                for child in below if isinstance(below, list) else [below]:
                    yield from _texts(child)
                if part == "title" and kind == "section":
                    yield "\n"
            yield " " if kind == "dateline" else "" if inline else "\n"


class TestOutline(ExporterConformance):
    format = "outline"
    options: ClassVar[dict[str, object]] = {"width": 1000}

    def extract_text(self, data: bytes) -> str:
        return data.decode()

    def shown(self, text: str) -> str:
        return " ".join(text.strip().partition("\n")[0].split())[:24]  # it is a summary


class TestTextReader(ReaderConformance):
    format = "text"

    def inputs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))}

    def broken(self) -> dict[str, bytes]:
        return {"nothing": b"", "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"}

    def make_input(self, paragraphs: Sequence[str]) -> bytes:
        return "\n\n".join(paragraphs).encode()


class TestJsonReader(ReaderConformance):
    format = "json"

    def inputs(self) -> dict[str, bytes]:
        return {"every node": to_json(every_node())}

    def broken(self) -> dict[str, bytes]:
        return {"nothing": b"", "a list": b"[]", "no document": b'{"type": "rule", "value": ""}'}

    def make_input(self, paragraphs: Sequence[str]) -> bytes:
        body = [
            {"type": "paragraph", "children": [{"type": "text", "value": text}]}
            for text in paragraphs
        ]
        return json.dumps({"type": "document", "body": body}).encode()


class TestShiftHeadings(TransformConformance):
    transform = "shift-headings"


class TestDropAsides(TransformConformance):
    transform = "drop-asides"
    keeps_text = False


class TestNumberSections(TransformConformance):
    transform = "number-sections"


class TestLinksAsNotes(TransformConformance):
    transform = "links-as-notes"
    keeps_text = False  # each link gets its number behind it
