"""Which plugins are loaded, when, and what `convert --plugins` says of them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Install, Run
from copydesk.plugins import blocked

PLUGIN = """
import sys
from copydesk.hooks import FormatOptions, FormatSpec, ReaderSpec, TransformSpec, hookimpl

COPYDESK_API = 1
print("imported", __name__, file=sys.stderr)

class Exporter:
    Options = FormatOptions
    def export(self, document, out, options, context):
        out.write(b"written")

class Needy:
    def __init__(self):
        import no_such_library

@hookimpl
def register_exporters():
    return [FormatSpec(name="{name}", suffixes=(".{name}", ".plan.txt"), media_type="text/plain",
                       summary="a plan", exporter=__name__ + ":Exporter")]

@hookimpl
def register_readers():
    return [ReaderSpec(name="{name}", suffixes=(".{name}.txt",), media_type="text/plain",
                       summary="a plan", reader=__name__ + ":Needy")]
"""


@pytest.mark.parametrize(
    ("switch", "loaded"),
    [
        (None, ["alpha", "acme-beta", "Gamma.Ray"]),
        ("", []),
        (" , ", []),
        ("alpha", ["alpha"]),
        ("alpha, acme_beta", ["alpha", "acme-beta"]),
        ("-alpha", ["acme-beta", "Gamma.Ray"]),
        ("-alpha,-gamma-ray", ["acme-beta"]),
        ("-alpha,gamma_ray", ["Gamma.Ray"]),
        ("alpha,-alpha", []),
        ("-unknown", ["alpha", "acme-beta", "Gamma.Ray"]),
        ("unknown", []),
    ],
)
def test_the_switch_names_distributions(switch: str | None, loaded: list[str]) -> None:
    names = ["alpha", "acme-beta", "Gamma.Ray"]
    assert [name for name in names if not blocked(switch, name)] == loaded


def test_a_blocked_plugin_is_not_imported_and_not_silent(install: Install, run: Run) -> None:
    install("acme-plan", PLUGIN.format(name="plan"))
    assert run("a.txt", "-t", "plan", "-o", "-").stdout == "written"
    done = run("a.txt", "-t", "plan", plugins="-acme-plan")
    assert done.returncode == 2
    note, error = done.stderr.splitlines()
    assert note == "copydesk: note: plugin acme-plan is not loaded: COPYDESK_PLUGINS=-acme-plan"
    assert error.startswith("copydesk: unknown output format 'plan'; the formats are docx, ")
    assert "acme" not in run("--formats", plugins="").stdout


def test_what_is_built_in_needs_no_plugin(install: Install, run: Run, tmp_path: Path) -> None:
    install("acme-plan", PLUGIN.format(name="plan"))
    for args in (
        ["a.txt", "-t", "md,json", "--transform", "number-sections"],
        ["a.txt", "-o", "b.epub"],
        ["-", "-t", "md"],
        ["--version"],
    ):
        done = run(*args)
        assert "imported" not in done.stderr, args
    (tmp_path / "x.plan.txt").write_text("call back", "utf-8")
    done = run("x.plan.txt", "-t", "md")
    assert "imported acme_plan" in done.stderr, "a longer suffix may be a plugin's"
    assert "format plan needs the module no_such_library" in done.stderr
    done = run("a.txt", "-o", "b.plan.txt")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b.plan.txt").read_text("utf-8") == "written"


def test_the_list_of_plugins(install: Install, run: Run) -> None:
    install("acme-plan", PLUGIN.format(name="plan"))
    install("broken", "1/0", version="0.3")
    install("careless", PLUGIN.format(name="outline"))
    install("quiet", "from copydesk.hooks import hookimpl\n@hookimpl\ndef register_readers():\n"
                     "    return []\n")  # fmt: skip
    install("unwanted", "1/0")
    done = run("--plugins", plugins="-unwanted")
    assert done.returncode == 0
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    first, *others = done.stdout.split("\n\n")
    assert first.startswith("copydesk 0.1.0 (built in)\n")
    assert "docx, pdf, epub, md" in first
    told = {block.split()[0]: " ".join(block.split()) for block in others}
    installed = {name: text for name, text in told.items() if name in (
        "acme-plan", "broken", "careless", "quiet", "unwanted")}  # fmt: skip
    assert installed == {
        "acme-plan": "acme-plan 1.2 (acme_plan) output plan fault plugin acme-plan: format plan"
        " needs the module no_such_library; pip install acme-plan brings what it asks for",
        "broken": "broken 0.3 (broken) fault plugin broken: does not import: ZeroDivisionError:"
        " division by zero; update or uninstall broken",
        "careless": "careless 1.2 (careless) fault plugin careless: the format outline is"
        " copydesk's already, and stays so; update or uninstall careless fault plugin careless:"
        " format outline"
        " needs the module no_such_library; pip install careless brings what it asks for",
        "quiet": "quiet 1.2 (quiet) adds nothing",
        "unwanted": "unwanted 1.2 (unwanted) blocked COPYDESK_PLUGINS=-unwanted",
    }


def test_without_plugins_the_list_says_so(run: Run) -> None:
    done = run("--plugins", code="import sys; from copydesk import plugins;"
               "plugins.find = lambda group: [];"
               "from copydesk.cli import main; main(['--plugins'])")  # fmt: skip
    assert "No plugins are installed." in done.stdout


def test_what_a_plugin_asks_of_copydesk_is_told_when_it_does_not_get_it(
    install: Install, run: Run
) -> None:
    install("future", "from copydesk.hooks import Dream\n", requires="copydesk>=7")
    install("other", "1/0\n", requires="copydesk>=7")
    done = run("--plugins")
    text = " ".join(done.stdout.split())
    assert "(it asks for copydesk>=7, and this is copydesk 0.1.0); update or uninst" in text
    assert "division by zero; update or uninstall other" in text


def test_an_entry_point_without_its_module_is_told(
    install: Install, run: Run, tmp_path: Path
) -> None:
    install("hollow", "")
    (tmp_path / "site/hollow.py").unlink()
    text = " ".join(run("--plugins").stdout.split())
    assert (
        "plugin hollow: its entry point names the module hollow, and there is no hollow;"
        " update or uninstall hollow" in text
    )


def test_a_plugin_may_use_copydesk_while_it_is_loaded(install: Install, run: Run) -> None:
    selfish = PLUGIN.format(name="plan") + (
        "import copydesk\n"
        "copydesk.export(copydesk.parse('A lamp.'), 'md')\n"
        "assert 'plan' not in copydesk.api.registry().exporters.names()\n"
    )
    install("acme-plan", selfish)
    code = (
        "import copydesk, copydesk.api; d = copydesk.parse('A lamp.');"
        "print(copydesk.export(d, 'plan'), copydesk.api.registry().faults)"
    )
    done = run(code=code)
    assert done.stdout.split() == ["b'written'", "()"], done.stderr


def test_threads_load_plugins_once(install: Install, run: Run) -> None:
    install("acme-plan", "import time; time.sleep(0.1)\n" + PLUGIN.format(name="plan"))
    code = (
        "import json; from concurrent.futures import ThreadPoolExecutor as Pool;"
        "import copydesk; r = copydesk.load_registry();"
        "done = list(Pool(8).map(lambda n: r.exporters.get('plan').name, range(8)));"
        "print(json.dumps(done))"
    )
    done = run(code=code)
    assert json.loads(done.stdout) == ["plan"] * 8, done.stderr
    assert done.stderr.count("imported") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")
def test_a_run_that_loads_a_plugin_can_be_ended(install: Install, run: Run, tmp_path: Path) -> None:
    install("endless", "import sys, time; print('in', file=sys.stderr, flush=True); time.sleep(60)")
    process = subprocess.Popen(
        [sys.executable, "-m", "copydesk", "--plugins"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    with process:
        assert process.stderr.readline() == b"in\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 128 + signal.SIGTERM
