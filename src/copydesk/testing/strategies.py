"""Hypothesis strategies for random documents: valid trees full of hostile text.

    from hypothesis import given
    from copydesk.testing.strategies import documents

    @given(documents())
    def test_every_document_can_be_written(document): ...

Needs hypothesis (`pip install hypothesis`); besides the kits, nothing of copydesk imports it. Every
document passes `copydesk.walk.validate`. What they make may change from version to version.
docs/reference/testing.md lists the strategies.
"""

from __future__ import annotations

from typing import Final, get_args

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from copydesk.tree import (
    Aside,
    AsideRole,
    Attribution,
    Block,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Delimiter,
    Document,
    Emphasis,
    Foreign,
    Headline,
    HeadNode,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Numbering,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Strong,
    Text,
    Timestamp,
    Verse,
    VerseLine,
)

_DEPTH: Final = 3
_ROLES: Final = get_args(AsideRole)

_MARKUP: Final = (
    *"\\`*_{}[]()<>#+-.!|~^=:\"'&;$@%/",
    "**", "***", "__", "``", "```", "~~", "~~~", "---", "===", "* * *", "- ", "+ ", "1. ", "2) ",
    "1986.", "> ", "# ", "###### ", "    ", "\t", "  ", "](", "![", "[x]: ", "[ ] ", "[^1]: ",
    "[a](b)", "<b>", "</p>", "<!--", "-->", "<?x", "<![CDATA[", "]]>", "<script>alert(1)</script>",
    "<http://a.b>", "<a@b.co>", "http://a.b/c_d_e", "www.a.b", "a@b.co", "mailto:x@y.z",
    "javascript:alert(1)", "&amp;", "&lt;", "&#60;", "&#x0;", "&copy", "&nbsp;", "&{}", "%s",
    "{{x}}", "${x}", "\\n", "\\*", "..\\..", "| a | b |", "|---|---|", "<font color=red>", "<br/>",
    "=cmd()", "snake_case", "AT&T", "R&D;", "5 * 3", "#1", "C:\\dir", "3 < 4", "'; DROP TABLE",
)  # fmt: skip
_UNICODE: Final = (
    "\xa0", "\xad", "\u1680", "\u2003", "\u2009", "\u200b", "\u200d", "\u2028", "\u2029", "\u202e",
    "\u202c", "\u2066", "\u2069", "\u3000", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\ud800",
    "\udfff", "\x85", "\0", "\x01", "\x07", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x9b", "\r", "\n",
    "\r\n", "é", "e\u0301", "ß", "İ", "ﬁ", "Ω", "я", "ש", "م", "न\u093f", "ไ", "中", "漢字", "𝔘",
    "👩\u200d👧", "🇧🇪", "“", "”", "‘", "’", "—", "–", "…", "€", "©", "½", "²",
)  # fmt: skip
_WORDS: Final = ("a", "Z", "the", "lamp", "harbour", "7", "42", " ", " ", " ", ". ", ", ")


def hostile_text(max_pieces: int = 12) -> SearchStrategy[str]:
    """Text made to be misread: words, the markup of every format, odd white space, control
    characters, lone surrogates, scripts of both directions. May be empty or blank.
    """
    piece = st.one_of(
        st.sampled_from(_WORDS),
        st.sampled_from(_MARKUP),
        st.sampled_from(_UNICODE),
        st.text(max_size=3),
    )
    return st.lists(piece, max_size=max_pieces).map("".join)


def link_targets() -> SearchStrategy[str]:
    """Addresses that a link may have."""
    path = st.text("aZ09-._~/?#&=;:@!$'()*+,%[]{}|^`\\<>\"é中", max_size=12)
    return st.one_of(
        path.map("https://example.com/".__add__),
        path.map("HTTP://user@example.com:80/a?b=1&amp=2#".__add__),
        st.sampled_from(
            ["mailto:a@example.com", "mailto:a.b+c@example.com?subject=x%20y&cc=d@e.f"]
        ),
    )


def inlines(
    text: SearchStrategy[str] | None = None, depth: int = _DEPTH
) -> SearchStrategy[tuple[Inline, ...]]:
    """A run of inlines with `text` in the leaves, nested `depth` deep at most."""
    return _inlines(hostile_text() if text is None else text, depth)


def blocks(
    text: SearchStrategy[str] | None = None, depth: int = _DEPTH, level: int = 0
) -> SearchStrategy[tuple[Block, ...]]:
    """A run of blocks that may stand in a section of `level`, nested `depth` deep at most."""
    return _blocks(hostile_text() if text is None else text, depth, level)


@st.composite
def documents(
    draw: DrawFn, text: SearchStrategy[str] | None = None, depth: int = _DEPTH
) -> Document:
    """A valid document, with `text` in all leaves and strings; often one with a headline."""
    text = hostile_text() if text is None else text
    head = draw(st.lists(_head_node(text), max_size=4))
    if draw(st.booleans()):
        head.insert(draw(st.integers(0, 1)), Headline(draw(_inlines(text, 1))))
    return Document(
        metadata=draw(_metadata(text)),
        head=tuple(head),
        body=draw(_blocks(text, depth, 0)),
        tail=tuple(draw(st.lists(_aside(text, 1, 0), max_size=2))),
    )


@st.composite
def _inlines(draw: DrawFn, text: SearchStrategy[str], depth: int) -> tuple[Inline, ...]:
    return tuple(draw(st.lists(_inline(text, depth), max_size=3)))


@st.composite
def _inline(draw: DrawFn, text: SearchStrategy[str], depth: int) -> Inline:
    kinds = ["text", "text", "text", "code", "break", "address"]
    if depth > 0:
        kinds += ["emphasis", "strong", "link", "foreign", "dateline"]
    match draw(st.sampled_from(kinds)):
        case "text":
            return Text(draw(text))
        case "code":
            return Code(draw(text))
        case "break":
            return LineBreak()
        case "address":
            target = draw(link_targets())
            return Link(target, (Text(target.removeprefix("mailto:")),))
        case "emphasis":
            return Emphasis(draw(_inlines(text, depth - 1)))
        case "strong":
            return Strong(draw(_inlines(text, depth - 1)))
        case "link":
            return Link(draw(link_targets()), draw(_inlines(text, depth - 1)))
        case "foreign":
            language = draw(st.sampled_from(["el", "he", "und-Cyrl", "und-Arab", "zh-Hant", "de"]))
            return Foreign(draw(_inlines(text, depth - 1)), language)
        case _:
            return Dateline(draw(_inlines(text, depth - 1)), location=draw(st.none() | text))


@st.composite
def _head_node(draw: DrawFn, text: SearchStrategy[str]) -> HeadNode:
    children = draw(_inlines(text, 1))
    date = draw(st.sampled_from([None, "2024-03-09", "2024-03-10T08:30:00+01:00"]))
    match draw(st.integers(0, 4)):
        case 0:
            return Deck(children)
        case 1:
            return Byline(children, tuple(draw(st.lists(text, max_size=2))))
        case 2:
            role = draw(st.sampled_from(["published", "updated"]))
            return Timestamp(children, "updated" if role == "updated" else "published", date)
        case 3:
            return Dateline(children, location=draw(st.none() | text), date=date)
        case _:
            return Slug(children)


@st.composite
def _metadata(draw: DrawFn, text: SearchStrategy[str]) -> Metadata:
    return Metadata(
        title=draw(st.none() | text),
        authors=tuple(draw(st.lists(text, max_size=2))),
        language=draw(st.sampled_from([None, "en", "de-CH", "ar", "zh-Hant"])),
        published=draw(st.sampled_from([None, "2024-03-09"])),
        updated=draw(st.sampled_from([None, "2024-03-10T08:30:00+01:00"])),
        publisher=draw(st.none() | text),
        source_url=draw(st.none() | link_targets()),
        keywords=tuple(draw(st.lists(text, max_size=2))),
    )


@st.composite
def _blocks(draw: DrawFn, text: SearchStrategy[str], depth: int, level: int) -> tuple[Block, ...]:
    return tuple(draw(st.lists(_block(text, depth, level), max_size=3)))


@st.composite
def _block(draw: DrawFn, text: SearchStrategy[str], depth: int, level: int) -> Block:
    kinds = ["paragraph", "paragraph", "verse", "preformatted", "rule"]
    if depth > 0:
        kinds += ["section", "quote", "list", "list", "aside", "custom"]
    match draw(st.sampled_from(kinds)):
        case "paragraph":
            return Paragraph(draw(_inlines(text, 2)), speaker=draw(st.none() | text))
        case "verse":
            return Verse(tuple(draw(st.lists(_verse_line(text), max_size=3))))
        case "preformatted":
            return Preformatted(draw(text))
        case "rule":
            return Rule(draw(text))
        case "section":
            title = (Text(draw(st.sampled_from("AΩ中"))), *draw(_inlines(text, 1)))
            return Section(level + 1, title, draw(_blocks(text, depth - 1, level + 1)))
        case "quote":
            return draw(_quote(text, depth, level))
        case "list":
            return draw(_list(text, depth, level))
        case "aside":
            return draw(_aside(text, depth, level))
        case _:
            fallback = (draw(_block(text, depth - 1, level)), *draw(_blocks(text, 0, level)))
            return Custom("example.kind", fallback, {"x": draw(st.none() | st.integers())})


@st.composite
def _quote(draw: DrawFn, text: SearchStrategy[str], depth: int, level: int) -> Quote:
    return Quote(
        draw(_blocks(text, depth - 1, level)),
        role="speech" if draw(st.booleans()) else "block",
        speaker=draw(st.none() | text),
        attribution=Attribution(draw(_inlines(text, 1))) if draw(st.booleans()) else None,
    )


@st.composite
def _list(draw: DrawFn, text: SearchStrategy[str], depth: int, level: int) -> List:
    items = draw(st.lists(_blocks(text, depth - 1, level), max_size=3))
    number = st.sampled_from([None, None, None, None, 1, 7, -3])
    return List(
        tuple(ListItem(item, number=draw(number)) for item in items),
        ordered=draw(st.booleans()),
        start=draw(st.sampled_from([1, 1, 0, 2, 9, 1986, 999_999_000])),
        numbering=draw(st.sampled_from(["decimal", "decimal", *get_args(Numbering)])),
        delimiter=draw(st.sampled_from(get_args(Delimiter))),
    )


@st.composite
def _aside(draw: DrawFn, text: SearchStrategy[str], depth: int, level: int) -> Aside:
    return Aside(draw(st.sampled_from(_ROLES)), draw(_blocks(text, depth - 1, level)))


@st.composite
def _verse_line(draw: DrawFn, text: SearchStrategy[str]) -> VerseLine:
    return VerseLine(draw(_inlines(text, 1)), indent=draw(st.integers(0, 9)))
