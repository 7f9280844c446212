"""What copydesk asks of every output format."""

from __future__ import annotations

from collections.abc import Iterable

import reading

from copydesk.testing import ExporterConformance


class TestNitf(ExporterConformance):
    format = "nitf"

    def extract_text(self, data: bytes) -> str:
        return reading.nitf_text(data)

    def extract_links(self, data: bytes) -> Iterable[str]:
        return reading.nitf_links(data)


class TestNinjs(ExporterConformance):
    """With the whole head in the body, since the properties of JSON have no order."""

    format = "ninjs"
    options = {"header": True}  # noqa: RUF012 # the kit declares it as a ClassVar

    def extract_text(self, data: bytes) -> str:
        return reading.ninjs_text(data)

    def extract_links(self, data: bytes) -> Iterable[str]:
        return reading.ninjs_links(data)
