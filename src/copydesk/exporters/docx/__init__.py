"""DOCX (ISO/IEC 29500, WordprocessingML) on python-docx's package, with a template of our own."""

from __future__ import annotations

from typing import Annotated, BinaryIO, Literal

from msgspec import Meta

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._metadata import document_title, language_tag
from copydesk.exporters._words import words
from copydesk.exporters.docx._body import BodyWriter
from copydesk.exporters.docx._contents import contents
from copydesk.exporters.docx._package import save_package
from copydesk.exporters.docx._properties import core_properties
from copydesk.exporters.docx._runs import RunWriter
from copydesk.exporters.docx._template import Template, language_element, own_template
from copydesk.formats import Context
from copydesk.theme.files import ThemedOptions, load_theme
from copydesk.tree import Document

__all__ = ["DocxExporter", "DocxOptions"]


class DocxOptions(ThemedOptions, frozen=True):
    """Options of the docx format."""

    page: Annotated[
        Literal["A4", "A5", "B5", "Letter", "Legal"] | None,
        Meta(description="paper size, if not that of the reference or the theme"),
    ] = None
    contents: Annotated[
        bool | None,
        Meta(
            description="a table of contents between the headline and the text,"
            " if not as in the theme"
        ),
    ] = None
    reference: Annotated[
        str | None,
        Meta(description="a .docx file whose styles, page set-up, headers and footers are used"),
    ] = None


class DocxExporter:
    """Writes a Word document that is made of named styles and no direct formatting of type."""

    Options = DocxOptions

    def export(
        self, document: Document, out: BinaryIO, options: DocxOptions, context: Context
    ) -> None:
        """Write `document`.

        Raises `OptionError` for a reference that cannot be used, `ExportError` where the output
        would be larger than a zip can be.
        """
        language = language_tag(document)
        theme = load_theme(options.theme)
        if options.reference:
            # Imported here: few runs need it.
            from copydesk.exporters.docx._reference import read_reference  # noqa: PLC0415 # few runs have one

            template = read_reference(options.reference, language, theme)
        else:
            template = own_template(
                options.page or theme.layout.page, language, document_title(document), theme
            )
        runs = RunWriter(context, template.styles)
        body = BodyWriter(runs, context, template)
        body.write(document)
        listed = theme.layout.contents if options.contents is None else options.contents
        if listed:
            own = words(language)
            same = own.language == (language or "").lower().split("-")[0]
            foreign = "" if same else language_element("w:lang", own.language)
            table = contents(body.headings, own.contents, body.styles, foreign)
            if table:
                body.parts.insert(body.after_head, table)
                body.after_head += 1
        body.end_head(template.head_section)
        content = "".join(body.parts)
        if missing := _missing_styles(template, content):
            context.report(
                Diagnostic(
                    "missing-style",
                    f"{options.reference} has no style {', '.join(missing)}:"
                    f" copydesk's own {'is' if len(missing) == 1 else 'are'} used",
                )
            )
        save_package(
            out,
            template,
            body=content,
            lists="".join(body.lists),
            links=runs.links,
            core=core_properties(document, context),
        )


def _missing_styles(template: Template, content: str) -> list[str]:
    """The names of the styles that the content uses and that the template lacked."""
    return [
        name
        for ours, name in template.missing.items()
        if f'Style w:val="{template.styles.get(ours, ours)}"' in content
    ]
