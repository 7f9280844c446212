"""Draw pages of PDFs as pictures: python scripts/render_pages.py FOLDER FILE.pdf… [--pages N]

Each page becomes FOLDER/<stem>.png, or <stem>-2.png and so on for those after the first. The
pictures of the documentation are made with it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pypdfium2
from PIL import ImageOps

SCALE = 1.6
"""Pixels a point."""

FRAME = "#c9c9c9"


def draw(pdf: Path, folder: Path, pages: int) -> list[Path]:
    """Draw the first `pages` pages of `pdf` into `folder`; the files that were written."""
    written: list[Path] = []
    document = pypdfium2.PdfDocument(pdf)
    for index in range(min(pages, len(document))):
        picture = document[index].render(scale=SCALE).to_pil()
        name = pdf.stem if not index else f"{pdf.stem}-{index + 1}"
        target = folder / f"{name}.png"
        framed = ImageOps.expand(picture, border=1, fill=FRAME)
        framed.convert("L").quantize(16).save(target, optimize=True)
        written.append(target)
    return written


def main() -> None:
    """Draw what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pdfs", type=Path, nargs="+")
    parser.add_argument("--pages", type=int, default=1)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for pdf in arguments.pdfs:
        for written in draw(pdf, arguments.folder, arguments.pages):
            print(written)


if __name__ == "__main__":
    main()
