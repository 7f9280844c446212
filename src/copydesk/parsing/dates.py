"""Dates in copy: timestamps as a line of their own, and the day that a text names."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene janeiro gennaio gen leden ledna "
            "января ιανουαρίου ιανουαριου",
            "february feb februar februar février févr febrero fevereiro fev febbraio únor února "
            "февраля φεβρουαρίου φεβρουαριου",
            "march mar märz mrz mars marzo março březen března марта μαρτίου μαρτιου",
            "april apr avril avr abril abr aprile duben dubna апреля απριλίου απριλιου",
            "may mai mayo maio maggio mag květen května мая μαΐου μαιου",
            "june jun juni juin junio junho giugno giu červen června июня ιουνίου ιουνιου",
            "july jul juli juillet juil julio julho luglio lug červenec července июля ιουλίου "
            "ιουλιου",
            "august aug août agosto ago srpen srpna августа αυγούστου αυγουστου",
            "september sep sept septembre septiembre setembro settembre set září сентября "
            "σεπτεμβρίου σεπτεμβριου",
            "october oct oktober okt octobre octubre outubro ottobre ott říjen října октября "
            "οκτωβρίου οκτωβριου",
            "november nov novembre noviembre novembro listopad listopadu ноября νοεμβρίου "
            "νοεμβριου",
            "december dec dezember dez décembre déc diciembre dic dezembro dicembre prosinec "
            "prosince декабря δεκεμβρίου δεκεμβριου",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
DATE = re.compile(
    rf"(?P<month1>\b(?:{_MONTH})\b)\.?\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:,?\s+(?P<year1>\d{4}))?\b"
    r"|(?P<day2>\b\d{1,2})(?:\.|st|nd|rd|th|º|er)?,?\s+(?:de\s+|of\s+)?"
    rf"(?P<month2>(?:{_MONTH})\b)\.?,?(?:\s+(?:de\s+)?(?P<year2>\d{{4}})\b)?"
    r"|(?P<year3>\b\d{4})[-/.](?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})\b"
    r"|(?P<day4>\b\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>\d{4})\b"
    r"|(?P<a5>\b\d{1,2})/(?P<b5>\d{1,2})/(?P<year5>\d{2,4})\b"
    r"|(?P<year6>\d{4})年(?P<month6>\d{1,2})月(?P<day6>\d{1,2})日"
    rf"|(?P<month7>\b(?:{_MONTH})\b)\.?,?\s?(?P<year7>\d{{4}})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:first\s+)?(?:published|posted|created|released|date|dated|issued|stand|"
    r"veröffentlicht|erstellt|publié|publicado|pubblicato|publikováno|vydáno|опубликовано|"
    r"le|am|vom|den|on|of|el|em|il|at|du|del|dne|z dnia|от)\b|"
    r"(?P<updated>(?:last\s+)?(?:updated?|modified|revised)|aktualisiert|mis à jour|modifié|"
    r"actualizado|atualizado|aggiornato|aktualizováno|обновлено|更新))",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"[\s\d:.,;|/()\[\]–—·•-]|\b(?:[ap]\.?m\.?|[ECMP][SDE]?T|GMT|UTC|BST|CES?T|Uhr|h|at|on|um|à|"
    r"a las|alle|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|"
    r"mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|"
    r"domingo)\b",
    re.IGNORECASE,
)


def read_date(text: str) -> str | None:
    """The first date in `text` as ISO 8601, if it names day, month and year beyond doubt."""
    for found in DATE.finditer(text):
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
    found = DATE.search(text)
    if not found:
        return None
    rest = DATE.sub(" ", text)
    label = _LABEL.search(rest)
    rest = _LABEL.sub(" ", rest)
    if _FILLER.sub("", rest).strip():
        return None
    if not label and len(found.group()) < 6:
        return None
    return TimestampParts(bool(label and label["updated"]), read_date(text))
