"""PDF/A-2a: the archive option of the PDF exporter."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from PIL import Image, ImageCms

from copydesk.exporters.pdf._colour import srgb_profile
from copydesk.formats import Context
from copydesk.testing.documents import every_node, paragraph
from copydesk.testing.strategies import documents
from copydesk.tree import Document, Headline, Metadata, Section, Text
from pdf_reading import export, page_texts
from validators import pdf_ua

LONG_WORDS = "Extraordinarily characteristically disproportionately misunderstood words. " * 80
ODD = Document(
    Metadata(title="\ue000 odd"),
    head=(Headline((Text("\ue000 odd"),)),),
    body=(paragraph("cafe\u0301 雨 ﬁne a\u200bb \ufeff \ue000\U000f0001 soft\xad y"),),
)
DIVIDED = Document(
    Metadata(title="T", authors=("A", "B"), keywords=("k",), language="en"),
    body=(Section(1, (Text("One"),), (paragraph(LONG_WORDS),) * 4),),
)


def test_the_file_says_what_it_is() -> None:
    moment = datetime(2024, 3, 9, 12, 30, tzinfo=UTC)
    data, _ = export(
        every_node(), context=Context(lambda _: None, timestamp=moment), archive="true"
    )
    reader = pypdf.PdfReader(io.BytesIO(data))
    metadata = reader.root_object["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert reader.xmp_metadata is not None
    (intent,) = reader.root_object["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_data() == srgb_profile()


def test_other_files_do_not_say_so() -> None:
    reader = pypdf.PdfReader(io.BytesIO(export(every_node())[0]))
    assert "/OutputIntents" not in reader.root_object
    assert b"pdfaid" not in reader.root_object["/Metadata"].get_data()


def test_the_pages_are_the_same() -> None:
    plain, archived = export(DIVIDED)[0], export(DIVIDED, archive="true")[0]
    assert page_texts(plain) == page_texts(archived)
    assert export(DIVIDED, archive="true")[0] == archived


def test_the_profile_is_that_of_srgb() -> None:
    """A colour engine that has an sRGB of its own changes no colour."""
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(ours).strip() == "sRGB IEC61966-2.1"
    colours = bytes(range(0, 255, 5)) * 3
    image = Image.frombytes("RGB", (len(colours) // 3, 1), colours)
    turned = ImageCms.profileToProfile(image, ours, ImageCms.createProfile("sRGB"))
    assert turned is not None
    assert max(abs(a - b) for a, b in zip(turned.tobytes(), colours, strict=True)) <= 1


def test_private_characters_are_marked_and_reported() -> None:
    data, reported = export(ODD, archive="true")
    assert any("U+E000" in item.message for item in reported)
    assert "\ue000" not in "".join(page_texts(data))
    assert "\ue000" in "".join(page_texts(export(ODD)[0]))


@settings(max_examples=30, deadline=None)
@given(documents())
def test_any_document_stays_accessible(document: Document) -> None:
    assert pdf_ua(export(document, archive="true")[0]) == []


def test_verapdf_agrees(shared: Path, tmp_path: Path) -> None:
    check = shared / "tools" / "verapdf" / "check"
    if not check.exists():
        pytest.skip("veraPDF does not lie with the shared test data")
    made = {"every": every_node(), "divided": DIVIDED, "empty": Document(), "odd": ODD}
    for name, document in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(export(document, archive="true")[0])
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    for profile in ("2a", "ua1"):
        found = subprocess.run([str(check), profile, *files], capture_output=True, check=False)
        assert found.stdout.count(b"compliant=true") == len(made), found.stdout
