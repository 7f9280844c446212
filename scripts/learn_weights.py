"""Learn what evidence weighs: python scripts/learn_weights.py GOLD [GOLD ...] [--check]

Each GOLD is a folder of labelled copy: `<id>.txt` with `<id>.gold.json` beside it, anywhere below.
The observations are the parser's own; a logistic regression says how much each of them speaks for
a heading, and a softmax over the lines near the top which of them is the headline. The weights are
written to `src/copydesk/parsing/weights.py`: numbers beside the parser's own words, no text of the
copy. With `--check` nothing is written: whole domains are left out in turn and the score on them is
printed, beside the score where whole styles are left out.

Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from copydesk.parsing import headings, headline, read_blocks, roles, weights
from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Copy

TARGET = Path(__file__).parents[1] / "src" / "copydesk" / "parsing" / "weights.py"
FOLDS = 5
RAW_WEIGHT = 3.0
"""Raw copy is rarer in the labelled sets than flattened articles, and wilder."""
DRAWN = 5.0
"""How strongly a weight is drawn to what was expected of it."""
DISPUTED_WEIGHT = 0.3
"""Headings that a careful reader could take for something else say less of what headings are."""
TAKEN = 0.45
"""By how much a doubtful line is rather taken for a heading; F1 is highest below even odds."""
EXPECTED = {
    "it is underlined": 4.0,
    "lines are drawn above and below it": 3.0,
    "it is numbered as a part or a chapter": 2.5,
    "sections are called so": 2.0,
    "it is one of several numbers that count up": 1.5,
    "it is ornamented": 1.0,
    "it is in capitals and the text is not": 1.0,
    "running text stands under it": 1.0,
    "a line is drawn under it, and then text follows": 1.0,
    "it is a date": -2.0,
    "it is worded as a byline": -2.0,
    "it opens with a time of day": -1.5,
    "it says whom to ask": -1.5,
    "it smiles as messages do": -2.0,
    "it looks like code": -3.0,
    "it is the foot of a page": -3.0,
    "it holds an address": -2.5,
    "it says what a table or a picture shows": -2.5,
    "it addresses somebody": -2.5,
    "it starts with a small letter": -2.0,
    "it breaks off": -2.5,
    "it counts on from another line over text": 1.5,
    "it introduces the list under it": -0.5,
    "a link to other stories stands above it": -1.0,
    "it is one of several labels with what they say": -2.0,
    "it may be somebody's name": -0.5,
    "it says where this was printed": -2.5,
    "it is a long quotation": -1.0,
    "it says in brackets what is seen or where it is from": -2.0,
}
"""What a weight is before the labelled copy has its say; 0 where nothing is said."""
EXPECTED_OF_COMPANY = {
    "it asks, as the headings do": 1.0,
    "the headings ask, and it does not": -0.5,
    "the headings are capitalised word by word, and it is not": -1.0,
    "it is capitalised word by word, and the headings are not": -1.0,
    "it is much longer than the headings": -1.0,
    "numbered headings would open right below it": 0.5,
}
"""The same for what the other headings say of a line."""
EXPECTED_OF_HEADLINES = {
    "it stands first": 1.0,
    "it is underlined": 1.5,
    "a byline or a date stands under it": 1.5,
    "it is a sentence of running text": -4.0,
    "it opens with text": 1.0,
    "it ends with a full stop": -3.0,
    "it is a line of the desk's": -4.0,
    "it is labelled as the title": 3.0,
    "it addresses somebody near the top": 1.5,
    "two blocks of text open it": 1.5,
    "it names two parties": 2.5,
    "it is one of several labels with what they say": -3.0,
    "a greeting stands under it": -1.5,
    "it answers a message": 2.5,
    "a line under it says more of the text": -1.0,
    "it says which issue or version it is": -3.0,
    "it says where this was printed": -3.0,
    "it says whom to ask": -3.0,
    "it is a page's menu": -3.0,
    "it is a date": -3.0,
    "it is a byline": -3.0,
    "it is an address": -3.0,
    "it breaks off": -3.0,
    "much of it is signs and not letters": -3.0,
    "it opens with a dateline": -3.0,
    "it stands last": -3.0,
    "it stands last, under a link to the full story": 4.0,
}
"""The same for headlines."""

_TITLES = frozenset({"heading", "headline"})

Gold = dict[str, Any]
Table = dict[str, float]
Vector = np.ndarray[Any, np.dtype[np.float64]]


@dataclass
class Labelled:
    """One copy: its candidates' observations and whether gold has them (None: either is right)."""

    style: str
    domain: str
    alone: dict[int, list[str]]
    headings: dict[int, bool | None]
    disputed: set[int]
    copy: Copy
    tops: dict[int, list[str]]
    headline: int | None


def read(folders: Sequence[Path]) -> list[Labelled]:
    """All labelled copy below `folders`."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.gold.json"))
    # The headline is found before the headings are; what is left for them depends on it.
    weights.HEADLINE = fit_headline([_labelled(path) for path in paths])
    return [_labelled(path) for path in paths]


def _labelled(path: Path) -> Labelled:
    gold: Gold = json.loads(path.read_text("utf-8"))
    text = path.with_name(path.name.removesuffix(".gold.json") + ".txt").read_text("utf-8")
    kinds = _kinds(text, gold)
    copy = _until(text, headline.find_headline)
    tops = headline.observe(copy)
    found: int | None
    real = [i for i in tops if i != headline.NONE]
    if any(block["kind"] == "headline" for block in gold["blocks"]):
        found = next((i for i in real if _first_kind(copy.blocks[i], kinds) == "headline"), None)
    elif any(_first_kind(copy.blocks[i], kinds) == "heading" for i in real):
        # An excerpt: whether its first heading is its headline is a matter of taste.
        found = None
    else:
        # A message without a headline of its own has its subject.
        found = next((i for i in real if copy.blocks[i].header), headline.NONE)
    copy = _until(text, headings.find_headings)
    alone = headings.observe_alone(copy)
    labels = {index: _is_heading(copy.blocks[index], kinds) for index in alone}
    disputed = {i for i, y in labels.items() if y and _is_disputed(copy.blocks[i], kinds)}
    domain = str(gold.get("collection") or gold.get("domain") or path.stem)
    return Labelled(str(gold["style"]), domain, alone, labels, disputed, copy, tops, found)


def _until(text: str, stop: Callable[[Copy], None]) -> Copy:
    layout, blocks = read_blocks(text)
    copy = Copy(blocks, layout)
    for step in roles.STEPS:
        if step is stop:
            break
        step(copy)
    return copy


def _kinds(text: str, gold: Gold) -> list[Gold | None]:
    """The gold block that holds each character of the text; None for white space."""
    shown = [at for at, char in enumerate(text) if not char.isspace()]
    kinds: list[Gold | None] = [None] * len(text)
    for block in gold["blocks"]:
        for at in shown[block["s"] : block["e"]]:
            kinds[at] = block
    return kinds


def _own(block: Block, kinds: list[Gold | None]) -> list[Gold]:
    own: list[Gold] = []
    for line in block.lines:
        for found in kinds[line.start : line.stop]:
            if found is not None and (not own or own[-1] is not found):
                own.append(found)
    return own


def _is_heading(block: Block, kinds: list[Gold | None]) -> bool | None:
    own = _own(block, kinds)
    if own and all(found["kind"] == "heading" for found in own):
        return True
    if not own or any("heading" in found.get("accept", ()) for found in own):
        return None
    return False


def _is_disputed(block: Block, kinds: list[Gold | None]) -> bool:
    """Whether a careful reader could take a heading for something else."""
    return any(not _TITLES.issuperset(found.get("accept", ())) for found in _own(block, kinds))


def _first_kind(block: Block, kinds: list[Gold | None]) -> str | None:
    own = _own(block, kinds)
    return own[0]["kind"] if own else None


def fit_headings(documents: Sequence[Labelled]) -> tuple[Table, Table]:
    """Weights of what is seen of a line alone, and of that with what its company says."""
    rows = [(d, index) for d in documents for index, y in d.headings.items() if y is not None]
    alone = _logistic([(d.alone[i], bool(d.headings[i]), _weight(d, i)) for d, i in rows], EXPECTED)
    company = {
        id(d): headings.observe_company(
            d.copy, {i: _sum(words, alone) for i, words in d.alone.items()}
        )
        for d in documents
    }
    together = _logistic(
        [([*d.alone[i], *company[id(d)][i]], bool(d.headings[i]), _weight(d, i)) for d, i in rows],
        EXPECTED | EXPECTED_OF_COMPANY,
    )
    return alone, together


def _weight(document: Labelled, index: int | None = None) -> float:
    weight = RAW_WEIGHT if document.style == "W" else 1.0
    return weight * DISPUTED_WEIGHT if index in document.disputed else weight


def _sum(words: Iterable[str], table: Table) -> float:
    return sum(table.get(word, 0.0) for word in words)


def _logistic(rows: Sequence[tuple[list[str], bool, float]], prior: Table) -> Table:
    """A logistic regression whose weights are drawn to what was expected before any data."""
    # What no labelled copy shows keeps the weight that was expected of it.
    names = sorted({word for words, _, _ in rows for word in words} | prior.keys())
    place = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for row, (words, _, _) in enumerate(rows):
        for word in words:
            matrix[row, place[word]] += 1
    right = np.array([1.0 if y else 0.0 for _, y, _ in rows])
    times = np.array([weight for _, _, weight in rows])
    expected = np.array([prior.get(name, 0.0) for name in names])
    drawn = np.array([0.0 if name == headings.ALWAYS else DRAWN for name in names])

    def loss(guess: Vector) -> tuple[float, Vector]:
        scores = matrix @ guess
        away = drawn * (guess - expected)
        total = float(times @ (np.logaddexp(0.0, scores) - right * scores)) + 0.5 * away @ (
            guess - expected
        )
        slope = matrix.T @ (times * (1 / (1 + np.exp(-scores)) - right)) + away
        return total, slope

    found = minimize(loss, expected, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    table = {name: round(float(w), 2) for name, w in zip(names, found, strict=True)}
    table[headings.ALWAYS] = round(table[headings.ALWAYS] + TAKEN, 2)
    return table


def fit_headline(documents: Sequence[Labelled]) -> Table:
    """Weights of what is seen of the lines near the top, so that the headline gets the most."""
    used = [(d, d.headline) for d in documents if d.headline is not None]
    seen = {word for d, _ in used for words in d.tops.values() for word in words}
    names = sorted(seen | EXPECTED_OF_HEADLINES.keys())
    place = {name: at for at, name in enumerate(names)}
    groups: list[tuple[Any, int, float]] = []
    for document, right_one in used:
        matrix = np.zeros((len(document.tops), len(names)))
        for row, words in enumerate(document.tops.values()):
            for word in words:
                matrix[row, place[word]] += 1
        right = list(document.tops).index(right_one)
        groups.append((matrix, right, _weight(document)))

    expected = np.array([EXPECTED_OF_HEADLINES.get(name, 0.0) for name in names])

    def loss(guess: Vector) -> tuple[float, Vector]:
        away = guess - expected
        total, slope = 0.5 * float(away @ away), away.copy()
        for matrix, right, weight in groups:
            scores = matrix @ guess
            scores -= scores.max()
            chances = np.exp(scores)
            chances /= chances.sum()
            total -= weight * float(np.log(chances[right] + 1e-12))
            slope += weight * (chances @ matrix - matrix[right])
        return total, slope

    found = minimize(loss, expected, jac=True, method="L-BFGS-B").x
    return {name: round(float(w), 2) for name, w in zip(names, found, strict=True)}


def check(documents: Sequence[Labelled]) -> None:
    """Print the scores on what was left out: whole domains in turn, then whole styles."""
    domains = sorted({d.domain for d in documents})
    random.Random(1).shuffle(domains)  # noqa: S311 - folds, no secrets
    folds = [set(domains[at::FOLDS]) for at in range(FOLDS)]
    print("left out: whole domains")
    _report(
        [
            (
                [d for d in documents if d.domain not in fold],
                [d for d in documents if d.domain in fold],
            )
            for fold in folds
        ]
    )
    print("left out: the whole style, and whole domains")
    styles = sorted({d.style for d in documents})
    halves = [set(domains[at::2]) for at in range(2)]
    _report(
        [
            (
                [d for d in documents if d.style != style and d.domain not in half],
                [d for d in documents if d.style == style and d.domain in half],
            )
            for style in styles
            for half in halves
        ]
    )
    print("learned from all of it")
    _report([(documents, documents)])


def _report(splits: Sequence[tuple[list[Labelled], list[Labelled]]]) -> None:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for learned_from, left_out in splits:
        if not left_out:
            continue
        alone, together = fit_headings(learned_from)
        top = fit_headline(learned_from)
        for d in left_out:
            count = counts[d.style]
            company = headings.observe_company(
                d.copy, {i: _sum(words, alone) for i, words in d.alone.items()}
            )
            for i, y in d.headings.items():
                if y is None:
                    continue
                said = _sum([*d.alone[i], *company[i]], together) > 0
                count[0] += said and y
                count[1] += said and not y
                count[2] += y and not said
            if d.headline is not None:
                best = max(d.tops, key=lambda i, d=d: _sum(d.tops[i], top))
                count[3] += best == d.headline
                count[4] += 1
    for style, (hit, extra, missed, right, all_) in sorted(counts.items()):
        f1 = 2 * hit / max(1, 2 * hit + extra + missed)
        print(f"  {style:4} headings {f1:.3f} (+{extra} -{missed})  headlines {right}/{all_}")


def write(documents: Sequence[Labelled]) -> None:
    """Learn from all of `documents` and write the tables."""
    alone, together = fit_headings(documents)
    tables = {
        "HEADING_ALONE": (
            alone,
            "What an observation of a block alone says of its being a heading.",
        ),
        "HEADING": (together, "The same, in the company of the copy's other headings."),
        "HEADLINE": (
            fit_headline(documents),
            "What is seen of a line near the top, for the headline.",
        ),
    }
    parts = [
        '"""What the evidence weighs, learned from labelled copy by `scripts/learn_weights.py`.\n\n'
        "Positive numbers speak for it; they are logarithms of odds, and add up.\n"
        '"""\n\nfrom __future__ import annotations\n\n'
        "from collections.abc import Mapping\nfrom types import MappingProxyType\n"
    ]
    for name, (table, says) in tables.items():
        rows = "".join(
            f"        {json.dumps(key, ensure_ascii=False)}: {w},\n"
            for key, w in sorted(table.items())
        )
        parts.append(
            f"\n{name}: Mapping[str, float] = MappingProxyType(\n    {{\n{rows}    }}\n)\n"
            f'"""{says}"""\n'
        )
    TARGET.write_text("".join(parts), "utf-8")


def main() -> None:
    """Learn, or check what learning is worth."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    documents = read(arguments.gold)
    (check if arguments.check else write)(documents)


if __name__ == "__main__":
    main()
