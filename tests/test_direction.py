"""Which way text runs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.exporters._direction import (
    has_right_to_left,
    is_right_to_left,
    language_is_right_to_left,
)


def test_no_letter_that_runs_from_right_to_left_is_overlooked() -> None:
    overlooked = [
        hex(code)
        for code in range(0x110000)
        if unicodedata.bidirectional(chr(code)) in {"R", "AL"} and not has_right_to_left(chr(code))
    ]
    assert overlooked == []


@given(st.text())
def test_the_unicode_database_agrees(text: str) -> None:
    kinds = [unicodedata.bidirectional(char) for char in text]
    strong = [kind for kind in kinds if kind in {"L", "R", "AL"}]
    if {"R", "AL"} & set(kinds):
        assert has_right_to_left(text)
    assert is_right_to_left(text) == bool(strong and strong[0] != "L")


@pytest.mark.parametrize("tag", ["ar", "he", "fa-IR", "ur", "yi", "az-Arab", "AR"])
def test_languages_from_right_to_left(tag: str) -> None:
    assert language_is_right_to_left(tag)


@pytest.mark.parametrize("tag", [None, "", "en", "de-CH", "ur-Latn", "zh-Hant", "und"])
def test_languages_from_left_to_right(tag: str | None) -> None:
    assert not language_is_right_to_left(tag)
