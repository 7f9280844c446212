"""The transform `smartypants`."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from msgspec import Meta

from copydesk.hooks import Context, Diagnostic, FormatOptions
from copydesk.tree import Document
from copydesk_smartypants._marks import marks_of
from copydesk_smartypants._text import Scope, changes, straightenings
from copydesk_smartypants._tree import Retyping


class SmartypantsOptions(FormatOptions, frozen=True):
    """Options of smartypants."""

    direction: Annotated[
        Literal["educate", "stupefy"],
        Meta(description="straight marks to typographic ones, or the other way"),
    ] = "educate"
    language: Annotated[
        str | None, Meta(description="whose marks, as a tag like de-CH; none: the document's")
    ] = None
    quotes: Annotated[bool, Meta(description="change quotation marks and apostrophes")] = True
    dashes: Annotated[bool, Meta(description="change -- to a dash, or back")] = True
    ellipses: Annotated[bool, Meta(description="change ... to an ellipsis, or back")] = True


class Smartypants:
    """Changes the marks in all text but code, preformatted text and addresses."""

    Options = SmartypantsOptions

    def apply(self, document: Document, options: SmartypantsOptions, context: Context) -> Document:
        """Return `document` with the marks changed; a leaf that is changed has no span.

        Where the language is not known, or not to this plugin, `smartypants-language` is reported
        and the document comes back as it is.
        """
        scope = Scope(options.quotes, options.dashes, options.ellipses)
        if options.direction == "stupefy":
            return Retyping(partial(straightenings, scope=scope)).document(document)
        language = options.language or document.metadata.language
        marks = marks_of(language)
        if marks is None:
            told = (
                f"the marks of {language!a} are not known" if language else "no language is known"
            )
            message = f"{told}, so that all marks stay as they are; set language="
            context.report(Diagnostic("smartypants-language", message))
            return document
        return Retyping(partial(changes, marks=marks, scope=scope)).document(document)
