"""The parser reads the cases of tests/cases/parsing as they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.lossless import restore
from copydesk.parsing import parse
from outline_case import case_lines, expected_lines

CASES = Path(__file__).parent / "cases" / "parsing"


def _cases() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(CASES.glob("*.case")):
        for part in path.read_text(encoding="utf-8").split("--- ")[1:]:
            name, _, rest = part.partition("\n")
            copy, separator, expected = rest.partition("\n.\n")
            assert separator, f"{path.name}: the case {name!r} has no line with a dot"
            found.append((f"{path.stem}: {name}", copy, expected))
    return found


@pytest.mark.parametrize(("copy", "expected"), [pytest.param(c, e, id=n) for n, c, e in _cases()])
def test_case(copy: str, expected: str):
    document = parse(copy)
    assert case_lines(document) == expected_lines(expected)
    assert restore(document) == copy
