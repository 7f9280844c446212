"""The work of one run of the command: every job of its plan, and what it says of each."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import cache

from copydesk import terminal
from copydesk.arguments import Instead, pages, said
from copydesk.diagnostics import Diagnostic
from copydesk.errors import (
    CopydeskError,
    ExitCode,
    OutputError,
    PluginError,
    SourceError,
    UsageError,
)
from copydesk.files import write_all, write_atomic
from copydesk.formats import Registry
from copydesk.lossless import restore
from copydesk.pipeline import (
    Origin,
    Outcome,
    Printer,
    Step,
    Streams,
    open_exporter,
    open_reader,
    run_job,
)
from copydesk.places import LineNumbers
from copydesk.plan import Job, Plan
from copydesk.sidecar import sidecar_of
from copydesk.terminal import say

_SHOWN = 5
"""Findings that are printed for one input; a noisy text should not hide the other ones' errors."""

_TEXTUAL = ("text/", "application/json")


class Run:
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
        self.said = said(args)
        self.origins = self._readers(values)
        self.printers = self._printers(values)

    def all(self, instead: Instead) -> ExitCode:
        """Do every job, then say how many were done where there are several."""
        for failure in self.plan.failures:
            say(f"{self.prog}: {failure}")
        done = 0
        for number, job in enumerate(self.plan.jobs):
            try:
                good = self._job(job, instead, first=not number)
            except CopydeskError as error:
                good = False
                say(f"{self.prog}: {error}")
            done += good
        jobs = len(self.plan.jobs)
        if jobs > 1 and not self.args.quiet:
            say(f"{done} of {jobs} texts {instead.value}")
        return ExitCode.FAILED if self.failed or done < jobs else ExitCode.DONE

    def _job(self, job: Job, instead: Instead, *, first: bool) -> bool:
        origin = self.origins.get(job.reader.name)
        if origin is None:
            return False
        if instead is Instead.ROLES:
            self._write_roles(job, origin)
            return True
        if self.args.explain:
            explains = instead is Instead.EXPLAIN
            if self.args.explain == "text" and explains and not first:
                print()
            self._explain(job, origin, to_stdout=explains)
        return instead is Instead.EXPLAIN or self._convert(job, origin)

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
        also = pages(self.args)
        for spec in {target.format.name: target.format for target in targets}.values():
            if spec in also:
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
        if self.args.theme is not None and printers:
            takers = [p for p in printers.values() if "theme" in p.options.__struct_fields__]
            if not takers:
                raise UsageError(
                    f"--theme: {', '.join(printers)} has no looks to choose from",
                    cure="it is for docx, epub and pdf",
                )
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

    def _convert(self, job: Job, origin: Origin) -> bool:
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
        places = _Places(outcome)
        for finding in outcome.diagnostics[:_SHOWN]:
            where = f"{outcome.job.name}{places.of(finding)}"
            say(f"{self.prog}: {where}: {finding.severity}: {finding.message} [{finding.code}]")
        more = len(outcome.diagnostics) - _SHOWN
        if more > 0:
            say(f"{self.prog}: {outcome.job.name}: and {more} more")

    def _explain(self, job: Job, origin: Origin, *, to_stdout: bool) -> None:
        from copydesk.explanation.jobs import PAGE, explained  # noqa: PLC0415 # for this alone

        found = explained(job, origin, self.streams, metadata=self.metadata, corrections=self.said)
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

    def _write_roles(self, job: Job, origin: Origin) -> None:
        from copydesk.explanation.jobs import first_sidecar  # noqa: PLC0415 # for this alone

        made = first_sidecar(job, origin, self.streams, self.said)
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


class _Places:
    """Lines of findings, from their spans; the source is put together for them if need be."""

    def __init__(self, outcome: Outcome) -> None:
        self._document = outcome.document
        self._lines: LineNumbers | None = None

    def of(self, finding: Diagnostic) -> str:
        """`, line 12`, or nothing where the finding has no place."""
        if finding.span is None or self._document is None or not self._document.source.length:
            return ""
        if self._lines is None:
            try:
                self._lines = LineNumbers(restore(self._document))
            except CopydeskError:
                return ""
        return f", line {self._lines.of(finding.span.start)}"


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
