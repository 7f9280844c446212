"""EPUB 3.3 on EbookLib, with what it lacks for an accessible and reproducible book."""

from __future__ import annotations

from typing import Annotated, BinaryIO, Literal

from msgspec import Meta

from copydesk.exporters.epub._book import make_book
from copydesk.exporters.epub._chapters import make_chapters
from copydesk.exporters.epub._css import read_stylesheet
from copydesk.exporters.epub._writer import write_book
from copydesk.formats import Context
from copydesk.theme.files import ThemedOptions, load_theme
from copydesk.tree import Document

__all__ = ["EpubExporter", "EpubOptions"]


class EpubOptions(ThemedOptions, frozen=True):
    """Options of the epub format."""

    split: Annotated[
        Literal["auto", "none", "sections"],
        Meta(
            description="a file for each top section: auto does so for long texts and where the"
            " theme says so"
        ),
    ] = "auto"
    cover: Annotated[bool, Meta(description="a cover made of the title")] = True
    css: Annotated[
        str | None, Meta(description="a file with styles that are added to those of the book")
    ] = None


class EpubExporter:
    """Writes a reflowable book of one article, or of one chapter for each top section."""

    Options = EpubOptions

    def export(
        self, document: Document, out: BinaryIO, options: EpubOptions, context: Context
    ) -> None:
        """Write `document`.

        Raises `OptionError` for a stylesheet that cannot be used, `ExportError` where the book
        would be larger than a zip can be.
        """
        css = read_stylesheet(options.css) if options.css else None
        theme = load_theme(options.theme)
        split = options.split
        if split == "auto" and theme.layout.chapters == "new-page":
            split = "sections"
        chapters = make_chapters(document, split, context)
        book = make_book(document, chapters, theme, cover=options.cover, css=css)
        write_book(book, out, context.timestamp)
