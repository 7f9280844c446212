"""What an article's element holds, as blocks of the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from msgspec.structs import replace

from copydesk.tree import (
    Aside,
    AsideRole,
    Attribution,
    Block,
    Delimiter,
    Inline,
    LineBreak,
    List,
    ListItem,
    Numbering,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Strong,
    Text,
)
from copydesk.walk import inline_text
from copydesk_html_reader._dom import BLOCKS, HEADINGS, Element, is_hidden, names_of, tag_of
from copydesk_html_reader._inlines import Inlines, paragraphs, tidied

_DEEPEST: Final = 16
"""How deep lists and quotations may nest: four nodes a level, and a tree takes 64."""

_FLATTEST: Final = 150
"""How deep elements may nest before the rest of them is words alone."""

_CREDIT: Final = frozenset({"credit", "credits", "photographer", "copyright"})
_INTEGER: Final = re.compile(r"-?\d{1,9}", re.ASCII)
_NUMBERINGS: Final[Mapping[str, Numbering]] = MappingProxyType(
    {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
)
_DELIMITERS: Final[Mapping[str, Delimiter]] = MappingProxyType({"paren": ")", "parens": "()"})
_PREFORMATTED: Final = frozenset({"pre", "listing", "xmp", "plaintext"})
_QUOTED_BY: Final = frozenset({"footer", "cite", "figcaption"})


class Heading(NamedTuple):
    """A heading that still has to get what stands under it."""

    level: int
    title: tuple[Inline, ...]


Flat = Block | Heading


def _numbered(element: Element, items: list[ListItem]) -> List:
    """An `ol` as its start, its type, its direction and its classes say; of these, those that
    copydesk-html writes.
    """
    told = _number(element.get("start"))
    start = 1 if told is None else told
    if element.get("reversed") is not None:
        start = len(items) if told is None else told
        items = [replace(item, number=start - at) for at, item in enumerate(items)]
    numbering = _NUMBERINGS.get((element.get("type") or "").strip(), "decimal")
    delimiter: Delimiter = "."
    for name in (element.get("class") or "").split():
        style, _, kind = name.rpartition("-")
        if style in _NUMBERINGS.values():
            delimiter = _DELIMITERS.get(kind, delimiter)
    return List(_counted(items, start), True, start, None, numbering, delimiter)


def _counted(items: list[ListItem], start: int) -> tuple[ListItem, ...]:
    """`items` without the numbers that counting on gives."""
    made: list[ListItem] = []
    following = start
    for item in items:
        number = following if item.number is None else item.number
        made.append(replace(item, number=None if number == following else number))
        following = number + 1
    return tuple(made)


def _number(text: str | None) -> int | None:
    found = _INTEGER.fullmatch((text or "").strip())
    return int(found[0]) if found else None


class Blocks:
    """Makes blocks of elements. `skip` says which ones are not part of the story."""

    def __init__(self, inlines: Inlines, skip: Callable[[Element], bool]) -> None:
        self._inlines = inlines
        self._skip = skip

    def story(self, element: Element) -> tuple[Block, ...]:
        """The blocks within `element`, with a section for each heading."""
        return nested(self._within(element, 0, 0, with_headings=True))

    def _within(
        self, element: Element, depth: int, nesting: int, *, with_headings: bool = False
    ) -> Iterator[Flat]:
        """The blocks within `element`, in order; words between blocks are paragraphs.

        `depth` counts elements and `nesting` lists and quotations; both bound the recursion.
        """
        if depth > _FLATTEST:
            words = tidied([Text("".join(element.itertext()))])
            yield from ([Paragraph(words)] if words else [])
            return
        loose: list[Inline] = [Text(element.text)] if element.text else []
        for child in element:
            if self._skip(child):
                pass
            elif self._is_block(child):
                yield from _made(loose)
                loose = []
                for block in self._block(child, depth + 1, nesting):
                    if isinstance(block, Heading) and not with_headings:
                        yield Paragraph((Strong(block.title),))
                    else:
                        yield block
            else:
                loose += self._inlines.element(child)
            if child.tail:
                loose.append(Text(child.tail))
        yield from _made(loose)

    def _is_block(self, element: Element) -> bool:
        if tag_of(element) in BLOCKS:
            return True
        return any(tag_of(inner) in BLOCKS and not is_hidden(inner) for inner in element.iter())

    def _block(self, element: Element, depth: int, nesting: int) -> Iterator[Flat]:
        tag = tag_of(element)
        if tag in HEADINGS and not any(
            tag_of(inner) in BLOCKS for inner in element.iterdescendants()
        ):
            if title := _on_one_line(self._inlines.content(element)):
                yield Heading(int(tag[1]), title)
        elif tag == "hr":
            yield Rule()
        elif tag in _PREFORMATTED:
            value = "".join(element.itertext()).removeprefix("\n").rstrip()
            yield from ([Preformatted(value)] if value.strip() else [])
        elif tag == "blockquote" and nesting < _DEEPEST:
            yield from self._quote(element, element, depth, nesting)
        elif tag in ("ul", "ol", "menu", "dir") and nesting < _DEEPEST:
            yield from self._list(element, depth, nesting)
        elif tag == "dt":
            words = _on_one_line(self._inlines.content(element))
            yield from ([Paragraph((Strong(words),))] if words else [])
        elif tag == "figure":
            yield from self._figure(element, depth, nesting)
        elif tag == "figcaption":
            yield from self._caption(element, depth, nesting)
        elif tag == "table":
            yield from self._table(element, depth, nesting)
        else:
            yield from self._within(element, depth, nesting, with_headings=True)

    def _quote(
        self, element: Element, around: Element, depth: int, nesting: int
    ) -> Iterator[Block]:
        """A quotation; who said it stands in a `footer`, or in the `figcaption` around it."""
        said_by = next(
            (
                child
                for holder in (element, around)
                for child in reversed(holder)
                if tag_of(child) in _QUOTED_BY and not self._skip(child)
            ),
            None,
        )
        blocks = tuple(
            block
            for block in Blocks(
                self._inlines, lambda item: item is said_by or self._skip(item)
            )._within(element, depth, nesting + 1)
            if not isinstance(block, Heading)
        )
        line = _on_one_line(self._inlines.content(said_by)) if said_by is not None else ()
        if blocks:
            yield Quote(blocks, attribution=Attribution(line) if line else None)
        elif line:
            yield Paragraph(line)

    def _list(self, element: Element, depth: int, nesting: int) -> Iterator[Block]:
        items: list[ListItem] = []
        for child in element:
            if not tag_of(child) or self._skip(child):
                continue
            if tag_of(child) in ("ul", "ol") and items:  # a list in a list, as old pages have it
                last = items[-1].children
                below = (*last, *self._list(child, depth + 1, nesting + 1))
                items[-1] = replace(items[-1], children=below)
                continue
            inner = self._within(child, depth + 1, nesting + 1)
            blocks = tuple(block for block in inner if not isinstance(block, Heading))
            if blocks:
                items.append(ListItem(blocks, number=_number(child.get("value"))))
        if items and tag_of(element) == "ol":
            yield _numbered(element, items)
        elif items:
            yield List(tuple(replace(item, number=None) for item in items))

    def _figure(self, element: Element, depth: int, nesting: int) -> Iterator[Flat]:
        quotation = next((child for child in element if tag_of(child) == "blockquote"), None)
        if quotation is not None and nesting < _DEEPEST:
            yield from self._quote(quotation, element, depth, nesting)
        else:
            yield from self._within(element, depth, nesting, with_headings=True)

    def _caption(self, element: Element, depth: int, nesting: int) -> Iterator[Block]:
        """The line under a picture; who made the picture, where the page tells that apart."""
        makers = [item for item in element.iterdescendants() if names_of(item) & _CREDIT]
        within = Blocks(self._inlines, lambda item: item in makers or self._skip(item))
        caption = tuple(
            block
            for block in within._within(element, depth, nesting)
            if not isinstance(block, Heading)
        )
        if caption:
            yield Aside("caption", caption)
        for item in makers:
            if any(other in item.iterancestors() for other in makers):
                continue
            if words := _on_one_line(self._inlines.content(item)):
                role: AsideRole = "credit"
                yield Aside(role, (Paragraph(words),))

    def _table(self, element: Element, depth: int, nesting: int) -> Iterator[Flat]:
        """A table of words in lines and columns; of one that lays out the page, what it holds."""
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = [[cell for cell in row if tag_of(cell) in ("td", "th")] for row in rows]
        if any(self._is_layout(cell) for row in cells for cell in row) or not any(cells):
            yield from self._within(element, depth, nesting, with_headings=True)
            return
        for caption in element.iterchildren("caption"):
            words = _on_one_line(self._inlines.content(caption))
            yield from ([Paragraph(words)] if words else [])
        texts = [
            [inline_text(_on_one_line(self._inlines.content(cell))) for cell in row]
            for row in cells
        ]
        wide = max(map(len, texts))
        if wide < 2:
            made = (text for row in texts for text in row)
            yield from (Paragraph((Text(text),)) for text in made if text)
            return
        widths = [
            max((len(row[n]) for row in texts if n < len(row)), default=0) for n in range(wide)
        ]
        lines = (
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=False)).rstrip()
            for row in texts
        )
        value = "\n".join(line for line in lines if line)
        yield from ([Preformatted(value)] if value else [])

    @staticmethod
    def _is_layout(cell: Element) -> bool:
        inner = [tag_of(item) for item in cell.iterdescendants()]
        return inner.count("p") > 1 or any(
            tag in HEADINGS or tag in ("table", "ul", "ol", "blockquote", "article")
            for tag in inner
        )


def nested(blocks: Iterable[Flat]) -> tuple[Block, ...]:
    """`blocks` with what follows a heading in its section; levels start at 1 and skip none."""
    # Open sections, outermost first: the level of the heading, its title, and what is under it.
    stack: list[tuple[int, tuple[Inline, ...], list[Block]]] = []
    top: list[Block] = []

    def close() -> None:
        _, title, inner = stack.pop()
        section = Section(len(stack) + 1, title, tuple(inner))
        (stack[-1][2] if stack else top).append(section)

    for block in blocks:
        if isinstance(block, Heading):
            while stack and stack[-1][0] >= block.level:
                close()
            stack.append((block.level, block.title, []))
        else:
            (stack[-1][2] if stack else top).append(block)
    while stack:
        close()
    return tuple(top)


def _made(loose: list[Inline]) -> Iterator[Block]:
    yield from (Paragraph(words) for words in paragraphs(loose))


def _on_one_line(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """`inlines` with blanks for their line breaks, as headings and captions have them."""
    return tidied(Text(" ") if isinstance(inline, LineBreak) else inline for inline in inlines)
