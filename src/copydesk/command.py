"""What the command does, once its arguments are read: list, explain, convert."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

from copydesk import terminal
from copydesk.corrections import Correction, read_lines
from copydesk.diagnostics import Diagnostic
from copydesk.errors import (
    CopydeskError,
    CorrectionError,
    ExitCode,
    FormatError,
    OutputError,
    PluginError,
    SourceError,
    UsageError,
)
from copydesk.files import read_bytes, write_all, write_atomic
from copydesk.formats import FormatSpec, Registry
from copydesk.lossless import restore
from copydesk.overrides import check_metadata
from copydesk.parsing.source import check_encoding
from copydesk.pipeline import (
    Origin,
    Outcome,
    Printer,
    Step,
    Streams,
    open_exporter,
    open_reader,
    open_transform,
    run_job,
)
from copydesk.plan import DEFAULT_READER, STREAM, Job, Plan, make_plan
from copydesk.plugins import load_registry
from copydesk.sidecar import sidecar_of
from copydesk.terminal import say

_SHOWN = 5
"""Findings that are printed for one input; a noisy text should not hide the other ones' errors."""

_TEXTUAL = ("text/", "application/json")


def run(args: Namespace, prog: str) -> ExitCode:
    """Do what `args` ask for, as the command called `prog`. Raises `UsageError`."""
    registry = load_registry()
    if args.formats:
        print(terminal.formats_page(registry))
        _tell_faults(registry, prog)
        return ExitCode.DONE
    if args.plugins:
        print(terminal.plugins_page(registry))
        return ExitCode.DONE
    if args.new_plugin is not None:
        return _new_plugin(args, registry)
    for option, given in (("--kind", args.kind), ("--license", args.license)):
        if given:
            raise UsageError(f"{option} goes with --new-plugin", cure=f"see {prog} --help")
    if not args.inputs:
        raise UsageError("no input", cure=f"name a text, a folder or -; see {prog} --help")
    names = [name.strip().lower() for given in args.to for name in given.split(",")]
    formats = [name for name in names if name]
    only = _Only.of(args, formats)
    if args.encoding:
        check_encoding(args.encoding)
    values = option_values(args.option)
    metadata = given_metadata(args)
    try:
        plan = make_plan(
            registry,
            args.inputs,
            formats=formats,
            out=args.output,
            input_format=args.input_format,
            reading_only=only is not _Only.NOTHING,
            also=_pages(args),
        )
        _check_headline(args, plan)
        _check_options(registry, plan, values)
        steps = [_step(registry, given) for given in args.transforms]
    except FormatError:
        _tell_faults(registry, prog)
        for plugin in registry.plugins:
            if plugin.blocked:
                say(f"{prog}: note: plugin {plugin.distribution} is not loaded: {plugin.blocked}")
        raise
    if steps and only is not _Only.NOTHING:
        raise UsageError(
            "--transform changes what is written, and nothing is", cure="name a format with -t"
        )
    _check_single(args, plan)
    run = _Run(registry, plan, args, prog, values=values, metadata=metadata, steps=steps)
    return run.all(only)


class _Only(Enum):
    """What is done instead of converting."""

    NOTHING = "converted"
    EXPLAIN = "explained"
    ROLES = "listed"

    @classmethod
    def of(cls, args: Namespace, formats: Sequence[str]) -> _Only:
        """What `args` ask for. Raises `UsageError` where that cannot go together."""
        if args.write_roles:
            if formats or args.output is not None or args.explain:
                raise UsageError(
                    "--write-roles writes a sidecar and nothing else", cure="leave out the rest"
                )
            return cls.ROLES
        page = args.explain == "page" and (
            args.output in (None, STREAM)
            or args.output.lower().endswith((".html", ".htm", "/", os.sep))
            or Path(args.output).is_dir()
        )
        explains = args.explain and not formats and (page or args.output is None)
        return cls.EXPLAIN if explains else cls.NOTHING


def _pages(args: Namespace) -> tuple[FormatSpec, ...]:
    if args.explain != "page":
        return ()
    from copydesk.explanation.jobs import PAGE  # noqa: PLC0415 # for this alone

    return (PAGE,)


def _check_headline(args: Namespace, plan: Plan) -> None:
    if args.headline is None:
        return
    if len(plan.jobs) + len(plan.failures) != 1:
        raise UsageError("--headline is about one text", cure="convert it on its own")
    for job in plan.jobs:
        if job.reader.name != DEFAULT_READER:
            raise UsageError(
                f"--headline is about lines of raw copy, and {job.name} is {job.reader.name}",
                cure=f"correct {job.name} itself",
            )


def _said(args: Namespace) -> tuple[Correction, ...]:
    """What the command line says of lines. Raises `UsageError`."""
    if args.headline is None:
        return ()
    try:
        first, last = read_lines(args.headline)
    except CorrectionError as error:
        raise UsageError(f"--headline {error.message}", cure=error.cure) from None
    return (Correction(first, last, "headline", whole="-" not in args.headline),)


def _new_plugin(args: Namespace, registry: Registry) -> ExitCode:
    from copydesk.scaffold import plan_project, write_project  # noqa: PLC0415 # for this alone

    if args.inputs or args.to or args.output:
        raise UsageError("--new-plugin converts nothing", cure="leave out inputs and outputs")
    project = plan_project(
        args.new_plugin, registry, kind=args.kind or "exporter", licence=args.license or "MIT"
    )
    files = write_project(project, Path())
    print(terminal.new_plugin_page(project.distribution, files))
    return ExitCode.DONE


_METADATA = {
    "title": "--title",
    "authors": "--author",
    "language": "--lang",
    "published": "--date",
    "updated": "--updated",
    "publisher": "--publisher",
    "source_url": "--source-url",
}
"""The options that stand in place of what a text says of itself, by field of the metadata."""


def given_metadata(args: Namespace) -> dict[str, object]:
    """The metadata that `args` hold, checked. Raises `OptionError`."""
    given = {field: getattr(args, f"metadata_{field}") for field in _METADATA}
    return check_metadata(
        {field: value for field, value in given.items() if value is not None}, _METADATA
    )


def _check_single(args: Namespace, plan: Plan) -> None:
    """Raises `UsageError` where several texts would get what only one can have."""
    for field in ("title", "source_url"):
        if getattr(args, f"metadata_{field}") and len(plan.jobs) > 1:
            raise UsageError(
                f"{_METADATA[field]} is for one text, and there are {len(plan.jobs)}",
                cure="convert them one by one",
            )


def option_values(given: Sequence[str]) -> dict[str, dict[str, str]]:
    """`FORMAT.KEY=VALUE` strings, by format. A dash in a key is as good as an underline."""
    values: dict[str, dict[str, str]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        form, dot, key = name.partition(".")
        if not (form and dot and key and equals):
            raise UsageError(
                f"-O {text}: not of the form FORMAT.KEY=VALUE", cure="as in -O json.indent=0"
            )
        values.setdefault(form.lower(), {})[key.replace("-", "_")] = value
    return values


def _check_options(
    registry: Registry, plan: Plan, values: Mapping[str, Mapping[str, object]]
) -> None:
    """Raises `UsageError` for options of a format that has no part in the run."""
    used = list(_used(plan))
    for name, own in values.items():
        if name in used:
            continue
        if name not in registry.readers.names():
            registry.exporters.get(name)
        raise UsageError(
            f"-O {name}.{next(iter(own))}: {name} is not a format of this run",
            cure=f"its formats are {', '.join(used)}",
        )


def _step(registry: Registry, given: str) -> Step:
    """The transform of `NAME[=ARGS]`. Raises `UsageError`, or `PluginError` where it is unusable:
    a document without a change that was asked for is not what was asked for.
    """
    name, _, arguments = given.partition("=")
    entry = registry.transforms.entry(name.strip().lower())
    return open_transform(entry.spec, arguments, entry.distribution, entry.api)


def _used(plan: Plan) -> dict[str, None]:
    """The names of all formats in the plan, outputs first."""
    outputs = {target.format.name: None for job in plan.jobs for target in job.targets}
    return outputs | {job.reader.name: None for job in plan.jobs}


def _tell_faults(registry: Registry, prog: str) -> None:
    for fault in registry.faults:
        say(f"{prog}: warning: {fault}")


class _Run:
    """One run of the command over its plan."""

    def __init__(
        self,
        registry: Registry,
        plan: Plan,
        args: Namespace,
        prog: str,
        *,
        values: Mapping[str, Mapping[str, object]],
        metadata: Mapping[str, object],
        steps: Sequence[Step],
    ) -> None:
        self.registry = registry
        self.plan = plan
        self.metadata = metadata
        self.steps = steps
        self.args = args
        self.prog = prog
        self.failed = bool(plan.failures)
        self.streams = Streams(cache(_stdin), _stdout)  # --explain reads it twice
        self.said = _said(args)
        self.origins = self._readers(values)
        self.printers = self._printers(values)

    def all(self, only: _Only) -> ExitCode:
        """Do every job, then say how many were done where there are several."""
        for failure in self.plan.failures:
            say(f"{self.prog}: {failure}")
        done = 0
        for number, job in enumerate(self.plan.jobs):
            try:
                good = self._job(job, only, first=not number)
            except CopydeskError as error:
                good = False
                say(f"{self.prog}: {error}")
            done += good
        jobs = len(self.plan.jobs)
        if jobs > 1 and not self.args.quiet:
            say(f"{done} of {jobs} texts {only.value}")
        return ExitCode.FAILED if self.failed or done < jobs else ExitCode.DONE

    def _job(self, job: Job, only: _Only, *, first: bool) -> bool:
        if only is _Only.ROLES:
            self._write_roles(job)
            return True
        if self.args.explain:
            if self.args.explain == "text" and only is _Only.EXPLAIN and not first:
                print()
            self._explain(job, to_stdout=only is _Only.EXPLAIN)
        return only is _Only.EXPLAIN or self._convert(job)

    def _readers(self, values: Mapping[str, Mapping[str, object]]) -> dict[str, Origin]:
        origins: dict[str, Origin] = {}
        outputs = {target.format.name for job in self.plan.jobs for target in job.targets}
        for spec in {job.reader.name: job.reader for job in self.plan.jobs}.values():
            # A name that is an input and an output format means the output.
            own = dict(values.get(spec.name, {})) if spec.name not in outputs else {}
            if self.args.encoding:
                own["encoding"] = self.args.encoding
            if self.args.repair_mojibake:
                own["repair_mojibake"] = True
            try:
                origins[spec.name] = open_reader(
                    spec, own, self.registry.readers.entry(spec.name).distribution
                )
            except PluginError as error:
                self._fail(error)
        return origins

    def _printers(self, values: Mapping[str, Mapping[str, object]]) -> dict[str, Printer]:
        targets = [target for job in self.plan.jobs for target in job.targets]
        printers: dict[str, Printer] = {}
        pages = _pages(self.args)
        for spec in {target.format.name: target.format for target in targets}.values():
            if spec in pages:
                continue
            entry = self.registry.exporters.entry(spec.name)
            try:
                printers[spec.name] = open_exporter(
                    spec,
                    values.get(spec.name, {}),
                    entry.distribution,
                    entry.api,
                    theme=self.args.theme,
                )
            except PluginError as error:
                self._fail(error)
        to_terminal = any(target.path is None for target in targets) and _is_terminal()
        for name, printer in printers.items():
            if to_terminal and not printer.spec.media_type.startswith(_TEXTUAL):
                raise UsageError(
                    f"{name} is not for a terminal", cure="name a file with -o, or redirect it"
                )
        return printers

    def _fail(self, error: CopydeskError) -> None:
        self.failed = True
        say(f"{self.prog}: {error}")

    def _convert(self, job: Job) -> bool:
        origin = self.origins.get(job.reader.name)
        if origin is None:
            return False
        outcome = run_job(
            job,
            origin,
            self.printers,
            self.streams,
            metadata=self.metadata,
            steps=self.steps,
            corrections=self.said,
            strict=self.args.strict,
        )
        if not self.args.quiet:
            self._tell_findings(outcome)
        for error in outcome.errors:
            say(f"{self.prog}: {error}")
        if outcome.written and not self.args.quiet:
            say(f"{job.name} -> {terminal.outputs(outcome.written)}")
        return not outcome.errors

    def _tell_findings(self, outcome: Outcome) -> None:
        lines = _LineNumbers(outcome)
        for finding in outcome.diagnostics[:_SHOWN]:
            where = f"{outcome.job.name}{lines.place(finding)}"
            say(f"{self.prog}: {where}: {finding.severity}: {finding.message} [{finding.code}]")
        more = len(outcome.diagnostics) - _SHOWN
        if more > 0:
            say(f"{self.prog}: {outcome.job.name}: and {more} more")

    def _data(self, job: Job) -> bytes:
        return self.streams.read() if job.source is None else read_bytes(job.source)

    def _explain(self, job: Job, *, to_stdout: bool) -> None:
        from copydesk.explanation.jobs import PAGE, explained  # noqa: PLC0415 # for this alone

        found = explained(job, self._data(job), self.args.encoding, self.said)
        if self.args.explain == "page":
            from copydesk.explanation.page import page  # noqa: PLC0415 # as above

            target = next(each for each in job.targets if each.format is PAGE)
            if target.path is None:
                self.streams.write(page(found))
                return
            write_atomic(target.path, page(found), make_folder=target.make_folder)
            if not self.args.quiet:
                count = len(found.doubtful)
                say(f"{job.name} -> {target.path} ({count} of {len(found.decisions)} doubtful)")
            return
        stream = sys.stdout if to_stdout else sys.stderr
        if self.args.explain == "json":
            from copydesk.explanation.data import data  # noqa: PLC0415 # as above

            print(data(found), file=stream)
        else:
            from copydesk.explanation.listing import listing, wants_colour  # noqa: PLC0415 # same

            print(listing(found, colour=wants_colour(stream)), file=stream)

    def _write_roles(self, job: Job) -> None:
        from copydesk.explanation.jobs import first_sidecar  # noqa: PLC0415 # for this alone

        made = first_sidecar(job, self._data(job), self.args.encoding, self.said)
        if job.source is None:
            self.streams.write(made.content.encode())
            return
        sidecar = sidecar_of(job.source)
        write_atomic(sidecar, made.content.encode())
        if self.args.quiet:
            return
        kept = f" ({made.kept} correction{'s' * (made.kept != 1)} kept)" if made.kept else ""
        say(f"{job.name} -> {sidecar}{kept}")
        if made.changed and made.kept:
            say(f"{self.prog}: {sidecar}: the text was changed; see that the lines are still right")


class _LineNumbers:
    """Lines of findings, from their spans; the source is put together for them if need be."""

    def __init__(self, outcome: Outcome) -> None:
        self._document = outcome.document
        self._text: str | None = None

    def place(self, finding: Diagnostic) -> str:
        """`, line 12`, or nothing where the finding has no place."""
        if finding.span is None or self._document is None:
            return ""
        if self._text is None:
            try:
                self._text = restore(self._document)
            except CopydeskError:
                self._text = ""
        if not self._text:
            return ""
        before = self._text[: finding.span.start].replace("\r\n", "\n").replace("\r", "\n")
        return f", line {before.count(chr(10)) + 1}"


def _stdin() -> bytes:
    if sys.stdin is None:
        raise SourceError("is closed", path="standard input")
    return sys.stdin.buffer.read()


def _stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise OutputError("is closed", path="standard output", cure="use -o FILE")
    try:
        write_all(sys.stdout.buffer, data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path="standard output") from None


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
