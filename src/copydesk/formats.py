"""What a format is: the declarative specs that plugins register, and the registry made of them.

A spec names its class as a string, `"package.module:Class"`, which is imported when the format
is asked for and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO, Generic, Protocol, TypeVar, cast

from msgspec import Struct

from copydesk.diagnostics import Diagnostic
from copydesk.errors import FormatError, PluginError
from copydesk.options import FormatOptions, OptionsT
from copydesk.tree import Document


class FormatSpec(Struct, frozen=True, kw_only=True):
    """An output format. `suffixes` are lower case with their dot; the first one names files.

    `for_terminal`: it is made to be looked at, and goes to standard output where nobody says where.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    summary: str
    exporter: str
    for_terminal: bool = False


class ReaderSpec(Struct, frozen=True, kw_only=True):
    """An input format."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    summary: str
    reader: str


class Context(Struct, frozen=True):
    """What an exporter or reader may know of the world outside.

    `timestamp` is the only time there is: SOURCE_DATE_EPOCH, else the document's own publication
    date, else None. `report` takes findings. `name` is the file's name, where there is one.
    """

    report: Callable[[Diagnostic], None]
    timestamp: datetime | None = None
    name: str | None = None


class Exporter(Protocol[OptionsT]):
    """Writes a document in one format. Stateless: one instance may serve many threads."""

    Options: type[OptionsT]

    def export(
        self, document: Document, out: BinaryIO, options: OptionsT, context: Context
    ) -> None:
        """Write `document` to `out`, which may be unseekable. `options` is an `Options`."""


class Reader(Protocol[OptionsT]):
    """Reads one input format."""

    Options: type[OptionsT]

    def read(self, data: bytes, options: OptionsT, context: Context) -> Document:
        """Return the tree of `data`. Raises `SourceError` where `data` is not in this format."""


SpecT = TypeVar("SpecT", FormatSpec, ReaderSpec)


class Registered(Struct, Generic[SpecT], frozen=True):
    """A spec and the distribution that it came from."""

    spec: SpecT
    distribution: str
    version: str


class Catalogue(Generic[SpecT]):
    """An immutable set of formats, found by name or by file suffix."""

    def __init__(self, entries: Iterable[Registered[SpecT]], kind: str) -> None:
        self._by_name: Mapping[str, Registered[SpecT]] = MappingProxyType(
            {entry.spec.name: entry for entry in entries}
        )
        self._kind = kind

    def __iter__(self) -> Iterator[Registered[SpecT]]:
        return iter(self._by_name.values())

    def names(self) -> list[str]:
        """All names, in order of registration."""
        return list(self._by_name)

    def get(self, name: str) -> SpecT:
        """The spec called `name`. Raises `FormatError` suggesting the nearest one."""
        if name in self._by_name:
            return self._by_name[name].spec
        near = self._nearest(name)
        cure = f"did you mean {near}? The formats are" if near else "the formats are"
        raise FormatError(
            f"unknown {self._kind} format {name!r}", cure=f"{cure} {', '.join(self._by_name)}"
        )

    def find_suffix(self, suffix: str) -> SpecT | None:
        """The spec whose files end in `suffix` (with its dot), or None."""
        suffix = suffix.lower()
        for entry in self._by_name.values():
            if suffix in entry.spec.suffixes:
                return entry.spec
        return None

    def find_name(self, name: str) -> SpecT | None:
        """The spec with the longest suffix that the file name `name` ends in, or None."""
        lower = name.lower()
        fits = [
            (len(suffix), entry.spec)
            for entry in self._by_name.values()
            for suffix in entry.spec.suffixes
            if lower.endswith(suffix) and len(lower) > len(suffix)
        ]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None

    def _nearest(self, name: str) -> str | None:
        for entry in self._by_name.values():
            if f".{name.lower().lstrip('.')}" in entry.spec.suffixes:
                return entry.spec.name
        near = get_close_matches(name.lower(), self._by_name, n=1, cutoff=0.4)
        return near[0] if near else None


class Registry(Struct, frozen=True):
    """All formats of a run, and the faults of the plugins that could not give theirs."""

    exporters: Catalogue[FormatSpec]
    readers: Catalogue[ReaderSpec]
    faults: tuple[PluginError, ...] = ()


def load_exporter(spec: FormatSpec) -> Exporter[FormatOptions]:
    """Import and make the exporter of `spec`. Raises `PluginError` where that fails."""
    return cast("Exporter[FormatOptions]", _load(spec.exporter, spec.name, "export"))


def load_reader(spec: ReaderSpec) -> Reader[FormatOptions]:
    """Import and make the reader of `spec`. Raises `PluginError` where that fails."""
    return cast("Reader[FormatOptions]", _load(spec.reader, spec.name, "read"))


def _load(target: str, name: str, method: str) -> object:
    module, _, attribute = target.partition(":")
    try:
        made: object = getattr(import_module(module), attribute)()
    except ModuleNotFoundError as error:
        raise PluginError(
            f"format {name} needs the module {error.name}", cure="install what its plugin asks for"
        ) from error
    except Exception as error:  # a plugin's fault, whatever it is, gets named
        raise PluginError(f"format {name} does not load: {target}: {error}") from error
    options = getattr(made, "Options", None)
    if not (isinstance(options, type) and issubclass(options, FormatOptions)):
        raise PluginError(f"format {name}: {target} has no Options class")
    if not callable(getattr(made, method, None)):
        raise PluginError(f"format {name}: {target} has no {method} method")
    return made
