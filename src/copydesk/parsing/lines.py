"""Second stage: decoded text to physical lines, each with its measure and its quote marks."""

from __future__ import annotations

import unicodedata

from msgspec import Struct

from copydesk.parsing import shapes
from copydesk.parsing.patterns import lazily

TAB_WIDTH = 8

CONTROL = lazily(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What nobody can see and no format should carry: controls, byte-order marks, lone surrogates,
noncharacters. Line ends and tabs are not among them."""

_EDGE = lazily(rf"(?:\s|{CONTROL.pattern})*")
# Combining marks take no column, East Asian characters two.
_UNUSUAL_WIDTH = lazily("[\u0300-\u036f\u0653-\u0655\u1100-\u11ff\u2e80-\U0010ffff]")
_QUOTE_MARK = lazily(r">(?:[ \t]?>)*")


class Line(Struct, frozen=True, gc=False):
    """A physical line. Offsets are code points of the source.

    `start` to `stop` is the content, without white space at either end and without the marks of
    quoting before it; both are equal for a blank line. `text` is what can be seen of it, in normal
    form C, so that accents count alike however they were typed. `indent`
    and `width` are columns (tabs to multiples of eight, East Asian wide characters two), `width`
    counts the indent. `depth` is the number of `>` before the content, `mark` where they begin,
    or -1. `divided`: the last word goes on in the next line, and the hyphen that said so is not in
    the content. `hidden`: characters that nobody can see stand in the content.
    """

    number: int
    start: int
    stop: int
    text: str
    indent: int
    width: int
    depth: int = 0
    mark: int = -1
    divided: bool = False
    hidden: bool = False

    @property
    def blank(self) -> bool:
        """Whether the line shows nothing."""
        return self.start == self.stop


def split_lines(text: str) -> list[Line]:
    """The lines of `text`, blank ones included; every Unicode line end counts."""
    lines: list[Line] = []
    position = 0
    ascii_only, plain = text.isascii(), shapes.only_latin(text)
    dirty = CONTROL.search(text) is not None
    for number, raw in enumerate(text.splitlines(keepends=True), 1):
        lines.append(_measure(number, position, raw, plain=plain, composed=ascii_only, dirty=dirty))
        position += len(raw)
    return lines


def _measure(
    number: int, position: int, raw: str, *, plain: bool, composed: bool, dirty: bool
) -> Line:
    body = raw.rstrip()
    content = body.lstrip()
    if dirty and content:
        # A byte-order mark before the indent does not end it, nor does a control after the text.
        content = content[_EDGE.match(content).end() :]  # type: ignore[union-attr] # it matches always
        shown = len(content)
        while shown and (content[shown - 1].isspace() or CONTROL.match(content[shown - 1])):
            shown -= 1
        body = body[: len(body) - len(content) + shown]
        content = content[:shown]
    start = position + len(body) - len(content)
    if not content:
        return Line(number, start, start, "", 0, 0)
    lead = raw[: start - position]
    indent = columns(CONTROL.sub("", lead) if dirty else lead, plain=plain) if lead else 0
    depth, mark = 0, -1
    if content[0] == ">" and (found := _QUOTE_MARK.match(content)):
        depth, mark = found.group().count(">"), start
        inner = content[found.end() :].lstrip()
        gap = content[found.end() : len(content) - len(inner)]
        # The blank after the mark belongs to the mark; what is more is indent.
        indent = columns(gap[1:], plain=plain)
        start += len(content) - len(inner)
        content = inner
        if not content:
            return Line(number, start, start, "", 0, 0, depth, mark)
    text = CONTROL.sub("", content) if dirty else content
    hidden = len(text) != len(content)
    if not composed:
        text = unicodedata.normalize("NFC", text)
    width = indent + columns(text, plain=plain)
    stop = start + len(content)
    return Line(number, start, stop, text, indent, width, depth, mark, hidden=hidden)


def gap_between(above: Line, below: Line) -> str:
    """What stands between two wrapped lines once they are one: a blank, or nothing."""
    return "" if above.divided else shapes.join_gap(above.text, below.text)


def columns(text: str, *, plain: bool = False) -> int:
    """How many columns `text` takes."""
    if "\t" not in text and (plain or not _UNUSUAL_WIDTH.search(text)):
        return len(text)
    columns = 0
    for char in text:
        if char == "\t":
            columns += TAB_WIDTH - columns % TAB_WIDTH
        elif char < "\u1100":
            columns += 0 if "\u0300" <= char <= "\u036f" else 1
        elif not unicodedata.combining(char):
            columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return columns
