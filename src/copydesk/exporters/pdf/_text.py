"""From inlines to lines: leaves are set word by word, broken into lines and justified."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._direction import has_right_to_left
from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._bidi import base_level
from copydesk.exporters.pdf._bidi_lines import Base, bidi_lines, bidi_row
from copydesk.exporters.pdf._hyphens import Hyphenator, find_hyphenator
from copydesk.exporters.pdf._justify import divided_lines, even_lines, mixed_lines
from copydesk.exporters.pdf._long import is_long, long_lines
from copydesk.exporters.pdf._runs import (
    Atom,
    Line,
    Mark,
    Pen,
    Run,
    line_end,
    line_start,
    show,
    with_space,
)
from copydesk.exporters.pdf._words import BLANKS, LONG, add_atoms, is_special
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.formats import Context
from copydesk.tree import (
    Code,
    Dateline,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
)
from copydesk.walk import inline_text, safe_target, well_formed_language

_TALL = re.compile("[\u0600-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefc]")
"""Scripts whose letters reach high and low, or have marks above and below: Arabic, and those from
Devanagari to Khmer.
"""
_TALL_LEADING = 1.4
"""How far apart lines of titles in such a script are at least, in ems of the title."""
_BALANCED = 6
"""Headlines of more lines are not balanced."""


class Style(Struct, frozen=True):
    """How a kind of text looks. `faces` are regular, italic, bold, bold italic; sizes in points."""

    faces: tuple[str, str, str, str]
    size: float
    leading: float
    colour: bytes = b"0 g"
    justified: bool = False
    balanced: bool = False
    divided: bool = False
    """Whether words may be divided where lines would be loose."""
    centred: bool = False
    before: float = 0.0
    after: float = 0.0
    """Room above and below, in points."""

    def clear_of(self, text: str) -> Style:
        """The style with lines as far apart as the script of a title asks for."""
        if text.isascii() or not _TALL.search(text):
            return self
        return replace(self, leading=max(self.leading, _TALL_LEADING * self.size))


class Typesetter:
    """Sets the text of one document, which as a whole runs from the `right` or does not."""

    def __init__(
        self,
        fonts: Fonts,
        context: Context,
        link_colour: bytes,
        mono: str,
        language: str | None,
        *,
        right: bool = False,
    ) -> None:
        self.right = right
        self._fonts = fonts
        self._context = context
        self._link_colour = link_colour
        self._mono = mono
        self._language = language
        self._divides = language is not None
        self.notes: Callable[[Link], tuple[str, Mark] | None] | None = None
        """Gives the number that stands behind a link and its mark, where addresses are noted."""

    @cached_property
    def _hyphenator(self) -> Hyphenator | None:
        return find_hyphenator(self._language) if self._language else None

    def lines(
        self, inlines: Iterable[Inline], style: Style, measure: float, indent: float = 0.0
    ) -> list[Line]:
        """The lines of a paragraph; one empty line where it holds nothing to see."""
        lines = self._balanced(tuple(inlines), style, measure, indent)
        return [_centred(line, measure) for line in lines] if style.centred else lines

    def _balanced(
        self, inlines: tuple[Inline, ...], style: Style, measure: float, indent: float
    ) -> list[Line]:
        lines = self._lines(inlines, style, measure, indent)
        if not style.balanced or not 1 < len(lines) <= _BALANCED:
            return lines
        # The narrowest measure that needs no more lines makes them about as long as each other.
        low, high, widest = measure / 2, measure, measure
        while high - low > style.size / 4:
            middle = (low + high) / 2
            tried = self._lines(inlines, style, middle, indent)
            if len(tried) > len(lines) or any(_width(line) > middle for line in tried):
                low = middle
            else:
                high = widest = middle
        return self._lines(inlines, style, widest, indent, margin=measure - widest)

    def title(self, text: str, style: Style, measure: float, indent: float = 0.0) -> list[Line]:
        """The lines of plain text."""
        return self.lines((Text(text),), style, measure, indent)

    def _lines(
        self,
        inlines: tuple[Inline, ...],
        style: Style,
        measure: float,
        indent: float,
        margin: float = 0.0,
    ) -> list[Line]:
        """`margin` is what is left of the measure on the far side of where lines start."""
        pen = Pen(self._fonts.use(style.faces[0]), style.size, style.colour, None)
        lines: list[Line] = []
        segment: list[tuple[str, Pen]] = []
        leaves = list(self._leaves(inlines, style, pen, 0))
        base = Base(leaves, right=self.right)
        for leaf in leaves:
            if leaf is None:
                lines += self._set_all(segment, style, measure, indent if not lines else 0.0, base)
                if lines and lines[-1]:  # so do all lines but the last of a paragraph
                    lines[-1][-1] = with_space(lines[-1][-1])
                segment = []
            else:
                segment.append(leaf)
        lines += self._set_all(segment, style, measure, indent if not lines else 0.0, base)
        if margin and base.level:
            return [[run._replace(x=run.x + margin) for run in line] for line in lines]
        return lines

    def row(self, text: str, pen: Pen, *, right: bool | None = None) -> Line:
        """Text on one line, each of its spaces kept. Whether it runs from the `right` as a whole is
        found by its letters if it is not said.
        """
        if right or has_right_to_left(text):
            base = base_level(text, right=self.right) if right is None else int(right)
            return bidi_row(text, pen, base)
        use, scale = pen.use, pen.size / 1000
        x, line = 0.0, list[Run]()
        for piece in use.compose(text):
            other = pen if piece.use is use else pen._replace(use=piece.use)
            line.append(Run(other, x, piece.width * scale, show(piece.data)))
            x += piece.width * scale
        return line

    def _leaves(
        self, inlines: Iterable[Inline], style: Style, pen: Pen, slant: int
    ) -> Iterator[tuple[str, Pen] | None]:
        """Texts with their pens; None for a line break. `slant` is 1 in italics, 2 in bold."""
        for inline in inlines:
            match inline:
                case Text():
                    yield clean(inline.value), pen
                case Code():
                    mark = pen.mark
                    if mark is None or mark.link is None:
                        mark = Mark(b"Code", parent=mark)
                    mono = pen._replace(
                        use=self._fonts.use(self._mono), size=pen.size * 0.86, mark=mark
                    )
                    yield clean(inline.value), mono
                case LineBreak():
                    yield None
                case Emphasis():
                    yield from self._styled(inline.children, style, pen, slant ^ 1)
                case Strong():
                    yield from self._styled(inline.children, style, pen, slant | 2)
                case Dateline():
                    yield from self._styled(inline.children, style, pen, slant | 2)
                    yield " ", pen
                case Link():
                    inner = self._link(inline, pen)
                    yield from self._leaves(inline.children, style, inner, slant)
                    if inner is not pen:
                        yield from self._reference(inline, pen)
                case Foreign():
                    language = well_formed_language(inline.language)
                    mark = Mark(b"Span", language=language, parent=pen.mark)
                    inner = pen._replace(mark=mark) if language else pen
                    yield from self._leaves(inline.children, style, inner, slant)
                case _:
                    assert_never(inline)

    def _styled(
        self, inlines: Iterable[Inline], style: Style, pen: Pen, slant: int
    ) -> Iterator[tuple[str, Pen] | None]:
        use = self._fonts.use(style.faces[slant])
        return self._leaves(inlines, style, pen._replace(use=use), slant)

    def _link(self, link: Link, pen: Pen) -> Pen:
        target = safe_target(link.target)
        if (
            pen.mark is not None and pen.mark.link is not None
        ):  # a link within a link: the outer one counts
            return pen
        if target is None:
            self._context.report(
                Diagnostic("unsafe-link", f"no link made to {link.target!r}", span=link.span)
            )
            return pen
        shown = clean(inline_text(link.children)).translate(BLANKS).strip()
        contents = shown if shown == target else f"{shown} ({target})"
        return pen._replace(
            colour=self._link_colour, mark=Mark(b"Link", target, contents, pen.mark)
        )

    def _reference(self, link: Link, pen: Pen) -> Iterator[tuple[str, Pen]]:
        """The number of the note to a link, if it has one."""
        found = self.notes(link) if self.notes is not None else None
        if found is not None:
            number, mark = found
            yield number, pen._replace(mark=mark)

    def _set_all(
        self,
        leaves: list[tuple[str, Pen]],
        style: Style,
        measure: float,
        indent: float,
        base: Base,
    ) -> list[Line]:
        """As `_set`, at the same cost a word however long the paragraph is."""
        if not is_long(leaves) or self._is_bidirectional(leaves, base):
            return self._set(leaves, style, measure, indent, base)
        return long_lines(
            leaves, indent, lambda piece, left: self._set(piece, style, measure, left, base)
        )

    def _is_bidirectional(self, leaves: list[tuple[str, Pen]], base: Base) -> bool:
        turns = self.right and base.level
        return bool(turns) or any(has_right_to_left(text) for text, _ in leaves)

    def _set(
        self,
        leaves: list[tuple[str, Pen]],
        style: Style,
        measure: float,
        indent: float,
        base: Base,
    ) -> list[Line]:
        """Lines of undivided words where they are good, or else the best with divided ones."""
        # The mark of code, of a link or of another language leaves no room for that of a divided
        # word.
        strict = style.divided and self._divides and any(pen.mark is None for _, pen in leaves)
        plain = _plain_words(leaves, measure)
        turns = self.right and base.level
        if turns or (plain is None and any(has_right_to_left(text) for text, _ in leaves)):
            return bidi_lines(leaves, base.level, measure, indent, justified=style.justified)
        if plain is None:
            lines = self._set_mixed(leaves, style, measure, indent, None, strict=strict)
        else:
            words, widths, datas = plain
            pen, justified = leaves[0][1], style.justified
            lines = even_lines(
                widths, datas, pen, measure, indent, justified=justified, strict=strict
            )
        if lines is not None:
            return lines
        hyphenator = self._hyphenator
        if hyphenator is None:
            self._divides = False
            return self._set(leaves, style, measure, indent, base)
        if plain is not None:
            return divided_lines(words, pen, measure, indent, hyphenator, justified=justified)
        return self._set_mixed(leaves, style, measure, indent, hyphenator, strict=False) or []

    def _set_mixed(
        self,
        leaves: list[tuple[str, Pen]],
        style: Style,
        measure: float,
        indent: float,
        hyphenator: Hyphenator | None,
        *,
        strict: bool,
    ) -> list[Line] | None:
        """Lines of text in several faces, or with words that break within; as `mixed_lines`."""
        atoms: list[Atom] = []
        for text, pen in leaves:
            divider = hyphenator if pen.mark is None else None
            add_atoms(atoms, text.translate(BLANKS), pen, measure, divider)
        while atoms and not atoms[-1].data:
            atoms.pop()
        if not atoms:
            return [[]]
        atoms[-1] = atoms[-1]._replace(space=0.0, breaks=True)
        return mixed_lines(atoms, measure, indent, justified=style.justified, strict=strict)


def _plain_words(
    leaves: list[tuple[str, Pen]], measure: float
) -> tuple[list[str], tuple[float, ...], tuple[bytes, ...]] | None:
    """The words of one leaf that its face can set, as they are, their widths and as set; None
    where some of it asks for more care.
    """
    if len(leaves) != 1:
        return None
    text, pen = leaves[0]
    if is_special(text) or not (text.isprintable() and text):
        return None
    words = text.split(" ")
    if max(map(len, words)) > LONG:
        return None
    use = pen.use
    shaped = use.shaped(words)
    if shaped is None:
        return None
    widths, datas = zip(*shaped, strict=True)
    if max(widths) * pen.size > measure * 1000:
        return None
    return words, widths, datas


def _width(line: Line) -> float:
    """How far a line reaches, to the right or from the right."""
    return line_end(line) - min(0.0, line_start(line))


def _centred(line: Line, measure: float) -> Line:
    shift = (measure - line_end(line) - line_start(line)) / 2
    return [run._replace(x=run.x + shift) for run in line]
