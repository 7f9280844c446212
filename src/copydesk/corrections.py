"""What a person says of a copy that the parser read otherwise: which lines are what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

from copydesk.errors import CorrectionError
from copydesk.tree import AsideRole

CopyRole: TypeAlias = (
    Literal[
        "headline",
        "deck",
        "byline",
        "dateline",
        "date",
        "slug",
        "heading",
        "paragraph",
        "speech",
        "block-quote",
        "attribution",
        "list-item",
        "verse",
        "preformatted",
        "rule",
        "end-mark",
    ]
    | AsideRole
)
"""What lines of a copy can be, by the names that `--explain` prints and a sidecar is written in."""

Shape: TypeAlias = Literal["join", "split"]

ROLES: tuple[CopyRole, ...] = tuple(
    role for part in get_args(CopyRole) for role in (get_args(part) or (part,))
)

DEEPEST_HEADING = 6


class Correction(Struct, frozen=True, gc=False):
    """What the lines from `first` to `last`, counted from 1 and both included, are.

    `role` is None where only `shape` is said: `join` makes one block of all the lines, `split` a
    block of each; otherwise blocks stay as they were found, cut at both ends of the lines.
    `level` is that of a heading. `whole`: not line `first` alone is meant, but the block it is in.
    `by` names the file or the option that says so, where there is one.

    Raises `CorrectionError` for what cannot be said.
    """

    first: int
    last: int
    role: CopyRole | None = None
    level: int | None = None
    shape: Shape | None = None
    whole: bool = False
    by: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise CorrectionError(
                f"{self.first}-{self.last} are no lines of a text", cure="they count from 1"
            )
        if self.role is None and self.shape is None:
            raise CorrectionError("nothing is said", place=f"line {self.place}")
        if self.role is not None and self.role not in ROLES:
            raise CorrectionError(
                f"{self.role!r} is no role", place=f"line {self.place}", cure=_suggest(self.role)
            )
        if self.level is not None and not (
            self.role == "heading" and 1 <= self.level <= DEEPEST_HEADING
        ):
            raise CorrectionError(
                f"only a heading has a level, and it is 1 to {DEEPEST_HEADING}",
                place=f"line {self.place}",
            )

    @property
    def place(self) -> str:
        """The lines as a sidecar names them."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def words(self) -> str:
        """What is said of them, as in a sidecar: `join heading 2`."""
        parts = (self.shape, self.role, self.level)
        return " ".join(str(part) for part in parts if part is not None)


class Corrections(Struct, frozen=True, gc=False):
    """All that is said of one copy. With a `fingerprint` it is refused for any other text.

    Raises `CorrectionError` where two corrections are of one line.
    """

    items: tuple[Correction, ...] = ()
    fingerprint: str | None = None

    def __post_init__(self) -> None:
        items = sorted(self.items, key=lambda item: item.first)
        for above, below in pairwise(items):
            if below.first <= above.last:
                raise CorrectionError(
                    f"lines {above.place} and {below.place} overlap", cure="say each line once"
                )

    def fitting(self, text: str) -> Corrections:
        """These, for `text`, without the fingerprint that it has been held against.

        Raises `CorrectionError` where they were made for another text.
        """
        if self.fingerprint and (now := fingerprint(text)) != self.fingerprint:
            raise CorrectionError(
                "the corrections are for another text, or it was changed after they were made "
                f"(its SHA-256 was {self.fingerprint[:8]}… and is {now[:8]}…)"
            )
        return Corrections(self.items)

    def overruled_by(self, others: Iterable[Correction]) -> Corrections:
        """These and `others`, which count where both speak of one line or of the headline."""
        others = tuple(others)
        headline = any(other.role == "headline" for other in others)
        kept = (
            item
            for item in self.items
            if not (headline and item.role == "headline")
            and not any(item.first <= o.last and o.first <= item.last for o in others)
        )
        items = sorted((*kept, *others), key=lambda item: item.first)
        return Corrections(tuple(items), self.fingerprint)


def read_correction(place: str, words: str) -> Correction:
    """The correction that `words` say of the lines `place`: (`12-14`, `join heading 2`).

    Raises `CorrectionError`.
    """
    first, last = read_lines(place)
    left = words.lower().replace("-", " ").replace("_", " ").split()
    shape: Shape | None = None
    if left and left[0] in get_args(Shape):
        shape = "join" if left.pop(0) == "join" else "split"
    level = int(left.pop()) if left and left[-1].isdecimal() else None
    name = "-".join(left)
    role = next((role for role in ROLES if role == name), None)
    if role is None and (name or not shape):
        raise CorrectionError(f"{words!r} is no role", place=f"line {place}", cure=_suggest(name))
    return Correction(first, last, role, level, shape)


def read_lines(place: str) -> tuple[int, int]:
    """The first and the last line of `12` or `12-14`. Raises `CorrectionError`."""
    first, dash, last = (part.strip() for part in place.partition("-"))
    numbers = (first, last if dash else first)
    if all(part.isdecimal() and part.isascii() and len(part) <= 9 for part in numbers):
        found = int(numbers[0]), int(numbers[1])
        if 1 <= found[0] <= found[1]:
            return found
    raise CorrectionError(
        f"{place!r} is no line of a text", cure="lines are named as in 12 or 12-14, from 1"
    )


def fingerprint(text: str) -> str:
    """The SHA-256 of a text's lines (FIPS 180-4), in hexadecimal.

    A byte-order mark and the kind of line end make no difference: lines keep their numbers.
    """
    from hashlib import sha256  # noqa: PLC0415 # for texts with corrections alone

    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = lines.removesuffix("\n")
    return sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def _suggest(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 # needed on a failure only

    near = get_close_matches(name, ROLES, n=1)
    return f"{f'did you mean {near[0]}? ' if near else ''}The roles are {', '.join(ROLES)}"
