"""Documents by name, for tests that say which one they failed on.

`KINDS` holds one for each kind and role of node, `EMPTY` those with next to nothing in them,
`HOSTILE` texts that formats are known to trip over, `SHAPES` documents as large as you like.
Needs neither pytest nor hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, get_args

from copydesk.testing.documents import paragraph
from copydesk.tree import (
    MAX_DEPTH,
    Aside,
    AsideRole,
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

_LINK: Final = Link("https://example.com/a?b=1&c=(2)", (Text("the keeper’s page"),))


def _body(*blocks: Block) -> Document:
    return Document(body=(paragraph("Before it."), *blocks, paragraph("After it.")))


def _inline(*inlines: Inline) -> Document:
    return _body(Paragraph((Text("Words before, "), *inlines, Text(" words after."))))


def _head(*nodes: HeadNode) -> Document:
    return Document(head=nodes, body=(paragraph("The story itself."),))


def _kinds() -> dict[str, Document]:
    item, other = ListItem((paragraph("oil"),)), ListItem((paragraph("wicks"), paragraph("two")))
    quoted = (paragraph("We kept it burning."), paragraph("All night."))
    made = {
        "Headline": _head(Headline((Text("Harbour "), Emphasis((Text("and"),)), Text(" light")))),
        "Deck": _head(Headline((Text("Harbour"),)), Deck((Text("What a lamp is worth"),))),
        "Byline": _head(Byline((Text("By Ann Example and Bo"),), ("Ann Example", "Bo"))),
        "Byline without names": _head(Byline((Text("By our correspondent"),))),
        "Dateline in the head": _head(Dateline((Text("OOSTENDE"),), location="OOSTENDE")),
        "Dateline in a lead": Document(
            body=(Paragraph((Dateline((Text("(EP)"),), agency="EP"), Text("The lamp was lit."))),)
        ),
        "Timestamp, published": _head(Timestamp((Text("March 9, 2024"),), date="2024-03-09")),
        "Timestamp, updated": _head(Timestamp((Text("Updated at noon"),), "updated")),
        "Slug": _head(Slug((Text("BC-Harbour, 1st Ld"),))),
        "Section": _body(Section(1, (Text("A heading"),), (paragraph("Under the heading."),))),
        "Section without blocks": _body(Section(1, (Text("A heading alone"),))),
        "Section in a section": _body(
            Section(1, (Text("Outer"),), (Section(2, (Text("Inner"),), (paragraph("Deep."),)),))
        ),
        "Paragraph": _body(paragraph("A paragraph of plain words.")),
        "Paragraph with a speaker": _body(Paragraph((Text("Q: How long?"),), speaker="Q")),
        "Quote, block": _body(Quote(quoted, speaker="Ada Lovelace")),
        "Quote, speech": _body(Quote(quoted[:1], role="speech", speaker="Keeper")),
        "Attribution": _body(Quote(quoted, attribution=Attribution((Text("— Ada Lovelace"),)))),
        "List, bulleted": _body(List((item, other))),
        "List, numbered": _body(List((item, other), ordered=True)),
        "List, numbered from 7": _body(List((item, other), ordered=True, start=7)),
        "List, numbered with letters": _body(
            List((item, other), ordered=True, start=2, numbering="lower-alpha", delimiter="()")
        ),
        "List, numbered in Roman": _body(
            List((item, other), ordered=True, numbering="upper-roman", delimiter=")")
        ),
        "ListItem with a number of its own": _body(
            List((item, ListItem((paragraph("lamp"),), number=5), other), ordered=True)
        ),
        "ListItem with a list": _body(List((ListItem((paragraph("outer"), List((other,)))), item))),
        "Verse": _body(
            Verse((VerseLine((Text("The sea is late,"),)), VerseLine((Text("I wait."),), indent=4)))
        ),
        "VerseLine without words": _body(
            Verse((VerseLine((Text("One"),)), VerseLine(()), VerseLine((Text("two"),))))
        ),
        "Preformatted": _body(Preformatted("Night   Ships\n  1        12\n\n  2         9")),
        "Rule": _body(Rule()),
        "Custom": _body(Custom("example.chart", (paragraph("Ships fell to 9."),), {"n": [12, 9]})),
        "Custom with other blocks": _body(
            Custom("example.poll", (paragraph("Who won?"), List((item, other))))
        ),
        "Text": _inline(Text("more words")),
        "Emphasis": _inline(Emphasis((Text("stressed"),))),
        "Strong": _inline(Strong((Text("weighty, "), Emphasis((Text("and both"),))))),
        "Code": _inline(Code("lamp --on `now`")),
        "Link": _inline(_LINK),
        "Link that spells its target": _inline(
            Link("https://example.com/more", (Text("https://example.com/more"),))
        ),
        "Link to a mailbox": _inline(Link("mailto:a@example.com", (Text("write to us"),))),
        "Foreign": _inline(Foreign((Text("Звезда"),), "und-Cyrl")),
        "Foreign with other inlines": _inline(
            Foreign((Text("λόγος "), Emphasis((Text("και"),)), _LINK), "el")
        ),
        "Foreign in a link": _inline(
            Link("https://example.com/", (Text("see "), Foreign((Text("Φάρος"),), "el")))
        ),
        "LineBreak": _inline(LineBreak()),
    }
    for role in get_args(AsideRole):
        made[f"Aside, {role}"] = _body(Aside(role, (paragraph(f"What is {role} here."),)))
        tail = (Aside(role, (paragraph(f"What is {role} below."),)),)
        made[f"Aside in the tail, {role}"] = Document(body=(paragraph("A story."),), tail=tail)
    return made


KINDS: Final[Mapping[str, Document]] = MappingProxyType(_kinds())
"""A document for each kind of node, each role, and the places where a node may stand."""

_BLANK: Final = (Text(""), Text(" \t"), Emphasis(()), Code(""), Dateline(()))

EMPTY: Final[Mapping[str, Document]] = MappingProxyType(
    {
        "nothing at all": Document(),
        "metadata alone": Document(metadata=Metadata(title="Harbour", authors=("Ann",))),
        "a headline alone": Document(head=(Headline((Text("Harbour and light"),)),)),
        "a tail alone": Document(tail=(Aside("rights", (paragraph("All rights reserved."),)),)),
        "head nodes without words": Document(
            head=(Headline(()), Deck(()), Byline(()), Dateline(()), Timestamp(()), Slug(()))
        ),
        "blocks without words": Document(
            body=(
                Paragraph(()),
                Quote(()),
                Quote((), attribution=Attribution(())),
                List(()),
                List((ListItem(()),), ordered=True),
                Verse(()),
                Verse((VerseLine(()),)),
                Preformatted(""),
                Rule(""),
                Aside("credit", ()),
                Section(1, (Text("A"),), (Paragraph(()),)),
                Custom("example.none", (Paragraph(()),)),
            ),
            tail=(Aside("related", (Paragraph(()),)),),
        ),
        "inlines without words": Document(
            head=(Headline(_BLANK),),
            body=(Paragraph((*_BLANK, LineBreak(), Strong(_BLANK))), Verse((VerseLine(_BLANK),))),
        ),
    }
)
"""Documents with next to nothing in them."""

# Between blanks, since some of them count as white space here and not there.
_CONTROLS: Final = "a\0b " + " ".join(map(chr, (*range(32), *range(127, 160)))) + " end"

HOSTILE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "HTML": "<b>bold</b> AT&T R&D; &amp; <script>alert('x')</script> <!-- c --> <br/> </p>",
        "XML": "]]> <![CDATA[x]]> <?xml version='1.0'?> &#0; &#60; &undefined; xmlns=\"a\"",
        "Markdown at the start of a line": "# 1. - > | ``` * * * === [x]: http://a.b",
        "Markdown": "**x** __y__ *z* `q` [a](b) ![i](j) ~~~ a\\b | c | http://a.b/c_d_e snake_case",
        "TeX": r"\section{x} $x_1^2$ 100% \input{/etc/passwd} {} ~ \\",
        "RTF": r"{\rtf1\ansi \b bold\b0 \'e9 \u8364?}",
        "templates": "{{ x }} {% y %} ${HOME} $HOME %s %(x)s %% {0} {}",
        "shell, SQL and spreadsheets": "=1+1 $(touch x) `id` '; DROP TABLE t; -- \"a\",'b'\t@x",
        "paths and names": "..\\..\\x /etc/passwd C:\\dir a/../b CON file:///etc/passwd",
        "terminal codes": "plain \x1b[31mred\x1b[0m \x9b31mred \x1b]0;title\x07 end",
        "control characters": _CONTROLS,
        "lone surrogates": "a\ud800b \udfffc \udc00\ud800 d",
        "noncharacters": "a\ufffeb \uffffc \ufdd0d \U0001fffee \U0010fffff",
        "line ends": "a\r\nb \r c\nd \x85 e\u2028f\u2029g \x0b h \x0c i",
        "white space": " \u00a0no-break\u00a0 \u2003em\u3000wide\u200a\tend \u1680 ",
        "invisible characters": "zero\u200bwidth soft\u00adhyphen \ufeffmark joi\u200dn \u2060 end",
        "bidirectional controls": "a \u202eb\u202c c \u2066d\u2069 \u200fe\u200e f \u202a g",
        "right to left": "He said שלום עולם twice, then مرحبا بالعالم and left.",
        "combining marks": "e\u0301 a\u0308\u0304 n\u0303 Z\u0351\u036b\u0343 \u0301alone",
        "beyond the first plane": "𝔘𝔫𝔦 𝒜 🇧🇪 👩\u200d👧 😀 𠮷 end",
        "many scripts": "Ελλάδα Россия ไทย हिन्दी 中文 日本語 한국어 አማርኛ ქართული",
        "ligatures and forms": "ﬁne ﬂow Ǆ ß İi ½ ² ﷺ ™",
        "quotation marks": "“a” ‘b’ \"c\" 'd' «e» „f“ — – … ``g''",
        "a very long word": "x" * 3000,
        "nothing but marks": "*** ___ --- ### >>> ||| ``` === ~~~ +++ :::",
    }
)
"""Texts that look like markup, or hold characters which a format cannot have."""

UNSAFE_TARGETS: Final = (
    "javascript:alert(1)",
    "data:text/html,<b>x</b>",
    "file:///etc/passwd",
    "vbscript:x",
    "//example.com/x",
    "relative/path",
    "https://example.com/\nx",
    "",
)
"""Addresses that no link may have (`copydesk.walk.safe_target` is None for each)."""


def everywhere(text: str) -> Document:
    """`text` in every place that holds text, and a last paragraph to see whether it is reached."""
    leaf = (Text(text),)
    apart = Text(" and ")
    return Document(
        metadata=Metadata(
            title=text, authors=(text, "Ann"), language="en", publisher=text, keywords=(text, "a")
        ),
        head=(Slug(leaf), Headline(leaf), Deck(leaf), Byline(leaf, (text,)), Timestamp(leaf)),
        body=(
            Paragraph((Dateline(leaf, location=text), *leaf, apart, *leaf)),
            Paragraph((Emphasis(leaf), apart, Strong(leaf))),
            Paragraph((apart, Link("https://example.com/", leaf), apart)),
            Paragraph((Code(text), LineBreak(), Text(text)), speaker=text),
            Section(
                1,
                (Text("Part "), *leaf),
                (
                    Quote((Paragraph(leaf),), speaker=text, attribution=Attribution(leaf)),
                    List((ListItem((Paragraph(leaf),)), ListItem((Paragraph(leaf),)))),
                    Verse((VerseLine(leaf), VerseLine(leaf, indent=2))),
                    Preformatted(text),
                    Rule(text),
                    Custom("example.kind", (Paragraph(leaf),), {text: text}),
                ),
            ),
        ),
        tail=(
            Aside("credit", (Paragraph(leaf),)),
            Aside("rights", (paragraph("The last words."),)),
        ),
    )


def with_target(target: str) -> Document:
    """A link to `target`, which need not be safe, between words."""
    return _inline(Link(target, (Text("the linked words"),)))


def deep() -> Mapping[str, Document]:
    """Documents that nest as deep as the tree allows, one way each."""
    inline: Inline = Text("the innermost words")
    for _ in range(MAX_DEPTH - 2):
        inline = Emphasis((inline,))
    quote: Block = paragraph("the innermost words")
    custom = items = quote
    section = Section(MAX_DEPTH - 2, (Text("the innermost heading"),), (quote,))
    for level in range(MAX_DEPTH - 3, 0, -1):
        section = Section(level, (Text(f"Level {level}"),), (section,))
    for _ in range(MAX_DEPTH - 2):
        quote, custom = Quote((quote,)), Custom("example.nested", (custom,))
    for _ in range(MAX_DEPTH // 2 - 1):
        items = List((ListItem((items,)),))
    blocks: dict[str, Block] = {
        "inlines": Paragraph((inline,)),
        "sections": section,
        "quotes": quote,
        "lists": items,
        "custom blocks": custom,
    }
    return {f"{name} {MAX_DEPTH} deep": Document(body=(block,)) for name, block in blocks.items()}


_WORDS: Final = (
    "The harbour master keeps the light and “the light keeps the harbour”; nobody has asked which"
    " of the two would go out first. Ask the sea, he says, and lights it again at dusk."
)


def _paragraphs(size: int) -> Iterable[Paragraph]:
    return (paragraph(f"Number {index}. {_WORDS}") for index in range(size))


def _many_paragraphs(size: int) -> Document:
    return Document(head=(Headline((Text("Light"),)),), body=tuple(_paragraphs(size)))


def _many_sections(size: int) -> Document:
    return Document(
        body=tuple(
            Section(1, (Text(f"Part {number}"),), (block,))
            for number, block in enumerate(_paragraphs(size))
        )
    )


def _one_list(size: int) -> Document:
    return Document(body=(List(tuple(ListItem((block,)) for block in _paragraphs(size))),))


def _one_paragraph(size: int) -> Document:
    return Document(body=(paragraph(" ".join(f"{number} {_WORDS}" for number in range(size))),))


def _many_inlines(size: int) -> Document:
    runs = [(Text(f"Run {number} of "), Emphasis((Text("words"),))) for number in range(size)]
    return Document(body=(Paragraph(tuple(inline for run in runs for inline in run)),))


SHAPES: Final[Mapping[str, Callable[[int], Document]]] = MappingProxyType(
    {
        "paragraphs": _many_paragraphs,
        "sections": _many_sections,
        "items of one list": _one_list,
        "sentences of one paragraph": _one_paragraph,
        "runs of one paragraph": _many_inlines,
    }
)
"""Documents of a size: `SHAPES["paragraphs"](8_000)`."""
