"""An EbookLib book: metadata, content documents, navigation."""

from __future__ import annotations

import uuid
from hashlib import sha256

from ebooklib.epub import EpubBook, EpubItem

from copydesk.exporters._direction import language_is_right_to_left
from copydesk.exporters._metadata import (
    document_title,
    first_words,
    language_tag,
    one_line,
    valid_date,
)
from copydesk.exporters._sanitize import clean, xml_attribute, xml_text
from copydesk.exporters._words import words
from copydesk.exporters.epub._accessibility import Claim, describe_access
from copydesk.exporters.epub._chapters import Chapter
from copydesk.exporters.epub._cover import make_cover
from copydesk.exporters.epub._navigation import navigation, ncx
from copydesk.exporters.epub._stylesheet import stylesheet
from copydesk.theme.model import Theme
from copydesk.tree import Document
from copydesk.walk import plain_text, safe_target

UNKNOWN_LANGUAGE = "und"
"""The tag for a language that is not known (ISO 639-2); an EPUB has to name one."""

UNTITLED = "Untitled"

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "copydesk.book")

_XHTML = "application/xhtml+xml"
_MORE_STYLES = '<link rel="stylesheet" type="text/css" href="more.css"/>\n'

_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"\
 lang="{language}" xml:lang="{language}"{direction}>
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
{more}</head>
<body{attributes}>
{body}</body>
</html>
"""


def make_book(
    document: Document,
    chapters: list[Chapter],
    theme: Theme,
    *,
    cover: bool,
    css: str | None,
    claim: Claim | None = None,
) -> EpubBook:
    """The book that holds `chapters`, with a `cover`, the user's own styles (`css`) and a `claim`
    to be accessible, or without.

    Its title is the document's, else its first words, else "Untitled". Its language is `und` where
    the document's is not known. Its identifier is a UUID made of the text, so that the same text
    is the same book.
    """
    title = clean(document_title(document) or first_words(document) or UNTITLED)
    tag = language_tag(document)
    language = tag or UNKNOWN_LANGUAGE
    book = EpubBook()
    book.metadata.clear()  # EbookLib's own name as generator
    identifier = f"urn:uuid:{_identifier(document, title)}"
    book.set_identifier(identifier)
    book.set_title(title)
    book.set_language(language)
    direction = ' dir="rtl"' if language_is_right_to_left(tag) else ""
    if direction:
        book.set_direction("rtl")
    _describe(book, document)
    sections = any(chapter.headings for chapter in chapters)
    describe_access(book, words(tag).language, sections=sections, cover=cover, claim=claim)
    shell = {
        "language": xml_attribute(language),
        "direction": direction,
        "more": _MORE_STYLES if css else "",
    }
    for chapter in chapters:
        page = _PAGE.format(
            title=xml_text(chapter.title or title),
            attributes=' epub:type="bodymatter"',
            body=_chapter(chapter, title),
            **shell,
        )
        name = chapter.file_name
        item = _item(book, name.removesuffix(".xhtml"), name, _XHTML, page)
        book.spine.append(item)
    listed = theme.layout.contents and sections
    body = navigation(title, tag, chapters, listed=listed)
    nav = _PAGE.format(title=xml_text(title), attributes="", body=body, **shell)
    item = _item(book, "nav", "nav.xhtml", _XHTML, nav)
    item.properties = ["nav"]
    if listed:
        book.spine.insert(0, item)
    _item(
        book,
        "ncx",
        "toc.ncx",
        "application/x-dtbncx+xml",
        ncx(identifier, title, language, chapters),
    )
    _item(book, "style", "style.css", "text/css", stylesheet(theme))
    if css:
        _item(book, "more-style", "more.css", "text/css", css)
    if cover:
        picture = make_cover(document, title, theme)
        # By which readers of EPUB 2 know it.
        book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover"})
        _item(book, "cover", "cover.svg", "image/svg+xml", picture).properties = ["cover-image"]
    return book


def _chapter(chapter: Chapter, title: str) -> str:
    label = (
        f'aria-labelledby="{chapter.title_id}"'
        if chapter.title_id
        else f'aria-label="{xml_attribute(title)}"'
    )
    return f'<section epub:type="chapter" role="doc-chapter" {label}>\n{chapter.markup}</section>\n'


def _describe(book: EpubBook, document: Document) -> None:
    """Dublin Core: what is known of this book, and no more."""
    metadata = document.metadata
    for author in metadata.authors:
        if one_line(author):
            book.add_metadata("DC", "creator", clean(one_line(author)))
    if metadata.publisher and one_line(metadata.publisher):
        book.add_metadata("DC", "publisher", clean(one_line(metadata.publisher)))
    if date := valid_date(metadata.published):
        book.add_metadata("DC", "date", date)
    if metadata.source_url and safe_target(metadata.source_url):
        book.add_metadata("DC", "source", clean(metadata.source_url))
    for keyword in metadata.keywords:
        if one_line(keyword):
            book.add_metadata("DC", "subject", clean(one_line(keyword)))


def _identifier(document: Document, title: str) -> uuid.UUID:
    metadata = document.metadata
    known = "\0".join([title, *metadata.authors, metadata.source_url or "", plain_text(document)])
    return uuid.uuid5(_NAMESPACE, sha256(known.encode("utf-8", "surrogatepass")).hexdigest())


def _item(book: EpubBook, uid: str, file_name: str, media_type: str, content: str) -> EpubItem:
    """Add a file as it is. EbookLib's own classes of text would parse it and write it anew."""
    item = EpubItem(uid, file_name, media_type, content.encode())
    book.add_item(item)
    return item
