"""Where each line of a PDF stands: to see that a rendering moved, and what of it.

    python tests/page_rows.py        # take what is rendered now for right

Each sample in each theme has a file in tests/layouts: a row a line, its left end, its right end and
its baseline in points, and the characters that it starts with.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

import copydesk

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "layouts"
THEMES = ("article", "newspaper", "book")
SCRIPTS = ("scripts-el", "scripts-ru")
"""Those that the shipped fonts have: others look as the fonts of the machine do."""
CASES = [f"{theme}-{path.stem}" for theme in THEMES for path in sorted(ROOT.glob("samples/*.txt"))]
CASES += [f"article-{sample}" for sample in SCRIPTS]
_SHOWN = 24
_GAP = 40.0
"""So many points between two characters part two pieces of a line."""


class Row(NamedTuple):
    """A line, or a piece of one: its page, its ends, its baseline, and how it starts."""

    page: int
    left: int
    right: int
    baseline: int
    start: str

    def __str__(self) -> str:
        return f"{self.page:3} {self.left:4} {self.right:4} {self.baseline:4}  {self.start}"

    def near(self, other: Row) -> bool:
        """Whether the two are the same, but for what rounding does."""
        apart = (abs(one - two) for one, two in zip(self[1:4], other[1:4], strict=True))
        return self.page == other.page and self.start == other.start and max(apart) <= 1


def render(case: str) -> bytes:
    """The PDF of a case: a theme, a dash, a sample."""
    theme, _, sample = case.partition("-")
    path = f"{sample}.txt".replace("scripts-", "scripts/")
    document = copydesk.read(ROOT / "samples" / path)
    return copydesk.export(document, "pdf", theme=theme)


def page_rows(data: bytes) -> Iterator[Row]:
    """The rows of a file in its order, from where its characters have their origins."""
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        textpage = page.get_textpage()
        x, y = ctypes.c_double(), ctypes.c_double()
        xs: list[float] = []
        baseline, start = 0.0, ""
        for index in range(textpage.count_chars()):
            char = chr(raw.FPDFText_GetUnicode(textpage, index) or 32)
            if char in "\r\n" or not raw.FPDFText_GetCharOrigin(textpage, index, x, y):
                continue
            if xs and (abs(y.value - baseline) > 0.5 or abs(x.value - xs[-1]) > _GAP):
                yield from _row(number, xs, baseline, start)
                xs, start = [], ""
            xs.append(x.value)
            baseline = y.value
            start += char
        yield from _row(number, xs, baseline, start)


def _row(page: int, xs: list[float], baseline: float, text: str) -> Iterator[Row]:
    if text.strip():
        start = text.strip()[:_SHOWN].strip()
        yield Row(page, round(min(xs)), round(max(xs)), round(baseline), start)


def load(case: str) -> list[Row]:
    """The rows of a case as they were when somebody looked at them."""
    rows: list[Row] = []
    for line in (FOLDER / f"{case}.txt").read_text("utf-8").splitlines():
        page, left, right, baseline = map(int, line[:18].split())
        rows.append(Row(page, left, right, baseline, line[20:]))
    return rows


def main() -> None:
    """Write the files of all cases."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for case in CASES:
        rows = "".join(f"{row}".rstrip() + "\n" for row in page_rows(render(case)))
        (FOLDER / f"{case}.txt").write_text(rows, "utf-8")


if __name__ == "__main__":
    main()
