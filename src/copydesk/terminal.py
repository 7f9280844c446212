"""What the command says: single lines on standard error, pages on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from os.path import commonprefix, sep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.errors import PluginError
    from copydesk.formats import Registered, Registry, Spec, SpecT
    from copydesk.options import FormatOptions

_WIDTH = 80
_INDENT = 27


def say(line: str) -> None:
    """One line on standard error, whatever is in it and whether or not somebody listens."""
    with suppress(OSError, ValueError):
        print(printable(line), file=sys.stderr, flush=True)


def printable(line: str) -> str:
    """`line` without what a terminal would obey: control characters stand as escapes."""
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in line)


def outputs(paths: Sequence[Path]) -> str:
    """Paths in one word where they differ in their suffix alone: `out/story.{docx,pdf}`."""
    names = [str(path) for path in paths]
    shared = commonprefix(names)  # noqa: RUF071 # by characters is what is meant here
    stem = shared[: shared.rfind(".") + 1]
    if len(names) < 2 or not stem or any(sep in name[len(stem) :] for name in names):
        return ", ".join(names)
    return f"{stem}{{{','.join(name[len(stem) :] for name in names)}}}"


def formats_page(registry: Registry) -> str:
    """All formats and transforms by the distribution that adds them: name, suffixes, what it is,
    its options.
    """
    lines = [
        *_catalogue("Output formats of {} (-t)", registry.exporters),
        *_catalogue("Input formats of {} (-f)", registry.readers),
        *_catalogue("Transforms of {} (--transform)", registry.transforms),
        "Set an option of a format with -O FORMAT.KEY=VALUE, as in -O json.indent=0,",
        "and one of a transform behind its name: --transform number-sections=depth=2",
    ]
    return "\n".join(lines)


def new_plugin_page(name: str, files: Iterable[Path]) -> str:
    """The files of a new plugin, and what to do with them."""
    lines = [str(file) for file in files]
    lines += ["", "Next:", f"  cd {name}", "  pip install -e '.[dev]'", "  python -m pytest"]
    return "\n".join(lines)


def _catalogue(title: str, entries: Iterable[Registered[SpecT]]) -> Iterator[str]:
    from copydesk.formats import suffixes  # noqa: PLC0415 # loaded by whoever made a registry

    origin = ""
    for entry in entries:
        if origin != f"{entry.distribution} {entry.version}":
            if origin:
                yield ""
            origin = f"{entry.distribution} {entry.version}"
            yield from (title.format(printable(origin)), "")
        spec = entry.spec
        names = f"  {spec.name:<8} {' '.join(suffixes(spec))}".rstrip()
        yield from _columns(names, printable(spec.summary))
        yield from _options(spec)
    yield ""


def _options(spec: Spec) -> Iterator[str]:
    from copydesk.errors import PluginError  # noqa: PLC0415 # as above
    from copydesk.formats import TransformSpec  # noqa: PLC0415 # for lists only
    from copydesk.options import describe_options  # noqa: PLC0415 # for lists only

    try:
        options = _loaded(spec)
    except PluginError as error:
        yield from _columns("", f"not usable: {printable(str(error))}")
        return
    mark = "=" if isinstance(spec, TransformSpec) else "."
    for option in describe_options(options):
        values = option.type if "|" in option.type else ""
        if len(values) > _WIDTH - _INDENT:
            values = values.replace("|", " | ")  # so that it can be wrapped
        default = "" if option.default == "none" else f"={option.default}"
        text = option.description + (f" ({values})" if values else "")
        yield from _columns(
            f"    {spec.name}{mark}{option.key}{printable(default)}", printable(text)
        )


def _loaded(spec: Spec, distribution: str = "") -> type[FormatOptions]:
    """The options of what `spec` names, which is imported for these pages alone."""
    from copydesk import formats  # noqa: PLC0415 # as above

    match spec:
        case formats.FormatSpec():
            return formats.load_exporter(spec, distribution).Options
        case formats.ReaderSpec():
            return formats.load_reader(spec, distribution).Options
        case formats.TransformSpec():
            return formats.load_transform(spec, distribution).Options


def plugins_page(registry: Registry) -> str:
    """All plugins, what each of them adds, and what is wrong with it."""
    from copydesk._version import __version__  # noqa: PLC0415 # as above

    lines = [f"copydesk {__version__} (built in)", *_added(registry, "copydesk", [])]
    for plugin in registry.plugins:
        lines += ["", printable(f"{plugin.distribution} {plugin.version} ({plugin.module})")]
        if plugin.blocked:
            lines += _columns("  blocked", printable(plugin.blocked))
            continue
        wrong = list(plugin.faults)
        added = list(_added(registry, plugin.distribution, wrong))
        lines += added if wrong else added or ["  adds nothing"]
        for fault in wrong:
            lines += _columns("  fault", printable(str(fault)))
    if not registry.plugins:
        lines += ["", "No plugins are installed."]
    return "\n".join(lines)


def _added(registry: Registry, distribution: str, wrong: list[PluginError]) -> Iterator[str]:
    """What works of all that `distribution` adds; what does not goes to `wrong`."""
    from copydesk.errors import PluginError  # noqa: PLC0415 # as above

    for word, entries in (
        ("output", registry.exporters),
        ("input", registry.readers),
        ("transforms", registry.transforms),
    ):
        names: list[str] = []
        for entry in entries:
            if entry.distribution == distribution:
                try:
                    _loaded(entry.spec, distribution)
                    names.append(entry.spec.name)
                except PluginError as error:
                    wrong.append(error)
        if names:
            yield from _columns(f"  {word}", ", ".join(names))


def _columns(left: str, right: str) -> Iterator[str]:
    """`left`, and `right` beside or below it, wrapped to the page."""
    from textwrap import wrap  # noqa: PLC0415 # costs milliseconds that a conversion has no use for

    wrapped = wrap(right, _WIDTH - _INDENT, break_on_hyphens=False) or [""]
    if len(left) < _INDENT - 1:
        yield f"{left:<{_INDENT}}{wrapped.pop(0)}".rstrip()
    else:
        yield left
    for line in wrapped:
        yield " " * _INDENT + line
