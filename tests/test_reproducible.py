"""The same input and the same options are the same bytes: in all formats, on any day, anywhere."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest
from docx import Document as DocxDocument

import copydesk
from copydesk.testing.documents import every_node
from epub_reader import Book

FORMATS = ("docx", "epub", "pdf", "md", "json", "outline")
SAMPLES = Path(__file__).parents[1] / "samples"

# Whoever asks for the time gets another one, before anything of ours is imported.
SCRIPT = """
import datetime, hashlib, json, sys, time
from pathlib import Path

moved = float(sys.argv[1])
clock, local, utc = time.time, time.localtime, time.gmtime


class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(clock() + moved, tz)

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(clock() + moved)

    today = now


time.time = lambda: clock() + moved
time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: utc(time.time() if seconds is None else seconds)
datetime.datetime = Moved

import copydesk
from copydesk.testing.documents import every_node

samples = sorted(Path(sys.argv[2]).glob("*.txt"))
documents = [every_node(), *map(copydesk.read, samples)]
print(json.dumps({
    name: [
        hashlib.sha256(copydesk.export(document, name, theme=theme)).hexdigest()
        for document in documents
        for theme in ("article", "newspaper", "book")
    ]
    for name in sys.argv[3:]
}))
"""


class Surroundings(NamedTuple):
    """Where and when a process runs."""

    seed: str
    zone: str
    locale: str
    folder: str
    moved: int
    """By how many seconds the clock is off."""


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, list[str]]]:
    """What each of several processes, in other surroundings each, makes of the same documents."""
    day = 86_400
    found = []
    for place in (
        Surroundings("0", "UTC", "C.UTF-8", "a", 0),
        Surroundings("1", "Asia/Tokyo", "tr_TR.UTF-8", "b/ü ber", 400 * day),
        Surroundings("4242", "America/St_Johns", "C", "c", -9000 * day - 12_345),
    ):
        folder = tmp_path_factory.mktemp("place") / place.folder
        folder.mkdir(parents=True)
        made = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(place.moved), str(SAMPLES), *FORMATS],
            cwd=folder,
            env={
                **{name: value for name, value in os.environ.items() if name != "PYTHONUTF8"},
                "PYTHONHASHSEED": place.seed,
                "TZ": place.zone,
                "LC_ALL": place.locale,
                "LANG": place.locale,
            },
            check=True,
            capture_output=True,
            text=True,
        )
        found.append(json.loads(made.stdout))
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_the_same_everywhere(digests: list[dict[str, list[str]]], name: str) -> None:
    first, *others = (found[name] for found in digests)
    assert len(set(first)) > 1
    for other in others:
        assert other == first


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_do_not_depend_on_what_was_written_before(name: str) -> None:
    first = copydesk.export(every_node(), name)
    for path in sorted(SAMPLES.glob("*.txt")):
        copydesk.export(copydesk.read(path), name)
    assert copydesk.export(every_node(), name) == first


def test_source_date_epoch_is_the_time_in_every_file_that_names_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = copydesk.read(SAMPLES / "wire-story.txt")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # 2001-09-09T01:46:40Z
    made = {name: copydesk.export(document, name) for name in FORMATS}
    core = DocxDocument(io.BytesIO(made["docx"])).core_properties
    for moment in (core.created, core.modified):
        assert moment is not None
        assert moment.isoformat().startswith("2001-09-09T01:46:40")
    assert Book(made["epub"]).properties("dcterms:modified") == ["2001-09-09T01:46:40Z"]
    info = pypdf.PdfReader(io.BytesIO(made["pdf"])).metadata
    assert info is not None
    for moment in (info.creation_date, info.modification_date):
        assert moment is not None
        assert moment.isoformat().startswith("2001-09-09T01:46:40")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    for name in ("docx", "epub", "pdf"):
        assert copydesk.export(document, name) != made[name]
    for name in ("md", "json", "outline"):
        assert copydesk.export(document, name) == made[name]


@pytest.mark.parametrize("name", ["docx", "epub"])
def test_no_zip_names_a_time(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(copydesk.export(every_node(), name))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_module_alone_writes_zips() -> None:
    """The other ones hand their files to it."""
    folder = Path(copydesk.__file__).parent / "exporters"
    writes = re.compile(r"PK\\3|\bZipFile\(.*\bw\b|\.writestr\(")
    users = {path.name for path in folder.rglob("*.py") if writes.search(path.read_text("utf-8"))}
    assert users == {"_zip.py"}
