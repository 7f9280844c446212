"""Finding plugins and asking each on its own what it registers, so that its faults stay its own."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

import pluggy
from msgspec import Struct

from copydesk import exporters as builtin_exporters
from copydesk import readers as builtin_readers
from copydesk._version import __version__
from copydesk.errors import PluginError
from copydesk.formats import Catalogue, FormatSpec, ReaderSpec, Registered, Registry
from copydesk.hooks import ENTRY_POINT_GROUP, PROJECT, HookSpecs

SpecT = TypeVar("SpecT", FormatSpec, ReaderSpec)


class _Plugin(Struct, frozen=True):
    module: Any
    distribution: str
    version: str


def load_registry() -> Registry:
    """Ask the built-in plugins and all installed ones for their formats.

    Never raises: what is wrong with a plugin is in the registry's `faults`.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(HookSpecs)
    faults: list[PluginError] = []
    plugins = [
        _Plugin(builtin_exporters, "copydesk", __version__),
        _Plugin(builtin_readers, "copydesk", __version__),
        *_installed(faults),
    ]
    usable = [plugin for plugin in plugins if _register(manager, plugin, faults)]
    return Registry(
        exporters=Catalogue(
            _collect(manager, usable, "register_exporters", FormatSpec, faults), "output"
        ),
        readers=Catalogue(
            _collect(manager, usable, "register_readers", ReaderSpec, faults), "input"
        ),
        faults=tuple(faults),
    )


def _installed(faults: list[PluginError]) -> list[_Plugin]:
    """The modules behind the entry points of the group, by name of their distribution."""
    found: list[_Plugin] = []
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=_owner):
        name, version = _owner(point)[0], point.dist.version if point.dist else "unknown"
        try:
            found.append(_Plugin(point.load(), name, version))
        except Exception as error:  # noqa: BLE001 # whatever a plugin raises on import is its fault
            faults.append(_fault(name, f"does not import: {type(error).__name__}: {error}"))
    return found


def _owner(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name if point.dist else "unknown", point.name)


def _register(manager: pluggy.PluginManager, plugin: _Plugin, faults: list[PluginError]) -> bool:
    try:
        manager.register(plugin.module)
    except (ValueError, pluggy.PluginValidationError) as error:
        faults.append(_fault(plugin.distribution, f"does not register: {error}"))
        return False
    return True


def _collect(
    manager: pluggy.PluginManager,
    plugins: Sequence[_Plugin],
    hook: str,
    kind: type[SpecT],
    faults: list[PluginError],
) -> list[Registered[SpecT]]:
    """What each plugin returns from `hook`; the first to claim a name has it."""
    taken: dict[str, Registered[SpecT]] = {}
    for plugin in plugins:
        others = [other.module for other in plugins if other is not plugin]
        try:
            answers = manager.subset_hook_caller(hook, others)()
            specs = [spec for answer in answers for spec in answer]
        except Exception as error:  # noqa: BLE001 # whatever a hook raises is its plugin's fault
            faults.append(
                _fault(plugin.distribution, f"{hook} failed: {type(error).__name__}: {error}")
            )
            continue
        for spec in specs:
            if not isinstance(spec, kind):
                faults.append(
                    _fault(plugin.distribution, f"{hook} returned {spec!r}, no {kind.__name__}")
                )
            elif spec.name in taken:
                owner = taken[spec.name].distribution
                faults.append(
                    _fault(plugin.distribution, f"the format {spec.name} is {owner}'s already")
                )
            else:
                taken[spec.name] = Registered(spec, plugin.distribution, plugin.version)
    return list(taken.values())


def _fault(distribution: str, message: str) -> PluginError:
    return PluginError(
        f"plugin {distribution}: {message}",
        cure=f"update or uninstall {distribution}",
    )
