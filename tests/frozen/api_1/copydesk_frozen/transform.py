"""Puts a word at the end of each paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from copydesk.hooks import Context, Diagnostic, FormatOptions
from copydesk.tree import Block, Document, Inline, Paragraph, Rule, Text
from copydesk.walk import transform, transform_inlines, validate


class FreezeOptions(FormatOptions, frozen=True):
    """Options of the transform."""

    word: Annotated[str, Meta(description="the word")] = "brr"
    loud: Annotated[bool, Meta(description="whether all is in capitals")] = False


class Freeze:
    """Adds the word, and leaves out rules."""

    Options = FreezeOptions

    def apply(self, document: Document, options: FreezeOptions, context: Context) -> Document:
        """Return the changed document."""

        def frozen(block: Block) -> Iterator[Block]:
            if isinstance(block, Paragraph):
                yield replace(block, children=(*block.children, Text(f" {options.word}")))
            elif isinstance(block, Rule):
                yield replace(block, value="~ ~ ~")
            else:
                yield block

        def loud(inline: Inline) -> Iterator[Inline]:
            yield (
                replace(inline, value=inline.value.upper()) if isinstance(inline, Text) else inline
            )

        made = transform(document, frozen)
        if options.loud:
            made = transform_inlines(made, loud)
        assert validate(made) == []
        context.report(Diagnostic("frozen-cold", "it is cold", "note"))
        return made
