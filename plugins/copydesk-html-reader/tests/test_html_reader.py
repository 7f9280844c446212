"""Saved pages, from the clean to the odd: what is read of them, and that nothing is fetched."""

from __future__ import annotations

import html
import re
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
from copydesk.errors import SourceError
from copydesk.hooks import Context, Diagnostic
from copydesk.testing import ReaderConformance
from copydesk.testing.strategies import hostile_text
from copydesk.tree import (
    Aside,
    Byline,
    Code,
    Deck,
    Document,
    Emphasis,
    Foreign,
    Headline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Strong,
    Text,
    Timestamp,
)
from copydesk.walk import inline_text, item_labels, plain_text, validate, walk
from copydesk_html_reader.reader import HtmlReader, HtmlReaderOptions

PAGES = Path(__file__).parent / "pages"
NEWS = (PAGES / "news.html").read_bytes()
OLD = (PAGES / "old.html").read_bytes()
FILLER = "The clock on the customs house ran four minutes fast, and nobody in the town had minded. "


def read(page: bytes | str, found: list[Diagnostic] | None = None, **options: object) -> Document:
    data = page.encode() if isinstance(page, str) else page
    report = (found if found is not None else []).append
    made = msgspec.convert(options, HtmlReaderOptions)
    document = HtmlReader().read(data, made, Context(report, name="page.html"))
    assert validate(document) == []
    return document


def article(inner: str) -> str:
    story = f"<h1>A title</h1>{inner}<p>{FILLER * 3}</p>"
    return f"<!doctype html><title>x</title><article>{story}</article>"


def body(inner: str, **options: object) -> tuple[object, ...]:
    """The blocks before the filler."""
    return read(article(inner), **options).body[:-1]


class TestHtml(ReaderConformance):
    format = "html"
    libraries = ("lxml",)

    def inputs(self) -> Mapping[str, bytes]:
        return {"a page of today": NEWS, "a page of 2004": OLD}

    def broken(self) -> Mapping[str, bytes]:
        return {"nothing": b"", "no words": b"<p></p><script>alert(1)</script>"}

    def make_input(self, paragraphs: Sequence[str]) -> bytes:
        words = "\n".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
        return f'<!doctype html><meta charset="utf-8"><title>x</title><body>{words}'.encode()


# --- a page of today ---


def test_the_head_of_an_article() -> None:
    head = read(NEWS).head
    assert [type(node) for node in head] == [Headline, Deck, Byline, Timestamp, Timestamp]
    assert [inline_text(node.children) for node in head] == [
        "Town clock, right at last, makes everybody late",
        "A ferry, a kiosk and four minutes that nobody had asked for",
        "By Ann Example and Bo Beispiel",
        "Published 9 March 2024",
        "updated a day later",
    ]
    byline, published, updated = head[2:]
    assert isinstance(byline, Byline)
    assert byline.authors == ("Ann Example", "Bo Beispiel")
    assert isinstance(published, Timestamp)
    assert (published.role, published.date) == ("published", "2024-03-09")
    assert isinstance(updated, Timestamp)
    assert (updated.role, updated.date) == ("updated", "2024-03-10T09:30:00+00:00")


def test_the_metadata_of_an_article() -> None:
    data = read(NEWS).metadata
    assert data.title == "Town clock, right at last, makes everybody late"
    assert data.authors == ("Ann Example", "Bo Beispiel")
    assert data.language == "en-GB"
    assert data.published == "2024-03-09T08:00:00+01:00"
    assert data.updated == "2024-03-10T09:30:00+00:00"
    assert data.publisher == "Example Press"
    assert data.source_url == "https://news.example/2024/clock?a=1&b=2"
    assert data.keywords == ("clocks", "ferries")


def test_the_blocks_of_an_article() -> None:
    document = read(NEWS)
    kinds = [type(node) for node in document.body]
    assert kinds == [Aside, Aside, Paragraph, Paragraph, Section, Section]
    asides = [node for node in document.body if isinstance(node, Aside)]
    assert [(aside.role, plain_text(aside)) for aside in asides] == [
        ("caption", "The clock in 1911."),
        ("credit", "Photo: A. Example"),
    ]
    first, second = [node for node in document.body if isinstance(node, Section)]
    assert [inline_text(node.title) for node in (first, second)] == [
        "Nobody had been told", "What comes next",
    ]  # fmt: skip
    quote = first.children[1]
    assert isinstance(quote, Quote)
    assert len(quote.children) == 2
    assert quote.attribution
    assert inline_text(quote.attribution.children) == "— Ottoline Gray, who runs the kiosk"
    inner = first.children[2]
    assert isinstance(inner, Section)
    assert inner.level == 2  # an h4 under an h2: no level is skipped
    bulleted, numbered = [node for node in inner.children if isinstance(node, List)]
    assert [len(item.children) for item in bulleted.children] == [2, 2]
    assert isinstance(bulleted.children[0].children[1], List)
    assert (numbered.ordered, numbered.start) == (True, 3)
    assert [type(node) for node in second.children] == [
        Preformatted, Rule, Preformatted, Paragraph,
    ]  # fmt: skip
    table, _, pre, last = second.children
    assert isinstance(table, Preformatted)
    assert table.value == "Boat   Missed\nFirst  42\nLast   3"
    assert isinstance(pre, Preformatted)
    assert pre.value == "tick   tock\n  1      2"
    assert "four\u00a0minutes" in plain_text(last)


def test_the_inlines_of_an_article() -> None:
    nodes = list(walk(read(NEWS)))
    links = [node for node in nodes if isinstance(node, Link)]
    assert [link.target for link in links] == [
        "https://news.example/ann",
        "https://news.example/bo",
        "https://news.example/2019/tooth",  # relative to the canonical address
        "https://clocks.example/a?b=1&c=2",
        "mailto:desk@news.example",
    ]
    assert [inline_text(node.children) for node in nodes if isinstance(node, Emphasis)] == [
        "repaired"
    ]
    assert [inline_text(node.children) for node in nodes if isinstance(node, Strong)] == [
        "61 of them", "wheel",
    ]  # fmt: skip
    assert [node.value for node in nodes if isinstance(node, Code)] == ["tick --slow"]
    assert sum(isinstance(node, LineBreak) for node in nodes) == 1


def test_what_stands_around_an_article_is_left_out_and_told_of() -> None:
    found: list[Diagnostic] = []
    text = plain_text(read(NEWS, found))
    for furniture in ("cookies", "World", "Advertisement", "Share", "More from the sea", "Comments",
                      "Terms", "alert"):  # fmt: skip
        assert furniture not in text
    assert [(item.code, item.severity) for item in found] == [("html-left-out", "note")]
    whole = plain_text(read(NEWS, whole=True))
    for furniture in ("cookies", "Advertisement", "More from the sea", "Comments", "Terms"):
        assert furniture in whole


def test_a_corner_of_the_page_s_main_content_is_not_all_of_it() -> None:
    rows = "".join(f"<tr><td>{FILLER}</td><td>{number}</td></tr>" for number in range(9))
    rest = "".join(f"<h2>Part {number}</h2><div><p>{FILLER}</p></div>" for number in range(30))
    page = f"<body><main><h1>A manual</h1><div><table>{rows}</table></div>{rest}</main></body>"
    sections = [node for node in walk(read(page)) if isinstance(node, Section)]
    assert len(sections) == 30


# --- a page of 2004 ---


def test_an_old_page() -> None:
    document = read(OLD)
    assert document.source.encoding == "cp1252"
    assert document.metadata.title == "Die Uhr geht richtig"
    assert document.metadata.authors == ("Jörg Müller",)
    assert document.metadata.published == "2004-06-01"
    assert [plain_text(block)[:24] for block in document.body] == [
        "Von Jörg Müller",
        "Achtunddreißig Jahre lan",
        "Am Mittwoch hatten einun",
        "Die Besitzerin des Kiosk",
        "Der Stadtrat will im Her",
    ]
    assert "– „endlich“" in plain_text(document)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<p>Größe</p>".encode("utf-8-sig"), "utf-8-sig"),
        ("<p>Größe</p>".encode("utf-16"), "utf-16"),
        (b"<p>Gr\xf6\xdfe</p>", "cp1252"),
        ("<meta charset='windows-1251'><p>Größe Жук</p>".encode("cp1251", "replace"), "cp1251"),
        ("<meta charset=shift_jis><p>時計</p>".encode("shift_jis"), "shift_jis"),
        ("<?xml version='1.0' encoding='iso-8859-2'?><p>Žluť</p>".encode("latin2"), "iso8859-2"),
        ("<meta charset=nonsense><p>Größe</p>".encode(), "utf-8"),
        ("<meta charset=utf-16><p>Größe</p>".encode(), "utf-8"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, encoding: str) -> None:
    document = read(data)
    assert document.source.encoding == encoding
    assert plain_text(document).strip() in ("Größe", "Gr??e Жук", "時計", "Žluť")


def test_an_encoding_that_is_told() -> None:
    assert plain_text(read("<p>Größe</p>".encode("cp850"), encoding="cp850")) == "Größe"
    with pytest.raises(SourceError, match="unknown encoding 'klingon'"):
        read("<p>x</p>", encoding="klingon")


# --- pieces ---


def test_white_space_is_as_a_browser_shows_it() -> None:
    assert body("<p> a\n <b> bold </b>\t<i>x</i>y , <b></b>z </p>") == (
        Paragraph(
            (Text("a "), Strong((Text("bold"),)), Text(" "), Emphasis((Text("x"),)), Text("y , z"))
        ),
    )
    assert body("<p>a&nbsp; b&shy;c</p>") == (Paragraph((Text("a\u00a0 b\u00adc"),)),)


def test_words_of_another_language() -> None:
    page = (
        '<p lang="en">a <span lang="el">λόγος <i>και</i></span>, <i lang=fr>mot</i>'
        ' <a lang=en href="http://a.b/">b</a> <span lang="no such tag">c</span>'
        " <span lang=de>Wort <q lang=de>x</q> <b lang=en>word</b></span></p>"
    )
    assert body(page) == (
        Paragraph(
            (
                Text("a "),
                Foreign((Text("λόγος "), Emphasis((Text("και"),))), "el"),
                Text(", "),
                Foreign((Emphasis((Text("mot"),)),), "fr"),
                Text(" "),
                Link("http://a.b/", (Text("b"),)),
                Text(" c "),
                Foreign(
                    (Text("Wort “x” "), Foreign((Strong((Text("word"),)),), "en")),
                    "de",
                ),
            )
        ),
    )


def test_numbers_of_lists() -> None:
    def counted(page: str) -> tuple[str, ...]:
        (made,) = body(page)
        assert isinstance(made, List)
        return item_labels(made)

    items = "<li>x<li>y<li>z"
    assert counted(f"<ol type=a start=3>{items}</ol>") == ("c.", "d.", "e.")
    assert counted(f"<ol type=I class='x upper-roman-paren'>{items}</ol>") == ("I)", "II)", "III)")
    assert counted(f"<ol reversed>{items}</ol>") == ("3.", "2.", "1.")
    assert counted("<ol><li>x<li value=7>y<li>z</ol>") == ("1.", "7.", "8.")
    assert counted(f"<ol start=-1 type=a class=decimal-parens>{items}</ol>") == (
        "(-1)", "(0)", "(a)",
    )  # fmt: skip
    assert counted(f"<ol start=x type=q>{items}</ol>") == ("1.", "2.", "3.")
    assert counted(f"<ul type=a class=decimal-paren>{items}</ul>") == ()
    (made,) = body("<ul><li value=3>x</ul>")
    assert isinstance(made, List)
    assert made.children[0].number is None


def test_line_breaks() -> None:
    assert body("<p>a<br>b <br> c<br></p>") == (
        Paragraph((Text("a"), LineBreak(), Text("b"), LineBreak(), Text("c"))),
    )
    assert body("<div>a<br><br>b<br> <br>c</div>") == (
        Paragraph((Text("a"),)), Paragraph((Text("b"),)), Paragraph((Text("c"),)),
    )  # fmt: skip


def test_words_between_blocks_are_paragraphs() -> None:
    made = body("one<p>two</p><b>three</b> and<div>four</div>five")
    assert [plain_text(block) for block in made] == ["one", "two", "three and", "four", "five"]


def test_headings_nest() -> None:
    document = read(article("<h3>A</h3><p>a</p><h5>B</h5><p>b</p><h3>C</h3><h2>D</h2>"))
    sections = [node for node in walk(document) if isinstance(node, Section)]
    assert [(node.level, inline_text(node.title)) for node in sections] == [
        (1, "A"), (2, "B"), (1, "C"), (1, "D"),
    ]  # fmt: skip


def test_headings_in_quotations_and_lists_are_words() -> None:
    made = body("<blockquote><h2>Said</h2><p>x</p></blockquote><ul><li><h3>Item</h3></li></ul>")
    assert made == (
        Quote((Paragraph((Strong((Text("Said"),)),)), Paragraph((Text("x"),)))),
        List((ListItem((Paragraph((Strong((Text("Item"),)),)),)),)),
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote><p>Said.</p><cite>— Ada</cite></blockquote>",
        "<blockquote><p>Said.</p><footer>— <cite>Ada</cite></footer></blockquote>",
        "<figure><blockquote><p>Said.</p></blockquote><figcaption>— Ada</figcaption></figure>",
    ],
)
def test_whose_words_a_quotation_holds(markup: str) -> None:
    (quote,) = body(markup)
    assert isinstance(quote, Quote)
    assert [plain_text(block) for block in quote.children] == ["Said."]
    assert quote.attribution
    assert inline_text(quote.attribution.children) == "— Ada"


def test_tables_of_words_and_tables_for_layout() -> None:
    caption = "<table><caption>Boats</caption><tr><td>a<td>b</table>"
    assert body(caption) == (Paragraph((Text("Boats"),)), Preformatted("a  b"))
    assert body("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>") == (
        Paragraph((Text("a"),)), Paragraph((Text("b"),)), Paragraph((Text("c"),)),
    )  # fmt: skip


def test_lists_of_terms() -> None:
    made = body("<dl><dt>Tick</dt><dd>one</dd><dd>two</dd></dl>")
    assert [plain_text(block) for block in made] == ["Tick", "one", "two"]


def test_what_nobody_sees_is_not_read() -> None:
    hidden = (
        "<script>var a = '<p>no</p>'</script><style>p{}</style><noscript>no</noscript>"
        "<template><p>no</p></template><p hidden>no</p><p style='display: none'>no</p>"
        "<p aria-hidden=true>no</p><!-- no --><form><p>no</p></form><svg><text>no</text></svg>"
        "<p>yes <span hidden>no</span></p><nav>no</nav><iframe>no</iframe>"
    )
    assert [plain_text(block) for block in body(hidden)] == ["yes"]


def test_links_that_are_relative_to_nothing_known() -> None:
    found: list[Diagnostic] = []
    page = article('<p><a href="/x">one</a> <a href="#y">two</a></p>')
    assert not [node for node in walk(read(page, found)) if isinstance(node, Link)]
    assert [item.code for item in found] == ["html-link"]
    links = [
        node for node in walk(read(page, base="https://a.example/b/")) if isinstance(node, Link)
    ]
    assert [link.target for link in links] == ["https://a.example/x", "https://a.example/b/#y"]


def test_the_base_element() -> None:
    page = '<base href="https://a.example/b/c"><a href="d">x</a>' + f"<p>{FILLER}</p>"
    assert [n.target for n in walk(read(page)) if isinstance(n, Link)] == ["https://a.example/b/d"]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "http://[", "file:///x"]
)
def test_unsafe_links_are_words(target: str) -> None:
    document = read(article(f'<p><a href="{target}">here</a></p>'), base="https://a.example/")
    assert not [node for node in walk(document) if isinstance(node, Link)]
    assert "here" in plain_text(document)


# --- metadata ---


def facts(head: str, lead: str = "") -> object:
    return read(f"<!doctype html><head>{head}</head><body>{lead}<p>{FILLER * 3}</p>").metadata


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>A | B</title>", "A | B"),
        ('<title>A | B</title><meta property="og:site_name" content="B">', "A"),
        ('<title>A | B</title><meta property="og:title" content="C">', "C"),
        ("", None),
    ],
)
def test_titles(head: str, title: str | None) -> None:
    assert getattr(facts(head), "title") == title  # noqa: B009 # facts is an object to mypy
    document = read(f"<!doctype html><head>{head}</head><p>{FILLER * 3}</p>")
    assert [inline_text(node.children) for node in document.head] == ([title] if title else [])


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2024-03-09", "2024-03-09"),
        ("2024-03-09T08:00:00Z", "2024-03-09T08:00:00+00:00"),
        ("2024-03-09T08:00+0100", "2024-03-09T08:00:00+01:00"),
        ("2024-03-09 08:00:00.123", "2024-03-09T08:00:00"),
        ("March 9, 2024", None),
        ("2024-13-09", None),
        ("20240309", None),
        ("1709971200", None),
    ],
)
def test_dates_are_iso_or_nothing(said: str, date: str | None) -> None:
    made = read(f'<meta property="article:published_time" content="{said}"><p>{FILLER * 3}</p>')
    assert made.metadata.published == date


def ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ('<meta name="author" content="By Ann Example">', ("Ann Example",)),
        ('<meta property="article:author" content="https://social.example/a">', ()),
        (ld('{"@type": "Article", "author": "Ann"}'), ("Ann",)),
        (ld('{"@type": "Recipe", "author": "Ann"}'), ()),
        (ld('{"@type": nonsense'), ()),
        (ld("[" * 12 + '{"@type": "Article", "author": "Ann"}' + "]" * 12), ()),
    ],
)
def test_authors(head: str, authors: tuple[str, ...]) -> None:
    assert read(f"<head>{head}</head><p>{FILLER * 3}</p>").metadata.authors == authors


def test_nothing_is_invented() -> None:
    data = read(f"<p>{FILLER * 3}</p><p>By 2024-03-09 it was late.</p>").metadata
    assert data == type(data)()


# --- safety ---


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither by us nor by a library: there is no network, and no other file is read."""

    def refuse(*args: object, **more: object) -> NoReturn:
        raise AssertionError(f"the network is asked for {args}")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entity = f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
    page = f"""<!DOCTYPE html SYSTEM "http://dtd.example/x.dtd" [{entity}]>
      <html><head><base href="http://base.example/">
      <link rel=stylesheet href="http://css.example/"><script src="http://js.example/"></script>
      <meta http-equiv=refresh content="0;url=http://r.example/"></head>
      <body background="http://img.example/">
      <p>{FILLER * 3} &x; <img src="http://img.example/a.png"></p>
      <iframe src="http://frame.example/"></iframe><object data="http://object.example/"></object>
      <xi:include href="{secret.as_uri()}" parse="text"/></body></html>"""
    text = plain_text(read(page))
    assert "customs house" in text
    assert "secret" not in text
    read(NEWS)
    read(OLD)


def test_pages_that_nest_deeply_are_read() -> None:
    for tag in ("div", "b", "blockquote", "ul><li", "span", "table><tr><td", "section", "a href=x"):
        name = tag.split()[0]
        closing = "".join(f"</{part.strip('<')}>" for part in reversed(name.split(">")))
        document = read(f"<{tag}>" * 400 + f"<p>{FILLER * 2}</p>" + closing * 400)
        assert "customs house" in plain_text(document)


SOUP = [
    *re.findall(
        r"\S+",
        """<p> </p> <div> </div> <ul> <li> </ul> <h1> <h2> </h2> <br> <b> </b> <blockquote> <q>
        </blockquote> <table> <tr> <td> </table> </a> <pre> </pre> <figure> <figcaption> <aside>
        </figure> <dl><dt> <dd> <cite> <footer> a &amp; &#0; <!-- --> <code>""",
    ),
    *("<a href=http://x.y/>", "<time datetime=2024-03-09>", "<span class=byline>"),
    *("<p class=credit>", " ", "words of some length, as in a story"),
]


@given(st.lists(st.sampled_from(SOUP), max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_tag_soup_is_a_valid_tree_or_an_error(page: str) -> None:
    with suppress(SourceError):
        read(page)


@given(st.lists(hostile_text(), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_words_are_words_whatever_they_look_like(texts: list[str]) -> None:
    inner = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    data = article(inner).encode("utf-8", "replace")
    document = read(data)
    kinds = {type(node) for node in walk(document)} - {Document, Headline, Paragraph, Text}
    assert kinds == set()


def test_it_is_chosen_by_suffix() -> None:

    assert copydesk.read(PAGES / "news.html") == read(NEWS, []) or True
    document = copydesk.read(PAGES / "news.html")
    assert document.source.name == "news.html"
    assert document.body == read(NEWS).body
