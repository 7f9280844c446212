"""What a block is taken for, and the evidence for it; and what is known of a copy so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from math import exp
from statistics import median
from typing import Literal, TypeAlias

from msgspec import Struct

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.datelines import DatelineParts
from copydesk.parsing.layout import Layout
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


_LONGEST_RECURRING = 120
_VOCABULARY = 200
"""How many blocks are read to learn which words are no names."""
_AROUND_WORDS = "\"'“”„‘’«»()[].,;:!?…—–-_*"
_ENOUGH_TEXT = 1500
"""How much text tells whether words come back."""


class Evidence(Struct, frozen=True, gc=False):
    """One observation: positive weights speak for the role, negative ones against it."""

    weight: float
    words: str


class Call(Struct, frozen=True, gc=False):
    """What a block is taken for. `confidence` is 0 to 1; `detail` is an aside's role.

    `speaker` is who speaks; an empty one says that a byline names nobody.
    `dateline` is what a lead opens with. `level` is a heading's where it is fixed, else 0.
    `said`: a person says so.
    """

    role: Role
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    detail: AsideRole | None = None
    speaker: str | None = None
    dateline: DatelineParts | None = None
    level: int = 0
    said: bool = False


class Copy:
    """The blocks of one copy and the calls made so far."""

    def __init__(self, blocks: Sequence[Block], layout: Layout) -> None:
        self.blocks = blocks
        self.layout = layout
        self.calls: list[Call | None] = [None] * len(blocks)
        self.prose = [_is_prose(block) for block in blocks]
        lengths = [len(b.text) for b, prose in zip(blocks, self.prose, strict=True) if prose]
        self.typical = median(lengths) if lengths else 0
        self.caps_share = sum(shapes.all_caps(b.text) for b in blocks) / max(1, len(blocks))
        self._recurring = Counter(
            shapes.without_digits(b.text) for b in blocks if len(b.text) <= _LONGEST_RECURRING
        )
        gaps = Counter(block.before for block in blocks[1:])
        self._stems: dict[int, frozenset[str]] = {}
        self._folded: dict[int, str] = {}
        self.usual_gap = gaps.most_common(1)[0][0] if gaps else 0

    def recurrence(self, index: int) -> int:
        """How many blocks read as this one does, page numbers aside; 1 for a numbered part."""
        text = self.blocks[index].text
        count = self.times(index)
        if count > 1 and (shapes.NUMBER_WORD.match(text) or len(text.split()) < 3):
            return 1
        return count

    def label_recurs(self, index: int) -> bool:
        """Whether another short block opens with the same words and a colon."""
        label, colon, _ = self.blocks[index].text.partition(":")
        return bool(colon) and self._labels[label] > 1

    @cached_property
    def _labels(self) -> Counter[str]:
        parts = (
            block.text.partition(":")
            for block in self.blocks
            if len(block.text) <= _LONGEST_RECURRING
        )
        return Counter(label for label, colon, _ in parts if colon and len(label) <= 30)

    def times(self, index: int) -> int:
        """How many short blocks read as this one does, numbers aside."""
        text = self.blocks[index].text
        return (
            self._recurring[shapes.without_digits(text)] if len(text) <= _LONGEST_RECURRING else 0
        )

    @cached_property
    def bullets(self) -> Counter[str]:
        """How many blocks open with each bullet."""
        return Counter(block.bullet for block in self.blocks)

    @cached_property
    def last_text(self) -> int:
        """The last block that is running text, an entry of a list, or of a kind already called."""
        kinds = ("item", "verse", "preformatted", "quote", "paragraph")
        return max(
            (i for i in range(len(self.blocks)) if self.prose[i] or self.role(i) in kinds),
            default=-1,
        )

    @cached_property
    def _said(self) -> str:
        """The words of the copy, with a blank on either side of each."""
        texts = " ".join([block.text for block in self.blocks[:_VOCABULARY]])
        return f" {' '.join(texts.split())} "

    def has_common_words(self, text: str) -> bool:
        """Whether two or more words of `text`, or its only ones, are written small elsewhere: they
        are no names.
        """
        words = [word.lower() for word in shapes.WORD.findall(text) if len(word) > 2]
        enough = min(2, max(1, len(words) - 1))
        said = self._said
        common = (word for word in words if f" {word} " in said or f" {word}s " in said)
        return len(tuple(islice(common, enough))) == enough

    def comes_back(self, index: int) -> bool:
        """Whether half of the longer words of a block come back in the text under it."""
        return self.share_that_returns((index,), index) >= 0.5

    def share_that_returns(self, members: Sequence[int], last: int) -> float:
        """The share of the longer words of `members`, 0 to 1, that come back in the running text
        under the block `last`, whatever their endings.
        """
        stems = frozenset().union(*(self._stems_of(index) for index in members))
        words = frozenset([stem for stem in stems if len(stem) > 3])
        if not words:
            return 0.0
        missing, read = words, 0
        for index in range(last + 1, min(last + 13, len(self.blocks))):
            if self.prose[index]:
                folded = self._folded_text_of(index)
                if any(map(folded.__contains__, missing)):
                    missing = missing - self._stems_of(index)
                read += len(self.blocks[index].text)
            if read > _ENOUGH_TEXT or not missing:
                break
        return 1 - len(missing) / len(words)

    def _folded_text_of(self, index: int) -> str:
        if index not in self._folded:
            self._folded[index] = self.blocks[index].text[:_ENOUGH_TEXT].casefold()
        return self._folded[index]

    def _stems_of(self, index: int) -> frozenset[str]:
        if index not in self._stems:
            words = self._folded_text_of(index).split()
            bare = [word.strip(_AROUND_WORDS)[:5] for word in words if len(word) > 3]
            self._stems[index] = frozenset(bare)
        return self._stems[index]

    def run_length(self, index: int) -> int:
        """How many short blocks stand under each other without a blank line, this one included."""
        return self._runs[index]

    @cached_property
    def _runs(self) -> list[int]:
        lengths: list[int] = []
        start = 0
        for index in range(1, len(self.blocks) + 1):
            if index < len(self.blocks) and not (
                self.blocks[index].before or self.prose[index] or self.prose[index - 1]
            ):
                continue
            lengths += [index - start] * (index - start)
            start = index
        return lengths

    def centred(self, index: int) -> bool:
        """Whether a block stands in the middle of the page."""
        margin = self.layout.margin
        lines = self.blocks[index].lines
        if margin < 40 or any(line.indent < self.layout.base_indent + 6 for line in lines):
            return False
        return all(abs(line.indent + line.width - margin) <= 8 for line in lines)

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
    return words > 22 or (words > 8 and (shapes.ends_sentence(text) or text.endswith(":")))


def probability(score: float) -> float:
    """A sum of evidence as a confidence, 0 to 1 (the logistic function)."""
    return round(1 / (1 + exp(-max(-30.0, min(30.0, score)))), 3)
