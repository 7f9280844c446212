"""Corrections: what a person says of lines is done, and nothing else changes."""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import copydesk
from copydesk.corrections import ROLES, CopyRole, Shape, read_correction
from copydesk.errors import CorrectionError
from copydesk.parsing import Decision, analyze
from copydesk.places import numbered_lines
from copydesk.tree import (
    Aside,
    Attribution,
    Byline,
    Dateline,
    Deck,
    Document,
    Headline,
    List,
    ListItem,
    Node,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Text,
    Timestamp,
    Verse,
    VerseLine,
)
from copydesk.walk import inline_text, plain_text, validate, walk
from test_parsing_properties import any_text, copy_like

Correction, Corrections, restore = copydesk.Correction, copydesk.Corrections, copydesk.restore

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
STORY = """\
Harbour lights go out

The lamp was lit at dusk and nobody came. The keeper had gone home.

A short line

He said on Tuesday that he would not come back before the winter.
"""


def said(*items: str) -> copydesk.Corrections:
    """Corrections as a sidecar has them: `12-14 = join heading 2`."""
    parts = (item.split(" = ") for item in items)
    return Corrections(tuple(read_correction(place, words) for place, words in parts))


def kinds(text: str, *items: str) -> list[tuple[str, str]]:
    """The role of each block, and the lines of it."""
    found = analyze(text, corrections=said(*items)).decisions
    return [(each.role, f"{each.first_line}-{each.last_line}") for each in found]


def nodes(document: Document, kind: type[Node]) -> list[str]:
    return [plain_text(node) for node in walk(document) if type(node) is kind]


# --- every role by its name ----------------------------------------------------------------------

NODES: dict[CopyRole, type[Node]] = {
    "headline": Headline,
    "deck": Deck,
    "byline": Byline,
    "dateline": Dateline,
    "date": Timestamp,
    "slug": Slug,
    "heading": Section,
    "paragraph": Paragraph,
    "speech": Quote,
    "block-quote": Quote,
    "attribution": Attribution,
    "list-item": ListItem,
    "verse": Verse,
    "preformatted": Preformatted,
    "rule": Rule,
}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "end-mark"])
def test_a_line_is_what_a_person_says(role: CopyRole) -> None:
    text = "Harbour lights\n\n> The lamp was lit.\n\nA short line\n\nHe went home, as he does.\n"
    document = copydesk.parse(text, corrections=Corrections((Correction(5, 5, role),)))
    kind = NODES.get(role, Aside)
    here = [
        node
        for node in walk(document)
        if type(node) is kind and node.span and node.span.start == text.index("A short")
    ]
    assert here, f"nothing at line 5 is a {kind.__name__}"
    if isinstance(here[0], Aside):
        assert here[0].role == role
    if isinstance(here[0], Quote):
        assert here[0].role == ("speech" if role == "speech" else "block")
    assert restore(document) == text


def test_an_end_mark_is_discarded_as_one() -> None:
    text = "Harbour lights\n\nThe lamp was lit.\n\nnnnn\n"
    document = copydesk.parse(text, corrections=said("5 = end-mark"))
    assert [each.text for each in document.source.discards if each.kind == "end-mark"] == ["nnnn"]
    assert "nnnn" not in plain_text(document)
    assert restore(document) == text


HOLDERS = (
    Headline, Deck, Byline, Dateline, Timestamp, Slug, Paragraph, VerseLine, Attribution
)  # fmt: skip


# --- and nothing else ----------------------------------------------------------------------------


def meets(each: Decision, item: copydesk.Correction) -> bool:
    return each.first_line <= item.last and item.first <= each.last_line


def once_headline(each: Decision, item: copydesk.Correction) -> bool:
    """Whether the correction says of another line that it is the headline."""
    return item.role == "headline" and each.role == "headline" and not meets(each, item)


def leaves(document: Document, touched: list[range]) -> set[tuple[str, Text]]:
    """The pieces of text that stand elsewhere, each with the kind of node that holds it."""
    found: set[tuple[str, Text]] = set()
    holder = ""
    for node in walk(document):
        if isinstance(node, HOLDERS):
            # What is under a quotation is only there as long as that is one.
            holder = "Paragraph" if isinstance(node, Attribution) else type(node).__name__
        elif isinstance(node, Section):
            found |= {("Section", each) for each in node.title if isinstance(each, Text)}
        elif isinstance(node, Text) and ("Section", node) not in found:
            found.add((holder, node))
    return {
        (kind, node)
        for kind, node in found
        if node.span and not any(node.span.start in r for r in touched)
    }


@st.composite
def corrections(draw: st.DrawFn, lines: int) -> copydesk.Correction:
    first = draw(st.integers(1, max(1, lines)))
    last = draw(st.integers(first, min(max(1, lines), first + 6)))
    role = draw(st.sampled_from([None, *ROLES]))
    shapes = get_args(Shape)
    shape = draw(st.sampled_from(shapes if role is None else [None, *shapes]))
    level = draw(st.sampled_from([None, 1, 2, 3])) if role == "heading" else None
    return Correction(first, last, role, level, shape)


def check(text: str, item: copydesk.Correction) -> None:
    before = analyze(text)
    try:
        after = analyze(text, corrections=Corrections((item,)))
    except CorrectionError as error:
        assert error.message == "there is no text"  # noqa: PT017 # a blank line may be in a block
        lines = numbered_lines(text)[item.first - 1 : item.last]
        assert plain_text(copydesk.parse("\n".join(lines))) == ""
        return
    assert restore(after.document) == text
    assert validate(after.document) == []
    lines = [0, *accumulate(map(len, re.findall(r"[^\r\n]*(?:\r\n?|\n|\Z)", text)))]
    touched = [
        range(lines[each.first_line - 1], lines[each.last_line])
        for each in before.decisions
        if meets(each, item) or once_headline(each, item)
    ]
    assert leaves(after.document, touched) == leaves(before.document, touched)
    meant = [each for each in after.decisions if meets(each, item)]
    assert meant
    assert all(each.said for each in meant)
    if item.role is not None:
        assert {each.role for each in meant} == {item.role}
    now: dict[tuple[int, str], list[Decision]] = {}
    for each in after.decisions:
        now.setdefault((each.first_line, each.text), []).append(each)
    for each in before.decisions:
        if meets(each, item):
            continue
        same = now[each.first_line, each.text]
        if once_headline(each, item):
            assert {"slug", "paragraph"} & {one.role for one in same}
        else:
            assert each in [replace(one, level=each.level) for one in same]
    # What a correction cuts off goes on being what it was.
    for part in after.decisions:
        if not meets(part, item) and not once_headline(part, item):
            was = [each.role for each in before.decisions if meet(each, part)]
            assert part.role in was or "headline" in was


def meet(one: Decision, other: Decision) -> bool:
    return one.first_line <= other.last_line and other.first_line <= one.last_line


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(SAMPLES))
def test_in_a_sample_nothing_else_changes(data: st.DataObject, sample: Path) -> None:
    text = sample.read_text("utf-8")
    check(text, data.draw(corrections(len(numbered_lines(text)))))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.one_of(copy_like, any_text))
def test_in_any_text_nothing_else_changes(data: st.DataObject, text: str) -> None:
    assume(text.strip())
    check(text, data.draw(corrections(len(numbered_lines(text)))))


PIECES = st.sampled_from(
    ["A heading", "==========", "- an entry", "1. an entry", "> quoted", "  set in, and on", "",
     "Some words that go on for a while and end. Then others follow them.", "a  b      c      d",
     "— Ann Example", "By Ann Example", "* * *", "-30-", "\u202eturned", "\x01\x02", "Q: who?"]
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.lists(PIECES, min_size=1, max_size=14))
def test_in_copy_of_all_kinds_nothing_else_changes(data: st.DataObject, lines: list[str]) -> None:
    text = "\n".join(lines)
    check(text, data.draw(corrections(len(numbered_lines(text)))))


def test_in_real_copy_nothing_else_changes(shared: Path) -> None:
    for number, path in enumerate(sorted((shared / "corpus" / "dev").glob("*/*.txt"))[::40]):
        text = path.read_text("utf-8")
        decisions = analyze(text).decisions
        for role in (ROLES[number % len(ROLES)], "heading", "list-item"):
            some = decisions[len(decisions) // 2]
            check(text, Correction(some.first_line, some.last_line, role))


def test_saying_what_is_so_changes_nothing() -> None:
    for sample in SAMPLES:
        text = sample.read_text("utf-8")
        found = analyze(text)
        all_of_it = Corrections(
            tuple(
                Correction(each.first_line, each.last_line, each.role, each.level)
                for each in found.decisions
            )
        )
        again = analyze(text, corrections=all_of_it)
        assert again.document == found.document, sample.name
        assert all(each.said and each.confidence == 1 for each in again.decisions)


# --- join, split, cut ----------------------------------------------------------------------------


def test_lines_are_joined_and_split() -> None:
    assert kinds(STORY, "3-5 = join")[1] == ("paragraph", "3-5")
    verse = "Verse of a kind\n\nRoses are red here\nViolets are not here\n\nThat was all of it.\n"
    assert kinds(verse, "3-4 = split list-item")[1:3] == [
        ("list-item", "3-3"),
        ("list-item", "4-4"),
    ]
    listed = copydesk.parse(verse, corrections=said("3-4 = split list-item"))
    assert [len(node.children) for node in walk(listed) if isinstance(node, List)] == [2]


def test_a_range_cuts_blocks_at_its_ends() -> None:
    wrapped = (SAMPLES[0].parent / "essay-wrapped.txt").read_text("utf-8")
    found = dict(reversed(each) for each in kinds(wrapped, "6 = heading"))
    assert found["5-5"] == found["7-8"] == "paragraph"
    assert found["6-6"] == "heading"


def test_a_line_may_stand_for_its_block() -> None:
    wrapped = (SAMPLES[0].parent / "essay-wrapped.txt").read_text("utf-8")
    whole = Corrections((Correction(6, 6, "deck", whole=True),))
    found = [each for each in analyze(wrapped, corrections=whole).decisions if each.said]
    assert [(each.role, each.first_line, each.last_line) for each in found] == [("deck", 5, 8)]


def test_a_drawn_line_goes_with_its_heading_unless_it_is_spoken_of() -> None:
    text = "A lamp\n\nFirst part\n----------\n\nA story about a lamp, and of its keeper too.\n"
    assert ("list-item", "3-4") in kinds(text, "3 = list-item")
    assert kinds(text, "4 = rule")[1:3] == [("heading", "3-3"), ("rule", "4-4")]


def test_a_headline_over_lines_is_one() -> None:
    text = "HARBOUR LIGHTS\n\nGO OUT AT LAST\n\nThe lamp was lit at dusk. Nobody came.\n"
    document = copydesk.parse(text, corrections=said("1-3 = headline"))
    assert nodes(document, Headline) == ["HARBOUR LIGHTS GO OUT AT LAST"]
    assert document.metadata.title == "HARBOUR LIGHTS GO OUT AT LAST"


def test_what_was_the_headline_is_none_any_more() -> None:
    document = copydesk.parse(STORY, corrections=said("5 = headline"))
    assert nodes(document, Headline) == ["A short line"]
    assert nodes(document, Slug) == ["Harbour lights go out"]
    assert document.metadata.title == "A short line"


def test_a_heading_has_the_level_that_is_said_and_the_others_keep_theirs() -> None:
    text = (SAMPLES[0].parent / "long-read.txt").read_text("utf-8")
    before = [(each.level, each.text) for each in analyze(text).decisions if each.level]
    assert (2, "The Brass Rule") in before
    line = 1 + text.splitlines().index("The Brass Rule")
    document = copydesk.parse(text, corrections=said(f"{line} = heading 1"))
    after = [
        (node.level, inline_text(node.title))
        for node in walk(document)
        if isinstance(node, Section)
    ]
    assert [(1 if name == "The Brass Rule" else level, name) for level, name in before] == after


# --- what cannot be said -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (["2 = heading"], "line 2: there is no text"),
        (["99 = heading"], "line 99: there is no text"),
        (
            ["1 = headnig"],
            "line 1: 'headnig' is no role; did you mean heading? The roles are headl",
        ),
        (["1 = paragraph 2"], "line 1: only a heading has a level, and it is 1 to 6"),
        (["1 = heading 9"], "line 1: only a heading has a level, and it is 1 to 6"),
        (["0 = heading"], "'0' is no line of a text; lines are named as in 12 or 12-14, from 1"),
        (["3-1 = heading"], "'3-1' is no line of a text"),
        (["x = heading"], "'x' is no line of a text"),
        (["1-3 = heading", "3 = paragraph"], "lines 1-3 and 3 overlap; say each line once"),
    ],
)
def test_what_cannot_be_said_gets_one_line(items: list[str], message: str) -> None:
    with pytest.raises(CorrectionError) as raised:
        copydesk.parse(STORY, corrections=said(*items))
    assert str(raised.value).startswith(message)


def test_the_library_takes_no_nonsense() -> None:
    for wrong in ((0, 1, "heading"), (2, 1, "heading"), (1, 1, "headnig"), (1, 1)):
        with pytest.raises(CorrectionError):
            Correction(*wrong)
    with pytest.raises(CorrectionError):
        Correction(1, 1, "paragraph", 2)


def test_corrections_are_for_one_text() -> None:
    from copydesk.corrections import fingerprint

    for_it = Corrections((Correction(5, 5, "heading"),), fingerprint(STORY))
    for same in (STORY, STORY.replace("\n", "\r\n"), "\ufeff" + STORY):
        assert nodes(copydesk.parse(same, corrections=for_it), Section)
    with pytest.raises(CorrectionError, match="another text, or it was changed"):
        copydesk.parse(STORY.replace("dusk", "dawn"), corrections=for_it)


def test_files_take_them_too(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY, "utf-8")
    given = Corrections((Correction(3, 3, "deck"),))
    assert nodes(copydesk.read(story, corrections=given), Deck)
    copydesk.convert(story, tmp_path / "story.json", corrections=given)
    assert nodes(copydesk.read(tmp_path / "story.json"), Deck)
    with pytest.raises(copydesk.FormatError, match="json has no lines to correct"):
        copydesk.read(tmp_path / "story.json", corrections=given)


# --- the numbers of lines ------------------------------------------------------------------------

PAGED = (
    "A lamp goes out\n\nThe lamp was lit at dusk and nobody came. The keeper had gone home.\n"
    "\x0cA short line\n\nHe said\x0bthat\u2028much, and that he would come back at the end of it.\r"
    "\rThe last of it was that nobody had seen him come back to the lamp.\r\n"
)


def test_lines_have_the_numbers_that_an_editor_shows() -> None:
    shown = PAGED.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in analyze(PAGED).decisions:
        line = shown[each.first_line - 1]
        assert each.text.split()[0] in line, (each, line)
    document = copydesk.parse(PAGED, corrections=said("4 = heading", "8 = deck"))
    assert [inline_text(node.title) for node in walk(document) if isinstance(node, Section)] == [
        "A short line"
    ]
    assert nodes(document, Deck) == [shown[7]]


def test_a_form_feed_for_a_line_end_makes_another_text() -> None:
    from copydesk.corrections import fingerprint

    assert fingerprint("a\x0cb\n") != fingerprint("a\nb\n") == fingerprint("\ufeffa\r\nb")
