"""Files: reading them whole, replacing them whole, and telling whether two names are one file."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from copydesk.errors import OutputError, SourceError


def read_bytes(path: Path) -> bytes:
    """What `path` holds. Raises `SourceError` where it is missing or cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        near = _nearest(path)
        cure = f"did you mean {near}?" if near else None
        if set("*?") & set(path.name):  # a shell leaves a pattern as it is where nothing matches
            cure = "it is a pattern that no file matches"
        raise SourceError("no such file", path=path, cure=cure) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {_reason(error)}", path=path) from None
    except ValueError as error:  # a NUL in the name
        raise SourceError(f"is no file name: {error}", path=path) from None


def write_atomic(path: Path, data: bytes, *, make_folder: bool = False) -> None:
    """Put `data` at `path` whole or not at all: written beside it, then renamed over it.

    A new file gets the mode that the umask leaves, a replaced one keeps its own. A symbolic link
    stays and its target is replaced. What is no regular file (a device, a pipe) is written to.
    `make_folder` makes the folder where it is absent. Raises `OutputError`.
    """
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except FileNotFoundError as error:
        if path.parent.is_dir():  # /proc and its like
            raise OutputError(f"cannot be written: {_reason(error)}", path=path) from None
        raise OutputError(
            f"there is no folder {path.parent}", path=path, cure="make it first"
        ) from None
    except (FileExistsError, NotADirectoryError):
        raise OutputError(
            f"cannot be written: {path.parent} is no folder", path=path, cure="choose another one"
        ) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        cure = None
        if isinstance(error, PermissionError):
            cure = "choose another place with -o"
        raise OutputError(f"cannot be written: {_reason(error)}", path=path, cure=cure) from None


def _replace(path: Path, data: bytes) -> None:
    try:
        old = path.stat()
    except FileNotFoundError:
        mode = None
    else:
        if stat.S_ISDIR(old.st_mode):
            raise OutputError("is a folder", path=path, cure=f"name a file: {path / 'NAME'}")
        if not stat.S_ISREG(old.st_mode) or path.parent in (Path("/dev"), Path("/dev/fd")):
            with path.open("wb") as device:
                device.write(data)
            return
        if not os.access(path, os.W_OK):
            raise OutputError("is read-only", path=path, cure="choose another file with -o")
        mode = stat.S_IMODE(old.st_mode) & 0o777
    final = path.resolve()
    temporary = final.parent / f".copydesk-{os.getpid()}-{os.urandom(4).hex()}.tmp"
    # O_EXCL: never a file, nor a link, that somebody else has put there.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(final)
    except BaseException:  # an interrupt leaves nothing behind either
        with suppress(OSError):
            temporary.unlink()
        raise


class BinaryWriter(Protocol):
    """A stream that takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take `data`. An unbuffered stream may take a part, and returns how many bytes."""


def write_all(stream: BinaryWriter, data: bytes) -> None:
    """Write all of `data`, whatever part of it the stream takes at a time."""
    while True:
        taken = stream.write(data)
        if not isinstance(taken, int) or not 0 < taken < len(data):
            return
        data = data[taken:]


def identity(path: Path) -> tuple[int, int] | None:
    """What is equal for two names of one file, through any link; None where there is no file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def destination(path: Path) -> str:
    """What is equal for two names that would write one file, whether or not it exists."""
    real = Path(os.path.realpath(path))
    name = str(real)
    return unicodedata.normalize("NFC", name).casefold() if _ignores_case(real.parent) else name


def _ignores_case(folder: Path) -> bool:
    """Whether names in `folder` that differ in case alone are one file."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                other = entry.name.swapcase()
                if other != entry.name:
                    there = identity(folder / other)
                    return there is not None and there == identity(Path(entry.path))
    except OSError:
        pass
    return sys.platform in ("win32", "darwin")


def _reason(error: OSError) -> str:
    """The operating system's words, as they stand within a sentence."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def _nearest(path: Path) -> Path | None:
    """The file that a mistyped name may have meant."""
    from difflib import get_close_matches  # noqa: PLC0415 # needed on a failure only

    try:
        names = {
            Path(entry).stem: entry.name for entry in os.scandir(path.parent) if entry.is_file()
        }
    except (OSError, ValueError):
        return None
    near = get_close_matches(path.stem, names, n=1)
    return path.with_name(names[near[0]]) if near else None
