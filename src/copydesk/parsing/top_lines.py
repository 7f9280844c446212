"""What lines near the top say: that they are the desk's, a house's or a page's, that a title stands
in them, or that they are said to somebody.
"""

from __future__ import annotations

import re

from copydesk.parsing import shapes
from copydesk.parsing.bylines import read_byline
from copydesk.parsing.datelines import is_dateline_alone
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.notices import URL
from copydesk.parsing.patterns import lazily
from copydesk.parsing.quoting import ATTRIBUTION

CASE = lazily(r"[^\W\d_a-z].{2,80}\s(?:vs?|c|gegen|contre|contra)\.?\s[^\W\d_a-z].{2,80}")
TITLE_LABEL = lazily(
    r"(?:title|headline|titel|überschrift|titre|título|titulo|titolo|název|заголовок|название|"
    r"标题|標題|题目|題名|タイトル)\s*[:：]\s*\S",
    re.IGNORECASE,
)
DESK_LINE = lazily(
    r"\W*(?:for immediate release|(?:press|news|media) release|for release\b.*|embargo.*|"
    r"(?:zur )?(?:sofortigen )?veröffentlichung.*|"
    r"pressemitteilung|medienmitteilung|communiqué de presse|nota de prensa|comunicato stampa|"
    r"(?:.{0,40}\b(?:rush|uncorrected|official|edited|partial) )?transcript|"
    r"tisková zpráva|пресс-релиз|"
    r"BC-.*|[A-Z]{2}-[A-Z]{2,}--.*|==.*==|\[[A-Z ]+\])\W*",
    re.IGNORECASE,
)
"""What a desk or a publisher writes above a headline."""
_HOUSE = lazily(
    r".*\b(?:Foundation|Inc\.?|Corp(?:oration)?\.?|Ltd\.?|LLC|GmbH|AG|University|Universität|"
    r"Society|Bureau|Department|Ministry|Association|Institute|Council|Committee|Technologies|"
    r"Publishers|Verlag|Éditions|Press|Parish|Club|Verein|Board)",
    re.IGNORECASE,
)
_HOUSE_ENDS = "bcdeghlnpstuy."
_PUBLIC_BODY = lazily(
    r"\W*(?:.{0,20}\bcourt\b|tribunal|cour d|(?:amts|land|bundes)gericht|"
    r"(?:town|city|county|village|parish|state|borough|university|republic|house|"
    r"ministry|department|office|bureau|embassy|board|college|bank|church|society|diocese) of|"
    r"(?:landes|haupt)?stadt|gemeinde|landkreis|ville de|mairie de|ayuntamiento|comune di|"
    r"prefeitura|câmara municipal|město|obec|δήμος|δημος|администрация|министерство)\b",
    re.IGNORECASE,
)
PRESENTS = lazily(
    r".*\b(?:presents?|proudly|präsentiert|présentent?|presenta|presentarvi|apresenta|uvádí|"
    r"представляет)\W*",
    re.IGNORECASE,
)
_PRESENTING = ("present", "proudly", "présent", "präsent", "uvádí", "представляет")

_WIRE_CODE = lazily(r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{4,8}\b|^\^|--[A-Z]")
"""A desk's or a machine's own mark: `a0418`, `FPUS53`, `^BC-`."""
MENU = lazily(
    r"(?:skip to (?:main )?content|sign in|log in|subscribe|home|menu|search|share|navigation|"
    r"advertisement|zum inhalt springen|anmelden|startseite|menü|aller au contenu|accueil|"
    r"connexion|saltar al contenido|inicio|salta al contenuto|ir para o conteúdo)\b.{0,60}|"
    r"[^>›»|]{2,30}(?:\s[>›»|]\s[^>›»|]{2,60}){1,8}",
    re.IGNORECASE,
)
"""What a page prints above a story: links into itself, the way to where one is."""
_COLUMN = lazily(r"\s{3,}|\t+")
_LONGEST_LABEL = 70


def talks(text: str, *, answers: bool) -> bool:
    """Whether a line greets somebody, says who wrote what is quoted, announces something at
    length, or is a sentence of an answer: no headline.
    """
    if shapes.is_salutation(text) or (answers and shapes.ends_sentence(text)):
        return True
    if text[0] in shapes.QUOTE_OPENERS and text.endswith(".") and text[-2] not in shapes.CLOSERS:
        return True
    if text.endswith(":") and len(text) > _LONGEST_LABEL and not text.isupper():
        return True
    return text.endswith((":", ">")) and ATTRIBUTION.search(text) is not None


def holds_code(text: str) -> bool:
    """Whether a desk's or a machine's own mark stands in a line."""
    told = "--" in text or text[:1] == "^" or shapes.DIGIT.search(text) is not None
    return told and _WIRE_CODE.search(text) is not None


def names_house(text: str) -> bool:
    """Whether a line is the name of a company, a publisher, an office or a court."""
    if text[-1:].lower() in _HOUSE_ENDS and _HOUSE.fullmatch(text):
        return True
    return _PUBLIC_BODY.match(text) is not None


def presents(text: str) -> bool:
    """Whether a line says who presents what stands under it."""
    lowered = text.lower()
    return any(map(lowered.__contains__, _PRESENTING)) and PRESENTS.fullmatch(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line above a headline belongs to the desk, the page or the paper."""
    return bool(
        DESK_LINE.fullmatch(text)
        or shapes.ISSUE_LINE.fullmatch(text)
        or read_timestamp(text)
        or URL.fullmatch(text)
        or shapes.letter_share(text) < 0.5
        or shapes.table_gaps(text)
        or shapes.CONTACT.match(text)
        or shapes.says_source(text)
        or MENU.fullmatch(text)
        or is_dateline_alone(text)
        or (text[:1] in "[(" and text[-1:] in "])")
    )


def is_in_columns(text: str) -> bool:
    """Whether blanks set a line in columns; a date at the right end of a title does not."""
    if not shapes.table_gaps(text) or shapes.letter_spaced(text):
        return False
    parts = _COLUMN.split(text)
    return not (len(parts) == 2 and read_timestamp(parts[1]) is not None)


def opens_with_by(text: str) -> bool:
    """Whether a line is worded as a byline from its first word on."""
    opens = text.lower().startswith(("by ", "von ", "par ", "por "))
    return opens and read_byline(text, bare=False) is not None
