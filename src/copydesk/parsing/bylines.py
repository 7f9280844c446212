"""Bylines: whether a line says by whom, and the names in it."""

from __future__ import annotations

import re

NAME_PART = r"(?:[^\W\d_a-zà-öø-ÿ]['’]?[^\W\d_]*\.?(?:[-'’][^\W\d_]+\.?)*)"
"""A word of a name: capitalised, an initial, or hyphenated."""

_PARTICLE = (
    r"(?:d[aeiou]s?|del|della|van|von|der|den|ter|zu|zum|al|el|bin|ibn|ben|la|le|y|e|i|of|the)"
)
_NAME = rf"{NAME_PART}(?:\s+(?:{_PARTICLE}\s+){{0,2}}(?:{_PARTICLE}-)?{NAME_PART}){{0,4}}"
_AND = r"\s*(?:[,;&]|\b(?:and|AND|und|UND|et|ET|y|e|en|och|a|и|και)\b)\s*"
_BY = (
    r"(?:by|(?:written|words|music|lyrics|story|text|reported|posted|created|maintained|compiled|"
    r"edited|translated|composed|arranged|illustrated|prepared|collected|submitted|contributed)"
    r"(?: (?:and|&) (?:written|edited|compiled|directed|maintained))? by|as told to|from our|words|"
    r"von|"
    r"text|par|propos recueillis par|por|texto|di|testo di|da|door|av|af|autor|autorin|author|"
    r"authors|napsal|napsala|автор|текст|του|της|от)"
)
_BYLINE = re.compile(rf"(?P<by>{_BY})(?::\s*|\s+)(?P<names>\S.*)", re.IGNORECASE | re.DOTALL)
_NAMES = re.compile(rf"(?P<names>{_NAME}(?:{_AND}{_NAME})*)(?P<rest>.*)", re.DOTALL)
_FULL_NAME = rf"{NAME_PART}(?:\s+(?:{_PARTICLE}\s+)?{NAME_PART}){{1,3}}"
_BARE = re.compile(
    rf"(?P<names>{_FULL_NAME}(?:\s+(?:and|&|und|et|y)\s+{_FULL_NAME})?)(?P<job>,.+)?"
)
_REST = re.compile(
    r"[,(<|/\[–—-]|\.\s(?:Music|Words|Lyrics|Arranged|Edited|Illustrated|Photo)|\d|of\s|for\s|in\s|at\s|Updated|Special"
)
_SURE = frozenset({"by", "von", "par", "por", "written by", "words by", "story by", "created by"})
_COMPANY = re.compile(r"\b(?:Inc|Corp|Ltd|LLC|GmbH|AG|Co)\b\.?")
_HANDLE = re.compile(r"[A-Za-z][\w.'’-]{2,24}")
_NOT_NAMES = frozenset(
    {
        *("the", "a", "an", "of", "in", "on", "for", "to", "with", "how", "why", "what", "when"),
        *("is", "are", "and's", "your", "my", "our", "this", "that", "der", "die", "das", "und"),
        *("im", "am", "le", "la", "les", "des", "el", "los", "las", "del", "part", "chapter"),
        *("section", "news", "report", "introduction"),
    }
)
_JOB = re.compile(
    r"\b(?:staff|writer|correspondent|reporter|editor|desk|director|engineer|press|news|reuters|"
    r"redaktion|rédaction|redacción|redazione|agency|times|post)\b",
    re.IGNORECASE,
)


def read_byline(text: str, *, bare: bool) -> tuple[str, ...] | None:
    """The authors that a byline names (perhaps none), or None where `text` is no byline.

    `bare` allows a name without `By`, which is a byline only in a byline's place.
    """
    text = " ".join(text.split()).strip("_*")
    if len(text) > 120:
        return None
    main = re.split(r"\s+\|\s+", text)[0]
    if found := _BYLINE.fullmatch(main):
        return None if _COMPANY.search(main) else _worded(found, bare=bare)
    if not bare or text.endswith((".", "?", "!", ":")):
        return None
    found = _BARE.fullmatch(main)
    if not found or any(word.lower() in _NOT_NAMES for word in found["names"].split()):
        return None
    if found["job"] and not _JOB.search(found["job"]):
        return None
    if not _capitalised(found["names"]):
        return None
    return _people(found["names"])


def _worded(found: re.Match[str], *, bare: bool) -> tuple[str, ...] | None:
    """The authors in a line that is worded as a byline, or None where it is a sentence."""
    match = _NAMES.match(found["names"])
    person, _, job = found["names"].partition(",")
    if match and _JOB.search(job) and not _JOB.search(person):
        match = _NAMES.match(person)
    signed = bare or found["by"].lower() in _SURE - {"by"}
    if not match and signed and _HANDLE.fullmatch(found["names"]):
        return (found["names"],)
    # A sentence that starts with By goes on in small letters.
    if not match or (match["rest"].strip() and not _REST.match(match["rest"].strip())):
        return None
    if found["by"].lower() not in _SURE and len(match["names"].split()) < 2:
        return None
    if not _capitalised(match["names"]):
        return None
    return _people(match["names"])


def _capitalised(names: str) -> bool:
    """Whether most words are capitalised; the pattern knows the small letters of Latin alone."""
    words = names.split()
    return 2 * sum(word[:1].isupper() for word in words) > len(words)


def _people(names: str) -> tuple[str, ...]:
    """Single names out of a list of them; a job or a desk among them is no author."""
    parts = [part.strip(" ,;") for part in re.split(_AND, names)]
    people = [part for part in parts if part and not _JOB.search(part)]
    if not people and re.search(r"\b(?:Press|News|Redaktion)\b", names):
        people = [names.strip(" ,")]
    return tuple(_proper(part) for part in people)


def _proper(name: str) -> str:
    """A name in capitals as it is written elsewhere."""
    if not name.isupper() or len(name) <= 4:
        return name
    return re.sub(r"\b(Mc)([a-z])", lambda found: found[1] + found[2].upper(), name.title())
