"""Metadata: inferred with its place in the source, never invented, and overruled by the user."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document as DocxDocument

import copydesk
from copydesk.bcp47 import canonical
from copydesk.codec import from_json, to_json
from copydesk.errors import OptionError
from copydesk.parsing import parse
from copydesk.parsing.bylines import find_outlet, read_byline
from copydesk.parsing.dates import dates_in, read_date, read_timestamp
from copydesk.tree import Document, Metadata, MetadataSpans, Source, Span
from copydesk.walk import plain_text, validate

LEAD = (
    "The lamp on the point went out on Tuesday night, the keeper said, and it will not be lit "
    "again before the end of the week, because the part that broke has to come by ship.\n"
)
STORY = (
    "Keeper waits for a lamp\n\nBy Jane Roe and John Doe, CNN\n\n"
    "Published May 3, 2024 | Updated May 4, 2024\n\n"
    f"{LEAD}\n{LEAD}\nSource: https://news.example/2024/05/keeper-waits-for-a-lamp\n"
)


def place(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def test_each_field_says_where_it_was_read() -> None:
    metadata = parse(STORY).metadata
    spans = metadata.spans
    assert metadata.title == place(STORY, spans.title) == "Keeper waits for a lamp"
    assert metadata.authors == ("Jane Roe", "John Doe")
    assert [place(STORY, span) for span in spans.authors] == ["Jane Roe", "John Doe"]
    assert (metadata.published, place(STORY, spans.published)) == ("2024-05-03", "May 3, 2024")
    assert (metadata.updated, place(STORY, spans.updated)) == ("2024-05-04", "May 4, 2024")
    assert metadata.publisher == place(STORY, spans.publisher) == "CNN"
    assert metadata.source_url == place(STORY, spans.source_url)
    assert metadata.source_url == "https://news.example/2024/05/keeper-waits-for-a-lamp"
    assert metadata.language == "en"
    assert spans.language == Span(0, len(STORY))


def test_copy_that_says_nothing_has_none() -> None:
    assert parse("Nothing.\n").metadata == Metadata()


def test_names_in_capitals_are_found_again() -> None:
    text = STORY.replace("By Jane Roe and John Doe, CNN", "By JANE ROE and JOHN DOE")
    metadata = parse(text).metadata
    assert metadata.authors == ("Jane Roe", "John Doe")
    assert [place(text, span) for span in metadata.spans.authors] == ["JANE ROE", "JOHN DOE"]


def test_spans_go_to_json_and_back_and_have_to_lie_in_the_source() -> None:
    document = parse(STORY)
    data = json.loads(to_json(document))
    assert data["metadata"]["spans"]["title"] == [0, 23]
    assert from_json(to_json(document)) == document
    beyond = Document(
        Metadata(title="x", spans=MetadataSpans(title=Span(4, 9))), source=Source(length=5)
    )
    assert [problem.message for problem in validate(beyond)] == [
        "the span 4–9 of the title lies outside the source"
    ]


def test_a_tree_from_before_there_were_spans_is_read() -> None:
    data = json.loads(to_json(parse(STORY)))
    del data["metadata"]["spans"]
    assert from_json(json.dumps(data)).metadata.spans == MetadataSpans()


BYLINES = {
    "By CHARLES ODUM": ("Charles Odum",),
    "By Jane Roe, John Doe, and Max Mustermann": ("Jane Roe", "John Doe", "Max Mustermann"),
    "By Jane Roe / John Doe": ("Jane Roe", "John Doe"),
    "By Jane Roe with John Doe": ("Jane Roe", "John Doe"),
    "By Jane Roe in London and John Doe in Paris": ("Jane Roe", "John Doe"),
    "By Dr. Jane Roe, M.D.": ("Dr. Jane Roe",),
    "By Jane van der Berg": ("Jane van der Berg",),
    "By Jane Roe Jr.": ("Jane Roe Jr.",),
    "By Jane Roe, Special to The Times": ("Jane Roe",),
    "By Jane Roe and John Doe, CNN": ("Jane Roe", "John Doe"),
    "By The Associated Press": ("The Associated Press",),
    "Posted by Jane Roe on May 3, 2017": ("Jane Roe",),
    "Written by Jane Roe. Edited by John Doe.": ("Jane Roe",),
    "VON MAX MUSTERMANN, BERLIN": ("Max Mustermann",),
    "Par Hélène Lefèvre et Jean-Luc Martin, avec AFP": ("Hélène Lefèvre", "Jean-Luc Martin"),
    "Por Juan Pérez e Inés Gil": ("Juan Pérez", "Inés Gil"),
    "Di Mario Rossi e Anna Bianchi": ("Mario Rossi", "Anna Bianchi"),
    "Napsal Jan Novák a Eva Dvořáková": ("Jan Novák", "Eva Dvořáková"),
    "Av Kari Nordmann og Ola Nordmann": ("Kari Nordmann", "Ola Nordmann"),
    "Автор: Иван Петров и Анна Сидорова": ("Иван Петров", "Анна Сидорова"),
    "Του Γιάννη Παπαδόπουλου και της Μαρίας Ιωάννου": ("Γιάννη Παπαδόπουλου", "Μαρίας Ιωάννου"),
    "作者：张三": ("张三",),
    "记者 李四 王五": ("李四", "王五"),
    "山田太郎記者": ("山田太郎",),
    "بقلم أحمد علي": ("أحمد علي",),
}


@pytest.mark.parametrize(("line", "names"), BYLINES.items(), ids=BYLINES.keys())
def test_a_byline_names_its_authors(line: str, names: tuple[str, ...]) -> None:
    assert read_byline(line, bare=False) == names


@pytest.mark.parametrize(
    "line",
    ["By the time it ended", "Von Für und Wider", "By bell hooks at noon", "Text und Ton", "文字"],
)
def test_what_opens_like_a_byline_and_is_none(line: str) -> None:
    assert read_byline(line, bare=False) is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("By Jane Roe, CNN", "CNN"),
        ("By The Associated Press", "The Associated Press"),
        ("By JANE ROE, AP Sports Writer", "AP"),
        ("By Jane Roe (Reuters)", "Reuters"),
        ("By Jane Roe for Bloomberg News", "Bloomberg News"),
        ("Von Max Mustermann, dpa", "dpa"),
        ("Par Hélène Lefèvre, avec AFP", "AFP"),
        ("By Jane Roe", None),
        ("By Tass Apel", None),
    ],
)
def test_an_outlet_in_a_byline(line: str, outlet: str | None) -> None:
    assert find_outlet(line) == outlet


DATES = {
    "Updated 3:14 PM ET, Thu May 18, 2017": ("2017-05-18", True),
    "PUBLISHED: 03:39 EST, 8 May 2012": ("2012-05-08", False),
    "Fri, 03 May 2024 10:30:00 +0200": ("2024-05-03", False),
    "Date: Fri, 3 May 96 10:30:00 GMT": ("1996-05-03", False),
    "Fri May 3 10:30:00 2024": ("2024-05-03", False),
    "2024-05-03T10:30:00Z": ("2024-05-03", False),
    "This article was published on May 3, 2024": ("2024-05-03", False),
    "Berlin, 12. März 2024": ("2024-03-12", False),
    "Stand: 12.03.2024 14:30 Uhr": ("2024-03-12", True),
    "Publié le 12/03/2024 à 14h30": ("2024-03-12", False),
    "Mis à jour le 12/03/2024": ("2024-03-12", True),
    "Publicado el 3 de mayo de 2024": ("2024-05-03", False),
    "3 de maio de 2024 às 10h00": ("2024-05-03", False),
    "Pubblicato il 3 maggio 2024 alle 10:30": ("2024-05-03", False),
    "Aktualizováno 12. 3. 2024 10:00": ("2024-03-12", True),
    "Опубликовано 3 мая 2024 года": ("2024-05-03", False),
    "Δημοσιεύθηκε: 3 Μαΐου 2024": ("2024-05-03", False),
    "2024年5月3日 10時30分": ("2024-05-03", False),
    "更新日期：2024年5月4日": ("2024-05-04", True),
    "2024년 5월 3일": ("2024-05-03", False),
    "نشر في 3 مايو 2024": ("2024-05-03", False),
    "٣ مايو ٢٠٢٤": ("2024-05-03", False),
    "3 mei 2024": ("2024-05-03", False),
    "3 maja 2024": ("2024-05-03", False),
    "2024. május 3.": ("2024-05-03", False),
}


@pytest.mark.parametrize(("line", "said"), DATES.items(), ids=DATES.keys())
def test_a_timestamp_in_any_language(line: str, said: tuple[str, bool]) -> None:
    stamp = read_timestamp(line)
    assert stamp is not None
    assert (stamp.date, stamp.updated) == said


@pytest.mark.parametrize("text", ["11/8/2023", "May 2024", "31 June 2024", "Published 11/8/2023"])
def test_a_date_in_doubt_is_none(text: str) -> None:
    assert read_date(text) is None


def test_each_date_of_a_line_goes_by_its_own_label() -> None:
    line = "Veröffentlicht am 12.03.2024 | Aktualisiert am 13.03.2024"
    assert [(part.date, part.updated) for part in dates_in(line)] == [
        ("2024-03-12", False),
        ("2024-03-13", True),
    ]


def test_who_sent_a_message_is_its_author_only_where_no_byline_says_who() -> None:
    header = "From: A Sender <sender@example.com>\nSubject: Keeper waits for a lamp\n\n"
    assert parse(f"{header}{LEAD}").metadata.authors == ("A Sender",)
    passed_on = f"{header}Keeper waits for a lamp\n\nBy Jane Roe\n\n{LEAD}"
    assert parse(passed_on).metadata.authors == ("Jane Roe",)


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Copyright 2017 The Associated Press. All rights reserved.", "The Associated Press"),
        ("© 2024 The Harbour Gazette", "The Harbour Gazette"),
        ("© 2024 Jane Roe", None),
        ("All rights reserved.", None),
    ],
)
def test_a_house_that_holds_the_rights_is_the_publisher(line: str, publisher: str | None) -> None:
    text = f"Keeper waits for a lamp\n\n{LEAD}\n{LEAD}\n{line}\n"
    metadata = parse(text).metadata
    assert metadata.publisher == publisher
    assert place(text, metadata.spans.publisher) == publisher


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Read more: https://a.example/story", "https://a.example/story"),
        ("Quelle: https://a.example/story", "https://a.example/story"),
        ("Originally published at https://a.example/story", "https://a.example/story"),
        ("出典：https://a.example/story", "https://a.example/story"),
        ("https://a.example/2024/keeper-waits-for-lamp", "https://a.example/2024/keeper-waits-for-lamp"),
        ("https://a.example/~jane", None),
        ("Write to jane@a.example", None),
    ],
)  # fmt: skip
def test_the_address_of_the_original(line: str, found: str | None) -> None:
    assert (
        parse(f"Keeper waits for a lamp\n\n{LEAD}\n{LEAD}\n{line}\n").metadata.source_url == found
    )


# --- overruled -----------------------------------------------------------------------------------

GIVEN = {
    "title": "Another title",
    "authors": ["Ann One", "Bo Two"],
    "language": "de-ch",
    "published": "2020-01-02",
    "updated": "2020-01-03T04:05:06+01:00",
    "publisher": "The Desk",
    "source_url": "https://a.example/other",
    "keywords": ["lamp"],
}


def test_what_is_given_stands_in_place_of_what_was_read_and_no_word_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    plain, given = copydesk.read(path), copydesk.read(path, metadata=GIVEN)
    assert given.metadata == Metadata(
        "Another title", ("Ann One", "Bo Two"), "de-CH", "2020-01-02", "2020-01-03T04:05:06+01:00",
        "The Desk", "https://a.example/other", ("lamp",),
    )  # fmt: skip
    assert (given.head, given.body, given.tail) == (plain.head, plain.body, plain.tail)
    assert copydesk.restore(given) == STORY


def test_what_is_not_given_stays_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    metadata = copydesk.read(path, metadata={"title": None, "authors": "Ann One"}).metadata
    assert metadata.title is None
    assert (metadata.authors, metadata.spans.authors) == (("Ann One",), ())
    assert (metadata.published, place(STORY, metadata.spans.published)) == (
        "2024-05-03",
        "May 3, 2024",
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"published": "3/9/2024"}, "published 3/9/2024: not a date of the form YYYY-MM-DD"),
        ({"published": "2024-02-30"}, "published 2024-02-30: there is no such day"),
        ({"updated": "yesterday"}, "not a date"),
        ({"language": "german"}, "language german: not a language tag (BCP 47)"),
        ({"language": "de_DE.UTF-8"}, "did you mean de-DE?"),
        ({"source_url": "a.example"}, "not an address of the web"),
        ({"source_url": "mailto:a@a.example"}, "not an address of the web"),
        ({"author": "x"}, "did you mean authors?"),
        ({"title": 7}, "title: 7 is no text"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    with pytest.raises(OptionError) as raised:
        copydesk.read(path, metadata=values)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("EN", "en"),
        ("en-gb", "en-GB"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("sl-ROZAJ-biske", "sl-rozaj-biske"),
        ("de-x-DESK", "de-x-desk"),
        ("english", None),
        ("en--gb", None),
        ("", None),
    ],
)
def test_a_language_tag_is_written_as_the_standard_has_it(tag: str, written: str | None) -> None:
    assert canonical(tag) == written


def convert(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *args],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


OPTIONS = (
    "--title", "Another title", "--author", "Ann One", "--author", "Bo Two", "--lang", "de-CH",
    "--date", "2020-01-02", "--updated", "2020-01-03", "--publisher", "The Desk",
    "--source-url", "https://a.example/other",
)  # fmt: skip


def test_the_command_puts_it_into_every_output_and_into_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    done = convert(tmp_path, "a.txt", "-t", "docx,pdf,epub,md,json", "-O", "md.front_matter=true",
                   *OPTIONS)  # fmt: skip
    assert done.returncode == 0, done.stderr

    data = json.loads((tmp_path / "a.json").read_bytes())
    assert data["metadata"]["title"] == "Another title"
    assert data["metadata"]["authors"] == ["Ann One", "Bo Two"]
    assert "Another title" not in plain_text(from_json(json.dumps(data)))

    word = DocxDocument(str(tmp_path / "a.docx"))
    assert word.core_properties.title == "Another title"
    assert word.core_properties.author == "Ann One; Bo Two"
    assert "Keeper waits for a lamp" in "\n".join(each.text for each in word.paragraphs)
    assert "Another title" not in "\n".join(each.text for each in word.paragraphs)

    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert pdf.get_metadata_dict()["Title"] == "Another title"
        pages = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "Keeper waits for a lamp" in pages
    assert "Another title" not in pages

    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.epub").read_bytes())) as book:
        package = next(book.read(each) for each in book.namelist() if each.endswith(".opf"))
    for words in (b"Another title", b"Ann One", b"Bo Two", b"de-CH", b"2020-01-02", b"The Desk"):
        assert words in package, words

    front, _, text = (tmp_path / "a.md").read_text(encoding="utf-8")[4:].partition("\n---\n")
    assert "Another title" in front
    assert "Another title" not in text


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--date", "May"), "--date May: not a date of the form YYYY-MM-DD (ISO 8601)"),
        (("--lang", "english"), "--lang english: not a language tag (BCP 47); did you mean en?"),
        (("--lang", "klingon"), "--lang klingon: not a language tag (BCP 47); as in en"),
        (("--source-url", "x"), "--source-url x: not an address of the web"),
        (("--title", "x", "b.txt"), "--title is for one text, and there are 2"),
    ],
)
def test_the_command_refuses_what_cannot_be(
    args: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    done = convert(tmp_path, "a.txt", "-t", "md", *args)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "a.md").exists()


def test_an_empty_value_takes_out_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    done = convert(tmp_path, "a.txt", "-t", "json", "-o", "-", "--author", "", "--date", "")
    metadata = json.loads(done.stdout)["metadata"]
    assert (metadata["authors"], metadata["published"]) == ([], None)
    assert metadata["updated"] == "2024-05-04"
