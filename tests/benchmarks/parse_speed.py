"""How fast copy is parsed: python tests/benchmarks/parse_speed.py [CORPUS]

Megabytes of UTF-8 to a CPU second of one core, and the most memory that it takes, for copy with a
paragraph a line: made articles, ten megabytes in one file, and the styles S1, S2 and S4 of CORPUS.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from copydesk.parsing import parse

SENTENCE = "The lamp on the point went out on Tuesday, the keeper said, and nobody was surprised. "
PARAGRAPHS = ("A lamp goes out", SENTENCE * 4, SENTENCE * 2, "What comes next", SENTENCE * 5)


def speed(texts: Sequence[str], rounds: int = 3) -> float:
    """Megabytes to a CPU second, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            parse(text)
        best = min(best, time.process_time() - start)
    return sum(len(text.encode()) for text in texts) / best / 1e6


def main() -> int:
    """Print a row for each kind of copy."""
    article = "\n".join(PARAGRAPHS) + "\n"
    print("| copy | MB | MB a CPU second |\n|---|---|---|")
    kinds: dict[str, list[str]] = {"articles of 1 kB": [article] * 500}
    if len(sys.argv) > 1:
        for style in ("S1", "S2", "S4"):
            paths = sorted((Path(sys.argv[1]) / "dev" / style).glob("*.txt"))
            kinds[f"articles, {style}"] = [path.read_text(encoding="utf-8") for path in paths]
        kinds["the same articles in one text"] = ["\n".join(kinds["articles, S1"])]
    kinds["10 MB in one file"] = [article * (10_000_000 // len(article))]
    for name, texts in kinds.items():
        size = sum(len(text.encode()) for text in texts) / 1e6
        print(f"| {name} | {size:.1f} | {speed(texts):.1f} |", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nMost memory: {peak:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
