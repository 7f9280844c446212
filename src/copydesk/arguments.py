"""What the arguments of the command ask for: each read and checked, before anything is done."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path

from copydesk.corrections import Correction, read_lines
from copydesk.errors import CorrectionError, UsageError
from copydesk.formats import FormatSpec, Registry
from copydesk.overrides import check_metadata
from copydesk.pipeline import Step, open_transform
from copydesk.plan import DEFAULT_READER, STREAM, Plan


class Instead(Enum):
    """What is done instead of converting."""

    NOTHING = "converted"
    EXPLAIN = "explained"
    ROLES = "listed"

    @classmethod
    def of(cls, args: Namespace, formats: Sequence[str]) -> Instead:
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


def formats_of(args: Namespace) -> list[str]:
    """The names of the output formats that are asked for."""
    names = [name.strip().lower() for given in args.to for name in given.split(",")]
    return [name for name in names if name]


def pages(args: Namespace) -> tuple[FormatSpec, ...]:
    """The page of `--explain=page`, which a plan gives a place as it does documents."""
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


def said(args: Namespace) -> tuple[Correction, ...]:
    """What the command line says of lines. Raises `UsageError`."""
    if args.headline is None:
        return ()
    try:
        first, last = read_lines(args.headline)
    except CorrectionError as error:
        raise UsageError(f"--headline {error.message}", cure=error.cure) from None
    return (Correction(first, last, "headline", whole="-" not in args.headline, by="--headline"),)


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


def metadata(args: Namespace) -> dict[str, object]:
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
            example = f"-O pdf.{text}" if name and equals and not dot else "-O json.indent=0"
            raise UsageError(
                f"-O {text}: not of the form FORMAT.KEY=VALUE", cure=f"as in {example}"
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


def check_plan(
    args: Namespace, registry: Registry, plan: Plan, values: Mapping[str, Mapping[str, object]]
) -> None:
    """Raises `UsageError` where `args` ask of the jobs in `plan` what cannot be."""
    _check_headline(args, plan)
    _check_single(args, plan)
    _check_options(registry, plan, values)


def step(registry: Registry, given: str) -> Step:
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
