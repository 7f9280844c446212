"""Hyphens at the ends of lines: which are the word's own and which only divide it."""

from __future__ import annotations

import pytest

from copydesk.lossless import restore
from copydesk.parsing import parse
from copydesk.walk import plain_text

CASES = {
    "the copy has the word undivided": (
        "The weather is a matter of information, and people who have no infor-\n"
        "mation about it talk about it all the same, because it is there.",
        "no information about",
    ),
    "the copy has the compound with its hyphen": (
        "He is a well-known man, and like all well-known men he lives in a well-\n"
        "known house, which people come to look at on Sunday afternoons.",
        "a well-known house",
    ),
    "what follows is no word": (
        "Nobody in the harbour has ever been able to say what the naviga-\n"
        "tion of the inner basin is meant to achieve, or for whom it is.",
        "the navigation of",
    ),
    "nothing speaks against a compound": (
        "She came over the hill in the late morning with a weather-\n"
        "beaten face and a dog that looked as though it had been lent.",
        "a weather-beaten face",
    ),
    "over the end of a page": (
        "The light is made of oil and of glass, and the glass was the more expen-\n"
        "\n12\n\n"
        "sive of the two. It is expensive still, and people say so when they see it.",
        "more expensive of",
    ),
    "lines that end in two characters": (
        "The weather is a matter of information, and people who have no infor-\r\n"
        "mation about it talk about it all the same, because it is there.",
        "no information about",
    ),
}


@pytest.mark.parametrize(("copy", "shown"), CASES.values(), ids=CASES.keys())
def test_a_word_is_put_together_as_it_is_spelt(copy: str, shown: str):
    document = parse(copy)
    assert shown in " ".join(plain_text(document).split())
    assert restore(document) == copy
