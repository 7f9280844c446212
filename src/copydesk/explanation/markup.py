"""What the parts of the page of an explanation have in common: text made safe, places, colours."""

from __future__ import annotations

from html import escape

from copydesk.corrections import CopyRole
from copydesk.parsing import Decision

HEAD: tuple[CopyRole, ...] = (
    "headline", "deck", "byline", "dateline", "date", "slug", "heading",
)  # fmt: skip
_LISTED: tuple[CopyRole, ...] = (
    "block-quote", "attribution", "list-item", "verse", "preformatted", "speech",
)  # fmt: skip
# What turns the direction of what follows (Unicode Annex 9) or cannot be seen at all, and what a
# page may not hold: controls, lone surrogates, noncharacters.
_SPELT = (
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0xFEFF,
    *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
)  # fmt: skip
_SHOWN = {code: f"\\u{code:04x}" for code in _SPELT}
_SHOWN |= {code: chr(0x2400 + code) for code in range(32) if code != 9}


def safe(text: str) -> str:
    """`text` as HTML; what would not be seen, or would turn its surroundings round, is spelt."""
    return escape(text.translate(_SHOWN))


def dashed(lines: str) -> str:
    """Lines as print has them: `12–14`."""
    return lines.replace("-", "–")


def anchor(decision: Decision) -> str:
    """Where in the page a block is; those on one line are beside each other."""
    return f"line-{decision.first_line}"


def kind_of(role: CopyRole) -> str:
    """What colour a role has."""
    if role in HEAD:
        return "head"
    if role in _LISTED:
        return "list"
    return "text" if role in ("paragraph", "rule", "end-mark") else "page"
