"""Which way text runs, for formats that must be told."""

from __future__ import annotations

import re
import unicodedata

# The blocks whose letters run from right to left (UAX #9, classes R and AL).
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)


def has_right_to_left(text: str) -> bool:
    """Whether any letter of `text` runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def is_right_to_left(text: str) -> bool:
    """Whether `text` runs from right to left as a whole: its first letter does (UAX #9, P2)."""
    if not has_right_to_left(text):
        return False
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def language_is_right_to_left(tag: str | None) -> bool:
    """Whether the language with this BCP 47 tag is written from right to left."""
    subtags = (tag or "").lower().split("-")
    scripts = [part for part in subtags[1:] if len(part) == 4 and part.isalpha()]
    return scripts[0] in _SCRIPTS if scripts else subtags[0] in _LANGUAGES
