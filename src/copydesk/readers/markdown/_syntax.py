"""Markdown to a flow of blocks, by markdown-it-py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from copydesk.diagnostics import Diagnostic
from copydesk.readers.markdown._flow import (
    DEEPEST_CONTAINER,
    TAIL,
    Heading,
    Item,
    Listed,
    Passage,
    Quoted,
    preformatted,
)
from copydesk.readers.markdown._runs import BREAK, EMPHASIS, STRONG, Run, normal
from copydesk.tree import Rule, Span
from copydesk.walk import safe_target

_LINE: Final = re.compile("[^\r\n]*(?:\r\n?|\n|\\Z)")
_NOTHING: Final = "<!---->"
_BARE: Final[frozenset[str]] = frozenset()


def read_flow(text: str, start: int, report: Callable[[Diagnostic], None]) -> tuple[Item, ...]:
    """The blocks of `text` from `start` on, which is the start of a line. A link that may not be
    one is text, and reported as `unsafe-link`.
    """
    tokens = _parser().parse(text[start:])
    return tuple(_Reader(tokens, _Places(text, start), report).flow())


class _Parser(MarkdownIt):
    """Addresses are taken as they are; whether one may be a link is for `safe_target` to say."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it-py's
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the name is markdown-it-py's
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the name is markdown-it-py's
        return link


def _parser() -> MarkdownIt:
    # Beyond `maxNesting` the parser drops text without a word; the rule below comes before that.
    parser = _Parser("commonmark", {"html": False, "maxNesting": 3 * DEEPEST_CONTAINER})
    parser.block.ruler.before("code", "deep", _deep)
    parser.inline.ruler.before("autolink", "nothing", _nothing)
    return parser


def _nothing(state: StateInline, silent: bool) -> bool:
    """Steps over an empty comment, as the Markdown exporter puts into an address of mail that is no
    link; it is the one piece of HTML that is read.
    """
    if not state.src.startswith(_NOTHING, state.pos):
        return False
    state.pos += len(_NOTHING)
    return True


def _deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Takes all that is nested too deep for one paragraph."""
    if state.level < DEEPEST_CONTAINER or silent:
        return False
    stop = start
    while stop < end and not state.isEmpty(stop) and state.sCount[stop] >= state.blkIndent:
        stop += 1
    state.line = stop
    lines = (start, stop)
    state.push("paragraph_open", "p", 1).map = [*lines]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, stop, state.blkIndent, False).strip()
    inline.map = [*lines]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    return True


class _Places:
    """Where the lines of a text are."""

    def __init__(self, text: str, start: int) -> None:
        lines = _LINE.findall(text, start)
        self._starts = list(accumulate(map(len, lines), initial=start))
        self._ends = [
            begin + len(line.rstrip()) for begin, line in zip(self._starts, lines, strict=False)
        ]

    def span(self, token: Token) -> Span | None:
        """The lines of a block, less the empty ones below it."""
        if not token.map:
            return None
        first, last = token.map[0], min(token.map[1], len(self._ends)) - 1
        while last > first and self._ends[last] <= self._starts[last]:
            last -= 1
        return Span(self._starts[first], max(self._starts[first], self._ends[last]))


class _Reader:
    """One pass over the tokens of a document."""

    def __init__(
        self, tokens: Sequence[Token], places: _Places, report: Callable[[Diagnostic], None]
    ) -> None:
        self._tokens = tokens
        self._places = places
        self._report = report
        self._at = 0

    def flow(self) -> Iterator[Item]:
        """The blocks up to the end of the container."""
        # Containers nest at most DEEPEST_CONTAINER deep, so that this recursion is bounded.
        while self._at < len(self._tokens) and self._tokens[self._at].nesting >= 0:
            item = self._item()
            if item is not None:
                yield item

    def _item(self) -> Item | None:
        token = self._tokens[self._at]
        span = self._places.span(token)
        self._at += 1
        match token.type:
            case "heading_open":
                runs = self._line(span)
                return Heading(int(token.tag[1]), runs, span) if runs else None
            case "paragraph_open":
                runs = self._line(span)
                return Passage(runs, span) if runs else None
            case "blockquote_open":
                inner = tuple(self.flow())
                self._at += 1
                return Quoted(inner, span) if inner else None
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, span)
            case "hr":
                drawn = token.markup.startswith("-") and token.level == 0
                return Rule(TAIL.value if drawn else Rule().value, span)
            case _:  # fence, code_block
                return preformatted(token.content.removesuffix("\n"), span)

    def _list(self, token: Token, span: Span | None) -> Listed:
        start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        items: list[tuple[Item, ...]] = []
        spans: list[Span | None] = []
        while self._tokens[self._at].type == "list_item_open":
            spans.append(self._places.span(self._tokens[self._at]))
            self._at += 1
            items.append(tuple(self.flow()))
            self._at += 1
        self._at += 1
        return Listed(tuple(items), start, tuple(spans), span, ")" if token.markup == ")" else ".")

    def _line(self, span: Span | None) -> tuple[Run, ...]:
        """The runs of a paragraph or heading; steps over its end."""
        inline = self._tokens[self._at]
        self._at += 2
        heading = self._tokens[self._at - 1].type == "heading_close"
        runs = self._runs(inline.children or [], span)
        return normal(Run(" ") if heading and run == BREAK else run for run in runs)

    def _runs(self, tokens: Sequence[Token], span: Span | None) -> Iterator[Run]:
        # Depths and not flags: emphasis in emphasis is one.
        depth = {EMPHASIS: 0, STRONG: 0}
        target: str | None = None
        worn = _BARE
        for token in tokens:
            match token.type:
                case "text":
                    yield Run(token.content, worn)
                    continue
                case "code_inline":
                    yield Run(token.content, worn, bool(token.content.strip()))
                    continue
                case "softbreak":
                    yield Run(" ", worn)
                    continue
                case "hardbreak":
                    yield BREAK
                    continue
                case "image":
                    yield from self._image(token, worn, span)
                    continue
                case "em_open" | "em_close":
                    depth[EMPHASIS] += token.nesting
                case "strong_open" | "strong_close":
                    depth[STRONG] += token.nesting
                case "link_open":
                    target = self._target(str(token.attrs["href"]), span)
                case "link_close":
                    target = None
                case _:
                    yield Run(token.content, worn)
                    continue
            formats = {name for name, count in depth.items() if count}
            worn = frozenset({*formats, target} if target else formats)

    def _image(self, token: Token, worn: frozenset[str], span: Span | None) -> Iterator[Run]:
        """An image as its description, linked to where it is; nothing is fetched."""
        target = self._target(str(token.attrs["src"]), span) if worn <= {EMPHASIS, STRONG} else None
        described = "".join(run.text for run in self._runs(token.children or [], span)).strip()
        yield Run(described or target or "", worn | {target} if target else worn)

    def _target(self, address: str, span: Span | None) -> str | None:
        target = safe_target(address)
        if target is None:
            message = f"no link is made to {address!a}"
            self._report(Diagnostic("unsafe-link", message, span=span))
        return target
