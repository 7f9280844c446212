"""Lines that belong to the page but not to the story: links to others, credits, rights, notes."""

from __future__ import annotations

import re

from copydesk.tree import AsideRole

URL = re.compile(
    r"(?:https?://|www\.|mailto:)[^\s<>\"“”‘’]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
)

_RELATED = (
    r"read more|more|read also|read next|also read|related|related (?:stories|articles|links?|content)|"
    r"see also|watch|watch now|more on this|more from|continue reading|full story|source|"
    r"mehr lesen|mehr dazu|mehr zum thema|lesen sie (?:auch|mehr)|lies auch|weiterlesen|siehe auch|quelle|"
    r"zum thema|à lire aussi|a lire aussi|lire aussi|lire la suite|voir aussi|en savoir plus|"
    r"lea también|lea más|leer más|lee también|ver también|más información|leia também|leia mais|"
    r"saiba mais|veja também|leggi anche|leggi di più|vedi anche|čtěte také|více|číst více|"
    r"читайте также|подробнее|см\. также|διαβάστε (?:επίσης|περισσότερα)|関連記事|続きを読む|"
    r"相关阅读|相关报道|阅读更多|اقرأ (?:أيضا|المزيد)"
)
_PATTERNS: tuple[tuple[AsideRole, re.Pattern[str], str], ...] = (
    (
        "related",
        re.compile(
            rf"(?:{_RELATED})\s*[:：»>→]\s*\S.*|(?:{_RELATED})\s+(?:https?://|www\.)\S+",
            re.I | re.S,
        ),
        "it points to other stories",
    ),
    (
        "editors-note",
        re.compile(
            r"\[?\(?(?:editor['’]?s?['’]?s? note|eds|note to editors|anmerkung der redaktion|anm\. d\. red|"
            r"note de la rédaction|ndlr|nota (?:del editor|de la redacción|do editor|della redazione)|"
            r"pozn(?:ámka)?\.? red(?:akce|\.)|от редакции|примечание редакции)\s*[:_–—-]",
            re.I,
        ),
        "it is a note of the desk",
    ),
    (
        "correction",
        re.compile(
            r"(?:correction|clarification|corrected|korrektur|berichtigung|korrigiert|correctif|"
            r"corrección|correção|correzione|oprava|исправление)\s*[:_–—(]",
            re.I,
        ),
        "it corrects an earlier version",
    ),
    (
        "contributor",
        re.compile(
            r"(?:[–—-]\s*)?(?:with (?:assistance|additional reporting) (?:by|from)\b|additional reporting by\b|"
            r"reporting by\b|.{3,120}\bcontributed to this (?:report|story|article)|mit material von\b|"
            r"mitarbeit:|avec (?:l['’])?afp\b)",
            re.I,
        ),
        "it names who helped",
    ),
    (
        "rights",
        re.compile(
            r"(?:(?:copyright|\(c\)|©)\s*(?:\(c\)|©)?\s*(?:\d{4}|by\b|[A-Z])|all rights reserved|"
            r"alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos|"
            r"tutti i diritti|všechna práva|все права защищены)",
            re.I,
        ),
        "it states who holds the rights",
    ),
    (
        "credit",
        re.compile(
            r"[(\[]?(?:photos?|images?|pictures?|photographs?|pix|credit|fotos?|bild(?:er)?|illustration|"
            r"imagen|imagem|immagine|crédit photo|foto(?:grafía)?|фото)"
            r"(?:\s+(?:by|credit|courtesy|source|von|par|de|di))?\s*[:/]\s*\S.{0,120}",
            re.I,
        ),
        "it credits a picture",
    ),
    (
        "caption",
        re.compile(
            r".{3,200}[(/|]\s*(?:photos?|images?|foto|bild|credit|quelle|source|screenshot|"
            r"via|courtesy|getty|ap photo)\b.{0,60}|.{2,160}\b(?:on unsplash|via unsplash|getty images\.?|"
            r"stock\.adobe\.com|AP Photo|shutterstock)\W*.{0,30}|©.{3,160}",
            re.I,
        ),
        "it describes a picture and credits it",
    ),
    (
        "boilerplate",
        re.compile(
            r"(?:advertisement|anzeige|werbung|publicité|publicidad|pubblicità|reklama|реклама|"
            r"\d{1,3}\s*min(?:ute)?s?\s+read|share this(?: (?:article|story|post))?|follow us.{0,40}|"
            r"sign up.{0,60}newsletter.{0,40}|subscribe(?: now| today)?|print this|e-?mail this|"
            r"story continues below(?: advertisement)?|continue reading below|"
            r"skip advertisement|loading\W*)\W*",
            re.I,
        ),
        "it is furniture of a page",
    ),
)


def find_notice(text: str) -> tuple[AsideRole, str] | None:
    """The kind of notice that `text` is, and how one knows; None for ordinary text."""
    if len(text) > 420:
        return None
    head = text[:260]
    for role, pattern, reason in _PATTERNS:
        if role in ("boilerplate", "credit", "caption"):
            if len(text) <= 260 and pattern.fullmatch(head):
                return role, reason
        elif pattern.match(head):
            if (
                role == "rights"
                and len(text) > 160
                and not head.startswith(("©", "(c)", "(C)", "Copyright", "COPYRIGHT"))
            ):
                continue
            return role, reason
    return None
