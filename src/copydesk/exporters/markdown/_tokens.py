"""Inlines as a flat row of tokens in normal form, from which lines are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple


class Kind(Enum):
    """What a token is."""

    TEXT = auto()
    CODE = auto()
    RAW = auto()
    BREAK = auto()
    EMPHASIS = auto()
    END_EMPHASIS = auto()
    STRONG = auto()
    END_STRONG = auto()
    LINK = auto()
    END_LINK = auto()


class Token(NamedTuple):
    """A piece of a line: characters, Markdown (`RAW`), or an end of something. The end of a link
    holds its target.
    """

    kind: Kind
    value: str = ""


BREAK: Final = Token(Kind.BREAK)
ENDS: Final = {Kind.EMPHASIS: Kind.END_EMPHASIS, Kind.STRONG: Kind.END_STRONG}
_REOPENED: Final = {end: start for start, end in ENDS.items()}
_MERGED: Final = (Kind.TEXT, Kind.CODE)
_BLANKS: Final = " \t"


def text(value: str) -> Token:
    """A token of plain characters."""
    return Token(Kind.TEXT, value)


def normal(tokens: Iterable[Token]) -> list[Token]:
    """`tokens` with like neighbours merged: a text and a text, an emphasis and an emphasis."""
    rows: list[tuple[Kind, list[str]]] = []
    for kind, value in tokens:
        last = rows[-1][0] if rows else None
        if last is not None and _REOPENED.get(last) is kind:
            rows.pop()
        elif kind in _MERGED and (not value or kind is last):
            if value:
                rows[-1][1].append(value)
        else:
            rows.append((kind, [value]))
    return [Token(kind, "".join(values)) for kind, values in rows]


def enclose(inner: Sequence[Token], start: Token, end: Token) -> list[Token]:
    """`inner` between `start` and `end`, white space at its edges left outside (6.2 asks for it);
    without them where there is nothing else.
    """
    first, last = 0, len(inner)
    before: list[Token] = []
    after: list[Token] = []
    while first < last and inner[first].kind in (Kind.TEXT, Kind.BREAK):
        token = inner[first]
        bare = token.value.lstrip()
        if bare:
            before.append(text(token.value[: len(token.value) - len(bare)]))
            break
        before.append(token)
        first += 1
    while first < last and inner[last - 1].kind in (Kind.TEXT, Kind.BREAK):
        token = inner[last - 1]
        bare = token.value.rstrip()
        if bare:
            after.append(text(token.value[len(bare) :]))
            break
        after.append(token)
        last -= 1
    if first == last:
        return before
    kept = list(inner[first:last])
    if kept[0].kind is Kind.TEXT:
        kept[0] = text(kept[0].value.lstrip())
    if kept[-1].kind is Kind.TEXT:
        kept[-1] = text(kept[-1].value.rstrip())
    return normal([*before, start, *kept, end, *reversed(after)])


def trim(tokens: Iterable[Token]) -> list[Token]:
    """`tokens` without blanks at either end of a line and without breaks at either end of all."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind is Kind.BREAK:
            _trim_end(kept)
            if kept:
                kept.append(token)
        elif token.kind is Kind.TEXT and (not kept or kept[-1] == BREAK):
            value = token.value.lstrip(_BLANKS)
            if value:
                kept.append(text(value))
        else:
            kept.append(token)
    _trim_end(kept)
    while kept and kept[-1] == BREAK:
        kept.pop()
    return kept


def delimiters(tokens: Sequence[Token]) -> dict[int, str]:
    """How each end of emphasis and strong emphasis is written, by its index.

    Strong emphasis is `**`. Emphasis is `*`, but `_` where it touches or nests with strong
    emphasis, so that runs of asterisks never have to be told apart.
    """
    written: dict[int, str] = {}
    opened: list[int] = []
    mixed: set[int] = set()
    strong = 0
    for index, token in enumerate(tokens):
        match token.kind:
            case Kind.STRONG:
                strong += 1
                mixed.update(opened)
                written[index] = "**"
            case Kind.END_STRONG:
                strong -= 1
                written[index] = "**"
            case Kind.EMPHASIS:
                opened.append(index)
            case Kind.END_EMPHASIS:
                start = opened.pop()
                beside = {tokens[start - 1].kind if start else None}
                if index + 1 < len(tokens):
                    beside.add(tokens[index + 1].kind)
                alone = not (strong or start in mixed or beside & {Kind.STRONG, Kind.END_STRONG})
                written[start] = written[index] = "*" if alone else "_"
            case _:
                pass
    return written


def _trim_end(tokens: list[Token]) -> None:
    if tokens and tokens[-1].kind is Kind.TEXT:
        value = tokens.pop().value.rstrip(_BLANKS)
        if value:
            tokens.append(text(value))
