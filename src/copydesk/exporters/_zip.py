"""One zip writer for all zipped formats: the same members give the same bytes, on any day.

The standard library's writer notes the time of writing and, on a stream that cannot seek, puts
sizes behind the data, which some readers of EPUB refuse. Here all sizes are known beforehand, so
that a pipe gets the very bytes that a file gets. The layout is that of PKWARE's APPNOTE 6.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from msgspec import Struct

from copydesk.errors import ExportError

_STORED, _DEFLATED = 0, 8
_LEVEL = 6
_VERSION = 20
_MADE_BY_UNIX = 3 << 8 | _VERSION
_UTF8_NAME = 1 << 11
_MIDNIGHT, _FIRST_OF_JANUARY_1980 = 0, 1 << 5 | 1
_REGULAR_FILE = 0o100644 << 16
_LIMIT = 0xFFFF_FFFF
_MOST_MEMBERS = 0xFFFF

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")

_FIRST = {"mimetype": 0, "[Content_Types].xml": 1}


class Member(Struct, frozen=True, gc=False):
    """A file that is ready to be put into a zip; immutable, so that it can be used again."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes


def pack(name: str, content: bytes, *, stored: bool = False) -> Member:
    """Compress `content`, unless it is to be `stored` as it is.

    Raises `ValueError` for a name that could leave the folder that a zip is unpacked into.
    """
    if name.startswith("/") or "\\" in name or {"", ".", ".."} & set(name.split("/")):
        raise ValueError(f"{name!r} is no name for a member of a zip")
    crc = zlib.crc32(content)
    if stored:
        return Member(name, _STORED, crc, len(content), content)
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = deflate.compress(content) + deflate.flush()
    return Member(name, _DEFLATED, crc, len(content), data)


def write_zip(out: BinaryIO, members: Iterable[Member]) -> None:
    """Write `members` to `out`, which need not be seekable.

    They stand in the order of their names, but for the two that their formats want first. Raises
    `ValueError` for two members of one name, `ExportError` for what only Zip64 could hold.
    """
    ordered = sorted(members, key=lambda member: (_FIRST.get(member.name, 2), member.name))
    names = [member.name for member in ordered]
    if len(set(names)) < len(names):
        raise ValueError("two members of a zip have the same name")
    if len(ordered) > _MOST_MEMBERS:
        raise ExportError(f"{len(ordered)} files are more than a zip holds")
    directory: list[bytes] = []
    offset = 0
    for member in ordered:
        name = member.name.encode()
        if max(member.size, offset) > _LIMIT - len(name) - len(member.data) - _LOCAL.size:
            raise ExportError("the output would be larger than the 4 GiB that a zip holds")
        flags = 0 if member.name.isascii() else _UTF8_NAME
        common = (
            flags, member.method, _MIDNIGHT, _FIRST_OF_JANUARY_1980,
            member.crc, len(member.data), member.size, len(name), 0,
        )  # fmt: skip
        out.write(_LOCAL.pack(b"PK\3\4", _VERSION, *common) + name)
        out.write(member.data)
        directory.append(
            _CENTRAL.pack(
                b"PK\1\2", _MADE_BY_UNIX, _VERSION, *common, 0, 0, 0, _REGULAR_FILE, offset
            )
            + name
        )
        offset += _LOCAL.size + len(name) + len(member.data)
    listing = b"".join(directory)
    count = len(ordered)
    out.write(listing)
    out.write(_END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0))
