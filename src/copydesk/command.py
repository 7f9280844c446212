"""What the command does, once its arguments are read: list, make a plugin, explain, convert."""

from __future__ import annotations

import gc
from argparse import Namespace
from pathlib import Path

from copydesk import arguments, terminal
from copydesk.arguments import Instead
from copydesk.errors import ExitCode, FormatError, UsageError
from copydesk.formats import Registry
from copydesk.parsing.source import check_encoding
from copydesk.plan import make_plan
from copydesk.plugins import load_registry
from copydesk.run import Run
from copydesk.terminal import say


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
        raise UsageError(
            "no input", cure=f"name a text, a folder or - (standard input); see {prog} --help"
        )
    return _run(args, registry, prog)


def _run(args: Namespace, registry: Registry, prog: str) -> ExitCode:
    """Settle all that is asked for, then do it."""
    formats = arguments.formats_of(args)
    instead = Instead.of(args, formats)
    if args.encoding:
        check_encoding(args.encoding)
    values = arguments.option_values(args.option)
    metadata = arguments.metadata(args)
    try:
        plan = make_plan(
            registry,
            args.inputs,
            formats=formats,
            out=args.output,
            input_format=args.input_format,
            reading_only=instead is not Instead.NOTHING,
            also=arguments.pages(args),
        )
        arguments.check_plan(args, registry, plan, values)
        steps = [arguments.step(registry, given) for given in args.transforms]
    except FormatError:
        _tell_faults(registry, prog)
        for plugin in registry.plugins:
            if plugin.blocked:
                say(f"{prog}: note: plugin {plugin.distribution} is not loaded: {plugin.blocked}")
        raise
    if steps and instead is not Instead.NOTHING:
        raise UsageError(
            "--transform changes what is written, and nothing is", cure="name a format with -t"
        )
    run = Run(registry, plan, args, prog, values=values, metadata=metadata, steps=steps)
    # What is imported by now stays; only what comes of the texts is worth looking through.
    gc.freeze()
    gc.enable()
    return run.all(instead)


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


def _tell_faults(registry: Registry, prog: str) -> None:
    for fault in registry.faults:
        say(f"{prog}: warning: {fault}")
