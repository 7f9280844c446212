"""Inlines as runs of text (`w:r`) and hyperlinks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._direction import has_right_to_left
from copydesk.exporters._links import link_address
from copydesk.exporters._metadata import is_visible
from copydesk.exporters._sanitize import xml_attribute, xml_text
from copydesk.exporters.docx._template import language_element
from copydesk.formats import Context
from copydesk.tree import (
    Code,
    Dateline,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
)
from copydesk.walk import inline_text, well_formed_language

_BREAKS = re.compile("\r\n|[\t\n\r]")


class Look(Struct, frozen=True, gc=False):
    """How a run looks: its character style, and what is added to that by hand."""

    style: str = ""
    italic: bool = False
    bold: bool = False
    linked: bool = False
    language: str = ""
    """Empty for that of the document."""

    def with_italic(self) -> Look:
        """This look with emphasis: as a style where there is none yet."""
        if self.style:
            return replace(self, italic=True)
        return replace(self, style="Emphasis")

    def with_bold(self) -> Look:
        """This look with weight: as a style, which takes the place of plain emphasis."""
        if self.style == "Emphasis":
            return replace(self, style="Strong", italic=True)
        return replace(self, bold=True) if self.style else replace(self, style="Strong")

    def with_style(self, style: str) -> Look:
        """This look in another character style; a link stays a link."""
        if self.linked:
            return self
        italic = self.italic or self.style == "Emphasis"
        return replace(self, style=style, italic=italic, bold=self.bold or self.style == "Strong")

    def properties(self, styles: Mapping[str, str], *, right_to_left: bool) -> str:
        """The `w:rPr` of a run of this look, or nothing."""
        style = styles.get(self.style, self.style)
        inner = (
            (f'<w:rStyle w:val="{xml_attribute(style)}"/>' if style else "")
            + ("<w:b/><w:bCs/>" if self.bold else "")
            + ("<w:i/><w:iCs/>" if self.italic else "")
            + (
                "<w:noProof/>" if self.language.startswith("und") else ""
            )  # no dictionary to check by
            + ("<w:rtl/>" if right_to_left else "")
            + language_element("w:lang", self.language)
        )
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""


PLAIN = Look()


class RunWriter:
    """Turns inlines into XML; `links` collects the relationships that the hyperlinks need."""

    def __init__(self, context: Context, styles: Mapping[str, str]) -> None:
        self.links: dict[str, str] = {}
        """Relationship id by address, in order of appearance."""
        self._context = context
        self._styles = styles

    def write(self, inlines: Iterable[Inline], look: Look = PLAIN) -> str:
        """The runs of `inlines`. The recursion ends where the tree does (`tree.MAX_DEPTH`)."""
        parts: list[str] = []
        for inline in inlines:
            match inline:
                case Text():
                    parts.append(self.text(inline.value, look))
                case Emphasis():
                    parts.append(self.write(inline.children, look.with_italic()))
                case Strong():
                    parts.append(self.write(inline.children, look.with_bold()))
                case Code():
                    parts.append(self.text(inline.value, look.with_style("HTMLCode")))
                case Link():
                    parts.append(self._link(inline, look))
                case Foreign():
                    language = well_formed_language(inline.language) or look.language
                    parts.append(self.write(inline.children, replace(look, language=language)))
                case LineBreak():
                    parts.append("<w:r><w:br/></w:r>")
                case Dateline():
                    parts.append(self.write(inline.children, look.with_style("Dateline")))
                    parts.append(self.text(" ", look))
                case _:
                    assert_never(inline)
        return "".join(parts)

    def text(self, text: str, look: Look = PLAIN) -> str:
        """One run; tabs and line ends in it become elements."""
        if not text:
            return ""
        properties = look.properties(self._styles, right_to_left=has_right_to_left(text))
        if text.isprintable() or not _BREAKS.search(text):
            return f'<w:r>{properties}<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
        pieces: list[str] = []
        end = 0
        for found in _BREAKS.finditer(text):
            pieces.append(_piece(text[end : found.start()]))
            pieces.append("<w:tab/>" if found[0] == "\t" else "<w:br/>")
            end = found.end()
        return f"<w:r>{properties}{''.join(pieces)}{_piece(text[end:])}</w:r>"

    def _link(self, link: Link, look: Look) -> str:
        if look.linked:
            return self.write(link.children, look)
        address = link_address(link.target)
        if address is None:
            self._context.report(
                Diagnostic(
                    "unsafe-link",
                    f"not made a link, because it is no safe address: {link.target!r}",
                    span=link.span,
                )
            )
            return self.write(link.children, look)
        italic = look.italic or look.style == "Emphasis"
        bold = look.bold or look.style == "Strong"
        shown = Look("Hyperlink", italic, bold, linked=True, language=look.language)
        inner = self.write(link.children, shown)
        if not is_visible(inline_text(link.children)):  # a link that nobody sees is none
            return inner
        identifier = self.links.setdefault(address, f"link{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{identifier}" w:history="1">{inner}</w:hyperlink>'


def _piece(text: str) -> str:
    return f'<w:t xml:space="preserve">{xml_text(text)}</w:t>' if text else ""
