"""Marks of quoting other than `>`: initials, colons and bars, as mail and news have them.

And the other way round: a `>>` that somebody put before each question is no quoting.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from copydesk.parsing import shapes
from copydesk.parsing.lines import CONTROL, Line, columns
from copydesk.parsing.patterns import lazily

_INITIALS = lazily(r"(?P<mark>[^\W\d_]{1,10}>)(?=\s|\S)")
_SIGN = lazily(r"(?P<mark>[:|](?: ?[:|])*)(?=[ \t]|$)")
_FEWEST = 3
_LONGEST_QUESTION = 2
ATTRIBUTION = lazily(
    r"(?:\b(?:writes?|wrote|said|says|schrieb|schreibt|écrit|écrivait|escribió|escribe|escreveu|"
    r"ha scritto|scrive|napsal|napsala|píše|пишет|писала?|написал|έγραψε)\b"
    r"(?:[^.?!]|\.(?=\d)){0,60}[:;.…]*$)|"
    r"^In (?:article|message|Artikel) <",
    re.IGNORECASE,
)
"""The line over a quotation in mail that says who wrote it (as RFC 3676, section 4.5, has it)."""


def find_quoting(lines: Sequence[Line], source: str) -> list[Line]:
    """`lines` with the depth of quoting that marks other than `>` give them."""
    made = _without_questions(lines, source) if _asks(lines) else list(lines)
    _open_from_lines(made)
    marks = _marks(made)
    if not marks:
        return made
    return [_quoted(line, mark) if (mark := _mark(line)) in marks else line for line in made]


def _open_from_lines(lines: list[Line]) -> None:
    """Lines of a mailbox that begin with `From` have a `>` before it, which quotes nothing
    (RFC 4155, appendix A).
    """
    for index in range(1, len(lines)):
        line, above = lines[index], lines[index - 1]
        if (
            line.depth == 1
            and line.text[:5] in ("From ", "from ")
            and line.start == line.mark + 1
            and not above.depth
            and (above.blank or not shapes.ends_sentence(above.text))
            and not (index + 1 < len(lines) and lines[index + 1].depth)
        ):
            lines[index] = replace(line, depth=0, mark=-1)


def _mark(line: Line) -> str:
    text = line.text
    if not text or line.hidden:
        return ""
    found = _SIGN.match(text) if text[0] in ":|" else _INITIALS.match(text)
    # Initials with accents may be of other length in the source.
    return found["mark"] if found and found["mark"].isascii() else ""


def _marks(lines: Sequence[Line]) -> set[str]:
    """The marks that quote, by what stands behind them: text that goes on from line to line."""
    counts: Counter[str] = Counter()
    going_on: Counter[str] = Counter()
    introduced: defaultdict[str, bool] = defaultdict(bool)
    above: Line | None = None
    previous = ""
    for line in lines:
        if line.blank:
            continue
        mark = _mark(line)
        if mark:
            counts[mark] += 1
            if above is not None and previous == mark and above.number == line.number - 1:
                text = line.text[len(mark) :].lstrip()
                open_above = not shapes.ends_sentence(above.text)
                going_on[mark] += open_above and shapes.starts_lower(text) and "|" not in text
            elif above is not None and ATTRIBUTION.search(above.text):
                introduced[mark] = True
        above, previous = line, mark
    return {
        mark
        for mark, count in counts.items()
        if count >= _FEWEST and _quotes(mark, going_on[mark], introduced=introduced[mark])
    }


def _quotes(mark: str, going_on: int, *, introduced: bool) -> bool:
    if "|" in mark:
        # A bar is a frame's side or a table's as well.
        return introduced
    if mark.endswith(">"):
        # Shells prompt with a small word.
        return going_on > 0 and (introduced or not mark[:-1].islower() or len(mark) <= 4)
    return introduced or going_on >= 2


def _quoted(line: Line, mark: str) -> Line:
    body = line.text[len(mark) :]
    inner = body.lstrip()
    at = line.mark if line.mark >= 0 else line.start
    depth = line.depth + max(1, mark.count(":") + mark.count("|"))
    start = line.start + len(line.text) - len(inner)
    if not inner:
        return Line(line.number, line.start, line.start, "", 0, 0, depth, at)
    indent = max(0, columns(body[: len(body) - len(inner)]) - 1)
    return replace(
        line,
        start=start,
        text=inner,
        indent=indent,
        width=indent + columns(inner),
        depth=depth,
        mark=at,
    )


def _asks(lines: Sequence[Line]) -> bool:
    """Whether the quoted lines are questions, each with its answer under it, and nobody's mail."""
    passages = list(_quoted_passages(lines))
    if len(passages) < _FEWEST or any(len(passage) > _LONGEST_QUESTION for passage in passages):
        return False
    asked = sum(passage[-1].text.endswith(("?", "？")) for passage in passages)
    if 2 * asked < len(passages):
        return False
    return not any(ATTRIBUTION.search(line.text) for line in lines if line.text and not line.depth)


def _quoted_passages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    passage: list[Line] = []
    for above, line in pairwise((None, *lines)):
        if line is None or not line.depth or line.blank:
            continue
        if passage and above is not None and passage[-1].number != line.number - 1:
            yield passage
            passage = []
        passage.append(line)
    if passage:
        yield passage


def _without_questions(lines: Sequence[Line], source: str) -> list[Line]:
    """The lines as they are printed, with the mark as a part of their text."""
    return [_printed(line, source) if line.depth and not line.blank else line for line in lines]


def _printed(line: Line, source: str) -> Line:
    text = CONTROL.sub("", source[line.mark : line.stop])
    lead = line.mark
    while lead and source[lead - 1] in " \t":
        lead -= 1
    indent = columns(source[lead : line.mark])
    width = indent + columns(text)
    return Line(line.number, line.mark, line.stop, text, indent, width)
