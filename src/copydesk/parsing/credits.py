"""Who, where and when: bylines, datelines and timestamps, recognised and read."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

_PARTICLE = (
    r"(?:d[aeiou]s?|del|della|van|von|der|den|ter|zu|zum|al|el|bin|ibn|ben|la|le|y|e|i|of|the)"
)
_TOKEN = r"(?:[^\W\d_a-zà-öø-ÿ]['’]?[^\W\d_]*\.?(?:[-'’][^\W\d_]+\.?)*)"
_NAME = rf"{_TOKEN}(?:\s+(?:{_PARTICLE}\s+){{0,2}}(?:{_PARTICLE}-)?{_TOKEN}){{0,4}}"
_AND = r"\s*(?:,|\band\b|\bAND\b|&|\bund\b|\bUND\b|\bet\b|\bET\b|\by\b|\be\b|\ben\b|\boch\b|\ba\b|\bи\b|\bκαι\b|;)\s*"
_BY = (
    r"(?:by|written by|words by|story by|text by|reported by|posted by|as told to|from our|von|text|"
    r"par|propos recueillis par|por|texto|di|testo di|da|door|av|af|autor|autorin|author|authors|"
    r"napsal|napsala|автор|текст|του|της|от)"
)
BYLINE = re.compile(rf"(?P<by>{_BY})(?::\s*|\s+)(?P<names>\S.*)", re.IGNORECASE | re.DOTALL)
_NAMES = re.compile(rf"(?P<names>{_NAME}(?:{_AND}{_NAME})*)(?P<rest>.*)", re.DOTALL)
_BARE_NAME = re.compile(
    rf"{_TOKEN}(?:\s+(?:{_PARTICLE}\s+)?{_TOKEN}){{1,3}}(?:\s+(?:and|&|und|et|y)\s+{_TOKEN}(?:\s+{_TOKEN}){{1,3}})?"
)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene janeiro gennaio gen leden ledna января ιανουαρίου",
            "february feb februar februar février févr febrero fevereiro fev febbraio únor února февраля φεβρουαρίου",
            "march mar märz mrz mars marzo março březen března марта μαρτίου",
            "april apr avril avr abril abr aprile duben dubna апреля απριλίου",
            "may mai mayo maio maggio mag květen května мая μαΐου",
            "june jun juni juin junio junho giugno giu červen června июня ιουνίου",
            "july jul juli juillet juil julio julho luglio lug červenec července июля ιουλίου",
            "august aug août agosto ago srpen srpna августа αυγούστου",
            "september sep sept septembre septiembre setembro settembre set září сентября σεπτεμβρίου",
            "october oct oktober okt octobre octubre outubro ottobre ott říjen října октября οκτωβρίου",
            "november nov novembre noviembre novembro listopad listopadu ноября νοεμβρίου",
            "december dec dezember dez décembre déc diciembre dic dezembro dicembre prosinec prosince декабря δεκεμβρίου",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<month1>\b(?:{_MONTH})\b)\.?\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year1>\d{{4}}))?\b"
    rf"|(?P<day2>\b\d{{1,2}})(?:\.|st|nd|rd|th|º|er)?,?\s+(?:de\s+|of\s+)?(?P<month2>(?:{_MONTH})\b)\.?,?(?:\s+(?:de\s+)?(?P<year2>\d{{4}})\b)?"
    r"|(?P<year3>\b\d{4})[-/.](?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})\b"
    r"|(?P<day4>\b\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>\d{4})\b"
    r"|(?P<a5>\b\d{1,2})/(?P<b5>\d{1,2})/(?P<year5>\d{2,4})\b"
    r"|(?P<year6>\d{4})年(?P<month6>\d{1,2})月(?P<day6>\d{1,2})日"
    rf"|(?P<month7>\b(?:{_MONTH})\b)\.?,?\s?(?P<year7>\d{{4}})\b",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"(?:(?:first\s+)?(?:published|posted|created|released|date|dated|issued|stand|veröffentlicht|erstellt|"
    r"publié|publicado|pubblicato|publikováno|vydáno|опубликовано|le|am|on|el|em|il|at)\b|"
    r"(?P<updated>(?:last\s+)?(?:updated|modified|revised)|aktualisiert|mis à jour|modifié|actualizado|"
    r"atualizado|aggiornato|aktualizováno|обновлено|更新))",
    re.IGNORECASE,
)
_DATE_FILLER = re.compile(
    r"[\s\d:.,;|/()\[\]–—·•-]|\b(?:[ap]\.?m\.?|[ECMP][SDE]?T|GMT|UTC|BST|CES?T|Uhr|h|at|on|um|à|"
    r"a las|alle|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|"
    r"jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    re.IGNORECASE,
)

_AGENCY = r"[A-Z][\w.&]*(?:[ /][A-Z][\w.&]*){0,4}|[a-z]{2,4}(?:/[A-Za-z]{2,6})*"
_PLACE = r"[^\W\d_a-zà-öø-ÿ][^\W\d_.'’-]*[\w.'’ /-]*?"
_CAPS_PLACE = r"[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω.'’ /-]{2,40}"
_DASH = r"(?:--|[-–—_])"
DATELINE = re.compile(
    rf"(?:"
    # (CNN)The …, (CNN) -- …
    rf"\((?P<agency1>[A-Z][A-Za-z]*[A-Z][\w./ ]{{0,20}}|Reuters|Newsbytes)\)(?:\s*{_DASH}(?=\s))?(?=\s*\S)"
    # CITY, State, May 3 (Agency) —
    rf"|(?P<place2>{_PLACE}(?:,\s+[^\W\d_][\w.'’ ]{{1,25}}?){{0,2}}?)(?:,\s+(?P<date2>[^\W\d_]{{3,12}}\.?\s+\d{{1,2}}(?:,\s+\d{{4}})?|\d{{1,2}}\.?\s+[^\W\d_]{{3,12}}\.?))?\s+\((?P<agency2>{_AGENCY})\)\s*(?:{_DASH}(?=\s)|[:,](?=\s))"
    # CITY, May 3 —
    rf"|(?P<place3>{_CAPS_PLACE}(?:,\s+[^\W\d_][\w.'’ ]{{1,20}}?){{0,2}}?)(?:,\s+(?P<date3>[^\W\d_]{{3,12}}\.?\s+\d{{1,2}}(?:,\s+\d{{4}})?|\d{{1,2}}\.?\s+[^\W\d_]{{3,12}}\.?))?\s*(?:--|[–—_])(?=\s)"
    # City, May 3, 1996 --
    rf"|(?P<place4>{_PLACE}(?:,\s+[^\W\d_][\w.'’ ]{{1,20}}?){{0,2}}?),\s+(?P<date4>[^\W\d_]{{3,12}}\.?\s+\d{{1,2}}(?:,\s+\d{{4}})?)\s*(?:--|[–—_])(?=\s)"
    rf")"
)
_DATELINE_REACH = 90


class DatelineParts(Struct, frozen=True, gc=False):
    """A dateline at the start of a paragraph; `length` code points long, white space after it aside."""

    length: int
    location: str | None
    agency: str | None
    date: str | None


def find_dateline(text: str) -> DatelineParts | None:
    """The dateline with which `text` opens, if it opens with one and goes on behind it."""
    if not text[:1].isupper() and text[:1] != "(":
        return None
    found = DATELINE.match(text[:_DATELINE_REACH])
    if not found or found.end() >= len(text.rstrip()):
        return None
    parts = found.groupdict()
    location = parts["place2"] or parts["place3"] or parts["place4"]
    day = parts["date2"] or parts["date3"] or parts["date4"]
    if day and not _DATE.fullmatch(day):
        return None
    if location and not (location[0].isupper() and len(location) <= 45):
        return None
    agency = parts["agency1"] or parts["agency2"]
    return DatelineParts(found.end(), location, agency, read_date(day) if day else None)


def read_date(text: str) -> str | None:
    """The first date in `text` as ISO 8601, if it names day, month and year beyond doubt."""
    for found in _DATE.finditer(text):
        groups = found.groupdict()
        for index in ("1", "2", "3", "4", "6"):
            if groups[f"day{index}"] and groups[f"year{index}"]:
                month = groups[f"month{index}"]
                return _iso(groups[f"year{index}"], month, groups[f"day{index}"])
        if groups["a5"] and len(groups["year5"]) == 4:
            # 11/8/2023 is November in one country and August in another.
            first, second = int(groups["a5"]), int(groups["b5"])
            if first > 12 >= second:
                return _iso(groups["year5"], str(second), str(first))
            if second > 12 >= first or first == second:
                return _iso(groups["year5"], str(first), str(second))
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


class TimestampParts(Struct, frozen=True, gc=False):
    """A line that is a timestamp."""

    updated: bool
    date: str | None


def read_timestamp(text: str) -> TimestampParts | None:
    """What a line says that is a date, with or without a label and a time, and nothing else."""
    if len(text) > 90 or not any(map(str.isdigit, text)):
        return None
    found = _DATE.search(text)
    if not found:
        return None
    rest = _DATE.sub(" ", text)
    label = _DATE_LABEL.search(rest)
    rest = _DATE_LABEL.sub(" ", rest)
    if _DATE_FILLER.sub("", rest).strip():
        return None
    if not label and len(found.group()) < 6:
        return None
    return TimestampParts(bool(label and label["updated"]), read_date(text))


def read_byline(text: str, *, bare: bool) -> tuple[str, ...] | None:
    """The authors that a byline names (perhaps none), or None where `text` is no byline.

    `bare` allows a name without `By`, which is a byline only in a byline's place.
    """
    text = " ".join(text.split())
    if len(text) > 120:
        return None
    main = re.split(r"\s+\|\s+", text)[0]
    if found := BYLINE.fullmatch(main):
        names = found["names"]
        if match := _NAMES.match(names):
            rest = match["rest"].strip()
            # A sentence that starts with By goes on in small letters.
            if rest and not re.match(r"[,(<|/–—-]|\d|of\s|for\s|in\s|at\s|Updated|Special", rest):
                return None
            if found["by"].lower() not in _SURE and not _plausible(match["names"]):
                return None
            return _split_names(match["names"], rest)
        return None
    if bare and not text.endswith((".", "?", "!", ":")) and _BARE_NAME.fullmatch(main):
        words = main.split()
        if 2 <= len(words) <= 7 and not any(word.lower() in _NOT_NAMES for word in words):
            return _split_names(main, "")
    return None


_SURE = frozenset({"by", "von", "par", "por", "written by", "words by", "story by"})
_NOT_NAMES = frozenset(
    "the a an of in on for to with how why what when is are and's your my our this that der die das "
    "und im am le la les des el los las del part chapter section news report introduction".split()
)
_TITLE_WORDS = re.compile(
    r"\b(?:staff|writer|correspondent|reporter|editor|desk|director|engineer|press|news|reuters|"
    r"redaktion|rédaction|redacción|redazione|agency|times|post)\b",
    re.IGNORECASE,
)


def _plausible(names: str) -> bool:
    return len(names.split()) >= 2


def _split_names(names: str, rest: str) -> tuple[str, ...]:
    """Single names of a list; what names a job or an agency is no author but stays in the line."""
    parts = [part.strip(" ,;") for part in re.split(_AND, names)]
    people = [part for part in parts if part and not _TITLE_WORDS.search(part)]
    if not people and parts and re.search(r"\bPress\b|\bNews\b|\bRedaktion\b", names):
        people = [names.strip(" ,")]
    return tuple(_proper(part) for part in people)


def _proper(name: str) -> str:
    """A name in capitals as it is written elsewhere."""
    if name.isupper() and len(name) > 4:
        name = name.title()
        return re.sub(r"\b(Mc)([a-z])", lambda m: m[1] + m[2].upper(), name)
    return name
