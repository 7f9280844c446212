"""Transforms: what the built-in ones make of a tree, and how they are asked for and chained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

import copydesk
from conftest import Install, Run
from copydesk.diagnostics import Diagnostic
from copydesk.errors import FormatError, OptionError, TransformError
from copydesk.testing.documents import every_node
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Aside,
    Block,
    Custom,
    Document,
    Emphasis,
    Headline,
    Inline,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Quote,
    Section,
    Strong,
    Text,
    Verse,
    VerseLine,
)
from copydesk.walk import plain_text, text_blocks, transform_inlines, validate, walk

NAMES = ["shift-headings", "drop-asides", "number-sections", "links-as-notes"]


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def section(level: int, title: str, *children: Block) -> Section:
    return Section(level, (Text(title),), children)


def titles(document: Document) -> list[tuple[int, str]]:
    return [(node.level, text) for node, text in text_blocks(document) if isinstance(node, Section)]


def words(document: Document) -> list[str]:
    return plain_text(document).split()


STORY = Document(
    Metadata(title="The lamp"),
    (Headline((Text("The lamp"),)),),
    (
        paragraph("Lead."),
        section(1, "Oil", paragraph("Of fish."), section(2, "Wicks", section(3, "Long"))),
        section(1, "Glass"),
    ),
)


# --- all of them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@given(document=documents())
def test_any_tree_stays_valid_and_itself(name: str, document: Document) -> None:
    before = copydesk.export(document, "json")
    findings: list[Diagnostic] = []
    changed = copydesk.transform(document, name, report=findings.append)
    assert validate(changed) == []
    assert copydesk.export(document, "json") == before
    assert copydesk.transform(document, name) == changed
    if name != "drop-asides":
        remaining = iter("".join(words(changed)))
        text = "".join(words(document))
        assert all(char in remaining for char in text), "text is lost or out of order"


@pytest.mark.parametrize("name", NAMES)
def test_a_document_without_anything_stays_so(name: str) -> None:
    assert copydesk.transform(Document(), name) == Document()


# --- shift-headings ------------------------------------------------------------------------------


def test_shift_headings_makes_the_headline_a_section() -> None:
    changed = copydesk.transform(STORY, "shift-headings", by=1)
    assert titles(changed) == [(1, "The lamp"), (2, "Oil"), (3, "Wicks"), (4, "Long"), (2, "Glass")]
    assert changed.head == ()
    assert changed.metadata.title == "The lamp"
    assert words(changed) == words(STORY)


def test_shift_headings_keeps_the_order_of_the_head() -> None:
    document = every_node()
    changed = copydesk.transform(document, "shift-headings")
    assert [type(node).__name__ for node in changed.head] == ["Slug"]
    assert words(changed) == words(document)
    assert changed.tail == document.tail


def test_shift_headings_dissolves_what_rises_too_far() -> None:
    changed = copydesk.transform(STORY, "shift-headings", by=-2)
    assert titles(changed) == [(1, "Long")]
    assert Paragraph((Strong((Text("Oil"),)),)) in changed.body
    assert words(changed) == words(STORY)


def test_shift_headings_takes_the_first_section_for_a_missing_headline() -> None:
    there = copydesk.transform(STORY, "shift-headings", by=1)
    assert copydesk.transform(there, "shift-headings", by=-1) == STORY
    untitled = replace(there, metadata=Metadata())
    assert copydesk.transform(untitled, "shift-headings", by=-1).metadata.title == "The lamp"


def test_shift_headings_says_when_it_cannot() -> None:
    findings: list[Diagnostic] = []
    document = replace(STORY, head=())
    assert copydesk.transform(document, "shift-headings", report=findings.append) == document
    assert [finding.code for finding in findings] == ["headings-not-shifted"]
    deep: Any = (paragraph("In."),)
    for _ in range(62):
        deep = (Quote(deep),)
    document = replace(STORY, body=deep)
    assert validate(document) == []
    assert copydesk.transform(document, "shift-headings", report=findings.append) == document
    assert "deeper than 64" in findings[1].message


@pytest.mark.parametrize("by", [2, -10, "x"])
def test_shift_headings_by_too_much_is_an_error(by: object) -> None:
    with pytest.raises(OptionError, match=r"shift-headings\.by"):
        copydesk.transform(STORY, "shift-headings", by=by)


# --- drop-asides ---------------------------------------------------------------------------------


def roles(document: Document) -> set[str]:
    return {node.role for node in walk(document) if isinstance(node, Aside)}


def test_drop_asides_drops_what_nobody_misses() -> None:
    document = every_node()
    changed = copydesk.transform(document, "drop-asides")
    assert roles(document) - roles(changed) == {"related", "boilerplate"}
    changed = copydesk.transform(document, "drop-asides", roles=("credit", "caption"))
    assert roles(document) - roles(changed) == {"credit", "caption"}
    assert roles(copydesk.transform(document, "drop-asides", roles="all")) == set()


def test_drop_asides_drops_nothing_but_asides() -> None:
    document = every_node()
    changed = copydesk.transform(document, "drop-asides", roles="all")
    dropped = {text for node in walk(document) if isinstance(node, Aside)
               for _, text in text_blocks(node)}  # fmt: skip
    kept = [text for _, text in text_blocks(document) if text not in dropped]
    assert [text for _, text in text_blocks(changed)] == kept


def test_drop_asides_leaves_no_empty_shells() -> None:
    aside = Aside("related", (paragraph("Read more"),))
    kept = List((ListItem((aside,)), ListItem((paragraph("oil"),))), ordered=True)
    document = Document(
        body=(
            Quote((aside,)),
            Custom("acme.box", (aside,)),
            List((ListItem((aside,)),)),
            Section(1, (Text("Oil"),), (aside,)),
            kept,
        )
    )
    changed = copydesk.transform(document, "drop-asides")
    assert changed.body == (
        Section(1, (Text("Oil"),)),
        replace(kept, children=(ListItem(()), kept.children[1])),
    )


def test_drop_asides_refuses_an_unknown_role() -> None:
    with pytest.raises(OptionError, match=r"it takes related\|credit\|.*\|all, several"):
        copydesk.transform(STORY, "drop-asides", roles="relatives")


# --- number-sections -----------------------------------------------------------------------------


def test_number_sections_counts_on_each_level() -> None:
    changed = copydesk.transform(STORY, "number-sections")
    assert titles(changed) == [
        (1, "1 Oil"), (2, "1.1 Wicks"), (3, "1.1.1 Long"), (1, "2 Glass")
    ]  # fmt: skip
    changed = copydesk.transform(STORY, "number-sections", depth=1)
    assert titles(changed) == [(1, "1 Oil"), (2, "Wicks"), (3, "Long"), (1, "2 Glass")]


def test_number_sections_keeps_numbers_that_are_there() -> None:
    document = Document(
        body=(
            section(1, "1. Oil", section(2, "1.1 Fish"), section(2, "2) Seal")),
            section(1, "2023 in review"),
            section(1, "3 lamps"),
        )
    )
    assert [title for _, title in titles(copydesk.transform(document, "number-sections"))] == [
        "1. Oil", "1.1 Fish", "2) Seal", "2 2023 in review", "3 3 lamps"
    ]  # fmt: skip


# --- links-as-notes ------------------------------------------------------------------------------

LINKS = Document(
    body=(
        section(
            1,
            "Oil",
            Paragraph(
                (
                    Link("https://a.example/x", (Text("fish"),)),
                    Text(" and "),
                    Link("https://b.example/", (Text("b.example"),)),
                    Link("https://c.example/", (Emphasis((Text("seal"),)),)),
                )
            ),
        ),
        Paragraph(
            (
                Link("https://a.example/x", (Text("again"),)),
                Link("mailto:ann@example.com", (Text("Ann"),)),
                Link("mailto:bob@example.com", (Text("bob@example.com"),)),
            )
        ),
    )
)


def test_links_as_notes_numbers_each_address_once() -> None:
    changed = copydesk.transform(LINKS, "links-as-notes")
    assert plain_text(changed).replace("\u00a0", "~").splitlines() == [
        "Oil",
        "fish~[1] and b.exampleseal~[2]",
        "again~[1]Ann~[3]bob@example.com",
        "Links",
        "https://a.example/x",
        "https://c.example/",
        "ann@example.com",
    ]
    assert titles(changed) == [(1, "Oil"), (1, "Links")]
    targets = [node.target for node in walk(changed) if isinstance(node, Link)]
    assert targets[-3:] == ["https://a.example/x", "https://c.example/", "mailto:ann@example.com"]


def test_links_as_notes_for_paper_alone() -> None:
    changed = copydesk.transform(LINKS, "links-as-notes", live=False, title=" ")
    assert isinstance(changed.body[-1], List)
    assert {node.target for node in walk(changed) if isinstance(node, Link)} == {
        "https://b.example/", "mailto:bob@example.com",
    }  # fmt: skip
    named = copydesk.transform(LINKS, "links-as-notes", title="Quellen")
    assert (1, "Quellen") in titles(named)


def test_links_as_notes_leaves_unsafe_links_to_the_exporter() -> None:
    document = Document(body=(Paragraph((Link("javascript:alert(1)", (Text("x"),)),)),))
    changed = copydesk.export(document, "md", report=lambda _: None)
    assert b"javascript" not in changed
    with pytest.raises(TransformError, match=r"invalid tree: document/paragraph\[0\]/link\[0\]: "):
        copydesk.transform(document, "links-as-notes")


# --- asking for them -----------------------------------------------------------------------------


def test_transform_inlines_reaches_every_inline() -> None:
    def loud(inline: Inline) -> Iterator[Inline]:
        yield replace(inline, value=inline.value.upper()) if isinstance(inline, Text) else inline

    document = replace(every_node(), body=(*every_node().body, Verse((VerseLine((Text("a"),)),))))
    changed = transform_inlines(document, loud)
    texts = [node.value for node in walk(changed) if isinstance(node, Text)]
    assert texts == [node.value.upper() for node in walk(document) if isinstance(node, Text)]


def test_the_library_says_what_there_is() -> None:
    with pytest.raises(FormatError, match="unknown transform 'drop-aside'; did you mean drop-"):
        copydesk.transform(STORY, "drop-aside")
    with pytest.raises(OptionError, match="drop-asides has no option 'role'; did you mean"):
        copydesk.transform(STORY, "drop-asides", role="credit")


def test_convert_applies_transforms_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(copydesk.export(STORY, "json"))
    for transforms, first in (
        (["number-sections", "shift-headings=1"], "The lamp"),
        (["shift-headings=by=1", ("number-sections", {"depth": 2})], "1 The lamp"),
    ):
        copydesk.convert(tmp_path / "a.json", tmp_path / "b.json", transforms=transforms)
        body = json.loads((tmp_path / "b.json").read_text("utf-8"))["body"]
        assert plain_text_of(body[0]["title"]) == first


def plain_text_of(inlines: list[dict[str, Any]]) -> str:
    return "".join(inline["value"] for inline in inlines)


def test_the_command_applies_transforms_in_their_order(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.json").write_bytes(copydesk.export(STORY, "json"))
    done = run("story.json", "-t", "md", "-o", "-", "--transform", "Shift-Headings",
               "--transform", "number-sections=depth=1")  # fmt: skip
    assert done.stdout.startswith("## 1 The lamp\n"), done.stderr
    assert "\n### Oil\n" in done.stdout
    done = run("story.json", "-t", "json", "-o", "-", "--transform", "drop-asides=related,rights")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--transform", "xyz"], "unknown transform 'xyz'; the transforms are shift-headings, "),
        (["--transform", "number-section"], "did you mean number-sections?"),
        (["--transform", "number-sections=depth=0"], "number-sections.depth=0: expected `int` >="),
        (["--transform", "number-sections=deep=2"], "number-sections has no option 'deep'"),
        (["--transform", "drop-asides=credit,x"], "drop-asides.roles=credit,x: "),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_read(
    run: Run, tmp_path: Path, args: list[str], said: str
) -> None:
    done = run("a.txt", "-t", "md", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "a.md").exists()


def test_a_transform_of_nothing_is_said(run: Run) -> None:
    done = run("a.txt", "--explain", "--transform", "drop-asides")
    assert done.returncode == 2
    assert "--transform changes what is written, and nothing is; name a format" in done.stderr


# --- those of plugins ----------------------------------------------------------------------------

PLUGIN = """
from copydesk.hooks import FormatOptions, TransformSpec, hookimpl

COPYDESK_API = 1

class Made:
    Options = FormatOptions
    def apply(self, document, options, context):
        {body}

@hookimpl
def register_transforms():
    return [TransformSpec(name="made", summary="a change", transform=__name__ + ":Made")]
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise RuntimeError('no\\nluck')", "failed: RuntimeError: no luck; "),
        ("raise SystemExit(0)", "failed: SystemExit: 0; "),
        ("return None", "failed: ValueError: NoneType returned where a Document belongs; "),
        (
            "from copydesk.tree import Document, Section; return Document(body=(Section(1, ()),))",
            "failed: ValueError: invalid tree: document/section[0]: a section has no title; ",
        ),
    ],
)
def test_a_transform_that_fails_is_named(
    install: Install, run: Run, tmp_path: Path, body: str, said: str
) -> None:
    install("acme-made", PLUGIN.format(body=body))
    done = run("a.txt", "-t", "md", "--transform", "made", "-q")
    assert done.returncode == 1
    assert done.stderr == (
        f"copydesk: a.txt: the made transform of acme-made {said}"
        "please report it to the authors of acme-made\n"
    )
    assert not (tmp_path / "a.md").exists()


def test_a_transform_that_does_not_load_stops_the_run(
    install: Install, run: Run, tmp_path: Path
) -> None:
    install("acme-made", PLUGIN.format(body="pass").replace(":Made", ":Gone"))
    done = run("a.txt", "-t", "md", "--transform", "made")
    assert done.returncode == 1
    assert done.stderr.startswith("copydesk: plugin acme-made: transform made does not load: ")
    assert not (tmp_path / "a.md").exists()


def test_a_transform_of_a_plugin_works(install: Install, run: Run) -> None:
    install("acme-made", PLUGIN.format(body="return type(document)()"))
    done = run("a.txt", "-t", "json", "-o", "-", "--transform", "made")
    assert json.loads(done.stdout)["body"] == []
    assert "Transforms of acme-made 1.2 (--transform)" in run("--formats").stdout
