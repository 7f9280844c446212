"""Themes: their values arrive in DOCX, EPUB and PDF, read back by others; slips are named."""

from __future__ import annotations

import ctypes
import io
import re
import zipfile
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pypdfium2
import pytest
import tinycss2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import etree
from msgspec.structs import fields
from pypdfium2 import raw

import copydesk
from conftest import Install, Run
from copydesk.errors import OptionError
from copydesk.testing.documents import every_node, paragraph
from copydesk.theme import model
from copydesk.theme.files import SHIPPED, load_theme
from copydesk.theme.model import Theme, contrast, lightened, narrowed
from copydesk.tree import (
    Attribution,
    Deck,
    Document,
    Headline,
    Metadata,
    Quote,
    Section,
    Text,
)
from validators import epubcheck, openxml_audit, pdf_ua

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

HOUSE = """
extends = "book"
accent = "#7a1f5c"

[faces]
serif = "Charter"

[layout]
page = "A4"
measure = 33
columns = 2
paragraphs = "spaced"
chapters = "continuous"
contents = false

[body]
face = "sans"
size = 12
leading = 1.5
gap = 0.8
align = "ragged"

[quote]
indent = 2.5
bar = "accent"
slant = "italic"
size = 1.1

[headline]
face = "serif"
weight = "bold"
size = 3
colour = "accent"
align = "start"
"""
LONG = "The clerk read the rule at seven and wrote the figure down before the bell had rung. " * 6
ARTICLE = Document(
    metadata=Metadata(title="The River Clerk", language="en"),
    head=(Headline((Text("The River Clerk"),)), Deck((Text("Every morning."),))),
    body=(
        paragraph(f"Alpha {LONG}"),
        paragraph(f"Beta {LONG}"),
        Quote((paragraph(f"Gamma {LONG}"),), attribution=Attribution((Text("Delta"),))),
        Section(1, (Text("Epsilon"),), (paragraph("Zeta."),)),
        Section(1, (Text("Eta"),), (paragraph("Theta."),)),
    ),
)


@pytest.fixture(params=[*SHIPPED, "house"])
def theme(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each shipped theme, and one of a user's that changes much."""
    if request.param != "house":
        return str(request.param)
    path = tmp_path / "house.toml"
    path.write_text(HOUSE, "utf-8")
    return str(path)


def export(name: str, theme: str, document: Document = ARTICLE, **options: object) -> bytes:
    return copydesk.export(document, name, theme=theme, **options)


# --- DOCX ----------------------------------------------------------------------------------------


def test_a_theme_arrives_in_word(theme: str) -> None:
    wanted = load_theme(theme)
    read = docx.Document(io.BytesIO(export("docx", theme)))
    styles = read.styles
    em = wanted.body.size
    defaults = styles.element.find(f"{W}docDefaults")
    assert int(defaults.find(f".//{W}sz").get(f"{W}val")) / 2 == em
    leading = int(defaults.find(f".//{W}spacing").get(f"{W}line")) / 20
    assert leading == pytest.approx(em * wanted.body.leading, abs=0.05)
    fonts = defaults.find(f".//{W}rFonts").get(f"{W}ascii")
    assert fonts == getattr(wanted.faces, wanted.body.face)
    for name, look in (
        ("Title", wanted.headline),
        ("Subtitle", wanted.deck),
        ("Heading 1", wanted.heading_1),
        ("Attribution", wanted.attribution),
    ):
        style = styles[name]
        assert style.font.size.pt == pytest.approx(em * look.size, abs=0.25), name
        assert bool(style.font.bold) == (look.weight == "bold"), name
        assert bool(style.font.italic) == (look.slant == "italic"), name
        assert (style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER) == (
            look.align == "center"
        ), name
        lines = style.paragraph_format.line_spacing.pt
        assert lines == pytest.approx(em * look.size * look.leading, abs=0.05), name
    found = {p.text[:5].strip(): p for p in read.paragraphs if p.text}
    if wanted.layout.paragraphs == "indented":
        assert found["Alpha"].style.name == "Normal"
        assert found["Beta"].style.name == "Body Text First Indent"
        indent = found["Beta"].style.paragraph_format.first_line_indent.pt
        assert indent == pytest.approx(em * wanted.body.indent, abs=0.05)
    else:
        assert found["Beta"].style.name == "Normal"
        after = int(defaults.find(f".//{W}spacing").get(f"{W}after")) / 20
        assert after == pytest.approx(leading * wanted.body.gap, abs=0.1)
    quote = styles["Quote"]
    assert quote.paragraph_format.left_indent.pt == pytest.approx(
        em * wanted.quote.indent, abs=0.05
    )
    assert bool(quote.font.italic) == (wanted.quote.slant == "italic")
    bar = quote.element.find(f".//{W}pBdr/{W}left")
    assert (bar is None) == (wanted.quote.bar == "none")
    if wanted.quote.bar == "accent":
        assert f"#{bar.get(f'{W}color')}".lower() == wanted.accent
    assert f"#{styles['Hyperlink'].font.color.rgb}".lower() == wanted.accent


def test_a_page_of_word_has_the_measure_and_the_columns(theme: str) -> None:
    wanted = load_theme(theme)
    read = docx.Document(io.BytesIO(export("docx", theme)))
    last = read.sections[-1]
    measure = last.page_width.pt - last.left_margin.pt - last.right_margin.pt
    assert measure == pytest.approx(wanted.layout.measure * wanted.body.size, abs=0.2)
    columns = last._sectPr.find(f"{W}cols")
    several = wanted.layout.columns > 1
    assert len(read.sections) == 1 + several, "the head has a section of its own, in one column"
    assert several == (columns is not None)
    if columns is not None:
        assert int(columns.get(f"{W}num")) == wanted.layout.columns
        assert last._sectPr.find(f"{W}type").get(f"{W}val") == "continuous"
    breaks = read.styles["Heading 1"].paragraph_format.page_break_before
    assert bool(breaks) == (wanted.layout.chapters == "new-page")
    listed = any(p.style.name == "toc 1" for p in read.paragraphs)
    assert listed == wanted.layout.contents


def test_a_head_that_ends_in_a_list_of_contents_is_one_section(tmp_path: Path) -> None:
    data = export("docx", "newspaper", contents=True)
    read = docx.Document(io.BytesIO(data))
    ends = [p for p in read.paragraphs if p._p.find(f"{W}pPr/{W}sectPr") is not None]
    assert [p.text for p in ends] == ["Eta"], "the last line of the list"
    assert openxml_audit(data) == []


def test_a_reference_wins_over_the_theme(tmp_path: Path) -> None:
    house = docx.Document()
    house.styles["Title"].font.size = docx.shared.Pt(33)
    house.save(str(tmp_path / "house.docx"))
    data = export("docx", "newspaper", reference=str(tmp_path / "house.docx"))
    read = docx.Document(io.BytesIO(data))
    assert read.styles["Title"].font.size.pt == 33
    assert len(read.sections) == 1
    assert all(p.style.name != "Body Text First Indent" for p in read.paragraphs)


def test_room_is_left_round_quotations_where_paragraphs_leave_none() -> None:
    read = docx.Document(io.BytesIO(export("docx", "article")))
    room = {p.text[:5]: p.paragraph_format.space_before for p in read.paragraphs}
    wanted = load_theme("article")
    gap = wanted.quote.gap * wanted.body.size * wanted.body.leading
    assert room["Gamma"].pt == pytest.approx(gap, abs=0.1)
    assert room["Alpha"] is None
    assert room["Beta "] is None


# --- EPUB ----------------------------------------------------------------------------------------


def css_of(theme: str) -> dict[str, dict[str, str]]:
    """The rules of a book's stylesheet by selector; those in a media query after its condition."""
    with zipfile.ZipFile(io.BytesIO(export("epub", theme))) as archive:
        text = archive.read("EPUB/style.css").decode()
    found: dict[str, dict[str, str]] = {}

    def read(rules: list[Any], before: str) -> None:
        for rule in rules:
            assert rule.type in ("qualified-rule", "at-rule"), rule
            head = tinycss2.serialize(rule.prelude).strip()
            if rule.type == "at-rule" and rule.at_keyword == "counter-style":
                continue  # how a list counts, which no theme changes
            if rule.type == "at-rule":
                inner = tinycss2.parse_rule_list(rule.content, True, True)
                read(inner, f"{head} ")
                continue
            for item in tinycss2.parse_declaration_list(rule.content, True, True):
                assert item.type == "declaration", f"{head}: {item}"
                value = tinycss2.serialize(item.value).strip()
                for selector in head.split(","):
                    found.setdefault(before + selector.strip(), {})[item.name] = value

    read(tinycss2.parse_stylesheet(text, True, True), "")
    return found


def ems(value: str) -> float:
    assert value.endswith("em"), value
    return float(value.removesuffix("em"))


def test_a_theme_arrives_in_a_book(theme: str) -> None:
    wanted, css = load_theme(theme), css_of(theme)
    assert float(css["body"]["line-height"]) == pytest.approx(wanted.body.leading, abs=0.001)
    assert ems(css["body"]["max-width"]) == min(wanted.layout.measure, 36)
    for selector, look in (
        ("h1", wanted.headline),
        (".deck", wanted.deck),
        ("h2", wanted.heading_1),
        ("figcaption", wanted.attribution),
    ):
        rule = css[selector]
        assert ems(rule["font-size"]) == pytest.approx(look.size, abs=0.001), selector
        assert float(rule["line-height"]) == pytest.approx(look.leading, abs=0.001), selector
        assert (rule.get("font-weight") == "bold") == (look.weight == "bold"), selector
        assert (rule.get("font-style") == "italic") == (look.slant == "italic"), selector
        assert rule["text-align"] == look.align, selector
    above, _, below = css["h1"]["margin"].split()
    assert ems(above) * wanted.headline.size == pytest.approx(
        wanted.headline.before * wanted.body.leading, abs=0.01
    )
    assert ems(below) * wanted.headline.size == pytest.approx(
        wanted.headline.after * wanted.body.leading, abs=0.01
    )
    narrow = css["(max-width: 34em) h1"]["font-size"]
    assert ems(narrow) == pytest.approx(narrowed(wanted.headline.size), abs=0.001)
    second = css.get("section > p:not([class]) + p:not([class])")
    if wanted.layout.paragraphs == "indented":
        assert second is not None
        assert ems(second["text-indent"]) == wanted.body.indent
        assert css["p"]["margin"] == "0"
    else:
        assert second is None
        gap = wanted.body.gap * wanted.body.leading
        assert css["p"]["margin"] == f"0 0 {gap:g}em"
    quote = css["blockquote"]
    border = ems(quote.get("border-inline-start", "0em").split()[0])
    indent = quote.get("padding-inline-start") or quote["margin-inline-start"]
    assert (ems(indent) + border) * wanted.quote.size == pytest.approx(
        wanted.quote.indent, abs=0.01
    )
    assert (border > 0) == (wanted.quote.bar != "none")
    assert (quote.get("font-style") == "italic") == (wanted.quote.slant == "italic")


def test_the_accent_can_be_read_by_day_and_by_night(theme: str) -> None:
    wanted, css = load_theme(theme), css_of(theme)
    light = css["(prefers-color-scheme: light) a"]["color"]
    dark = css["(prefers-color-scheme: dark) a"]["color"]
    assert light == wanted.accent
    assert contrast(light, "#ffffff") >= 4.5
    assert contrast(dark, "#333333") >= 4.5
    assert css["(prefers-color-scheme: dark) .tail"]["border-color"]
    if wanted.quote.bar == "accent":
        assert css["(prefers-color-scheme: dark) blockquote"]["border-color"] == dark


def test_chapters_and_contents_are_those_of_the_theme() -> None:
    def spine(theme: str, **options: object) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(export("epub", theme, **options))) as archive:
            package = etree.fromstring(archive.read("EPUB/content.opf"))
        return [item.get("idref") or "" for item in package.iterfind(".//{*}itemref")]

    assert spine("article") == ["text"]
    assert spine("book") == ["nav", "text-1", "text-2", "text-3"]
    assert spine("book", split="none") == ["nav", "text"]


# --- PDF -----------------------------------------------------------------------------------------


class Shown(NamedTuple):
    """A line of a PDF: its text, the left end of its baseline, its size, and its font's name."""

    text: str
    x: float
    y: float
    size: float
    font: str
    italic: bool


def shown(data: bytes) -> Iterator[Shown]:
    """What PDFium finds drawn."""
    for page in pypdfium2.PdfDocument(data):
        textpage = page.get_textpage()
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            length = raw.FPDFTextObj_GetText(item, textpage, None, 0)
            buffer = ctypes.create_string_buffer(length)
            pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            raw.FPDFTextObj_GetText(item, textpage, pointer, length)
            size = ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(item, size)
            font = raw.FPDFTextObj_GetFont(item)
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            angle = ctypes.c_int()
            raw.FPDFFont_GetItalicAngle(font, angle)
            matrix = item.get_matrix()
            text = buffer.raw.decode("utf-16-le").rstrip("\0")
            face = name.value.decode()
            italic = angle.value != 0 or "Italic" in face or "It" in face.split("-")[-1]
            yield Shown(text, matrix.e, matrix.f, size.value, face, italic)


def firsts(lines: list[Shown]) -> dict[str, Shown]:
    """Lines by what they begin with; the largest, for titles are in contents and heads too."""
    largest: dict[str, Shown] = {}
    for line in lines:
        start = line.text[:5].strip()
        if start not in largest or line.size > largest[start].size:
            largest[start] = line
    return largest


def test_a_theme_arrives_on_paper(theme: str) -> None:
    wanted = load_theme(theme)
    em = wanted.body.size
    lines = list(shown(export("pdf", theme)))
    by_start = firsts(lines)
    alpha, beta, gamma, delta = (by_start[each] for each in ("Alpha", "Beta", "Gamma", "Delta"))
    assert by_start["The R"].size == pytest.approx(em * wanted.headline.size, abs=0.01)
    assert by_start["Epsil"].size == pytest.approx(em * wanted.heading_1.size, abs=0.01)
    assert delta.size == pytest.approx(em * wanted.attribution.size, abs=0.01)
    assert alpha.size == pytest.approx(em, abs=0.01)
    assert gamma.size == pytest.approx(em * wanted.quote.size, abs=0.01)
    after = lines[lines.index(alpha) + 1]
    assert alpha.y - after.y == pytest.approx(em * wanted.body.leading, abs=0.02)
    if wanted.layout.paragraphs == "indented":
        assert beta.x - alpha.x == pytest.approx(em * wanted.body.indent, abs=0.02)
    else:
        assert beta.x == pytest.approx(alpha.x, abs=0.02)
        last = lines[lines.index(beta) - 1]
        room = (last.y - beta.y) / (em * wanted.body.leading)
        gap = wanted.body.gap if wanted.layout.columns == 1 else ceil(wanted.body.gap)
        assert room == pytest.approx(1 + gap, abs=0.01), "in columns, room is whole lines"
    apart = gamma.x - alpha.x
    if wanted.layout.columns > 1 and apart > em * wanted.quote.indent + 1:
        left = min(line.x for line in lines if line.size == alpha.size and line.x > alpha.x + 99)
        apart = gamma.x - left  # it stands in the column beside
    assert apart == pytest.approx(em * wanted.quote.indent, abs=0.02)
    assert gamma.italic == (wanted.quote.slant == "italic")
    assert by_start["Every"].italic == (wanted.deck.slant == "italic")
    centred = wanted.headline.align == "center"
    assert (by_start["The R"].x > alpha.x + 20) == centred
    face = {"serif": "Serif", "sans": "Sans", "mono": "Code"}[wanted.body.face]
    assert face in alpha.font


def test_the_size_of_an_option_wins_and_the_rest_follows(theme: str) -> None:
    wanted = load_theme(theme)
    lines = list(shown(export("pdf", theme, size=9)))
    by_start = firsts(lines)
    assert by_start["Alpha"].size == pytest.approx(9)
    assert by_start["The R"].size == pytest.approx(9 * wanted.headline.size, abs=0.01)


def test_the_page_is_that_of_the_theme(theme: str) -> None:
    wanted = {"A4": (595, 842), "A5": (420, 595)}[load_theme(theme).layout.page]
    section = docx.Document(io.BytesIO(export("docx", theme))).sections[0]
    size = section.page_width.pt, section.page_height.pt
    assert size == pytest.approx(wanted, abs=1)
    assert pypdfium2.PdfDocument(export("pdf", theme))[0].get_size() == pytest.approx(wanted, abs=1)
    letter = docx.Document(io.BytesIO(export("docx", theme, page="Letter"))).sections[0]
    assert letter.page_width.inches == pytest.approx(8.5, abs=0.01)


def test_headlines_give_way_on_narrow_pages() -> None:
    lines = list(shown(export("pdf", "article", page="A5")))
    size = load_theme("article").body.size * narrowed(load_theme("article").headline.size)
    assert lines[0].size == pytest.approx(size, abs=0.01)


def test_a_space_in_a_face_that_shows_nothing_else_is_a_space() -> None:
    from pdf_reading import tagged_text

    assert tagged_text(copydesk.export(Document(body=(paragraph(" "),)), "pdf")).strip() == ""


# --- in every format ----------------------------------------------------------------------------


def test_validators_find_nothing_in_any_theme(theme: str) -> None:
    for document in (ARTICLE, every_node()):
        assert openxml_audit(export("docx", theme, document)) == []
        assert epubcheck(export("epub", theme, document)) == []
        assert pdf_ua(export("pdf", theme, document)) == []


@pytest.mark.parametrize("name", ["docx", "epub", "pdf"])
def test_the_default_is_the_article(name: str) -> None:
    assert export(name, "article") == copydesk.export(ARTICLE, name)
    assert export(name, "book") != copydesk.export(ARTICLE, name)


@pytest.mark.parametrize("name", ["md", "json", "outline"])
def test_formats_without_a_look_pass_a_theme_over(name: str) -> None:
    assert export(name, "book") == copydesk.export(ARTICLE, name)


def test_one_theme_of_the_command_is_for_all_formats(run: Run, tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text(HOUSE, "utf-8")
    formats = ("docx", "epub", "pdf", "md")
    done = run("a.txt", "-t", ",".join(formats), "--theme", "house.toml", "-O", "epub.theme=book",
               "-o", "out/")  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = copydesk.read(tmp_path / "a.txt")
    for name, theme in zip(formats, ("house.toml", "book", "house.toml", "book"), strict=True):
        path = tmp_path / theme if theme.endswith(".toml") else theme
        wanted = copydesk.export(document, name, theme=path)
        assert (tmp_path / "out" / f"a.{name}").read_bytes() == wanted, name


def test_a_bad_theme_is_named_before_anything_is_read(run: Run) -> None:
    done = run("missing.txt", "-t", "docx", "--theme", "bok")
    assert done.returncode == 2
    assert done.stderr == (
        "copydesk: there is no theme 'bok'; did you mean book? It takes article, newspaper, book,"
        " or a file whose name ends in .toml\n"
    )


def test_a_run_without_a_look_loads_no_theme(run: Run) -> None:
    code = (
        "import sys, copydesk; d = copydesk.read('a.txt'); copydesk.export(d, 'md', theme='book');"
        "print([n for n in sys.modules if n.startswith(('copydesk.theme', 'tomllib'))])"
    )
    done = run(code=code)
    assert done.stdout == "[]\n", done.stderr


PLUGIN = """
from copydesk.hooks import FormatOptions, FormatSpec, hookimpl

class Options(FormatOptions, frozen=True):
    theme: str = "none"

class Named:
    Options = Options
    def export(self, document, out, options, context):
        out.write(options.theme.encode())

@hookimpl
def register_exporters():
    return [FormatSpec(name="named", suffixes=(".named",), media_type="text/plain", summary="x",
                       exporter=__name__ + ":Named")]
"""


def test_an_exporter_of_a_plugin_with_such_an_option_gets_the_theme(
    install: Install, run: Run
) -> None:
    install("acme-named", PLUGIN)
    for options, wanted in (
        (("--theme", "book"), "book"),
        (("--theme", "book", "-O", "named.theme=own"), "own"),
        ((), "none"),
    ):
        done = run("a.txt", "-t", "named", *options, "-o", "-")
        assert done.stdout == wanted, done.stderr


# --- files ---------------------------------------------------------------------------------------


def test_a_theme_is_made_once() -> None:
    assert load_theme("newspaper") is load_theme("newspaper")


def test_a_theme_may_extend_one_of_another_folder(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "a.toml").write_text('extends = "book"\naccent = "#003366"', "utf-8")
    (tmp_path / "b.toml").write_text('extends = "base/a.toml"\nbody.size = 13', "utf-8")
    made = load_theme(str(tmp_path / "b.toml"))
    assert (made.accent, made.body.size) == ("#003366", 13)
    assert made.headline == load_theme("book").headline


def test_a_changed_file_is_a_changed_theme(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    for accent in ("#003366", "#660033"):
        path.write_text(f'extends = "article"\naccent = "{accent}"', "utf-8")
        assert load_theme(str(path)).accent == accent


FAULTS = {
    'extends = "article"\n[headline]\nsize = "big"': (
        "line 3: headline.size = 'big' does not fit; it takes a number from 0.5 to 6"
    ),
    'extends = "article"\n[headline]\n\nsiez = 3': "line 4: there is no headline.siez; did you mea",
    'extends = "article"\nheadline = { size = 9 }': "line 2: headline.size = 9 does not fit",
    'extends = "article"\nlayout.columns = 9': "line 2: layout.columns = 9 does not fit; it takes a"
    " whole number from 1 to 3",
    'extends = "article"\n[body]\nface = "comic"': "line 3: body.face = 'comic' does not fit; it ta"
    "kes serif or sans or mono",
    'extends = "article"\n[layout]\ncontents = "yes"': "line 3: layout.contents = 'yes' does not fi"
    "t; it takes true or false",
    'extends = "article"\nheadline = 3': "line 2: headline = 3 does not fit; it takes a table",
    'extends = "article"\n[faces]\nserif = "a;b"': "line 3: faces.serif = 'a;b' does not fit",
    'extends = "article"\ncolours = 1': "line 2: there is no colours; a theme has accent, faces",
    'extends = "article"\naccent = "red"': "line 2: accent = 'red' does not fit; it takes a colour",
    'accent = "#ffcc00"\nextends = "article"': "line 1: accent = '#ffcc00' is too pale to read: 1",
    'extends = "bok"': "line 1: there is no theme 'bok'; did you mean book?",
    'extends = "none.toml"': "line 1: the theme none.toml cannot be read: No such file",
    'extends = "house.toml"': "line 1: extends = 'house.toml' leads back to itself",
    'accent = "#003366"': 'is missing; give it, or begin with extends = "article"',
    "\n[body\n": "line 2: no TOML: expected ']'",
    'a = """\n\n': "line 3: no TOML: unterminated string",
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text.splitlines()[-1][:30])
def test_a_slip_in_a_theme_is_named_with_its_line(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("house.toml").write_text(text, "utf-8")
    with pytest.raises(OptionError) as caught:
        export("docx", "house.toml")
    message = str(caught.value)
    assert FAULTS[text] in message
    assert message.startswith("house.toml")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("given", "fault"),
    [("nothing", "there is no theme 'nothing'; it takes article"),
     ("none.toml", "the theme none.toml cannot be read"), ("a\0.toml", "is no text")],
)  # fmt: skip
def test_a_theme_that_is_not_there_is_named(given: str, fault: str) -> None:
    with pytest.raises(OptionError, match=re.escape(fault)):
        export("pdf", given)


def test_a_theme_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'accent = "\xff"')
    with pytest.raises(OptionError, match="no text in UTF-8"):
        load_theme(str(tmp_path / "a.toml"))


@pytest.mark.parametrize("colour", ["#000000", "#0d4585", "#a3161b", "#767676"])
def test_a_lightened_colour_can_be_read_in_the_dark(colour: str) -> None:
    assert contrast(lightened(colour, "#333333", 4.5), "#333333") >= 4.5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


# --- what the documentation says ---------------------------------------------------------------


def test_every_key_of_a_theme_is_documented() -> None:
    page = (Path(__file__).parents[1] / "docs" / "reference" / "themes.md").read_text("utf-8")
    kinds = {"faces": model.Faces, "layout": model.Layout, "body": model.Body,
             "quote": model.QuoteLook, "headline": model.Look}  # fmt: skip
    for heading, kind in kinds.items():
        section = page.partition(f"\n## {heading}")[2].partition("\n## ")[0]
        assert section, f"no heading for {heading}"
        named = set(re.findall(r"^\| `([\w-]+)`", section, re.MULTILINE))
        assert named >= {field.encode_name for field in fields(kind)}, heading
    named = set(re.findall(r"`([\w-]+)`", page)) | set(
        re.findall(r"^## (\S+)$", page, re.MULTILINE)
    )
    assert {field.encode_name for field in fields(Theme)} <= named


def test_the_theme_of_the_guide_works(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "how-to" / "make-a-theme.md").read_text("utf-8")
    texts = re.findall(r"^```toml\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    assert texts
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.toml"
        path.write_text(text, "utf-8")
        load_theme(str(path))
