"""Markdown read by other people's parsers, and trees, both in the one shape that tests compare.

A block is `("p", runs)`, `("h", level, runs)`, `("pre", text)`, `("hr",)`, `("quote", blocks)` or
`("list", start or None, [blocks])`. Runs are characters with the set of formats that they wear; a
link is the format `"-> address"`. White space outside code wears nothing, for Markdown does not
hold which side of an asterisk it is on, and there is none at the ends of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import commonmark
import html5lib
from cmarkgfm.cmark import Options, markdown_to_html_with_extensions
from commonmark.node import Node as CommonmarkNode
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from copydesk.exporters._sanitize import clean
from copydesk.tree import (
    Aside,
    Block,
    Code,
    Custom,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Foreign,
    Headline,
    Inline,
    LineBreak,
    Link,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Strong,
    Text,
    Verse,
)
from copydesk.walk import number_label

Formats: TypeAlias = frozenset[str]
Run: TypeAlias = tuple[str, Formats]
Shape: TypeAlias = list[tuple[Any, ...]]

BARE: Formats = frozenset()
BREAK: Run = ("\n", BARE)
NOTHING = "<!---->"
"""A comment without words, which shows nothing."""
LINE_ENDS = ("\r\n", "\r", "\n", "\x85", "\u2028", "\u2029")


# --- trees ---------------------------------------------------------------------------------------


def tree_shape(document: Document) -> Shape:
    """What a reader should make of `document`."""
    shape: Shape = []
    headline = False
    for node in document.head:
        if isinstance(node, Headline) and not headline:
            shape += _heading(1, node.children)
            headline = bool(shape)
        elif isinstance(node, Deck):
            shape += _paragraph(_tree_runs((Emphasis(node.children),), BARE))
        else:
            shape += _paragraph(_tree_runs(node.children, BARE))
    shape += _tree_blocks(document.body)
    tail = _tree_blocks(document.tail)
    return grouped([*shape, ("hr",), *tail] if shape and tail else shape + tail)


def _tree_blocks(blocks: Iterable[Block]) -> Shape:
    shape: Shape = []
    for block in blocks:
        match block:
            case Section():
                shape += _heading(block.level + 1, block.title)
                shape += _tree_blocks(block.children)
            case Paragraph():
                shape += _paragraph(_tree_runs(block.children, BARE))
            case Quote():
                inner = _tree_blocks(block.children)
                if block.attribution:
                    inner += _paragraph(_tree_runs(block.attribution.children, BARE))
                shape += [("quote", inner)] if inner else []
            case List():
                shape += _tree_list(block)
            case Verse():
                runs: list[Run] = []
                for line in block.children:
                    inside = _trimmed(_tree_runs(line.children, BARE))
                    runs += [("\xa0", BARE)] * (line.indent if inside else 0) + inside + [BREAK]
                shape += _paragraph(runs)
            case Preformatted():
                text = clean(block.value)
                for end in LINE_ENDS:
                    text = text.replace(end, "\n")
                lines = [line if line.strip() else "" for line in text.split("\n")]
                shape += [("pre", "\n".join([*lines, ""]))] if text.strip() else []
            case Rule():
                shape.append(("hr",))
            case Aside():
                shape += _tree_blocks(block.children)
            case Custom():
                shape += _tree_blocks(block.fallback)
    return shape


def _tree_list(node: List) -> Shape:
    """What Markdown cannot number is labelled in its text; a gap in the numbers ends a list."""
    shape: Shape = []
    number = node.start - 1
    for item in node.children:
        inner = _tree_blocks(item.children)
        gap = item.number is not None and item.number != number + 1
        number = number + 1 if item.number is None else item.number
        if node.ordered and (node.numbering != "decimal" or node.delimiter == "()"):
            label = _characters(number_label(number, node.numbering, node.delimiter), BARE)
            blocks = list(item.children)
            # What nobody sees is passed over: the label stands before what is seen.
            while len(blocks) > 1 and not _tree_blocks(blocks[:1]) and _is_bare(blocks[0]):
                del blocks[0]
            first = blocks[0] if blocks else None
            if isinstance(first, Paragraph):
                runs = [*label, (" ", BARE), *_tree_runs(first.children, BARE)]
                inner = _paragraph(runs) + _tree_blocks(blocks[1:])
            else:
                inner = _paragraph(label) + inner
            start = None
        else:
            start = max(number, 0) if node.ordered else None
        if not shape or (gap and start is not None):
            shape.append(("list", start, []))
        shape[-1][2].append(inner)
    return shape


def _is_bare(block: Block) -> bool:
    return isinstance(block, Paragraph | Verse | List | Quote) and not block.children


def _tree_runs(inlines: Iterable[Inline], worn: Formats) -> list[Run]:
    runs: list[Run] = []
    for inline in inlines:
        match inline:
            case Text():
                runs += _characters(_one_line(inline.value), worn)
            case Code():
                value = _one_line(inline.value)
                linked = any(name.startswith("->") for name in worn)
                lost = not value.strip() or (linked and "]" in value)
                runs += _characters(value, worn if lost else worn | {"code"})
            case LineBreak():
                runs.append(BREAK)
            case Dateline():
                runs += [*_tree_runs(inline.children, worn), (" ", BARE)]
            case Foreign():
                runs += _tree_runs(inline.children, worn)
            case Emphasis():
                runs += _tree_runs(inline.children, worn | {"em"})
            case Strong():
                runs += _tree_runs(inline.children, worn | {"strong"})
            case Link():
                linked = any(name.startswith("->") for name in worn)
                link = f"-> {unquote(clean(inline.target))}"
                runs += _tree_runs(inline.children, worn if linked else worn | {link})
    return runs


def _heading(level: int, inlines: tuple[Inline, ...]) -> Shape:
    runs = [(" ", BARE) if run == BREAK else run for run in _tree_runs(inlines, BARE)]
    runs = _trimmed(runs)
    return [("h", min(level, 6), runs)] if runs else []


def _one_line(text: str) -> str:
    text = clean(text)
    for end in LINE_ENDS:
        text = text.replace(end, " ")
    return text


# --- what trees and parsers share ----------------------------------------------------------------


def _characters(text: str, worn: Formats) -> list[Run]:
    return [(char, BARE if char.isspace() and "code" not in worn else worn - {""}) for char in text]


def _paragraph(runs: list[Run]) -> Shape:
    runs = _trimmed(runs)
    return [("p", runs)] if runs else []


def grouped(shape: Shape) -> Shape:
    """`shape` with neighbouring characters in like formats put together, to be readable."""
    made: Shape = []
    for kind, *rest in shape:
        if kind in {"p", "h"}:
            groups = groupby(rest[-1], key=lambda run: run[1])
            runs = [("".join(char for char, _ in group), sorted(worn)) for worn, group in groups]
            made.append((kind, *rest[:-1], runs))
        elif kind == "quote":
            made.append((kind, grouped(rest[0])))
        elif kind == "list":
            made.append((kind, rest[0], [grouped(item) for item in rest[1]]))
        else:
            made.append((kind, *rest))
    return made


def _trimmed(runs: list[Run]) -> list[Run]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    for line in lines:
        while line and line[0] in ((" ", BARE), ("\t", BARE)):
            del line[0]
        while line and line[-1] in ((" ", BARE), ("\t", BARE)):
            del line[-1]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return [run for number, line in enumerate(lines) for run in [BREAK] * bool(number) + line]


def text_of(runs: Iterable[Run]) -> str:
    return "".join(char for char, _ in runs)


# --- markdown-it-py ------------------------------------------------------------------------------


def read_markdown_it(source: str, preset: str = "commonmark") -> Shape:
    parser = MarkdownIt(preset)
    parser.normalizeLinkText = lambda url: url  # type: ignore[method-assign]  # show it as it is
    root = SyntaxTreeNode(parser.parse(source))
    return grouped([block for child in root.children for block in _it_block(child)])


def _it_block(node: SyntaxTreeNode) -> Shape:
    below = [child for child in node.children or () if child.type != "inline"]
    match node.type:
        case "paragraph":
            return [("p", _it_runs(node.children, BARE))]
        case "heading":
            return [("h", int(node.tag[1]), _it_runs(node.children, BARE))]
        case "blockquote":
            return [("quote", [shape for child in below for shape in _it_block(child)])]
        case "bullet_list" | "ordered_list":
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            items = [
                [shape for child in item.children for shape in _it_block(child)] for item in below
            ]
            return [("list", start, items)]
        case "fence":
            return [("pre", node.content)]
        case "hr":
            return [("hr",)]
        case other:
            return [(other, node.content)]


def _it_runs(nodes: Iterable[SyntaxTreeNode], worn: Formats) -> list[Run]:
    runs: list[Run] = []
    for node in nodes:
        match node.type:
            case "inline":
                runs += _it_runs(node.children, worn)
            case "text":
                runs += _characters(node.content, worn)
            case "code_inline":
                runs += _characters(node.content, worn | {"code"})
            case "softbreak":
                runs.append((" ", BARE))
            case "hardbreak":
                runs.append(BREAK)
            case "em" | "strong":
                runs += _it_runs(node.children, worn | {node.type})
            case "link":
                link = f"-> {unquote(str(node.attrs['href']))}"
                runs += _it_runs(node.children, worn | {link})
            case "html_inline" if node.content == NOTHING:
                pass
            case other:
                runs += _characters(node.content, worn | {other})
    return runs


# --- commonmark.py -------------------------------------------------------------------------------


def read_commonmark(source: str) -> Shape:
    root = commonmark.Parser().parse(source)
    return grouped([block for child in _below(root) for block in _cm_block(child)])


def _below(node: CommonmarkNode) -> Iterator[CommonmarkNode]:
    child = node.first_child
    while child:
        yield child
        child = child.nxt


def _cm_block(node: CommonmarkNode) -> Shape:
    match node.t:
        case "paragraph":
            return [("p", _cm_runs(node, BARE))]
        case "heading":
            return [("h", node.level, _cm_runs(node, BARE))]
        case "block_quote":
            return [("quote", [shape for child in _below(node) for shape in _cm_block(child)])]
        case "list":
            start = node.list_data["start"] if node.list_data["type"] == "ordered" else None
            items = [
                [shape for child in _below(item) for shape in _cm_block(child)]
                for item in _below(node)
            ]
            return [("list", start, items)]
        case "code_block" if node.is_fenced:
            return [("pre", node.literal)]
        case "thematic_break":
            return [("hr",)]
        case other:
            return [(other, node.literal)]


def _cm_runs(parent: CommonmarkNode, worn: Formats) -> list[Run]:
    runs: list[Run] = []
    for node in _below(parent):
        match node.t:
            case "text":
                runs += _characters(node.literal, worn)
            case "code":
                runs += _characters(node.literal, worn | {"code"})
            case "softbreak":
                runs.append((" ", BARE))
            case "linebreak":
                runs.append(BREAK)
            case "emph":
                runs += _cm_runs(node, worn | {"em"})
            case "strong":
                runs += _cm_runs(node, worn | {"strong"})
            case "link":
                runs += _cm_runs(node, worn | {f"-> {unquote(node.destination)}"})
            case "html_inline" if node.literal == NOTHING:
                pass
            case other:
                runs += _characters(node.literal or "?", worn | {other})
    return runs


# --- cmark, through the HTML that it makes -------------------------------------------------------

GITHUB = ("table", "strikethrough", "autolink", "tasklist")


def read_cmark(source: str, extensions: Sequence[str] = ()) -> Shape:
    options = Options.CMARK_OPT_UNSAFE | (Options.CMARK_OPT_FOOTNOTES if extensions else 0)
    html = markdown_to_html_with_extensions(source, options, extensions)
    root: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return grouped(_html_blocks(root))


def _html_blocks(parent: Element) -> Shape:
    """The blocks in `parent`; what is no block makes a paragraph, as in a tight list."""
    shape: Shape = []
    loose: list[Run] = _html_text(parent.text, BARE)
    for node in parent:
        block = _html_block(node)
        if block:
            shape += [*_paragraph(loose), block]
            loose = []
        else:
            loose += _html_runs(node, BARE)
        loose += _html_text(node.tail, BARE)
    return shape + _paragraph(loose)


def _html_block(node: Element) -> tuple[Any, ...] | None:
    match node.tag:
        case "p":
            return ("p", _trimmed(_html_inner(node, BARE)))
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            return ("h", int(node.tag[1]), _trimmed(_html_inner(node, BARE)))
        case "blockquote":
            return ("quote", _html_blocks(node))
        case "ul" | "ol":
            start = int(node.get("start", "1")) if node.tag == "ol" else None
            return ("list", start, [_html_blocks(item) for item in node])
        case "pre":
            return ("pre", "".join(node.itertext()))
        case "hr":
            return ("hr",)
        case _:
            return None


def _html_runs(node: Element, worn: Formats) -> list[Run]:
    match node.tag:
        case "br":
            return [BREAK]
        case "a":
            return _html_inner(node, worn | {f"-> {unquote(str(node.get('href')))}"})
        case other:
            return _html_inner(node, worn | {str(other)})


def _html_inner(node: Element, worn: Formats) -> list[Run]:
    runs = _html_text(node.text, worn)
    for child in node:
        runs += _html_runs(child, worn)
        # cmark puts a line end after a line break.
        tail = (child.tail or "").removeprefix("\n") if child.tag == "br" else child.tail
        runs += _html_text(tail, worn)
    return runs


def _html_text(text: str | None, worn: Formats) -> list[Run]:
    return _characters((text or "").replace("\n", " "), worn)


READERS: dict[str, Callable[[str], Shape]] = {
    "markdown-it-py": read_markdown_it,
    "commonmark.py": read_commonmark,
    "cmark": read_cmark,
}
