"""The input format `html`."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urljoin

from msgspec import Meta

from copydesk.errors import SourceError
from copydesk.hooks import Context, Diagnostic, FormatOptions
from copydesk.tree import Document, Headline, Metadata, Source, Text
from copydesk.walk import safe_target
from copydesk_html_reader._blocks import Blocks
from copydesk_html_reader._dom import Element, is_hidden, text_of
from copydesk_html_reader._facts import metadata
from copydesk_html_reader._head import find_head, headline_text
from copydesk_html_reader._inlines import Inlines
from copydesk_html_reader._locate import Article, is_furniture, locate
from copydesk_html_reader._page import parse


class HtmlReaderOptions(FormatOptions, frozen=True):
    """Options of the html reader."""

    encoding: Annotated[
        str | None, Meta(description="encoding of the bytes; none: as the page says")
    ] = None
    whole: Annotated[
        bool, Meta(description="read the whole page, not only what looks like its article")
    ] = False
    base: Annotated[
        str | None, Meta(description="address of the page, for links that are relative to it")
    ] = None


class HtmlReader:
    """Reads the article of a saved web page, from its bytes alone: nothing is ever fetched."""

    Options = HtmlReaderOptions

    def read(self, data: bytes, options: HtmlReaderOptions, context: Context) -> Document:
        """Return the tree of the article. Its nodes have no spans: what they hold lies scattered
        in the file. Raises `SourceError` where there is no page or nothing to read in it.

        Reports `html-left-out` for what stands around the article, and `html-link` for links whose
        address the page does not tell in full.
        """
        page = parse(data, options.encoding)
        told = metadata(page.root, None, ())
        inlines = Inlines(_base(page.root, options, told))
        article = _whole(page.root) if options.whole else locate(page.root)
        head = find_head(page.root, article.element, inlines, told.title)
        length = len(text_of(article.element))
        left_out: list[Element] = []

        def skip(element: Element) -> bool:
            if element in head.elements or is_hidden(element):
                return True
            if options.whole or not is_furniture(element, article, length):
                return False
            left_out.append(element)
            return True

        body = Blocks(inlines, skip).story(article.element)
        facts = metadata(page.root, headline_text(head), head.names)
        nodes = head.nodes
        if facts.title and not any(isinstance(node, Headline) for node in nodes):
            nodes = (Headline((Text(facts.title),)), *nodes)
        if not body and not head.nodes:
            raise SourceError("nothing to read on the page", cure="is it filled by a script?")
        _report(context, left_out, inlines.unresolved)
        source = Source(name=context.name, encoding=page.encoding, length=page.length)
        return Document(metadata=facts, head=nodes, body=body, source=source)


def _whole(root: Element) -> Article:
    body = root.find("body")
    return Article(root if body is None else body, frozenset())


def _base(root: Element, options: HtmlReaderOptions, told: Metadata) -> str | None:
    """What relative addresses are relative to: as told, as the page says, or where it lay."""
    place = options.base or told.source_url
    for element in root.iter("base"):
        if element.get("href"):
            try:
                return safe_target(urljoin(place or "", element.get("href", "").strip())) or place
            except ValueError:
                break
    return place


def _report(context: Context, left_out: list[Element], unresolved: int) -> None:
    words = sum(len(text_of(element).split()) for element in left_out)
    if words:
        message = f"{words} words around the article are left out; whole=true keeps them"
        context.report(Diagnostic("html-left-out", message, severity="note"))
    if unresolved:
        message = f"{unresolved} links are relative to an address that is not known; set base="
        context.report(Diagnostic("html-link", message, severity="note"))
