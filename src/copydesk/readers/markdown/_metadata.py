"""What is known of a document: what its front matter says, and else what its text says."""

from __future__ import annotations

from msgspec.structs import replace

from copydesk.parsing.assemble import infer_metadata
from copydesk.parsing.foreign import mark_foreign
from copydesk.parsing.language import detect_language
from copydesk.tree import Document, Metadata
from copydesk.walk import plain_text


def completed(document: Document, given: Metadata) -> Document:
    """`document` with the metadata `given`, completed, and its words of other languages marked."""
    metadata = complete(given, document)
    return replace(mark_foreign(document, metadata.language), metadata=metadata)


def complete(given: Metadata, document: Document) -> Metadata:
    """`given`; the fields that it leaves empty are inferred from the text as the parser does it."""
    found = infer_metadata(document, detect_language(plain_text(document)))
    return Metadata(
        title=found.title if given.title is None else given.title,
        authors=given.authors or found.authors,
        language=found.language if given.language is None else given.language,
        published=found.published if given.published is None else given.published,
        updated=found.updated if given.updated is None else given.updated,
        publisher=found.publisher if given.publisher is None else given.publisher,
        source_url=found.source_url if given.source_url is None else given.source_url,
        keywords=given.keywords or found.keywords,
    )
