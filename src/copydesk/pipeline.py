"""The way of a document: bytes, a reader, the tree, transforms, an exporter, bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from copydesk.corrections import Correction, Corrections
from copydesk.diagnostics import Diagnostic
from copydesk.errors import (
    CopydeskError,
    CorrectionError,
    ExportError,
    SourceError,
    Terminated,
    TransformError,
    UsageError,
    told,
)
from copydesk.files import read_bytes, write_atomic
from copydesk.formats import (
    Context,
    Exporter,
    FormatSpec,
    Reader,
    ReaderSpec,
    Transform,
    TransformSpec,
    load_exporter,
    load_reader,
    load_transform,
)
from copydesk.options import FormatOptions, make_options, read_arguments
from copydesk.overrides import override
from copydesk.plan import DEFAULT_READER, Job
from copydesk.sidecar import find_corrections, sidecar_of
from copydesk.tree import Document
from copydesk.walk import validate


class Origin(Struct, frozen=True):
    """A reader ready to read, with its options."""

    spec: ReaderSpec
    reader: Reader[FormatOptions]
    options: FormatOptions
    distribution: str = ""


class Printer(Struct, frozen=True):
    """An exporter ready to write, with its options."""

    spec: FormatSpec
    exporter: Exporter[FormatOptions]
    options: FormatOptions
    distribution: str = ""


class Step(Struct, frozen=True):
    """A transform ready to be applied, with its options."""

    spec: TransformSpec
    transform: Transform[FormatOptions]
    options: FormatOptions
    distribution: str = ""


class Streams(Struct, frozen=True):
    """Standard input and output, as the pipeline needs them."""

    read: Callable[[], bytes]
    write: Callable[[bytes], None]


class Outcome(Struct, frozen=True):
    """What became of a job. `document` is None where it could not be read."""

    job: Job
    document: Document | None
    written: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    errors: tuple[CopydeskError, ...]


def open_reader(spec: ReaderSpec, values: Mapping[str, object], distribution: str = "") -> Origin:
    """Load the reader of `spec`, which `distribution` registered.

    Raises `PluginError` or `OptionError`.
    """
    reader = load_reader(spec, distribution)
    return Origin(spec, reader, make_options(reader.Options, spec.name, values), distribution)


def open_exporter(
    spec: FormatSpec,
    values: Mapping[str, object],
    distribution: str = "",
    api: int | None = None,
    *,
    theme: str | None = None,
) -> Printer:
    """Load the exporter of `spec`, as `open_reader` does; `api` is the version it is written for,
    None this one.

    `theme` is for all formats that have an option of that name, where `values` have no other; the
    rest pass it over.
    """
    exporter = load_exporter(spec, distribution, api)
    if theme is not None and "theme" in exporter.Options.__struct_fields__:
        values = {"theme": theme, **values}
    return Printer(spec, exporter, make_options(exporter.Options, spec.name, values), distribution)


def open_transform(
    spec: TransformSpec,
    values: Mapping[str, object] | str,
    distribution: str = "",
    api: int | None = None,
) -> Step:
    """Load the transform of `spec`, as `open_exporter` does; `values` may be arguments in a string,
    as `read_arguments` reads them.
    """
    loaded = load_transform(spec, distribution, api)
    if isinstance(values, str):
        values = read_arguments(loaded.Options, spec.name, values)
    return Step(spec, loaded, make_options(loaded.Options, spec.name, values), distribution)


def corrections_for(
    path: Path | None, spec: ReaderSpec, said: Sequence[Correction] = ()
) -> Corrections | None:
    """What the sidecar of `path` says, and `said`, which counts where both speak; or None.

    Raises `CorrectionError` for a sidecar that cannot be used, also where `spec` is no reader of
    raw copy, so that its lines are not what is read.
    """
    found = None if path is None else find_corrections(path)
    if path is not None and found is not None and spec.name != DEFAULT_READER:
        raise CorrectionError(
            f"corrects raw copy, and {path.name} is read as {spec.name}",
            path=sidecar_of(path),
            cure=f"correct {path.name} itself",
        )
    if said:
        return (found or Corrections()).overruled_by(said)
    return found


def refit(error: CorrectionError, path: Path | None) -> CorrectionError:
    """`error` with its file: the sidecar where that is for another text, else the text."""
    if error.path is None:
        error.path = path or "standard input"
        if error.place is None and path is not None:
            error.path = sidecar_of(path)
            error.cure = (
                f"see that its lines are still right, and renew it: convert {path} --write-roles"
            )
    return error


def read_document(
    data: bytes,
    origin: Origin,
    report: Callable[[Diagnostic], None],
    path: Path | None,
    corrections: Corrections | None = None,
) -> Document:
    """The tree of `data`, which came from `path` (None: standard input).

    Raises `CorrectionError` where `corrections` do not fit, and otherwise `SourceError`, also for
    whatever else goes wrong in a reader.
    """
    # A name that is no Unicode, as some file systems have them, is none that a format can hold.
    name = None if path is None else os.fsencode(path.name).decode("utf-8", "replace")
    shown = "standard input" if path is None else path
    who = _Who("reader", origin.spec.name, origin.distribution)
    try:
        context = Context(report, name=name, corrections=corrections)
        document = origin.reader.read(data, origin.options, context)
        return document if who.is_built_in else _sound(document)
    except CorrectionError as error:
        raise refit(error, path) from None
    except CopydeskError as error:
        if error.path in (None, name):
            error.path = shown
        raise
    except Terminated:
        raise
    except (Exception, SystemExit) as error:
        raise SourceError(who.failed(error), path=shown, cure=who.cure) from error


def apply_steps(
    document: Document, steps: Iterable[Step], report: Callable[[Diagnostic], None]
) -> Document:
    """`document` after all `steps`, in their order.

    Raises `TransformError`, also for whatever goes wrong in a transform, and where one makes a
    tree that breaks the rules of docs/tree.md.
    """
    for step in steps:
        who = _Who("transform", step.spec.name, step.distribution)
        context = Context(report, timestamp_of(document), document.source.name)
        try:
            document = _sound(step.transform.apply(document, step.options, context))
        except (CopydeskError, Terminated):
            raise
        except (Exception, SystemExit) as error:
            raise TransformError(who.failed(error), cure=who.cure) from error
    return document


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
    who = _Who("exporter", printer.spec.name, printer.distribution)
    try:
        printer.exporter.export(document, out, printer.options, context)
        return out.getvalue()
    except (CopydeskError, Terminated):
        raise
    except (Exception, SystemExit) as error:
        cure = f"the other formats are not affected; {who.cure}"
        raise ExportError(who.failed(error), cure=cure) from error


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


def read_bytes_of(job: Job, streams: Streams) -> bytes:
    """The job's input. Raises `SourceError`."""
    return streams.read() if job.source is None else read_bytes(job.source)


def read_job(
    job: Job,
    origin: Origin,
    streams: Streams,
    report: Callable[[Diagnostic], None],
    *,
    metadata: Mapping[str, object] | None = None,
    corrections: Sequence[Correction] = (),
) -> Document:
    """The job's input, read as `corrections` and its sidecar say, with `metadata` put in (as
    `check_metadata` gives it). What is explained is read here too.

    Raises what `read_document` raises.
    """
    data = read_bytes_of(job, streams)
    said = corrections_for(job.source, job.reader, corrections)
    return override(read_document(data, origin, report, job.source, said), metadata or {})


def run_job(
    job: Job,
    origin: Origin,
    printers: Mapping[str, Printer],
    streams: Streams,
    *,
    metadata: Mapping[str, object] | None = None,
    steps: Sequence[Step] = (),
    corrections: Sequence[Correction] = (),
    strict: bool = False,
) -> Outcome:
    """Read the job's input as `read_job` does, apply `steps`, write the outputs.

    What fails is in the outcome's `errors`.

    `printers` are by the name of their format; a target whose format is not there is left out.
    A format that fails does not keep the others from being written. With `strict` a warning fails
    what it is about.
    """
    found: list[Diagnostic] = []
    errors: list[CopydeskError] = []
    written: list[Path] = []
    document: Document | None = None
    try:
        document = read_job(
            job, origin, streams, found.append, metadata=metadata, corrections=corrections
        )
        document = apply_steps(document, steps, found.append)
        if strict:
            _refuse_warnings(found, "reading it")
        timestamp = timestamp_of(document)
    except CopydeskError as error:
        return Outcome(job, document, (), tuple(found), (_located(error, job),))
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


class _Who(Struct, frozen=True):
    """Whose fault a failure is: `distribution` is empty where nobody said, and then ours."""

    what: str
    name: str
    distribution: str

    @property
    def is_built_in(self) -> bool:
        return self.distribution in ("", "copydesk")

    @property
    def cure(self) -> str:
        to = "" if self.is_built_in else f" to the authors of {self.distribution}"
        return f"please report it{to}"

    def failed(self, error: BaseException) -> str:
        of = "" if self.is_built_in else f" of {self.distribution}"
        return f"the {self.name} {self.what}{of} failed: {told(error)}"


def _sound(document: object) -> Document:
    """`document`, if it is one. Raises `ValueError` for any other thing and for an invalid tree."""
    if not isinstance(document, Document):
        raise ValueError(f"{type(document).__name__} returned where a Document belongs")
    for problem in validate(document):
        raise ValueError(f"invalid tree: {problem.path}: {problem.message}")
    return document
