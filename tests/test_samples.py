"""Every sample is read as a careful reader reads it (tests/cases/samples)."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.lossless import restore
from copydesk.parsing import parse
from copydesk.walk import validate
from outline_case import case_lines, expected_lines

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


def test_every_sample_has_a_case():
    cases = {path.stem for path in (ROOT / "tests" / "cases" / "samples").glob("*.expected")}
    assert cases == {path.stem for path in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_structure(sample: Path):
    case = ROOT / "tests" / "cases" / "samples" / f"{sample.stem}.expected"
    document = parse(sample.read_text(encoding="utf-8"), name=sample.name)
    assert case_lines(document) == expected_lines(case.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_nothing_is_lost_and_the_tree_is_valid(sample: Path):
    text = sample.read_text(encoding="utf-8")
    document = parse(text, name=sample.name)
    assert restore(document) == text
    assert validate(document) == []
