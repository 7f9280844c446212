"""Numbers before the headings of sections: 1, 1.1, 1.2, 2."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from msgspec.structs import replace

from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import Block, Document, Section, Text
from copydesk.walk import inline_text

# A number of its own: "2. Methods", "2.1 Methods", "2) Methods"; but not "2023 in review".
_NUMBERED = re.compile(r"\s*[0-9]{1,3}(?:[.)]|(?:\.[0-9]{1,3})+[.)]?)\s")


class NumberSectionsOptions(FormatOptions, frozen=True):
    """Options of number-sections."""

    depth: Annotated[
        int, msgspec.Meta(ge=1, le=64, description="how many levels of sections get a number")
    ] = 3


class NumberSections:
    """Puts a number before each section's title; those that have one already keep it as it is."""

    Options = NumberSectionsOptions

    def apply(
        self, document: Document, options: NumberSectionsOptions, context: Context
    ) -> Document:
        """Return `document` with numbered sections. Those that stand in quotes or in other blocks
        are somebody else's, and are left as they are.
        """
        return replace(document, body=_numbered(document.body, (), options.depth))


def _numbered(blocks: tuple[Block, ...], above: tuple[int, ...], depth: int) -> tuple[Block, ...]:
    # Sections nest at most MAX_DEPTH deep, so that this recursion is bounded.
    if len(above) == depth:
        return blocks
    made: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, Section):
            count += 1
            number = (*above, count)
            title = block.title
            if not _NUMBERED.match(inline_text(title)):
                title = (Text(".".join(map(str, number)) + " "), *title)
            made.append(
                replace(block, title=title, children=_numbered(block.children, number, depth))
            )
        else:
            made.append(block)
    return tuple(made)
