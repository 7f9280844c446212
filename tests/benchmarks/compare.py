"""How fast copydesk is, beside pandoc on the same file in the same run.

    python tests/benchmarks/compare.py ARTICLE [--runs N]

First in one process: parse and export the article again and again, articles per CPU second. Then as
whole processes, in turn: `convert` and `pandoc`, the median of user and system seconds, and their
ratio. pandoc is the one of the package pypandoc-binary; it makes no PDF without another program.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypandoc

import copydesk

FORMATS = ("md", "docx", "epub", "pdf")
PANDOC = {"md": "commonmark", "docx": "docx", "epub": "epub3"}


def articles_per_second(text: str, name: str, seconds: float = 2.0) -> float:
    """Articles parsed and exported in one CPU second of this process, after a warm-up."""
    for _ in range(3):
        copydesk.export(copydesk.parse(text), name)
    count = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        copydesk.export(copydesk.parse(text), name)
        count += 1
    return count / (time.process_time() - start)


def cpu_seconds(command: list[str]) -> float:
    """User and system seconds of a finished process and its children."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: exit status {status}")
    return usage.ru_utime + usage.ru_stime


def in_turn(commands: list[list[str]], runs: int) -> list[float]:
    """The median CPU seconds of each command, run in turn so that a slow moment hits all."""
    for command in commands:
        cpu_seconds(command)
    samples = [[cpu_seconds(command) for command in commands] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*samples, strict=True)]


def main() -> None:
    """Measure, and print two tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    article: Path = arguments.article
    text = article.read_text(encoding="utf-8")

    print("| one process | articles per CPU second |\n|---|---|")
    for name in FORMATS:
        print(f"| {name} | {articles_per_second(text, name):.0f} |", flush=True)

    convert = str(Path(sys.executable).with_name("convert"))
    pandoc = pypandoc.get_pandoc_path()
    print("\n| whole process, CPU seconds | copydesk | pandoc | ratio |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:

        def ours(formats: str) -> list[str]:
            return [convert, str(article), "-q", "-t", formats, "-o", f"{folder}/"]

        def theirs(name: str) -> list[str]:
            options = ["-f", "markdown", "-t", PANDOC[name], "--metadata", "title=Article"]
            return [pandoc, str(article), *options, "-o", f"{folder}/p.{name}"]

        sums = [0.0, 0.0]
        for name in PANDOC:
            copydesk_time, pandoc_time = in_turn([ours(name), theirs(name)], arguments.runs)
            sums[1] += pandoc_time
            ratio = copydesk_time / pandoc_time
            print(f"| {name} | {copydesk_time:.3f} | {pandoc_time:.3f} | {ratio:.2f} |", flush=True)
        (sums[0],) = in_turn([ours(",".join(PANDOC))], arguments.runs)
        print(
            f"| {', '.join(PANDOC)} in one run; pandoc in three | {sums[0]:.3f} | {sums[1]:.3f} "
            f"| {sums[0] / sums[1]:.2f} |"
        )
        (pdf,) = in_turn([ours("pdf")], arguments.runs)
        print(f"| pdf | {pdf:.3f} | – | – |")
        (all_four,) = in_turn([ours(",".join(FORMATS))], arguments.runs)
        print(f"| all four in one run | {all_four:.3f} | – | – |")


if __name__ == "__main__":
    main()
