"""What the parser promises for any text: nothing lost, a valid tree, no control character in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.lossless import restore
from copydesk.parsing import analyze, parse
from copydesk.parsing.lines import CONTROL
from copydesk.tree import Section
from copydesk.walk import plain_text, validate, walk

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))

PIECES = [
    *' \t\n\r\x0b\x0c\u2028\u00a0\u3000>-–—*•=_#1.2)(aAbB"“”„:@\x00\x1b\ufeff\ud800あ漢،',
    "By ",
    "Read more: ",
    "http://a.example/c ",
    "(AGY)",
    "\n\n",
    "\n    ",
    "I. ",
    "CHAPTER ",
    "three short words",
    "A sentence that is long enough to be taken for running text by anybody.",
]
copy_like = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)
any_text = st.text(st.characters(), max_size=200)


@given(st.one_of(copy_like, any_text))
def test_leaves_and_discards_rebuild_the_input(text: str):
    assert restore(parse(text)) == text


@given(st.one_of(copy_like, any_text))
def test_the_tree_keeps_its_rules(text: str):
    document = parse(text)
    assert validate(document) == []
    assert CONTROL.search(plain_text(document)) is None


@given(copy_like)
def test_every_visible_word_is_in_the_tree(text: str):
    visible = "".join(CONTROL.sub("", plain_text(parse(text))).split())
    source = "".join(CONTROL.sub("", text).split())
    for char in set(visible):
        assert visible.count(char) <= source.count(char), f"{char!r} was invented"
    letters = [char for char in source if char.isalpha()]
    assert sum(map(str.isalpha, visible)) >= len(letters) - _letters_in_marks(text)


def _letters_in_marks(text: str) -> int:
    """Letters that may stand in a list mark or an end mark, which the tree does not print."""
    discards = parse(text).source.discards
    marks = [discard for discard in discards if discard.kind in ("markup", "end-mark")]
    return sum(char.isalpha() for discard in marks for char in discard.text)


@given(st.one_of(copy_like, any_text))
def test_spans_say_where_a_leaf_stood(text: str):
    document = parse(text)
    for node in walk(document):
        if isinstance(node, Section):
            continue
        assert node.span is not None, f"{type(node).__name__} has no span"
        assert 0 <= node.span.start <= node.span.end <= len(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\ufeff", "\x00", "\ud800", ">", "- ", "***"])
def test_copy_of_nothing_is_a_document_of_nothing(text: str):
    analysis = analyze(text)
    assert restore(analysis.document) == text
    assert "".join(plain_text(analysis.document).split()) in ("", ">", "-")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_every_system_mean_the_same(ending: str):
    text = "The ferry stays\n\nThe ferry stays, said the council on Tuesday, to no surprise.\n"
    assert plain_text(parse(text.replace("\n", ending))) == plain_text(parse(text))


def test_the_whole_corpus_comes_back(shared):
    files = sorted((shared / "corpus" / "dev").glob("*/*.txt"))
    assert files
    for path in files:
        text = path.read_bytes().decode("utf-8")
        assert restore(parse(text)) == text, path.name


def test_deep_quoting_is_capped():
    document = parse(">" * 5000 + " deep\n")
    assert validate(document) == []
    assert plain_text(document) == "deep"
