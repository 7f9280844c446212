"""What the md format writes, the md reader reads as the tree that it came from."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import copydesk
from copydesk.codec import from_json, to_json
from copydesk.diagnostics import Diagnostic
from copydesk.errors import CopydeskError, SourceError
from copydesk.formats import Context
from copydesk.readers.markdown import MarkdownReader, MarkdownReaderOptions
from copydesk.testing.documents import every_node
from copydesk.testing.normal import normalise
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Block,
    Byline,
    Code,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Headline,
    Inline,
    Link,
    List,
    Metadata,
    MetadataSpans,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Source,
    Strong,
    Text,
    Timestamp,
    Verse,
)
from copydesk.walk import plain_text, validate, walk
from markdown_readers import Shape, tree_shape

SAMPLES = Path(__file__).parents[1] / "samples"


def read(text: str, found: list[Diagnostic] | None = None) -> Document:
    report = (lambda _: None) if found is None else found.append
    return MarkdownReader().read(text.encode(), MarkdownReaderOptions(), Context(report))


def write(document: Document, **options: object) -> str:
    return copydesk.export(document, "md", report=lambda _: None, **options).decode()


def bare(document: Document) -> Document:
    """`document` without spans, and without what it came from."""
    metadata = replace(document.metadata, spans=MetadataSpans())
    text = to_json(replace(document, metadata=metadata, source=Source()))
    return from_json(re.sub(rb'"span":\s*\[\d+,\s*\d+\]', b'"span":null', text))


def again(document: Document, **options: object) -> Document:
    written = write(document, **options)
    return bare(read(written)) if written else Document()


# --- identity ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("options", [{}, {"wrap": 60, "front_matter": True}, {"flavor": "gfm"}])
def test_samples_come_back_as_they_were(sample: Path, options: dict[str, object]) -> None:
    document = bare(copydesk.read(sample))
    assert again(document, **options) == document


def test_the_reference_article_comes_back_as_it_was(shared: Path) -> None:
    document = bare(copydesk.read(shared / "samples" / "us-syria-airstrikes.txt"))
    assert again(document) == document
    assert again(document, wrap=72, front_matter=True) == document


def test_what_the_parser_makes_comes_back_in_normal_form(shared: Path) -> None:
    files = sorted((shared / "corpus" / "dev").rglob("*.txt"))
    assert files
    same = 0
    for file in files:
        document = bare(copydesk.parse(file.read_bytes().decode("utf-8", "replace")))
        found = again(document)
        assert found == normalise(document, metadata=False), file.name
        same += found == document
    # The rest has rules drawn otherwise, numbers above headings, or headers of mail.
    assert same >= 0.9 * len(files)


@given(
    document=documents(),
    wrap=st.sampled_from([0, 1, 10, 72]),
    flavor=st.sampled_from(["commonmark", "gfm"]),
    front_matter=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_any_tree_comes_back_in_normal_form(
    document: Document, wrap: int, flavor: str, front_matter: bool
) -> None:
    written = write(document, wrap=wrap, flavor=flavor, front_matter=front_matter)
    try:
        found = read(written)
    except SourceError as error:
        assert re.search("is empty|holds no text", str(error)), written  # noqa: PT017 - some are
        return
    assert validate(found) == []
    assert bare(found) == normalise(document, metadata=front_matter), written


@given(document=documents())
@settings(max_examples=100, deadline=None)
def test_the_normal_form_is_its_own(document: Document) -> None:
    once = normalise(document)
    assert normalise(once) == once


@given(document=documents())
@settings(max_examples=100, deadline=None)
def test_the_normal_form_loses_no_text_and_no_structure(document: Document) -> None:
    """By a model of what is visible that shares nothing with the reader; levels of headings in
    quotations and lists count anew.
    """
    assert _unlevelled(tree_shape(normalise(document))) == _unlevelled(tree_shape(document))


def _is_label(text: str) -> bool:
    return re.fullmatch(r"\(?\w{1,8}[.)]", text) is not None


def _joined(item: Shape) -> Shape:
    """`item` with a label that stands alone put before the paragraph under it, as it is read."""
    match item:
        case [("p", [(label, [])]), ("p", [(text, []), *others]), *below] if _is_label(label):
            return [("p", [(f"{label} {text}", []), *others]), *below]
        case [("p", [(label, [])]), ("p", runs), *below] if _is_label(label):
            return [("p", [(f"{label} ", []), *runs]), *below]
        case _:
            return item


def _unlevelled(shape: Shape) -> Shape:
    made: Shape = []
    for block in shape:
        match block:
            case ("h", _, runs):
                made.append(("h", runs))
            case ("quote", inner):
                made.append(("quote", _unlevelled(inner)))
            case ("list", start, items):
                made.append(("list", start, [_joined(_unlevelled(item)) for item in items]))
            case _:
                made.append(block)
    return made


def test_every_node_comes_back_but_for_what_the_normal_form_names() -> None:
    """The plugin's block is its fallback, a caption that does not read as one is a paragraph, and
    two turns are no interview.
    """
    document = every_node()
    found = read(write(document, front_matter=True))
    assert found.metadata == document.metadata
    assert bare(found).head == bare(document).head
    assert bare(found).tail == bare(document).tail
    kinds = [type(node).__name__ for node in walk(document)]
    kinds.remove("Custom")
    kinds.remove("Aside")
    assert sorted(type(node).__name__ for node in walk(found)) == sorted(kinds)
    assert plain_text(found) == plain_text(document)


# --- syntax --------------------------------------------------------------------------------------


def body(text: str) -> tuple[Block, ...]:
    return bare(read(text)).body


def one(text: str) -> tuple[Inline, ...]:
    (block,) = body(text)
    assert isinstance(block, Paragraph)
    return block.children


@pytest.mark.parametrize(
    "html", ["<b>bold</b> text", "<div>\n*x*\n</div>", "<!-- a --> b", "<script>alert(1)</script>"]
)
def test_raw_html_is_text(html: str) -> None:
    assert plain_text(read(html)) == html.replace("\n", " ").replace("*", "")


def test_an_empty_comment_is_nothing() -> None:
    assert one("write to a<!---->@b.example") == (Text("write to a@b.example"),)
    assert one("<!---->a *b<!---->*") == (Text("a "), Emphasis((Text("b"),)))
    assert one("`<!---->`") == (Code("<!---->"),)


def test_tables_and_strikethrough_are_text() -> None:
    assert one("| a | b |\n|---|---|") == (Text("| a | b | |---|---|"),)
    assert one("~~a~~ www.a.b") == (Text("~~a~~ www.a.b"),)


def test_an_image_is_its_description_with_a_link() -> None:
    assert one("![a *lamp*](https://a.b/c.png)") == (Link("https://a.b/c.png", (Text("a lamp"),)),)
    found: list[Diagnostic] = []
    assert plain_text(read("![a lamp](c.png)", found)) == "a lamp"
    assert [each.code for each in found] == ["unsafe-link"]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "/a", "data:text/html,x", "//a.b"]
)
def test_unsafe_links_are_text_and_reported(target: str) -> None:
    found: list[Diagnostic] = []
    document = read(f"[a *b*]({target})", found)
    assert [each.code for each in found] == ["unsafe-link"]
    assert found[0].span is not None
    assert not any(isinstance(node, Link) for node in walk(document))
    assert plain_text(document) == "a b"


def test_formats_nest_as_they_are_written() -> None:
    assert one("*a **b*** [c `d`](http://x.y)") == (
        Emphasis((Text("a "), Strong((Text("b"),)))),
        Text(" "),
        Link("http://x.y", (Text("c "), Code("d"))),
    )


def test_headings_nest_and_skip_no_level() -> None:
    document = read("# T\n\n### a\n\n### b\n\n#### c\n\n## d\n\nx")
    assert [(s.level, plain_text(s)[0]) for s in walk(document) if isinstance(s, Section)] == [
        (1, "a"), (1, "b"), (2, "c"), (1, "d"),
    ]  # fmt: skip
    assert validate(document) == []


def test_a_second_first_heading_is_a_section() -> None:
    document = read("# T\n\n# A\n\n## B\n\nx")
    assert [s.level for s in walk(document) if isinstance(s, Section)] == [1, 2]
    assert document.metadata.title == "T"


def test_the_head_is_known_by_its_wording() -> None:
    document = bare(
        read(
            "BC-Lamp, 1st Ld\n\n# The lamp\n\n*Of light*\n\nBy Ann Example\n\nMarch 9, 2024\n\n"
            "OOSTENDE (EP) — It rained, and nobody came to see it, which was as well.\n"
        )
    )
    assert document.head == (
        Slug((Text("BC-Lamp, 1st Ld"),)),
        Headline((Text("The lamp"),)),
        Deck((Text("Of light"),)),
        Byline((Text("By Ann Example"),), ("Ann Example",)),
        Timestamp((Text("March 9, 2024"),), "published", "2024-03-09"),
    )
    (lead,) = document.body
    assert isinstance(lead, Paragraph)
    assert lead.children[0] == Dateline((Text("OOSTENDE (EP) —"),), "OOSTENDE", "EP")
    assert document.metadata.authors == ("Ann Example",)
    assert document.metadata.published == "2024-03-09"
    assert document.metadata.publisher == "EP"


def test_quotations_are_speech_or_have_their_line() -> None:
    speech, block = body(
        "> “We kept it burning all night,” said Keeper.\n\nx\n\n"
        "> A lamp.\n>\n> — Ada Lovelace, 1843\n"
    )[::2]
    assert isinstance(speech, Quote)
    assert (speech.role, speech.speaker) == ("speech", "Keeper")
    assert isinstance(block, Quote)
    assert (block.role, block.speaker) == ("block", "Ada Lovelace")
    assert block.attribution is not None


def test_turns_have_their_speakers() -> None:
    turns = body("Q: Why?\n\nA: Because.\n\nQ: And then?\n\nA: Nothing.")
    assert [turn.speaker for turn in turns if isinstance(turn, Paragraph)] == ["Q", "A", "Q", "A"]


def test_three_short_lines_are_verse_and_two_a_paragraph() -> None:
    (verse,) = body("a\\\n&nbsp;&nbsp;b\\\nc")
    assert isinstance(verse, Verse)
    assert [line.indent for line in verse.children] == [0, 2, 0]
    assert isinstance(body("a\\\nb")[0], Paragraph)


def test_a_tail_is_notices_under_a_line() -> None:
    document = read("Text.\n\n---\n\nRead more: <https://a.b/c>\n\nCopyright 2024 X\n")
    assert [aside.role for aside in document.tail] == ["related", "rights"]
    assert document.metadata.source_url == "https://a.b/c"
    story = read("Text.\n\n---\n\nMore text.\n")
    assert story.tail == ()
    assert [type(block) for block in story.body] == [Paragraph, Rule, Paragraph]


def test_lists_and_code() -> None:
    bullets, numbers, code = body("- a\n  - b\n\n3) c\n\n```py\nx = 1\n\ny\n```\n")
    assert isinstance(bullets, List)
    assert not bullets.ordered
    assert isinstance(numbers, List)
    assert numbers.start == 3
    assert code == Preformatted("x = 1\n\ny")


# --- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "---\ntitle: T\n---\n"])
def test_blocks_have_the_span_of_their_lines(start: str, end: str) -> None:
    text = (start + "# 𝔗 é\n\nOne\ntwo.\n\n> Three.\n\n- four\n\n\n").replace("\n", end)
    document = read(text)
    assert document.span is not None
    assert document.span.end == len(text) == document.source.length
    shown = [
        text[node.span.start : node.span.end]
        for node in (*document.head, *document.body)
        if node.span
    ]
    assert shown == ["# 𝔗 é", f"One{end}two.", "> Three.", "- four"]
    assert validate(document) == []


def test_only_copy_can_be_restored() -> None:
    with pytest.raises(CopydeskError, match="no span"):
        copydesk.restore(read("a"))


# --- hostile input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "> " * 10_000 + "x",
        "- " * 10_000 + "x",
        "1. > " * 5_000 + "x",
        "*" * 20_000 + "a" + "*" * 20_000,
        "[" * 10_000 + "a" + "](http://b.c)" * 10_000,
        "".join(f"{'> ' * depth}## a\n\n{'> ' * depth}### a\n\n" for depth in range(60)),
    ],
    ids=["quotes", "lists", "both", "stars", "links", "sections"],
)
def test_nothing_nests_too_deep_and_nothing_is_lost(text: str) -> None:
    document = read(text)
    assert validate(document) == []
    shown = plain_text(document)
    assert shown.count("x") == text.count("x")
    assert shown.count("a") == text.count("a")


@given(text=st.text("*_`[]()!<>#-+1.&;:\\\"' \t\nax\xa0é", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_markdown_of_some_kind(text: str) -> None:
    try:
        document = read(text)
    except SourceError:
        assert not text.strip() or text.startswith("---")
        return
    assert validate(document) == []
    first = bare(document)
    written = write(first)
    if written:
        assert bare(read(written)) == normalise(first, metadata=False)


# --- front matter --------------------------------------------------------------------------------


def test_front_matter_as_people_write_it() -> None:
    found: list[Diagnostic] = []
    text = (
        "---\ntitle: The lamp: a story  # of light\n# a comment\nauthor:\n- Ann Example\n"
        "  - 'Bo O''Neil'\ndate: 2024-03-09\nlang: no\nlayout: post\nmenu:\n  main: 1\n"
        'keywords: [a, "b, c"]\nsource: https://a.b/c\n...\n\nText.\n'
    )
    assert read(text, found).metadata == Metadata(
        title="The lamp: a story",
        authors=("Ann Example", "Bo O'Neil"),
        language="no",
        published="2024-03-09",
        source_url="https://a.b/c",
        keywords=("a", "b, c"),
    )
    assert [each.code for each in found] == ["unknown-metadata", "unknown-metadata"]


@pytest.mark.parametrize(
    ("front", "place", "what"),
    [
        ("title: a\nText", "line 1", "no end"),
        ('title: "a\n---', "line 2", "quoted value"),
        ('title: "\\ud800"\n---', "line 2", "quoted value"),
        ("title: a\ntitle: b\n---", "line 3", "twice"),
        ("title: [a, b]\n---", "line 2", "2 values"),
        ("lang: en\ntitle: &x a\n---", "line 3", "may not start"),
        ("title: a\nwhat is this\n---", "line 3", "no entry"),
        ("title: |\n  a\n---", "line 3", "several lines"),
        ("author:\n  name: a\n---", "line 3", "no entry of a list"),
        ("source: javascript:alert(1)\n---", "line 2", "address"),
        ("author: [a, b\n---", "line 2", "no end"),
    ],
)
def test_front_matter_that_cannot_be_read_is_an_error(front: str, place: str, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        read(f"---\n{front}\n")
    assert caught.value.place == place
    assert caught.value.cure


def test_a_line_on_top_is_a_rule_where_no_key_follows() -> None:
    assert [type(block) for block in body("---\n\nText.\n")] == [Rule, Paragraph]


# --- the command ---------------------------------------------------------------------------------


def test_markdown_is_converted_like_copy(tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    article.write_text("---\ntitle: T\nauthor: Ann Example\n---\n\n# T\n\nText.\n", "utf-8")
    for to in ("pdf", "docx", "epub", "html.md"):
        copydesk.convert(article, tmp_path / f"article.{to}")
    assert (tmp_path / "article.pdf").read_bytes().startswith(b"%PDF")
    assert copydesk.read(article).metadata.authors == ("Ann Example",)


def test_text_is_read_without_the_markdown_parser() -> None:
    code = (
        "import sys, copydesk; copydesk.export(copydesk.parse('A\\n\\nB.'), 'md');"
        "print('markdown_it' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
