"""Metadata that the user gives: checked first, then put in the place of what the text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec.structs import fields, replace

from copydesk.bcp47 import canonical
from copydesk.errors import OptionError
from copydesk.tree import Document, MetadataSpans
from copydesk.walk import safe_target

_SEVERAL = ("authors", "keywords")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_TAGS = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "portuguese": "pt",
    "italian": "it",
    "dutch": "nl",
    "czech": "cs",
    "polish": "pl",
    "russian": "ru",
    "greek": "el",
    "turkish": "tr",
    "arabic": "ar",
    "hebrew": "he",
    "persian": "fa",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "hindi": "hi",
    "thai": "th",
    "swedish": "sv",
    "danish": "da",
    "norwegian": "nb",
    "finnish": "fi",
    "hungarian": "hu",
    "romanian": "ro",
    "ukrainian": "uk",
}
"""What people write where a tag belongs."""
_NAMES = tuple(field.name for field in fields(MetadataSpans))


def check_metadata(
    values: Mapping[str, object], labels: Mapping[str, str] | None = None
) -> dict[str, object]:
    """`values` by field of `Metadata`, as a document carries them.

    None and what is empty say that there is none. `labels` are what the user calls the fields.

    Raises `OptionError` for a field that there is not, a date that is not ISO 8601, a language
    that is not BCP 47, and an address that is none of the web.
    """
    checked: dict[str, object] = {}
    for name, value in values.items():
        if name not in _NAMES:
            from difflib import get_close_matches  # noqa: PLC0415 # for a slip alone

            near = get_close_matches(name, _NAMES, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise OptionError(
                f"metadata has no field {name!r}", cure=f"{hint}It has {', '.join(_NAMES)}"
            )
        label = (labels or {}).get(name, name)
        checked[name] = _several(value, label) if name in _SEVERAL else _one(name, value, label)
    return checked


def override(document: Document, checked: Mapping[str, object]) -> Document:
    """`document` with metadata from `check_metadata`, which was read nowhere and has no span."""
    if not checked:
        return document
    found = document.metadata
    spans = replace(found.spans, **{n: () if n == "authors" else None for n in checked})
    return replace(document, metadata=replace(found, **checked, spans=spans))


def _several(value: object, label: str) -> tuple[str, ...]:
    if value is None:
        return ()
    given = [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
    return tuple(dict.fromkeys(text for each in given if (text := _text(each, label))))


def _one(name: str, value: object, label: str) -> str | None:
    if isinstance(value, date):  # a date-time is one too
        value = value.isoformat()
    text = _text(value, label) if value is not None else ""
    if not text:
        return None
    match name:
        case "published" | "updated":
            return _date(text, label)
        case "language":
            return _language(text, label)
        case "source_url":
            return _address(text, label)
        case _:
            return text


def _text(value: object, label: str) -> str:
    if not isinstance(value, str):
        raise OptionError(f"{label}: {value!r} is no text")
    # What a shell passes on may be no Unicode.
    return " ".join(value.encode("utf-8", "replace").decode().split())


def _date(text: str, label: str) -> str:
    try:
        if len(text) > 10:
            return datetime.fromisoformat(text).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        if _DATE.match(text):
            raise OptionError(
                f"{label} {text}: there is no such day or time",
                cure="as in 2024-03-09 or 2024-03-09T14:30:00+01:00",
            ) from None
        raise OptionError(
            f"{label} {text}: not a date of the form YYYY-MM-DD (ISO 8601)",
            cure="as in 2024-03-09 or 2024-03-09T14:30:00+01:00",
        ) from None


def _language(text: str, label: str) -> str:
    tag = canonical(text)
    if tag is None:
        near = _TAGS.get(text.lower()) or canonical(text.partition(".")[0].replace("_", "-"))
        raise OptionError(
            f"{label} {text}: not a language tag (BCP 47)",
            cure=f"did you mean {near}?" if near else "as in en, de-CH or zh-Hant",
        )
    return tag


def _address(text: str, label: str) -> str:
    address = safe_target(text)
    if address is None or address.lower().startswith("mailto:"):
        whole = f"https://{text}"
        near = ":" not in text and "." in text and safe_target(whole) is not None
        raise OptionError(
            f"{label} {text}: not an address of the web",
            cure=f"did you mean {whole}?" if near else "as in https://example.com/story",
        )
    return address
