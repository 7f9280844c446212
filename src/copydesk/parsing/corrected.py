"""Between roles and inlines: what a person says of lines, put in the place of what was found.

All is decided as if nobody had said anything, and then the calls on those lines are replaced. So
a correction never moves what another block is taken for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from copydesk.corrections import Correction, Corrections
from copydesk.errors import CorrectionError
from copydesk.parsing.blocks import Block, make_block
from copydesk.parsing.calls import Call, Evidence
from copydesk.parsing.lines import Line
from copydesk.parsing.names import KINDS
from copydesk.parsing.nesting import heading_levels
from copydesk.places import LineNumbers
from copydesk.tree import Document

_JOINED = ("headline", "deck")
"""What a copy has one of, so that all its lines are one."""

_BY_LINE = ("rule", "end-mark")
"""What each line is on its own."""

_LINES_AS_THEY_STAND = ("verse", "preformatted")
"""Where a line of signs under the text is text too."""

_LONGEST_SLUG = 80


class _Piece(Struct, frozen=True, gc=False):
    """A block or a part of one, its call, and the number of the correction it is under, or -1."""

    block: Block
    call: Call
    under: int = -1


def correct(
    blocks: Sequence[Block],
    calls: Sequence[Call],
    found: Document,
    corrections: Corrections,
    numbers: LineNumbers,
) -> tuple[list[Block], list[Call]]:
    """Blocks and calls with `corrections` put in their place.

    `found` is the document without them; its headings keep their levels. `numbers` are those of the
    lines that the corrections are about. Raises `CorrectionError`
    where a correction is of lines that hold no text, or two are of one block.
    """
    items = _placed(blocks, corrections, numbers)
    firsts = [item.first for item in items]
    pieces: list[_Piece] = []
    for block, call in zip(blocks, _with_levels(blocks, calls, found), strict=True):
        pieces += _cut(block, call, items, firsts, numbers)
    made: list[_Piece] = []
    for under, group in groupby(pieces, key=lambda piece: piece.under):
        members = list(group)
        made += members if under < 0 else _said(members, items[under], under, numbers)
    missing = set(range(len(items))) - {piece.under for piece in made}
    if missing:
        raise _no_text(items[min(missing)])
    if any(item.role == "headline" for item in items):
        made = _one_headline(made, items)
    return _spaced([piece.block for piece in made], blocks), [piece.call for piece in made]


def _no_text(item: Correction) -> CorrectionError:
    cure = f"look at {item.by}: {item.place} = {item.words}" if item.by else None
    place = f"line{'s' * (item.first != item.last)} {item.place}"
    return CorrectionError("there is no text", place=place, cure=cure)


def _placed(
    blocks: Sequence[Block], corrections: Corrections, numbers: LineNumbers
) -> tuple[Correction, ...]:
    """The corrections in their order, those of a whole block with its lines."""
    starts = [numbers.of(block.lines[0].start) for block in blocks]
    placed: list[Correction] = []
    for item in corrections.items:
        if item.whole:
            index = bisect_right(starts, item.first) - 1
            if index < 0 or item.first > numbers.of(_last(blocks[index]).start):
                raise _no_text(item)
            last = numbers.of(blocks[index].lines[-1].start)
            item = replace(item, first=starts[index], last=last, whole=False)  # noqa: PLW2901 # the same, said otherwise
        placed.append(item)
    return Corrections(()).overruled_by(Corrections(tuple(placed)).items).items


def _last(block: Block) -> Line:
    return block.underline or block.lines[-1]


def _cut(
    block: Block,
    call: Call,
    items: Sequence[Correction],
    firsts: Sequence[int],
    numbers: LineNumbers,
) -> Iterator[_Piece]:
    """The parts of a block that different corrections are about; mostly one, the block itself."""

    def under(line: Line) -> int:
        number = numbers.of(line.start)
        index = bisect_right(firsts, number) - 1
        return index if index >= 0 and number <= items[index].last else -1

    parts = [(key, list(lines)) for key, lines in groupby(block.lines, key=under)]
    underline = block.underline
    # A drawn line goes with the text above it unless it is spoken of by itself.
    if underline and under(underline) not in (-1, parts[-1][0]):
        parts.append((under(underline), [underline]))
        underline = None
    if len(parts) == 1 and underline is block.underline:
        yield _Piece(block, call, parts[0][0])
        return
    for index, (key, lines) in enumerate(parts):
        own = underline if index == len(parts) - 1 else None
        part = make_block(lines, 0, 0, own, header=block.header and not index)
        yield _Piece(part, call if not index else _rest(call), key)


def _rest(call: Call) -> Call:
    """The call on what goes on: who speaks and where from is said at the start."""
    return replace(call, speaker=None, dateline=None)


def _said(
    pieces: Sequence[_Piece], item: Correction, under: int, numbers: LineNumbers
) -> list[_Piece]:
    """What `item` makes of the blocks that it is about."""
    shape = item.shape
    if item.role in _BY_LINE:
        shape = "split"
    elif item.role in _JOINED and shape is None:
        shape = "join"
    if item.role in _LINES_AS_THEY_STAND:
        pieces = [_with_underline(piece) for piece in pieces]
    if shape == "split":
        pieces = [part for piece in pieces for part in _split(piece, item.last, numbers)]
    elif shape == "join" and len(pieces) > 1:
        lines = [line for piece in pieces for line in piece.block.lines]
        joined = make_block(lines, 0, 0, pieces[-1].block.underline, header=False)
        pieces = [_Piece(joined, pieces[0].call, under)]
    return [_Piece(piece.block, _call(piece.call, item), under) for piece in pieces]


def _call(call: Call, item: Correction) -> Call:
    """`call` as a person corrects it."""
    said = (Evidence(1.0, f"{_by(item)}: {item.place} = {item.words}"),)
    if item.role is None:
        return replace(call, confidence=1.0, evidence=said, said=True)
    role, detail = KINDS[item.role]
    if (role, detail) == (call.role, call.detail):
        return replace(
            call, confidence=1.0, evidence=said, level=item.level or call.level, said=True
        )
    return Call(role, 1.0, said, detail, level=item.level or 0, said=True)


def _by(item: Correction) -> str:
    return f"corrected by {item.by}" if item.by else "corrected"


def _with_underline(piece: _Piece) -> _Piece:
    block = piece.block
    if block.underline is None:
        return piece
    lines = (*block.lines, block.underline)
    return replace(piece, block=make_block(lines, 0, 0, None, header=False))


def _split(piece: _Piece, last: int, numbers: LineNumbers) -> Iterator[_Piece]:
    """A piece a line; a line drawn under it is one of them where `last` reaches so far."""
    block = piece.block
    spoken = block.underline is not None and numbers.of(block.underline.start) <= last
    lines = (*block.lines, block.underline) if spoken and block.underline else block.lines
    for index, line in enumerate(lines):
        own = block.underline if not spoken and index == len(lines) - 1 else None
        part = make_block([line], 0, 0, own, header=block.header and not index)
        yield replace(piece, block=part, call=_rest(piece.call) if index else piece.call)


def _one_headline(pieces: list[_Piece], items: Sequence[Correction]) -> list[_Piece]:
    """The headline is where a person says; what was taken for it above is a slug if it is short,
    and otherwise text.
    """
    said = next(
        index
        for index, piece in enumerate(pieces)
        if piece.under >= 0 and items[piece.under].role == "headline"
    )
    made: list[_Piece] = []
    for index, piece in enumerate(pieces):
        if piece.call.role == "headline" and piece.under < 0:
            slug = index < said and len(piece.block.text) <= _LONGEST_SLUG
            item = items[pieces[said].under]
            words = f"{_by(item)}: the headline is at line {item.first}"
            call = Call("slug" if slug else "paragraph", 0.5, (Evidence(1.0, words),))
            made.append(replace(piece, call=call))
        else:
            made.append(piece)
    return made


def _with_levels(blocks: Sequence[Block], calls: Sequence[Call], found: Document) -> Iterable[Call]:
    """`calls`, in which each heading has the level that it has in the document `found`."""
    levels = heading_levels(blocks, found)
    level = 0
    for index, call in enumerate(calls):
        if call.role == "heading":
            # A number and the title under it are one section.
            level = levels.get(index, level)
            yield replace(call, level=level)
        else:
            yield call


def _spaced(blocks: Sequence[Block], originals: Sequence[Block]) -> list[Block]:
    """`blocks`, in which the new ones know how many blank lines are around them."""
    known = set(map(id, originals))
    made: list[Block] = []
    for index, block in enumerate(blocks):
        if id(block) in known:
            made.append(block)
            continue
        top = _last(blocks[index - 1]).number if index else 0
        below = blocks[index + 1].lines[0].number if index + 1 < len(blocks) else 0
        before = max(0, block.lines[0].number - top - 1)
        after = max(0, below - _last(block).number - 1)
        made.append(replace(block, before=before, after=after))
    return made
