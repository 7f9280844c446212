"""PDF: typeset pages, tagged and accessible."""

from copydesk.exporters.pdf._theme import PdfOptions
from copydesk.exporters.pdf.exporter import PdfExporter

__all__ = ["PdfExporter", "PdfOptions"]
