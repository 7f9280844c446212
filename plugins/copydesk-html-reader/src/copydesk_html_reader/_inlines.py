"""Runs of words of a page as inlines, with white space as a browser shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urljoin

from msgspec.structs import replace

from copydesk.tree import Code, Emphasis, Foreign, Inline, LineBreak, Link, Strong, Text
from copydesk.walk import safe_target, well_formed_language
from copydesk_html_reader._dom import Element, is_hidden, tag_of

_EMPHASIS: Final = frozenset({"em", "i", "cite", "dfn", "var"})
_STRONG: Final = frozenset({"strong", "b"})
_CODE: Final = frozenset({"code", "kbd", "samp", "tt"})
_DEEPEST: Final = 40
_WHITE: Final = " \t\n\r\f"  # what a browser collapses; a no-break space is none of it


class Inlines:
    """Makes inlines of elements; `base` is what relative addresses are relative to."""

    def __init__(self, base: str | None) -> None:
        self._base = base
        self.unresolved = 0
        """How many links have lost their address, since the page does not say where it lay."""

    def element(self, element: Element, depth: int = 0) -> Iterator[Inline]:
        """`element`, without its tail."""
        language = _own_language(element)
        if language is None or is_hidden(element):
            yield from self._element(element, depth)
        elif inner := tuple(self._element(element, depth)):
            yield Foreign(inner, language)

    def _element(self, element: Element, depth: int) -> Iterator[Inline]:
        tag = tag_of(element)
        if not tag or is_hidden(element):
            return
        if tag == "br":
            yield LineBreak()
            return
        if tag in _CODE:
            if words := "".join(element.itertext()):
                yield Code(" ".join(words.split(None)) if words.strip() else words)
            return
        inner = tuple(self.content(element, depth + 1)) if depth < _DEEPEST else _flat(element)
        if tag in _EMPHASIS and inner:
            yield Emphasis(inner)
        elif tag in _STRONG and inner:
            yield Strong(inner)
        elif tag == "a" and inner and element.get("href") is not None:
            yield from self._link(element, inner)
        elif tag == "q":
            yield from (Text("“"), *inner, Text("”"))
        else:
            yield from inner

    def content(self, element: Element, depth: int = 0) -> Iterator[Inline]:
        """What `element` holds."""
        if element.text:
            yield Text(element.text)
        for child in element:
            yield from self.element(child, depth)
            if child.tail:
                yield Text(child.tail)

    def _link(self, element: Element, inner: tuple[Inline, ...]) -> Iterator[Inline]:
        address = (element.get("href") or "").strip()
        try:
            whole = urljoin(self._base or "", address)
        except ValueError:  # no address, as http://[
            whole = address
        target = safe_target(whole)
        if target is None:
            here = address.startswith("#") or not address
            self.unresolved += 0 if here or address.lower().startswith("javascript:") else 1
            yield from inner
        else:
            yield Link(target, inner)


def _own_language(element: Element) -> str | None:
    """The language of `element`, where it is another one than that of the words around it."""
    language = well_formed_language(element.get("lang", "").strip())
    if language is None:
        return None
    around = (each.get("lang", "").strip() for each in element.iterancestors())
    return None if language.lower() == next(filter(None, around), "").lower() else language


def _flat(element: Element) -> tuple[Inline, ...]:
    words = "".join(element.itertext())
    return (Text(words),) if words else ()


def paragraphs(inlines: Iterable[Inline]) -> Iterator[tuple[Inline, ...]]:
    """`inlines`, tidied, cut where two line breaks follow each other; none of it is empty."""
    line: list[Inline] = []
    waiting = 0
    for inline in inlines:
        if isinstance(inline, LineBreak):
            waiting += 1
            continue
        if waiting and isinstance(inline, Text) and not inline.value.strip(_WHITE):
            continue
        if waiting > 1:
            yield from _some(tidied(line))
            line = []
        elif waiting and line:
            line.append(LineBreak())
        waiting = 0
        line.append(inline)
    yield from _some(tidied(line))


def _some(inlines: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    if inlines:
        yield inlines


def tidied(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """`inlines` with one blank for white space, none at the edges and beside line breaks."""
    return _Tidy().run(inlines)


class _Tidy:
    """Collapses white space over the borders of elements: a blank waits for the word after it."""

    def __init__(self) -> None:
        self._blank = False
        self._started = False

    def run(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        return tuple(self._merged(self._each(inlines)))

    def _each(self, inlines: Iterable[Inline]) -> Iterator[Inline]:
        for inline in inlines:
            match inline:
                case Text():
                    yield from self._text(inline.value)
                case Code():
                    yield from self._owed()
                    self._started = True
                    yield inline
                case LineBreak():
                    self._blank, self._started = False, False
                    yield inline
                case Emphasis() | Strong() | Foreign() | Link():
                    yield from self._owed()
                    if inner := self.run(inline.children):
                        yield replace(inline, children=inner)
                case _:
                    yield inline

    def _text(self, value: str) -> Iterator[Inline]:
        stripped = value.strip(_WHITE)
        if not stripped:
            self._blank = self._blank or bool(value)
            return
        if value[0] in _WHITE:
            self._blank = True
        yield from self._owed()
        yield Text(" ".join(word for word in _split(stripped) if word))
        self._started = True
        self._blank = value[-1] in _WHITE

    def _owed(self) -> Iterator[Inline]:
        """The blank before what comes now, if there was one and something stands before it."""
        if self._blank and self._started:
            self._started = False  # no second one, whichever element comes next
            yield Text(" ")
        self._blank = False

    @staticmethod
    def _merged(inlines: Iterable[Inline]) -> Iterator[Inline]:
        held = ""
        for inline in inlines:
            if isinstance(inline, Text):
                held += inline.value
                continue
            if held:
                yield Text(held)
                held = ""
            yield inline
        if held:
            yield Text(held)


def _split(value: str) -> list[str]:
    for white in _WHITE[1:]:
        value = value.replace(white, " ")
    return value.split(" ")
