"""The one way of a string into the page."""

from __future__ import annotations

import html
import json
import re
from typing import Final

# What HTML calls control characters, surrogates and noncharacters (Infra standard, section 4.5),
# less tab and line feed. Of the line ends, HTML knows one.
_UNPRINTABLE: Final = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_LINE_END: Final = re.compile("\r\n?|\x85")
_IN_SCRIPT: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def clean(text: str) -> str:
    """`text` with U+FFFD for each character that a page cannot hold."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("\ufffd", _LINE_END.sub("\n", text))


def content(text: str) -> str:
    """`text` as the content of an element."""
    return html.escape(clean(text), quote=False)


def attribute(text: str) -> str:
    """`text` as the value of a double-quoted attribute, on one line."""
    return html.escape(" ".join(clean(text).split()))


def script(data: object) -> str:
    """`data` as JSON within a script element: nothing in it can end the element."""
    return json.dumps(data, ensure_ascii=False, indent=1).translate(_IN_SCRIPT)
