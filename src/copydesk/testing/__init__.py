"""What authors of plugins test with: conformance kits, documents, and random documents.

    from copydesk.testing import ExporterConformance

    class TestWords(ExporterConformance):
        format = "words"

        def extract_text(self, data: bytes) -> str:
            return data.decode()

Needs pytest and hypothesis, which are imported when a kit is, and never in a run of the command.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.testing.documents import every_node
    from copydesk.testing.exporter import ExporterConformance
    from copydesk.testing.reader import ReaderConformance
    from copydesk.testing.transform import TransformConformance

__all__ = ["ExporterConformance", "ReaderConformance", "TransformConformance", "every_node"]

_HOMES = {
    "ExporterConformance": "exporter",
    "ReaderConformance": "reader",
    "TransformConformance": "transform",
    "every_node": "documents",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name not in ("pytest", "hypothesis"):
            raise
        raise ImportError(
            f"copydesk.testing.{name} needs {error.name}; pip install pytest hypothesis"
        ) from error
