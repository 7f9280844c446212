"""Turns raw copy into documents that a publisher would ship.

    import copydesk

    document = copydesk.read("article.txt")
    copydesk.export(document, "epub", "article.epub")
    copydesk.convert("article.txt", "article.docx")

Nothing is imported before it is used: each name below is looked up when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module

from copydesk._version import __version__

TYPE_CHECKING = False  # as type checkers know it; to import typing for it takes half the time
if TYPE_CHECKING:
    from copydesk.api import convert, export, read, transform
    from copydesk.corrections import Correction, Corrections
    from copydesk.errors import (
        CollisionError,
        CopydeskError,
        CorrectionError,
        ExportError,
        FormatError,
        OptionError,
        OutputError,
        PluginError,
        SourceError,
        TransformError,
        UsageError,
    )
    from copydesk.lossless import restore
    from copydesk.parsing import parse
    from copydesk.plugins import load_registry
    from copydesk.tree import Document

__all__ = [
    "CollisionError",
    "CopydeskError",
    "Correction",
    "CorrectionError",
    "Corrections",
    "Document",
    "ExportError",
    "FormatError",
    "OptionError",
    "OutputError",
    "PluginError",
    "SourceError",
    "TransformError",
    "UsageError",
    "__version__",
    "convert",
    "export",
    "load_registry",
    "parse",
    "read",
    "restore",
    "transform",
]

_HOMES = {
    "Correction": "copydesk.corrections",
    "Corrections": "copydesk.corrections",
    "Document": "copydesk.tree",
    "convert": "copydesk.api",
    "export": "copydesk.api",
    "load_registry": "copydesk.plugins",
    "parse": "copydesk.parsing",
    "read": "copydesk.api",
    "restore": "copydesk.lossless",
    "transform": "copydesk.api",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES.get(name, "copydesk.errors")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
