"""The kit finds the fault of each broken exporter, and says what it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import pytest

from copydesk.formats import FormatSpec, Registered
from copydesk.testing import ExporterConformance, samples
from copydesk.testing._cost import growth_fault
from copydesk.testing._text import missing_text
from copydesk.testing.documents import every_node
from copydesk.tree import Document
from copydesk.walk import plain_text, validate


def kit(name: str) -> ExporterConformance:
    """The kit for an exporter of broken_exporters.py."""

    class Kit(ExporterConformance):
        format = "plain"

        def extract_text(self, data: bytes) -> str:
            return "\n".join(
                line for line in data.decode().splitlines() if not line.startswith("=> ")
            )

        def extract_links(self, data: bytes) -> Iterable[str]:
            return [line[3:] for line in data.decode().splitlines() if line.startswith("=> ")]

        def _entry(self) -> Registered[FormatSpec]:
            spec = FormatSpec(
                name="plain",
                suffixes=(".plain",),
                media_type="text/plain",
                summary="plain text",
                exporter=f"broken_exporters:{name}",
            )
            return Registered(spec, "acme-plain", "1.0")

    return Kit()


Test: TypeAlias = Callable[[ExporterConformance], object]

FAULTS: list[tuple[str, Test, list[str]]] = [
    (
        "DropsAsides",
        lambda kit: kit.test_each_kind_of_node("Aside, credit"),
        [
            "plain, the document “Aside, credit”: the text of document/Aside[1]/Paragraph[0] is",
            "expected: 'What is credit here.'",
            "after:    'Before it.'",
            "there is: 'After it.'",
        ],
    ),
    (
        "Reverses",
        lambda kit: kit.test_every_node_in_one_document(),
        ["plain, every_node(): the text of document/Headline[1] is out of order"],
    ),
    (
        "Glues",
        lambda kit: kit.test_no_text_is_printed_twice_or_glued(),
        ["'q1q', the text of document/Slug[0], is glued to its neighbour: 'q1qq2qq3q"],
    ),
    (
        "Repeats",
        lambda kit: kit.test_no_text_is_printed_twice_or_glued(),
        ["the text of document/Aside[7]/Paragraph[0] is printed 2 times"],
    ),
    (
        "StopsAtNul",
        lambda kit: kit.test_hostile_text("control characters"),
        ["control characters in every place", "the text of document/Slug[0] is missing"],
    ),
    (
        "Strips",
        lambda kit: kit.test_hostile_text("HTML"),
        ["the text of document/Slug[0] is missing", "<b>bold</b> AT&T"],
    ),
    (
        "NeedsText",
        lambda kit: kit.test_empty_documents("nothing at all"),
        ["StopIteration", "plain cannot print the document “nothing at all”"],
    ),
    ("Seeks", lambda kit: kit.test_unseekable_streams(), ["UnsupportedOperation", "seek"]),
    ("Closes", lambda kit: kit.test_unseekable_streams(), ["it closes the stream"]),
    ("Throws", lambda kit: kit.test_the_same_bytes_twice(), ["plain, printed twice: ", "differ"]),
    ("Changes", lambda kit: kit.test_the_tree_is_not_changed(), ["is another after it was pri"]),
    (
        "Dates",
        lambda kit: kit.test_the_same_bytes_under_any_hash_seed_and_on_any_day(0, Path()),
        ["with PYTHONHASHSEED=0 and on another day", "differ"],
    ),
    (
        "Hashes",
        lambda kit: [
            kit.test_the_same_bytes_under_any_hash_seed_and_on_any_day(seed, Path())
            for seed in (0, 1, 4242)
        ],
        ["with PYTHONHASHSEED=", "differ"],
    ),
    ("Remembers", lambda kit: kit.test_threads_share_an_exporter(), ["in threads side by side"]),
    (
        "Links",
        lambda kit: kit.test_unsafe_links_are_text("javascript:alert(1)"),
        ["it links to 'javascript:alert(1)'"],
    ),
    (
        "Squares",
        lambda kit: kit.test_time_grows_with_the_text("paragraphs"),
        ["plain, paragraphs: 16 times as much takes ", "s of CPU time"],
    ),
    (
        "Undocumented",
        lambda kit: kit.test_options_have_defaults_and_descriptions(),
        ["the option loud has no description"],
    ),
    (
        "Demanding",
        lambda kit: kit.test_options_have_defaults_and_descriptions(),
        ["cannot be made without arguments", "loud"],
    ),
    (
        "Heavy",
        lambda kit: kit.test_it_imports_nothing_of_other_formats(),
        ["plain imports docx, lxml; if it is made with that, say so: libraries = ('docx', 'lxml')"],
    ),
]


@pytest.mark.parametrize(("name", "test", "said"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_the_kit_finds(name: str, test: Test, said: list[str]) -> None:
    with pytest.raises((pytest.fail.Exception, Exception)) as caught:
        test(kit(name))
    notes = getattr(caught.value, "__notes__", [])
    told = "\n".join([repr(caught.value), str(caught.value), *notes])
    for part in said:
        assert part in told


@pytest.mark.parametrize("test", [fault[1] for fault in FAULTS], ids=[f[0] for f in FAULTS])
def test_the_kit_finds_nothing_where_nothing_is_wrong(test: Test) -> None:
    test(kit("Sound"))


@pytest.mark.parametrize(
    ("name", "said"),
    [("Prints", "it prints 'done"), ("Litters", "files in the working folder: scratch.tmp")],
)
def test_the_kit_finds_what_is_touched(
    name: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "within").mkdir()
    monkeypatch.chdir(tmp_path / "before")
    with pytest.raises(pytest.fail.Exception, match=said):
        kit(name).test_nothing_else_is_touched(tmp_path / "within", monkeypatch, capfd)


def test_an_unknown_format_names_the_faults() -> None:
    class Kit(ExporterConformance):
        format = "no-such-format"

    with pytest.raises(pytest.fail.Exception) as caught:
        Kit().test_it_is_registered()
    assert "no installed plugin registers 'no-such-format'; there is docx, pdf" in str(caught.value)


@pytest.mark.parametrize("group", ["KINDS", "EMPTY"])
def test_samples_are_valid(group: str) -> None:
    for name, document in getattr(samples, group).items():
        assert validate(document) == [], name


def test_made_samples_are_valid() -> None:
    for text in samples.HOSTILE.values():
        assert validate(samples.everywhere(text)) == []
    for name, document in samples.deep().items():
        assert validate(document) == [], name
    for name, shape in samples.SHAPES.items():
        assert validate(shape(3)) == [], name
        assert len(plain_text(shape(40))) > 1.8 * len(plain_text(shape(20))), name


def test_what_is_there_is_not_missed() -> None:
    assert missing_text(every_node(), plain_text(every_node())) is None
    assert missing_text(Document(), "") is None


def test_growth_tells_the_square_from_the_line() -> None:
    assert growth_fault(lambda size: lambda: sum(range(size * 2_000))) is None
    fault = growth_fault(lambda size: lambda: sum(range(size * size // 8)))
    assert fault is not None
    assert "16 times as much takes" in fault


def test_a_run_imports_no_kit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A story about a lamp.\n", "utf-8")
    code = (
        "import sys; from copydesk.cli import main\n"
        "assert main(['a.txt', '-t', 'json,md,outline', '-o', 'out/', '-q']) == 0\n"
        "heavy = {'copydesk.testing', 'copydesk.scaffold', 'pytest', 'hypothesis'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
