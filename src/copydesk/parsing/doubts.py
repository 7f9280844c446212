"""How sure each call is: the share of calls like it that were right on labelled copy.

Roles are decided before, and with other measures: the decision asks which role fits best, this
asks how often such a block in such a copy was read rightly, its boundaries included. Weights are
learned by `scripts/fit_doubts.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log

from copydesk.parsing import shapes
from copydesk.parsing.blocks import Block
from copydesk.parsing.calls import Call, Evidence, Role, probability
from copydesk.parsing.doubt_weights import WEIGHTS
from copydesk.parsing.layout import Layout

DOUBTFUL = 0.7
"""A call that is less sure than this is doubtful."""

_GROUPS: dict[Role, str] = {
    "paragraph": "text",
    "speech": "text",
    "attribution": "text",
    "heading": "heading",
    "headline": "headline",
    "quote": "quote",
    "item": "item",
}
"""Roles for which the same observation means the same; the other roles are one group."""

_WORDS = {
    "short": "it is short and has no full stop",
    "breaks": "it breaks off",
    "lower": "it starts with a small letter, as if it went on from above",
    "lower-below": "what follows starts with a small letter, as if it went on",
    "tight": "no blank line parts it from what is above",
    "tight-below": "no blank line parts it from what is below",
    "number": "it opens with a number",
    "bullet": "it opens with the mark of a list",
    "sign": "it opens with a sign",
    "signs": "much of it is signs and not letters",
    "columns": "blanks set it in columns",
    "among-short": "it stands among other short lines",
    "introduced": "the line above introduces it",
    "digits": "it is short and holds a number",
    "one-line": "it is a line of its own where lines are wrapped",
    "above-heading": "a heading follows",
    "under-heading": "it stands right under a heading",
    "beside-item": "it stands beside an entry of a list",
    "disorder": "many paragraphs here end without a full stop",
}
"""What speaks against a call, for people; the rest is the measure of how it was made."""

_WORTH_SAYING = -0.25
_MANY = 0.35
"""The share from which on paragraphs are said to be many."""

_SHORT = 90
_LONG = 160

Observed = dict[str, float]


class Doubts:
    """The calls on one copy, looked at again."""

    def __init__(self, blocks: Sequence[Block], calls: Sequence[Call], layout: Layout) -> None:
        self._blocks = blocks
        self._calls = calls
        self._layout = layout
        ended = [shapes.ends_sentence(block.text) for block in blocks]
        self._ended = ended
        self._short = [
            len(block.text) <= _SHORT and not end for block, end in zip(blocks, ended, strict=True)
        ]
        text = [end for call, end in zip(calls, ended, strict=True) if _group(call) == "text"]
        self._disorder = text.count(False) / max(1, len(text))
        self._shortness = sum(self._short) / max(1, len(blocks))

    def sure(self, index: int) -> tuple[float, tuple[Evidence, ...]]:
        """How sure the call on a block is, from 0 to 1, and what speaks against it."""
        call = self._calls[index]
        observed = self.observe(index)
        group = _group(call)
        against: tuple[Evidence, ...] = ()
        if group not in ("heading", "headline"):  # their own evidence says it all
            against = tuple(
                Evidence(weight, _WORDS[name])
                for key, value in observed.items()
                if (name := key.partition(":")[2]) in _WORDS
                and (weight := WEIGHTS.get(key, 0.0) * value) < _WORTH_SAYING
                and value > _MANY
            )
        if f"role:{call.role}" not in WEIGHTS:  # too rare to have been learned
            return call.confidence, against
        return probability(score(observed, WEIGHTS)), against

    def observe(self, index: int) -> Observed:
        """What can be seen of the call on a block, each by its name and how much of it there is."""
        call = self._calls[index]
        group = _group(call)
        found: Observed = {f"role:{call.role}": 1.0}
        found.update((f"{group}:{name}", value) for name, value in self._measures(call))
        if group != "other":
            names = (*self._shape(index), *self._marks(index), *self._place(index))
            found.update((f"{group}:{name}", 1.0) for name in names)
        return found

    def _measures(self, call: Call) -> Iterator[tuple[str, float]]:
        yield "disorder", self._disorder
        yield "shortness", self._shortness
        if call.role in ("heading", "headline"):
            yield "score", _logit(call.confidence) - 2
        elif call.confidence < 0.8:
            yield "unsure", 1.0

    def _shape(self, index: int) -> Iterator[str]:
        block = self._blocks[index]
        text = block.text
        if self._short[index]:
            yield "short"
        elif not self._ended[index] and not text.endswith((":", "：")):
            yield "breaks"
        if self._layout.cased and shapes.starts_lower(text):
            yield "lower"
        if len(text) > _LONG:
            yield "long"

    def _marks(self, index: int) -> Iterator[str]:
        block = self._blocks[index]
        text = block.text
        if shapes.SECTION_NUMBER.match(text) or block.number or shapes.NUMBER_WORD.match(text):
            yield "number"
        if block.bullet:
            yield "bullet"
        elif not text[:1].isalnum() and text[:1] not in shapes.OPENERS:
            yield "sign"
        if shapes.letter_share(text[:400]) < 0.75:
            yield "signs"
        if shapes.table_gaps(text):
            yield "columns"
        if len(text) < 40 and any(map(str.isdigit, text)):
            yield "digits"
        if block.underline:
            yield "underlined"
        if block.depth:
            yield "marked"

    def _place(self, index: int) -> Iterator[str]:
        block, layout = self._blocks[index], self._layout
        above, below = index - 1, index + 1
        last = len(self._blocks) - 1
        if layout.separated and index and not block.before:
            yield "tight"
        if layout.separated and index < last and not block.after:
            yield "tight-below"
        if len(block.lines) == 1 and layout.wrapped and not layout.doubled:
            yield "one-line"
        if index and self._blocks[above].text.endswith(":"):
            yield "introduced"
        if (
            index < last
            and layout.cased
            and _group(self._calls[below]) == "text"
            and shapes.starts_lower(self._blocks[below].text)
        ):
            yield "lower-below"
        if index < 4:
            yield "top"
        if index > last - 3:
            yield "foot"
        near = [i for i in (above, below) if 0 <= i <= last]
        if near and all(self._short[i] for i in near):
            yield "among-short"
        roles = [self._calls[i].role for i in near]
        if "item" in roles:
            yield "beside-item"
        if index < last and self._calls[below].role == "heading":
            yield "above-heading"
        if index and self._calls[above].role == "heading":
            yield "under-heading"


def score(observed: Observed, weights: Mapping[str, float]) -> float:
    """The sum of what was observed, each with its weight."""
    return sum(weights.get(name, 0.0) * value for name, value in observed.items())


def _group(call: Call) -> str:
    return _GROUPS.get(call.role, "other")


def _logit(share: float) -> float:
    share = min(0.995, max(0.005, share))
    return log(share / (1 - share))
