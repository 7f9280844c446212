"""The hooks of the plugin platform: beside the tree, a plugin author's only import.

    from copydesk.hooks import FormatSpec, hookimpl

    @hookimpl
    def register_exporters():
        return [FormatSpec(name="html", suffixes=(".html",), media_type="text/html",
                           summary="a web page", exporter="copydesk_html.exporter:HtmlExporter")]

The module that holds the hooks is named by an entry point in the group `copydesk`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from copydesk.diagnostics import Diagnostic
from copydesk.formats import (
    Context,
    Exporter,
    FormatSpec,
    Reader,
    ReaderSpec,
    Transform,
    TransformSpec,
)
from copydesk.options import FormatOptions

__all__ = [
    "API_VERSION",
    "ENTRY_POINT_GROUP",
    "Context",
    "Diagnostic",
    "Exporter",
    "FormatOptions",
    "FormatSpec",
    "HookSpecs",
    "Reader",
    "ReaderSpec",
    "Transform",
    "TransformSpec",
    "hookimpl",
]

PROJECT = "copydesk"
ENTRY_POINT_GROUP = "copydesk"

API_VERSION = 2
"""The version of all that a plugin may use. A plugin's module says `COPYDESK_API = 2` for which
version it was written; docs/reference/stability.md says when the number grows.
"""

OLDEST_API = 1
"""The oldest version whose plugins still work, and what a plugin is taken for that says nothing."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookSpecs:
    """The hooks that a plugin may implement."""

    @hookspec
    def register_exporters(self) -> Sequence[FormatSpec]:  # type: ignore[empty-body] # a specification
        """Return the output formats that the plugin adds."""

    @hookspec
    def register_readers(self) -> Sequence[ReaderSpec]:  # type: ignore[empty-body] # a specification
        """Return the input formats that the plugin adds."""

    @hookspec
    def register_transforms(self) -> Sequence[TransformSpec]:  # type: ignore[empty-body] # a specification
        """Return the transforms that the plugin adds."""
