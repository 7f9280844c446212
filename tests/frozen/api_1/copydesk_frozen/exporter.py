"""Prints every kind of node of version 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, BinaryIO, Literal, assert_never

from msgspec import Meta

from copydesk.hooks import Context, Diagnostic, FormatOptions
from copydesk.tree import (
    MAX_DEPTH,
    AnyNode,
    Aside,
    Attribution,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Headline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Strong,
    Text,
    Timestamp,
    Verse,
    VerseLine,
)
from copydesk.walk import children, inline_text, plain_text, safe_target, text_blocks, walk


class FrozenOptions(FormatOptions, frozen=True):
    """Options of every type that version 1 reads."""

    mark: Annotated[str, Meta(description="what stands before a line")] = "-"
    case: Annotated[Literal["as-is", "upper"], Meta(description="letters")] = "as-is"
    deep: Annotated[bool, Meta(description="whether inlines are printed")] = True
    most: Annotated[int, Meta(ge=1, description="how many lines")] = 1000
    share: Annotated[float | None, Meta(description="a number or none")] = None
    kinds: Annotated[tuple[str, ...], Meta(description="only these nodes")] = ()


class FrozenExporter:
    """Prints a line a node."""

    Options = FrozenOptions

    def export(
        self, document: Document, out: BinaryIO, options: FrozenOptions, context: Context
    ) -> None:
        """Write `document`."""
        if sum(1 for _ in walk(document)) > options.most:
            context.report(Diagnostic("frozen-long", "long", severity="note", span=document.span))
        when = context.timestamp.isoformat() if context.timestamp else "no time"
        about = document.metadata
        out.write(
            f"{context.name or 'no name'} | {when} | {about.title} | {', '.join(about.authors)} |"
            f" {about.language} | {about.published} | {about.updated} | {about.publisher} |"
            f" {about.source_url} | {', '.join(about.keywords)}\n".encode(
                "utf-8", "backslashreplace"
            )
        )
        for line in lines(document, options, context, 0):
            text = line.upper() if options.case == "upper" else line
            out.write(f"{options.mark} {text}\n".encode("utf-8", "backslashreplace"))
        blocks = sum(1 for _ in text_blocks(document))
        out.write(
            f"{blocks} texts, {len(plain_text(document))} characters\n".encode(
                "utf-8", "backslashreplace"
            )
        )


def lines(node: AnyNode, options: FrozenOptions, context: Context, depth: int) -> Iterator[str]:
    """`node` and what is below it."""
    assert depth <= MAX_DEPTH
    kind = type(node).__name__
    if not options.kinds or kind in options.kinds:
        yield f"{'  ' * depth}{kind} {told(node, context)}".rstrip()
    for child in children(node):
        if options.deep or not isinstance(child, (Text, Emphasis, Strong, Code, LineBreak)):
            yield from lines(child, options, context, depth + 1)


def told(node: AnyNode, context: Context) -> str:
    """What `node` itself says."""
    match node:
        case Document():
            return f"{len(node.head)} {len(node.body)} {len(node.tail)} {node.source.length}"
        case Text() | Code() | Preformatted() | Rule():
            return repr(node.value)
        case Emphasis() | Strong() | LineBreak():
            return ""
        case Link():
            if safe_target(node.target) is None:
                context.report(Diagnostic("unsafe-link", f"{node.target!r} is no link"))
                return "unsafe"
            return node.target
        case Dateline():
            return f"{node.location} {node.agency} {node.date}"
        case Headline() | Deck() | Slug() | Attribution():
            return inline_text(node.children)
        case Byline():
            return ", ".join(node.authors)
        case Timestamp():
            return f"{node.role} {node.date}"
        case Section():
            return f"{node.level} {inline_text(node.title)}"
        case Paragraph():
            return node.speaker or ""
        case Quote():
            return f"{node.role} {node.speaker} {node.attribution is not None}"
        case List():
            return f"from {node.start}" if node.ordered else "bulleted"
        case ListItem() | Verse():
            return str(len(node.children))
        case VerseLine():
            return str(node.indent)
        case Aside():
            return node.role
        case Custom():
            return f"{node.kind} {node.data}"
        case _:
            assert_never(node)
