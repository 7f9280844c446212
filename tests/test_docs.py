"""The documentation agrees with the code: nothing is left out, and no link leads nowhere."""

from __future__ import annotations

import io
import re
import sys
import types
from pathlib import Path

import pytest

from copydesk import errors, tree
from copydesk.diagnostics import Diagnostic
from copydesk.errors import CopydeskError
from copydesk.formats import FormatSpec, load_exporter, load_reader
from copydesk.hooks import Context, HookSpecs
from copydesk.options import describe_options
from copydesk.plugins import load_registry
from copydesk.testing.documents import every_node

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), ROOT / "samples" / "README.md"]
REGISTRY = load_registry()
BUILT_IN = [each.spec for each in REGISTRY.exporters if each.distribution == "copydesk"]


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


def test_every_hook_is_documented() -> None:
    hooks = {name for name in vars(HookSpecs) if not name.startswith("_")}
    assert hooks <= headings(REFERENCE / "hooks.md")


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
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "copydesk").rglob("*.py")
    )
    codes = set(re.findall(r'\bDiagnostic\(\s*(?:code=)?"([a-z-]+)"', source))
    assert codes == first_cells((REFERENCE / "diagnostics.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("spec", BUILT_IN, ids=lambda spec: spec.name)
def test_every_option_is_documented(spec: FormatSpec) -> None:
    page = (REFERENCE / "formats.md").read_text(encoding="utf-8")
    section = re.split(r"^#", page.partition(f"\n### {spec.name}\n")[2], flags=re.MULTILINE)[0]
    options = describe_options(load_exporter(spec).Options)
    assert first_cells(section) == {option.key for option in options}
    for option in options:
        row = next(line for line in section.splitlines() if line.startswith(f"| `{option.key}`"))
        assert f"`{option.default}`" in row


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
