"""The kit for readers: subclass, name the format, say how an input is made of paragraphs.

    from copydesk.testing import ReaderConformance

    class TestMemo(ReaderConformance):
        format = "memo"

        def make_input(self, paragraphs: Sequence[str]) -> bytes:
            return "\\n\\n".join(paragraphs).encode()

docs/reference/testing.md says what each test asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.api import registry
from copydesk.codec import from_json, to_json
from copydesk.errors import CopydeskError, SourceError
from copydesk.formats import Catalogue, Reader, ReaderSpec, load_reader
from copydesk.hooks import FormatOptions
from copydesk.testing import samples
from copydesk.testing._child import answer_to, run_in_child
from copydesk.testing._cost import growth_fault
from copydesk.testing._shared import Conformance, checked, fail, nothing_touched, valid
from copydesk.testing._text import missing_text
from copydesk.testing.documents import paragraph
from copydesk.testing.strategies import hostile_text
from copydesk.tree import Document
from copydesk.walk import plain_text

_STORY = (
    "The lamp was lit at dusk, as ever, and nobody came to see it.",
    "It burned until the morning, when two boats came in with the tide.",
    "The keeper wrote their names down and went to bed.",
)


class ReaderConformance(Conformance[ReaderSpec]):
    """All that a reader owes its users, as tests. `format` is the name behind `-f`."""

    format: ClassVar[str]

    _kind = "read"
    _hook = "register_readers"

    def make_input(self, paragraphs: Sequence[str]) -> bytes:
        """An input that holds these paragraphs, escaped as the format asks for."""
        raise NotImplementedError(f"{type(self).__name__} has no make_input(self, paragraphs)")

    def inputs(self) -> Mapping[str, bytes]:
        """Real inputs by name; each has to be read as a valid tree with text in it."""
        return {}

    def broken(self) -> Mapping[str, bytes]:
        """Inputs that are none of the format, by name; each has to be a `SourceError`."""
        return {}

    def shown(self, text: str) -> str:
        """What the tree holds of a paragraph of the input, where that is not all of it."""
        return text

    def read(self, data: bytes, **options: object) -> Document:
        """The tree of `data`, read with `options` on top of those of the class."""
        return self._load().read(data, self._options(**options), self._context())

    # --- text ---

    def test_text_is_read(self) -> None:
        """Paragraphs come out complete and in order, in a valid tree."""
        self._check_text(_STORY, "three paragraphs")

    def test_real_inputs(self) -> None:
        """Each of `inputs` is read as a valid tree with text in it."""
        for name, data in self.inputs().items():
            document = valid(self.read(data), f"{self.format}, {name}")
            if not plain_text(document).strip():
                fail(f"{self.format}, {name}: the tree has no text")

    def test_broken_inputs(self) -> None:
        """Each of `broken` is a `SourceError`, which says what is wrong in one line."""
        for name, data in self.broken().items():
            with pytest.raises(SourceError) as caught:
                self.read(data)
            if "\n" in str(caught.value):
                fail(f"{self.format}, {name}: the error has more than one line: {caught.value}")

    @pytest.mark.parametrize("name", ["nothing", "a blank", "blank lines", "a NUL", "a BOM"])
    def test_empty_inputs(self, name: str) -> None:
        """What is empty is a valid tree or a `SourceError`."""
        known = {
            "a blank": b" ",
            "blank lines": b"\n\n \n",
            "a NUL": b"\0",
            "a BOM": b"\xef\xbb\xbf",
        }
        self._check_any(known.get(name, b""), f"an input of {name}")

    @pytest.mark.parametrize("name", samples.HOSTILE)
    def test_hostile_text(self, name: str) -> None:
        """Text that looks like markup, or holds what nothing can print, is read as a valid tree."""
        story = (_STORY[0], samples.HOSTILE[name], _STORY[2])
        try:
            data = self.make_input(story)
        except UnicodeError:
            pytest.skip("the format has no bytes for such text")
        document = self._check_any(data, f"an input with {name}")
        if document is not None:
            expected = Document(body=(paragraph(_STORY[0]), paragraph(_STORY[2])))
            fault = missing_text(expected, plain_text(document), self.shown)
            checked(fault, f"{self.format}, the paragraphs around {name}")

    def test_huge_inputs(self) -> None:
        """An input of 2,000 paragraphs is read whole."""
        self._check_text([f"Number {number}. {_STORY[0]}" for number in range(2_000)], "2,000")

    def test_damaged_inputs(self) -> None:
        """An input cut short or with a byte changed is a valid tree or a `SourceError`."""
        data = self.make_input(_STORY)
        for step in range(1, 40):
            cut = len(data) * step // 40
            self._check_any(data[:cut], f"an input cut after {cut} bytes")
            changed = data[:cut] + bytes([(data[cut] + 128) % 256]) + data[cut + 1 :]
            self._check_any(changed, f"an input with byte {cut} changed")

    def test_random_bytes(self) -> None:
        """Whatever the bytes, the answer is a valid tree or a `SourceError`."""

        @self._settings()
        @given(st.binary(max_size=400))
        def check(data: bytes) -> None:
            self._check_any(data, f"the bytes {data!r}")

        check()

    def test_random_text(self) -> None:
        """Whatever the text of its paragraphs, an input is a valid tree or a `SourceError`."""

        @self._settings()
        @given(st.lists(hostile_text(), max_size=5))
        def check(paragraphs: list[str]) -> None:
            try:
                data = self.make_input(paragraphs)
            except UnicodeError:
                return
            self._check_any(data, f"an input made of {paragraphs!r}")

        check()

    # --- same in, same out ---

    def test_the_same_tree_twice(self) -> None:
        """The same bytes give the same tree, and it survives JSON."""
        for name, data in self._all().items():
            document = self.read(data)
            if self.read(data) != document:
                fail(f"{self.format}, {name}: read twice, it gives two trees")
            if from_json(to_json(document)) != document:
                fail(f"{self.format}, {name}: the tree comes back from JSON as another")

    @pytest.mark.parametrize("seed", [0, 1, 4242])
    def test_the_same_tree_under_any_hash_seed_and_on_any_day(
        self, seed: int, tmp_path: Path
    ) -> None:
        """PYTHONHASHSEED, the clock and the folder change nothing."""
        for name, data in self._all().items():
            job = self._job(data=data.hex(), now=1e9 + seed * 1e5)
            answer = run_in_child(job, {"PYTHONHASHSEED": str(seed)}, tmp_path)
            if bytes.fromhex(answer["output"]) != to_json(self.read(data)):
                fail(f"{self.format}, {name}: another tree with PYTHONHASHSEED={seed}")

    def test_nothing_else_is_touched(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """Nothing is printed, left in the working folder, or fetched."""
        self.read(self.make_input(_STORY))
        with nothing_touched(tmp_path, monkeypatch, capfd):
            for data in self._all().values():
                self.read(data)

    # --- threads and processes ---

    def test_threads_share_a_reader(self) -> None:
        """One reader serves many threads."""
        reader, options = self._load(), self._options()
        tried = [self.make_input([f"{number}. {text}" for text in _STORY]) for number in range(16)]
        tried += self.inputs().values()
        expected = [reader.read(data, options, self._context()) for data in tried]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda data: reader.read(data, options, self._context()), tried))
        if found != expected:
            fail(f"{self.format}: threads side by side read other trees")

    def test_processes_work_side_by_side(self) -> None:
        """Worker processes read the same trees as this one."""
        jobs = [self._job(data=data.hex()) for data in self._all().values()]
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            found = [bytes.fromhex(answer["output"]) for answer in pool.map(answer_to, jobs)]
        for (name, data), tree in zip(self._all().items(), found, strict=True):
            if tree != to_json(self.read(data)):
                fail(f"{self.format}, {name}: a worker process reads another tree")

    # --- cost ---

    def test_it_imports_nothing_of_other_formats(self) -> None:
        """Reading imports this format's libraries and no other's."""
        self._check_imports(self._job(data=self.make_input(_STORY).hex()))

    def test_time_grows_with_the_text(self) -> None:
        """From 500 to 8,000 paragraphs, CPU time grows no faster than the text does."""
        reader, options = self._load(), self._options()

        def work(size: int) -> Callable[[], object]:
            data = self.make_input([f"Number {number}. {_STORY[0]}" for number in range(size)])
            return lambda: reader.read(data, options, self._context())

        checked(growth_fault(work), f"{self.format}, paragraphs")

    # --- within ---

    def _name(self) -> str:
        return self.format

    def _catalogue(self) -> Catalogue[ReaderSpec]:
        return registry().readers

    def _target(self, spec: ReaderSpec) -> str:
        return spec.reader

    def _load(self) -> Reader[FormatOptions]:
        return load_reader(self._entry().spec)

    def _settings(self) -> settings:
        return settings(
            max_examples=self.examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )

    def _all(self) -> dict[str, bytes]:
        return {"three paragraphs": self.make_input(_STORY), **self.inputs()}

    def _check_text(self, story: Sequence[str], where: str) -> None:
        document = valid(self.read(self.make_input(story)), f"{self.format}, {where}")
        expected = Document(body=tuple(map(paragraph, story)))
        fault = missing_text(expected, plain_text(document), self.shown)
        checked(fault, f"{self.format}, {where}")

    def _check_any(self, data: bytes, where: str) -> Document | None:
        """The valid tree of `data`; None where the reader says that there is none."""
        try:
            return valid(self.read(data), f"{self.format}, {where}")
        except CopydeskError as error:
            if not isinstance(error, SourceError) or "\n" in str(error):
                fail(f"{self.format}, {where}: {error!r} is no SourceError of one line")
            return None
        except Exception as error:
            error.add_note(f"{self.format}, {where}: a reader raises SourceError and nothing else")
            raise
