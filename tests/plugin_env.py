"""Fresh environments in which plugins are installed as users install them.

A new virtual environment sees the packages that this one has, but for copydesk and its plugins:
those it gets as wheels, from a folder that stands in for the package index. So it is fresh where
that matters, needs no network, and takes seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def make_index(folder: Path) -> dict[str, str]:
    """Put copydesk as a wheel into `folder`; return the variables that make pip use it."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        said = f"to build and check a plugin takes {', '.join(missing)}: pip install -e '.[dev]'"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    wheels = folder / "wheels"
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q"]
    subprocess.run([*command, "--wheel-dir", wheels, ROOT], check=True)
    packages = folder / "packages"
    packages.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        name = package.name.lower().removeprefix("_editable_impl_").removeprefix("__editable__")
        if not name.startswith(("copydesk", "_copydesk", ".copydesk", "pip", "setuptools")):
            (packages / package.name).symlink_to(package)
    kept = {key: value for key, value in os.environ.items() if key not in _CLEARED}
    return {
        **kept,
        "PATH": os.pathsep.join([_without_own(os.environ["PATH"]), str(_tools(folder))]),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the option's value, which is its opposite
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": str(packages),
    }


_NEEDED = ("editables", "hatchling", "mypy", "ruff")
_CLEARED = ("VIRTUAL_ENV", "COPYDESK_PLUGINS", "PYTEST_ADDOPTS", "PIP_INDEX_URL", "PYTHONHOME")


def _without_own(path: str) -> str:
    """PATH without the scripts of this environment, which run in this environment."""
    own = Path(sys.executable).parent
    return os.pathsep.join(part for part in path.split(os.pathsep) if Path(part) != own)


def _tools(folder: Path) -> Path:
    """A folder with the scripts of tools that pip would install, for whichever Python is first."""
    tools = folder / "tools"
    tools.mkdir()
    for name in ("pytest", "mypy"):
        script = tools / name
        script.write_text(f'#!/bin/sh\nexec python -m {name} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    (tools / "ruff").symlink_to(Path(sys.executable).parent / "ruff")
    return tools
