"""What the command does with a job whose input is to be explained: it is read as a conversion reads
it, and the decisions are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from copydesk.corrections import Correction, Corrections, fingerprint
from copydesk.diagnostics import Diagnostic
from copydesk.errors import SourceError
from copydesk.explanation import Explanation
from copydesk.explanation.roles import roles
from copydesk.formats import FormatSpec
from copydesk.lossless import restore
from copydesk.parsing import Decision, analyze
from copydesk.pipeline import Origin, Streams, read_bytes_of, read_document, read_job
from copydesk.plan import DEFAULT_READER, Job
from copydesk.readers.text import TextReader
from copydesk.sidecar import find_corrections
from copydesk.tree import Document

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


class _Reading:
    """A job being read, with all that is said of it."""

    def __init__(self, job: Job, origin: Origin) -> None:
        if job.reader.name != DEFAULT_READER:
            raise SourceError(
                f"{job.reader.name} is not parsed as copy, so that there is nothing to explain",
                path=job.name,
            )
        self._job = job
        self.origin = replace(origin, reader=TextReader(self._parse))
        self._decisions: tuple[Decision, ...] = ()
        self.findings: list[Diagnostic] = []

    def _parse(
        self, text: str, *, name: str | None, encoding: str, corrections: Corrections | None
    ) -> tuple[Document, tuple[Diagnostic, ...]]:
        found = analyze(text, name=name, encoding=encoding, corrections=corrections)
        self._decisions = found.decisions
        return found.document, found.diagnostics

    def explanation(self, document: Document) -> Explanation:
        return Explanation(
            self._job.name,
            self._job.source,
            document.source.encoding,
            restore(document),
            document.metadata,
            self._decisions,
            tuple(self.findings),
        )


def explained(
    job: Job,
    origin: Origin,
    streams: Streams,
    *,
    metadata: Mapping[str, object] | None = None,
    corrections: Sequence[Correction] = (),
) -> Explanation:
    """Why the input of `job` is read as it is: as `read_job` reads it.

    Raises `SourceError` where it is no copy, `CorrectionError` where corrections do not fit.
    """
    reading = _Reading(job, origin)
    document = read_job(
        job,
        reading.origin,
        streams,
        reading.findings.append,
        metadata=metadata,
        corrections=corrections,
    )
    return reading.explanation(document)


def first_sidecar(
    job: Job, origin: Origin, streams: Streams, corrections: Sequence[Correction] = ()
) -> FirstSidecar:
    """A sidecar for the input of `job`, with `corrections` and what an older one says.

    Raises as `explained` does.
    """
    found = (job.source and find_corrections(job.source, unmarked=True)) or Corrections()
    kept = Corrections(found.overruled_by(corrections).items)
    reading = _Reading(job, origin)
    data = read_bytes_of(job, streams)
    document = read_document(data, reading.origin, reading.findings.append, job.source, kept)
    explanation = reading.explanation(document)
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
