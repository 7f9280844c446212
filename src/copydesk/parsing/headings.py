"""Headings, by their shape, by what stands around them, and by what the others look like."""

from __future__ import annotations

from collections import Counter

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Call, Copy, Evidence, probability
from copydesk.parsing.dates import read_timestamp
from copydesk.parsing.notices import URL
from copydesk.parsing.speech import SPEAKER_LABEL


def find_headings(copy: Copy) -> None:
    """Headings, by their own shape, by what stands around them, and by what the others look like."""
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
    words = len(text.split()) if not shapes.has_cjk(text) else len(text) // 3
    found: list[Evidence] = []
    if words <= 7:
        found.append(Evidence(1.1, "it is a few words"))
    elif words <= 12:
        found.append(Evidence(0.6, "it is a short line"))
    elif words > 18:
        found.append(Evidence(-1.6, "it is long for a heading"))
    if text.endswith(("?", "？", ";")) and words <= 16 and not text.endswith(";"):
        found.append(Evidence(0.3, "it asks a question"))
    elif shapes.ends_sentence(text):
        found.append(Evidence(-1.7, "it ends as a sentence does"))
    elif shapes.ends_open(text):
        found.append(Evidence(-2.5, "it breaks off"))
    elif text.endswith((":", "：")):
        found.append(Evidence(-1.6, "it ends with a colon, as what introduces something does"))
    else:
        found.append(Evidence(0.7, "it has no full stop"))
    if block.underline:
        found.append(Evidence(4.0, "it is underlined"))
    if shapes.NUMBER_WORD.match(text):
        found.append(Evidence(3.0, "it is numbered as a part or a chapter"))
    elif shapes.SECTION_NUMBER.match(text) and words <= 14:
        found.append(Evidence(1.0, "it is numbered"))
    elif shapes.BARE_NUMERAL.fullmatch(text):
        found.append(
            Evidence(1.0 if block.before and block.after else -1.0, "it is a number alone")
        )
    if copy.layout.cased:
        found += _heading_case(copy, text)
    if read_timestamp(text):
        found.append(Evidence(-2.0, "it is a date"))
    if URL.search(text):
        found.append(Evidence(-2.5, "it holds an address"))
    if SPEAKER_LABEL.match(text) and not text[:1].isdigit():
        found.append(Evidence(-0.8, "it opens like a speaker's turn"))
    if text[:1] in shapes.QUOTE_OPENERS and text[-1:] not in shapes.CLOSERS:
        found.append(Evidence(-1.0, "it opens a quotation"))
    if ". " in text[4:]:
        found.append(Evidence(-0.8, "there is a full stop inside it"))
    if text[:1] in "(–—-[":
        found.append(Evidence(-1.6, "it opens with a dash or a bracket"))
    if len(block.lines) > 2:
        found.append(Evidence(-1.0, "it runs over several lines"))
    return found


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
    block = copy.blocks[index]
    found: list[Evidence] = []
    if not copy.layout.separated and block.before and block.after:
        found.append(Evidence(1.4, "blank lines stand above and below it, which is rare here"))
    elif block.before > copy.usual_gap and block.before > block.after:
        found.append(Evidence(0.7, "it has more space above than the paragraphs"))
    elif copy.layout.separated and not (block.before and block.after):
        found.append(Evidence(-0.5, "no blank line sets it off"))
    if copy.layout.first_indent and block.indent == copy.layout.base_indent:
        found.append(Evidence(0.8, "it is not set in as paragraphs are"))
    elif copy.layout.first_indent and block.indent >= copy.layout.first_indent:
        found.append(Evidence(-1.0, "it is set in as a paragraph is"))
    following = index + 1
    if following >= len(copy.blocks) or copy.role(following) == "end-mark":
        found.append(Evidence(-3.0, "nothing stands under it"))
    elif copy.prose[following]:
        found.append(Evidence(0.9, "running text stands under it"))
    elif copy.role(following) == "item":
        found.append(Evidence(0.0, "a list stands under it"))
    elif copy.role(following) in ("aside", "rule", "byline", "timestamp"):
        found.append(Evidence(-1.0, "no text stands under it"))
    elif copy.role(following) is None and not shapes.NUMBER_WORD.match(block.text):
        found.append(Evidence(-0.9, "what stands under it is as short as itself"))
    if index and copy.blocks[index - 1].text.endswith(":"):
        found.append(Evidence(-1.3, "the line above introduces it"))
    if index and copy.role(index - 1) == "quote" and len(block.text.split()) <= 8:
        found.append(Evidence(-1.0, "it may say whose the words above are"))
    if index and copy.prose[index - 1]:
        found.append(Evidence(0.3, "running text stands above it"))
    if copy.typical and copy.typical < 1.6 * len(block.text):
        found.append(Evidence(-1.0, "it is about as long as the paragraphs"))
    return found
