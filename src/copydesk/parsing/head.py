"""The head of a copy: headline, deck, byline, timestamps, slug."""

from __future__ import annotations

import re

from copydesk.parsing import shapes
from copydesk.parsing.bylines import read_byline
from copydesk.parsing.calls import Call, Copy, Evidence, probability
from copydesk.parsing.datelines import find_dateline
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.mail import field_kind
from copydesk.parsing.notices import URL

_SUBJECT_REACH = 8
_DESK_LINE = re.compile(
    r"(?:for immediate release|(?:press|news|media) release|for release\b.*|embargo.*|"
    r"pressemitteilung|medienmitteilung|communiqué de presse|nota de prensa|comunicato stampa|"
    r"tisková zpráva|пресс-релиз|"
    r"(?:version|revision|draft|release|vol(?:ume|\.)|no\.|issue)\b.*\d.*|"
    r"BC-.*|[A-Z]{2}-[A-Z]{2,}--.*|==.*==|\[[A-Z ]+\])\W*",
    re.IGNORECASE,
)
"""What a desk or a publisher writes above a headline."""

_MAIL_HEADLINE = 3.5
"""How strong a headline in a message has to be to stand against the message's own subject."""


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


def find_headline(copy: Copy) -> None:
    """The headline: the first block or, under a link to more, the last; a message's subject."""
    subject = next((i for i in copy.free() if copy.blocks[i].header), None)
    free = [index for index in copy.free() if not copy.blocks[index].header]
    twin = _repeated(copy, subject, free)
    if subject is not None and twin is not None:
        copy.call(twin, "headline", 0.95, "it says what the message's subject says")
        copy.call(subject, "slug", 0.9, "it is the message's subject, which the headline repeats")
        return
    best = _best_headline(copy, free)
    enough = 0.0 if subject is None else _MAIL_HEADLINE
    if best and best[0] > enough:
        score, index, evidence = best
        copy.calls[index] = Call("headline", probability(score), tuple(evidence))
        if subject is not None:
            copy.call(subject, "slug", 0.8, "it is the message's subject, and the text has its own")
    elif subject is not None:
        copy.call(subject, "headline", 0.9, "it is the message's subject")


def _repeated(copy: Copy, subject: int | None, free: list[int]) -> int | None:
    """The block near the top that says what the subject says: the subject was taken from it."""
    if subject is None:
        return None
    given = _letters(copy.blocks[subject].text.partition(":")[2])
    for index in free[:_SUBJECT_REACH]:
        said = _letters(copy.blocks[index].text)
        if len(given) >= 8 and len(said) <= 200 and (given in said or (said and said in given)):
            return index
    return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _best_headline(copy: Copy, free: list[int]) -> tuple[float, int, list[Evidence]] | None:
    """The strongest candidate among the first blocks and the last: score, index, evidence."""
    if not free:
        return None
    first, last = free[0], free[-1]
    best: tuple[float, int, list[Evidence]] | None = None
    if len(free) > 1:
        trailing = [
            *_headline_shape(copy, last),
            *_trailing(copy, first, last),
        ]
        best = (sum(item.weight for item in trailing), last, trailing)
    for index in free[:3]:
        if index > first + 3 or (index != first and copy.prose[first]):
            break
        leading = [*_headline_shape(copy, index), *_leading(copy, first, index)]
        score = sum(item.weight for item in leading)
        if best is None or score > best[0]:
            best = (score, index, leading)
    return best


def _headline_shape(copy: Copy, index: int) -> list[Evidence]:
    """What the words of a block say of its being the headline."""
    block = copy.blocks[index]
    text = block.text
    long = copy.typical and len(text) > 0.9 * copy.typical
    stopped = shapes.ends_sentence(text) and not text.endswith(("?", "!", "？", "！"))
    observed = (
        (len(text) <= 140, 0.8, "it is as short as headlines are"),
        (140 < len(text) <= 220, -1.5, "it is long for a headline"),
        (len(text) > 220, -6.0, "it is too long for a headline"),
        (stopped, -1.6, "it ends with a full stop"),
        (text.endswith((",", ";")), -2.0, "it breaks off"),
        (copy.layout.cased and shapes.starts_lower(text), -1.5, "it starts with a small letter"),
        (block.underline is not None, 2.5, "it is underlined"),
        (shapes.all_caps(text) and copy.caps_share < 0.5, 1.0, "it is in capitals"),
        (find_dateline(text) is not None, -3.0, "it opens with a dateline"),
        (read_timestamp(text) is not None, -4.0, "it is a date"),
        (_opens_with_by(text), -4.0, "it is a byline"),
        (URL.fullmatch(text) is not None, -4.0, "it is an address"),
        (shapes.letter_share(text) < 0.55, -4.0, "much of it is signs and not letters"),
        (shapes.table_gaps(text) > 0, -2.0, "blanks set it in columns"),
        (_DESK_LINE.fullmatch(text) is not None, -3.0, "it is a line of the desk's"),
        (text[:1] in "[(", -1.5, "it stands in brackets"),
        (bool(long), -1.5, "it is as long as the paragraphs are"),
    )
    return [Evidence(weight, says) for holds, weight, says in observed if holds]


def _opens_with_by(text: str) -> bool:
    opens = text.lower().startswith(("by ", "von ", "par ", "por "))
    return opens and read_byline(text, bare=False) is not None


def _leading(copy: Copy, first: int, index: int) -> list[Evidence]:
    found = [Evidence(1.5, "it stands first")]
    if index != first:
        found = [Evidence(0.2 - 0.5 * (index - first), "it stands near the top")]
    following = index + 1
    if following < len(copy.blocks):
        after = copy.blocks[following]
        if read_byline(after.text, bare=True) is not None or read_timestamp(after.text):
            found.append(Evidence(1.5, "a byline or a date stands under it"))
        elif copy.prose[following]:
            found.append(Evidence(0.6, "running text follows"))
        if find_dateline(after.text):
            found.append(Evidence(0.8, "a lead with a dateline follows"))
    else:
        found.append(Evidence(-3.0, "nothing follows"))
    return found


def _trailing(copy: Copy, first: int, last: int) -> list[Evidence]:
    found: list[Evidence] = []
    above = copy.calls[last - 1] if last else None
    if above and above.role == "aside" and above.detail == "related":
        found.append(Evidence(2.5, "it stands last, under a link to the full story"))
    else:
        found.append(Evidence(-3.0, "it stands last"))
    if copy.prose[first] or find_dateline(copy.blocks[first].text):
        found.append(Evidence(1.5, "the copy opens with its lead and not with a headline"))
    if last != len(copy.blocks) - 1:
        found.append(Evidence(-1.0, "something follows it"))
    return found


_HEAD_REACH = 5
_FOOT_REACH = 3
_LONGEST_DECK = 300


def find_credits(copy: Copy) -> None:
    """Bylines, timestamps, slugs and the deck, which stand near the headline."""
    top = next((i for i, call in enumerate(copy.calls) if call and call.role == "headline"), None)
    lead = next((i for i in copy.free() if copy.prose[i]), len(copy.blocks))
    if top is not None and top > lead:
        top = None
    for index in copy.free():
        near = index <= lead if top is None else _is_near(copy, top, index)
        if not near and index < len(copy.blocks) - _FOOT_REACH:
            continue
        text = copy.blocks[index].text
        if read_timestamp(text):
            copy.call(index, "timestamp", 0.93, "it is a date and nothing else")
            continue
        authors = read_byline(text, bare=_is_byline_place(copy, index, top))
        if authors is not None:
            words = "it says by whom" if authors else "it is worded as a byline"
            copy.call(index, "byline", 0.92, words)
    if top is not None:
        _find_slug(copy, top)
        _find_deck(copy, top + 1)


def _is_near(copy: Copy, top: int, index: int) -> bool:
    """Whether `index` is still in the head: close to the headline, with a deck between at most."""
    if index - top > _HEAD_REACH:
        return False
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


_LEAD_LENGTH = 60


def find_lead(copy: Copy) -> None:
    """The dateline of the lead, which is the first paragraph of any length."""
    for index in copy.free():
        parts = find_dateline(copy.blocks[index].text)
        if parts:
            printed = copy.blocks[index].text[: parts.length]
            evidence = Evidence(1.0, f"it is the lead: it opens with the dateline {printed}")
            copy.calls[index] = Call("paragraph", 0.95, (evidence,), dateline=parts)
        if parts or len(copy.blocks[index].text) > _LEAD_LENGTH:
            return


def _is_byline_place(copy: Copy, index: int, top: int | None) -> bool:
    """Whether a bare name at `index` would be a byline: directly below the headline or its deck."""
    if top is None or not 0 < index - top <= 2:
        return False
    if index - top == 2 and copy.role(top + 1) is None and not copy.prose[top + 1]:
        return False
    following = index + 1
    return following < len(copy.blocks) and (
        copy.prose[following] or read_timestamp(copy.blocks[following].text) is not None
    )
