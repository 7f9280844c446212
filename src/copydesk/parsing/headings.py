"""Headings, by their shape, by what stands around them, and by what the others look like."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Call, Copy, Evidence, probability
from copydesk.parsing.false_friends import false_friends, is_ornamented

_RECURRING = 3


def find_headings(copy: Copy) -> None:
    """Headings: by their shape, by what stands around them, and by what the others look like."""
    found: dict[int, list[Evidence]] = {}
    habits = _habits(copy)
    for index in copy.free():
        if len(copy.blocks[index].text) <= 200:
            found[index] = _heading_evidence(copy, index, habits)
    scores = {index: sum(item.weight for item in items) for index, items in found.items()}
    sure = [index for index, score in scores.items() if score > 1.0]
    styles = Counter(_style(copy.blocks[index]) for index in sure)
    for index, score in scores.items():
        style = _style(copy.blocks[index])
        others = styles[style] - (score > 1.0)
        if sure and others >= 2 and score > -1.0:
            found[index].append(Evidence(0.8, "it looks like the other headings"))
        elif len(sure) >= 3 and styles[style] <= 1 and sum(styles.values()) >= 4:
            found[index].append(Evidence(-0.7, "it looks unlike the other headings"))
        total = sum(item.weight for item in found[index])
        if total > 0:
            copy.calls[index] = Call("heading", probability(total), tuple(found[index]))
    _thin_out(copy)


def _thin_out(copy: Copy) -> None:
    """Take back headings that follow each other in a run: a list without marks, not headings."""
    start = 0
    while start < len(copy.blocks):
        end = start
        while copy.role(end) == "heading":
            end += 1
        run = range(start, end)
        if end - start >= 4 and not any(copy.blocks[i].underline for i in run):
            weak = [
                i
                for i in run
                if (call := copy.calls[i]) and call.confidence < 0.97 and i != end - 1
            ]
            for i in weak[1:]:
                copy.calls[i] = None
        start = max(end, start + 1)


def _style(block: Block) -> tuple[bool, bool, bool, bool]:
    """What headings of one level have in common."""
    return (
        shapes.all_caps(block.text),
        bool(block.number or shapes.NUMBER_WORD.match(block.text)),
        block.underline is not None,
        block.before > 0,
    )


class _Habits(Struct, frozen=True, gc=False):
    """How this copy writes its titles: with full stops or colons, and under which bare numerals."""

    stops: bool
    colons: bool
    numerals: frozenset[int]


_TITLE_WORDS = 6
_FEWEST_TITLES = 3


def _habits(copy: Copy) -> _Habits:
    stops = colons = 0
    numerals: dict[int, int] = {}
    for index in copy.free():
        block = copy.blocks[index]
        text = block.text
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
        frozenset(i for i, n in numerals.items() if n - 1 in counted or n + 1 in counted),
    )


def _heading_evidence(copy: Copy, index: int, habits: _Habits) -> list[Evidence]:
    block = copy.blocks[index]
    found = [Evidence(-1.2, "most blocks are no headings")]
    found += _heading_words(copy, block, habits)
    if index in habits.numerals:
        found.append(Evidence(2.5, "it is one of several numbers that count up"))
    found += _heading_place(copy, index)
    found += false_friends(copy, index)
    return found


def _heading_words(copy: Copy, block: Block, habits: _Habits) -> list[Evidence]:
    """What the words of a block say of its being a heading."""
    text = block.text
    words = len(text) // 3 if shapes.has_cjk(text) else len(text.split())
    found = [
        *_heading_length(words),
        _heading_end(text, words, habits),
        *_heading_number(block, words),
    ]
    if block.underline:
        found.append(Evidence(4.0, "it is underlined"))
    if copy.layout.cased:
        found += _heading_case(copy, text)
    if shapes.SECTION_TITLE.fullmatch(text):
        found.append(Evidence(1.5, "sections are called so"))
    if is_ornamented(block):
        found.append(Evidence(1.5, "it is ornamented"))
    return found


def _heading_length(words: int) -> list[Evidence]:
    if words <= 7:
        return [Evidence(1.1, "it is a few words")]
    if words <= 12:
        return [Evidence(0.6, "it is a short line")]
    return [Evidence(-1.6, "it is long for a heading")] if words > 18 else []


def _heading_end(text: str, words: int, habits: _Habits) -> Evidence:
    if shapes.BARE_NUMERAL.fullmatch(text) or shapes.letter_spaced(text):
        return Evidence(0.3, "it says nothing that could end")
    if text.endswith(("?", "？")) and words <= 16:
        return Evidence(0.3, "it asks a question")
    if text.endswith(".") and habits.stops and words <= _TITLE_WORDS:
        return Evidence(-0.2, "it ends with a full stop, as titles do here")
    if shapes.ends_sentence(text):
        return Evidence(-0.8 if shapes.all_caps(text) else -1.7, "it ends as a sentence does")
    if text.endswith((":", "：", ":—", ":–", ":-")):
        if words <= 4 and (habits.colons or shapes.all_caps(text)):
            return Evidence(0.0, "it ends with a colon, as titles do here")
        weight = -1.0 if words <= 3 else -2.4
        return Evidence(weight, "it ends with a colon, as what introduces something does")
    if shapes.ends_open(text):
        return Evidence(-2.5, "it breaks off")
    return Evidence(0.7, "it has no full stop")


def _heading_number(block: Block, words: int) -> list[Evidence]:
    text = block.text
    if shapes.NUMBER_WORD.match(text):
        return [Evidence(3.0, "it is numbered as a part or a chapter")]
    if shapes.SECTION_NUMBER.match(text) and words <= 14:
        return [Evidence(1.0, "it is numbered")]
    if shapes.BARE_NUMERAL.fullmatch(text):
        apart = block.before and block.after
        return [Evidence(1.0 if apart else -1.0, "it is a number alone")]
    return []


def _heading_case(copy: Copy, text: str) -> list[Evidence]:
    if shapes.all_caps(text) and copy.caps_share < 0.5 and len(text) > 3:
        return [Evidence(1.8, "it is in capitals and the text is not")]
    if shapes.starts_lower(text):
        return [Evidence(-2.2, "it starts with a small letter")]
    if shapes.title_share(text) >= 0.8 and len(text.split()) >= 3:
        return [Evidence(0.5, "its words are capitalised")]
    return []


def _heading_place(copy: Copy, index: int) -> list[Evidence]:
    """What stands around a block says of its being a heading."""
    if _between_rules(copy, index):
        return [Evidence(3.0, "lines are drawn above and below it")]
    found = [
        *_heading_space(copy, copy.blocks[index]),
        *_heading_indent(copy, index),
        *_heading_above(copy, index),
        *_heading_below(copy, index),
    ]
    if copy.recurrence(index) >= _RECURRING:
        found.append(Evidence(-2.5, "it comes back again and again, like a running head"))
    if copy.typical and copy.typical < 1.6 * len(copy.blocks[index].text):
        found.append(Evidence(-1.0, "it is about as long as the paragraphs"))
    return found


def _between_rules(copy: Copy, index: int) -> bool:
    """Whether lines are drawn right above and right below."""
    block = copy.blocks[index]
    apart = block.before or block.after
    return not apart and copy.role(index - 1) == copy.role(index + 1) == "rule"


def _heading_space(copy: Copy, block: Block) -> list[Evidence]:
    if not copy.layout.separated and block.before and block.after:
        return [Evidence(1.4, "blank lines stand above and below it, which is rare here")]
    if block.before > copy.usual_gap and block.before > block.after:
        return [Evidence(0.7, "it has more space above than the paragraphs")]
    if copy.layout.separated and not (block.before and block.after):
        return [Evidence(-0.5, "no blank line sets it off")]
    return []


def _heading_indent(copy: Copy, index: int) -> list[Evidence]:
    layout, indent = copy.layout, copy.blocks[index].indent
    if copy.centred(index):
        return [Evidence(0.6, "it is set in the middle")]
    found: list[Evidence] = []
    if layout.first_indent and indent == layout.base_indent:
        found.append(Evidence(0.8, "it is not set in as paragraphs are"))
    elif layout.first_indent and indent >= layout.first_indent:
        found.append(Evidence(-1.0, "it is set in as a paragraph is"))
    above = copy.blocks[index - 1].indent if index else -1
    if layout.wrapped and indent >= layout.base_indent + 2 and indent == above:
        found.append(Evidence(-1.2, "it is set in with the block above"))
    return found


def _heading_above(copy: Copy, index: int) -> list[Evidence]:
    if not index:
        return []
    found: list[Evidence] = []
    if copy.blocks[index - 1].text.endswith(":"):
        found.append(Evidence(-1.3, "the line above introduces it"))
    if copy.role(index - 1) == "quote" and len(copy.blocks[index].text.split()) <= 8:
        found.append(Evidence(-1.0, "it may say whose the words above are"))
    if copy.prose[index - 1]:
        found.append(Evidence(0.3, "running text stands above it"))
    return found


def _heading_below(copy: Copy, index: int) -> list[Evidence]:
    below = index + 1
    role = copy.role(below)
    if below >= len(copy.blocks) or role == "end-mark":
        return [Evidence(-3.0, "nothing stands under it")]
    if index > copy.last_text:
        return [Evidence(-2.5, "no text follows it down to the end")]
    if copy.prose[below]:
        return [Evidence(0.9, "running text stands under it")]
    if role in ("aside", "rule", "byline", "timestamp"):
        return [Evidence(-1.0, "no text stands under it")]
    if role is None and not shapes.NUMBER_WORD.match(copy.blocks[index].text):
        return [Evidence(-0.9, "what stands under it is as short as itself")]
    return []
