"""A document's use of a face that was found: words are shaped, and get codes as they come."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from copydesk.exporters.pdf._face import HYPHEN, INVISIBLE, Shaped, escape
from copydesk.exporters.pdf._found import Cluster, FoundFace, Placed
from copydesk.exporters.pdf._glyf import Drawn, write_font
from copydesk.exporters.pdf._hyphens import Hyphenator, Widths
from copydesk.exporters.pdf._use import Use

if TYPE_CHECKING:
    from copydesk.exporters.pdf.fonts import Fonts

_LAST_CODE = 0xFFFE
_SOFT_HYPHEN = "\xad"


class FoundUse(Use):
    """The use of a found face. Each code stands for the text of one cluster, and shows all of its
    glyphs, so that readers of the text get it whatever became of its characters in shaping.
    """

    def __init__(self, face: FoundFace, resource: bytes, fonts: Fonts, beside: str) -> None:
        """`beside` is the shipped face that is asked for what this one lacks."""
        self.face = face
        self.scale = 1000 / face.units
        self.codes: dict[tuple[str, tuple[Placed, ...]], int] = {}
        self.advances = [face.advance(0)]
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
                found[-1] = found[-1]._replace(text=_SOFT_HYPHEN)
            shaped = self._encode(found)
        self[word] = shaped
        return shaped

    @property
    def is_drawn(self) -> bool:
        """See `Use`."""
        return bool(self) or len(self.codes) > self._blank_codes

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
        """Each character of a cluster gets its share of the width; the first shows all glyphs."""
        found: list[Shaped] = []
        for cluster in self.face.shape("".join(clusters), self._language, backwards=True):
            share, rest = divmod(cluster.advance, len(cluster.text))
            first = share + rest
            left = cluster.advance - first
            glyphs = tuple(placed._replace(x=placed.x - left) for placed in cluster.glyphs)
            for index, char in enumerate(cluster.text):
                width = share if index else first
                code = self._code(char, () if index else glyphs, width)
                found.append((width * self.scale, self._shown(code, width)))
        return found

    def _covers(self, char: str) -> bool:
        return INVISIBLE.fullmatch(char) is not None or self.face.covers(char)

    def _encode(self, found: Sequence[Cluster]) -> Shaped:
        width = 0
        parts: list[bytes] = []
        for cluster in found:
            natural = cluster.advance
            if len(cluster.glyphs) == 1:
                natural = self.face.advance(cluster.glyphs[0].glyph)
            parts.append(
                self._shown(self._code(cluster.text, cluster.glyphs, natural), cluster.advance)
            )
            width += cluster.advance
        return width * self.scale, b"".join(parts)

    def _shown(self, code: int, advance: int) -> bytes:
        """A code inside a TJ string, and what its width has to be corrected by."""
        apart = self.advances[code] - advance
        shown = escape([code])
        return shown + b")%d(" % round(apart * self.scale) if apart else shown

    def _code(self, text: str, glyphs: tuple[Placed, ...], advance: int) -> int:
        code = self.codes.get((text, glyphs))
        if code is None:
            code = len(self.advances)
            if code > _LAST_CODE:
                return 0
            self.codes[text, glyphs] = code
            self.advances.append(max(advance, 0))
        return code

    def program(self) -> bytes:
        """The font program that a PDF embeds, its glyphs numbered by their codes."""
        face = self.face
        undefined = face.contours(Placed(0, 0, 0))
        drawn = [Drawn(undefined, self.advances[0])]
        for (_, glyphs), advance in zip(self.codes, self.advances[1:], strict=True):
            outline = [contour for placed in glyphs for contour in face.contours(placed)]
            drawn.append(Drawn(outline, advance))
        return write_font(drawn, face.units, face.bbox, face.ascent, face.descent)
