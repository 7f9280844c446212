"""The library's functions, which `import copydesk` offers and imports when one is used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias, overload

from copydesk.corrections import Corrections
from copydesk.diagnostics import Diagnostic
from copydesk.errors import CollisionError, FormatError
from copydesk.files import BinaryWriter, identity, read_bytes, write_all, write_atomic
from copydesk.formats import Registry
from copydesk.overrides import check_metadata, override
from copydesk.pipeline import (
    Step,
    apply_steps,
    corrections_for,
    open_exporter,
    open_reader,
    open_transform,
    read_document,
    render,
    timestamp_of,
)
from copydesk.plan import DEFAULT_READER
from copydesk.plugins import load_registry
from copydesk.tree import Document

StrPath: TypeAlias = str | os.PathLike[str]
Report: TypeAlias = Callable[[Diagnostic], None]
ChosenTransform: TypeAlias = str | tuple[str, Mapping[str, object]]
"""A transform and its options: `"shift-headings=1"`, or `("shift-headings", {"by": 1})`."""


@cache
def registry() -> Registry:
    """The formats of this process, asked for once: what is installed later is not seen."""
    return load_registry()


def read(
    path: StrPath,
    *,
    format: str | None = None,  # noqa: A002 # the plainest word for it
    encoding: str | None = None,
    corrections: Corrections | None = None,
    repair_mojibake: bool = False,
    metadata: Mapping[str, object] | None = None,
    report: Report | None = None,
) -> Document:
    """The tree of the file at `path`.

    The reader is that of `format`, else of the file's suffix, else that of raw copy. `encoding`
    overrules what the bytes look like; `repair_mojibake` puts right what is UTF-8 read as cp1252.
    `corrections` is what a person says of the lines of raw copy, else what the sidecar beside the
    file says. `metadata` overrules what the text says of itself, by the fields of `tree.Metadata`,
    and changes none of its words. `report` is called with each finding.

    Raises `SourceError` for a file that is missing, empty, binary or undecodable, `FormatError` and
    `OptionError` for a format or an encoding that does not exist and for metadata that cannot be,
    and `CorrectionError` for corrections that cannot be read or do not fit.
    """
    given = check_metadata(metadata or {})
    file = Path(path)
    readers = registry().readers
    if format is None:
        spec = readers.find_name(file.name)
        format = spec.name if spec else DEFAULT_READER  # noqa: A001 # as above
    entry = readers.entry(format)
    values: dict[str, object] = {} if encoding is None else {"encoding": encoding}
    if repair_mojibake:
        values["repair_mojibake"] = True
    origin = open_reader(entry.spec, values, entry.distribution)
    data = read_bytes(file)
    if corrections is None:
        corrections = corrections_for(file, entry.spec)
    elif corrections.items and entry.spec.name != DEFAULT_READER:
        raise FormatError(f"{format} has no lines to correct", cure="correct the file itself")
    document = read_document(data, origin, report or _ignore, file, corrections)
    return override(document, given)


def transform(
    document: Document, name: str, /, *, report: Report | None = None, **options: object
) -> Document:
    """`document` as the transform called `name` changes it; `options` are the transform's.

    Raises `FormatError` where there is no such transform, `OptionError`, `PluginError` and
    `TransformError`.
    """
    return apply_steps(document, (_step((name, options)),), report or _ignore)


@overload
def export(
    document: Document, to: str, out: None = None, /, *, theme: StrPath | None = None,
    report: Report | None = None, **options: object,
) -> bytes: ...  # fmt: skip
@overload
def export(
    document: Document, to: str, out: StrPath | BinaryWriter, /, *,
    theme: StrPath | None = None, report: Report | None = None, **options: object,
) -> None: ...  # fmt: skip
def export(
    document: Document,
    to: str,
    out: StrPath | BinaryWriter | None = None,
    /,
    *,
    theme: StrPath | None = None,
    report: Report | None = None,
    **options: object,
) -> bytes | None:
    """`document` in the format `to`: as bytes, or written to `out`, a path or a binary stream.

    A path is replaced whole or not at all. `theme` is a shipped theme or a TOML file, for formats
    that have a look; the others pass it over. `options` are those of the format, as
    `convert --formats` lists them. `report` is called with each finding.

    Raises `FormatError`, `OptionError`, `PluginError`, `ExportError` and `OutputError`.
    """
    entry = registry().exporters.entry(to)
    look = None if theme is None else os.fspath(theme)
    printer = open_exporter(entry.spec, options, entry.distribution, entry.api, theme=look)
    data = render(document, printer, report or _ignore, timestamp_of(document))
    if out is None:
        return data
    if isinstance(out, (str, os.PathLike)):
        write_atomic(Path(out), data)
    else:
        write_all(out, data)
    return None


def convert(
    src: StrPath,
    dest: StrPath | BinaryWriter,
    /,
    *,
    to: str | None = None,
    format: str | None = None,  # noqa: A002 # the plainest word for it
    encoding: str | None = None,
    corrections: Corrections | None = None,
    repair_mojibake: bool = False,
    metadata: Mapping[str, object] | None = None,
    transforms: Iterable[ChosenTransform] = (),
    theme: StrPath | None = None,
    report: Report | None = None,
    **options: object,
) -> None:
    """Read `src`, apply `transforms` in their order, and write it to `dest`.

    The output format is `to`, else that of the suffix of `dest`; `format`, `encoding`,
    `corrections`, `repair_mojibake` and `metadata` are those of the input, as for `read`, `theme`
    and `options` those of the output, as for `export`. A transform is a string as on the command
    line (`"shift-headings=1"`), or a name with a mapping of its options.

    Raises what `read`, `transform` and `export` raise, and `CollisionError` where `dest` is `src`.
    """
    if to is None:
        if not isinstance(dest, (str, os.PathLike)):
            raise FormatError("a stream has no suffix", cure="name the format: to=…")
        exporters = registry().exporters
        spec = exporters.find_name(Path(dest).name)
        if spec is None:
            known = ", ".join(exporters.names())
            raise FormatError(f"{dest}: no output format has this suffix", cure=f"use to=: {known}")
        to = spec.name
    if isinstance(dest, (str, os.PathLike)):
        there = identity(Path(dest))
        if there is not None and there == identity(Path(src)):
            raise CollisionError(f"{Path(dest)} would overwrite its own input")
    steps = [_step(chosen) for chosen in transforms]
    document = read(
        src,
        format=format,
        encoding=encoding,
        corrections=corrections,
        repair_mojibake=repair_mojibake,
        metadata=metadata,
        report=report,
    )
    export(
        apply_steps(document, steps, report or _ignore),
        to,
        dest,
        theme=theme,
        report=report,
        **options,
    )


def _step(chosen: ChosenTransform) -> Step:
    values: Mapping[str, object] | str
    if isinstance(chosen, str):
        name, _, values = chosen.partition("=")
    else:
        name, values = chosen
    entry = registry().transforms.entry(name.strip())
    return open_transform(entry.spec, values, entry.distribution, entry.api)


def _ignore(diagnostic: Diagnostic) -> None:
    """Nobody asked."""
