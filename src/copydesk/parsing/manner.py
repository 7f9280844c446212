"""How the headings of a copy are worded, and whether a line is worded as they are."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from copydesk.parsing import shapes


class Manner(Struct, frozen=True, gc=False):
    """How the likely headings are worded; `length` is half of them at most, in characters.

    `capitalised`, `small`: word by word, or the first word and names alone. `asking`: as questions.
    """

    length: int = 0
    capitalised: bool = False
    small: bool = False
    asking: bool = False


_FEWEST_ALIKE = 3


def read_manner(texts: Sequence[str], *, cased: bool) -> Manner:
    """How the likely headings `texts` are worded; nothing is said of fewer than three."""
    if len(texts) < _FEWEST_ALIKE:
        return Manner()
    titled = [share >= _TITLED for share in map(_title_share, texts) if share >= 0]
    asking = sum(text.endswith(("?", "？")) for text in texts)
    told = cased and len(titled) >= _FEWEST_ALIKE
    return Manner(
        sorted(map(len, texts))[len(texts) // 2],
        told and sum(titled) >= 0.75 * len(titled),
        told and sum(titled) <= 0.25 * len(titled),
        asking >= 0.75 * len(texts),
    )


_TITLED = 0.7


def _title_share(text: str) -> float:
    """The share of longer words behind the first that are capitalised; -1 where that says nothing,
    as of few words or of capitals alone.
    """
    rest = text.partition(" ")[2]
    if len(rest.split()) < 2 or shapes.all_caps(text):
        return -1.0
    return shapes.title_share(rest)


def unlike(text: str, manner: Manner) -> list[str]:
    """What tells the words of a candidate from those of the likely headings."""
    found: list[str] = []
    share = _title_share(text) if manner.capitalised or manner.small else -1.0
    if share >= 0:
        if manner.capitalised and share < _TITLED:
            found.append("the headings are capitalised word by word, and it is not")
        elif manner.small and share >= _TITLED:
            found.append("it is capitalised word by word, and the headings are not")
        else:
            found.append("it is capitalised as the headings are")
    if manner.asking:
        asks = text.endswith(("?", "？"))
        found.append("it asks, as the headings do" if asks else "the headings ask, and it does not")
    if manner.length and len(text) > 2 * manner.length + 20:
        found.append("it is much longer than the headings")
    return found
