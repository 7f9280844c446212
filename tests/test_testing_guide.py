"""docs/how-to/test-a-plugin.md keeps its word: its test passes, and failures read as it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to"


def code(page: str) -> list[str]:
    text = (HOW_TO / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The plugin of the guide to exporters, installed, with the test of the guide to testing."""
    hook, exporter, *_ = code("write-an-exporter.md")
    files = {
        "site/copydesk_gemtext/__init__.py": hook,
        "site/copydesk_gemtext/exporter.py": exporter,
        "site/gemtext-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: gemtext\nVersion: 1\n",
        "site/gemtext-1.dist-info/entry_points.txt": "[copydesk]\ngemtext = copydesk_gemtext\n",
        "test_gemtext.py": code("test-a-plugin.md")[0],
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run_tests(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "site")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_guides_go_together(project: Path) -> None:
    done = run_tests(project)
    assert done.returncode == 0, done.stdout


def test_a_failure_reads_as_the_guide_shows(project: Path) -> None:
    exporter = project / "site/copydesk_gemtext/exporter.py"
    text = exporter.read_text(encoding="utf-8")
    exporter.write_text(text.replace("if block.attribution:", "if False:"), encoding="utf-8")
    done = run_tests(project)
    assert done.returncode == 1
    page = (HOW_TO / "test-a-plugin.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```\n(gemtext,.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert shown in done.stdout
