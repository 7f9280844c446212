"""The Markdown exporter: its typography, its escapes, its options."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Literal

import mistune
import pytest
import yaml
from markdown_it import MarkdownIt

import copydesk
from copydesk.diagnostics import Diagnostic
from copydesk.exporters.markdown import MarkdownExporter, MarkdownOptions
from copydesk.formats import Context
from copydesk.testing.documents import every_node, paragraph
from copydesk.tree import (
    Block,
    Code,
    Dateline,
    Document,
    Emphasis,
    Headline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Span,
    Strong,
    Text,
    Verse,
    VerseLine,
)
from markdown_readers import GITHUB, READERS, read_cmark, tree_shape

GFM = MarkdownOptions(flavor="gfm")


def write(
    document: Document,
    options: MarkdownOptions | None = None,
    found: list[Diagnostic] | None = None,
) -> str:
    out = io.BytesIO()
    report = (found if found is not None else []).append
    MarkdownExporter().export(document, out, options or MarkdownOptions(), Context(report=report))
    return out.getvalue().decode()


def write_body(*blocks: Block, options: MarkdownOptions | None = None) -> str:
    return write(Document(body=blocks), options)


def write_text(text: str, options: MarkdownOptions | None = None) -> str:
    return write_body(paragraph(text), options=options).removesuffix("\n")


def assert_read_back(document: Document, options: MarkdownOptions | None = None) -> None:
    written = write(document, options)
    for name, read in READERS.items():
        assert read(written) == tree_shape(document), f"{name} misread {written!r}"


PROSE = [
    "The use of snake_case, of AT&T and of R&D; all of it.",
    "5 * 3 is 15, 3 < 4, 7 > 6, a <3 for you, #1 and 100%!",
    "“They [Lebanese] said so,” he said [1], (see note [2]): yes.",
    "#hashtags, +1, -1, a star* at the end of a word",
    "*A footnote.",
    "1986 was a great year; so was 3.14 and so was 1.5)",
    "It cost $5 ~ or about ~6; mail ann@example.com or see www.example.com, http://example.com",
    "A path like C:\\dir\\file, a regular `quote', an equals sign = and a pipe | or two ||",
    "wait... what?! -- no -- really — yes – ok & co.",
    "_underlined at the start only",
    "===",
]


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_prose_is_not_escaped(text: str) -> None:
    assert write_text(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1986. A great year", "1986\\. A great year"),
        ("2) Second", "2\\) Second"),
        ("- a dash", "\\- a dash"),
        ("+ a plus", "\\+ a plus"),
        ("* a star", "\\* a star"),
        ("> a mark", "\\> a mark"),
        ("# a sign", "\\# a sign"),
        ("---", "\\---"),
        ("***", "\\*\\*\\*"),
        ("~~~", "\\~\\~\\~"),
        ("```", "\\`\\`\\`"),
        ("*all* of it", "\\*all\\* of it"),
        ("_all_ of it", "\\_all\\_ of it"),
        ("`all` of it", "\\`all\\` of it"),
        ("[a](b)", "[a\\](b)"),
        ("![a](b)", "![a\\](b)"),
        ("[a]: http://b.example", "\\[a]: http://b.example"),
        ("a<b>c</b> <!-- x --> <a@b.example>", "a\\<b>c\\</b> \\<!-- x --> \\<a@b.example>"),
        ("&amp; and &#60; and &nosuchname;", "\\&amp; and \\&#60; and &nosuchname;"),
        ("\\* and \\a", "\\\\* and \\a"),
        ("ends in \\", "ends in \\\\"),
        ("2*3*4", "2\\*3\\*4"),
        ("    indented", "indented"),
        ("two\nlines", "two lines"),
        ("\u3000set in", "&#x3000;set in"),
        ("\u00a0kept\u00a0here\u00a0", "&nbsp;kept\u00a0here&nbsp;"),
        ("bell \x07 and \ud800", "bell \ufffd and \ufffd"),
    ],
)
def test_markup_in_text_is_escaped_once(text: str, expected: str) -> None:
    assert write_text(text) == expected
    assert_read_back(Document(body=(paragraph(text),)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~~gone~~ for 5 km", "\\~\\~gone\\~\\~ for 5 km"),
        ("see http://a.example", "see http\\://a.example"),
        ("see www.a.example", "see www\\.a.example"),
        ("write to a@b.example", "write to a<!---->@b.example"),
        ("[ ] to do", "\\[ ] to do"),
        ("[!NOTE]", "\\[!NOTE]"),
        ("[^1]: note", "\\[^1]: note"),
        ("meet @ noon: it is 5 | 6", "meet @ noon: it is 5 | 6"),
    ],
)
def test_gfm_also_escapes_what_github_reads(text: str, expected: str) -> None:
    assert write_text(text, GFM) == expected


def test_gfm_finds_no_footnote_below_a_line_break() -> None:
    lines = Paragraph((Text("a[^1]"), LineBreak(), Text("[^1]: note")))
    assert write_body(lines, options=GFM) == "a[^1]\\\n\\[^1]: note\n"


def test_gfm_makes_no_table_link_task_or_strike_of_text() -> None:
    lines = ["| a | b |", "|---|---|", "| ~~c~~ | www.d.example |", "[x] http://e.example"]
    children = [part for line in lines for part in (Text(line), LineBreak())]
    written = write_body(
        Paragraph(tuple(children)),
        List((ListItem((paragraph("[ ] a@b.example and ~~this~~"),)),)),
        options=GFM,
    )
    plugins = ["strikethrough", "table", "url", "task_lists"]
    html = str(mistune.create_markdown(plugins=plugins)(written))
    for tag in ("<table", "<del", "<a ", "<input"):
        assert tag not in html, f"mistune makes a {tag}> of {written!r}"
    linkify = MarkdownIt("gfm-like").render(written)
    for tag in ("<table", "<s>", "<a "):
        assert tag not in linkify, f"markdown-it makes a {tag}> of {written!r}"


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example", "A.B+c_d-e@f.g-h.example", "mailto:a@b.example", "xmpp:a@b.example/c",
        "a@b.example@c.example", "www.a.example", "WWW.a.example", "http://a.example",
        "HTTPS://a.example/b_c", "ftp://a.example", "(www.a.example)", "*a@b.example*",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["{}", "to {} and on", "{0}, {0}", "1. {}", "{}\n{}"])
def test_gfm_links_no_address_that_the_tree_does_not_link(address: str, place: str) -> None:
    """By the parser that GitHub runs, and by another one, which looks for addresses on its own."""
    text = place.format(address, address)
    document = Document(
        head=(Headline((Text(text),)),),
        body=(paragraph(text), Quote((paragraph(text),)), Verse((VerseLine((Text(text),)),))),
    )
    written = copydesk.export(document, "md", flavor="gfm").decode()
    assert read_cmark(written, GITHUB) == tree_shape(document), written
    assert "<a " not in MarkdownIt("gfm-like", {"linkify": True}).render(written), written


def test_gfm_leaves_what_is_no_address_alone() -> None:
    for text in ("me @ home", "5@10", "@handle", "a@b", "http and www", "see a@b. Then c"):
        assert write_text(text, GFM) == text


@pytest.mark.parametrize("flavor", ["commonmark", "gfm"])
@pytest.mark.parametrize("wrap", [0, 1, 40])
def test_every_node_reads_back(flavor: Literal["commonmark", "gfm"], wrap: int) -> None:
    assert_read_back(every_node(), MarkdownOptions(flavor=flavor, wrap=wrap))


def test_the_headline_is_the_only_first_level() -> None:
    written = write(every_node())
    assert [line for line in written.splitlines() if line.startswith("# ")] == [
        "# Harbour & light: \\<b>a survey\\</b>"
    ]
    assert "*What a lamp is worth when nobody looks*\n" in written
    assert "\n## Last words\n" in written
    assert "\n### A deeper matter\n" in written


def test_levels_end_at_six() -> None:
    deep = Section(9, (Text("Deep"),))
    assert write_body(deep) == "###### Deep\n"


def test_number_signs_at_the_end_of_a_heading_stay() -> None:
    document = Document(head=(Headline((Text("We are # ##"),)),))
    assert write(document) == "# We are # \\##\n"
    assert_read_back(document)


def test_lists_side_by_side_stay_apart() -> None:
    def items(*texts: str) -> tuple[ListItem, ...]:
        return tuple(ListItem((paragraph(text),)) for text in texts)

    blocks = (
        paragraph("Before"),
        List(items("a", "b")),
        List(items("c")),
        List(items("d"), ordered=True, start=7),
        List(items("e"), ordered=True),
        paragraph("After"),
    )
    assert write_body(*blocks) == ("Before\n\n- a\n- b\n\n+ c\n\n7. d\n\n1) e\n\nAfter\n")
    assert_read_back(Document(body=blocks))


def test_a_list_that_cannot_interrupt_a_paragraph_stands_apart() -> None:
    def item(inner: List) -> Block:
        return List((ListItem((paragraph("a"), inner)),))

    second = List((ListItem((paragraph("b"),)),), ordered=True, start=2)
    empty = List((ListItem(()), ListItem((paragraph("b"),))))
    first = List((ListItem((paragraph("b"),)),))
    assert write_body(item(second)) == "- a\n\n  2. b\n"
    assert write_body(item(empty)) == "- a\n\n  -\n  - b\n"
    assert write_body(item(first)) == "- a\n  - b\n"
    for inner in (second, empty, first):
        assert_read_back(Document(body=(item(inner),)))


def test_lists_of_nothing_are_no_rule() -> None:
    empty = List((ListItem((List((ListItem((List((ListItem(()),)),)),)),)),))
    assert_read_back(Document(body=(empty,)))


def test_blocks_nest_in_items_and_quotes() -> None:
    inner = (
        paragraph("one"),
        Preformatted("a  b\n\n  c"),
        List((ListItem((paragraph("two"), Quote((paragraph("three"),)))),), ordered=True, start=99),
        Rule(),
    )
    assert_read_back(Document(body=(Quote((List((ListItem(inner),)),)), Quote(inner))))


def test_the_deepest_trees_are_written() -> None:
    block: Block = paragraph("deep")
    for depth in range(29):
        block = Quote((block,)) if depth % 2 else List((ListItem((block,)),))
    for wrap in (0, 20):
        document = Document(body=(block,))
        # Other parsers give up at some depth; cmark does not.
        assert read_cmark(write(document, MarkdownOptions(wrap=wrap))) == tree_shape(document)


def test_fences_are_longer_than_any_inside() -> None:
    assert write_body(Preformatted("a\n````\nb")) == "`````\na\n````\nb\n`````\n"


def test_verse_keeps_lines_and_indents() -> None:
    lines = (VerseLine((Text("One"),)), VerseLine(()), VerseLine((Text("- two"),), indent=2))
    assert write_body(Verse(lines)) == "One\\\n\\\n&nbsp;&nbsp;- two\n"
    assert_read_back(Document(body=(Verse(lines),)))


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("https://a.example/b_c", "https://a.example/b_c", "<https://a.example/b_c>"),
        ("mailto:a@b.example", "a@b.example", "<a@b.example>"),
        ("https://a.example/b?c=1&d=2", "a page", "[a page](https://a.example/b?c=1&d=2)"),
        ("https://a.example/(b)", "a [page]", "[a \\[page\\]](<https://a.example/(b)>)"),
        ("https://a.example/&lt;<x>", "x", "[x](<https://a.example/&amp;lt;\\<x\\>>)"),
    ],
)
def test_links(target: str, text: str, expected: str) -> None:
    body = (Paragraph((Link(target, (Text(text),)),)),)
    assert write_body(*body) == f"{expected}\n"
    assert_read_back(Document(body=body))


def test_an_exclamation_mark_before_a_link_makes_no_image() -> None:
    body = Paragraph((Text("Look!"), Link("https://a.example", (Text("here"),))))
    assert write_body(body) == "Look\\![here](https://a.example)\n"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "/x", "http://a b"])
def test_unsafe_links_are_text_and_reported(target: str) -> None:
    found: list[Diagnostic] = []
    span = Span(3, 4)
    body = (Paragraph((Link(target, (Text("here"),), span),)),)
    assert write(Document(body=body), found=found) == "here\n"
    assert [(item.code, item.span) for item in found] == [("unsafe-link", span)]


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ((Text("a"), Emphasis((Text(" b "),)), Text("c")), "a *b* c"),
        ((Text("a"), Emphasis((Text("“b”"),)), Text("c")), "&#x61;*“b”*&#x63;"),
        ((Emphasis((Text("a"),)), Emphasis((Text("b"),))), "*ab*"),
        ((Emphasis((Text("a"), Emphasis((Text("b"),)))),), "*ab*"),
        ((Strong((Emphasis((Text("a"),)),)),), "**_a_**"),
        ((Emphasis((Text("a"),)), Strong((Text("b"),))), "_a_**b**"),
        ((Emphasis((Text(" "),)),), ""),
        ((Text("a"), Code("b`c")), "a``b`c``"),
        ((Code("`"),), "`` ` ``"),
        ((Text("<3"), Emphasis((Text("x"),)), Text("@a.example>")), "\\<3*x*@a.example>"),
        ((Dateline((Text("(CNN)"),)), Text("The coalition")), "(CNN) The coalition"),
        ((LineBreak(), Text("a "), LineBreak(), Text(" - b"), LineBreak()), "a\\\n\\- b"),
    ],
)
def test_inlines(children: tuple[Any, ...], expected: str) -> None:
    assert write_body(Paragraph(children)).removesuffix("\n") == expected
    assert_read_back(Document(body=(Paragraph(children),)))


def test_wrapping_starts_no_line_with_a_marker() -> None:
    text = "It was in the year of 1986. A year + a half - or > two # of them, and === all --- that."
    for width in range(1, 60):
        options = MarkdownOptions(wrap=width)
        assert_read_back(Document(body=(paragraph(text),)), options)
        assert write_text(text, options).replace("\n", " ") == text


def test_wrapping_starts_no_line_with_a_note() -> None:
    for text in ("as he wrote [^1]: nothing", "[x]: [^1]: nothing"):
        for wrap in range(1, 20):
            document = Document(body=(paragraph(text),))
            written = copydesk.export(document, "md", flavor="gfm", wrap=wrap).decode()
            assert read_cmark(written, GITHUB) == tree_shape(document), written


@pytest.mark.parametrize("text", ["*** a b", "C:\\ is a drive", "a \\ b \\ c", "--- a", "_ _ _ a"])
def test_wrapping_ends_no_line_so_that_it_says_more(text: str) -> None:
    assert_read_back(Document(body=(paragraph(text),)), MarkdownOptions(wrap=1))


def test_wrapping_fills_lines() -> None:
    body = Quote((paragraph("one two three four " * 8),))
    lines = write_body(body, options=MarkdownOptions(wrap=40)).splitlines()
    assert max(map(len, lines)) <= 40
    assert min(map(len, lines[:-1])) > 30


def test_front_matter_is_yaml_of_the_metadata() -> None:
    written = write(every_node(), MarkdownOptions(front_matter=True))
    _, head, body = written.split("---\n", 2)
    assert yaml.safe_load(head) == {
        "title": "Harbour & light: <b>a survey</b>",
        "author": ["Ann Example", "Björn Beispiel"],
        "date": "2024-03-09",
        "updated": "2024-03-10T08:30:00+01:00",
        "lang": "en",
        "publisher": "Example Press",
        "source": "https://example.com/harbour?a=1&b=2",
        "keywords": ["harbour", "light"],
    }
    assert body == "\n" + write(every_node())


@pytest.mark.parametrize(
    "title", ["no", "a: b\n---\nc", '"', "\\", "\x85\u2028\ufeff", "{x}", "# a"]
)
def test_front_matter_holds_any_string(title: str) -> None:
    document = Document(metadata=Metadata(title=title))
    written = write(document, MarkdownOptions(front_matter=True))
    assert next(iter(yaml.safe_load_all(written))) == {"title": title}


def test_nothing_in_nothing_out() -> None:
    assert write(Document()) == ""
    assert write(Document(), MarkdownOptions(front_matter=True)) == ""
    assert write_body(paragraph(" \n ")) == ""


def test_every_published_example_of_markdown_is_plain_text_here(shared: Path) -> None:
    examples = json.loads((shared / "suites" / "commonmark-0.31.2.json").read_text("utf-8"))
    naughty = json.loads((shared / "suites" / "blns.json").read_text("utf-8"))
    assert len(examples) == 652
    for source in [example["markdown"] for example in examples] + naughty:
        lines = [part for line in source.split("\n") for part in (Text(line), LineBreak())]
        document = Document(
            head=(Headline((Text(source),)),),
            body=(
                paragraph(source),
                Paragraph(tuple(lines)),
                *(paragraph(line) for line in source.split("\n")),
                List((ListItem((paragraph(source), Preformatted(source))),)),
                Quote((paragraph(source),)),
            ),
        )
        assert_read_back(document)
        assert_read_back(document, GFM)
        if source.strip():
            assert_read_back(copydesk.parse(source))
