"""The part word/styles.xml, made from a theme (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from copydesk.exporters._sanitize import xml_attribute
from copydesk.theme.model import GREY, RULE, Look, Theme

LIST_STEP = 400
"""How far a list is set in, in twentieths of a point; a turn of an interview and verse too."""

_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
    ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)
_DEFAULTS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
    "<w:unhideWhenUsed/></w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)
_HEADING_LEVELS = 9
_LIST_LEVELS = 5
_KEEP = "<w:keepNext/><w:keepLines/>"
_WHOLE_WORDS = "<w:suppressAutoHyphens/>"
_ITALIC = "<w:i/><w:iCs/>"
_BOLD = "<w:b/><w:bCs/>"
_CODE_SIZE = 0.86
_TABLE_SIZE = 0.84


class Measures(Struct, frozen=True, gc=False):
    """The lengths of a theme that paragraphs of the body need, in twentieths of a point."""

    indent: int
    """Of the first line of a paragraph after another one; 0 where they are spaced."""
    gap: int
    """Round lists, quotations and the like, where paragraphs are not spaced anyway."""
    quote: int
    """By how much a quotation is set in."""


def measures(theme: Theme) -> Measures:
    """The lengths of `theme`."""
    indented = theme.layout.paragraphs == "indented"
    return Measures(
        indent=_ems(theme, theme.body.indent) if indented else 0,
        gap=_lines(theme, theme.quote.gap) if indented else 0,
        quote=_ems(theme, theme.quote.indent),
    )


@lru_cache(maxsize=32)
def styles_xml(theme: Theme, language: str) -> bytes:
    """The part; `language` is the `w:lang` element of all text, or nothing."""
    made = _Styles(theme)
    made.basic()
    made.head()
    made.lists()
    made.blocks()
    made.asides()
    made.furniture()
    made.characters()
    body = theme.body
    size = round(2 * body.size)
    after = 0 if theme.layout.paragraphs == "indented" else _lines(theme, body.gap)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(theme, body.face, default=True)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{language}</w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="{after}" w:line="{_leading(theme)}"'
        ' w:lineRule="atLeast"/></w:pPr></w:pPrDefault></w:docDefaults>'
        f"{_LATENT}{''.join(made.parts)}</w:styles>"
    ).encode()


class _Styles:
    """Collects the styles of a theme in `parts`."""

    def __init__(self, theme: Theme) -> None:
        self.parts: list[str] = []
        self._theme = theme
        self._measures = measures(theme)

    def basic(self) -> None:
        align = '<w:jc w:val="both"/>' if self._theme.body.align == "justified" else ""
        self.parts.append(
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
            '<w:uiPriority w:val="0"/><w:qFormat/>'
            f"<w:pPr><w:widowControl/>{align}</w:pPr></w:style>{_DEFAULTS}"
        )
        indent = self._measures.indent
        if indent:
            self._paragraph(
                "BodyTextFirstIndent", "Body Text First Indent", 1,
                f'<w:ind w:firstLine="{indent}"/>', following="",
            )  # fmt: skip

    def head(self) -> None:
        theme, keep = self._theme, _KEEP + _WHOLE_WORDS
        self._look("Title", "Title", 10, theme.headline, keep, following="Subtitle", kern=True)
        self._look("Subtitle", "Subtitle", 11, theme.deck, keep)
        new_page = theme.layout.chapters == "new-page"
        for level in range(1, _HEADING_LEVELS + 1):
            self._look(
                f"Heading{level}",
                f"heading {level}",
                9,
                theme.headings[min(level, len(theme.headings)) - 1],
                _KEEP + "<w:pageBreakBefore/>" * (new_page and level == 1) + _WHOLE_WORDS,
                end=f'<w:outlineLvl w:val="{level - 1}"/>',
            )
        own = "<w:keepNext/>"
        self._look("Slug", "Slug", 12, theme.slug, own, following="Title", custom=True)
        self._look("Byline", "Byline", 12, theme.byline, own, custom=True)
        self._look("Timestamp", "Timestamp", 12, theme.timestamp, own, custom=True)
        self._look("DatelineLine", "Dateline Line", 12, theme.timestamp, own, custom=True)

    def lists(self) -> None:
        after = f'<w:spacing w:after="{_lines(self._theme, 0.2)}"/>'
        for kind, number in (("Bullet", 1), ("Number", 2)):
            for level in range(1, _LIST_LEVELS + 1):
                numbering = (
                    f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>'
                )
                name, identifier = _ranked(f"List {kind}", level)
                self._paragraph(identifier, name, 35, numbering + after, following="")
        for level in range(1, _LIST_LEVELS + 1):
            name, identifier = _ranked("List Continue", level)
            indent = f'<w:ind w:left="{LIST_STEP * level}"/>'
            self._paragraph(identifier, name, 36, after + indent, following="")

    def blocks(self) -> None:
        theme, quote, step = self._theme, self._theme.quote, self._measures.quote
        bar = ""
        if quote.bar != "none":
            colour = _hex(RULE if quote.bar == "grey" else theme.accent)
            space = min(max(step // 20 - 3, 0), 31)
            bar = (
                f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="{space}" w:color="{colour}"/>'
                "</w:pBdr>"
            )
        right = "" if bar else f' w:right="{step}"'
        type_ = _ITALIC if quote.slant == "italic" else ""
        type_ += _size(theme, quote.size) if quote.size != 1 else ""
        line = round(_leading(theme) * quote.size)
        self._paragraph(
            "Quote",
            "Quote",
            29,
            f'{bar}<w:spacing w:line="{line}" w:lineRule="atLeast"/>'
            f'<w:ind w:left="{step}"{right}/>',
            type_,
        )
        self._look(
            "Attribution", "Attribution", 30, theme.attribution, "<w:keepLines/>",
            based="Quote", custom=True,
        )  # fmt: skip
        hang = f'<w:ind w:left="{LIST_STEP}" w:hanging="{LIST_STEP}"/>'
        room = f'<w:spacing w:before="{_lines(theme, 0.5)}"/>' if self._measures.indent else ""
        self._paragraph("Dialogue", "Dialogue", 31, room + hang, following="", custom=True)
        self._paragraph(
            "Verse", "Verse", 37,
            f'<w:spacing w:after="0"/><w:ind w:left="{2 * LIST_STEP}" w:hanging="{LIST_STEP}"/>'
            '<w:jc w:val="left"/>', following="", custom=True,
        )  # fmt: skip
        gap = _lines(theme, 0.6)
        line = round(25 * _TABLE_SIZE * theme.body.size)
        self._paragraph(
            "HTMLPreformatted",
            "HTML Preformatted",
            38,
            f'<w:keepLines/>{_WHOLE_WORDS}<w:spacing w:before="{gap}" w:after="{gap}"'
            f' w:line="{line}" w:lineRule="atLeast"/><w:jc w:val="left"/>',
            f"{_fonts(theme, 'mono')}<w:noProof/>{_size(theme, _TABLE_SIZE)}",
            following="",
        )
        below = 0, _lines(theme, 1.0)
        self._rule("SceneBreak", "Scene Break", "Normal", width=6, room=below, size=16)
        around = _lines(theme, 0.8), _lines(theme, 0.55)
        self._rule("EndRule", "End Rule", "Aside", width=4, room=around, size=8)

    def asides(self) -> None:
        theme = self._theme
        around = f'<w:spacing w:before="{_lines(theme, 0.4)}" w:after="{_lines(theme, 0.65)}"/>'
        self._look("Aside", "Aside", 40, theme.aside, "", following="", custom=True, after=0.35)
        for identifier, name, properties, type_ in (
            ("EditorsNote", "Editor’s Note", around, _ITALIC),
            ("Correction", "Correction", "", ""),
            ("Contributor", "Contributor", "", _ITALIC),
            ("Related", "Related", "", _BOLD),
        ):
            self._paragraph(
                identifier, name, 41, properties, type_, based="Aside", following="", custom=True
            )
        for name in ("Credit", "Rights", "Boilerplate"):
            self._look(
                name, name, 41, theme.small, "", based="Aside", following="", custom=True,
                after=0.35,
            )  # fmt: skip
        self._look("Caption", "caption", 42, theme.small, "", after=0.65)

    def furniture(self) -> None:
        theme = self._theme
        title = theme.heading_2 if theme.layout.contents else theme.byline
        self._look("TOCHeading", "TOC Heading", 39, title, "<w:keepNext/>", after=0.3)
        for level in range(1, 4):
            indent = f'<w:ind w:left="{LIST_STEP * (level - 1)}"/>' if level > 1 else ""
            self._paragraph(
                f"TOC{level}", f"toc {level}", 39,
                f'<w:spacing w:after="{_lines(theme, 0.15)}"/>{indent}<w:jc w:val="left"/>',
                hidden=True,
            )  # fmt: skip
        for name, align in (("Header", "left"), ("Footer", "center")):
            type_ = self._type(theme.furniture)
            self._paragraph(
                name, name.lower(), 90,
                f'{_WHOLE_WORDS}<w:spacing w:after="0" w:line="200" w:lineRule="atLeast"/>'
                f'<w:jc w:val="{align}"/>', type_, following="", hidden=True,
            )  # fmt: skip

    def characters(self) -> None:
        theme = self._theme
        code = f"{_fonts(theme, 'mono')}<w:noProof/>{_size(theme, _CODE_SIZE)}"
        link = f'<w:color w:val="{_hex(theme.accent)}"/><w:u w:val="single"/>'
        for identifier, name, priority, type_ in (
            ("Emphasis", "Emphasis", 20, _ITALIC),
            ("Strong", "Strong", 22, _BOLD),
            ("HTMLCode", "HTML Code", 23, code),
            ("Hyperlink", "Hyperlink", 24, link),
            ("Dateline", "Dateline", 25, _BOLD),
            ("Speaker", "Speaker", 26, _BOLD),
        ):
            custom = ' w:customStyle="1"' if identifier in ("Dateline", "Speaker") else ""
            self.parts.append(
                f'<w:style w:type="character"{custom} w:styleId="{identifier}">'
                f'<w:name w:val="{name}"/><w:uiPriority w:val="{priority}"/><w:qFormat/>'
                f"<w:rPr>{type_}</w:rPr></w:style>"
            )

    # --- one style

    def _look(
        self,
        identifier: str,
        name: str,
        priority: int,
        look: Look,
        keep: str,
        *,
        end: str = "",
        based: str = "Normal",
        following: str = "Normal",
        custom: bool = False,
        kern: bool = False,
        after: float | None = None,
    ) -> None:
        """A style of its own type; `after`, in lines, takes the place of the look's."""
        theme = self._theme
        below = look.after if after is None else after
        align = "center" if look.align == "center" else "left"
        line = round(20 * theme.body.size * look.size * look.leading)
        properties = (
            f'{keep}<w:spacing w:before="{_lines(theme, look.before)}"'
            f' w:after="{_lines(theme, below)}" w:line="{line}" w:lineRule="atLeast"/>'
            f'<w:jc w:val="{align}"/>{end}'
        )
        type_ = self._type(look, kern=kern)
        self._paragraph(
            identifier, name, priority, properties, type_, based=based, following=following,
            custom=custom,
        )  # fmt: skip

    def _type(self, look: Look, *, kern: bool = False) -> str:
        theme = self._theme
        colour = {"grey": GREY, "accent": theme.accent}.get(look.colour)
        return (
            (_fonts(theme, look.face) if look.face != theme.body.face else "")
            + (_BOLD if look.weight == "bold" else "")
            + (_ITALIC if look.slant == "italic" else "")
            + (f'<w:color w:val="{_hex(colour)}"/>' if colour else "")
            + ('<w:kern w:val="28"/>' if kern else "")
            + _size(theme, look.size)
        )

    def _rule(
        self,
        identifier: str,
        name: str,
        following: str,
        *,
        width: int,
        room: tuple[int, int],
        size: int,
    ) -> None:
        """A style of an empty paragraph with a rule below it; `size` is in half points."""
        self._paragraph(
            identifier, name, 39,
            f'<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="{width}" w:space="1"'
            f' w:color="{_hex(RULE)}"/></w:pBdr><w:spacing w:before="{room[0]}"'
            f' w:after="{room[1]}" w:line="240" w:lineRule="auto"/>',
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>', following=following, custom=True,
        )  # fmt: skip

    def _paragraph(
        self,
        identifier: str,
        name: str,
        priority: int,
        properties: str,
        type_: str = "",
        *,
        based: str = "Normal",
        following: str = "Normal",
        custom: bool = False,
        hidden: bool = False,
    ) -> None:
        ours = ' w:customStyle="1"' if custom else ""
        self.parts.append(
            f'<w:style w:type="paragraph"{ours} w:styleId="{identifier}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
            + (f'<w:next w:val="{following}"/>' if following else "")
            + f'<w:uiPriority w:val="{priority}"/>'
            + ("<w:unhideWhenUsed/>" if hidden else "<w:qFormat/>")
            + (f"<w:pPr>{properties}</w:pPr>" if properties else "")
            + (f"<w:rPr>{type_}</w:rPr>" if type_ else "")
            + "</w:style>"
        )


def _ranked(name: str, level: int) -> tuple[str, str]:
    """Name and id of a style of lists in lists."""
    ranked = f"{name} {level}" if level > 1 else name
    return ranked, ranked.replace(" ", "")


def _fonts(theme: Theme, face: str, *, default: bool = False) -> str:
    """The fonts of a face. Scripts with fonts of their own have those that come with systems."""
    font = xml_attribute(getattr(theme.faces, face))
    complex_script = "Times New Roman" if default and face == "serif" else font
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{complex_script}"/>'


def _size(theme: Theme, factor: float) -> str:
    """A size, in the half points that Word counts in."""
    size = round(2 * theme.body.size * factor)
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _leading(theme: Theme) -> int:
    return round(20 * theme.body.size * theme.body.leading)


def _lines(theme: Theme, lines: float) -> int:
    return round(20 * theme.body.size * theme.body.leading * lines)


def _ems(theme: Theme, ems: float) -> int:
    return round(20 * theme.body.size * ems)


def _hex(colour: str) -> str:
    return colour[1:].upper()
