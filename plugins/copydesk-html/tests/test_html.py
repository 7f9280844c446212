"""The web page, read back by html5lib: whole, in order, and nothing but what the tree says."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings

from copydesk.errors import FormatError
from copydesk.hooks import Context, Diagnostic
from copydesk.plugins import load_registry
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Document,
    Foreign,
    Headline,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Preformatted,
    Section,
    Text,
    Timestamp,
)
from copydesk.walk import text_blocks
from copydesk_html.exporter import HtmlExporter, HtmlOptions

BLOCKS = {"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "li", "br", "blockquote"}
CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def write(document: Document, style: bool = True, found: list[Diagnostic] | None = None) -> str:
    out = io.BytesIO()
    report = (found if found is not None else []).append
    HtmlExporter().export(document, out, HtmlOptions(style=style), Context(report=report))
    return out.getvalue().decode()


def read(page: str) -> Element:
    """The page as a browser understands it; it must not have anything to put right."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parse(page)
    assert parser.errors == [], "html5lib finds faults in the page"
    return root


def text_of(element: Element) -> str:
    """All text, with a blank wherever a block or a line begins or ends."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        edge = " " if child.tag in BLOCKS else ""
        yield edge
        yield from _pieces(child)
        yield edge + (child.tail or "")


def visible(document: Document) -> str:
    """The words that a reader has to see, in order, as other characters print them."""
    words = " ".join(text for _, text in text_blocks(document))
    for plane in range(1, 17):
        words = re.sub(f"[{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}]", "\ufffd", words)
    return " ".join(CONTROLS.sub("\ufffd", re.sub("[\n\r\x85]", " ", words)).split())


def article(page: str) -> Element:
    found = read(page).find("body/main/article")
    assert found is not None
    return found


def only(root: Element, path: str) -> Element:
    found = root.findall(path)
    assert len(found) == 1, f"{len(found)} of {path}"
    return found[0]


def test_the_page_holds_all_text_in_order() -> None:
    assert text_of(article(write(every_node()))) == visible(every_node())


def test_the_page_says_what_things_are() -> None:
    root = read(write(every_node()))
    body = only(root, "body/main/article")
    assert root.get("lang") == "en"
    assert text_of(only(root, "head/title")) == "Harbour & light: <b>a survey</b>"
    assert text_of(only(body, "header/h1")) == "Harbour & light: <b>a survey</b>"
    assert [text_of(item) for item in body.findall("section/h2")] == [
        "What the “men” saw & said",
        "An empty section",
        "Last words",
    ]
    assert [time.get("datetime") for time in body.findall(".//time")] == [
        "2024-03-09",
        "2024-03-10",
    ]
    assert text_of(only(body, "figure/figcaption")) == "— Ada Lovelace"
    assert [each.get("start") for each in body.iter("ol")] == ["3", None]
    assert only(body, "footer/aside[@class='related']").find("p/a") is not None
    assert text_of(only(body, ".//pre")).startswith("Night Ships")
    assert [text_of(name) for name in body.findall(".//b[@class='speaker']")] == ["Q:", "A:"]


def test_heading_levels_skip_none_and_identifiers_are_unique() -> None:
    body = article(write(every_node()))
    elements = list(body.iter())
    levels = [int(item.tag[1]) for item in elements if re.fullmatch("h[1-6]", item.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [item.get("id") for item in elements if item.get("id")]
    assert len(names) == len(set(names)) == 5


def test_the_facts_are_json_ld() -> None:
    script = only(read(write(every_node())), "head/script")
    assert script.get("type") == "application/ld+json"
    facts: dict[str, Any] = json.loads(script.text or "")
    assert facts == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Harbour & light: <b>a survey</b>",
        "description": "What a lamp is worth when nobody looks",
        "author": [
            {"@type": "Person", "name": "Ann Example"},
            {"@type": "Person", "name": "Björn Beispiel"},
        ],
        "publisher": {"@type": "Organization", "name": "Example Press"},
        "datePublished": "2024-03-09",
        "dateModified": "2024-03-10T08:30:00+01:00",
        "dateline": "OOSTENDE, Belgium",
        "inLanguage": "en",
        "keywords": ["harbour", "light"],
        "url": "https://example.com/harbour?a=1&b=2",
    }


def test_nothing_is_invented() -> None:
    root = read(write(Document(body=(paragraph("Rain fell."),))))
    assert root.get("lang") is None
    assert root.find("head/script") is None
    assert root.find("head/meta[@name='author']") is None
    assert root.find(".//h1") is None


@pytest.mark.parametrize(
    ("speaker", "text", "shown"),
    [
        ("Tapper", "JAKE TAPPER, CNN ANCHOR: We begin.", "JAKE TAPPER, CNN ANCHOR:"),
        ("Dr. Smith", "Dr. Smith: No. Never.", "Dr. Smith:"),
        ("Q", "Q. Why?", "Q."),
        ("Nobody", "Somebody: Why?", None),
        ("(", "(: Why?", "(:"),
    ],
)
def test_who_speaks_stands_out(speaker: str, text: str, shown: str | None) -> None:
    body = article(write(Document(body=(Paragraph((Text(text),), speaker=speaker),))))
    name = body.find("p/b")
    assert (name.text if name is not None else None) == shown
    assert text_of(body) == text


@pytest.mark.parametrize(
    "bad",
    [
        "</script><script>alert(1)</script>",
        "</style></title><img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "<!-- --><![CDATA[x]]>",
        "&lt;b&gt; &#60; &amp;lt;",
        "a\x00b\x1bc\ud800d\x85e",
    ],
)
def test_text_is_never_markup(bad: str) -> None:
    metadata = Metadata(
        title=bad, authors=(bad,), language=bad, published=bad, publisher=bad, keywords=(bad,)
    )
    stamp = Timestamp((Text(bad),), "published", bad)
    inner = (Paragraph((Text(bad),), speaker=bad), Preformatted(bad))
    document = Document(
        metadata=metadata,
        head=(Headline((Text(bad),)), stamp),
        body=(Section(1, (Text(bad),), inner),),
    )
    root = read(write(document))
    assert text_of(only(root, "body/main/article")) == visible(document)
    tags = {element.tag for element in root.iter() if isinstance(element.tag, str)}
    assert tags.isdisjoint({"img", "svg", "time"})
    assert len(root.findall(".//script")) == 1
    facts = json.loads(only(root, "head/script").text or "")
    assert facts["author"][0]["name"] == facts["headline"]
    assert "datePublished" not in facts


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "/x", "//x.example"])
def test_unsafe_links_are_text_and_reported(target: str) -> None:
    found: list[Diagnostic] = []
    page = write(Document(body=(Paragraph((Link(target, (Text("here"),)),)),)), found=found)
    assert article(page).find(".//a") is None
    assert [item.code for item in found] == ["unsafe-link"]


@given(documents())
@settings(max_examples=150, deadline=None)
def test_any_document_is_a_page_with_all_its_text(document: Document) -> None:
    body = article(write(document))
    assert text_of(body) == visible(document)
    for link in body.iter("a"):
        assert str(link.get("href")).lower().startswith(("http:", "https:", "mailto:"))
    attributes = {name for element in body.iter() for name in element.keys()}  # noqa: SIM118 # no mapping
    allowed = {
        "class",
        "id",
        "href",
        "datetime",
        "start",
        "style",
        "tabindex",
        "lang",
        "dir",
        "type",
        "value",
    }
    assert attributes <= allowed


@pytest.mark.parametrize("style", [True, False])
def test_nothing_is_loaded_and_nothing_runs(style: bool) -> None:
    page = write(every_node(), style)
    root = read(page)
    assert (root.find("head/style") is not None) == style
    assert "url(" not in page
    assert "@import" not in page
    for element in root.iter():
        assert not {"src", "srcset", "data", "poster"} & set(element.keys())
        assert not any(name.startswith("on") for name in element.keys())  # noqa: SIM118 # no mapping
    assert [link.get("rel") for link in root.iter("link")] == ["canonical"]


@pytest.mark.parametrize(
    ("tag", "lang", "direction"),
    [("de-CH", "de-CH", None), ("ar", "ar", "rtl"), ('x"y', None, None)],
)
def test_language_and_direction(tag: str, lang: str | None, direction: str | None) -> None:
    root = read(write(Document(metadata=Metadata(language=tag))))
    assert (root.get("lang"), root.get("dir")) == (lang, direction)


def test_the_same_page_on_any_day_with_any_hash_seed() -> None:
    code = (
        "import io, sys\n"
        "from copydesk.hooks import Context\n"
        "from copydesk.testing.documents import every_node\n"
        "from copydesk_html.exporter import HtmlExporter, HtmlOptions\n"
        "HtmlExporter().export(every_node(), sys.stdout.buffer, HtmlOptions(), Context(print))\n"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert pages == {write(every_node()).encode()}


def test_copydesk_finds_the_format() -> None:
    registry = load_registry()
    spec = registry.exporters.get("html")
    assert spec.exporter == "copydesk_html.exporter:HtmlExporter"
    assert registry.exporters.find_suffix(".htm") == spec
    owners = {entry.spec.name: entry.distribution for entry in registry.exporters}
    assert owners["html"] == "copydesk-html"


def test_without_the_package_there_is_no_such_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_PLUGINS", "-copydesk-html")
    with pytest.raises(FormatError, match="unknown output format 'html'"):
        load_registry().exporters.get("html")


def test_only_the_public_modules_of_copydesk_are_imported() -> None:
    source = Path(sys.modules["copydesk_html"].__file__ or "").parent
    imported = {
        name
        for file in source.glob("*.py")
        for name in re.findall(r"^\s*(?:from|import) (copydesk[.\w]*)", file.read_text(), re.M)
    }
    assert {name for name in imported if not name.startswith("copydesk_html")} == {
        "copydesk.hooks",
        "copydesk.tree",
        "copydesk.walk",
    }


def test_lists_count_as_the_copy_does() -> None:
    items = (ListItem((paragraph("x"),)), ListItem((paragraph("y"),), number=7))
    made = List(items, True, 2, None, "lower-alpha", "()")
    page = write(Document(body=(made,)))
    (found,) = read(page).iter("ol")
    assert dict(found.items()) == {"start": "2", "type": "a", "class": "lower-alpha-parens"}
    assert [each.get("value") for each in found] == [None, "7"]
    assert "@counter-style lower-alpha-parens" in page


def test_words_of_another_language_say_which_and_their_direction() -> None:
    words = (
        Foreign((Text("λόγος"),), "el"),
        Foreign((Text("שלום"),), "und-Hebr"),
        Foreign((Text("x"),), '"><b>'),
    )
    root = read(write(Document(body=(Paragraph(words),))))
    found = [(each.text, each.get("lang"), each.get("dir")) for each in root.iter("span")]
    assert found == [("λόγος", "el", "ltr"), ("שלום", "und-Hebr", "rtl")]
