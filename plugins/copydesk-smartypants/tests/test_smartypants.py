"""Marks by language, what is left alone, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import copydesk
from copydesk.hooks import Context, Diagnostic
from copydesk.testing import TransformConformance
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents, hostile_text
from copydesk.tree import (
    Byline,
    Code,
    Document,
    Emphasis,
    Headline,
    LineBreak,
    Link,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Text,
    Verse,
    VerseLine,
)
from copydesk.walk import inline_text, plain_text, validate, walk
from copydesk_smartypants._marks import DASHES, DOUBLE, ELLIPSIS, MARKS, SINGLE, marks_of
from copydesk_smartypants._text import educate, stupefy
from copydesk_smartypants.transform import Smartypants, SmartypantsOptions

TYPOGRAPHIC = DOUBLE + SINGLE + DASHES + ELLIPSIS
LANGUAGES = sorted(MARKS)


def in_language(text: str, language: str) -> str:
    marks = marks_of(language)
    assert marks is not None
    return educate(text, marks)


def run(document: Document, found: list[Diagnostic] | None = None, **options: object) -> Document:
    made = msgspec.convert(options, SmartypantsOptions)
    report = (found if found is not None else []).append
    return Smartypants().apply(document, made, Context(report))


class TestEducate(TransformConformance):
    """`keeps_text` is False since a text is changed by what stands around it; see below."""

    transform = "smartypants"
    options = {"language": "en"}  # noqa: RUF012 # the kit declares it as a ClassVar
    keeps_text = False


class TestStupefy(TransformConformance):
    transform = "smartypants"
    options = {"direction": "stupefy"}  # noqa: RUF012 # as an author would
    keeps_text = False


# --- marks ---


@pytest.mark.parametrize(
    ("language", "made"),
    [
        ("en", "“It’s ‘done’ — almost…”"),
        ("en-GB", "“It’s ‘done’ — almost…”"),
        ("de", "„It’s ‚done‘ – almost…“"),
        ("de-AT", "„It’s ‚done‘ – almost…“"),
        ("de-CH", "«It’s ‹done› – almost…»"),
        ("fr", "«\u202fIt’s ‹\u202fdone\u202f› – almost…\u202f»"),
        ("fr-CH", "«It’s ‹done› – almost…»"),
        ("es", "«It’s ‘done’ — almost…»"),
        ("it", "«It’s ‘done’ – almost…»"),
        ("pt", "“It’s ‘done’ — almost…”"),
        ("pt-PT", "«It’s ‘done’ — almost…»"),
        ("cs", "„It’s ‚done‘ – almost…“"),
        ("ru", "«It’s ‘done’ — almost…»"),
        ("pl", "„It’s ‚done’ – almost…”"),
        ("sv", "”It’s ’done’ – almost…”"),
        ("nl", "“It’s ‘done’ – almost…”"),
    ],
)
def test_languages(language: str, made: str) -> None:
    assert in_language("\"It's 'done' -- almost...\"", language) == made


@pytest.mark.parametrize(
    ("straight", "made"),
    [
        ("'Hello,' said 'she'.", "‘Hello,’ said ‘she’."),
        ("\"'Nested' first\" and \"at the 'end'\"", "“‘Nested’ first” and “at the ‘end’”"),
        ("the '90s, '68, 'tis, 'Twas, rock 'n' roll", "the ’90s, ’68, ’tis, ’Twas, rock ’n’ roll"),
        ("the dogs' bowl", "the dogs’ bowl"),
        ("(\"Quoted\") [\"too\"]", "(“Quoted”) [“too”]"),
        ('"1984," he said in "1984"', "“1984,” he said in “1984”"),
        ('"Unclosed, since it goes on', "“Unclosed, since it goes on"),
        ('"I--" "--you?"', "“I—” “—you?”"),
        ("l'eau d'\"Alice\"", "l’eau d’“Alice”"),
        ("word--word, word -- word", "word—word, word — word"),
        ("--Ada Lovelace", "—Ada Lovelace"),
        ("1914--18", "1914–18"),
        ("Well...", "Well…"),
    ],
)  # fmt: skip
def test_english(straight: str, made: str) -> None:
    assert in_language(straight, "en") == made
    assert stupefy(made) == straight


@pytest.mark.parametrize(
    "text",
    [
        "6'2\" tall, a 3.5\" disk, 5' wide",
        'a " alone',
        "run lamp --on",
        "a --- b ---- c",
        "one. Two.... . . .",
        "see http://a.example/it's--here...now and www.example/a'b and me@it's.example",
        "",
        "no marks at all",
    ],
)
def test_what_cannot_be_told_or_is_no_mark_stays(text: str) -> None:
    for language in LANGUAGES:
        assert in_language(text, language) == text


def test_dutch_elisions() -> None:
    assert (
        in_language("'s Ochtends is 't koud, 'zei' hij", "nl")
        == "’s Ochtends is ’t koud, ‘zei’ hij"
    )


def test_a_tag_falls_back_to_its_first_parts() -> None:
    assert marks_of("de-Latn-CH-x-a") == marks_of("de")
    assert marks_of("DE-ch") == marks_of("de-CH") != marks_of("de")
    assert marks_of("ja") is None
    assert marks_of(None) is None


def test_each_mark_leads_back_to_one_straight_mark() -> None:
    for language, marks in MARKS.items():
        doubles, singles = (
            marks.opening + marks.closing,
            marks.opening_single + marks.closing_single,
        )
        assert set(doubles) <= set(DOUBLE), language
        assert set(singles) <= set(SINGLE), language
        assert marks.dash in DASHES, language


# --- there and back ---


def plain(text: str) -> str:
    return "".join(char for char in text if char not in TYPOGRAPHIC)


MARKUP = st.lists(
    st.sampled_from(
        ["'", '"', "--", "-", "...", ".", " ", "a", "7", "s", "(", ",", "\n", "é", "@"]
    ),
    max_size=20,
).map("".join)


@given(MARKUP | hostile_text().map(plain), st.sampled_from(LANGUAGES))
@settings(max_examples=1500, deadline=None)
@example('"\u202fa\u202f"', "fr")
def test_text_comes_back_character_for_character(text: str, language: str) -> None:
    assert stupefy(in_language(text, language)) == text


@given(MARKUP, st.sampled_from(LANGUAGES))
@settings(max_examples=500, deadline=None)
def test_what_is_straight_already_stays(text: str, language: str) -> None:
    assert stupefy(text) == text


@given(MARKUP, st.sampled_from(LANGUAGES))
@settings(max_examples=500, deadline=None)
def test_twice_is_once(text: str, language: str) -> None:
    once = in_language(text, language)
    assert in_language(once, language) == once


@given(hostile_text(), st.sampled_from(LANGUAGES))
@settings(max_examples=500, deadline=None)
def test_of_mixed_text_there_and_back_is_back(text: str, language: str) -> None:
    assert stupefy(in_language(text, language)) == stupefy(text)


@given(documents(hostile_text().map(plain)), st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_documents_come_back(document: Document, language: str) -> None:
    there = run(document, language=language)
    assert validate(there) == []
    assert run(there, direction="stupefy") == document  # none of these leaves has a span


@given(documents(), st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_nothing_but_marks_is_changed(document: Document, language: str) -> None:
    there = run(document, language=language)
    assert [type(node) for node in walk(there)] == [type(node) for node in walk(document)]
    assert stupefy(plain_text(there)) == stupefy(plain_text(document))
    untouched = [node for node in walk(document) if isinstance(node, Code | Preformatted | Rule)]
    assert untouched == [n for n in walk(there) if isinstance(n, Code | Preformatted | Rule)]
    targets = [node.target for node in walk(document) if isinstance(node, Link)]
    assert targets == [node.target for node in walk(there) if isinstance(node, Link)]


# --- trees ---


def words(document: Document) -> list[str]:
    return plain_text(document).split("\n")


def test_a_quotation_goes_over_inlines() -> None:
    inlines = (Text('He said, "'), Emphasis((Text("no"),)), Text('" -'), Text("- and left."))
    made = run(Document(body=(Paragraph(inlines),)), language="en")
    assert words(made) == ["He said, “no” -- and left."]  # half a dash is not ours to change


def test_a_quotation_goes_over_the_lines_of_a_stanza() -> None:
    stanza = Verse(
        (VerseLine((Text('"The sea is late,'),)), VerseLine((Text('the lamp is low."'),)))
    )
    assert words(run(Document(body=(stanza,)), language="de")) == [
        "„The sea is late,", "the lamp is low.“",
    ]  # fmt: skip


def test_code_and_addresses_stay() -> None:
    inlines = (
        Code('a "b" -- c...'),
        Text(" "),
        Link("https://a.example/it's--x", (Text("https://a.example/it's--x"),)),
        Text(" "),
        Link("https://a.example/it's", (Text("it's here"),)),
        LineBreak(),
        Text('"new line"'),
    )
    made = run(Document(body=(Paragraph(inlines), Preformatted('"a" -- ...'))), language="en")
    assert words(made) == [
        'a "b" -- c... https://a.example/it\'s--x it’s here', "“new line”", '"a" -- ...',
    ]  # fmt: skip


def test_names_change_with_the_text_that_prints_them() -> None:
    document = Document(
        metadata=Metadata(title="It's", authors=("Jo O'Neill",), keywords=("it's",), language="en"),
        head=(Headline((Text("It's"),)), Byline((Text("By Jo O'Neill"),), ("Jo O'Neill",))),
        body=(Quote((paragraph('"No," O\'Neill said.'),), role="speech", speaker="O'Neill"),),
    )
    made = run(document)
    assert made.metadata.title == "It’s"
    assert made.metadata.authors == ("Jo O’Neill",)
    assert made.metadata.keywords == ("it's",)
    byline, quote = made.head[1], made.body[0]
    assert isinstance(byline, Byline)
    assert byline.authors[0] in inline_text(byline.children)
    assert isinstance(quote, Quote)
    assert quote.speaker == "O’Neill"


def test_a_changed_leaf_has_no_span_and_all_others_keep_theirs() -> None:
    document = copydesk.parse('Rain fell.\n\n"No," she said.\n')
    made = run(document, language="en")
    before, after = list(walk(document)), list(walk(made))
    for one, other in zip(before, after, strict=True):
        if isinstance(one, Text) and '"' in one.value:
            assert other.span is None
        else:
            assert other.span == one.span is not None or isinstance(one, Document)
    assert made.source == document.source
    with pytest.raises(copydesk.CopydeskError):
        copydesk.restore(made)


def test_a_document_without_marks_is_the_same() -> None:
    document = copydesk.parse("Rain fell.\n\nIt was dry inside.\n")
    assert run(document, language="en") == document


def test_an_unknown_language_is_told_of_and_changes_nothing() -> None:
    for document, options in (
        (Document(body=(paragraph('"a"'),)), {}),
        (Document(metadata=Metadata(language="ja"), body=(paragraph('"a"'),)), {}),
        (every_node(), {"language": "tlh"}),
    ):
        found: list[Diagnostic] = []
        assert run(document, found, **options) == document
        assert [item.code for item in found] == ["smartypants-language"]


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ({"quotes": False}, '"it\'s" – so…'),
        ({"dashes": False}, "„it’s“ -- so…"),
        ({"ellipses": False}, "„it’s“ – so..."),
    ],
)
def test_options_choose_what_is_changed(options: dict[str, object], made: str) -> None:
    document = Document(body=(paragraph('"it\'s" -- so...'),))
    assert words(run(document, language="de", **options)) == [made]
    typographic = Document(body=(paragraph("„it’s“ – so…"),))
    back = words(run(typographic, direction="stupefy", **options))[0]
    kept: Iterator[str] = (key for key in options)
    assert {"quotes": "„", "dashes": "–", "ellipses": "…"}[next(kept)] in back


def test_it_is_chosen_by_name() -> None:
    document = Document(metadata=Metadata(language="en"), body=(paragraph('"a"'),))
    assert words(copydesk.transform(document, "smartypants")) == ["“a”"]
    assert words(copydesk.transform(document, "smartypants", language="de")) == ["„a“"]
