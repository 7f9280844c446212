"""Typed options of readers and exporters, from `KEY=VALUE` strings or from Python values.

A format declares its options as a frozen struct whose annotations carry the documentation:

    class Options(FormatOptions, frozen=True):
        page: Annotated[Literal["A4", "Letter"], Meta(description="paper size")] = "A4"
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar, get_args, get_type_hints

import msgspec
from msgspec import Struct

from copydesk.errors import OptionError


class FormatOptions(Struct, frozen=True, kw_only=True, gc=False):
    """Base of every options struct. All fields have a default and a description."""


class OptionHelp(Struct, frozen=True, gc=False):
    """One option as the help and the reference print it."""

    key: str
    type: str
    default: str
    description: str


OptionsT = TypeVar("OptionsT", bound=FormatOptions)


def make_options(
    options: type[OptionsT], format_name: str, values: Mapping[str, object]
) -> OptionsT:
    """Build `options` from `values`; strings are read as the field's type.

    Raises `OptionError` naming the real options for an unknown key, and the field's type for
    a value that does not fit.
    """
    if not values:
        return options()  # looking the fields up takes time that short documents notice
    known = {field.name: field for field in msgspec.structs.fields(options)}
    for key in values:
        if key not in known:
            raise OptionError(
                f"{format_name} has no option {key!r}", cure=_suggest(format_name, key, list(known))
            )
    try:
        return msgspec.convert(dict(values), options, strict=False)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$.")
        key = where.rstrip("`")
        shown = f"{format_name}.{key}={values[key]}" if key in values else format_name
        cure = f"it takes {describe_type(known[key].type)}" if key in known else None
        # "Expected `int`, got `str`" says less than the cure does.
        fault = "does not fit" if ", got `" in message else message[:1].lower() + message[1:]
        raise OptionError(f"{shown}: {fault}", cure=cure) from None


def describe_options(options: type[FormatOptions]) -> list[OptionHelp]:
    """Key, type, default and description of each option, in declared order."""
    hints = get_type_hints(options, include_extras=True)
    return [
        OptionHelp(
            key=field.name,
            type=describe_type(hints[field.name]),
            default=_default(field),
            description=_description(hints[field.name]),
        )
        for field in msgspec.structs.fields(options)
    ]


def describe_type(hint: object) -> str:
    """A type as a user reads it: `A4|Letter`, `yes|no`, `a number`, `text`."""
    if hasattr(hint, "__metadata__"):
        return describe_type(getattr(hint, "__origin__", str))
    if hint is bool:
        return "true|false"
    if hint is int:
        return "a whole number"
    if hint is float:
        return "a number"
    args = [arg for arg in get_args(hint) if arg is not type(None)]
    if not args:
        return "text"
    if all(isinstance(arg, str) for arg in args):
        return "|".join(args)
    return " or ".join(describe_type(arg) for arg in args)


def _default(field: msgspec.structs.FieldInfo) -> str:
    match field.default:
        case bool(value):
            return str(value).lower()
        case None:
            return "none"
        case value:
            return str(value)


def _description(hint: object) -> str:
    for item in getattr(hint, "__metadata__", ()):
        if isinstance(item, msgspec.Meta) and item.description:
            return item.description
    return ""


def _suggest(format_name: str, key: str, known: list[str]) -> str:
    if not known:
        return f"{format_name} takes no options"
    near = get_close_matches(key, known, n=1)
    listing = ", ".join(f"{format_name}.{name}" for name in known)
    return (
        f"did you mean {format_name}.{near[0]}? It has {listing}" if near else f"it has {listing}"
    )
