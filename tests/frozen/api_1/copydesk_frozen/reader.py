"""Reads a paragraph a line."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from copydesk.errors import SourceError
from copydesk.hooks import Context, Diagnostic, FormatOptions
from copydesk.tree import (
    Custom,
    Document,
    Headline,
    Metadata,
    Paragraph,
    Source,
    Span,
    Text,
)


class ReaderOptions(FormatOptions, frozen=True):
    """Options of the reader."""

    comment: Annotated[str, Meta(description="what starts a line that is no text")] = "#"


class FrozenReader:
    """Reads lines."""

    Options = ReaderOptions

    def read(self, data: bytes, options: ReaderOptions, context: Context) -> Document:
        """Return the tree. Raises `SourceError` where `data` is no UTF-8."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise SourceError("not UTF-8", place="somewhere", cure="save it as UTF-8") from None
        first, *rest = [line for line in text.splitlines() if line] or ["Nothing"]
        body: list[Paragraph | Custom] = []
        for line in rest:
            if line.startswith(options.comment):
                context.report(Diagnostic("frozen-comment", "a comment", "note", Span(0, 1)))
                fallback = (Paragraph((Text(line),)),)
                body.append(Custom("frozen.comment", fallback, data={"length": len(line)}))
            else:
                body.append(Paragraph((Text(line),)))
        return Document(
            metadata=Metadata(title=first, language="en"),
            head=(Headline((Text(first, Span(0, len(first))),)),),
            body=tuple(body),
            source=Source(name=context.name, encoding="utf-8", length=len(text)),
        )
