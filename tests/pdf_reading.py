"""Reads PDFs back with PDFium: what the tests of the PDF exporter look at."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from copydesk.diagnostics import Diagnostic
from copydesk.exporters.pdf import PdfExporter
from copydesk.formats import Context
from copydesk.options import make_options
from copydesk.tree import Document


class Tagged(NamedTuple):
    """A structure element of one page: its tag, its own text, and the tags around it."""

    tag: str
    text: str
    around: tuple[str, ...]


def export(
    document: Document, *, context: Context | None = None, **options: object
) -> tuple[bytes, list[Diagnostic]]:
    """The PDF of a document, and what was reported."""
    out, reported = io.BytesIO(), list[Diagnostic]()
    exporter = PdfExporter()
    made = make_options(exporter.Options, "pdf", options)
    exporter.export(document, out, made, context or Context(reported.append))
    return out.getvalue(), reported


def page_texts(data: bytes) -> list[str]:
    """The text of each page as a reader copies it, line ends as newlines."""
    document = pdfium.PdfDocument(data)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def tagged(data: bytes) -> list[Tagged]:
    """All structure elements that hold text, in reading order, with the text that they hold."""
    document = pdfium.PdfDocument(data)
    found: list[Tagged] = []
    for page in document:
        texts = marked_text(page)
        tree = raw.FPDF_StructTree_GetForPage(page)
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            root = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
            found += _elements(root, texts, ())
        raw.FPDF_StructTree_Close(tree)
    return found


def tagged_text(data: bytes) -> str:
    """All text that the structure tree holds, but for the labels of list items."""
    return "".join(item.text for item in tagged(data) if item.tag != "Lbl")


def artifacts(data: bytes) -> list[str]:
    """The texts that no structure element holds, page by page."""
    document = pdfium.PdfDocument(data)
    return [marked_text(page).get(-1, "") for page in document]


def marked_text(page: pdfium.PdfPage) -> dict[int, str]:
    """The text of each marked content of a page by its number; what is not marked is -1."""
    texts: dict[int, str] = {}
    textpage = page.get_textpage()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        length = raw.FPDFTextObj_GetText(item, textpage, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFTextObj_GetText(
            item, textpage, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
        )
        # PDFium gives each half of a pair of surrogates by itself.
        text = buffer.raw.decode("utf-16-le", "surrogatepass").rstrip("\0")
        mark = raw.FPDFPageObj_GetMarkedContentID(item)
        texts[mark] = texts.get(mark, "") + text
    return {
        mark: text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        for mark, text in texts.items()
    }


def _elements(
    element: Any,  # noqa: ANN401 # a pointer of ctypes
    texts: dict[int, str],
    around: tuple[str, ...],
) -> Iterator[Tagged]:
    length = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(element, buffer, length)
    tag = buffer.raw.decode("utf-16-le").rstrip("\0")
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _elements(child, texts, (*around, tag))
        elif mark >= 0 and mark in texts:
            # PDFium gives a hyphen at the end of a paragraph as U+0002.
            text = re.sub("\x02$", "-", texts[mark])
            yield Tagged(tag, text, around)
