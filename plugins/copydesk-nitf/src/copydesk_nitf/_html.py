"""The story as a fragment of HTML, for the body of a ninjs object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from copydesk.hooks import Diagnostic
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
from copydesk.walk import inline_text, safe_target, well_formed_language
from copydesk_nitf._escape import content, element
from copydesk_nitf._inlines import Report

_DEEPEST: Final = 6
_WIDEST_INDENT: Final = 40
_TYPES: Final = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)


class Fragment:
    """Prints one document; ninjs has names of its own for headline, byline and slug."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def story(self, document: Document, header: bool) -> Iterator[str]:
        """The lines of the fragment, in reading order; with `header`, all of the head too."""
        for node in document.head:
            if not inline_text(node.children).strip():
                continue
            text = self._text(node.children)
            match node:
                case Timestamp() | Dateline():
                    kind = type(node).__name__.lower()
                    yield f'<p class="{kind}">{_time(text, node.date)}</p>'
                case Headline() if header:
                    yield f"<h1>{text}</h1>"
                case Deck() | Byline() | Slug() if header:
                    yield f'<p class="{type(node).__name__.lower()}">{text}</p>'
                case Headline() | Deck() | Byline() | Slug():
                    pass
                case _:
                    assert_never(node)
        yield from self._blocks(document.body)
        yield from self._blocks(document.tail)

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        # Trees nest at most 64 deep, so that this recursion is bounded.
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                if inline_text(block.children).strip():
                    yield f"<p>{self._text(block.children)}</p>"
            case Section():
                tag = f"h{min(block.level + 1, _DEEPEST)}"
                yield f"<{tag}>{self._text(block.title)}</{tag}>"
                yield from self._blocks(block.children)
            case Quote():
                yield from self._quote(block)
            case List():
                yield from self._list(block)
            case Verse():
                lines = (
                    "\u00a0" * min(max(line.indent, 0), _WIDEST_INDENT) + self._text(line.children)
                    for line in block.children
                )
                yield f'<p class="verse">{"<br>".join(lines)}</p>'
            case Preformatted():
                # A parser drops one line end after the tag.
                yield f"<pre>\n{content(block.value)}</pre>"
            case Rule():
                yield "<hr>"
            case Aside():
                yield element("aside", class_=block.role)
                yield from self._blocks(block.children)
                yield "</aside>"
            case Custom():
                yield from self._blocks(block.fallback)
            case _:
                assert_never(block)

    def _quote(self, quote: Quote) -> Iterator[str]:
        if quote.role == "speech" and not quote.attribution:
            yield from self._blocks(quote.children)
            return
        yield "<blockquote>"
        yield from self._blocks(quote.children)
        if quote.attribution:
            yield f"<footer>{self._text(quote.attribution.children)}</footer>"
        yield "</blockquote>"

    def _list(self, node: List) -> Iterator[str]:
        if not node.children:
            return
        tag = "ol" if node.ordered else "ul"
        start = str(node.start) if node.ordered and node.start != 1 else None
        kind = _TYPES.get(node.numbering) if node.ordered else None
        yield element(tag, start=start, type=kind)
        for item in node.children:
            own = node.ordered and item.number is not None
            entry = element("li", value=str(item.number) if own else None)
            match item.children:
                case [Paragraph() as only]:
                    yield f"{entry}{self._text(only.children)}</li>"
                case _:
                    yield entry
                    yield from self._blocks(item.children)
                    yield "</li>"
        yield f"</{tag}>"

    def _text(self, inlines: Iterable[Inline], in_link: bool = False) -> str:
        parts: list[str] = []
        for inline in inlines:
            match inline:
                case Text():
                    parts.append(content(inline.value))
                case Emphasis():
                    parts.append(f"<em>{self._text(inline.children, in_link)}</em>")
                case Strong():
                    parts.append(f"<strong>{self._text(inline.children, in_link)}</strong>")
                case Code():
                    parts.append(f"<code>{content(inline.value)}</code>")
                case Link():
                    parts.append(self._link(inline, in_link))
                case Foreign():
                    text = self._text(inline.children, in_link)
                    tag = well_formed_language(inline.language)
                    parts.append(f"{element('span', lang=tag)}{text}</span>" if tag else text)
                case LineBreak():
                    parts.append("<br>")
                case Dateline():
                    parts.append(_time(self._text(inline.children, in_link), inline.date) + " ")
                case _:
                    assert_never(inline)
        return "".join(parts)

    def _link(self, link: Link, in_link: bool) -> str:
        target = safe_target(link.target)
        text = self._text(link.children, True)
        if target is None:
            message = f"no link is made to {link.target!a}"
            self._report(Diagnostic("unsafe-link", message, span=link.span))
        if target is None or in_link or not text:
            return text
        return f"{element('a', href=target)}{text}</a>"


def _time(text: str, when: str | None) -> str:
    return f'<time datetime="{when}">{text}</time>' if when and _DATE.fullmatch(when) else text
