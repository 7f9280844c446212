"""Documents for plugins that were written before a kind of node was there.

`docs/reference/stability.md`, "What makes a new number": such a plugin never meets what it cannot
know. A block that is new is lowered to a `Custom` block, an inline to the inlines that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from copydesk.tree import Document, Foreign, Inline
from copydesk.walk import transform_inlines, walk

WITH_FOREIGN = 2
"""The first version of the API that has `Foreign`."""


def lowered(document: Document, api: int) -> Document:
    """`document` with the nodes that version `api` has, and no others; `document` itself where it
    has no others.
    """
    if api >= WITH_FOREIGN or not any(isinstance(node, Foreign) for node in walk(document)):
        return document
    return transform_inlines(document, _without_foreign)


def _without_foreign(inline: Inline) -> Iterable[Inline]:
    return inline.children if isinstance(inline, Foreign) else (inline,)
