"""What the three kits have in common: registration, options, imports, and how a failure reads."""

from __future__ import annotations

import pickle
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, ClassVar, Generic, NoReturn, TypeVar, get_args, get_type_hints

import pytest

from copydesk.api import registry
from copydesk.errors import CopydeskError, OptionError
from copydesk.formats import Catalogue, FormatSpec, ReaderSpec, Registered, TransformSpec
from copydesk.hooks import ENTRY_POINT_GROUP, Context, Diagnostic, FormatOptions
from copydesk.options import describe_options, make_options
from copydesk.testing._child import run_in_child
from copydesk.tree import Document
from copydesk.walk import validate

SpecT = TypeVar("SpecT", FormatSpec, ReaderSpec, TransformSpec)

_FOREIGN = ("docx", "ebooklib", "lxml", "reportlab", "hypothesis", "pytest")
"""What the built-in formats and this kit are made with, and nobody else should import unasked."""


def fail(message: str) -> NoReturn:
    """End the test with `message` alone: the kit's own lines say nothing to an author."""
    pytest.fail(message, pytrace=False)


def checked(fault: str | None, where: str) -> None:
    """Fail with `where` and `fault`, if there is one."""
    if fault is not None:
        fail(f"{where}: {fault}")


class Conformance(Generic[SpecT]):
    """Base of the kits. `_kind` is the key of a job, `_hook` the hook that registers the thing."""

    options: ClassVar[Mapping[str, object]] = {}
    """Options to test with, where the defaults are not what should be tested."""

    libraries: ClassVar[tuple[str, ...]] = ()
    """Packages which it is made with, among those that other formats are made with too."""

    examples: ClassVar[int] = 50
    """How many random documents to try."""

    _kind: ClassVar[str]
    _hook: ClassVar[str]

    def _name(self) -> str:
        raise NotImplementedError

    def _catalogue(self) -> Catalogue[SpecT]:
        raise NotImplementedError

    def _target(self, spec: SpecT) -> str:
        raise NotImplementedError

    def _load(self) -> Any:  # noqa: ANN401 # an Exporter, a Reader or a Transform
        raise NotImplementedError

    # --- what the tests use ---

    def _entry(self) -> Registered[SpecT]:
        name = self._name()
        for entry in self._catalogue():
            if entry.spec.name == name:
                return entry
        faults = "".join(f"\n  {fault}" for fault in registry().faults)
        fail(
            f"no installed plugin registers {name!r}; there is"
            f" {', '.join(self._catalogue().names())}{faults}"
            "\n  is the plugin installed in this environment (pip install -e .)?"
        )

    def _options(self, **values: object) -> Any:  # noqa: ANN401 # of the thing's own Options class
        return make_options(self._load().Options, self._name(), {**self.options, **values})

    def _context(self) -> Context:
        return Context(_ignore, name="harbour.txt")

    def _job(self, **more: object) -> dict[str, object]:
        """What `_child` needs to do it in another process."""
        entry = self._entry()
        known = {
            "target": self._target(entry.spec),
            "options": dict(self.options),
            "api": entry.api,
        }
        return {"do": self._kind, "name": self._name(), **known, **more}

    # --- tests ---

    def test_it_is_registered(self) -> None:
        """The name belongs to a plugin without faults, and its class loads."""
        entry = self._entry()
        own = f"plugin {entry.distribution}:"
        faults = [str(fault) for fault in registry().faults if str(fault).startswith(own)]
        if faults:
            fail(f"{entry.distribution} has faults:\n  " + "\n  ".join(faults))
        if not entry.spec.summary.strip():
            fail(f"{self._name()} has no summary, so that convert --formats says nothing about it")
        try:
            self._load()
        except CopydeskError as error:
            fail(str(error))

    def test_options_have_defaults_and_descriptions(self) -> None:
        """Each option can be left out, and the help has something to say about it."""
        options: type[FormatOptions] = self._load().Options
        try:
            options()
        except TypeError as error:
            fail(f"{options.__name__} cannot be made without arguments: {error}")
        for option in describe_options(options):
            if not option.description:
                fail(
                    f"the option {option.key} has no description: annotate it as"
                    f" Annotated[…, Meta(description=…)]"
                )

    def test_options_are_read_from_text(self) -> None:
        """What the help prints as a default is accepted when a user types it."""
        options: type[FormatOptions] = self._load().Options
        for option in describe_options(options):
            default = getattr(options(), option.key)
            if default is None:
                continue
            try:
                made = make_options(options, self._name(), {option.key: option.default})
            except OptionError as error:
                fail(f"the default of {option.key} cannot be typed in: {error}")
            if getattr(made, option.key) != default:
                fail(
                    f"-O {self._name()}.{option.key}={option.default} gives"
                    f" {getattr(made, option.key)!r}, the default is {default!r}"
                )

    def test_unknown_options_are_refused(self) -> None:
        """An option that does not exist is an error which names the real ones."""
        options: type[FormatOptions] = self._load().Options
        with pytest.raises(OptionError) as caught:
            make_options(options, self._name(), {"no_such_option": "1"})
        for option in describe_options(options):
            if option.key not in str(caught.value):
                fail(f"the error about an unknown option does not name {option.key}")

    def test_options_are_values(self) -> None:
        """Options go to another process and come back equal, and cannot be changed."""
        made = self._options()
        if pickle.loads(pickle.dumps(made)) != made:  # noqa: S301 # made in this line
            fail(f"{made!r} comes back from pickle as something else")
        if not type(made).__struct_config__.frozen:
            fail(
                f"{type(made).__name__} is not frozen: class {type(made).__name__}(…, frozen=True)"
            )

    def test_the_hook_imports_nothing_heavy(self) -> None:
        """Whoever looks for any plugin's format imports the module of the hook; so it is light."""
        entry = self._entry()
        target = self._target(entry.spec).partition(":")[0]
        for module in self._hook_modules(entry):
            brought = run_in_child({"do": "hook", "module": module, "hook": self._hook})["modules"]
            if target in brought and target != module:
                fail(
                    f"{module}, which holds the hook, imports {target}: name the class as a"
                    f" string and import nothing of it there"
                )
            own = {"copydesk", module.partition(".")[0]}
            heavy = sorted(_third_party(brought) - own)
            if heavy:
                fail(
                    f"{module}, which holds the hook, imports {', '.join(heavy)}: whoever looks"
                    f" for another format pays for it; import it where {self._name()} is made"
                )

    def _hook_modules(self, entry: Registered[SpecT]) -> Iterator[str]:
        if entry.distribution == "copydesk":
            yield f"copydesk.{self._hook.removeprefix('register_')}"
            return
        for point in entry_points(group=ENTRY_POINT_GROUP):
            own = point.dist and point.dist.name == entry.distribution
            if own and hasattr(point.load(), self._hook):
                yield point.module

    def _check_imports(self, job: Mapping[str, object]) -> None:
        """Fail if doing `job` imports what other formats are made of."""
        brought = set(run_in_child(job)["modules"])
        own = str(job["target"]).partition(":")[0]
        foreign = _third_party(brought).intersection(_FOREIGN) - set(self.libraries)
        if foreign:
            fail(
                f"{self._name()} imports {', '.join(sorted(foreign))}; if it is made with that,"
                f" say so: libraries = {tuple(sorted(foreign))!r}"
            )
        known = registry()
        targets = [spec.spec.exporter for spec in known.exporters]
        targets += [spec.spec.reader for spec in known.readers]
        targets += [spec.spec.transform for spec in known.transforms]
        for module in (target.partition(":")[0] for target in targets):
            if module in brought and not f"{own}.".startswith(f"{module}."):
                fail(f"{self._name()} imports {module}, which is another one's")


def _third_party(modules: set[str] | list[str]) -> set[str]:
    """The top packages among `modules` that come with neither Python nor copydesk."""
    tops = {module.partition(".")[0] for module in modules}
    return {
        top for top in tops - set(sys.stdlib_module_names) - {"copydesk"} if not top.startswith("_")
    }


def valid(document: object, where: str) -> Document:
    """`document`, if it is a valid tree."""
    if not isinstance(document, Document):
        fail(f"{where}: a Document has to come back, not {type(document).__name__}")
    for problem in validate(document):
        fail(f"{where}: the tree breaks a rule at {problem.path}: {problem.message}")
    return document


@contextmanager
def nothing_touched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Fail if what runs inside prints, writes into the working folder, or asks the network."""

    def refuse(*args: object, **more: object) -> NoReturn:
        fail(f"something asks the network for {args[-1]!r}; nothing is ever fetched")

    with monkeypatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        capture.readouterr()
        yield
    said = "".join(capture.readouterr())
    if said:
        fail(f"it prints {said[:200]!r}; findings belong into context.report")
    made = sorted(path.name for path in folder.iterdir())
    if made:
        fail(f"it leaves files in the working folder: {', '.join(made)}")


def choices(options: type[FormatOptions]) -> Iterator[tuple[str, object]]:
    """Each option with each of its values, where they can be counted: flags and literals."""
    for key, hint in get_type_hints(options).items():
        if hint is bool:
            yield from ((key, False), (key, True))
        elif get_args(hint) and all(isinstance(arg, str) for arg in get_args(hint)):
            yield from ((key, arg) for arg in get_args(hint))


def _ignore(diagnostic: Diagnostic) -> None:
    """What is reported is for users; the kit looks at what is made."""
