"""The text that readers take out of a PDF is that of the tree: PDFium, and poppler where it is,
which reads by place and by tags.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import copydesk
from copydesk.exporters._sanitize import clean
from copydesk.testing.documents import paragraph
from copydesk.testing.samples import KINDS
from copydesk.tree import Document
from copydesk.walk import text_blocks
from pdf_reading import export, page_texts
from test_pdf import naughty

SAMPLES = sorted(Path(__file__).parents[1].joinpath("samples").glob("*.txt"))
_EVERY = 45
"""Of the corpus, the tests take every so many files."""
_FOLIO = r"\d+ (?:\S{1,5}) \d+"
"""The number of a page among those of the document, in any language."""
_LABELS = re.compile(r"(?:•|\(?(?:\d+|[a-z]{1,3}|[A-Z]{1,3})[.)])*")
"""What stands between blocks: the labels of lists and ornaments. Nothing else may."""

Reader = Callable[[bytes], str]


def squeezed(text: str) -> str:
    """Text without white space, and without the marks of direction that poppler adds."""
    return re.sub("[\\s\u202a-\u202e]+", "", text)


def by_pdfium(data: bytes) -> str:
    """The text of all pages, without running heads and page numbers."""
    pages = []
    for number, text in enumerate(page_texts(data)):
        pages.append(
            re.sub(rf"\n?{_FOLIO}(?:\n[^\n]*)?$" if number else rf"\n?{_FOLIO}$", "", text)
        )
    # PDFium gives a hyphen at the end of a line as one of these.
    return squeezed("\n".join(pages).replace("\x02", "-").replace("\ufffe", "-"))


def by_poppler(data: bytes) -> str:
    """The same, read in the order of the file: by its place, poppler takes tables for columns."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext of poppler is not installed")
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True
    )
    pages = []
    for number, text in enumerate(done.stdout.decode().split("\f")[:-1]):
        lines = [line for line in text.split("\n") if line.strip()]
        pages.append("\n".join(lines[: -2 if number else -1]))
    return squeezed("\n".join(pages))


def by_tags(data: bytes) -> str:
    """The same, read by poppler out of the structure tree."""
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo of poppler is not installed")
    done = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=data, capture_output=True, check=True
    )
    lines = [line.strip() for line in done.stdout.decode().split("\n")]
    return squeezed("".join([line[1:-1] for line in lines if line.startswith('"')]))


READERS = pytest.mark.parametrize("read", [by_pdfium, by_poppler, by_tags])


def check(document: Document, read: Reader) -> None:
    """Fail where a text of the document is not there, or something else is."""
    data, reported = export(document)
    assert not [item for item in reported if item.code == "missing-glyph"]
    found = read(data)
    at = 0
    for _, text in text_blocks(document):
        start = found.find(squeezed(text), at)
        assert start >= 0, (squeezed(text)[:80], found[at : at + 80])
        assert _LABELS.fullmatch(found[at:start]), found[at:start]
        at = start + len(squeezed(text))
    assert _LABELS.fullmatch(found[at:])


@READERS
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path, read: Reader) -> None:
    check(copydesk.read(path), read)


@READERS
def test_every_kind_of_node(read: Reader) -> None:
    for name, document in KINDS.items():
        if "Preformatted" not in name:  # its blanks are its meaning: see test_pdf.py
            check(document, read)


@READERS
def test_a_spread_of_the_corpus(shared: Path, read: Reader) -> None:
    paths = sorted(shared.joinpath("corpus", "dev").glob("*/*.txt"))[::_EVERY]
    assert len(paths) > 15
    for path in paths:
        check(copydesk.read(path), read)


def seen(text: str) -> str:
    """Text as tests compare it: composed, without what is not seen."""
    kept = [
        char for char in text if unicodedata.category(char) not in ("Cf", "Cc", "Cn", "Cs", "Co")
    ]
    # Marks of keycaps and of emoji are drawn by no font that has outlines.
    return unicodedata.normalize("NFKC", squeezed("".join(kept))).replace("\ufe0f", "")


def is_turned(text: str) -> bool:
    """Whether readers that go by what is drawn give the text in another order: it mixes directions,
    or has brackets that are mirrored, or piles marks upon each other.
    """
    kinds = {unicodedata.bidirectional(char) for char in text}
    piled = re.search("[\u0300-\u036f]{3}", unicodedata.normalize("NFD", text))
    return piled is not None or bool(kinds & {"R", "AL", "RLO", "RLE", "RLI"})


def test_naughty_strings(shared: Path) -> None:
    strings = [text for text in naughty(shared) if text.strip()]
    read = 0
    for text in strings:
        data, reported = export(Document(body=(paragraph(text),)), page="Legal")
        if is_turned(text) or any(item.code == "missing-glyph" for item in reported):
            continue
        assert seen(by_pdfium(data)) == seen(clean(text)), text
        read += 1
    assert read > 470


@pytest.mark.parametrize("read", [by_poppler, by_tags])
def test_naughty_strings_by_poppler(shared: Path, read: Reader) -> None:
    # It gives all of them, also those that are turned and those that no font has.
    for text in [text for text in naughty(shared) if text.strip()][::3]:
        data, _ = export(Document(body=(paragraph(text),)), page="Legal")
        assert seen(read(data)) == seen(clean(text)), text
