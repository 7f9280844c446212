"""The tree as JSON and back, and its JSON Schema."""

from __future__ import annotations

from typing import Any

import msgspec

from copydesk.errors import SourceError
from copydesk.tree import Document
from copydesk.walk import validate


def to_json(document: Document) -> bytes:
    """`document` as one line of JSON (UTF-8)."""
    return msgspec.json.encode(document)


def from_json(data: bytes | str) -> Document:
    """The document that `data` holds. Raises `SourceError` naming the node that breaks a rule."""
    try:
        document = msgspec.json.decode(data, type=Document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"not a copydesk tree: {error}") from None
    except RecursionError:
        raise SourceError("not a copydesk tree: nodes nest too deep") from None
    problems = validate(document)
    if problems:
        first = problems[0]
        raise SourceError(f"not a valid copydesk tree: {first.message}", place=first.path)
    return document


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document."""
    schema = msgspec.json.schema(Document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
