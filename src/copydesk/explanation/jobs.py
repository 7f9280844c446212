"""What the command does with a job whose input is to be explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from copydesk.corrections import Correction, Corrections, fingerprint
from copydesk.errors import CorrectionError, SourceError
from copydesk.explanation import Explanation, explain
from copydesk.explanation.roles import roles
from copydesk.formats import FormatSpec
from copydesk.parsing.source import decode
from copydesk.pipeline import corrections_for, refit
from copydesk.plan import DEFAULT_READER, Job
from copydesk.sidecar import find_corrections

PAGE = FormatSpec(
    name="page",
    suffixes=(".explain.html", ".html", ".htm"),
    media_type="text/html",
    summary="what each line was taken for and why, side by side",
    exporter="",  # it is no format of documents: it shows how one was read
)
"""The page of `--explain=page`, as a plan sees it."""


class FirstSidecar(NamedTuple):
    """A sidecar, how many corrections of an older one are in it, and whether the text changed."""

    content: str
    kept: int
    changed: bool


def explained(
    job: Job, data: bytes, encoding: str | None, said: Sequence[Correction] = ()
) -> Explanation:
    """Why `data`, the input of `job`, is read as it is.

    Raises `SourceError` where it is no copy, `CorrectionError` where corrections do not fit.
    """
    return _explained(job, data, encoding, corrections_for(job.source, job.reader, said))


def first_sidecar(
    job: Job, data: bytes, encoding: str | None, said: Sequence[Correction] = ()
) -> FirstSidecar:
    """A sidecar for the input of `job`, with `said` and what an older one says. Raises as above."""
    found = (job.source and find_corrections(job.source, unmarked=True)) or Corrections()
    kept = Corrections(found.overruled_by(said).items)
    explanation = _explained(job, data, encoding, kept)
    kept = Corrections(tuple(_placed(item, explanation) for item in kept.items))
    changed = found.fingerprint not in (None, fingerprint(explanation.text))
    return FirstSidecar(roles(explanation, kept), len(kept.items), changed)


def _placed(item: Correction, explanation: Explanation) -> Correction:
    """`item` with the lines of the block that it is about, where a line stands for it."""
    if not item.whole:
        return item
    block = next(
        each for each in explanation.decisions if each.first_line <= item.first <= each.last_line
    )
    return replace(item, first=block.first_line, last=block.last_line, whole=False)


def _explained(
    job: Job, data: bytes, encoding: str | None, corrections: Corrections | None
) -> Explanation:
    if job.reader.name != DEFAULT_READER:
        raise SourceError(
            f"{job.reader.name} is not parsed as copy, so that there is nothing to explain",
            path=job.name,
        )
    decoded = decode(data, encoding=encoding, name=job.name)
    try:
        return explain(
            decoded.text,
            name=job.name,
            path=job.source,
            encoding=decoded.encoding,
            corrections=corrections,
        )
    except CorrectionError as error:
        raise refit(error, job.source) from None
