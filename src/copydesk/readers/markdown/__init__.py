"""Reads Markdown: CommonMark, with front matter on top where there is any.

What Markdown marks is taken at its word: headings, quotations, lists, code, emphasis, links. What
it has no marks for is recognised by its wording, as in raw copy: bylines, timestamps, datelines,
notices, turns of an interview, direct speech. docs/reference/formats.md says which trees come back
as they were.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec.structs import replace

from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.parsing.source import decode
from copydesk.readers.markdown._front_matter import FrontMatter, split
from copydesk.readers.markdown._metadata import completed
from copydesk.readers.markdown._recognise import recognise
from copydesk.readers.markdown._syntax import read_flow
from copydesk.tree import Document, Source, Span


class MarkdownReaderOptions(FormatOptions, frozen=True):
    """Options of the md reader."""

    encoding: Annotated[
        str | None, msgspec.Meta(description="encoding of the bytes; none: found by looking")
    ] = None


class MarkdownReader:
    """Reads CommonMark. Raw HTML in it is text; nothing that it refers to is fetched."""

    Options = MarkdownReaderOptions

    def read(self, data: bytes, options: MarkdownReaderOptions, context: Context) -> Document:
        """Return the tree. Raises `SourceError` where `data` is empty, binary or undecodable, or
        its front matter cannot be read, and `OptionError` where there is no such encoding.

        Blocks have the span of their lines; inlines have none.
        """
        decoded = decode(data, encoding=options.encoding, name=context.name)
        front: FrontMatter = split(decoded.text, context)
        flow = read_flow(decoded.text, front.stop, context.report)
        document = replace(
            recognise(flow),
            source=Source(context.name, decoded.encoding, len(decoded.text)),
            span=Span(0, len(decoded.text)),
        )
        return completed(document, front.metadata)
