"""The kit for exporters: subclass, name the format, say how to get the text out again.

    from copydesk.testing import ExporterConformance

    class TestWords(ExporterConformance):
        format = "words"

        def extract_text(self, data: bytes) -> str:
            return data.decode()

docs/reference/testing.md says what each test asks.
"""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from io import BytesIO, RawIOBase
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

from copydesk.api import registry
from copydesk.codec import to_json
from copydesk.formats import Catalogue, Exporter, FormatSpec, load_exporter
from copydesk.hooks import FormatOptions
from copydesk.testing import samples
from copydesk.testing._child import answer_to, run_in_child
from copydesk.testing._cost import growth_fault
from copydesk.testing._shared import Conformance, checked, choices, fail, nothing_touched
from copydesk.testing._text import brief, has_unseen, missing_text
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.marked import marked_document
from copydesk.testing.strategies import documents
from copydesk.tree import Document
from copydesk.walk import safe_target

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_MARKER = re.compile(r"q\d+q")


class ExporterConformance(Conformance[FormatSpec]):
    """All that an exporter owes its users, as tests. `format` is the name behind `-t`."""

    format: ClassVar[str]

    exact_blanks: ClassVar[bool] = True
    """Whether `extract_text` knows where blanks are; from pages, many programs guess."""

    _kind = "export"
    _hook = "register_exporters"

    def extract_text(self, data: bytes) -> str:
        """The text that a reader of `data` sees, in reading order, markup gone.

        Use another program than the exporter: the format's own parser, if there is one.
        """
        raise NotImplementedError(f"{type(self).__name__} has no extract_text(self, data)")

    def extract_links(self, data: bytes) -> Iterable[str] | None:
        """The addresses that `data` links to; None for a format without links."""
        return None

    def documents(self) -> SearchStrategy[Document]:
        """The random documents to try."""
        return documents()

    def shown(self, text: str) -> str:
        """What the format shows of `text`, where it cannot show all characters."""
        return text

    def export(self, document: Document, **options: object) -> bytes:
        """`document` in the format, made with `options` on top of those of the class."""
        __tracebackhide__ = True
        return self._export(self._load(), document, self._options(**options))

    # --- text ---

    @pytest.mark.parametrize("name", samples.KINDS)
    def test_each_kind_of_node(self, name: str) -> None:
        """Each kind and role of node is printed: its text, and what stands around it."""
        self._check_text(samples.KINDS[name], f"the document “{name}”")

    def test_every_node_in_one_document(self) -> None:
        """A document with all nodes is printed completely and in order."""
        self._check_text(every_node(), "every_node()")

    def test_no_text_is_printed_twice_or_glued(self) -> None:
        """Each word of the story is there once, and apart from the words of its neighbours."""
        marked = marked_document()
        text = self.extract_text(self.export(marked.document))
        found = Counter(re.findall(r"\w+", text))
        glued = [word for word in found if _MARKER.search(word) and not _MARKER.fullmatch(word)]
        for marker, path in marked.places.items():
            if not found[marker]:
                near = [word for word in glued if marker in word]
                fault = f"is glued to its neighbour: {near[0]!r}" if near else "is missing"
                fail(f"{self.format}: {marker!r}, the text of {path}, {fault}")
            # Titles stand in tables of contents and running heads as well.
            if found[marker] > 1 and path not in marked.titles:
                fail(f"{self.format}: the text of {path} is printed {found[marker]} times")

    @pytest.mark.parametrize("name", samples.EMPTY)
    def test_empty_documents(self, name: str) -> None:
        """Where there is little or nothing to print, a readable file comes out all the same."""
        self._check_text(samples.EMPTY[name], f"the document “{name}”")

    @pytest.mark.parametrize("name", samples.HOSTILE)
    def test_hostile_text(self, name: str) -> None:
        """Text is text: nothing in it is taken for markup, and nothing after it gets lost."""
        text = samples.HOSTILE[name]
        where = f"{name} in every place that holds text"
        self._check_text(samples.everywhere(text), where, blanks=not has_unseen(text))

    @pytest.mark.parametrize("name", samples.deep())
    def test_deep_documents(self, name: str) -> None:
        """A document that nests as deep as the tree allows is printed."""
        self._check_text(samples.deep()[name], f"the document “{name}”")

    @pytest.mark.parametrize("shape", ["paragraphs", "sentences of one paragraph"])
    def test_huge_documents(self, shape: str) -> None:
        """A document of 2,000 paragraphs, and a paragraph of 70,000 words, are printed whole."""
        self._check_text(samples.SHAPES[shape](2_000), f"2,000 {shape}")

    def test_random_documents(self) -> None:
        """Random documents full of hostile text are printed, and can be read again."""

        @settings(
            max_examples=self.examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(self.documents())
        def check(document: Document) -> None:
            self._check_text(document, f"a random document:\n  {brief(document)}\n", blanks=False)

        check()

    # --- links ---

    @pytest.mark.parametrize("target", samples.UNSAFE_TARGETS)
    def test_unsafe_links_are_text(self, target: str) -> None:
        """An address that no link may have is not linked to; the words stay."""
        document = samples.with_target(target)
        self._check_text(document, f"a link to {target!r}")
        links = self.extract_links(self.export(document))
        if links is not None and (unsafe := [link for link in links if not safe_target(link)]):
            fail(f"{self.format}: it links to {unsafe[0]!r}; see copydesk.walk.safe_target")

    def test_links_are_links(self) -> None:
        """Links of a document are links of the output, if the format has such a thing."""
        links = self.extract_links(self.export(every_node()))
        if links is None:
            pytest.skip("extract_links is not overridden, so that links are not looked at")
        found = list(links)
        for target in ("https://example.com/a?b=1&c=(2)", "https://example.com/more"):
            if target not in found:
                fail(f"{self.format}: nothing links to {target!r}, but to {found}")

    # --- streams ---

    def test_unseekable_streams(self) -> None:
        """`out` may be a pipe: it is written forwards, neither sought, read nor closed."""
        pipe = _Pipe()
        exporter = self._load()
        exporter.export(every_node(), cast("BinaryIO", pipe), self._options(), self._context())
        if pipe.closed:
            fail(f"{self.format}: it closes the stream, which is not its own")
        if bytes(pipe.data) != self.export(every_node()):
            fail(f"{self.format}: a pipe gets other bytes than a file")

    def test_nothing_else_is_touched(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """Nothing is printed, left in the working folder, or fetched."""
        self.export(paragraphs(1))
        with nothing_touched(tmp_path, monkeypatch, capfd):
            self.export(every_node())

    # --- same in, same out ---

    def test_the_same_bytes_twice(self) -> None:
        """The same document gives the same bytes, from one exporter or from two."""
        first, second = self._load(), self._load()
        runs = [self._export(one, every_node(), self._options()) for one in (first, first, second)]
        for run in runs[1:]:
            checked(_difference(runs[0], run), f"{self.format}, printed twice")

    @pytest.mark.parametrize("seed", [0, 1, 4242])
    def test_the_same_bytes_under_any_hash_seed_and_on_any_day(
        self, seed: int, tmp_path: Path
    ) -> None:
        """PYTHONHASHSEED, the clock, the time zone, the locale and the folder change nothing."""
        job = self._job(document=to_json(every_node()).decode(), now=1e9 + seed * 1e5)
        env = {
            "PYTHONHASHSEED": str(seed),
            "TZ": ("UTC", "Pacific/Auckland")[seed % 2],
            "LC_ALL": ("C", "C.UTF-8")[seed % 2],
        }
        answer = bytes.fromhex(run_in_child(job, env, tmp_path)["output"])
        where = f"{self.format}, with PYTHONHASHSEED={seed} and on another day"
        checked(_difference(self.export(every_node()), answer), where)

    def test_the_tree_is_not_changed(self) -> None:
        """An exporter looks at a document; it changes nothing in it."""
        document = every_node()
        before = to_json(document)
        self.export(document)
        if to_json(document) != before:
            fail(f"{self.format}: the document is another after it was printed")

    # --- options ---

    def test_every_choice_of_an_option_works(self) -> None:
        """Each value of each flag or choice prints all text."""
        options: type[FormatOptions] = self._load().Options
        for key, value in choices(options):
            where = f"every_node() with {key}={value}"
            self._check_data(every_node(), self.export(every_node(), **{key: value}), where)

    # --- threads and processes ---

    def test_threads_share_an_exporter(self) -> None:
        """One exporter serves many threads: what changes during a run belongs to the run."""
        exporter, options = self._load(), self._options()
        tried = [every_node(), *samples.KINDS.values()]
        expected = [self._export(exporter, document, options) for document in tried]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda each: self._export(exporter, each, options), tried * 2))
        names = ["every_node()", *samples.KINDS]
        for name, one, other in zip(names * 2, expected * 2, found, strict=True):
            checked(_difference(one, other), f"{self.format}, “{name}”, in threads side by side")

    def test_processes_work_side_by_side(self) -> None:
        """Worker processes make the same bytes as this one."""
        tried = [every_node(), paragraphs(50)]
        jobs = [self._job(document=to_json(document).decode()) for document in tried]
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            found = [bytes.fromhex(answer["output"]) for answer in pool.map(answer_to, jobs)]
        for document, data in zip(tried, found, strict=True):
            checked(_difference(self.export(document), data), f"{self.format}, in a worker process")

    # --- cost ---

    def test_it_imports_nothing_of_other_formats(self) -> None:
        """An export imports this format's libraries and no other's."""
        self._check_imports(self._job(document=to_json(every_node()).decode()))

    @pytest.mark.parametrize("shape", samples.SHAPES)
    def test_time_grows_with_the_text(self, shape: str) -> None:
        """From 500 to 8,000 paragraphs, CPU time grows no faster than the text does."""
        exporter, options = self._load(), self._options()

        def work(size: int) -> Callable[[], object]:
            document = samples.SHAPES[shape](size)
            return lambda: self._export(exporter, document, options)

        checked(growth_fault(work), f"{self.format}, {shape}")

    # --- within ---

    def _name(self) -> str:
        return self.format

    def _catalogue(self) -> Catalogue[FormatSpec]:
        return registry().exporters

    def _target(self, spec: FormatSpec) -> str:
        return spec.exporter

    def _load(self) -> Exporter[FormatOptions]:
        entry = self._entry()
        return load_exporter(entry.spec, entry.distribution, entry.api)

    def _export(
        self, exporter: Exporter[FormatOptions], document: Document, options: FormatOptions
    ) -> bytes:
        __tracebackhide__ = True
        out = BytesIO()
        exporter.export(document, out, options, self._context())
        return out.getvalue()

    def _check_text(self, document: Document, where: str, *, blanks: bool = True) -> None:
        __tracebackhide__ = True
        try:
            data = self.export(document)
        except Exception as error:
            error.add_note(f"{self.format} cannot print {where}")
            raise
        self._check_data(document, data, where, blanks=blanks)

    def _check_data(
        self, document: Document, data: bytes, where: str, *, blanks: bool = True
    ) -> None:
        """Fail if `data`, which `document` was printed as, lacks some of its text."""
        __tracebackhide__ = True
        try:
            text = self.extract_text(data)
        except NotImplementedError:
            raise
        except Exception as error:  # noqa: BLE001 # whatever the author's reader of it raises
            frame = traceback.extract_tb(error.__traceback__)[1]
            fail(
                f"{self.format}, {where}: extract_text fails with"
                f" {type(error).__name__}: {error}\n"
                f"  at:      {frame.filename}, line {frame.lineno}: {frame.line}\n"
                f"  printed: {data[:400]!r}{'…' if len(data) > 400 else ''}"
            )
        blanks = blanks and self.exact_blanks
        fault = missing_text(document, text, self.shown, blanks=blanks)
        checked(fault, f"{self.format}, {where}")


def paragraphs(count: int) -> Document:
    """A document of `count` short paragraphs."""
    return Document(body=tuple(paragraph(f"Paragraph {number}.") for number in range(count)))


class _Pipe(RawIOBase):
    """A stream that takes bytes and can do nothing else."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        self.data += data
        return memoryview(data).nbytes


def _difference(one: bytes, other: bytes) -> str | None:
    if one == other:
        return None
    pairs = enumerate(zip(one, other, strict=False))
    at = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    return (
        f"{len(one):,} bytes differ from {len(other):,} bytes at {at:,}:\n"
        f"  {one[max(at - 30, 0) : at + 40]!r}\n  {other[max(at - 30, 0) : at + 40]!r}"
    )
