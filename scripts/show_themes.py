"""Draw one article in all themes: python scripts/show_themes.py FOLDER FILE.txt

FOLDER gets `<theme>-<format>.png` for DOCX (as LibreOffice sets it), EPUB (as Chromium does) and
PDF. The pictures of docs/how-to/make-a-theme.md are made with it.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

import copydesk
from copydesk.theme.files import SHIPPED

WIDTH = 320
"""Pixels."""

SCREEN = (560, 760)
FRAME = "#c9c9c9"
COLOURS = 40


def page(pdf: Path) -> Image.Image:
    """The first page of a PDF."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=1.6).to_pil()


def word(path: Path, folder: Path) -> Image.Image:
    """The first page of a Word document."""
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path))
    return page(folder / f"{path.stem}.pdf")


def screen(path: Path, folder: Path) -> Image.Image:
    """The first screen of the text of a book."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    picture = folder / "screen.png"
    run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--disable-background-networking", f"--window-size={SCREEN[0]},{SCREEN[1]}",
        f"--screenshot={picture}", str(min((folder / "EPUB").glob("text*.xhtml"))),
    )  # fmt: skip
    return Image.open(picture)


def run(program: str, *arguments: str) -> None:
    """Run a program that has to be installed."""
    found = shutil.which(program)
    if found is None:
        raise SystemExit(f"{program} is not installed")
    subprocess.run([found, *arguments], check=True, capture_output=True)  # noqa: S603 # see above


def draw(text: Path, folder: Path) -> None:
    """Draw `text` in all themes and formats."""
    document = copydesk.read(text)
    for theme in SHIPPED:
        for form in ("docx", "epub", "pdf"):
            with tempfile.TemporaryDirectory() as name:
                path = Path(name) / f"article.{form}"
                options = {"split": "none"} if form == "epub" else {}
                copydesk.export(document, form, path, theme=theme, **options)
                made = {"docx": word, "epub": screen}.get(form)
                picture = made(path, path.parent) if made else page(path)
                target = folder / f"{theme}-{form}.png"
                height = round(picture.height * WIDTH / picture.width)
                small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
                framed = ImageOps.expand(small, border=1, fill=FRAME)
                framed.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(target, optimize=True)
                print(target)


def main() -> None:
    """Draw what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("text", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    draw(arguments.text, arguments.folder)


if __name__ == "__main__":
    main()
