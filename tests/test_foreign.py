"""Words in other languages: found where it is certain, and said by every format that can say it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

import copydesk
from copydesk.older import lowered
from copydesk.parsing.foreign import ForeignWords
from copydesk.testing.documents import every_node
from copydesk.testing.normal import normalise
from copydesk.testing.strategies import documents
from copydesk.tree import (
    Code,
    Document,
    Emphasis,
    Foreign,
    Inline,
    Link,
    Metadata,
    Paragraph,
    Section,
    Text,
)
from copydesk.walk import inline_text, plain_text, validate, walk
from validators import pdf_ua

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENGLISH = "The keeper of the lamp said that it was not for him to say what it was for. " * 3


def document(*inlines: Inline, language: str | None = "en") -> Document:
    return Document(metadata=Metadata(language=language), body=(Paragraph(inlines),))


def foreign(text: str, language: str | None = "en", around: str = "") -> list[tuple[str, str]]:
    found = ForeignWords(language, around).find(text)
    return [(text[start:end], tag) for start, end, tag in found]


GREEK = Foreign((Text("λόγος"),), "el")
HEBREW = Foreign((Text("שלום עולם"),), "he")


# --- the parser ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Plain words, naïve café.", []),
        ("the word λόγος here", [("λόγος", "el")]),
        ("ὁ λόγος τοῦ σταυροῦ (1 Cor)", [("ὁ λόγος τοῦ σταυροῦ", "el")]),
        ("ΕΛΛΑΣ and της and και", [("ΕΛΛΑΣ", "el"), ("της", "el"), ("και", "el")]),
        ("Δx, αβγ, π r², 5 μm, ΦΒΚ, Ω·m", []),
        ("ξlog λόγοςx _λόγος 3λόγος", []),
        ("he said «Да, 5 мая, да»", [("Да, 5 мая, да", "und-Cyrl")]),
        ("а раypal, Е. Х.", []),
        ("東京タワー, 東京 is 東京", [("東京タワー, 東京", "ja"), ("東京", "und-Hani")]),
        ("a 中 b", []),
        ("한국어 ไทย", [("한국어", "ko"), ("ไทย", "th")]),
        ("הארץ, and القاهرة", [("הארץ", "he"), ("القاهرة", "und-Arab")]),
        ("հայերեն / ქართული / हिन्दी भाषा", [
            ("հայերեն", "hy"), ("ქართული", "ka"), ("हिन्दी भाषा", "und-Deva")]),
    ],
)  # fmt: skip
def test_words_in_other_scripts(text: str, found: list[tuple[str, str]]) -> None:
    assert foreign(text) == found


@pytest.mark.parametrize(
    ("language", "own"),
    [("el", "λόγος"), ("ru", "слово"), ("uk", "слово"), ("ja", "東京タワー"), ("zh", "東京"),
     ("ko", "漢字 한국어"), ("he", "שלום"), ("ar", "القاهرة"), ("hi", "भाषा"), ("th", "ไทย")],
)  # fmt: skip
def test_the_letters_of_the_document_are_never_foreign(language: str, own: str) -> None:
    other = "λόγος" if language != "el" else "слово"
    text = f"{own}, {own}. PDF. {other}"
    assert [words for words, _ in foreign(text, language)] == [other]


def test_without_a_language_one_script_has_to_dominate() -> None:
    assert foreign("λόγος", None, around="Lamp and harbour and lamp. λόγος") == [("λόγος", "el")]
    assert foreign("λόγος", None, around="Lamp λόγος и слово") == []
    assert foreign("Lamp слово", None, around="ο λόγος του σταυρού στην πόλη, слово") == [
        ("слово", "und-Cyrl")
    ]


def test_a_paragraph_in_another_language_has_to_be_long_and_plain() -> None:
    french = (
        "La présidente a écrit dans une lettre aux habitants que les horaires ne changeraient"
        " pas avant le printemps, que le prix des billets resterait le même pour tous ceux qui"
        " vivent sur cette île, et que son mari avait déjà vendu la maison de sa mère."
    )
    words = ForeignWords("en", "")
    assert words.of_paragraph(french) == "fr"
    assert words.of_paragraph(french[:150]) is None
    assert words.of_paragraph(ENGLISH) is None
    assert words.of_paragraph(french + " It was the end of it.") is None
    assert ForeignWords("fr", "").of_paragraph(french) is None
    assert ForeignWords(None, "").of_paragraph(french) is None
    names = "Quillon Roake Vossen Imre Tamsin Ludo Bexley Karo Minna Oduya " * 5
    assert words.of_paragraph(names) is None


def test_wrapped_lines_and_links_are_restored() -> None:
    text = (
        f"The lamp\n\n{ENGLISH.strip()}\nand the city of Санкт-\nПетербург, which λόγος at"
        " https://example.com/λόγος\nand a@b.co and φάρος end it.\n"
    )
    made = copydesk.parse(text)
    assert copydesk.restore(made) == text
    assert validate(made) == []
    found = [inline_text(node.children) for node in walk(made) if isinstance(node, Foreign)]
    assert found == ["Санкт-Петербург", "λόγος", "φάρος"] or found[-2:] == ["λόγος", "φάρος"]


def test_the_name_of_a_speaker_stays_plain() -> None:
    turns = "".join(
        f"ΝΙΚΟΣ: {ENGLISH.strip()}\n\nROAKE: It was not, and λόγος is the word for it.\n\n"
        for _ in range(3)
    )
    made = copydesk.parse(f"The lamp of the harbour\n\n{turns}")
    named = [node for node in walk(made) if isinstance(node, Paragraph) and node.speaker]
    assert named
    for node in named:
        first = node.children[0]
        assert isinstance(first, Text)
        assert first.value.startswith(str(node.speaker))


@given(st.text("aλόΔ αж中のא\n.,x1", max_size=60))
def test_any_text_is_restored(text: str) -> None:
    made = copydesk.parse(f"{ENGLISH}\n\n{text}")
    assert copydesk.restore(made) == f"{ENGLISH}\n\n{text}"
    assert validate(made) == []


# --- the formats ---------------------------------------------------------------------------------


def docx_runs(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """The runs of a document, with the languages that they say."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 # our own
    runs = []
    for run in root.iter(f"{W}r"):
        text = "".join(part.text or "" for part in run.iter(f"{W}t"))
        said = run.find(f"{W}rPr/{W}lang")
        told = {} if said is None else {key.removeprefix(W): v for key, v in said.items()}
        if run.find(f"{W}rPr/{W}noProof") is not None:
            told["noProof"] = ""
        runs.append((text, told))
    return runs


def test_docx_says_the_language_of_runs() -> None:
    made = document(
        Text("a "),
        Foreign((Text("λόγος "), Emphasis((Text("και"),)), Code("x")), "el"),
        HEBREW,
        Foreign((Text("東京"),), "und-Hani"),
        Link("https://example.com/", (Text("see "), GREEK)),
        Text(" b"),
    )
    assert docx_runs(copydesk.export(made, "docx"))[:9] == [
        ("a ", {}),
        ("λόγος ", {"val": "el"}),
        ("και", {"val": "el"}),
        ("x", {"val": "el"}),
        ("שלום עולם", {"bidi": "he"}),
        ("東京", {"eastAsia": "und-Hani", "noProof": ""}),
        ("see ", {}),
        ("λόγος", {"val": "el"}),
        (" b", {}),
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", [("λόγος", None), ("שלום עולם", "rtl")]),
        ("ar", [("λόγος", "ltr"), ("שלום עולם", None)]),
    ],
)
def test_epub_says_language_and_direction(
    language: str, expected: list[tuple[str, str | None]]
) -> None:
    data = copydesk.export(document(Text("a "), GREEK, HEBREW, language=language), "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if name.endswith(".xhtml")]
    found = [
        (each.text, each.get("dir"))
        for page in pages
        for each in ElementTree.fromstring(page).iter("{http://www.w3.org/1999/xhtml}span")  # noqa: S314 # our own
        if each.get("lang") and each.get("lang") == each.get(XML_LANG)
    ]
    assert found == expected


def structure(data: bytes) -> list[tuple[str, str, str | None]]:
    """All structure elements of a PDF: their tags, those of their parents, their languages."""
    root = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]
    found: list[tuple[str, str, str | None]] = []

    def visit(element: object, parent: str) -> None:
        if isinstance(element, IndirectObject):
            element = element.get_object()
        if isinstance(element, ArrayObject):
            for each in element:
                visit(each, parent)
        elif isinstance(element, DictionaryObject) and "/S" in element:
            said = element.get("/Lang")
            found.append((str(element["/S"]), parent, None if said is None else str(said)))
            visit(element.get("/K"), str(element["/S"]))

    assert isinstance(root, DictionaryObject)
    tree = root["/StructTreeRoot"]
    assert isinstance(tree, DictionaryObject)
    visit(tree["/K"], "")
    return found


def test_pdf_says_the_language_of_spans() -> None:
    made = document(
        Text("a "),
        GREEK,
        Foreign(
            (Text("see "), Link("https://example.com/", (Text("here"),)), Code("x")), "und-Cyrl"
        ),
        Link("https://example.com/b", (Text("the "), GREEK)),
        Text(" b"),
    )
    data = copydesk.export(made, "pdf")
    assert [each for each in structure(data) if each[0] in ("/Span", "/Link", "/Code")] == [
        ("/Span", "/P", "el"),
        ("/Span", "/P", "und-Cyrl"),
        ("/Link", "/Span", None),
        ("/Code", "/Span", None),
        ("/Link", "/P", None),
        ("/Span", "/Link", "el"),
    ]
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "".join(text.split()).startswith("aλόγοςseeherextheλόγοςb")
    assert pdf_ua(data) == []


def test_a_foreign_passage_over_lines_and_pages_is_accessible() -> None:
    long = Foreign((Text("Ο φάρος του λιμανιού καίει όλη τη νύχτα. " * 200),), "el")
    made = document(Text(ENGLISH), long, Text(ENGLISH))
    data = copydesk.export(made, "pdf", page="A5")
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 2
    assert [each[2] for each in structure(data) if each[0] == "/Span" and each[2]] == ["el"]
    assert pdf_ua(data) == []


def test_markdown_keeps_the_words_and_finds_them_again(tmp_path: Path) -> None:
    made = document(Text(ENGLISH + "The word "), GREEK, Text(" and "), HEBREW, Text("."))
    data = copydesk.export(made, "md")
    assert "The word λόγος and שלום עולם." in data.decode()
    (tmp_path / "a.md").write_bytes(data)
    again = copydesk.read(tmp_path / "a.md")
    assert [node.language for node in walk(again) if isinstance(node, Foreign)] == ["el", "he"]
    assert plain_text(again) == plain_text(made)


@given(documents())
def test_the_normal_form_has_no_guess_of_its_own(made: Document) -> None:
    """What a Foreign node claims is lost in Markdown; what its letters prove is found again."""
    for node in walk(normalise(made)):
        if isinstance(node, Foreign):
            assert not inline_text(node.children).isascii()


def test_json_keeps_them() -> None:
    data = copydesk.export(document(GREEK), "json")
    (leaf,) = json.loads(data)["body"][0]["children"]
    assert (leaf["type"], leaf["language"]) == ("foreign", "el")


def test_a_heading_may_hold_them() -> None:
    made = Document(body=(Section(1, (Text("On "), GREEK), (Paragraph((Text("It."),)),)),))
    for name in ("docx", "epub", "pdf", "md", "outline"):
        assert copydesk.export(made, name)
    assert copydesk.export(made, "outline").decode().count("On λόγος") == 1


@pytest.mark.parametrize("tag", ["", "x y", "el'", "e", '"><b', "englishlanguage", "el_GR"])
def test_what_is_no_tag_is_told_and_never_written(tag: str) -> None:
    made = document(Foreign((Text("words"),), tag))
    assert len(validate(made)) == 1
    assert docx_runs(copydesk.export(made, "docx"))[0] == ("words", {})
    assert not [each for each in structure(copydesk.export(made, "pdf")) if each[0] == "/Span"]
    with zipfile.ZipFile(io.BytesIO(copydesk.export(made, "epub"))) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if "xhtml" in name]
    assert not any("<span lang" in page for page in pages)


# --- older plugins -------------------------------------------------------------------------------


def test_an_older_plugin_gets_what_it_holds() -> None:
    made = document(Text("a "), Foreign((Emphasis((GREEK,)), Text("b")), "el"), Text(" c"))
    assert lowered(made, 2) is made
    assert lowered(made, 1) == document(
        Text("a "), Emphasis((Text("λόγος"),)), Text("b"), Text(" c")
    )
    plain = document(Text("a"))
    assert lowered(plain, 1) is plain


@given(documents())
def test_lowering_loses_no_text(made: Document) -> None:
    low = lowered(made, 1)
    assert plain_text(low) == plain_text(made)
    assert validate(low) == validate(made)


def test_every_node_is_lowered_to_what_version_one_had() -> None:
    frozen = Path(__file__).parent / "frozen" / "api_1" / "surface.json"
    known = set(json.loads(frozen.read_text("utf-8"))["copydesk.tree.AnyNode"]["members"])
    kinds = {type(node).__name__ for node in walk(lowered(every_node(), 1))}
    assert kinds <= known, kinds - known


def test_every_language_that_is_told_by_its_letters_is_written_in_them() -> None:
    from copydesk.parsing.foreign import _WRITTEN_IN
    from copydesk.parsing.language import _SCRIPTS

    assert {script.tag for script in _SCRIPTS} <= set(_WRITTEN_IN)
