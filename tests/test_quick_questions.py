"""What is asked of a line before a pattern is: it may pass over nothing that the pattern finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from copydesk.parsing import shapes
from copydesk.parsing.notices import URL, holds_address

PIECES = st.sampled_from(
    ["•", "-", "–", "--", "_", "*", "o", "o  ", "+", "(", ")", ".", "1", "12", "1.2", "iv", "XIV",
     "§", "b", " ", "  ", "\t", "\u3000", "word", "page 3", "p. 12", "No. 4", "1998", "from",
     "From ", "taken from", "Reprinted by", "permission", "“The Title”", "NJW 2010, 12", "ff.",
     "vol. ix", "www.", "http://", "a@b.org", "mailto:", "Dear Ann", "Liebe Grete", ",", "!", ":",
     "，"]
)  # fmt: skip
LINES = st.lists(PIECES, min_size=1, max_size=7).map("".join)


@given(LINES)
def test_marks_are_found_as_by_their_patterns_alone(text: str) -> None:
    for quick, pattern in (
        (shapes.find_bullet, shapes.BULLET),
        (shapes.find_number, shapes.NUMBER),
        (shapes.find_section_number, shapes.SECTION_NUMBER),
    ):
        found, expected = quick(text), pattern.match(text)
        assert (found and found.span()) == (expected and expected.span()), pattern.pattern


@given(LINES)
def test_lines_are_told_as_by_their_patterns_alone(text: str) -> None:
    assert shapes.says_source(text) == (shapes.SOURCE_LINE.fullmatch(text) is not None)
    assert shapes.is_salutation(text) == (shapes.SALUTATION.fullmatch(text) is not None)
    assert holds_address(text) == (URL.search(text) is not None)
