"""The faces of one document: which face shows a character, and what of each is to be embedded.

A character is looked for in the face of its style, then in FALLBACKS, then in the fonts that are
found on the machine. What none has is shown as a mark, noted, and keeps its own character in the
text of the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

from copydesk.errors import OptionError
from copydesk.exporters.pdf._bidi import mirror
from copydesk.exporters.pdf._face import (
    HYPHEN,
    INVISIBLE,
    MARKS,
    Face,
    Shaped,
    escape,
    load_face,
)
from copydesk.exporters.pdf._hyphens import Hyphenator, Widths
from copydesk.exporters.pdf._use import Piece, Use

if TYPE_CHECKING:
    from copydesk.exporters.pdf._found import FoundFace
    from copydesk.exporters.pdf._library import Library

_LAST_CODE = 0xFFFE
_REPLACEMENT = "\ufffd"

FALLBACKS = ("fallback", "sans", "mono")
"""Faces asked in this order for a character that a style's own face lacks."""


_SERIFS = ("serif", "display")


def _is_bold(name: str) -> bool:
    return "bold" in name or name.startswith("display")


class FaceUse(Use):
    """The use of a shipped face."""

    def __init__(self, face: Face, resource: bytes, fonts: Fonts) -> None:
        super().__init__(resource, face.space, escape([face.codes[" "]]))
        self.face = face
        self.extra: dict[tuple[str, str], int] = {}
        self.extra_glyphs: dict[int, int | None] = {}
        self.alone: set[str] = set()
        self._fonts = fonts

    def __missing__(self, word: str) -> Shaped | None:
        shaped = self.face.shape(word)
        self[word] = shaped
        return shaped

    def shaped(self, words: Sequence[str]) -> list[Shaped] | None:
        """See `Use`."""
        found = list(map(self.face.words.get, words))  # most words were set before
        if None in found:
            return super().shaped(words)
        self.update(zip(words, found, strict=True))
        return cast("list[Shaped]", found)

    @property
    def is_drawn(self) -> bool:
        """See `Use`."""
        return bool(self.alone or self.extra or super().is_drawn)

    @property
    def hyphen(self) -> float:
        """See `Use`."""
        return self.face.widths[self.face.codes[HYPHEN]]

    def part_widths(self, hyphenator: Hyphenator) -> Widths:
        """See `Use`."""
        return hyphenator.widths(self.face)

    def _set_pieces(self, word: str) -> list[Piece]:
        """In one other face if it can be, for letters of two faces in a word are ugly, or else each
        character where it is found.
        """
        if not MARKS.search(word) and any(
            char.isalpha() and char not in self.face.codes for char in word
        ):
            for use in self._fonts.fallbacks(self):
                shaped = use[word]
                if shaped is not None:
                    return [Piece(use, *shaped)]
        return super()._set_pieces(word)

    def choose(self, cluster: str) -> Use:
        """See `Use`."""
        if INVISIBLE.fullmatch(cluster) or self._has(cluster):
            return self
        for use in self._fonts.fallbacks(self):
            if use._has(cluster):
                return use
        return self._fonts.find(cluster, self.face.name)

    def joins(self, cluster: str) -> bool:
        """See `Use`."""
        return False

    def takes(self, cluster: str, chosen: Use) -> bool:
        """See `Use`."""
        return False

    def set_clusters(self, clusters: Sequence[str]) -> Shaped:
        """See `Use`."""
        return self.encode([self._code(cluster) for cluster in clusters])

    def set_backwards(self, clusters: Sequence[str]) -> list[Shaped]:
        """See `Use`."""
        return [self.encode([self._code(cluster, mirror(cluster))]) for cluster in clusters]

    def encode(self, codes: list[int]) -> Shaped:
        """Width and TJ string of codes, among which may be this document's own."""
        first_extra = len(self.face.widths)
        if all(code < first_extra for code in codes):
            return self.face.encode(codes)
        return sum(map(self.width, codes)), escape(codes)

    def width(self, code: int) -> float:
        """The width of a code in thousandths of an em."""
        if code < len(self.face.widths):
            return self.face.widths[code]
        glyph = self.extra_glyphs[code]
        return 0.0 if glyph is None else self.face.widths[glyph]

    def characters(self) -> set[str]:
        """The characters of the face that the document uses."""
        return self.alone.union(" ", *[word for word, shaped in self.items() if shaped])

    def _has(self, cluster: str) -> bool:
        shown = unicodedata.normalize("NFC", cluster)
        return cluster in self.face.codes or (len(shown) == 1 and shown in self.face.font.cmap)

    def _code(self, cluster: str, drawn: str | None = None) -> int:
        """The code that shows a character, with its combining marks if it has any.

        `drawn` is what is drawn for it, where that is another character.
        """
        drawn = drawn or cluster
        if (cluster, drawn) in self.extra:
            return self.extra[cluster, drawn]
        if INVISIBLE.fullmatch(cluster):
            return self.add(cluster, None)
        if cluster == drawn and cluster in self.face.codes:
            self.alone.add(cluster)
            return self.face.codes[cluster]
        shown = unicodedata.normalize("NFC", drawn)
        if len(shown) == 1 and shown in self.face.font.cmap:
            return self.add(cluster, self.face.font.cmap[shown], drawn)
        self._fonts.miss(cluster)
        if cluster == _REPLACEMENT:
            return self.face.codes[_REPLACEMENT]
        return self.add(cluster, self.face.font.cmap[_REPLACEMENT])

    def add(self, text: str, glyph: int | None, drawn: str | None = None) -> int:
        """A code of this document's own that stands for `text` and shows `glyph`, that of `drawn`
        where this is another text.
        """
        key = (text, drawn or text)
        code = self.extra.get(key)
        if code is None:
            code = len(self.face.widths) + len(self.extra)
            if code > _LAST_CODE:
                return self.face.codes.get(_REPLACEMENT, self.face.codes[" "])
            self.extra[key] = code
            self.extra_glyphs[code] = glyph
        return code


class Fonts:
    """All faces that a document uses, and the characters that none of them has.

    `library` makes the fonts beside those that are shipped, when they are asked for. A `family` of
    them takes the place of the serifs.
    """

    def __init__(
        self,
        library: Callable[[], Library | None] | None = None,
        language: str | None = None,
        family: str | None = None,
    ) -> None:
        self.language = language
        self._family = family
        self._make_library = library
        self._uses: dict[str, FaceUse] = {}
        self._found: dict[FoundFace, Use] = {}
        self._own: dict[str, Use] = {}
        self._all: list[Use] = []
        self.missing: dict[str, None] = {}
        """The characters that no face has, in order of first meeting."""

    @cached_property
    def _library(self) -> Library | None:
        return self._make_library() if self._make_library is not None else None

    def use(self, name: str) -> Use:
        """This document's use of the face `name`, or of what takes its place.

        Raises `OptionError` where there is no such family.
        """
        if self._family is None or not name.startswith(_SERIFS):
            return self.shipped(name)
        use = self._own.get(name)
        if use is None:
            face = None
            if self._library is not None:
                italic = "italic" in name
                face = self._library.family(self._family, bold=_is_bold(name), italic=italic)
            if face is None:
                raise OptionError(
                    f"pdf.font={self._family}: no such family among the fonts that are found",
                    cure=self._near(self._family),
                )
            use = self._own[name] = self.found(face, name)
        return use

    def _near(self, family: str) -> str:
        if self._library is None:
            return "pip install uharfbuzz, which finds fonts"
        from difflib import get_close_matches  # noqa: PLC0415 # for a slip alone

        near = get_close_matches(family, self._library.families(), n=3)
        shown = " or ".join(near)
        return f"is it {shown}?" if near else "pdf.font_dir names a folder with more"

    def shipped(self, name: str) -> FaceUse:
        """This document's use of the shipped face `name`."""
        use = self._uses.get(name)
        if use is None:
            use = FaceUse(load_face(name), self._resource(), self)
            self._uses[name] = use
            self._all.append(use)
        return use

    def found(self, face: FoundFace, beside: str) -> Use:
        """This document's use of a face that was found, `beside` a shipped one."""
        from copydesk.exporters.pdf._found_use import FoundUse  # noqa: PLC0415 # loads HarfBuzz

        use = self._found.get(face)
        if use is None:
            use = self._found[face] = FoundUse(face, self._resource(), self, beside)
            self._all.append(use)
        return use

    def _resource(self) -> bytes:
        return b"/F%d" % (len(self._all) + 1)

    def uses(self) -> list[Use]:
        """The faces used, in order of first use."""
        return [use for use in self._all if use.is_drawn]

    def fallbacks(self, use: FaceUse) -> Iterator[FaceUse]:
        """The faces to ask for what `use` lacks."""
        for name in FALLBACKS:
            if name != use.face.name:
                yield self.shipped(name)

    def find(self, cluster: str, beside: str) -> Use:
        """The use of a face that has a character which no shipped one has; else of one that shows
        a mark in its place. It is still that character to readers of the text.
        """
        if cluster != _REPLACEMENT and self._library is not None:
            sans = beside.startswith("sans")
            face = self._library.find(cluster, bold=_is_bold(beside), sans=sans)
            if face is not None:
                return self.found(face, beside)
        return self.shipped(FALLBACKS[0])

    def miss(self, char: str) -> None:
        """Note a character that no face has."""
        self.missing[char] = None
