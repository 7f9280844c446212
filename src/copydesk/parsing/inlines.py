"""Fifth stage: what stands inside a block: text, links, and the dateline of a lead.

Stars, underscores and backticks are characters like any other: copy is not Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.parsing.datelines import DatelineParts
from copydesk.parsing.leaves import Passage
from copydesk.parsing.notices import URL, URL_WITHOUT_AT
from copydesk.tree import Dateline, Inline, Link, Span
from copydesk.walk import safe_target

_TRAILING = ".,;:!?…'\"”’»"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def inlines(passage: Passage, start: int = 0, stop: int | None = None) -> tuple[Inline, ...]:
    """The inlines of `passage.value[start:stop]`, white space at both ends left out."""
    value = passage.value
    stop = len(value) if stop is None else stop
    while start < stop and value[start].isspace():
        start += 1
    while stop > start and value[stop - 1].isspace():
        stop -= 1
    if start == stop:
        return ()
    if not any(sign in value for sign in ("://", "www.", "@", "mailto:")):
        return (passage.text(start, stop),)
    made: list[Inline] = []
    position = start
    for found in (URL if "@" in value else URL_WITHOUT_AT).finditer(value, start, stop):
        end = _link_end(found.group(), found.start())
        target = _target(value[found.start() : end])
        if target is None or found.start() < position:
            continue
        if found.start() > position:
            made.append(passage.text(position, found.start()))
        leaf = passage.text(found.start(), end)
        made.append(Link(target, (leaf,), leaf.span))
        position = end
    if position < stop:
        made.append(passage.text(position, stop))
    return tuple(made)


def lead_inlines(passage: Passage, parts: DatelineParts) -> tuple[Inline, ...]:
    """The inlines of a lead: its dateline, then its text."""
    leaf = passage.text(0, parts.length)
    dateline = Dateline((leaf,), parts.location, parts.agency, parts.date, leaf.span)
    return (dateline, *inlines(passage, parts.length))


def _link_end(address: str, start: int) -> int:
    """Where an address really ends: closing punctuation belongs to the sentence around it."""
    end = len(address)
    while end:
        last = address[end - 1]
        unpaired = last in _PAIRS and address.count(last, 0, end) > address.count(
            _PAIRS[last], 0, end
        )
        if last not in _TRAILING and not unpaired:
            break
        end -= 1
    return start + end


def _target(address: str) -> str | None:
    if address.startswith("www."):
        return safe_target(f"http://{address}") if "." in address[4:] else None
    if "://" not in address and not address.startswith("mailto:"):
        return safe_target(f"mailto:{address}")
    return safe_target(address)


def span_of(nodes: Sequence[Inline]) -> Span | None:
    """From the start of the first node to the end of the last."""
    spans = [node.span for node in nodes if node.span]
    return Span(spans[0].start, spans[-1].end) if spans else None
