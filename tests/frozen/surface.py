"""What plugins may use, as data: every public name with its fields or parameters.

python tests/frozen/surface.py > tests/frozen/api_1/surface.json
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from enum import IntEnum
from importlib import import_module
from types import ModuleType, UnionType
from typing import Any, get_args

import msgspec

from copydesk import errors

MODULES = (
    "copydesk",
    "copydesk.errors",
    "copydesk.hooks",
    "copydesk.testing",
    "copydesk.tree",
    "copydesk.walk",
)
"""What docs/reference/stability.md calls public."""

UNIONS = ("Inline", "HeadNode", "Block", "AnyNode", "AsideRole")
"""The closed unions of the tree: to an exporter that matches on them, a new member is a break."""

CONSTANTS = ("ENTRY_POINT_GROUP", "MAX_DEPTH")
"""Values that plugins rely on; of all others the type is listed."""


def surface() -> dict[str, Any]:
    """The surface of the copydesk that is installed."""
    found: dict[str, Any] = {}
    for module in map(import_module, MODULES):
        for name in _public(module):
            found[f"{module.__name__}.{name}"] = _described(getattr(module, name), name)
    return found


def _public(module: ModuleType) -> list[str]:
    listed: list[str] | None = getattr(module, "__all__", None)
    if listed is not None:
        return sorted(listed)
    if module is errors:  # the exceptions, and not what they are made and printed with
        kinds = (errors.CopydeskError, errors.ExitCode)
        return sorted(name for name, value in vars(module).items()
                      if isinstance(value, type) and issubclass(value, kinds))  # fmt: skip
    return sorted(
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (getattr(value, "__module__", None) == module.__name__ or _is_of_tree(name, module))
        and not isinstance(value, ModuleType)
        and name != "annotations"
    )


def _is_of_tree(name: str, module: ModuleType) -> bool:
    return module.__name__ == "copydesk.tree" and name in (*UNIONS, *CONSTANTS)


def _described(value: object, name: str) -> dict[str, Any]:
    if name in UNIONS and (isinstance(value, UnionType) or get_args(value)):
        return {"members": sorted(map(_member, get_args(value)))}
    if isinstance(value, type) and issubclass(value, msgspec.Struct):
        return {"fields": {field.name: _default(field) for field in msgspec.structs.fields(value)}}
    if isinstance(value, type) and issubclass(value, IntEnum):
        return {"values": {member.name: int(member) for member in value}}
    if isinstance(value, type):
        methods = {
            key: _parameters(method)
            for key, method in vars(value).items()
            if inspect.isfunction(method)
            and method.__module__.startswith("copydesk")  # no __init__ that a Protocol makes
            and (key == "__init__" or not key.startswith("_"))
        }
        return {"bases": [base.__name__ for base in value.__mro__[1:-1]], "methods": methods}
    if inspect.isfunction(value):
        return {"parameters": _parameters(value)}
    return {"value": value if name in CONSTANTS else type(value).__name__}


def _member(member: object) -> str:
    return (
        member.__name__
        if isinstance(member, type)
        else str(getattr(member, "__forward_arg__", member))
    )


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    # Of a struct the type: its own fields are listed under its name.
    return (
        type(field.default).__name__
        if isinstance(field.default, msgspec.Struct)
        else repr(field.default)
    )


def _parameters(function: Callable[..., object]) -> dict[str, str]:
    return {
        name: f"{parameter.kind.name} = "
        + ("required" if parameter.default is parameter.empty else repr(parameter.default))
        for name, parameter in inspect.signature(function).parameters.items()
    }


if __name__ == "__main__":
    json.dump(surface(), sys.stdout, indent=1)
    print()
