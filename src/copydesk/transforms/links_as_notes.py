"""Links for paper: a number behind each, and a list of addresses below the story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec.structs import replace

from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import Block, Document, Inline, Link, List, ListItem, Paragraph, Section, Text
from copydesk.walk import inline_text, safe_target, transform_inlines, walk


class LinksAsNotesOptions(FormatOptions, frozen=True):
    """Options of links-as-notes."""

    title: Annotated[
        str, msgspec.Meta(description="heading of the list of addresses; none if empty")
    ] = "Links"
    live: Annotated[
        bool, msgspec.Meta(description="whether links in the text can still be followed")
    ] = True


class LinksAsNotes:
    """Prints the addresses that a page of paper would hide.

    Each address has one number, however often it is linked to. A link whose text is its address
    gets none.
    """

    Options = LinksAsNotesOptions

    def apply(self, document: Document, options: LinksAsNotesOptions, context: Context) -> Document:
        """Return `document` with `[1]` behind each such link, and the addresses as an ordered list
        at the end of its body.
        """
        numbers: dict[str, int] = {}
        for node in walk(document):
            if isinstance(node, Link) and _hides_its_address(node):
                numbers.setdefault(node.target, len(numbers) + 1)
        if not numbers:
            return document

        def noted(inline: Inline) -> Iterator[Inline]:
            number = numbers.get(inline.target) if isinstance(inline, Link) else None
            if not isinstance(inline, Link) or number is None:
                yield inline
            elif _hides_its_address(inline):
                yield from (inline,) if options.live else inline.children
                yield Text(f"\u00a0[{number}]")
            else:
                yield inline

        changed = transform_inlines(document, noted)
        return replace(changed, body=(*changed.body, *_notes(numbers, options)))


def _notes(numbers: Iterable[str], options: LinksAsNotesOptions) -> Iterator[Block]:
    items = []
    for target in numbers:
        text = Text(_address(target))
        line: Inline = Link(target, (text,)) if options.live else text
        items.append(ListItem((Paragraph((line,)),)))
    addresses = List(tuple(items), ordered=True)
    title = options.title.strip()
    yield Section(1, (Text(title),), (addresses,)) if title else addresses


def _hides_its_address(link: Link) -> bool:
    """Whether `link` is one that leads somewhere, and its text does not say where."""
    if safe_target(link.target) is None:
        return False
    text = "".join(inline_text(link.children).split())
    return _bare(text) != _bare(_address(link.target))


def _address(target: str) -> str:
    """`target` as it is printed: a mail address without its `mailto:`."""
    return target[7:] if target.lower().startswith("mailto:") else target


def _bare(address: str) -> str:
    """`address` without what makes no difference to who reads it."""
    return address.lower().partition("://")[2].rstrip("/") or address.lower().rstrip("/")
