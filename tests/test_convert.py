"""The pipeline: what a run plans, what it writes, and that it never leaves half a file."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import files
from copydesk.diagnostics import Diagnostic
from copydesk.errors import (
    CollisionError,
    ExportError,
    FormatError,
    OutputError,
    SourceError,
    UsageError,
)
from copydesk.files import destination, identity, write_atomic
from copydesk.formats import Catalogue, Context, FormatSpec, Registered, Registry
from copydesk.options import FormatOptions
from copydesk.pipeline import Outcome, Printer, Streams, open_reader, run_job, timestamp_of
from copydesk.plan import Job, Target, make_plan
from copydesk.plugins import load_registry
from copydesk.tree import Document, Metadata

REGISTRY = load_registry()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Each test runs in a folder of its own and leaves no temporary file in it."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    left = list(tmp_path.rglob(".copydesk*"))
    assert not left, f"left behind: {left}"


def write(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"The story of {name}\n\nIt was a dark night.\n", "utf-8")


def plan(*inputs: str, t: str = "", o: str | None = None, f: str | None = None) -> list[str]:
    """What would be written, as `input > output`."""
    made = make_plan(REGISTRY, inputs, formats=t.split(), out=o, input_format=f)
    return [f"{job.name} > {target.path or '-'}" for job in made.jobs for target in job.targets]


# --- the plan ------------------------------------------------------------------------------------


def test_outputs_lie_beside_their_input_and_have_its_stem() -> None:
    write("a.txt", "sub/b.v2.text")
    assert plan("a.txt", "sub/b.v2.text", t="md pdf") == [
        "a.txt > a.md",
        "a.txt > a.pdf",
        "sub/b.v2.text > sub/b.v2.md",
        "sub/b.v2.text > sub/b.v2.pdf",
    ]


def test_the_format_follows_from_the_output() -> None:
    write("a.txt")
    assert plan("a.txt", o="x.epub") == ["a.txt > x.epub"]
    assert plan("a.txt", o="X.MARKDOWN") == ["a.txt > X.MARKDOWN"]
    assert plan("a.txt", o="a.outline.txt") == ["a.txt > a.outline.txt"]
    assert plan("a.txt", t="json", o="tree.dat") == ["a.txt > tree.dat"]


def test_a_format_that_is_named_twice_is_made_once() -> None:
    assert plan("a.txt", t="md md") == ["a.txt > a.md"]


def test_a_folder_takes_what_is_written() -> None:
    write("a.txt", "b.txt")
    Path("there").mkdir()
    assert plan("a.txt", t="md", o="there") == ["a.txt > there/a.md"]
    assert plan("a.txt", t="md", o="new/") == ["a.txt > new/a.md"]
    assert plan("a.txt", t="md pdf", o="new") == ["a.txt > new/a.md", "a.txt > new/a.pdf"]
    assert plan("a.txt", "b.txt", t="md", o="new") == ["a.txt > new/a.md", "b.txt > new/b.md"]


def test_a_folder_stands_for_the_texts_in_it() -> None:
    write("in/b.TXT", "in/a.text", "in/.hidden.txt", "in/c.outline.txt", "in/x.json", "in/y.md")
    write("in/deeper/d.txt")
    assert plan("in", t="md", o="out") == ["in/a.text > out/a.md", "in/b.TXT > out/b.md"]
    assert plan("in", t="md", f="json") == ["in/x.json > in/x.md"]
    assert plan("in", t="pdf", f="md") == ["in/y.md > in/y.pdf"]


def test_a_folder_without_a_text_fails_and_the_others_go_on() -> None:
    write("a.txt", "in/x.md")
    made = make_plan(REGISTRY, ["in", "a.txt"], formats=["md"])
    assert [job.name for job in made.jobs] == ["a.txt"]
    assert str(made.failures[0]).startswith("in: the folder holds no text (.txt, .text")


def test_streams() -> None:
    write("a.txt")
    assert plan("-", t="md") == ["standard input > -"]
    assert plan("-", t="md", o="-") == ["standard input > -"]
    assert plan("a.txt", t="pdf", o="-") == ["a.txt > -"]
    assert plan("-", o="x.pdf") == ["standard input > x.pdf"]
    assert plan("-", t="md pdf", o="out/") == [
        "standard input > out/stdin.md",
        "standard input > out/stdin.pdf",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_regular_file_has_nothing_beside_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "pipe.txt")
    assert plan("pipe", t="md") == ["pipe > -"]
    assert plan("pipe", t="md", o="out/") == ["pipe > out/pipe.md"]
    with pytest.raises(UsageError, match="standard output takes one document"):
        plan("pipe", "pipe.txt", t="md")


@pytest.mark.parametrize(
    ("inputs", "t", "o", "said"),
    [
        ("a.txt", "", None, "no output format; name one with -t"),
        ("a.txt", "", "-", "no output format"),
        ("a.txt", "", "out/", "no output format"),
        ("a.txt", "", "x", "x: no suffix, so no format follows"),
        ("a.txt", "", "x.docm", "no output format has the suffix .docm"),
        ("a.txt", "pfd", None, "unknown output format 'pfd'; did you mean pdf?"),
        ("a.txt", "markdown", None, "did you mean md?"),
        ("a.txt", "json", "x.pdf", "x.pdf is named like pdf, and -t says json"),
        ("a.txt b.txt", "", "x.pdf", "x.pdf is one file, and there are 2 outputs"),
        ("a.txt", "md pdf", "x.md", "x.md is one file, and there are 2 outputs"),
        ("a.txt", "md pdf", "b.txt", "b.txt is one file, and there are 2 outputs"),
        ("a.txt b.txt", "md", "-", "standard output takes one document, not 2"),
        ("a.txt", "md pdf", "-", "standard output takes one format, not md, pdf"),
        ("-", "md pdf", None, "standard output takes one format, not md, pdf"),
        ("- -", "md", None, "standard input is named twice"),
    ],
)
def test_what_cannot_be_is_refused(inputs: str, t: str, o: str | None, said: str) -> None:
    write("a.txt", "b.txt")
    with pytest.raises(UsageError) as raised:
        plan(*inputs.split(), t=t, o=o)
    assert said in str(raised.value)
    assert not isinstance(raised.value, CollisionError)


def test_an_unknown_input_format_is_refused() -> None:
    with pytest.raises(FormatError, match="unknown input format 'jsno'; did you mean json"):
        plan("a.txt", t="md", f="jsno")


def collision(*inputs: str, t: str = "md", o: str | None = None) -> str:
    with pytest.raises(CollisionError) as raised:
        plan(*inputs, t=t, o=o)
    return str(raised.value)


def test_two_inputs_that_would_write_one_output_are_both_named() -> None:
    write("a.txt", "a.text", "sub/a.txt")
    assert "a.txt and a.text would both write a.md" in collision("a.txt", "a.text")
    assert "a.txt and sub/a.txt would both write out/a.md" in collision(
        "a.txt", "sub/a.txt", o="out"
    )
    assert "a.txt and a.txt would both" in collision("a.txt", "./a.txt")


def test_outputs_are_compared_by_where_they_really_lie() -> None:
    write("a.txt", "sub/a.txt")
    Path("link").symlink_to("sub")
    assert "sub/a.txt and link/a.txt would both write" in collision("sub/a.txt", "link/a.txt")
    Path("a.md").symlink_to("sub/a.md")
    assert "would both write sub/a.md" in collision("a.txt", "sub/a.txt")


def test_an_output_is_never_an_input() -> None:
    write("a.txt", "b.txt")
    os.link("a.txt", "hard.md")
    Path("soft.md").symlink_to("a.txt")
    for out in ("hard.md", "soft.md"):
        assert f"{out} would overwrite the input a.txt" in collision("a.txt", o=out)
    write("tree.json")
    assert "tree.json would overwrite the input tree.json" in collision("tree.json", t="json")
    os.link("b.txt", "a.json")
    assert "a.json would overwrite the input b.txt" in collision("a.txt", "b.txt", t="json")


def test_two_formats_with_one_suffix_collide() -> None:
    two = [
        FormatSpec(name=name, suffixes=(".x",), media_type="t/x", summary="", exporter="m:C")
        for name in ("one", "two")
    ]
    registry = Registry(
        exporters=Catalogue((Registered(spec, "d", "1") for spec in two), "output format"),
        readers=REGISTRY.readers,
    )
    with pytest.raises(CollisionError, match=r"the formats one and two would both write a\.x"):
        make_plan(registry, ["a.txt"], formats=["one", "two"])


def test_names_that_differ_in_case_collide_where_the_file_system_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.txt", "sub/A.txt")
    if destination(Path("x")) == destination(Path("X")):
        assert "would both write" in collision("a.txt", "sub/A.txt", o="out")
        return
    assert len(plan("a.txt", "sub/A.txt", t="md", o="out")) == 2
    monkeypatch.setattr(files, "_ignores_case", lambda folder: True)
    assert "a.txt and sub/A.txt would both write out/A.md" in collision(
        "a.txt", "sub/A.txt", o="out"
    )
    assert "would both write" in collision("caf\u00e9.txt", "cafe\u0301.txt", o="out")


# --- files ---------------------------------------------------------------------------------------


def test_a_new_file_has_the_mode_that_the_umask_leaves(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomic(folder / "new", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "new").stat().st_mode) == 0o640


def test_a_replaced_file_keeps_its_mode_and_its_other_names_keep_the_old_bytes(
    folder: Path,
) -> None:
    target = folder / "old"
    target.write_bytes(b"before")
    target.chmod(0o604)
    os.link(target, folder / "other")
    write_atomic(target, b"after")
    assert target.read_bytes() == b"after"
    assert stat.S_IMODE(target.stat().st_mode) == 0o604
    assert (folder / "other").read_bytes() == b"before"


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "link").symlink_to("sub/real")
    write_atomic(folder / "link", b"one")  # dangling at first
    write_atomic(folder / "link", b"two")
    assert (folder / "link").is_symlink()
    assert (folder / "sub/real").read_bytes() == b"two"


def test_a_device_is_written_to_and_stays_one() -> None:
    write_atomic(Path("/dev/null"), b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_long_name_needs_no_longer_one(folder: Path) -> None:
    name = "n" * 250 + ".json"
    write_atomic(folder / name, b"x")
    assert (folder / name).read_bytes() == b"x"


@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit, OSError, MemoryError])
@pytest.mark.parametrize("moment", ["fdopen", "replace"])
def test_whatever_interrupts_leaves_the_old_file_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException], moment: str
) -> None:
    target = folder / "out.md"
    target.write_bytes(b"before")

    def interrupt(*args: object) -> None:
        if moment == "fdopen":
            os.close(int(str(args[0])))
        raise failure

    monkeypatch.setattr(*((os, "fdopen") if moment == "fdopen" else (Path, "replace")), interrupt)
    with pytest.raises(OutputError if failure is OSError else failure):
        write_atomic(target, b"after")
    assert target.read_bytes() == b"before"
    assert [path.name for path in folder.iterdir()] == ["out.md"]


def test_what_cannot_be_written_says_why(folder: Path) -> None:
    (folder / "file").touch()
    (folder / "sub").mkdir()
    for path, said in [
        ("none/a.md", "there is no folder none; make it first"),
        ("file/a.md", "file is no folder"),
        ("sub", "is a folder"),
        ("/proc/a.md", "cannot be written"),
        ("n" * 300, "file name too long"),
    ]:
        with pytest.raises(OutputError, match=said):
            write_atomic(Path(path), b"x")
    with pytest.raises(OutputError, match="file is no folder"):
        write_atomic(Path("file/a.md"), b"x", make_folder=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_without_permission_the_line_is_clear(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder / "a.md"
    target.write_bytes(b"before")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match="is read-only; choose another file with -o"):
        write_atomic(target, b"after")
    monkeypatch.undo()
    monkeypatch.chdir(folder)

    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match="cannot be written: permission denied; choose another"):
        write_atomic(target, b"after")
    assert target.read_bytes() == b"before"


@given(st.text(min_size=1, max_size=20).filter(lambda name: "\0" not in name))
def test_a_name_is_one_file_with_itself(name: str) -> None:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return
    assert destination(Path(name)) == destination(Path("x") / ".." / name) or "/" in name


def test_identity_is_none_where_there_is_no_file() -> None:
    assert identity(Path("none")) is None
    assert identity(Path("a\0b")) is None


# --- the run -------------------------------------------------------------------------------------

SPECS = {
    name: FormatSpec(
        name=name, suffixes=(f".{name}",), media_type="t/x", summary="", exporter="m:C"
    )
    for name in ("good", "bad", "noisy")
}


class Fake:
    """An exporter that writes, raises or reports."""

    Options = FormatOptions

    def __init__(self, name: str) -> None:
        self.name = name

    def export(
        self, document: Document, out: BinaryIO, options: FormatOptions, context: Context
    ) -> None:
        out.write(b"half")
        if self.name == "bad":
            raise LookupError("lost\nthe plot")
        if self.name == "noisy":
            context.report(Diagnostic("odd", "that is odd"))
            context.report(Diagnostic("dull", "that is dull", severity="note"))
        out.write(b" and half")


def job(source: str | None, *names: str, make_folder: bool = False) -> Job:
    path = None if source is None else Path(source)
    targets = tuple(
        Target(SPECS[name], path and path.with_suffix(f".{name}"), make_folder) for name in names
    )
    return Job(path, REGISTRY.readers.get("text"), targets)


def run(task: Job, *, stdin: bytes = b"", strict: bool = False) -> tuple[Outcome, bytes]:
    printed: list[bytes] = []
    printers = {name: Printer(spec, Fake(name), FormatOptions()) for name, spec in SPECS.items()}
    outcome = run_job(
        task,
        open_reader(task.reader, {}),
        printers,
        Streams(lambda: stdin, printed.append),
        strict=strict,
    )
    return outcome, b"".join(printed)


def test_a_run_writes_and_says_what() -> None:
    write("a.txt")
    outcome, _ = run(job("a.txt", "good"))
    assert outcome.written == (Path("a.good"),)
    assert outcome.errors == ()
    assert Path("a.good").read_bytes() == b"half and half"


def test_an_exporter_that_raises_fails_its_own_format_alone() -> None:
    write("a.txt")
    Path("a.bad").write_bytes(b"before")
    outcome, _ = run(job("a.txt", "bad", "good"))
    (error,) = outcome.errors
    assert isinstance(error, ExportError)
    assert str(error).startswith("a.txt: the bad exporter failed: LookupError: lost the plot; ")
    assert outcome.written == (Path("a.good"),)
    assert Path("a.bad").read_bytes() == b"before"


def test_a_failure_prints_nothing_on_standard_output() -> None:
    outcome, printed = run(job(None, "bad"), stdin=b"A story.")
    assert outcome.errors
    assert printed == b""
    assert run(job(None, "good"), stdin=b"A story.")[1] == b"half and half"


def test_errors_name_the_input_as_the_user_did() -> None:
    Path("sub").mkdir()
    Path("sub/empty.txt").touch()
    for source, said in [
        ("sub/empty.txt", "sub/empty.txt: is empty"),
        ("sub/none.txt", "sub/none.txt: no such file"),
        ("sub/emtpy.txt", "sub/emtpy.txt: no such file; did you mean sub/empty.txt?"),
        (None, "standard input: is empty"),
    ]:
        outcome, _ = run(job(source, "good"))
        assert [str(error) for error in outcome.errors] == [said]
        assert isinstance(outcome.errors[0], SourceError)


def test_strict_takes_a_warning_for_a_failure_but_not_a_note() -> None:
    write("a.txt")
    outcome, _ = run(job("a.txt", "noisy"))
    assert outcome.errors == ()
    assert {"odd", "dull"} <= {finding.code for finding in outcome.diagnostics}
    Path("a.noisy").unlink()
    outcome, _ = run(job("a.txt", "noisy", "good"), strict=True)
    assert [str(error) for error in outcome.errors] == [
        "a.txt: the noisy output gave 1 warning, and --strict is set"
    ]
    assert outcome.written == (Path("a.good"),)
    assert not Path("a.noisy").exists()


def test_a_reader_that_raises_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from copydesk.readers.text import TextReader

    def fail(*args: object) -> None:
        raise KeyError("x")

    write("a.txt")
    monkeypatch.setattr(TextReader, "read", fail)
    outcome, _ = run(job("a.txt", "good"))
    assert str(outcome.errors[0]).startswith("a.txt: the text reader failed: KeyError: 'x'")


# --- time ----------------------------------------------------------------------------------------


def dated(published: str | None, updated: str | None = None) -> Document:
    return Document(metadata=Metadata(published=published, updated=updated))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (dated("2024-03-09"), datetime(2024, 3, 9, tzinfo=UTC)),
        (dated("2024-03-09", "2024-03-10"), datetime(2024, 3, 9, tzinfo=UTC)),
        (dated(None, "2024-03-10"), datetime(2024, 3, 10, tzinfo=UTC)),
        (
            dated("2024-03-09T08:00:00+01:00"),
            datetime(2024, 3, 9, 8, tzinfo=timezone(timedelta(hours=1))),
        ),
        (dated("some day"), None),
        (dated(None), None),
    ],
)
def test_the_only_time_is_the_documents_own(
    monkeypatch: pytest.MonkeyPatch, document: Document, expected: datetime | None
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert timestamp_of(document) == expected


def test_source_date_epoch_overrules_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert timestamp_of(dated("2024-03-09")) == datetime(1970, 1, 2, tzinfo=UTC)
    for value in ("noon", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
            timestamp_of(dated(None))


def test_one_document_has_the_same_bytes_under_any_hash_seed(folder: Path, reference: Path) -> None:
    made = []
    for seed in ("0", "1"):
        out = folder / f"{seed}.json"
        subprocess.run(
            [sys.executable, "-m", "copydesk", reference, "-q", "-o", out],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        )
        made.append(json.loads(out.read_bytes()))
    assert made[0] == made[1]
