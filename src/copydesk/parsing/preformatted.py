"""Text whose blanks and line ends are its meaning: tables, drawings, code, what a shell shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Copy
from copydesk.parsing.lines import Line
from copydesk.parsing.patterns import lazily

_PROMPT = lazily(
    r"(?P<prompt>[A-Za-z]:\\[^\s>]{0,60}>|[$%#](?!\d)|>>>|[\w.-]{1,30}@[^\s$#]{1,60}[$#]|"
    r"[a-z][\w-]{1,11}[>#])"
    r"[ \t]*(?=\S)"
)
_ALWAYS_PROMPT = lazily(r"[A-Za-z]:\\|>>>|.*@")
_CODE = lazily(
    r"</[A-Za-z]\w*>|<[A-Za-z]\w*(?:\s[^<>@]*=[^<>@]*)?>|<![A-Z-]|\);$|"
    r"^#\s?(?:include|define|ifn?def|endif)\b|"
    r"^(?:(?:if|for|while|switch) ?\(.*[{);]|def \w+\(.*|return\b.*;|from [\w.]+ import .*)$|"
    r"^[\w.\[\]>-]+ (?:[-+*/|&]?=|:=|<-) \S|^\w+\([^()\s]*\);?$|\S \\$|^--\w[\w-]*="
)
_CODE_SIGNS = (*"<();=#\\", "import")
"""Of these, what `_CODE` finds has at least one."""

_LONGEST_CODE = 200
_CLOSING = ("{", "}", ";", "...", "*/")
_ASSEMBLER = lazily(
    r"(?:\w+:\s+)?\.?[A-Za-z]{2,7}(?:\.[bwlsBWLS])?(?:\s+[#$(@%*.\w+-]+(?:\([\w,+*-]{0,20}\))?"
    r"(?:,\s?[#$(@%*.\w+-]+(?:\([\w,+*-]{0,20}\))?){1,2})(?:\s*[;|].*)?"
)
_OPERAND = lazily(r"[#$@%(]|\b[a-z]{1,2}\d{1,2}\b|0x")
_SIGNS = (*"{}|│║\\$%#@<>=+*/_^~`;", "...", "   ", "\t")
"""What running text seldom has, and code, drawings and tables are full of."""
_BARS = "|│║"

COLUMNS = "runs of blanks set it in columns"
BARS = "bars part it into columns"
DRAWN = "most of it is drawn and not written"
PROMPTED = "it opens as what a shell shows does"
CODE = "its lines are written as code is"


def find_preformatted(copy: Copy) -> None:
    """Tables, drawings, code: passages most lines of which are of that kind."""
    prompts = _prompts(copy.blocks)
    for first, last in _passages(copy.blocks):
        start, end = _within_rules(copy, first, last)
        if any(copy.role(index) not in (None, "rule") for index in range(start, end)):
            continue
        if start == end:
            continue
        if end - start == 1 and copy.prose[start]:
            text = copy.blocks[start].text
            if not any(map(text.__contains__, _SIGNS)):
                continue
        blocks = [copy.blocks[index] for index in range(start, end) if not copy.role(index)]
        lines = [line for block in blocks for line in block.lines]
        words = (
            _as_columns(blocks, lines)
            or _as_drawing(lines)
            or _as_session(lines, prompts)
            or _as_code(copy, lines)
        )
        if words:
            for index in range(start, end):
                copy.call(index, "preformatted", 0.85, words)
    _find_rows(copy)


def _within_rules(copy: Copy, start: int, end: int) -> tuple[int, int]:
    """The blocks of a passage without the lines that are drawn above and below all of it."""
    while start < end and copy.role(start) == "rule":
        start += 1
    while start < end and copy.role(end - 1) == "rule":
        end -= 1
    return start, end


def _passages(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where blocks stand under each other without a blank line: from, up to."""
    start = 0
    for end in range(1, len(blocks) + 1):
        if (
            end == len(blocks)
            or (blocks[end].before and not _is_row_over(blocks[end - 1], blocks[end]))
            or blocks[end].depth != blocks[start].depth
        ):
            yield start, end
            start = end


def _is_row_over(above: Block, below: Block) -> bool:
    """Whether the line drawn right under a row of a table parts it from the next one."""
    return (
        above.underline is not None
        and not above.after
        and shapes.table_gaps(above.text) > 0
        and shapes.table_gaps(below.text) > 0
    )


def _prompts(blocks: Sequence[Block]) -> frozenset[str]:
    """What a shell prompts with in this copy: signs that come back before commands."""
    found: Counter[str] = Counter()
    for block in blocks:
        for line in block.lines:
            if match := _PROMPT.match(line.text):
                found[match["prompt"]] += 1
    return frozenset(
        prompt
        for prompt, count in found.items()
        if count >= (3 if prompt in "%#" else 2) or _ALWAYS_PROMPT.match(prompt)
    )


def _as_columns(blocks: Sequence[Block], lines: Sequence[Line]) -> str:
    if len(lines) < 2 or any(len(block.lines) > 2 for block in blocks):
        return ""
    gaps = [shapes.table_gaps(line.text) for line in lines]
    if max(gaps) >= 2 and sum(gap > 0 for gap in gaps) >= 0.75 * len(lines):
        return COLUMNS
    bars = [sum(map(line.text.count, _BARS)) for line in lines]
    return BARS if sum(count >= 2 for count in bars) >= max(2, 0.7 * len(lines)) else ""


_FEWEST_DRAWN = 4
_WORDY = 16
"""So many letters at the start of a line say that it is written."""


def _as_drawing(lines: Sequence[Line]) -> str:
    fewest = max(_FEWEST_DRAWN, 0.6 * len(lines))
    may_be = [line.text for line in lines if not _opens_written(line.text)]
    return DRAWN if len(may_be) >= fewest and sum(map(_is_drawn, may_be)) >= fewest else ""


def _opens_written(text: str) -> bool:
    return text[:_WORDY].replace(" ", "").isalpha()


def _is_drawn(text: str) -> bool:
    """Whether hardly anything in `text` is written, and it is more than one sign over and over."""
    return (
        shapes.letter_share(text.replace("..", "")) < 0.45
        and len(set(text) - set(" \t")) >= 2
        and shapes.RULE.fullmatch(text) is None
    )


def _as_session(lines: Sequence[Line], prompts: frozenset[str]) -> str:
    first = _PROMPT.match(lines[0].text)
    return PROMPTED if first and first["prompt"] in prompts else ""


def _as_code(copy: Copy, lines: Sequence[Line]) -> str:
    sure = sum(_is_code(line.text) for line in lines)
    closing = sum(line.text.endswith(_CLOSING) and not _is_code(line.text) for line in lines)
    if not sure or sure + closing < 0.5 * len(lines):
        return ""
    if len(lines) == 1 and lines[0].indent <= copy.layout.base_indent:
        # A single line has to be set in, or to be nothing else.
        return CODE if _is_instruction(lines[0].text) else ""
    return CODE


def _is_code(text: str) -> bool:
    if len(text) > _LONGEST_CODE:
        return False
    if any(map(text.__contains__, _CODE_SIGNS)) and _CODE.search(text):
        return True
    return _is_instruction(text)


def _is_instruction(text: str) -> bool:
    """Whether `text` is an instruction of an assembler: a word, then operands."""
    return len(text) < 60 and _ASSEMBLER.fullmatch(text) is not None and bool(_OPERAND.search(text))


def _find_rows(copy: Copy) -> None:
    """Rows of a table in the middle of a passage. One row proves nothing; two gaps in it and a
    neighbour with one do.
    """
    gaps = [shapes.table_gaps(block.text) if len(block.lines) == 1 else 0 for block in copy.blocks]
    start = 0
    while start < len(copy.blocks):
        end = start + 1
        if gaps[start]:
            while end < len(copy.blocks) and gaps[end] and not copy.blocks[end].before:
                end += 1
            if end - start >= 2 and max(gaps[start:end]) >= 2:
                for index in range(start, end):
                    if copy.calls[index] is None:
                        copy.call(index, "preformatted", 0.85, COLUMNS)
        start = end
