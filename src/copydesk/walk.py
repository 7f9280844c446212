"""Ways over the tree: iterate, transform, plain text, check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from copydesk.bcp47 import is_well_formed
from copydesk.tree import (
    MAX_DEPTH,
    AnyNode,
    Aside,
    Attribution,
    Block,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Delimiter,
    Document,
    Emphasis,
    Foreign,
    Headline,
    HeadNode,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Numbering,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Span,
    Strong,
    Text,
    Timestamp,
    Verse,
    VerseLine,
)

# The only schemes that a link may have, in any format; the host or the mailbox is not empty.
_ADDRESS = re.compile(
    r"https?://(?:\[[0-9a-f:.]+\]|[^\s/?#\[\]]+)(?:[/?#:]\S*)?|mailto:[^\s?]\S*", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")


class Problem(Struct, frozen=True, gc=False):
    """A rule of the tree that a document breaks: which, and the path to the node."""

    path: str
    message: str


def children(node: AnyNode) -> tuple[AnyNode, ...]:
    """The child nodes of `node` in reading order; a section's title counts among them."""
    match node:
        case Document():
            return (*node.head, *node.body, *node.tail)
        case Section():
            return (*node.title, *node.children)
        case Quote():
            return (*node.children, node.attribution) if node.attribution else node.children
        case Custom():
            return node.fallback
        case Text() | Code() | LineBreak() | Preformatted() | Rule():
            return ()
        case (
            Paragraph() | List() | ListItem() | Verse() | VerseLine() | Aside() | Attribution()
            | Emphasis() | Strong() | Link() | Foreign() | Dateline()
            | Headline() | Deck() | Byline() | Timestamp() | Slug()
        ):  # fmt: skip
            return node.children
        case _:
            assert_never(node)


def walk(node: AnyNode) -> Iterator[AnyNode]:
    """`node` and all nodes below it, depth first, in reading order."""
    stack: list[AnyNode] = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))


def transform(document: Document, change: Callable[[Block], Iterable[Block]]) -> Document:
    """A document in which each block is what `change` made of it, innermost blocks first.

    `change` gets a block whose children are changed already and returns the blocks that take its
    place: one, several, or none. Asides of the tail are blocks too; what replaces one there has to
    be asides.
    """
    tail = tuple(block for block in _changed(document.tail, change) if isinstance(block, Aside))
    return replace(document, body=_changed(document.body, change), tail=tail)


def _changed(
    blocks: tuple[Block, ...], change: Callable[[Block], Iterable[Block]]
) -> tuple[Block, ...]:
    # Trees nest at most MAX_DEPTH deep, so that this recursion is bounded.
    made: list[Block] = []
    for block in blocks:
        match block:
            case Section() | Quote() | Aside():
                inner: Block = replace(block, children=_changed(block.children, change))
            case List():
                items = tuple(
                    replace(item, children=_changed(item.children, change))
                    for item in block.children
                )
                inner = replace(block, children=items)
            case Custom():
                inner = replace(block, fallback=_changed(block.fallback, change))
            case Paragraph() | Verse() | Preformatted() | Rule():
                inner = block
            case _:
                assert_never(block)
        made.extend(change(inner))
    return tuple(made)


def transform_inlines(document: Document, change: Callable[[Inline], Iterable[Inline]]) -> Document:
    """A document in which each inline is what `change` made of it, innermost inlines first.

    `change` gets an inline whose children are changed already and returns the inlines that take
    its place: one, several, or none. Titles, attributions and the head are changed too.
    """

    def changed(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        made: list[Inline] = []
        for inline in inlines:
            match inline:
                case Emphasis() | Strong() | Link() | Foreign() | Dateline():
                    made.extend(change(replace(inline, children=changed(inline.children))))
                case Text() | Code() | LineBreak():
                    made.extend(change(inline))
                case _:
                    assert_never(inline)
        return tuple(made)

    def rewritten(block: Block) -> Iterable[Block]:
        match block:
            case Section():
                yield replace(block, title=changed(block.title))
            case Paragraph():
                yield replace(block, children=changed(block.children))
            case Verse():
                lines = (replace(line, children=changed(line.children)) for line in block.children)
                yield replace(block, children=tuple(lines))
            case Quote() if block.attribution:
                said = replace(block.attribution, children=changed(block.attribution.children))
                yield replace(block, attribution=said)
            case Quote() | List() | Preformatted() | Rule() | Aside() | Custom():
                yield block
            case _:
                assert_never(block)

    head = tuple(replace(node, children=changed(node.children)) for node in document.head)
    return replace(transform(document, rewritten), head=head)


def inline_text(inlines: Iterable[Inline]) -> str:
    """The visible characters of a run of inlines; a line break is a newline, a dateline is
    followed by one space.
    """
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text() | Code():
                parts.append(inline.value)
            case LineBreak():
                parts.append("\n")
            case Dateline():
                parts.append(inline_text(inline.children) + " ")
            case Emphasis() | Strong() | Link() | Foreign():
                parts.append(inline_text(inline.children))
            case _:
                assert_never(inline)
    return "".join(parts)


_TextBearing: TypeAlias = Section | Paragraph | VerseLine | Attribution | HeadNode | Preformatted


def text_blocks(node: AnyNode) -> Iterator[tuple[_TextBearing, str]]:
    """Each node that directly holds visible text, with that text, in reading order.

    Of a section the text is its title; its blocks follow on their own.
    """
    stack: list[AnyNode] = [node]
    while stack:
        current = stack.pop()
        match current:
            case Section():
                yield current, inline_text(current.title)
                stack.extend(reversed(current.children))
            case Preformatted():
                yield current, current.value
            case (
                Paragraph() | VerseLine() | Attribution()
                | Headline() | Deck() | Byline() | Dateline() | Timestamp() | Slug()
            ):  # fmt: skip
                yield current, inline_text(current.children).rstrip(" ")
            case (
                Document() | Quote() | List() | ListItem() | Verse() | Aside() | Custom()
                | Rule() | Text() | Code() | LineBreak()
                | Emphasis() | Strong() | Link() | Foreign()
            ):  # fmt: skip
                stack.extend(reversed(children(current)))
            case _:
                assert_never(current)


def plain_text(node: AnyNode) -> str:
    """The visible text of `node` and all below it, a line a block; rules have no text."""
    return "\n".join(text for _, text in text_blocks(node))


def item_numbers(node: List) -> tuple[int, ...]:
    """The number of each item of an ordered list: one more than the last, or the item's own."""
    numbers: list[int] = []
    following = node.start
    for item in node.children:
        number = following if item.number is None else item.number
        numbers.append(number)
        following = number + 1
    return tuple(numbers)


def item_labels(node: List) -> tuple[str, ...]:
    """What stands before each item of an ordered list: `b)`; nothing for a bulleted one."""
    if not node.ordered:
        return ()
    return tuple(
        number_label(number, node.numbering, node.delimiter) for number in item_numbers(node)
    )


def number_label(number: int, numbering: Numbering, delimiter: Delimiter) -> str:
    """`number` as the label of an item. Letters go on with `aa`, `ab` after `z`; what letters or
    Roman numerals (1 to 3999) cannot say is in figures.
    """
    text = str(number)
    match numbering:
        case "decimal":
            pass
        case "lower-alpha" | "upper-alpha" if number > 0:
            text = _letters(number)
        case "lower-roman" | "upper-roman" if 0 < number < _ROMAN_END:
            text = _roman(number)
        case _:
            pass
    if numbering.startswith("upper"):
        text = text.upper()
    return f"({text})" if delimiter == "()" else text + delimiter


_ROMAN_END = 4000
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _letters(number: int) -> str:
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def counted_runs(node: List) -> tuple[List, ...]:
    """An ordered list as lists whose items count on from their start, for formats in which no item
    has a number of its own; the list itself where all do.
    """
    if all(item.number is None for item in node.children):
        return (node,)
    runs: list[tuple[int, list[ListItem]]] = []
    for number, item in zip(item_numbers(node), node.children, strict=True):
        if not runs or runs[-1][0] + len(runs[-1][1]) != number:
            runs.append((number, []))
        runs[-1][1].append(replace(item, number=None))
    return tuple(replace(node, children=tuple(items), start=start) for start, items in runs)


def labelled(node: List) -> List:
    """An ordered list as a bulleted one whose items begin with their labels, for formats which
    cannot number so: no label is lost to the reader.
    """
    items = (
        replace(item, children=_with_label(item.children, label), number=None)
        for label, item in zip(item_labels(node), node.children, strict=True)
    )
    return replace(node, children=tuple(items), ordered=False, start=1, numbering="decimal",
                   delimiter=".")  # fmt: skip


def _with_label(blocks: tuple[Block, ...], label: str) -> tuple[Block, ...]:
    match blocks:
        case (Paragraph() | Verse() | List() | Quote(attribution=None) as first, *rest) if (
            rest and not first.children
        ):
            return _with_label(tuple(rest), label)
        case (Paragraph() as first, *rest):
            return (replace(first, children=(Text(f"{label} "), *first.children)), *rest)
        case _:
            return (Paragraph((Text(label),)), *blocks)


def safe_target(address: str) -> str | None:
    """`address` if it may be a link (absolute http, https or mailto, no control characters)."""
    return address if _ADDRESS.fullmatch(address) and not _CONTROL.search(address) else None


def well_formed_language(tag: str | None) -> str | None:
    """`tag` if it has the shape of a BCP 47 language tag (RFC 5646, section 2.1)."""
    return tag if tag and is_well_formed(tag) else None


def validate(document: Document) -> list[Problem]:
    """The rules of docs/tree.md that `document` breaks; none for what the parser makes."""
    problems: list[Problem] = []
    stack: list[tuple[AnyNode, str, int, int]] = [(document, "document", 0, 0)]
    while stack:
        node, path, depth, level = stack.pop()
        problems += [Problem(path, message) for message in _faults(node, depth, level, document)]
        inner = node.level if isinstance(node, Section) else level
        below = [
            (child, f"{path}/{type(child).__name__.lower()}[{index}]", depth + 1, inner)
            for index, child in enumerate(children(node))
        ]
        stack.extend(reversed(below))
    return problems


def _faults(node: AnyNode, depth: int, level: int, document: Document) -> Iterator[str]:
    if depth > MAX_DEPTH:
        yield f"nodes nest deeper than {MAX_DEPTH}"
    match node:
        case Section():
            if node.level != level + 1:
                yield f"a section of level {node.level} stands in one of level {level}"
            if not inline_text(node.title).strip():
                yield "a section has no title"
        case Link() if safe_target(node.target) is None:
            yield f"{node.target!r} is no http, https or mailto address"
        case Foreign() if well_formed_language(node.language) is None:
            yield f"{node.language!r} is no language tag"
        case Custom() if not node.fallback:
            yield f"the custom block {node.kind!r} has no fallback"
        case Document():
            yield from _misplaced(node)
        case _:
            pass
    if node.span and not _lies_in(document, node.span):
        yield f"the span {node.span.start}–{node.span.end} lies outside the source"


def _misplaced(document: Document) -> Iterator[str]:
    if not document.source.length:
        return  # made by hand, or by a transform: the metadata may be from elsewhere
    spans = document.metadata.spans
    for name in spans.__struct_fields__:
        found = getattr(spans, name)
        for span in found if isinstance(found, tuple) else (found,):
            if span and not _lies_in(document, span):
                yield f"the span {span.start}–{span.end} of the {name} lies outside the source"


def _lies_in(document: Document, span: Span) -> bool:
    return 0 <= span.start <= span.end <= document.source.length
