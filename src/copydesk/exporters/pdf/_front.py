"""What stands before the text: the head of the story, and the contents."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._block import Bookmark
from copydesk.exporters.pdf._contents import Contents
from copydesk.exporters.pdf._emitter import Emitter, Place
from copydesk.exporters.pdf._runs import flush_right
from copydesk.exporters.pdf._text import Style
from copydesk.exporters.pdf._theme import Theme
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

_BYLINE_GAP = 1.4
"""The least room above the names on a title page, in lines."""
_LINES = 4
"""A headline of more lines is set smaller."""
_SMALLER, _SMALLEST = 0.86, 0.6
"""By what, and how much smaller at most; in parts of its size."""
_TITLE_SINK = 0.24
"""How far a title page's title stands below its head, as a part of the type area."""


def place_head(
    emitter: Emitter, head: tuple[HeadNode, ...], place: Place, bookmark: Bookmark
) -> None:
    """Place the title and what belongs to it, on a page of their own if the theme has one."""
    if not head:
        return
    theme = emitter.theme
    if theme.chapters:
        emitter.pages.next_page(_TITLE_SINK * (theme.top - theme.bottom), bare=True)
    titled = False
    smallest = _SMALLEST * theme.headline.size
    for index, node in enumerate(head):
        style = _style(theme, head, index).clear_of(inline_text(node.children))
        tag, mark = b"P", None
        if isinstance(node, Headline) and not titled:
            tag, mark, titled = b"H1", bookmark, True
        lines = emitter.setter.lines(node.children, style, place.measure)
        while isinstance(node, Headline) and len(lines) > _LINES and style.size > smallest:
            style = replace(style, size=_SMALLER * style.size, leading=_SMALLER * style.leading)
            lines = emitter.setter.lines(node.children, style, place.measure)
        emitter.emit(
            lines,
            style,
            place,
            emitter.structure.element(tag, place.element),
            before=style.before,
            after=style.after,
            keep=index < len(head) - 1,
            whole=True,
            bookmark=mark,
        )
    if theme.chapters:
        emitter.pages.next_page()
    else:
        emitter.rule(
            place.measure,
            before=0.75 * theme.leading,
            after=(1.0 if theme.grid else 1.15) * theme.leading,
            keep=theme.columns == 1,
        )


def _style(theme: Theme, head: tuple[HeadNode, ...], index: int) -> Style:
    """The style of a line of the head; names do not keep away from each other."""
    node = head[index]
    match node:
        case Headline():
            return theme.headline
        case Deck():
            return theme.deck
        case Byline():
            style = theme.byline
            if not index or isinstance(head[index - 1], Byline):
                return replace(style, before=0.0)
            if theme.chapters:
                return replace(style, before=max(style.before, _BYLINE_GAP * theme.leading))
            return style
        case Dateline() | Timestamp():
            return theme.stamp
        case Slug():
            return theme.slug
        case _:
            assert_never(node)


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
    style = theme.headings[0].clear_of(heading.title)
    lines = emitter.setter.title(heading.title, style, place.measure)
    if emitter.setter.right and not style.centred:
        lines = [flush_right(line, place.measure) for line in lines]
    emitter.emit(
        lines,
        style,
        place,
        structure.element(b"H%d" % level, place.element),
        before=theme.leading,
        after=(1.4 if theme.chapters else 0.3) * theme.leading,
        keep=True,
        whole=True,
        bookmark=heading,
    )
    for block in contents.blocks(place.element, place.measure):
        emitter.pages.place(block)
    if not theme.chapters:
        emitter.space(1.6 * theme.leading)
