"""What is installed: read from folders as importlib.metadata reads it, only without it."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import Distribution, entry_points
from pathlib import Path

import pytest

from copydesk import discovery
from copydesk.discovery import Found, find

Place = Callable[..., Path]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Writes a distribution's metadata, into a folder that alone is the path."""
    monkeypatch.setattr(sys, "path", [])

    def make(
        info: str, points: str, metadata: str = "", folder: str = "site", name: str = "METADATA"
    ) -> Path:
        site = tmp_path / folder
        (site / info).mkdir(parents=True)
        (site / info / "entry_points.txt").write_text(points, "utf-8")
        if metadata:
            (site / info / name).write_text(metadata, "utf-8")
        if str(site) not in sys.path:
            sys.path.append(str(site))
        return site

    return make


def theirs(group: str) -> set[tuple[str, str, str, str]]:
    return {
        (point.dist.name, point.dist.version, point.name, point.value.partition(" [")[0])
        for point in entry_points(group=group)
        if point.dist
    }


def ours(group: str) -> set[tuple[str, str, str, str]]:
    return {(each.distribution, each.version, each.name, each.target) for each in find(group)}


@pytest.mark.parametrize("group", ["copydesk", "console_scripts", "pytest11", "no.such.group"])
def test_this_environment_is_read_as_importlib_reads_it(group: str) -> None:
    assert not discovery._is_unusual()
    assert ours(group) == theirs(group)


def test_all_layouts_are_read_as_importlib_reads_them(place: Place) -> None:
    place(
        "Acme_Words-1.0.dist-info",
        "# a comment\n\n[console_scripts]\nacme = acme:main\n\n[copydesk]\nb = acme.b\n"
        "a=acme.a:plugin [extra]\n[other]\nc = no\n",
        "Metadata-Version: 2.1\nName: Acme.Words\nVersion: 1.0\nRequires-Dist: pytest; extra=='x'\n"
        "Requires-Dist: Copydesk[test]>=0.1,<2\n\nName: Not-A-Header\n",
    )
    place("old-2.0-py3.11.egg-info", "[copydesk]\nold = old\n", "Name: old\nVersion: 2.0\n",
          name="PKG-INFO")  # fmt: skip
    place("source.egg-info", "[copydesk]\nsource = source\n", "Name: source\nVersion: 3\n",
          name="PKG-INFO")  # fmt: skip
    place("none-1.0.dist-info", "[console_scripts]\ncopydesk = none\n", "Name: none\nVersion: 1\n")
    # The same name again, later on the path: hidden, as its modules are.
    place("acme.words-9.dist-info", "[copydesk]\nnew = new\n", "Name: acme-words\nVersion: 9\n",
          folder="later")  # fmt: skip
    sys.path += ["__editable__.acme.finder.__path_hook__", "/no/such/folder"]
    assert ours("copydesk") == theirs("copydesk")
    assert find("copydesk") == [
        Found("Acme.Words", "1.0", "a", "acme.a:plugin", "Copydesk[test]>=0.1,<2"),
        Found("Acme.Words", "1.0", "b", "acme.b", "Copydesk[test]>=0.1,<2"),
        Found("old", "2.0", "old", "old"),
        Found("source", "3", "source", "source"),
    ]


def test_what_is_damaged_is_still_named(place: Place) -> None:
    site = place("bare-1.5.dist-info", "[copydesk]\nbare = bare\nnothing\n")
    (site / "torn-1.dist-info").mkdir()
    (site / "torn-1.dist-info/entry_points.txt").write_bytes(b"\xff\xfe[copydesk]\nt = t\n")
    (site / "folder-1.dist-info/entry_points.txt").mkdir(parents=True)
    (site / "file-1.dist-info").write_text("[copydesk]\nf = f\n")
    assert find("copydesk") == [
        Found("bare", "1.5", "bare", "bare"),
        Found("bare", "1.5", "nothing", ""),
    ]


def test_a_zip_file_on_the_path_is_read_by_importlib(place: Place, tmp_path: Path) -> None:
    place("plain-1.dist-info", "[copydesk]\nplain = plain\n", "Name: plain\nVersion: 1\n")
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.writestr("zipped-2.dist-info/METADATA", "Name: zipped\nVersion: 2\n")
        archive.writestr("zipped-2.dist-info/entry_points.txt", "[copydesk]\nz = zipped\n")
    sys.path.append(str(tmp_path / "app.zip"))
    assert [each.distribution for each in find("copydesk")] == ["plain", "zipped"]


def test_another_finder_is_asked(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Frozen(Distribution):
        def read_text(self, filename: str) -> str | None:
            return {
                "METADATA": "Name: frozen\nVersion: 4\nRequires-Dist: copydesk>=1\n",
                "entry_points.txt": "[copydesk]\nf = frozen\n",
            }.get(filename)

        def locate_file(self, path: object) -> Path:
            return Path(str(path))

    class Finder:
        @staticmethod
        def find_spec(*_: object) -> None:
            return None

        @staticmethod
        def find_distributions(*_: object) -> list[Distribution]:
            return [Frozen()]

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert find("copydesk") == [Found("frozen", "4", "f", "frozen", "copydesk>=1")]
