"""Bylines: whether a line says by whom, and the names in it."""

from __future__ import annotations

import re
from functools import lru_cache

from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.patterns import lazily

NAME_PART = r"(?:[^\W\d_a-zà-öø-ÿ]['’]?[^\W\d_]*\.?(?:[-'’][^\W\d_]+\.?)*(?:['’](?=\s))?)"
"""A word of a name: capitalised, an initial, or hyphenated."""

_PARTICLE = (
    r"(?:d[aeiou]s?|del|della|van|von|der|den|ter|zu|zum|al|el|bin|ibn|ben|la|le|y|e|i|of|the|του|"
    r"της)"
)
_JOINING = (
    r"(?:and|AND|und|UND|et|ET|y|e|en|och|og|i|a|и|та|και|with|mit|avec|con|com|mit|e con|y con)"
)
_PART = rf"(?!{_JOINING}\b){NAME_PART}"
_NAME = rf"{NAME_PART}(?:\s+(?:{_PARTICLE}\s+){{0,2}}(?:{_PARTICLE}-)?{_PART}){{0,4}}"
_AND = rf"(?:\s*[,;&/、，]\s*(?:{_JOINING}\s+)?|\s+{_JOINING}\s+)(?:της\s+|του\s+|τον\s+)?"
_BY = (
    r"(?:by|(?:written|words|music|lyrics|story|text|reported|reporting|posted|created|maintained|compiled|"
    r"edited|translated|composed|arranged|illustrated|prepared|collected|submitted|contributed)"
    r"(?: (?:and|&) (?:written|edited|compiled|directed|maintained))? by|as told to|from our|words|"
    r"von|"
    r"text|par|propos recueillis par|por|texto|di|testo di|da|door|av|af|autor|autorin|author|"
    r"authors|napsal|napsala|автор|авторы|текст|του|της|от|بقلم|كتب|كتبت)"
)
_BYLINE = lazily(rf"(?P<by>{_BY})(?::\s*|\s+)(?P<names>\S.*)", re.IGNORECASE | re.DOTALL)
_OPENS_WORDED = lazily(rf"{_BY}(?=[:\s])", re.IGNORECASE)
_NAMES = lazily(rf"(?P<names>{_NAME}(?:{_AND}{_NAME})*)(?P<rest>.*)", re.DOTALL)
_FULL_NAME = rf"{NAME_PART}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_PART}){{1,3}}"
_BARE = lazily(
    rf"(?P<names>{_FULL_NAME}(?:\s+(?:and|&|und|et|y|e|и|και|och|og)\s+{_FULL_NAME})?)"
    r"(?P<job>,.+)?"
)
_REST = lazily(
    r"[,(<\[|/–—-]|by\s+[A-Z]|\.\s(?:Music|Words|Lyrics|Arranged|Edited|Illustrated|Photo)|\d|of\s|for\s|in\s|"
    r"at\s|on\s+[^\W\d_]+\s+\d|Updated|Special"
)
_EAST_ASIAN = lazily(
    r"(?:本报|本社|本刊|新华社|中新社|见习|特约|通讯员)*"
    r"(?:作者|撰文|文|撰稿|记者|記者|取材・文|執筆|编辑|译者)(?:\s*[:：/／=＝|｜]\s*|\s+)"
    r"(?P<names>[\u3040-\u30ff\u4e00-\u9fffA-Za-z·・、，,. ]{2,40})|"
    r"(?P<reporter>[\u3040-\u30ff\u4e00-\u9fff]{2,6})\s?(?:記者|特派员|特派員)"
)
_EAST_ASIAN_NAMES = lazily(r"[\u3040-\u30ff\u4e00-\u9fff·・]{2,12}")
# What is said of a person behind the name: degrees, and where each of several wrote from.
_DEGREE = lazily(
    r",?\s+(?:Ph\.?\s?D|M\.?D|M\.?B\.?A|J\.?D|M\.?Sc|B\.?Sc|M\.?A|Esq|R\.?N)\b\.?(?=,|\s|$)"
)
_FROM = lazily(r"\s+(?:in|from|aus|à|en)\s+[A-ZÄÖÜÀ-Þ][\w.’'-]*(?=\s*(?:[,;]|(?:and|und|et|y)\b))")
_ASIDE = lazily(
    r"(?:,\s*(?:special|exclusively)\s+(?:to|for)\b|"
    r"\.\s+(?:edited|photo|additional|illustrat|translat|foto|bild|(?:music|words|lyrics|arranged|"
    r"adapted|drawings) by)).*",
    re.IGNORECASE | re.DOTALL,
)
_SURE = frozenset(
    {"by", "von", "par", "por", "written by", "words by", "story by", "created by", "بقلم"}
)
_COMPANY = lazily(r"\b(?:Inc|Corp|Ltd|LLC|GmbH|AG|Co)\b\.?")
_HANDLE = lazily(r"[A-Za-z][\w.'’-]{2,24}")
_NOT_NAMES = frozenset(
    {
        *("the", "a", "an", "of", "in", "on", "for", "to", "with", "how", "why", "what", "when"),
        *("is", "are", "and's", "your", "my", "our", "this", "that", "der", "die", "das", "und"),
        *("im", "am", "le", "la", "les", "des", "el", "los", "las", "del", "part", "chapter"),
        *("section", "news", "report", "introduction", "inc", "inc.", "between", "für", "über"),
        *("upcoming", "event", "events", "calendar", "summary", "gallery", "photo", "photos"),
        *("related", "stories", "questions", "frequently", "contact", "contacts", "links"),
        *("programme", "agenda", "schedule", "results", "minutes", "notes", "overview"),
        *("conclusion", "references", "appendix", "table", "contents", "inhalt", "termine"),
    }
)
_OF_NAMES = lazily(r"\b(?:van|von) (?:de[mnr]?|het)\b")
_PLACES = frozenset({"für", "über", "in", "im", "am", "an", "on", "at", "my"})
"""What no name begins with, capital or not."""

_JOB = lazily(
    r"\b(?:staff|writer|correspondent|reporter|editor|desk|director|engineer|press|news|reuters|"
    r"redaktion|rédaction|redacción|redazione|agency|times|post)\b",
    re.IGNORECASE,
)
_JOB_LINE = lazily(
    r"(?:[^\W_][\w.'’&-]*\s){0,4}(?:staff|writer|correspondent|reporter|editor|columnist|bureau|"
    r"chief|redakteur(?:in)?|korrespondent(?:in)?|redaktion|rédaction|redacción|redazione|"
    r"journalist(?:e|in)?|periodista|giornalista|corresponsal|corrispondente)\b"
    r"(?:[ ,/]+[\w.'’&-]+){0,4}",
    re.IGNORECASE,
)


def is_job(text: str) -> bool:
    """Whether a line says what the person named above does, and where: `AP Sports Writer`."""
    return len(text) <= 60 and text[:1].isupper() and _JOB_LINE.fullmatch(text) is not None


_OUTLET = lazily(
    r"(?:the\s+)?(?:associated press|united press international|press association|"
    r"agence france[- ]presse|deutsche presse-agentur|reuters|bloomberg(?: news)?|newsbytes|"
    r"clarinews|knight[- ]ridder|new york times|washington post|los angeles times|guardian|"
    r"canadian press|xinhua|interfax|itar-tass|tass|efe|ansa|čtk|kyodo(?: news)?|"
    r"AP|UPI|AFP|DPA|APA|CNN|BBC(?: News)?|NBC(?: News)?|ABC(?: News)?|CBS(?: News)?|PA|PTI|ANI|"
    r"KNA|EPD|SID|RIA|LUSA|TT|NTB)",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def read_byline(text: str, *, bare: bool) -> tuple[str, ...] | None:
    """The authors that a byline names (perhaps none), or None where `text` is no byline.

    `bare` allows a name without `By`, which is a byline only in a byline's place.
    """
    text = " ".join(text.split()).strip("_*")
    if "_" in text:
        text = text.replace("_", "")
    if len(text) > 120:
        return None
    main = re.split(r"\s+\|\s+", text)[0] if "|" in text else text
    worded = _OPENS_WORDED.match(main) is not None
    if not worded and main.isascii() and (not bare or text.endswith((".", "?", "!", ":"))):
        return None
    if found := _EAST_ASIAN.fullmatch(main):
        names = found["reporter"] or found["names"]
        return tuple(_EAST_ASIAN_NAMES.findall(names)) or None
    main = _ASIDE.sub("", _FROM.sub("", _DEGREE.sub("", main)))
    if worded and (found := _BYLINE.fullmatch(main)):
        return None if _COMPANY.search(main) else _worded(found, bare=bare)
    if not bare or text.endswith((".", "?", "!", ":")):
        return None
    found = _BARE.fullmatch(main)
    if not found:
        return None
    if any(word.lower() in _NOT_NAMES for word in _OF_NAMES.sub("", found["names"]).split()):
        return None
    if found["job"] and not _JOB.search(found["job"]):
        return None
    # Without a word for it, only capitals tell a name from any other words.
    if not _capitalised(found["names"]) or not found["names"][0].isupper():
        return None
    return _people(found["names"])


_UNNAMED = lazily(
    r"(?:a|an|our|the|unserem|unserer|notre|nuestro|nuestra|nosso|nossa|nostro)\s"
    r"(?:[\w-]+\s){0,3}(?:reporters?|correspondents?|staff|editors?|writers?|korrespondent(?:en)?|"
    r"redaktion|correspondant|envoyé spécial|corresponsal|correspondente|inviato)\W*",
    re.IGNORECASE,
)
_SET_APART = lazily(r"\s+[|•·/]\s+")


def gap_before_date(text: str) -> tuple[int, int] | None:
    """Where in `By NAME | May 3, 2024` stands what sets the date apart: its start and its end; None
    where no date follows, or no byline stands before it.
    """
    found = next(_SET_APART.finditer(text), None)
    if found is None or read_timestamp(text[found.end() :]) is None:
        return None
    if read_byline(text[: found.start()], bare=True) is None:
        return None
    return found.span()


def _worded(found: re.Match[str], *, bare: bool) -> tuple[str, ...] | None:
    """The authors in a line that is worded as a byline, or None where it is a sentence."""
    if _UNNAMED.fullmatch(found["names"]):
        return ()
    match = _NAMES.match(found["names"])
    person, _, job = found["names"].partition(",")
    if match and _JOB.search(job) and not _JOB.search(person):
        match = _NAMES.match(person)
    signed = bare or found["by"].lower() in _SURE - {"by"}
    if not match and signed and _HANDLE.fullmatch(found["names"]):
        return (found["names"],)
    # A sentence that starts with By goes on in small letters.
    if not match or (match["rest"].strip(" .") and not _REST.match(match["rest"].strip())):
        return None
    if found["by"].lower() not in _SURE and len(match["names"].split()) < 2:
        return None
    if not _capitalised(match["names"]) or match["names"].split()[0].lower() in _PLACES:
        return None
    return _people(match["names"])


def find_outlet(text: str) -> str | None:
    """The agency or outlet that a byline names, as it is printed there."""
    for part in re.split(r"[,|(/–—]|\s-\s|\b(?:by|for|to|and|BY|By|Von|von|Par|avec)\s", text):
        name = " ".join(part.split()).strip(" ).,;")
        if found := _OUTLET.fullmatch(name):
            return found.group()
        if (found := _OUTLET.match(name)) and _JOB.search(name[found.end() :]):
            return found.group()  # AP Sports Writer
    return None


def _capitalised(names: str) -> bool:
    """Whether most words are capitalised; the pattern knows the small letters of Latin alone."""
    words = [word for word in names.split() if not re.fullmatch(f"{_PARTICLE}|{_JOINING}", word)]
    small = sum(word[:1].islower() for word in words)
    return 2 * small < len(words)


def _people(names: str) -> tuple[str, ...]:
    """Single names out of a list of them; a job, a desk, an outlet or a place is no author."""
    parts = [_FULL_STOP.sub("", part.strip(" ,;")) for part in re.split(_AND, names)]
    people = [
        part for part in parts if part and not _JOB.search(part) and not _OUTLET.fullmatch(part)
    ]
    if people and " " in people[0] and _BEHIND_COMMA.search(names) and " " not in people[-1]:
        people.pop()  # where it was written
    if not people and (_OUTLET.fullmatch(names) or _ORGANISED.search(names)):
        people = [names.strip(" ,")]
    return tuple(_proper(part) for part in people)


_FULL_STOP = lazily(r"(?<=[^\W\d_]{4})\.$")
_ORGANISED = lazily(r"\b(?:Press|News|Redaktion)\b")
_BEHIND_COMMA = lazily(r",\s*[^\s,]+$")


def _proper(name: str) -> str:
    """A name in capitals as it is written elsewhere."""
    if not name.isupper() or len(name) <= 4:
        return name
    return re.sub(r"\b(Mc)([a-z])", lambda found: found[1] + found[2].upper(), name.title())
