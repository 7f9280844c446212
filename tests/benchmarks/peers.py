"""What the benchmarks share: taking times, making long texts, and the other converters.

A peer is a program or a package that may not be there. `missing` then says what to install, and the
figures of the others are taken all the same.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PARAGRAPHS = 12_000
BYTES = 3_000_000
MEGABYTE = 1024  # ru_maxrss counts in kibibytes on Linux

_NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"
# A process begins with the peak of the one that started it, which has to be a small one therefore.
_LAUNCHER = """
import os, sys
null = os.open(os.devnull, os.O_RDWR)
silent = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (1, 2)]
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, usage = os.wait4(process, 0)
print(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""

Cost = tuple[float, float]
"""CPU seconds, user and system, and megabytes of memory at most."""


def run(command: Sequence[str], cwd: Path) -> Cost:
    """What a process and its children cost that does `command` and ends."""
    # Python is to keep its byte code, as it does where nobody has told it otherwise.
    environment = {name: value for name, value in os.environ.items() if name != _NO_BYTE_CODE}
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command],
        cwd=cwd,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    status, seconds, peak = told.stdout.split()
    if status != "0":
        sys.exit(f"{' '.join(command)}: status {status}")
    return float(seconds), int(peak) / MEGABYTE


def in_turn(runs: Sequence[Callable[[], float]], times: int) -> list[float]:
    """The median of what each gives, after a first time that does not count; in turn, so that a
    slow moment hits all.
    """
    for one in runs:
        one()
    samples = [[one() for one in runs] for _ in range(times)]
    return [statistics.median(column) for column in zip(*samples, strict=True)]


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process in which `work` is done once."""
    start = time.process_time()
    work()
    return time.process_time() - start


def missing(*needed: str) -> str | None:
    """Why a peer that needs these programs and modules is left out; None where all are there."""
    for name in needed:
        if name == "soffice":
            if not shutil.which(name):
                return "LibreOffice: no `soffice` on the path"
        elif not importlib.util.find_spec(name):
            return f"{name}: not installed; pip install 'copydesk[bench]'"
    return None


def convert(*arguments: str) -> list[str]:
    """The command `convert` of the environment that runs this."""
    return [str(Path(sys.executable).with_name("convert")), *arguments]


def soffice(folder: Path, to: str, *files: Path) -> list[str]:
    """LibreOffice converting `files` in one process; `folder` has its profile and, in `out`, what
    it makes.
    """
    profile = f"-env:UserInstallation=file://{folder}/profile"
    options = ["--headless", profile, "--convert-to", to, "--outdir", str(folder / "out")]
    return ["soffice", *options, *map(str, files)]


def pandoc(file: Path, to: str, out: Path) -> list[str]:
    """pandoc, of the package pypandoc-binary, which takes the text for Markdown."""
    import pypandoc  # not everybody has it

    options = ["-f", "markdown", "-t", to, "-s", "--metadata", "title=Article"]
    return [pypandoc.get_pandoc_path(), str(file), *options, "-o", str(out)]


def typst(file: Path) -> list[str]:
    """Typst, which is a Python package, setting `file` as a process of its own."""
    code = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[1] + '.pdf')"
    return [sys.executable, "-I", "-c", code, str(file)]


def batch(folder: Path, to: str, files: Sequence[Path]) -> float:
    """CPU seconds a file that LibreOffice takes in one process, its start left out."""
    run(soffice(folder, to, files[0]), folder)  # the first run makes a profile
    one, _ = run(soffice(folder, to, files[0]), folder)
    every, _ = run(soffice(folder, to, *files), folder)
    return (every - one) / (len(files) - 1)


def long_text(text: str, paragraphs: int, size: int) -> str:
    """So many paragraphs of the article's words, so long together, a paragraph a line."""
    words = text.split()
    each = size // paragraphs
    made, at = [], 0
    for _ in range(paragraphs):
        line = ""
        while len(line) < each - 3:
            line += words[at % len(words)] + " "
            at += 1
        made.append(line.strip())
    return "\n\n".join(made)
