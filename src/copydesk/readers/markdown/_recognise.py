"""A flow of blocks to a document: what Markdown has no marks for is known by its wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from copydesk.parsing.blocks import Block as CopyBlock
from copydesk.parsing.bylines import read_byline
from copydesk.parsing.calls import Call, Copy, Role
from copydesk.parsing.datelines import DatelineParts, find_dateline
from copydesk.parsing.dates import timestamp_parts
from copydesk.parsing.head import find_credits, find_lead, find_mail
from copydesk.parsing.layout import Layout, Wrapping
from copydesk.parsing.lines import Line
from copydesk.parsing.mail import HEADER, field_kind, sender
from copydesk.parsing.marks import find_notices
from copydesk.parsing.turns import find_turns
from copydesk.readers.markdown._flow import (
    TAIL,
    Heading,
    Item,
    Listed,
    Passage,
    Quoted,
    nest,
    paragraph,
)
from copydesk.readers.markdown._runs import EMPHASIS, Run, inlines_of, normal, text_of
from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    HeadNode,
    Paragraph,
    Preformatted,
    Rule,
    Slug,
    Timestamp,
    Verse,
)

_HEAD_REACH: Final = 5
_LAYOUT: Final = Layout(Wrapping(False, False, 0, {}), separated=True, cased=True)


def recognise(flow: Sequence[Item]) -> Document:
    """The document that `flow` makes, without metadata."""
    top = _headline(flow)
    story, tail = _split_tail(flow)
    copy = _copy(story, top)
    find_mail(copy)
    find_notices(copy)
    find_turns(copy)
    find_credits(copy)
    head = _head(story, copy, top)
    # Its lead is the first paragraph of the story.
    for index in range(len(head)):
        copy.calls[index] = Call("slug", 1.0)
    find_lead(copy)
    body = [_body_item(copy, index, item) for index, item in enumerate(story)][len(head) :]
    return Document(head=head, body=nest(body), tail=tail)


def _headline(flow: Sequence[Item]) -> int | None:
    """The index of the first `#`, if only lines of the head stand above it."""
    for index, item in enumerate(flow[: _HEAD_REACH + 1]):
        match item:
            case Heading(level=1):
                return index
            case Passage():
                pass
            case _:
                return None
    return None


def _split_tail(flow: Sequence[Item]) -> tuple[list[Item], tuple[Aside, ...]]:
    """The story and its tail: notices and nothing else, under the last `---`."""
    items = list(flow)
    breaks = [index for index, item in enumerate(items) if _is_tail_break(item)]
    story = [_story_rule(item) for item in items]
    if not breaks:
        return story, ()
    below = items[breaks[-1] + 1 :]
    copy = _copy(below, None)
    find_notices(copy)
    tail = [
        _aside(item, call)
        for item, call in zip(below, copy.calls, strict=True)
        if isinstance(item, Passage) and call and call.role == "aside"
    ]
    if not tail or len(tail) < len(below):
        return story, ()
    return story[: breaks[-1]], tuple(tail)


def _is_tail_break(item: Item) -> bool:
    return isinstance(item, Rule) and item.value == TAIL.value


def _story_rule(item: Item) -> Item:
    return Rule(span=item.span) if isinstance(item, Rule) else item


def _copy(flow: Sequence[Item], top: int | None) -> Copy:
    """`flow` as the parser's own stages see copy, with calls for all that is marked."""
    fields = _mail_fields(flow, top)
    blocks = [_seen(index, item, header=index in fields) for index, item in enumerate(flow)]
    copy = Copy(blocks, _LAYOUT)
    for index, item in enumerate(flow):
        role = "headline" if index == top else _marked(item)
        if role is None and top is not None and _is_deck(flow, top, index):
            role = "deck"
        if role:
            copy.call(index, role, 1.0, "it is marked so")
    return copy


def _mail_fields(flow: Sequence[Item], top: int | None) -> range:
    """The items, from the first on, that are a message's header: one says from what address. The
    headline, which may be the message's subject, counts among them.
    """
    sent = False
    end = 0
    for index, item in enumerate(flow):
        text = item.text if isinstance(item, Passage) else ""
        if index != top and not HEADER.match(text):
            break
        sent = sent or (field_kind(text) == "sender" and "@" in text)
        end = index + 1
    return range(end if sent else 0)


def _seen(index: int, item: Item, *, header: bool) -> CopyBlock:
    match item:
        case Heading():
            text = text_of(item.runs)
        case Passage():
            text = item.text
        case _:
            text = ""
    line = Line(index + 1, 0, len(text), text, 0, len(text))
    return CopyBlock((line,), text, 1, 1, header=header)


def _marked(item: Item) -> Role | None:
    match item:
        case Passage():
            # A stanza is one by its lines.
            return "verse" if isinstance(paragraph(item), Verse) else None
        case Heading():
            return "heading"
        case Quoted():
            return "quote"
        case Listed():
            return "item"
        case Preformatted():
            return "preformatted"
        case _:
            return "rule"


def _is_deck(flow: Sequence[Item], top: int, index: int) -> bool:
    """Whether a paragraph under the headline is in italics from end to end."""
    item = flow[index]
    return 0 < index - top <= _HEAD_REACH and isinstance(item, Passage) and _is_italic(item)


def _is_italic(item: Passage) -> bool:
    return all(EMPHASIS in run.worn for run in item.runs)


def _head(flow: Sequence[Item], copy: Copy, top: int | None) -> tuple[HeadNode, ...]:
    """The nodes of the head: all up to the headline, and what follows it without a gap."""
    head: list[HeadNode] = []
    for index, item in enumerate(flow):
        if isinstance(item, Heading) and index == top:
            head.append(Headline(inlines_of(item.runs), item.span))
            continue
        above = top is not None and index < top
        node = _head_node(item, copy.role(index), above=above)
        if node is None:
            break
        head.append(node)
    return tuple(head)


def _head_node(item: Item, role: Role | None, *, above: bool) -> HeadNode | None:
    if not isinstance(item, Passage):
        return None
    text, made, span = item.text, inlines_of(item.runs), item.span
    match role:
        case "deck" if _is_italic(item):
            return Deck(inlines_of(_without_emphasis(item.runs)), span)
        case "byline":
            return Byline(made, read_byline(text, bare=True) or sender(text), span)
        case "timestamp":
            stamp = timestamp_parts(text)
            return Timestamp(made, "updated" if stamp.updated else "published", stamp.date, span)
        case None if place := _place(text):
            return Dateline(made, place.location, place.agency, place.date, span)
        case _:
            return Slug(made, span) if above else None


def _without_emphasis(runs: Sequence[Run]) -> tuple[Run, ...]:
    return normal(run._replace(worn=run.worn - {EMPHASIS}) for run in runs)


_ANY_LEAD = "It began here, and went on."


def _place(text: str) -> DatelineParts | None:
    """A dateline that is a line of its own: one that would open a lead if any followed."""
    for dash in ("", " —"):
        parts = find_dateline(f"{text}{dash} {_ANY_LEAD}")
        if parts and parts.length >= len(text):
            return parts
    return None


def _body_item(copy: Copy, index: int, item: Item) -> Item:
    call = copy.calls[index]
    if not isinstance(item, Passage) or call is None:
        return item
    if call.role == "aside":
        return _aside(item, call)
    if call.speaker:
        return Paragraph(inlines_of(item.runs), call.speaker, item.span)
    if call.dateline:
        return _lead(item, call.dateline)
    return item


def _aside(item: Passage, call: Call) -> Aside:
    block: Block = Paragraph(inlines_of(item.runs), None, item.span)
    return Aside(call.detail or "boilerplate", (block,), item.span)


def _lead(item: Passage, parts: DatelineParts) -> Item:
    """A paragraph that opens with a dateline, if the dateline is plain text."""
    first, *rest = item.runs
    if first.code or first.worn or len(first.text) < parts.length:
        return item
    behind = normal([Run(first.text[parts.length :]), *rest])
    dateline = Dateline(
        inlines_of((Run(first.text[: parts.length].rstrip()),)),
        parts.location,
        parts.agency,
        parts.date,
    )
    return Paragraph((dateline, *inlines_of(behind)), None, item.span)
