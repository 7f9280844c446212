"""Typed options of readers and exporters, from `KEY=VALUE` strings or from Python values.

A format declares its options as a frozen struct whose annotations carry the documentation:

    class Options(FormatOptions, frozen=True):
        page: Annotated[Literal["A4", "Letter"], Meta(description="paper size")] = "A4"
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints

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
        given = {key: _split(known[key].type, value) for key, value in values.items()}
        return msgspec.convert(given, options, strict=False)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$.")
        key = where.rstrip("`").partition("[")[0]
        shown = f"{format_name}.{key}={values[key]}" if key in values else format_name
        cure = f"it takes {describe_type(known[key].type)}" if key in known else None
        # "Expected `int`, got `str`" says less than the cure does.
        fault = message[:1].lower() + message[1:]
        if ", got `" in message or message.startswith("Invalid enum value"):
            fault = "does not fit"
        raise OptionError(f"{shown}: {fault}", cure=cure) from None


def read_arguments(options: type[FormatOptions], name: str, arguments: str) -> dict[str, str]:
    """`KEY=VALUE,KEY=VALUE` as values by key; a VALUE alone is that of the first option.

    A comma that no `KEY=` follows belongs to the value, so that `roles=credit,rights` is one value.
    Raises `OptionError` for a value of something that has no options.
    """
    fields = msgspec.structs.fields(options)
    values: dict[str, str] = {}
    key = fields[0].name if fields else None
    for piece in arguments.split(",") if arguments else ():
        named, equals, value = piece.partition("=")
        own = named.strip().replace("-", "_")
        if equals and own.isidentifier():
            key = own
        else:
            value = piece
        if key is None:
            raise OptionError(f"{name}={arguments}: {name} takes no options")
        values[key] = f"{values[key]},{value}" if key in values else value
    return values


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
    if get_origin(hint) is tuple:
        return describe_type(get_args(hint)[0]) + ", several with commas"
    args = [arg for arg in get_args(hint) if arg is not type(None)]
    if not args:
        return "text"
    if all(isinstance(arg, str) for arg in args):
        return "|".join(args)
    between = "|" if all(get_origin(arg) is Literal for arg in args) else " or "
    return between.join(describe_type(arg) for arg in args)


def _split(hint: object, value: object) -> object:
    """A string for an option that takes several values is these values, with commas between."""
    if not (isinstance(value, str) and get_origin(_bare(hint)) is tuple):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _bare(hint: object) -> object:
    return getattr(hint, "__origin__", hint) if hasattr(hint, "__metadata__") else hint


def _default(field: msgspec.structs.FieldInfo) -> str:
    match field.default:
        case bool(value):
            return str(value).lower()
        case None:
            return "none"
        case tuple(values):
            return ",".join(map(str, values))
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
    from difflib import get_close_matches  # noqa: PLC0415 # for a slip alone

    near = get_close_matches(key, known, n=1)
    listing = ", ".join(f"{format_name}.{name}" for name in known)
    return (
        f"did you mean {format_name}.{near[0]}? It has {listing}" if near else f"it has {listing}"
    )
