"""Front matter: a block between two lines of `---` that says what a document is.

Read is what of YAML writers of front matter use: a key and a value a line, lists of values. A plain
value is text, so that a date stays as written and `No` is a word. There are no anchors, tags or
nested maps; a key that is none of ours is passed over, with all that is set in under it.
"""

from __future__ import annotations

import json
import re
from typing import Final

from msgspec import Struct

from copydesk.diagnostics import Diagnostic
from copydesk.errors import SourceError
from copydesk.formats import Context
from copydesk.tree import Metadata, Span
from copydesk.walk import safe_target

_OPENING: Final = re.compile("\ufeff?---[ \t]*(?:\r\n?|\n)")
_ENTRY: Final = re.compile(r"(?P<key>[A-Za-z_][\w-]{0,63})[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_ITEM: Final = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?$")
_LINE: Final = re.compile("(?P<text>[^\r\n]*)(?:\r\n?|\n|\\Z)")
_DOUBLE: Final = re.compile(r'("(?:[^"\\]|\\.)*")[ \t]*(?:#.*)?$')
_SINGLE: Final = re.compile(r"'((?:[^']|'')*)'[ \t]*(?:#.*)?$")
_COMMENT: Final = re.compile(r"[ \t]#.*$")
_PART: Final = re.compile(
    r"""[ \t]*+("(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|[^,\[\]{}"']*+)[ \t]*+(?:,|$)"""
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_KEYS: Final = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "date": "published",
    "updated": "updated",
    "lang": "language",
    "language": "language",
    "publisher": "publisher",
    "source": "source_url",
    "keywords": "keywords",
    "tags": "keywords",
}
_LISTS: Final = frozenset({"authors", "keywords"})
_CURE: Final = 'write it as key: "value", or as a list with a line - "value" for each'


class FrontMatter(Struct, frozen=True):
    """What front matter says, and where the text behind it starts."""

    metadata: Metadata
    stop: int


def split(text: str, context: Context) -> FrontMatter:
    """The front matter of `text`, which may have none. Raises `SourceError` where its end is
    missing or a value of ours cannot be read.
    """
    none = FrontMatter(Metadata(), len(text) - len(text.removeprefix("\ufeff")))
    opening = _OPENING.match(text)
    if not opening:
        return none
    first = _LINE.match(text, opening.end())
    if not first or not (_ENTRY.match(first["text"]) or first["text"].rstrip() == "---"):
        # A line of `---` is a rule where nothing like a key follows.
        return none
    lines: list[tuple[int, str]] = []
    position = opening.end()
    while position < len(text):
        line = _LINE.match(text, position)
        if line is None:  # the pattern matches anywhere
            break
        if line["text"].rstrip() in ("---", "..."):
            return FrontMatter(_Reader(lines, context).metadata(), line.end())
        lines.append((position, line["text"]))
        position = line.end()
    raise SourceError(
        "the front matter has no end",
        path=context.name,
        place="line 1",
        cure="close it with a line ---, or put a blank line under the first one",
    )


class _Reader:
    """One pass over the lines of front matter."""

    def __init__(self, lines: list[tuple[int, str]], context: Context) -> None:
        self._lines = lines
        self._context = context
        self._at = 0
        self._fields: dict[str, str | tuple[str, ...]] = {}

    def metadata(self) -> Metadata:
        """What the lines say."""
        while self._at < len(self._lines):
            position, line = self._lines[self._at]
            self._at += 1
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            entry = _ENTRY.match(line.rstrip())
            if not entry:
                raise self._fault(f"{line.strip()[:40]!r} is no entry of front matter")
            self._entry(entry["key"], (entry["value"] or "").strip(), position)
        fields = self._fields
        return Metadata(
            title=_one(fields.get("title")),
            authors=_many(fields.get("authors")),
            language=_one(fields.get("language")),
            published=_one(fields.get("published")),
            updated=_one(fields.get("updated")),
            publisher=_one(fields.get("publisher")),
            source_url=_one(fields.get("source_url")),
            keywords=_many(fields.get("keywords")),
        )

    def _entry(self, key: str, value: str, position: int) -> None:
        field = _KEYS.get(key.lower())
        number = self._at
        below = self._below()
        if field is None:
            message = f"front matter says {key!a}, which no document has"
            span = Span(position, position + len(key))
            self._context.report(Diagnostic("unknown-metadata", message, "note", span))
            return
        if field in self._fields:
            raise self._fault(f"{key} is there twice", number)
        if below and value:
            raise self._fault(f"the value of {key} goes on over several lines", number + 1)
        if below:
            values = tuple(
                self._item(line, number + 1 + row) for row, line in enumerate(below) if line.strip()
            )
        elif value.startswith("["):
            values = self._row(value, number)
        elif not value or value.startswith("#"):
            return
        else:
            values = (self._scalar(value, number),)
        if field not in _LISTS and len(values) != 1:
            raise self._fault(f"{key} has {len(values)} values and takes one", number)
        if field == "source_url" and safe_target(values[0]) is None:
            raise self._fault(f"{key} is no http, https or mailto address", number)
        self._fields[field] = values if field in _LISTS else values[0]

    def _below(self) -> list[str]:
        """The lines that belong to the entry above: set in, or items of a list."""
        taken: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at][1]
            if line.strip() and line[0] not in " \t" and not _ITEM.match(line):
                break
            taken.append(line)
            self._at += 1
        return [] if not any(line.strip() for line in taken) else taken

    def _item(self, line: str, number: int) -> str:
        item = _ITEM.match(line.rstrip())
        if not item:
            raise self._fault(f"{line.strip()[:40]!r} is no entry of a list", number)
        return self._scalar((item["value"] or "").strip(), number)

    def _row(self, value: str, number: int) -> tuple[str, ...]:
        """`[a, "b", c]`."""
        inner = _COMMENT.sub("", value) if not value.endswith("]") else value
        if not inner.rstrip().endswith("]"):
            raise self._fault("a list in brackets has no end", number)
        inner = inner.rstrip()[1:-1]
        made: list[str] = []
        position = 0
        while position < len(inner):
            part = _PART.match(inner, position)
            if not part or part.end() == position:
                raise self._fault("a list in brackets cannot be read", number)
            if part[1].strip():
                made.append(self._scalar(part[1].strip(), number))
            position = part.end()
        return tuple(made)

    def _scalar(self, value: str, number: int) -> str:
        if value.startswith('"'):
            found = _DOUBLE.match(value)
            try:
                text: object = json.loads(found[1], strict=False) if found else None
            except ValueError:
                text = None
            if isinstance(text, str) and not _SURROGATE.search(text):
                return text
            raise self._fault("a quoted value cannot be read", number)
        if value.startswith("'"):
            single = _SINGLE.match(value)
            if single:
                return single[1].replace("''", "'")
            raise self._fault("a quoted value cannot be read", number)
        if value[:1] in tuple("&*!|>{}[]%@`"):
            raise self._fault(f"a value may not start with {value[:1]}", number)
        return _COMMENT.sub("", value).strip()

    def _fault(self, message: str, number: int | None = None) -> SourceError:
        line = 1 + (self._at if number is None else number)
        return SourceError(message, path=self._context.name, place=f"line {line}", cure=_CURE)


def _one(value: str | tuple[str, ...] | None) -> str | None:
    return value if isinstance(value, str) else None


def _many(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
