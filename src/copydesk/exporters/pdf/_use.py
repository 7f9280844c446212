"""What a document makes of a face: words set in it, and the choice of a face by character."""

from __future__ import annotations

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, cast

from copydesk.exporters.pdf._face import FORBIDDEN, MARKS, Shaped
from copydesk.exporters.pdf._hyphens import Hyphenator, Widths

_CLUSTER = re.compile(".[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]*", re.DOTALL)


class Piece(NamedTuple):
    """A run of characters in one face; the width is in thousandths of an em."""

    use: Use
    width: float
    data: bytes


class Use(dict[str, "Shaped | None"]):
    """One document's use of a face: a dict of the words set in it, filled as they are asked for.

    None stands for a word that needs other faces: see `pieces`.
    """

    def __init__(self, resource: bytes, space: float, blank: bytes) -> None:
        super().__init__()
        self.resource = resource
        self.space = space
        self._blank = blank
        self._is_spaced = False
        self._mixed: dict[str, list[Piece]] = {}
        self._turned: dict[str, list[Piece]] = {}

    def __eq__(self, other: object) -> bool:
        """Two uses are the same only if they are one."""
        return self is other

    def __hash__(self) -> int:  # type: ignore[override] # a dict has none; this one is a value
        return id(self)

    @property
    def blank(self) -> bytes:
        """A space inside a TJ string; to ask for it is to draw it."""
        self._is_spaced = True
        return self._blank

    def shaped(self, words: Sequence[str]) -> list[Shaped] | None:
        """Words as they are set in the face; None where one of them needs others."""
        found = [self[word] for word in words]
        return None if None in found else cast("list[Shaped]", found)

    @property
    def is_drawn(self) -> bool:
        """Whether anything is set in the face."""
        return self._is_spaced or any(self.values())

    @property
    @abstractmethod
    def hyphen(self) -> float:
        """The width of the hyphen of a divided word."""

    @abstractmethod
    def part_widths(self, hyphenator: Hyphenator) -> Widths:
        """The widths of the parts of divided words."""

    @abstractmethod
    def choose(self, cluster: str) -> Use:
        """The use that shows a character, or a mark in its place, beside text in this face."""

    @abstractmethod
    def joins(self, cluster: str) -> bool:
        """Whether a character belongs to one before it that is set in this face."""

    @abstractmethod
    def takes(self, cluster: str, chosen: Use) -> bool:
        """Whether a character after one that is set in this face is better set in it, too, than in
        the `chosen` one.
        """

    @abstractmethod
    def set_clusters(self, clusters: Sequence[str]) -> Shaped:
        """Set characters for which this use was chosen."""

    @abstractmethod
    def set_backwards(self, clusters: Sequence[str]) -> list[Shaped]:
        """Set them from right to left: each by itself, as they are read."""

    def compose(self, text: str) -> list[Piece]:
        """Set text in this face, and in others where it has to be."""
        shaped = self[text]
        return self.pieces(text) if shaped is None else [Piece(self, *shaped)]

    def pieces(self, word: str) -> list[Piece]:
        """Set a word that this face alone cannot set."""
        return self._remembered(self._mixed, word, self._set_pieces)

    def backwards(self, text: str) -> list[Piece]:
        """Set text that runs from right to left: each character by itself, as they are read."""
        return self._remembered(self._turned, text, self._set_backwards)

    def _remembered(
        self, known: dict[str, list[Piece]], text: str, make: Callable[[str], list[Piece]]
    ) -> list[Piece]:
        found = known.get(text)
        if found is None:
            found = known[text] = make(text)
        return found

    def _set_pieces(self, word: str) -> list[Piece]:
        return [Piece(use, *use.set_clusters(run)) for use, run in self._runs(word)]

    def _set_backwards(self, text: str) -> list[Piece]:
        return [
            Piece(use, *shaped)
            for use, run in self._runs(text)
            for shaped in use.set_backwards(run)
        ]

    def _runs(self, text: str) -> list[tuple[Use, list[str]]]:
        found: list[tuple[Use, list[str]]] = []
        for cluster in clusters(text):
            if cluster == FORBIDDEN:
                continue
            last = found[-1][0] if found else None
            if last is not None and last.joins(cluster):
                found[-1][1].append(cluster)
                continue
            chosen = self.choose(cluster)
            if last is not None and chosen is not last and chosen.joins(cluster):
                # A mark that the face of its letter lacks: both from one face that has them.
                both = self.choose(found[-1][1][-1] + cluster)
                if both.joins(cluster):
                    letter = found[-1][1].pop()
                    if not found[-1][1]:
                        found.pop()
                    found.append((both, [letter, cluster]))
                    continue
            if last is not None and (chosen is last or last.takes(cluster, chosen)):
                found[-1][1].append(cluster)
            else:
                found.append((chosen, [cluster]))
        return found


def clusters(word: str) -> Iterator[str]:
    """Characters, each with its combining marks where the two have a composed form."""
    if word.isascii() or not MARKS.search(word):
        return iter(word)
    return chain.from_iterable(
        [found] if len(unicodedata.normalize("NFC", found)) == 1 else found
        for found in _CLUSTER.findall(word)
    )
