"""YAML front matter out of a document's metadata."""

from __future__ import annotations

import json

from copydesk.exporters._sanitize import clean
from copydesk.tree import Metadata

# YAML takes these for line ends or a mark of byte order, JSON does not.
_YAML_ONLY = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029", 0xFEFF: "\\ufeff"}


def front_matter(metadata: Metadata) -> str:
    """A YAML block under the names that site generators and pandoc know; empty without metadata.

    All values are double-quoted: a JSON string is a YAML string (YAML 1.2.2, section 1.2), so that
    nothing is ever taken for a date, a number or a key.
    """
    fields: list[tuple[str, str | tuple[str, ...] | None]] = [
        ("title", metadata.title),
        ("author", metadata.authors),
        ("date", metadata.published),
        ("updated", metadata.updated),
        ("lang", metadata.language),
        ("publisher", metadata.publisher),
        ("source", metadata.source_url),
        ("keywords", metadata.keywords),
    ]
    lines: list[str] = []
    for key, value in fields:
        if isinstance(value, tuple):
            if value:
                lines += [f"{key}:", *(f"  - {_quoted(item)}" for item in value)]
        elif value is not None:
            lines.append(f"{key}: {_quoted(value)}")
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _quoted(text: str) -> str:
    return json.dumps(clean(text), ensure_ascii=False).translate(_YAML_ONLY)
