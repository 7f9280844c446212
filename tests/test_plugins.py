"""Plugins: what they add, and that the faults of one stay its own and get its name.

Each test puts distributions as an installer leaves them on the path of a new process.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Install, Run
from copydesk.hooks import API_VERSION

WORKING = """
from copydesk.hooks import FormatOptions, FormatSpec, ReaderSpec, hookimpl

class Options(FormatOptions, frozen=True):
    loud: bool = False

class Shout:
    Options = Options
    def export(self, document, out, options, context):
        out.write(b"SHOUT!" if options.loud else b"shout")

class Reader:
    Options = FormatOptions
    def read(self, data, options, context):
        from copydesk.tree import Document, Paragraph, Text
        return Document(body=(Paragraph((Text(data.decode()),)),))

@hookimpl
def register_exporters():
    return [FormatSpec(name="shout", suffixes=(".shout",), media_type="text/plain",
                       summary="loud text", exporter=__name__ + ":Shout")]

@hookimpl
def register_readers():
    return [ReaderSpec(name="memo", suffixes=(".memo",), media_type="text/plain",
                       summary="a memo", reader=__name__ + ":Reader")]
"""

SPECS = "from copydesk.hooks import FormatSpec, ReaderSpec, hookimpl\n"


def spec(**fields: object) -> str:
    """Code that makes a FormatSpec, a good one but for `fields`."""
    good = {
        "name": "extra",
        "suffixes": (".extra",),
        "media_type": "text/plain",
        "summary": "extra",
        "exporter": "nowhere:Nobody",
    }
    return f"FormatSpec(**{good | fields!r})"


def returning(expression: str, hook: str = "register_exporters") -> str:
    return f"{SPECS}\n@hookimpl\ndef {hook}():\n    return {expression}\n"


REPORT = """
import contextlib, io, json
from copydesk import load_registry
from copydesk.cli import main

def run(*argv):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(argv)
    out.flush()
    return [code, out.buffer.getvalue().decode(), err.getvalue()]

registry = load_registry()
print(json.dumps({
    "faults": [str(fault) for fault in registry.faults],
    "exporters": registry.exporters.names(),
    "readers": registry.readers.names(),
    "transforms": registry.transforms.names(),
    "converted": run("a.txt", "-t", "json", "-o", "-", "-q"),
    "listed": run("--formats"),
}))
"""


def faults(run: Run) -> list[str]:
    """The faults of the plugins, after a look at whether everything else works."""
    done = run(code=REPORT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {"docx", "pdf", "epub", "md", "json", "outline"} <= set(found["exporters"])
    assert {"text", "json"} <= set(found["readers"])
    assert {"shift-headings", "drop-asides"} <= set(found["transforms"])
    code, out, err = found["converted"]
    assert (code, json.loads(out)["type"], err) == (0, "document", "")
    code, _, err = found["listed"]
    assert code == 0
    assert err.splitlines() == [f"convert: warning: {fault}" for fault in found["faults"]]
    result: list[str] = found["faults"]
    return result


def test_a_plugin_adds_output_and_input_formats(install: Install, run: Run, tmp_path: Path) -> None:
    install("copydesk-shout", WORKING)
    assert faults(run) == []
    listed = run("--formats")
    assert listed.returncode == 0
    assert listed.stderr == ""
    assert "Output formats of copydesk-shout 1.2" in listed.stdout
    assert "loud text" in listed.stdout
    assert "shout.loud=false" in listed.stdout
    assert ".memo" in listed.stdout
    (tmp_path / "b.memo").write_text("call back", "utf-8")
    done = run("a.txt", "b.memo", "-t", "shout,json", "-O", "shout.loud=true", "-o", "out/")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/b.shout").read_text("utf-8") == "SHOUT!"
    tree = json.loads((tmp_path / "out/b.json").read_text("utf-8"))
    assert tree["body"][0]["children"][0]["value"] == "call back"


def test_uninstalled_it_is_gone(run: Run) -> None:
    assert "shout" not in run("--formats").stdout
    assert run("a.txt", "-t", "shout").returncode == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1/0", "does not import: ZeroDivisionError: division by zero"),
        ("raise SystemExit('bye')", "does not import: SystemExit: bye"),
        ("import no_such_module", "needs the module no_such_module; pip install acme-broken"),
        ("def broken(:", "does not import: SyntaxError"),
        ("x = 1", "has no function that is marked with @hookimpl"),
        ("def register_exporters():\n    return []", "has no function that is marked with"),
        (returning("1/0"), "register_exporters failed: ZeroDivisionError"),
        (returning("exit()"), "register_exporters failed: SystemExit"),
        (returning("None"), "register_exporters returned nothing"),
        (returning("7"), "register_exporters failed: TypeError"),
        (returning("'docx'"), "returned a str where a FormatSpec belongs"),
        (returning("[{'name': 'x'}]"), "returned a dict where a FormatSpec belongs"),
        (returning("[None, None]"), "returned a NoneType where a FormatSpec belongs"),
        (returning(f"[{spec(name=3)}]"), "Expected `str`, got `int` - at `$.name`"),
        (returning(f"[{spec(name='Big Format')}]"), "the name 'Big Format' is not lower-case"),
        (returning(f"[{spec(suffixes='.x')}]"), "at `$.suffixes`"),
        (returning(f"[{spec(suffixes=())}]"), "extra has no suffixes"),
        (returning(f"[{spec(suffixes=('x',))}]"), "the suffix 'x' of extra is not like '.html'"),
        (returning(f"[{spec(suffixes=('./x',))}]"), "the suffix './x' of extra is not like"),
        (returning(f"[{spec(exporter='mod.Class')}]"), "the class 'mod.Class' of extra is not"),
        (
            returning("(7 for _ in iter(int, 1))"),
            "register_exporters returned more than 1000 specs",
        ),
        (
            f"COPYDESK_API = {API_VERSION + 1}\n{returning('1/0')}",
            f"is made for version {API_VERSION + 1} of copydesk's API, and copydesk 0.1.0 has"
            f" version {API_VERSION}; update"
            " copydesk",
        ),
        (
            f"COPYDESK_API = 0\n{returning('1/0')}",
            "is made for version 0 of copydesk's API, and copydesk 0.1.0 has"
            f" version {API_VERSION}; update"
            " acme-broken",
        ),
        (f"COPYDESK_API = '1'\n{returning('[]')}", "COPYDESK_API is '1', and should be a number"),
        (
            "from copydesk.hooks import register_dreams",
            "does not import: ImportError: cannot import name 'register_dreams' from"
            " 'copydesk.hooks'",
        ),
        (
            "import copydesk.dreams",
            "does not import: ModuleNotFoundError: No module named 'copydesk.dreams'",
        ),
        (
            returning(f"[{spec(colour='red')}]"),
            "register_exporters failed: TypeError: Unexpected keyword argument 'colour'",
        ),
        (
            "__getattr__ = 1",
            "TypeError: 'int' object is not callable",
        ),
        (returning("[]", "register_exporter"), "is no hook of copydesk; did you mean register_exp"),
        (returning("[]", "register_everything"), "register_everything is no hook of copydesk"),
        (
            f"{SPECS}\n@hookimpl\ndef register_exporters(registry):\n    return []",
            "does not register: PluginValidationError",
        ),
        (
            returning(f"[{spec(name='docx', suffixes=('.docx2',))}]"),
            "the format docx is copydesk's already",
        ),
        (
            "from copydesk.hooks import TransformSpec\n"
            + returning(
                "[TransformSpec(name='drop-asides', summary='', transform='m:C')]",
                "register_transforms",
            ),
            "the transform drop-asides is copydesk's already",
        ),
        (
            returning(f"[{spec()}]", "register_transforms"),
            "register_transforms returned a FormatSpec where a TransformSpec belongs",
        ),
        (
            returning(f"[{spec(suffixes=('.extra', '.md'))}]"),
            "the suffix .md of its format extra belongs to md of copydesk",
        ),
    ],
)
def test_each_fault_is_one_line_with_the_name(
    install: Install, run: Run, code: str, said: str
) -> None:
    install("acme-broken", code)
    found = faults(run)
    assert len(found) == 1, found
    assert found[0].startswith("plugin acme-broken: ")
    assert said in found[0]
    assert "\n" not in found[0]


def test_the_faults_of_one_do_not_touch_another(install: Install, run: Run, tmp_path: Path) -> None:
    install("aaa-broken", "1/0")
    install("bbb-partial", f"{SPECS}\n@hookimpl\ndef register_exporters(x): return [1]\n")
    install("copydesk-shout", WORKING)
    install("zzz-broken", returning("1/0", "register_readers"))
    assert [fault.split(":")[0] for fault in faults(run)] == [
        "plugin aaa-broken",
        "plugin bbb-partial",
        "plugin zzz-broken",
    ]
    done = run("a.txt", "-t", "shout")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.shout").read_text("utf-8") == "shout"


def test_of_two_that_claim_a_name_the_first_by_name_has_it(install: Install, run: Run) -> None:
    install("shout-two", WORKING)
    install("shout-one", WORKING)
    found = faults(run)
    assert found == [
        f"plugin shout-two: the format {name} is shout-one's already, and stays so;"
        " COPYDESK_PLUGINS=-shout-one leaves it to the other"
        for name in ("shout", "memo")
    ]
    done = run("--plugins", plugins="-shout-one")
    assert "fault" not in done.stdout
    assert "shout-two 1.2 (shout_two)\n  output                   shout\n" in done.stdout


def test_a_format_whose_suffix_is_taken_answers_to_its_name(install: Install, run: Run) -> None:
    install("copydesk-shout", WORKING.replace('".shout"', '".json"'))
    assert len(faults(run)) == 1
    by_name = run("a.txt", "-t", "shout", "-o", "-")
    assert by_name.stdout == "shout"
    clash = run("a.txt", "-t", "shout,json")
    assert clash.returncode == 2
    assert "the formats shout and json would both write a.json" in clash.stderr


def test_a_missing_format_is_told_with_the_faults(install: Install, run: Run) -> None:
    install("acme-broken", "1/0")
    done = run("a.txt", "-t", "acme")
    assert done.returncode == 2
    warning, error = done.stderr.splitlines()
    assert warning.startswith("copydesk: warning: plugin acme-broken: does not import")
    assert error.startswith("copydesk: unknown output format 'acme'")


EXPORTERS = {
    "missing": "import no_such_dependency",
    "classless": "x = 1",
    "exiting": "exit('bye')",
    "optionless": "class Extra:\n    def export(self, *args): pass",
    "methodless": (
        "from copydesk.hooks import FormatOptions\nclass Extra:\n    Options = FormatOptions"
    ),
}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("missing", "format extra needs the module no_such_dependency; pip install acme brings"),
        ("classless", "format extra does not load: acme_impl:Extra: AttributeError: "),
        ("exiting", "format extra does not load: acme_impl:Extra: SystemExit: bye; update or"),
        ("optionless", "format extra: acme_impl:Extra has no Options class; update or uninstall"),
        ("methodless", "format extra: acme_impl:Extra has no export method; update or uninstall"),
    ],
)
def test_an_exporter_that_does_not_load_fails_its_own_format_alone(
    install: Install, run: Run, tmp_path: Path, kind: str, said: str
) -> None:
    install("acme", returning(f"[{spec(exporter='acme_impl:Extra')}]"))
    (tmp_path / "site/acme_impl.py").write_text(EXPORTERS[kind], "utf-8")
    assert faults(run) == [], "the exporter is not imported before it is asked for"
    done = run("a.txt", "-t", "extra,json", "-q")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith(f"copydesk: plugin acme: {said}")
    assert "Traceback" not in done.stderr
    assert (tmp_path / "a.json").exists()
    assert not (tmp_path / "a.extra").exists()
    listed = run("--formats")
    assert listed.returncode == 0
    assert "not usable" in listed.stdout


def test_an_exporter_that_fails_is_named_and_leaves_nothing(
    install: Install, run: Run, tmp_path: Path
) -> None:
    failing = "out.write(b'half')\n        raise RuntimeError('no\\nluck')"
    install("copydesk-shout", WORKING.replace('out.write(b"SHOUT!"', failing + "\n        (b"))
    (tmp_path / "a.shout").write_text("before", "utf-8")
    done = run("a.txt", "-t", "shout,json", "-q")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith(
        "copydesk: a.txt: the shout exporter of copydesk-shout failed: RuntimeError: no luck; "
    )
    assert (tmp_path / "a.shout").read_text("utf-8") == "before"
    assert (tmp_path / "a.json").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.json",
        "a.shout",
        "a.txt",
        "site",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("out.close()", "ValueError: I/O operation on closed file."),
        ("out.write('text')", "TypeError: a bytes-like object is required, not 'str'"),
        ("document.body = ()", "AttributeError: immutable type: 'Document'"),
        ("raise KeyError", "KeyError"),
    ],
)
def test_whatever_an_exporter_does_the_others_are_written(
    install: Install, run: Run, tmp_path: Path, body: str, said: str
) -> None:
    install(
        "copydesk-shout",
        WORKING.replace('out.write(b"SHOUT!" if options.loud else b"shout")', body),
    )
    done = run("a.txt", "-t", "shout,json", "-q")
    assert done.returncode == 1
    assert done.stderr == (
        f"copydesk: a.txt: the shout exporter of copydesk-shout failed: {said}; the other formats"
        " are not affected; please report it to the authors of copydesk-shout\n"
    )
    assert (tmp_path / "a.json").exists()
    assert not (tmp_path / "a.shout").exists()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("None", "ValueError: NoneType returned where a Document belongs"),
        ("exit(3)", "SystemExit: 3"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        (
            "Document(body=(Section(3, (Text('x'),)),))",
            "ValueError: invalid tree: document/section[0]: a section of level 3 stands in one of"
            " level 0",
        ),
    ],
)
def test_whatever_a_reader_does_the_other_inputs_are_read(
    install: Install, run: Run, tmp_path: Path, made: str, said: str
) -> None:
    code = WORKING.replace("Document, P", "Document, Section, P")
    code = code.replace(
        "return Document(body=(Paragraph((Text(data.decode()),)),))", f"return {made}"
    )
    install("copydesk-shout", code)
    (tmp_path / "b.memo").write_text("call back", "utf-8")
    done = run("b.memo", "a.txt", "-t", "json", "-q")
    assert done.returncode == 1
    assert done.stderr == (
        f"copydesk: b.memo: the memo reader of copydesk-shout failed: {said};"
        " please report it to the authors of copydesk-shout\n"
    )
    assert (tmp_path / "a.json").exists()
