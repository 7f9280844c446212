"""The tutorial is executed word for word, in a fresh environment.

Its blocks are run in order by one shell: `sh` is typed in; `python` goes into the file that the
sentence before it names last; a block without a language is what the commands before it print,
line by line and in order, with `…` for whatever may stand there.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugin_env import ROOT, make_index

PAGE = ROOT / "docs" / "tutorial" / "your-own-format.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"`([\w./-]+\.py)`")


class Step(NamedTuple):
    """A block of the page: what to run, and the lines that it has to print."""

    script: str
    expected: list[str]


def steps(page: str) -> Iterator[Step]:
    blocks = list(_BLOCK.finditer(page))
    for number, block in enumerate(blocks):
        language, text = block.groups()
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if language == "sh":
            shown = following[2].splitlines() if following and not following[1] else []
            yield Step(text, shown)
        elif language == "python":
            path = _PATH.findall(page[: block.start()])[-1]
            yield Step(f"printf %s {shlex.quote(text)} > {path}\n", [])


def test_your_own_format(tmp_path: Path) -> None:
    variables = make_index(tmp_path)
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "copydesk").symlink_to(ROOT)
    plan = list(steps(PAGE.read_text(encoding="utf-8")))
    script = "".join(
        f"{{\n{step.script}}} > {tmp_path}/{number}.out 2>&1; echo $? > {tmp_path}/{number}.code\n"
        for number, step in enumerate(plan)
    )

    subprocess.run(["bash", "-c", script], cwd=folder, env=variables, check=False)

    for number, step in enumerate(plan):
        printed = (tmp_path / f"{number}.out").read_text(encoding="utf-8")
        told = f"{step.script}\nprints\n\n{printed}"
        fails = any("failed" in line for line in step.expected)
        code = int((tmp_path / f"{number}.code").read_text())
        assert bool(code) == fails, f"exit code {code}: {told}"
        position = 0
        for line in step.expected:
            pattern = ".*".join(map(re.escape, line.split("…")))
            found = re.compile(f"^{pattern}$", re.MULTILINE).search(printed, position)
            assert found, f"“{line}” is not in its place: {told}"
            position = found.end()
    assert (folder / "copydesk-ssml" / "dist").is_dir()
