"""The command line: arguments in, an exit code out. command.py does what they ask for."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from copydesk._version import __version__
from copydesk.errors import CopydeskError, ExitCode, Terminated, UsageError
from copydesk.terminal import say

if TYPE_CHECKING:
    from types import FrameType

_DESCRIPTION = """\
Turn raw copy (plain text without markup, as wires, scrapers and mails leave it)
into documents that a publisher would ship. Headline, sections, quotes, lists
and links are found in the text itself."""

_EPILOG = """\
Outputs are named after their input and lie beside it, or in the folder of -o,
which is made when absent; standard input goes to standard output, and so does
an outline. An existing output is replaced, an input never.

examples:
  %(prog)s article.txt -t docx,pdf,epub,md       four files beside article.txt
  %(prog)s article.txt -o story.epub             the suffix says which format
  %(prog)s articles/ -t pdf -o out/              every text of a folder
  %(prog)s - -t md < article.txt                 from one program to another
  %(prog)s article.txt -t outline                what was found in the text
  %(prog)s article.txt -o a.pdf -O pdf.page=A5   an option of a format
  %(prog)s article.txt -t docx,pdf --theme book  both in the look of a book
  %(prog)s article.txt --explain=page            a page to check how it was read

exit codes:
  0  all was converted
  1  an input or an output failed; the others were converted
  2  the command line asks for what cannot be; nothing was done"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as for every other error."""
        cure = f"see {self.prog} --help"
        _, unknown, given = message.partition("unrecognized arguments: ")
        if unknown:
            from difflib import get_close_matches  # noqa: PLC0415 # needed on a failure only

            wrong = given.split()[0]
            message = f"there is no option {wrong}"
            if near := get_close_matches(wrong, self._option_string_actions, n=1):
                cure = f"did you mean {near[0]}? See {self.prog} --help"
        raise UsageError(message, cure=cure)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command on `argv` and return its exit code."""
    prog = _prog()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # closed, or put there by somebody else
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # see above
    try:
        with _Terminable(), _uncollected():
            code = _outcome(list(sys.argv[1:] if argv is None else argv), prog)
            if sys.stdout is not None:
                sys.stdout.flush()
            return code
    except BrokenPipeError:
        # Whoever read our output has gone, and wants no word about it.
        _drop_stdout()
        return int(ExitCode.FAILED)
    except OSError as error:  # what was printed did not fit where it should go
        say(f"{prog}: standard output: {error.strerror or error}")
        _drop_stdout()
        return int(ExitCode.FAILED)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _outcome(argv: list[str], prog: str) -> int:
    try:
        args = _parse(argv, prog)
        from copydesk.command import run  # noqa: PLC0415 # --help and --version need none of it

        return int(run(args, prog))
    except CopydeskError as error:
        say(f"{prog}: {error}")
        return int(error.exit_code)
    except SystemExit as stop:  # --help and --version, or a signal
        return stop.code if isinstance(stop.code, int) else int(ExitCode.DONE)


def _prog() -> str:
    """`convert` or its twin `copydesk`, as it was called."""
    path = Path(sys.argv[0] if sys.argv else "")
    name = path.parent.name if path.name == "__main__.py" else path.stem
    return "copydesk" if name == "copydesk" else "convert"


class _Terminable:
    """Within it a request to end unwinds the stack, so that temporary files go."""

    def __enter__(self) -> None:
        asked = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
        # What is ignored, as under nohup, stays so.
        self._own = {number for number in asked if signal.getsignal(number) is signal.SIG_DFL}
        if threading.current_thread() is not threading.main_thread():
            self._own = set()  # where Python allows no handlers
        for number in self._own:
            signal.signal(number, self._stop)

    def __exit__(self, *_: object) -> None:
        for number in self._own:
            signal.signal(number, signal.SIG_DFL)

    @staticmethod
    def _stop(number: int, frame: FrameType | None) -> NoReturn:
        raise Terminated(128 + number)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Starting makes no garbage, and to look for it takes a twentieth of a short run; `command`
    collects again when all is imported.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        (gc.enable if collects else gc.disable)()


def _drop_stdout() -> None:
    """Send what is still buffered nowhere: Python would fail on it again at exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- arguments -----------------------------------------------------------------------------------


def _parse(argv: list[str], prog: str) -> argparse.Namespace:
    # Inputs may stand between options, which argparse allows, but not together with "--".
    cut = argv.index("--") if "--" in argv else len(argv)
    # What stands behind --explain is an input; how to explain is told with =.
    own = ["--explain=text" if each == "--explain" else each for each in argv[:cut]]
    args = _parser(prog).parse_intermixed_args(own)
    args.inputs += argv[cut + 1 :]
    return args


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Two columns on a page of 80, and the value of an option once: `-t, --to FORMATS`."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=80)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings:
            return super()._format_action_invocation(action)
        value = f" {action.metavar}" if action.nargs != 0 else ""
        if value.startswith(" ["):
            value = value.lstrip()
        return ", ".join(action.option_strings) + value


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=prog,
        usage=f"{prog} INPUT... [-t FORMAT[,FORMAT...]] [-o FILE|DIR|-] [options]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=_HelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    group = parser.add_argument_group("input")
    group.add_argument(
        "inputs",
        nargs="*",
        metavar="INPUT",
        help="a text, a folder (all texts in it), or - (standard input)",
    )
    group.add_argument(
        "-f",
        "--from",
        dest="input_format",
        metavar="FORMAT",
        help="input format; else by suffix, and text for any other",
    )
    group.add_argument(
        "--encoding", metavar="E", help="encoding of the inputs, as in cp1252; else found"
    )
    group.add_argument(
        "--repair-mojibake",
        action="store_true",
        help="put right what is UTF-8 read as cp1252, such as Ã© for é",
    )
    group.add_argument(
        "--transform",
        dest="transforms",
        action="append",
        default=[],
        metavar="NAME[=ARGS]",
        help="change the document before it is written; may be given more than once",
    )
    _add_metadata(parser.add_argument_group("metadata, in place of what the text says"))
    group = parser.add_argument_group("output")
    group.add_argument(
        "-t",
        "--to",
        action="append",
        default=[],
        metavar="FORMATS",
        help="output formats, as in docx,pdf; else by the suffix of -o",
    )
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE|DIR|-",
        help="a file, a folder, or - (standard output)",
    )
    group.add_argument(
        "-O",
        "--option",
        action="append",
        default=[],
        metavar="FMT.KEY=VALUE",
        help="set an option of a format; --formats lists them",
    )
    group.add_argument(
        "--theme",
        metavar="NAME|FILE",
        help="how docx, epub and pdf look: article, newspaper, book, or a .toml file",
    )
    group.add_argument("--strict", action="store_true", help="fail where there is a warning")
    group = parser.add_argument_group("checking and correcting")
    group.add_argument(
        "--explain",
        choices=("text", "json", "page"),
        metavar="[=HOW]",
        help="say what each line was taken for and why: as text, json (a line for programs) or "
        "page (HTML to check side by side); converts only with -t or -o",
    )
    group.add_argument(
        "--headline",
        metavar="LINE",
        help="the headline is at this line (or lines, as in 3-4)",
    )
    group.add_argument(
        "--write-roles",
        action="store_true",
        help="write INPUT.roles.toml beside each input, to correct what was misread",
    )
    group = parser.add_argument_group("plugins")
    group.add_argument(
        "--plugins", action="store_true", help="list the plugins, what each adds and its state"
    )
    group.add_argument(
        "--new-plugin", metavar="NAME", help="write the project of a new plugin into ./NAME"
    )
    group.add_argument(
        "--kind",
        choices=("exporter", "reader", "transform"),
        metavar="KIND",
        help="what the new plugin adds: exporter (without --kind), reader or transform",
    )
    group.add_argument(
        "--license",
        choices=("MIT", "Apache-2.0", "none"),
        metavar="L",
        help="its licence: MIT (without --license), Apache-2.0 or none",
    )
    group = parser.add_argument_group("information")
    group.add_argument(
        "--formats", action="store_true", help="list the formats, their options and their origin"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors")
    group.add_argument(
        "--version", action="version", version=f"copydesk {__version__}", help="print the version"
    )
    group.add_argument("-h", "--help", action="help", help="print this help")
    return parser


def _add_metadata(group: argparse._ArgumentGroup) -> None:
    for option, field, value, what in (
        ("--title", "title", "TEXT", "the title"),
        ("--author", "authors", "NAME", "an author; may be given more than once"),
        ("--lang", "language", "TAG", "the language, as in en or de-CH"),
        ("--date", "published", "DATE", "when it was published, as in 2024-03-09"),
        ("--updated", "updated", "DATE", "when it was last changed"),
        ("--publisher", "publisher", "NAME", "the agency or outlet"),
        ("--source-url", "source_url", "URL", "the address of the original"),
    ):
        group.add_argument(
            option,
            dest=f"metadata_{field}",
            action="append" if field == "authors" else "store",
            metavar=value,
            help=what,
        )
