"""What is wrong with a theme, in one line: the file, the line, the key, what it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from tomllib import TOMLDecodeError
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct

from copydesk.errors import OptionError
from copydesk.options import describe_type
from copydesk.theme.files import DEFAULT, EXTENDS, ThemeFile, tables
from copydesk.theme.model import Theme

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_PATTERNS = {
    "accent": "a colour like #0d4585",
    "faces": "the name of a font, at most 31 characters",
}


def explained(
    error: msgspec.ValidationError, merged: Mapping[str, Any], chain: tuple[ThemeFile, ...]
) -> OptionError:
    """The error of tables that make no theme, in terms of the file that has the slip."""
    message, _, where = str(error).partition(" - at `$")
    path = tuple(key for key in where.rstrip("`").split(".") if key)
    named = re.search(r"field `([^`]+)`", message)
    if named and "unknown" in message:
        known = list(_fields(path))
        near = get_close_matches(named[1], known, n=1)
        cure = f"did you mean {near[0]}? " if near else ""
        place = f"[{'.'.join(path)}]" if path else "A theme" if near else "a theme"
        path = (*path, named[1])
        cure += f"{place} has {', '.join(known)}"
        return fault(who_said(chain, path), path, f"there is no {'.'.join(path)}", cure)
    if named:
        path = (*path, named[1])
        return fault(
            chain[0],
            path,
            f"{'.'.join(path)} is missing",
            f'give it, or begin with {EXTENDS} = "{DEFAULT}" to take over what is not given',
        )
    value: object = merged
    for key in path:
        value = value[key] if isinstance(value, dict) else None
    shown = "a table" if isinstance(value, dict) else repr(value)
    return fault(
        who_said(chain, path),
        path,
        f"{'.'.join(path)} = {shown} does not fit",
        f"it takes {_allowed(path)}",
    )


def _fields(path: tuple[str, ...]) -> dict[str, Any]:
    """The keys of a table of a theme, and their types."""
    kind: Any = Theme
    for key in path:
        kind = _fields_of(kind)[key]
    return _fields_of(kind)


def _fields_of(kind: type[Struct]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(kind)}


def _allowed(path: tuple[str, ...]) -> str:
    """What the key takes, in words."""
    hint = _fields(path[:-1])[path[-1]]
    if isinstance(hint, type) and issubclass(hint, Struct):
        return f"a table: [{path[-1]}]"
    for meta in getattr(hint, "__metadata__", ()):
        if meta.pattern is not None:
            return _PATTERNS[path[0]]
        if meta.ge is not None:
            return f"{describe_type(hint)} from {meta.ge:g} to {meta.le:g}"
    return describe_type(hint).replace("|", " or ")


def who_said(chain: tuple[ThemeFile, ...], path: tuple[str, ...]) -> ThemeFile:
    """The first file of a chain that says what stands at `path`, which is the one that counts."""
    for file in chain:
        value: object = tables(file)
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is not None:
            return file
    return chain[0]


def unknown(given: str, origin: ThemeFile | None, shipped: tuple[str, ...]) -> OptionError:
    """The error of a theme that there is not; `origin` is the file that extends it."""
    near = get_close_matches(given, shipped, n=1)
    cure = f"it takes {', '.join(shipped)}, or a file whose name ends in .toml"
    if near:
        cure = f"did you mean {near[0]}? {cure[:1].upper()}{cure[1:]}"
    return fault(origin, (EXTENDS,), f"there is no theme {given!r}", cure)


def no_toml(error: TOMLDecodeError, file: ThemeFile) -> OptionError:
    """The error of a file that tomllib cannot read."""
    message = str(error)
    found = _TOML_PLACE.search(message)
    line = (found and found[1]) or file.text.count("\n") + 1
    message = _TOML_PLACE.sub("", message)
    return OptionError(
        f"no TOML: {message[:1].lower() + message[1:]}", path=file.name, place=f"line {line}"
    )


def fault(
    file: ThemeFile | None, path: tuple[str, ...], message: str, cure: str | None = None
) -> OptionError:
    """The error of what `file` says at `path`; the user's own words where it is None."""
    if file is None:
        return OptionError(message, cure=cure)
    line = _line_of(file.text, path)
    return OptionError(message, path=file.name, place=f"line {line}" if line else None, cure=cure)


def _line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The line, from 1, that says most of `path`: its key, or else its table."""
    best, found = 0, None
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        here: tuple[str, ...] = ()
        if header := _HEADER.match(line):
            here = table = _parts(header[1])
        elif key := _KEY.match(line):
            here = (*table, *_parts(key[1]))
        if here and here == path[: len(here)] and len(here) > best:
            best, found = len(here), number
    return found


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip(" \"'") for part in key.split("."))
