"""A cover made of nothing but type: the title, who wrote it, who published it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from types import MappingProxyType

from copydesk.exporters._direction import is_right_to_left
from copydesk.exporters._metadata import one_line
from copydesk.exporters._sanitize import xml_text
from copydesk.theme.model import Theme
from copydesk.tree import Document

_WIDTH, _HEIGHT = 1600, 2560
_MARGIN = 150
_MEASURE = _WIDTH - 2 * _MARGIN
_SIZES = (210, 180, 155, 132, 112, 95, 80, 68)
_TITLE_TOP = 410
_TITLE_HEIGHT = 1350
_LEADING = 1.16
_LONGEST_TITLE = 400
_LONGEST_LINE = 60

# Widths in ems of a bold serif, on the safe side; nobody knows which one a reading system has.
_NARROW, _WIDE, _CAPITAL, _OTHER, _FULL = 0.36, 0.98, 0.76, 0.58, 1.0

_FONTS = MappingProxyType(
    {
        "serif": "Georgia, 'Noto Serif', 'Times New Roman', serif",
        "sans": "Helvetica, Arial, 'Noto Sans', sans-serif",
    }
)
_SHEET = """<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" \
height="{height}" role="img" aria-labelledby="title">
<title id="title">{title}</title>
<rect width="{width}" height="{height}" fill="#f5f1e8"/>
<rect x="{margin}" y="330" width="{measure}" height="14" fill="{accent}"/>
<rect x="{margin}" y="2210" width="{measure}" height="3" fill="#1d1d1b"/>
<g fill="#1d1d1b" font-family="{fonts}" \
text-anchor="{anchor}">
{texts}</g>
</svg>
"""


def make_cover(document: Document, title: str, theme: Theme) -> str:
    """An SVG picture of `title`, with the publisher above and the authors below, where known."""
    look = theme.headline
    title = _cut(one_line(title), _LONGEST_TITLE)
    from_right = is_right_to_left(title)
    edge = _WIDTH - _MARGIN if from_right else _MARGIN
    anchor = "end" if from_right else "start"
    if look.align == "center":
        edge, anchor = _WIDTH // 2, "middle"
    size, lines = _fit(title)
    weight = "bold" if look.weight == "bold" else "normal"
    texts = [
        f'<text x="{edge}" y="{_TITLE_TOP + size * (1 + index * _LEADING):.0f}" font-size="{size}"'
        f' font-weight="{weight}">{xml_text(line)}</text>\n'
        for index, line in enumerate(lines)
    ]
    small = f'<text x="{edge}" y="{{}}" font-size="58">{{}}</text>\n'
    if publisher := one_line(document.metadata.publisher or ""):
        texts.append(small.format(270, xml_text(_cut(publisher, _LONGEST_LINE))))
    authors = [one_line(author) for author in document.metadata.authors if one_line(author)]
    for index, line in enumerate(_wrap(", ".join(authors), _MEASURE / 58)[:3]):
        texts.append(small.format(2310 + 74 * index, xml_text(line)))
    return _SHEET.format(
        width=_WIDTH,
        height=_HEIGHT,
        margin=_MARGIN,
        measure=_MEASURE,
        title=xml_text(title),
        anchor=anchor,
        accent=theme.accent,
        fonts=_FONTS["sans" if look.face == "sans" else "serif"],
        texts="".join(texts),
    )


def _fit(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines."""
    for size in _SIZES:
        lines = _wrap(title, _MEASURE / size)
        if len(lines) * size * _LEADING <= _TITLE_HEIGHT and (len(lines) <= 6 or size < 120):
            return size, lines
    return _SIZES[-1], lines[: int(_TITLE_HEIGHT / (_SIZES[-1] * _LEADING))]


def _wrap(text: str, ems: float) -> list[str]:
    """`text` in lines at most `ems` wide, broken at blanks, and in words that are wider alone."""
    lines: list[str] = []
    line, width = "", 0.0
    for word in text.split(" "):
        for piece in _pieces(word, ems):
            wide = _ems(piece)
            if line and width + _NARROW + wide > ems:
                lines.append(line)
                line, width = piece, wide
            else:
                line, width = (f"{line} {piece}", width + _NARROW + wide) if line else (piece, wide)
    return [*lines, line] if line else lines


def _pieces(word: str, ems: float) -> list[str]:
    if _ems(word) <= ems:
        return [word]
    pieces: list[str] = []
    start, width = 0, 0.0
    for index, char in enumerate(word):
        wide = _ems(char)
        if width + wide > ems and not unicodedata.combining(char):
            pieces.append(word[start:index])
            start, width = index, 0.0
        width += wide
    return [*pieces, word[start:]]


def _ems(text: str) -> float:
    return sum(map(_char_ems, text))


@lru_cache(maxsize=1024)
def _char_ems(char: str) -> float:
    if char in "ijlI.,:;|'!’‘()[]-":
        return _NARROW
    if char in "mwMW—@%":
        return _WIDE
    if unicodedata.east_asian_width(char) in "WF":
        return _FULL
    return _CAPITAL if char.isupper() or char.isdigit() else _OTHER


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rstrip() + "…"
