"""Score the parser on labelled copy: python tests/benchmarks/score_structure.py CORPUS [--table]

CORPUS holds `evaluate.py` and `dev/<style>/<id>.txt` with their gold. What the parser finds is
written as flat blocks and handed to the corpus's own evaluator, which knows nothing of copydesk.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_never

from copydesk.parsing import parse
from copydesk.tree import (
    Aside,
    Block,
    Byline,
    Custom,
    Dateline,
    Deck,
    Document,
    Headline,
    Inline,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Timestamp,
    Verse,
)
from copydesk.walk import inline_text

Row = dict[str, str | int]
ASIDE_KINDS = {"related": "link_line", "caption": "caption", "credit": "caption"}


def rows(document: Document) -> list[Row]:
    """The blocks of a document as the evaluator reads them, in the order of the source."""
    placed: list[tuple[int, Row]] = []
    for node in document.head:
        span = node.span.start if node.span else 0
        match node:
            case Headline():
                kind = "headline"
            case Byline():
                kind = "byline"
            case Timestamp():
                kind = "date"
            case Dateline():
                kind = "dateline"
            case Deck() | Slug():
                kind = "paragraph"
            case _:
                assert_never(node)
        placed.append((span, {"kind": kind, "text": inline_text(node.children)}))
    for block in (*document.body, *document.tail):
        placed += _block_rows(block, "paragraph")
    placed += [
        (discard.span.start, {"kind": "end_mark", "text": discard.text})
        for discard in document.source.discards
        if discard.kind == "end-mark"
    ]
    placed += _drawn_marks(document)
    _number_items(placed, document)
    placed.sort(key=lambda item: item[0])
    return [row for _, row in placed]


_KNOWN_MARKS = frozenset("•*-–—‣▪◦·>|#_=~`+○●■□")


def _drawn_marks(document: Document) -> Iterator[tuple[int, Row]]:
    """What is left of a frame where a line shows nothing else: the evaluator counts its characters,
    all but those that it takes for marks itself.
    """
    discards = document.source.discards
    for before, mark, after in zip(discards, discards[1:], discards[2:], strict=False):
        alone = before.span.end == mark.span.start and mark.span.end == after.span.start
        if (
            alone
            and mark.kind == "markup"
            and "\n" in before.text
            and "\n" in after.text
            and not _KNOWN_MARKS.issuperset(mark.text)
        ):
            yield mark.span.start, {"kind": "separator", "text": mark.text}


def _number_items(placed: list[tuple[int, Row]], document: Document) -> None:
    """Put numbers and labels before their text again: the evaluator counts their characters."""
    marks = {
        discard.span.end: discard.text
        for discard in document.source.discards
        if discard.kind == "markup" and any(map(str.isalnum, discard.text))
    }
    blanks = {
        discard.span.end: discard.span.start
        for discard in document.source.discards
        if discard.kind == "blank"
    }
    for start, row in placed:
        mark = marks.get(blanks.get(start, start))
        if mark:
            row["text"] = f"{mark} {row['text']}"


def _block_rows(block: Block, kind: str) -> Iterator[tuple[int, Row]]:
    start = block.span.start if block.span else 0
    match block:
        case Section():
            title: Row = {"kind": "heading", "level": block.level, "text": inline_text(block.title)}
            yield start, title
            for child in block.children:
                yield from _block_rows(child, "paragraph")
        case Paragraph():
            yield from _paragraph_rows(block.children, kind)
        case Quote():
            for child in block.children:
                yield from _block_rows(child, kind if block.role == "speech" else "quote")
            if block.attribution and block.attribution.span:
                text = inline_text(block.attribution.children)
                yield block.attribution.span.start, {"kind": "paragraph", "text": text}
        case List():
            for item in block.children:
                for child in item.children:
                    yield from _block_rows(child, "list_item")
        case Verse():
            for line in block.children:
                if line.span:
                    yield line.span.start, {"kind": kind, "text": inline_text(line.children)}
        case Preformatted():
            yield start, {"kind": kind, "text": block.value}
        case Rule():
            yield start, {"kind": "separator", "text": block.value}
        case Aside():
            for child in block.children:
                yield from _block_rows(child, ASIDE_KINDS.get(block.role, "paragraph"))
        case Custom():
            for child in block.fallback:
                yield from _block_rows(child, kind)
        case _:
            assert_never(block)


def _paragraph_rows(inlines: tuple[Inline, ...], kind: str) -> Iterator[tuple[int, Row]]:
    first = inlines[0]
    if isinstance(first, Dateline) and first.span:
        yield first.span.start, {"kind": "dateline", "text": inline_text(first.children)}
        inlines = inlines[1:]
    for part in _halves(inlines):
        if part[0].span:
            yield part[0].span.start, {"kind": kind, "text": inline_text(part)}


def _halves(inlines: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    """The parts of a text that a page's number or head splits in the source: the evaluator knows
    no text that goes on behind another block.
    """
    start = 0
    for index in range(1, len(inlines)):
        above, below = inlines[index - 1].span, inlines[index].span
        if above and below and below.start > above.end:
            yield inlines[start:index]
            start = index
    if inlines:
        yield inlines[start:]


COLUMNS = (
    ("boundary", "F1"),
    ("heading", "F1"),
    ("headline_exact", ""),
    ("quote", "F1"),
    ("list_item", "F1"),
    ("perfect_docs", ""),
    ("conserved", ""),
)


def table(scores: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The scores of each style as a row of the table in docs/benchmarks.md."""
    for style, found in scores.items():
        cells = []
        for name, part in COLUMNS:
            value = found[name][part] if part else found[name]
            counted = part and found[name].get("gold") == 0
            cells.append("–" if value is None or counted else f"{value:.3f}")
        yield f"| {style} | {' | '.join(cells)} |"


def main() -> int:
    """Parse every text of the corpus and print the evaluator's table, or ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--table", action="store_true", help="as in docs/benchmarks.md")
    arguments = parser.parse_args()
    gold: Path = arguments.corpus / "dev"
    with tempfile.TemporaryDirectory() as folder:
        for text in sorted(gold.glob("*/*.txt")):
            found = rows(parse(text.read_text(encoding="utf-8")))
            target = Path(folder) / text.parent.name / f"{text.stem}.json"
            target.parent.mkdir(exist_ok=True)
            target.write_text(json.dumps(found), encoding="utf-8")
        scores = Path(folder) / "scores.json"
        command = [sys.executable, str(arguments.corpus / "evaluate.py"), folder, str(gold)]
        done = subprocess.run(
            [*command, "--json", str(scores)], check=True, capture_output=True, text=True
        )
        if arguments.table:
            print("\n".join(table(json.loads(scores.read_text(encoding="utf-8")))))
        else:
            print(done.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
