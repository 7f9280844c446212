"""Writes the project of a new plugin: `convert --new-plugin NAME`.

The templates lie in `templates/`: `common` for all kinds, and a folder for each kind. They are
`string.Template`s, and so are their paths.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from string import Template
from typing import Final

from msgspec import Struct

from copydesk._version import __version__
from copydesk.errors import CollisionError, OutputError, UsageError
from copydesk.formats import Registry

KINDS: Final = ("exporter", "reader", "transform")
LICENCES: Final = ("MIT", "Apache-2.0", "none")

_TEMPLATES: Final = Path(__file__).parent / "templates"
_PREFIX: Final = "copydesk-"
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 24
"""Characters of a name: as many as leave the lines of the templates within their hundred."""
_README: Final = {
    "exporter": {
        "summary": "The output format $name",
        "example": "convert article.txt -t $name",
        "meaning": "Writes `.$suffix` files, plain text for now.",
        "option": "| `rule` | `* * *` | what stands for a break between paragraphs |",
    },
    "reader": {
        "summary": "The input format $name",
        "example": "convert notes.$suffix -t docx",
        "meaning": "Reads `.$suffix` files: UTF-8, with blank lines between paragraphs.",
        "option": "| `headline` | `false` | take the first paragraph for the headline |",
    },
    "transform": {
        "summary": "The transform $name",
        "example": "convert article.txt --transform $name -t docx",
        "meaning": "Draws all breaks between paragraphs alike.",
        "option": "| `rule` | `* * *` | how a break between paragraphs is drawn |",
    },
}


class Project(Struct, frozen=True):
    """A plugin that is to be: its distribution, what it adds, and its licence."""

    distribution: str
    kind: str
    licence: str

    @property
    def name(self) -> str:
        """What users ask for: the distribution's name without `copydesk-`."""
        return self.distribution.removeprefix(_PREFIX)

    @property
    def module(self) -> str:
        """The name of the package."""
        return self.distribution.replace("-", "_")

    def words(self) -> dict[str, str]:
        """What stands for what in the templates."""
        given = self.licence != "none"
        known = {
            "distribution": self.distribution,
            "name": self.name,
            "module": self.module,
            "test": self.name.replace("-", "_"),
            "suffix": self.name.replace("-", ""),
            "camel": "".join(part.title() for part in self.name.split("-")),
            "copydesk": __version__,
            "licence": f"[{self.licence}](LICENSE)" if given else "None is given yet.",
            "licence_lines": f'license = "{self.licence}"\nlicense-files = ["LICENSE"]\n'
            if given
            else "",
        }
        own = {key: Template(text).substitute(known) for key, text in _README[self.kind].items()}
        return {**known, **own}


def plan_project(
    distribution: str, registry: Registry, *, kind: str = "exporter", licence: str = "MIT"
) -> Project:
    """The project called `distribution`.

    Raises `UsageError` where the name is none that can be installed and imported, or is taken.
    """
    project = Project(distribution, kind, licence)
    if not _NAME.fullmatch(distribution):
        raise UsageError(
            f"{distribution!r} is no name for a plugin",
            cure="use lower-case letters, digits and dashes, as in copydesk-words",
        )
    if len(project.name) > _LONGEST:
        raise UsageError(
            f"the name {project.name!r} is too long", cure=f"use {_LONGEST} characters at most"
        )
    taken = {
        "exporter": registry.exporters.names,
        "reader": registry.readers.names,
        "transform": registry.transforms.names,
    }
    if project.name in taken[kind]():
        article = "an" if kind == "exporter" else "a"
        raise UsageError(
            f"there is {article} {kind} {project.name!r} already", cure="choose another name"
        )
    if iskeyword(project.module) or _is_module(project.module):
        raise UsageError(
            f"there is a module {project.module!r} in Python or installed already",
            cure=f"use {_PREFIX}{project.name}",
        )
    return project


def _is_module(name: str) -> bool:
    return name in sys.stdlib_module_names or find_spec(name) is not None


def write_project(project: Project, parent: Path) -> list[Path]:
    """Write `project` into a new folder of its name in `parent`; return the paths of its files.

    Raises `CollisionError` where there is such a folder or file, which is left as it is, and
    `OutputError` where it cannot be written, which leaves nothing.
    """
    folder = parent / project.distribution
    try:
        folder.mkdir()
    except FileExistsError:
        raise CollisionError(
            f"{folder} exists, and is not touched", cure="choose another name, or move it away"
        ) from None
    except OSError as error:
        raise OutputError(f"cannot be made: {error.strerror}", path=folder) from None
    try:
        written = []
        for path, text in _files(project):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
            written.append(target)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise OutputError(f"cannot be written: {error.strerror}", path=folder) from None
    return written


def _files(project: Project) -> Iterator[tuple[str, str]]:
    """Path and text of each file of the project."""
    words = project.words()
    for part in ("common", project.kind):
        folder = _TEMPLATES / part
        for template in sorted(folder.rglob("*.tmpl")):
            path = template.relative_to(folder).as_posix().removesuffix(".tmpl")
            text = template.read_text(encoding="utf-8")
            yield Template(path).substitute(words), Template(text).substitute(words)
    if project.licence != "none":
        text = (_TEMPLATES / "licences" / f"{project.licence}.tmpl").read_text(encoding="utf-8")
        yield "LICENSE", Template(text).substitute(words)
