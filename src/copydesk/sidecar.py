"""The file beside a text that keeps what a person says of its lines: `article.txt.roles.toml`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from copydesk.corrections import Correction, Corrections, read_correction
from copydesk.errors import CorrectionError
from copydesk.files import read_bytes

SUFFIX = ".roles.toml"

_KEY = "sha256"
_TABLE = "lines"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Row(Struct, frozen=True):
    """A line of a sidecar: what is said, a note for the reader, and whether it counts yet."""

    correction: Correction
    note: str
    counts: bool = False


def sidecar_of(path: Path) -> Path:
    """Where the corrections of the text at `path` are kept."""
    return path.with_name(path.name + SUFFIX)


def find_corrections(path: Path, *, unmarked: bool = False) -> Corrections | None:
    """What the sidecar of `path` says; None where there is none. `unmarked` allows it to have no
    mark of the text yet.

    Raises `CorrectionError` where it cannot be understood, `SourceError` where it cannot be read.
    """
    sidecar = sidecar_of(path)
    if not sidecar.is_file():
        return None
    data = read_bytes(sidecar)
    try:
        found = read_sidecar(data, unmarked=unmarked)
    except CorrectionError as error:
        error.path = sidecar
        raise
    by = os.fsencode(sidecar.name).decode("utf-8", "replace")
    return Corrections(tuple(replace(item, by=by) for item in found.items), found.fingerprint)


def read_sidecar(data: bytes, *, unmarked: bool = False) -> Corrections:
    """The corrections in the sidecar `data` (TOML 1.0). Raises `CorrectionError`."""
    import tomllib  # noqa: PLC0415 # only where there is a sidecar

    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CorrectionError(
            f"is no TOML: {error}", cure='write each line once, as in 12 = "heading 2"'
        ) from None
    unknown = sorted(found.keys() - {_KEY, _TABLE})
    if unknown:
        raise CorrectionError(
            f"{unknown[0]!r} means nothing here", cure=f"put lines under [{_TABLE}]"
        )
    mark, lines = found.get(_KEY), found.get(_TABLE, {})
    if not (mark is None and unmarked) and not (isinstance(mark, str) and _SHA256.fullmatch(mark)):
        raise CorrectionError(
            f"has no {_KEY} of the text that it is for", cure="--write-roles puts it in"
        )
    if not isinstance(lines, dict):
        raise CorrectionError(f"{_TABLE} is no table", cure=f"write [{_TABLE}] above the lines")
    items: list[Correction] = []
    for place, words in lines.items():
        if not isinstance(words, str):
            raise CorrectionError(
                "what it is stands in quotes", place=f"at {place}", cure='as in 12 = "heading 2"'
            )
        try:
            items.append(read_correction(place, words))
        except CorrectionError as error:
            error.place = f'at {place} = "{words}"'  # no line of this file
            raise
    return Corrections(tuple(sorted(items, key=lambda item: item.first)), mark)


def sidecar_text(intro: Iterable[str], mark: str, rows: Iterable[Row]) -> str:
    """A sidecar for the text whose fingerprint is `mark`.

    `intro` and the notes are printable lines. A row that does not count yet stands as a comment.
    """
    made = [*(f"# {line}".rstrip() for line in intro), f'{_KEY} = "{mark}"', "", f"[{_TABLE}]"]
    for row in rows:
        said = sidecar_line(row.correction)
        made.append(f"{'' if row.counts else '# '}{said:<26}  # {row.note}".rstrip())
    return "\n".join(made) + "\n"


def sidecar_line(correction: Correction) -> str:
    """A correction as a sidecar holds it."""
    return f'{correction.place} = "{correction.words}"'
