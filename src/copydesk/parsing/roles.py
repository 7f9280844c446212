"""Fourth stage: what each block is, with the evidence for and against it.

Roles that a block shows by itself (a rule, a byline, a bullet) come first; the headline and the
headings come last, because they are a matter of the whole copy: headings of one level look alike,
stand over text, and are few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp
from statistics import median
from typing import Literal, TypeAlias

from msgspec import Struct

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.credits import find_dateline, read_byline, read_timestamp
from copydesk.parsing.layout import Layout
from copydesk.parsing.notices import URL, find_notice
from copydesk.parsing.speech import SPEAKER_LABEL, find_speech
from copydesk.tree import AsideRole

Role: TypeAlias = Literal[
    "headline",
    "deck",
    "byline",
    "dateline",
    "timestamp",
    "slug",
    "heading",
    "paragraph",
    "quote",
    "speech",
    "attribution",
    "item",
    "verse",
    "preformatted",
    "rule",
    "end-mark",
    "aside",
]


class Evidence(Struct, frozen=True, gc=False):
    """One observation: positive weights speak for the role, negative ones against it."""

    weight: float
    words: str


class Call(Struct, frozen=True, gc=False):
    """What a block is taken for. `confidence` is 0 to 1; `detail` is an aside's role."""

    role: Role
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    detail: AsideRole | None = None
    speaker: str | None = None


def assign(blocks: Sequence[Block], layout: Layout) -> list[Call]:
    """One call for each block."""
    copy = _Copy(blocks, layout)
    for stage in (_marks, _notices, _lists, _preformatted, _headline, _credits, _headings, _quotes):
        stage(copy)
    return [call or _PARAGRAPH for call in copy.calls]


_PARAGRAPH = Call("paragraph", 0.9, (Evidence(1.0, "it is ordinary running text"),))


class _Copy:
    """The blocks of one copy and the calls made so far."""

    def __init__(self, blocks: Sequence[Block], layout: Layout) -> None:
        self.blocks = blocks
        self.layout = layout
        self.calls: list[Call | None] = [None] * len(blocks)
        self.prose = [_is_prose(block) for block in blocks]
        lengths = [len(b.text) for b, prose in zip(blocks, self.prose, strict=True) if prose]
        self.typical = median(lengths) if lengths else 0
        self.caps_share = sum(shapes.all_caps(b.text) for b in blocks) / max(1, len(blocks))
        gaps = Counter(block.before for block in blocks[1:])
        self.usual_gap = gaps.most_common(1)[0][0] if gaps else 0

    def free(self) -> list[int]:
        """Indexes of the blocks without a call."""
        return [index for index, call in enumerate(self.calls) if call is None]

    def call(self, index: int, role: Role, confidence: float, *words: str) -> None:
        """Take a block for `role`."""
        self.calls[index] = Call(role, confidence, tuple(Evidence(1.0, word) for word in words))

    def role(self, index: int) -> Role | None:
        """The role that a block has so far."""
        if not 0 <= index < len(self.blocks):
            return None
        call = self.calls[index]
        return call.role if call else None


def _is_prose(block: Block) -> bool:
    """Whether a block reads as running text: long, or a sentence."""
    text = block.text
    if len(text) > 160:
        return True
    words = len(text.split())
    if shapes.has_cjk(text):
        return len(text) > 40 or (shapes.ends_sentence(text) and len(text) > 15)
    return shapes.ends_sentence(text) and words > 8 or words > 22


# --- roles that a block shows by itself ----------------------------------------------------------


def _marks(copy: _Copy) -> None:
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


def _notices(copy: _Copy) -> None:
    """Links to other stories, credits, rights, notes of the desk."""
    for index in copy.free():
        notice = find_notice(copy.blocks[index].text)
        if notice:
            role, words = notice
            copy.calls[index] = Call("aside", 0.9, (Evidence(1.0, words),), role)


def _lists(copy: _Copy) -> None:
    """Entries with bullets, and numbered ones that stand among their like."""
    free = [i for i in copy.free() if copy.blocks[i].bullet or copy.blocks[i].number]
    for index in free:
        block = copy.blocks[index]
        if block.bullet:
            siblings = _siblings(copy, index, lambda other, mark=block.bullet: other.bullet == mark)
            dash = block.bullet in "–—-*+"
            spoken = block.bullet in "–—-" and shapes.ends_sentence(block.text) and not siblings
            if siblings or not dash or (index and copy.blocks[index - 1].text.endswith(":")):
                copy.call(index, "item", 0.95, f"it opens with the bullet {block.bullet}")
            elif not spoken:
                copy.call(index, "item", 0.7, f"it opens with {block.bullet}, though alone")
        elif _is_numbered_item(copy, index):
            copy.call(index, "item", 0.85, f"it is one of a run of entries numbered {block.number}")


def _siblings(copy: _Copy, index: int, alike: object) -> int:
    """How many of the two neighbouring blocks on either side are `alike`."""
    assert callable(alike)
    near = (*range(max(0, index - 2), index), *range(index + 1, min(len(copy.blocks), index + 3)))
    return sum(bool(alike(copy.blocks[i])) for i in near)


def _ordinal(mark: str) -> int | None:
    bare = mark.strip("().")
    if bare.isdigit():
        return int(bare)
    if len(bare) == 1 and bare.isalpha() and bare.isascii():
        return ord(bare.lower()) - ord("a") + 1
    return None


def _is_numbered_item(copy: _Copy, index: int) -> bool:
    """Whether a numbered block is a list entry: its neighbour carries the number beside its own.

    Numbered headings count as well, but text stands between them.
    """
    block = copy.blocks[index]
    ordinal = _ordinal(block.number)
    if ordinal is None:
        return False
    for step in (-1, 1):
        other = index + step
        # An entry may run over a second paragraph.
        for reach in range(2):
            beside = other + step * reach
            if not 0 <= beside < len(copy.blocks):
                break
            found = _ordinal(copy.blocks[beside].number)
            if found == ordinal + step and _same_mark(block.number, copy.blocks[beside].number):
                if reach == 0:
                    return True
                if copy.prose[index] and copy.prose[beside]:
                    return True
    return False


def _same_mark(one: str, other: str) -> bool:
    return one.strip("0123456789abcdefghijklmnopqrstuvwxyz") == other.strip(
        "0123456789abcdefghijklmnopqrstuvwxyz"
    )


def _preformatted(copy: _Copy) -> None:
    """Tables and drawings: neighbouring lines with columns of blanks."""
    for index in copy.free():
        block = copy.blocks[index]
        if len(block.lines) == 1 and len(shapes.TABLE_GAP.findall(block.text)) >= 2:
            beside = [i for i in (index - 1, index + 1) if 0 <= i < len(copy.blocks)]
            if any(shapes.TABLE_GAP.search(copy.blocks[i].text) for i in beside):
                copy.call(index, "preformatted", 0.85, "runs of blanks set it in columns")


# --- the head -------------------------------------------------------------------------------------


def _headline(copy: _Copy) -> None:
    """The headline: the first block or, under a link to more, the last."""
    free = copy.free()
    if not free:
        return
    first, last = free[0], free[-1]
    best: tuple[float, int, list[Evidence]] | None = None
    if len(free) > 1:
        trailing = [
            *_headline_shape(copy, last),
            *_trailing(copy, first, last),
        ]
        best = (sum(item.weight for item in trailing), last, trailing)
    for index in free[:3]:
        if index > first + 3 or (index != first and copy.prose[first]):
            break
        leading = [*_headline_shape(copy, index), *_leading(copy, first, index)]
        score = sum(item.weight for item in leading)
        if best is None or score > best[0]:
            best = (score, index, leading)
    if best and best[0] > 0:
        score, index, evidence = best
        copy.calls[index] = Call("headline", _probability(score), tuple(evidence))


def _headline_shape(copy: _Copy, index: int) -> list[Evidence]:
    block = copy.blocks[index]
    text = block.text
    found: list[Evidence] = []
    if len(text) > 220:
        found.append(Evidence(-6.0, "it is too long for a headline"))
    elif len(text) > 140:
        found.append(Evidence(-1.5, "it is long for a headline"))
    else:
        found.append(Evidence(0.8, "it is as short as headlines are"))
    if shapes.ends_sentence(text) and not text.endswith(("?", "!", "？", "！")):
        found.append(Evidence(-1.6, "it ends with a full stop"))
    if text.endswith((",", ";")):
        found.append(Evidence(-2.0, "it breaks off"))
    if copy.layout.cased and shapes.starts_lower(text):
        found.append(Evidence(-1.5, "it starts with a small letter"))
    if block.underline:
        found.append(Evidence(2.5, "it is underlined"))
    if shapes.all_caps(text) and copy.caps_share < 0.5:
        found.append(Evidence(1.0, "it is in capitals"))
    if find_dateline(text):
        found.append(Evidence(-3.0, "it opens with a dateline"))
    if read_timestamp(text):
        found.append(Evidence(-4.0, "it is a date"))
    if (
        text.lower().startswith(("by ", "von ", "par ", "por "))
        and read_byline(text, bare=False) is not None
    ):
        found.append(Evidence(-4.0, "it is a byline"))
    if URL.fullmatch(text):
        found.append(Evidence(-4.0, "it is an address"))
    if copy.typical and len(text) > 0.9 * copy.typical:
        found.append(Evidence(-1.5, "it is as long as the paragraphs are"))
    return found


def _leading(copy: _Copy, first: int, index: int) -> list[Evidence]:
    found = [Evidence(1.0, "it stands first")]
    if index != first:
        found = [Evidence(0.2 - 0.5 * (index - first), "it stands near the top")]
    following = index + 1
    if following < len(copy.blocks):
        after = copy.blocks[following]
        if read_byline(after.text, bare=True) is not None or read_timestamp(after.text):
            found.append(Evidence(1.5, "a byline or a date stands under it"))
        elif copy.prose[following]:
            found.append(Evidence(0.6, "running text follows"))
        if find_dateline(after.text):
            found.append(Evidence(0.8, "a lead with a dateline follows"))
    else:
        found.append(Evidence(-3.0, "nothing follows"))
    return found


def _trailing(copy: _Copy, first: int, last: int) -> list[Evidence]:
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


def _credits(copy: _Copy) -> None:
    """Bylines, timestamps, slugs and the deck, which stand near the headline."""
    top = next((i for i, call in enumerate(copy.calls) if call and call.role == "headline"), None)
    lead = next((i for i in copy.free() if copy.prose[i]), len(copy.blocks))
    for index in copy.free():
        block = copy.blocks[index]
        near = index <= lead and (top is None or top > lead or index - top <= 5)
        stamp = read_timestamp(block.text)
        if stamp and (near or index >= len(copy.blocks) - 3 or _opens(block.text, "upd", "pub")):
            copy.call(index, "timestamp", 0.93, "it is a date and nothing else")
            continue
        authors = read_byline(block.text, bare=_byline_place(copy, index, top))
        if authors is not None and (near or index >= len(copy.blocks) - 3):
            words = "it says by whom" if authors else "it is worded as a byline"
            copy.call(index, "byline", 0.92, words)
    if top is None or top > lead:
        return
    for index in copy.free():
        block = copy.blocks[index]
        if index < top and len(block.text) < 80 and not copy.prose[index]:
            copy.call(index, "slug", 0.6, "it is a short line above the headline")
    deck = top + 1
    if (
        copy.role(deck) is None
        and deck < len(copy.blocks)
        and len(copy.blocks[deck].text) < 260
        and copy.role(deck + 1) in ("byline", "timestamp")
        and not find_dateline(copy.blocks[deck].text)
    ):
        copy.call(deck, "deck", 0.8, "it stands between the headline and the byline")


def _opens(text: str, *starts: str) -> bool:
    return text[:12].lower().startswith(starts)


def _byline_place(copy: _Copy, index: int, top: int | None) -> bool:
    """Whether a bare name at `index` would be a byline: directly below the headline or its deck."""
    if top is None or not 0 < index - top <= 2:
        return False
    if index - top == 2 and copy.role(top + 1) is None and not copy.prose[top + 1]:
        return False
    following = index + 1
    return following < len(copy.blocks) and (
        copy.prose[following] or read_timestamp(copy.blocks[following].text) is not None
    )


# --- headings -------------------------------------------------------------------------------------


def _headings(copy: _Copy) -> None:
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
        if sure and others >= 2 and -1.0 < score:
            found[index].append(Evidence(0.8, "it looks like the other headings"))
        elif len(sure) >= 3 and styles[style] <= 1 and sum(styles.values()) >= 4:
            found[index].append(Evidence(-0.7, "it looks unlike the other headings"))
        total = sum(item.weight for item in found[index])
        if total > 0:
            copy.calls[index] = Call("heading", _probability(total), tuple(found[index]))
    _thin_out(copy)


def _thin_out(copy: _Copy) -> None:
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


def _heading_evidence(copy: _Copy, index: int) -> list[Evidence]:
    block = copy.blocks[index]
    found = [Evidence(-1.2, "most blocks are no headings")]
    found += _heading_words(copy, block)
    found += _heading_place(copy, index)
    return found


def _heading_words(copy: _Copy, block: Block) -> list[Evidence]:
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
        found.append(Evidence(-0.9, "it ends with a colon"))
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


def _heading_case(copy: _Copy, text: str) -> list[Evidence]:
    if shapes.all_caps(text) and copy.caps_share < 0.5 and len(text) > 3:
        return [Evidence(1.8, "it is in capitals and the text is not")]
    if shapes.starts_lower(text):
        return [Evidence(-2.2, "it starts with a small letter")]
    if shapes.title_share(text) >= 0.8 and len(text.split()) >= 3:
        return [Evidence(0.5, "its words are capitalised")]
    return []


def _heading_place(copy: _Copy, index: int) -> list[Evidence]:
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


# --- quotations -----------------------------------------------------------------------------------


def _quotes(copy: _Copy) -> None:
    """Indented quotations, the lines that say whose they are, verse, direct speech."""
    base = copy.layout.base_indent
    for index in copy.free():
        block = copy.blocks[index]
        if (
            copy.layout.wrapped
            and not copy.layout.first_indent
            and block.indent >= base + 2
            and all(line.indent >= base + 2 for line in block.lines)
            and block.before
            and _beside_text(copy, index)
        ):
            copy.call(index, "quote", 0.8, "it is set in from the running text on every line")
    for index in copy.free():
        block = copy.blocks[index]
        text = block.text
        if copy.role(index - 1) == "quote" and text[:1] in "–—-" and len(text) < 90:
            copy.call(index, "attribution", 0.85, "it opens with a dash under a quotation")
        elif speech := find_speech(text):
            enough = speech.share >= 0.5 and speech.speaker is not None
            whole = speech.share >= 0.95 and len(text.split()) >= 12
            if enough or whole:
                evidence = [Evidence(speech.share, f"{speech.share:.0%} of it is direct speech")]
                if speech.speaker:
                    evidence.append(Evidence(1.0, f"it names {speech.speaker} as the speaker"))
                copy.calls[index] = Call(
                    "speech", 0.85 if enough else 0.65, tuple(evidence), None, speech.speaker
                )


def _beside_text(copy: _Copy, index: int) -> bool:
    """Whether text at the usual edge stands above, quotations between aside."""
    above = index - 1
    while above >= 0 and copy.role(above) == "quote":
        above -= 1
    return above >= 0 and copy.blocks[above].indent <= copy.layout.base_indent + 1


def _probability(score: float) -> float:
    return round(1 / (1 + exp(-max(-30.0, min(30.0, score)))), 3)
