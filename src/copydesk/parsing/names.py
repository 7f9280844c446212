"""What a call is called where people read and write it."""

from __future__ import annotations

from copydesk.corrections import CopyRole
from copydesk.parsing.calls import Call, Role
from copydesk.tree import AsideRole

Kind = tuple[Role, AsideRole | None]

KINDS: dict[CopyRole, Kind] = {
    "headline": ("headline", None),
    "deck": ("deck", None),
    "byline": ("byline", None),
    "dateline": ("dateline", None),
    "date": ("timestamp", None),
    "slug": ("slug", None),
    "heading": ("heading", None),
    "paragraph": ("paragraph", None),
    "speech": ("speech", None),
    "block-quote": ("quote", None),
    "attribution": ("attribution", None),
    "list-item": ("item", None),
    "verse": ("verse", None),
    "preformatted": ("preformatted", None),
    "rule": ("rule", None),
    "end-mark": ("end-mark", None),
    "related": ("aside", "related"),
    "credit": ("aside", "credit"),
    "caption": ("aside", "caption"),
    "correction": ("aside", "correction"),
    "contributor": ("aside", "contributor"),
    "rights": ("aside", "rights"),
    "editors-note": ("aside", "editors-note"),
    "boilerplate": ("aside", "boilerplate"),
}
"""The role and the detail of a call, by the name that a person says."""

_NAMES = {kind: name for name, kind in KINDS.items()}


def name_of(call: Call) -> CopyRole:
    """The name of what a block is taken for."""
    return _NAMES[call.role, call.detail]
