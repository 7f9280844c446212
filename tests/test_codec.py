"""The tree as JSON: there and back, its schema, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from copydesk import export
from copydesk.codec import from_json, json_schema, to_json
from copydesk.errors import SourceError
from copydesk.parsing import parse
from copydesk.testing.documents import every_node
from copydesk.tree import Document, Emphasis, Inline, Paragraph, Text

SCHEMA = Path(__file__).parents[1] / "docs" / "tree.schema.json"


def paragraphs(text: str) -> Document:
    return Document(body=(Paragraph((Text(text),)),))


def test_every_node_comes_back_as_it_was() -> None:
    assert from_json(to_json(every_node())) == every_node()


def test_a_parsed_article_comes_back_as_it_was(reference: Path) -> None:
    document = parse(reference.read_text("utf-8"), name=reference.name, encoding="utf-8")
    assert from_json(to_json(document)) == document


def test_the_json_is_a_unist_tree() -> None:
    tree = json.loads(to_json(every_node()))
    assert tree["type"] == "document"
    kinds = set()
    stack: list[Any] = [*tree["head"], *tree["body"], *tree["tail"]]
    while stack:
        node = stack.pop()
        kinds.add(node["type"])
        assert node["span"] is None or len(node["span"]) == 2
        assert not ("value" in node and "children" in node)
        stack += node.get("children", []) + node.get("title", []) + node.get("fallback", [])
    assert {"section", "listitem", "verseline", "linebreak", "text"} <= kinds


def test_the_schema_in_the_docs_is_the_one_of_the_types() -> None:
    current = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA.read_text("utf-8") == current, "the types have changed: make docs"


def test_the_schema_is_one_and_takes_what_we_write(reference: Path) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for document in (every_node(), parse(reference.read_text("utf-8"))):
        validator.validate(json.loads(to_json(document)))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "paper"},
        {"body": [{"type": "paragraph", "children": [{"type": "blink", "value": "x"}]}]},
        {"body": [{"type": "paragraph", "children": "x"}]},
        {"body": [{"type": "quote", "children": [], "role": "shout"}]},
        {"span": [1]},
    ],
)
def test_schema_and_codec_refuse_alike(change: dict[str, Any]) -> None:
    wrong = json.loads(to_json(paragraphs("x"))) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json.loads(SCHEMA.read_text("utf-8")))
    with pytest.raises(SourceError, match="not a copydesk tree"):
        from_json(json.dumps(wrong))


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"type": 1}', b"[" * 9999]
)
def test_what_is_no_tree_is_a_source_error(data: bytes) -> None:
    with pytest.raises(SourceError) as raised:
        from_json(data)
    assert "\n" not in str(raised.value)


def test_a_tree_that_breaks_a_rule_names_the_node() -> None:
    section = {"type": "section", "level": 2, "title": [{"type": "text", "value": "T"}]}
    with pytest.raises(SourceError) as raised:
        from_json(json.dumps({"type": "document", "body": [section]}))
    assert raised.value.place == "document/section[0]"
    assert "level 2" in raised.value.message


def test_a_tree_that_nests_too_deep_is_refused() -> None:
    inline: Inline = Text("x")
    for _ in range(80):
        inline = Emphasis((inline,))
    deep = to_json(Document(body=(Paragraph((inline,)),)))
    with pytest.raises(SourceError, match="deep"):
        from_json(deep)
    very = b'{"type":"emphasis","children":[' * 5000 + b"]}" * 5000
    with pytest.raises(SourceError):
        from_json(b'{"type":"document","body":[{"type":"paragraph","children":[' + very + b"]}]}")


def test_characters_outside_ascii_and_control_characters_survive() -> None:
    text = "“Ünïcode” — \u0000\u001f\u2028\U0001f600"
    assert from_json(to_json(paragraphs(text))) == paragraphs(text)


def test_a_lone_surrogate_survives_too() -> None:
    """No file holds one, but a string in memory may."""
    document = paragraphs("a\ud800b \U0001f600 é")
    assert from_json(to_json(document)) == document
    assert from_json(to_json(document).decode()) == document
    assert from_json(export(document, "json")) == document
