"""The published hypothesis strategies: what they make is valid, varied and hostile."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

from hypothesis import given, settings

from copydesk import tree
from copydesk.testing.strategies import blocks, documents, link_targets
from copydesk.tree import Document, Section
from copydesk.walk import plain_text, safe_target, validate, walk


@given(documents())
@settings(max_examples=200, deadline=None)
def test_every_document_is_valid(document: Document) -> None:
    assert validate(document) == []


@given(blocks(level=2))
@settings(max_examples=50, deadline=None)
def test_blocks_fit_into_a_section_of_their_level(children: tuple[tree.Block, ...]) -> None:
    inner = Section(2, (tree.Text("b"),), children)
    document = Document(body=(Section(1, (tree.Text("a"),), (inner,)),))
    assert validate(document) == []


@given(link_targets())
def test_link_targets_may_be_links(target: str) -> None:
    assert safe_target(target) == target


def test_documents_hold_every_node_and_what_breaks_formats() -> None:
    kinds: set[type[tree.Node]] = set()
    chars: set[str] = set()

    @given(documents())
    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    def collect(document: Document) -> None:
        kinds.update(map(type, walk(document)))
        chars.update(plain_text(document))

    collect()
    union: set[type[tree.Node]] = set(get_args(tree.AnyNode))
    assert union - kinds == set(), "nodes that no random document holds"
    hostile = set("\0\ud800<*\u202e\u2028\x1b&")
    assert hostile - chars == set(), "characters that no random document holds"


def test_only_the_strategies_import_hypothesis() -> None:
    code = (
        "import sys, copydesk, copydesk.testing, copydesk.testing.documents\n"
        "assert 'hypothesis' not in sys.modules, 'imported by more than the strategies'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
