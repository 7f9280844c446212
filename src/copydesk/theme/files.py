"""Themes from TOML files, shipped ones and a user's own, checked so that a slip is named."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from copydesk.options import FormatOptions
from copydesk.theme.model import Theme, contrast

SHIPPED = ("article", "newspaper", "book")
"""The themes that come with copydesk."""

DEFAULT = "article"

EXTENDS = "extends"
"""The key by which a file names the theme that it changes."""

_SUFFIX = ".toml"
_LEAST_CONTRAST = 4.5
_WHITE = "#ffffff"
_LONGEST_CHAIN = 8


class ThemedOptions(FormatOptions, frozen=True):
    """Base of the options of formats that themes are for; they are made of good themes only."""

    theme: Annotated[
        str, Meta(description="how it looks: article, newspaper, book, or a .toml file")
    ] = DEFAULT

    def __post_init__(self) -> None:
        """Raises `OptionError` for a theme that cannot be used."""
        if self.theme != DEFAULT:
            load_theme(self.theme)


class ThemeFile(Struct, frozen=True):
    """A theme as it lies in a file. `name` is its path, or that of a shipped theme."""

    name: str
    text: str


def load_theme(given: str) -> Theme:
    """The shipped theme of that name, or that of the TOML file at that path.

    Raises `OptionError` where there is none, or where the file is no theme; it names the line.
    """
    if given in SHIPPED:
        return _shipped(given)
    return _theme(_chain(given))


@cache
def _shipped(name: str) -> Theme:
    return _theme(_chain(name))


def _chain(given: str) -> tuple[ThemeFile, ...]:
    """The file of a theme, that of the theme which it extends, and so on."""
    found = [_read(given, None)]
    while (base := tables(found[-1]).get(EXTENDS)) is not None:
        last = found[-1]
        found.append(_read(str(base), last))
        if found[-1] in found[:-1] or len(found) > _LONGEST_CHAIN:
            raise _faults().fault(last, (EXTENDS,), f"{EXTENDS} = {base!r} leads back to itself")
    return tuple(found)


def _read(given: str, origin: ThemeFile | None) -> ThemeFile:
    """The theme called `given`, by the user or in the file `origin`, whose folder a path is of."""
    if given in SHIPPED:
        shipped = Path(__file__).with_name(given + _SUFFIX)
        return ThemeFile(given, shipped.read_text("utf-8"))
    if not given.endswith(_SUFFIX):
        raise _faults().unknown(given, origin, SHIPPED)
    path = Path(given) if origin is None else Path(origin.name).parent / given
    try:
        return ThemeFile(str(path), path.read_text("utf-8-sig"))
    except OSError as error:
        why = f"cannot be read: {error.strerror or error}"
    except ValueError:  # or a null in the path
        why = "is no text in UTF-8"
    raise _faults().fault(origin, (EXTENDS,), f"the theme {given} {why}")


@lru_cache(maxsize=32)
def tables(file: ThemeFile) -> Mapping[str, Any]:
    """What the file says; nobody changes it. Raises `OptionError` where it is no TOML."""
    import tomllib  # noqa: PLC0415 # takes milliseconds that no run without a theme should spend

    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise _faults().no_toml(error, file) from None


@lru_cache(maxsize=32)
def _theme(chain: tuple[ThemeFile, ...]) -> Theme:
    """What the files say together, the first one above all."""
    merged: dict[str, Any] = {}
    for file in reversed(chain):
        own = {key: value for key, value in tables(file).items() if key != EXTENDS}
        merged = _merged(merged, own)
    try:
        theme = msgspec.convert(merged, Theme)
    except msgspec.ValidationError as error:
        raise _faults().explained(error, merged, chain) from None
    ratio = contrast(theme.accent, _WHITE)
    if ratio < _LEAST_CONTRAST:
        raise _faults().fault(
            _faults().who_said(chain, ("accent",)),
            ("accent",),
            f"accent = {theme.accent!r} is too pale to read: {ratio:.1f} to 1 against white",
            f"take a darker one, from {_LEAST_CONTRAST} to 1 on",
        )
    return theme


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(below)
    for key, value in above.items():
        under = made.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            made[key] = _merged(under, value)
        else:
            made[key] = value
    return made


def _faults() -> ModuleType:
    """The module that finds words for what is wrong, which is rarely needed."""
    from copydesk.theme import faults  # noqa: PLC0415 # see above

    return faults
