"""The text cut into content documents."""

from __future__ import annotations

from itertools import groupby
from typing import Literal

from msgspec import Struct

from copydesk.exporters._direction import language_is_right_to_left
from copydesk.exporters._metadata import language_tag
from copydesk.exporters._xhtml import TITLE_ID, Heading, XhtmlWriter
from copydesk.formats import Context
from copydesk.tree import Block, Document, Section

_LONG_TEXT = 200_000
"""From how many characters of markup on a text counts as long; some readers choke on files of
more than 300 kB."""


class Chapter(Struct, frozen=True, gc=False):
    """A content document: the markup of its body, the headings in it, and its own heading."""

    file_name: str
    markup: str
    headings: tuple[Heading, ...]
    title: str | None = None
    title_id: str | None = None


def make_chapters(
    document: Document, split: Literal["auto", "none", "sections"], context: Context
) -> list[Chapter]:
    """The chapters of `document`, at least one; the first one begins with its head."""
    writer = XhtmlWriter(context, right_to_left=language_is_right_to_left(language_tag(document)))
    opening = writer.head(document.head)
    pieces: list[tuple[str, int]] = []
    for blocks in _pieces(document):
        first = len(writer.headings)
        pieces.append((opening + writer.blocks(blocks), first))
        opening = ""
    last, first = pieces[-1]
    pieces[-1] = (last + writer.tail(document.tail), first)
    length = sum(len(markup) for markup, _ in pieces)
    if split == "none" or (split == "auto" and length < _LONG_TEXT):
        pieces = [("".join(markup for markup, _ in pieces), 0)]
    pieces = [piece for piece in pieces if piece[0]] or [("", 0)]
    ends = [*(first for _, first in pieces[1:]), len(writer.headings)]
    width = len(str(len(pieces)))
    chapters: list[Chapter] = []
    for number, ((markup, first), end) in enumerate(zip(pieces, ends, strict=True), 1):
        name = f"text-{number:0{width}}.xhtml" if len(pieces) > 1 else "text.xhtml"
        headings = tuple(writer.headings[first:end])
        if number == 1:
            chapters.append(
                Chapter(name, markup, headings, title_id=TITLE_ID if writer.titled else None)
            )
        elif headings:
            chapters.append(
                Chapter(name, markup, headings, headings[0].title, headings[0].title_id)
            )
        else:
            chapters.append(Chapter(name, markup, headings))
    return chapters


def _pieces(document: Document) -> list[tuple[Block, ...]]:
    """What stands before the first top section, then each one with what follows it."""
    number = 0
    numbered: list[tuple[int, Block]] = []
    for block in document.body:
        number += isinstance(block, Section)
        numbered.append((number, block))
    pieces = [
        tuple(block for _, block in group)
        for _, group in groupby(numbered, lambda numbered_block: numbered_block[0])
    ]
    return pieces if pieces and not isinstance(pieces[0][0], Section) else [(), *pieces]
