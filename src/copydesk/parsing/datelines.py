"""Datelines at the start of a lead: where the story was filed, by which agency and when."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from copydesk.parsing.dates import DATE, may_hold_date, read_date
from copydesk.parsing.patterns import lazily
from copydesk.parsing.shapes import all_caps, ends_sentence

_AGENCY = r"[A-Z][\w.&]*(?:[ /][A-Z][\w.&]*){0,4}|[a-z]{2,4}(?:/[A-Za-z]{2,6})*"
_PLACE = r"[^\W\d_a-zà-öø-ÿ][^\W\d_.'’-]*[\w.'’ /-]*?"
_CAPS_PLACE = r"[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω.'’ /-]{2,40}"
_REGION = r"(?:,\s+[^\W\d_][\w.'’ ]{1,25}?){0,2}?"
_MONTH_DAY = r"[^\W\d_]{3,12}\.?\s+\d{1,2}(?:,\s+\d{4})?"
_DAY = rf"(?:{_MONTH_DAY}|\d{{1,2}}\.?\s+[^\W\d_]{{3,12}}\.?(?:\s+\d{{4}})?)"
_LONG_DASH = r"(?:--|[–—_])(?=\s)"
_ANY_DASH = r"(?:--|[-–—_])(?=\s)"
_SHAPES = (
    # (CNN)The …, (CNN) -- …
    r"\((?P<agency1>[A-Z][A-Za-z]*[A-Z][\w./ ]{0,20}|Reuters|Newsbytes)\)"
    rf"(?:\s*{_ANY_DASH})?(?=\s*\S)",
    # CITY, State, May 3 (Agency) —
    rf"(?P<place2>{_PLACE}{_REGION})(?:,\s+(?P<date2>{_DAY}))?\s+\((?P<agency2>{_AGENCY})\)"
    rf"\s*(?:{_ANY_DASH}|:(?=\s))",
    # CITY, State, May 3 —
    rf"(?P<place3>{_CAPS_PLACE}{_REGION})(?:,\s+(?P<date3>{_DAY}))?\s*{_LONG_DASH}",
    # San Francisco --
    r"(?P<place5>[^\W\d_a-z][^\W\d_]+(?:\s[^\W\d_a-z][^\W\d_]+){1,2})\s+--(?=\s)",
    # City, State, May 3, 1996 --
    rf"(?P<place4>{_PLACE}{_REGION}),\s+(?P<date4>{_MONTH_DAY})\s*{_LONG_DASH}",
)
_DATELINE = lazily("|".join(_SHAPES))
_TELLING = ("(", "--", "–", "—", "_")
"""Each of the shapes has one of these."""

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
    if not text[:1].isupper() and text[:1] != "(":
        return None
    head = text[:_REACH]
    found = _DATELINE.match(head) if any(map(head.__contains__, _TELLING)) else None
    if not found:
        return None
    rest = text[found.end() :].strip()
    # A title may have a dash in it as well; a lead goes on in a sentence.
    if not rest or (len(rest) < _SHORTEST_LEAD and not ends_sentence(rest)) or all_caps(rest):
        return None
    parts = found.groupdict()
    location = parts["place2"] or parts["place3"] or parts["place4"] or parts["place5"]
    day = parts["date2"] or parts["date3"] or parts["date4"]
    if day and not DATE.fullmatch(day):
        return None
    if location and not (location[0].isupper() and len(location) <= _LONGEST_PLACE):
        return None
    if location and len(location.partition(",")[0].split()) > _MOST_PLACE_WORDS:
        return None
    if (
        location
        and len(re.split(r"[\s,]", location)[-1]) > _LONGEST_ABBREVIATION
        and (location.endswith("."))
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
        and len(place.split()) <= _MOST_PLACE_WORDS + 2
        and all(word[:1].isupper() for word in place.replace("/", " ").split() if len(word) > 3)
    )
