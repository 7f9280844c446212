"""Patterns that are compiled at their first use, which for many of them never comes."""

from __future__ import annotations

import re
from typing import Any, cast


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile(pattern, flags)`, at its first use. Raises `re.error` then, and not before."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """Stands for a compiled pattern; what was asked of it once is an attribute of its own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 # a method or a field of re.Pattern
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found
