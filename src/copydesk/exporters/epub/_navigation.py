"""The table of contents: as EPUB 3 navigation document and, for old readers, as NCX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from copydesk.exporters._direction import language_is_right_to_left
from copydesk.exporters._sanitize import xml_attribute, xml_text
from copydesk.exporters._words import words
from copydesk.exporters.epub._chapters import Chapter


class Entry(Struct, frozen=True, gc=False):
    """A line of the table of contents; `level` is 1 for a line that stands in no other."""

    level: int
    title: str
    address: str


def entries(title: str, chapters: list[Chapter]) -> Iterator[Entry]:
    """The text itself, then its sections in their order; no level is skipped."""
    yield Entry(1, title, chapters[0].file_name)
    last = 1
    for chapter in chapters:
        for heading in chapter.headings:
            last = min(heading.level, last + 1)
            yield Entry(last, heading.title, f"{chapter.file_name}#{heading.id}")


def navigation(title: str, language: str | None, chapters: list[Chapter], *, listed: bool) -> str:
    """The body of the navigation document: a table of contents, and landmarks, of which it is one
    where it is `listed` among the pages of the book.
    """
    own_words = words(language)
    # Words that are English in a book that is not say so.
    foreign = own_words.language != (language or "").lower().split("-")[0]
    said = f' lang="{own_words.language}" xml:lang="{own_words.language}"' if foreign else ""
    if foreign and language_is_right_to_left(language):
        said += ' dir="ltr"'
    label, landmarks = xml_text(own_words.contents), xml_text(own_words.landmarks)
    start = xml_attribute(chapters[0].file_name)
    own = f'<li><a epub:type="toc" href="#toc"{said}>{label}</a></li>\n' if listed else ""
    return (
        '<nav epub:type="toc" id="toc" role="doc-toc" aria-labelledby="contents">\n'
        f'<h1 id="contents"{said}>{label}</h1>\n{_lists(entries(title, chapters))}</nav>\n'
        '<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-labelledby="places">\n'
        f'<h2 id="places"{said}>{landmarks}</h2>\n<ol>\n'
        f'{own}<li><a epub:type="bodymatter" href="{start}">{xml_text(title)}</a></li>\n'
        "</ol>\n</nav>\n"
    )


def _lists(lines: Iterable[Entry]) -> str:
    parts: list[str] = []
    level = 0
    for line in lines:
        if line.level > level:
            parts.append("\n<ol>\n" * (line.level - level))
        else:
            parts.append("</li>\n" + "</ol>\n</li>\n" * (level - line.level))
        parts.append(f'<li><a href="{xml_attribute(line.address)}">{xml_text(line.title)}</a>')
        level = line.level
    return "".join(parts) + "</li>\n</ol>\n" * level


def ncx(identifier: str, title: str, language: str, chapters: list[Chapter]) -> str:
    """The table of contents of EPUB 2 (NISO Z39.86, section 8)."""
    lines = list(entries(title, chapters))
    parts: list[str] = []
    level = 0
    for number, line in enumerate(lines, 1):
        parts.append("</navPoint>\n" * (level - line.level + 1))
        parts.append(
            f'<navPoint id="entry-{number}" playOrder="{number}">'
            f"<navLabel><text>{xml_text(line.title)}</text></navLabel>"
            f'<content src="{xml_attribute(line.address)}"/>\n'
        )
        level = line.level
    parts.append("</navPoint>\n" * level)
    depth = max(line.level for line in lines)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'
        f' xml:lang="{xml_attribute(language)}">\n<head>\n'
        f'<meta name="dtb:uid" content="{xml_attribute(identifier)}"/>\n'
        f'<meta name="dtb:depth" content="{depth}"/>\n'
        '<meta name="dtb:totalPageCount" content="0"/>\n'
        '<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
        f"<docTitle><text>{xml_text(title)}</text></docTitle>\n"
        f"<navMap>\n{''.join(parts)}</navMap>\n</ncx>\n"
    )
