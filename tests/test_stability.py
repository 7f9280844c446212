"""What a reader would not notice changes nothing in the tree but its spans."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.stability import UNSEEN, WRAPPED, Change, outline
from test_parsing_properties import SAMPLES

SENTENCES = [
    "The ferry stays, said the council on Tuesday, and nobody in the hall was surprised by it.",
    "Kinder- und Jugendbücher fehlen, sagt die Leiterin der Bücherei, und zwar seit Jahren schon.",
    "The quarter that ended on Sept. 29 was the best one since the yard was built in 1954.",
    "More is at harbour.example.org/program/of-the-season-and-of-the-one-that-comes-after-it.",
    "“We had no choice,” Marta Ellison said, “and we would do the same again – at once.”",
    "L’été a été sec ; les pêcheurs s’inquiètent, et la mairie ne dit rien de ce qu’elle fera.",
]
"""What has gone wrong once: suspended hyphens, abbreviations before a number, long addresses."""


@pytest.mark.parametrize("change", (UNSEEN | WRAPPED).values(), ids=(UNSEEN | WRAPPED).keys())
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_keep_their_tree(sample: Path, change: Change) -> None:
    text = sample.read_text(encoding="utf-8")
    changed = change(text)
    if changed is not None:
        assert outline(changed) == outline(text)


def test_the_samples_can_be_wrapped() -> None:
    texts = [sample.read_text(encoding="utf-8") for sample in SAMPLES]
    for name, change in WRAPPED.items():
        wrapped = [text for text in texts if change(text) not in (None, text)]
        assert len(wrapped) >= 2, f"{name}: nothing is tried"


paragraph = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6).map(" ".join)
copies = st.lists(paragraph, min_size=3, max_size=8).map(
    lambda paragraphs: "The ferry stays\n\n" + "\n\n".join(paragraphs) + "\n"
)


@settings(deadline=None)
@given(copies, st.sampled_from(sorted(UNSEEN | WRAPPED)))
def test_paragraphs_keep_their_tree(text: str, name: str) -> None:
    changed = (UNSEEN | WRAPPED)[name](text)
    assert changed is not None
    assert outline(changed) == outline(text)


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN.keys())
def test_the_corpus_keeps_its_trees(shared: Path, change: Change) -> None:
    for path in sorted((shared / "corpus" / "dev").glob("*/*.txt"))[::9]:
        text = path.read_text(encoding="utf-8")
        changed = change(text)
        assert changed is not None
        assert outline(changed) == outline(text), path.name
