"""What formats and transforms are: the specs that plugins register, and the registry of them.

A spec names its class as a string, `"package.module:Class"`, which is imported when the format
is asked for and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from importlib import import_module
from typing import BinaryIO, Generic, Protocol, TypeAlias, TypeVar, cast

from msgspec import Struct

from copydesk.corrections import Corrections
from copydesk.diagnostics import Diagnostic
from copydesk.errors import FormatError, PluginError, Terminated, told
from copydesk.older import lowered
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


class TransformSpec(Struct, frozen=True, kw_only=True):
    """A change that a user may ask for, between reading and printing."""

    name: str
    summary: str
    transform: str


class Context(Struct, frozen=True):
    """What an exporter, reader or transform may know of the world outside.

    `timestamp` is the only time there is: SOURCE_DATE_EPOCH, else the document's own publication
    date, else None. `report` takes findings. `name` is the file's name, where there is one.
    `corrections` is what a person says of the lines of raw copy; its reader alone is given any.
    """

    report: Callable[[Diagnostic], None]
    timestamp: datetime | None = None
    name: str | None = None
    corrections: Corrections | None = None


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


class Transform(Protocol[OptionsT]):
    """Changes a document. Stateless: one instance may serve many threads."""

    Options: type[OptionsT]

    def apply(self, document: Document, options: OptionsT, context: Context) -> Document:
        """Return the changed document, a valid tree; `document` itself is a value and stays."""


Spec: TypeAlias = FormatSpec | ReaderSpec | TransformSpec
SpecT = TypeVar("SpecT", bound=Spec)


class Registered(Struct, Generic[SpecT], frozen=True):
    """A spec and the distribution that it came from; `api` is the version of the API that it was
    written for, None for this one.
    """

    spec: SpecT
    distribution: str
    version: str
    api: int | None = None


class Catalogue(Generic[SpecT]):
    """An immutable set of formats or transforms, found by name or by file suffix.

    `entries` are known at once; `more` gives all of them, these first, and is asked when `entries`
    alone do not settle a question. So a run that names what is built in asks no plugin.
    """

    def __init__(
        self,
        entries: Iterable[Registered[SpecT]],
        kind: str,
        more: Callable[[], Iterable[Registered[SpecT]]] | None = None,
    ) -> None:
        self._near = {entry.spec.name: entry for entry in entries}
        self._more = more
        self._kind = kind

    @property
    def _all(self) -> Mapping[str, Registered[SpecT]]:
        if self._more is None:
            return self._near
        return {entry.spec.name: entry for entry in self._more()}

    def __iter__(self) -> Iterator[Registered[SpecT]]:
        return iter(self._all.values())

    def names(self) -> list[str]:
        """All names, in order of registration."""
        return list(self._all)

    def entry(self, name: str) -> Registered[SpecT]:
        """The spec called `name` and its origin. Raises `FormatError` suggesting the nearest."""
        found = self._near.get(name) or self._all.get(name)
        if found:
            return found
        near = self._nearest(name)
        kinds = f"{self._kind.rpartition(' ')[2]}s"
        cure = f"did you mean {near}? The {kinds} are" if near else f"the {kinds} are"
        raise FormatError(f"unknown {self._kind} {name!r}", cure=f"{cure} {', '.join(self._all)}")

    def get(self, name: str) -> SpecT:
        """The spec called `name`. Raises `FormatError` suggesting the nearest one."""
        return self.entry(name).spec

    def find_suffix(self, suffix: str) -> SpecT | None:
        """The spec whose files end in `suffix` (with its dot), or None."""
        suffix = suffix.lower()
        for entries in (self._near, self._all):
            for entry in entries.values():
                if suffix in suffixes(entry.spec):
                    return entry.spec
        return None

    def find_name(self, name: str) -> SpecT | None:
        """The spec with the longest suffix that the file name `name` ends in, or None."""
        lower = name.lower()
        dot = lower.find(".", 1)
        if dot < 0:
            return None
        # The one suffix that no other can outdo: of story.txt it is .txt.
        whole = lower[dot:]
        for entry in self._near.values():
            if whole in suffixes(entry.spec):
                return entry.spec
        fits = [
            (len(suffix), entry.spec)
            for entry in self._all.values()
            for suffix in suffixes(entry.spec)
            if whole.endswith(suffix)
        ]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None

    def _nearest(self, name: str) -> str | None:
        for entry in self._all.values():
            if f".{name.lower().lstrip('.')}" in suffixes(entry.spec):
                return entry.spec.name
        from difflib import get_close_matches  # noqa: PLC0415 # for a slip alone

        near = get_close_matches(name.lower(), self._all, n=1, cutoff=0.4)
        return near[0] if near else None


def suffixes(spec: Spec) -> tuple[str, ...]:
    """The file suffixes of `spec`: none for a transform."""
    return () if isinstance(spec, TransformSpec) else spec.suffixes


def target(spec: Spec) -> str:
    """The class of `spec`, as `module:Class`."""
    match spec:
        case FormatSpec():
            return spec.exporter
        case ReaderSpec():
            return spec.reader
        case TransformSpec():
            return spec.transform


class Plugin(Struct, frozen=True):
    """What became of an installed plugin.

    `module` is what its entry point names. `blocked` says why it was left alone, where it was.
    """

    distribution: str
    version: str
    module: str
    faults: tuple[PluginError, ...] = ()
    blocked: str | None = None


class Registry:
    """All formats and transforms of a run, and what became of the plugins that should give them."""

    def __init__(
        self,
        exporters: Catalogue[FormatSpec],
        readers: Catalogue[ReaderSpec],
        transforms: Catalogue[TransformSpec] | None = None,
        plugins: Callable[[], tuple[Plugin, ...]] = tuple,
    ) -> None:
        self.exporters = exporters
        self.readers = readers
        self.transforms = transforms or Catalogue((), "transform")
        self._plugins = plugins

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """The installed plugins, by the names of their distributions."""
        return self._plugins()

    @property
    def faults(self) -> tuple[PluginError, ...]:
        """All that is wrong with them."""
        return tuple(fault for plugin in self.plugins for fault in plugin.faults)


class _OlderExporter:
    """An exporter for an older version of the API, which gets documents of that version."""

    def __init__(self, exporter: Exporter[FormatOptions], api: int) -> None:
        self.Options = exporter.Options
        self._exporter = exporter
        self._api = api

    def export(
        self, document: Document, out: BinaryIO, options: FormatOptions, context: Context
    ) -> None:
        """As `Exporter.export`."""
        self._exporter.export(lowered(document, self._api), out, options, context)


class _OlderTransform:
    """A transform for an older version of the API, which gets documents of that version."""

    def __init__(self, transform: Transform[FormatOptions], api: int) -> None:
        self.Options = transform.Options
        self._transform = transform
        self._api = api

    def apply(self, document: Document, options: FormatOptions, context: Context) -> Document:
        """As `Transform.apply`. What is lowered stays so."""
        return self._transform.apply(lowered(document, self._api), options, context)


def load_exporter(
    spec: FormatSpec, distribution: str = "", api: int | None = None
) -> Exporter[FormatOptions]:
    """Import and make the exporter of `spec`, which `distribution` registered for version `api`.

    Raises `PluginError` where that fails.
    """
    made = _load(spec.exporter, f"format {spec.name}", "export", distribution)
    exporter = cast("Exporter[FormatOptions]", made)
    return exporter if api is None else _OlderExporter(exporter, api)


def load_reader(spec: ReaderSpec, distribution: str = "") -> Reader[FormatOptions]:
    """Import and make the reader of `spec`, as `load_exporter` does."""
    made = _load(spec.reader, f"format {spec.name}", "read", distribution)
    return cast("Reader[FormatOptions]", made)


def load_transform(
    spec: TransformSpec, distribution: str = "", api: int | None = None
) -> Transform[FormatOptions]:
    """Import and make the transform of `spec`, as `load_exporter` does."""
    made = _load(spec.transform, f"transform {spec.name}", "apply", distribution)
    transform = cast("Transform[FormatOptions]", made)
    return transform if api is None else _OlderTransform(transform, api)


def _load(target: str, what: str, method: str, distribution: str) -> object:
    module, _, attribute = target.partition(":")
    owner = f"plugin {distribution}: " if distribution else ""
    cure = f"update or uninstall {distribution}" if distribution else None
    try:
        made: object = getattr(import_module(module), attribute)()
    except Terminated:
        raise
    except (Exception, SystemExit) as error:  # a plugin's fault, whatever it is, gets named
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        if missing and not f"{module}.".startswith(f"{missing}."):
            raise PluginError(
                f"{owner}{what} needs the module {missing}",
                cure=f"pip install {distribution or 'copydesk'} brings what it asks for",
            ) from error
        raise PluginError(
            f"{owner}{what} does not load: {target}: {told(error)}", cure=cure
        ) from error
    options = getattr(made, "Options", None)
    if not (isinstance(options, type) and issubclass(options, FormatOptions)):
        raise PluginError(f"{owner}{what}: {target} has no Options class", cure=cure)
    if not callable(getattr(made, method, None)):
        raise PluginError(f"{owner}{what}: {target} has no {method} method", cure=cure)
    return made
