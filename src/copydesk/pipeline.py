"""The way of a document: bytes, a reader, the tree, an exporter, bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from copydesk.diagnostics import Diagnostic
from copydesk.errors import CopydeskError, ExportError, SourceError, UsageError
from copydesk.files import read_bytes, write_atomic
from copydesk.formats import (
    Context,
    Exporter,
    FormatSpec,
    Reader,
    ReaderSpec,
    load_exporter,
    load_reader,
)
from copydesk.options import FormatOptions, make_options
from copydesk.plan import Job
from copydesk.tree import Document


class Origin(Struct, frozen=True):
    """A reader ready to read, with its options."""

    spec: ReaderSpec
    reader: Reader[FormatOptions]
    options: FormatOptions


class Printer(Struct, frozen=True):
    """An exporter ready to write, with its options."""

    spec: FormatSpec
    exporter: Exporter[FormatOptions]
    options: FormatOptions


class Streams(Struct, frozen=True):
    """Standard input and output, as the pipeline needs them."""

    read: Callable[[], bytes]
    write: Callable[[bytes], None]


class Outcome(Struct, frozen=True):
    """What became of a job."""

    job: Job
    document: Document | None
    written: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    errors: tuple[CopydeskError, ...]


def open_reader(spec: ReaderSpec, values: Mapping[str, object]) -> Origin:
    """Load the reader of `spec`. Raises `PluginError` or `OptionError`."""
    reader = load_reader(spec)
    return Origin(spec, reader, make_options(reader.Options, spec.name, values))


def open_exporter(spec: FormatSpec, values: Mapping[str, object]) -> Printer:
    """Load the exporter of `spec`. Raises `PluginError` or `OptionError`."""
    exporter = load_exporter(spec)
    return Printer(spec, exporter, make_options(exporter.Options, spec.name, values))


def read_document(
    data: bytes, origin: Origin, report: Callable[[Diagnostic], None], path: Path | None
) -> Document:
    """The tree of `data`, which came from `path` (None: standard input).

    Raises `SourceError`, also for whatever else goes wrong in a reader.
    """
    # A name that is no Unicode, as some file systems have them, is none that a format can hold.
    name = None if path is None else os.fsencode(path.name).decode("utf-8", "replace")
    try:
        return origin.reader.read(data, origin.options, Context(report, name=name))
    except CopydeskError as error:
        if error.path in (None, name):
            error.path = "standard input" if path is None else path
        raise
    except Exception as error:
        raise SourceError(
            f"the {origin.spec.name} reader failed: {_told(error)}",
            path="standard input" if path is None else path,
            cure="please report it",
        ) from error


def render(
    document: Document,
    printer: Printer,
    report: Callable[[Diagnostic], None],
    timestamp: datetime | None,
) -> bytes:
    """`document` in one format. Raises `ExportError`, also for whatever goes wrong in an exporter.

    All is made in memory, so that a failure leaves nothing half-written, not even on a pipe.
    """
    out = BytesIO()
    context = Context(report, timestamp, document.source.name)
    try:
        printer.exporter.export(document, out, printer.options, context)
    except CopydeskError:
        raise
    except Exception as error:
        raise ExportError(
            f"the {printer.spec.name} exporter failed: {_told(error)}",
            cure="the other formats are not affected; please report it",
        ) from error
    return out.getvalue()


def timestamp_of(document: Document) -> datetime | None:
    """The only time there is: SOURCE_DATE_EPOCH, else the document's own date, else None.

    Raises `UsageError` where SOURCE_DATE_EPOCH is no number of seconds
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageError(
                f"SOURCE_DATE_EPOCH={epoch!r} is no time",
                cure="set it to whole seconds since 1970, or unset it",
            ) from None
    date = document.metadata.published or document.metadata.updated
    try:
        found = datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def run_job(
    job: Job,
    origin: Origin,
    printers: Mapping[str, Printer],
    streams: Streams,
    *,
    strict: bool = False,
) -> Outcome:
    """Read the job's input and write its outputs; what fails is in the outcome's `errors`.

    `printers` are by the name of their format; a target whose format is not there is left out.
    A format that fails does not keep the others from being written. With `strict` a warning fails
    what it is about.
    """
    found: list[Diagnostic] = []
    errors: list[CopydeskError] = []
    written: list[Path] = []
    try:
        data = streams.read() if job.source is None else read_bytes(job.source)
        document = read_document(data, origin, found.append, job.source)
        if strict:
            _refuse_warnings(found, "reading it")
        timestamp = timestamp_of(document)
    except CopydeskError as error:
        return Outcome(job, None, (), tuple(found), (_located(error, job),))
    for target in job.targets:
        printer = printers.get(target.format.name)
        if printer is None:
            continue
        before = len(found)
        try:
            data = render(document, printer, found.append, timestamp)
            if strict:
                _refuse_warnings(found[before:], f"the {printer.spec.name} output")
            if target.path is None:
                streams.write(data)
            else:
                write_atomic(target.path, data, make_folder=target.make_folder)
                written.append(target.path)
        except CopydeskError as error:
            errors.append(_located(error, job))
    return Outcome(job, document, tuple(written), tuple(found), tuple(errors))


def _refuse_warnings(found: list[Diagnostic], what: str) -> None:
    count = sum(diagnostic.severity == "warning" for diagnostic in found)
    if count:
        raise CopydeskError(f"{what} gave {count} warning{'s' * (count > 1)}, and --strict is set")


def _located(error: CopydeskError, job: Job) -> CopydeskError:
    """`error` naming the input, unless it names another file: an output that cannot be written."""
    if error.path is None:
        error.path = job.name
    return error


def _told(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
