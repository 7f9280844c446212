"""The tree as JSON and back, and its JSON Schema."""

from __future__ import annotations

import json
from typing import Any, Literal

import msgspec

from copydesk.errors import SourceError
from copydesk.tree import Document
from copydesk.walk import validate


class _Root(msgspec.Struct):
    """What says that JSON is a tree. A struct by itself does without its tag."""

    type: Literal["document"]


def to_json(document: Document, *, indent: int = 0) -> bytes:
    """`document` as JSON (UTF-8): on one line, or set in by `indent` blanks a level."""
    try:
        data = msgspec.json.encode(document)
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot hold and an escape can
        plain = msgspec.to_builtins(document)
        return json.dumps(plain, indent=indent or None).encode("ascii")
    return msgspec.json.format(data, indent=indent) if indent else data


def from_json(data: bytes | str) -> Document:
    """The document that `data` holds. Raises `SourceError` naming the node that breaks a rule."""
    try:
        document = _decode(data)
    except (ValueError, msgspec.DecodeError) as error:
        raise SourceError(f"not a copydesk tree: {error}") from None
    except RecursionError:
        raise SourceError("not a copydesk tree: nodes nest too deep") from None
    problems = validate(document)
    if problems:
        first = problems[0]
        raise SourceError(f"not a valid copydesk tree: {first.message}", place=first.path)
    return document


def _decode(data: bytes | str) -> Document:
    surrogate = "\\ud" if isinstance(data, str) else b"\\ud"
    if surrogate in data:  # type: ignore[operator] # both are of the type of data
        plain = json.loads(data)
        msgspec.convert(plain, _Root)
        return msgspec.convert(plain, Document)
    msgspec.json.decode(data, type=_Root)
    return msgspec.json.decode(data, type=Document)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document."""
    schema = msgspec.json.schema(Document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
