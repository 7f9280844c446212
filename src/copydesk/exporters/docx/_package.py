"""The package round the body: template and body, put together with python-docx and zipped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import BinaryIO

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.package import Package

from copydesk.exporters._sanitize import xml_attribute
from copydesk.exporters._zip import Member, pack, write_zip
from copydesk.exporters.docx._template import Template, template_part

_DOCUMENT_START = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
)
_MAIN = "/word/document.xml"
_OF_MANY_DOCUMENTS = frozenset(
    {
        "/docProps/app.xml", "/word/styles.xml", "/word/settings.xml", "/word/fontTable.xml",
        "/word/theme.xml", "/word/firstHeader.xml", "/word/footer.xml",
    }
)  # fmt: skip
_LARGEST_REMEMBERED = 1 << 16


def save_package(
    out: BinaryIO,
    template: Template,
    *,
    body: str,
    lists: str,
    links: Mapping[str, str],
    core: bytes,
) -> None:
    """Write a package to `out`: `body` and what the template has for it.

    `lists` are the `w:num` elements of ordered lists, `links` relationship ids by address, `core`
    is the part of the core properties.
    """
    content = f"{_DOCUMENT_START}{body}{template.section}</w:body></w:document>"
    package = Package()
    main = Part(PackURI(_MAIN), CONTENT_TYPE.WML_DOCUMENT_MAIN, content.encode(), package)
    app = template_part("docProps/app.xml")
    for identifier, kind, part in (
        ("document", RELATIONSHIP_TYPE.OFFICE_DOCUMENT, main),
        (
            "core",
            RELATIONSHIP_TYPE.CORE_PROPERTIES,
            Part(PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, core),
        ),
        (
            "app",
            RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
            Part(PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, app),
        ),
    ):
        package.load_rel(kind, part, identifier)
    for related in (*template.related, template.numbering_part(lists)):
        main.load_rel(related.kind, related.part, related.identifier)
    for address, identifier in links.items():
        main.load_rel(RELATIONSHIP_TYPE.HYPERLINK, address, identifier, is_external=True)
    write_zip(out, _members(package))


def _members(package: Package) -> list[Member]:
    """The files of the package. python-docx's own writer puts the time of day into its zips."""
    members = [_pack_again("_rels/.rels", _relationships(package.rels))]
    types = [
        f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>',
        f'<Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>',
    ]
    for part in package.iter_parts():
        name, blob = part.partname.membername, part.blob
        again = part.partname in _OF_MANY_DOCUMENTS and len(blob) < _LARGEST_REMEMBERED
        members.append(_pack_again(name, blob) if again else pack(name, blob))
        if part.rels:
            members.append(pack(part.partname.rels_uri.membername, _relationships(part.rels)))
        types.append(
            f'<Override PartName="{xml_attribute(part.partname)}"'
            f' ContentType="{xml_attribute(part.content_type)}"/>'
        )
    members.append(_pack_again("[Content_Types].xml", _TYPES.format("".join(types)).encode()))
    return members


def _relationships(relationships: Relationships) -> bytes:
    xml: str | bytes = relationships.xml  # said to be a str; python-docx 1.2 returns bytes
    return xml if isinstance(xml, bytes) else xml.encode()


@lru_cache(maxsize=32)
def _pack_again(name: str, blob: bytes) -> Member:
    """`pack`, remembered: most parts are the same in document after document."""
    return pack(name, blob)
