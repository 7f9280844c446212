"""Typographic quotes, apostrophes, dashes and ellipses as a transform of copydesk."""

from __future__ import annotations

from copydesk.hooks import TransformSpec, hookimpl

COPYDESK_API = 2


@hookimpl
def register_transforms() -> list[TransformSpec]:
    """The transform `smartypants`."""
    return [
        TransformSpec(
            name="smartypants",
            summary="straight quotes and dashes to typographic ones, or back",
            transform="copydesk_smartypants.transform:Smartypants",
        )
    ]
