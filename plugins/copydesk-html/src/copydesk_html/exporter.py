"""Documents as web pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, BinaryIO, Final, assert_never

from msgspec import Meta

from copydesk.hooks import Context, Diagnostic, FormatOptions
from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Foreign,
    Headline,
    HeadNode,
    Inline,
    LineBreak,
    Link,
    List,
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
)
from copydesk.walk import inline_text, safe_target
from copydesk_html._escape import attribute, content
from copydesk_html._head import date, head, language, language_attributes

_DEEPEST: Final = 6
_WIDEST_INDENT: Final = 40
_TYPES: Final = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
_ASIDES: Final = frozenset({"related", "correction", "editors-note", "boilerplate"})
"""Roles that are an `aside` to the story; the others belong to it and are small print."""


class HtmlOptions(FormatOptions, frozen=True):
    """Options of the html format."""

    style: Annotated[bool, Meta(description="include the stylesheet")] = True


class HtmlExporter:
    """Writes a document as one page of HTML5 in UTF-8."""

    Options = HtmlOptions

    def export(
        self, document: Document, out: BinaryIO, options: HtmlOptions, context: Context
    ) -> None:
        """Write `document`; an unsafe link is printed as text and reported as `unsafe-link`."""
        lines = [
            "<!doctype html>",
            f"<html{language(document)}>",
            "<head>",
            *head(document, context.name, options.style),
            "</head>",
            "<body>",
            "<main>",
            *_Page(context.report).article(document),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
        out.write("\n".join(lines).encode())


class _Page:
    """Prints one document."""

    def __init__(self, report: Callable[[Diagnostic], None]) -> None:
        self._report = report
        self._has_headline = False

    def article(self, document: Document) -> Iterator[str]:
        """The lines of the article."""
        yield "<article>"
        if document.head:
            yield "<header>"
            for node in document.head:
                yield from self._head(node)
            yield "</header>"
        yield from self._blocks(document.body, "section")
        if document.tail:
            yield "<footer>"
            yield from self._blocks(document.tail, "tail")
            yield "</footer>"
        yield "</article>"

    def _head(self, node: HeadNode) -> Iterator[str]:
        text = self._inlines(node.children)
        match node:
            case Headline() if not self._has_headline:
                self._has_headline = True
                yield f"<h1>{text}</h1>"
            case Headline() | Deck() | Byline() | Slug():
                yield f'<p class="{type(node).__name__.lower()}">{text}</p>'
            case Dateline():
                yield f'<p class="dateline">{_time(text, node.date)}</p>'
            case Timestamp():
                yield f'<p class="timestamp">{_time(text, node.date)}</p>'
            case _:
                assert_never(node)

    def _blocks(self, blocks: Iterable[Block], anchor: str) -> Iterator[str]:
        """The lines of `blocks`; `anchor` starts the identifiers of the sections among them."""
        # Trees nest at most 64 deep, so that this recursion is bounded.
        sections = 0
        for number, block in enumerate(blocks, 1):
            sections += isinstance(block, Section)
            inner = f"{anchor}-{sections if isinstance(block, Section) else f'b{number}'}"
            yield from self._block(block, inner)

    def _block(self, block: Block, anchor: str) -> Iterator[str]:
        match block:
            case Paragraph():
                yield self._paragraph(block)
            case Section():
                tag = f"h{min(block.level + 1, _DEEPEST)}"
                yield "<section>"
                yield f'<{tag} id="{anchor}">{self._inlines(block.title)}</{tag}>'
                yield from self._blocks(block.children, anchor)
                yield "</section>"
            case Quote():
                yield from self._quote(block, anchor)
            case List():
                yield from self._list(block, anchor)
            case Verse():
                lines = [self._verse_line(line.children, line.indent) for line in block.children]
                yield '<p class="verse">' + "<br>\n".join(lines) + "</p>"
            case Preformatted():
                # The parser drops one line end after the tag; a reader scrolls it by keyboard.
                yield f'<pre tabindex="0">\n{content(block.value)}</pre>'
            case Rule():
                yield "<hr>"
            case Aside():
                tag = "aside" if block.role in _ASIDES else "div"
                yield f'<{tag} class="{attribute(block.role)}">'
                yield from self._blocks(block.children, anchor)
                yield f"</{tag}>"
            case Custom():
                yield from self._blocks(block.fallback, anchor)
            case _:
                assert_never(block)

    def _paragraph(self, block: Paragraph) -> str:
        first = block.children[:1]
        if block.speaker and first and isinstance(first[0], Text):
            pattern = rf"[^:.]{{0,20}}?{re.escape(block.speaker)}[^:.]{{0,60}}[:.]"
            if name := re.match(pattern, first[0].value, re.IGNORECASE):
                rest = (Text(first[0].value[name.end() :]), *block.children[1:])
                said = f'<b class="speaker">{content(name[0])}</b>{self._inlines(rest)}'
                return f'<p class="turn">{said}</p>'
        return f"<p>{self._inlines(block.children)}</p>"

    def _quote(self, quote: Quote, anchor: str) -> Iterator[str]:
        kind = ' class="speech"' if quote.role == "speech" else ""
        if quote.attribution:
            yield "<figure>"
        yield f"<blockquote{kind}>"
        yield from self._blocks(quote.children, anchor)
        yield "</blockquote>"
        if quote.attribution:
            yield f"<figcaption>{self._inlines(quote.attribution.children)}</figcaption>"
            yield "</figure>"

    def _list(self, node: List, anchor: str) -> Iterator[str]:
        tag = "ol" if node.ordered else "ul"
        yield f"<{tag}{_counting(node)}>"
        for number, item in enumerate(node.children, 1):
            own = node.ordered and item.number is not None
            value = f' value="{item.number}"' if own else ""
            match item.children:
                case [Paragraph(speaker=None) as only]:
                    yield f"<li{value}>{self._inlines(only.children)}</li>"
                case _:
                    yield f"<li{value}>"
                    yield from self._blocks(item.children, f"{anchor}-{number}")
                    yield "</li>"
        yield f"</{tag}>"

    def _verse_line(self, inlines: tuple[Inline, ...], indent: int) -> str:
        text = self._inlines(inlines)
        if indent < 1:
            return text
        half_ems = min(indent, _WIDEST_INDENT)
        return f'<span style="padding-inline-start: {half_ems / 2:g}em">{text}</span>'

    def _inlines(self, inlines: Iterable[Inline], in_link: bool = False) -> str:
        parts: list[str] = []
        for inline in inlines:
            match inline:
                case Text():
                    parts.append(content(inline.value))
                case Emphasis():
                    parts.append(f"<em>{self._inlines(inline.children, in_link)}</em>")
                case Strong():
                    parts.append(f"<strong>{self._inlines(inline.children, in_link)}</strong>")
                case Code():
                    parts.append(f"<code>{content(inline.value)}</code>")
                case Link():
                    parts.append(self._link(inline, in_link))
                case Foreign():
                    text = self._inlines(inline.children, in_link)
                    told = language_attributes(inline.language)
                    parts.append(f"<span{told}>{text}</span>" if told and text else text)
                case LineBreak():
                    parts.append("<br>\n")
                case Dateline():
                    text = _time(self._inlines(inline.children, in_link), inline.date)
                    parts.append(f'<span class="dateline">{text}</span> ')
                case _:
                    assert_never(inline)
        return "".join(parts)

    def _link(self, link: Link, in_link: bool) -> str:
        target = safe_target(link.target)
        text = self._inlines(link.children, True)
        if target is None:
            message = f"no link is made to {link.target!a}"
            self._report(Diagnostic("unsafe-link", message, span=link.span))
            return text
        if in_link or not text:
            return text
        plain = ' class="plain"' if inline_text(link.children) == target else ""
        return f'<a{plain} href="{attribute(target)}">{text}</a>'


def _counting(node: List) -> str:
    """The attributes of an `ol`: its start, its type, and what the stylesheet knows it by."""
    if not node.ordered:
        return ""
    start = f' start="{node.start}"' if node.start != 1 else ""
    kind = f' type="{_TYPES[node.numbering]}"' if node.numbering != "decimal" else ""
    after = {".": "", ")": "paren", "()": "parens"}[node.delimiter]
    return start + kind + (f' class="{node.numbering}-{after}"' if after else "")


def _time(text: str, when: str | None) -> str:
    return f'<time datetime="{when}">{text}</time>' if date(when) else text
