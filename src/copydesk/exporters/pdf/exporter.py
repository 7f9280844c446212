"""The PDF exporter: a tagged, accessible file (PDF/UA-1) set by copydesk's own typesetter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from copydesk.exporters._direction import is_right_to_left, language_is_right_to_left
from copydesk.exporters._metadata import document_title, first_words, language_tag, one_line
from copydesk.exporters._sanitize import clean
from copydesk.exporters._words import words
from copydesk.exporters.pdf._block import Bookmark
from copydesk.exporters.pdf._colour import IDENTIFIER, srgb_profile
from copydesk.exporters.pdf._embed import embed
from copydesk.exporters.pdf._file import File, Raw, Stream, text_string
from copydesk.exporters.pdf._flow import Flow
from copydesk.exporters.pdf._furniture import Margins
from copydesk.exporters.pdf._metadata import About, information, write_outline, xmp
from copydesk.exporters.pdf._missing import missing_glyphs
from copydesk.exporters.pdf._pages import Pages
from copydesk.exporters.pdf._structure import Structure
from copydesk.exporters.pdf._text import Typesetter
from copydesk.exporters.pdf._theme import MONO, PdfOptions, make_theme
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.formats import Context
from copydesk.tree import Document

if TYPE_CHECKING:
    from copydesk.exporters.pdf._library import Library


class PdfExporter:
    """Writes a document as PDF 1.7, tagged after ISO 14289-1 (PDF/UA-1)."""

    Options = PdfOptions

    def export(
        self, document: Document, out: BinaryIO, options: PdfOptions, context: Context
    ) -> None:
        """Write `document`. Reports `missing-glyph` and `unsafe-link`."""
        _Writer(document, options, context).write(out)


class _Writer:
    def __init__(self, document: Document, options: PdfOptions, context: Context) -> None:
        self._document = document
        self._context = context
        self._theme = make_theme(options)
        self._archive = options.archive
        self._title = _title(document, context)
        self._file = File()
        self._structure = Structure(self._file)
        language = language_tag(document)
        self._fonts = Fonts(partial(_library, options, language), language, options.font)
        right = language_is_right_to_left(language) if language else is_right_to_left(self._title)
        self._setter = Typesetter(
            self._fonts, context, self._theme.link, MONO, language, right=right
        )
        self._pages = Pages(self._file, self._structure, self._theme, right=right)

    def write(self, out: BinaryIO) -> None:
        """Lay the document out and write the file."""
        flow = Flow(self._pages, self._structure, self._setter, self._fonts, self._theme)
        language = language_tag(self._document)
        flow.document(self._document, self._title, words(language).contents)
        margins = Margins(self._fonts, self._setter, self._theme, self._title, language)
        margins.count = self._pages.count
        resources = Raw()
        self._pages.finish(margins.page, self._file.add(resources))
        fonts = [
            (use.resource, embed(self._file, use, archive=self._archive))
            for use in self._fonts.uses()
        ]
        resources.data = b"<</Font<<%s>>>>" % b"".join(b"%s %d 0 R" % font for font in fonts)
        self._finish(flow.bookmarks)
        self._file.save(out)
        for diagnostic in missing_glyphs(self._document, self._fonts.missing):
            self._context.report(diagnostic)

    # --- the file around the pages

    def _finish(self, bookmarks: list[Bookmark]) -> None:
        file = self._file
        about = About(
            self._document.metadata,
            self._title,
            language_tag(self._document) or "und",
            self._context.timestamp,
            self._archive,
        )
        outline = write_outline(file, bookmarks)
        file.information.data = information(about)
        file.catalog.data = (
            b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R%s/Lang %s"
            b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Metadata %d 0 R"
            b"/ViewerPreferences<</DisplayDocTitle true>>%s>>"
            % (
                file.page_tree,
                outline,
                b"/PageMode/UseOutlines" if len(bookmarks) > 1 else b"",
                text_string(about.language),
                self._structure.finish(),
                file.add(Stream(xmp(about), b"/Type/Metadata/Subtype/XML", plain=True)),
                self._output_intent() if self._archive else b"",
            )
        )

    def _output_intent(self) -> bytes:
        """What the colours mean (ISO 19005-2, 6.2.3)."""
        profile = self._file.add(Stream(srgb_profile(), b"/N 3"))
        name = text_string(IDENTIFIER)
        return (
            b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier %s/Info %s"
            b"/DestOutputProfile %d 0 R>>]" % (name, name, profile)
        )


def _library(options: PdfOptions, language: str | None) -> Library | None:
    """The fonts of the machine; None where HarfBuzz, which sets them, is not installed."""
    try:
        from copydesk.exporters.pdf._library import Library  # noqa: PLC0415 # loads HarfBuzz
    except ImportError:
        return None
    return Library(options.font_dir, language, system=options.system_fonts)


def _title(document: Document, context: Context) -> str:
    """What the document is called: its title, or else its first words, or its file's name."""
    title = document_title(document) or first_words(document) or context.name
    return one_line(clean(title or "")) or "–"
