"""A table of contents: a field that Word can bring up to date, filled with links to sections."""

from __future__ import annotations

from msgspec import Struct

from copydesk.exporters._sanitize import xml_text

_DEEPEST = 3
# ISO/IEC 29500-1, 17.16.5.68: headings 1 to 3, as links, without numbers of pages, which only a
# program that sets the pages could know.
_FIELD = f' TOC \\o "1-{_DEEPEST}" \\h \\n \\u '


_AFTER = '<w:spacing w:after="280"/>'


class Heading(Struct, frozen=True, gc=False):
    """A section's heading, and the bookmark round it."""

    level: int
    title: str
    bookmark: str


def bookmarked(runs: str, number: int, name: str) -> str:
    """`runs` with a bookmark round them."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'
    )


def contents(
    headings: list[Heading], title: str, styles: dict[str, str], language: str = ""
) -> str:
    """The paragraphs of the table; none where there are no headings to name. `language` is the
    `w:lang` of the title, where it is not that of the document.
    """
    shown = [heading for heading in headings if heading.level <= _DEEPEST and heading.title]
    if not shown:
        return ""
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{xml_text(_FIELD)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    parts = [_paragraph("TOCHeading", _run(title, language), styles)]
    for index, heading in enumerate(shown):
        link = (
            f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">'
            f"{_run(heading.title)}</w:hyperlink>"
        )
        before = opening if index == 0 else ""
        after = closing if index == len(shown) - 1 else ""
        room = _AFTER if after else ""
        parts.append(_paragraph(f"TOC{heading.level}", before + link + after, styles, room))
    return "".join(parts)


def _paragraph(style: str, content: str, styles: dict[str, str], spacing: str = "") -> str:
    name = styles.get(style, style)
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{spacing}</w:pPr>{content}</w:p>'


def _run(text: str, language: str = "") -> str:
    properties = f"<w:rPr>{language}</w:rPr>" if language else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
