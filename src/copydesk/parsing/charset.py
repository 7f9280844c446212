"""Which encoding bytes without a mark are in: told by NUL bytes, or guessed from the letters."""

from __future__ import annotations

import re
from typing import NamedTuple

_SAMPLE = 4096

# --- ISO 2022 ------------------------------------------------------------------------------------

_ESCAPED = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr")


def escaped_encoding(data: bytes) -> str | None:
    """The encoding that switches between sets of characters as the escape sequences in `data` do,
    in seven bits, as mail carried Japanese and Korean (RFC 1468, RFC 1557); or None.
    """
    if b"\x1b$" not in data or not data.isascii():
        return None
    for codec in _ESCAPED:
        try:
            if data.decode(codec).encode(codec) == data:
                return codec
        except UnicodeError:
            continue
    return None


# --- UTF-16 and UTF-32 ---------------------------------------------------------------------------

_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_COMMON = re.compile(
    "[\t\n\x0c\r -~\u00a0-\u06ff\u0900-\u0dff\u0e01-\u0e5b\u1e00-\u1fff\u2010-\u203a\u20ac\u2122"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef\U0001f300-\U0001faff]"
)
"""What most characters of any text are; bytes read in the wrong order give few of them."""
_ENOUGH = 0.97


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 in the byte order in which `data` makes sense, or None."""
    sample = data[:_SAMPLE]
    best, found = _ENOUGH, None
    for codec in _WIDE:
        if len(data) % (4 if "32" in codec else 2):
            continue
        try:
            text = data[: len(sample) // 4 * 4].decode(codec, "strict")
        except UnicodeDecodeError as error:
            # The sample may end between the halves of a pair.
            if error.start < len(sample) - 4:
                continue
            text = sample[: error.start].decode(codec)
        share = len(_COMMON.findall(text)) / len(text) if text else 0.0
        if share > best:
            best, found = share, codec
    return found


# --- one byte a character, and the national encodings of East Asia -------------------------------

_CANDIDATES = (
    *("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254"),
    *("windows-1255", "windows-1256", "windows-1257", "windows-1258", "cp874"),
    *("iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8"),
    *("iso-8859-9", "iso-8859-13", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u"),
    *("mac-roman", "mac-cyrillic", "mac-greek", "mac-latin2", "cp437", "cp850", "cp852", "cp866"),
    *("cp932", "shift_jis", "euc-jp", "gb18030", "big5", "big5hkscs", "euc-kr", "cp949", "johab"),
)
"""What text files are found in; the mainframe's codes and the rarest national ones are not here."""

_PREFERRED = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "shift_jis": "cp932", "big5": "cp950"}
"""Codecs that read the same letters and a few characters more."""

_HIGH = re.compile(rb"[\x80-\xff]")
_LONGEST_LINE = 4096
_BEFORE = 40
_LARGEST_SAMPLE = 65536
_FEW = 3
_FAMILIAR = frozenset("äöüßéèêëàâáãçñóòôõúùûíìîïåæøœÄÖÜÉÈÀÁÅÆØÇÑ’‘“”„«»–—…•€£°§©®¡¿º½\xa0")
"""What a character or two that are not ASCII mostly are, in Western text."""

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")
_MIXED = 0.2


class Guess(NamedTuple):
    """A guess at an encoding, and the language that it makes of the text, where that is known."""

    encoding: str
    language: str | None


def guess_encoding(data: bytes) -> Guess | None:
    """The legacy encoding that `data` is most likely in, or None where none makes sense.

    The statistics are chardet's. Reading decides what they leave open: an encoding in which
    letters of two scripts share a word is not the one that somebody wrote in. And where two or
    three characters are all there is, what is most common is most likely.
    """
    from chardet import detect_all  # noqa: PLC0415 # only for what is no UTF-8

    sample = _telling(data)
    if _is_plainly_western(sample):
        return Guess("cp1252", None)
    ranked = detect_all(sample, ignore_threshold=True, include_encodings=_CANDIDATES)
    for found in ranked:
        if not found["encoding"]:
            continue
        name = _plain(found["encoding"])
        text = _read(data, sample, name)
        if text is not None and not _is_mixed(text):
            return Guess(name, found["language"])
    return None


def _telling(data: bytes) -> bytes:
    """The lines that are not ASCII, which alone say something, as far as the first 64 kB of them.

    What stands before the first such byte of a line is ASCII, so that it can be cut anywhere.
    """
    chosen: list[bytes] = []
    size = 0
    position = 0
    while size < _LARGEST_SAMPLE and (found := _HIGH.search(data, position)):
        at = found.start()
        start = max(data.rfind(b"\n", position, at) + 1, at - _BEFORE, position)
        end = data.find(b"\n", at, at + _LONGEST_LINE)
        end = min(at + _LONGEST_LINE, len(data)) if end < 0 else end + 1
        chosen.append(data[start:end])
        size += end - start
        position = end
    return b"".join(chosen)


def _is_plainly_western(sample: bytes) -> bool:
    few = _HIGH.findall(sample)
    return (
        3 * len(few) < len(sample)
        and len(few) <= _FEW
        and (_FAMILIAR.issuperset(b"".join(few).decode("cp1252", "replace")))
    )


def _plain(name: str) -> str:
    """The codec of Python's that `name` is, or a larger one that reads the same text."""
    import codecs  # noqa: PLC0415 # as above

    found = codecs.lookup(name).name
    return _PREFERRED.get(found, found)


def _read(data: bytes, sample: bytes, name: str) -> str | None:
    """The text of `sample`, if all of `data` can be read as `name` and has no control in it."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    if re.search("[\x80-\x84\x86-\x9f\ue000-\uf8ff]", text):
        return None
    return sample.decode(name, "ignore")


def _is_mixed(text: str) -> bool:
    """Whether many letters that are not ASCII stand in a word with letters of another script."""
    foreign = clashing = 0
    for word in _WORD.findall(text):
        others = sum(not char.isascii() for char in word)
        latin = len(_LATIN.findall(word))
        foreign += others
        if 0 < latin < len(word):
            clashing += others
    return clashing > _MIXED * foreign
