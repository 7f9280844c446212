"""Saved web pages as an input format of copydesk."""

from __future__ import annotations

from copydesk.hooks import ReaderSpec, hookimpl

COPYDESK_API = 2


@hookimpl
def register_readers() -> list[ReaderSpec]:
    """The input format `html`."""
    return [
        ReaderSpec(
            name="html",
            suffixes=(".html", ".htm", ".xhtml"),
            media_type="text/html",
            summary="the article of a saved web page",
            reader="copydesk_html_reader.reader:HtmlReader",
        )
    ]
