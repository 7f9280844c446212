"""The head of a copy under its headline: deck, byline, timestamps, slug; the lead; mail fields."""

from __future__ import annotations

import re

from copydesk.parsing.bylines import is_job, read_byline
from copydesk.parsing.calls import Call, Copy, Evidence
from copydesk.parsing.datelines import find_dateline, is_dateline_alone
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.mail import field_kind
from copydesk.parsing.notices import URL
from copydesk.parsing.patterns import lazily


def find_mail(copy: Copy) -> None:
    """The header of a message: its sender is the byline, its date the timestamp."""
    for index in copy.free():
        block = copy.blocks[index]
        if not block.header:
            return
        match field_kind(block.text):
            case "sender":
                copy.call(index, "byline", 0.9, "it says who sent the message")
            case "date":
                copy.call(index, "timestamp", 0.9, "it says when the message was sent")
            case "other":
                words = "it is a field of the message's header"
                copy.calls[index] = Call("aside", 0.9, (Evidence(1.0, words),), "boilerplate")
            case _:
                pass


_HEAD_REACH = 5
_FOOT_REACH = 3
_LONGEST_DECK = 300
_LONGEST_DECK_OVER_NAME = 200
_LONGEST_BYLINE = 90
_MOST_LINES = 5
_BY = frozenset({"by", "written by", "von", "par", "por", "di", "da", "door", "av", "af", "από"})
_SIGNED = lazily(
    r"(?:(?:written|posted|story|text|words|reported) )?by[: ]|von |par ", re.IGNORECASE
)


def find_credits(copy: Copy) -> None:
    """Bylines, timestamps, slugs and the deck, which stand near the headline."""
    top = next((i for i, call in enumerate(copy.calls) if call and call.role == "headline"), None)
    lead = next((i for i in copy.free() if copy.prose[i]), len(copy.blocks))
    if top is not None and top > lead and top >= len(copy.blocks) - _FOOT_REACH - 1:
        top = None
    foot = len(copy.blocks) - _FOOT_REACH
    reach = lead if top is None else top + _HEAD_REACH
    for index in copy.free():
        if index > reach and index < foot:
            continue
        near = index <= lead if top is None else _is_near(copy, top, index)
        if not near and index < foot:
            continue
        text = copy.blocks[index].text
        if _opens_update(copy, index, near=near):
            continue
        if read_timestamp(text):
            copy.call(index, "timestamp", 0.93, "it is a date and nothing else")
            continue
        if is_dateline_alone(text):
            copy.call(index, "dateline", 0.9, "it says where and when, and nothing else")
            continue
        authors = read_byline(text, bare=False)
        if not authors and _is_byline_place(copy, index, top):
            named = read_byline(text, bare=True)
            if named is not None and not copy.has_common_words(text):
                authors = named or authors
        if authors is not None:
            words = "it says by whom" if authors else "it is worded as a byline"
            copy.call(index, "byline", 0.92, words)
    _find_signed(copy)
    if top is not None:
        _find_affiliations(copy, top)
        _find_slug(copy, top)
        _find_deck(copy, top + 1)


def _opens_update(copy: Copy, index: int, *, near: bool) -> bool:
    """Whether a date is that of what stands under it and not of the whole: at the end over more
    text, or of an update that is told in a paragraph.
    """
    text = copy.blocks[index].text
    if not any(copy.prose[index + 1 : index + 2]):
        return False
    if near:
        return _UPDATE.match(text) is not None and read_timestamp(text) is not None
    return read_timestamp(text) is not None


_UPDATE = lazily(
    r"(?:update|nachtrag|mise à jour|actualización|atualização|aggiornamento|aktualizace)\b",
    re.IGNORECASE,
)
"""The label of a later note; `Updated` is a timestamp's."""


def _find_signed(copy: Copy) -> None:
    """What says by whom wherever it stands: over each of several pieces, over two lines, with what
    the writer does under it.
    """
    for index in copy.free():
        block = copy.blocks[index]
        text = block.text
        if copy.prose[index] or len(text) > _LONGEST_BYLINE:
            continue
        if text.strip(":").lower() in _BY:
            below = index + 1
            if below in range(len(copy.blocks)) and read_byline(copy.blocks[below].text, bare=True):
                copy.call(index, "byline", 0.85, "it says that a name follows")
                copy.call(below, "byline", 0.85, "the line above says that it is by whom")
        elif (
            _SIGNED.match(text)
            and (index == 0 or not copy.prose[index - 1] or block.before)
            and read_byline(text, bare=False)
        ):
            copy.call(index, "byline", 0.85, "it says by whom")
        elif copy.role(index - 1) == "byline" and is_job(text):
            copy.call(index, "byline", 0.85, "it says what the person named above does")


def _find_affiliations(copy: Copy, top: int) -> None:
    """Names under a headline, each with a house and an address in the lines right under it."""
    index = top + 1
    while index < len(copy.blocks) and copy.role(index) is None:
        end = index + 1
        while end < len(copy.blocks) and not (copy.blocks[end].before or copy.prose[end]):
            end += 1
        addressed = any(_is_address(block.text) for block in copy.blocks[index:end])
        named = read_byline(copy.blocks[index].text, bare=True)
        if not (named and addressed and 2 <= end - index <= _MOST_LINES):
            return
        copy.call(index, "byline", 0.8, "it is a name over a house and an address")
        for line in range(index + 1, end):
            evidence = (Evidence(1.0, "it is the house or the address of the person above"),)
            copy.calls[line] = Call("byline", 0.8, evidence, speaker="")
        index = end


def _is_address(text: str) -> bool:
    return "@" in text and URL.search(text) is not None


def _is_near(copy: Copy, top: int, index: int) -> bool:
    """Whether `index` is still in the head: close to the headline, with a deck between at most."""
    if index - top > _HEAD_REACH:
        return False
    return sum(copy.prose[i] and copy.role(i) is None for i in range(top + 1, index)) <= 1


def _find_slug(copy: Copy, top: int) -> None:
    for index in copy.free():
        if index < top and len(copy.blocks[index].text) < 80 and not copy.prose[index]:
            copy.call(index, "slug", 0.6, "it is a short line above the headline")


def _find_deck(copy: Copy, index: int) -> None:
    if (
        index < len(copy.blocks)
        and copy.role(index) is None
        and len(copy.blocks[index].text) <= _LONGEST_DECK
        and copy.role(index + 1) in ("byline", "timestamp")
        and not find_dateline(copy.blocks[index].text)
    ):
        copy.call(index, "deck", 0.8, "it stands between the headline and the byline")


_LEAD_LENGTH = 160


def find_lead(copy: Copy) -> None:
    """The dateline of a lead: of the first paragraph of any length, and of the first under a
    headline, a heading, a byline or a rule.
    """
    awaited = True
    for index, block in enumerate(copy.blocks):
        if copy.role(index) in _STORY_OPENERS:
            awaited = True
        if not awaited or copy.role(index) is not None:
            continue
        if parts := find_dateline(block.text):
            printed = block.text[: parts.length]
            evidence = Evidence(1.0, f"it is a lead: it opens with the dateline {printed}")
            copy.calls[index] = Call("paragraph", 0.95, (evidence,), dateline=parts)
        awaited = not parts and len(block.text) <= _LEAD_LENGTH


_STORY_OPENERS = frozenset({"headline", "deck", "heading", "byline", "timestamp", "rule", "slug"})


def _may_be_deck(copy: Copy, index: int) -> bool:
    """Whether a name may stand below: a sentence, but not the first paragraph of a story."""
    return copy.prose[index] and len(copy.blocks[index].text) <= _LONGEST_DECK_OVER_NAME


def _is_byline_place(copy: Copy, index: int, top: int | None) -> bool:
    """Whether a bare name at `index` would be a byline: directly below the headline or its deck."""
    if top is None or not 0 < index - top <= 2 or "  " in copy.blocks[index].text:
        return False
    if index - top == 2 and copy.role(top + 1) is None and not _may_be_deck(copy, top + 1):
        return False
    following = index + 1
    if following >= len(copy.blocks):
        return False
    block = copy.blocks[index]
    apart = index == top + 1 and block.after and (copy.layout.separated or block.before)
    return bool(
        copy.prose[following] or apart or read_timestamp(copy.blocks[following].text) is not None
    )
