"""The command: what it prints, what it returns, and how it takes bad input."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from copydesk import __version__
from copydesk.cli import main
from copydesk.terminal import outputs

STORY = "Harbour lights go out\n\nThe lamp was lit at dusk. Nobody came.\n"
COMMAND = [sys.executable, "-m", "copydesk"]


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line that was said."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Convert = Callable[..., Done]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["convert"])
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    return tmp_path


@pytest.fixture
def convert(capfdbinary: pytest.CaptureFixture[bytes]) -> Convert:
    def run(*argv: str) -> Done:
        code = main(argv)
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return run


def listing() -> list[str]:
    return sorted(str(path) for path in Path().rglob("*"))


# --- help, version, formats ----------------------------------------------------------------------


def test_the_help_reads_well_in_80_columns(convert: Convert) -> None:
    done = convert("--help")
    assert done.code == 0
    assert all(len(line) <= 80 for line in done.out.splitlines())
    for option in ("-t", "-o", "-O", "-f", "--encoding", "--explain", "--formats", "-q"):
        assert re.search(rf"^  .*{option}\b", done.out, re.MULTILINE), option
    assert "examples:" in done.out
    assert "exit codes:" in done.out
    assert not done.err


def test_the_twin_goes_by_its_own_name(convert: Convert, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, shown in [
        ("/usr/bin/convert", "convert"),
        ("/usr/bin/copydesk", "copydesk"),
        ("C:\\x\\copydesk.exe" if os.name == "nt" else "copydesk.exe", "copydesk"),
        ("/lib/copydesk/__main__.py", "copydesk"),
        ("/usr/bin/pytest", "convert"),
    ]:
        monkeypatch.setattr(sys, "argv", [name])
        assert convert("--help").out.startswith(f"usage: {shown} INPUT")
        assert convert("x.txt", "-t", "json").error == f"{shown}: x.txt: no such file"


def test_the_version(convert: Convert) -> None:
    assert convert("--version") == (0, f"copydesk {__version__}\n", "")


def test_the_formats_with_their_suffixes_origin_and_options(convert: Convert) -> None:
    done = convert("--formats")
    assert done.code == 0
    assert all(len(line) <= 80 for line in done.out.splitlines())
    for name in ("docx", "pdf", "epub", "md", "json", "outline"):
        assert re.search(rf"^  {name} +\.", done.out, re.MULTILINE), name
    assert "not usable" not in done.out
    assert f"Output formats of copydesk {__version__} (-t)" in done.out
    assert f"Input formats of copydesk {__version__} (-f)" in done.out
    assert "json.indent=2" in done.out


# --- converting ----------------------------------------------------------------------------------


def test_the_reference_article_in_four_formats(convert: Convert, reference: Path) -> None:
    done = convert(str(reference), "-t", "docx,pdf,epub,md", "-o", "out/")
    assert done.code == 0, done.err
    assert done.out == ""
    assert done.err.splitlines()[-1] == (
        f"{reference} -> out/us-syria-airstrikes.{{docx,pdf,epub,md}}"
    )
    made = {path.suffix: path.read_bytes() for path in Path("out").iterdir()}
    assert made.keys() == {".docx", ".pdf", ".epub", ".md"}
    assert made[".pdf"].startswith(b"%PDF-")
    assert zipfile.is_zipfile(io.BytesIO(made[".docx"]))
    assert zipfile.is_zipfile(io.BytesIO(made[".epub"]))
    assert b"# With latest airstrikes" in made[".md"]


def test_options_may_stand_anywhere_and_repeat(convert: Convert) -> None:
    Path("b.txt").write_text(STORY, "utf-8")
    done = convert(
        "a.txt", "-t", "JSON", "b.txt", "-t", "md", "-O", "json.indent=0", "-o", "x", "-q"
    )
    assert (done.code, done.err) == (0, "")
    assert {"x/a.json", "x/a.md", "x/b.json", "x/b.md"} <= set(listing())
    assert Path("x/a.json").read_bytes().count(b"\n") == 1


def test_after_two_dashes_everything_is_an_input(convert: Convert) -> None:
    Path("-t").write_text(STORY, "utf-8")
    assert convert("-t", "json", "-q", "-o", "x/", "--", "-t").code == 0
    assert Path("x/-t.json").exists()


def test_standard_input_to_standard_output(
    convert: Convert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    done = convert("-", "--explain", "-t", "json", "-q")
    assert done.code == 0
    assert done.err.startswith("standard input (utf-8)\n")
    assert json.loads(done.out)["source"]["name"] is None


def test_several_inputs_are_counted_and_one_that_fails_does_not_stop_them(convert: Convert) -> None:
    Path("z.txt").write_text(STORY, "utf-8")
    done = convert("a.txt", "none.txt", "z.txt", "-t", "json", "-o", "out")
    assert done.code == 1
    assert "convert: none.txt: no such file" in done.err.splitlines()
    assert done.err.splitlines()[-1] == "2 of 3 texts converted"
    assert {"out/a.json", "out/z.json"} <= set(listing())
    assert (
        convert("a.txt", "none.txt", "-t", "json", "-q").error == "convert: none.txt: no such file"
    )


def test_outputs_are_replaced(convert: Convert) -> None:
    Path("a.json").write_text("before", "utf-8")
    assert convert("a.txt", "-t", "json", "-q").code == 0
    assert json.loads(Path("a.json").read_bytes())["type"] == "document"


def test_a_tree_is_an_input_too(convert: Convert) -> None:
    assert convert("a.txt", "-o", "tree.json", "-q").code == 0
    assert convert("tree.json", "-t", "md", "-o", "-", "-q").out == (
        convert("a.txt", "-t", "md", "-o", "-", "-q").out
    )


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        ("out/a.md", "out/a.md"),
        ("out/a.docx out/a.doc", "out/a.{docx,doc}"),
        ("out/a.v2.md out/a.v2.outline.txt", "out/a.v2.{md,outline.txt}"),
        ("v1.0/a.md v1.0/b.md", "v1.0/a.md, v1.0/b.md"),
        ("a.x/b.md a.y/b.md", "a.x/b.md, a.y/b.md"),
        ("ab.md ac.md", "ab.md, ac.md"),
    ],
)
def test_outputs_are_shown_in_one_word(paths: str, shown: str) -> None:
    assert outputs([Path(path) for path in paths.split()]) == shown.replace("/", os.sep)


# --- explaining ----------------------------------------------------------------------------------


def test_explain_prints_what_each_line_was_taken_for_and_converts_nothing(convert: Convert) -> None:
    done = convert("a.txt", "--explain")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "a.txt (utf-8)\n  title       Harbour lights go out  line 1\n\n   lines  role"
    )
    assert re.search(r"^ +1  \w+ +\d+%  Harbour lights", done.out, re.MULTILINE)
    assert all(len(line) <= 80 for line in done.out.splitlines())
    assert listing() == ["a.txt"]


def test_explain_beside_a_conversion_goes_to_standard_error(convert: Convert) -> None:
    done = convert("a.txt", "--explain", "-t", "json", "-o", "-", "-q")
    assert json.loads(done.out)["type"] == "document"
    assert "lines  role" in done.err


def test_what_is_not_parsed_cannot_be_explained(convert: Convert) -> None:
    convert("a.txt", "-o", "tree.json", "-q")
    done = convert("tree.json", "--explain")
    assert done.code == 1
    assert done.error.startswith("convert: tree.json: json is not parsed as copy")


# --- bad input -----------------------------------------------------------------------------------


def test_bad_inputs_get_one_line_each_and_leave_nothing(convert: Convert) -> None:
    def zipped(name: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, "x")
        return out.getvalue()

    Path("empty").mkdir()
    bad: list[tuple[str, bytes | None, str]] = [
        ("none.txt", None, "no such file"),
        ("a.tx", None, "no such file; did you mean a.txt?"),
        ("empty", None, "the folder holds no text (.txt, .text"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "holds no text, only white space"),
        ("pic.png", b"\x89PNG\r\n\x1a\n\0", "is a PNG image, not text"),
        ("pic.txt", b"\x89PNG\r\n\x1a\n\0", "is a PNG image, not text"),
        ("z.zip", zipped("a"), "is a ZIP archive, not text; unpack it first"),
        ("w.docx", zipped("word/document.xml"), "is a Word document (DOCX), not text; save its"),
        ("p.pdf", b"%PDF-1.4\n", "is a PDF document, not text; save its text as a .txt file first"),
        ("c.txt", "Ça va – café, ".encode() + b"caf\xe9\n", "byte 0xE9 is not UTF-8; put it right"),
        ("n.txt", b"A\0B", "holds NUL bytes and is not text; if it is, name its encoding"),
        ("t.json", b"{}", "not a copydesk tree: "),
    ]
    for name, data, said in bad:
        if data is not None:
            Path(name).write_bytes(data)
        before = listing()
        done = convert(name, "-t", "epub", "-o", "out/")
        assert done.code == 1, name
        assert re.match(rf"convert: {re.escape(name)}(, line 1, byte offset \d+)?: ", done.error)
        assert said in done.error
        assert listing() == before


def test_bad_usage_gets_one_line_and_reads_nothing(convert: Convert) -> None:
    Path("b.txt").write_bytes(b"")
    Path("dir").mkdir()
    bad: list[tuple[str, str]] = [
        ("", "no input; name a text, a folder or - (standard input); see convert --help"),
        ("a.txt", "no output format; name one with -t: docx, pdf, epub, md, json, outline"),
        ("a.txt -t pfd", "unknown output format 'pfd'; did you mean pdf? The formats are docx,"),
        ("a.txt -t md -f txet", "unknown input format 'txet'; did you mean text? The formats are"),
        ("a.txt -o x.docm", "x.docm: no output format has the suffix .docm; name one with -t"),
        ("a.txt -t json -O json.ident=0", "json has no option 'ident'; did you mean json.indent?"),
        ("a.txt -t json -O json.xyz=0", "json has no option 'xyz'; it has json.indent"),
        ("a.txt -t json -O json.indent=99", "json.indent=99: expected `int` <= 8; it takes a"),
        ("a.txt -t json -O indent=1", "-O indent=1: not of the form FORMAT.KEY=VALUE"),
        ("a.txt -t json -O json.indent", "-O json.indent: not of the form FORMAT.KEY=VALUE"),
        ("a.txt -t json -O jsno.x=1", "unknown output format 'jsno'; did you mean json?"),
        ("a.txt -t json -O epub.x=1", "-O epub.x: epub is not a format of this run; its formats"),
        ("a.txt -t json --encoding klingon", "unknown encoding 'klingon'; there is utf-8"),
        ("a.txt -t json -o a.txt", "a.txt would overwrite the input a.txt; choose another name"),
        ("a.txt ./a.txt -t json", "a.txt and a.txt would both write a.json"),
        ("a.txt b.txt -o x.md", "x.md is one file, and there are 2 outputs; name a folder: -o x/"),
        ("a.txt --frmat", "there is no option --frmat; did you mean --formats? See convert --help"),
        ("a.txt -t", "argument -t/--to: expected one argument; see convert --help"),
    ]
    before = listing()
    for argv, said in bad:
        done = convert(*argv.split())
        assert done.code == 2, argv
        assert done.error.startswith(f"convert: {said}"), done.error
        assert done.out == ""
        assert listing() == before


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("none/x.json", "convert: none/x.json: there is no folder none; make it first"),
        ("a.txt/x.json", "convert: a.txt/x.json: cannot be written: a.txt is no folder"),
        ("a.txt/", "convert: a.txt/a.json: cannot be written: a.txt is no folder"),
        ("/proc/x.json", "convert: /proc/x.json: cannot be written: "),
        ("/dev/full", "convert: /dev/full: cannot be written: no space left on device"),
    ],
)
def test_an_unwritable_target_gets_one_line(convert: Convert, out: str, said: str) -> None:
    if out.startswith("/") and not Path(out).parent.exists():
        pytest.skip("this system has no such folder")
    done = convert("a.txt", "-t", "json", "-o", out)
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith(said)
    assert listing() == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_a_folder_without_permission_gets_one_line(convert: Convert, folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere; test_convert.py has the same with a stub")
    Path("locked").mkdir(mode=0o500)
    done = convert("a.txt", "-t", "json", "-o", "locked/", "-q")
    assert done.code == 1
    assert done.error == (
        "convert: locked/a.json: cannot be written: permission denied; choose another place with -o"
    )


def test_names_that_would_steer_a_terminal_are_printed_as_escapes(convert: Convert) -> None:
    done = convert("a\x1b[31m\n.txt", "-t", "json")
    assert done.error == r"convert: a\x1b[31m\n.txt: no such file"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="no such file names there")
def test_a_name_that_is_no_unicode_is_a_name_all_the_same(convert: Convert) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    Path(name).write_text(STORY, "utf-8")
    assert convert(name, "-t", "json", "-q").code == 0
    assert Path(name).with_suffix(".json").exists()
    assert convert(os.fsdecode(b"\xff.txt"), "-t", "json").error == (
        r"convert: \udcff.txt: no such file"
    )


# --- a process among others ----------------------------------------------------------------------


def shell(argv: Sequence[str], **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return] # the rest is passed on
        [*COMMAND, *argv], stderr=subprocess.PIPE, check=False, **more
    )


def test_a_reader_that_goes_away_is_met_with_silence() -> None:
    Path("long.txt").write_text("A word and another one.\n" * 20_000, "utf-8")
    with subprocess.Popen(
        [*COMMAND, "long.txt", "-t", "json", "-o", "-", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("argv", [["--formats"], ["a.txt", "-t", "json", "-o", "-", "-q"]])
def test_a_full_disk_behind_standard_output_gets_one_line(argv: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = shell(argv, stdout=full)
    assert done.returncode == 1
    assert done.stderr.lower().endswith(b"no space left on device\n")
    assert done.stderr.startswith(b"copydesk: standard output: ")
    assert done.stderr.count(b"\n") == 1


SLOW = """
import sys, time
from pathlib import Path
from copydesk.cli import main

def wait(self, target):
    print("ready", flush=True)
    time.sleep(60)

Path.replace = wait  # the moment between writing the temporary file and renaming it
sys.exit(main(["a.txt", "-t", "json", "-q"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_no_temporary_file(number: signal.Signals) -> None:
    Path("a.json").write_text("before", "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(number)
        assert process.stderr.read() == b""
    assert process.returncode == 128 + number
    assert listing() == ["a.json", "a.txt"]
    assert Path("a.json").read_text("utf-8") == "before"


def test_text_formats_bring_no_back_end_along() -> None:
    code = (
        "import sys; from copydesk.cli import main;"
        "main(['a.txt', '-t', 'md,json,outline', '-q', '-o', 'x/']);"
        "print(*{'docx', 'reportlab', 'ebooklib', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"\n"
    assert {path.name for path in Path("x").iterdir()} == {"a.md", "a.json", "a.outline.txt"}


def test_the_help_needs_nothing_but_the_command_line() -> None:
    code = (
        "import sys; from copydesk.cli import main; main(['--version']);"
        "print(*{'msgspec', 'pluggy', 'copydesk.tree'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split(b"\n")[1] == b""


def test_an_outline_is_shown_and_not_filed(tmp_path, capsys):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("The ferry stays\n\nIt stays, said the council on Tuesday.\n")
    assert main([str(tmp_path / "one.txt"), str(tmp_path / "two.txt"), "-t", "outline"]) == 0
    assert capsys.readouterr().out.splitlines().count("head") == 2
    assert not list(tmp_path.glob("*.outline*"))


# --- what a new user trips over ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("", "-t", "md"), 2, "an input has an empty name; is a variable not set?"),
        (("b*.txt", "-t", "md"), 1, "b*.txt: no such file; it is a pattern that no file matches"),
        (
            ("a.txt", "--explian"),
            2,
            "there is no option --explian; did you mean --explain? See convert --help",
        ),
        (("a.txt", "--zz"), 2, "there is no option --zz; see convert --help"),
        (
            ("a.txt", "-t", "pdf", "-O", "page=A5"),
            2,
            "-O page=A5: not of the form FORMAT.KEY=VALUE; as in -O pdf.page=A5",
        ),
        (
            ("a.txt", "-t", "pdf", "-O", "pdf.page=A9"),
            2,
            "pdf.page=A9: does not fit; it takes A4|A5|B5|Letter|Legal",
        ),
        (
            ("a.txt", "-t", "md", "--theme", "bok"),
            2,
            "--theme: md has no looks to choose from; it is for docx, epub and pdf",
        ),
        (
            ("a.txt", "-t", "md", "--date", "2024-02-30"),
            2,
            "--date 2024-02-30: there is no such day or time; as in 2024-03-09 or",
        ),
        (
            ("a.txt", "-t", "md", "--lang", "German"),
            2,
            "--lang German: not a language tag (BCP 47); did you mean de?",
        ),
        (
            ("a.txt", "-t", "md", "--source-url", "a.example/x"),
            2,
            "--source-url a.example/x: not an address of the web; did you mean https://a.example/x?",
        ),
    ],
)
def test_a_slip_is_told_with_its_cure(
    convert: Convert,
    argv: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    done = convert(*argv)
    assert done.code == code
    assert done.error.startswith(f"convert: {said}"), done.error


def test_a_look_is_for_the_formats_that_have_one(convert: Convert) -> None:
    assert convert("a.txt", "-t", "md,epub", "--theme", "book", "-q").code == 0


def test_a_warning_that_fails_a_text_has_its_line(convert: Convert) -> None:
    Path("b.txt").write_bytes("A lamp\n\nIt burns in the café, said he.\n".encode("cp1252"))
    done = convert("b.txt", "-t", "md", "--strict")
    assert done.code == 1
    assert done.err.startswith("convert: b.txt, line 3: warning: not UTF-8")


def test_an_author_named_twice_is_one(convert: Convert) -> None:
    done = convert("a.txt", "-t", "json", "-o", "-", "--author", "A. Roe", "--author", "A.  Roe")
    assert json.loads(done.out)["metadata"]["authors"] == ["A. Roe"]


@pytest.mark.parametrize("collects", [True, False])
def test_garbage_is_collected_afterwards_as_before(tmp_path: Path, collects: bool) -> None:
    (tmp_path / "a.txt").write_text("A story about a lamp.\n")
    (gc.enable if collects else gc.disable)()
    try:
        assert main([str(tmp_path / "a.txt"), "-q", "-t", "md"]) == 0
        assert gc.isenabled() is collects
    finally:
        gc.enable()
        gc.unfreeze()
