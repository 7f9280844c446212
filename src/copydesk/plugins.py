"""Asking each plugin on its own what it registers, so that its faults stay its own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice
from threading import RLock
from typing import Generic

import pluggy
from msgspec import convert
from msgspec.structs import asdict

from copydesk import exporters as builtin_exporters
from copydesk import readers as builtin_readers
from copydesk import transforms as builtin_transforms
from copydesk._version import __version__
from copydesk.discovery import Found, find, normal
from copydesk.errors import PluginError, Terminated, told
from copydesk.formats import (
    Catalogue,
    FormatSpec,
    Plugin,
    ReaderSpec,
    Registered,
    Registry,
    SpecT,
    TransformSpec,
    suffixes,
    target,
)
from copydesk.hooks import API_VERSION, ENTRY_POINT_GROUP, OLDEST_API, PROJECT, HookSpecs

SWITCH = "COPYDESK_PLUGINS"
"""The environment variable that says which plugins are loaded."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_SUFFIX = re.compile(r"(\.[a-z0-9_+-]+)+")
_TARGET = re.compile(r"\w+(\.\w+)*:\w+")
_MOST = 1000
"""Specs that one hook may return: an endless generator is a fault, and no end of waiting."""

_BUILT_IN = (builtin_exporters, builtin_readers, builtin_transforms)
_HOOKS = [name for name in vars(HookSpecs) if not name.startswith("_")]


def load_registry() -> Registry:
    """The built-in formats and transforms, and those of all installed plugins.

    Plugins are imported when something is asked for that is not built in, or for a list of all.
    Never raises: what is wrong with a plugin is in the registry's `faults`.
    """
    near = _built_in()
    switch = os.environ.get(SWITCH)
    rest = _Once(lambda: _everything(switch), while_making=near)
    return Registry(
        Catalogue(near.exporters.entries, "output format", lambda: rest().exporters.entries),
        Catalogue(near.readers.entries, "input format", lambda: rest().readers.entries),
        Catalogue(near.transforms.entries, "transform", lambda: rest().transforms.entries),
        lambda: tuple(rest().plugins),
    )


def blocked(switch: str | None, distribution: str) -> bool:
    """Whether `switch`, the value of COPYDESK_PLUGINS, keeps the plugin from being loaded.

    Names of distributions with commas between: those with a minus are not loaded, and where one
    has none, only such are. Nothing at all is no plugin; None, no such variable, is all of them.
    """
    if switch is None:
        return False
    names = [name.strip() for name in switch.split(",") if name.strip()]
    refused = {normal(name[1:]) for name in names if name.startswith("-")}
    wanted = {normal(name) for name in names if not name.startswith("-")}
    own = normal(distribution)
    return own in refused or (own not in wanted if wanted or not names else False)


class _Shelf(Generic[SpecT]):
    """What is registered of one kind; the first to claim a name or a suffix has it."""

    def __init__(self, kind: type[SpecT], hook: str, word: str) -> None:
        self.kind = kind
        self.hook = hook
        self.word = word
        self.entries: list[Registered[SpecT]] = []
        self._names: dict[str, Registered[SpecT]] = {}
        self._suffixes: dict[str, Registered[SpecT]] = {}

    def add(
        self, manager: pluggy.PluginManager, found: Found, api: int | None
    ) -> Iterator[PluginError]:
        """Ask the plugin, which is alone in its manager, and yield what is wrong."""
        caller: pluggy.HookCaller = getattr(manager.hook, self.hook)
        if not caller.get_hookimpls():
            return
        try:
            answers = caller()
            made = [spec for answer in answers for spec in islice(answer, _MOST + 1)]
        except Terminated:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 # whatever a hook raises is its plugin's fault
            yield _fault(found, f"{self.hook} failed: {told(error)}{_asks(found, error)}")
            return
        if not answers:  # pluggy drops a None
            yield _fault(found, f"{self.hook} returned nothing")
        if len(made) > _MOST:
            yield _fault(found, f"{self.hook} returned more than {_MOST} specs")
            return
        for spec in made:
            if not isinstance(spec, self.kind):
                what = f"a {type(spec).__name__} where a {self.kind.__name__} belongs"
                yield _fault(found, f"{self.hook} returned {what}")
                return  # the rest of what is no list of specs says nothing more
            try:
                yield from self._claim(_checked(spec, self.kind), found, api)
            except ValueError as error:
                yield _fault(found, f"{self.hook} returned a bad spec: {error}")

    def _claim(self, spec: SpecT, found: Found, api: int | None) -> Iterator[PluginError]:
        if spec.name in self._names:
            owner = self._names[spec.name].distribution
            cure = None if owner == "copydesk" else f"{SWITCH}=-{owner} leaves it to the other"
            message = f"the {self.word} {spec.name} is {owner}'s already, and stays so"
            yield _fault(found, message, cure)
            return
        entry = Registered(spec, found.distribution, found.version, api)
        self._names[spec.name] = entry
        self.entries.append(entry)
        for suffix in suffixes(spec):
            owned = self._suffixes.setdefault(suffix, entry)
            if owned is not entry:
                yield _fault(
                    found,
                    f"the suffix {suffix} of its format {spec.name} belongs to"
                    f" {owned.spec.name} of {owned.distribution}",
                    f"ask for {spec.name} by its name",
                )


class _Gathered:
    """All that is registered, and what became of the plugins."""

    def __init__(self) -> None:
        self.exporters = _Shelf(FormatSpec, "register_exporters", "format")
        self.readers = _Shelf(ReaderSpec, "register_readers", "format")
        self.transforms = _Shelf(TransformSpec, "register_transforms", "transform")
        self.plugins: list[Plugin] = []

    def add(self, module: object, found: Found) -> Iterator[PluginError]:
        """Ask `module` for what it registers, and yield what is wrong.

        It is alone in a manager of its own: what it does there, no other plugin feels.
        """
        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(HookSpecs)
        try:
            other = _other_version(module, found)
            if other:
                yield other
                return
            manager.register(module)
        except Exception as error:  # noqa: BLE001 # the plugin's attributes are read, which may raise anything
            yield _fault(found, f"does not register: {told(error)}")
            return
        callers = manager.get_hookcallers(module) or []
        for caller in callers:
            if not caller.has_spec():
                from difflib import get_close_matches  # noqa: PLC0415 # for a slip alone

                near = get_close_matches(caller.name, _HOOKS, n=1)
                hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(_HOOKS)}"
                yield _fault(found, f"{caller.name} is no hook of copydesk; {hint}")
        if not callers:
            yield _fault(found, "has no function that is marked with @hookimpl")
        for shelf in (self.exporters, self.readers, self.transforms):
            yield from shelf.add(manager, found, _older_version(module))


class _Once:
    """What plugins register, found out when it is first asked for, by whichever thread is first.

    A plugin that asks while it is being loaded itself gets what is built in.
    """

    def __init__(self, make: Callable[[], _Gathered], while_making: _Gathered) -> None:
        self._make = make
        self._meanwhile = while_making
        self._made: _Gathered | None = None
        self._making = False
        self._lock = RLock()

    def __call__(self) -> _Gathered:
        with self._lock:
            if self._made is None:
                if self._making:
                    return self._meanwhile
                self._making = True
                try:
                    self._made = self._make()
                finally:
                    self._making = False
            return self._made


def _built_in() -> _Gathered:
    gathered = _Gathered()
    for module in _BUILT_IN:
        faults = list(gathered.add(module, Found("copydesk", __version__, "", module.__name__)))
        assert not faults, faults  # noqa: S101 # ours to mend, and no user's to read
    return gathered


def _everything(switch: str | None) -> _Gathered:
    """What is built in, and what the installed plugins add, by the names of their distributions."""
    gathered = _built_in()
    for found in find(ENTRY_POINT_GROUP):
        faults: list[PluginError] = []
        away = blocked(switch, found.distribution)
        if not away:
            module = _imported(found, faults)
            if module is not None:
                faults += gathered.add(module, found)
        gathered.plugins.append(
            Plugin(
                found.distribution,
                found.version,
                found.target,
                tuple(faults),
                f"{SWITCH}={switch}" if away else None,
            )
        )
    return gathered


def _imported(found: Found, faults: list[PluginError]) -> object:
    """What the entry point names, or None and a fault."""
    name, _, attributes = found.target.partition(":")
    try:
        made: object = import_module(name)
        for attribute in filter(None, attributes.split(".")):
            made = getattr(made, attribute)
        return made
    except Terminated:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 # all that a plugin raises on import is its fault
        missing = error.name or "" if isinstance(error, ModuleNotFoundError) else ""
        if not missing or missing.partition(".")[0] == "copydesk":
            faults.append(_fault(found, f"does not import: {told(error)}{_asks(found, error)}"))
        elif f"{name}.".startswith(f"{missing}."):
            message = f"its entry point names the module {name}, and there is no {missing}"
            faults.append(_fault(found, message))
        else:
            cure = f"pip install {found.distribution} brings what it asks for"
            faults.append(_fault(found, f"needs the module {missing}", cure))
        return None


def _other_version(module: object, found: Found) -> PluginError | None:
    """A fault if the plugin says that it is made for a version of the API that is not ours."""
    declared: object = getattr(module, "COPYDESK_API", OLDEST_API)
    if not isinstance(declared, int):
        return _fault(found, f"COPYDESK_API is {declared!r}, and should be a number")
    if OLDEST_API <= declared <= API_VERSION:
        return None
    return _fault(
        found,
        f"is made for version {declared} of copydesk's API, and copydesk {__version__} has"
        f" version {API_VERSION}",
        f"update {'copydesk' if declared > API_VERSION else found.distribution}",
    )


def _older_version(module: object) -> int | None:
    """The version that a plugin is made for, where that is not ours."""
    declared: int = getattr(module, "COPYDESK_API", OLDEST_API)
    return declared if declared < API_VERSION and module not in _BUILT_IN else None


def _asks(found: Found, error: BaseException) -> str:
    """What the plugin asks of copydesk, where `error` looks as if it did not get that."""
    if found.requires is None or not isinstance(error, (ImportError, TypeError, AttributeError)):
        return ""
    return f" (it asks for {found.requires}, and this is copydesk {__version__})"


def _checked(spec: SpecT, kind: type[SpecT]) -> SpecT:
    """`spec` with fields of the right types, which a struct does not check when it is made.

    Raises `ValueError` (of which msgspec's ValidationError is a kind) where it is not usable.
    """
    found = convert(asdict(spec), kind)
    if not _NAME.fullmatch(found.name):
        raise ValueError(f"the name {found.name!r} is not lower-case letters, digits and dashes")
    if not isinstance(found, TransformSpec) and not found.suffixes:
        raise ValueError(f"{found.name} has no suffixes")
    for suffix in suffixes(found):
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"the suffix {suffix!r} of {found.name} is not like '.html'")
    if not _TARGET.fullmatch(target(found)):
        raise ValueError(
            f"the class {target(found)!r} of {found.name} is not like 'package.module:Class'"
        )
    return found


def _fault(found: Found, message: str, cure: str | None = None) -> PluginError:
    name = found.distribution
    return PluginError(f"plugin {name}: {message}", cure=cure or f"update or uninstall {name}")
