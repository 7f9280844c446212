"""Score inferred metadata on labelled copy: python tests/benchmarks/score_metadata.py CORPUS [-v]

The gold labels blocks, not metadata, and so the measure is what can be told from them: a title is
right if it is the text of the headlines; an author if the labelled bylines hold the name; a date if
it is read from a labelled date or dateline, and missing if a labelled date names day, month and
year; a publisher or an address if the copy has it. The header of a message and a line that says
when the text was updated are not labelled, and count as if they were. With -v each miss is printed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copydesk.parsing import parse
from copydesk.tree import Metadata

Verdict = tuple[str, str, str]
_SENDER = re.compile(r"^>?(?:From|Von|De|Od):.*", re.MULTILINE)
_SENT = re.compile(
    r"^[ \t>]*(?:Date|Datum|Sent|Update|Last updated)\b.*|^From \S+@.*", re.MULTILINE
)
_FULL_DATE = re.compile(r"(?=.*\b\d{4}\b|.*\d年)(?=.*\b\d{1,2}\b|.*\d日).*")


def verdicts(metadata: Metadata, gold: dict[str, Any], text: str) -> Iterator[Verdict]:
    """`(field, right|wrong|missing, what)` for each thing that can be said."""
    kinds: dict[str, list[str]] = {}
    for block in gold["blocks"]:
        kinds.setdefault(block["kind"], []).append(block["text"])
    yield from _title(metadata, kinds)
    yield from _authors(metadata, kinds, text)
    yield from _language(metadata, gold["lang"])
    labelled = " ".join([*kinds.get("date", ()), *kinds.get("dateline", ()), *_SENT.findall(text)])
    for field in ("published", "updated"):
        value = getattr(metadata, field)
        if value:
            right = value[:4] in labelled and str(int(value[8:10])) in labelled
            yield field, "right" if right else "wrong", f"{value} of {labelled[:80]!r}"
    whole = [date for date in kinds.get("date", ()) if _FULL_DATE.match(date)]
    if whole and not (metadata.published or metadata.updated):
        yield "published", "missing", whole[0][:80]
    for field in ("publisher", "source_url"):
        value = getattr(metadata, field)
        if value:
            known = value.removeprefix("http://") in text
            yield field, "right" if known else "wrong", value


def _title(metadata: Metadata, kinds: dict[str, list[str]]) -> Iterator[Verdict]:
    said = _squeezed(metadata.title or "")
    gold = _squeezed("".join(kinds.get("headline", ())))
    if said or gold:
        verdict = "right" if said == gold else "wrong" if said else "missing"
        yield "title", verdict, f"{metadata.title} / {' '.join(kinds.get('headline', ()))}"


def _authors(metadata: Metadata, kinds: dict[str, list[str]], text: str) -> Iterator[Verdict]:
    bylines = kinds.get("byline", [])
    printed = _squeezed("".join([*bylines, *_SENDER.findall(text)]))
    for author in metadata.authors:
        right = _squeezed(author) in printed
        yield "authors", "right" if right else "wrong", f"{author} of {bylines}"
    if bylines and not metadata.authors:
        yield "authors", "missing", bylines[0][:80]


def _language(metadata: Metadata, gold: str) -> Iterator[Verdict]:
    said = (metadata.language or "").partition("-")[0]
    yield "language", "right" if said == gold else "wrong" if said else "missing", f"{said}/{gold}"


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def main() -> int:
    """Parse every text of the corpus and print a row for each field."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is not right")
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted((arguments.corpus / "dev").glob("*/*.txt")):
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
        text = path.read_text(encoding="utf-8")
        for field, verdict, what in verdicts(parse(text).metadata, gold, text):
            counts[field, verdict] += 1
            if arguments.verbose and verdict != "right":
                print(f"{path.parent.name}/{path.stem}: {field} {verdict}: {what}")
    print("| field | right | wrong | missing | precision | recall |\n|---|---|---|---|---|---|")
    for field in dict.fromkeys(field for field, _ in counts):
        right, wrong, missing = (counts[field, each] for each in ("right", "wrong", "missing"))
        precision = right / (right + wrong) if right + wrong else 0.0
        recall = right / (right + missing) if right + missing else 0.0
        print(f"| {field} | {right} | {wrong} | {missing} | {precision:.3f} | {recall:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
