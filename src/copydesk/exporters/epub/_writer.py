"""EbookLib's writer, made reproducible: a fixed time, one order of files, no clock in the zip."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import BinaryIO

from ebooklib.epub import EpubBook, EpubWriter
from lxml import etree

from copydesk.exporters._zip import Member, pack, write_zip

NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""What `dcterms:modified`, which an EPUB must have, says where no time is known: the first
moment that a zip can name."""

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write_book(book: EpubBook, out: BinaryIO, modified: datetime | None) -> None:
    """Write `book` to `out`, which need not be seekable."""
    moment = modified or NO_TIME
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    writer = _Writer(book, moment)
    writer.write()
    write_zip(out, writer.out.members)


class _Files:
    """Takes files as a `zipfile.ZipFile` does, for EbookLib to write to."""

    def __init__(self) -> None:
        self.members = [pack("mimetype", b"application/epub+zip", stored=True)]

    def writestr(self, name: str, content: str | bytes) -> None:
        """Take a file."""
        data = content.encode() if isinstance(content, str) else content
        same_for_many = name.endswith((".css", "container.xml"))
        self.members.append(_pack_again(name, data) if same_for_many else pack(name, data))


@lru_cache(maxsize=8)
def _pack_again(name: str, data: bytes) -> Member:
    """`pack`, remembered: these are the same in book after book."""
    return pack(name, data)


class _Writer(EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """Collects the files of a book, and gives the package document a language."""

    def __init__(self, book: EpubBook, modified: datetime) -> None:
        super().__init__("", book, {"mtime": modified})
        self.out = _Files()

    def write(self) -> None:
        """Write all files, in place of EbookLib's way, which opens a zip of its own."""
        self._write_container()
        self._write_opf()
        self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(_LANGUAGE, self.book.language)
        super()._write_opf_file(root)
