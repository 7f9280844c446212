"""Runs of inlines as the lines of a Markdown paragraph.

Section numbers are those of CommonMark 0.31.2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final, assert_never

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._sanitize import clean
from copydesk.exporters.markdown import _escape
from copydesk.exporters.markdown._escape import EDGE, HARD_BREAK, MARKUP
from copydesk.exporters.markdown._tokens import (
    BREAK,
    ENDS,
    Kind,
    Token,
    delimiters,
    enclose,
    normal,
    text,
    trim,
)
from copydesk.exporters.markdown._wrap import HELD
from copydesk.tree import Code, Dateline, Emphasis, Foreign, Inline, LineBreak, Link, Strong, Text
from copydesk.walk import safe_target

# White space that readers of Markdown may strip at the ends of a line, though 4.8 says blanks only.
_INVISIBLE: Final = (
    " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000\ufeff"
)
# 6.5: an address that may stand as it is, and a mail address.
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>\\`]*")
_MAIL: Final = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_{|}~-]+@"
    r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*"
)
# 6.3: a target that needs no angle brackets, and what to escape within them.
_BARE: Final = re.compile(r"[\w:/?#@!$',;=.~%+*|{}^&-]+")
_IN_BRACKETS: Final = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)|[<>]")
_REFERENCE_START: Final = re.compile(r"&(?=#?\w+;)")


class Inlines:
    """Turns inlines into lines. `report` gets what could not be a link; `hold_code` marks the
    blanks of code, at which no line may be broken.
    """

    def __init__(self, gfm: bool, hold_code: bool, report: Callable[[Diagnostic], None]) -> None:
        self._gfm = gfm
        self._blank = HELD if hold_code else " "
        self._report = report

    def lines(self, inlines: tuple[Inline, ...]) -> list[str]:
        """The lines of a paragraph between its hard breaks; none if nothing is visible."""
        if len(inlines) == 1 and isinstance(inlines[0], Text):
            # Most paragraphs are a text without a mark: they take no more than this.
            plain = inlines[0].value.strip(" ")
            if plain.isprintable() and _escape.is_plain(plain, self._gfm):
                return [_escape.escape_start(plain, True, self._gfm)] if plain else []
        return self.token_lines(self.tokens(inlines))

    def token_lines(self, tokens: Iterable[Token]) -> list[str]:
        """The lines of a paragraph made of `tokens`; each but the last ends in a backslash."""
        printed = self._print(trim(tokens))
        if not printed:
            return []
        lines = [
            _escape.escape_start(line, number == 0, self._gfm)
            for number, line in enumerate(printed.split("\n"))
        ]
        if lines[0].startswith("["):
            lines = _escape.escape_definition("\n".join(lines)).split("\n")
        return lines

    def line(self, inlines: tuple[Inline, ...]) -> str:
        """The content of a heading: one line, in which a line break is a blank."""
        tokens = [text(" ") if token == BREAK else token for token in self.tokens(inlines)]
        return _escape.escape_closing(self._print(trim(normal(tokens)))).replace(HELD, " ")

    def tokens(
        self, inlines: Iterable[Inline], within: frozenset[Kind] = frozenset()
    ) -> list[Token]:
        """`inlines` in normal form: no emphasis in emphasis, no link in a link, no two alike side
        by side, no white space at the inner edges of any.
        """
        tokens: list[Token] = []
        for inline in inlines:
            match inline:
                case Text():
                    tokens.append(text(_escape.printable(inline.value)))
                case Code():
                    value = _escape.printable(inline.value)
                    # A bracket in code in a link could make the paragraph a definition (4.7).
                    kept = value.strip() and not ("]" in value and Kind.LINK in within)
                    tokens.append(Token(Kind.CODE if kept else Kind.TEXT, value))
                case LineBreak():
                    tokens.append(BREAK)
                case Dateline():
                    tokens += [*self.tokens(inline.children, within), text(" ")]
                case Foreign():  # Markdown has no mark for a language
                    tokens += self.tokens(inline.children, within)
                case Emphasis():
                    tokens += self._emphasis(Kind.EMPHASIS, inline, within)
                case Strong():
                    tokens += self._emphasis(Kind.STRONG, inline, within)
                case Link():
                    tokens += self._link(inline, within)
                case _:
                    assert_never(inline)
        return normal(tokens)

    def _emphasis(
        self, kind: Kind, node: Emphasis | Strong, within: frozenset[Kind]
    ) -> list[Token]:
        inner = self.tokens(node.children, within | {kind})
        return inner if kind in within else enclose(inner, Token(kind), Token(ENDS[kind]))

    def _link(self, link: Link, within: frozenset[Kind]) -> list[Token]:
        inner = self.tokens(link.children, within | {Kind.LINK})
        target = safe_target(link.target)
        if target is None:
            message = f"no link is made to {link.target!a}"
            self._report(Diagnostic("unsafe-link", message, span=link.span))
            return inner
        if Kind.LINK in within:
            return inner
        target = clean(target)
        if _is_address(inner, target):
            return [Token(Kind.RAW, f"<{inner[0].value}>")]
        return enclose(inner, Token(Kind.LINK), Token(Kind.END_LINK, target))

    def _print(self, tokens: Sequence[Token]) -> str:
        written = delimiters(tokens)
        live = self._live(tokens, bool(written))
        parts: list[str] = []
        in_link = False
        for index, (kind, value) in enumerate(tokens):
            match kind:
                case Kind.TEXT:
                    parts.append(self._text(tokens, index, written, live, in_link))
                case Kind.CODE:
                    parts.append(_code(value).replace(" ", self._blank))
                case Kind.RAW:
                    parts.append(value)
                case Kind.BREAK:
                    parts.append(HARD_BREAK + "\n")
                case Kind.LINK:
                    if index and _ends_in_bang(tokens[index - 1]):
                        parts[-1] = parts[-1][:-1] + "\\!"  # or it would be an image
                    parts.append("[")
                    in_link = True
                case Kind.END_LINK:
                    parts.append(f"]({_destination(value)})")
                    in_link = False
                case Kind.EMPHASIS | Kind.END_EMPHASIS | Kind.STRONG | Kind.END_STRONG:
                    parts.append(written[index])
                case _:
                    assert_never(kind)
        return "".join(parts)

    def _live(self, tokens: Sequence[Token], emphasis: bool) -> str:
        """The delimiters of which a text may hold none unescaped."""
        if emphasis:
            return "*_`~"
        texts = (
            (token.value, *_neighbours(tokens, index))
            for index, token in enumerate(tokens)
            if token.kind is Kind.TEXT
        )
        live = _escape.live_marks(texts, self._gfm)
        other = (token for token in tokens if token.kind is not Kind.TEXT)
        ticked = any(token.kind is Kind.CODE or "`" in token.value for token in other)
        return live + "`" if ticked else live

    def _text(
        self,
        tokens: Sequence[Token],
        index: int,
        written: dict[int, str],
        live: str,
        in_link: bool,
    ) -> str:
        """A text, escaped. Its ends become character references where white space has to be kept,
        and where a delimiter beside it would not be one otherwise (6.2).
        """
        value = tokens[index].value
        before, after = _neighbours(tokens, index)
        start, end = 0, len(value)
        if before == EDGE:
            start = end - len(value.lstrip(_INVISIBLE))
        elif index > 1 and tokens[index - 1].kind in ENDS.values():
            inside = tokens[index - 2]
            start = _hinders(value[0], written[index - 1], inside.kind, inside.value[-1:])
        if after != MARKUP:
            end = max(start, len(value.rstrip(_INVISIBLE)))
        elif index + 2 < len(tokens) and tokens[index + 1].kind in ENDS:
            inside = tokens[index + 2]
            hinders = _hinders(value[-1], written[index + 1], inside.kind, inside.value[:1])
            end = max(start, end - hinders)
        core = _escape.escape(
            value[start:end],
            MARKUP if start else before,
            MARKUP if end < len(value) else after,
            live=live,
            in_link=in_link,
            gfm=self._gfm,
        )
        if start == 0 and end == len(value):
            return core
        return _escape.references(value[:start]) + core + _escape.references(value[end:])


def _neighbours(tokens: Sequence[Token], index: int) -> tuple[str, str]:
    before = EDGE if index == 0 or tokens[index - 1] == BREAK else MARKUP
    if index + 1 == len(tokens):
        return before, EDGE
    return before, HARD_BREAK if tokens[index + 1] == BREAK else MARKUP


def _hinders(outside: str, delimiter: str, kind: Kind, inside: str) -> bool:
    """Whether a delimiter between these two characters might not count (6.2): it needs a letter or
    digit within, or else white space or punctuation without.
    """
    if kind is Kind.TEXT and inside.isalnum() and delimiter != "_":
        return False
    return not (
        outside in _escape.PUNCTUATION
        or outside == "\t"
        or unicodedata.category(outside)[0] in "PZ"
    )


def _ends_in_bang(token: Token) -> bool:
    return token.kind is Kind.TEXT and token.value.endswith("!")


def _is_address(inner: Sequence[Token], target: str) -> bool:
    """Whether a link prints as `<target>`: its text is its target."""
    if len(inner) != 1 or inner[0].kind is not Kind.TEXT or _escape.has_reference(target):
        return False
    shown = inner[0].value
    if shown == target:
        return _ADDRESS.fullmatch(target) is not None
    return target == f"mailto:{shown}" and _MAIL.fullmatch(shown) is not None


def _destination(target: str) -> str:
    if _BARE.fullmatch(target) and not _escape.has_reference(target):
        return target
    # A backslash before a reference is not enough for cmark, which resolves references first.
    escaped = _REFERENCE_START.sub("&amp;", _IN_BRACKETS.sub(r"\\\g<0>", target))
    return f"<{escaped}>"


def _code(value: str) -> str:
    """A code span (6.1), in the shortest fence that its content does not hold."""
    runs = _escape.run_lengths("`", value)
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if "`" in (value[0], value[-1]) or value[0] == value[-1] == " " else ""
    return f"{fence}{pad}{value}{pad}{fence}"
