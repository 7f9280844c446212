"""The document tree: what a publisher sees in a piece of copy, whatever format it leaves in.

`docs/tree.md` specifies every node. The types here are frozen values without behaviour; walking,
checking and rendering live elsewhere.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

MAX_DEPTH = 64
"""How deep nodes may nest below the document."""


class Span(Struct, frozen=True, array_like=True, gc=False):
    """`[start, end)` in code points of the decoded source."""

    start: int
    end: int


class Node(Struct, frozen=True, gc=False, tag=str.lower):
    """Base of all nodes. As JSON its `type` is the class name in lower case."""


# --- inlines -------------------------------------------------------------------------------------


class Text(Node, frozen=True):
    """A run of visible characters; never markup."""

    value: str
    span: Span | None = None


class Emphasis(Node, frozen=True):
    """Words that the author stresses; set in italics."""

    children: tuple[Inline, ...]
    span: Span | None = None


class Strong(Node, frozen=True):
    """Words of weight; set in bold."""

    children: tuple[Inline, ...]
    span: Span | None = None


class Code(Node, frozen=True):
    """A short piece of something typed or computed."""

    value: str
    span: Span | None = None


class Link(Node, frozen=True):
    """A live link. `target` is an absolute http, https or mailto address."""

    target: str
    children: tuple[Inline, ...]
    span: Span | None = None


class Foreign(Node, frozen=True):
    """Words in another language than those around them (the `foreign` of the TEI).

    `language` is a BCP 47 tag, `und-Cyrl` where no more than the script is known.
    """

    children: tuple[Inline, ...]
    language: str
    span: Span | None = None


class LineBreak(Node, frozen=True):
    """A line end that the author meant."""

    span: Span | None = None


class Dateline(Node, frozen=True):
    """Where, by whom and when the story was filed: `BEIRUT (AP) —`.

    In the head it has a line of its own; as the first inline of a lead, a renderer prints one space
    after it.
    """

    children: tuple[Inline, ...]
    location: str | None = None
    agency: str | None = None
    date: str | None = None
    span: Span | None = None


Inline: TypeAlias = Text | Emphasis | Strong | Code | Link | Foreign | LineBreak | Dateline

# --- head ----------------------------------------------------------------------------------------


class Headline(Node, frozen=True):
    """The title of the story."""

    children: tuple[Inline, ...]
    span: Span | None = None


class Deck(Node, frozen=True):
    """The sentence or two under the headline that sum the story up."""

    children: tuple[Inline, ...]
    span: Span | None = None


class Byline(Node, frozen=True):
    """Who wrote it: the line as printed, and the names in it."""

    children: tuple[Inline, ...]
    authors: tuple[str, ...] = ()
    span: Span | None = None


class Timestamp(Node, frozen=True):
    """When the story was published or updated; `date` is ISO 8601 where the line can be read so."""

    children: tuple[Inline, ...]
    role: Literal["published", "updated"] = "published"
    date: str | None = None
    span: Span | None = None


class Slug(Node, frozen=True):
    """The desk's own name or version line of a story."""

    children: tuple[Inline, ...]
    span: Span | None = None


HeadNode: TypeAlias = Headline | Deck | Byline | Dateline | Timestamp | Slug

# --- blocks --------------------------------------------------------------------------------------

AsideRole: TypeAlias = Literal[
    "related",
    "credit",
    "caption",
    "correction",
    "contributor",
    "rights",
    "editors-note",
    "boilerplate",
]


class Section(Node, frozen=True):
    """A heading and all that stands under it; `level` is one more than the section's around it."""

    level: int
    title: tuple[Inline, ...]
    children: tuple[Block, ...] = ()
    span: Span | None = None


class Paragraph(Node, frozen=True):
    """A paragraph; `speaker` names who speaks in a turn of an interview or a play."""

    children: tuple[Inline, ...]
    speaker: str | None = None
    span: Span | None = None


class Attribution(Node, frozen=True):
    """The line under a quotation that says whose it is."""

    children: tuple[Inline, ...]
    span: Span | None = None


class Quote(Node, frozen=True):
    """Somebody's words: a quotation set off (`block`), or a paragraph mostly of `speech`."""

    children: tuple[Block, ...]
    role: Literal["block", "speech"] = "block"
    speaker: str | None = None
    attribution: Attribution | None = None
    span: Span | None = None


Numbering: TypeAlias = Literal[
    "decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"
]
Delimiter: TypeAlias = Literal[".", ")", "()"]


class ListItem(Node, frozen=True):
    """One entry of a list; `number` is that of an ordered list's item which does not count on."""

    children: tuple[Block, ...]
    span: Span | None = None
    number: int | None = None


class List(Node, frozen=True):
    """A list; when it is `ordered`, `start` is the number of the first item, `numbering` what
    numbers look like and `delimiter` what sets them apart (`1.`, `1)`, `(1)`).
    """

    children: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    span: Span | None = None
    numbering: Numbering = "decimal"
    delimiter: Delimiter = "."


class VerseLine(Node, frozen=True):
    """A line of verse, set in by `indent` columns from the stanza's left edge."""

    children: tuple[Inline, ...]
    indent: int = 0
    span: Span | None = None


class Verse(Node, frozen=True):
    """One stanza."""

    children: tuple[VerseLine, ...]
    span: Span | None = None


class Preformatted(Node, frozen=True):
    """Text whose spaces and line breaks are its meaning, such as a table of scores."""

    value: str
    span: Span | None = None


class Rule(Node, frozen=True):
    """A break between paragraphs; `value` is how the copy drew it."""

    value: str = "* * *"
    span: Span | None = None


class Aside(Node, frozen=True):
    """What belongs to the page but not to the run of the story."""

    role: AsideRole
    children: tuple[Block, ...]
    span: Span | None = None


class Custom(Node, frozen=True):
    """A plugin's own kind of block, with ordinary blocks that say the same to everybody else."""

    kind: str
    fallback: tuple[Block, ...]
    data: Any = None
    span: Span | None = None


Block: TypeAlias = Section | Paragraph | Quote | List | Verse | Preformatted | Rule | Aside | Custom

# --- document ------------------------------------------------------------------------------------


class Metadata(Struct, frozen=True, gc=False):
    """What the copy says about itself; never invented. Dates are ISO 8601, `language` is BCP 47."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    publisher: str | None = None
    source_url: str | None = None
    keywords: tuple[str, ...] = ()


DiscardKind: TypeAlias = Literal["line-wrap", "indent", "blank", "markup", "end-mark", "control"]


class Discard(Struct, frozen=True, gc=False):
    """Source characters that no leaf holds; `shown` stands in the leaf in their place."""

    kind: DiscardKind
    text: str
    span: Span
    shown: str = ""


class Source(Struct, frozen=True, gc=False):
    """Where a document came from; `length` counts code points, `discards` are sorted by span."""

    name: str | None = None
    encoding: str = "str"
    length: int = 0
    discards: tuple[Discard, ...] = ()


class Document(Node, frozen=True):
    """A piece of copy in the order in which a reader wants it: head, body, tail."""

    metadata: Metadata = Metadata()
    head: tuple[HeadNode, ...] = ()
    body: tuple[Block, ...] = ()
    tail: tuple[Aside, ...] = ()
    source: Source = Source()
    span: Span | None = None


AnyNode: TypeAlias = Document | HeadNode | Block | Inline | ListItem | VerseLine | Attribution
