"""Short lines that look like headings and are none: labels, addresses, code, sign-offs."""

from __future__ import annotations

import re

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.bylines import read_byline
from copydesk.parsing.calls import Copy
from copydesk.parsing.datelines import is_dateline_alone
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.notices import holds_address
from copydesk.parsing.patterns import lazily
from copydesk.parsing.speech import SPEAKER_LABEL

_CLOCK = lazily(r"\d{1,2}[.:]\d\d\b")
_EMOTICON = lazily(r".*[:;8][-o^']?[)(DPp|]+\W*")
_LABEL = lazily(r"[^\W\d_][\w() /.'’-]{1,28}[:：]\s*\S")
_KEYWORDS = lazily(
    r"(?:key ?words|index terms|tags|topics|schlag(?:worte|wörter)|schlüsselwörter|mots[- ]clés|"
    r"palabras clave|palavras-chave|parole chiave|klíčová slova|ключевые слова|keywords)\s*:",
    re.IGNORECASE,
)
_CAPTION = lazily(
    r"(?:table|figure|fig\.|plate|chart|exhibit|photo|tabelle|tab\.|abbildung|abb\.|tableau|tabla|"
    r"tabela|tabella|figura|tabulka|obrázek|таблица|рис\.|рисунок|πίνακας|図|表|图)\s?\d{1,3}"
    r"(?:[.-]\d{1,2})?\s?[.:：–—]|.*\b(?:photo|picture|foto|bild|image)(?:\s(?:by|von|de))?:\s\S",
    re.IGNORECASE,
)
_TELEPHONE = lazily(r".*\d{3}[-. )/]+\d{3}")
_CODE = lazily(
    r".*(?:<[/!]?[A-Za-z][^<>]*>|[{};]\s*$|\w\(\w*\)|[#$]\$?\w+,|[A-Za-z]:\\|=>|:=|==|"
    r"\b\w+\.\w+\()|[%$>#] ?\w|[\w:\\/.~-]*[>$%#] ?\w+ [-/]|<[!?/]"
)
_CODE_SIGNS = "<>{};(#$\\=%"
"""Of these, what `_CODE` finds has at least one."""

_PAGE = lazily(r".*\[(?:page|seite|p\.)\s*\w+\]", re.IGNORECASE)
_BRACKETED = lazily(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）")
_VALEDICTION = lazily(
    r"(?:yours?|sincerely|regards|best|cheers|love|respectfully|faithfully|cordially|thanks|"
    r"mit freundlichen grüßen|gruß|grüße|hochachtungsvoll|cordialement|amitiés|bien à vous|"
    r"atentamente|saludos|cordiali saluti|saluti|abraços|atenciosamente|s pozdravem|"
    r"с уважением|με εκτίμηση)\b.{0,20}",
    re.IGNORECASE,
)
_LONGEST_VALEDICTION = 45
FULL_STOP = lazily(r"(?<![\d\W])\.[\"'”’»)]* |[?!。！？](?=[^?!。！？\"'”’»)] ?\w)")
"""The end of a sentence within a line; a number's full stop is none."""
_ORIGIN = lazily(
    r"\((?:from|via|source|courtesy|left|right|above|below|centre|center|top|bottom|pictured|file|"
    r"archive|aus|nach|quelle|links|rechts|oben|unten|mitte|archiv\w*|symbolbild|à gauche|à droite|"
    r"ci-dessus|source|izquierda|derecha|archivo|esquerda|direita|a sinistra|a destra|archivio)"
    r"\b[^()]{0,40}\)$",
    re.IGNORECASE,
)
_LONG_QUOTATION = 80
_LONGEST_ORNAMENTED = 64


def false_friends(copy: Copy, index: int) -> list[str]:
    """What speaks against a short line's being a heading."""
    block = copy.blocks[index]
    text = block.text
    decorated = is_ornamented(block)
    colon = ":" in text or "：" in text
    quoted = text[:1] in shapes.QUOTE_OPENERS and text[-1:] not in shapes.CLOSERS
    observed = (
        (read_timestamp(text) is not None, "it is a date"),
        (holds_address(text), "it holds an address"),
        (colon and SPEAKER_LABEL.match(text) is not None, "it opens like a speaker's turn"),
        (is_label(copy, index), "it is one of several labels with what they say"),
        (shapes.ISSUE_LINE.fullmatch(text) is not None, "it says which issue this is"),
        (shapes.says_source(text), "it says where this was printed"),
        (is_dateline_alone(text), "it says where and when"),
        (_CAPTION.match(text) is not None, "it says what a table or a picture shows"),
        (shapes.CONTACT.match(text) is not None, "it says whom to ask"),
        (_TELEPHONE.match(text) is not None, "it holds a telephone number"),
        (quoted, "it opens a quotation"),
        (
            not decorated and FULL_STOP.search(text, 4) is not None,
            "there is a full stop inside it",
        ),
        (
            len(text) > _LONG_QUOTATION
            and text[:1] in shapes.QUOTE_OPENERS
            and text[-1:] in shapes.CLOSERS,
            "it is a long quotation",
        ),
        (_ORIGIN.search(text) is not None, "it says in brackets what is seen or where it is from"),
        (text[:1] in "(–—-[" and not decorated, "it opens with a dash or a bracket"),
        (_BRACKETED.fullmatch(text) is not None, "it stands in brackets as a whole"),
        (read_byline(text, bare=False) is not None, "it is worded as a byline"),
        (copy.layout.cased and is_name(copy, text), "it may be somebody's name"),
        (_CLOCK.match(text) is not None, "it opens with a time of day"),
        (shapes.table_gaps(text) > 0 and not decorated, "blanks set it in columns"),
        (
            shapes.letter_share(text) < 0.6 and not decorated,
            "much of it is signs and not letters",
        ),
        (_is_code(text), "it looks like code"),
        (_PAGE.fullmatch(text) is not None, "it is the foot of a page"),
        (_EMOTICON.fullmatch(text) is not None, "it smiles as messages do"),
        (_is_valediction(text), "it is how a letter ends"),
        (_is_signature(copy, index), "it stands under how a letter ends"),
        (text.rstrip("-–— ").endswith(",") and text[-1] != ",", "it addresses somebody"),
        (_is_full_line(copy, index), "it fills its line as running text does"),
    )
    return [says for holds, says in observed if holds]


def is_name(copy: Copy, text: str) -> bool:
    """Whether a line is somebody's name and nothing else."""
    return read_byline(text, bare=True) is not None and not copy.has_common_words(text)


def is_ornamented(block: Block) -> bool:
    """Whether ornaments or spaced letters make a title of a line that stands alone."""
    text = block.text
    if len(text) > _LONGEST_ORNAMENTED or not (block.before or block.after):
        return False
    return shapes.undecorated(text) != text or shapes.letter_spaced(text)


def _is_code(text: str) -> bool:
    if "|" in text or "\\" in text:
        return True
    return any(map(text.__contains__, _CODE_SIGNS)) and _CODE.match(text) is not None


def _is_signature(copy: Copy, index: int) -> bool:
    if not index:
        return False
    above, block = copy.blocks[index - 1].text, copy.blocks[index]
    if _is_valediction(above):
        return True
    words = len(block.text.split())
    return above.endswith(",") and len(above.split()) <= 4 and words <= 4 and not block.before


def _is_valediction(text: str) -> bool:
    return len(text) <= _LONGEST_VALEDICTION and _VALEDICTION.fullmatch(text) is not None


def is_label(copy: Copy, index: int) -> bool:
    """Whether this is `Name: value` beside others of that kind."""
    if not _LABEL.match(copy.blocks[index].text):
        return False
    if _KEYWORDS.match(copy.blocks[index].text):
        return True
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(copy.blocks) and _LABEL.match(copy.blocks[beside].text):
            return True
    return copy.label_recurs(index)


def _is_full_line(copy: Copy, index: int) -> bool:
    """Whether one line of several words was broken by the margin and goes on below."""
    block = copy.blocks[index]
    line = block.lines[0]
    return (
        copy.layout.wrapped
        and len(block.lines) == 1
        and not block.after
        and not block.underline
        and line.width >= 0.85 * copy.layout.margin
        and not shapes.all_caps(block.text)
    )
