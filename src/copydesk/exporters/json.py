"""The document tree as JSON: one line for programs, or indented to be read."""

from __future__ import annotations

from typing import Annotated, BinaryIO

import msgspec

from copydesk.codec import to_json
from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import Document


class JsonOptions(FormatOptions, frozen=True):
    """Options of the json format."""

    indent: Annotated[
        int, msgspec.Meta(ge=0, le=8, description="blanks a level; 0 puts all on one line")
    ] = 2


class JsonExporter:
    """Writes the tree as UTF-8 JSON, as docs/tree.md specifies it."""

    Options = JsonOptions

    def export(
        self, document: Document, out: BinaryIO, options: JsonOptions, context: Context
    ) -> None:
        """Write `document`."""
        out.write(to_json(document, indent=options.indent))
        out.write(b"\n")
