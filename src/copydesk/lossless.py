"""The proof that nothing is lost: leaves and discards, put together again, are the input."""

from __future__ import annotations

from bisect import bisect_left

from copydesk.errors import CopydeskError
from copydesk.tree import Code, Discard, Document, Preformatted, Rule, Text
from copydesk.walk import walk


def restore(document: Document) -> str:
    """The decoded source of `document`, code point for code point.

    Raises `CopydeskError` where leaves and discards do not cover the source exactly once: the tree
    was made by hand, or changed since it was read.
    """
    discards = document.source.discards
    starts = [discard.span.start for discard in discards]
    pieces: list[tuple[int, int, str]] = []
    inside = [False] * len(discards)
    for node in walk(document):
        match node:
            case Text() | Code() | Preformatted() | Rule():
                if node.span is None:
                    raise CopydeskError("a leaf has no span; only what was read can be restored")
                first = bisect_left(starts, node.span.start)
                last = bisect_left(starts, node.span.end)
                inside[first:last] = [True] * (last - first)
                text = _fill(node.value, node.span.start, discards[first:last])
                pieces.append((node.span.start, node.span.end, text))
            case _:
                pass
    pieces += [
        (discard.span.start, discard.span.end, discard.text)
        for discard, held in zip(discards, inside, strict=True)
        if not held
    ]
    pieces.sort(key=lambda piece: piece[:2])
    position = 0
    for start, end, text in pieces:
        if start != position or len(text) != end - start:
            raise CopydeskError(f"code points {position}–{start} lie in no leaf, or in two")
        position = end
    if position != document.source.length:
        raise CopydeskError(f"code points {position}–{document.source.length} lie in no leaf")
    return "".join(text for _, _, text in pieces)


def _fill(value: str, start: int, discards: tuple[Discard, ...]) -> str:
    """`value` with what was discarded inside it put back; `start` is where it begins."""
    if not discards:
        return value
    parts: list[str] = []
    taken = 0
    position = start
    for discard in discards:
        until = taken + discard.span.start - position
        parts += (value[taken:until], discard.text)
        taken = until + len(discard.shown)
        position = discard.span.end
    parts.append(value[taken:])
    return "".join(parts)
