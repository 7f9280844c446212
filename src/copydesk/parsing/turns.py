"""Turns of an interview or a play: paragraphs that open with the name of who speaks."""

from __future__ import annotations

import re
from collections import Counter

from copydesk.parsing.calls import Call, Copy, Evidence
from copydesk.parsing.speech import SPEAKER_LABEL

_FEWEST_TURNS = 4


def _label(text: str) -> re.Match[str] | None:
    return SPEAKER_LABEL.match(text) if ":" in text or "：" in text else None


def find_turns(copy: Copy) -> None:
    """Paragraphs with a speaker: at least two names, each of which comes back, and four turns."""
    labels = {
        index: found["label"] for index in copy.free() if (found := _label(copy.blocks[index].text))
    }
    counts = Counter(labels.values())
    recurring = {label for label, count in counts.items() if count >= 2}
    if len(labels) < _FEWEST_TURNS or len(recurring) < 2:
        return
    for index, label in labels.items():
        if label in recurring:
            evidence = Evidence(1.0, f"it opens with {label}, who speaks {counts[label]} times")
            copy.calls[index] = Call("paragraph", 0.9, (evidence,), None, label)
