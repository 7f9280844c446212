"""Which plugins are installed, read from what installers leave beside the packages.

`importlib.metadata` says the same, but to import it and the `email` package takes longer than a
short conversion. So the folders of `sys.path` are read here, by the same rules, and it is asked
only where there is something else than folders: zip files, eggs, other finders.

The files: https://packaging.python.org/en/latest/specifications/entry-points/ and
https://packaging.python.org/en/latest/specifications/recording-installed-packages/
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path

from msgspec import Struct


class Found(Struct, frozen=True):
    """An entry point: `target` is `module` or `module:object`.

    `requires` is what its distribution asks of copydesk, as in `copydesk>=1`, where it says so.
    """

    distribution: str
    version: str
    name: str
    target: str
    requires: str | None = None


def normal(name: str) -> str:
    """The name of a distribution as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def find(group: str) -> list[Found]:
    """The entry points of `group`, in order of the names of their distributions."""
    found = _by_importlib(group) if _is_unusual() else _by_folder(group)
    return sorted(found, key=lambda each: (normal(each.distribution), each.name))


def _is_unusual() -> bool:
    if any(
        hasattr(finder, "find_distributions") and finder is not PathFinder
        for finder in sys.meta_path
    ):
        return True
    return any(path.endswith(".egg") or os.path.isfile(path) for path in sys.path)  # noqa: PTH113 # for each folder of the path, and a Path costs ten times the call


def _by_folder(group: str) -> Iterator[Found]:
    seen: set[str] = set()
    section = f"[{group}]"
    for folder in dict.fromkeys(sys.path):
        for info, name in _infos(folder or "."):
            if name in seen:
                continue  # what stands earlier on the path is what gets imported
            seen.add(name)
            text = _read(info, "entry_points.txt")
            if section in text:
                yield from _entry_points(info, text, section)


def _infos(folder: str) -> list[tuple[str, str]]:
    """The metadata folders in `folder`, each with the name of its distribution to compare."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 # see above
    except OSError:
        return []
    return [
        (os.path.join(folder, name), normal(name.rpartition(".")[0].partition("-")[0]))  # noqa: PTH118 # see above
        for name in names
        if name.endswith((".dist-info", ".egg-info"))
    ]


def _entry_points(info: str, text: str, section: str) -> Iterator[Found]:
    headers = _headers(_read(info, "METADATA") or _read(info, "PKG-INFO"))
    stem, _, version = Path(info).stem.partition("-")
    requires = next((one for one in headers.get("requires-dist", ()) if _asks_copydesk(one)), None)
    inside = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            inside = line == section
        elif inside and line and not line.startswith("#"):
            name, _, target = line.partition("=")
            yield Found(
                headers.get("name", [stem])[0],
                headers.get("version", [version or "unknown"])[0],
                name.strip(),
                target.partition("[")[0].strip(),
                requires,
            )


def _headers(text: str) -> dict[str, list[str]]:
    """The headers of a METADATA file that are wanted here; none of them is ever folded."""
    headers: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line:
            break  # the description follows
        key, _, value = line.partition(":")
        headers.setdefault(key.lower(), []).append(value.strip())
    return headers


def _asks_copydesk(requirement: str) -> bool:
    name = re.match(r"[\w.-]+", requirement)
    return name is not None and normal(name[0]) == "copydesk"


def _read(folder: str, name: str) -> str:
    try:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:  # noqa: PTH118, PTH123 # see above
            return file.read()
    except OSError:
        return ""


def _by_importlib(group: str) -> Iterator[Found]:
    from importlib.metadata import entry_points  # noqa: PLC0415 # what this module spares a run

    for point in entry_points(group=group):
        requires = point.dist.requires if point.dist else None
        yield Found(
            point.dist.name if point.dist else "unknown",
            point.dist.version if point.dist else "unknown",
            point.name,
            point.value.partition("[")[0].strip(),
            next(filter(_asks_copydesk, requires or ()), None),
        )
