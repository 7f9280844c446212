"""Reads a document tree that was written as JSON."""

from __future__ import annotations

from copydesk.codec import from_json
from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import Document


class JsonReaderOptions(FormatOptions, frozen=True):
    """The json reader has no options."""


class JsonReader:
    """Reads what the json format writes."""

    Options = JsonReaderOptions

    def read(self, data: bytes, options: JsonReaderOptions, context: Context) -> Document:
        """Return the tree. Raises `SourceError` where `data` is none."""
        return from_json(data)
