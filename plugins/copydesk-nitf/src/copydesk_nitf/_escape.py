"""The one way of a string into markup."""

from __future__ import annotations

import re
from typing import Final

# XML 1.0, production [2] Char, turned round; C1 controls and noncharacters are legal in XML but
# printed by nobody.
_UNPRINTABLE: Final = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
# XML 1.0, section 2.11: a parser makes line feeds of carriage returns, so they are that already.
_LINE_END: Final = re.compile("\r\n?|\x85")
# Vertical tabs, form feeds and separators are white space that XML 1.0 has no way to write.
_BLANK: Final = re.compile("[\x0b\x0c\x1c-\x1f]")


def clean(text: str) -> str:
    """`text` with U+FFFD for each character that XML or JSON cannot hold or nobody can see."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("\ufffd", _BLANK.sub(" ", _LINE_END.sub("\n", text)))


def one_line(text: str) -> str:
    """`text`, cleaned, with each run of white space as one blank."""
    return " ".join(clean(text).split())


def content(text: str) -> str:
    """`text` as the content of an element."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """`text` as the value of a double-quoted attribute, on one line."""
    return content(one_line(text)).replace('"', "&quot;")


def element(name: str, **attributes: str | None) -> str:
    """A start tag; attributes that are None or blank are left out.

    `_` in the name of an attribute stands for `-`, `__` for `.`, as NITF has both.
    """
    pairs = "".join(
        f' {key.rstrip("_").replace("__", ".").replace("_", "-")}="{attribute(value)}"'
        for key, value in attributes.items()
        if value and not value.isspace()
    )
    return f"<{name}{pairs}>"
