"""Which fonts there are: in a folder that the user names, in font packages, on the system.

A font is chosen by a fixed order of file names, so that the same fonts give the same bytes. Files
are listed when a character is first missing from the shipped faces, and opened as they are asked.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb
from msgspec import Struct

from copydesk import discovery
from copydesk.exporters.pdf._found import PAGE, FoundFace

_SELECTION = 62
"""Where OS/2.fsSelection stands."""
_PACKAGES = "fontpkg.family"
"""The entry points by which font packages make themselves known."""
_SUFFIXES = (".ttf", ".otf")
_COLLECTIONS = (".ttc", ".otc")
_NEVER = re.compile("lastresort|adobeblank|notdef|colou?remoji|emojicolor")
_STYLE = re.compile(
    "[-_ ]?(?:thin|hairline|light|book|regular|roman|medium|extra|ultra|semi|demi|bold|black|heavy"
    "|italic|oblique|it|bd| )+$"
)
_BOLD = re.compile("bold|black|heavy|demi|-bd")
_ITALIC = re.compile("italic|oblique|-it$")
_ODD_WEIGHT = re.compile("thin|hairline|light|medium|black|heavy|extra|ultra|semi")
_SERIF = re.compile("serif|naskh|mincho|ming|song|sung|batang|myeongjo|amiri|garamond|times|roman")
_SPECIAL = re.compile(
    "mono|condensed|narrow|math|kufi|rashi|nastaliq|looped|unjoined|display|ui(?=[-\\[]|$)|slanted"
)
_GENERAL = re.compile(
    "dejavu|droid|fallback|unifont|liberation|free(?:sans|serif)|arial|tinos|arimo"
)
_LANGUAGES = {
    "ja": re.compile("jp|japan|mincho|ipa|takao|hiragino|yu(?:min|goth)|meiryo"),
    "ko": re.compile("kr|korea|batang|nanum|malgun|myeongjo"),
    "ur": re.compile("nastaliq"),
    "zh": re.compile("sc|cn|china|song|simsun|yahei|wqy|wenquan"),
    "zh-hant": re.compile("tc|tw|hk|taiwan|ming|jhenghei"),
}
_EAST_ASIAN = re.compile(
    "[\u2e80-\u312f\u3190-\u31ff\u3220-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffe6"
    "\U00020000-\U0003ffff]"
)
_EXEMPLARS = {"ja": "あ", "ko": "가"}
"""East Asian characters are taken from a font that has all of a script: many have a few of them."""
_TRADITIONAL = ("hant", "tw", "hk", "mo")


class _File(NamedTuple):
    """A face of a font file: where it came from (0 for the user's folder) and what it is called."""

    source: int
    name: str
    path: Path
    number: int

    def order(
        self, language: re.Pattern[str] | None, *, bold: bool, sans: bool
    ) -> tuple[object, ...]:
        """The files are asked in this order."""
        name = self.name
        kind = 3 if _GENERAL.search(name) else 2 if _SPECIAL.search(name) else 0
        if language is not None and language.search(name):
            kind = -1
        variable = "[" in name and "wght" in name
        style = (
            _ITALIC.search(name) is not None,
            _ODD_WEIGHT.search(name) is not None,
            not variable and bold != (_BOLD.search(name) is not None),
        )
        serif = _SERIF.search(name) is not None
        return self.source, kind, serif == sans, _STYLE.sub("", name.partition("[")[0]), style, name


def _roots(folder: str | None, *, system: bool) -> Iterator[tuple[int, Path]]:
    """The folders with fonts, each with its source."""
    if folder:
        yield 0, Path(folder)
    for root in _packages():
        yield 1, root
    for root in _system() if system else ():
        yield 2, root


@cache
def _files(roots: tuple[tuple[int, Path], ...]) -> tuple[_File, ...]:
    """All faces of all files below folders, listed once a process."""
    seen: set[tuple[str, int]] = set()
    found: list[_File] = []
    for source, root in roots:
        for path in _below(root):
            for file in _faces(source, path):
                if (path.name, file.number) not in seen and not _NEVER.search(file.name):
                    seen.add((path.name, file.number))
                    found.append(file)
    return tuple(found)


def _packages() -> Iterator[Path]:
    for entry in discovery.find(_PACKAGES):
        try:
            spec = find_spec(entry.target.partition(":")[0])
        except (ImportError, ValueError):
            continue
        yield from map(Path, (spec and spec.submodule_search_locations) or ())


def _system() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = os.environ.get("WINDIR", r"C:\Windows")
        return [Path(windows, "Fonts"), Path(local, "Microsoft", "Windows", "Fonts")]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        data / "fonts",
        home / ".fonts",
    ]


def _below(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        inner.sort()
        for name in sorted(names):
            if name.lower().endswith((*_SUFFIXES, *_COLLECTIONS)):
                yield Path(folder, name)


def _faces(source: int, path: Path) -> Iterator[_File]:
    if path.suffix.lower() in _SUFFIXES:
        yield _File(source, path.stem.lower(), path, 0)
        return
    try:
        blob = hb.Blob.from_file_path(str(path))
        for index in range(hb.Face(blob).count):
            name = hb.Face(blob, index).get_name(hb.OTNameIdPredefined.FULL_NAME)
            yield _File(source, (name or path.stem).lower().replace(" ", ""), path, index)
    except (hb.HarfBuzzError, OSError):
        return


@cache
def _load(path: Path, index: int, *, bold: bool, italic: bool) -> FoundFace | None:
    try:
        return FoundFace(path, index, bold=bold, italic=italic)
    except (hb.HarfBuzzError, OSError, struct.error, ValueError):
        return None


class _Page(Struct):
    """A stretch of Unicode: the faces that have some of it, and how many files were asked."""

    faces: list[FoundFace]
    asked: int = 0


class Library:
    """The fonts that one document may use beside those that are shipped."""

    def __init__(self, folder: str | None, language: str | None, *, system: bool) -> None:
        """`folder` is the user's; fonts of the `system` are used or not."""
        self._files = _files(tuple(_roots(folder, system=system)))
        self._language = _hint(language)
        self._exemplar = _EXEMPLARS.get((language or "").lower().split("-")[0], "中")
        self._sorted: dict[tuple[bool, bool], list[_File]] = {}
        self._pages: dict[tuple[int, str, bool, bool], _Page] = {}
        self._chosen: dict[tuple[str, bool, bool], FoundFace | None] = {}

    def find(self, text: str, *, bold: bool, sans: bool) -> FoundFace | None:
        """The first face that has a character, with its marks if it has any."""
        key = (text, bold, sans)
        if key not in self._chosen:
            self._chosen[key] = self._find(text, bold=bold, sans=sans)
        return self._chosen[key]

    def _find(self, text: str, *, bold: bool, sans: bool) -> FoundFace | None:
        files = self._sorted.get((bold, sans))
        if files is None:
            files = sorted(
                self._files, key=lambda file: file.order(self._language, bold=bold, sans=sans)
            )
            self._sorted[bold, sans] = files
        beside = self._exemplar if _EAST_ASIAN.match(text) else ""
        found = self._ask(files, text, beside, bold=bold, sans=sans)
        return self._ask(files, text, "", bold=bold, sans=sans) if beside and not found else found

    def _ask(
        self, files: list[_File], text: str, beside: str, *, bold: bool, sans: bool
    ) -> FoundFace | None:
        """The first face that has `text`, of those that have the characters of `beside`, too."""
        number = ord(text[0]) // PAGE
        page = self._pages.setdefault((number, beside, bold, sans), _Page([]))
        for face in page.faces:
            if face.covers(text):
                return face
        while page.asked < len(files):
            file = files[page.asked]
            page.asked += 1
            opened = _load(file.path, file.number, bold=bold, italic=False)
            if opened is not None and opened.reaches(number) and opened.covers(beside):
                page.faces.append(opened)
                if opened.covers(text):
                    return opened
        return None

    def family(self, name: str, *, bold: bool, italic: bool) -> FoundFace | None:
        """The face of a family that comes nearest to a style; None if there is no such family."""
        wanted = _plain(name)
        best: tuple[object, ...] | None = None
        found: _File | None = None
        for file in self._files:
            if _plain_family(file) != wanted:
                continue
            weight, slanted = _style_of(file)
            rank = (
                italic != slanted,
                0 if not weight else abs(weight - (700 if bold else 400)),
                file.source,
                file.name,
            )
            if best is None or rank < best:
                best, found = rank, file
        return found and _load(found.path, found.number, bold=bold, italic=italic)

    def families(self) -> list[str]:
        """The names of all families."""
        return sorted({_family(file) for file in self._files} - {""})


@cache
def _style_of(file: _File) -> tuple[int, bool]:
    """The weight of a face, 0 if it can have any, and whether it is slanted (OpenType, "OS/2")."""
    face = hb.Face(hb.Blob.from_file_path(str(file.path)), file.number)
    os2 = bytes(face.reference_table("OS/2").data or b"")
    if len(os2) < _SELECTION + 2:
        return 400, False
    slanted = bool(struct.unpack_from(">H", os2, _SELECTION)[0] & 1)
    if any(axis.tag == "wght" for axis in face.axis_infos):
        return 0, slanted
    return struct.unpack_from(">H", os2, 4)[0], slanted


@cache
def _family(file: _File) -> str:
    try:
        face = hb.Face(hb.Blob.from_file_path(str(file.path)), file.number)
    except (hb.HarfBuzzError, OSError):
        return ""
    names = (hb.OTNameIdPredefined.TYPOGRAPHIC_FAMILY, hb.OTNameIdPredefined.FONT_FAMILY)
    return next(filter(None, (face.get_name(name) for name in names)), "")


@cache
def _plain_family(file: _File) -> str:
    return _plain(_family(file))


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _hint(tag: str | None) -> re.Pattern[str] | None:
    subtags = (tag or "").lower().split("-")
    if subtags[0] == "zh" and any(part in _TRADITIONAL for part in subtags):
        return _LANGUAGES["zh-hant"]
    return _LANGUAGES.get(subtags[0])
