"""What lines near the top say: that a title stands in them, or that they are said to somebody."""

from __future__ import annotations

import re

from copydesk.parsing import shapes
from copydesk.parsing.patterns import lazily
from copydesk.parsing.quoting import ATTRIBUTION

CASE = lazily(r"[^\W\d_a-z].{2,80}\s(?:vs?|c|gegen|contre|contra)\.?\s[^\W\d_a-z].{2,80}")
TITLE_LABEL = lazily(
    r"(?:title|headline|titel|überschrift|titre|título|titulo|titolo|název|заголовок|название|"
    r"标题|標題|题目|題名|タイトル)\s*[:：]\s*\S",
    re.IGNORECASE,
)
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
