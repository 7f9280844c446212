"""The learned weights belong to what the parser can observe, and nothing is observed in vain."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from copydesk.parsing import headings, headline, weights

PARSING = Path(headings.__file__).parent
SAID = "".join(
    (PARSING / name).read_text("utf-8")
    for name in ("headings.py", "headline.py", "false_friends.py", "manner.py")
)
COMPOSED = {f"{each} stands under it" for each in ("a list", "verse", "a table", "a quotation")}
TABLES = {
    "HEADING_ALONE": weights.HEADING_ALONE,
    "HEADING": weights.HEADING,
    "HEADLINE": weights.HEADLINE,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_weight_is_of_something_that_the_parser_says(name: str) -> None:
    assert [key for key in TABLES[name] if f'"{key}"' not in SAID and key not in COMPOSED] == []


def test_most_lines_are_no_headings_and_a_headline_stands_first() -> None:
    assert weights.HEADING[headings.ALWAYS] < 0
    assert weights.HEADLINE["it stands first"] > 0 > weights.HEADLINE["it stands last"]
    assert headline.NONE < 0, "no index of a block"


def test_nothing_makes_a_heading_of_what_is_hopeless() -> None:
    further = "".join((PARSING / f"{n}.py").read_text("utf-8") for n in ("false_friends", "manner"))
    further += inspect.getsource(headings.observe_company)
    for table in (weights.HEADING_ALONE, weights.HEADING):
        in_favour = [w for said, w in table.items() if w > 0 and f'"{said}"' in further]
        assert headings.HOPELESS + sum(in_favour) <= 0
