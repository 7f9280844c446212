"""The deterministic zip writer, read back by the standard library's reader."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import ExportError
from copydesk.exporters._zip import Member, pack, write_zip


class Pipe(io.RawIOBase):
    """A stream that can be written to and nothing else."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: object) -> int:
        assert isinstance(data, bytes)
        self.data += data
        return len(data)

    def tell(self) -> int:
        raise OSError("a pipe has no position")


def zipped(members: list[Member]) -> bytes:
    out = io.BytesIO()
    write_zip(out, members)
    return out.getvalue()


@given(st.dictionaries(st.text("abé中-_.", min_size=3).map("f".__add__), st.binary(), max_size=5))
def test_what_is_put_in_comes_out(files: dict[str, bytes]) -> None:
    data = zipped([pack(name, content) for name, content in files.items()])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_order_of_arrival_does_not_matter() -> None:
    members = [pack(name, name.encode()) for name in ("b", "a", "c/d")]
    assert zipped(members) == zipped(members[::-1])


def test_a_pipe_gets_the_same_bytes_as_a_file() -> None:
    members = [pack("mimetype", b"x", stored=True), pack("a", b"y" * 1000)]
    pipe = Pipe()
    write_zip(pipe, members)  # type: ignore[arg-type]  # a raw stream has all that is used of one
    assert pipe.data == zipped(members)


def test_no_time_and_plain_files() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped([pack("a", b"x")]))) as archive:
        (info,) = archive.infolist()
    assert info.date_time == (1980, 1, 1, 0, 0, 0)
    assert info.external_attr >> 16 == 0o100644
    assert info.flag_bits == 0, "sizes stand before the data, as readers of EPUB want them"
    assert not info.extra


def test_mimetype_comes_first_and_uncompressed() -> None:
    data = zipped([pack("a", b"x"), pack("mimetype", b"application/epub+zip", stored=True)])
    assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_content_types_come_before_all_parts() -> None:
    data = zipped([pack("A", b"x"), pack("[Content_Types].xml", b"y")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "A"]


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../b", "a//b", "./a", "a\\b", "a/"])
def test_names_that_could_leave_the_folder_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name for a member"):
        pack(name, b"")


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        zipped([pack("a", b"x"), pack("a", b"y")])


def test_more_than_a_zip_holds_is_an_export_error() -> None:
    with pytest.raises(ExportError, match="4 GiB"):
        zipped([Member("a", 0, 0, 1 << 32, b"")])
    with pytest.raises(ExportError, match="more than a zip holds"):
        zipped([Member(str(number), 0, 0, 0, b"") for number in range(1 << 16)])
