"""The outline: what a person reads of a tree on a terminal."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings

from copydesk.exporters.outline import OutlineExporter, OutlineOptions
from copydesk.formats import Context
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import Block, Document, List, ListItem, Paragraph, Quote, Section, Text
from copydesk.walk import walk


def write(document: Document, width: int = 100) -> str:
    out = io.BytesIO()
    context = Context(report=lambda _: None)
    OutlineExporter().export(document, out, OutlineOptions(width=width), context)
    return out.getvalue().decode()


def test_an_outline_shows_title_facts_and_tree() -> None:
    section = Section(1, (Text("Containing Iran"),), (paragraph("Iran is thought so."),))
    speech = Quote((paragraph("“It is bombing us,” Salameh said."),), "speech", "Salameh")
    steps = List((ListItem((paragraph("go"),)), ListItem((paragraph("stop"),))), True, 3)
    turn = Paragraph((Text("TAPPER: Why?"),), speaker="Tapper")
    document = Document(body=(paragraph("It began."), speech, steps, turn, section))
    assert write(document) == (
        "(no headline)\n5 paragraphs, 1 quote, 1 section, 1 list\n".replace("5", "6") + "\n"
        "body\n"
        "├─ paragraph     It began.\n"
        "├─ quote         “It is bombing us,” Salameh said. · speech · by Salameh\n"
        "├─ list          numbered from 3, 2 items\n"
        "│  ├─ 3.         go\n"
        "│  └─ 4.         stop\n"
        "├─ paragraph     TAPPER: Why? · by Tapper\n"
        "└─ section       Containing Iran · 1 paragraph\n"
        "   └─ paragraph  Iran is thought so.\n"
    )


def test_every_node_has_its_line() -> None:
    outline = write(every_node())
    nodes = {type(node).__name__.lower() for node in walk(every_node())}
    inlines = {"text", "emphasis", "strong", "code", "link", "foreign", "linebreak"}
    for word in nodes - inlines - {"document", "listitem", "verseline"} | {"caption", "speech"}:
        assert f" {word}" in outline, f"no line tells of {word}"
    assert outline.startswith("Harbour & light: <b>a survey</b>\nby Ann Example, Björn Beispiel · ")


@pytest.mark.parametrize("width", [40, 72, 100, 200])
def test_lines_keep_to_the_width(width: int) -> None:
    document = Document(body=(paragraph("many words and more " * 30), paragraph("漢字" * 200)))
    for line in write(document, width).splitlines():
        columns = sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in line)
        assert columns <= width, f"{columns} columns: {line}"


def test_no_terminal_is_told_what_to_do() -> None:
    bad = "\x1b[31mred\x07 \u202eback\u2066 \r\n\x9b2J \ud800\u2028\x00"
    document = Document(body=(paragraph(bad), Section(1, (Text(bad),))))
    body = write(document).replace("\n", "")
    assert body.isprintable()
    assert "\ufffd[31mred\ufffd back" in body


@given(documents())
@settings(max_examples=100, deadline=None)
def test_any_document_can_be_shown(document: Document) -> None:
    lines = write(document).splitlines()
    assert all(line.isprintable() for line in lines)
    sections = sum(isinstance(node, Section) for node in walk(document))
    assert sum("─ section" in line for line in lines) == sections


def test_labels_and_texts_stay_apart_however_deep() -> None:
    block: Block = paragraph("at the bottom")
    for _ in range(50):
        block = Quote((block, paragraph("beside")))
    lines = write(Document(body=(block,))).splitlines()
    assert sum(line.endswith("─ paragraph  at the bottom") for line in lines) == 1
    assert sum(line.endswith("  beside") for line in lines) == 50


def test_an_empty_document_has_a_title_line() -> None:
    assert write(Document()) == "(no headline)\n"
