"""Bytes to text: which encoding, and whether it is text at all.

The text keeps its byte-order mark, and the encoding is named without one, so that
`decoded.text.encode(decoded.encoding)` is the input again.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import NamedTuple

from copydesk.errors import OptionError, SourceError
from copydesk.parsing._magic import recognise

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs that would swallow a mark on reading or add one on writing, and their plain names.
_MARKED = {
    "utf-8-sig": ("utf-8",),
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf-32": ("utf-32-le", "utf-32-be"),
}
_SAMPLE = 4096


class Decoded(NamedTuple):
    """Text, and the encoding that takes it back to the bytes it came from."""

    text: str
    encoding: str


def decode(data: bytes, *, encoding: str | None = None, name: str | None = None) -> Decoded:
    """The text of `data`: by its byte-order mark, else by `encoding`, else UTF-8.

    UTF-16 and UTF-32 without a mark are known by where their NUL bytes stand. An `encoding` that
    the caller names is taken at its word, NUL characters included.

    Raises `SourceError` for a file that is empty, binary, or not in its encoding, and
    `OptionError` for an encoding that does not exist. `name` is the file's, for the error.
    """
    codec = _codec(encoding, data) if encoding else None
    if not data:
        raise SourceError("is empty", path=name)
    if binary := recognise(data):
        raise SourceError(f"is {binary.what}, not text", path=name, cure=binary.cure)
    codec = codec or _marked(data) or _unmarked(data, name)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, codec, error, name, named=encoding is not None) from None
    except UnicodeError as error:
        raise SourceError(f"is not {codec}: {error}", path=name) from None
    if _blank(text):
        raise SourceError("holds no text, only white space", path=name)
    return Decoded(text, codec)


def check_encoding(encoding: str) -> str:
    """The codec that `encoding` names. Raises `OptionError` where there is none for text."""
    try:
        found = codecs.lookup(encoding).name
        "".encode(found)  # refuses codecs from bytes to bytes, such as base64
    except (LookupError, ValueError, UnicodeError):
        raise OptionError(
            f"unknown encoding {encoding!r}",
            cure="there is utf-8, utf-16, cp1252, latin-1, mac-roman and what else Python knows",
        ) from None
    return found


def _codec(encoding: str, data: bytes) -> str:
    """The codec that a user means by `encoding`, for these bytes."""
    found = check_encoding(encoding)
    if found not in _MARKED:
        return found
    return next(
        (plain for mark, plain in _MARKS if plain in _MARKED[found] and data.startswith(mark)),
        next((plain for plain in _MARKED[found] if plain == _by_nuls(data)), _MARKED[found][0]),
    )


def _marked(data: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def _unmarked(data: bytes, name: str | None) -> str:
    """The encoding of bytes without a mark: UTF-8 unless NUL bytes say otherwise."""
    first = data.find(0)
    if first < 0:
        return "utf-8"
    codec = _by_nuls(data)
    if codec is None:
        raise SourceError(
            "holds NUL bytes and is not text",
            path=name,
            place=_place(data, first, "latin-1"),
            cure="if it is, name its encoding (--encoding utf-16-le, --encoding utf-8)",
        )
    return codec


def _by_nuls(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by the positions of NUL bytes among mostly Western characters."""
    sample = data[:_SAMPLE]
    if len(sample) < 4:
        return None
    share = [sample[offset::4].count(0) / len(range(offset, len(sample), 4)) for offset in range(4)]
    odd, even = (share[1] + share[3]) / 2, (share[0] + share[2]) / 2
    if len(data) % 4 == 0 and share[3] > 0.99 and share[2] > 0.9 and share[0] < 0.05:
        return "utf-32-le"
    if len(data) % 4 == 0 and share[0] > 0.99 and share[1] > 0.9 and share[3] < 0.05:
        return "utf-32-be"
    if len(data) % 2 == 0 and odd > 0.4 and even < 0.02:
        return "utf-16-le"
    if len(data) % 2 == 0 and even > 0.4 and odd < 0.02:
        return "utf-16-be"
    return None


def _undecodable(
    data: bytes, codec: str, error: UnicodeDecodeError, name: str | None, *, named: bool
) -> SourceError:
    where = _place(data, error.start, error.encoding)
    windows = not named and _decodes(data, "cp1252")
    cut_off = error.reason in ("unexpected end of data", "truncated data")
    if cut_off and not (windows and data[: error.start].isascii()):
        return SourceError(
            f"ends in the middle of a character ({_label(codec)})",
            path=name,
            place=where,
            cure="get the whole file, or name its encoding with --encoding",
        )
    cure = f"name {'another' if named else 'its'} encoding with --encoding"
    if windows:
        cure = "if it comes from Windows, --encoding cp1252 reads it"
    byte = f"0x{data[error.start]:02X}"
    return SourceError(f"byte {byte} is not {_label(codec)}", path=name, place=where, cure=cure)


def _label(codec: str) -> str:
    return codec.upper() if codec.startswith("utf") else codec


def _place(data: bytes, offset: int, codec: str) -> str:
    """`offset` for a reader of the file: its line, from 1, and the byte, from 0."""
    lines = data[:offset].decode(codec, "replace").splitlines(keepends=True)
    complete = sum(line.endswith(("\r", "\n")) for line in lines)
    return f"line {complete + 1}, byte offset {offset}"


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _blank(text: str) -> bool:
    """Whether `text` has no character that leaves a mark on paper."""
    return not any(
        not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf") for char in text
    )
