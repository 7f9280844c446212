"""From inlines to lines: leaves are set word by word, broken into lines and justified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import assert_never

from msgspec import Struct

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._hyphens import Hyphenator, find_hyphenator
from copydesk.exporters.pdf._justify import divided_lines, even_lines, mixed_lines
from copydesk.exporters.pdf._long import is_long, long_lines
from copydesk.exporters.pdf._runs import Atom, Line, Mark, Pen, Run, show, with_space
from copydesk.exporters.pdf._words import BLANKS, LONG, SPECIAL, add_atoms
from copydesk.exporters.pdf.fonts import Fonts
from copydesk.formats import Context
from copydesk.tree import Code, Dateline, Emphasis, Inline, LineBreak, Link, Span, Strong, Text
from copydesk.walk import inline_text, safe_target

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


class Typesetter:
    """Sets the text of one document."""

    def __init__(
        self, fonts: Fonts, context: Context, link_colour: bytes, mono: str, language: str | None
    ) -> None:
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
        inlines = tuple(inlines)
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
        return self._lines(inlines, style, widest, indent)

    def title(
        self, text: str, style: Style, measure: float, place: Span | None = None
    ) -> list[Line]:
        """The lines of plain text; `place` is where the source has it."""
        return self.lines((Text(text, place),), style, measure)

    def _lines(
        self, inlines: tuple[Inline, ...], style: Style, measure: float, indent: float
    ) -> list[Line]:
        pen = Pen(self._fonts.use(style.faces[0]), style.size, style.colour, None)
        lines: list[Line] = []
        segment: list[tuple[str, Pen]] = []
        for leaf in self._leaves(inlines, style, pen, 0):
            if leaf is None:
                lines += self._set_all(segment, style, measure, indent if not lines else 0.0)
                if lines and lines[-1]:  # so do all lines but the last of a paragraph
                    lines[-1][-1] = with_space(lines[-1][-1])
                segment = []
            else:
                segment.append(leaf)
        lines += self._set_all(segment, style, measure, indent if not lines else 0.0)
        return lines

    def row(self, text: str, pen: Pen) -> Line:
        """Text on one line, each of its spaces kept."""
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
                    self._fonts.place = inline.span
                    yield clean(inline.value), pen
                case Code():
                    self._fonts.place = inline.span
                    mark = pen.mark or Mark(b"Code")
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
                    yield from self._leaves(inline.children, style, pen, slant)
                    yield " ", pen
                case Link():
                    inner = self._link(inline, pen)
                    yield from self._leaves(inline.children, style, inner, slant)
                    if self.notes is not None and inner is not pen:
                        reference = self.notes(inline)
                        if reference is not None:
                            number, mark = reference
                            yield number, pen._replace(mark=mark)
                case _:
                    assert_never(inline)

    def _styled(
        self, inlines: Iterable[Inline], style: Style, pen: Pen, slant: int
    ) -> Iterator[tuple[str, Pen] | None]:
        use = self._fonts.use(style.faces[slant])
        return self._leaves(inlines, style, pen._replace(use=use), slant)

    def _link(self, link: Link, pen: Pen) -> Pen:
        target = safe_target(link.target)
        if pen.mark is not None:  # a link within a link: the outer one counts
            return pen
        if target is None:
            self._context.report(
                Diagnostic("unsafe-link", f"no link made to {link.target!r}", span=link.span)
            )
            return pen
        shown = clean(inline_text(link.children)).translate(BLANKS).strip()
        contents = shown if shown == target else f"{shown} ({target})"
        return pen._replace(colour=self._link_colour, mark=Mark(b"Link", target, contents))

    def _set_all(
        self, leaves: list[tuple[str, Pen]], style: Style, measure: float, indent: float
    ) -> list[Line]:
        """As `_set`, at the same cost a word however long the paragraph is."""
        if not is_long(leaves):
            return self._set(leaves, style, measure, indent)
        return long_lines(
            leaves, indent, lambda piece, left: self._set(piece, style, measure, left)
        )

    def _set(
        self, leaves: list[tuple[str, Pen]], style: Style, measure: float, indent: float
    ) -> list[Line]:
        """Lines of undivided words where they are good, or else the best with divided ones."""
        # The mark of code or of a link leaves no room for that of a divided word.
        strict = style.divided and self._divides and any(pen.mark is None for _, pen in leaves)
        plain = _plain_words(leaves, measure)
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
            return self._set(leaves, style, measure, indent)
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
    if SPECIAL.search(text) or not (text.isprintable() and text):
        return None
    words = text.split(" ")
    if max(map(len, words)) > LONG:
        return None
    use = pen.use
    shaped = [use[word] for word in words]
    if None in shaped:
        return None
    widths, datas = zip(*shaped, strict=True)
    if max(widths) * pen.size > measure * 1000:
        return None
    return words, widths, datas


def _width(line: Line) -> float:
    return line[-1].x + line[-1].width if line else 0.0
