"""What a file says about itself: information dictionary, XMP packet and outline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from copydesk.exporters._metadata import one_line, utc_stamp
from copydesk.exporters._sanitize import clean, xml_text
from copydesk.exporters.pdf._block import Bookmark
from copydesk.exporters.pdf._file import File, Raw, number, text_string
from copydesk.tree import Metadata

_PRODUCER = "copydesk with ReportLab"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
{}
</rdf:Description>{}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


# PDF/A has each property explained that is not of its own standard (ISO 19005-2, 6.6.2.3).
_ARCHIVE = """
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


class About(Struct, frozen=True):
    """What is known of a document; `language` is `und` where it is not known."""

    metadata: Metadata
    title: str
    language: str
    timestamp: datetime | None
    archive: bool = False

    @property
    def authors(self) -> list[str]:
        """Names of the authors; none where they are not known."""
        return [one_line(clean(name)) for name in self.metadata.authors]

    @property
    def keywords(self) -> str:
        """Keywords in one line."""
        return ", ".join(one_line(clean(word)) for word in self.metadata.keywords)


def information(about: About) -> bytes:
    """The document information dictionary (ISO 32000-1, 14.3.3)."""
    entries = [b"/Title " + text_string(about.title), b"/Producer " + text_string(_PRODUCER)]
    if about.authors:
        entries.append(b"/Author " + text_string("; ".join(about.authors)))
    if about.keywords:
        entries.append(b"/Keywords " + text_string(about.keywords))
    if about.timestamp is not None:
        digits = "".join(filter(str.isdigit, utc_stamp(about.timestamp)))
        date = b"(D:%sZ)" % digits.encode()
        entries += [b"/CreationDate " + date, b"/ModDate " + date]
    return b"<<%s>>" % b"".join(entries)


def xmp(about: About) -> bytes:
    """The XMP packet (ISO 16684-1), which agrees with the information dictionary."""
    parts = [
        "<dc:format>application/pdf</dc:format>",
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{xml_text(about.title)}</rdf:li>'
        "</rdf:Alt></dc:title>",
        f"<dc:language><rdf:Bag><rdf:li>{xml_text(about.language)}</rdf:li></rdf:Bag>"
        "</dc:language>",
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer>",
    ]
    if about.authors:
        names = "".join(f"<rdf:li>{xml_text(name)}</rdf:li>" for name in about.authors)
        parts.append(f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>")
    if about.metadata.publisher:
        publisher = xml_text(about.metadata.publisher)
        parts.append(
            f"<dc:publisher><rdf:Bag><rdf:li>{publisher}</rdf:li></rdf:Bag></dc:publisher>"
        )
    if about.metadata.source_url:
        parts.append(f"<dc:source>{xml_text(about.metadata.source_url)}</dc:source>")
    if about.keywords:
        parts.append(f"<pdf:Keywords>{xml_text(about.keywords)}</pdf:Keywords>")
    if about.timestamp is not None:
        date = utc_stamp(about.timestamp)
        parts += [
            f"<xmp:CreateDate>{date}</xmp:CreateDate>",
            f"<xmp:ModifyDate>{date}</xmp:ModifyDate>",
        ]
    packet = _PACKET.format("\n".join(parts), _ARCHIVE if about.archive else "")
    # Some readers look for the end of a stream, and this one is not deflated.
    return packet.replace("endstream", "&#101;ndstream").encode()


class _Entry(Struct):
    raw: Raw
    number: int
    kids: list[_Entry]
    bookmark: Bookmark

    def size(self) -> int:
        """How many entries stand below this one."""
        return len(self.kids) + sum(kid.size() for kid in self.kids)


def write_outline(file: File, bookmarks: Sequence[Bookmark]) -> int:
    """The outline (ISO 32000-1, 12.3.3); returns its number. Levels never skip in the tree."""
    root = _Entry(Raw(), 0, [], Bookmark("", -1))
    root.number = file.add(root.raw)
    stack = [root]
    entries: list[_Entry] = []
    for bookmark in bookmarks:
        while stack[-1].bookmark.level >= bookmark.level:
            stack.pop()
        raw = Raw()
        entry = _Entry(raw, file.add(raw), [], bookmark)
        entries.append(entry)
        stack[-1].kids.append(entry)
        stack.append(entry)
    for parent in (root, *entries):
        for index, entry in enumerate(parent.kids):
            beside = b"/Prev %d 0 R" % parent.kids[index - 1].number if index else b""
            if index + 1 < len(parent.kids):
                beside += b"/Next %d 0 R" % parent.kids[index + 1].number
            entry.raw.data = b"<</Title %s/Parent %d 0 R%s%s/Dest[%d 0 R/XYZ 0 %s null]>>" % (
                text_string(entry.bookmark.title),
                parent.number,
                beside,
                _kin(entry),
                entry.bookmark.page,
                number(entry.bookmark.top),
            )
    root.raw.data = b"<</Type/Outlines%s>>" % _kin(root)
    return root.number


def _kin(entry: _Entry) -> bytes:
    if not entry.kids:
        return b""
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (
        entry.kids[0].number,
        entry.kids[-1].number,
        entry.size(),
    )
