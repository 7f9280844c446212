"""A plugin as it was written for version 1 of the API. Never to be changed."""

from __future__ import annotations

from copydesk.hooks import FormatSpec, ReaderSpec, TransformSpec, hookimpl

COPYDESK_API = 1


@hookimpl
def register_exporters() -> list[FormatSpec]:
    """The format `frozen`."""
    return [
        FormatSpec(
            name="frozen",
            suffixes=(".frozen", ".frozen.txt"),
            media_type="text/x-frozen",
            summary="a line a node, as of version 1",
            exporter="copydesk_frozen.exporter:FrozenExporter",
            for_terminal=False,
        )
    ]


@hookimpl
def register_readers() -> list[ReaderSpec]:
    """The same format, read."""
    return [
        ReaderSpec(
            name="frozen",
            suffixes=(".frozen",),
            media_type="text/x-frozen",
            summary="a paragraph a line",
            reader="copydesk_frozen.reader:FrozenReader",
        )
    ]


@hookimpl
def register_transforms() -> list[TransformSpec]:
    """The transform `freeze`."""
    return [
        TransformSpec(
            name="freeze",
            summary="say brr",
            transform="copydesk_frozen.transform:Freeze",
        )
    ]
