"""The built-in input formats, registered through the same hook as anyone's."""

from __future__ import annotations

from copydesk.hooks import ReaderSpec, hookimpl


@hookimpl
def register_readers() -> list[ReaderSpec]:
    """Raw copy, Markdown, and the tree as JSON."""
    return [
        ReaderSpec(
            name="text",
            suffixes=(".txt", ".text"),
            media_type="text/plain",
            summary="raw copy: plain text without markup",
            reader="copydesk.readers.text:TextReader",
        ),
        ReaderSpec(
            name="md",
            suffixes=(".md", ".markdown"),
            media_type="text/markdown",
            summary="CommonMark, with front matter",
            reader="copydesk.readers.markdown:MarkdownReader",
        ),
        ReaderSpec(
            name="json",
            suffixes=(".json",),
            media_type="application/json",
            summary="a document tree as copydesk writes it",
            reader="copydesk.readers.json:JsonReader",
        ),
    ]
