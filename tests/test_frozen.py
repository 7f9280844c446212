"""Plugins that people have installed go on working: docs/reference/stability.md, put to the test.

`frozen/api_N` holds a plugin as it was written for version N of the API, and the surface of that
version. Neither is ever changed; see frozen/README.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given

import copydesk
from copydesk.api import registry
from copydesk.hooks import API_VERSION, OLDEST_API, Context, Diagnostic
from copydesk.testing.documents import every_node
from copydesk.testing.strategies import documents
from copydesk.tree import Document

FROZEN = Path(__file__).parent / "frozen"
sys.path.append(str(FROZEN))
from surface import surface  # noqa: E402 # a script, and in no package

Json: TypeAlias = Any
VERSIONS = [v for v in range(OLDEST_API, API_VERSION + 1) if (FROZEN / f"api_{v}").is_dir()]
"""All but the newest, which is frozen when it is released."""


# --- the surface ---------------------------------------------------------------------------------


def broken(frozen: Mapping[str, Any], current: Mapping[str, Any]) -> Iterator[str]:
    """What plugins of the frozen version could use and cannot any more."""
    for name, then in frozen.items():
        now = current.get(name)
        if now is None:
            yield f"{name} is gone"
        elif set(then) != set(now):
            yield f"{name} was {' and '.join(then)}, and is {' and '.join(now)}"
        else:
            for key, value in then.items():
                yield from (f"{name}: {why}" for why in _differences(name, key, value, now[key]))


def _differences(name: str, key: str, then: Json, now: Json) -> Iterator[str]:
    match key:
        case "members":
            # New ones are lowered for plugins that cannot know them.
            if missing := [each for each in then if each not in now]:
                yield f"{', '.join(missing)} is gone"
        case "value":
            if then != now:
                yield f"{then} has become {now}"
        case "values" | "bases":
            if missing := [each for each in then if each not in now]:
                yield f"{', '.join(missing)} is gone"
        case "methods":
            for method, parameters in then.items():
                if method not in now:
                    yield f"{method} is gone"
                elif name in IMPLEMENTED and parameters != now[method]:
                    yield f"{method} is what plugins implement, and has other parameters"
                else:
                    yield from _grown(parameters, now[method])
        case "fields" | "parameters":
            yield from _grown(then, now)


IMPLEMENTED = ("copydesk.hooks.Exporter", "copydesk.hooks.Reader", "copydesk.hooks.Transform")


def _grown(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """What is wrong where fields or parameters did more than grow at their end."""
    for name, default in then.items():
        if now.get(name) != default:
            yield f"{name} was {default}, and is {now.get(name, 'gone')}"
    positional = [name for name in now if "KEYWORD_ONLY" not in now[name]]
    if positional[: len(then)] != [name for name in then if name in positional]:
        yield "the order is another"
    for name in now.keys() - then.keys():
        if now[name].endswith("required"):
            yield f"{name} is new and has no default"


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_that_plugins_use_has_gone(version: int) -> None:
    frozen = json.loads((FROZEN / f"api_{version}" / "surface.json").read_text("utf-8"))
    assert list(broken(frozen, surface())) == []


@pytest.mark.parametrize(
    ("name", "key", "then", "now", "said"),
    [
        ("copydesk.tree.Text", "fields", {"value": "required"}, {}, "value was required"),
        ("f", "parameters", {"a": "X = 1"}, {"a": "X = 1", "b": "X = required"}, "b is new"),
        ("f", "parameters", {"a": "X = 1"}, {"b": "X = 1", "a": "X = 1"}, "the order is another"),
        ("f", "parameters", {"a": "X = 1"}, {"a": "X = 1", "b": "X = 2"}, None),
        ("f", "parameters", {"a": "X = 1"}, {"b": "KEYWORD_ONLY = 2", "a": "X = 1"}, None),
        ("Block", "members", ["Figure", "Rule"], ["Rule"], "Figure is gone"),
        ("Block", "members", ["Rule"], ["Figure", "Rule"], None),
        ("copydesk.hooks.Exporter", "methods", {"export": {}}, {"export": {"a": "X"}}, "export"),
        ("C", "methods", {"go": {}}, {"go": {"a": "X = 1"}, "run": {}}, None),
    ],
)  # fmt: skip
def test_the_comparison_can_fail(
    name: str, key: str, then: Json, now: Json, said: str | None
) -> None:
    found = list(broken({name: {key: then}}, {name: {key: now}}))
    assert [said in why for why in found] == [True] if said else found == []


def test_the_surface_is_what_can_be_imported() -> None:
    now = surface()
    assert {"copydesk.convert", "copydesk.hooks.FormatSpec", "copydesk.walk.walk"} <= set(now)
    assert now["copydesk.tree.Rule"] == {"fields": {"value": "'* * *'", "span": "None"}}
    assert "Section" in now["copydesk.tree.Block"]["members"]


# --- the plugins ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=VERSIONS)
def frozen(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The folder of a frozen plugin, which is installed for the time of the test."""
    folder = FROZEN / f"api_{request.param}"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        registry.cache_clear()
        yield folder
    registry.cache_clear()


def test_a_frozen_plugin_has_no_faults(frozen: Path) -> None:
    plugins = copydesk.load_registry().plugins
    (plugin,) = [each for each in plugins if each.distribution == "copydesk-frozen"]
    assert (plugin.faults, plugin.blocked, plugin.version) == ((), None, "1.0")


@pytest.mark.usefixtures("frozen")
def test_a_frozen_exporter_prints_every_node() -> None:
    findings: list[Diagnostic] = []
    made = copydesk.export(every_node(), "frozen", report=findings.append).decode()
    for kind in (
        "Document",
        "Headline",
        "Section 2 A deeper matter",
        "Verse 3",
        "Custom example.ch",
    ):
        assert f" {kind}" in made
    assert findings == []
    loud = copydesk.export(every_node(), "frozen", case="upper", kinds="Rule,Section", most=5,
                           deep="false", share="0.5", mark=">", report=findings.append)  # fmt: skip
    assert b"> " in loud
    assert b"SECTION 2 A DEEPER MATTER" in loud
    assert [finding.code for finding in findings] == ["frozen-long"]


@pytest.mark.usefixtures("frozen")
@given(document=documents())
def test_a_frozen_plugin_takes_any_tree(document: Document) -> None:
    assert copydesk.export(copydesk.transform(document, "freeze", loud=True), "frozen")


@pytest.mark.usefixtures("frozen")
def test_a_frozen_reader_and_transform_work(tmp_path: Path) -> None:
    (tmp_path / "a.frozen").write_text("A lamp\nIt burns.\n# quietly\n", "utf-8")
    findings: list[Diagnostic] = []
    document = copydesk.read(tmp_path / "a.frozen", report=findings.append)
    document = copydesk.transform(document, "freeze", report=findings.append)
    assert copydesk.export(document, "frozen").decode() == (
        "a.frozen | no time | A lamp |  | en | None | None | None | None | \n"
        "- Document 1 2 0 27\n"
        "-   Headline A lamp\n"
        "-     Text 'A lamp'\n"
        "-   Paragraph\n"
        "-     Text 'It burns.'\n"
        "-     Text ' brr'\n"
        "-   Custom frozen.comment {'length': 9}\n"
        "-     Paragraph\n"
        "-       Text '# quietly'\n"
        "-       Text ' brr'\n"
        "3 texts, 34 characters\n"
    )
    assert [finding.code for finding in findings] == ["frozen-comment", "frozen-cold"]
    assert b"# quietly brr" in copydesk.export(document, "outline"), "a custom block's fallback"


def test_a_frozen_plugin_serves_the_command(frozen: Path, tmp_path: Path) -> None:
    (tmp_path / "a.frozen").write_text("A lamp\nIt burns.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", "a.frozen", "-t", "frozen,md", "-o", "out/",
         "--transform", "freeze=word=cold,loud=true", "-O", "frozen.deep=false"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(frozen), "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "note: it is cold [frozen-cold]" in done.stderr
    assert "IT BURNS. COLD" in (tmp_path / "out/a.md").read_text("utf-8")
    assert "1970-01-01T00:00:00+00:00" in (tmp_path / "out/a.frozen").read_text("utf-8")


def test_what_a_context_is_made_of_may_only_grow() -> None:
    found: list[Diagnostic] = []
    assert Context(found.append) == Context(report=found.append, timestamp=None, name=None)
