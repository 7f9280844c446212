"""The kit for transforms: subclass, and name the transform.

    from copydesk.testing import TransformConformance

    class TestCapitals(TransformConformance):
        transform = "capitals"

        def shown(self, text: str) -> str:
            return text.upper()

docs/reference/testing.md says what each test asks.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

from copydesk.api import registry
from copydesk.codec import from_json, to_json
from copydesk.formats import Catalogue, Transform, TransformSpec, load_transform
from copydesk.hooks import FormatOptions
from copydesk.testing import samples
from copydesk.testing._child import answer_to, run_in_child
from copydesk.testing._cost import growth_fault
from copydesk.testing._shared import Conformance, checked, choices, fail, nothing_touched, valid
from copydesk.testing._text import brief, missing_text
from copydesk.testing.documents import every_node
from copydesk.testing.strategies import documents
from copydesk.tree import Document
from copydesk.walk import plain_text


class TransformConformance(Conformance[TransformSpec]):
    """All that a transform owes its users, as tests. `transform` is the name of `--transform`."""

    transform: ClassVar[str]

    keeps_text: ClassVar[bool] = True
    """Whether all text of a document is still there, in order. Say False for one that leaves some
    out or moves it, and test what it does yourself.
    """

    _kind = "transform"
    _hook = "register_transforms"

    def documents(self) -> SearchStrategy[Document]:
        """The random documents to try."""
        return documents()

    def shown(self, text: str) -> str:
        """What the transform makes of a text, where it keeps the text but not its characters."""
        return text

    def apply(self, document: Document, **options: object) -> Document:
        """`document` changed, with `options` on top of those of the class."""
        return self._load().apply(document, self._options(**options), self._context())

    # --- trees ---

    @pytest.mark.parametrize("name", samples.KINDS)
    def test_each_kind_of_node(self, name: str) -> None:
        """Whatever a document holds, a valid one comes out, with its text."""
        self._check(samples.KINDS[name], f"the document “{name}”")

    def test_every_node_in_one_document(self) -> None:
        """A document with all nodes comes out valid, with its text."""
        self._check(every_node(), "every_node()")

    @pytest.mark.parametrize("name", samples.EMPTY)
    def test_empty_documents(self, name: str) -> None:
        """A document with next to nothing in it comes out valid."""
        self._check(samples.EMPTY[name], f"the document “{name}”")

    @pytest.mark.parametrize("name", samples.HOSTILE)
    def test_hostile_text(self, name: str) -> None:
        """Text is text, whatever it looks like."""
        document = samples.everywhere(samples.HOSTILE[name])
        self._check(document, f"{name} in every place that holds text")

    @pytest.mark.parametrize("name", samples.deep())
    def test_deep_documents(self, name: str) -> None:
        """A document that nests as deep as the tree allows does not come out deeper."""
        self._check(samples.deep()[name], f"the document “{name}”")

    def test_huge_documents(self) -> None:
        """A document of 2,000 paragraphs comes out whole."""
        self._check(samples.SHAPES["paragraphs"](2_000), "2,000 paragraphs")

    def test_random_documents(self) -> None:
        """Random documents full of hostile text come out valid."""

        @settings(
            max_examples=self.examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(self.documents())
        def check(document: Document) -> None:
            self._check(document, f"a random document:\n  {brief(document)}\n")

        check()

    def test_the_tree_is_not_changed(self) -> None:
        """A transform makes a new document and leaves the old one as it was."""
        document = every_node()
        before = to_json(document)
        self.apply(document)
        if to_json(document) != before:
            fail(f"{self.transform}: the document that was given in is another afterwards")

    def test_the_source_stays(self) -> None:
        """Where the document came from, and what was left out of it, is not the transform's."""
        document = every_node()
        if self.apply(document).source != document.source:
            fail(f"{self.transform}: it changes document.source")

    def test_every_choice_of_an_option_works(self) -> None:
        """With each value of each flag or choice, a valid document comes out."""
        options: type[FormatOptions] = self._load().Options
        for key, value in choices(options):
            where = f"{self.transform}, every_node() with {key}={value}"
            valid(self.apply(every_node(), **{key: value}), where)

    # --- same in, same out ---

    def test_the_same_document_twice(self) -> None:
        """The same document gives the same document, and it survives JSON."""
        first, second = self.apply(every_node()), self.apply(every_node())
        if first != second:
            fail(f"{self.transform}: applied to the same document twice, it gives two documents")
        if from_json(to_json(first)) != first:
            fail(f"{self.transform}: the document comes back from JSON as another")

    @pytest.mark.parametrize("seed", [0, 1, 4242])
    def test_the_same_document_under_any_hash_seed_and_on_any_day(
        self, seed: int, tmp_path: Path
    ) -> None:
        """PYTHONHASHSEED, the clock and the folder change nothing."""
        job = self._job(document=to_json(every_node()).decode(), now=1e9 + seed * 1e5)
        answer = run_in_child(job, {"PYTHONHASHSEED": str(seed)}, tmp_path)
        if bytes.fromhex(answer["output"]) != to_json(self.apply(every_node())):
            fail(f"{self.transform}: another document with PYTHONHASHSEED={seed}")

    def test_nothing_else_is_touched(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """Nothing is printed, left in the working folder, or fetched."""
        self.apply(Document())
        with nothing_touched(tmp_path, monkeypatch, capfd):
            self.apply(every_node())

    # --- threads and processes ---

    def test_threads_share_a_transform(self) -> None:
        """One transform serves many threads."""
        worker, options = self._load(), self._options()
        tried = [every_node(), *samples.KINDS.values()]
        expected = [worker.apply(document, options, self._context()) for document in tried]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda one: worker.apply(one, options, self._context()), tried))
        for name, one, other in zip(["every_node()", *samples.KINDS], expected, found, strict=True):
            if one != other:
                fail(f"{self.transform}, “{name}”: another document in threads side by side")

    def test_processes_work_side_by_side(self) -> None:
        """Worker processes make the same documents as this one."""
        tried = [every_node(), samples.SHAPES["sections"](50)]
        jobs = [self._job(document=to_json(document).decode()) for document in tried]
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            found = [bytes.fromhex(answer["output"]) for answer in pool.map(answer_to, jobs)]
        for document, data in zip(tried, found, strict=True):
            if data != to_json(self.apply(document)):
                fail(f"{self.transform}: a worker process makes another document")

    # --- cost ---

    def test_it_imports_nothing_of_other_formats(self) -> None:
        """A transform imports what it needs, and no format's libraries."""
        self._check_imports(self._job(document=to_json(every_node()).decode()))

    @pytest.mark.parametrize("shape", samples.SHAPES)
    def test_time_grows_with_the_text(self, shape: str) -> None:
        """From 500 to 8,000 paragraphs, CPU time grows no faster than the text does."""
        worker, options = self._load(), self._options()

        def work(size: int) -> Callable[[], object]:
            document = samples.SHAPES[shape](size)
            return lambda: worker.apply(document, options, self._context())

        checked(growth_fault(work), f"{self.transform}, {shape}")

    # --- within ---

    def _name(self) -> str:
        return self.transform

    def _catalogue(self) -> Catalogue[TransformSpec]:
        return registry().transforms

    def _target(self, spec: TransformSpec) -> str:
        return spec.transform

    def _load(self) -> Transform[FormatOptions]:
        entry = self._entry()
        return load_transform(entry.spec, entry.distribution, entry.api)

    def _check(self, document: Document, where: str) -> None:
        where = f"{self.transform}, {where}"
        made = valid(self.apply(document), where)
        if self.keeps_text:
            checked(missing_text(document, plain_text(made), self.shown), where)
