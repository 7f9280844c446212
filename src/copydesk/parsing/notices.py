"""Lines that belong to the page but not to the story: links to others, credits, rights, notes."""

from __future__ import annotations

import re

from msgspec import Struct

from copydesk.parsing.patterns import lazily
from copydesk.tree import AsideRole

_WEB = r"(?:https?://|www\.|mailto:)[^\s<>\"“”‘’]+"
URL = lazily(_WEB + r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
"""An address in running text; what is around it may still cling to its end."""
URL_WITHOUT_AT = lazily(_WEB)
"""The same in text that has no `@`, found in less time."""


def may_hold_address(text: str) -> bool:
    """Whether `text` has a sign of which an address has at least one."""
    return "@" in text or "://" in text or "www." in text or "mailto:" in text


def holds_address(text: str) -> bool:
    """Whether an address stands in `text`."""
    return may_hold_address(text) and URL.search(text) is not None


_RELATED = (
    r"(?:read more|more|read also|read next|also read|related|"
    r"related (?:stories|articles|links?|content)|see also|watch|watch now|more on this|"
    r"more from|continue reading|full story|source|"
    r"mehr lesen|mehr dazu|mehr zum thema|lesen sie (?:auch|mehr)|lies auch|weiterlesen|"
    r"siehe auch|quelle|zum thema|"
    r"à lire aussi|a lire aussi|lire aussi|lire la suite|voir aussi|en savoir plus|"
    r"lea también|lea más|leer más|lee también|ver también|más información|"
    r"leia também|leia mais|saiba mais|veja também|leggi anche|leggi di più|vedi anche|"
    r"čtěte také|více|číst více|читайте также|подробнее|см\. также|"
    r"διαβάστε (?:επίσης|περισσότερα)|関連記事|続きを読む|相关阅读|相关报道|阅读更多|"
    r"اقرأ (?:أيضا|المزيد))"
)
_POINTER = (
    r"(?:read (?:more|next|also|on|the full (?:story|article))|related (?:stories|articles|links?|"
    r"content)|see also|watch now|more on this|continue reading|full story|mehr lesen|mehr dazu|"
    r"mehr zum thema|(?:das könnte sie|lesen sie) auch(?: interessieren)?|weiterlesen|siehe auch|"
    r"à lire aussi|lire aussi|lire la suite|voir aussi|en savoir plus|lea también|lea más|"
    r"leer más|lee también|ver también|leia também|leia mais|saiba mais|veja também|leggi anche|"
    r"leggi di più|čtěte také|číst více|читайте также|διαβάστε (?:επίσης|περισσότερα)|関連記事|"
    r"続きを読む|相关阅读|相关报道|阅读更多|اقرأ (?:أيضا|المزيد))"
)
"""What points to other stories all by itself."""


class _Notice(Struct, frozen=True):
    """A kind of notice: how its line reads, from its start or as a whole, and how one knows."""

    role: AsideRole
    pattern: re.Pattern[str]
    words: str
    whole: bool
    longest: int
    telling: tuple[str, ...]
    """In small letters: the line has one of these, which is found out in less time."""


_LONGEST_NOTICE = 420
_LONGEST_LINE = 260


def _notice(
    role: AsideRole,
    words: str,
    *parts: str,
    whole: bool = False,
    longest: int = _LONGEST_NOTICE,
    telling: tuple[str, ...] = (),
) -> _Notice:
    pattern = lazily("".join(parts), re.IGNORECASE | re.DOTALL)
    return _Notice(role, pattern, words, whole, longest, telling)


_NOTICES = (
    _notice(
        "related",
        "it points to other stories",
        rf"{_RELATED}\s*[:：»>→]\s*\S|{_RELATED}\s+(?:https?://|www\.)\S",
        telling=(":", "：", "»", ">", "→", "www."),
    ),
    _notice(
        "related",
        "it points to other stories",
        rf"{_POINTER}\W*",
        whole=True,
    ),
    _notice(
        "editors-note",
        "it is a note of the desk",
        r"\[?\(?(?:editor['’]?s?['’]?s? note|eds|note to editors|anmerkung der redaktion|",
        r"anm\. d\. red|note de la rédaction|ndlr|pozn(?:ámka)?\.? red(?:akce|\.)|",
        r"nota (?:del editor|de la redacción|do editor|della redazione)|",
        r"от редакции|примечание редакции)\s*[:_–—-]",
    ),
    _notice(
        "editors-note",
        "it is a note of who edited the text",
        r"\[(?:transcriber['’]?s? note|foot ?note|note)\b",
    ),
    _notice(
        "caption",
        "it stands for a picture",
        r"\[(?:illustrations?|decorations?|frontispiece|music|musique|picture|image|photo|map|plate|",
        r"figure|abbildung|bild|ilustración|illustrazione)\b[^\[\]]*\]",
        whole=True,
        longest=_LONGEST_LINE,
    ),
    _notice(
        "correction",
        "it corrects an earlier version",
        r"(?:correction|clarification|corrected|korrektur|berichtigung|korrigiert|correctif|",
        r"corrección|correção|correzione|oprava|исправление)\s*[:_–—(]",
    ),
    _notice(
        "contributor",
        "it names who helped",
        r"(?:[–—-]\s*)?(?:with (?:assistance|additional reporting) (?:by|from)\b|",
        r"additional reporting by\b|reporting by\b|mit material von\b|mitarbeit:|",
        r".{3,120}\bcontributed to this (?:report|story|article)|avec (?:l['’])?afp\b)",
        telling=("with a", "reporting ", "mit material", "mitarbeit", "contributed", "afp"),
    ),
    _notice(
        "rights",
        "it states who holds the rights",
        r"(?:copyright|\(c\)|©)\s*(?:\(c\)|©)?\s*(?:\d{4}|by\b|[A-Z])",
    ),
    _notice(
        "rights",
        "it states who holds the rights",
        r".{0,80}(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|",
        r"todos los derechos|todos os direitos|tutti i diritti|všechna práva|",
        r"все права защищены).{0,80}",
        whole=True,
        longest=200,
        telling=("right", "recht", "droit", "derech", "direit", "diritt", "práv", "права"),
    ),
    _notice(
        "credit",
        "it credits a picture",
        r"[(\[]?(?:photos?|images?|pictures?|photographs?|pix|credit|fotos?|bild(?:er)?|",
        r"illustration|imagen|imagem|immagine|crédit photo|foto(?:grafía)?|фото)",
        r"(?:\s+(?:by|credit|courtesy|source|von|par|de|di))?\s*[:/]\s*\S.{0,120}|",
        r"(?-i:Courtesy(?: of)?(?: the)? [A-ZÀ-Þ]).{0,60}",
        whole=True,
        longest=_LONGEST_LINE,
    ),
    _notice(
        "caption",
        "it describes a picture and credits it",
        r".{3,200}[(/|]\s*(?:photos?|images?|foto|bild|credit|quelle|source|screenshot|via|",
        r"courtesy|getty|ap photo)\b.{0,60}|",
        r".{3,200}[.)]\s+(?:(?:photos?|images?|foto|bild|credit|quelle|source)\s?[:/©]|",
        r"courtesy\b).{0,60}|",
        r".{3,200}\([^()]{0,40}\b(?:screenshot|getty|foto|photo)\)|",
        # Who took it and for whom, behind what is seen: `… at dusk. Jo Doe/AP`.
        r".{20,200}(?:[.!?]['\"”’]?\s+|\s\()(?-i:[A-ZÀ-Þ][\w.&'’-]*(?: [A-ZÀ-Þ][\w.&'’-]*){0,3}",
        r"(?: ?/ ?[A-ZÀ-Þ][\w.&'’-]*(?: [A-ZÀ-Þ][\w.&'’-]*){0,3}){1,3})\)?|",
        r".{2,160}\b(?:on unsplash|via unsplash|getty images\.?|stock\.adobe\.com|AP Photo|",
        r"shutterstock)\W*.{0,30}|©.{3,160}",
        whole=True,
        longest=_LONGEST_LINE,
        telling=(
            *("photo", "image", "foto", "bild", "credit", "quelle", "source", "screenshot", "via"),
            *("courtesy", "getty", "unsplash", "adobe", "shutterstock", "©", "/"),
        ),
    ),
    _notice(
        "boilerplate",
        "it is furniture of a page",
        r"(?:advertisement|anzeige|werbung|publicité|publicidad|pubblicità|reklama|реклама|",
        r"\d{1,3}\s*min(?:ute)?s?\s+read|share this(?: (?:article|story|post))?|",
        r"follow us.{0,40}|sign up.{0,60}newsletter.{0,40}|subscribe(?: now| today)?|",
        r"print this|e-?mail this|story continues below(?: advertisement)?|",
        r"continue reading below|skip advertisement|loading\W*)\W*",
        whole=True,
        longest=_LONGEST_LINE,
    ),
)


def find_notice(text: str) -> tuple[AsideRole, str] | None:
    """The kind of notice that `text` is, and how one knows; None for ordinary text."""
    text = text.strip("_")
    if len(text) > _LONGEST_NOTICE:
        return None
    lowered = text.lower()
    for notice in _NOTICES:
        if len(text) > notice.longest or (
            notice.telling and not any(map(lowered.__contains__, notice.telling))
        ):
            continue
        match = notice.pattern.fullmatch if notice.whole else notice.pattern.match
        if match(text):
            return notice.role, notice.words
    return None
