"""A user's own stylesheet."""

from __future__ import annotations

import re
from pathlib import Path

from copydesk.errors import OptionError

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_REFERENCE = re.compile(r"@import\b|\b(?:url|src|image|image-set)\(\s*['\"]?(?!data:|#)", re.I)


def read_stylesheet(path: str) -> str:
    """The text of the file. Raises `OptionError` where it cannot be read, is not UTF-8, or refers
    to other files, which the book would not hold.
    """
    try:
        css = Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise OptionError(f"epub.css: {path}: {error.strerror or error}") from error
    except ValueError as error:  # no UTF-8, or a null in the path
        raise OptionError(f"epub.css: {path}: {error}", cure="save it as UTF-8") from error
    # Comments go, but not their line ends, so that the line's number stays.
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), css)
    if found := _REFERENCE.search(bare):
        line = bare.count("\n", 0, found.start()) + 1
        raise OptionError(
            f"epub.css: {path}, line {line}: refers to another file, which the book does not hold",
            cure="put pictures and fonts into it as data: addresses, or leave them out",
        )
    return css
