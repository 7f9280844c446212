"""What a document says of itself, as both formats need it; nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from copydesk.tree import (
    Aside,
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    Paragraph,
    Slug,
    Timestamp,
)
from copydesk.walk import inline_text, plain_text, walk
from copydesk_nitf._escape import one_line

_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_COPYRIGHT: Final = re.compile(
    r"(?:copyright|©|\(c\))[ ]?(?:©[ ]?|\(c\)[ ]?)?(?P<year>\d{4})(?:[-–]\d{4})?,?"
    r" (?P<holder>\S.*)",
    re.IGNORECASE | re.ASCII,
)
_HOLDER_ENDS: Final = re.compile(r"[.;,]?\s(?:all rights|alle rechte|tous droits)|\.\s|\.$", re.I)
_LONGEST_HOLDER: Final = 120


class Copyright(NamedTuple):
    """Year and holder of a copyright line that names both."""

    year: str
    holder: str


def language(document: Document) -> str | None:
    """The language of the metadata, if it is shaped like a tag of BCP 47."""
    tag = document.metadata.language
    return tag if tag and _LANGUAGE.fullmatch(tag) else None


def title(document: Document) -> str | None:
    """The title as one line: of the metadata, else the headline."""
    found = one_line(document.metadata.title or "")
    return found or next(iter(lines_of(document, Headline)), None)


def lines_of(
    document: Document, kind: type[Headline | Deck | Byline | Slug | Timestamp | Dateline]
) -> list[str]:
    """The text of each node of `kind` in the head, each on one line."""
    texts = (one_line(inline_text(node.children)) for node in document.head if type(node) is kind)
    return [text for text in texts if text]


def lead_dateline(document: Document) -> Dateline | None:
    """The dateline that the story opens with, where its first paragraph has one."""
    lead = lead_paragraph(document)
    first = lead.children[0] if lead and lead.children else None
    return first if isinstance(first, Dateline) else None


def lead_paragraph(document: Document) -> Paragraph | None:
    """The first paragraph of the story proper: what stands above it are asides only."""
    for block in document.body:
        match block:
            case Paragraph():
                return block
            case Aside():
                continue
            case _:
                return None
    return None


def datelines(document: Document) -> Iterator[Dateline]:
    """Those of the head, then that of the lead."""
    yield from (node for node in document.head if isinstance(node, Dateline))
    if lead := lead_dateline(document):
        yield lead


def agency(document: Document) -> str | None:
    """Who sent the story out: the agency of a dateline, else the publisher of the metadata."""
    names = [node.agency for node in datelines(document)] + [document.metadata.publisher]
    return next((one_line(name) for name in names if name and name.strip()), None)


def asides(document: Document, role: str) -> Iterator[Aside]:
    """All asides of `role`, wherever they stand."""
    for node in walk(document):
        if isinstance(node, Aside) and node.role == role:
            yield node


def aside_texts(document: Document, role: str) -> list[str]:
    """The text of each aside of `role`, each on one line."""
    texts = (one_line(plain_text(node)) for node in asides(document, role))
    return [text for text in texts if text]


def copyright_of(document: Document) -> Copyright | None:
    """Year and holder, where a line of rights says both."""
    for text in aside_texts(document, "rights"):
        if found := _COPYRIGHT.search(text):
            holder = _HOLDER_ENDS.split(found["holder"], maxsplit=1)[0].strip(" ,;")
            if holder and len(holder) <= _LONGEST_HOLDER:
                return Copyright(found["year"], holder)
    return None


def compact_date(iso: str | None) -> str | None:
    """An ISO 8601 date as NITF normalises it: `20240310T083000+0100`.

    NITF would fill the time of a date that has none with zeros; here it stays `20240310`, since
    nobody said midnight. None for what is no date.
    """
    found = _ISO.fullmatch(iso or "")
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    date = f"{year}{month}{day}"
    if hour is None:
        return date
    return f"{date}T{hour}{minute}{second or '00'}{(zone or '').replace(':', '')}"


def moment(iso: str | None) -> str | None:
    """`iso` if it says day, time and zone, as a `date-time` of JSON Schema (RFC 3339) does."""
    found = _ISO.fullmatch(iso or "")
    if not iso or not found or not found[7]:
        return None
    return iso if found[6] else f"{iso[:16]}:00{found[7]}"
