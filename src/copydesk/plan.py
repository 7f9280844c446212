"""What a run will do, settled before anything is read: inputs, outputs, and that none collide."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from copydesk.errors import CollisionError, FormatError, SourceError, UsageError
from copydesk.files import destination, identity
from copydesk.formats import FormatSpec, ReaderSpec, Registry
from copydesk.sidecar import SUFFIX

STREAM = "-"
"""The name of standard input and of standard output."""

DEFAULT_READER = "text"
"""What an input is taken for whose suffix says nothing."""


class Target(Struct, frozen=True):
    """One output: its format, and its file (None: standard output)."""

    format: FormatSpec
    path: Path | None
    make_folder: bool = False


class Job(Struct, frozen=True):
    """One input (None: standard input) and what is made of it."""

    source: Path | None
    reader: ReaderSpec
    targets: tuple[Target, ...] = ()

    @property
    def name(self) -> str:
        """The input as messages call it."""
        return "standard input" if self.source is None else str(self.source)


class _Input(Struct, frozen=True):
    source: Path | None
    reader: ReaderSpec

    @property
    def stem(self) -> str:
        if self.source is None:
            return "stdin"
        name = self.source.name
        for suffix in sorted(self.reader.suffixes, key=len, reverse=True):
            if name.lower().endswith(suffix) and len(name) > len(suffix):
                return name[: -len(suffix)]
        return self.source.stem


class Plan(Struct, frozen=True):
    """The jobs of a run, and the inputs that cannot become one."""

    jobs: tuple[Job, ...]
    failures: tuple[SourceError, ...] = ()


def make_plan(
    registry: Registry,
    inputs: Sequence[str],
    *,
    formats: Sequence[str] = (),
    out: str | None = None,
    input_format: str | None = None,
    reading_only: bool = False,
    also: Sequence[FormatSpec] = (),
) -> Plan:
    """The jobs that turn `inputs` into `formats` at `out`.

    An input is a file, a folder (for the texts in it) or `-`; `out` is a file, a folder or `-`, and
    where it is None an output lies beside its input (standard input's on standard output, and so
    what is made for a terminal). Without
    `formats` the suffix of `out` says which. `reading_only` plans no documents. `also` is what
    else is written, where and named as they are.

    Raises `UsageError` where that cannot be: no such format, none named, or a collision. A folder
    without a text is among the plan's `failures`.
    """
    specs = [] if reading_only else _formats(registry, formats, out)
    sources, failures = _inputs(registry, inputs, input_format)
    specs += also
    if not specs:
        return Plan(tuple(Job(each.source, each.reader) for each in sources), failures)
    several = len(sources) * len(specs) > 1 or any(Path(name).is_dir() for name in inputs)
    folder, file = _where(registry, out, specs, len(sources), several=several)
    jobs: list[Job] = []
    for each in sources:
        targets: list[Target] = []
        for spec in specs:
            if file is not None or out == STREAM:
                targets.append(Target(spec, file))
            elif folder is not None:
                targets.append(Target(spec, folder / (each.stem + spec.suffixes[0]), True))
            elif spec.for_terminal:
                targets.append(Target(spec, None))
            elif each.source is None or _is_stream(each.source):
                _only(specs, "standard output takes one format", "name a folder with -o")
                targets.append(Target(spec, None))
            else:
                targets.append(Target(spec, each.source.with_name(each.stem + spec.suffixes[0])))
        jobs.append(Job(each.source, each.reader, tuple(targets)))
    _refuse_collisions(jobs)
    return Plan(tuple(jobs), failures)


def _formats(registry: Registry, names: Sequence[str], out: str | None) -> list[FormatSpec]:
    """The output formats: as named, else as the suffix of `out` says."""
    specs = list(dict.fromkeys(registry.exporters.get(name) for name in names))
    if specs:
        return specs
    named = out is not None and out != STREAM and not _is_folder(out)
    found = registry.exporters.find_name(Path(out).name) if out is not None and named else None
    if found:
        return [found]
    known = ", ".join(registry.exporters.names())
    if out is None or not named:
        raise UsageError("no output format", cure=f"name one with -t: {known}")
    suffix = Path(out).suffix
    if not suffix:
        raise FormatError(
            f"{out}: no suffix, so no format follows", cure=f"name one with -t: {known}"
        )
    raise FormatError(
        f"{out}: no output format has the suffix {suffix}", cure=f"name one with -t: {known}"
    )


def _inputs(
    registry: Registry, names: Sequence[str], input_format: str | None
) -> tuple[list[_Input], tuple[SourceError, ...]]:
    forced = registry.readers.get(input_format) if input_format else None
    found: list[_Input] = []
    failures: list[SourceError] = []
    for name in names:
        if not name:  # Path("") is the folder that we are in
            raise UsageError("an input has an empty name", cure="is a variable not set?")
        if name == STREAM:
            if any(each.source is None for each in found):
                raise UsageError("standard input is named twice", cure="name it once")
            found.append(_Input(None, forced or registry.readers.get(DEFAULT_READER)))
        elif name.endswith(SUFFIX) and not forced:
            # A pattern such as articles/* takes them along.
            if (text := name.removesuffix(SUFFIX)) not in names:
                fault = SourceError(
                    "holds corrections and is no copy", path=name, cure=f"name the text: {text}"
                )
                failures.append(fault)
        elif (path := Path(name)).is_dir():
            try:
                found += _texts(registry, path, forced)
            except SourceError as error:
                failures.append(error)
        else:
            found.append(_Input(path, forced or _reader(registry, path)))
    return found, tuple(failures)


def _reader(registry: Registry, path: Path) -> ReaderSpec:
    return registry.readers.find_name(path.name) or registry.readers.get(DEFAULT_READER)


def _texts(registry: Registry, folder: Path, forced: ReaderSpec | None) -> list[_Input]:
    """The texts in `folder`, by name. What we write ourselves (Markdown, JSON) is taken when it is
    named, or asked for with -f: it lies beside the copy that it was made from, and a second run
    would take it for another text.
    """
    found: list[_Input] = []
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise SourceError(f"cannot be listed: {error.strerror}", path=folder) from None
    for path in entries:
        reader = registry.readers.find_name(path.name)
        if reader is None or path.name.startswith(".") or not path.is_file():
            continue
        written = registry.exporters.find_name(path.name)
        if written and _longest(written, path) > _longest(reader, path):
            continue  # an .outline.txt is what we wrote, not copy
        if reader.name == forced.name if forced else _is_copy(registry, reader):
            found.append(_Input(path, reader))
    if not found:
        readers = [forced] if forced else [entry.spec for entry in registry.readers]
        suffixes = ", ".join(
            suffix
            for reader in readers
            if forced or _is_copy(registry, reader)
            for suffix in reader.suffixes
        )
        raise SourceError(
            f"the folder holds no text ({suffixes})",
            path=folder,
            cure="name the files themselves; folders in it are not searched",
        )
    return found


def _is_copy(registry: Registry, reader: ReaderSpec) -> bool:
    """Whether `reader` is for what comes from outside: no data, and nothing that we also write."""
    ours = any(registry.exporters.find_suffix(suffix) for suffix in reader.suffixes)
    return not ours and not reader.media_type.startswith("application/")


def _longest(spec: FormatSpec | ReaderSpec, path: Path) -> int:
    name = path.name.lower()
    return max((len(suffix) for suffix in spec.suffixes if name.endswith(suffix)), default=0)


def _where(
    registry: Registry,
    out: str | None,
    specs: Sequence[FormatSpec],
    count: int,
    *,
    several: bool,
) -> tuple[Path | None, Path | None]:
    """The folder or the one file that `out` names; neither for a stream or for None."""
    if out is None:
        return None, None
    if out == STREAM:
        _only(specs, "standard output takes one format", "use -o DIR")
        return None, None
    path = Path(out)
    if _is_folder(out):
        return path, None
    named = registry.exporters.find_name(path.name)
    if count * len(specs) > 1 and (named or path.exists()):
        what = f"{count * len(specs)} outputs"
        raise UsageError(
            f"{out} is one file, and there are {what}", cure=f"name a folder: -o {path.stem}/"
        )
    if several and not named:
        return path, None
    if named and named not in specs and not path.name.lower().endswith(specs[0].suffixes):
        raise UsageError(
            f"{out} is named like {named.name}, and -t says {specs[0].name}",
            cure="drop -t, or name the file after its format",
        )
    return None, path


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir()


def _is_stream(path: Path) -> bool:
    """Whether `path` is a pipe or a device, as in `convert <(curl …)`: nothing lies beside it."""
    return path.exists() and not path.is_file()


def _only(specs: Sequence[FormatSpec], message: str, cure: str) -> None:
    if len(specs) > 1:
        raise UsageError(f"{message}, not {', '.join(spec.name for spec in specs)}", cure=cure)


def _refuse_collisions(jobs: Sequence[Job]) -> None:
    """Raises `CollisionError` where an output is an input, or two outputs are one file."""
    inputs = {
        found: job.source
        for job in jobs
        if job.source is not None and (found := identity(job.source)) is not None
    }
    writers: dict[str, tuple[Job, Target]] = {}
    printed = sum(
        target.path is None and not target.format.for_terminal
        for job in jobs
        for target in job.targets
    )
    if printed > 1:
        raise UsageError(f"standard output takes one document, not {printed}", cure="use -o DIR")
    for job in jobs:
        for target in job.targets:
            if target.path is None:
                continue
            there = identity(target.path)
            if there is not None and there in inputs:
                raise CollisionError(
                    f"{target.path} would overwrite the input {inputs[there]}",
                    cure="choose another name or folder with -o",
                )
            other = writers.setdefault(destination(target.path), (job, target))
            if other[1] is not target:
                raise _clash(other, (job, target))


def _clash(first: tuple[Job, Target], second: tuple[Job, Target]) -> CollisionError:
    if first[0] is second[0]:
        names = f"the formats {first[1].format.name} and {second[1].format.name}"
    else:
        names = f"{first[0].name} and {second[0].name}"
    return CollisionError(
        f"{names} would both write {second[1].path}", cure="convert each on its own, with -o FILE"
    )
