"""Roles that a block shows by its own marks: rules, quoting, notices, list entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from copydesk.parsing import shapes
from copydesk.parsing.calls import Call, Copy, Evidence
from copydesk.parsing.notices import find_notice
from copydesk.parsing.numbering import steps
from copydesk.parsing.patterns import lazily

_LONGEST_LIST_WITHIN = 30
"""How many entries of a list within another are looked past for the next entry of that."""


def find_furniture_blocks(copy: Copy) -> None:
    """Page numbers, running heads and feet."""
    for index, block in enumerate(copy.blocks):
        if block.furniture:
            evidence = (Evidence(1.0, block.furniture),)
            copy.calls[index] = Call("aside", 0.9, evidence, "boilerplate")


def find_marks(copy: Copy) -> None:
    """Rules, end marks, quoting with `>`."""
    for index, block in enumerate(copy.blocks):
        text = block.text
        if shapes.END_MARK.fullmatch(text) and (
            index >= len(copy.blocks) - 4 or not shapes.RULE.fullmatch(text)
        ):
            copy.call(index, "end-mark", 0.97, "it is how copy says that it ends")
        elif shapes.RULE.fullmatch(text) and not text.isalnum():
            copy.call(index, "rule", 0.97, "it is drawn and not written")
        elif block.depth:
            copy.call(index, "quote", 0.97, "each line of it opens with the mark of quoting")


def find_notices(copy: Copy) -> None:
    """Links to other stories, credits, rights, notes of the desk."""
    for index in copy.free():
        notice = find_notice(copy.blocks[index].text)
        if notice:
            role, words = notice
            copy.calls[index] = Call("aside", 0.9, (Evidence(1.0, words),), role)


def find_lists(copy: Copy) -> None:
    """Entries with bullets, and numbered ones that stand among their like."""
    free = [i for i in copy.free() if copy.blocks[i].bullet or copy.blocks[i].number]
    spoken = _spoken_marks(copy, free)
    for index in copy.free():
        if words := copy.blocks[index].entry:
            copy.call(index, "item", 0.85, words)
    for index in free:
        block = copy.blocks[index]
        if copy.calls[index] or (block.bullet == "*" and block.text.endswith("*")):
            # A star at both ends is the side of a box.
            continue
        if block.bullet in spoken:
            if block.text.endswith(("?", "？")):
                copy.call(index, "paragraph", 0.8, "it opens with the dash of somebody who asks")
            continue
        if block.bullet:
            _find_bullet(copy, index)
        elif shapes.ordinal(block.number) == 1 and _introduced(copy, index):
            copy.call(index, "item", 0.75, "it is numbered, and the line above introduces it")
        elif _is_numbered_item(copy, index):
            copy.call(index, "item", 0.85, f"it is one of a run of entries numbered {block.number}")
    _find_left_out(copy, free)


def _find_left_out(copy: Copy, marked: list[int]) -> None:
    """Numbered entries between which numbers are left out."""
    for index in marked:
        if _counts_on(copy, index, -1):
            copy.call(index, "item", 0.75, "its number is above that of the entry before it")
    for index in reversed(marked):
        if _counts_on(copy, index, 1):
            copy.call(index, "item", 0.75, "its number is below that of the entry after it")


def _find_bullet(copy: Copy, index: int) -> None:
    block = copy.blocks[index]
    introduced = index > 0 and copy.blocks[index - 1].text.endswith(":")
    if _siblings(copy, index) or introduced or block.bullet not in "–—-*+_":
        copy.call(index, "item", 0.95, f"it opens with the bullet {block.bullet}")
    elif block.bullet in "*+" and _usual(copy, block.bullet):
        copy.call(index, "item", 0.85, f"it opens with {block.bullet}, as other entries do")
    elif block.bullet not in "–—_" and not shapes.ends_sentence(block.text):
        copy.call(index, "item", 0.6, f"it opens with {block.bullet}, though alone")


def _usual(copy: Copy, bullet: str) -> bool:
    """Whether lists of this copy open their entries with `bullet`."""
    return copy.bullets[bullet] > _FEWEST_ENTRIES


def _introduced(copy: Copy, index: int) -> bool:
    """Whether a short line with a colon stands above."""
    above = copy.blocks[index - 1].text if index else ""
    return above.endswith((":", "：")) and not copy.prose[index - 1]


_FEWEST_ENTRIES = 3
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_ASIDE = lazily(r"[,.!?…»”\"]\s?[-–—―]\s?[^\W\d_]|[?!…][»”\"]?\s(?=[a-zß-öø-ÿа-яё\u03ac-\u03ce])")
"""Where the speech in a turn stops and the story says who speaks, or goes on."""


def _spoken_marks(copy: Copy, marked: list[int]) -> set[str]:
    """Bullets that mark who speaks: those before questions with an answer under them, and dashes
    before the turns of a dialogue.
    """
    blocks = copy.blocks
    turns: defaultdict[str, list[int]] = defaultdict(list)
    for index in marked:
        if blocks[index].bullet:
            turns[blocks[index].bullet].append(index)
    found: set[str] = set()
    for mark, indexes in turns.items():
        asked = [index for index in indexes if blocks[index].text.endswith(("?", "？"))]
        answered = [i for i in asked if i + 1 < len(blocks) and not blocks[i + 1].bullet]
        asking = len(indexes) >= 3 and 2 * len(answered) >= len(indexes)
        if asking or (mark in _DASHES and _is_dialogue([blocks[index].text for index in indexes])):
            found.add(mark)
    return found


def _is_dialogue(turns: Sequence[str]) -> bool:
    """Whether what stands behind dashes is spoken: sentences, and some of them asked or with the
    speaker named behind a second dash.
    """
    ended = sum(shapes.ends_sentence(text) or text.endswith((",", ":", ";")) for text in turns)
    if len(turns) < 2 or ended < 0.8 * len(turns):
        return False
    aside = sum(_ASIDE.search(text) is not None for text in turns)
    asked = sum(text.endswith(("?", "!", "…", "...", "»", "”")) for text in turns)
    if aside >= max(1, 0.15 * len(turns)):
        return True
    # A hyphen is a list's mark in the first place.
    return turns[0][0] != "-" and 0.2 * len(turns) <= asked <= 0.85 * len(turns)


def _siblings(copy: Copy, index: int) -> int:
    """How many of the two neighbouring blocks on either side open with the same bullet."""
    near = (*range(max(0, index - 2), index), *range(index + 1, min(len(copy.blocks), index + 3)))
    return sum(copy.blocks[i].bullet == copy.blocks[index].bullet for i in near)


def _is_numbered_item(copy: Copy, index: int) -> bool:
    """Whether a numbered block is a list entry: its neighbour carries the number beside its own.

    Numbered headings count as well, but text stands between them.
    """
    block = copy.blocks[index]
    titled = shapes.all_caps(block.text) and copy.caps_share < 0.5
    for step in (-1, 1):
        # Capitals over entries of their own are a heading and not an entry.
        other = index + step if titled else _beyond_list(copy, index, step)
        # An entry may run over a second paragraph.
        for reach in range(2):
            beside = other + step * reach
            if not 0 <= beside < len(copy.blocks):
                break
            if step in steps(block.number, copy.blocks[beside].number).values():
                if reach == 0:
                    return True
                if copy.prose[index] and copy.prose[beside] and not titled:
                    return not _is_title_over(copy, min(index, beside))
    return False


_LONGEST_TITLE = 120


def _is_title_over(copy: Copy, index: int) -> bool:
    """Whether a numbered block is short beside the text under it, as titles that count up are."""
    length = len(copy.blocks[index].text)
    return length <= _LONGEST_TITLE and len(copy.blocks[index + 1].text) > 1.5 * length


def _beyond_list(copy: Copy, index: int, step: int) -> int:
    """The block beside the one at `index`, past the entries of a list within its own."""
    inner = copy.blocks[index].indent + 2
    beside = index + step
    for _ in range(_LONGEST_LIST_WITHIN):
        if not 0 <= beside < len(copy.blocks):
            break
        block = copy.blocks[beside]
        if block.indent < inner or not (block.number or block.bullet):
            break
        beside += step
    return beside


def _counts_on(copy: Copy, index: int, step: int) -> bool:
    """Whether a numbered block is a list entry though numbers are left out between it and the entry
    beside it, which is set as it is.
    """
    beside = index + step
    block = copy.blocks[index]
    if copy.calls[index] or not block.number or not 0 <= beside < len(copy.blocks):
        return False
    other, call = copy.blocks[beside], copy.calls[beside]
    gap = max(block, other, key=lambda one: one.lines[0].start).before
    entry = call is not None and call.role == "item" and other.indent == block.indent and not gap
    return entry and any(by * step > 0 for by in steps(block.number, other.number).values())
