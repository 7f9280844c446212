"""NITF, read back by lxml: valid, in the schema's order, and nothing but what the tree says."""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path

import pytest
import reading
from hypothesis import given, settings
from lxml import etree

from copydesk.hooks import Context, Diagnostic
from copydesk.testing import samples
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Aside,
    Byline,
    Dateline,
    Deck,
    Document,
    Foreign,
    Headline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Quote,
    Slug,
    Text,
)
from copydesk_nitf.nitf import NitfExporter, NitfOptions

SCHEMAS = Path(__file__).parent / "schemas"


def write(document: Document, doc_id: str | None = None) -> bytes:
    out = io.BytesIO()
    NitfExporter().export(document, out, NitfOptions(doc_id=doc_id), Context([].append))
    return out.getvalue()


@cache
def schemas() -> list[etree.XMLSchema]:
    """Our own schema; and the official one, if the environment says where it is."""
    files = [
        SCHEMAS / "nitf-3.6-written.xsd",
        *map(Path, filter(None, [os.environ.get("NITF_XSD")])),
    ]
    return [etree.XMLSchema(etree.parse(file)) for file in files]


def check(data: bytes) -> None:
    root = reading.parse(data)
    for schema in schemas():
        if not schema.validate(root):
            pytest.fail("\n".join(str(entry) for entry in schema.error_log) + "\n" + data.decode())


def texts(root: etree._Element, path: str) -> list[str]:
    return [reading.text_of(element) for element in reading.find(root, path)]


@pytest.mark.parametrize("name", [*samples.KINDS, *samples.EMPTY])
def test_each_kind_of_document_is_valid(name: str) -> None:
    check(write((samples.KINDS | samples.EMPTY)[name]))  # type: ignore[operator] # both are mappings that know |


@pytest.mark.parametrize("name", samples.HOSTILE)
def test_hostile_text_is_valid_everywhere(name: str) -> None:
    check(write(samples.everywhere(samples.HOSTILE[name])))


@given(documents())
@settings(max_examples=200, deadline=None)
def test_any_document_is_valid(document: Document) -> None:
    check(write(document))


def test_the_schema_refuses_what_nitf_refuses() -> None:
    good = write(every_node()).decode()
    traps = {
        "a block quotation without a block": ("<block>", ""),
        "an hl1 outside of hedline": ("<body.content>", "<body.content><hl1>x</hl1>"),
        "a note without body.content": ("<note class=", "<note><p>x</p></note><note class="),
        "a dateline above the headline": (
            "<body.head>", "<body.head><dateline><location>X</location></dateline>"),
        "a paragraph in a paragraph": ("<p>", "<p><p>x</p>"),
        "another version": ("NITF 3.6//EN", "NITF 3.5//EN"),
        "a note of a class that is none": ('noteclass="cpyrt"', 'noteclass="copyright"'),
    }  # fmt: skip
    for trap, (found, put) in traps.items():
        bad = good.replace(found, put, 1)
        if trap.startswith("a block quotation"):
            bad = bad.replace("</block>", "", 1)
        assert bad != good, trap
        root = reading.parse(bad.encode())
        for schema in schemas():
            assert not schema.validate(root), f"{schema} allows {trap}"


def test_our_schema_is_the_narrower_one() -> None:
    """To the official schema a date is any string; to ours it is a date."""
    good = write(every_node()).decode()
    bad = good.replace('norm="20240309"', 'norm="9 March"', 1)
    assert bad != good
    ours, *official = schemas()
    root = reading.parse(bad.encode())
    assert not ours.validate(root)
    assert all(schema.validate(root) for schema in official)


def test_the_head_is_mapped() -> None:
    root = reading.parse(write(every_node(), doc_id="urn:example:1"))
    head, top = "head/docdata/", "body/body.head/"
    assert root.get("baselang") == "en"
    assert texts(root, "head/title") == ["Harbour & light: <b>a survey</b>"]
    assert [e.get("key") for e in reading.find(root, head + "du-key")] == ["BC-Harbour, 1st Ld"]
    assert [e.get("id-string") for e in reading.find(root, head + "doc-id")] == ["urn:example:1"]
    assert [e.get("norm") for e in reading.find(root, head + "date.issue")] == ["20240309"]
    assert dict(reading.find(root, head + "doc.copyright")[0].attrib) == {
        "year": "2024", "holder": "Example Press",
    }  # fmt: skip
    keys = [e.get("key") for e in reading.find(root, head + "key-list/keyword")]
    assert keys == ["harbour", "light"]
    assert (
        reading.find(root, "head/pubdata")[0].get("ex-ref") == "https://example.com/harbour?a=1&b=2"
    )
    assert reading.find(root, "head/revision-history")[0].get("norm") == "20240310T083000+0100"
    assert texts(root, top + "hedline/hl1") == ["Harbour & light: <b>a survey</b>"]
    assert texts(root, top + "hedline/hl2") == ["What a lamp is worth when nobody looks"]
    assert texts(root, top + "byline/person") == ["Ann Example", "Björn Beispiel"]
    assert texts(root, top + "distributor/org") == ["EP"]
    assert texts(root, top + "dateline/location") == ["OOSTENDE, Belgium", "OOSTENDE"]
    assert [e.get("norm") for e in reading.find(root, top + "dateline/story.date")] == [
        "20240309", "20240310",
    ]  # fmt: skip


def test_the_body_is_mapped() -> None:
    root = reading.parse(write(every_node()))
    body = "body/body.content/"
    assert [e.get("class") for e in reading.find(root, body + "hl2")] == [
        "level-1", "level-2", "level-3", "level-1", "level-1",
    ]  # fmt: skip
    assert texts(root, body + "p/q") == ["“We kept it burning,”"]
    assert reading.find(root, body + "p/q")[0].get("quote-source") == "Keeper"
    assert texts(root, body + "bq/block/p") == ["First of the quoted words.", "Second of them."]
    assert texts(root, body + "bq/credit") == ["— Ada Lovelace"]
    assert reading.find(root, body + "ol")[0].get("seqnum") == "3"
    assert texts(root, body + "p/person") == ["Q", "A"]
    assert texts(root, body + "media/media-caption") == ["The lamp in 1911."]
    assert texts(root, body + "media/media-producer") == ["(Photo: A. Example)"]
    notes = [(e.get("noteclass"), e.get("class")) for e in reading.find(root, body + "note")]
    assert notes == [
        ("editorsnote", "editors-note"), (None, "boilerplate"), (None, "related"),
        (None, "correction"), (None, "contributor"), ("cpyrt", "rights"),
    ]  # fmt: skip
    lead = reading.find(root, body + "p")[0]
    assert lead.get("lede") == "true"
    assert reading.text_of(lead).startswith("The lamp was lit")


def test_a_contributor_line_at_the_end_is_the_tagline() -> None:
    aside = Aside("contributor", (paragraph("C. Example contributed."),))
    root = reading.parse(write(Document(body=(paragraph("Rain."),), tail=(aside,))))
    assert texts(root, "body/body.end/tagline") == ["C. Example contributed."]


def test_a_byline_holds_its_persons_and_their_title() -> None:
    line = (Text("By MARTA ELLISON and B. Roe"), LineBreak(), Text("AP Sports Writers"))
    title = Byline((Text("Special to the Packet"),))
    head = (Byline(line, ("Marta Ellison", "B. Roe")), title)
    root = reading.parse(write(Document(head=head)))
    assert len(reading.find(root, "body/body.head/byline")) == 1
    assert texts(root, "body/body.head/byline/person") == ["MARTA ELLISON", "B. Roe"]
    assert texts(root, "body/body.head/byline/byttl") == [
        "AP Sports Writers", "Special to the Packet",
    ]  # fmt: skip


def test_a_byline_that_links_to_its_author() -> None:
    author = Link("https://example.com/ann", (Text("Ann Example"),))
    paper = Link("https://example.com/", (Text("The Packet"),))
    line = Byline((Text("By "), author, Text(", "), paper), ("Ann Example",))
    root = reading.parse(write(Document(head=(line,))))
    (person,) = reading.find(root, "body/body.head/byline/person")
    assert (person.text, person.get("value")) == ("Ann Example", "https://example.com/ann")
    assert texts(root, "body/body.head/byline/virtloc") == ["The Packet"]


@pytest.mark.parametrize(
    ("printed", "location", "date", "marked"),
    [
        ("BEIRUT, May 18, 2017 (AP) —", "BEIRUT", "2017-05-18", ["May 18, 2017"]),
        ("HONOLULU, Dec. 23 (UPI) —", "HONOLULU", "2021-12-23", ["Dec. 23"]),
        ("BERLIN, 18. Mai –", "BERLIN", "2017-05-18", ["18. Mai"]),
        ("(CNN)", None, None, []),
        ("PARIS —", "PARIS", "2017-05-18", [""]),
    ],
)
def test_datelines(printed: str, location: str | None, date: str | None, marked: list[str]) -> None:
    line = Dateline((Text(printed),), location=location, date=date)
    root = reading.parse(write(Document(body=(Paragraph((line, Text("Rain fell."))),))))
    found = reading.find(root, "body/body.head/dateline")
    assert [reading.text_of(each) for each in found] == [printed]
    assert texts(root, "body/body.head/dateline/location") == ([location] if location else [])
    assert texts(root, "body/body.head/dateline/story.date") == marked


def test_an_order_that_is_not_nitf_s_is_told() -> None:
    head = (Byline((Text("By Ann"),)), Headline((Text("Rain"),)), Deck((Text("It fell"),)))
    data = write(Document(head=head))
    assert reading.nitf_text(data).split("\n")[:3] == ["By Ann", "Rain", "It fell"]
    assert b"id=" not in write(Document(head=(head[1], head[2], head[0])))


def test_a_lead_that_stands_twice_is_printed_twice() -> None:
    lead = Paragraph((Dateline((Text("(EP)"),)), Text("Rain fell.")))
    assert reading.nitf_text(write(Document(body=(lead, lead)))).split() == [
        "(EP)", "Rain", "fell.", "(EP)", "Rain", "fell.",
    ]  # fmt: skip


def test_nothing_is_invented() -> None:
    root = reading.parse(write(Document(body=(paragraph("Rain fell."),))))
    assert [str(child.tag) for child in reading.find(root, "head")[0]] == []
    assert reading.find(root, "body/body.head") == []
    assert root.get("baselang") is None


@pytest.mark.parametrize(
    ("line", "year", "holder"),
    [
        ("Copyright 2017 The Example Press. All rights reserved.", "2017", "The Example Press"),
        ("© 2024 Beispiel GmbH", "2024", "Beispiel GmbH"),
        ("(c) 2019-2020 Ann Example, all rights reserved", "2019", "Ann Example"),
        ("All rights reserved.", None, None),
        ("Copyright Example Press", None, None),
    ],
)
def test_the_copyright_is_read_where_it_is_plain(
    line: str, year: str | None, holder: str | None
) -> None:
    document = Document(tail=(Aside("rights", (paragraph(line),)),))
    found = reading.find(reading.parse(write(document)), "head/docdata/doc.copyright")
    assert [(e.get("year"), e.get("holder")) for e in found] == ([(year, holder)] if year else [])


@pytest.mark.parametrize("target", samples.UNSAFE_TARGETS)
def test_unsafe_links_are_reported(target: str) -> None:
    found: list[Diagnostic] = []
    link = Link(target, (Text("here"),))
    document = Document(head=(Byline((link,)),), body=(Paragraph((link,)),))
    NitfExporter().export(document, io.BytesIO(), NitfOptions(), Context(found.append))
    assert [item.code for item in found] == ["unsafe-link"] * 2


def test_a_slug_is_text_whatever_it_holds() -> None:
    document = Document(
        metadata=Metadata(title='"><x/>', keywords=('"&<',)), head=(Slug((Text('a"b<c&d'),)),)
    )
    root = reading.parse(write(document))
    assert reading.find(root, "head/docdata/du-key")[0].get("key") == 'a"b<c&d'
    assert reading.find(root, "head/docdata/key-list/keyword")[0].get("key") == '"&<'


def test_quotations_in_other_tongues_are_q() -> None:
    words = "„Wir kommen“, sagte er. «Nous aussi», said she. “And so"
    quote = Quote((paragraph(words),), role="speech", speaker="Er")
    root = reading.parse(write(Document(body=(quote,))))
    assert texts(root, "body/body.content/p/q") == ["„Wir kommen“", "«Nous aussi»", "“And so"]


def test_words_of_another_language_say_which() -> None:
    greek, wrong = Foreign((Text("λόγος"),), "el"), Foreign((Text("x"),), "no tag")
    data = write(Document(body=(Paragraph((Text("a "), greek, wrong)),)))
    check(data)
    (found,) = reading.find(reading.parse(data), "body/body.content/p/lang")
    assert (found.text, found.get("iso")) == ("λόγος", "el")


def test_no_label_of_a_list_is_lost() -> None:
    items = (ListItem((paragraph("x"),)), ListItem((paragraph("y"),), number=7))
    data = write(Document(body=(List(items, True, 2, None, "lower-alpha", ")"), List(items, True))))
    check(data)
    (bullets,) = reading.find(reading.parse(data), "body/body.content/ul")
    assert [reading.text_of(item) for item in bullets] == ["b) x", "g) y"]
    figures = reading.find(reading.parse(data), "body/body.content/ol")
    assert [(each.get("seqnum"), reading.text_of(each)) for each in figures] == [
        (None, "x"),
        ("7", "y"),
    ]
