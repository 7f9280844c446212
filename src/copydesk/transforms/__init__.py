"""The built-in transforms, registered through the same hook as anyone's."""

from __future__ import annotations

from copydesk.hooks import TransformSpec, hookimpl


@hookimpl
def register_transforms() -> list[TransformSpec]:
    """Shift headings, drop asides, number sections, links as notes."""
    return [
        TransformSpec(
            name="shift-headings",
            summary="make all headings one level smaller, or larger",
            transform="copydesk.transforms.shift_headings:ShiftHeadings",
        ),
        TransformSpec(
            name="drop-asides",
            summary="leave out related links, boilerplate or other asides",
            transform="copydesk.transforms.drop_asides:DropAsides",
        ),
        TransformSpec(
            name="number-sections",
            summary="put 1, 1.1, 1.2 before the headings of sections",
            transform="copydesk.transforms.number_sections:NumberSections",
        ),
        TransformSpec(
            name="links-as-notes",
            summary="print the addresses of links as numbered notes, for paper",
            transform="copydesk.transforms.links_as_notes:LinksAsNotes",
        ),
    ]
