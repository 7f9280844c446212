"""ninjs, read back by json, jsonschema and html5lib."""

from __future__ import annotations

import io
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import reading
from hypothesis import given, settings

from copydesk.hooks import Context, Diagnostic
from copydesk.testing import samples
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import Document, Metadata
from copydesk_nitf.ninjs import NinjsExporter, NinjsOptions

SCHEMAS = Path(__file__).parent / "schemas"


def write(
    document: Document,
    found: list[Diagnostic] | None = None,
    **options: Any,  # noqa: ANN401 # any
) -> dict[str, Any]:
    out = io.BytesIO()
    context = Context((found if found is not None else []).append)
    NinjsExporter().export(document, out, NinjsOptions(**options), context)
    return reading.ninjs_item(out.getvalue())


@cache
def validators() -> list[jsonschema.protocols.Validator]:
    """For our own schema; and for the official one, if the environment says where it is."""
    named = os.environ.get("NINJS_SCHEMA")
    files = [SCHEMAS / "ninjs-3.2-written.json", *([Path(named)] if named else [])]
    kind = jsonschema.Draft202012Validator
    checker = kind.FORMAT_CHECKER
    assert {"uri", "date-time"} <= set(checker.checkers), "jsonschema lacks the formats"
    return [kind(json.loads(file.read_text("utf-8")), format_checker=checker) for file in files]


def check(item: dict[str, Any]) -> None:
    for validator in validators():
        validator.validate(item)


@pytest.mark.parametrize("name", [*samples.KINDS, *samples.EMPTY])
def test_each_kind_of_document_is_valid(name: str) -> None:
    check(write((samples.KINDS | samples.EMPTY)[name]))  # type: ignore[operator] # both are mappings that know |


@pytest.mark.parametrize("name", samples.HOSTILE)
def test_hostile_text_is_valid_everywhere(name: str) -> None:
    check(write(samples.everywhere(samples.HOSTILE[name]), body="both"))


@given(documents())
@settings(max_examples=150, deadline=None)
def test_any_document_is_valid(document: Document) -> None:
    check(write(document))


def test_the_schema_refuses_what_ninjs_refuses() -> None:
    good = write(every_node())
    bad: list[dict[str, Any]] = [
        {**good, "uri": "no uri"},
        {**good, "versionCreated": "2024-03-09"},
        {**good, "type": "story"},
        {**good, "headline": "of ninjs 1"},
        {**good, "bodies": [{"contentType": "text/html"}]},
    ]
    for item in bad:
        for validator in validators():
            assert not validator.is_valid(item)


def test_the_properties_are_mapped() -> None:
    item = write(every_node())
    assert item["uri"] == "https://example.com/harbour?a=1&b=2"
    assert item["headlines"] == [
        {"role": "main", "value": "Harbour & light: <b>a survey</b>"},
        {"role": "deck", "value": "What a lamp is worth when nobody looks"},
    ]
    assert item["by"] == "By Ann Example and Björn Beispiel"
    assert [person["name"] for person in item["people"]] == ["Ann Example", "Björn Beispiel"]
    assert item["slugline"] == "BC-Harbour, 1st Ld"
    assert item["located"] == "OOSTENDE, Belgium"
    assert item["edNote"] == "EDITOR'S NOTE — First of two parts."
    assert item["copyrightHolder"] == "Example Press"
    assert item["versionCreated"] == "2024-03-10T08:30:00+01:00"
    assert item["language"] == "en"
    assert [subject["name"] for subject in item["subjects"]] == ["harbour", "light"]
    assert item["infoSources"] == [
        {"name": "EP", "role": "agency"},
        {"name": "Example Press", "role": "publisher"},
    ]
    assert [link["uri"] for link in item["associations"]] == ["https://example.com/more"]


def test_bodies_as_html_as_text_or_both() -> None:
    both = write(every_node(), body="both")["bodies"]
    assert [body["contentType"] for body in both] == ["text/html", "text/plain"]
    assert write(every_node(), body="text")["bodies"] == both[1:]
    assert write(every_node(), body="html")["bodies"] == both[:1]
    words = reading.html_text(both[0]["value"]).replace("\u00a0", " ").split()
    assert words == both[1]["value"].split()
    assert both[0]["wordCount"] == len(words)
    assert both[1]["charCount"] == len(both[1]["value"])


def test_the_uri_is_given_or_found_or_made_of_the_text() -> None:
    one, other = Document(body=(paragraph("Rain."),)), Document(body=(paragraph("Sun."),))
    assert write(one, uri="urn:example:1")["uri"] == "urn:example:1"
    assert write(one)["uri"] == write(one)["uri"] != write(other)["uri"]
    assert write(one)["uri"].startswith("ni:///sha-256;")
    named = Document(metadata=Metadata(source_url="https://example.com/ö b|c"))
    check(write(named))
    assert write(named)["uri"] == "https://example.com/%C3%B6%20b%7Cc"


@pytest.mark.parametrize("bad", ["nothing", "two words", "http://", "\ud800:x"])
def test_a_uri_that_is_none_is_not_used(bad: str) -> None:
    check(write(Document(), uri=bad))


def test_a_date_without_a_time_is_told_of() -> None:
    found: list[Diagnostic] = []
    item = write(Document(metadata=Metadata(published="2024-03-09")), found)
    assert "versionCreated" not in item
    assert [(each.code, each.severity) for each in found] == [("ninjs-date", "note")]


def test_nothing_is_invented() -> None:
    item = write(Document(body=(paragraph("Rain fell."),)))
    assert set(item) == {"uri", "type", "representationType", "bodies", "standard"}


def test_on_one_line_or_set_in() -> None:
    out = io.BytesIO()
    NinjsExporter().export(every_node(), out, NinjsOptions(indent=0), Context([].append))
    assert out.getvalue().count(b"\n") == 1
