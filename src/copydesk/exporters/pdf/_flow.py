"""From the tree to blocks on pages: what each kind of node looks like and how it is tagged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._bidi import base_level
from copydesk.exporters.pdf._pages import Block, Bookmark, Pages
from copydesk.exporters.pdf._runs import Line, Pen, Run
from copydesk.exporters.pdf._structure import Element, Structure
from copydesk.exporters.pdf._text import Style, Typesetter
from copydesk.exporters.pdf._theme import GREY, INK, MONO, Theme
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.tree import (
    Aside,
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
    Strong,
    Text,
    Timestamp,
    Verse,
)
from copydesk.tree import Block as TreeBlock
from copydesk.walk import inline_text, item_labels, text_blocks

_DEEPEST_HEADING = 6
_NARROWEST = 0.5
"""The part of the measure that indents leave, however deep blocks nest."""
_SMALL_ASIDES = ("caption", "credit", "rights", "boilerplate")
_NOTES = ("editors-note", "correction", "contributor")
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
_ORNAMENT = "•   •   •"


class Place(Struct, frozen=True):
    """Where blocks go: their column, the rules beside them, their style and their element."""

    left: float
    measure: float
    style: Style
    element: Element
    bars: tuple[tuple[int, float], ...] = ()
    indents: bool = True


class Flow:
    """Places one document's nodes on pages."""

    def __init__(
        self, pages: Pages, structure: Structure, setter: Typesetter, fonts: Fonts, theme: Theme
    ) -> None:
        self._pages = pages
        self._structure = structure
        self._setter = setter
        self._fonts = fonts
        self._theme = theme
        self._labels: list[tuple[Run, Element]] = []
        self._bar_count = 0
        self._gap = 0.0
        self._after_paragraph = False
        self._heading_offset = 0
        self.bookmarks: list[Bookmark] = []

    def document(self, document: Document, title: str) -> None:
        """Place the whole document; `title` names the outline."""
        theme = self._theme
        place = Place(0.0, theme.measure, theme.body, self._structure.document)
        bookmark = Bookmark(title, 0)
        self.bookmarks.append(bookmark)
        if any(isinstance(node, Headline) for node in document.head):
            self._heading_offset = 1
        self._head(document.head, place, bookmark)
        self._blocks(document.body, place)
        if document.tail:
            width = theme.measure / 4
            left = theme.measure - width if self._setter.right else 0.0
            self._pages.place(
                Block([], 0, 0, None, left, before=1.6 * theme.leading, rule=width, keep=True)
            )
            for aside in document.tail:
                self._aside(aside, place)

    # --- head

    def _head(self, head: tuple[HeadNode, ...], place: Place, bookmark: Bookmark) -> None:
        theme = self._theme
        levels = 1
        for index, node in enumerate(head):
            tag, mark = b"P", None
            match node:
                case Headline():
                    style = theme.headline
                    if levels:
                        tag, mark, levels = b"H1", bookmark, 0
                case Deck():
                    style = theme.deck
                case Byline():
                    style = theme.byline
                    if not index or isinstance(head[index - 1], Byline):
                        style = replace(style, before=0.0)
                case Dateline():
                    style = theme.stamp
                case Timestamp():
                    style = theme.stamp
                case Slug():
                    style = theme.slug
                case _:
                    assert_never(node)
            lines = self._setter.lines(node.children, style, place.measure)
            self._emit(
                lines,
                style,
                place,
                self._structure.element(tag, place.element),
                before=style.before,
                after=style.after,
                keep=index < len(head) - 1,
                whole=True,
                bookmark=mark,
            )
        if head:
            rule = Block(
                [], 0, 0, None, before=0.75 * theme.leading, after=1.15 * theme.leading,
                rule=place.measure, keep=True,
            )  # fmt: skip
            self._pages.place(rule)

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
        theme, style = self._theme, place.style
        children = block.children
        before, indent = 0.0, 0.0
        if block.speaker:
            children = _speaker_in_bold(children, block.speaker)
            before = 0.5 * theme.leading if self._after_paragraph else 0.0
        elif self._after_paragraph and place.indents:
            before, indent = theme.gap, theme.indent
        elif self._after_paragraph:
            before = 0.35 * theme.leading
        lines = self._setter.lines(children, style, place.measure, indent)
        element = self._structure.element(b"P", place.element)
        self._emit(lines, style, place, element, before=before, keep=keep and len(lines) <= _SHORT)
        self._after_paragraph = True

    def _section(self, section: Section, place: Place) -> None:
        theme = self._theme
        style = theme.headings[min(section.level, len(theme.headings)) - 1]
        sect = self._structure.element(b"Sect", place.element)
        level = min(section.level + self._heading_offset, _DEEPEST_HEADING)
        heading = self._structure.element(b"H%d" % level, sect)
        title = clean(inline_text(section.title)).replace("\n", " ").strip()
        bookmark = Bookmark(title or "–", section.level)
        self.bookmarks.append(bookmark)
        self._emit(
            self._setter.lines(section.title, style, place.measure),
            style,
            place,
            heading,
            before=style.before,
            after=style.after,
            keep=True,
            whole=True,
            bookmark=bookmark,
        )
        self._after_paragraph = False
        self._blocks(section.children, replace(place, element=sect))

    def _quote(self, quote: Quote, place: Place) -> None:
        theme = self._theme
        gap, step = theme.quote_gap, theme.quote_indent
        quotation = self._structure.element(b"BlockQuote", place.element)
        far = step if quote.role == "block" else 0
        right = self._runs_right(quote)
        inner = replace(
            self._indented(place, far, step) if right else self._indented(place, step, far),
            style=theme.quote if place.style is theme.body else place.style,
            element=quotation,
        )
        if inner.measure < place.measure and theme.quote_bar is not None:
            self._bar_count += 1
            edge = place.measure - step / 6 if right else step / 6
            bar = (self._bar_count, place.left + edge)
            inner = replace(inner, bars=(*place.bars, bar))
        self._space(gap)
        self._after_paragraph = False
        last = quote.children[-1] if quote.children else None
        if quote.attribution is not None and isinstance(last, Paragraph):
            self._blocks(quote.children[:-1], inner)
            self._paragraph(last, inner, keep=True)
        else:
            self._blocks(quote.children, inner)
        if quote.attribution is not None:
            style = theme.attribution
            lines = self._setter.lines(quote.attribution.children, style, inner.measure)
            element = self._structure.element(b"P", quotation)
            self._emit(lines, style, inner, element, before=style.before)
        self._space(gap)

    def _list(self, block: List, place: Place) -> None:
        theme = self._theme
        kind = _NUMBERINGS[block.numbering] if block.ordered else b"Disc"
        element = self._structure.element(
            b"L", place.element, b"/A<</O/List/ListNumbering/%s>>" % kind
        )
        style = place.style
        use = self._fonts.use(style.faces[0])
        pen = Pen(use, style.size, GREY, None)
        turned = self._runs_right(block)
        texts = item_labels(block) if block.ordered else ("•",) * len(block.children)
        labels = [self._setter.row(text, pen, right=turned) for text in texts]
        widths = [sum([run.width for run in label]) for label in labels]
        width = max(max(widths, default=0.0) + 0.55 * style.size, 1.3 * style.size)
        inner = self._indented(place, 0, width) if turned else self._indented(place, width, 0)
        self._space(0.5 * theme.leading)
        for item, label, width in zip(block.children, labels, widths, strict=True):
            entry = self._structure.element(b"LI", element)
            mark = self._structure.element(b"Lbl", entry)
            body = self._structure.element(b"LBody", entry)
            out = 0.55 * style.size + width if block.ordered else 0.95 * style.size
            x = inner.measure + out - width if turned else -out
            self._labels += [(run._replace(x=x + run.x), mark) for run in label]
            self._after_paragraph = False
            self._blocks(item.children, replace(inner, element=body, indents=False))
            if self._labels:
                self._emit([[]], style, inner, self._structure.element(b"P", body))
            self._space(0.2 * theme.leading)
        self._space(0.5 * theme.leading)

    def _verse(self, verse: Verse, place: Place) -> None:
        theme = self._theme
        style = replace(place.style, justified=False)
        stanza = self._structure.element(b"Div", place.element)
        right = self._runs_right(verse)
        edge = 2 * theme.em
        inner = self._indented(place, 0, edge) if right else self._indented(place, edge, 0)
        self._space(0.6 * theme.leading)
        widest = 0.4 * inner.measure
        count = len(verse.children)
        for index, line in enumerate(verse.children, 1):
            hang = min(line.indent * 0.5 * style.size, widest)
            turned = self._indented(inner, hang + 2 * theme.em, 0)
            if right:
                turned = replace(turned, left=inner.left)
            lines = self._setter.lines(
                line.children, style, turned.measure, hang + turned.measure - inner.measure
            )
            keep = index < count and (count <= _SHORT or index in (1, count - 1))
            element = self._structure.element(b"P", stanza)
            self._emit(lines, style, turned, element, keep=keep)
        self._space(0.6 * theme.leading)

    def _preformatted(self, block: Preformatted, place: Place) -> None:
        theme = self._theme
        rows = [row.expandtabs(8) for row in clean(block.value).split("\n")]
        use = self._fonts.use(MONO)
        column = use.space / 1000
        size = 0.84 * place.style.size
        widest = max(map(len, rows))
        if widest * column * size > place.measure:
            size = max(place.measure / (widest * column), _SMALLEST_TABLE * place.style.size)
        columns = max(int(place.measure / (column * size) + 1e-6), 1)
        style = Style((MONO,) * 4, size, 1.25 * size, INK)
        self._fonts.place = block.span
        pen = Pen(use, size, INK, None)
        folded = [
            row[at : at + columns] for row in rows for at in range(0, max(len(row), 1), columns)
        ]
        # Every row but the last ends in a space, or readers of the tags would join them.
        right = self._runs_right(block)
        lines = [self._setter.row(row + " ", pen, right=right) for row in folded[:-1]]
        lines.append(self._setter.row(folded[-1], pen, right=right))
        if right:
            lines = [_flush_right(line, place.measure) for line in lines]
        paragraph = self._structure.element(b"P", place.element)
        code = self._structure.element(b"Code", paragraph)
        gap = 0.6 * theme.leading
        whole = len(lines) <= _TABLE
        self._emit(lines, style, place, code, before=gap, after=gap, whole=whole)

    def _rule(self, place: Place) -> None:
        theme = self._theme
        pen = Pen(self._fonts.use("serif"), theme.em, GREY, None)
        run = self._setter.row(_ORNAMENT, pen)[0]
        x = (place.measure - run.width) / 2
        gap = 0.75 * theme.leading
        self._emit([[run._replace(x=x)]], theme.body, place, None, before=gap, after=gap)

    def _aside(self, aside: Aside, place: Place) -> None:
        theme = self._theme
        style = theme.small if aside.role in _SMALL_ASIDES else theme.aside
        tag = b"Note" if aside.role in _NOTES else b"Aside"
        inner = replace(
            place,
            style=style,
            element=self._structure.element(tag, place.element),
            indents=False,
        )
        self._space(0.6 * theme.leading)
        self._after_paragraph = False
        self._blocks(aside.children, inner)
        self._space((0.9 if aside.role == "editors-note" else 0.6) * theme.leading)
        self._after_paragraph = False

    # --- helpers

    def _indented(self, place: Place, left: float, right: float) -> Place:
        """`place` set in, unless it is narrow already."""
        if place.measure - left - right < _NARROWEST * self._theme.measure:
            return place
        return replace(place, left=place.left + left, measure=place.measure - left - right)

    def _runs_right(self, block: TreeBlock) -> bool:
        """Whether a block as a whole runs from right to left: its first words do."""
        texts = (text for _, text in text_blocks(block) if text.strip())
        return bool(base_level(next(texts, ""), right=self._setter.right))

    def _space(self, gap: float) -> None:
        """At least this distance before whatever comes next."""
        self._gap = max(self._gap, gap)

    def _emit(
        self,
        lines: list[Line],
        style: Style,
        place: Place,
        element: Element | None,
        *,
        before: float = 0.0,
        after: float = 0.0,
        keep: bool = False,
        whole: bool = False,
        bookmark: Bookmark | None = None,
    ) -> None:
        labels, self._labels = self._labels, []
        before, self._gap = max(before, self._gap), 0.0
        self._pages.place(
            Block(
                lines,
                style.size,
                style.leading,
                element,
                left=place.left,
                before=before,
                after=after,
                bars=place.bars,
                keep=keep,
                whole=whole,
                labels=labels,
                bookmark=bookmark,
            )
        )


def _flush_right(line: Line, measure: float) -> Line:
    free = measure - max([run.x + run.width for run in line], default=0.0)
    return [run._replace(x=run.x + free) for run in line]


def _speaker_in_bold(children: tuple[Inline, ...], speaker: str) -> tuple[Inline, ...]:
    """The paragraph with the name of its speaker, as printed at its start, in bold."""
    first = children[0] if children else None
    if not isinstance(first, Text) or not first.value.startswith(speaker):
        return children
    end = len(speaker) + first.value[len(speaker) :].startswith((":", "."))
    name, rest = first.value[:end], first.value[end:]
    return (Strong((Text(name, first.span),)), Text(rest, first.span), *children[1:])
