"""EPUB 3.3 on EbookLib, with what it lacks for an accessible and reproducible book."""

from __future__ import annotations

import re
from typing import Annotated, BinaryIO, Literal

from msgspec import Meta

from copydesk.errors import OptionError
from copydesk.exporters.epub._accessibility import Claim
from copydesk.exporters.epub._book import make_book
from copydesk.exporters.epub._chapters import make_chapters
from copydesk.exporters.epub._css import read_stylesheet
from copydesk.exporters.epub._writer import write_book
from copydesk.formats import Context
from copydesk.theme.files import ThemedOptions, load_theme
from copydesk.tree import Document

# EPUB Accessibility 1.1, section 4.3.3.2.
_STANDARD = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[0-9] Level (?:A|AA|AAA)")
_EXAMPLE = "'EPUB Accessibility 1.1 - WCAG 2.1 Level AA'"

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
    conforms_to: Annotated[
        str | None,
        Meta(
            description="the accessibility standard that you claim the book conforms to, as in"
            " EPUB Accessibility 1.1 - WCAG 2.1 Level AA; needs certified_by"
        ),
    ] = None
    certified_by: Annotated[
        str | None, Meta(description="who has checked that it conforms to it")
    ] = None

    def __post_init__(self) -> None:
        """Raises `OptionError` for a theme, or a claim, that cannot be."""
        super().__post_init__()
        if self.conforms_to is None and self.certified_by is None:
            return
        if self.conforms_to is None:
            raise OptionError(
                "epub.certified_by: nothing is claimed", cure=f"add epub.conforms_to={_EXAMPLE}"
            )
        if not _STANDARD.fullmatch(self.conforms_to):
            raise OptionError(
                f"epub.conforms_to={self.conforms_to}: is no standard", cure=f"as in {_EXAMPLE}"
            )
        if not (self.certified_by or "").strip():
            raise OptionError(
                "epub.conforms_to: a claim has somebody who has checked it",
                cure="add epub.certified_by=NAME",
            )

    @property
    def claim(self) -> Claim | None:
        """What the user claims."""
        if self.conforms_to is None or self.certified_by is None:
            return None
        return Claim(self.conforms_to, self.certified_by)


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
        book = make_book(
            document, chapters, theme, cover=options.cover, css=css, claim=options.claim
        )
        write_book(book, out, context.timestamp)
