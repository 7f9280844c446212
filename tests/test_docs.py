"""The documentation agrees with the code: nothing is left out, and no link leads nowhere."""

from __future__ import annotations

import inspect
import io
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from copydesk import errors, hooks, tree
from copydesk.diagnostics import Diagnostic
from copydesk.errors import CopydeskError
from copydesk.formats import (
    FormatSpec,
    ReaderSpec,
    TransformSpec,
    load_exporter,
    load_reader,
    load_transform,
)
from copydesk.hooks import Context, HookSpecs
from copydesk.options import FormatOptions, describe_options
from copydesk.pipeline import open_transform
from copydesk.plugins import load_registry
from copydesk.testing.documents import every_node
from copydesk.walk import plain_text, transform_inlines, validate

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), ROOT / "samples" / "README.md"]
REGISTRY = load_registry()
BUILT_IN = [each.spec for each in REGISTRY.exporters if each.distribution == "copydesk"]


HOOKS = [name for name in vars(HookSpecs) if not name.startswith("_")]
TRANSFORMS = {each.spec.name for each in REGISTRY.transforms if each.distribution == "copydesk"}


def built_in_options() -> dict[str, str]:
    """Each option of what is built in, as `format.key`, with its default as it is typed."""
    loaded = [(spec.name, load_exporter(spec).Options) for spec in BUILT_IN]
    loaded += [
        (each.spec.name, load_reader(each.spec).Options)
        for each in REGISTRY.readers
        if each.distribution == "copydesk"
    ]
    loaded += [
        (each.spec.name, load_transform(each.spec).Options)
        for each in REGISTRY.transforms
        if each.distribution == "copydesk"
    ]
    return {
        f"{name}.{option.key}": option.default
        for name, options in loaded
        for option in describe_options(options)
    }


OPTIONS = built_in_options()


def diagnostic_codes() -> set[str]:
    """The codes of all diagnostics that the sources of copydesk make."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "copydesk").rglob("*.py")
    )
    return set(re.findall(r'\bDiagnostic\(\s*(?:code=)?"([a-z-]+)"', source))


def under(page: Path, heading: str) -> str:
    """What stands under `heading`, up to the next one."""
    text = page.read_text(encoding="utf-8")
    found = re.search(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, f"{page.name} has no heading {heading}"
    return found[1]


def headings(page: Path) -> set[str]:
    return set(re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE))


def first_cells(text: str) -> set[str]:
    """The names in the first column of the tables in `text`."""
    return set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), f"{target}: there is no such file"
        if anchor:
            slugs = {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings(other)}
            assert anchor in slugs, f"{target}: there is no such heading"


def test_every_node_kind_is_specified() -> None:
    kinds = {
        name
        for name, kind in vars(tree).items()
        if isinstance(kind, type) and issubclass(kind, tree.Node) and kind is not tree.Node
    }
    assert kinds <= headings(DOCS / "tree.md")


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_documented_with_its_signature(hook: str) -> None:
    section = under(REFERENCE / "hooks.md", hook)
    parameters = list(inspect.signature(getattr(HookSpecs, hook)).parameters.values())[1:]
    signature = inspect.signature(getattr(HookSpecs, hook)).replace(parameters=parameters)
    assert f"@hookimpl\ndef {hook}{signature}: ...\n".replace("'", "") in section


def test_what_a_plugin_imports_is_documented() -> None:
    own = set(hooks.__all__) - {"API_VERSION", "ENTRY_POINT_GROUP", "HookSpecs", "hookimpl"}
    assert own <= headings(REFERENCE / "hooks.md")
    page = (REFERENCE / "hooks.md").read_text(encoding="utf-8")
    assert all(name in page for name in ("API_VERSION", "ENTRY_POINT_GROUP", "COPYDESK_API"))


def test_the_fields_of_specs_and_of_the_context_are_documented() -> None:
    kinds = (FormatSpec, ReaderSpec, TransformSpec, Context)
    names = {name for kind in kinds for name in kind.__struct_fields__} - {"reader"}
    assert names <= first_cells((REFERENCE / "hooks.md").read_text(encoding="utf-8"))


def test_the_fields_of_a_spec_and_of_the_context_are_documented() -> None:
    names = {name for kind in (FormatSpec, Context) for name in kind.__struct_fields__}
    assert names <= first_cells((REFERENCE / "hooks.md").read_text(encoding="utf-8"))


def test_every_error_is_documented() -> None:
    names = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, CopydeskError)
    }
    assert names <= first_cells((REFERENCE / "errors.md").read_text(encoding="utf-8"))


def test_every_diagnostic_is_documented() -> None:
    found = headings(REFERENCE / "diagnostics.md") - {"Diagnostics"}
    assert found == diagnostic_codes()


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_is_documented_with_its_default(name: str) -> None:
    page = REFERENCE / ("transforms.md" if name.partition(".")[0] in TRANSFORMS else "formats.md")
    assert f"default `{OPTIONS[name]}`" in " ".join(under(page, name).split())


def test_no_option_is_documented_that_is_not_there() -> None:
    found = headings(REFERENCE / "formats.md") | headings(REFERENCE / "transforms.md")
    assert {heading for heading in found if re.fullmatch(r"[a-z-]+\.\w+", heading)} == set(OPTIONS)


def test_every_transform_is_documented() -> None:
    assert headings(REFERENCE / "transforms.md") >= TRANSFORMS


def test_every_format_is_documented() -> None:
    names = first_cells((REFERENCE / "formats.md").read_text(encoding="utf-8"))
    assert {spec.name for spec in BUILT_IN} <= names
    assert {each.spec.name for each in REGISTRY.readers if each.distribution == "copydesk"} <= names
    for each in REGISTRY.readers:
        load_reader(each.spec)


def test_the_exporter_of_the_guide_works(monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (DOCS / "how-to" / "write-an-exporter.md").read_text(encoding="utf-8")
    hook, exporter, _ = re.findall(r"^```python\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    for name, code in (("copydesk_gemtext", hook), ("copydesk_gemtext.exporter", exporter)):
        module = types.ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(code, vars(module))  # noqa: S102 # the page's own code is what is tested
    (spec,) = sys.modules["copydesk_gemtext"].register_exporters()
    made = load_exporter(spec)
    out, findings = io.BytesIO(), list[Diagnostic]()

    made.export(every_node(), out, made.Options(), Context(findings.append))

    lines = out.getvalue().decode().splitlines()
    assert "# Harbour & light: <b>a survey</b>" in lines
    assert "=> https://example.com/more https://example.com/more" in lines
    assert "Ships fell from 12 to 9." in lines
    assert findings == []


def test_the_transform_of_the_reference_works() -> None:
    (code,) = re.findall(
        r"^```python\n(.*?)^```$",
        under(REFERENCE / "hooks.md", "Transform"),
        re.DOTALL | re.MULTILINE,
    )
    names = {"FormatOptions": FormatOptions, "Text": tree.Text, "replace": replace,
             "transform_inlines": transform_inlines}  # fmt: skip
    exec(code, names)  # noqa: S102 # as above
    upper: Any = names["Upper"]
    made = upper().apply(every_node(), upper.Options(), None)
    assert "THE END OF IT." in plain_text(made)
    assert validate(made) == []


def chosen_transforms() -> set[str]:
    """All that the pages tell a user to type behind --transform, or into transforms=."""
    found: set[str] = set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        found |= set(re.findall(r"--transform ([a-z][\w=,.-]*)", text))
        for names in re.findall(r"transforms=\[(.*?)\]", text):
            found |= set(re.findall(r"\"([a-z-]+-[a-z-]+(?:=[\w=,]+)?)\"", names))
    return found


@pytest.mark.parametrize("chosen", sorted(chosen_transforms()))
def test_the_transforms_of_the_pages_can_be_applied(chosen: str) -> None:
    name, _, arguments = chosen.partition("=")
    entry = REGISTRY.transforms.entry(name)
    assert open_transform(entry.spec, arguments).spec.name == name
