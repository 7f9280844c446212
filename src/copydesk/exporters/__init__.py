"""The built-in formats, registered through the same hook as anyone's."""

from __future__ import annotations

from copydesk.hooks import FormatSpec, hookimpl


@hookimpl
def register_exporters() -> list[FormatSpec]:
    """DOCX, PDF, EPUB and Markdown, and two views of the tree itself."""
    return [
        FormatSpec(
            name="docx",
            suffixes=(".docx",),
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            summary="Word document with real styles",
            exporter="copydesk.exporters.docx:DocxExporter",
        ),
        FormatSpec(
            name="pdf",
            suffixes=(".pdf",),
            media_type="application/pdf",
            summary="typeset pages, tagged and accessible",
            exporter="copydesk.exporters.pdf:PdfExporter",
        ),
        FormatSpec(
            name="epub",
            suffixes=(".epub",),
            media_type="application/epub+zip",
            summary="EPUB 3 book for readers and phones",
            exporter="copydesk.exporters.epub:EpubExporter",
        ),
        FormatSpec(
            name="md",
            suffixes=(".md", ".markdown"),
            media_type="text/markdown",
            summary="CommonMark, escaped no more than needed",
            exporter="copydesk.exporters.markdown:MarkdownExporter",
        ),
        FormatSpec(
            name="json",
            suffixes=(".json",),
            media_type="application/json",
            summary="the document tree, for programs",
            exporter="copydesk.exporters.json:JsonExporter",
        ),
        FormatSpec(
            name="outline",
            suffixes=(".outline.txt",),
            media_type="text/plain",
            summary="the document tree, for people",
            exporter="copydesk.exporters.outline:OutlineExporter",
            for_terminal=True,
        ),
    ]
