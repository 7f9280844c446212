"""The shapes of a line or a block of text: what can be told from its characters alone."""

from __future__ import annotations

import re
from types import MappingProxyType

from copydesk.parsing.patterns import lazily

BULLET = lazily(
    r"(?P<mark>[•‣▪◦·・●⚫○■□▸►▶✓✔➢❖*+–—―-]|o(?=\s{2,}|\t)|--|_)"
    r"(?P<gap>[ \t\u00a0\u3000]+|(?<=[・•‣]))(?=\S)"
)
LONE_BULLET = lazily(r"[•‣▪◦●⚫○■□▸►▶✓✔➢❖]")
NUMBER = lazily(
    r"(?P<mark>\(?(?P<number>[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{2,6})[.)])(?P<gap>[ \t\u00a0]+)(?=\S)"
)
NUMBER_WORD = lazily(
    r"(?:chapter|part|section|book|volume|act|scene|canto|air|letter|appendix|annex|article|title|"
    r"lesson|lecture|exercise|question|rule|step|day|week|stave|psalm|sonnet|"
    r"kapitel|teil|abschnitt|artikel|buch|akt|aufzug|szene|auftritt|anhang|lektion|titel|"
    r"chapitre|partie|titre|livre|acte|scène|leçon|annexe|capítulo|capitulo|título|titulo|libro|"
    r"livro|artículo|artigo|acto|ato|escena|cena|lección|parte|capitolo|titolo|articolo|atto|"
    r"scena|lezione|hoofdstuk|deel|kapitola|část|rozdział|część|kapitlet|"
    r"глава|часть|статья|раздел|книга|действие|сцена|κεφάλαιο|μέρος|άρθρο)\s+"
    r"(?:[0-9]+(?:er|re|e|º|ª|°|\.)?|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"last)|premi[eè]re?|second[eao]?|troisi[eè]me|primer[oa]?|segund[oa]|tercer[oa]?|"
    r"prim[oa]|terz[oa]|eins|zwei|drei|первая|первый|вторая|второй)\b|"
    r"(?:first|second|third|fourth|fifth|erste[rs]?|zweite[rs]?|dritte[rs]?|premi[eè]re?|"
    r"deuxi[eè]me|troisi[eè]me)\s+(?:chapter|part|book|act|scene|day|lesson|letter|kapitel|teil|"
    r"akt|aufzug|buch|abschnitt|partie|acte|livre|leçon)\b|"
    r"第[0-9０-９一二三四五六七八九十百]{1,5}[章節节条條編编部課课回話话]",
    re.IGNORECASE,
)
SECTION_TITLE = lazily(
    r"(?:abstract|acknowledge?ments?|appendix|background|bibliography|colophon|conclusions?|"
    r"contents|credits|dedication|discussion|disclaimer|epilogue|foreword|glossary|index|"
    r"ingredients|directions|instructions|introduction|method|methods|notes?|overview|preface|"
    r"prologue|references|results|summary|table of contents|list of (?:plates|figures|tables|"
    r"illustrations)|einleitung|einführung|fazit|inhalt|inhaltsverzeichnis|literatur|nachwort|"
    r"vorwort|zusammenfassung|zutaten|zubereitung|quellen|anhang|avant-propos|conclusion|"
    r"ingrédients|préparation|préface|remerciements|résumé|sommaire|table des matières|"
    r"préambule|preamble|präambel|preámbulo|preâmbulo|preambolo|"
    r"widmung|zueignung|dédicace|dedicatoria|dedicatória|dedica|agradecimientos|danksagung|"
    r"índice|introducción|introdução|ingredientes|preparación|prefacio|prólogo|resumen|resumo|"
    r"conclusión|conclusiones|conclusão|indice|introduzione|ingredienti|premessa|prefazione|"
    r"sommario|preparazione|conclusioni|bibliografia|inhoud|inleiding|voorwoord|úvod|obsah|závěr|"
    r"předmluva|wstęp|spis treści|введение|заключение|содержание|оглавление|предисловие|"
    r"εισαγωγή|περιεχόμενα|συμπέρασμα|はじめに|おわりに|目次|序文|前言|目录|摘要|引言|结论|参考文献|"
    r"مقدمة|الخاتمة|الفهرس)\W*",
    re.IGNORECASE,
)
"""How sections are called in books and papers, recipes and manuals."""
SECTION_NUMBER = lazily(
    r"(?:§\s*)?(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)]|[IVXLC]{1,7}[.)])\s+(?=\S)"
)
BARE_NUMERAL = lazily(r"(?:[IVXLC]{1,7}|\d{1,3})\.?")


def find_bullet(text: str) -> re.Match[str] | None:
    """The mark and the gap of a bulleted entry at the start of `text`."""
    return BULLET.match(text) if text[:1] in _BULLETS else None


def find_number(text: str) -> re.Match[str] | None:
    """The mark and the gap of a numbered entry at the start of `text`."""
    opening = text[:8]  # a bracket, six numerals, a full stop
    return NUMBER.match(text) if "." in opening or ")" in opening else None


def find_section_number(text: str) -> re.Match[str] | None:
    """The number of a section at the start of `text`."""
    first = text[:1]
    return SECTION_NUMBER.match(text) if first in "§IVXLC" or first.isdecimal() else None


_BULLETS = "•‣▪◦·・●⚫○■□▸►▶✓✔➢❖*+–—―-o_"

UNDERLINE = lazily(r"([=\-~^*_#+\"'—–─━═])\1{2,}")
# Both begin with a look at the first character, which for most lines settles it.
RULE = lazily(
    r"(?=[\W_xX])(?:([*\-_~=#•·+.⁂§—–─━═])(?:[ \t]*\1){2,}|[*⁂§]|\*\*|-{2,}|—|[*~\-=]{3,}|"
    r"[─━═_]{2,}|[xX](?: [xX]){2,}|\+[-=+]{3,}\+?)"
)
END_MARK = lazily(
    r"(?=[\Wef])(?:[-–—*#]{1,3}\s*(?:30|0|end|ends|ende|fin|fine|xxx|m)\s*[-–—*#]{1,3}|"
    r"#{2,5}|#(?: #){1,4}|"
    r"\(?(?:end|ends|ende|fin)\)?|\[(?:end|ends)\]|■|▪|◼|∎|-endit-|\((?:END|ENDS)\))",
    re.IGNORECASE,
)

ISSUE_LINE = lazily(
    r"\W*(?:versions?|ver\.|revision|rev\.|draft|release|vol(?:ume|\.)|no\.|nr\.?|issue|number|numéro|"
    r"número|numero|ausgabe|heft|jahrgang|band|číslo|выпуск|номер|v)\s*[#.:]?\s*"
    r"(?:\d|[ivxlc]+\b|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve).*|"
    r"price\b.*|第.{1,6}[号期卷].*",
    re.IGNORECASE,
)
"""Which issue or version of something this is: the line under a masthead."""
SOURCE_LINE = lazily(
    r".*\b(?:pages?|pp?\.|seite|section|s\.)\s*[A-Z]?-?\d+\W*|"
    r".*\d{4}.*\b(?:vol|no|nr|issue)\.?\s*(?:\d+|[ivxlc]+)\W*|"
    r".*\b(?:vol|no|nr|issue|heft|ausgabe)\.?\s*\d+\s*[/,]\s*\d{4}\W*|"
    r".*\b[A-Z]{2,}\w*\.? (?:19|20)\d\d, \d+(?: ?[-–] ?\d+| ?f{1,2}\b\.?)?\W*|"
    r"\W*(?:taken|(?:re)?printed|excerpt(?:s|ed)?|extract(?:s|ed)?|adapted|translated) from\b.*|"
    r"\W*(?:re)?printed (?:by|with|without)\b.*permission.*|"
    r"from (?:the )?[\"“„«_*].{3,60}[\"”“»_*],?(?: by .{3,60})?",
    re.IGNORECASE,
)
"""Where something was printed before: which paper, issue or page."""


def says_source(text: str) -> bool:
    """Whether `text` as a whole is a `SOURCE_LINE`; most are told from one by how they end."""
    end = text.rstrip(_AROUND)[-1:]
    numbered = not end.isalpha() or end in "ivxlcfIVXLCF"
    if not (numbered and DIGIT.search(text)):
        lowered = text.lower()
        if not lowered.startswith("from ") and not any(map(lowered.__contains__, _TAKEN)):
            return False
    return SOURCE_LINE.fullmatch(text) is not None


DIGIT = lazily(r"\d")
_ASCII_DIGITS = lazily("[0-9]+")
_TAKEN = ("taken", "printed", "excerpt", "extract", "adapted", "translated")


_AROUND = " .,;:!?)]}>'\"’”»…–—-*~"
CONTACT = lazily(
    r"(?:to|cc|re|attn|attention|from|(?:(?:press|media|editorial|news|corporate)\s)?contacts?|"
    r"contact presse|contatt[oi]|contacto|kontakt|pressekontakt|ansprechpartner(?:in)?|"
    r"for (?:more|further) information.{0,30}|tel(?:ephone)?|phone|fax|e-?mail)\.?\s?:",
    re.IGNORECASE,
)
"""Whom a release is for, and whom to ask about it."""
SALUTATION = lazily(
    r"(?:(?:dear|dearest|hello|hi|hey|greetings|good (?:morning|evening|afternoon|day|night)|"
    r"fellow|friends|ladies and gentlemen|my (?:fellow|dear)|m(?:r|rs|adam|adame|esdames)\.?(?= )|"
    r"liebe[rs]?|sehr geehrte[rsn]?|hallo|guten (?:tag|morgen|abend)|meine (?:sehr|damen)|"
    r"chers?|chères?|bonjour|bonsoir|messieurs|querid[oa]s?|estimad[oa]s?|hola|"
    r"buen[oa]s (?:días|tardes|noches)|car[oaie]|gentil[ei]|ciao|buon(?:giorno|asera)|"
    r"prezad[oa]s?|olá|bom dia|boa (?:tarde|noite)|mil[íáéý]|vážen[íáéý]|ahoj|dobrý den|"
    r"señoras y señores|senhoras e senhores|signore e signori|dámy a pánové|дамы и господа|"
    r"mesdames,? (?:et )?messieurs|geachte|beste|привет|товарищи|друзья|добрый (?:день|вечер)|"
    r"κυρίες)\b|"
    r"(?:уважаем|дорог|здравствуй|αγαπητ)\w{0,5}\b)"
    r"[^?!,;:]{0,40}[,!:،，]",
    re.IGNORECASE,
)
"""How a letter or a speech addresses its readers or hearers, on a line of its own."""


def is_salutation(text: str) -> bool:
    """Whether `text` as a whole is a `SALUTATION`."""
    return text[-1:] in ",!:،，" and SALUTATION.fullmatch(text) is not None


_ENOUGH = 240
_ROMAN = MappingProxyType({"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000})

CLOSERS = "\"'”’»«)]}›‹」』）】*_"
OPENERS = "\"'`“‘„‚«»‹›「『(（[{¿¡—–-"
QUOTE_OPENERS = '“„«»"「『‟❝'
CJK = lazily("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
WORD = lazily(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SPACED_OUT = lazily(r"[^\w\s]*\s*[^\W_](?:[ ._]{1,5}[^\W_]){3,}\s*[^\w\s]*")
_DECORATED = lazily(
    r"(?:[^\w\s\"'“‘„«(¿¡]{2,8}|[\[<{|(] |-+\[|[*=#~:.·°]{1,8} ?)\s*"
    r"(?P<title>\w.{0,80}?\w[.!?]?)\s*"
    r"(?:[^\w\s\"'”’»).!?]{2,8}| [\]>}|)]|\]-+|[*=#~:·°]{1,8})"
)
_TABLE_GAP = lazily(r"\S(?: {3,}|\t+)\S")


def ordinal(mark: str) -> int | None:
    """The number that a list mark says: `3.` and `(3)` are 3, `c)` is 3; None for any other."""
    bare = mark.strip("().")
    if bare.isdigit():
        return int(bare)
    if len(bare) == 1 and bare.isalpha() and bare.isascii():
        return ord(bare.lower()) - ord("a") + 1
    return None


def numeral(text: str) -> int:
    """The number of a bare numeral, Arabic or Roman: `216.` is 216, `IV` is 4."""
    bare = text.strip(". ")
    if bare.isdigit():
        return int(bare)
    total = previous = 0
    for letter in reversed(bare.upper()):
        value = _ROMAN.get(letter, 0)
        total += -value if value < previous else value
        previous = max(previous, value)
    return total


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing quotes and brackets aside."""
    bare = text.rstrip().rstrip(CLOSERS).rstrip()
    return bare.endswith(_ENDERS)


_ENDERS = tuple(".!?…。！？．｡؟।։")


def ends_open(text: str) -> bool:
    """Whether `text` breaks off: after a comma, a hyphen, an opening bracket or a function word."""
    return text.rstrip().endswith((",", "-", "–", "(", "、", "،", ";", "/"))


_FUNCTION_WORDS = frozenset(
    word
    for words in (
        "a an and as at but by for from in into of on or over than that the their to with",
        "der die das den dem des ein eine einen einem einer im in mit und von vom zu zum zur für",
        "auf de du des la le les et un une pour dans sur au aux el los las y en del para por con",
        "il lo gli di da della per o os do dos em no na het een van voor v ve na se z s w i",
        "о в на и с для по και του της στο για η ο",
    )
    for word in words.split()
)


def ends_unfinished(text: str) -> bool:
    """Whether `text` ends with an article, a preposition or a conjunction: something follows."""
    return text[text.rfind(" ") + 1 :].lower() in _FUNCTION_WORDS


def leaves_quote_open(text: str) -> bool:
    """Whether a quotation that opens inside `text` does not close in it."""
    return text.count('"') % 2 == 1 if '"' in text else text.count("“") > text.count("”")


def starts_lower(text: str) -> bool:
    """Whether the first letter is a lower-case one, opening punctuation aside."""
    bare = text.lstrip(OPENERS + " ")
    return bare[:1].islower()


def all_caps(text: str) -> bool:
    """Whether all cased letters are capitals, and there are at least two of them."""
    return text.isupper() and sum(map(str.isupper, text)) >= 2


def cased(text: str) -> bool:
    """Whether the script of `text` has capitals at all."""
    return text.upper() != text.lower()


_NOT_ASCII = lazily("[^\x00-\x7f]+")


def uses_cases(text: str) -> bool:
    """Whether most letters of `text` are of a script that has capitals, and small ones are among
    them.
    """
    plain, others = _parted(text)
    lower = len(plain) - len(plain.translate(None, _LOWER))
    upper = len(plain) - len(plain.translate(None, _UPPER))
    letters = lower + upper  # all letters of ASCII have a case
    if others:
        small, capital = sum(map(str.islower, others)), sum(map(str.isupper, others))
        letters += sum(map(str.isalpha, others))
        lower, upper = lower + small, upper + capital
    return 2 * (letters - lower - upper) < letters and lower >= 0.1 * upper


def letter_share(text: str) -> float:
    """The share of letters and digits among the first characters that are not white space."""
    bare = "".join(text[:_ENOUGH].split())
    plain, others = _parted(bare)
    known = len(plain) - len(plain.translate(None, _ALPHANUMERIC)) + sum(map(str.isalnum, others))
    return known / len(bare) if bare else 0.0


_LOWER = b"abcdefghijklmnopqrstuvwxyz"
_UPPER = _LOWER.upper()
_ALPHANUMERIC = _LOWER + _UPPER + b"0123456789"


def _parted(text: str) -> tuple[bytes, str]:
    """The ASCII of `text` as bytes, which count in no time, and all other characters."""
    plain = text.encode("ascii", "ignore")
    return plain, "" if len(plain) == len(text) else "".join(_NOT_ASCII.findall(text))


def mostly_words(text: str) -> bool:
    """Whether `text` is words with blanks between them, and no code or drawing."""
    return letter_share(text) >= 0.85 and " " in text and not any(sign in text for sign in "={}\\|")


def table_gaps(text: str) -> int:
    """How many runs of blanks or tabs inside `text` are wide enough to part columns."""
    if "   " not in text and "\t" not in text:
        return 0
    return len(_TABLE_GAP.findall(text))


def without_digits(text: str) -> str:
    """`text` as it reads on every page: without numbers, and with single blanks."""
    return " ".join(_ASCII_DIGITS.sub("", text).split())


def title_share(text: str) -> float:
    """The share of longer words that begin with a capital, 0 to 1."""
    words = [word for word in WORD.findall(text) if len(word) > 3]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def letter_spaced(text: str) -> bool:
    """Whether letters stand apart for emphasis: `T H E  T I T L E`, `.T.i.t.l.e.`"""
    return cased(text) and not has_cjk(text) and _SPACED_OUT.fullmatch(text) is not None


def undecorated(text: str) -> str:
    """What stands between equal ornaments at both ends: `-=[ Title ]=-`, `*** Title ***`; `text`
    itself where there are none.
    """
    found = _DECORATED.fullmatch(text)
    return found["title"] if found else text


def has_cjk(text: str) -> bool:
    """Whether `text` has characters of Chinese or Japanese writing."""
    return not text.isascii() and max(text) >= "\u3040" and CJK.search(text) is not None


def only_latin(text: str) -> bool:
    """Whether there is no letter or mark in `text` but Latin ones that stand by themselves."""
    return text.isascii() or _MARKED_OR_FOREIGN.search(text) is None


_MARKED_OR_FOREIGN = lazily("[^\x00-\u02ff\u2000-\u2bff]")


_SUSPENDED = lazily(
    r"(?:und|oder|bzw|sowie|bis|wie|and|or|to|et|ou|y|o|e|och|eller|og|en|of|i|a|nebo|lub|и|или)\b"
)
"""What follows a hyphen that stands for the rest of a word: `Kinder- und Jugendbuch`."""


def join_gap(left: str, right: str) -> str:
    """What stands between two wrapped lines once they are one: a blank, or nothing.

    Nothing between characters of a script without blanks, and nothing after a hyphen that splits a
    compound (`third-` `party`); the hyphen stays. A hyphen that stands for what the next word ends
    with (`short-` `and long-term`) has its blank.
    """
    last, first = left[-1:], right[:1]
    if last > "\u3000" and CJK.match(last) and CJK.match(first):
        return ""
    if last == "\u00ad":
        return ""
    if last in "-\u2010" and left[-2:-1].isalpha() and first.isalpha():
        if _SUSPENDED.match(right):
            return " "
        return "" if first.islower() or left[-2:-1].isupper() else " "
    return " "
