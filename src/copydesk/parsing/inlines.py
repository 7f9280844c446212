"""Fifth stage: what stands inside a block: text, links, and the dateline of a lead.

Stars, underscores and backticks are characters like any other: copy is not Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.parsing.datelines import DatelineParts
from copydesk.parsing.foreign import ForeignWords
from copydesk.parsing.leaves import Passage
from copydesk.parsing.notices import URL, URL_WITHOUT_AT, may_hold_address
from copydesk.tree import Dateline, Foreign, Inline, Link, Span
from copydesk.walk import safe_target

_TRAILING = ".,;:!?…'\"”’»"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def inlines(
    passage: Passage, foreign: ForeignWords, start: int = 0, told: int = 0
) -> tuple[Inline, ...]:
    """The inlines of `passage.value[start:]`, white space at both ends left out.

    `foreign` says which words are of another language; before `told` none is looked for.
    """
    value = passage.value
    stop = len(value)
    while start < stop and value[start].isspace():
        start += 1
    while stop > start and value[stop - 1].isspace():
        stop -= 1
    if start == stop:
        return ()
    if not may_hold_address(value):
        if value.isascii():
            return tuple(passage.texts(start, stop))
        return tuple(_texts(passage, foreign, start, stop, told))
    made: list[Inline] = []
    position = start
    for found in (URL if "@" in value else URL_WITHOUT_AT).finditer(value, start, stop):
        end = _link_end(found.group(), found.start())
        target = _target(value[found.start() : end])
        if target is None or found.start() < position:
            continue
        if found.start() > position:
            made += _texts(passage, foreign, position, found.start(), told)
        leaves = tuple(passage.texts(found.start(), end))
        made.append(Link(target, leaves, span_of(leaves)))
        position = end
    if position < stop:
        made += _texts(passage, foreign, position, stop, told)
    return tuple(made)


def paragraph_inlines(
    passage: Passage, foreign: ForeignWords, speaker: str | None
) -> tuple[Inline, ...]:
    """The inlines of a paragraph, which may be in another language from end to end; the name of
    its `speaker` is not.
    """
    named = len(speaker) if speaker and passage.value.startswith(speaker) else 0
    made = inlines(passage, foreign, 0, named)
    language = None if speaker else foreign.of_paragraph(passage.value)
    return (Foreign(made, language, span_of(made)),) if language and made else made


def lead_inlines(
    passage: Passage, parts: DatelineParts, foreign: ForeignWords
) -> tuple[Inline, ...]:
    """The inlines of a lead: its dateline, then its text."""
    leaves = tuple(passage.texts(0, parts.length))
    dateline = Dateline(leaves, parts.location, parts.agency, parts.date, span_of(leaves))
    return (dateline, *inlines(passage, foreign, parts.length))


def _texts(
    passage: Passage, foreign: ForeignWords, start: int, stop: int, told: int
) -> Iterator[Inline]:
    """`passage.value[start:stop]`, which holds no link, with the words of other languages."""
    first = max(start, min(told, stop))
    at = start
    for begin, end, language in foreign.find(passage.value[first:stop]):
        if first + begin > at:
            yield from passage.texts(at, first + begin)
        leaves = tuple(passage.texts(first + begin, first + end))
        yield Foreign(leaves, language, span_of(leaves))
        at = first + end
    if at < stop:
        yield from passage.texts(at, stop)


def _link_end(address: str, start: int) -> int:
    """Where an address really ends: closing punctuation belongs to the sentence around it."""
    end = len(address)
    surplus = {close: address.count(close) - address.count(_PAIRS[close]) for close in _PAIRS}
    while end:
        last = address[end - 1]
        if last not in _TRAILING and surplus.get(last, 0) <= 0:
            break
        if last in _PAIRS:
            surplus[last] -= 1
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
