"""Dates in copy: timestamps as a line of their own, and the days that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import Struct

from copydesk.parsing.patterns import lazily
from copydesk.parsing.shapes import only_latin

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene janeiro gennaio gen leden ledna "
            "января ιανουαρίου"
            " ιανουαριου januari stycznia ianuarie január ocak січня يناير",
            "february feb februar februar février févr fevrier febrero fevereiro fev febbraio "
            "únor února февраля φεβρουαρίου"
            " φεβρουαριου februari lutego februarie február şubat лютого فبراير",
            "march mar märz mrz mars marzo março březen března марта μαρτίου"
            " μαρτιου maart marca martie "
            "március mart березня مارس",
            "april apr avril avr abril abr aprile duben dubna апреля απριλίου"
            " απριλιου kwietnia aprilie "
            "április nisan квітня أبريل",
            "may mai mayo maio maggio mag květen května мая μαΐου"
            " μαιου mei maj maja május mayıs "
            "травня مايو",
            "june jun juni juin junio junho giugno giu červen června июня ιουνίου"
            " ιουνιου czerwca iunie "
            "június haziran червня يونيو",
            "july jul juli juillet juil julio julho luglio lug červenec července июля ιουλίου"
            " ιουλιου "
            "lipca iulie július temmuz липня يوليو",
            "august aug août aout agosto ago srpen srpna августа αυγούστου"
            " αυγουστου augustus augusti "
            "sierpnia augusztus ağustos серпня أغسطس",
            "september sep sept septembre septiembre setembro settembre set září сентября "
            "σεπτεμβρίου"
            " σεπτεμβριου września septembrie szeptember eylül вересня سبتمبر",
            "october oct oktober okt octobre octubre outubro ottobre ott říjen října октября "
            "οκτωβρίου"
            " οκτωβριου października octombrie október ekim жовтня أكتوبر",
            "november nov novembre noviembre novembro listopad listopadu ноября νοεμβρίου"
            " νοεμβριου "
            "listopada noiembrie kasım листопада نوفمبر",
            "december dec dezember dez décembre déc decembre diciembre dic dezembro dicembre "
            "prosinec prosince декабря δεκεμβρίου"
            " δεκεμβριου grudnia decembrie aralık грудня ديسمبر",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Only a word with digits behind it is worth comparing with two hundred names.
_BEFORE_DIGITS = r"\b(?=[^\W\d_]{3,13}\.?,?\s*\d)"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
DATE = lazily(
    # May 3 10:30:00 2024, as computers write it
    rf"(?P<month8>{_BEFORE_DIGITS}(?:{_MONTH})\b)\s+(?P<day8>\d{{1,2}})\s+{_CLOCK}(?:\s+[A-Z]{{2,5}})?"
    r"\s+(?P<year8>\d{4})\b"
    rf"|(?P<month1>{_BEFORE_DIGITS}(?:{_MONTH})\b)\.?\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:,?\s+(?P<year1>\d{4}))?\b"
    r"|(?P<day2>\b\d{1,2})(?:\.|st|nd|rd|th|º|er)?,?(?:\s+(?:de\s+|of\s+)?|-)"
    rf"(?P<month2>(?:{_MONTH})\b)\.?,?"
    # Of two digits in a mail's header: RFC 5322, section 4.3
    rf"(?:(?:\s+(?:de\s+|del\s+)?|-)(?P<year2>\d{{4}}\b|\d\d(?=\s+{_CLOCK})))?"
    r"|(?P<year3>\b\d{4})[-/.](?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})(?=T\d|\b)"
    r"|(?P<day4>\b\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>\d{4})\b"
    r"|(?P<a5>\b\d{1,2})/(?P<b5>\d{1,2})/(?P<year5>\d{2,4})\b"
    r"|(?P<year6>\d{4})\s?[年년]\s?(?P<month6>\d{1,2})\s?[月월]\s?(?P<day6>\d{1,2})\s?[日일]"
    rf"|(?P<year9>\b\d{{4}})\.\s+(?P<month9>(?:{_MONTH}))\s+(?P<day9>\d{{1,2}})\b\.?"
    rf"|(?P<month7>{_BEFORE_DIGITS}(?:{_MONTH})\b)\.?,?\s?(?P<year7>\d{{4}})\b",
    re.IGNORECASE,
)
_WHOLE = ("8", "1", "2", "3", "4", "6", "9")
"""The shapes that name a day, a month and a year beyond doubt, if they name all three."""

_ENGLISH = (
    r"(?:this\s+(?:article|story|post|page)\s+was\s+)?(?:(?:first|originally)\s+)?"
    r"(?:published|posted|created|released|issued|filed)|date|dated"
)
_OTHER = (
    r"veröffentlicht|erstellt|erschienen|publiée?|paru|publicado|pubblicato|publikováno|vydáno|"
    r"опубликовано|опубліковано|δημοσιεύθηκε|δημοσιεύτηκε|gepubliceerd|geplaatst|opublikowano|"
    r"publicerad|publisert|udgivet|publicat|megjelent|yayınlanma|发布时间|发布于|發布時間|发表于|"
    r"公開日?|掲載日?|配信|نُشر|نشر(?:\s+في)?|تاريخ النشر"
)
_UPDATED_ENGLISH = r"(?:last\s+)?(?:updated?|modified|revised|edited)"
_UPDATED_OTHER = (
    r"\bstand\b|(?:zuletzt\s+)?(?:aktualisiert|geändert)|mise?\s+à\s+jour|modifiée?|actualizado|"
    r"atualizado|aggiornato|(?:ultimo\s+)?aggiornamento|aktualizováno|обновлено|оновлено|"
    r"ενημερώθηκε|(?:laatst\s+)?bijgewerkt|aktualizacja|uppdaterad|oppdatert|opdateret|"
    r"güncelleme|frissítve|更新(?:时间|日期|時間|日時|日)?|تحديث|آخر تحديث"
)
_LABEL = lazily(
    rf"(?:(?P<published>(?P<english>{_ENGLISH})|{_OTHER})\b|"
    rf"(?P<updated>(?P<english2>{_UPDATED_ENGLISH})\b|(?:{_UPDATED_OTHER}))|"
    r"(?P<small>\b(?:le|am|vom|on|of|el|em|il|du|del|dne|den|z dnia|от|at|στις)\b))",
    re.IGNORECASE,
)
_FILLER = lazily(
    r"[\s\d:.,;|/()\[\]–—·•+：，-]|T(?=\d)|(?<=\d)[Zh]|\b(?:[ap]\.?m\.?|"
    r"[ECMP][SDE]?T|GMT|UTC|BST|CES?T|"
    r"Uhr|h|hrs?|at|on|um|à|às|a las|alle|ore|в|στις|г|года|році|р|óra|kl|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|"
    r"mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|"
    r"domingo|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|lunedì|martedì|"
    r"mercoledì|giovedì|venerdì|sabato|domenica|pondělí|úterý|středa|čtvrtek|pátek|sobota|"
    r"neděle|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|maandag|dinsdag|"
    r"woensdag|donderdag|vrijdag|zaterdag|zondag)\b|"
    r"[時时分秒시분]|星期[一二三四五六日天]|[月火水木金土日]曜日?|上午|下午|午前|午後",
    re.IGNORECASE,
)
_PLACE_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w.'’-]*|am|an|der|de|del|la|le|of|upon)"
_PLACE = lazily(rf"{_PLACE_WORD}(?:[ /]{_PLACE_WORD}){{0,4}},\s*$")
_LONGEST = 90


class DatedPart(Struct, frozen=True, gc=False):
    """A date at `[start, end)` of a text; `date` is ISO 8601, or None where there is doubt."""

    updated: bool
    labelled: bool
    date: str | None
    start: int
    end: int


_BETWEEN_WORDS = {ord(sign): " " for sign in "-,.()[]"}
_NUMBERS = lazily(r"\d\s?[-/.年년月]\s?\d")


def may_hold_date(text: str) -> bool:
    """Whether `text` has the name of a month, or numbers set as those of a date are."""
    if "://" in text or not any(map(str.isdigit, text)):
        return False
    if _NUMBERS.search(text) is not None:
        return True
    words = text.lower().translate(_BETWEEN_WORDS).split()
    return not _MONTHS.keys().isdisjoint(words) or not only_latin(text)


def dates_in(text: str) -> Iterator[DatedPart]:
    """The dates in `text`, each with what the label before it says of it."""
    if not may_hold_date(text):
        return
    labels = list(_LABEL.finditer(text))
    for found in DATE.finditer(text):
        before = [label for label in labels if label.end() <= found.start()]
        # A label speaks for what follows it, up to the next; one behind it, for what it closes.
        own = [each for each in before if each["published"] or each["updated"]]
        if not own:
            own = [each for each in labels if each["published"] or each["updated"]][:1]
        yield DatedPart(
            bool(own and own[-1]["updated"]),
            bool(own),
            _read(found, day_first=_is_day_first(own, before)),
            found.start(),
            found.end(),
        )


def _is_day_first(own: list[re.Match[str]], before: list[re.Match[str]]) -> bool:
    """Whether the language of the labels is one that writes the day before the month."""
    words = [*own[-1:], *before[-1:]]
    if any(each["english"] or each["english2"] for each in words):
        return False
    return any(not each["small"] or each["small"].lower() not in ("on", "at") for each in words)


def read_date(text: str) -> str | None:
    """The first date in `text` as ISO 8601, if it names day, month and year beyond doubt."""
    return next((found.date for found in dates_in(text) if found.date), None)


def _read(found: re.Match[str], *, day_first: bool) -> str | None:
    groups = found.groupdict()
    for index in _WHOLE:
        if groups[f"day{index}"] and groups[f"year{index}"]:
            month = groups[f"month{index}"]
            return _iso(groups[f"year{index}"], month, groups[f"day{index}"])
    if groups["a5"] and len(groups["year5"]) == 4:
        # 11/8/2023 is November in one country and August in another.
        first, second = int(groups["a5"]), int(groups["b5"])
        if first > 12 >= second or first == second or (day_first and second <= 12):
            return _iso(groups["year5"], str(second), str(first))
        if second > 12 >= first:
            return _iso(groups["year5"], str(first), str(second))
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole < 50 else 1900
    try:
        return date(whole, number, int(day)).isoformat()
    except ValueError:
        return None


class TimestampParts(Struct, frozen=True, gc=False):
    """What a line that is a timestamp says: `parts` are all its dates, `date` the first of them
    that is beyond doubt.
    """

    updated: bool
    date: str | None
    parts: tuple[DatedPart, ...]


@lru_cache(maxsize=512)
def read_timestamp(text: str) -> TimestampParts | None:
    """What a line says that is a date, with or without a label, a time or a place, and nothing
    else.
    """
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    found = DATE.search(text) if may_hold_date(text) else None
    if not found:
        return None
    place = _PLACE.match(text[: found.start()])
    if place and not _FILLER.sub("", place.group()).strip():
        place = None  # the name of a day
    rest = DATE.sub(" ", text[place.end() :] if place else text)
    label = _LABEL.search(rest)
    rest = _LABEL.sub(" ", rest)
    if _FILLER.sub("", rest).strip():
        return None
    if not label and len(found.group()) < 6:
        return None
    parts = tuple(dates_in(text))
    stamp = _stamp(parts)
    return None if place and not stamp.date else stamp


def timestamp_parts(text: str) -> TimestampParts:
    """What the text of a timestamp says, also where it is one for other reasons than its form: a
    field of a mail's header, or a person's word.
    """
    return read_timestamp(text) or _stamp(tuple(dates_in(text)))


def _stamp(parts: tuple[DatedPart, ...]) -> TimestampParts:
    first = next((each for each in parts if each.date), parts[0] if parts else None)
    return TimestampParts(bool(first and first.updated), first.date if first else None, parts)
