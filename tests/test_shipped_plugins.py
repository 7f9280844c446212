"""What lies in plugins/ is whole: a distribution each, documented, tested with the kit."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = sorted(folder for folder in (ROOT / "plugins").iterdir() if folder.is_dir())
REFERENCE = ROOT / "docs" / "reference" / "plugins.md"


def test_the_reference_lists_what_is_shipped() -> None:
    listed = re.findall(r"^\| \[([\w-]+)\]", REFERENCE.read_text("utf-8"), re.MULTILINE)
    assert listed == [folder.name for folder in SHIPPED]


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_each_plugin_is_a_distribution_of_its_own(folder: Path) -> None:
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == folder.name
    assert project["license"] == "Apache-2.0"
    assert (folder / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    package = folder / "src" / folder.name.replace("-", "_")
    assert (package / "py.typed").is_file()
    assert package.name in project["entry-points"]["copydesk"].values()
    readme = (folder / "README.md").read_text("utf-8")
    assert f"pip install {folder.name}" in readme
    tests = "".join(file.read_text("utf-8") for file in (folder / "tests").glob("test_*.py"))
    assert re.search(r"class Test\w+\((?:Exporter|Reader|Transform)Conformance\)", tests)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_the_readme_names_every_option(folder: Path) -> None:
    readme = (folder / "README.md").read_text("utf-8")
    source = "".join(file.read_text("utf-8") for file in (folder / "src").rglob("*.py"))
    for options in re.findall(
        r"class \w+\(FormatOptions, frozen=True\):\n(.*?)\n\n\n", source, re.S
    ):
        for option in re.findall(r"^    (\w+): Annotated", options, re.MULTILINE):
            assert re.search(rf"`(?:\w+\.)?{option}`", readme), f"{option} is not in the README"


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_plugins_import_what_is_public_and_nothing_else(folder: Path) -> None:
    own = folder.name.replace("-", "_")
    public = {"copydesk.hooks", "copydesk.tree", "copydesk.walk", "copydesk.errors"}
    for file in (folder / "src").rglob("*.py"):
        found = re.findall(r"^\s*(?:from|import) (copydesk[.\w]*)", file.read_text("utf-8"), re.M)
        assert {name for name in found if name.partition(".")[0] != own} <= public, file.name


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_the_reference_has_every_code(folder: Path) -> None:
    reference = REFERENCE.read_text("utf-8")
    for file in (folder / "src").rglob("*.py"):
        for code in re.findall(r"Diagnostic\(\s*\"([\w-]+)\"", file.read_text("utf-8")):
            assert f"`{code}`" in reference
