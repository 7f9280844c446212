"""Reads raw copy: decoding, then the core parser."""

from __future__ import annotations

from typing import Annotated

import msgspec

from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.parsing import read
from copydesk.parsing.source import decode
from copydesk.tree import Document


class TextReaderOptions(FormatOptions, frozen=True):
    """Options of the text reader."""

    encoding: Annotated[
        str | None, msgspec.Meta(description="encoding of the bytes; none: found by looking")
    ] = None


class TextReader:
    """Reads plain text without markup."""

    Options = TextReaderOptions

    def read(self, data: bytes, options: TextReaderOptions, context: Context) -> Document:
        """Return the tree. Raises `SourceError` where `data` is empty, binary or undecodable,
        `OptionError` where there is no such encoding, and `CorrectionError` where the context's
        corrections do not fit the text.
        """
        decoded = decode(data, encoding=options.encoding, name=context.name)
        document, diagnostics = read(
            decoded.text,
            name=context.name,
            encoding=decoded.encoding,
            corrections=context.corrections,
        )
        for diagnostic in diagnostics:
            context.report(diagnostic)
        return document
