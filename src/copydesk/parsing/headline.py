"""The headline: among the first blocks, or last under a link to more; else a message's subject."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.parsing import shapes, weights
from copydesk.parsing.bylines import read_byline
from copydesk.parsing.calls import Call, Copy, Evidence, probability
from copydesk.parsing.datelines import find_dateline, is_dateline_alone
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.false_friends import is_label, is_name
from copydesk.parsing.notices import URL, holds_address
from copydesk.parsing.top_lines import (
    CASE,
    DESK_LINE,
    MENU,
    PRESENTS,
    TITLE_LABEL,
    holds_code,
    is_furniture,
    is_in_columns,
    names_house,
    opens_with_by,
    presents,
    talks,
)

_SUBJECT_REACH = 8
_MOST_LINES = 6
"""How many lines a headline may be broken into, as on a title page."""
NONE = -1
"""Stands for the index of the headline of copy that has none."""
LONGEST_HEADLINE = 220
_REACH = 18
_FAR_BELOW = 60
_LONG_PROSE = 170
_WRAPPED_TITLE = 28
_DRAWN = 0.2
_NOTE = 60
"""How long a sentence above a headline may be, such as what a forwarder says."""


def find_headline(copy: Copy) -> None:
    """The headline: one of the first blocks or, under a link to more, the last; a message's
    subject where the text has none of its own.
    """
    subject = next((i for i in copy.free() if copy.blocks[i].header), None)
    free = [index for index in copy.free() if not copy.blocks[index].header]
    twin = _repeated(copy, subject, free)
    if subject is not None and twin is not None:
        _take(copy, twin, 0.95, [Evidence(1.0, "it says what the message's subject says")])
        copy.call(subject, "slug", 0.9, "it is the message's subject, which the headline repeats")
        return
    found = observe(copy)
    scores = {
        index: sum(weights.HEADLINE.get(item, 0.0) for item in words)
        for index, words in found.items()
    }
    if subject is not None:
        del scores[NONE]
    best = max(scores, key=scores.__getitem__)
    if best == NONE or (best != subject and len(scores) == 1):
        return
    doubt = max((score for index, score in scores.items() if index != best), default=-3.0)
    evidence = [Evidence(weights.HEADLINE.get(item, 0.0), item) for item in found[best]]
    _take(copy, best, probability(scores[best] - doubt), evidence)
    if subject is not None and subject != best:
        copy.call(subject, "slug", 0.8, "it is the message's subject, and the text has its own")


def _take(copy: Copy, index: int, confidence: float, evidence: list[Evidence]) -> None:
    """Take `index` for the headline, and the lines into which it was broken with it."""
    for member in _lines_of_headline(copy, index):
        copy.calls[member] = Call("headline", confidence, tuple(evidence))


def _lines_of_headline(copy: Copy, index: int) -> list[int]:
    """A headline of several lines that are set alike, such as centred ones."""
    members = [index]
    for step in (-1, 1):
        at = index
        while (
            len(members) < _MOST_LINES
            and 0 <= at + step < len(copy.blocks)
            and _goes_on(copy, *sorted((at, at + step)))
        ):
            at += step
            members.append(at)
    return sorted(members)


def _goes_on(copy: Copy, upper: int, lower: int) -> bool:
    """Whether the headline runs from the block `upper` into the next one."""
    above, below = copy.blocks[upper], copy.blocks[lower]
    if below.before > 2 or above.underline or len(above.text) + len(below.text) > 160:
        return False
    if not all(_may_be_headline(copy, i) for i in (upper, lower)):
        return False
    if any(map(shapes.ISSUE_LINE.fullmatch, (above.text, below.text))):
        return False
    caps = shapes.all_caps(above.text)
    small = copy.layout.cased and below.text[:1].islower()
    short = len(above.text) <= 4 and (caps or above.text in ("I", "V", "X"))
    if short and below.before <= 2:
        return True
    if small and below.before <= 1 and shapes.letter_spaced(above.text):
        return True
    if below.before > copy.layout.doubled or shapes.ends_sentence(above.text):
        return False
    unfinished = above.text.endswith(",") or shapes.ends_unfinished(above.text)
    if unfinished or (below.text[:1] == "(" and below.text.endswith(")")):
        return True
    if small:
        # What is short is said, and what small letters say under it is a note.
        return len(above.text) >= _WRAPPED_TITLE and " by " not in below.text
    if caps != shapes.all_caps(below.text):
        return False
    if shapes.has_cjk(above.text) and shapes.has_cjk(below.text):
        return True
    if copy.centred(upper) and copy.centred(lower):
        return True
    longest = max(len(above.text), len(below.text))
    # A title of a few short lines that stands by itself over the text.
    alone = copy.layout.separated and 2 <= copy.run_length(upper) <= 3
    return longest <= (40 if caps else 24 if alone else 0)


def _may_be_headline(copy: Copy, index: int) -> bool:
    text = copy.blocks[index].text
    return (
        copy.calls[index] is None
        and not copy.blocks[index].header
        and len(text) <= 120
        and read_timestamp(text) is None
        and read_byline(text, bare=False) is None
        and not shapes.says_source(text)
        and not is_name(copy, text)
        and not holds_address(text)
        and DESK_LINE.fullmatch(text) is None
        and find_dateline(text) is None
        and not presents(text)
        and not shapes.table_gaps(text)
        and not shapes.CONTACT.match(text)
        and not text.endswith(":")
    )


def _repeated(copy: Copy, subject: int | None, free: list[int]) -> int | None:
    """The block near the top that says what the subject says: the subject was taken from it."""
    if subject is None:
        return None
    given = _letters(copy.blocks[subject].text.partition(":")[2])
    for index in free[:_SUBJECT_REACH]:
        said = _letters(copy.blocks[index].text)
        if len(given) >= 8 and len(said) <= 200 and (given in said or (said and said in given)):
            return index
    return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def observe(copy: Copy) -> dict[int, list[str]]:
    """What can be seen of the blocks that may be the headline, in words, by index: a message's
    subject, those above the text, the last block of all; and what speaks for `NONE`.
    """
    subject = next((i for i in copy.free() if copy.blocks[i].header), None)
    free = [index for index in copy.free() if not copy.blocks[index].header]
    found: dict[int, list[str]] = {NONE: ["copy may have no headline"]}
    if subject is not None:
        found[subject] = ["it is the message's subject"]
    if not free or len(copy.blocks) == 1:
        return found
    if copy.prose[free[0]]:
        further = any(copy.prose[index] for index in free[1:2])
        found[NONE].append("two blocks of text open it" if further else "it opens with text")
    greeting = next((i for i in free[:_SUBJECT_REACH] if _greets(copy, i)), -1)
    if greeting >= 0:
        found[NONE].append("it addresses somebody near the top")
    answers = any(block.depth for block in copy.blocks[:_REACH])
    found[NONE] += ["it answers a message"] * answers
    first, last = free[0], free[-1]
    above: list[str] = []
    prose = 0
    for index in free[:_REACH]:
        if len(copy.blocks[index].text) > LONGEST_HEADLINE:
            break
        text = copy.blocks[index].text
        addressed = index < greeting and copy.run_length(index) > 1 and not text.isupper()
        if not (addressed or shapes.letter_share(text) < _DRAWN or talks(text, answers=answers)):
            found[index] = _observe(copy, first, index, above)
        above.append(_kind_above(copy, index))
        prose += len(copy.blocks[index].text) if copy.prose[index] else 0
        if prose > _LONG_PROSE:
            break
    _compare(copy, found)
    if last not in found and len(copy.blocks[last].text) <= LONGEST_HEADLINE:
        members = _lines_of_headline(copy, last)
        found[last] = [*_shape(copy, last, members), *_trailing(copy, first, last)]
    return found


def _greets(copy: Copy, index: int) -> bool:
    return shapes.is_salutation(copy.blocks[index].text)


def _compare(copy: Copy, found: dict[int, list[str]]) -> None:
    """Note where a line under a candidate says more of the text than the candidate does."""
    shares = {
        index: copy.share_that_returns((index,), index)
        for index in found
        if index >= 0 and not copy.blocks[index].header and not copy.prose[index]
    }
    better = 0.0
    for index in reversed(shares):
        if better >= max(0.5, shares[index] + 0.3):
            found[index].append("a line under it says more of the text")
        if _may_be_headline(copy, index) and not is_furniture(copy.blocks[index].text):
            better = max(better, shares[index])


def _observe(copy: Copy, first: int, index: int, above: Sequence[str]) -> list[str]:
    members = _lines_of_headline(copy, index)
    return [*_shape(copy, index, members), *_place(copy, first, index, above, members[-1])]


def _kind_above(copy: Copy, index: int) -> str:
    text = copy.blocks[index].text
    if is_furniture(text) or is_name(copy, text):
        return "furniture"
    prose = "text" if len(text) > _NOTE else "note"
    return prose if copy.prose[index] else "line"


def _shape(copy: Copy, index: int, members: Sequence[int]) -> list[str]:
    """What the words of a block say of its being the headline."""
    block = copy.blocks[index]
    text = " ".join(copy.blocks[i].text for i in members)
    own = block.text
    caps = shapes.all_caps(text)
    cjk = shapes.has_cjk(text)
    words = len(text) // 3 if cjk else len(text.split())
    stopped = shapes.ends_sentence(text) and not text.endswith(("?", "!", "？", "！"))
    returned = 0.0 if copy.prose[index] else copy.share_that_returns(members, members[-1])
    observed = (
        (words <= 1, "it is one word"),
        (2 <= words <= 3, "it is two or three words"),
        (4 <= words <= 15 and len(text) <= 140, "it is as short as headlines are"),
        (140 < len(text) <= LONGEST_HEADLINE, "it is long for a headline"),
        (len(text) > LONGEST_HEADLINE, "it is too long for a headline"),
        (stopped and not caps, "it ends with a full stop"),
        (stopped and copy.prose[index], "it is a sentence of running text"),
        (stopped and caps, "it is in capitals and ends with a full stop"),
        (text.rstrip("-–— ").endswith((",", ";")), "it breaks off"),
        (text.endswith((":", "：")) and block.underline is None, "it introduces something"),
        (copy.layout.cased and shapes.starts_lower(own), "it starts with a small letter"),
        (block.underline is not None, "it is underlined"),
        (caps and copy.caps_share < 0.5, "it is in capitals"),
        (shapes.letter_spaced(text), "its letters are spaced out"),
        (_framed(copy, index), "lines are drawn above and below it"),
        (find_dateline(own) is not None, "it opens with a dateline"),
        (read_timestamp(own) is not None or is_dateline_alone(own), "it is a date"),
        (opens_with_by(own), "it is a byline"),
        (is_name(copy, own), "it looks like a name"),
        (URL.fullmatch(own) is not None, "it is an address"),
        (holds_address(own), "it holds an address"),
        (shapes.letter_share(own) < 0.55, "much of it is signs and not letters"),
        (is_in_columns(own), "blanks set it in columns"),
        (shapes.CONTACT.match(own) is not None, "it says whom to ask"),
        (shapes.says_source(own), "it says where this was printed"),
        (DESK_LINE.fullmatch(own) is not None, "it is a line of the desk's"),
        (shapes.ISSUE_LINE.fullmatch(own) is not None, "it says which issue or version it is"),
        (holds_code(own), "it holds a code"),
        (MENU.fullmatch(own) is not None, "it is a page's menu"),
        (names_house(own), "it names a house"),
        (presents(own), "it presents something"),
        (shapes.SECTION_NUMBER.match(own) is not None, "it is numbered"),
        (shapes.NUMBER_WORD.match(own) is not None, "it is numbered as a part or a chapter"),
        (shapes.SECTION_TITLE.fullmatch(own) is not None, "sections are called so"),
        (TITLE_LABEL.match(own) is not None, "it is labelled as the title"),
        (CASE.fullmatch(own) is not None, "it names two parties"),
        (is_label(copy, index), "it is one of several labels with what they say"),
        (
            any(_greets(copy, i) for i in range(index + 1, min(index + 5, len(copy.blocks)))),
            "a greeting stands under it",
        ),
        (own[:1] in "[(" and not own[1:2].isspace(), "it stands in brackets"),
        (
            bool(copy.typical and len(text) > 0.9 * copy.typical),
            "it is as long as the paragraphs are",
        ),
        (len(members) > 1, "it runs over several lines"),
        (returned >= 0.6 and words >= 3, "most of its words come back in the text"),
        (returned >= 0.6 and words < 3, "its few words come back in the text"),
        (0.25 <= returned < 0.6, "some of its words come back in the text"),
        (copy.run_length(index) > len(members) + 1, "other short lines stand right by it"),
    )
    return [says for holds, says in observed if holds]


def _framed(copy: Copy, index: int) -> bool:
    """Whether rules stand right above and below, other short lines between at most."""
    return any(copy.role(index - step) == "rule" for step in (1, 2)) and any(
        copy.role(index + step) == "rule" for step in (1, 2)
    )


def _place(copy: Copy, first: int, index: int, above: Sequence[str], last: int) -> list[str]:
    """What the place of a block near the top says of its being the headline; `above` is what
    stands above it.
    """
    block = copy.blocks[index]
    found: list[str] = []
    if index == first:
        found.append("it stands first")
    if above and set(above) == {"furniture"}:
        found.append("only a desk's lines stand above it")
    found += ["a line stands above it"] * min(above.count("line"), 4)
    if "note" in above:
        found.append("a short sentence stands above it")
    if "text" in above:
        found.append("running text stands above it")
    if index and shapes.NUMBER_WORD.match(copy.blocks[index - 1].text):
        found.append("a numbered part opens right above it")
    alike = _others_alike(copy, index)
    if alike >= 2:
        found.append("several lines like it stand over text further down")
    elif alike:
        found.append("a line like it stands over text further down")
    if copy.centred(index) and not copy.prose[index]:
        found.append("it is set in the middle")
    if block.before >= 2 and block.before > copy.usual_gap and index != first:
        found.append("much space stands above it")
    if (block.before or index == first) and block.after:
        found.append("blank lines set it off")
    if _is_masthead(copy, index):
        found.append("an issue or a presentation stands under it")
    return found + _under(copy, index, last)


def _under(copy: Copy, index: int, last: int) -> list[str]:
    """What stands under a candidate, or under the lines and the deck that go with it."""
    following = last + 1
    found: list[str] = []
    while following < len(copy.blocks) and (
        copy.role(following) in ("aside", "rule")
        or shapes.CONTACT.match(copy.blocks[following].text)
        or shapes.ISSUE_LINE.fullmatch(copy.blocks[following].text)
    ):
        if copy.role(following) is None and not found:
            found.append("a release says under it whom to ask")
        following += 1
    if following >= len(copy.blocks):
        return ["nothing follows"]
    after = copy.blocks[following]
    if shapes.NUMBER_WORD.match(after.text):
        found.append("a numbered part opens under it")
    if _is_credit(copy, following):
        found.append("a byline or a date stands under it")
    elif find_dateline(after.text):
        found.append("a lead with a dateline follows")
    elif copy.prose[following]:
        found.append("running text follows")
    else:
        found.append("a line follows")
    if following + 1 < len(copy.blocks) and not copy.prose[index] and len(after.text) <= 300:
        beyond = copy.blocks[following + 1].text
        if opens_with_by(beyond):
            found.append("a byline stands near under it")
        elif find_dateline(beyond):
            found.append("a lead with a dateline stands near under it")
        elif copy.prose[following + 1] and not copy.prose[following]:
            found.append("running text stands near under it")
    return found


def _is_credit(copy: Copy, index: int) -> bool:
    """Whether a byline or a date stands at `index`; a name alone only above a date or text."""
    text = copy.blocks[index].text
    if read_timestamp(text) or read_byline(text, bare=False) is not None:
        return True
    if not read_byline(text, bare=True) or index + 1 >= len(copy.blocks):
        return False
    below = copy.blocks[index + 1].text
    return copy.prose[index + 1] or read_timestamp(below) is not None


def _others_alike(copy: Copy, index: int) -> int:
    """How many blocks below look like this one and stand over running text, as headings do."""
    block = copy.blocks[index]
    caps, centred = shapes.all_caps(block.text), copy.centred(index)
    return sum(
        other.before > 0
        and len(other.text) <= 80
        and copy.prose[at + 1]
        and not copy.prose[at]
        and (other.underline is None) == (block.underline is None)
        and bool(other.number) == bool(block.number)
        and shapes.all_caps(other.text) == caps
        and copy.centred(at) == centred
        for at, other in enumerate(copy.blocks[index + 1 : index + _FAR_BELOW], index + 1)
        if at + 1 < len(copy.blocks)
    )


def _is_masthead(copy: Copy, index: int) -> bool:
    """Whether a block names a paper or who presents: that and then another title stand under it."""
    below = list(range(index + 1, min(index + 6, len(copy.blocks))))
    marks = (shapes.ISSUE_LINE, PRESENTS, DESK_LINE)
    issue = next(
        (i for i in below[:3] if any(mark.fullmatch(copy.blocks[i].text) for mark in marks)), None
    )
    if issue is None:
        return False
    return any(
        _may_be_headline(copy, i) and not copy.prose[i] and not is_furniture(copy.blocks[i].text)
        for i in below
        if i > issue
    )


def _trailing(copy: Copy, first: int, last: int) -> list[str]:
    above = copy.calls[last - 1] if last else None
    found: list[str] = []
    if above and above.role == "aside" and above.detail == "related":
        found.append("it stands last, under a link to the full story")
    else:
        found.append("it stands last")
    if copy.prose[first] or find_dateline(copy.blocks[first].text):
        found.append("the copy opens with its lead and not with a headline")
    if last != len(copy.blocks) - 1:
        found.append("something follows it")
    return found
