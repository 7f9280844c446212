"""What is said of the characters that no font has: how often each stands in a document, and where.

It is counted in the document and not while lines are set, for some text is set more than once: a
title in the contents and in the running head, a headline until its lines are even.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from copydesk.diagnostics import Diagnostic
from copydesk.exporters._sanitize import clean
from copydesk.exporters.pdf._use import clusters
from copydesk.tree import Code, Document, Preformatted, Span, Text
from copydesk.walk import walk

_NAMED = 20
"""So many characters are named, the others counted."""


def missing_glyphs(document: Document, missing: Collection[str]) -> Iterator[Diagnostic]:
    """What to report of the characters that are `missing`, a `missing-glyph` each."""
    if not missing:
        return
    counts: Counter[str] = Counter()
    places: dict[str, Span | None] = {}
    for node in walk(document):
        if isinstance(node, Text | Code | Preformatted):
            _count(node, missing, counts, places)
    for char in missing:  # a title that was given, and words that a format prints
        counts[char] = counts[char] or 1
    named = list(counts)[:_NAMED]
    for char in named:
        yield Diagnostic(
            "missing-glyph",
            f"no font has {_name(char)} ({_times(counts[char])}); a mark stands in its place",
            span=places.get(char),
        )
    if len(counts) > len(named):
        count = sum(counts.values()) - sum(counts[char] for char in named)
        yield Diagnostic(
            "missing-glyph",
            f"no font has {len(counts) - len(named)} more characters ({count} in all);"
            " a mark stands in the place of each",
        )


def _count(
    node: Text | Code | Preformatted,
    missing: Collection[str],
    counts: Counter[str],
    places: dict[str, Span | None],
) -> None:
    span = node.span
    exact = span is not None and span.end - span.start == len(node.value)
    at = 0
    for cluster in clusters(clean(node.value)):
        if cluster in missing:
            counts[cluster] += 1
            if cluster not in places:
                place = span
                if exact and span is not None:
                    place = Span(span.start + at, span.start + at + len(cluster))
                places[cluster] = place
        at += len(cluster)


def _name(char: str) -> str:
    codes = " ".join(f"U+{ord(part):04X}" for part in char)
    composed = unicodedata.normalize("NFC", char)
    return f"{codes} {unicodedata.name(composed, 'unnamed character')}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
