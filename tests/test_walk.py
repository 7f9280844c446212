"""Ways over the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from copydesk import tree
from copydesk.testing.documents import every_node, paragraph
from copydesk.tree import (
    MAX_DEPTH,
    Aside,
    Block,
    Custom,
    Dateline,
    Document,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Section,
    Source,
    Span,
    Text,
)
from copydesk.walk import (
    children,
    inline_text,
    plain_text,
    safe_target,
    text_blocks,
    transform,
    validate,
    walk,
)


def test_walk_meets_every_node_kind_once_in_reading_order() -> None:
    document = every_node()
    seen = list(walk(document))
    kinds = {kind for union in (tree.Inline, tree.Block, tree.HeadNode) for kind in get_args(union)}
    assert kinds <= {type(node) for node in seen}, "every_node() lacks a kind"
    assert len({id(node) for node in seen}) == len(seen)
    assert seen[0] is document
    order = [type(node).__name__ for node in seen]
    assert order.index("Headline") < order.index("Section") < order.index("ListItem")
    assert seen[-1] == Text("Copyright 2024 Example Press. All rights reserved.")


def test_the_title_and_the_attribution_are_children() -> None:
    section = Section(1, (Text("T"),), (paragraph("P"),))
    assert children(section) == (Text("T"), paragraph("P"))
    line = tree.Attribution((Text("— A"),))
    assert children(Quote((paragraph("P"),), attribution=line)) == (paragraph("P"), line)
    assert children(Quote((paragraph("P"),))) == (paragraph("P"),)
    assert children(Rule()) == ()


def test_walk_needs_no_recursion() -> None:
    inline: Inline = Text("x")
    for _ in range(20_000):
        inline = Emphasis((inline,))
    document = Document(body=(Paragraph((inline,)),))
    assert sum(1 for _ in walk(document)) == 20_003
    while isinstance(inline, Emphasis):  # let go of it without a deep destructor chain
        inline = inline.children[0]


def test_transform_that_changes_nothing_gives_an_equal_document() -> None:
    assert transform(every_node(), lambda block: (block,)) == every_node()


def test_transform_reaches_every_block_innermost_first() -> None:
    met: list[str] = []

    def note(block: Block) -> Iterable[Block]:
        met.append(type(block).__name__)
        return (block,)

    transform(every_node(), note)
    blocks = [node for node in walk(every_node()) if isinstance(node, Block)]
    assert sorted(met) == sorted(type(block).__name__ for block in blocks)
    assert met[:2] == ["Paragraph", "Aside"]


def test_transform_may_drop_double_and_replace() -> None:
    document = Document(body=(paragraph("one"), Section(1, (Text("S"),), (paragraph("two"),))))

    def change(block: Block) -> Iterable[Block]:
        match block:
            case Paragraph(children=(Text(value="one"),)):
                return ()
            case Paragraph():
                return (block, Rule())
            case _:
                return (block,)

    expected = (Section(1, (Text("S"),), (paragraph("two"), Rule())),)
    assert transform(document, change).body == expected


def test_transform_reaches_list_items_and_fallbacks() -> None:
    document = Document(
        body=(List((ListItem((paragraph("a"),)),)), Custom("x.y", (paragraph("b"),)))
    )

    def shout(block: Block) -> Iterable[Block]:
        if isinstance(block, Paragraph):
            return (paragraph(inline_text(block.children).upper()),)
        return (block,)

    assert plain_text(transform(document, shout)) == "A\nB"


def test_transform_keeps_only_asides_in_the_tail() -> None:
    document = Document(tail=(Aside("rights", (paragraph("©"),)),))
    assert transform(document, lambda block: (paragraph("x"),)).tail == ()


def test_inline_text_prints_a_blank_after_a_dateline_and_a_newline_for_a_break() -> None:
    inlines = (Dateline((Text("(CNN)"),)), Text("The"), LineBreak(), Emphasis((Text("end"),)))
    assert inline_text(inlines) == "(CNN) The\nend"


def test_plain_text_has_all_words_a_line_a_block() -> None:
    lines = plain_text(every_node()).split("\n")
    assert lines[0] == "BC-Harbour, 1st Ld"
    assert "OOSTENDE, Belgium" in lines, "a dateline of its own ends without a blank"
    assert "— Ada Lovelace" in lines
    assert "Deeper still" in lines
    assert "* * *" not in lines
    assert lines[-1] == "Copyright 2024 Example Press. All rights reserved."


def test_text_blocks_tells_a_title_from_what_stands_under_it() -> None:
    section = Section(1, (Text("T"),), (paragraph("P"),))
    assert list(text_blocks(section)) == [(section, "T"), (paragraph("P"), "P")]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com",
        "https://example.com/a(b)?c=d&e#f",
        "HTTPS://EXAMPLE.COM/",
        "mailto:desk@example.com",
        "https://bücher.example/ä",
    ],
)
def test_addresses_of_the_web_and_of_mail_may_be_links(address: str) -> None:
    assert safe_target(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        " https://example.com",
        "https://example.com/\n",
        "https://exam ple.com",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://example.com",
        "//example.com",
        "/story",
        "../up",
        "example.com",
        "http:",
        "https:///path",
        "mailto:",
        "http://[::1",
        "https://example.com/\x85",
    ],
)
def test_nothing_else_may(address: str) -> None:
    assert safe_target(address) is None


@given(st.text())
def test_safe_target_never_fails_and_never_changes_an_address(address: str) -> None:
    assert safe_target(address) in (None, address)


def test_what_every_node_shows_is_valid() -> None:
    assert validate(every_node()) == []


def messages(document: Document) -> list[tuple[str, str]]:
    return [(problem.path, problem.message) for problem in validate(document)]


def test_validate_names_skipped_levels_and_empty_titles() -> None:
    inner = Section(3, (Text("  "),))
    assert messages(Document(body=(Section(1, (Text("T"),), (inner,)),))) == [
        ("document/section[0]/section[1]", "a section of level 3 stands in one of level 1"),
        ("document/section[0]/section[1]", "a section has no title"),
    ]


def test_validate_names_unsafe_links_and_empty_fallbacks() -> None:
    link = Link("javascript:x", (Text("x"),))
    found = messages(Document(body=(Paragraph((link,)), Custom("a.b", ()))))
    assert [path for path, _ in found] == ["document/paragraph[0]/link[0]", "document/custom[1]"]
    assert "no http, https or mailto" in found[0][1]
    assert "no fallback" in found[1][1]


def test_validate_names_nodes_that_nest_too_deep() -> None:
    def nested(depth: int) -> Document:
        inline: Inline = Text("x")
        for _ in range(depth - 2):
            inline = Emphasis((inline,))
        return Document(body=(Paragraph((inline,)),))

    assert validate(nested(MAX_DEPTH)) == []
    assert [problem.message for problem in validate(nested(MAX_DEPTH + 1))] == [
        f"nodes nest deeper than {MAX_DEPTH}"
    ]


@pytest.mark.parametrize("span", [Span(0, 11), Span(-1, 2), Span(3, 2)])
def test_validate_names_spans_outside_the_source(span: Span) -> None:
    document = Document(body=(Paragraph((Text("x", span),)),), source=Source(length=10))
    assert [problem.path for problem in validate(document)] == ["document/paragraph[0]/text[0]"]
    inside = replace(document, source=Source(length=20))
    assert bool(validate(inside)) == (span != Span(0, 11))
