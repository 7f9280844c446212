"""What PDF costs, beside LibreOffice and pandoc with Typst in the same run.

    python tests/benchmarks/pdf.py ARTICLE [--quick]

Copy is read each time. Everything is CPU seconds (user and system) of whole processes, but for
what is said to be in one process. A peer that is not on the machine is left out: LibreOffice is
`soffice`, pandoc that of pypandoc-binary, Typst the package `typst` (`pip install typst`).
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import copydesk

PARAGRAPHS = 12_000
BYTES = 3_000_000
PAGES = (1, 10, 100, 1_000, 10_000)
WORDS = 200_000
MEGABYTE = 1024  # ru_maxrss counts in kibibytes on Linux


def run(command: list[str], cwd: Path) -> tuple[float, float]:
    """CPU seconds of a finished process and its children, and its peak memory in megabytes."""
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: exit status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process in which `work` is done once."""
    start = time.process_time()
    work()
    return time.process_time() - start


def to_pdf(text: str) -> bytes:
    return copydesk.export(copydesk.parse(text), "pdf")


def cpu_of(text: str, rounds: int = 1) -> float:
    """CPU seconds of this process in which a text becomes a PDF."""
    return cpu(lambda: [to_pdf(text) for _ in range(rounds)]) / rounds


def soffice(folder: Path, *files: Path) -> list[str] | None:
    """A command that converts files in one process; None where there is no LibreOffice."""
    found = shutil.which("soffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    options = ["--headless", profile, "--convert-to", "pdf", "--outdir", str(folder / "out")]
    return [found, *options, *map(str, files)] if found else None


def articles(text: str, folder: Path, count: int) -> None:
    """One article after the other in one process."""
    print("| one process, articles per CPU second | | ratio |\n|---|---|---|")
    for _ in range(5):
        to_pdf(text)
    ours = max(1 / cpu_of(text, 20) for _ in range(5))
    print(f"| copydesk | {ours:.0f} | 1 |", flush=True)
    files = [folder / f"article-{number}.txt" for number in range(count)]
    for file in files:
        file.write_text(text, "utf-8")
    one, all_ = soffice(folder, files[0]), soffice(folder, *files)
    if one and all_:
        run(one, folder)  # the first run makes a profile
        theirs = (count - 1) / (run(all_, folder)[0] - run(one, folder)[0])
        print(
            f"| LibreOffice, start-up left out | {theirs:.0f} | {ours / theirs:.1f} |", flush=True
        )
    if importlib.util.find_spec("typst") and importlib.util.find_spec("pypandoc"):
        import pypandoc  # not everybody has it
        import typst  # as above

        made = folder / "article.typ"
        pandoc = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "typst", "-s"]
        typst_time = pandoc_time = 0.0
        for _ in range(count):
            command = [*pandoc, str(files[0]), "-o", str(made)]
            pandoc_time += run(command, folder)[0]
            typst_time += cpu(lambda: typst.compile(str(made)))
        theirs = count / (pandoc_time + typst_time)
        print(f"| pandoc, then Typst in one process | {theirs:.1f} | {ours / theirs:.1f} |")


def long_text(text: str, paragraphs: int, size: int) -> str:
    """So many paragraphs of the article's words, so long together, a paragraph a line."""
    words = text.split()
    each = size // paragraphs
    made, at = [], 0
    for _ in range(paragraphs):
        line = ""
        while len(line) < each - 3:
            line += words[at % len(words)] + " "
            at += 1
        made.append(line.strip())
    return "\n\n".join(made)


def one_big_text(text: str, folder: Path) -> None:
    """3 MB as whole processes."""
    big = folder / "big.txt"
    big.write_text(long_text(text, PARAGRAPHS, BYTES), "utf-8")
    print(
        f"\n| {PARAGRAPHS:,} paragraphs, 3 MB | CPU seconds | MB at most | ratio |"
        "\n|---|---|---|---|"
    )
    convert = str(Path(sys.executable).with_name("convert"))
    ours, peak = run([convert, str(big), "-q", "-o", str(folder / "big.pdf")], folder)
    print(f"| copydesk | {ours:.2f} | {peak:.0f} | 1 |", flush=True)
    command = soffice(folder, big)
    if command:
        theirs, their_peak = run(command, folder)
        print(
            f"| LibreOffice | {theirs:.2f} | {their_peak:.0f} | {ours / theirs:.2f} |", flush=True
        )


def many_pages(text: str, most: int) -> None:
    """Texts of more and more pages in one process."""
    print("\n| pages | CPU milliseconds a page |\n|---|---|")
    for wanted in PAGES:
        if wanted > most:
            break
        copy = long_text(text, max(wanted * 11, 2), wanted * 3_000)
        rounds = max(1, 30 // wanted)
        taken = cpu_of(copy, rounds)
        print(f"| {wanted:,} | {taken * 1000 / wanted:.2f} |", flush=True)


def one_paragraph(text: str) -> None:
    """200,000 words as one paragraph and as many."""
    words = (text.split() * (WORDS // len(text.split()) + 1))[:WORDS]
    many = "\n\n".join(" ".join(words[at : at + 100]) for at in range(0, WORDS, 100))
    print("\n| 200,000 words | CPU microseconds a word |\n|---|---|")
    for name, copy in (("in 2,000 paragraphs", many), ("in one paragraph", " ".join(words))):
        print(f"| {name} | {cpu_of(copy) * 1e6 / WORDS:.1f} |", flush=True)


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=Path)
    parser.add_argument("--quick", action="store_true", help="up to 1,000 pages")
    arguments = parser.parse_args()
    text = arguments.article.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        articles(text, Path(folder), 12)
        one_big_text(text, Path(folder))
    many_pages(text, 1_000 if arguments.quick else 10_000)
    one_paragraph(text)


if __name__ == "__main__":
    main()
