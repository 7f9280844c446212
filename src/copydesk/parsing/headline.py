"""The headline: among the first blocks, or last under a link to more; else a message's subject."""

from __future__ import annotations

import re

from copydesk.parsing import shapes
from copydesk.parsing.bylines import read_byline
from copydesk.parsing.calls import Call, Copy, Evidence, probability
from copydesk.parsing.datelines import find_dateline
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.notices import URL

_SUBJECT_REACH = 8
_DESK_LINE = re.compile(
    r"\W*(?:for immediate release|(?:press|news|media) release|for release\b.*|embargo.*|"
    r"(?:zur )?(?:sofortigen )?veröffentlichung.*|"
    r"pressemitteilung|medienmitteilung|communiqué de presse|nota de prensa|comunicato stampa|"
    r"tisková zpráva|пресс-релиз|"
    r"BC-.*|[A-Z]{2}-[A-Z]{2,}--.*|==.*==|\[[A-Z ]+\])\W*",
    re.IGNORECASE,
)
"""What a desk or a publisher writes above a headline."""
_HOUSE = re.compile(
    r".*\b(?:Foundation|Inc\.?|Corp(?:oration)?\.?|Ltd\.?|LLC|GmbH|AG|University|Universität|"
    r"Society|Bureau|Department|Ministry|Association|Institute|Council|Committee|Technologies|"
    r"Publishers|Verlag|Éditions|Press)",
    re.IGNORECASE,
)
_PRESENTS = re.compile(
    r".*\b(?:presents?|proudly|präsentiert|présentent?|presenta|presentarvi|apresenta|uvádí|"
    r"представляет)\W*",
    re.IGNORECASE,
)

_COLUMN = re.compile(r"\s{3,}|\t+")

_HEADLINE = 0.7
_MAIL_HEADLINE = 2.4
"""How strong a headline in a message has to be to stand against the message's own subject."""
_REACH = 18
_LONG_PROSE = 170


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
    best = _best_headline(copy, free)
    enough = _HEADLINE if subject is None else _MAIL_HEADLINE
    if best and best[0] > enough:
        score, index, evidence = best
        _take(copy, index, probability(score), evidence)
        if subject is not None:
            copy.call(subject, "slug", 0.8, "it is the message's subject, and the text has its own")
    elif subject is not None:
        copy.call(subject, "headline", 0.9, "it is the message's subject")


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
            len(members) < 4
            and 0 <= at + step < len(copy.blocks)
            and _goes_on(copy, *sorted((at, at + step)))
        ):
            at += step
            members.append(at)
    return sorted(members)


def _goes_on(copy: Copy, upper: int, lower: int) -> bool:
    """Whether the headline runs from the block `upper` into the next one."""
    above, below = copy.blocks[upper], copy.blocks[lower]
    if not all(_may_be_headline(copy, i) for i in (upper, lower)):
        return False
    if above.underline or len(above.text) + len(below.text) > 160:
        return False
    if shapes.ISSUE_LINE.fullmatch(below.text) or shapes.ISSUE_LINE.fullmatch(above.text):
        return False
    if len(above.text) <= 4 and above.text.isupper() and below.before <= 2:
        return True
    if below.before:
        return False
    if below.text[:1] == "(" and below.text.endswith(")"):
        return not shapes.ends_sentence(above.text)
    if shapes.all_caps(above.text) != shapes.all_caps(below.text):
        return False
    if shapes.has_cjk(above.text) and shapes.has_cjk(below.text):
        return not shapes.ends_sentence(above.text)
    centred = copy.centred(upper) and copy.centred(lower)
    return centred and not shapes.ends_sentence(above.text)


def _may_be_headline(copy: Copy, index: int) -> bool:
    text = copy.blocks[index].text
    return (
        copy.calls[index] is None
        and not copy.blocks[index].header
        and len(text) <= 120
        and read_timestamp(text) is None
        and read_byline(text, bare=True) is None
        and URL.search(text) is None
        and _DESK_LINE.fullmatch(text) is None
        and find_dateline(text) is None
        and not _PRESENTS.fullmatch(text)
        and not shapes.table_gaps(text)
        and not shapes.CONTACT.match(text)
        and not text.endswith((":", ","))
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


def _best_headline(copy: Copy, free: list[int]) -> tuple[float, int, list[Evidence]] | None:
    """The strongest candidate among the first blocks and the last: score, index, evidence."""
    if not free:
        return None
    first, last = free[0], free[-1]
    best: tuple[float, int, list[Evidence]] | None = None
    if len(free) > 1:
        trailing = [
            *_headline_shape(copy, last),
            *_trailing(copy, first, last),
        ]
        best = (sum(item.weight for item in trailing), last, trailing)
    cost = 0.0
    for index in free[:_REACH]:
        leading = [*_headline_shape(copy, index), *_leading(copy, first, index, cost)]
        score = sum(item.weight for item in leading)
        if best is None or score > best[0]:
            best = (score, index, leading)
        cost += _cost_above(copy, index)
        if cost >= 4:
            break
    return best


def _cost_above(copy: Copy, index: int) -> float:
    """How much a block that stands above speaks against a headline under it."""
    block = copy.blocks[index]
    text = block.text
    if _is_furniture(text):
        return 0.1
    if copy.prose[index]:
        return 0.9 if len(text) <= _LONG_PROSE and block.after else 4.0
    return 0.5


def _is_furniture(text: str) -> bool:
    return bool(
        _DESK_LINE.fullmatch(text)
        or shapes.ISSUE_LINE.fullmatch(text)
        or read_timestamp(text)
        or URL.fullmatch(text)
        or shapes.letter_share(text) < 0.5
        or shapes.table_gaps(text)
        or shapes.CONTACT.match(text)
        or shapes.SOURCE_LINE.fullmatch(text)
        or (text[:1] in "[(" and text[-1:] in "])")
    )


def _in_columns(text: str) -> bool:
    """Whether blanks set a line in columns; a date at the right end of a title does not."""
    if not shapes.table_gaps(text) or shapes.letter_spaced(text):
        return False
    parts = _COLUMN.split(text)
    return not (len(parts) == 2 and read_timestamp(parts[1]) is not None)


def _headline_shape(copy: Copy, index: int) -> list[Evidence]:
    """What the words of a block say of its being the headline."""
    block = copy.blocks[index]
    text = block.text
    caps = shapes.all_caps(text)
    long = copy.typical and len(text) > 0.9 * copy.typical
    stopped = shapes.ends_sentence(text) and not text.endswith(("?", "!", "？", "！"))
    observed = (
        (len(text) <= 140, 0.8, "it is as short as headlines are"),
        (140 < len(text) <= 220, -1.5, "it is long for a headline"),
        (len(text) > 220, -6.0, "it is too long for a headline"),
        (stopped, -0.6 if caps else -1.6, "it ends with a full stop"),
        (text.rstrip("-–— ").endswith((",", ";")), -3.5, "it breaks off"),
        (
            text.endswith((":", "：")) and block.underline is None,
            -1.5,
            "it introduces something",
        ),
        (copy.layout.cased and shapes.starts_lower(text), -1.5, "it starts with a small letter"),
        (block.underline is not None, 2.5, "it is underlined"),
        (caps and copy.caps_share < 0.5, 1.0, "it is in capitals"),
        (shapes.letter_spaced(text), 1.0, "its letters are spaced out"),
        (_framed(copy, index), 1.2, "lines are drawn above and below it"),
        (find_dateline(text) is not None, -3.0, "it opens with a dateline"),
        (read_timestamp(text) is not None, -4.0, "it is a date"),
        (_opens_with_by(text), -4.0, "it is a byline"),
        (URL.fullmatch(text) is not None, -4.0, "it is an address"),
        (URL.search(text) is not None, -1.0, "it holds an address"),
        (shapes.letter_share(text) < 0.55, -4.0, "much of it is signs and not letters"),
        (_in_columns(text), -2.0, "blanks set it in columns"),
        (shapes.CONTACT.match(text) is not None, -3.0, "it says whom to ask"),
        (shapes.SOURCE_LINE.fullmatch(text) is not None, -2.0, "it says on which page it was"),
        (_DESK_LINE.fullmatch(text) is not None, -3.0, "it is a line of the desk's"),
        (
            shapes.ISSUE_LINE.fullmatch(text) is not None,
            -3.0,
            "it says which issue or version it is",
        ),
        (_HOUSE.fullmatch(text) is not None, -0.8, "it names a house"),
        (_PRESENTS.fullmatch(text) is not None, -2.0, "it presents something"),
        (text[:1] in "[(" and not text[1:2].isspace(), -1.5, "it stands in brackets"),
        (bool(long), -1.5, "it is as long as the paragraphs are"),
    )
    return [Evidence(weight, says) for holds, weight, says in observed if holds]


def _framed(copy: Copy, index: int) -> bool:
    """Whether rules stand right above and below, other short lines between at most."""
    return any(copy.role(index - step) == "rule" for step in (1, 2)) and any(
        copy.role(index + step) == "rule" for step in (1, 2)
    )


def _opens_with_by(text: str) -> bool:
    opens = text.lower().startswith(("by ", "von ", "par ", "por "))
    return opens and read_byline(text, bare=False) is not None


def _leading(copy: Copy, first: int, index: int, cost: float) -> list[Evidence]:
    """What the place of a block near the top says of its being the headline."""
    block = copy.blocks[index]
    if index == first:
        found = [Evidence(1.5, "it stands first")]
    else:
        found = [Evidence(0.3 - cost, "it stands near the top")]
    if index != first and copy.centred(index) and not copy.prose[index]:
        found.append(Evidence(0.5, "it is set in the middle"))
    if block.before >= 2 and block.before > copy.usual_gap and index != first:
        found.append(Evidence(0.4, "much space stands above it"))
    if index == first and _is_masthead(copy, index):
        found.append(Evidence(-2.0, "it is the name of the paper: its issue stands under it"))
    return found + _under(copy, index)


def _under(copy: Copy, index: int) -> list[Evidence]:
    """What stands under a candidate, or under the lines and the deck that go with it."""
    following = _lines_of_headline(copy, index)[-1] + 1
    released = False
    while following < len(copy.blocks) and (
        copy.role(following) in ("aside", "rule")
        or shapes.CONTACT.match(copy.blocks[following].text)
    ):
        released = released or copy.role(following) is None
        following += 1
    if following >= len(copy.blocks):
        return [Evidence(-3.0, "nothing follows")]
    found: list[Evidence] = []
    if released:
        found.append(Evidence(1.0, "a release says under it whom to ask"))
    after = copy.blocks[following]
    if _is_credit(copy, following):
        found.append(Evidence(1.5, "a byline or a date stands under it"))
    elif copy.prose[following]:
        found.append(Evidence(0.6, "running text follows"))
    if find_dateline(after.text):
        found.append(Evidence(0.8, "a lead with a dateline follows"))
    elif following + 1 < len(copy.blocks) and len(after.text) <= 300:
        beyond = copy.blocks[following + 1].text
        if _opens_with_by(beyond) and not copy.prose[index]:
            found.append(Evidence(1.2, "a byline stands near under it"))
    return found


def _is_credit(copy: Copy, index: int) -> bool:
    """Whether a byline or a date stands at `index`; a name alone only above a date or text."""
    text = copy.blocks[index].text
    if read_timestamp(text) or read_byline(text, bare=False) is not None:
        return True
    if read_byline(text, bare=True) is None or index + 1 >= len(copy.blocks):
        return False
    below = copy.blocks[index + 1].text
    return copy.prose[index + 1] or read_timestamp(below) is not None


def _is_masthead(copy: Copy, index: int) -> bool:
    """Whether a block names a paper or who presents: that and then another title stand under it."""
    below = list(range(index + 1, min(index + 6, len(copy.blocks))))
    issue = next(
        (
            i
            for i in below[:2]
            if shapes.ISSUE_LINE.fullmatch(copy.blocks[i].text)
            or _PRESENTS.fullmatch(copy.blocks[i].text)
        ),
        None,
    )
    if issue is None:
        return False
    return any(
        _may_be_headline(copy, i) and not copy.prose[i] and not _is_furniture(copy.blocks[i].text)
        for i in below
        if i > issue
    )


def _trailing(copy: Copy, first: int, last: int) -> list[Evidence]:
    found: list[Evidence] = []
    above = copy.calls[last - 1] if last else None
    if above and above.role == "aside" and above.detail == "related":
        found.append(Evidence(2.5, "it stands last, under a link to the full story"))
    else:
        found.append(Evidence(-3.0, "it stands last"))
    if copy.prose[first] or find_dateline(copy.blocks[first].text):
        found.append(Evidence(1.5, "the copy opens with its lead and not with a headline"))
    if last != len(copy.blocks) - 1:
        found.append(Evidence(-1.0, "something follows it"))
    return found
