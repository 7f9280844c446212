"""The file: reportlab's document with object streams, and objects that are made of bytes.

reportlab's `PDFDocument` keeps the registry of objects; what it cannot do is written here: object
and cross-reference streams (ISO 32000-1, 7.5.7 and 7.5.8), which halve the size of a tagged file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from hashlib import md5
from struct import pack
from typing import Any, BinaryIO, cast

from reportlab.pdfbase import pdfdoc

_OBJECTS_A_STREAM = 200
_LEVEL = 4
"""Of compression: a twenty-fifth more bytes than level 6 in little more than half its time."""
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Own(pdfdoc.PDFObject):
    """An object of ours among those of reportlab: it is always written by itself."""

    __RefOnly__ = 1


class Raw(Own):
    """An object whose bytes are known, or will be when the file is written."""

    def __init__(self, data: bytes = b"null") -> None:
        self.data = data

    def format(self, document: object) -> bytes:
        """The object as it stands in the file."""
        return self.data


class Stream(Own):
    """A stream, deflated unless `plain`. `entries` are further entries of its dictionary."""

    def __init__(self, data: bytes, entries: bytes = b"", *, plain: bool = False) -> None:
        self._data = data if plain else zlib.compress(data, _LEVEL)
        self._entries = entries if plain else entries + b"/Filter/FlateDecode"

    @classmethod
    def deflated(cls, data: bytes, entries: bytes) -> Stream:
        """A stream of data that is deflated already."""
        return cls(data, entries + b"/Filter/FlateDecode", plain=True)

    def format(self, document: object) -> bytes:
        """The stream as it stands in the file; an end of line stands before `endstream`."""
        head = b"<</Length %d%s>>\nstream\n" % (len(self._data), self._entries)
        return head + self._data + b"\nendstream"


class File:
    """reportlab's document and page tree, written with object streams.

    `catalog` and `information` are set before `save`.
    """

    def __init__(self) -> None:
        # reportlab's registry gives each object its number; it has no types.
        self._registry = cast("Any", pdfdoc.PDFDocument(dummyoutline=1, invariant=1))
        self._pages: Any = self._registry.Pages
        self.catalog = Raw()
        self.information = Raw()
        self.page_tree = self.add(self._pages)

    def add(self, obj: pdfdoc.PDFObject) -> int:
        """Register an object; returns its number."""
        self._registry.Reference(obj)
        return int(self._registry.objectcounter)

    def add_page(self, page: Raw) -> None:
        """Make a registered object the next page."""
        self._pages.addPage(page)

    def save(self, out: BinaryIO) -> None:
        """Write the file to `out`, front to back."""
        root, info = self.add(self.catalog), self.add(self.information)
        registry = self._registry
        digest = md5(usedforsecurity=False)
        at = 0

        def write(data: bytes) -> int:
            nonlocal at
            start = at
            at += len(data)
            digest.update(data)
            out.write(data)
            return start

        write(_HEADER)
        entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        packed: list[tuple[int, bytes]] = []
        number = 0
        while (number := number + 1) in registry.numberToId:
            obj = registry.idToObject[registry.numberToId[number]]
            own = isinstance(obj, Own)
            body = obj.format(registry) if own else pdfdoc.format(obj, registry, toplevel=1)
            if isinstance(obj, Stream):
                entries[number] = (1, write(b"%d 0 obj\n%s\nendobj\n" % (number, body)), 0)
            else:
                packed.append((number, body))
        following = number
        for first in range(0, len(packed), _OBJECTS_A_STREAM):
            group = packed[first : first + _OBJECTS_A_STREAM]
            body = _object_stream(group).format(registry)
            entries[following] = (1, write(b"%d 0 obj\n%s\nendobj\n" % (following, body)), 0)
            for index, (number, _) in enumerate(group):
                entries[number] = (2, following, index)
            following += 1
        entries[following] = (1, at, 0)
        identity = digest.hexdigest().encode()
        trailer = b"/Type/XRef/W[1 4 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            following + 1,
            root,
            info,
            identity,
            identity,
        )
        table = b"".join(pack(">BLH", *entries[number]) for number in range(following + 1))
        start = write(
            b"%d 0 obj\n%s\nendobj\n" % (following, Stream(table, trailer).format(registry))
        )
        write(b"startxref\n%d\n%%%%EOF\n" % start)


def _object_stream(group: list[tuple[int, bytes]]) -> Stream:
    index: list[bytes] = []
    at = 0
    for number, body in group:
        index.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(index) + b"\n"
    data = head + b"\n".join(body for _, body in group)
    return Stream(data, b"/Type/ObjStm/N %d/First %d" % (len(group), len(head)))


def text_string(text: str) -> bytes:
    """`text` as a text string object (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable():
        data = text.encode().replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        return b"(" + data + b")"
    data = text.encode("utf-16-be", "replace")
    return b"<FEFF" + data.hex().upper().encode() + b">"


def number(value: float) -> bytes:
    """A number with at most two decimals, as short as it can be written."""
    text = b"%.2f" % value
    return text.rstrip(b"0").rstrip(b".") if text != b"-0.00" else b"0"


def numbers(values: Iterable[float]) -> bytes:
    """Numbers with blanks between."""
    return b" ".join(map(number, values))
