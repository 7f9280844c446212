"""Exporters with one fault each, for tests of the kit that has to find it."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

from msgspec import Meta

from copydesk.formats import Context
from copydesk.options import FormatOptions
from copydesk.tree import Aside, Document, Link
from copydesk.walk import text_blocks, walk


class Options(FormatOptions, frozen=True):
    """One option, as it should be."""

    loud: Annotated[bool, Meta(description="print in capitals")] = False


class Sound:
    """Prints each text on a line of its own. Nothing is wrong with it."""

    Options: type[FormatOptions] = Options

    def export(
        self, document: Document, out: BinaryIO, options: FormatOptions, context: Context
    ) -> None:
        out.write(self.text(document).encode("utf-8", "replace"))

    def text(self, document: Document) -> str:
        return "\n".join(self.lines(document))

    def lines(self, document: Document) -> Iterator[str]:
        return (text for _, text in text_blocks(document))


class DropsAsides(Sound):
    def lines(self, document: Document) -> Iterator[str]:
        asides = {id(below) for node in walk(document) if isinstance(node, Aside)
                  for below in walk(node)}  # fmt: skip
        return (text for node, text in text_blocks(document) if id(node) not in asides)


class Reverses(Sound):
    def lines(self, document: Document) -> Iterator[str]:
        return reversed(list(super().lines(document)))


class Glues(Sound):
    def text(self, document: Document) -> str:
        return "".join(self.lines(document))


class Repeats(Sound):
    def lines(self, document: Document) -> Iterator[str]:
        for line in super().lines(document):
            yield from (line, line)


class StopsAtNul(Sound):
    def text(self, document: Document) -> str:
        return super().text(document).partition("\0")[0]


class Strips(Sound):
    """Takes text for HTML."""

    def text(self, document: Document) -> str:
        return super().text(document).replace("<b>", "").replace("</b>", "")


class NeedsText(Sound):
    def text(self, document: Document) -> str:
        return next(self.lines(document)) and super().text(document)


class Seeks(Sound):
    def export(
        self, document: Document, out: BinaryIO, options: FormatOptions, context: Context
    ) -> None:
        super().export(document, out, options, context)
        out.seek(0)


class Closes(Sound):
    def export(
        self, document: Document, out: BinaryIO, options: FormatOptions, context: Context
    ) -> None:
        super().export(document, out, options, context)
        if not hasattr(out, "getvalue"):
            out.close()


class Prints(Sound):
    def text(self, document: Document) -> str:
        print("done", file=sys.stderr)
        return super().text(document)


class Litters(Sound):
    def text(self, document: Document) -> str:
        Path("scratch.tmp").touch()
        return super().text(document)


class Dates(Sound):
    def text(self, document: Document) -> str:
        return super().text(document) + time.strftime("\n%Y-%m-%d")


class Hashes(Sound):
    def text(self, document: Document) -> str:
        return super().text(document) + "\n" + "\n".join({"one", "two", "three", "four", "five"})


class Throws(Sound):
    """Throws dice."""

    def text(self, document: Document) -> str:
        return f"{super().text(document)}\n{random.random()}"  # noqa: S311 # dice are for games


class Remembers(Sound):
    """Keeps what belongs to a run on itself, where other threads find it."""

    def text(self, document: Document) -> str:
        self.document = document
        time.sleep(0.001)
        return super().text(self.document)


class Changes(Sound):
    def text(self, document: Document) -> str:
        for node in walk(document):
            data = getattr(node, "data", None)
            if isinstance(data, dict):
                data["seen"] = True
        return super().text(document)


class Links(Sound):
    def text(self, document: Document) -> str:
        links = (node.target for node in walk(document) if isinstance(node, Link))
        return super().text(document) + "".join(f"\n=> {target}" for target in links)


class Squares(Sound):
    def text(self, document: Document) -> str:
        for number, _ in enumerate(self.lines(document)):
            sum(range(number))
        return super().text(document)


class Undocumented(Sound):
    class Options(FormatOptions, frozen=True):
        loud: bool = False


class Demanding(Sound):
    class Options(FormatOptions, frozen=True):
        loud: Annotated[bool, Meta(description="print in capitals")]


class Heavy(Sound):
    def text(self, document: Document) -> str:
        import docx  # noqa: F401 # to be found in sys.modules

        return super().text(document)
