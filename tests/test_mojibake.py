"""Mojibake: found, reported, and put right on request, with the source still restorable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk
from copydesk.diagnostics import Diagnostic
from copydesk.formats import Context
from copydesk.parsing.mojibake import find_mojibake, repair_mojibake
from copydesk.readers.text import TextReader, TextReaderOptions
from copydesk.tree import Span
from copydesk.walk import plain_text, validate, walk
from test_charset import EVERY

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))


def garbled(text: str) -> str:
    """`text` as UTF-8, read by somebody as cp1252 (the way browsers fill its holes)."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("text", EVERY, ids=lambda text: text[:12])
def test_every_script_comes_back(text: str, times: int) -> None:
    broken = text
    for _ in range(times):
        broken = garbled(broken)
    assert find_mojibake(broken) is not None
    assert repair_mojibake(broken).text == text


@pytest.mark.parametrize(
    "text",
    [
        *EVERY,
        "NÃO, “AMANHÃ” e “IRMÃ”…",
        "das „Ä“ und das „Ü“ im Wort",
        "« Un café » dit-elle, « ou un “thé” ».",
        "CAFÉ™ and Ç° and È²",
        "ascii alone",
    ],
)
def test_what_people_write_is_left_alone(text: str) -> None:
    assert find_mojibake(text) is None
    assert repair_mojibake(text) == repair_mojibake(repair_mojibake(text).text)
    assert repair_mojibake(text).text == text


def test_the_corpus_has_none_and_none_is_found_in_it(shared: Path) -> None:
    for path in (shared / "corpus" / "dev").glob("*/*.txt"):
        found = find_mojibake(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.name}: {found and found.message}"


def test_in_a_text_that_is_partly_right_only_what_is_wrong_changes() -> None:
    text = "Die Brücke „Ä“ blieb gesperrt, schrieb der rÃ©dacteur."
    assert repair_mojibake(text).text == "Die Brücke „Ä“ blieb gesperrt, schrieb der rédacteur."


def read(
    path: Path, data: bytes, *, repair: bool = False
) -> tuple[copydesk.Document, list[Diagnostic]]:
    path.write_bytes(data)
    found: list[Diagnostic] = []
    document = copydesk.read(path, repair_mojibake=repair, report=found.append)
    return document, [each for each in found if each.code == "mojibake"]


def test_it_is_reported_and_not_touched(tmp_path: Path) -> None:
    document, found = read(tmp_path / "a.txt", "Der SchÃ¶ne\n\nEin schÃ¶ner Tag.\n".encode())
    assert plain_text(document) == "Der SchÃ¶ne\nEin schÃ¶ner Tag."
    assert [(each.severity, each.span) for each in found] == [("warning", Span(7, 9))]
    assert "2 characters" in found[0].message
    assert "“Ã¶” for “ö”" in found[0].message


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_repaired_document_reads_as_the_sound_one(
    sample: Path, suffix: str, tmp_path: Path
) -> None:
    text = sample.read_text(encoding="utf-8")
    sound, _ = read(tmp_path / f"sound{suffix}", text.encode())
    broken = garbled(text)
    mended, found = read(tmp_path / f"broken{suffix}", broken.encode(), repair=True)
    assert plain_text(mended) == plain_text(sound)
    assert mended.metadata.title == sound.metadata.title
    assert validate(mended) == []
    assert [each.severity for each in found] == (["note"] if broken != text else [])
    if suffix == ".txt":
        assert copydesk.restore(mended) == broken


@given(st.lists(st.sampled_from(["é", "„", "“", "\u00a0", "\n", " ", "> ", "- ", "Ä word", "漢"])))
def test_restore_gives_the_input_back(pieces: list[str]) -> None:
    text = "A line é.\n" + "".join(pieces)
    broken = garbled(text)
    options = TextReaderOptions(repair_mojibake=True)
    document = TextReader().read(broken.encode(), options, Context(lambda _: None))
    assert copydesk.restore(document) == broken
    assert validate(document) == []
    for discard in document.source.discards:
        assert broken[discard.span.start : discard.span.end] == discard.text


def test_spans_are_places_in_the_text_as_it_was_read(tmp_path: Path) -> None:
    broken = garbled("Der schöne Tag\n\nVon Jörg Müller\n\n" + "Ein schöner Satz über Öl. " * 8)
    document, _ = read(tmp_path / "a.txt", broken.encode(), repair=True)
    assert document.metadata.authors == ("Jörg Müller",)
    span = document.metadata.spans.authors[0]
    assert span is not None
    assert broken[span.start : span.end] == garbled("Jörg Müller")
    last = [node for node in walk(document) if node.span][-1].span
    assert last is not None
    assert last.end == len(broken.rstrip())
