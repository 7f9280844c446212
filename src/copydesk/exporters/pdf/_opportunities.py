"""Where a line may end inside a word: between East Asian characters and between syllables.

After UAX #14 for scripts without spaces: classes ID, CL, EX, NS, CJ and OP for East Asian text, in
which small kana start no line either, and instead of the dictionaries that it asks for in South
East Asia, what those scripts show of where a syllable starts; for Thai, a model of its words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from copydesk.exporters.pdf._thai import word_ends

_THAI = re.compile("[\u0e00-\u0e7f]")
_EAST_ASIAN = (
    "\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffee"
    "\U00020000-\U0003ffff"
)
_SOUTH_EAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\uaa60-\uaadf"
_FIRST_SOUTH_EAST, _LAST, _FIRST_EAST = "\u0e00", "\u1aaf", "\u2e80"
_NOT_FIRST = frozenset(
    ")]}’”»›!%,.:;?…‥·‧、。〃々〉》」』】〕〗〙〛〞〟〜゛゜ゝゞ・ーヽヾ゠–—\u3099\u309a"
    "\u3000ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "！％），．：；？］｝～｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ￠℃°′″‰"
)
_NOT_LAST = frozenset("([{‘“«‹〈《「『【〔〖〘〚〝（［｛｟｢＄￡￥￦$£¥€#")
_CLOSED = frozenset(")]}’”»›!,.:;?…")
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
_SYLLABLE_ENDS = frozenset("ะๆฯະໆຯ។៕၊။")
_JOINERS = frozenset("\u1039\u17d2\u1a60\u200d\u2060\ufeff")
_KILLER = "\u103a"
_UNMARKED_SYLLABLES = re.compile("[\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf]")


# Wide ranges take milliseconds to compile, which texts in other scripts need not spend.
@cache
def _east() -> re.Pattern[str]:
    return re.compile(f"[{_EAST_ASIAN}]")


@cache
def _south_east() -> re.Pattern[str]:
    return re.compile(f"[{_SOUTH_EAST_ASIAN}]")


def is_east_asian(char: str) -> bool:
    """Whether lines may end beside a character, and room may be given to it."""
    return char >= _FIRST_EAST and _east().match(char) is not None


def has_opportunities(text: str) -> bool:
    """Whether any character of `text` is of a script that writes words without spaces."""
    if not any(_FIRST_SOUTH_EAST <= char <= _LAST or char >= _FIRST_EAST for char in text):
        return False
    return bool(_east().search(text) or _south_east().search(text))


def part_at_opportunities(word: str) -> list[str]:
    """The parts of a word between which lines may end."""
    parts: list[str] = []
    start = 0
    ends = word_ends(word) if _THAI.search(word) else None
    for at in range(1, len(word)):
        if _may_end(word, at, ends):
            parts.append(word[start:at])
            start = at
    return [*parts, word[start:]]


def _may_end(word: str, at: int, ends: frozenset[int] | None) -> bool:
    """Whether a line may end before the character at this place; `ends` are those of Thai words,
    where they are known.
    """
    before, after = word[at - 1], word[at]
    if unicodedata.category(after).startswith("M") or after in _NOT_FIRST or after in _JOINERS:
        return False
    if before in _NOT_LAST or before in _JOINERS:
        return False
    eastern = _east()
    if eastern.match(before) or eastern.match(after):
        return True
    if before in _CLOSED and at > 1 and eastern.match(word[at - 2]):
        return True
    southern = _south_east()
    if not southern.match(before) or not southern.match(after):
        return False
    if ends is not None and _THAI.match(before) and _THAI.match(after):
        return at in ends
    if _UNMARKED_SYLLABLES.match(after):
        return unicodedata.category(after) == "Lo" and word[at + 1 : at + 2] != _KILLER
    return after in _LEADING_VOWELS or before in _SYLLABLE_ENDS
