"""A web page as an output format of copydesk."""

from __future__ import annotations

from copydesk.hooks import FormatSpec, hookimpl

COPYDESK_API = 2


@hookimpl
def register_exporters() -> list[FormatSpec]:
    """The format `html`."""
    return [
        FormatSpec(
            name="html",
            suffixes=(".html", ".htm"),
            media_type="text/html",
            summary="web page, complete in itself",
            exporter="copydesk_html.exporter:HtmlExporter",
        )
    ]
