"""`convert --new-plugin`: the project that it writes is ready, tested and publishable."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from copydesk.api import registry
from copydesk.cli import main
from copydesk.errors import CollisionError, OutputError, UsageError
from copydesk.scaffold import KINDS, LICENCES, plan_project, write_project
from plugin_env import make_index

# The shortest name and the longest, so that the lines of the templates fit with any.
NAMES = ("copydesk-w", "copydesk-a-name-of-24-characters")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A fresh virtual environment with copydesk in it, and the variables of its shell."""
    folder = tmp_path_factory.mktemp("environment")
    variables = make_index(folder)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    scripts = folder / "venv" / "bin"
    variables["PATH"] = f"{scripts}:{variables['PATH']}"
    shell("pip install -q copydesk", folder, variables)
    return folder, variables


def shell(command: str, folder: Path, variables: dict[str, str]) -> str:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plugin_is_ready(
    kind: str, environment: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    _, variables = environment
    name = f"copydesk-my-{kind}"
    shell(f"convert --new-plugin {name} --kind {kind}", tmp_path, variables)
    project = tmp_path / name
    before = sorted(path for path in project.rglob("*") if path.is_file())

    shell("pip install -q -e '.[dev]'", project, variables)
    assert f"{name} 0.1.0" in shell("convert --plugins", project, variables)
    tested = shell("python -m pytest -q -p no:cacheprovider", project, variables)
    shell("ruff check --no-cache . && ruff format --no-cache --check .", project, variables)
    shell("mypy --cache-dir=/dev/null", project, variables)
    shell("pip wheel -q --no-deps --wheel-dir dist .", project, variables)
    shell(f"pip uninstall -q -y {name}", project, variables)

    assert " passed" in tested
    assert "xfailed" not in tested
    assert {path.relative_to(project).as_posix() for path in before} == {
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "pyproject.toml",
        f"src/copydesk_my_{kind}/__init__.py",
        f"src/copydesk_my_{kind}/{kind}.py",
        f"src/copydesk_my_{kind}/py.typed",
        f"tests/test_my_{kind}.py",
    }
    (wheel,) = (project / "dist").iterdir()
    held = zipfile.ZipFile(wheel).namelist()
    assert f"copydesk_my_{kind}/py.typed" in held
    assert any(path.endswith("licenses/LICENSE") for path in held)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("licence", LICENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_any_name_gives_a_clean_project(kind: str, licence: str, name: str, tmp_path: Path) -> None:
    files = write_project(plan_project(name, registry(), kind=kind, licence=licence), tmp_path)
    for file in files:
        assert "$" not in file.read_text("utf-8").replace("${", "$") or file.name == "LICENSE", file
    project = tomllib.loads((tmp_path / name / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == name
    assert project.get("license") == (None if licence == "none" else licence)
    assert (tmp_path / name / "LICENSE").exists() == (licence != "none")
    ruff = Path(sys.executable).parent / "ruff"
    for command in (["check"], ["format", "--diff"]):
        done = subprocess.run(
            [ruff, *command, "--no-cache", "."],
            cwd=tmp_path / name,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Words", "is no name for a plugin"),
        ("my_words", "is no name for a plugin"),
        ("../words", "is no name for a plugin"),
        ("words-", "is no name for a plugin"),
        ("-words", "is no name for a plugin"),
        ("9words", "is no name for a plugin"),
        ("", "is no name for a plugin"),
        ("copydesk-", "is no name for a plugin"),
        ("wörter", "is no name for a plugin"),
        ("copydesk-" + "x" * 25, "is too long"),
        ("copydesk-pdf", "there is an exporter 'pdf' already"),
        ("json", "there is an exporter 'json' already"),
        ("calendar", "there is a module 'calendar' in Python"),
        ("class", "there is a module 'class' in Python"),
        ("msgspec", "there is a module 'msgspec' in Python or installed already"),
        ("copydesk", "there is a module 'copydesk'"),
    ],
)
def test_names_that_cannot_be(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        write_project(plan_project(name, registry()), tmp_path)
    assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "copydesk-w").mkdir()
    with pytest.raises(CollisionError, match="exists, and is not touched"):
        write_project(plan_project("copydesk-w", registry()), tmp_path)
    assert list((tmp_path / "copydesk-w").iterdir()) == []


def test_half_a_project_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_text

    def full(path: Path, text: str, **more: str) -> int:
        if path.name == "README.md":
            raise OSError(28, "No space left on device")
        return write(path, text, **more)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match="No space left"):
        write_project(plan_project("copydesk-w", registry()), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--new-plugin", "copydesk-w", "--kind", "reader", "--license", "none"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "copydesk-w/src/copydesk_w/reader.py" in said.out
    assert "cd copydesk-w" in said.out
    assert main(["--new-plugin", "copydesk-w"]) == 2
    assert "copydesk-w exists, and is not touched" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--new-plugin", "copydesk-w", "a.txt"], "--new-plugin converts nothing"),
        (["--kind", "reader", "a.txt"], "--kind goes with --new-plugin"),
        (["--license", "MIT", "a.txt"], "--license goes with --new-plugin"),
        (["--new-plugin", "copydesk-w", "--kind", "printer"], "argument --kind: invalid choice"),
    ],
)
def test_what_does_not_go_together(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
