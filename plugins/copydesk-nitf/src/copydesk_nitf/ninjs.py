"""Documents as ninjs 3.2 (IPTC, News in JSON; JSON Schema `ninjs-schema_3.2.json`)."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Annotated, BinaryIO, Final, Literal
from urllib.parse import quote

from msgspec import Meta

from copydesk.hooks import Context, Diagnostic, FormatOptions
from copydesk.tree import (
    AnyNode,
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    HeadNode,
    Link,
    Slug,
    Timestamp,
)
from copydesk.walk import inline_text, plain_text, safe_target, walk
from copydesk_nitf._escape import clean, one_line
from copydesk_nitf._facts import (
    agency,
    aside_texts,
    asides,
    copyright_of,
    datelines,
    language,
    lines_of,
    moment,
)
from copydesk_nitf._html import Fragment

_SCHEMA: Final = "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json#"
# RFC 3986, section 2: what an address may hold without being percent-encoded.
_URI_CHARACTERS: Final = "!#$%&'()*+,/:;=?@~"
_URI: Final = re.compile(
    r"https?://[A-Za-z0-9._~!$&'()*+,;=:@%-]+(?:/[^?#]*)?(?:\?[^#]*)?(?:#[^#]*)?|mailto:[^#]+|"
    r"(?!https?:|mailto:)[A-Za-z][A-Za-z0-9+.-]*:[^#]*(?:#[^#]*)?"
)
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


class NinjsOptions(FormatOptions, frozen=True):
    """Options of the ninjs format."""

    uri: Annotated[str | None, Meta(description="identifier of the news object, a URI")] = None
    body: Annotated[
        Literal["html", "text", "both"], Meta(description="what the bodies are given as")
    ] = "html"
    header: Annotated[
        bool, Meta(description="begin the bodies with headline, bylines and slugs as well")
    ] = False
    indent: Annotated[
        int, Meta(ge=0, le=8, description="blanks a level; 0 puts all on one line")
    ] = 2


class NinjsExporter:
    """Writes a document as one ninjs object in UTF-8."""

    Options = NinjsOptions

    def export(
        self, document: Document, out: BinaryIO, options: NinjsOptions, context: Context
    ) -> None:
        """Write `document`; what ninjs has no place for is reported as `ninjs-date`, and an
        unsafe link, which is printed as text, as `unsafe-link`.
        """
        item = dict(_item(document, options, context))
        made = json.dumps(item, ensure_ascii=False, indent=options.indent or None)
        out.write(made.encode() + b"\n")


def _item(
    document: Document, options: NinjsOptions, context: Context
) -> Iterator[tuple[str, object]]:
    """The properties of the object; those that would be empty are left out."""
    data = document.metadata
    bodies = [dict(body) for body in _bodies(document, options, context)]
    found: dict[str, object] = {
        "uri": _uri(options.uri) or _uri(data.source_url) or _content_uri(document),
        "type": "text",
        "representationType": "full",
        "versionCreated": _version_created(document, context),
        "language": language(document),
        "title": one_line(data.title or ""),
        "headlines": list(_headlines(document)),
        "by": "; ".join(lines_of(document, Byline)),
        "slugline": "; ".join(lines_of(document, Slug)),
        "located": _located(document),
        "edNote": "\n".join(aside_texts(document, "editors-note")),
        "copyrightHolder": (rights := copyright_of(document)) and rights.holder,
        "copyrightNotice": "\n".join(aside_texts(document, "rights")),
        "people": [
            {"name": one_line(name), "rel": "author"} for name in data.authors if name.strip()
        ],
        "infoSources": list(_sources(document)),
        "subjects": [
            {"name": one_line(keyword), "rel": "keyword"}
            for keyword in data.keywords
            if keyword.strip()
        ],
        "bodies": bodies,
        "associations": list(_related(document)),
        "standard": {"name": "ninjs", "version": "3.2", "schema": _SCHEMA},
    }
    yield from ((key, value) for key, value in found.items() if value)


def _headlines(document: Document) -> Iterator[dict[str, str]]:
    for kind, role in ((Headline, "main"), (Deck, "deck")):
        for text in lines_of(document, kind):
            yield {"role": role, "value": text}


def _bodies(
    document: Document, options: NinjsOptions, context: Context
) -> Iterator[dict[str, object]]:
    head = [node for node in document.head if options.header or _is_dated(node)]
    nodes: list[AnyNode] = [*head, *document.body, *document.tail]
    texts = (plain_text(node) for node in nodes)
    text = clean("\n\n".join(text for text in texts if text.strip()))
    counts: dict[str, object] = {"charCount": len(text), "wordCount": len(text.split())}
    if options.body != "text":
        story = "\n".join(Fragment(context.report).story(document, options.header))
        yield {"contentType": "text/html", **counts, "value": story}
    if options.body != "html":
        yield {"contentType": "text/plain", **counts, "value": text}


def _is_dated(node: HeadNode) -> bool:
    return isinstance(node, Timestamp | Dateline)


def _located(document: Document) -> str | None:
    places = (one_line(node.location or "") for node in datelines(document))
    return next((place for place in places if place), None)


def _sources(document: Document) -> Iterator[dict[str, str]]:
    """The agency that filed the story and who published it, once where they are one."""
    sender = agency(document)
    publisher = one_line(document.metadata.publisher or "")
    if sender and sender != publisher:
        yield {"name": sender, "role": "agency"}
    if publisher:
        yield {"name": publisher, "role": "publisher"}


def _related(document: Document) -> Iterator[dict[str, str]]:
    """The stories that this one links to, by their addresses."""
    for aside in asides(document, "related"):
        for node in walk(aside):
            if isinstance(node, Link) and (uri := _uri(safe_target(node.target))):
                name = one_line(inline_text(node.children))
                yield {"name": name or uri, "rel": "related", "uri": uri}


def _version_created(document: Document, context: Context) -> str | None:
    """The latest date of the metadata that says day, time and zone."""
    dates = [date for date in (document.metadata.updated, document.metadata.published) if date]
    made = next((found for date in dates if (found := moment(date))), None)
    if dates and not made:
        message = f"ninjs wants a time with its zone, so {dates[0]!a} is in the body only"
        context.report(Diagnostic("ninjs-date", message, severity="note"))
    return made


def _uri(address: str | None) -> str | None:
    """`address` as RFC 3986 has it: nothing but its own characters, the others percent-encoded."""
    if not address:
        return None
    try:
        made = _STRAY_PERCENT.sub("%25", quote(address, safe=_URI_CHARACTERS))
    except UnicodeEncodeError:  # a lone surrogate
        return None
    return made if _URI.fullmatch(made) else None


def _content_uri(document: Document) -> str:
    """A name made of nothing but the text itself (RFC 6920, Named Information)."""
    digest = hashlib.sha256(clean(plain_text(document)).encode()).digest()
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode().rstrip('=')}"
