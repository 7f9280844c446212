"""A document's use of a face that was found: words are shaped, and get codes as they come."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from copydesk.exporters.pdf._face import HYPHEN, INVISIBLE, Shaped, escape
from copydesk.exporters.pdf._found import SPECK, Cluster, FoundFace, Placed
from copydesk.exporters.pdf._glyf import write_font
from copydesk.exporters.pdf._hyphens import Hyphenator, Widths
from copydesk.exporters.pdf._use import Use

if TYPE_CHECKING:
    from copydesk.exporters.pdf.fonts import Fonts

_LAST_CODE = 0xFFFE
_LONGEST_TEXT = 16
"""How many characters a code stands for at most: readers of the map to Unicode have limits."""
_SOFT_HYPHEN = "\xad"


class FoundUse(Use):
    """The use of a found face. Each code stands for the text of one cluster, and shows all of its
    glyphs, so that readers of the text get it whatever became of its characters in shaping.
    """

    def __init__(self, face: FoundFace, resource: bytes, fonts: Fonts, beside: str) -> None:
        """`beside` is the shipped face that is asked for what this one lacks."""
        self.face = face
        self.scale = 1000 / face.units
        self._band = face.units // 8
        self.codes: dict[tuple[str, tuple[Placed, ...], int], int] = {}
        self.advances = [face.advance(0)]
        self._escaped = [escape([0])]
        self._fonts = fonts
        self._beside = beside
        self._language = fonts.language
        self._parts: Widths | None = None
        if face.covers(" "):
            width, blank = self._encode(face.shape(" ", None))
        else:
            width = face.units / 4 * self.scale
            blank = escape([self._code(" ", (), face.units // 4)])
        super().__init__(resource, width, blank)
        self._blank_codes = len(self.codes)

    def __missing__(self, word: str) -> Shaped | None:
        divided = word.endswith(HYPHEN)
        text = word[:-1] + "-" if divided else word
        shaped = None
        if all(map(self._covers, text)):
            found = self.face.shape(text, self._language)
            if divided:
                found = (*found[:-1], found[-1]._replace(text=_SOFT_HYPHEN))
            shaped = self._encode(found)
        self[word] = shaped
        return shaped

    @property
    def is_drawn(self) -> bool:
        """See `Use`."""
        return len(self.codes) > self._blank_codes or super().is_drawn

    @property
    def hyphen(self) -> float:
        """See `Use`."""
        shaped = self[HYPHEN]
        return shaped[0] if shaped else 0.0

    def part_widths(self, hyphenator: Hyphenator) -> Widths:
        """See `Use`."""
        if self._parts is None:
            self._parts = Widths(self.__getitem__, hyphenator)
        return self._parts

    def choose(self, cluster: str) -> Use:
        """See `Use`."""
        if INVISIBLE.fullmatch(cluster) or self.face.covers(cluster):
            return self
        return self._fonts.shipped(self._beside).choose(cluster)

    def joins(self, cluster: str) -> bool:
        """See `Use`."""
        if INVISIBLE.fullmatch(cluster):
            return True
        return unicodedata.category(cluster[0]).startswith("M") and self.face.covers(cluster)

    def takes(self, cluster: str, chosen: Use) -> bool:
        """See `Use`."""
        return isinstance(chosen, FoundUse) and self.face.covers(cluster)

    def set_clusters(self, clusters: Sequence[str]) -> Shaped:
        """See `Use`."""
        word = "".join(clusters)
        return self[word] or self._encode(self.face.shape(word, self._language))

    def set_backwards(self, clusters: Sequence[str]) -> list[Shaped]:
        """Each character of a cluster, or with marks, gets its share of the width.

        PDFium leaves out a character that stands by itself and shows nothing, and sees a new line
        in one that is wholly above or below the one before it. Specks make it read such text, too.
        """
        found = self.face.shape("".join(clusters), self._language, backwards=True)
        starts = [at for at, cluster in enumerate(found) if not at or cluster.advance]
        return [
            shaped
            for start, end in pairwise([*starts, len(found)])
            for shaped in self._share(found[start:end])
        ]

    def _share(self, group: Sequence[Cluster]) -> Iterator[Shaped]:
        text = "".join([cluster.text for cluster in group])
        total = max(sum([cluster.advance for cluster in group]), 0)
        share, rest = divmod(total, len(text))
        dot: Placed | None = None
        at = 0
        for cluster in group:
            moved = cluster.x - group[0].x
            for index, char in enumerate(cluster.text):
                origin = (len(text) - 1 - at) * share
                glyphs: tuple[Placed, ...] = ()
                if not index:
                    glyphs = tuple(
                        placed._replace(x=placed.x + moved - origin) for placed in cluster.glyphs
                    )
                ink = [(placed, self.face.ink(placed.glyph)) for placed in glyphs]
                drawn = [(placed, inked) for placed, inked in ink if inked is not None]
                if drawn:
                    placed, inked = drawn[0]
                    dot = Placed(SPECK, placed.x + inked.x + origin, placed.y + inked.y)
                    if all(
                        placed.y + inked.high < self._band or placed.y + inked.low > self._band
                        for placed, inked in drawn
                    ):
                        glyphs = (*glyphs, dot._replace(x=dot.x - origin, y=self._band))
                elif dot is not None:
                    glyphs = (dot._replace(x=dot.x - origin),)
                width = share if at else share + rest
                code = self._code(char, glyphs, width)
                yield width * self.scale, self._shown(code, width)
                at += 1

    def _covers(self, char: str) -> bool:
        return INVISIBLE.fullmatch(char) is not None or self.face.covers(char)

    def _encode(self, found: Sequence[Cluster]) -> Shaped:
        width = 0
        parts: list[bytes] = []
        for cluster in found:
            natural = cluster.advance
            if len(cluster.glyphs) == 1:
                natural = self.face.advance(cluster.glyphs[0].glyph)
            text = cluster.text[:_LONGEST_TEXT]
            parts.append(self._shown(self._code(text, cluster.glyphs, natural), cluster.advance))
            for at in range(_LONGEST_TEXT, len(cluster.text), _LONGEST_TEXT):
                text = cluster.text[at : at + _LONGEST_TEXT]
                parts.append(escape([self._code(text, (), 0)]))
            width += cluster.advance
        return width * self.scale, b"".join(parts)

    def _shown(self, code: int, advance: int) -> bytes:
        """A code inside a TJ string, and what its width has to be corrected by."""
        apart = self.advances[code] - advance
        shown = self._escaped[code]
        return shown + b")%d(" % round(apart * self.scale) if apart else shown

    def _code(self, text: str, glyphs: tuple[Placed, ...], advance: int) -> int:
        key = (text, glyphs, max(advance, 0))
        code = self.codes.get(key)
        if code is None:
            code = len(self.advances)
            if code > _LAST_CODE:
                return 0
            self.codes[key] = code
            self._escaped.append(escape([code]))
            self.advances.append(key[2])
        return code

    def program(self) -> bytes:
        """The font program that a PDF embeds, its glyphs numbered by their codes."""
        face = self.face
        drawn = [face.drawn((Placed(0, 0, 0),), self.advances[0])]
        drawn += [face.drawn(glyphs, advance) for _, glyphs, advance in self.codes]
        return write_font(drawn, face.units, face.bbox, face.ascent, face.descent)
