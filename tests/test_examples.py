"""What the documentation tells people to type works, and prints what it says.

The commands of a page are run in order by one shell, in a folder with the files that they name.
Blocks that work on copydesk itself are run elsewhere: the tutorial on formats in test_tutorials.py.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

import copydesk

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    DOCS / "reference" / "command.md",
    DOCS / "reference" / "transforms.md",
    *(
        DOCS / "how-to" / f"{name}.md"
        for name in (
            "choose-options",
            "convert-many-files",
            "correct-in-markdown",
            "correct-what-was-misread",
            "lay-out-a-pdf",
            "make-a-theme",
            "old-encodings",
        )
    ),
]
TUTORIAL = DOCS / "tutorial" / "first-document.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OURS = re.compile(r"^(?:[A-Z_]+=\S*\s+)?convert |\bconvert\b.*(?:-t|-o) ", re.MULTILINE)

# What stands for programs that are not ours, and for an editor; and that no line may fail.
STUBS = """
set -eE
trap 'echo "FAILED: $BASH_COMMAND" >&2' ERR
jq() { cat; }
edit() { printf '\\nAnd so it ended.\\n' >> "$1"; }
pip() { :; }
shopt -s expand_aliases
"""


def blocks(page: Path) -> Iterator[str]:
    """The commands of each block of `page`, without what they print."""
    for language, text in _BLOCK.findall(page.read_text("utf-8")):
        if language == "console":
            lines = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
            # What the page says fails, may.
            failing = "is not cp1251" in text
            yield "\n".join(f"{line} || true" if failing else line for line in lines)
        elif language == "sh" and _OURS.search(text) and "venv" not in text:
            # A font that a reader may have.
            yield re.sub(r"^.*EB Garamond.*$", "", text, flags=re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that the pages name."""
    copy = (ROOT / "samples" / "wire-story.txt").read_text("utf-8")
    for name in ("article", "novel", "report", "story"):
        (tmp_path / f"{name}.txt").write_text(copy, "utf-8")
    for name in ("articles", "articles/may", "archive", "archive/old", "out", "fonts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{Path(name).name}.txt").write_text(copy, "utf-8")
    czech = "Most\n\nStarosta řekl, že je zavřený.\n".encode("cp1250")
    (tmp_path / "archive.txt").write_bytes(czech)
    (tmp_path / "archive" / "old" / "old.txt").write_bytes(czech)
    (tmp_path / "old.txt").write_bytes("Маяк погас в ночь на вторник.\n".encode("koi8-r"))
    (tmp_path / "mail.txt").write_text("Die BrÃ¼cke Ã¶ffnet am Sonntag.\n", "utf-8")
    (tmp_path / "house.toml").write_text('extends = "article"\n', "utf-8")
    copydesk.convert(tmp_path / "story.txt", tmp_path / "house.docx")
    copydesk.convert(tmp_path / "story.txt", tmp_path / "edited.json")
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


@pytest.mark.skipif(shutil.which("bash") is None, reason="the pages are written for a shell")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_tells_to_type_works(page: Path, desk: Path) -> None:
    commands = list(blocks(page))
    assert commands, f"{page.name} has nothing to type"
    script = (
        STUBS + "set -eE\ntrap 'echo \"FAILED: $BASH_COMMAND\" >&2' ERR\n" + "\n".join(commands)
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def typed(text: str, *argv: str) -> str:
    Path("ferry-cat.txt").write_text(text, "utf-8")
    done = subprocess.run(
        ["convert", "ferry-cat.txt", *argv], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shows(expected: str, printed: str) -> None:
    """`printed` has the block, and all that is `expected` to be said of it.

    How sure a call is, and what else speaks for it, is learned again now and then.
    """
    block, *reasons = (re.sub(r"\d\d%", "…", line) for line in expected.splitlines())
    lines = [re.sub(r"\d\d%", "…", line) for line in printed.splitlines()]
    assert block in lines, printed
    margin = reasons[0][: len(reasons[0]) - len(reasons[0].lstrip())]
    given = takewhile(lambda line: line.startswith(margin), lines[lines.index(block) + 1 :])
    assert not set(reasons) - set(given), printed


def test_the_first_document_comes_out_as_the_tutorial_says(desk: Path) -> None:
    text = TUTORIAL.read_text("utf-8")
    copy, outline, heading, stopped, underlined = (
        block for language, block in _BLOCK.findall(text) if not language
    )
    assert typed(copy, "-t", "outline") == outline
    shows(heading, typed(copy, "--explain"))
    title = heading.splitlines()[0].split("  ")[-1]
    shows(stopped, typed(copy.replace(f"\n{title}\n", f"\n{title}.\n"), "--explain"))
    found = typed(copy.replace(f"\n{title}\n", f"\n{underlined}"), "--explain")
    assert re.search(rf"heading +\d\d%  {title}\.\n", found)
    for block in re.findall(r"^convert ferry-cat.txt .*$", text, re.MULTILINE):
        assert typed(copy, *block.split()[2:]) is not None


def test_a_heading_is_explained_as_the_page_on_reading_says(desk: Path) -> None:
    text = (DOCS / "explanation" / "how-copy-is-read.md").read_text("utf-8")
    (shown,) = (block for language, block in _BLOCK.findall(text) if "heading  " in block)
    copy = (ROOT / "samples" / "trailing-headline.txt").read_text("utf-8")
    shows(shown, typed(copy, "--explain"))
