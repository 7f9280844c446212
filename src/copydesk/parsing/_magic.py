"""Files that are no text, told by their first bytes."""

from __future__ import annotations

from typing import NamedTuple

_UNPACK = "unpack it first"
_EXTRACT = "save its text as a .txt file first"


class Binary(NamedTuple):
    """What a file is instead of text, and what can be done about it."""

    what: str
    cure: str | None


_SIGNATURES: tuple[tuple[bytes, str, str | None], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image", None),
    (b"\xff\xd8\xff", "a JPEG image", None),
    (b"GIF87a", "a GIF image", None),
    (b"GIF89a", "a GIF image", None),
    (b"II*\x00", "a TIFF image", None),
    (b"MM\x00*", "a TIFF image", None),
    (b"8BPS", "a Photoshop image", None),
    (b"%PDF-", "a PDF document", _EXTRACT),
    (b"%!PS", "a PostScript document", _EXTRACT),
    (b"{\\rtf", "an RTF document", _EXTRACT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS or PPT)", _EXTRACT),
    (b"\x1f\x8b", "a gzip file", _UNPACK),
    (b"BZh", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x7fELF", "a program (ELF)", None),
    (b"\xcf\xfa\xed\xfe", "a program (Mach-O)", None),
    (b"\xca\xfe\xba\xbe", "a program (Mach-O or Java class)", None),
    (b"\x00asm", "a program (WebAssembly)", None),
    (b"SQLite format 3\x00", "a SQLite database", None),
    (b"bplist00", "an Apple property list", None),
    (b"OggS", "an Ogg recording", None),
    (b"fLaC", "a FLAC recording", None),
    (b"ID3", "an MP3 recording", None),
    (b"\x1aE\xdf\xa3", "a Matroska film", None),
    (b"wOFF", "a font", None),
    (b"wOF2", "a font", None),
    (b"OTTO", "a font", None),
)
# What also opens ordinary words ("BZh…", "ID3 …") is binary only if the rest looks it.
_AMBIGUOUS = (b"BZh", b"ID3", b"OggS", b"fLaC", b"8BPS", b"OTTO", b"wOFF", b"wOF2", b"bplist00")

_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", "a Word document (DOCX)"),
    (b"xl/workbook.xml", "an Excel workbook (XLSX)"),
    (b"ppt/presentation.xml", "a PowerPoint presentation (PPTX)"),
    (b"mimetypeapplication/epub+zip", "an EPUB book"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)"),
)


def recognise(data: bytes) -> Binary | None:
    """What `data` is, where its signature says that it is no text."""
    if data[:4] == b"PK\x03\x04":
        for member, what in _IN_ZIP:
            if member in data:  # names of members and the first, stored one stand as they are
                return Binary(what, _EXTRACT)
        return Binary("a ZIP archive", _UNPACK)
    for signature, what, cure in _SIGNATURES:
        if data.startswith(signature) and (signature not in _AMBIGUOUS or _looks_binary(data)):
            return Binary(what, cure)
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        what = {b"WEBP": "a WebP image", b"WAVE": "a WAV recording"}.get(data[8:12], "an AVI film")
        return Binary(what, None)
    if data[4:8] == b"ftyp" and data[:1] == b"\x00":
        return Binary("a film or an image (MP4 or HEIF)", None)
    if data[257:262] == b"ustar":
        return Binary("a tar archive", _UNPACK)
    return None


def _looks_binary(data: bytes) -> bool:
    """Whether control characters that no text has stand near the start."""
    return any(byte < 0x09 or 0x0D < byte < 0x20 for byte in data[:512])
