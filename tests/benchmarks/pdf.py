"""What PDF costs, beside LibreOffice and pandoc with Typst in the same run.

    python tests/benchmarks/pdf.py ARTICLE [--quick]

Copy is read each time. Everything is CPU seconds (user and system) of whole processes, but for
what is said to be in one process. A peer that is not on the machine is named and left out:
LibreOffice is `soffice`, pandoc and Typst come with `pip install 'copydesk[bench]'`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import peers

import copydesk

PAGES = (1, 10, 100, 1_000, 10_000)
WORDS = 200_000


def to_pdf(text: str) -> bytes:
    return copydesk.export(copydesk.parse(text), "pdf")


def cpu_of(text: str, rounds: int = 1) -> float:
    """CPU seconds of this process in which a text becomes a PDF."""
    return peers.cpu(lambda: [to_pdf(text) for _ in range(rounds)]) / rounds


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
    if not peers.missing("soffice"):
        theirs = 1 / peers.batch(folder, "pdf", files)
        print(
            f"| LibreOffice, start-up left out | {theirs:.0f} | {ours / theirs:.1f} |", flush=True
        )
    if not peers.missing("pypandoc", "typst"):
        import typst  # not everybody has it

        made = folder / "article.typ"
        command = peers.pandoc(files[0], "typst", made)
        taken = 0.0
        for _ in range(count):
            taken += peers.run(command, folder)[0]
            taken += peers.cpu(lambda: typst.compile(str(made)))
        theirs = count / taken
        print(f"| pandoc, then Typst in one process | {theirs:.1f} | {ours / theirs:.1f} |")


def one_big_text(text: str, folder: Path) -> None:
    """3 MB as whole processes."""
    big = folder / "big.txt"
    big.write_text(peers.long_text(text, peers.PARAGRAPHS, peers.BYTES), "utf-8")
    print(
        f"\n| {peers.PARAGRAPHS:,} paragraphs, 3 MB | CPU seconds | MB at most | ratio |"
        "\n|---|---|---|---|"
    )
    command = peers.convert(str(big), "-q", "-o", str(folder / "big.pdf"))
    ours, peak = peers.run(command, folder)
    print(f"| copydesk | {ours:.2f} | {peak:.0f} | 1 |", flush=True)
    if not peers.missing("soffice"):
        theirs, their_peak = peers.run(peers.soffice(folder, "pdf", big), folder)
        print(
            f"| LibreOffice | {theirs:.2f} | {their_peak:.0f} | {ours / theirs:.2f} |", flush=True
        )


def many_pages(text: str, most: int) -> None:
    """Texts of more and more pages in one process."""
    print("\n| pages | CPU milliseconds a page |\n|---|---|")
    for wanted in PAGES:
        if wanted > most:
            break
        copy = peers.long_text(text, max(wanted * 11, 2), wanted * 3_000)
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
    for peer in ("soffice", "pypandoc", "typst"):
        if reason := peers.missing(peer):
            print(f"left out: {reason}")
    with tempfile.TemporaryDirectory() as folder:
        articles(text, Path(folder), 12)
        one_big_text(text, Path(folder))
    many_pages(text, 1_000 if arguments.quick else 10_000)
    one_paragraph(text)


if __name__ == "__main__":
    main()
