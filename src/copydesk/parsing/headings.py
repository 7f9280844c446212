"""Headings, by their shape, by what stands around them, and by what the others look like.

Each block that may be one is observed twice: alone, and then in the company of those that looked
like headings alone. What an observation weighs was learned from labelled copy (`weights`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from copydesk.parsing import shapes, weights
from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Call, Copy, Evidence, probability
from copydesk.parsing.false_friends import FULL_STOP, false_friends, is_ornamented
from copydesk.parsing.manner import read_manner, unlike

LONGEST_HEADING = 200
_RECURRING = 3
ALWAYS = "few blocks are headings"
"""What is true of every candidate."""
_LIKELY = 0.0
"""From which sum of evidence on a block counts as a heading for the others' sake."""
HOPELESS = -4.0
"""Below this sum no false friend and no company makes a heading of a block."""
Style = tuple[bool, bool, bool, bool, bool]


def find_headings(copy: Copy) -> None:
    """Headings: by their shape, by what stands around them, and by what the others look like."""
    alone = observe_alone(copy, thorough=False)
    scores = {index: _sum(words, weights.HEADING_ALONE) for index, words in alone.items()}
    for index, words in observe_company(copy, scores).items():
        together = [*alone[index], *words]
        score = _sum(together, weights.HEADING)
        if score > 0:
            evidence = tuple(Evidence(weights.HEADING.get(item, 0.0), item) for item in together)
            copy.calls[index] = Call("heading", probability(score), evidence)
    for index in alone:
        bare = shapes.BARE_NUMERAL.fullmatch(copy.blocks[index].text)
        if bare and copy.role(index) is None and copy.role(index + 1) == "heading":
            copy.call(index, "heading", 0.8, "it numbers the heading under it")


def _sum(words: Iterable[str], table: Mapping[str, float]) -> float:
    return sum(table.get(item, 0.0) for item in words)


def observe_alone(copy: Copy, *, thorough: bool = True) -> dict[int, list[str]]:
    """What can be seen of each block that may be a heading, in words, by its index.

    Unless it is `thorough`, no further look is taken at blocks that nothing could make headings.
    """
    habits = _habits(copy)
    found: dict[int, list[str]] = {}
    for index in copy.free():
        block = copy.blocks[index]
        if len(block.text) > LONGEST_HEADING or _is_attribution(copy, index):
            continue
        words = [ALWAYS, *_words(copy, block, habits), *_place(copy, index, habits)]
        if thorough or not _is_hopeless(words):
            words += false_friends(copy, index)
        found[index] = words
    return found


def _is_hopeless(words: Sequence[str]) -> bool:
    return all(_sum(words, table) < HOPELESS for table in (weights.HEADING_ALONE, weights.HEADING))


def _is_attribution(copy: Copy, index: int) -> bool:
    """Whether a dash under set-in text opens the name of whom it is by."""
    edge = copy.layout.base_indent
    return (
        index > 0
        and copy.blocks[index].text[:1] in "–—"
        and copy.blocks[index].indent > edge
        and copy.blocks[index - 1].indent > edge
        and copy.prose[index - 1]
    )


def observe_company(copy: Copy, scores: Mapping[int, float]) -> dict[int, list[str]]:
    """What the likely headings say of each candidate: whether it looks and stands as they do.

    `scores` holds, by index, how much speaks for each block alone.
    """
    likely = [index for index, score in scores.items() if score > _LIKELY]
    looks = {index: _style(copy, index) for index in scores}
    styles = Counter(looks[index] for index in likely)
    weak = Counter(style for index, style in looks.items() if not copy.prose[index])
    texts = [copy.blocks[index].text for index in likely]
    manner = read_manner(texts, cased=copy.layout.cased)
    found: dict[int, list[str]] = {}
    for index, score in scores.items():
        style = looks[index]
        others = styles[style] - (score > _LIKELY)
        said: list[str] = []
        if others >= 3:
            said.append("three or more headings look like it")
        elif others:
            said.append("a heading or two look like it")
        elif len(likely) - (score > _LIKELY) >= 3:
            said.append("the headings look otherwise")
        elif len(likely) == (score > _LIKELY):
            said.append("it would be the only heading")
        if weak[style] >= 4 and styles[style] <= 0.25 * weak[style]:
            said.append("most lines that look like it are no headings")
        beside = [scores.get(index - 1, -9.0) > _LIKELY, scores.get(index + 1, -9.0) > _LIKELY]
        if all(beside):
            said.append("headings would stand above and below it")
        elif beside[0]:
            said.append("a heading would stand right above it")
        elif beside[1] and _opens_numbers(copy, index):
            said.append("numbered headings would open right below it")
        elif beside[1]:
            said.append("a heading would stand right below it")
        found[index] = [*said, *unlike(copy.blocks[index].text, manner)]
    return found


def _opens_numbers(copy: Copy, index: int) -> bool:
    return bool(copy.blocks[index + 1].number) and not copy.blocks[index].number


def _style(copy: Copy, index: int) -> Style:
    """What headings of one level have in common."""
    block = copy.blocks[index]
    return (
        shapes.all_caps(block.text),
        bool(block.number or shapes.NUMBER_WORD.match(block.text)),
        block.underline is not None or _between_rules(copy, index),
        block.before > 0,
        copy.centred(index),
    )


class _Habits(Struct, frozen=True, gc=False):
    """How this copy writes its titles: with full stops or colons, and under which bare numerals.

    `talk`: long paragraphs end in questions, as those of an interview do. `crowded`: most blocks
    are short, as in lists, tables and title pages.
    """

    stops: bool
    colons: bool
    talk: bool
    numerals: frozenset[int]
    titles: frozenset[int]
    crowded: bool


_TITLE_WORDS = 6
_FEWEST_TITLES = 3
_LONG_QUESTION = 110
_NUMBERED = 120
_EXCLAMATION = 15
"""How far into a title an exclamation may reach: `Great! How does it work?`"""


def _habits(copy: Copy) -> _Habits:
    stops = colons = asked = 0
    titles = _numbered_titles(copy)
    numerals: dict[int, int] = {}
    for index in copy.free():
        block = copy.blocks[index]
        text = block.text
        asked += len(text) > _LONG_QUESTION and text[-1] in "?？"
        if len(text) > 60 or len(block.lines) > 1 or not (block.before or not index):
            continue
        words = len(text.split())
        if (
            shapes.BARE_NUMERAL.fullmatch(text)
            and block.after
            and any(copy.prose[index + 1 : index + 3])
        ):
            numerals[index] = shapes.numeral(text)
        elif text.endswith((":", "：")) and words <= 4 and not shapes.starts_lower(text):
            colons += block.indent <= copy.layout.base_indent + 1
        elif text.endswith(".") and words <= _TITLE_WORDS and block.after:
            stops += shapes.all_caps(text) or shapes.title_share(text) >= 0.8
    counted = set(numerals.values())
    return _Habits(
        stops >= _FEWEST_TITLES,
        colons >= 2,
        asked >= 2,
        frozenset(i for i, n in numerals.items() if n - 1 in counted or n + 1 in counted),
        titles,
        2 * sum(copy.prose) < len(copy.blocks),
    )


def _numbered_titles(copy: Copy) -> frozenset[int]:
    """Lines that count up and stand each over longer text."""
    found: dict[int, int] = {}
    for index in copy.free():
        block = copy.blocks[index]
        number = block.number.strip("().")
        if not number.isdigit() or index + 1 >= len(copy.blocks):
            continue
        below = copy.blocks[index + 1]
        if len(block.text) <= _NUMBERED and not below.number and copy.prose[index + 1]:
            found[index] = int(number)
    counted = set(found.values())
    return frozenset(i for i, n in found.items() if n - 1 in counted or n + 1 in counted)


def _words(copy: Copy, block: Block, habits: _Habits) -> list[str]:
    """What the words of a block say of its being a heading."""
    text = block.text
    words = len(text) // 3 if shapes.has_cjk(text) else len(text.split())
    counted = bool(habits.titles) and shapes.SECTION_NUMBER.match(text) is not None
    found = [_length(words), _end(text, words, habits, counted=counted)]
    if shapes.NUMBER_WORD.match(text):
        found.append("it is numbered as a part or a chapter")
        if words <= 3:
            found.append("a part's number is all that it says")
    elif shapes.SECTION_NUMBER.match(text):
        found.append("it is numbered")
    elif shapes.BARE_NUMERAL.fullmatch(text):
        found.append("it is a number alone")
    if block.underline:
        found.append(underlining(block))
    if copy.layout.cased:
        found += _case(copy, text)
    if shapes.SECTION_TITLE.fullmatch(text):
        found.append("sections are called so")
    if is_ornamented(block):
        found.append("it is ornamented")
    if len(block.lines) > 2:
        found.append("it runs over several lines")
    elif len(block.lines) == 2:
        found.append("it runs over two lines")
    return found


def underlining(block: Block) -> str:
    """How a block is underlined: as far as its text goes, or as wide as the page is."""
    width = max(line.width - line.indent for line in block.lines)
    drawn = block.underline.width - block.underline.indent if block.underline else 0
    return "it is underlined" if abs(drawn - width) <= 3 else "a line is drawn right under it"


def _length(words: int) -> str:
    if words <= 1:
        return "it is one word"
    if words <= 3:
        return "it is two or three words"
    if words <= 7:
        return "it is a few words"
    if words <= 12:
        return "it is a short line"
    return "it is a longer line" if words <= 18 else "it is long for a heading"


def _end(text: str, words: int, habits: _Habits, *, counted: bool) -> str:
    if shapes.BARE_NUMERAL.fullmatch(text) or shapes.letter_spaced(text):
        return "it says nothing that could end"
    if text.endswith(("?", "？")):
        if habits.talk:
            return "it asks, as running text does here"
        if FULL_STOP.search(text, _EXCLAMATION) is not None:
            return "it ends as a sentence does"
        return "it asks a question" if words <= 16 else "it asks a long question"
    if text.endswith(("...", "…")):
        return "it trails off"
    if text.endswith(".") and (counted or (habits.stops and words <= _TITLE_WORDS)):
        return "it ends with a full stop, as titles do here"
    if shapes.ends_sentence(text):
        if shapes.all_caps(text):
            return "it is in capitals and ends with a full stop"
        return "it exclaims" if text.endswith("!") else "it ends as a sentence does"
    if text.endswith((":", "：", ":—", ":–", ":-")):
        if words <= 4 and (habits.colons or shapes.all_caps(text)):
            return "it ends with a colon, as titles do here"
        return "it is short and introduces something" if words <= 3 else "it introduces something"
    if shapes.ends_open(text) or text.rstrip(shapes.CLOSERS)[-1:] in "—,":
        return "it breaks off"
    return "it has no full stop"


def _case(copy: Copy, text: str) -> list[str]:
    if shapes.all_caps(text) and len(text) > 3:
        if copy.caps_share >= 0.5:
            return ["it is in capitals, as most of the text is"]
        return ["it is in capitals and the text is not"]
    if shapes.starts_lower(text):
        return ["it starts with a small letter"]
    words = text.split()
    # What title_share would say of most sentences, told by their words in small letters.
    small = sum([word[0].islower() and len(word) > 5 for word in words])
    if len(words) >= 3 and 5 * small <= len(words) and shapes.title_share(text) >= 0.8:
        return ["its words are capitalised"]
    return []


def _place(copy: Copy, index: int, habits: _Habits) -> list[str]:
    """What stands around a block says of its being a heading."""
    block = copy.blocks[index]
    found: list[str] = []
    if index in habits.numerals:
        found.append("it is one of several numbers that count up")
    if index in habits.titles:
        found.append("it counts on from another line over text")
    if copy.recurrence(index) >= _RECURRING:
        found.append("it comes back again and again, like a running head")
    if copy.typical and copy.typical < 1.6 * len(block.text):
        found.append("it is about as long as the paragraphs")
    if habits.crowded:
        found.append("most of the copy is short lines")
    if not (copy.prose[index] and block.text[-1] not in "?？") and copy.comes_back(index):
        found.append("its words come back in the text under it")
    if _between_rules(copy, index):
        return [*found, "lines are drawn above and below it"]
    return [
        *found,
        *_space(copy, index),
        *_indent(copy, index),
        *_above(copy, index),
        *_below(copy, index),
    ]


def _between_rules(copy: Copy, index: int) -> bool:
    """Whether lines are drawn right above and right below."""
    block = copy.blocks[index]
    apart = block.before or block.after
    return not apart and copy.role(index - 1) == copy.role(index + 1) == "rule"


def _space(copy: Copy, index: int) -> list[str]:
    block = copy.blocks[index]
    separated = copy.layout.separated
    found: list[str] = []
    if not separated and block.before and block.after:
        found.append("blank lines stand above and below it, which is rare here")
    elif not separated and block.before:
        found.append("a blank line stands above it, which is rare here")
    elif separated and not block.before and not block.after:
        found.append("no blank line sets it off")
    elif separated and not block.before:
        found.append("no blank line stands above it")
    elif separated and not block.after:
        found.append("it sticks to what follows")
    if block.before > copy.usual_gap:
        found.append("it has more space above than usual")
    if block.before > block.after:
        found.append("it has more space above than below")
    run = copy.run_length(index)
    if run >= 5:
        found.append("it is one of a run of short lines")
    elif run >= 3:
        found.append("it is one of a few short lines under each other")
    return found


def _indent(copy: Copy, index: int) -> list[str]:
    layout, indent = copy.layout, copy.blocks[index].indent
    if copy.centred(index):
        return ["it is set in the middle"]
    found: list[str] = []
    if layout.first_indent and indent == layout.base_indent:
        found.append("it is not set in as paragraphs are")
    elif layout.first_indent and indent >= layout.first_indent:
        found.append("it is set in as a paragraph is")
    elif indent >= layout.base_indent + 2:
        found.append("it is set in")
    elif indent < layout.base_indent:
        found.append("it stands out to the left")
    above = copy.blocks[index - 1].indent if index else -1
    if layout.wrapped and indent >= layout.base_indent + 2 and indent == above:
        found.append("it is set in with the block above")
    return found


def _above(copy: Copy, index: int) -> list[str]:
    if not index:
        return ["it opens the copy"]
    found: list[str] = []
    above = copy.blocks[index - 1].text
    role = copy.role(index - 1)
    if above.endswith((":", "：")):
        found.append("the line above introduces it")
    elif shapes.ends_open(above):
        found.append("the line above breaks off")
    if role == "quote" and len(copy.blocks[index].text.split()) <= 8:
        found.append("it may say whose the words above are")
    elif role == "rule":
        found.append("a line is drawn above it")
    elif _points_elsewhere(copy.calls[index - 1]):
        found.append("a link to other stories stands above it")
    elif role == "headline":
        found.append("the headline stands above it")
    elif role in ("item", "verse", "preformatted"):
        found.append("a list, verse or a table stands above it")
    elif copy.prose[index - 1]:
        found.append("running text stands above it")
    return found


def _points_elsewhere(call: Call | None) -> bool:
    return call is not None and call.detail == "related"


def _below(copy: Copy, index: int) -> list[str]:
    below = index + 1
    role = copy.role(below)
    if below >= len(copy.blocks) or role == "end-mark":
        return ["nothing stands under it"]
    if index > copy.last_text:
        return ["no text follows it down to the end"]
    if role in ("item", "verse", "preformatted", "quote"):
        under = [f"{_BELOW[role]} stands under it"]
        if role == "item" and copy.blocks[index].text.endswith((":", "：")):
            under.append("it introduces the list under it")
        return under
    found: list[str] = []
    if copy.layout.cased and shapes.starts_lower(copy.blocks[below].text):
        found.append("what stands under it goes on in small letters")
    if copy.prose[below]:
        return [*found, "running text stands under it"]
    if role == "rule" and any(copy.prose[below + 1 : below + 2]):
        return [*found, "a line is drawn under it, and then text follows"]
    if role in ("aside", "rule", "byline", "timestamp"):
        return [*found, "no text stands under it"]
    if role is None:
        found.append("what stands under it is as short as itself")
    return found


_BELOW = {"item": "a list", "verse": "verse", "preformatted": "a table", "quote": "a quotation"}
