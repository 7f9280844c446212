"""Reads raw copy: decoding, then the core parser."""

from __future__ import annotations

from typing import Annotated

import msgspec

from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.parsing import read
from copydesk.parsing.mojibake import Report, read_through
from copydesk.parsing.source import decode
from copydesk.tree import Document


class TextReaderOptions(FormatOptions, frozen=True):
    """Options of the text reader."""

    encoding: Annotated[
        str | None, msgspec.Meta(description="encoding of the bytes; none: found by looking")
    ] = None
    repair_mojibake: Annotated[
        bool, msgspec.Meta(description="put right what is UTF-8 read as cp1252, such as Ã© for é")
    ] = False


class TextReader:
    """Reads plain text without markup."""

    Options = TextReaderOptions

    def read(self, data: bytes, options: TextReaderOptions, context: Context) -> Document:
        """Return the tree. Raises `SourceError` where `data` is empty, binary or undecodable,
        `OptionError` where there is no such encoding, and `CorrectionError` where the context's
        corrections do not fit the text.
        """
        decoded = decode(data, encoding=options.encoding, name=context.name)
        for finding in decoded.findings:
            context.report(finding)

        def parsed(text: str, report: Report) -> Document:
            document, diagnostics = read(
                text,
                name=context.name,
                encoding=decoded.encoding,
                corrections=context.corrections,
            )
            for diagnostic in diagnostics:
                report(diagnostic)
            return document

        return read_through(decoded.text, parsed, context.report, repair=options.repair_mojibake)
