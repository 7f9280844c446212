"""How lists count: as the copy does, in every format."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import copydesk
from copydesk.parsing.numbering import delimiter, readings
from copydesk.testing.documents import paragraph
from copydesk.tree import Delimiter, Document, List, ListItem, Numbering
from copydesk.walk import (
    counted_runs,
    item_labels,
    item_numbers,
    labelled,
    number_label,
    plain_text,
    walk,
)
from pdf_reading import tagged
from validators import pdf_ua

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROSE = "The keeper of the lamp has written down what he wants done while he is away, and why."
NUMBERINGS: tuple[Numbering, ...] = (
    "decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman",
)  # fmt: skip
DELIMITERS: tuple[Delimiter, ...] = (".", ")", "()")


def listed(
    *numbers: int | None, start: int = 1, way: Numbering = "decimal", after: Delimiter = "."
) -> List:
    items = (
        ListItem((paragraph(f"entry {at}"),), number=number) for at, number in enumerate(numbers, 1)
    )
    return List(tuple(items), True, start, None, way, after)


def document(*lists: List) -> Document:
    blocks = [block for each in lists for block in (each, paragraph("Between."))]
    return Document(body=(paragraph(PROSE), *blocks))


# --- the tree ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "way", "label"),
    [
        (1, "decimal", "1."), (0, "decimal", "0."), (-3, "lower-alpha", "-3."),
        (1, "lower-alpha", "a."), (26, "upper-alpha", "Z."), (27, "lower-alpha", "aa."),
        (28, "lower-alpha", "ab."), (703, "lower-alpha", "aaa."), (4, "lower-roman", "iv."),
        (1994, "upper-roman", "MCMXCIV."), (3999, "lower-roman", "mmmcmxcix."),
        (4000, "lower-roman", "4000."), (0, "upper-roman", "0."),
    ],
)  # fmt: skip
def test_labels(number: int, way: Numbering, label: str) -> None:
    assert number_label(number, way, ".") == label


@given(st.integers(1, 3999), st.sampled_from(NUMBERINGS), st.sampled_from(DELIMITERS))
def test_a_label_is_read_as_what_it_says(number: int, way: Numbering, after: Delimiter) -> None:
    label = number_label(number, way, after)
    assert delimiter(label) == after
    if not way.endswith("alpha") or number <= 26:
        assert readings(label)[way] == number


@pytest.mark.parametrize("mark", ["", "()", "1a.", "é)", "²)", "iiii.", "Iv)", "٣."])
def test_what_is_no_number(mark: str) -> None:
    assert not {"decimal", "lower-roman", "upper-roman"} & set(readings(mark))


def test_items_count_on_from_their_own_numbers() -> None:
    made = listed(None, None, 5, None, 2, start=1, way="lower-alpha", after=")")
    assert item_numbers(made) == (1, 2, 5, 6, 2)
    assert item_labels(made) == ("a)", "b)", "e)", "f)", "b)")
    assert [(run.start, len(run.children)) for run in counted_runs(made)] == [
        (1, 2),
        (5, 2),
        (2, 1),
    ]
    assert plain_text(labelled(made)).startswith("a) entry 1\nb) entry 2\ne) entry 3")
    plain = listed(None, None)
    assert counted_runs(plain) == (plain,)
    assert item_labels(List(plain.children)) == ()


# --- the parser ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("copy", "labels"),
    [
        ("1. Oil\n2. Wicks\n5. Lamp", ["1. 2. 5."]),
        ("1. Oil\n4. Wicks\n5. Lamp", ["1. 4. 5."]),
        ("a) oil of the better kind\nb) wicks\nc) lamp", ["a) b) c)"]),
        ("A. Oil is needed.\nB. Wicks are too.", ["A. B."]),
        ("(i) oil\n(ii) wicks\n(iii) lamp\n(iv) all", ["(i) (ii) (iii) (iv)"]),
        ("I. Oil\nII. Wicks\nIII. Lamp", ["I. II. III."]),
        ("h) oil\ni) wicks\nj) lamp", ["h) i) j)"]),
        ("v) oil\nvi) wicks", ["v) vi)"]),
        ("v) oil\nw) wicks", ["v) w)"]),
        ("1) Oil\n2) Wicks\n1) Lamp\n2) All", ["1) 2)", "1) 2)"]),
        ("1. Oil\n  a) olive\n  b) whale\n2. Wicks", ["1. 2.", "a) b)"]),
        ("1. Oil\n  - olive\n  - whale\n2. Wicks\n3. Lamp", ["1. 2. 3.", ""]),
    ],
)
def test_lists_keep_how_they_count(copy: str, labels: list[str]) -> None:
    text = f"A lamp of the harbour\n\n{PROSE}\n\n{copy}\n\n{PROSE}\n"
    made = copydesk.parse(text)
    found = [" ".join(item_labels(node)) for node in walk(made) if isinstance(node, List)]
    assert found == labels
    assert copydesk.restore(made) == text


@pytest.mark.parametrize(
    "copy",
    [
        "1986. A great year for the lamp and for all who have to live with it.",
        "A. Roake said that it was so, and that it had been so for a long time.",
        "I. was the one who lit the lamp, and nobody else was there to see it.",
        "See the notes a) in the book, which the keeper has written himself.",
    ],
)
def test_one_mark_is_no_list(copy: str) -> None:
    made = copydesk.parse(f"A lamp of the harbour\n\n{PROSE}\n\n{copy}\n\n{PROSE}\n")
    assert not [node for node in walk(made) if isinstance(node, List)]
    assert copy in plain_text(made)


# --- the formats ---------------------------------------------------------------------------------


def docx_labels(data: bytes) -> list[str]:
    """The labels of list paragraphs, counted as ISO/IEC 29500-1, 17.9 says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 # our own
        numbering = ElementTree.fromstring(archive.read("word/numbering.xml"))  # noqa: S314 # our own
    levels: dict[tuple[str, str], tuple[str, str]] = {}
    starts: dict[tuple[str, str], int] = {}
    abstract = {each.get(f"{W}abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}

    def value(element: ElementTree.Element, path: str) -> str:
        found = element.find(path)
        assert found is not None
        return str(found.get(f"{W}val"))

    for num in numbering.iter(f"{W}num"):
        own = str(num.get(f"{W}numId"))
        for lvl in abstract[value(num, f"{W}abstractNumId")].iter(f"{W}lvl"):
            key = own, str(lvl.get(f"{W}ilvl"))
            levels[key] = value(lvl, f"{W}numFmt"), value(lvl, f"{W}lvlText")
        for override in num.iter(f"{W}lvlOverride"):
            key = own, str(override.get(f"{W}ilvl"))
            starts[key] = int(value(override, f"{W}startOverride"))
            for lvl in override.iter(f"{W}lvl"):
                assert int(value(lvl, f"{W}start")) == starts[key]
                levels[key] = value(lvl, f"{W}numFmt"), value(lvl, f"{W}lvlText")
    ways: dict[str, Numbering] = {
        "decimal": "decimal", "lowerLetter": "lower-alpha", "upperLetter": "upper-alpha",
        "lowerRoman": "lower-roman", "upperRoman": "upper-roman",
    }  # fmt: skip
    labels = []
    for properties in body.iter(f"{W}numPr"):
        key = value(properties, f"{W}numId"), value(properties, f"{W}ilvl")
        kind, text = levels[key]
        number = starts.get(key, 1)
        starts[key] = number + 1
        if kind == "bullet":
            labels.append(text)
            continue
        shown = number_label(number, ways[kind], ".").removesuffix(".")
        labels.append(text.replace(f"%{int(key[1]) + 1}", shown))
    return labels


@pytest.mark.parametrize("way", NUMBERINGS)
@pytest.mark.parametrize("after", DELIMITERS)
def test_every_way_to_count_reaches_docx_and_pdf(way: Numbering, after: Delimiter) -> None:
    first = listed(None, None, 5, None, way=way, after=after)
    second = listed(None, None, start=8, way=way, after=after)
    expected = [*item_labels(first), *item_labels(second)]
    made = document(first, second)
    assert docx_labels(copydesk.export(made, "docx")) == expected
    data = copydesk.export(made, "pdf")
    assert [item.text.strip() for item in tagged(data) if item.tag == "Lbl"] == expected
    assert pdf_ua(data) == []
    kind = "/" + "".join(part.capitalize() for part in way.split("-"))
    assert pdf_numberings(data) == [kind, kind]


def pdf_numberings(data: bytes) -> list[str]:
    """What the lists of a file say of how they count (ISO 32000-1, 14.8.5.5)."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    objects = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    lists = [each for each in objects if isinstance(each, dict) and each.get("/S") == "/L"]
    return [str(each["/A"]["/ListNumbering"]) for each in lists]


def test_bulleted_lists_have_no_numbers() -> None:
    items = (ListItem((paragraph("one"),), number=4), ListItem((paragraph("two"),)))
    made = document(List(items, numbering="upper-roman", delimiter=")"))
    assert docx_labels(copydesk.export(made, "docx")) == ["•", "•"]
    found = tagged(copydesk.export(made, "pdf"))
    assert [item.text.strip() for item in found if item.tag == "Lbl"] == ["•", "•"]
    assert copydesk.export(made, "md").decode().count("\n- ") == 2


def epub_lists(data: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [
            archive.read(name)
            for name in archive.namelist()
            if name.endswith(".xhtml") and "nav" not in name
        ]
    roots = [ElementTree.fromstring(page) for page in pages]  # noqa: S314 # our own
    return [each for root in roots for each in root.iter("{http://www.w3.org/1999/xhtml}ol")]


@pytest.mark.parametrize("way", NUMBERINGS)
@pytest.mark.parametrize("after", DELIMITERS)
def test_epub_says_it_by_type_class_and_value(way: Numbering, after: Delimiter) -> None:
    data = copydesk.export(document(listed(None, 5, start=2, way=way, after=after)), "epub")
    (found,) = epub_lists(data)
    assert found.get("start") == "2"
    types = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
    assert found.get("type") == types.get(way)
    assert [item.get("value") for item in found] == [None, "5"]
    name = {".": None, ")": f"{way}-paren", "()": f"{way}-parens"}[after]
    assert found.get("class") == name
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = b"".join(archive.read(each) for each in archive.namelist() if ".css" in each)
    assert name is None or f"@counter-style {name} {{ system: extends {way};" in styles.decode()


@pytest.mark.parametrize("way", NUMBERINGS)
@pytest.mark.parametrize("after", DELIMITERS)
def test_no_label_is_lost_in_markdown(way: Numbering, after: Delimiter, tmp_path: Path) -> None:
    """Read by another program; and read again, the list counts as it did."""
    made = document(listed(None, None, None, start=2, way=way, after=after))
    data = copydesk.export(made, "md")
    html = MarkdownIt("commonmark").render(data.decode())
    if way == "decimal" and after != "()":
        assert '<ol start="2">' in html
    else:
        labels = item_labels(listed(None, None, None, start=2, way=way, after=after))
        for at, label in enumerate(labels, 1):
            assert f"<li>{label} entry {at}</li>" in html
    (tmp_path / "a.md").write_bytes(data)
    (found,) = [x for x in walk(copydesk.read(tmp_path / "a.md")) if isinstance(x, List)]
    assert (found.ordered, found.start) == (True, 2)
    assert (found.numbering, found.delimiter) == (way, after)
    assert plain_text(found) == "entry 1\nentry 2\nentry 3"


def test_gaps_reach_the_reader_of_markdown() -> None:
    data = copydesk.export(document(listed(None, None, 5, None)), "md").decode()
    assert "1. entry 1\n2. entry 2\n\n5) entry 3\n6) entry 4\n" in data
    html = MarkdownIt("commonmark").render(data)
    assert html.count("<ol>") == 1
    assert '<ol start="5">' in html


@pytest.mark.parametrize(
    "markdown",
    ["- A. Roake", "- a) one\n- c) three", "- a) one\n- b. two", "- a) one\n- *b)* two",
     "- 1986 one\n- 1987 two", "- a) one\n- two", "- `a)` one\n- b) two", "- (a) x\n- (bc) y"],
)  # fmt: skip
def test_bullets_that_do_not_count_stay_bullets(markdown: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(markdown, "utf-8")
    (found,) = [x for x in walk(copydesk.read(tmp_path / "a.md")) if isinstance(x, List)]
    assert not found.ordered


def test_the_outline_shows_the_labels() -> None:
    made = document(listed(None, 4, start=3, way="upper-roman", after="()"))
    printed = copydesk.export(made, "outline").decode()
    assert "numbered from III, 2 items" in printed
    assert "(III)" in printed
    assert "(IV)" in printed
