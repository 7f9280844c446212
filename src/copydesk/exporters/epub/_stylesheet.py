"""The stylesheet of a book, made from a theme and style.css, which holds what all themes share."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from string import Template
from types import MappingProxyType

from copydesk.theme.model import DISPLAY_FROM, Look, Theme, lightened, narrowed

_GENERIC = MappingProxyType({"serif": "serif", "sans": "sans-serif", "mono": "monospace"})
_WIDEST = 36
"""In ems: a book has one column, whatever a page of the theme has."""
_NARROW = 34
_DARK = "#333333"
"""The lightest ground of a dark page."""
_DARK_CONTRAST = 4.5
_GREY, _GREY_IN_THE_DARK = "#999", "#666"


@lru_cache(maxsize=32)
def stylesheet(theme: Theme) -> str:
    """The text of style.css for `theme`."""
    roles = _roles(theme)
    quote = theme.quote
    dark = lightened(theme.accent, _DARK, _DARK_CONTRAST)
    return Template(_frame()).substitute(
        leading=_number(theme.body.leading),
        measure=_number(min(theme.layout.measure, _WIDEST)),
        room=_number(theme.body.leading / 2),
        paragraphs=_paragraphs(theme),
        roles="\n\n".join(_role(selector, look, theme) for selector, look in roles),
        quotations=_quotations(theme),
        narrow=_narrow(roles, theme),
        light=_colours(roles, theme.accent, theme.accent if quote.bar == "accent" else _GREY),
        dark=_colours(roles, dark, dark if quote.bar == "accent" else _GREY_IN_THE_DARK),
    )


@cache
def _frame() -> str:
    return Path(__file__).with_name("style.css").read_text("utf-8")


def _roles(theme: Theme) -> list[tuple[str, Look]]:
    """Selectors and what they look like. A text has no heading above the second rank."""
    first, second, third, rest = theme.headings
    return [
        (".slug", theme.slug),
        ("h1", theme.headline),
        (".headline", theme.heading_1),
        (".deck", theme.deck),
        (".byline", theme.byline),
        (".timestamp, p.dateline", theme.timestamp),
        ("h2, nav h1", first),
        ("h3", second),
        ("h4", third),
        ("h5, h6", rest),
        ("aside", theme.aside),
        (".caption, .credit, .rights, .boilerplate", theme.small),
        ("figcaption", theme.attribution),
    ]


def _role(selector: str, look: Look, theme: Theme) -> str:
    lines = [
        f"font-size: {_number(look.size)}em",
        f"line-height: {_number(look.leading)}",
        f"text-align: {look.align}",
    ]
    if look.face != theme.body.face:
        lines.insert(0, f"font-family: {_GENERIC[look.face]}")
    if look.slant == "italic":
        lines.append("font-style: italic")
    if look.weight == "bold" or selector.startswith("h"):
        lines.append(f"font-weight: {'bold' if look.weight == 'bold' else 'normal'}")
    if not selector.startswith(("aside", ".caption", "figcaption")):
        above, below = theme.before(look) / look.size, theme.after(look) / look.size
        lines.append(f"margin: {_number(above)}em 0 {_number(below)}em")
    return _rule(selector, lines)


def _paragraphs(theme: Theme) -> str:
    body = theme.body
    family = [] if body.face == "serif" else [_rule("body", [_family(body.face)])]
    if theme.layout.paragraphs == "spaced":
        gap = _number(body.gap * body.leading)
        return "\n\n".join([*family, _rule("p", [f"margin: 0 0 {gap}em"])])
    plain = "p:not([class]) + p:not([class])"
    return "\n\n".join(
        [
            *family,
            _rule("p", ["margin: 0"]),
            _rule(
                f"section > {plain}, blockquote > {plain}",
                [f"text-indent: {_number(body.indent)}em"],
            ),
            _rule("p + .turn", [f"margin-top: {_number(body.leading / 2)}em"]),
        ]
    )


def _family(face: str) -> str:
    return f"font-family: {_GENERIC[face]}"


def _quotations(theme: Theme) -> str:
    """Quotations and the lines below them that say whose they are."""
    quote, source = theme.quote, theme.attribution
    bar = 0.0 if quote.bar == "none" else 0.2
    gap = _number(quote.gap * theme.body.leading / quote.size)
    indent = (quote.indent - bar) / quote.size
    both = "margin" if quote.bar == "none" else "padding"
    words = [f"margin: {gap}em 0", f"{both}-inline-start: {_number(indent)}em"]
    below = [
        "break-before: avoid",
        "page-break-before: avoid",
        f"padding: {_number(theme.before(source) / source.size)}em 0 0",
        f"{both}-inline-start: {_number((quote.indent - bar) / source.size)}em",
    ]
    if bar:
        words.append(f"border-inline-start: {_number(bar / quote.size)}em solid")
        below.append(f"border-inline-start: {_number(bar / source.size)}em solid")
    else:
        words.append(f"margin-inline-end: {_number(indent)}em")
    if quote.size != 1:
        words.append(f"font-size: {_number(quote.size)}em")
    if quote.slant == "italic":
        words.append("font-style: italic")
    room = _number(quote.gap * theme.body.leading)
    return "\n\n".join(
        [
            _rule("blockquote", words),
            _rule("figure", [f"margin: {room}em 0"]),
            _rule("figcaption", below),
        ]
    )


def _narrow(roles: list[tuple[str, Look]], theme: Theme) -> str:
    """Display type on narrow screens, and pages of their own for the parts of a text."""
    rules = [
        f"  {selector} {{ font-size: {_number(narrowed(look.size))}em; }}"
        for selector, look in roles
        if look.size > DISPLAY_FROM
    ]
    made = ""
    if rules:
        made = f"@media (max-width: {_NARROW}em) {{\n" + "\n".join(rules) + "\n}"
    if theme.layout.chapters == "new-page":
        chapter = 'section[role="doc-chapter"] > * + section'
        made += "\n\n" + _rule(chapter, ["break-before: page", "page-break-before: always"])
    return made


def _colours(roles: list[tuple[str, Look]], accent: str, bar: str) -> str:
    """What is coloured on a light or on a dark page."""
    coloured = ["a", *(selector for selector, look in roles if look.colour == "accent")]
    return (
        f"  {', '.join(coloured)} {{\n    color: {accent};\n  }}\n\n"
        f"  blockquote, figcaption {{\n    border-color: {bar};\n  }}"
    )


def _rule(selector: str, lines: list[str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {line};\n" for line in lines) + "}"


def _number(value: float) -> str:
    return f"{round(value, 3):g}"
