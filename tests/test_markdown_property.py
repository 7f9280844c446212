"""What the Markdown exporter writes, three other parsers read as the tree that it came from."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
from copydesk.exporters.markdown import MarkdownExporter, MarkdownOptions
from copydesk.formats import Context
from copydesk.testing.strategies import documents, hostile_text, inlines
from copydesk.tree import Document, Inline, Paragraph, Text
from markdown_readers import GITHUB, READERS, read_cmark, read_markdown_it, tree_shape

FLAVORS: tuple[Literal["commonmark", "gfm"], ...] = ("commonmark", "gfm")


ADDRESS_PIECES = (
    "a", "b.c", ".d", "@", "@e.f", "www.", "WWW.g.h", "http", "://", "https://i.j/", "ftp://", "-",
    "_", "+", ":", "/", " ", "mailto:", "xmpp:", "*", "(", ")", "<", ">", "&", ";", "é.ü", "1",
)  # fmt: skip
"""What addresses are made of, and what may stand round them."""


def write(document: Document, options: MarkdownOptions) -> str:
    out = io.BytesIO()
    MarkdownExporter().export(document, out, options, Context(report=lambda _: None))
    return out.getvalue().decode()


def assert_read_back(document: Document, options: MarkdownOptions) -> None:
    written = write(document, options)
    expected = tree_shape(document)
    for name, read in READERS.items():
        assert read(written) == expected, f"{name} read something else in {written!r}"


@given(text=st.lists(hostile_text(), min_size=1, max_size=3), flavor=st.sampled_from(FLAVORS))
@settings(max_examples=400, deadline=None)
def test_hostile_text_is_never_markup(
    text: list[str], flavor: Literal["commonmark", "gfm"]
) -> None:
    body = tuple(Paragraph((Text(value),)) for value in text)
    assert_read_back(Document(body=body), MarkdownOptions(flavor=flavor))


@given(children=inlines(), wrap=st.sampled_from([0, 1, 10]))
@settings(max_examples=400, deadline=None)
def test_runs_of_inlines_keep_their_formats(children: tuple[Inline, ...], wrap: int) -> None:
    assert_read_back(Document(body=(Paragraph(children),)), MarkdownOptions(wrap=wrap))


@given(document=documents(), flavor=st.sampled_from(FLAVORS), wrap=st.sampled_from([0, 1, 10, 72]))
@settings(max_examples=300, deadline=None)
def test_documents_keep_their_structure(
    document: Document, flavor: Literal["commonmark", "gfm"], wrap: int
) -> None:
    assert_read_back(document, MarkdownOptions(flavor=flavor, wrap=wrap))


@given(
    document=documents(
        hostile_text() | st.lists(st.sampled_from(ADDRESS_PIECES), max_size=8).map("".join)
    ),
    wrap=st.sampled_from([0, 10]),
)
@settings(max_examples=200, deadline=None)
def test_github_reads_the_same(document: Document, wrap: int) -> None:
    """With all its extensions."""
    written = write(document, MarkdownOptions(flavor="gfm", wrap=wrap))
    assert read_cmark(written, GITHUB) == tree_shape(document), f"misread {written!r}"


def test_every_document_of_the_corpus_reads_back(shared: Path) -> None:
    files = sorted((shared / "corpus" / "dev").rglob("*.txt"))
    assert files
    for file in files:
        document = copydesk.parse(file.read_bytes().decode("utf-8", "replace"))
        written = write(document, MarkdownOptions())
        expected = tree_shape(document)
        assert read_cmark(written) == expected, f"cmark misread {file.name}"
        assert read_markdown_it(written) == expected, f"markdown-it-py misread {file.name}"
