"""What text a format has to print, what it printed, and how to say where the two part."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from copydesk.tree import AnyNode, Document
from copydesk.walk import children, text_blocks

_SPACE = re.compile(r"\s+")
_SHOWN = 60


class Expected(Struct, frozen=True):
    """A text of a document, and the path to the node that holds it."""

    path: str
    text: str


def visible(text: str) -> str:
    """`text` as tests compare it: one blank for any white space; composed; without characters
    that nobody sees (controls, formatting, private use, lone surrogates, noncharacters, U+FFFD).
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable() or "\ufffd" in text:
        text = "".join(char for char in text if char.isspace() or _is_seen(char))
    return _SPACE.sub(" ", text).strip()


def has_unseen(text: str) -> bool:
    """Whether `text` holds what nobody sees, and a format may drop or put a blank for."""
    return any(not (char.isspace() or _is_seen(char)) for char in text)


def _is_seen(char: str) -> bool:
    return char != "\ufffd" and unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co")


def texts_of(document: Document) -> Iterator[Expected]:
    """The text of each node that directly holds some, in the order in which it is printed."""
    paths = dict(_paths(document))
    for node, text in text_blocks(document):
        yield Expected(paths[id(node)], text)


def _paths(document: Document) -> Iterator[tuple[int, str]]:
    stack: list[tuple[AnyNode, str]] = [(document, "document")]
    while stack:
        node, path = stack.pop()
        yield id(node), path
        stack.extend(
            (child, f"{path}/{type(child).__name__}[{number}]")
            for number, child in enumerate(children(node))
        )


def missing_text(
    document: Document,
    printed: str,
    shown: Callable[[str], str] = str,
    *,
    blanks: bool = True,
) -> str | None:
    """What is wrong if the texts of `document` do not all stand in `printed`, in order.

    `shown` is what becomes of a text in the format, before white space is put aside; without
    `blanks`, all of that is.
    """
    found = visible(printed) if blanks else visible(printed).replace(" ", "")
    position = 0
    for expected in texts_of(document):
        text = visible(shown(expected.text))
        text = text if blanks else text.replace(" ", "")
        start = found.find(text, position)
        if start < 0:
            return _told(expected.path, text, found, position)
        position = start + len(text)
    return None


def _told(path: str, text: str, found: str, position: int) -> str:
    if text in found:
        fault = "is out of order: it is printed before what stands before it"
    else:
        fault = "is missing"
    after = found[position:]
    # The longest start of it that is there shows where it breaks off.
    held = bisect_left(range(len(text) + 1), True, key=lambda size: text[:size] not in after) - 1
    lines = [f"the text of {path} {fault}", f"  expected: {_excerpt(text)}"]
    if held >= 4 and text not in found:
        start = after.find(text[:held])
        begin = max(held - 20, 0)
        lines.append(
            f"  up to:    …{text[begin:held]!r}, then {_excerpt(text[held:])} was expected"
        )
        lines.append(f"  but got:  {_excerpt(after[start + held :])}")
    else:
        lines.append(f"  after:    {_excerpt(found[max(position - _SHOWN, 0) : position])}")
        lines.append(f"  there is: {_excerpt(after)}")
    return "\n".join(lines)


def brief(document: Document) -> str:
    """`document` in as few words as it can be made again from: JSON without what is empty."""
    return json.dumps(_brief(msgspec.to_builtins(document)))


def _brief(value: Any) -> Any:  # noqa: ANN401 # JSON
    if isinstance(value, dict):
        return {
            key: _brief(inner) for key, inner in value.items() if inner not in (None, (), [], {})
        }
    return [_brief(inner) for inner in value] if isinstance(value, list | tuple) else value


def _excerpt(text: str) -> str:
    text = text.strip()
    return ascii_safe(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def ascii_safe(text: str) -> str:
    """`text` in quotes, as a terminal can print it, lone surrogates and all."""
    return repr(text.encode("utf-8", "backslashreplace").decode())
