"""The document tree as a person reads it on a terminal: a line a block, box lines, no colour.

With latest airstrikes, US signals to Iran
CNN · en
36 paragraphs, 3 quotes, 2 sections, 1 aside

body
├─ paragraph     (CNN) The U.S.-led coalition against ISIS waged a series of … · dateline
└─ section       Containing Iran · 6 paragraphs, 1 quote
   ├─ paragraph  Iran is thought to have expansionist ambitions, and these ambitions …
   └─ quote      “The regime is bombing us in 25 to 30 raids … · speech · by Salameh
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, BinaryIO, Final, assert_never

from msgspec import Meta, Struct

from copydesk.exporters._sanitize import REPLACEMENT, clean
from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import (
    AnyNode,
    Aside,
    Block,
    Custom,
    Dateline,
    Document,
    Headline,
    HeadNode,
    Link,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Timestamp,
    Verse,
)
from copydesk.walk import inline_text, item_labels, number_label, walk

_LEAST_TEXT: Final = 24
_WIDEST_LABELS: Final = 30
_WIDEST_NOTE: Final = 40
_SHOWN: Final = 2000
"""Characters of a text that are looked at: more than any line holds."""

_COUNTED: Final[tuple[type[AnyNode], ...]] = (
    Paragraph, Quote, Section, List, Verse, Preformatted, Rule, Aside, Custom,
)  # fmt: skip
_NAMES: Final = {"verse": "stanza", "preformatted": "preformatted block", "custom": "custom block"}


class OutlineOptions(FormatOptions, frozen=True):
    """Options of the outline format."""

    width: Annotated[int, Meta(ge=40, le=1000, description="columns a line may take")] = 100


class OutlineExporter:
    """Writes an outline as UTF-8 plain text, safe to show on a terminal."""

    Options = OutlineOptions

    def export(
        self, document: Document, out: BinaryIO, options: OutlineOptions, context: Context
    ) -> None:
        """Write `document`. No control or formatting character of it reaches `out`."""
        parts = [
            ("head", [_head(node) for node in document.head]),
            ("body", [_block(block) for block in document.body]),
            ("tail", [_block(block) for block in document.tail]),
        ]
        drawn = [(name, list(_draw(rows, ""))) for name, rows in parts if rows]
        labels = (len(stem) + len(row.label) for _, rows in drawn for stem, row in rows)
        column = min(max(labels, default=0), _WIDEST_LABELS) + 2
        lines = _title(document, options.width)
        for name, rows in drawn:
            lines += ["", name]
            lines += [_line(stem, row, column, options.width) for stem, row in rows]
        out.write("".join(f"{line}\n" for line in lines).encode())


class _Row(Struct):
    """One line, and those below it. `notes` stand behind the text and are not cut."""

    label: str
    text: str = ""
    notes: tuple[str, ...] = ()
    below: tuple[_Row, ...] = ()


def _title(document: Document, width: int) -> list[str]:
    data = document.metadata
    headlines = [inline_text(n.children) for n in document.head if isinstance(n, Headline)]
    title = data.title or next(iter(headlines), None) or document.source.name or "(no headline)"
    facts = [
        "by " + ", ".join(data.authors) if data.authors else None,
        data.publisher,
        data.published,
        f"updated {data.updated}" if data.updated else None,
        data.language,
    ]
    kinds = _count(node for node in walk(document) if isinstance(node, _COUNTED))
    lines = [title, " · ".join(fact for fact in facts if fact), kinds]
    return [_cut(_printable(line), width) for line in lines if line]


def _head(node: HeadNode) -> _Row:
    match node:
        case Timestamp():
            notes: tuple[str | None, ...] = (node.role, node.date)
        case Dateline():
            notes = (node.location, node.agency, node.date)
        case _:
            notes = ()
    text = inline_text(node.children)
    return _row(_name(node), text, *(note for note in notes if note != text))


def _block(block: Block) -> _Row:
    # Trees nest at most MAX_DEPTH deep, so that this recursion is bounded.
    match block:
        case Paragraph():
            return _row("paragraph", inline_text(block.children), *_paragraph_notes(block))
        case Section():
            below = tuple(map(_block, block.children))
            return _row("section", inline_text(block.title), _count(block.children), below=below)
        case Quote():
            below = tuple(map(_block, block.children))
            if block.attribution:
                words = inline_text(block.attribution.children)
                below = (*below, _row("attribution", words))
            spoken = f"by {block.speaker}" if block.speaker else None
            return _joined("quote", below, "speech" if block.role == "speech" else None, spoken)
        case List():
            kind = f"numbered from {_first_number(block)}" if block.ordered else "bulleted"
            length = _number(len(block.children), "item")
            return _row("list", f"{kind}, {length}", below=tuple(_items(block)))
        case Verse():
            lines = tuple(
                _Row("line", " " * min(line.indent, 20) + _printable(inline_text(line.children)))
                for line in block.children
            )
            return _row("verse", _lines(len(lines)), below=lines)
        case Preformatted():
            first = block.value.strip().partition("\n")[0]
            return _row("preformatted", first, _lines(block.value.count("\n") + 1))
        case Rule():
            return _row("rule", block.value)
        case Aside():
            return _joined("aside", tuple(map(_block, block.children)), block.role)
        case Custom():
            return _row("custom", block.kind, below=tuple(map(_block, block.fallback)))
        case _:
            assert_never(block)


def _items(node: List) -> Iterator[_Row]:
    labels = item_labels(node) if node.ordered else ("•",) * len(node.children)
    for label, item in zip(labels, node.children, strict=True):
        yield _joined(label, tuple(map(_block, item.children)))


def _first_number(node: List) -> str:
    first = node.children[0].number if node.children else None
    number = node.start if first is None else first
    return number_label(number, node.numbering, ".").removesuffix(".")


def _joined(label: str, below: tuple[_Row, ...], *notes: str | None) -> _Row:
    """A row for what holds `below`: with the paragraph in it on the same line, if that is all."""
    match below:
        case [_Row(label="paragraph") as only]:
            return _row(label, only.text, *only.notes, *notes)
        case _:
            return _row(label, "", *notes, below=below)


def _paragraph_notes(paragraph: Paragraph) -> Iterator[str | None]:
    yield f"by {paragraph.speaker}" if paragraph.speaker else None
    links = sum(isinstance(node, Link) for node in walk(paragraph))
    yield _number(links, "link") if links else None
    first = paragraph.children[:1]
    yield "dateline" if first and isinstance(first[0], Dateline) else None


def _row(label: str, text: str, *notes: str | None, below: tuple[_Row, ...] = ()) -> _Row:
    kept = tuple(_cut(_printable(note), _WIDEST_NOTE) for note in notes if note)
    return _Row(label, _printable(text), kept, below)


def _draw(rows: Iterable[_Row], stem: str) -> Iterator[tuple[str, _Row]]:
    rows = list(rows)
    for number, row in enumerate(rows, 1):
        last = number == len(rows)
        yield stem + ("└─ " if last else "├─ "), row
        yield from _draw(row.below, stem + ("   " if last else "│  "))


def _line(stem: str, row: _Row, column: int, width: int) -> str:
    start = f"{stem}{row.label}  ".ljust(column)
    notes = "".join(f" · {note}" for note in row.notes)
    if not row.text:
        return start + notes.removeprefix(" · ") if notes else start.rstrip()
    return start + _cut(row.text, max(width - len(start) - _columns(notes), _LEAST_TEXT)) + notes


def _count(nodes: Iterable[AnyNode]) -> str:
    """Nodes by kind, as in `3 paragraphs, 1 list`."""
    counts = Counter(map(type, nodes))
    return ", ".join(_number(counts[kind], kind.__name__) for kind in _COUNTED if counts[kind])


def _number(count: int, kind: str) -> str:
    name = _NAMES.get(kind.lower(), kind.lower())
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _lines(count: int) -> str:
    return _number(count, "line")


def _name(node: AnyNode) -> str:
    return type(node).__name__.lower()


def _printable(text: str) -> str:
    """The start of `text` on one line, without any character that a terminal obeys or hides."""
    shown = clean(text[:_SHOWN])
    if not shown.isprintable():
        shown = "".join(map(_visible, shown))
    return " ".join(shown.split())


def _visible(char: str) -> str:
    if char.isprintable() or char.isspace():
        return char
    return "" if unicodedata.category(char) == "Cf" else REPLACEMENT


def _cut(text: str, columns: int) -> str:
    """`text` in at most `columns`, cut at a blank near the end where there is one."""
    if _columns(text) <= columns:
        return text
    kept = text[: columns - 1]
    while _columns(kept) > columns - 1:
        kept = kept[:-1]
    blank = kept.rfind(" ", len(kept) - 12)
    return f"{kept[:blank]} …" if blank > 0 else f"{kept}…"


def _columns(text: str) -> int:
    """The columns that `text` takes on a terminal: wide East Asian characters two, marks none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))
