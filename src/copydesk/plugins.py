"""Finding plugins and asking each on its own what it registers, so that its faults stay its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

import pluggy
from msgspec import Struct, convert
from msgspec.structs import asdict

from copydesk import exporters as builtin_exporters
from copydesk import readers as builtin_readers
from copydesk._version import __version__
from copydesk.errors import PluginError
from copydesk.formats import Catalogue, FormatSpec, ReaderSpec, Registered, Registry
from copydesk.hooks import ENTRY_POINT_GROUP, PROJECT, HookSpecs

SpecT = TypeVar("SpecT", FormatSpec, ReaderSpec)

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_SUFFIX = re.compile(r"(\.[a-z0-9_+-]+)+")
_TARGET = re.compile(r"\w+(\.\w+)*:\w+")


class _Plugin(Struct, frozen=True):
    """A plugin alone in a manager of its own: what it does there, no other plugin feels."""

    manager: pluggy.PluginManager
    distribution: str
    version: str


def load_registry() -> Registry:
    """Ask the built-in plugins and all installed ones for their formats.

    Never raises: what is wrong with a plugin is in the registry's `faults`.
    """
    faults: list[PluginError] = []
    modules = [
        (builtin_exporters, "copydesk", __version__),
        (builtin_readers, "copydesk", __version__),
        *_installed(faults),
    ]
    plugins = [
        plugin
        for module, distribution, version in modules
        if (plugin := _register(module, distribution, version, faults))
    ]
    writers = _collect(plugins, "register_exporters", FormatSpec, faults)
    readers = _collect(plugins, "register_readers", ReaderSpec, faults)
    return Registry(
        exporters=Catalogue(writers, "output"),
        readers=Catalogue(readers, "input"),
        faults=tuple(faults),
    )


def _installed(faults: list[PluginError]) -> Iterator[tuple[object, str, str]]:
    """The modules behind the entry points of the group, by name of their distribution."""
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=_owner):
        name, version = _owner(point)[0], point.dist.version if point.dist else "unknown"
        try:
            yield point.load(), name, version
        except (Exception, SystemExit) as error:  # noqa: BLE001 # all that a plugin raises on import is its fault
            faults.append(_fault(name, f"does not import: {_told(error)}"))


def _owner(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name if point.dist else "unknown", point.name)


def _register(
    module: object, distribution: str, version: str, faults: list[PluginError]
) -> _Plugin | None:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(HookSpecs)
    try:
        manager.register(module)
    except Exception as error:  # noqa: BLE001 # pluggy reads the plugin's attributes, which may raise anything
        faults.append(_fault(distribution, f"does not register: {_told(error)}"))
        return None
    callers = manager.get_hookcallers(module) or []
    known = [name for name in vars(HookSpecs) if not name.startswith("_")]
    for caller in callers:
        if not caller.has_spec():
            near = get_close_matches(caller.name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
            faults.append(_fault(distribution, f"{caller.name} is no hook of copydesk; {hint}"))
    if not callers:
        faults.append(_fault(distribution, "has no function that is marked with @hookimpl"))
    return _Plugin(manager, distribution, version)


def _collect(
    plugins: list[_Plugin], hook: str, kind: type[SpecT], faults: list[PluginError]
) -> list[Registered[SpecT]]:
    """What each plugin returns from `hook`; the first to claim a name or a suffix has it."""
    taken: dict[str, Registered[SpecT]] = {}
    suffixes: dict[str, Registered[SpecT]] = {}
    for plugin in plugins:
        for spec in _ask(plugin, hook, kind, faults):
            if spec.name in taken:
                owner = taken[spec.name].distribution
                message = f"the format {spec.name} is {owner}'s already, and stays so"
                faults.append(_fault(plugin.distribution, message))
                continue
            entry = Registered(spec, plugin.distribution, plugin.version)
            taken[spec.name] = entry
            for suffix in spec.suffixes:
                owned = suffixes.setdefault(suffix, entry)
                if owned is not entry:
                    message = (
                        f"the suffix {suffix} of its format {spec.name} belongs to"
                        f" {owned.spec.name} of {owned.distribution}"
                    )
                    cure = f"ask for {spec.name} by its name"
                    faults.append(_fault(plugin.distribution, message, cure))
    return list(taken.values())


def _ask(plugin: _Plugin, hook: str, kind: type[SpecT], faults: list[PluginError]) -> list[SpecT]:
    """The specs that the plugin returns from `hook`, and a fault for what is no spec."""
    caller: pluggy.HookCaller = getattr(plugin.manager.hook, hook)
    if not caller.get_hookimpls():
        return []
    try:
        answers = caller()
        made = [spec for answer in answers for spec in answer]
    except (Exception, SystemExit) as error:  # noqa: BLE001 # whatever a hook raises is its plugin's fault
        faults.append(_fault(plugin.distribution, f"{hook} failed: {_told(error)}"))
        return []
    if not answers:  # pluggy drops a None
        faults.append(_fault(plugin.distribution, f"{hook} returned nothing"))
    usable: list[SpecT] = []
    for spec in made:
        if not isinstance(spec, kind):
            what = f"a {type(spec).__name__} where a {kind.__name__} belongs"
            faults.append(_fault(plugin.distribution, f"{hook} returned {what}"))
            break  # the rest of what is no list of specs says nothing more
        try:
            usable.append(_checked(spec, kind))
        except ValueError as error:
            faults.append(_fault(plugin.distribution, f"{hook} returned a bad spec: {error}"))
    return usable


def _checked(spec: SpecT, kind: type[SpecT]) -> SpecT:
    """`spec` with fields of the right types, which a struct does not check when it is made.

    Raises `ValueError` (of which msgspec's ValidationError is a kind) where it is not usable.
    """
    found = convert(asdict(spec), kind)
    if not _NAME.fullmatch(found.name):
        raise ValueError(f"the name {found.name!r} is not lower-case letters, digits and dashes")
    if not found.suffixes:
        raise ValueError(f"{found.name} has no suffixes")
    for suffix in found.suffixes:
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"the suffix {suffix!r} of {found.name} is not like '.html'")
    target = found.exporter if isinstance(found, FormatSpec) else found.reader  # type: ignore[redundant-expr] # mypy reads it once for each kind
    if not _TARGET.fullmatch(target):
        raise ValueError(f"the class {target!r} of {found.name} is not like 'package.module:Class'")
    return found


def _fault(distribution: str, message: str, cure: str | None = None) -> PluginError:
    return PluginError(
        f"plugin {distribution}: {message}", cure=cure or f"update or uninstall {distribution}"
    )


def _told(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
