"""Fixtures for all tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

Install = Callable[..., None]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test data beside the project: skipped where it is absent, but never in CI."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("CI runs with the shared test data beside the project; it is not there")
        pytest.skip("the shared test data does not lie beside the project")
    return folder


@pytest.fixture(scope="session")
def reference(shared: Path) -> Path:
    """The reference article."""
    return shared / "samples" / "us-syria-airstrikes.txt"


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Puts a distribution into a folder, as an installer leaves it: one module with `code`."""

    def make(distribution: str, code: str, version: str = "1.2", requires: str = "") -> None:
        module = distribution.replace("-", "_")
        site = tmp_path / "site"
        info = site / f"{module}-{version}.dist-info"
        info.mkdir(parents=True)
        asks = f"Requires-Dist: {requires}\n" if requires else ""
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n{asks}\nText.\n",
            "utf-8",
        )
        (info / "entry_points.txt").write_text(f"[copydesk]\n{module} = {module}\n", "utf-8")
        (site / f"{module}.py").write_text(code, "utf-8")

    return make


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command, or code, in a new process which sees what `install` installed."""
    (tmp_path / "a.txt").write_text("A story about a lamp.\n", "utf-8")

    def command(
        *args: str, code: str | None = None, plugins: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        start = ["-c", code] if code else ["-m", "copydesk"]
        choice = {} if plugins is None else {"COPYDESK_PLUGINS": plugins}
        return subprocess.run(
            [sys.executable, *start, *args],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(tmp_path / "site")} | choice,
            check=False,
        )

    return command
