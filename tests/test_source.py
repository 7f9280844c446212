"""Bytes to text: encodings, and what is refused."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import OptionError, SourceError
from copydesk.parsing.source import decode

STORY = "“Déjà vu”, she said.\nNobody answered — at first.\n"
BOM = "\ufeff"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_mark_decides_and_stays_in_the_text(codec: str) -> None:
    data = (BOM + STORY).encode(codec)
    decoded = decode(data)
    assert decoded == (BOM + STORY, codec, ())
    assert decoded.text.encode(decoded.encoding) == data


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_without_a_mark_nul_bytes_decide(codec: str) -> None:
    assert decode(STORY.encode(codec)) == (STORY, codec, ())


@pytest.mark.parametrize("named", ["utf-8-sig", "UTF-16", "utf_32"])
@pytest.mark.parametrize("order", ["le", "be"])
def test_codecs_with_a_mark_give_the_bytes_back(named: str, order: str) -> None:
    plain = "utf-8" if named == "utf-8-sig" else f"{named.lower().replace('_', '-')}-{order}"
    for text in (BOM + STORY, STORY):
        decoded = decode(text.encode(plain), encoding=named)
        assert decoded == (text, plain, ())


@given(st.text(), st.sampled_from(["utf-8", "utf-16-le", "utf-32-be", "cp1252", "shift_jis"]))
def test_what_is_decoded_encodes_to_the_same_bytes(text: str, codec: str) -> None:
    data = ("A story. " + text).encode(codec, "ignore")
    for encoding in (codec, None):
        try:
            decoded = decode(data, encoding=encoding)
        except SourceError:
            assert encoding is None, "text in the encoding that was named did not decode"
            continue
        if encoding != "shift_jis":  # has two byte sequences for some characters
            assert decoded.text.encode(decoded.encoding) == data


@given(st.binary(), st.sampled_from([None, "utf-8", "utf-16", "utf-32", "cp1252", "utf-7", "idna"]))
def test_any_bytes_are_text_or_a_source_error(data: bytes, encoding: str | None) -> None:
    try:
        line = decode(data, encoding=encoding).text.strip()
    except SourceError as error:
        line = str(error)
        assert "\n" not in line
    assert line


def test_an_encoding_is_taken_at_its_word() -> None:
    assert decode(b"caf\xe9", encoding="cp1252") == ("café", "cp1252", ())
    assert decode(b"a\0b", encoding="utf-8").text == "a\0b"


def zipped(name: str, text: str = "x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image, not text"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG image, not text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF document, not text"),
        (zipped("story.txt"), "is a ZIP archive, not text"),
        (zipped("word/document.xml"), "is a Word document (DOCX), not text"),
        (zipped("mimetype", "application/epub+zip"), "is an EPUB book, not text"),
        (gzip.compress(b"story"), "is a gzip file, not text"),
        (b"\x7fELF\x02\x01\x01\0", "is a program (ELF), not text"),
        (b"{\\rtf1\\ansi Hello}", "is an RTF document, not text"),
        (b"BZh91AY&SY\x01\x02\x03", "is a bzip2 file, not text"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "is a WebP image, not text"),
        (b"\0\0\0\x20ftypheic", "is a film or an image (MP4 or HEIF), not text"),
        (b"", "is empty"),
        (b" \r\n\t\n", "holds no text, only white space"),
        (BOM.encode() + b"\n", "holds no text, only white space"),
        (b"one\ntwo \0 three", "holds NUL bytes and is not text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # archives hold the time
)
def test_what_is_no_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(SourceError) as raised:
        decode(data, name="in.txt")
    assert raised.value.message == what
    assert raised.value.path == "in.txt"


def test_a_signature_of_letters_does_not_condemn_a_text() -> None:
    for text in ("BZh is not a word", "ID3 tags explained", "OTTO fell asleep"):
        assert decode(text.encode()).text == text


def test_magic_is_looked_at_under_a_named_encoding_too() -> None:
    with pytest.raises(SourceError, match="PNG image"):
        decode(b"\x89PNG\r\n\x1a\n", encoding="latin-1")


DAMAGED = "Erste Zeile – schön\r\nzweite, größer\rdritte\n".encode() + b"caf\xe9 au lait"


def test_undecodable_bytes_are_located_and_the_cure_named() -> None:
    with pytest.raises(SourceError) as raised:
        decode(DAMAGED)
    assert str(raised.value) == (
        "line 4, byte offset 51: byte 0xE9 is not UTF-8; put it right, or name its encoding with "
        "--encoding"
    )


def test_a_byte_that_the_named_encoding_lacks_is_located() -> None:
    with pytest.raises(SourceError) as raised:
        decode(b"one\ntwo\x98\n", encoding="cp1251")
    assert str(raised.value) == (
        "line 2, byte offset 7: byte 0x98 is not cp1251; name another encoding with --encoding"
    )


def test_a_text_that_was_cut_off_says_so() -> None:
    with pytest.raises(SourceError, match="ends in the middle of a character"):
        decode("Ein schöner Tag – ".encode()[:-2])


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "zip", "a\0b", ""])
def test_an_unknown_encoding_is_an_option_error(name: str) -> None:
    if not name:
        assert decode(b"x", encoding=name).encoding == "utf-8"
        return
    with pytest.raises(OptionError, match="unknown encoding"):
        decode(b"x", encoding=name)


def test_an_encoding_that_does_not_fit_is_named_as_the_user_named_it() -> None:
    with pytest.raises(SourceError, match=r"byte 0x9D is not (?!charmap).*1252") as caught:
        decode(b"a\x9db", encoding="cp1252")
    assert "another encoding" in str(caught.value)
