"""The kits for readers and transforms find faults too, and so does what all kits share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from msgspec.structs import replace

from copydesk.errors import SourceError
from copydesk.formats import Context, FormatSpec, Reader, Registered, Transform
from copydesk.options import FormatOptions
from copydesk.testing import ExporterConformance, ReaderConformance, TransformConformance
from copydesk.tree import Document, Paragraph, Section, Text


class _Reader:
    """Reads blank-line-separated UTF-8 with `change` applied to its paragraphs."""

    Options = FormatOptions

    def __init__(self, change: Callable[[list[str]], list[str]]) -> None:
        self.change = change

    def read(self, data: bytes, options: FormatOptions, context: Context) -> Document:
        try:
            found = self.change(data.decode().split("\n\n"))
        except UnicodeDecodeError as error:
            raise SourceError("not UTF-8") from error
        return Document(body=tuple(Paragraph((Text(text),)) for text in found))


def reader_kit(change: Callable[[list[str]], list[str]] = list) -> ReaderConformance:
    class Kit(ReaderConformance):
        format = "plain"

        def make_input(self, paragraphs: Sequence[str]) -> bytes:
            return "\n\n".join(paragraphs).encode()

        def _load(self) -> Reader[FormatOptions]:
            return _Reader(change)

    return Kit()


def transform_kit(
    change: Callable[[Document], Any] = lambda document: document,
) -> TransformConformance:
    class Change:
        Options = FormatOptions

        def apply(self, document: Document, options: FormatOptions, context: Context) -> Any:  # noqa: ANN401 # what a faulty one returns
            return change(document)

    class Kit(TransformConformance):
        transform = "plain"

        def _load(self) -> Transform[FormatOptions]:
            return Change()

    return Kit()


def _nested(document: Document) -> Document:
    return replace(document, body=(Section(1, (Text("Part"),), document.body),))


Test: TypeAlias = Callable[[Any], object]

FAULTS: list[tuple[Any, Test, str]] = [
    (
        reader_kit(lambda texts: texts[:-1]),
        lambda kit: kit.test_text_is_read(),
        "plain, three paragraphs: the text of document/Paragraph[2] is missing",
    ),
    (
        reader_kit(sorted),
        lambda kit: kit.test_text_is_read(),
        "is out of order",
    ),
    (
        reader_kit(lambda texts: [text.partition("<")[0] for text in texts[:2]]),
        lambda kit: kit.test_hostile_text("HTML"),
        "plain, the paragraphs around HTML: the text of document/Paragraph[1] is missing",
    ),
    (
        reader_kit(lambda texts: [texts[3]] if len(texts) == 1 else texts),
        lambda kit: kit.test_empty_inputs("nothing"),
        "plain, an input of nothing: a reader raises SourceError and nothing else",
    ),
    (
        reader_kit(lambda texts: [text for text in texts for _ in [sum(range(len(texts)))]]),
        lambda kit: kit.test_time_grows_with_the_text(),
        "plain, paragraphs: 16 times as much takes",
    ),
    (
        transform_kit(lambda document: None),
        lambda kit: kit.test_each_kind_of_node("Verse"),
        "plain, the document “Verse”: a Document has to come back, not NoneType",
    ),
    (
        transform_kit(lambda document: replace(document, body=document.body[1:])),
        lambda kit: kit.test_each_kind_of_node("Verse"),
        "plain, the document “Verse”: the text of document/Paragraph[0] is missing",
    ),
    (
        transform_kit(_nested),
        lambda kit: kit.test_deep_documents("quotes 64 deep"),
        "plain, the document “quotes 64 deep”: the tree breaks a rule at document/section",
    ),
    (
        transform_kit(_nested),
        lambda kit: kit.test_each_kind_of_node("Section in a section"),
        "a section of level 1 stands in one of level 1",
    ),
    (
        transform_kit(
            lambda document: replace(document, source=replace(document.source, name="x"))
        ),
        lambda kit: kit.test_the_source_stays(),
        "plain: it changes document.source",
    ),
]


@pytest.mark.parametrize(("kit", "test", "said"), FAULTS)
def test_the_kit_finds(kit: object, test: Test, said: str) -> None:
    with pytest.raises((pytest.fail.Exception, Exception)) as caught:
        test(kit)
    assert said in "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])


@pytest.mark.parametrize("test", [fault[1] for fault in FAULTS[:5]])
def test_a_sound_reader_passes(test: Test) -> None:
    test(reader_kit())


@pytest.mark.parametrize("test", [fault[1] for fault in FAULTS[5:]])
def test_a_sound_transform_passes(test: Test) -> None:
    test(transform_kit())


HOOK = """
{imported}
from copydesk.hooks import FormatSpec, hookimpl

@hookimpl
def register_exporters():
    return [FormatSpec(name="plain", suffixes=(".plain",), media_type="text/plain",
                       summary="plain text", exporter="acme_plain.exporter:Plain")]
"""


@pytest.mark.parametrize(
    ("imported", "said"),
    [
        ("", None),
        ("import json, html.parser", None),
        ("import lxml", "acme_plain, which holds the hook, imports lxml: whoever looks"),
        (
            "from acme_plain.exporter import Plain",
            "imports acme_plain.exporter: name the class as a string",
        ),
    ],
)
def test_the_kit_finds_a_heavy_hook(
    imported: str, said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme_plain").mkdir()
    (tmp_path / "acme_plain" / "__init__.py").write_text(HOOK.format(imported=imported), "utf-8")
    (tmp_path / "acme_plain" / "exporter.py").write_text("class Plain: ...", "utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])

    class Kit(ExporterConformance):
        format = "plain"

        def _entry(self) -> Registered[FormatSpec]:
            spec = FormatSpec(
                name="plain",
                suffixes=(".plain",),
                media_type="text/plain",
                summary="plain text",
                exporter="acme_plain.exporter:Plain",
            )
            return Registered(spec, "acme-plain", "1.0")

        def _hook_modules(self, entry: Registered[FormatSpec]) -> list[str]:  # type: ignore[override] # any iterable does
            return ["acme_plain"]

    if said is None:
        Kit().test_the_hook_imports_nothing_heavy()
    else:
        with pytest.raises(pytest.fail.Exception, match=said):
            Kit().test_the_hook_imports_nothing_heavy()
