"""What can go wrong, said in one line: the file, the fault, the cure; and the exit codes."""

from __future__ import annotations

from enum import IntEnum
from pathlib import PurePath


class ExitCode(IntEnum):
    """The exit codes of the command."""

    DONE = 0
    FAILED = 1
    """At least one input could not be converted; the others were."""
    USAGE = 2
    """The command line asks for something that cannot be; nothing was done."""


class CopydeskError(Exception):
    """Base of all errors that copydesk raises on purpose.

    `message` says what is wrong, `path` and `place` where (`place` within the file, as in
    `line 3, byte 41`), `cure` what to do. `str()` puts them into one line.
    """

    exit_code = ExitCode.FAILED

    def __init__(
        self,
        message: str,
        *,
        path: str | PurePath | None = None,
        place: str | None = None,
        cure: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.place = place
        self.cure = cure

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.path and _one_line(self.path), self.place) if part)
        line = f"{where}: {self.message}" if where else self.message
        return f"{line}; {self.cure}" if self.cure else line


class SourceError(CopydeskError):
    """An input is missing, empty, not text, or not in the encoding that it should be in."""


class CorrectionError(CopydeskError):
    """What a person says of a text cannot be read, or is about another text."""


class TransformError(CopydeskError):
    """A transform failed on a document, or made something of it that is no valid tree."""


class ExportError(CopydeskError):
    """An exporter failed on a document."""


class OutputError(CopydeskError):
    """An output could not be written."""


class PluginError(CopydeskError):
    """A plugin could not be loaded or does not do what its specification says."""


class UsageError(CopydeskError):
    """What was asked for cannot be done; nothing was read or written."""

    exit_code = ExitCode.USAGE


class FormatError(UsageError):
    """No such format, or none for this file name."""


class OptionError(UsageError):
    """A format has no such option, or not with this value."""


class CollisionError(UsageError):
    """An output would overwrite an input or another output."""


class Terminated(SystemExit):
    """The process was asked to end. Unlike a plugin that calls `exit()`, it is obeyed."""


def told(error: BaseException) -> str:
    """Somebody else's exception on one line: its type and its message."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _one_line(path: str | PurePath) -> str:
    """A path as it can be printed: no line breaks, no control characters, no lone surrogates."""
    text = str(path)
    return text if text.isprintable() else ascii(text)[1:-1]
