"""A document in which every text is a word of its own, so that each can be found and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import msgspec
from msgspec import Struct

from copydesk.testing._text import texts_of
from copydesk.testing.documents import every_node
from copydesk.tree import Document

_INLINE_LEAVES = ("text", "code")
_TITLES = re.compile(r"(Headline|Deck|Byline|Dateline|Timestamp|Slug|Section)\[\d+\]$")


class Marked(Struct, frozen=True):
    """The document; of each marker the path to its node; and the paths of head and headings."""

    document: Document
    places: Mapping[str, str]
    titles: frozenset[str]


def marked_document() -> Marked:
    """`every_node()` with the words `q1q`, `q2q`, … in the place of its texts."""
    plain = msgspec.to_builtins(every_node())
    document = msgspec.convert(_marked(plain, count(1)), Document)
    places = {
        marker: expected.path
        for expected in texts_of(document)
        for marker in re.findall(r"q\d+q", expected.text)
    }
    titles = frozenset(path for path in places.values() if _TITLES.search(path))
    return Marked(document, places, titles)


def _marked(value: Any, numbers: Iterator[int]) -> Any:  # noqa: ANN401 # JSON
    match value:
        case {"type": "text" | "code" | "preformatted"}:
            return {**value, "value": f"q{next(numbers)}q"}
        case dict():
            return {key: _marked(inner, numbers) for key, inner in value.items()}
        case list() | tuple():
            made = [_marked(inner, numbers) for inner in value]
            if not any(isinstance(one, dict) and one.get("type") in _INLINE_LEAVES for one in made):
                return made
            blank = {"type": "text", "value": " "}  # between words, so that none need be glued
            return [each for one in made for each in (blank, one)][1:]
        case _:
            return value
