"""Headings, by their shape, by what stands around them, and by what the others look like."""

from __future__ import annotations

import re
from collections import Counter

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.bylines import read_byline
from copydesk.parsing.calls import Call, Copy, Evidence, probability
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.notices import URL
from copydesk.parsing.speech import SPEAKER_LABEL

_CLOCK = re.compile(r"\d{1,2}[.:]\d\d\b")
_RECURRING = 3


def find_headings(copy: Copy) -> None:
    """Headings: by their shape, by what stands around them, and by what the others look like."""
    found: dict[int, list[Evidence]] = {}
    for index in copy.free():
        if len(copy.blocks[index].text) <= 200:
            found[index] = _heading_evidence(copy, index)
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


def _heading_evidence(copy: Copy, index: int) -> list[Evidence]:
    block = copy.blocks[index]
    found = [Evidence(-1.2, "most blocks are no headings")]
    found += _heading_words(copy, block)
    found += _heading_place(copy, index)
    return found


def _heading_words(copy: Copy, block: Block) -> list[Evidence]:
    """What the words of a block say of its being a heading."""
    text = block.text
    words = len(text) // 3 if shapes.has_cjk(text) else len(text.split())
    found = [*_heading_length(words), _heading_end(text, words), *_heading_number(block, words)]
    if block.underline:
        found.append(Evidence(4.0, "it is underlined"))
    if copy.layout.cased:
        found += _heading_case(copy, text)
    found += [Evidence(weight, says) for holds, weight, says in _false_friends(block) if holds]
    return found


def _heading_length(words: int) -> list[Evidence]:
    if words <= 7:
        return [Evidence(1.1, "it is a few words")]
    if words <= 12:
        return [Evidence(0.6, "it is a short line")]
    return [Evidence(-1.6, "it is long for a heading")] if words > 18 else []


def _heading_end(text: str, words: int) -> Evidence:
    if text.endswith(("?", "？")) and words <= 16:
        return Evidence(0.3, "it asks a question")
    if shapes.ends_sentence(text):
        return Evidence(-1.7, "it ends as a sentence does")
    if text.endswith((":", "：", ":—", ":–", ":-")):
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


def _false_friends(block: Block) -> tuple[tuple[bool, float, str], ...]:
    """What short lines that are no headings show: whether this one does, how bad, in words."""
    text = block.text
    quoted = text[:1] in shapes.QUOTE_OPENERS and text[-1:] not in shapes.CLOSERS
    return (
        (read_timestamp(text) is not None, -2.0, "it is a date"),
        (URL.search(text) is not None, -2.5, "it holds an address"),
        (SPEAKER_LABEL.match(text) is not None, -0.8, "it opens like a speaker's turn"),
        (quoted, -1.0, "it opens a quotation"),
        (". " in text[4:], -0.8, "there is a full stop inside it"),
        (text[:1] in "(–—-[", -1.6, "it opens with a dash or a bracket"),
        (len(block.lines) > 2, -1.0, "it runs over several lines"),
        (read_byline(text, bare=False) is not None, -2.0, "it is worded as a byline"),
        (_CLOCK.match(text) is not None, -1.5, "it opens with a time of day"),
        (shapes.table_gaps(text) > 0, -1.5, "blanks set it in columns"),
        (shapes.letter_share(text) < 0.6, -2.0, "much of it is signs and not letters"),
        ("|" in text or "\\" in text, -1.5, "it looks like code or a table"),
    )


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
    if copy.prose[below]:
        return [Evidence(0.9, "running text stands under it")]
    if role in ("aside", "rule", "byline", "timestamp"):
        return [Evidence(-1.0, "no text stands under it")]
    if role is None and not shapes.NUMBER_WORD.match(copy.blocks[index].text):
        return [Evidence(-0.9, "what stands under it is as short as itself")]
    return []
