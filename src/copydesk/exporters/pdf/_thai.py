"""Where Thai words end: told by a model of BudouX, where that is installed (the extra `thai`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import accumulate


@cache
def _parse() -> Callable[[str], list[str]] | None:
    try:
        from budoux import load_default_thai_parser  # noqa: PLC0415 # only Thai asks for it
    except ImportError:
        return None
    return load_default_thai_parser().parse


def word_ends(text: str) -> frozenset[int] | None:
    """The places in a Thai text where a word ends; None where nobody is there to tell."""
    parse = _parse()
    return frozenset(accumulate(map(len, parse(text)))) if parse is not None else None
