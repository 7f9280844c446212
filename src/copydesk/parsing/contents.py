"""Tables of contents: lines of which each names a part and perhaps its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from copydesk.parsing import shapes
from copydesk.parsing.lines import Line
from copydesk.parsing.patterns import lazily

_FEWEST = 4
_LONGEST = 120
_LONGEST_TITLE = 40
_MOST_TITLES = 4
_LEVELS = lazily(r"\d{1,3}(?:\.\d{1,3})*(?=[.)]?(?:\s|[^\W\d_]))")
_PART = lazily(r"(?P<word>[^\W\d_]{2,14})\s+(?:[IVXLC]{1,7}(?:er|re|bis|ter)?|\d{1,3})\b")
_PAGE = "0123456789ivxlcIVXLC"
_PAGE_WORD = lazily(r"\b(?:p|pg|pp|page|s|seite|str|с|стр)\.?\s*$", re.IGNORECASE)
_LEADERS = ".…·_ \t\u00a0"
_LAST = _PAGE + _LEADERS
_TITLE = lazily(
    r"(?:(?:table of )?contents|(?:das )?inhalt(?:sverzeichnis|sübersicht)?|inhaltsangabe|sommaire|"
    r"table des matières|índice|indice|sumário|contenido|conteúdo|obsah|содержание|оглавление|"
    r"περιεχόμενα|in this issue|目\s*[录次錄]|もくじ|المحتويات|فهرس)\s*[:.：]?",
    re.IGNORECASE,
)

LED = "dots lead from it to a page number, as in a table of contents"
NUMBERED = "it is one of a run of numbered titles without text between them"
LISTED = "it stands in a run of titles under the heading of a table of contents"


def find_contents(shown: Sequence[Line]) -> dict[int, str]:
    """The entries of tables of contents, by line number, with the reason in words."""
    found: dict[int, str] = {}
    run: list[Line] = []
    latest: Line | None = None
    for line in shown:
        if _is_entry(line):
            if run and not _follows(run[-1], line):
                _close(run, found)
                run = []
            run.append(line)
        elif run and latest and not _is_between(run[-1], latest, line):
            _close(run, found)
            run = []
        latest = line
    _close(run, found)
    titles = (index for index, line in enumerate(shown) if _is_title(line.text))
    for index in islice(titles, _MOST_TITLES):
        _under_title(shown, index + 1, found)
    return found


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and _TITLE.fullmatch(text) is not None


def is_led(text: str) -> bool:
    """Whether `text` ends with dots and a page number."""
    if text[-1:] not in _LAST:
        return False
    bare = text.rstrip(_PAGE) if text[-1:] in _PAGE else text
    if len(text) - len(bare) > 7 or not bare:
        return False
    if bare != text and (word := _PAGE_WORD.search(bare, max(0, len(bare) - 8))):
        bare = bare[: word.start()]
    core = bare.rstrip(_LEADERS)
    leader = bare[len(core) :].translate(_NO_BLANKS)
    dots = len(leader) + 2 * leader.count("…")
    page = bare != text and not text.endswith(" I")  # a sentence trails off, and I go on
    return bool(core) and (dots >= 5 or (dots >= 3 and page))


_NO_BLANKS = {ord(blank): None for blank in " \t\u00a0"}


def _levels(text: str) -> tuple[int, ...]:
    """The numbers that `text` opens with, the outermost first; `2.0` is `2`."""
    numbers = [int(number) for number in _levels_text(text).split(".") if number]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _part(text: str) -> str:
    match = _PART.match(text) if text[0].isupper() else None
    return match["word"] if match else ""


def _is_entry(line: Line) -> bool:
    text = line.text
    if is_led(text):
        return True
    if len(text) > _LONGEST or text.endswith((",", ";")):
        return False
    return bool(_levels_text(text) or _part(text))


def _levels_text(text: str) -> str:
    match = _LEVELS.match(text) if text[0].isdecimal() else None
    return match.group() if match else ""


def _follows(above: Line, line: Line) -> bool:
    """Whether an entry can stand under another one: its number is a later one, or dots lead on."""
    if is_led(above.text) and is_led(line.text):
        return True
    before, here = _levels(above.text), _levels(line.text)
    if before and here:
        deeper = len(here) == len(before) + 1 and here[:-1] == before and here[-1] <= 1
        level = len(here)
        counts_on = level <= len(before) and here[:-1] == before[: level - 1]
        return deeper or (counts_on and 0 < here[-1] - before[level - 1] <= 2)
    word = _part(above.text)
    return bool(word) and word == _part(line.text)


def _is_between(entry: Line, above: Line, line: Line) -> bool:
    """Whether `line` may stand between two entries: a second line of one, or a page's number."""
    if line.text.isdigit() and len(line.text) <= 3:
        return True
    if line.number != above.number + 1 or line.number > entry.number + 2:
        return False
    return line.indent >= entry.indent + 2 and len(line.text) <= _LONGEST


def _close(run: Sequence[Line], found: dict[int, str]) -> None:
    """Note the entries of a run that is long enough and no text."""
    led = sum(is_led(line.text) for line in run)
    if led >= 2 and 2 * led >= len(run):
        found.update((line.number, LED) for line in run)
        return
    if len(run) < _FEWEST:
        return
    # Plain numbers are a list's as well, and headings' when text stands between them.
    deep = sum("." in _levels_text(line.text) for line in run)
    parts = sum(bool(_part(line.text)) for line in run)
    stops = sum(line.text.endswith((".", ":")) for line in run)
    if (deep >= 2 or parts == len(run)) and 3 * stops <= len(run):
        found.update((line.number, NUMBERED) for line in run)


def _under_title(shown: Sequence[Line], index: int, found: dict[int, str]) -> None:
    """The titles right under the heading of a table of contents, up to the first running text."""
    members: list[Line] = []
    passage: list[Line] = []
    opening = ""
    for at in range(index, min(len(shown), index + 400)):
        line = shown[at]
        if at == index and shapes.UNDERLINE.fullmatch(line.text):
            continue
        if passage and line.number != passage[-1].number + 1:
            if not _lists(passage, alone=bool(members)):
                break
            members += passage
            passage = []
        if not opening:
            opening = line.text
        elif line.text == opening and not is_led(line.text):
            # The first title again: the text begins here.
            passage = []
            break
        passage.append(line)
    else:
        if passage and _lists(passage, alone=bool(members)):
            members += passage
    if len(members) < 3:
        return
    edge = min(line.indent for line in members)
    for above, line in zip((None, *members), members, strict=False):
        second = (
            above is not None
            and line.number == above.number + 1
            and line.indent >= above.indent + 2
            and not _is_entry(line)
            and (above.text.endswith((",", "-")) or shapes.starts_lower(line.text))
        )
        if not second and not shapes.RULE.fullmatch(line.text) and line.indent >= edge:
            found.setdefault(line.number, LISTED)


def _lists(passage: Sequence[Line], *, alone: bool) -> bool:
    """Whether the lines of a passage are titles under each other; one line needs a mark for it."""
    marked = sum(
        _is_entry(line)
        or shapes.find_number(line.text) is not None
        or shapes.NUMBER_WORD.match(line.text) is not None
        or line.text[-1:].isdigit()
        for line in passage
    )
    if alone and len(passage) == 1:
        return marked == 1
    stops = sum(shapes.ends_sentence(line.text) and len(line.text) > 40 for line in passage)
    long = sum(len(line.text) > _LONGEST for line in passage)
    lower = sum(shapes.starts_lower(line.text) for line in passage)
    return (2 * marked >= len(passage) or 3 * lower <= len(passage)) and not stops and not long
