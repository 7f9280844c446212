"""Language tags (BCP 47, which is RFC 5646): their shape, and how they are written."""

from __future__ import annotations

import re

# Section 2.1, less the irregular tags that are grandfathered.
_TAG = re.compile(
    "(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    "(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"
    "(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 63


def is_well_formed(tag: str) -> bool:
    """Whether `tag` has the shape of a language tag."""
    return len(tag) <= _LONGEST and _TAG.fullmatch(tag) is not None


def canonical(tag: str) -> str | None:
    """`tag` in the usual letters (`en-GB`, `zh-Hant-TW`; section 2.1.1), None where it is no tag.

    Languages have two letters or three: longer names are reserved, and none was ever registered.
    """
    found = _TAG.fullmatch(tag) if len(tag) <= _LONGEST else None
    if not found or len(found["language"].partition("-")[0]) > 3:
        return None
    parts = tag.lower().split("-")
    written = parts[:1]
    for part in parts[1:]:
        if len(written[-1]) == 1:  # what follows a singleton has no letters of its own
            return "-".join([*written, *parts[len(written) :]])
        written.append(_cased(part))
    return "-".join(written)


def _cased(part: str) -> str:
    """A script with its capital, a region in capitals, all else in small letters."""
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part
