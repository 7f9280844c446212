"""No rendering moves unseen: each sample in each theme stands where it stood when it was looked at.

What is compared are the lines of each page, read back with PDFium, to the point: no pixels, so that
the same files pass on any machine.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path

import pytest

from page_rows import CASES, FOLDER, Row, load, page_rows, render

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "docs" / "images" / "gallery"
ACCEPT = "look at the pages; if they are meant to be so: python tests/page_rows.py"


def difference(was: list[Row], now: list[Row]) -> str:
    """The first line that moved, and how many did; nothing if none did."""
    pairs = list(zip_longest(was, now))
    moved = [(one, two) for one, two in pairs if one is None or two is None or not one.near(two)]
    if not moved:
        return ""
    one, two = moved[0]
    return (
        f"{len(moved)} of {len(pairs)} lines moved, the first from\n  {one}\nto\n  {two}\n"
        f"(page, left, right, baseline, text); {ACCEPT}"
    )


@pytest.mark.parametrize("case", CASES)
def test_no_line_moved(case: str) -> None:
    moved = difference(load(case), list(page_rows(render(case))))
    assert not moved, f"{case}: {moved}"


def test_every_file_has_a_case() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == sorted(CASES), ACCEPT


def test_a_move_is_noticed_and_rounding_is_not() -> None:
    row = Row(1, 45, 288, 644, "Rain fell")
    assert difference([row], [row._replace(left=46)]) == ""
    for moved in (row._replace(left=47), row._replace(page=2), row._replace(start="Snow fell")):
        assert "1 of 1 lines moved" in difference([row], [moved])
    assert "1 of 2 lines moved" in difference([row, row], [row])


def test_the_gallery_shows_its_pictures() -> None:
    page = (ROOT / "docs" / "gallery.md").read_text("utf-8")
    shown = set(re.findall(r"\(images/gallery/([^)]+)\)", page))
    assert shown == {path.name for path in GALLERY.glob("*.png")}, "make gallery"
