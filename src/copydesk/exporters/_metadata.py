"""What several formats ask a document: its title, its language, the time."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from copydesk.tree import Document, Headline
from copydesk.walk import inline_text, text_blocks, well_formed_language

_LONGEST_FIRST_WORDS = 60
# W3CDTF (the profile of ISO 8601 that both formats name), less years and months alone.
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?", re.ASCII
)


def document_title(document: Document) -> str | None:
    """The title as one line: of the metadata, else the headline; None where there is neither."""
    title = one_line(document.metadata.title or "")
    for node in document.head:
        if title:
            break
        if isinstance(node, Headline):
            title = one_line(inline_text(node.children))
    return title or None


def first_words(document: Document) -> str | None:
    """What the text opens with, cut at a word: a name for a text that has no title."""
    for _, text in text_blocks(document):
        words = one_line(text)
        if len(words) > _LONGEST_FIRST_WORDS:
            cut = words[: _LONGEST_FIRST_WORDS + 1]
            return (cut.rpartition(" ")[0] or cut[:-1]) + "…"
        if words:
            return words
    return None


def language_tag(document: Document) -> str | None:
    """The language of the metadata, if it is a well-formed BCP 47 tag."""
    return well_formed_language(document.metadata.language)


def publication_time(document: Document) -> datetime | None:
    """When the metadata says that the text was published; a date is the start of its day."""
    try:
        return _in_utc(datetime.fromisoformat(document.metadata.published or ""))
    except (ValueError, OverflowError):
        return None


def valid_date(text: str | None) -> str | None:
    """`text` if it is a date, or a date and time, as HTML and EPUB take them: a day of the
    calendar, and no time of day without its zone.
    """
    if not text or not _DATE.fullmatch(text):
        return None
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def utc_stamp(moment: datetime) -> str:
    """`moment` in UTC, to the second, as W3CDTF and EPUB want it."""
    return _in_utc(moment).isoformat(timespec="seconds")[:19] + "Z"


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def is_visible(text: str) -> bool:
    """Whether `text` holds anything that leaves ink on the page."""
    return any(char.isprintable() and not char.isspace() for char in text)


def one_line(text: str) -> str:
    """`text` with each run of white space as one blank."""
    return " ".join(text.split())
