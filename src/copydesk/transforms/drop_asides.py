"""A story without what stands beside it: links to other stories, advertisements, credits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import Aside, AsideRole, Block, Custom, Document, List, Quote
from copydesk.walk import transform


class DropAsidesOptions(FormatOptions, frozen=True):
    """Options of drop-asides."""

    roles: Annotated[
        tuple[AsideRole | Literal["all"], ...],
        msgspec.Meta(description="which asides are left out"),
    ] = ("related", "boilerplate")


class DropAsides:
    """Leaves out asides, wherever they stand. By default those whom a reader of the story alone
    does not miss; corrections, rights and credits go only when they are named.
    """

    Options = DropAsidesOptions

    def apply(self, document: Document, options: DropAsidesOptions, context: Context) -> Document:
        """Return `document` without these asides, and without what held nothing else.

        An item of a list stays, so that the others keep their numbers.
        """

        def kept(block: Block) -> Iterable[Block]:
            match block:
                case Aside() if block.role in options.roles or "all" in options.roles:
                    return ()
                case Quote() if not block.children and block.attribution is None:
                    return ()
                case List() if not any(item.children for item in block.children):
                    return ()
                case Custom() if not block.fallback:
                    return ()
                case _:
                    return (block,)

        return transform(document, kept)
