"""Nothing is lost: a document gives its source back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import copydesk
from copydesk import CopydeskError, parse, restore
from copydesk.codec import from_json, to_json
from copydesk.testing.documents import every_node
from copydesk.tree import Discard, Document, LineBreak, Paragraph, Source, Span, Text

# Copy as it comes: marks, indents, blank lines, odd line ends, and anything else.
_pieces = st.sampled_from(
    [
        *("\n", "\r\n", "\r", "\t", "    ", "  ", "* ", "- ", "1. ", "> ", "***", "=====", "-30-"),
        *("“Yes,” she said.", "(CNN)", "By Ann Example", "The end of the story", "###"),
        *("http://example.com/a", "_so_", "*so*", "\ufeff", "\x00", "\u2028", "\u0085", "\x0c"),
        *("\ud800", "é", "\u00a0"),
    ]
)
copy = st.lists(_pieces | st.text(max_size=20)).map("".join)


@given(copy)
def test_any_text_comes_back_code_point_for_code_point(text: str) -> None:
    assert restore(parse(text)) == text


@given(copy)
def test_discards_are_sorted_and_lie_inside_the_text(text: str) -> None:
    end = 0
    for discard in parse(text).source.discards:
        assert end <= discard.span.start < discard.span.end
        assert text[discard.span.start : discard.span.end] == discard.text
        end = discard.span.end
    assert end <= len(text)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_file_comes_back_byte_for_byte(tmp_path: Path, codec: str, newline: str) -> None:
    file = tmp_path / "story.txt"
    text = "A headline\n\n  “Nobody,” she said,\n  “came.”\n\n* one\n* two\n\n-30-\n"
    file.write_bytes(text.replace("\n", newline).encode(codec))
    document = copydesk.read(file)
    assert restore(document).encode(document.source.encoding) == file.read_bytes()


def test_the_reference_article_comes_back(reference: Path) -> None:
    document = copydesk.read(reference)
    assert restore(document).encode(document.source.encoding) == reference.read_bytes()


def test_it_comes_back_through_json(reference: Path) -> None:
    document = from_json(to_json(copydesk.read(reference)))
    assert restore(document).encode() == reference.read_bytes()


def test_what_is_shown_in_place_of_a_discard_is_taken_out_again() -> None:
    text = "one\n  two"
    wrap = Discard("line-wrap", "\n  ", Span(3, 6), shown=" ")
    document = Document(
        body=(Paragraph((Text("one two", Span(0, 9)),)),),
        source=Source(length=len(text), discards=(wrap,)),
    )
    assert restore(document) == text


def test_a_line_break_holds_no_characters() -> None:
    document = Document(
        body=(Paragraph((Text("a", Span(0, 1)), LineBreak(Span(1, 1)), Text("b", Span(2, 3)))),),
        source=Source(length=3, discards=(Discard("blank", "\n", Span(1, 2)),)),
    )
    assert restore(document) == "a\nb"


def test_a_document_made_by_hand_cannot_be_restored() -> None:
    with pytest.raises(CopydeskError, match="no span"):
        restore(every_node())


def one(text: str, start: int, end: int, length: int) -> Document:
    leaf = Text(text, Span(start, end))
    return Document(body=(Paragraph((leaf,)),), source=Source(length=length))


@pytest.mark.parametrize(
    "document",
    [
        one("abc", 0, 3, 4),
        one("abc", 1, 4, 4),
        one("abcd", 0, 3, 3),
        replace(
            one("abc", 0, 3, 3),
            tail=(copydesk.tree.Aside("rights", (Paragraph((Text("c", Span(2, 3)),)),)),),
        ),
    ],
    ids=["a gap at the end", "a gap at the start", "a changed leaf", "two leaves overlap"],
)
def test_a_document_that_was_changed_says_so(document: Document) -> None:
    with pytest.raises(CopydeskError, match="code points"):
        restore(document)
