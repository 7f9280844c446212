"""Where people find an offset of a text again: the numbers of its lines."""

from __future__ import annotations

import re
from bisect import bisect_right

from copydesk.tree import Span

_END = re.compile(r"\r\n?|\n")


class LineNumbers:
    """The lines of a text as editors number them, from 1: they end with LF, CR LF or CR.

    A form feed or U+2028 ends a line for the parser too, but counts for none of these.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _END.finditer(text))]

    def of(self, offset: int) -> int:
        """The line on which the character at `offset` is."""
        return bisect_right(self._starts, offset)

    def of_span(self, span: Span) -> str:
        """The lines that `span` is on: `12` or `12-14`."""
        first, last = self.of(span.start), self.of(max(span.start, span.end - 1))
        return str(first) if first == last else f"{first}-{last}"


def numbered_lines(text: str) -> list[str]:
    """The lines of `text` in the order of their numbers, without what ends them."""
    lines = _END.split(text)
    return lines[:-1] if lines[-1] == "" else lines
