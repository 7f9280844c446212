"""The tree as XHTML: what stands in the body of an EPUB's content documents."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import assert_never

from msgspec import Struct

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._direction import (
    has_right_to_left,
    is_right_to_left,
    language_is_right_to_left,
)
from copydesk.exporters._links import link_address
from copydesk.exporters._metadata import is_visible, one_line, valid_date
from copydesk.exporters._sanitize import xml_attribute, xml_text
from copydesk.formats import Context
from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Emphasis,
    Foreign,
    Headline,
    HeadNode,
    Inline,
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
)
from copydesk.walk import inline_text, well_formed_language

TITLE_ID = "title"
"""The id of the headline."""

_LOWEST_HEADING = 6
_WIDEST_VERSE_INDENT = 40
_LINE_END = re.compile("\r\n?|\n")


NUMBERING_TYPES = MappingProxyType(
    {"decimal": "1", "lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
)
"""The `type` of an `ol` (HTML, section 4.4.5)."""


def numbering_class(node: List) -> str:
    """The class of a list whose numbers have another delimiter than a full stop, after the counter
    style (CSS Counter Styles 3) of that name in the stylesheet.
    """
    return f"{node.numbering}-{'parens' if node.delimiter == '()' else 'paren'}"


class Heading(Struct, frozen=True, gc=False):
    """A section's heading, for a table of contents; top sections are of level 1."""

    id: str
    level: int
    title: str

    @property
    def title_id(self) -> str:
        """The id of the heading itself, where `id` is that of the section."""
        return f"{self.id}-title"


class XhtmlWriter:
    """Turns blocks into markup; `headings` collects the sections on the way."""

    def __init__(self, context: Context, *, right_to_left: bool = False) -> None:
        self.headings: list[Heading] = []
        self._context = context
        self._right_to_left = right_to_left
        self._sections = 0
        self._linked = False
        self.titled = False
        """Whether there was a headline; it has the id `TITLE_ID`."""

    # --- head ------------------------------------------------------------------------------------

    def head(self, nodes: tuple[HeadNode, ...]) -> str:
        """The lines above the story; nothing where there are none."""
        return f"<header>\n{''.join(map(self._head, nodes))}</header>\n" if nodes else ""

    def _head(self, node: HeadNode) -> str:
        text = self.inlines(node.children)
        direction = self._direction(node.children)
        match node:
            case Headline():
                if self.titled or not text.strip():
                    return f'<p class="headline"{direction}>{text}</p>\n'
                self.titled = True
                return f'<h1 id="{TITLE_ID}" epub:type="title"{direction}>{text}</h1>\n'
            case Deck():
                return (
                    '<p class="deck" epub:type="subtitle" role="doc-subtitle"'
                    f"{direction}>{text}</p>\n"
                )
            case Byline():
                return f'<p class="byline"{direction}>{text}</p>\n'
            case Timestamp():
                if date := valid_date(node.date):
                    text = f'<time datetime="{date}">{text}</time>'
                return f'<p class="timestamp"{direction}>{text}</p>\n'
            case Dateline():
                return f'<p class="dateline"{direction}>{text}</p>\n'
            case Slug():
                return f'<p class="slug"{direction}>{text}</p>\n'
            case _:
                assert_never(node)

    def tail(self, asides: tuple[Aside, ...]) -> str:
        """What stands below the story; nothing where there is nothing."""
        return f'<footer class="tail">\n{self.blocks(asides)}</footer>\n' if asides else ""

    # --- blocks ----------------------------------------------------------------------------------

    def blocks(self, blocks: tuple[Block, ...], level: int = 0) -> str:
        """Markup of `blocks`, which stand in a section of `level` (0: in none).

        The recursion ends where the tree does (`tree.MAX_DEPTH`).
        """
        return "".join([self._block(block, level) for block in blocks])

    def _block(self, block: Block, level: int) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Section():
                return self._section(block, level + 1)
            case Quote():
                return self._quote(block, level)
            case List():
                return self._list(block, level)
            case Verse():
                return self._verse(block)
            case Preformatted():
                return f"<pre>{_pre(block.value)}</pre>\n"
            case Rule():
                return "<hr/>\n"
            case Aside():
                inner = self.blocks(block.children, level)
                return f'<aside class="{block.role}" role="note">\n{inner}</aside>\n'
            case Custom():
                return self.blocks(block.fallback, level)
            case _:
                assert_never(block)

    def _paragraph(self, paragraph: Paragraph) -> str:
        inlines = paragraph.children
        speaker = paragraph.speaker
        first = inlines[0] if inlines else None
        if speaker and isinstance(first, Text) and first.value.startswith(speaker):
            cut = len(speaker) + first.value.startswith(":", len(speaker))
            text = f'<b class="speaker">{_text(first.value[:cut])}</b>{_text(first.value[cut:])}'
            text += self.inlines(inlines[1:])
            return f'<p class="turn"{self._direction(inlines)}>{text}</p>\n'
        return f"<p{self._direction(inlines)}>{self.inlines(inlines)}</p>\n"

    def _section(self, section: Section, level: int) -> str:
        self._sections += 1
        identifier = f"section-{self._sections}"
        title = one_line(inline_text(section.title))
        if not is_visible(title):  # then it is no heading, for a listener least of all
            text = self._paragraph(Paragraph(section.title)) if title else ""
            inner = text + self.blocks(section.children, level)
            return f'<section id="{identifier}">\n{inner}</section>\n'
        heading = Heading(identifier, level, title)
        self.headings.append(heading)
        rank = min(level + 1, _LOWEST_HEADING)
        deeper = f' aria-level="{level + 1}"' if level + 1 > rank else ""
        return (
            f'<section id="{identifier}">\n'
            f'<h{rank} id="{heading.title_id}"{deeper}{self._direction(section.title)}>'
            f"{self.inlines(section.title)}</h{rank}>\n"
            f"{self.blocks(section.children, level)}</section>\n"
        )

    def _quote(self, quote: Quote, level: int) -> str:
        inner = self.blocks(quote.children, level)
        words = f'<blockquote class="{quote.role}">\n{inner}</blockquote>\n'
        if quote.attribution is None:
            return words
        source = quote.attribution.children
        return (
            f'<figure class="quote">\n{words}'
            f"<figcaption{self._direction(source)}>{self.inlines(source)}</figcaption>\n</figure>\n"
        )

    def _list(self, node: List, level: int) -> str:
        if not node.children:
            return ""
        items = "".join([self._item(item, level, node.ordered) for item in node.children])
        if not node.ordered:
            return f"<ul>\n{items}</ul>\n"
        start = f' start="{node.start}"' if node.start != 1 else ""
        # The stylesheet knows the class; where no style is read, the type is the next best thing.
        kind = NUMBERING_TYPES[node.numbering]
        told = f' type="{kind}"' if kind != "1" else ""
        if node.delimiter != ".":
            told += f' class="{numbering_class(node)}"'
        return f"<ol{start}{told}>\n{items}</ol>\n"

    def _item(self, item: ListItem, level: int, ordered: bool) -> str:
        value = "" if item.number is None or not ordered else f' value="{item.number}"'
        match item.children:
            case (Paragraph(children=inlines, speaker=None),):
                return f"<li{value}{self._direction(inlines)}>{self.inlines(inlines)}</li>\n"
            case blocks:
                return f"<li{value}>\n{self.blocks(blocks, level)}</li>\n"

    def _verse(self, verse: Verse) -> str:
        lines: list[str] = []
        for line in verse.children:
            columns = min(max(line.indent, 0), _WIDEST_VERSE_INDENT)
            indent = f' style="margin-left: {columns / 2:g}em"' if columns else ""
            text = self.inlines(line.children)
            lines.append(
                f'<span class="line"{self._direction(line.children)}{indent}>{text}</span>'
            )
        return '<p class="verse">' + "<br/>\n".join(lines) + "</p>\n"

    # --- inlines ---------------------------------------------------------------------------------

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        """Markup of `inlines`."""
        parts: list[str] = []
        for inline in inlines:
            match inline:
                case Text():
                    parts.append(_text(inline.value))
                case Emphasis():
                    parts.append(f"<em>{self.inlines(inline.children)}</em>")
                case Strong():
                    parts.append(f"<strong>{self.inlines(inline.children)}</strong>")
                case Code():
                    parts.append(f"<code>{_text(inline.value)}</code>")
                case Link():
                    parts.append(self._link(inline))
                case Foreign():
                    parts.append(self._foreign(inline))
                case LineBreak():
                    parts.append("<br/>")
                case Dateline():
                    parts.append(f'<span class="dateline">{self.inlines(inline.children)}</span> ')
                case _:
                    assert_never(inline)
        return "".join(parts)

    def _link(self, link: Link) -> str:
        if self._linked:  # a link in a link is none in HTML
            return self.inlines(link.children)
        address = link_address(link.target)
        if address is None:
            self._context.report(
                Diagnostic(
                    "unsafe-link",
                    f"not made a link, because it is no safe address: {link.target!r}",
                    span=link.span,
                )
            )
            return self.inlines(link.children)
        self._linked = True
        text = self.inlines(link.children)
        self._linked = False
        if not is_visible(inline_text(link.children)):  # a link that nobody sees is none
            return text
        return f'<a href="{xml_attribute(address)}">{text}</a>'

    def _foreign(self, node: Foreign) -> str:
        text = self.inlines(node.children)
        language = well_formed_language(node.language)
        if language is None or not text:
            return text
        against = language_is_right_to_left(language)
        direction = ""
        if against != self._right_to_left:
            direction = ' dir="rtl"' if against else ' dir="ltr"'
        return f'<span lang="{language}" xml:lang="{language}"{direction}>{text}</span>'

    def _direction(self, inlines: tuple[Inline, ...]) -> str:
        """A `dir` attribute for text that runs against the direction of the book."""
        text = inline_text(inlines)
        if not self._right_to_left and not has_right_to_left(text):
            return ""
        against = is_right_to_left(text)
        if against == self._right_to_left:
            return ""
        return ' dir="rtl"' if against else ' dir="ltr"'


def _text(text: str) -> str:
    if text.isprintable():
        return xml_text(text)
    return _LINE_END.sub("<br/>", xml_text(text))


def _pre(text: str) -> str:
    return _LINE_END.sub("\n", xml_text(text))
