"""A test by its name for each hook, node kind, option and diagnostic code.

The names are those that the code has. One without a case here fails, and says which.
"""

from __future__ import annotations

import io
import re
import string
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from docx import Document as DocxDocument

import copydesk
from conftest import Install, Run
from copydesk import tree
from copydesk.diagnostics import Diagnostic
from copydesk.testing.documents import every_node
from copydesk.tree import (
    Aside,
    Attribution,
    Block,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Foreign,
    Headline,
    HeadNode,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Strong,
    Text,
    Timestamp,
    Verse,
    VerseLine,
)
from copydesk.walk import plain_text, validate, walk
from font_making import make_font, save
from test_docs import HOOKS, OPTIONS, diagnostic_codes

CaseT = TypeVar("CaseT")


def case(cases: Mapping[str, CaseT], name: str) -> CaseT:
    assert name in cases, f"{name} has no test by its name: add a case for it"
    return cases[name]


# --- hooks ---------------------------------------------------------------------------------------

PLUGIN = """
from copydesk.hooks import FormatOptions, FormatSpec, ReaderSpec, TransformSpec, hookimpl
from copydesk.tree import Document, Paragraph, Text

class Named:
    Options = FormatOptions
    def export(self, document, out, options, context):
        out.write(b"named")
    def read(self, data, options, context):
        return Document(body=(Paragraph((Text("named"),)),))
    def apply(self, document, options, context):
        return Document(body=(Paragraph((Text("named"),)),))

@hookimpl
def {hook}():
    return [{spec}]
"""
FILE = 'name="named", suffixes=(".named",), media_type="text/plain", summary="x"'
HOOK_CASES = {
    "register_exporters": (f"FormatSpec({FILE}, exporter=__name__ + ':Named')", "a.txt -t named"),
    "register_readers": (f"ReaderSpec({FILE}, reader=__name__ + ':Named')", "a.txt -f named -t md"),
    "register_transforms": (
        "TransformSpec(name='named', summary='x', transform=__name__ + ':Named')",
        "a.txt -t md --transform named",
    ),
}


@pytest.mark.parametrize("hook", HOOKS)
def test_hook(hook: str, install: Install, run: Run) -> None:
    spec, args = case(HOOK_CASES, hook)
    install("acme-named", PLUGIN.format(hook=hook, spec=spec))
    done = run(*args.split(), "-o", "-")
    assert (done.returncode, done.stdout.strip()) == (0, "named"), done.stderr


# --- node kinds ----------------------------------------------------------------------------------


def body(*blocks: Block) -> Document:
    return Document(body=blocks)


def head(node: HeadNode) -> Document:
    return Document(head=(node,), body=(paragraph(Text("Otherwise.")),))


def paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


NAME = (Text("Quillon"),)
SPEECH = Paragraph(NAME)
NODE_CASES: dict[str, Document] = {
    "Document": Document(tail=(Aside("rights", (SPEECH,)),)),
    "Headline": head(Headline(NAME)),
    "Deck": head(Deck(NAME)),
    "Byline": head(Byline(NAME, ("Quillon",))),
    "Dateline": body(paragraph(Dateline(NAME, "Quillon"), Text("Lead."))),
    "Timestamp": head(Timestamp(NAME, "updated", "2024-03-10")),
    "Slug": head(Slug(NAME)),
    "Section": body(Section(1, NAME, (paragraph(Text("Under it.")),))),
    "Paragraph": body(SPEECH),
    "Quote": body(Quote((SPEECH,))),
    "Attribution": body(Quote((paragraph(Text("Said.")),), attribution=Attribution(NAME))),
    "List": body(List((ListItem((SPEECH,)),), ordered=True, start=2)),
    "ListItem": body(List((ListItem((paragraph(Text("one")),)), ListItem((SPEECH,))))),
    "Verse": body(Verse((VerseLine(NAME), VerseLine((Text("ends"),))))),
    "VerseLine": body(Verse((VerseLine((Text("begins"),)), VerseLine(NAME, indent=2)))),
    "Preformatted": body(Preformatted("Quillon  1\nOther    2")),
    "Rule": body(paragraph(Text("Before.")), Rule(), SPEECH),
    "Aside": body(Aside("correction", (SPEECH,))),
    "Custom": body(Custom("acme.box", (SPEECH,))),
    "Text": body(SPEECH),
    "Emphasis": body(paragraph(Text("an "), Emphasis(NAME))),
    "Strong": body(paragraph(Text("a "), Strong(NAME))),
    "Code": body(paragraph(Text("a "), Code("Quillon"))),
    "Link": body(paragraph(Link("https://example.com/", NAME))),
    "Foreign": body(paragraph(Text("a "), Foreign(NAME, "fr"))),
    "LineBreak": body(paragraph(Text("first"), LineBreak(), *NAME)),
}  # fmt: skip
KINDS = sorted(
    name
    for name, kind in vars(tree).items()
    if isinstance(kind, type) and issubclass(kind, tree.Node) and kind is not tree.Node
)


@pytest.mark.parametrize("kind", KINDS)
def test_node(kind: str) -> None:
    document = case(NODE_CASES, kind)
    assert validate(document) == []
    assert any(type(node).__name__ == kind for node in walk(document))
    for name in ("docx", "pdf", "epub", "md", "json", "outline"):
        assert "Quillon" in read_back(name, copydesk.export(document, name)), name


def read_back(name: str, data: bytes) -> str:
    """The text of an output, by what did not write it."""
    match name:
        case "pdf":
            with pypdfium2.PdfDocument(data) as pdf:
                return "".join(page.get_textpage().get_text_bounded() for page in pdf)
        case "docx" | "epub":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                texts = [archive.read(each).decode() for each in archive.namelist()
                         if re.search(r"(word/document\.xml|\.xhtml)$", each)]  # fmt: skip
            return re.sub(r"<[^>]*>", "", "".join(texts))
        case _:
            return data.decode()


# --- options -------------------------------------------------------------------------------------

STYLES = "p { color: black }"
LONG = body(
    paragraph(Text("Tonnes of ~~oil~~, www.example.com and then some " * 9), LineBreak()),
    paragraph(Text("Characteristically uncomprehending administrators " * 9)),
    paragraph(Link("https://example.com/oil", (Text("A report"),))),
    Section(1, (Text("One"),), (SPEECH,)),
    Section(1, (Text("Two"),), (SPEECH,)),
)
OPTION_CASES = {
    "docx.theme": "book",
    "docx.page": "Letter",
    "docx.contents": "true",
    "docx.reference": "house.docx",
    "pdf.theme": "book",
    "pdf.page": "A5",
    "pdf.size": "14",
    "pdf.align": "ragged",
    "pdf.hyphenate": "false",
    "pdf.toc": "true",
    "pdf.links": "notes",
    "pdf.font": "Lamp",
    "pdf.font_dir": "fonts",
    "pdf.system_fonts": "false",
    "pdf.archive": "true",
    "epub.theme": "book",
    "epub.split": "sections",
    "epub.cover": "false",
    "epub.css": "house.css",
    "epub.conforms_to": "EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
    "epub.certified_by": "Quillon",
    "md.flavor": "gfm",
    "md.wrap": "40",
    "md.front_matter": "true",
    "json.indent": "0",
    "outline.width": "40",
    "text.encoding": "cp1251",
    "md.encoding": "cp1251",
    "text.repair_mojibake": "true",
    "md.repair_mojibake": "true",
    "shift-headings.by": "-1",
    "drop-asides.roles": "all",
    "number-sections.depth": "1",
    "links-as-notes.title": "Sources",
    "links-as-notes.live": "false",
}


COMPANIONS = {
    "epub.conforms_to": {"certified_by": "Quillon"},
    "epub.certified_by": {"conforms_to": "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"},
}
"""What an option cannot be without."""


GLAGOLITIC = "\u2c00\u2c01"
"""Letters that no shipped font has."""


@pytest.mark.parametrize("name", OPTIONS)
def test_option(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken, and makes a difference."""
    monkeypatch.chdir(tmp_path)
    Path("house.css").write_text(STYLES, "utf-8")
    house = DocxDocument()
    house.styles["Normal"].font.name = "Courier New"
    house.save("house.docx")
    save(make_font("Lamp", string.printable + GLAGOLITIC), Path("fonts"), "Lamp-Regular.ttf")
    if name != "pdf.font_dir":
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # what lies in "fonts" is the system's
    value = case(OPTION_CASES, name)
    owner, _, key = name.partition(".")
    if key == "encoding":
        Path("a").write_bytes("Caf\u00e9 and ol\u00e9".encode("cp1252"))
        assert "\u0439" in plain_text(copydesk.read("a", format=owner, encoding=value))
    elif key == "repair_mojibake":
        Path("a").write_text("CafÃ© and olÃ©", encoding="utf-8")
        assert "Café" in plain_text(copydesk.read("a", format=owner, repair_mojibake=True))
        assert "Café" not in plain_text(copydesk.read("a", format=owner))
    elif owner in copydesk.load_registry().transforms.names():
        changed = copydesk.transform(every_node(), owner, **{key: value})
        assert changed != copydesk.transform(every_node(), owner)
    else:
        body = (*LONG.body, paragraph(Text(GLAGOLITIC)))
        document = tree.Document(Metadata(title="Lamp", language="en"), LONG.head, body)
        others = COMPANIONS.get(name, {})
        changed_file = copydesk.export(document, owner, **{key: value}, **others)
        assert changed_file != copydesk.export(document, owner)
        assert "Quillon" in read_back(owner, changed_file)


# --- diagnostics ---------------------------------------------------------------------------------

Found = Callable[[Diagnostic], None]
KEPT = "The lamp on the mole was lit in 1874, by a keeper who kept a ledger of its hours for us."
GUESS = f"The lamp and the ledger\n\n{KEPT}\n\nA life on the water\n\n{KEPT}\n\n{KEPT}\n"


def export(document: Document, name: str) -> Callable[[Found], object]:
    return lambda report: copydesk.export(document, name, report=report)


def read(data: bytes, name: str = "a.txt") -> Callable[[Found], object]:
    def reading(report: Found) -> object:
        Path(name).write_bytes(data)
        return copydesk.read(name, report=report)

    return reading


def export_like_a_house_without_styles(report: Found) -> object:
    house = DocxDocument()
    for style in list(house.styles):
        if style.name == "Title":
            style.delete()
    house.save("house.docx")
    return copydesk.export(every_node(), "docx", reference="house.docx", report=report)


DIAGNOSTIC_CASES: dict[str, Callable[[Found], object]] = {
    "no-headline": read(b"It burns, said the keeper of the lamp on Tuesday, and went home.\n"),
    "doubtful-role": read(GUESS.encode()),
    "guessed-encoding": read("Le café de la gare a fermé à cinq heures.".encode("cp1252")),
    "markup": read(b"<!DOCTYPE html>\n<html><p>It burns, said the keeper.</p></html>\n"),
    "mojibake": read("Le cafÃ© de la gare a fermÃ©.\n".encode()),
    "control-character": read(b"A lamp\n\nIt burns\x01, said Keeper.\n"),
    "unknown-metadata": read(b"---\ncolour: red\n---\n\n# A lamp\n", "a.md"),
    "unsafe-link": export(body(paragraph(Link("javascript:x()", NAME))), "epub"),
    "missing-glyph": export(body(paragraph(Text("\U00013000 and \U0001f9ff"))), "pdf"),
    "list-start": export(body(List((ListItem((SPEECH,)),), ordered=True, start=-5)), "docx"),
    "missing-style": export_like_a_house_without_styles,
    "headings-not-shifted": lambda report: copydesk.transform(
        body(SPEECH), "shift-headings", report=report
    ),
}


@pytest.mark.parametrize("code", sorted(diagnostic_codes()))
def test_diagnostic(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    findings: list[Diagnostic] = []
    case(DIAGNOSTIC_CASES, code)(findings.append)
    assert code in {finding.code for finding in findings}, findings


# --- and nothing else ----------------------------------------------------------------------------


def test_no_case_is_of_something_that_has_gone() -> None:
    assert set(HOOK_CASES) <= set(HOOKS)
    assert set(NODE_CASES) <= set(KINDS)
    assert set(OPTION_CASES) <= set(OPTIONS)
    assert set(DIAGNOSTIC_CASES) <= diagnostic_codes()
