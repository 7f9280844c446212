"""The shapes of a line or a block of text: what can be told from its characters alone."""

from __future__ import annotations

import re

BULLET = re.compile(
    r"(?P<mark>[•‣▪◦·●■□▸►▶✓✔➢❖*+–—-]|o(?=\s{2,}|\t)|--)(?P<gap>[ \t\u00a0\u3000]+)(?=\S)"
)
NUMBER = re.compile(
    r"(?P<mark>\(?(?P<number>[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{2,6})[.)])(?P<gap>[ \t\u00a0]+)(?=\S)"
)
NUMBER_WORD = re.compile(
    r"(?:chapter|part|section|book|act|scene|canto|letter|appendix|article|lesson|step|day|"
    r"kapitel|teil|abschnitt|artikel|chapitre|partie|capítulo|capitulo|parte|capitolo|kapitola|"
    r"глава|часть|κεφάλαιο)\s+(?:[0-9]+|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
SECTION_NUMBER = re.compile(
    r"(?:§\s*)?(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)]|[IVXLC]{1,7}[.)])\s+(?=\S)"
)
BARE_NUMERAL = re.compile(r"(?:[IVXLC]{1,7}|\d{1,3})\.?")

UNDERLINE = re.compile(r"([=\-~^*_#+\"'—–─━═])\1{2,}")
RULE = re.compile(
    r"([*\-_~=#•·+.⁂§—–─━═])(?:[ \t]*\1){2,}|[*⁂§]|\*\*|-{2,}|—|[*~\-=]{3,}|[─━═_]{2,}|"
    r"[xX](?: [xX]){2,}"
)
END_MARK = re.compile(
    r"(?:[-–—*#]{1,3}\s*(?:30|0|end|ends|ende|fin|fine|xxx|m)\s*[-–—*#]{1,3}|#{2,5}|#(?: #){1,4}|"
    r"\(?(?:end|ends|ende|fin)\)?|\[(?:end|ends)\]|■|▪|◼|∎|-endit-|\((?:END|ENDS)\))",
    re.IGNORECASE,
)

TERMINAL = ".!?…。！？؟।։;:。"
CLOSERS = "\"'”’»«)]}›‹」』）】*_"
OPENERS = "\"'“‘„‚«»‹›「『(（[{¿¡—–-"
QUOTE_OPENERS = '“„«»"「『‟❝'
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TABLE_GAP = re.compile(r"\S(?: {3,}|\t+)\S")


def ordinal(mark: str) -> int | None:
    """The number that a list mark says: `3.` and `(3)` are 3, `c)` is 3; None for any other."""
    bare = mark.strip("().")
    if bare.isdigit():
        return int(bare)
    if len(bare) == 1 and bare.isalpha() and bare.isascii():
        return ord(bare.lower()) - ord("a") + 1
    return None


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing quotes and brackets aside."""
    bare = text.rstrip().rstrip(CLOSERS).rstrip()
    return bare.endswith(tuple(".!?…。！？؟।։"))


def ends_open(text: str) -> bool:
    """Whether `text` breaks off: after a comma, a hyphen, an opening bracket or a function word."""
    return text.rstrip().endswith((",", "-", "–", "(", "、", "،", ";", "/"))


def starts_lower(text: str) -> bool:
    """Whether the first letter is a lower-case one, opening punctuation aside."""
    bare = text.lstrip(OPENERS + " ")
    return bare[:1].islower()


def all_caps(text: str) -> bool:
    """Whether all cased letters are capitals, and there are at least two of them."""
    return text.upper() == text and text.lower() != text and sum(map(str.isupper, text)) >= 2


def cased(text: str) -> bool:
    """Whether the script of `text` has capitals at all."""
    return text.upper() != text.lower()


def mostly_cased(text: str) -> bool:
    """Whether most letters of `text` are of a script that has capitals."""
    if text.isascii():
        return cased(text)
    letters = sum(map(str.isalpha, text))
    caseless = letters - sum(map(str.islower, text)) - sum(map(str.isupper, text))
    return 2 * caseless < letters


def letter_share(text: str) -> float:
    """The share of letters and digits among the characters that are not white space."""
    shown = len(text) - sum(map(str.isspace, text))
    return sum(map(str.isalnum, text)) / shown if shown else 0.0


def table_gaps(text: str) -> int:
    """How many runs of blanks or tabs inside `text` are wide enough to part columns."""
    if "   " not in text and "\t" not in text:
        return 0
    return len(_TABLE_GAP.findall(text))


def title_share(text: str) -> float:
    """The share of longer words that begin with a capital, 0 to 1."""
    words = [word for word in WORD.findall(text) if len(word) > 3]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def has_cjk(text: str) -> bool:
    """Whether `text` has characters of Chinese or Japanese writing."""
    return CJK.search(text) is not None


def join_gap(left: str, right: str) -> str:
    """What stands between two wrapped lines once they are one: a blank, or nothing.

    Nothing between characters of a script without blanks, and nothing after a hyphen that splits a
    compound (`third-` `party`); the hyphen stays.
    """
    last, first = left[-1:], right[:1]
    if CJK.match(last) and CJK.match(first):
        return ""
    if last == "\u00ad":
        return ""
    if last in "-\u2010" and left[-2:-1].isalpha() and first.isalpha():
        return "" if first.islower() or left[-2:-1].isupper() else " "
    return " "
