"""The header lines of mail and news, as they stand above a pasted message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.parsing.lines import Line
from copydesk.parsing.patterns import lazily

HEADER = lazily(
    r"(?P<name>From|To|Cc|Bcc|Subject|Date|Sent|Sender|Newsgroups|Organi[sz]ation|"
    r"Message-I[Dd]|In-[Rr]eply-[Tt]o|Reply-[Tt]o|References|Received|Return-Path|Path|Lines|"
    r"Distribution|Keywords|(?:[A-Z][A-Za-z]{1,12}-){1,3}[A-Z][A-Za-z]{1,12}|"
    r"Summary|Status|Approved|Followup-To|Digest|Article|Content-[A-Za-z-]+|MIME-Version|"
    r"X-[A-Za-z-]+|N[Nn][Tt][Pp]-[A-Za-z-]+|Von|An|Betreff|Datum|Gesendet|De|À|Objet|Envoyé|"
    r"Para|Asunto|Fecha|Enviado|Da|A|Oggetto|Data|Od|Komu|Předmět|От|Кому|Тема|Дата)"
    r"[ \t]?:(?:[ \t]+|$)|From \S+(?:@| at )\S+"
)
"""A header field (RFC 5322, section 3.6; RFC 5536, section 3.1), or the line that opens a message
in a mailbox (RFC 4155).
"""

_TELLING = frozenset(
    {"From", "Subject", "Newsgroups", "Message-ID", "Message-Id", "Von", "Betreff", "De", "Objet"}
    | {"Asunto", "Oggetto", "Předmět", "От", "Тема"}
)
_SENDER = frozenset({"From", "Von", "De", "Da", "Od", "От"})
_SUBJECT = frozenset({"Subject", "Betreff", "Objet", "Asunto", "Oggetto", "Předmět", "Тема"})
_DATE = frozenset(
    {"Date", "Sent", "Datum", "Gesendet", "Envoyé", "Fecha", "Enviado", "Data", "Дата"}
)


def header_end(shown: Sequence[Line]) -> int:
    """How many of the first lines that are not blank are a message's header; 0 where none are.

    A header starts on the first line, names two fields that only messages have, and ends at the
    first blank line. White space before a line says that it goes on from the one above.
    """
    count = 0
    fields: set[str] = set()
    for index, line in enumerate(shown):
        if index and line.number != shown[index - 1].number + 1:
            break
        found = HEADER.match(line.text)
        if found:
            fields.add(found["name"] or "From")
        elif not index or not line.indent:
            break
        count = index + 1
    return count if len(fields) >= 2 and fields & _TELLING else 0


_FORWARDED = lazily(
    r"(?:-{2,}|_{2,}|\*{2,})?\s*(?:begin forwarded message|(?:original|forwarded) message|"
    r"ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message transféré|"
    r"mensaje original|mensaje reenviado|mensagem original|messaggio originale|původní zpráva|"
    r"исходное сообщение|пересылаемое сообщение)\b.{0,40}",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 12
FIELD = "it is a field of a message's header"
SIGNATURE = "it stands under the two hyphens that open a signature"


def find_messages(lines: Sequence[Line]) -> dict[int, str]:
    """Headers of messages below the first one, and signatures, by line number and why.

    Two hyphens alone open a signature, which ends its message (RFC 3676, section 4.3).
    """
    shown = [line for line in lines if not line.blank]
    found: dict[int, str] = {}
    starts: list[int] = []
    index = header_end(shown)
    while index < len(shown):
        size = _header_size(shown, index)
        if size:
            starts.append(index)
            found.update((line.number, FIELD) for line in shown[index : index + size])
        elif len(shown[index].text) < 80 and _FORWARDED.fullmatch(shown[index].text):
            starts.append(index)
            found[shown[index].number] = FORWARDED
        index += size or 1
    ends = iter((*starts, len(shown)))
    end = next(ends)
    for index, line in enumerate(shown):
        while index >= end and end < len(shown):
            end = next(ends)
        if line.text == "--" and 0 < end - index - 1 <= _LONGEST_SIGNATURE:
            found.update((below.number, SIGNATURE) for below in shown[index + 1 : end])
    return found


def _header_size(shown: Sequence[Line], index: int) -> int:
    """How many lines from `index` on are a message's header in the middle of a copy."""
    first = shown[index]
    if index and shown[index - 1].number == first.number - 1:
        above = shown[index - 1].text
        if not (_FORWARDED.fullmatch(above) or not any(map(str.isalnum, above))):
            return 0
    fields: set[str] = set()
    addressed = False
    end = index
    while end < len(shown):
        line = shown[end]
        if end > index and line.number != shown[end - 1].number + 1:
            break
        match = HEADER.match(line.text) if line.depth == first.depth else None
        if match:
            fields.add(match["name"] or "From")
            addressed = addressed or "@" in line.text
        elif end == index or line.indent <= first.indent:
            break
        end += 1
    telling = fields & _SUBJECT or (addressed and fields & _SENDER)
    return end - index if len(fields) >= 2 and telling else 0


FORWARDED = "it says that another message follows"
_ADDRESS_FIRST = lazily(r"[^\s@]+@\S+\s+\((?P<name>[^()]{2,60})\)")
_NAME_FIRST = lazily(r"\"?(?P<name>[^\"<>()@]{2,60}?)\"?\s*<[^<>\s]+@[^<>\s]+>")


def sender(text: str) -> tuple[str, ...]:
    """The name in a sender's header field, if it has one beside the address."""
    found = HEADER.match(text)
    if not found or found["name"] not in _SENDER:
        return ()
    rest = text[found.end() :]
    name = _NAME_FIRST.match(rest) or _ADDRESS_FIRST.match(rest)
    return (name["name"].strip(),) if name else ()


def field_kind(text: str) -> str:
    """Which field a header line is: `sender`, `subject`, `date` or `other`."""
    found = HEADER.match(text)
    name = found["name"] if found else None
    if name in _SUBJECT:
        return "subject"
    if name in _SENDER:
        return "sender"
    return "date" if name in _DATE else "other"
