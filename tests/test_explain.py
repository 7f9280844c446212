"""Explanations: the list, the JSON, the page; and that what is doubtful is what is wrong."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from copydesk.corrections import Correction, Corrections
from copydesk.explanation import Explanation, share
from copydesk.explanation.listing import listing
from copydesk.explanation.page import page
from copydesk.parsing import analyze
from copydesk.parsing.doubt_weights import WEIGHTS
from copydesk.sidecar import read_sidecar
from copydesk.testing import samples
from test_cli import Convert, convert, folder  # noqa: F401 # fixtures
from test_parsing_properties import any_text, copy_like

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
DOUBTFUL = (
    "the lamp and\n\nwas it so\n\nThe lamp 12\nof the\n\nAND THEN\nso far\n\n3 lamps\n2\nof it, "
    "and\n\nsome\n"
)
NOISY = "A TITLE\n\nsome lines <b>here</b>\nthat break off\n12) what\n\n> quoted & said\n\n-30-\n"


def explained(text: str, *items: Correction) -> Explanation:
    found = analyze(text, corrections=Corrections(items))
    known = found.document.metadata
    return Explanation("a.txt", None, "utf-8", text, known, found.decisions, found.diagnostics)


# --- the list ------------------------------------------------------------------------------------


def test_doubtful_blocks_have_a_mark_and_are_counted() -> None:
    found = explained(NOISY)
    assert found.doubtful
    lines = listing(found).splitlines()
    marked = [line for line in lines[:-1] if line.startswith("?")]
    assert len(marked) == len(found.doubtful)
    assert lines[-1].startswith(f"? {len(found.doubtful)} of {len(found.decisions)} blocks ")


def test_what_a_person_said_has_no_percentage() -> None:
    text = listing(explained("A lamp\n\nIt burns, said the keeper.\n", Correction(1, 1, "slug")))
    assert re.search(r"^ +1  slug +said  A lamp$", text, re.MULTILINE)
    assert "corrected: 1 = slug" in text


def test_colours_are_all_that_they_add() -> None:
    found = explained(NOISY)
    coloured = listing(found, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == listing(found)


def test_copy_cannot_steer_the_terminal() -> None:
    hostile = listing(explained("A \x1b[31mlamp\x07\n\n\x1b]0;x\x07It burns, \u202esaid he.\n"))
    assert hostile.replace("\n", "").isprintable()


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_a_terminal_gets_colours_unless_it_says_no(folder: Path) -> None:  # noqa: F811
    import pty

    def shown(**more: str) -> bytes:
        ours, theirs = pty.openpty()
        known = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        subprocess.run(
            [sys.executable, "-m", "copydesk", "a.txt", "--explain"],
            stdout=theirs,
            check=True,
            env=known | {"TERM": "xterm"} | more,
        )
        os.close(theirs)
        found = os.read(ours, 65536)
        os.close(ours)
        return found

    assert b"\x1b[1mheadline" in shown()
    for no in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert b"\x1b" not in shown(**no)
    assert b"\x1b[1m" in shown(NO_COLOR="")


def test_nothing_is_wholly_sure() -> None:
    for sample in SAMPLES:
        found = explained(sample.read_text("utf-8"))
        assert {share(each) for each in found.decisions} <= {f"{n}%" for n in range(100)}


# --- json ----------------------------------------------------------------------------------------


def test_json_is_a_line_a_text(convert: Convert) -> None:  # noqa: F811
    Path("b.txt").write_text(NOISY, "utf-8")
    done = convert("a.txt", "b.txt", "--explain=json", "-q")
    a, b = map(json.loads, done.out.splitlines())
    assert (a["name"], b["name"]) == ("a.txt", "b.txt")
    assert [each["role"] for each in a["blocks"]] == ["headline", "paragraph"]
    assert a["blocks"][0]["text"] == "Harbour lights go out"
    assert b["doubtful"] == sum(each["doubtful"] for each in b["blocks"]) > 0
    for each in b["blocks"]:
        assert 0 <= each["confidence"] <= 1
        assert each["evidence_for"]
        sidecar = f'sha256 = "{b["sha256"]}"\n[lines]\n{each["correction"]}\n'
        (item,) = read_sidecar(sidecar.encode()).items
        assert (item.first, item.last, item.role) == (
            each["first_line"], each["last_line"], each["role"],
        )  # fmt: skip


def test_the_keys_of_the_json_are_documented(convert: Convert) -> None:  # noqa: F811
    found = json.loads(convert("a.txt", "--explain=json").out)
    told = (ROOT / "docs" / "reference" / "command.md").read_text("utf-8")
    section = told.partition("## Explain for programs")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    assert {*found, *found["blocks"][0]} <= named


# --- the page ------------------------------------------------------------------------------------


def parsed(data: bytes) -> Element:
    root: Element = html5lib.parse(data, transport_encoding="utf-8", namespaceHTMLElements=False)
    return root


def styled(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


def words(element: Element) -> str:
    return "".join(element.itertext())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_page_has_every_line_and_every_block(sample: Path) -> None:
    text = sample.read_text("utf-8")
    found = explained(text)
    root = parsed(page(found))
    source = {words(line[0]): words(line[1]) for line in styled(root, "l") if len(line) == 2}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            assert source[str(number)] == line
    assert len(styled(root, "block")) == len(found.decisions)
    assert len(styled(root, "doubtful")) == len(found.doubtful)


def test_one_comes_from_each_doubtful_block_to_the_next() -> None:
    found = explained(DOUBTFUL * 2)
    root = parsed(page(found))
    doubtful = [each.get("id") for each in styled(root, "doubtful")]
    assert len(doubtful) >= 2
    chips = [link.get("href") for link in styled(root, "bar")[0].iter("a")]
    assert chips == [*(f"#{each}" for each in doubtful), "#how"]
    following = [
        [link.get("href") for link in block.iter("a") if "next" in words(link)]
        for block in styled(root, "doubtful")
    ]
    assert following == [*([f"#{each}"] for each in doubtful[1:]), []]


def test_each_block_says_how_to_correct_it() -> None:
    found = explained(NOISY)
    for block in styled(parsed(page(found)), "block"):
        lines = [words(code) for code in block.iter("code")]
        assert lines
        for line in lines:
            sidecar = f'sha256 = "{found.mark}"\n[lines]\n{line}\n'
            items = read_sidecar(sidecar.encode())
            assert explained(NOISY, *items.items).decisions != found.decisions


def test_the_page_says_how_a_sidecar_begins() -> None:
    (how,) = (each for each in parsed(page(explained(NOISY))).iter("pre"))
    assert read_sidecar(words(how).encode()).fingerprint == explained(NOISY).mark


ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "div"),
    *("h1", "h2", "p", "pre", "ol", "ul", "li", "dl", "dt", "dd", "details", "summary"),
    *("a", "b", "bdi", "code", "small", "span", "strong"),
}
HOSTILE = "<script>x()</script><img src=http://a.example/ onerror=x()>&lt;\"'</p></li>\n\n"


def harmless(data: bytes) -> None:
    """Nothing is fetched, nothing runs, nothing in the copy is markup."""
    root = parsed(data)
    assert {each.tag for each in root.iter() if isinstance(each.tag, str)} <= ELEMENTS
    for each in root.iter():
        assert not {"src", "style", "onerror", "srcset", "action"} & set(each.keys())
        assert each.get("href", "#").startswith("#")
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    links = {each.get("href") for each in root.iter("a")}
    assert links <= {f"#{each}" for each in ids}
    assert b"url(" not in data
    assert b"@import" not in data


@pytest.mark.parametrize("name", samples.HOSTILE)
def test_hostile_copy_is_text(name: str) -> None:
    text = f"{HOSTILE}{samples.HOSTILE[name]}\n\n{HOSTILE}"
    data = page(replace(explained(text), name=text[:80]))
    harmless(data)
    assert not {*map(chr, range(0x202A, 0x202F)), "\u2066", "\x00"} & set(data.decode())


@settings(deadline=None, max_examples=60)
@given(st.one_of(copy_like, any_text))
def test_any_copy_makes_a_harmless_page(text: str) -> None:
    harmless(page(explained(text)))


def test_where_the_page_goes(convert: Convert) -> None:  # noqa: F811
    done = convert("a.txt", "--explain=page")
    assert (done.code, done.out) == (0, "")
    assert done.err == "a.txt -> a.explain.html (0 of 2 doubtful)\n"
    first = Path("a.explain.html").read_bytes()
    convert("a.txt", "--explain=page", "-o", "review.html", "-q")
    convert("a.txt", "--explain=page", "-o", "out/", "-q")
    assert first == Path("review.html").read_bytes() == Path("out/a.explain.html").read_bytes()
    assert convert("a.txt", "--explain=page", "-o", "-").out.encode() == first


def test_the_page_beside_documents(convert: Convert) -> None:  # noqa: F811
    done = convert("a.txt", "--explain=page", "-t", "md,json", "-o", "out/", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "a.explain.html", "a.json", "a.md",
    ]  # fmt: skip
    done = convert("a.txt", "--explain=page", "-o", "story.md")
    assert done.code == 2
    assert done.error == (
        "convert: story.md is one file, and there are 2 outputs; name a folder: -o story/"
    )


def test_a_way_to_explain_that_there_is_not(convert: Convert) -> None:  # noqa: F811
    done = convert("a.txt", "--explain=xml")
    assert done.code == 2
    assert "invalid choice: 'xml'" in done.error
    # Without = it is an input.
    assert convert("--explain", "a.txt").code == 0
    assert convert("a.txt", "--explain", "json", "-q").error == "convert: json: no such file"


def test_a_conversion_loads_nothing_of_it(folder: Path) -> None:  # noqa: F811
    code = (
        "import sys; from copydesk.cli import main; main(['a.txt', '-t', 'md', '-q']);"
        "print(*[name for name in sys.modules if 'explanation' in name or 'doubt' in name"
        " or name in ('tomllib', 'copydesk.parsing.corrected')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder
    )
    assert done.stdout.strip() == ""


# --- as a conversion sees it ---------------------------------------------------------------------

NAMES = "Ferry lights\n\nBy Jane Roe\n\nThe keeper said that the café was closed for the winter.\n"
HEADLESS = "the lamp was lit at dusk.\n\nA short line\n\nHe came home, as he always had done.\n"


def json_of(convert: Convert, *argv: str) -> dict[str, Any]:  # noqa: F811
    done = convert("b.txt", "--explain=json", *argv)
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


CASES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "as it is": (NAMES.encode(), ()),
    "mojibake": (NAMES.encode().decode("cp1252").encode(), ()),
    "mojibake repaired": (NAMES.encode().decode("cp1252").encode(), ("--repair-mojibake",)),
    "a guessed encoding": (NAMES.encode("cp1252"), ()),
    "a named encoding": (NAMES.encode("cp437"), ("--encoding", "cp437")),
    "an encoding as an option": (NAMES.encode("cp437"), ("-O", "text.encoding=cp437")),
    "a headline": (HEADLESS.encode(), ("--headline", "3")),
    "metadata": (NAMES.encode(), ("--author", "Ann Example", "--lang", "en-GB", "--title", "X")),
    "metadata that is taken away": (NAMES.encode(), ("--author", "")),
    "controls": (NAMES.replace("café", "ca\x02fé").encode(), ()),
}


@pytest.mark.parametrize("case", CASES)
def test_it_sees_what_a_conversion_sees(convert: Convert, case: str) -> None:  # noqa: F811
    data, argv = CASES[case]
    Path("b.txt").write_bytes(data)
    found = json_of(convert, *argv)
    done = convert("b.txt", "-t", "json", "-o", "-", *argv)
    tree = json.loads(done.out)
    assert found["metadata"] == tree["metadata"]
    assert found["encoding"] == tree["source"]["encoding"]
    assert [
        f"convert: b.txt{', line ' + each['lines'] if each['lines'] else ''}: "
        f"{each['severity']}: {each['message']} [{each['code']}]"
        for each in found["findings"]
    ] == done.err.splitlines()
    paragraphs = " ".join(each["text"] for each in found["blocks"])
    said = " ".join(
        "".join(text_of(node)) for node in (*tree["head"], *tree["body"], *tree["tail"])
    )
    assert sorted(paragraphs.split()) == sorted(said.split())


def text_of(node: dict[str, Any]) -> Iterator[str]:
    yield node.get("value", "")
    for part in ("title", "children"):
        for child in node.get(part, ()):
            yield from text_of(child)


def test_the_list_and_the_page_tell_of_the_encoding_too(convert: Convert) -> None:  # noqa: F811
    Path("b.txt").write_bytes(NAMES.encode("cp1252"))
    listed = convert("b.txt", "--explain", "--title", "X").out
    assert "warning: line 5: not UTF-8; read as cp1252, which is a guess" in listed
    assert re.search(r"^  author +Jane Roe +line 3$", listed, re.MULTILINE)
    assert re.search(r"^  title +X +given$", listed, re.MULTILINE)
    root = parsed(convert("b.txt", "--explain=page", "-o", "-").out.encode())
    (remark,) = styled(root, "remark")
    assert words(remark).startswith("warning Line 5: not UTF-8; read as cp1252")
    assert "author Jane Roe line 3" in words(styled(root, "facts")[0])


def test_a_corrected_block_says_by_what(convert: Convert) -> None:  # noqa: F811
    Path("b.txt").write_text(HEADLESS, "utf-8")
    (block,) = (each for each in json_of(convert, "--headline", "3")["blocks"] if each["corrected"])
    assert block["evidence_for"] == ["corrected by --headline: 3 = headline"]
    convert("b.txt", "--write-roles", "-q")
    sidecar = Path("b.txt.roles.toml")
    marked = sidecar.read_text("utf-8").partition("[lines]")[0]
    sidecar.write_text(f'{marked}[lines]\n3 = "deck"\n', "utf-8")
    (block,) = (each for each in json_of(convert)["blocks"] if each["corrected"])
    assert block["evidence_for"] == ["corrected by b.txt.roles.toml: 3 = deck"]


def test_a_sidecar_fits_a_text_whose_mojibake_is_repaired(convert: Convert) -> None:  # noqa: F811
    Path("b.txt").write_bytes(CASES["mojibake"][0])
    convert("b.txt", "--write-roles", "-q")
    sidecar = Path("b.txt.roles.toml")
    marked = sidecar.read_text("utf-8").partition("[lines]")[0]
    sidecar.write_text(f'{marked}[lines]\n3 = "deck"\n', "utf-8")
    for argv in ((), ("--repair-mojibake",)):
        done = convert("b.txt", "-t", "outline", "-q", *argv)
        assert (done.code, "deck" in done.out) == (0, True), done.err
    convert("b.txt", "--write-roles", "--repair-mojibake", "-q")
    assert '\n3 = "deck"' in sidecar.read_text("utf-8")


# --- doubt ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fitting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fit_doubts", ROOT / "scripts/fit_doubts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fit_doubts"] = module
    spec.loader.exec_module(module)
    return module


def test_doubtful_calls_are_wrong_far_more_often(shared: Path, fitting: ModuleType) -> None:
    wrong: dict[tuple[bool, bool], list[bool]] = {}
    for row in fitting.rows(shared / "corpus"):
        doubtful = 1 / (1 + 2.718281828 ** -fitting.score(row.observed, WEIGHTS)) < fitting.DOUBTFUL
        wrong.setdefault((row.raw, doubtful), []).append(not row.right)
    share = {key: sum(found) / len(found) for key, found in wrong.items()}
    assert share[False, True] > 10 * share[False, False]
    assert share[True, True] > 3 * share[True, False]
    assert len(wrong[False, True]) < 0.05 * len(wrong[False, False])


def test_equations_are_solved(fitting: ModuleType) -> None:
    assert fitting.solve([[4.0, 1.0], [1.0, 3.0]], [1.0, 2.0]) == pytest.approx([1 / 11, 7 / 11])
