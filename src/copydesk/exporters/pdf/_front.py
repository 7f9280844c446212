"""What stands before the text: the head of the story, and the contents."""

from __future__ import annotations

from typing import assert_never

from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._block import Bookmark
from copydesk.exporters.pdf._contents import Contents
from copydesk.exporters.pdf._emitter import Emitter, Place
from copydesk.tree import (
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    HeadNode,
    Section,
    Slug,
    Timestamp,
)
from copydesk.walk import inline_text, walk

_TITLE_SINK = 0.24
"""How far a title page's title stands below its head, as a part of the type area."""


def place_head(
    emitter: Emitter, head: tuple[HeadNode, ...], place: Place, bookmark: Bookmark
) -> None:
    """Place the title and what belongs to it, on a page of their own if the theme has one."""
    if not head:
        return
    theme = emitter.theme
    if theme.title_page:
        emitter.pages.next_page(_TITLE_SINK * (theme.top - theme.bottom), bare=True)
    levels = 1
    for index, node in enumerate(head):
        tag, before, after, mark = b"P", 0.0, 0.0, None
        match node:
            case Headline():
                style, before, after = theme.headline, 0.3, 0.55
                if levels:
                    tag, mark, levels = b"H1", bookmark, 0
            case Deck():
                style, before, after = theme.deck, 0.3, 0.7
            case Byline():
                style = theme.byline
                first = index and not isinstance(head[index - 1], Byline)
                before = (1.4 if theme.title_page else 0.35) if first else 0.0
            case Dateline():
                style = theme.stamp
            case Timestamp():
                style = theme.stamp
            case Slug():
                style, after = theme.slug, 0.4
            case _:
                assert_never(node)
        emitter.emit(
            emitter.setter.lines(node.children, style, place.measure),
            style,
            place,
            emitter.structure.element(tag, place.element),
            before=before * theme.leading,
            after=after * theme.leading,
            keep=index < len(head) - 1,
            whole=True,
            centred=theme.centred,
            bookmark=mark,
        )
    if theme.title_page:
        emitter.pages.next_page()
    else:
        emitter.rule(
            place.measure,
            before=0.75 * theme.leading,
            after=(1.0 if theme.grid else 1.15) * theme.leading,
            keep=theme.columns == 1,
        )


def sections_of(document: Document) -> list[tuple[Section, Bookmark]]:
    """All sections in the order in which they are set, with entries of outline and contents."""
    return [(node, section_bookmark(node)) for node in walk(document) if isinstance(node, Section)]


def section_bookmark(section: Section) -> Bookmark:
    """The entry of a section in outline and contents."""
    title = clean(inline_text(section.title)).replace("\n", " ").strip()
    return Bookmark(title or "–", section.level)


def place_contents(
    emitter: Emitter,
    contents: Contents,
    place: Place,
    heading: Bookmark,
    *,
    level: int,
) -> None:
    """Place the table of contents under a heading of that level, on pages of their own if
    chapters have such.
    """
    theme, structure = emitter.theme, emitter.structure
    if theme.chapters:
        emitter.pages.next_page(theme.sink / 2)
    style = theme.headings[0]
    emitter.emit(
        emitter.setter.title(heading.title, style, place.measure),
        style,
        place,
        structure.element(b"H%d" % level, place.element),
        before=theme.leading,
        after=(1.4 if theme.chapters else 0.3) * theme.leading,
        keep=True,
        whole=True,
        centred=theme.centred,
        bookmark=heading,
    )
    for block in contents.blocks(place.element, place.measure):
        emitter.pages.place(block)
    if not theme.chapters:
        emitter.space(1.6 * theme.leading)
