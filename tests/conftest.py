"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
