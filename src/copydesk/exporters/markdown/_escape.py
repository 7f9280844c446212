"""What has to be escaped in Markdown, and what not.

Section numbers are those of CommonMark 0.31.2. The rules err on one side only: where versions of
the standard or its readers differ, a mark is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from copydesk.exporters._sanitize import clean

PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""ASCII punctuation: what a backslash escapes (2.4)."""

MARKUP: Final = "/"
"""Stands for the neighbour of a text that is markup, whichever: a mark of punctuation."""

EDGE: Final = "\n"
"""Stands for the neighbour of a text at either end of a line."""

HARD_BREAK: Final = "\\"
"""The neighbour of a text before a line break (6.7)."""

_LINE_ENDS: Final = re.compile("\r\n?|[\n\x85\u2028\u2029]")

# "link" and "mail" are what GitHub would make a link of.
_SPECIAL: Final = re.compile(
    r"[\\\[\]<&]|(?P<mark>(?P<char>[*_`])(?P=char)*)|(?P<link>(?!))(?P<mail>(?!))"
)
_SPECIAL_GFM: Final = re.compile(
    r"[\\\[\]<&]|(?P<mark>(?P<char>[*_`~])(?P=char)*)"
    r"|(?P<link>(?i:https?|ftp)(?=://)|(?i:www)(?=\.))"
    r"|(?P<mail>(?=@))"
)
_ANY: Final = re.compile(r"[\\\[\]<&*_`]")
_MARKS: Final = re.compile(r"([*_`])\1*")
_MARKS_GFM: Final = re.compile(r"([*_`~])\1*")

# 6.5 and 6.6: a tag, comment, instruction, declaration or address. The second is cut off by markup.
_TAG: Final = re.compile(r"<(?:[A-Za-z/!?]|[^\s<>@]*@)")
_OPEN_TAG: Final = re.compile(r"<[^\s<>]*\Z")
# 2.5; older readers take numbers of any length.
_REFERENCE: Final = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|([A-Za-z][A-Za-z0-9]*));")

# What GitHub takes for the end of a name before an `@`, and for a domain behind it.
_BEFORE_AT: Final = re.compile(r"[\w.+:-]")
_DOMAIN: Final = re.compile(r"@[\w.-]*\.\w")
_OPEN_DOMAIN: Final = re.compile(r"@[\w.-]*\.\Z")

# What opens a block at the start of a line (4.1–4.5, 5.1, 5.2); the backslash follows the match,
# but goes before each character of a "run", whose rest would be a delimiter otherwise.
_OPENER: Final = (
    r"[0-9]{1,9}(?=[.)](?:[ \t]|$))|(?=#{1,6}(?:[ \t]|$))|(?=>)|(?=[-+](?:[ \t]|$))"
    r"|(?=-(?:[ \t]*-){2,}[ \t]*$)|(?=(?:-+|=+)[ \t]*$)"
    r"|(?P<run>\*(?=[ \t]|$)|(?=(?P<char>[*_])(?:[ \t]*(?P=char)){2,}[ \t]*$)(?P=char)+|~{3,})"
)
_BLOCK: Final = re.compile(_OPENER)
# GitHub's also: the second row of a table; and a task, an alert, a footnote.
_BLOCK_GFM: Final = re.compile(_OPENER + r"|(?=[|:-][ \t|:-]*$)(?=[^-]*-)")
_BRACKET_GFM: Final = re.compile(r"\[(?:[ xX]\][ \t]|[!^])")
_FIRSTS: Final = frozenset("#>-+*_~=0123456789|:")
_DEFINITION: Final = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]:", re.DOTALL)  # 4.7

NOTHING: Final = "<!---->"
"""Keeps an address apart from itself. GitHub looks for addresses of mail when all escapes are
undone, so that no backslash and no character reference keeps it from making a link."""

_NAMED: Final = {"\xa0": "&nbsp;", "\u2002": "&ensp;", "\u2003": "&emsp;", "\u2009": "&thinsp;"}


def printable(text: str) -> str:
    """`text` on one line, without characters that no file can hold."""
    return _LINE_ENDS.sub(" ", clean(text))


def references(text: str) -> str:
    """Each character of `text` as a character reference."""
    return "".join(_NAMED.get(char, f"&#x{ord(char):X};") for char in text)


def is_plain(text: str, gfm: bool) -> bool:
    """Whether no character within `text` needs a thought."""
    return (_SPECIAL_GFM if gfm else _ANY).search(text) is None


def live_marks(texts: Iterable[tuple[str, str, str]], gfm: bool) -> str:
    """The delimiters that, left alone, could pair up somewhere in `texts`.

    `texts` are the texts of one paragraph in order, each with the characters beside it.
    """
    opened: set[str] = set()
    live: set[str] = set()
    pattern = _MARKS_GFM if gfm else _MARKS
    for text, before, after in texts:
        for char, _, _, opens, closes in _marks(pattern, text, before, after):
            if closes and char in opened:
                live.add(char)
            if opens:
                opened.add(char)
    return "".join(live)


def escape(text: str, before: str, after: str, *, live: str, in_link: bool, gfm: bool) -> str:
    """`text` with backslashes where it would be read as markup.

    `before` and `after` are its neighbours, `live` the delimiters that need care.
    """
    parts: list[str] = []
    done = 0
    for match in (_SPECIAL_GFM if gfm else _SPECIAL).finditer(text):
        start, end = match.span()
        following = text[end] if end < len(text) else after
        if match["mark"]:
            previous = text[start - 1] if start else before
            if _keep_mark(match["mark"], previous, following, live):
                continue
            escaped = "".join("\\" + char for char in match["mark"])
        elif match["link"] is not None:
            escaped = match["link"] + "\\"
        elif match["mail"] is not None:
            if not _is_mail(text, start, before, after):
                continue
            escaped = NOTHING
        elif _is_live(text, start, after, in_link) or (
            gfm and start == 0 and before == EDGE and _BRACKET_GFM.match(text)
        ):
            escaped = "\\" + text[start]
        else:
            continue
        parts += [text[done:start], escaped]
        done = end
    if not parts:
        return text
    parts.append(text[done:])
    return "".join(parts)


def escape_start(line: str, first: bool, gfm: bool) -> str:
    """`line` (escaped already) so that it opens no block. `first` says that it is the first line of
    a paragraph, where there is nothing to underline.
    """
    if line[:1] not in _FIRSTS or (first and line[0] == "="):
        return line
    match = (_BLOCK_GFM if gfm else _BLOCK).match(line)
    if not match:
        return line
    if match["run"]:
        return "".join("\\" + char for char in match["run"]) + line[match.end() :]
    return f"{line[: match.end()]}\\{line[match.end() :]}"


def escape_definition(paragraph: str) -> str:
    """`paragraph` so that it does not define the address of a link."""
    return "\\" + paragraph if _DEFINITION.match(paragraph) else paragraph


def escape_closing(heading: str) -> str:
    """`heading` so that number signs at its end stay (4.2)."""
    text = heading.rstrip("#")
    if text == heading or (text and text[-1] not in " \t"):
        return heading
    return f"{text}\\{heading[len(text) :]}"


def has_reference(text: str) -> bool:
    """Whether part of `text` would be read as a character reference."""
    return any(_is_reference(text, match.start()) for match in _REFERENCE.finditer(text))


def run_lengths(char: str, text: str) -> set[int]:
    """The lengths of the runs of `char` in `text`."""
    return {len(run) for run in re.findall(re.escape(char) + "+", text)} if char in text else set()


def _marks(
    pattern: re.Pattern[str], text: str, before: str, after: str
) -> Iterator[tuple[str, int, int, bool, bool]]:
    for match in pattern.finditer(text):
        start, end = match.span()
        previous = text[start - 1] if start else before
        following = text[end] if end < len(text) else after
        opens, closes = _flanks(match[1], previous, following)
        yield match[1], start, end, opens, closes


def _flanks(mark: str, previous: str, following: str) -> tuple[bool, bool]:
    """Whether a delimiter run may open and may close emphasis, at the widest reading of 6.2."""
    if mark == "`":
        return True, True
    opens, closes = following not in " \t\n", previous not in " \t\n"
    if mark == "_":
        return opens and not previous.isalnum(), closes and not following.isalnum()
    if previous.isalnum() and following in PUNCTUATION:
        opens = False
    elif following.isalnum() and previous in PUNCTUATION:
        closes = False
    return opens, closes


def _keep_mark(run: str, previous: str, following: str, live: str) -> bool:
    if run[0] == "`" and len(run) > 2:
        return False  # a fence at the start of a line
    return run[0] not in live or not any(_flanks(run[0], previous, following))


def _is_live(text: str, at: int, after: str, in_link: bool) -> bool:
    following = text[at + 1] if at + 1 < len(text) else after
    match text[at]:
        case "\\":
            return following in PUNCTUATION or following == EDGE
        case "[":
            return in_link
        case "]":
            return in_link or following == "("
        case "<":
            return bool(_TAG.match(text, at) or (after == MARKUP and _OPEN_TAG.match(text, at)))
        case _:
            return _is_reference(text, at)


def _is_mail(text: str, at: int, before: str, after: str) -> bool:
    """Whether GitHub might see an address round this `@`. What stands beyond markup may be the rest
    of it, as a character reference.
    """
    if not (_BEFORE_AT.match(text[at - 1]) if at else before == MARKUP):
        return False
    return bool(_DOMAIN.match(text, at) or (after == MARKUP and _OPEN_DOMAIN.match(text, at)))


def _is_reference(text: str, at: int) -> bool:
    match = _REFERENCE.match(text, at)
    if not match:
        return False
    if not match[1]:
        return True
    from html.entities import html5  # noqa: PLC0415 -- 2,231 names, for a text that needs them

    return f"{match[1]};" in html5
