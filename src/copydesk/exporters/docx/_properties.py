"""What the file says about itself (ECMA-376 part 2, clause 11, core properties)."""

from __future__ import annotations

from copydesk.exporters._metadata import (
    document_title,
    language_tag,
    publication_time,
    utc_stamp,
)
from copydesk.exporters._sanitize import xml_text
from copydesk.formats import Context
from copydesk.tree import Document

_START = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def core_properties(document: Document, context: Context) -> bytes:
    """The part docProps/core.xml: only what the document knows of itself.

    The time is that of the context, else the publication date, else there is none.
    """
    metadata = document.metadata
    moment = context.timestamp or publication_time(document)
    made = utc_stamp(moment) if moment else ""
    properties = [
        ("dc:title", "", document_title(document)),
        ("dc:creator", "", "; ".join(metadata.authors)),
        ("cp:keywords", "", ", ".join(metadata.keywords)),
        ("dc:language", "", language_tag(document)),
        ("dcterms:created", ' xsi:type="dcterms:W3CDTF"', made),
        ("dcterms:modified", ' xsi:type="dcterms:W3CDTF"', made),
    ]
    elements = [
        f"<{name}{attributes}>{xml_text(value)}</{name}>"
        for name, attributes, value in properties
        if value
    ]
    return "".join([_START, *elements, "</cp:coreProperties>"]).encode()
