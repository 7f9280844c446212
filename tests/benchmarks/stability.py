"""How stable the parser is: python tests/benchmarks/stability.py CORPUS [-v]

Each text of CORPUS (`dev/<style>/<id>.txt`) is changed in ways that a reader would not notice, and
parsed again. It holds if the tree is the same, spans and discards aside, with runs of white space
taken for a blank and accents for what they are in normal form C.

Wrapping is tried on texts in which blank lines part all long paragraphs: without them nobody could
tell the paragraphs of the wrapped text apart. Chunks between blank lines are filled to the width
anew, their parts keep indent and `>`, and list entries hang; chunks of short lines (verse, headers,
tables, lists) stay as they are. Not tried: texts with other chunks of long lines, texts in which
hyphens stand at line ends, Chinese and Japanese. With -v the texts that do not hold are named.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import msgspec

from copydesk.parsing import parse
from copydesk.parsing.shapes import has_cjk

Change = Callable[[str], str | None]


UNSEEN: Mapping[str, Change] = {
    "CRLF for LF": lambda text: text.replace("\n", "\r\n"),
    "CR for LF": lambda text: text.replace("\n", "\r"),
    "a byte-order mark": lambda text: "\ufeff" + text,
    "trailing blanks": lambda text: text.replace("\n", "  \n"),
    "trailing tabs": lambda text: text.replace("\n", "\t\n"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFC": lambda text: unicodedata.normalize("NFC", text),
}
_MARKS = re.compile(
    r"(?P<quote>(?:>[ \t]?)*)(?P<indent>[ \t]*)(?P<mark>(?:[-*•+–—]|\d{1,3}[.)])\s+)?"
)
_FULL = 40
_SHORT = 60


def wrapped(text: str, width: int) -> str | None:
    """`text` with its long paragraphs filled to `width`; None where nobody could undo that."""
    if has_cjk(text):
        return None
    made: list[str] = []
    for chunk, gap in _chunks(text):
        filled = _filled(chunk, width)
        if filled is None:
            return None
        made += (filled, gap)
    return "".join(made)


def _chunks(text: str) -> Iterator[tuple[list[str], str]]:
    """The runs of lines that are not blank, each with the blank lines under it."""
    for found in re.finditer(r"((?:[^\n]*\S[^\n]*(?:\n|$))*)((?:[ \t]*\n)*[ \t]*)", text):
        if found.group():
            yield found[1].splitlines(), found[2]


def _filled(lines: list[str], width: int) -> str | None:
    if not lines:
        return ""
    kept = "\n".join(lines) + "\n"
    if not _is_paragraph(lines):
        return None if any(len(line) > _SHORT for line in lines) else kept
    first = _MARKS.match(lines[0])
    if not first:
        return kept
    lead = first["quote"] + first["indent"]
    words = " ".join([lines[0][first.end() :], *(line[len(lead) :] for line in lines[1:])])
    if re.search(r"\S(?: {3,}|\t)\S", words):
        return kept  # a table
    filled = textwrap.fill(
        " ".join(words.split(" ")),
        width,
        initial_indent=first.group(),
        subsequent_indent=lead + " " * len(first["mark"] or ""),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled + "\n"


def _is_paragraph(lines: list[str]) -> bool:
    """Whether the lines of a chunk were wrapped: full ones of one indent without marks in them."""
    if len(lines) == 1:
        return len(lines[0]) > _SHORT
    if any(line.rstrip().endswith("-") for line in lines) or not all(map(_has_words, lines)):
        return False  # whether a hyphen was the line's nobody knows; a drawn line is no text
    widest = max(map(len, lines))
    for line, following in pairwise(lines):
        if len(line) + 1 + len(following.split()[0]) <= widest:
            return False
    marks = [_MARKS.match(line) for line in lines]
    leads = {found["quote"] + found["indent"] for found in marks if found}
    rest = [found["mark"] for found in marks[1:] if found]
    return (
        len(leads) == 1 and not any(rest) and all(_FULL < len(line) <= 100 for line in lines[:-1])
    )


def _has_words(line: str) -> bool:
    return any(map(str.isalpha, line))


def outline(text: str) -> object:
    """The tree of `text` without what may differ."""
    document = msgspec.to_builtins(parse(text))
    del document["source"], document["metadata"]["spans"]
    return _plain(document)


def _plain(value: object) -> object:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items() if key != "span"}
        case list() | tuple():
            return [_plain(item) for item in value]
        case str():
            return " ".join(unicodedata.normalize("NFC", value).split())
        case _:
            return value


WRAPPED: Mapping[str, Change] = {
    f"wrapped at {width}": lambda text, width=width: wrapped(text, width)  # type: ignore[misc]
    for width in (60, 72, 80)
}


def main() -> int:
    """Change and parse every text, and print a row for each kind of change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--step", type=int, default=1, help="take each n-th text")
    parser.add_argument("-v", "--verbose", action="store_true", help="name what does not hold")
    arguments = parser.parse_args()
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in sorted((arguments.corpus / "dev").glob("*/*.txt"))[:: arguments.step]
    }
    known = {path: outline(text) for path, text in texts.items()}
    print("| change | texts | hold | share |\n|---|---|---|---|")
    for name, change in (UNSEEN | WRAPPED).items():
        tried = held = 0
        for path, text in texts.items():
            changed = change(text)
            if changed is None:
                continue
            tried += 1
            good = changed == text or outline(changed) == known[path]
            held += good
            if arguments.verbose and not good:
                print(f"{name}: {path.parent.name}/{path.stem}", file=sys.stderr)
        print(f"| {name} | {tried} | {held} | {held / max(1, tried):.3f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
