"""Learn how sure calls are: python scripts/fit_doubts.py CORPUS [--write]

CORPUS is labelled copy as tests/benchmarks/score_structure.py takes it. What every call of the
parser looks like is set against whether it was right: its kind and both its boundaries. A logistic
regression (Newton's method, ridge penalty) learns the weights; half of their weight lies on raw
texts (style W), half on all others. Printed is how doubtful and sure calls fared where the
collection or the web site of the text was left out of learning. `--write` puts the weights of all
texts into src/copydesk/parsing/doubt_weights.py: numbers, and no text of the corpus.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.parsing import read_blocks
from copydesk.parsing.assemble import assemble
from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Call
from copydesk.parsing.doubts import DOUBTFUL, Doubts, Observed, score
from copydesk.parsing.roles import assign

TARGET = Path(__file__).parents[1] / "src" / "copydesk" / "parsing" / "doubt_weights.py"
FOLDS = 10
RIDGE = 3.0
RAREST = 15
KINDS = {
    "headline": "headline",
    "heading": "heading",
    "quote": "quote",
    "item": "list_item",
    "byline": "byline",
    "timestamp": "date",
    "dateline": "dateline",
    "rule": "separator",
    "end-mark": "end_mark",
}
ASIDES = {"related": "link_line", "caption": "caption", "credit": "caption"}
ONE_AS_GOOD = (
    {"date", "dateline", "byline"},
    {"separator", "link_line", "paragraph"},
)


class Row(NamedTuple):
    """A call: where from, what it looks like, whether it was right."""

    raw: bool
    fold: int
    observed: Observed
    right: bool


def rows(corpus: Path) -> Iterator[Row]:
    """Every call on every labelled text."""
    for path in sorted((corpus / "dev").glob("*/*.txt")):
        text = path.read_text(encoding="utf-8")
        gold = json.loads(path.with_name(f"{path.stem}.gold.json").read_text(encoding="utf-8"))
        site = str(gold.get("domain") or gold.get("collection") or path.stem)
        fold = sha256(site.encode()).digest()[0] % FOLDS
        layout, blocks = read_blocks(text)
        calls = assign(blocks, layout)
        assemble(text, blocks, calls, name=None, encoding="str")
        doubts = Doubts(blocks, calls, layout)
        for index, right in enumerate(_verdicts(text, gold, blocks, calls)):
            if right is not None:
                yield Row(path.parent.name == "W", fold, doubts.observe(index), right)


def _verdicts(
    text: str, gold: dict[str, Any], blocks: Sequence[Block], calls: Sequence[Call]
) -> Iterator[bool | None]:
    """Whether each block is one of the gold's and of its kind; None where that says nothing."""
    places: list[int] = []  # of each character among those that are no white space
    count = 0
    for char in text:
        places.append(count)
        count += not char.isspace()
    places.append(count)
    marks = {at for start, end in gold.get("markers", []) for at in range(start, end)}
    owner: list[int | None] = [None] * count
    starts: set[int] = set()
    free: set[int] = set()
    for number, each in enumerate(gold["blocks"]):
        inside = [at for at in range(each["s"], each["e"]) if at not in marks]
        for at in range(each["s"], each["e"]):
            owner[at] = number
        first, end = (inside[0], inside[-1] + 1) if inside else (each["s"], each["e"])
        starts.add(first)
        at = first
        for part in each["text"].split("\n")[:-1]:
            at += sum(not char.isspace() for char in part)
            free.add(at)
        if each["kind"] in ("dateline", "byline", "date"):
            free.add(end)
        if each.get("droppable") or each["kind"] == "separator":
            free |= {first, end}
    has_headline = any(each["kind"] == "headline" for each in gold["blocks"])
    for block, call in zip(blocks, calls, strict=True):
        covered = [
            at
            for line in block.lines
            for at in range(places[line.start], places[line.stop])
            if at not in marks
        ]
        if not covered:
            yield None
            continue
        kind = KINDS.get(call.role, "paragraph")
        if call.role == "aside":
            kind = ASIDES.get(call.detail or "", "paragraph")
        if kind == "headline" and not has_headline:
            kind = "heading"
        owners = {number for at in covered if (number := owner[at]) is not None}
        fits = all(_fits(kind, gold["blocks"][number]) for number in owners)
        begins = covered[0] == 0 or covered[0] in starts | free
        within = {at for at in starts if covered[0] < at <= covered[-1]} - free
        yield fits and begins and not within


def _fits(kind: str, gold: dict[str, Any]) -> bool:
    named = gold["kind"]
    if kind == named or kind in (gold.get("accept") or []) or gold.get("droppable"):
        return True
    if named == "dateline" and gold.get("inline"):
        return True
    return any({kind, named} <= group for group in ONE_AS_GOOD)


def fit(data: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """The weights under which `data` is likeliest."""
    index = {name: number for number, name in enumerate(names)}
    raw = sum(row.raw for row in data)
    share = (len(data) / 2 / max(1, len(data) - raw), len(data) / 2 / max(1, raw))
    found = [
        (
            [(index[name], value) for name, value in row.observed.items() if name in index],
            row.right,
            share[row.raw],
        )
        for row in data
    ]
    weights = [0.0] * len(names)
    for _ in range(20):
        slope = [-RIDGE * weight for weight in weights]
        curve = [[0.0] * len(names) for _ in names]
        for number in range(len(names)):
            curve[number][number] = RIDGE
        for sparse, right, weight in found:
            total = sum(weights[number] * value for number, value in sparse)
            likely = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
            off, bend = weight * (right - likely), weight * likely * (1 - likely)
            for number, value in sparse:
                slope[number] += off * value
                line = curve[number]
                for other, also in sparse:
                    line[other] += bend * value * also
        step = solve(curve, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-5:
            break
    return dict(zip(names, weights, strict=True))


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """`x` of matrix · x = right, for a positive definite matrix (Gauss, no pivoting needed)."""
    size = len(right)
    for pivot in range(size):
        for row in range(pivot + 1, size):
            factor = matrix[row][pivot] / matrix[pivot][pivot]
            if factor:
                for column in range(pivot, size):
                    matrix[row][column] -= factor * matrix[pivot][column]
                right[row] -= factor * right[pivot]
    for pivot in reversed(range(size)):
        done = sum(matrix[pivot][column] * right[column] for column in range(pivot + 1, size))
        right[pivot] = (right[pivot] - done) / matrix[pivot][pivot]
    return right


def report(data: Sequence[Row], sure: Sequence[float]) -> Iterator[str]:
    """How doubtful calls fared, and sure ones."""
    for raw, title in ((False, "S1–S6, N0"), (True, "W")):
        group = [(p, row.right) for p, row in zip(sure, data, strict=True) if row.raw is raw]
        doubtful = [right for p, right in group if p < DOUBTFUL]
        certain = [right for p, right in group if p >= DOUBTFUL]
        wrong = doubtful.count(False) + certain.count(False)
        yield (
            f"{title}: {len(group)} calls, {wrong / len(group):.1%} wrong; "
            f"doubtful {len(doubtful) / len(group):.1%} of them, "
            f"wrong {doubtful.count(False) / max(1, len(doubtful)):.1%} of these "
            f"and {certain.count(False) / max(1, len(certain)):.1%} of the sure ones; "
            f"{doubtful.count(False) / max(1, wrong):.1%} of what is wrong is marked"
        )
        for low in range(0, 10, 2):
            bin_ = [right for p, right in group if low / 10 <= p < (low + 2) / 10 + (low == 8)]
            if bin_:
                share = bin_.count(True) / len(bin_)
                yield f"  said {low * 10}–{low * 10 + 20} %: {share:.0%} right of {len(bin_)}"


def main() -> int:
    """Learn, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of all texts")
    arguments = parser.parse_args()
    data = list(rows(arguments.corpus))
    seen = Counter(name for row in data for name in row.observed)
    names = sorted(name for name, count in seen.items() if count >= RAREST)
    sure = [0.0] * len(data)
    for fold in range(FOLDS):
        weights = fit([row for row in data if row.fold != fold], names)
        for number, row in enumerate(data):
            if row.fold == fold:
                sure[number] = 1 / (1 + exp(-score(row.observed, weights)))
    print("\n".join(report(data, sure)))
    if arguments.write:
        weights = fit(data, names)
        lines = [f'    "{name}": {weight:.2f},' for name, weight in weights.items()]
        TARGET.write_text(
            '"""Weights of doubts.py, as scripts/fit_doubts.py learned them."""\n\n'
            "from __future__ import annotations\n\n"
            "WEIGHTS: dict[str, float] = {\n" + "\n".join(lines) + "\n}\n",
            encoding="utf-8",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
