"""Markdown: CommonMark 0.31.2, or GitHub's superset of it, escaped no more than needed.

What the reader of the Markdown gets is the visible text of the tree, with these conventions:

- The headline is the one `#`; sections are `##` and below, clamped at six. What else stands in the
  head is a paragraph each, in the order of the tree; the deck is set in italics.
- Story breaks are `* * *`. The tail follows the story after a `---`.
- A custom block prints its fallback.
- Line breaks are a backslash at the end of the line; a set-in line of verse starts with `&nbsp;`,
  one a column.
- GitHub makes a link of what looks like an address. In its Markdown one that is no link in the
  tree is kept from it by a backslash, and one of mail by an empty comment before the `@`.
- White space: blanks within a line stay, also several; blanks and tabs at the edges of a line are
  dropped, for CommonMark cannot hold them; any other white space there is a character reference. A
  line end within a text is a blank, as is one within a heading.
"""

from __future__ import annotations

from typing import Annotated, BinaryIO, Literal

from msgspec import Meta

from copydesk.exporters.markdown._blocks import Writer
from copydesk.exporters.markdown._front_matter import front_matter
from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import Document


class MarkdownOptions(FormatOptions, frozen=True):
    """Options of the md format."""

    flavor: Annotated[
        Literal["commonmark", "gfm"],
        Meta(description="whose Markdown; gfm also keeps GitHub from making links and tables"),
    ] = "commonmark"
    wrap: Annotated[
        int, Meta(ge=0, le=10_000, description="columns to fill a line to; 0 leaves lines long")
    ] = 0
    front_matter: Annotated[
        bool, Meta(description="put the metadata on top as a block of YAML")
    ] = False


class MarkdownExporter:
    """Writes CommonMark as UTF-8."""

    Options = MarkdownOptions

    def export(
        self, document: Document, out: BinaryIO, options: MarkdownOptions, context: Context
    ) -> None:
        """Write `document`; an unsafe link is printed as text and reported as `unsafe-link`."""
        text = Writer(options.flavor == "gfm", options.wrap, context.report).document(document)
        if options.front_matter:
            text = front_matter(document.metadata) + text
        out.write(text.encode())
