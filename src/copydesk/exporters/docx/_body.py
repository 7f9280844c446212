"""Blocks as paragraphs (`w:p`) with named styles, numbering and indents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._direction import is_right_to_left
from copydesk.exporters._metadata import one_line
from copydesk.exporters._sanitize import xml_attribute
from copydesk.exporters.docx._contents import Heading, bookmarked
from copydesk.exporters.docx._runs import PLAIN, RunWriter
from copydesk.exporters.docx._styles import LIST_STEP
from copydesk.exporters.docx._template import Template
from copydesk.formats import Context
from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Custom,
    Dateline,
    Deck,
    Document,
    Headline,
    HeadNode,
    Inline,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Text,
    Timestamp,
    Verse,
)
from copydesk.walk import counted_runs, inline_text

_DEEPEST_INDENT = 4000
_VERSE_COLUMN = 110
_LIST_LEVELS = 9
_LIST_STYLES = 5
_HEADING_STYLES = 9
_MOST_LIST_START = 32767  # what Word takes
_FORMATS = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
"""How numbers are printed (ISO/IEC 29500-1, 17.18.59)."""

_ASIDE_STYLES = {
    "related": "Related",
    "credit": "Credit",
    "caption": "Caption",
    "correction": "Correction",
    "contributor": "Contributor",
    "rights": "Rights",
    "editors-note": "EditorsNote",
    "boilerplate": "Boilerplate",
}

NATURAL_INDENTS = {
    "Dialogue": LIST_STEP,
    "Verse": 2 * LIST_STEP,
    **{f"ListContinue{level if level > 1 else ''}": LIST_STEP * level for level in range(1, 6)},
}
"""The left indents that the template gives to its styles, but for those of quotations; all others
have none."""

_APART = 1
"""What two quotations in a row are set in differently by: the bars at their sides are joined into
one where their indents are the same (ISO/IEC 29500-1, 17.3.1.24)."""

_SCENE_BREAK = 1400
_AFTER_HEAD = '<w:spacing w:after="280"/>'
_HANGING = {"Verse": LIST_STEP, "Dialogue": LIST_STEP}
_ROOMY = ("Heading", "HTMLPreformatted", "SceneBreak", "EndRule")
"""What has room above it by its style."""
_FIRST_INDENT = "BodyTextFirstIndent"


class _Place(Struct, frozen=True, gc=False):
    """Where a block stands: the style of its paragraphs, their indent, how deep in lists."""

    style: str = "Normal"
    indent: int = 0
    depth: int = 0
    level: int = 0
    indented: bool = True
    """Whether a paragraph after another one is."""


class _Marker(Struct, frozen=True, gc=False):
    """The bullet or number that waits for the first paragraph of its item."""

    style: str
    number: int | None
    """None where the style brings its own."""
    level: int
    indent: int
    """Where the numbering sets the text."""


class BodyWriter:
    """Collects the XML of a document's paragraphs in `parts` and of its lists in `lists`."""

    def __init__(self, runs: RunWriter, context: Context, template: Template) -> None:
        self.parts: list[str] = []
        self.lists: list[str] = []
        self.headings: list[Heading] = []
        self.after_head = 0
        """How many of the parts stand before the body."""
        self._runs = runs
        self._context = context
        self._numbering = template.numbering
        self._list_styles = template.lists
        side = max(template.measure - _SCENE_BREAK, 0) // 2
        self._scene_break = f'<w:ind w:left="{side}" w:right="{side}"/>'
        self.styles = {name: xml_attribute(style) for name, style in template.styles.items()}
        self._lengths = template.lengths
        quote = template.lengths.quote
        self._natural = NATURAL_INDENTS | {"Quote": quote, "Attribution": quote}
        self._marker: _Marker | None = None
        self._list_count = 0
        self._after_paragraph = False
        self._room = False

    def write(self, document: Document) -> None:
        """Write all of `document`."""
        top = _Place()
        for index, node in enumerate(document.head):
            self._head(node, last=index == len(document.head) - 1)
        self.after_head = len(self.parts)
        self._blocks(document.body, top)
        if document.tail:
            self._paragraph("EndRule", (), 0)
            self._room = False
            self._blocks(document.tail, top)

    def end_head(self, section: str) -> None:
        """End the head with a page set-up of its own, if there is both."""
        if section and self.after_head:
            last = self.parts[self.after_head - 1]
            before, _, after = last.rpartition("</w:pPr>")
            self.parts[self.after_head - 1] = f"{before}{section}</w:pPr>{after}"

    def _head(self, node: HeadNode, *, last: bool) -> None:
        match node:
            case Headline():
                style = "Title"
            case Deck():
                style = "Subtitle"
            case Byline():
                style = "Byline"
            case Dateline():
                style = "DatelineLine"
            case Timestamp():
                style = "Timestamp"
            case Slug():
                style = "Slug"
            case _:
                assert_never(node)
        self._paragraph(style, node.children, 0, spacing=_AFTER_HEAD if last else "")

    def _blocks(self, blocks: tuple[Block, ...], place: _Place) -> None:
        # Trees nest at most MAX_DEPTH deep, so that this recursion is bounded.
        apart = 0
        for block in blocks:
            if isinstance(block, Quote):
                self._quote(block, place, apart)
                apart = _APART - apart
            else:
                self._block(block, place)
                apart = 0
            self._after_paragraph = isinstance(block, Paragraph)

    def _block(self, block: Block, place: _Place) -> None:
        match block:
            case Paragraph():
                self._turn(block, place)
            case Section():
                self._section(block, place)
            case Quote():
                self._quote(block, place, 0)
            case List():
                self._list(block, place)
            case Verse():
                self._verse(block, place)
            case Preformatted():
                self._paragraph("HTMLPreformatted", (Text(block.value),), place.indent)
            case Rule():
                self._print_marker(place)
                self._paragraph("SceneBreak", (), 0, spacing=self._scene_break)
            case Aside():
                style = _ASIDE_STYLES[block.role]
                self._apart(block.children, replace(place, style=style, indented=False))
            case Custom():
                self._blocks(block.fallback, place)
            case _:
                assert_never(block)

    def _section(self, section: Section, place: _Place) -> None:
        level = place.level + 1
        style = f"Heading{min(level, _HEADING_STYLES)}"
        number = len(self.headings) + 1
        heading = Heading(level, one_line(inline_text(section.title)), f"_Toc{number}")
        self.headings.append(heading)
        runs = bookmarked(self._runs.write(section.title), number, heading.bookmark)
        self._paragraph(style, section.title, 0, runs=runs)
        self._after_paragraph = False
        self._blocks(section.children, replace(place, level=level))

    def _turn(self, paragraph: Paragraph, place: _Place) -> None:
        """A paragraph; of a speaker's turn the name, where the text opens with it, stands out."""
        indented = bool(self._lengths.indent) and self._after_paragraph and place.indented
        first = paragraph.children[0] if paragraph.children else None
        speaker = paragraph.speaker
        if speaker and isinstance(first, Text) and first.value.startswith(speaker):
            cut = len(speaker) + first.value.startswith(":", len(speaker))
            runs = self._runs.text(first.value[:cut], PLAIN.with_style("Speaker"))
            runs += self._runs.write((Text(first.value[cut:]), *paragraph.children[1:]))
            style = "Dialogue" if place.style == "Normal" and self._marker is None else place.style
            indent = place.indent + NATURAL_INDENTS["Dialogue"] * (style == "Dialogue")
            self._paragraph(style, paragraph.children, indent, runs=runs)
        elif indented and place.style == "Normal" and not place.indent:
            self._paragraph(_FIRST_INDENT, paragraph.children, 0)
        else:
            self._paragraph(place.style, paragraph.children, place.indent, indented=indented)

    def _apart(self, blocks: tuple[Block, ...], place: _Place) -> None:
        """Blocks with room above and below."""
        self._room, self._after_paragraph = True, False
        self._blocks(blocks, place)
        self._room, self._after_paragraph = True, False

    def _quote(self, quote: Quote, place: _Place, apart: int) -> None:
        inner = replace(place, style="Quote", indent=place.indent + self._lengths.quote + apart)
        self._apart(quote.children, inner)
        if quote.attribution:
            if quote.children and isinstance(quote.children[-1], Paragraph):
                # Behind its style, which comes first.
                self.parts[-1] = self.parts[-1].replace("/>", "/><w:keepNext/>", 1)
            self._room = False
            self._paragraph("Attribution", quote.attribution.children, inner.indent)
            self._room = True

    def _list(self, node: List, place: _Place) -> None:
        level = min(place.depth, _LIST_LEVELS - 1)
        rank = min(place.depth + 1, _LIST_STYLES)
        suffix = str(rank) if rank > 1 else ""
        style = f"List{'Number' if node.ordered else 'Bullet'}{suffix}"
        natural = LIST_STEP * (level + 1)
        own = self._list_styles.get(style)
        if node.ordered:
            if own is not None:
                level = own.level
            numbers: Iterator[int | None] = self._numbers(
                node, own.abstract if own else None, level, natural
            )
        else:
            bullets = self._numbering.bullets if own is None else None
            numbers = repeat(bullets, len(node.children))
        inner = replace(
            place,
            style=f"ListContinue{suffix}",
            indent=place.indent + LIST_STEP,
            depth=place.depth + 1,
            indented=False,
        )
        if not place.depth:
            self._room = True
        for number, item in zip(numbers, node.children, strict=True):
            self._print_marker(inner)  # an item that begins with a list keeps its own bullet
            self._marker = _Marker(style, number, level, natural)
            self._after_paragraph = False
            self._blocks(item.children, inner)
            self._print_marker(inner)
        if not place.depth:
            self._room = True

    def _print_marker(self, place: _Place) -> None:
        """Print a bullet or number that still waits, on a line of its own."""
        if self._marker is not None:
            self._paragraph(place.style, (), self._marker.indent)

    def _numbers(
        self, node: List, abstract: int | None, level: int, indent: int
    ) -> Iterator[int | None]:
        """The numbering of each item of an ordered list: one of its own for the list, so that it
        starts where the copy does, and for each run of items after a gap in the numbers.
        """
        for run in counted_runs(node):
            if run.children:
                yield from repeat(self._number(run, abstract, level, indent), len(run.children))

    def _number(self, node: List, abstract: int | None, level: int, indent: int) -> int:
        if abstract is None:
            abstract = self._numbering.ordered
        start = min(max(node.start, 0), _MOST_LIST_START)
        if start != node.start:
            self._context.report(
                Diagnostic(
                    "list-start",
                    f"a list that starts at {node.start} starts at {start} in Word",
                    span=node.span,
                )
            )
        own = ""
        if (node.numbering, node.delimiter) != ("decimal", "."):
            before = "(" if node.delimiter == "()" else ""
            own = (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/>'
                f'<w:numFmt w:val="{_FORMATS[node.numbering]}"/>'
                f'<w:lvlText w:val="{before}%{level + 1}{node.delimiter[-1]}"/>'
                '<w:lvlJc w:val="left"/><w:pPr>'
                f'<w:ind w:left="{indent}" w:hanging="{LIST_STEP}"/></w:pPr></w:lvl>'
            )
        number = self._numbering.first + self._list_count
        self._list_count += 1
        self.lists.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/>'
            f"{own}</w:lvlOverride></w:num>"
        )
        return number

    def _verse(self, verse: Verse, place: _Place) -> None:
        last = len(verse.children) - 1
        self._room = True
        for index, line in enumerate(verse.children):
            indent = place.indent + 2 * LIST_STEP + max(line.indent, 0) * _VERSE_COLUMN
            after = '<w:spacing w:after="200"/>' if index == last else ""
            self._paragraph("Verse", line.children, indent, spacing=after)

    def _paragraph(
        self,
        style: str,
        inlines: tuple[Inline, ...],
        indent: int,
        *,
        runs: str | None = None,
        spacing: str = "",
        indented: bool = False,
    ) -> None:
        numbering = ""
        natural = self._natural.get(style, 0)
        hanging = _HANGING.get(style, 0)
        marker = self._marker
        if marker is not None:
            self._marker = None
            if style.startswith("ListContinue"):
                style = marker.style
            if marker.number is not None:
                numbering = (
                    f'<w:numPr><w:ilvl w:val="{marker.level}"/>'
                    f'<w:numId w:val="{marker.number}"/></w:numPr>'
                )
            natural = marker.indent
            hanging = LIST_STEP if style.startswith("ListNumber") else 280
        named = self.styles.get(style, style)
        properties = "" if style == "Normal" else f'<w:pStyle w:val="{named}"/>'
        properties += numbering
        if is_right_to_left(inline_text(inlines)):
            properties += "<w:bidi/>"
        properties += self._spaced(style, spacing) if self._room else spacing
        indent = min(indent, _DEEPEST_INDENT)
        if indent != natural or indented:
            first = f' w:firstLine="{self._lengths.indent}"' if indented else ""
            hang = f' w:hanging="{hanging}"' if hanging and not indented else ""
            properties += f'<w:ind w:left="{indent}"{first or hang}/>'
        start = f"<w:p><w:pPr>{properties}</w:pPr>" if properties else "<w:p>"
        if runs is None:
            runs = self._runs.write(inlines)
        self.parts.append(f"{start}{runs}</w:p>")

    def _spaced(self, style: str, spacing: str) -> str:
        """`spacing` with the room that waits for the next paragraph, unless its style has more."""
        self._room = False
        if not self._lengths.gap or style.startswith(_ROOMY):
            return spacing
        before = f' w:before="{self._lengths.gap}"'
        return (
            spacing.replace("<w:spacing", "<w:spacing" + before, 1)
            if spacing
            else (f"<w:spacing{before}/>")
        )
