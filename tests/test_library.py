"""The library as a program uses it: `import copydesk` and the names it offers."""

from __future__ import annotations

import inspect
import io
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk

STORY = "Harbour lights go out\n\nThe lamp was lit at dusk. Nobody came.\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.txt"
    file.write_text(STORY, "utf-8")
    return file


def modules_after(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after `code`."""
    script = f"{code}\nimport sys; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    return set(done.stdout.split())


HEAVY = {"docx", "reportlab", "ebooklib", "lxml", "pluggy", "msgspec"}


def test_the_import_brings_nothing_along() -> None:
    loaded = modules_after("import copydesk; copydesk.__version__")
    ours = {name for name in loaded if name.startswith("copydesk")}
    assert ours == {"copydesk", "copydesk._version"}
    assert not loaded & (HEAVY | {"typing", "argparse", "re"} - modules_after("pass"))


def test_parsing_needs_no_plugins_and_no_back_end() -> None:
    loaded = modules_after("import copydesk; copydesk.parse('A story.')")
    assert not loaded & (HEAVY - {"msgspec"})


def test_a_format_brings_its_own_back_end_alone() -> None:
    loaded = modules_after("import copydesk; copydesk.export(copydesk.parse('A story.'), 'json')")
    assert not loaded & {"docx", "reportlab", "ebooklib", "lxml"}


def test_every_public_name_is_there_and_documented() -> None:
    for name in copydesk.__all__:
        found = getattr(copydesk, name)
        assert name in dir(copydesk)
        if not name.startswith("_"):
            assert inspect.getdoc(found), f"{name} has no docstring"


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        copydesk.prase  # type: ignore[attr-defined] # that is the point # noqa: B018


def test_functions_stay_functions_whatever_is_imported() -> None:
    code = (
        "import copydesk.cli, copydesk.command, copydesk.pipeline, copydesk.lossless, copydesk\n"
        "assert all(callable(getattr(copydesk, n)) for n in copydesk.__all__ if n[0] != '_')"
    )
    modules_after(code)


def test_no_module_has_the_name_of_a_function() -> None:
    """Importing `copydesk.x` sets the attribute `x`, which would take the function's place."""
    modules = {module.name for module in pkgutil.iter_modules(copydesk.__path__)}
    assert not modules & set(copydesk.__all__)


def test_read_takes_a_path_or_its_name(story: Path) -> None:
    document = copydesk.read(story)
    assert document == copydesk.read(str(story))
    assert document.source.name == "story.txt"
    assert document.source.encoding == "utf-8"
    assert copydesk.restore(document) == STORY


def test_read_names_the_path_in_its_errors(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    for path in (file, tmp_path / "none.txt"):
        with pytest.raises(copydesk.SourceError) as raised:
            copydesk.read(path)
        assert raised.value.path == path


def test_read_obeys_encoding_and_format(tmp_path: Path) -> None:
    file = tmp_path / "story.dat"
    file.write_bytes("Caf\u00e9 closes\n".encode("cp1252"))
    assert copydesk.read(file, encoding="cp1252").source.encoding == "cp1252"
    tree = copydesk.export(copydesk.parse(STORY), "json")
    file.write_bytes(tree)
    assert copydesk.read(file, format="json") == copydesk.parse(STORY)
    with pytest.raises(copydesk.FormatError, match="did you mean text"):
        copydesk.read(file, format="txet")
    with pytest.raises(copydesk.OptionError, match="json has no option 'encoding'"):
        copydesk.read(file, format="json", encoding="cp1252")


def test_export_gives_bytes_or_writes_them(tmp_path: Path) -> None:
    document = copydesk.parse(STORY)
    data = copydesk.export(document, "json")
    assert json.loads(data)["type"] == "document"
    stream = io.BytesIO()
    assert copydesk.export(document, "json", stream) is None
    assert stream.getvalue() == data
    for path in (tmp_path / "a.json", str(tmp_path / "b.json")):
        assert copydesk.export(document, "json", path) is None
        assert Path(path).read_bytes() == data


class Sipping:
    """A stream that takes three bytes at a time, as an unbuffered one may."""

    def __init__(self) -> None:
        self.got = b""

    def write(self, data: bytes) -> int:
        assert type(data) is bytes
        self.got += data[:3]
        return len(data[:3])


class Silent:
    """A stream that takes all and does not say so."""

    got = b""

    def write(self, data: bytes) -> None:
        self.got += data


@pytest.mark.parametrize("kind", [Sipping, Silent])
def test_anything_with_a_write_method_is_a_stream(kind: type[Sipping | Silent]) -> None:
    document = copydesk.parse(STORY)
    stream = kind()
    copydesk.export(document, "json", stream)
    assert stream.got == copydesk.export(document, "json")


def test_export_takes_options_and_refuses_wrong_ones() -> None:
    document = copydesk.parse(STORY)
    assert copydesk.export(document, "json", indent=0).count(b"\n") == 1
    with pytest.raises(copydesk.OptionError, match=r"did you mean json\.indent"):
        copydesk.export(document, "json", ident=0)
    with pytest.raises(copydesk.FormatError, match="unknown output format 'jsno'; did you mean"):
        copydesk.export(document, "jsno")


def test_convert_goes_by_the_suffix_or_by_name(story: Path, tmp_path: Path) -> None:
    copydesk.convert(story, tmp_path / "a.json", indent=0)
    assert (tmp_path / "a.json").read_bytes().count(b"\n") == 1
    copydesk.convert(story, tmp_path / "b.dat", to="json")
    assert json.loads((tmp_path / "b.dat").read_bytes())["type"] == "document"
    stream = io.BytesIO()
    copydesk.convert(str(story), stream, to="json", indent=0)
    assert stream.getvalue() == (tmp_path / "a.json").read_bytes()


def test_convert_refuses_what_cannot_be(story: Path, tmp_path: Path) -> None:
    with pytest.raises(copydesk.FormatError, match="no output format has this suffix"):
        copydesk.convert(story, tmp_path / "a.xyz")
    with pytest.raises(copydesk.FormatError, match="a stream has no suffix"):
        copydesk.convert(story, io.BytesIO())
    with pytest.raises(copydesk.CollisionError, match="overwrite its own input"):
        copydesk.convert(story, story, to="json")
    assert story.read_text("utf-8") == STORY


def test_findings_go_to_whoever_asks(story: Path) -> None:
    found: list[object] = []
    copydesk.read(story, report=found.append)
    copydesk.export(copydesk.parse(STORY), "json", report=found.append)
    assert all(type(finding).__name__ == "Diagnostic" for finding in found)


def test_the_registry_is_asked_for_once() -> None:
    from copydesk.api import registry

    assert registry() is registry()
    assert "json" in copydesk.load_registry().exporters.names()
