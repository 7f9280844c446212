"""A light language detector: by script, and by the small words that every text is full of."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

_WORDS = {
    "en": (
        "the of and to in that is was for it with as his he on be at by had not are but "
        "from or have an they which you were said has this will been their"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als "
        "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie ich "
        "wir"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se "
        "ce il sont avec son cette ou mais nous je vous elle été aux"
    ),
    "es": (
        "de la que el en y a los del se las por un para con no una su al lo como más pero "
        "sus le ya o este sí porque esta entre cuando muy sin sobre es"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas "
        "foi ao ele das tem à seu sua ou ser quando muito há nos já está"
    ),
    "it": (
        "di e il la che in a per un è del non sono le con si da dei una della nel gli come "
        "alla più anche ha lo al ma i delle suo questo dal ed se"
    ),
    "cs": (
        "a v se na je že s z do o k i to ve pro za by ale po který jako podle od jsou které "
        "není jeho jsem při již být také bude jen až"
    ),
    "nl": (
        "de van een het en in is dat op te zijn met voor niet aan er die als ook om hij "
        "maar bij uit door naar heeft ze was wordt over nog"
    ),
    "sv": (
        "och i att det som en på är av för med den till inte har de ett om vi men han var "
        "jag hon sig från så kan nu ut"
    ),
    "pl": (
        "i w na z do się nie że to jest o jak a po co tak za od ale przez jego dla są przy "
        "już czy był tylko"
    ),
}


@cache
def _index() -> dict[str, tuple[str, ...]]:
    """For each small word the languages that have it."""
    sets = {language: frozenset(words.split()) for language, words in _WORDS.items()}
    return {
        word: tuple(language for language, words in sets.items() if word in words)
        for word in frozenset[str]().union(*sets.values())
    }


_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000
_ENOUGH = 5
_FEWEST_WORDS = 40
_SHORTEST_PARAGRAPH = 4 * _FEWEST_WORDS
_PLAIN_SHARE = 0.2
_PLAIN_MARGIN = 1.5
_TELLING = 6
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("uk", re.compile("[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]")),
    ("ru", re.compile("[\u0400-\u045f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)


def language_of_paragraph(text: str, around: str) -> str | None:
    """The language of a paragraph in a document in the language `around`, where it is another one
    and nobody could doubt it: so many words, none of the commonest of `around`, a clear margin.
    """
    if len(text) < _SHORTEST_PARAGRAPH or any(word in text for word in _telling(around)):
        return None
    words = _WORD.findall(text[:_SAMPLE].lower())
    if len(words) < _FEWEST_WORDS:
        return None
    index = _index()
    counts = Counter(language for word in words for language in index.get(word, ()))
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    (best, first), (_, second) = ranked[0], ranked[1]
    plain = first >= _PLAIN_SHARE * len(words) and first >= _PLAIN_MARGIN * second
    return best if plain and best != around else None


@cache
def _telling(language: str) -> tuple[str, ...]:
    """The commonest words of `language` that none of the others has, between blanks."""
    index = _index()
    words = _WORDS.get(language, "").split()
    return tuple(f" {word} " for word in words if len(index[word]) == 1)[:_TELLING]


def detect_language(text: str) -> str | None:
    """The language of `text` as a BCP 47 tag, or None where nobody could be sure."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < 20:
        return None
    for tag, script in _SCRIPTS:
        share = len(script.findall(sample)) / letters
        if share > (0.08 if tag in ("ja", "uk") else 0.5):
            return tag
    counts: Counter[str] = Counter()
    index = _index()
    total = 0
    for word in _WORD.findall(sample.lower()):
        total += 1
        for language in index.get(word, ()):
            counts[language] += 1
    if not counts:
        return None
    ranked = [*counts.most_common(2), ("", 0)]
    (best, first), (_, second) = ranked[0], ranked[1]
    if first < _ENOUGH or first < 0.12 * total or first < 1.25 * second:
        return None
    return best
