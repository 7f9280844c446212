"""From the tree to blocks on pages: what each kind of node looks like and how it is tagged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import assert_never

from msgspec.structs import replace

from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._bidi import base_level
from copydesk.exporters.pdf._block import Bookmark
from copydesk.exporters.pdf._contents import Contents
from copydesk.exporters.pdf._emitter import Emitter, Place
from copydesk.exporters.pdf._front import (
    place_contents,
    place_head,
    section_bookmark,
    sections_of,
)
from copydesk.exporters.pdf._pages import Pages
from copydesk.exporters.pdf._runs import Pen, flush_right
from copydesk.exporters.pdf._structure import Structure
from copydesk.exporters.pdf._text import Style, Typesetter
from copydesk.exporters.pdf._theme import GREY, INK, MONO, Theme
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.tree import (
    Aside,
    Custom,
    Document,
    Headline,
    Inline,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Strong,
    Text,
    Verse,
)
from copydesk.tree import Block as TreeBlock
from copydesk.walk import inline_text, item_labels, text_blocks

_DEEPEST_HEADING = 6
_SMALL_ASIDES = ("caption", "credit", "rights", "boilerplate")
_NOTES = ("editors-note", "correction", "contributor")
_TABLE_SIZE = 0.84
_SMALLEST_TABLE = 0.6
"""How far preformatted text shrinks before its lines are folded."""
_SHORT = 8
"""A stanza or a quoted paragraph of so few lines is not parted from what belongs to it."""
_TABLE = 24
"""Preformatted text of so few lines stays on one page."""
_NUMBERINGS = {
    "decimal": b"Decimal",
    "lower-alpha": b"LowerAlpha",
    "upper-alpha": b"UpperAlpha",
    "lower-roman": b"LowerRoman",
    "upper-roman": b"UpperRoman",
}
"""How lists are numbered (ISO 32000-1, table 347)."""
_QUESTION_MARKS = ("?", "？", "؟")
"""A turn of an interview that ends in one stands with the answer."""
_CHAPTER_GAP = 1.6
"""The least room below the title of a chapter, in lines."""
_ORNAMENT = "•   •   •"


class Flow(Emitter):
    """Places one document's nodes on pages."""

    def __init__(
        self, pages: Pages, structure: Structure, setter: Typesetter, fonts: Fonts, theme: Theme
    ) -> None:
        super().__init__(pages, structure, setter, fonts, theme)
        self._bar_count = 0
        self._gap_around = (0.5 if theme.grid else 0.6) * theme.leading
        self._after_paragraph = False
        self._heading_offset = 0
        self._known: Iterator[Bookmark] = iter(())
        self.bookmarks: list[Bookmark] = []

    def document(self, document: Document, title: str, contents_title: str) -> None:
        """Place and draw the whole document; `title` names the outline."""
        theme, root = self.theme, self.structure.document
        place = Place(0.0, theme.column, theme.body, root)
        bookmark = Bookmark(title, 0)
        self.bookmarks.append(bookmark)
        if any(isinstance(node, Headline) for node in document.head):
            self._heading_offset = 1
        place_head(self, document.head, replace(place, measure=theme.measure), bookmark)
        self.pages.set_columns(theme.columns)
        contents: Contents | None = None
        if theme.contents and (sections := sections_of(document)):
            contents = Contents(sections, self.structure, self.setter, self.fonts, theme)
            heading = Bookmark(contents_title, 1)
            self.bookmarks.append(heading)
            level = self._heading_offset + 1
            place_contents(self, contents, place, heading, level=level)
            self._known = iter(bookmark for _, bookmark in sections)
        if theme.chapters:
            self.pages.next_page(theme.sink)
        self._blocks(document.body, place)
        if document.tail:
            width = place.measure / 4
            left = place.measure - width if self.setter.right else 0.0
            self.rule(width, left=left, before=1.6 * theme.leading)
            for aside in document.tail:
                self._aside(aside, place)
        self.pages.draw()
        if contents is not None:
            contents.fill()

    # --- blocks

    def _blocks(self, blocks: Iterable[TreeBlock], place: Place) -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    self._paragraph(block, place)
                    continue
                case Section():
                    self._section(block, place)
                case Quote():
                    self._quote(block, place)
                case List():
                    self._list(block, place)
                case Verse():
                    self._verse(block, place)
                case Preformatted():
                    self._preformatted(block, place)
                case Rule():
                    self._rule(place)
                case Aside():
                    self._aside(block, place)
                case Custom():
                    self._blocks(block.fallback, place)
                    continue
                case _:
                    assert_never(block)
            self._after_paragraph = False

    def _paragraph(self, block: Paragraph, place: Place, *, keep: bool = False) -> None:
        theme, style = self.theme, place.style
        children = block.children
        before, indent = 0.0, 0.0
        if block.speaker:
            children = _speaker_in_bold(children, block.speaker)
            before = 0.5 * theme.leading if self._after_paragraph else 0.0
            place = replace(place, on_grid=False)
            keep = inline_text(children).rstrip().endswith(_QUESTION_MARKS)
        elif self._after_paragraph and place.indents:
            before, indent = theme.gap, theme.indent
        elif self._after_paragraph:
            before = 0.0 if theme.grid else 0.35 * theme.leading
        lines = self.setter.lines(children, style, place.measure, indent)
        element = self.structure.element(b"P", place.element)
        self.emit(lines, style, place, element, before=before, keep=keep and len(lines) <= _SHORT)
        self._after_paragraph = True

    def _section(self, section: Section, place: Place) -> None:
        theme = self.theme
        style = theme.headings[min(section.level, len(theme.headings)) - 1]
        style = style.clear_of(inline_text(section.title))
        sect = self.structure.element(b"Sect", place.element)
        level = min(section.level + self._heading_offset, _DEEPEST_HEADING)
        heading = self.structure.element(b"H%d" % level, sect)
        bookmark = next(self._known, None) or section_bookmark(section)
        self.bookmarks.append(bookmark)
        opens = theme.chapters and section.level == 1
        lines = self.setter.lines(section.title, style, place.measure)
        before, after = style.before, style.after
        if opens:
            self.pages.next_page(theme.sink)
            after = max(after, _CHAPTER_GAP * theme.leading)
        self.emit(
            lines,
            style,
            replace(place, element=sect, on_grid=False),
            heading,
            before=before,
            after=after,
            keep=True,
            whole=True,
            above_grid=True,
            bookmark=bookmark,
        )
        self._after_paragraph = False
        self._blocks(section.children, replace(place, element=sect))

    def _quote(self, quote: Quote, place: Place) -> None:
        theme = self.theme
        gap, step = theme.quote_gap, theme.quote_indent
        quotation = self.structure.element(b"BlockQuote", place.element)
        far = step if quote.role == "block" else 0
        right = self._runs_right(quote)
        inner = replace(
            self.indented(place, far, step) if right else self.indented(place, step, far),
            style=theme.quote if place.style is theme.body else place.style,
            element=quotation,
            on_grid=False,
        )
        if inner.measure < place.measure and theme.quote_bar is not None:
            self._bar_count += 1
            edge = place.measure - step / 6 if right else step / 6
            bar = (self._bar_count, place.left + edge)
            inner = replace(inner, bars=(*place.bars, bar))
        self.space(gap)
        self._after_paragraph = False
        last = quote.children[-1] if quote.children else None
        if quote.attribution is not None and isinstance(last, Paragraph):
            self._blocks(quote.children[:-1], inner)
            self._paragraph(last, inner, keep=True)
        else:
            self._blocks(quote.children, inner)
        if quote.attribution is not None:
            style = theme.attribution
            lines = self.setter.lines(quote.attribution.children, style, inner.measure)
            element = self.structure.element(b"P", quotation)
            # On a grid it takes as much room as a line of body type.
            above = theme.leading - style.leading if theme.grid else style.before
            self.emit(lines, style, inner, element, before=above)
        self.space(gap)

    def _list(self, block: List, place: Place) -> None:
        theme = self.theme
        kind = _NUMBERINGS[block.numbering] if block.ordered else b"Disc"
        element = self.structure.element(
            b"L", place.element, b"/A<</O/List/ListNumbering/%s>>" % kind
        )
        style = place.style
        use = self.fonts.use(style.faces[0])
        pen = Pen(use, style.size, GREY, None)
        turned = self._runs_right(block)
        texts = item_labels(block) if block.ordered else ("•",) * len(block.children)
        labels = [self.setter.row(text, pen, right=turned) for text in texts]
        widths = [sum([run.width for run in label]) for label in labels]
        width = max(max(widths, default=0.0) + 0.55 * style.size, 1.3 * style.size)
        inner = self.indented(place, 0, width) if turned else self.indented(place, width, 0)
        self.space(0.5 * theme.leading)
        for item, label, width in zip(block.children, labels, widths, strict=True):
            entry = self.structure.element(b"LI", element)
            mark = self.structure.element(b"Lbl", entry)
            body = self.structure.element(b"LBody", entry)
            out = 0.55 * style.size + width if block.ordered else 0.95 * style.size
            x = inner.left + (inner.measure + out - width if turned else -out)
            self.labels += [(run._replace(x=x + run.x), mark) for run in label]
            self._after_paragraph = False
            self._blocks(item.children, replace(inner, element=body, indents=False, on_grid=False))
            if self.labels:
                self.emit([[]], style, inner, self.structure.element(b"P", body))
            self.space(0.0 if theme.grid else 0.2 * theme.leading)
        self.space(0.5 * theme.leading)

    def _verse(self, verse: Verse, place: Place) -> None:
        theme = self.theme
        style = replace(place.style, justified=False)
        stanza = self.structure.element(b"Div", place.element)
        right = self._runs_right(verse)
        edge = 2 * theme.em
        inner = self.indented(place, 0, edge) if right else self.indented(place, edge, 0)
        inner = replace(inner, on_grid=False)
        self.space(self._gap_around)
        widest = 0.4 * inner.measure
        count = len(verse.children)
        for index, line in enumerate(verse.children, 1):
            hang = min(line.indent * 0.5 * style.size, widest)
            turned = self.indented(inner, hang + 2 * theme.em, 0)
            if right:
                turned = replace(turned, left=inner.left)
            lines = self.setter.lines(
                line.children, style, turned.measure, hang + turned.measure - inner.measure
            )
            keep = index < count and (count <= _SHORT or index in (1, count - 1))
            element = self.structure.element(b"P", stanza)
            self.emit(lines, style, turned, element, keep=keep)
        self.space(self._gap_around)

    def _preformatted(self, block: Preformatted, place: Place) -> None:
        theme = self.theme
        rows = [row.expandtabs(8) for row in clean(block.value).split("\n")]
        use = self.fonts.use(MONO)
        column = use.space / 1000
        size = _TABLE_SIZE * place.style.size
        widest = max(map(len, rows)) * column
        # A table wider than a column stands across all of them.
        across = place.measure == theme.column < min(widest * size, theme.measure)
        if across:
            place = replace(place, measure=theme.measure)
            self.pages.set_columns(1, self._gap_around)
        if widest * size > place.measure:
            size = max(place.measure / widest, _SMALLEST_TABLE * place.style.size)
        columns = max(int(place.measure / (column * size) + 1e-6), 1)
        style = Style((MONO,) * 4, size, 1.25 * size, INK)
        pen = Pen(use, size, INK, None)
        folded = [
            row[at : at + columns] for row in rows for at in range(0, max(len(row), 1), columns)
        ]
        # Every row but the last ends in a space, or readers of the tags would join them.
        right = self._runs_right(block)
        lines = [self.setter.row(row + " ", pen, right=right) for row in folded[:-1]]
        lines.append(self.setter.row(folded[-1], pen, right=right))
        if right:
            lines = [flush_right(line, place.measure) for line in lines]
        paragraph = self.structure.element(b"P", place.element)
        code = self.structure.element(b"Code", paragraph)
        gap = self._gap_around
        if theme.grid and not across:  # what the grid adds stands half above and half below
            room = len(lines) * style.leading
            gap = (ceil((room + 2 * gap) / theme.leading - 0.02) * theme.leading - room) / 2
        whole = len(lines) <= _TABLE
        self.emit(lines, style, place, code, before=gap, after=gap, whole=whole)
        if across:
            self.pages.set_columns(theme.columns)

    def _rule(self, place: Place) -> None:
        theme = self.theme
        pen = Pen(self.fonts.use("serif"), theme.em, GREY, None)
        run = self.setter.row(_ORNAMENT, pen)[0]
        x = (place.measure - run.width) / 2
        gap = (0.5 if theme.grid else 0.75) * theme.leading
        line = [run._replace(x=x)]
        place = replace(place, on_grid=False)
        self.emit([line], theme.body, place, None, before=gap, after=gap, keep=True)

    def _aside(self, aside: Aside, place: Place) -> None:
        theme = self.theme
        style = theme.small if aside.role in _SMALL_ASIDES else theme.aside
        tag = b"Note" if aside.role in _NOTES else b"Aside"
        inner = replace(
            place,
            style=style,
            element=self.structure.element(tag, place.element),
            indents=False,
        )
        self.space(self._gap_around)
        self._after_paragraph = False
        self._blocks(aside.children, inner)
        self.space((0.9 if aside.role == "editors-note" else 0.6) * theme.leading)
        self._after_paragraph = False

    def _runs_right(self, block: TreeBlock) -> bool:
        """Whether a block as a whole runs from right to left: its first words do."""
        texts = (text for _, text in text_blocks(block) if text.strip())
        return bool(base_level(next(texts, ""), right=self.setter.right))


def _speaker_in_bold(children: tuple[Inline, ...], speaker: str) -> tuple[Inline, ...]:
    """The paragraph with the name of its speaker, as printed at its start, in bold."""
    first = children[0] if children else None
    if not isinstance(first, Text) or not first.value.startswith(speaker):
        return children
    end = len(speaker) + first.value[len(speaker) :].startswith((":", "."))
    name, rest = first.value[:end], first.value[end:]
    return (Strong((Text(name, first.span),)), Text(rest, first.span), *children[1:])
