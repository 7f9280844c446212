"""A document as Markdown holds it: headings and blocks in a row, nothing recognised yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from msgspec import Struct

from copydesk.parsing.assemble import name_in
from copydesk.parsing.numbering import delimiter, readings, steps, way_of
from copydesk.parsing.quotations import spoken
from copydesk.readers.markdown._runs import Run, inlines_of, is_blank, lines_of, normal, text_of
from copydesk.tree import (
    Attribution,
    Block,
    Delimiter,
    List,
    ListItem,
    Numbering,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Span,
    Verse,
    VerseLine,
)
from copydesk.walk import inline_text

DEEPEST_CONTAINER: Final = 36
"""How deep quotations and lists nest; with sections and inlines a tree stays below `MAX_DEPTH`."""

_DEEPEST_SECTION: Final = 20
_FEWEST_LINES: Final = 3
_LONGEST_LINE: Final = 62
_LONGEST_ATTRIBUTION: Final = 90
_FEWEST_LABELS: Final = 2
_LABEL: Final = re.compile(r"(?P<mark>\(?(?:[0-9]{1,9}|[A-Za-z]{1,16})[.)])(?: |$)")

TAIL: Final = Rule("---")
"""The line that stands between the story and its tail."""


class Heading(Struct, frozen=True):
    """A heading; `level` counts the `#`."""

    level: int
    runs: tuple[Run, ...]
    span: Span | None = None


class Passage(Struct, frozen=True):
    """A paragraph, a stanza, or a line of the head."""

    runs: tuple[Run, ...]
    span: Span | None = None

    @property
    def text(self) -> str:
        """Its characters; a line break is a blank."""
        return text_of(self.runs)


class Quoted(Struct, frozen=True):
    """What is marked with `>`."""

    flow: tuple[Item, ...]
    span: Span | None = None


class Listed(Struct, frozen=True):
    """A list; `start` is None where it has bullets, `delimiter` stands behind its numbers."""

    items: tuple[tuple[Item, ...], ...]
    start: int | None
    spans: tuple[Span | None, ...]
    span: Span | None = None
    delimiter: Delimiter = "."
    numbering: Numbering = "decimal"


Item: TypeAlias = Heading | Passage | Quoted | Listed | Block


class _Open(Struct):
    """A section that still takes blocks. `marks` counts the `#` of its heading."""

    marks: int
    level: int
    heading: Heading | None
    children: list[Block]


def nest(flow: Sequence[Item], level: int = 0, depth: int = 0) -> tuple[Block, ...]:
    """The blocks of `flow`, which stands in a section of `level` and `depth` nodes deep."""
    stack = [_Open(0, level, None, [])]
    for item in flow:
        if not isinstance(item, Heading):
            inside = depth + len(stack) - 1
            stack[-1].children.append(_block(item, stack[-1].level, inside))
            continue
        while len(stack) > 1 and stack[-1].marks >= item.level:
            _close(stack)
        if depth + len(stack) > _DEEPEST_SECTION or is_blank(item.runs):
            stack[-1].children.append(Paragraph(inlines_of(item.runs), None, item.span))
        else:
            stack.append(_Open(item.level, stack[-1].level + 1, item, []))
    while len(stack) > 1:
        _close(stack)
    return tuple(stack[0].children)


def _close(stack: list[_Open]) -> None:
    done = stack.pop()
    if done.heading:
        title = inlines_of(done.heading.runs)
        span = done.heading.span
        last = done.children[-1].span if done.children else None
        cover = Span(span.start, last.end) if span and last else span
        stack[-1].children.append(Section(done.level, title, tuple(done.children), cover))


def _block(item: Passage | Quoted | Listed | Block, level: int, depth: int) -> Block:
    match item:
        case Passage():
            return paragraph(item)
        case Quoted():
            return _quote(nest(item.flow, level, depth + 1), item.span)
        case Listed():
            item = numbered(item)
            items = tuple(
                ListItem(nest(flow, level, depth + 2), span)
                for flow, span in zip(item.items, item.spans, strict=True)
            )
            if item.start is None:
                return List(items, span=item.span)
            return List(items, True, item.start, item.span, item.numbering, item.delimiter)
        case _:
            return item


def numbered(listed: Listed) -> Listed:
    """A bulleted list whose items all begin with labels that count on (`a)`, `b)`) as the numbered
    list that it stands for; any other list as it is. Figures have a mark of their own.
    """
    if listed.start is not None or len(listed.items) < _FEWEST_LABELS:
        return listed
    marks = [_label(flow) for flow in listed.items]
    known = [mark for mark in marks if mark]
    if len(known) < len(marks):
        return listed
    way, after = way_of(known), delimiter(known[0])
    if way == "decimal" and after != "()":
        return listed
    if any(steps(one, other).get(way) != 1 for one, other in pairwise(known)):
        return listed
    items = tuple(_without(flow, mark) for flow, mark in zip(listed.items, known, strict=True))
    start = readings(known[0])[way]
    return Listed(items, start, listed.spans, listed.span, after, way)


def _label(flow: Sequence[Item]) -> str | None:
    """The label that the first paragraph of an item begins with, in plain text."""
    first = flow[0] if flow else None
    if not isinstance(first, Passage) or first.runs[0].code or first.runs[0].worn:
        return None
    found = _LABEL.match(first.runs[0].text)
    if found is None or (not found[0].endswith(" ") and len(first.runs) > 1):
        return None
    return found["mark"]


def _without(flow: Sequence[Item], mark: str) -> tuple[Item, ...]:
    first, *rest = flow
    if not isinstance(first, Passage):
        raise AssertionError(first)  # it has a label
    bare = first.runs[0]._replace(text=first.runs[0].text[len(mark) :])
    runs = normal((bare, *first.runs[1:]))
    return (Passage(runs, first.span), *rest) if runs else tuple(rest)


def paragraph(passage: Passage) -> Paragraph | Verse:
    """A passage as a stanza, where it has three lines or more and all are short, or one is set in;
    as a paragraph otherwise.
    """
    lines = lines_of(passage.runs)
    if len(lines) >= _FEWEST_LINES:
        texts = [text_of(line) for line in lines]
        set_in = any(text.startswith("\xa0") for text in texts)
        if set_in or all(len(text) <= _LONGEST_LINE for text in texts):
            return Verse(tuple(_verse_line(line) for line in lines), passage.span)
    return Paragraph(inlines_of(passage.runs), None, passage.span)


def _verse_line(runs: Sequence[Run]) -> VerseLine:
    indent = 0
    kept = list(runs)
    while kept and kept[0].text.startswith("\xa0") and not kept[0].code:
        bare = kept[0].text.lstrip("\xa0")
        indent += len(kept[0].text) - len(bare)
        if bare:
            kept[0] = Run(bare, kept[0].worn, kept[0].code)
            break
        del kept[0]
    if not kept or kept[0].text[:1].isspace():  # it is white space of the text, and sets in nothing
        return VerseLine(inlines_of(runs))
    return VerseLine(inlines_of(kept), indent)


def _quote(children: tuple[Block, ...], span: Span | None) -> Quote:
    """Direct speech, where that is all there is in it; else a quotation, with the line below it
    that says whose it is.
    """
    match children:
        case (Paragraph() as only,):
            speech = spoken(inline_text(only.children))
            if speech:
                return Quote(children, "speech", speech.speaker, None, span)
        case (*above, Paragraph() as last) if above:
            text = inline_text(last.children)
            if text[:1] in ("–", "—", "-") and len(text) < _LONGEST_ATTRIBUTION:
                line = Attribution(last.children, last.span)
                return Quote(tuple(above), "block", name_in(line), line, span)
        case _:
            pass
    return Quote(children, "block", None, None, span)


def preformatted(value: str, span: Span | None) -> Preformatted | None:
    """A block of code without the blanks of its empty lines; None where it shows nothing."""
    lines = [line if line.strip() else "" for line in value.split("\n")]
    return Preformatted("\n".join(lines), span) if any(lines) else None
