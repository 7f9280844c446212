"""Reads raw copy: decoding, then the core parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Protocol

import msgspec

from copydesk.corrections import Corrections
from copydesk.diagnostics import Diagnostic
from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.parsing import read
from copydesk.parsing.mojibake import Report, read_through
from copydesk.parsing.patterns import lazily
from copydesk.parsing.source import decode
from copydesk.tree import Document

_HTML = lazily(r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html\b|<html[\s>])", re.IGNORECASE)
_IS_HTML = "this is HTML, whose tags are taken for text; the plugin copydesk-html-reader reads it"


class TextReaderOptions(FormatOptions, frozen=True):
    """Options of the text reader."""

    encoding: Annotated[
        str | None, msgspec.Meta(description="encoding of the bytes; none: found by looking")
    ] = None
    repair_mojibake: Annotated[
        bool, msgspec.Meta(description="put right what is UTF-8 read as cp1252, such as Ã© for é")
    ] = False


class Parse(Protocol):
    """The core parser, as the reader uses it: decoded text to the tree and what there is to say."""

    def __call__(
        self, text: str, *, name: str | None, encoding: str, corrections: Corrections | None
    ) -> tuple[Document, Sequence[Diagnostic]]:
        """Raises `CorrectionError` where `corrections` do not fit."""


class TextReader:
    """Reads plain text without markup, with `parse`."""

    Options = TextReaderOptions

    def __init__(self, parse: Parse = read) -> None:
        self._parse = parse

    def read(self, data: bytes, options: TextReaderOptions, context: Context) -> Document:
        """Return the tree. Raises `SourceError` where `data` is empty, binary or undecodable,
        `OptionError` where there is no such encoding, and `CorrectionError` where the context's
        corrections do not fit the text.
        """
        decoded = decode(data, encoding=options.encoding, name=context.name)
        for finding in decoded.findings:
            context.report(finding)
        if _HTML.match(decoded.text):
            context.report(Diagnostic("markup", _IS_HTML))
        corrections = context.corrections
        if corrections is not None:
            # They are for the text as it stands in the file, whatever is repaired in it.
            corrections = corrections.fitting(decoded.text)

        def parsed(text: str, report: Report) -> Document:
            document, diagnostics = self._parse(
                text, name=context.name, encoding=decoded.encoding, corrections=corrections
            )
            for diagnostic in diagnostics:
                report(diagnostic)
            return document

        return read_through(decoded.text, parsed, context.report, repair=options.repair_mojibake)
