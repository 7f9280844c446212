"""What Markdown, DOCX and EPUB cost, beside other converters in the same run.

    python tests/benchmarks/formats.py ARTICLE [--runs N]

Copy is read each time. Everything is CPU seconds, user and system, of whole processes, but for what
is said to be in one process. A peer that is not on the machine is named and left out: LibreOffice
is `soffice`; the others come with `pip install 'copydesk[bench]'`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import peers

import copydesk

PANDOC = {"md": "commonmark", "docx": "docx", "epub": "epub3"}
LIBREOFFICE = ("docx", "epub")
COPIES = 24
SIZES = (1, 2, 4)


def one_process(folder: Path, text: str, runs: int) -> None:
    """Copies of an article, one file after the other in one process."""
    files = [folder / f"article-{number}.txt" for number in range(COPIES)]
    for file in files:
        file.write_text(text, "utf-8")
    print("| one process, articles per CPU second | | copydesk does so many times as many |")
    print("|---|---|---|")
    for name in PANDOC:
        rivals = {
            "markitdown": _markitdown(files) if name == "md" else None,
            "LibreOffice, start-up left out": _libreoffice(folder, name, files),
            "pandoc, a process each": _pandoc(folder, name, files),
        }
        named = {peer: work for peer, work in rivals.items() if work}
        seconds = peers.in_turn([_copydesk(name, files), *named.values()], runs)
        ours = seconds[0]
        print(f"| **{name}**: copydesk | {1 / ours:.0f} | 1 |")
        for peer, theirs in zip(named, seconds[1:], strict=True):
            print(f"| {peer} | {1 / theirs:.1f} | {theirs / ours:.1f} |", flush=True)


def _copydesk(name: str, files: list[Path]) -> Callable[[], float]:
    def work() -> None:
        for file in files:
            copydesk.convert(file, file.with_suffix(f".{name}"))

    def timed() -> float:
        # To put a file in the place of another one asks more of the disk than of us.
        for file in files:
            file.with_suffix(f".{name}").unlink(missing_ok=True)
        return peers.cpu(work) / len(files)

    return timed


def _markitdown(files: list[Path]) -> Callable[[], float] | None:
    if peers.missing("markitdown"):
        return None
    from markitdown import MarkItDown  # not everybody has it

    converter = MarkItDown()

    def work() -> None:
        for file in files:
            made = converter.convert(str(file)).text_content
            file.with_suffix(".md").write_text(made, "utf-8")

    return lambda: peers.cpu(work) / len(files)


def _libreoffice(folder: Path, name: str, files: list[Path]) -> Callable[[], float] | None:
    if name not in LIBREOFFICE or peers.missing("soffice"):
        return None
    return lambda: peers.batch(folder, name, files)


def _pandoc(folder: Path, name: str, files: list[Path]) -> Callable[[], float] | None:
    if peers.missing("pypandoc"):
        return None
    command = peers.pandoc(files[0], PANDOC[name], folder / f"pandoc.{name}")
    return lambda: sum(peers.run(command, folder)[0] for _ in files) / len(files)


def one_big_text(folder: Path, text: str) -> None:
    """3 MB as whole processes, and twice and four times as much."""
    for size in SIZES:
        words = peers.long_text(text, size * peers.PARAGRAPHS, size * peers.BYTES)
        (folder / f"big-{size}.txt").write_text(words, "utf-8")
    big = folder / "big-1.txt"
    print(
        f"\n| {peers.PARAGRAPHS:,} paragraphs, 3 MB, as whole processes | CPU seconds "
        "| MB at most | copydesk's part of that time |\n|---|---|---|---|"
    )
    grown: dict[str, list[peers.Cost]] = {}
    for name, theirs in PANDOC.items():
        command = peers.convert(str(big), "-q", "-o", str(folder / f"big.{name}"))
        peers.run(command, folder)
        ours = peers.run(command, folder)
        print(f"| **{name}**: copydesk | {ours[0]:.2f} | {ours[1]:.0f} | 1 |", flush=True)
        rivals: dict[str, list[str]] = {}
        if name in LIBREOFFICE and not peers.missing("soffice"):
            rivals["LibreOffice"] = peers.soffice(folder, name, big)
        if not peers.missing("pypandoc"):
            rivals["pandoc"] = peers.pandoc(big, theirs, folder / f"theirs.{name}")
        for peer, other in rivals.items():
            cost, peak = peers.run(other, folder)
            print(f"| {peer} | {cost:.2f} | {peak:.0f} | {ours[0] / cost:.2f} |", flush=True)
        grown[name] = [ours] + [
            peers.run(
                peers.convert(
                    str(folder / f"big-{size}.txt"), "-q", "-o", str(folder / f"big.{name}")
                ),
                folder,
            )
            for size in SIZES[1:]
        ]
    heads = " | ".join(f"{3 * size} MB" for size in SIZES)
    print(f"\n| CPU seconds (MB at most) for | {heads} |\n|---|{'---|' * len(SIZES)}")
    for name, costs in grown.items():
        cells = " | ".join(f"{seconds:.2f} ({peak:.0f})" for seconds, peak in costs)
        print(f"| {name} | {cells} |")


def one_article(folder: Path, article: Path, runs: int) -> None:
    """An article as whole processes: each format, and all four at once."""
    print("\n| whole process, CPU seconds | copydesk | pandoc | ratio |\n|---|---|---|---|")

    def timed(command: list[str]) -> Callable[[], float]:
        return lambda: peers.run(command, folder)[0]

    formats = [*PANDOC, "pdf"]
    ours = {
        name: timed(peers.convert(str(article), "-q", "-t", name, "-o", f"{folder}/"))
        for name in [*formats, ",".join(PANDOC), ",".join(formats)]
    }
    theirs: dict[str, Callable[[], float]] = {}
    if not peers.missing("pypandoc"):
        theirs = {
            name: timed(peers.pandoc(article, PANDOC[name], folder / f"p.{name}"))
            for name in PANDOC
        }
        if not peers.missing("typst"):
            source = folder / "p.typ"
            written = timed(peers.pandoc(article, "typst", source))
            laid_out = timed(peers.typst(source))
            theirs["pdf"] = lambda: written() + laid_out()
    medians = peers.in_turn([*ours.values(), *theirs.values()], runs)
    mine = dict(zip(ours, medians, strict=False))
    other = dict(zip(theirs, medians[len(ours) :], strict=True))
    for name in formats:
        _row(name, mine[name], other.get(name))
    for names in (list(PANDOC), formats):
        several = [other[name] for name in names if name in other]
        total = sum(several) if len(several) == len(names) else None
        _row(f"{', '.join(names)} in one run; pandoc in {len(names)}", mine[",".join(names)], total)


def _row(name: str, ours: float, theirs: float | None) -> None:
    other = f"{theirs:.3f} | {ours / theirs:.2f}" if theirs else "– | –"
    print(f"| {name} | {ours:.3f} | {other} |", flush=True)


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    for peer in ("soffice", "pypandoc", "typst", "markitdown"):
        if reason := peers.missing(peer):
            print(f"left out: {reason}")
    article: Path = arguments.article.absolute()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_process(folder, article.read_text("utf-8"), arguments.runs)
        one_big_text(folder, article.read_text("utf-8"))
        one_article(folder, article, 2 * arguments.runs + 1)


if __name__ == "__main__":
    main()
