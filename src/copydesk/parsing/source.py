"""Bytes to text: which encoding, and whether it is text at all.

The text keeps its byte-order mark, and the encoding is named without one, so that
`decoded.text.encode(decoded.encoding)` is the input again.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import NamedTuple

from copydesk.diagnostics import Diagnostic
from copydesk.errors import OptionError, SourceError
from copydesk.parsing._magic import recognise
from copydesk.parsing.charset import escaped_encoding, guess_encoding, wide_encoding
from copydesk.parsing.patterns import lazily
from copydesk.tree import Span

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
_NOT_ASCII = lazily(r"[^\x00-\x7f]")
_DAMAGED = "\ufffd"
_LARGE = 1_000_000


class Decoded(NamedTuple):
    """Text, the encoding that takes it back to the bytes it came from, and what to report."""

    text: str
    encoding: str
    findings: tuple[Diagnostic, ...] = ()


def decode(data: bytes, *, encoding: str | None = None, name: str | None = None) -> Decoded:
    """The text of `data`: by its byte-order mark, else by `encoding`, else UTF-8, else by a guess.

    UTF-16 and UTF-32 without a mark are known by their NUL bytes. What is no UTF-8 is in some
    older encoding, told by its escape sequences or guessed from its letters; a finding says so. An
    `encoding` that the caller names is taken at its word, NUL characters included.

    Raises `SourceError` for a file that is empty, binary, or not in its encoding, and
    `OptionError` for an encoding that does not exist. `name` is the file's, for the error.
    """
    codec = _codec(encoding, data) if encoding else None
    if not data:
        raise SourceError("is empty", path=name)
    if binary := recognise(data):
        raise SourceError(f"is {binary.what}, not text", path=name, cure=binary.cure)
    codec = codec or _marked(data) or _unmarked(data, name)
    findings: tuple[Diagnostic, ...] = ()
    if not encoding and (escaped := escaped_encoding(data)):
        codec = escaped
        findings = (_guessed(data.decode(codec), codec, "as its escape sequences say"),)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        guess = None if encoding or codec != "utf-8" else _guess(data, error)
        if guess is None:
            raise _undecodable(data, codec, error, name, named=encoding is not None) from None
        codec = guess
        text = data.decode(codec)
        findings = (_guessed(text, codec),)
    except UnicodeError as error:
        raise SourceError(f"is not {codec}: {error}", path=name) from None
    if _blank(text):
        raise SourceError("holds no text, only white space", path=name)
    return Decoded(text, codec, findings)


def _guess(data: bytes, error: UnicodeDecodeError) -> str | None:
    """The older encoding of what is no UTF-8; None where none makes sense.

    A text with a mark, or one that is UTF-8 but for a few bytes, is a damaged text in UTF-8.
    """
    if _is_cut_off(error) and error.end - error.start > 1:
        return None
    shown = data[: error.start + _LARGE].decode("utf-8", "replace")
    damaged = shown.count(_DAMAGED)
    good = len(_NOT_ASCII.findall(shown)) - damaged
    if good > 2 * damaged or data.startswith(codecs.BOM_UTF8) or (good and _is_cut_off(error)):
        return None
    found = guess_encoding(data)
    return found.encoding if found else None


def _guessed(text: str, codec: str, why: str = "which is a guess") -> Diagnostic:
    first = _NOT_ASCII.search(text)
    at = first.start() if first else 0
    message = f"not UTF-8; read as {codec}, {why} (--encoding overrules it)"
    return Diagnostic("guessed-encoding", message, "warning", Span(at, at + 1))


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
    plain = _MARKED[found]
    if (marked := _marked(data)) in plain:
        return marked
    return wide if (wide := wide_encoding(data)) in plain else plain[0]


def _marked(data: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def _unmarked(data: bytes, name: str | None) -> str:
    """The encoding of bytes without a mark: UTF-8 unless NUL bytes say otherwise."""
    first = data.find(0)
    if first < 0:
        return "utf-8"
    codec = wide_encoding(data)
    if codec is None:
        raise SourceError(
            "holds NUL bytes and is not text",
            path=name,
            place=_place(data, first, "latin-1"),
            cure="if it is, name its encoding (--encoding utf-16-le, --encoding utf-8)",
        )
    return codec


def _undecodable(
    data: bytes, codec: str, error: UnicodeDecodeError, name: str | None, *, named: bool
) -> SourceError:
    where = _place(data, error.start, error.encoding)
    if _is_cut_off(error):
        return SourceError(
            f"ends in the middle of a character ({_label(codec)})",
            path=name,
            place=where,
            cure="get the whole file, or name its encoding with --encoding",
        )
    cure = f"name {'another' if named else 'its'} encoding with --encoding"
    if codec == "utf-8" and not named and not data[: error.start].isascii():
        cure = f"put it right, or {cure}"
    byte = f"0x{data[error.start]:02X}"
    return SourceError(f"byte {byte} is not {_label(codec)}", path=name, place=where, cure=cure)


def _label(codec: str) -> str:
    return codec.upper() if codec.startswith("utf") else codec


def _place(data: bytes, offset: int, codec: str) -> str:
    """`offset` for a reader of the file: its line, from 1, and the byte, from 0."""
    lines = data[:offset].decode(codec, "replace").splitlines(keepends=True)
    complete = sum(line.endswith(("\r", "\n")) for line in lines)
    return f"line {complete + 1}, byte offset {offset}"


def _is_cut_off(error: UnicodeDecodeError) -> bool:
    return error.reason in ("unexpected end of data", "truncated data")


def _blank(text: str) -> bool:
    """Whether `text` has no character that leaves a mark on paper."""
    return not any(
        not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf") for char in text
    )
