"""The formats of the news industry, NITF and ninjs, as output formats of copydesk."""

from __future__ import annotations

from copydesk.hooks import FormatSpec, hookimpl

COPYDESK_API = 2


@hookimpl
def register_exporters() -> list[FormatSpec]:
    """The formats `nitf` and `ninjs`."""
    return [
        FormatSpec(
            name="nitf",
            suffixes=(".nitf.xml", ".nitf"),
            media_type="application/nitf+xml",
            summary="NITF 3.6, news as XML",
            exporter="copydesk_nitf.nitf:NitfExporter",
        ),
        FormatSpec(
            name="ninjs",
            suffixes=(".ninjs.json", ".ninjs"),
            media_type="application/json",
            summary="ninjs 3.2, news as JSON",
            exporter="copydesk_nitf.ninjs:NinjsExporter",
        ),
    ]
