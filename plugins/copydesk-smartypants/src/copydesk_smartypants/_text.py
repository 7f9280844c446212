"""What to do with one run of text: the changes that make it typographic, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from copydesk_smartypants._marks import APOSTROPHE, DASHES, DOUBLE, ELLIPSIS, SINGLE, Marks


class Change(NamedTuple):
    """What stands at `[start, end)` becomes `text`."""

    start: int
    end: int
    text: str


class Scope(NamedTuple):
    """Which marks are changed."""

    quotes: bool = True
    dashes: bool = True
    ellipses: bool = True


ALL: Final = Scope()

_MARK: Final = re.compile(rf"""["{DOUBLE}]|['{SINGLE}]|-+|\.+""")
_TOKEN: Final = re.compile(r"\S+")
_ADDRESS: Final = re.compile(r"://|@|^www\.", re.IGNORECASE)
_AROUND: Final = "\"'()[]<>{}.,;:!?" + DOUBLE + SINGLE
_WORD: Final = re.compile(r"[^\W\d_]+")
_DECADE: Final = re.compile(r"\d\ds?(?!\w)")
_CLOSES: Final = re.compile(r"(?<=[^\s\d])'(?!\w)|(?<=\d)'(?=[.,;:!?)\]])")
_BEFORE_WORDS: Final = "([{<¿¡/=-" + DASHES
_AFTER_WORDS: Final = ")]}>.,;:!?%"


def educate(text: str, marks: Marks, scope: Scope = ALL) -> str:
    """`text`, a block of its own, with typographic marks."""
    return apply(text, changes(text, marks, scope))


def apply(text: str, found: Iterable[Change]) -> str:
    """`text` with the changes made."""
    parts: list[str] = []
    position = 0
    for change in found:
        parts += (text[position : change.start], change.text)
        position = change.end
    return "".join([*parts, text[position:]])


def changes(text: str, marks: Marks, scope: Scope) -> Iterator[Change]:
    """What becomes typographic in `text`, which is a block from its start to its end; in order."""
    addresses = list(_addresses(text))
    at = 0
    ends = [found.start() for found in _CLOSES.finditer(text)]
    quotes = _Quotes(text, marks, ends[-1] if ends else -1)
    for found in _MARK.finditer(text):
        start, end = found.span()
        while at < len(addresses) and addresses[at][1] <= start:
            at += 1
        if at < len(addresses) and addresses[at][0] <= start:
            continue
        made: str | None = None
        match found[0]:
            case '"':
                made = quotes.double(start) if scope.quotes else None
            case "'":
                made = quotes.single(start) if scope.quotes else None
            case "--":
                made = _dash(text, start, marks) if scope.dashes else None
            case "...":
                made = ELLIPSIS if scope.ellipses else None
            case mark:
                quotes.see(start, mark)
        if made is not None:
            yield Change(start, end, made)


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand, less the marks around them."""
    for token in _TOKEN.finditer(text):
        if _ADDRESS.search(token[0].strip(_AROUND)):
            start = token.end() - len(token[0].lstrip(_AROUND))
            yield start, token.start() + len(token[0].rstrip(_AROUND))


def _dash(text: str, start: int, marks: Marks) -> str | None:
    """The dash for the two hyphens at `start`; None where they belong to a command."""
    before, after = text[start - 1 : start], text[start + 2 : start + 3]
    if before.isspace() and after.isalpha():
        return None  # as in "run lamp --on"
    return marks.range_dash if before.isdigit() and after.isdigit() else marks.dash


class _Quotes:
    """Tells opening from closing marks, from the start of a block to its end."""

    def __init__(self, text: str, marks: Marks, last_close: int) -> None:
        self._text = text
        self._marks = marks
        self._last_close = last_close
        self._double = False
        self._single = False
        self._opened_at = -1
        """Where a mark was found to open a quotation: what follows is as good as a start."""

    def double(self, at: int) -> str | None:
        """What the double mark at `at` becomes; None where that cannot be told."""
        before, after = self._around(at)
        elided = before in ("'", APOSTROPHE) and after.isalnum() and not self._double  # d'"Alice"
        if elided or (self._starts(at, before) and _begins(after)):
            self._double, self._opened_at = True, at
            return self._marks.opening + self._marks.inner
        if before.isdigit() and not self._double:
            return None  # inches
        if before and not before.isspace() and (self._double or not after.isalnum()):
            self._double = False
            return self._marks.inner + self._marks.closing
        return None

    def single(self, at: int) -> str | None:
        """What the single mark at `at` becomes; None where that cannot be told."""
        before, after = self._around(at)
        if self._starts(at, before) and _begins(after):
            if self._is_elision(at):
                return APOSTROPHE
            if self._last_close <= at:
                return APOSTROPHE
            self._single, self._opened_at = True, at
            return self._marks.opening_single + self._marks.inner
        if not before or before.isspace():
            return None
        if self._single and not after.isalnum():
            self._single = False
            return self._marks.inner + self._marks.closing_single
        if before.isdigit() and not after.isalpha():
            return None  # feet, minutes
        return APOSTROPHE

    def see(self, at: int, mark: str) -> None:
        """Take note of a mark that is typographic already."""
        marks = self._marks
        if mark == marks.opening and (mark != marks.closing or not self._double):
            self._double, self._opened_at = True, at + len(marks.inner)
        elif mark == marks.closing:
            self._double = False
        elif mark == marks.opening_single and mark != APOSTROPHE:
            self._single, self._opened_at = True, at + len(marks.inner)
        elif mark == marks.closing_single and mark != APOSTROPHE:
            self._single = False

    def _around(self, at: int) -> tuple[str, str]:
        after = self._text[at + 1 : at + 4]
        return self._text[at - 1 : at] if at else "", ELLIPSIS if after == "..." else after[:1]

    def _starts(self, at: int, before: str) -> bool:
        return (
            not before or before.isspace() or before in _BEFORE_WORDS or self._opened_at == at - 1
        )

    def _is_elision(self, at: int) -> bool:
        if _DECADE.match(self._text, at + 1):
            return True
        word = _WORD.match(self._text, at + 1)
        return word is not None and word[0].lower() in self._marks.elisions


def _begins(after: str) -> bool:
    return bool(after) and not after.isspace() and after not in _AFTER_WORDS


_STRAIGHT: Final = (
    (re.compile("«\u202f?|\u202f?»|[“”„‟]"), '"'),
    (re.compile("‹\u202f?|\u202f?›|[‘’‚‛]"), "'"),
    (re.compile(f"[{DASHES}]"), "--"),
    (re.compile(ELLIPSIS), "..."),
)
_ANY: Final = re.compile("|".join(f"({pattern.pattern})" for pattern, _ in _STRAIGHT))


def stupefy(text: str, scope: Scope = ALL) -> str:
    """`text` with straight marks only: `educate` undone, for a text that had no others before."""
    return apply(text, straightenings(text, scope))


def straightenings(text: str, scope: Scope) -> Iterator[Change]:
    """What becomes straight in `text`, in order."""
    wanted = (scope.quotes, scope.quotes, scope.dashes, scope.ellipses)
    for found in _ANY.finditer(text):
        kind = (found.lastindex or 1) - 1
        if wanted[kind]:
            yield Change(found.start(), found.end(), _STRAIGHT[kind][1])
