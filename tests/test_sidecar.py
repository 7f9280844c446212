"""The sidecar: written, edited, found by itself, and refused where it no longer fits."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk
from copydesk.corrections import ROLES, Correction, Corrections
from copydesk.errors import CopydeskError, CorrectionError
from copydesk.sidecar import read_sidecar
from test_cli import Convert, convert  # noqa: F401 # a fixture

STORY = """\
The Harbour Post

Harbour lights go out

The lamp was lit at dusk and nobody came. The keeper had gone home.

A short line

He said on Tuesday that he would not come back before the winter.
"""
MARK = hashlib.sha256(STORY.rstrip("\n").encode()).hexdigest()
SIDECAR = Path("a.txt.roles.toml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["convert"])
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    return tmp_path


def title() -> str | None:
    return copydesk.read("a.txt").metadata.title


def write(*lines: str, mark: str = MARK) -> None:
    SIDECAR.write_text("\n".join([f'sha256 = "{mark}"', "[lines]", *lines]) + "\n", "utf-8")


# --- written, edited, found ----------------------------------------------------------------------


def test_a_first_sidecar_says_nothing_yet(convert: Convert) -> None:  # noqa: F811
    before = copydesk.read("a.txt")
    done = convert("a.txt", "--write-roles")
    assert (done.code, done.out) == (0, "")
    assert done.err == "a.txt -> a.txt.roles.toml\n"
    assert tomllib.loads(SIDECAR.read_text("utf-8")) == {"sha256": MARK, "lines": {}}
    assert copydesk.read("a.txt") == before


def test_every_line_of_it_can_be_made_to_count(convert: Convert) -> None:  # noqa: F811
    """What was found, said by a person, is what was found."""
    for sample in sorted((Path(__file__).parents[1] / "samples").glob("*.txt")):
        text = sample.read_text("utf-8")
        Path("b.txt").write_text(text, "utf-8")
        Path("b.txt.roles.toml").unlink(missing_ok=True)
        convert("b.txt", "--write-roles", "-q")
        content = Path("b.txt.roles.toml").read_text("utf-8")
        head, rows = content.split("[lines]\n")
        assert all(row.startswith("# ") for row in rows.splitlines())
        Path("b.txt.roles.toml").write_text(
            f"{head}[lines]\n{re.sub('^# ', '', rows, flags=re.MULTILINE)}", "utf-8"
        )
        assert copydesk.read("b.txt").body == copydesk.parse(text).body, sample.name


def test_one_edited_line_is_obeyed_by_every_run(convert: Convert) -> None:  # noqa: F811
    assert title() == "The Harbour Post"
    convert("a.txt", "--write-roles", "-q")
    content = SIDECAR.read_text("utf-8")
    SIDECAR.write_text(re.sub(r'# 3 = "[^"]+"', '3 = "headline"', content), "utf-8")
    assert title() == "Harbour lights go out"
    for _ in range(2):
        assert convert("a.txt", "-t", "json", "-q").code == 0
        found = json.loads(Path("a.json").read_text("utf-8"))
        assert found["metadata"]["title"] == "Harbour lights go out"
    assert "said  Harbour lights" in convert("a.txt", "--explain").out
    copydesk.convert("a.txt", "b.json")
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()


def test_it_is_kept_when_it_is_written_again(convert: Convert) -> None:  # noqa: F811
    write('3 = "headline"  # mine', '5-7 = "join"')
    done = convert("a.txt", "--write-roles")
    assert done.err == "a.txt -> a.txt.roles.toml (2 corrections kept)\n"
    assert tomllib.loads(SIDECAR.read_text("utf-8"))["lines"] == {"3": "headline", "5-7": "join"}


def test_the_headline_of_the_command_line(convert: Convert) -> None:  # noqa: F811
    write('1 = "headline"', '7 = "heading 2"')
    done = convert("a.txt", "--headline", "3", "-t", "md", "-o", "-", "-q")
    assert "# Harbour lights go out\n" in done.out
    assert "## A short line" in done.out
    convert("a.txt", "--headline", "3", "--write-roles", "-q")
    lines = tomllib.loads(SIDECAR.read_text("utf-8"))["lines"]
    assert lines == {"3": "headline", "7": "heading 2"}


def test_the_headline_may_be_named_by_any_of_its_lines(convert: Convert) -> None:  # noqa: F811
    headline = "a headline that was wrapped where it\nshould not have been"
    Path("a.txt").write_text(f"SLUG\n\n{headline}\n\n{'Text of it all. ' * 20}\n", "utf-8")
    for line in ("3-4", "3"):
        done = convert("a.txt", "--headline", line, "-t", "json", "-o", "-", "-q")
        title = json.loads(done.out)["metadata"]["title"]
        assert title.startswith("a headline that was wrapped where it")
    done = convert("a.txt", "--headline", "4-4", "-t", "json", "-o", "-", "-q")
    assert json.loads(done.out)["metadata"]["title"] == "should not have been"


def test_of_standard_input_it_goes_to_standard_output(
    convert: Convert,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("copydesk.run._stdin", STORY.encode)
    done = convert("-", "--write-roles")
    assert tomllib.loads(done.out) == {"sha256": MARK, "lines": {}}
    assert not list(Path().glob("*.toml"))


def test_in_the_library_what_is_given_counts_and_not_the_sidecar() -> None:
    write('3 = "headline"')
    assert title() == "Harbour lights go out"
    assert copydesk.read("a.txt", corrections=Corrections()).metadata.title == "The Harbour Post"


# --- refused -------------------------------------------------------------------------------------


def test_it_is_refused_for_a_changed_text_and_can_be_renewed(convert: Convert) -> None:  # noqa: F811
    write('3 = "headline"')
    Path("a.txt").write_text(STORY.replace("dusk", "dawn"), "utf-8")
    done = convert("a.txt", "-t", "json")
    assert done.code == 1
    assert re.fullmatch(
        r"convert: a\.txt\.roles\.toml: the corrections are for another text, or it was changed "
        r"after they were made \(its SHA-256 was [0-9a-f]{8}… and is [0-9a-f]{8}…\); see that its "
        r"lines are still right, and renew it: convert a\.txt --write-roles",
        done.error,
    )
    assert not Path("a.json").exists()
    assert convert("a.txt", "--explain").code == 1
    with pytest.raises(CorrectionError):
        copydesk.read("a.txt")
    done = convert("a.txt", "--write-roles")
    assert done.code == 0
    assert "the text was changed; see that the lines are still right" in done.err
    assert title() == "Harbour lights go out"


def test_one_that_was_written_by_hand_gets_its_mark(convert: Convert) -> None:  # noqa: F811
    SIDECAR.write_text("[lines]\n3 = 'headline'\n", "utf-8")
    assert "--write-roles puts it in" in convert("a.txt", "-t", "md").error
    assert convert("a.txt", "--write-roles", "-q").code == 0
    assert title() == "Harbour lights go out"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[lines", "a.txt.roles.toml: is no TOML: "),
        ("\udcff", "a.txt.roles.toml: is no TOML: "),
        ("[lines]\n3 = 'headline'", "a.txt.roles.toml: has no sha256 of the text that it is for; "),
        (f"sha256 = '{MARK}'\nlines = 3", "a.txt.roles.toml: lines is no table; "),
        (f"sha256 = '{MARK}'\n3 = 'headline'", "a.txt.roles.toml: '3' means nothing here; put li"),
        (f"sha256 = '{MARK}'\n[lines]\n3 = 1", "a.txt.roles.toml, at 3: what it is stands in qu"),
        (f"sha256 = '{MARK}'\n[lines]\n3 = 'headlne'", 'a.txt.roles.toml, at 3 = "headlne": '),
        (f"sha256 = '{MARK}'\n[lines]\n3-x = 'slug'", 'a.txt.roles.toml, at 3-x = "slug": '),
        (
            f"sha256 = '{MARK}'\n[lines]\n2 = 'slug'",
            "a.txt, line 2: there is no text; look at a.txt.roles.toml: 2 = slug",
        ),
        (f"sha256 = '{MARK}'\n[lines]\n3='slug'\n3='slug'", "a.txt.roles.toml: is no TOML: "),
    ],
)
def test_what_it_gets_wrong_is_one_line(convert: Convert, content: str, said: str) -> None:  # noqa: F811
    SIDECAR.write_bytes(content.encode("utf-8", "surrogateescape"))
    done = convert("a.txt", "-t", "json")
    assert done.code == 1
    assert done.error.startswith(f"convert: {said}"), done.error


def test_it_is_for_raw_copy_alone(convert: Convert) -> None:  # noqa: F811
    Path("a.md").write_text("# A lamp\n", "utf-8")
    Path("a.md.roles.toml").write_text(f'sha256 = "{MARK}"\n', "utf-8")
    assert convert("a.md", "-t", "json").error == (
        "convert: a.md.roles.toml: corrects raw copy, and a.md is read as md; correct a.md itself"
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ("a.txt --headline x -t md", "--headline 'x' is no line of a text; lines are named as in"),
        ("a.txt b.txt --headline 1 -t md", "--headline is about one text; convert it on its own"),
        ("a.md --headline 1 -t json", "--headline is about lines of raw copy, and a.md is md"),
        ("a.txt --write-roles -t md", "--write-roles writes a sidecar and nothing else; leave out"),
        ("a.txt --write-roles --explain", "--write-roles writes a sidecar and nothing else; leave"),
    ],
)
def test_what_the_command_cannot_do(convert: Convert, argv: str, said: str) -> None:  # noqa: F811
    done = convert(*argv.split())
    assert done.code == 2
    assert done.error.startswith(f"convert: {said}"), done.error


def test_a_headline_that_is_not_there_is_said(convert: Convert) -> None:  # noqa: F811
    done = convert("a.txt", "--headline", "99", "-t", "md")
    assert (done.code, done.error) == (
        1,
        "convert: a.txt, line 99: there is no text; look at --headline: 99 = headline",
    )


def test_a_pattern_may_take_it_along(convert: Convert) -> None:  # noqa: F811
    write('3 = "headline"')
    assert convert("a.txt", str(SIDECAR), "-t", "md", "-q").code == 0
    assert not Path("a.txt.roles.md").exists()
    assert convert(".", "-t", "md", "-q").code == 0
    assert convert(str(SIDECAR), "-t", "md").error == (
        "convert: a.txt.roles.toml: holds corrections and is no copy; name the text: a.txt"
    )


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_sidecar(data)
    except CopydeskError as error:
        assert "\n" not in str(error) or "TOML" in str(error)  # noqa: PT017


def test_every_role_can_be_said_and_is_in_the_reference() -> None:
    page = (Path(__file__).parents[1] / "docs" / "reference" / "roles.md").read_text("utf-8")
    for role in ROLES:
        found = read_sidecar(f'sha256 = "{MARK}"\n[lines]\n3 = "{role}"\n'.encode())
        assert found.items == (Correction(3, 3, role),)
        assert f"| `{role}` |" in page
