"""Draw the gallery: python scripts/render_gallery.py

Each sample in each theme of the PDF exporter becomes a picture of its first pages in
docs/images/gallery, and docs/gallery.md the page that shows them.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pypdfium2
from PIL import Image

import copydesk

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "images" / "gallery"
PAGES = 4
"""So many pages of a file are shown."""
SCALE = 0.72
"""Pixels a point."""
GROUND = "#d9d9d6"
EDGE = 10

THEMES = {
    "article": "One column on A4: essays, reports, letters. The default.",
    "newspaper": "The title across the page and the story in two columns on one grid, hyphenated,"
    " with the last columns as long as each other.",
    "book": "A5 with a page for the title, contents, chapters that open pages, running heads, and"
    " margins that mirror each other.",
}

HEAD = """# Gallery

The [samples](../samples/README.md) in each [theme](reference/formats.md#pdftheme) of the PDF
exporter, up to four pages of each. The pictures are made with `make gallery`, and
`tests/test_pdf_gallery.py` notices when a line of them moves.
"""

SCRIPTS = (("el", "ru", "ar"), ("he", "hi", "th"), ("zh", "ja"))
SCRIPTS_HEAD = """
## Scripts

Words of the Universal Declaration of Human Rights, on A5. Latin, Greek and Cyrillic letters are
those of the fonts that copydesk ships; the others are those of fonts that are
[found](reference/formats.md#pdffont_dir) on the machine.
"""


def draw(target: Path, *files: bytes) -> None:
    """Draw the first pages of a PDF, or of several, beside each other."""
    pictures = [
        page.render(scale=SCALE).to_pil()
        for data in files
        for page in islice(pypdfium2.PdfDocument(data), PAGES)
    ]
    width = sum(picture.width + EDGE for picture in pictures) + EDGE
    sheet = Image.new("RGB", (width, pictures[0].height + 2 * EDGE), GROUND)
    left = EDGE
    for picture in pictures:
        sheet.paste(picture, (left, EDGE))
        left += picture.width + EDGE
    greys = Image.new("P", (1, 1))
    greys.putpalette([level for grey in range(0, 256, 17) for level in (grey, grey, grey)])
    quantized = sheet.quantize(palette=greys, dither=Image.Dither.NONE)
    quantized.save(target, optimize=True, bits=4)


def main() -> None:
    """Draw all pictures and write the page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.png"):
        path.unlink()
    parts = [HEAD]
    for theme, about in THEMES.items():
        parts.append(f"\n## {theme}\n\n{about}\n")
        for sample in sorted((ROOT / "samples").glob("*.txt")):
            target = FOLDER / f"{theme}-{sample.stem}.png"
            draw(target, copydesk.export(copydesk.read(sample), "pdf", theme=theme))
            parts.append(f"\n![{sample.stem} as {theme}](images/gallery/{target.name})\n")
    parts.append(SCRIPTS_HEAD)
    for number, languages in enumerate(SCRIPTS, 1):
        target = FOLDER / f"scripts-{number}.png"
        paths = [ROOT / "samples" / "scripts" / f"{language}.txt" for language in languages]
        files = [copydesk.export(copydesk.read(path), "pdf", page="A5") for path in paths]
        draw(target, *files)
        parts.append(f"\n![{', '.join(languages)}](images/gallery/{target.name})\n")
    (ROOT / "docs" / "gallery.md").write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
