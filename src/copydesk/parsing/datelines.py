"""Datelines at the start of a lead: where the story was filed, by which agency and when."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from copydesk.parsing.dates import DATE, may_hold_date, read_date
from copydesk.parsing.patterns import lazily
from copydesk.parsing.shapes import all_caps, ends_sentence

_AGENCY = r"[A-ZÀ-ÞČŠŽА-Я][\w.&]*(?:[ /][A-Z][\w.&]*){0,4}|[a-z]{2,4}(?:/[A-Za-z]{2,6})*"
_PLACE = r"[^\W\d_a-zà-öø-ÿ][^\W\d_.'’-]*[\w.'’ /-]*?"
_CAPS_PLACE = r"[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω.'’ /-]{2,40}"
_REGION = r"(?:,\s+[^\W\d_a-zà-öø-ÿ][\w.'’ ]{1,25}?){0,2}?"
_MONTH_DAY = r"[^\W\d_]{3,12}\.?\s+\d{1,2}(?:,\s+\d{4})?"
_DAY = (
    rf"(?:{_MONTH_DAY}|\d{{1,2}}[.º]?\s+(?:de\s+)?[^\W\d_]{{3,12}}\.?(?:\s+(?:de\s+)?\d{{4}})?|"
    r"\d{4}\s+[^\W\d_]{3,9}\.?\s+\d{1,2})"
)
_YEAR_FIRST = lazily(r"\d{4}\s.*")
_LONG_DASH = r"(?:--|[–—_])(?=\s)"
_ANY_DASH = r"\.?(?:--|[-–—_])(?=\s)"
_WIRE = r"(?:\s*/[A-Z][\w. -]{2,30}/)?"
"""`/PRNewswire/`, between a dateline's day and its dash."""
_SHAPES = (
    # (CNN)The …, (CNN) -- …
    r"\((?P<agency1>[A-Z][A-Za-z]*[A-Z][\w./ ]{0,20}|Reuters|Newsbytes)\)"
    rf"(?:\s*{_ANY_DASH})?(?:\s*{_CAPS_PLACE},\s+\d{{1,2}}\s+[A-Z]{{3,9}}\s*-(?=\s))?(?=\s*\S)",
    # CITY, State, May 3 (Agency) —
    rf"(?P<place2>{_PLACE}{_REGION})(?:,?\s+(?P<date2>{_DAY}))?\s+\((?P<agency2>{_AGENCY})\)"
    rf"\s*(?:{_ANY_DASH}|:(?=\s))",
    # CITY, State, May 3 —
    rf"(?P<place3>{_CAPS_PLACE}{_REGION})(?:,\s+(?P<date3>{_DAY}))?{_WIRE}\s*{_LONG_DASH}",
    # San Francisco --
    r"(?P<place5>[^\W\d_a-z][^\W\d_]+(?:\s[^\W\d_a-z][^\W\d_]+){1,2})\s+--(?=\s)",
    # City, State, May 3, 1996 --
    rf"(?P<place4>{_PLACE}{_REGION}),\s+(?:(?:den|am|le|el|il|a|dne)\s+)?"
    rf"(?P<date4>{_DAY}|\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}){_WIRE}\s*{_ANY_DASH}",
    # МОСКВА, 12 мая. /ТАСС/.   МОСКВА, 12 мая — РИА Новости.
    r"[А-ЯЁ][А-Яа-яё-]+(?:\s[А-ЯЁ][А-Яа-яё-]+)?[.,]\s+\d{1,2}\s+[а-я]{3,8}\.?\s*(?:[–—-]\s*)?"
    r"(?:/[А-ЯA-Z][\w -]{1,25}/\.?|(?:РИА Новости|ТАСС|Интерфакс|INTERFAX\.RU)[.\s]*[–—-]?)",
    # القاهرة (رويترز) -
    r"[\u0620-\u064a]{2,14}(?:\s[\u0620-\u064a]{2,14}){0,2}\s*(?:\([^()]{2,25}\)\s*[-–—:]|"
    r"[-–—]\s*(?:رويترز|أ ف ب|أ\.ف\.ب|وكالات|سانا|واس)\s*[-–—:])",
    # 新华社北京5月12日电（记者某某）   【ロンドン共同】   [東京 12日 ロイター] -
    r"(?:[\u4e00-\u9fff]{2,8}[社报報网網])?[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日[电電讯訊]"
    r"(?:[（(][^（）()]{2,24}[）)])?",
    r"【[^【】]{1,14}(?:共同|時事|ロイター|ＡＦＰ|AFP|＝[^【】]{1,10})】|"
    r"[\[［][^\[\]［］]{1,14}ロイター[\]］]\s?[-－―—]?",
)
_DATELINE = lazily("|".join(_SHAPES))
_TELLING = ("(", "-", "–", "—", "_", "[")
"""Each of the shapes in Latin letters has one of these."""

_OPENERS = frozenset("([【［")
_WEEKDAY = lazily(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|"
    r"sábado|domingo|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica|"
    r"(?:segunda|terça|quarta|quinta|sexta)-feira|pondělí|úterý|středa|čtvrtek|pátek|sobota|neděle|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
    re.IGNORECASE,
)
_REACH = 90
_SHORTEST_LEAD = 25
_LONGEST_PLACE = 45
_MOST_PLACE_WORDS = 4
_LONGEST_ABBREVIATION = 6


class DatelineParts(Struct, frozen=True, gc=False):
    """A dateline that opens a paragraph; `length` counts its code points."""

    length: int
    location: str | None
    agency: str | None
    date: str | None


@lru_cache(maxsize=512)
def find_dateline(text: str) -> DatelineParts | None:
    """The dateline with which `text` opens, if it opens with one and goes on behind it."""
    if not (text[:1].isupper() or text[:1] in _OPENERS or text[:1] >= "\u0600"):
        return None
    head = text[:_REACH]
    may_be = head[0] >= "\u0400" or any(map(head.__contains__, _TELLING))
    found = _DATELINE.match(head) if may_be else None
    if not found:
        return None
    rest = text[found.end() :].strip()
    # A title may have a dash in it as well; a lead goes on in a sentence.
    if not rest or (len(rest) < _SHORTEST_LEAD and not ends_sentence(rest)) or all_caps(rest):
        return None
    parts = found.groupdict()
    location = parts["place2"] or parts["place3"] or parts["place4"] or parts["place5"]
    day = parts["date2"] or parts["date3"] or parts["date4"]
    if day and not DATE.fullmatch(day) and not _YEAR_FIRST.fullmatch(day):
        return None
    if location and not (location[0].isupper() and len(location) <= _LONGEST_PLACE):
        return None
    if location and len(location.partition(",")[0].split()) > _MOST_PLACE_WORDS:
        return None
    if (
        location
        and len(re.split(r"[\s,]", location.strip())[-1]) > _LONGEST_ABBREVIATION
        and location.strip().endswith(".")
    ):
        return None  # the name of who speaks, in a play
    agency = parts["agency1"] or parts["agency2"]
    return DatelineParts(found.end(), location, agency, read_date(day) if day else None)


_DAY_ARTICLE = lazily(r"(?<=,)\s*(?:den|dne|le|am|on|il|el|em|a|στις)$")


@lru_cache(maxsize=512)
def is_dateline_alone(text: str) -> bool:
    """Whether a line says a place and a day and nothing else: `Frankfurt/Main, May 30, 1995`."""
    if len(text) > _REACH or not text[:1].isupper():
        return False
    found = DATE.search(text) if may_hold_date(text) else None
    if not found or not found.start() or text[found.end() :].strip(" .,:–—-"):
        return False
    place = _DAY_ARTICLE.sub("", text[: found.start()].strip())
    return bool(
        place.endswith(",")
        and not _WEEKDAY.fullmatch(place[:-1])
        and len(place.split()) <= _MOST_PLACE_WORDS + 2
        and all(word[:1].isupper() for word in place.replace("/", " ").split() if len(word) > 3)
    )
