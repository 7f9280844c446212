"""Runs of words as NITF: enriched text, and the parts of a dateline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, assert_never

from copydesk.hooks import Diagnostic
from copydesk.tree import (
    Byline,
    Code,
    Dateline,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
)
from copydesk.walk import inline_text, safe_target, well_formed_language
from copydesk_nitf._escape import clean, content, element
from copydesk_nitf._facts import compact_date

# A date as datelines print it, beside place and agency: `May 18, 2017`, `Dec. 23`, `18. Mai`.
_PRINTED_DATE: Final = re.compile(
    r"[^\W\d_]{3,12}\.? \d{1,2}(?:, \d{4})?(?!\w)|(?<!\w)\d{1,2}\.? [^\W\d_]{3,12}\.?(?: \d{4})?"
)
_QUOTATION: Final = re.compile('“[^“”]+”?|„[^„“”]+[“”]?|«[^«»]+»?|"[^"]+"')

Report = Callable[[Diagnostic], None]


class Inlines:
    """Prints inlines; reports links that are none."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def enriched(self, inlines: Iterable[Inline], in_link: bool = False) -> str:
        """`inlines` as NITF's enriched text."""
        parts: list[str] = []
        for inline in inlines:
            match inline:
                case Text():
                    parts.append(content(inline.value))
                case Emphasis():
                    text = self.enriched(inline.children, in_link)
                    parts.append(f'<em class="italic">{text}</em>')
                case Strong():
                    text = self.enriched(inline.children, in_link)
                    parts.append(f'<em class="bold">{text}</em>')
                case Code():
                    parts.append(f'<em class="code">{content(inline.value)}</em>')
                case Link():
                    text = self.enriched(inline.children, True)
                    target = self._target(inline)
                    linked = target and text and not in_link
                    parts.append(f"{element('a', href=target)}{text}</a>" if linked else text)
                case Foreign():
                    text = self.enriched(inline.children, in_link)
                    tag = well_formed_language(inline.language)
                    parts.append(f"{element('lang', iso=tag)}{text}</lang>" if tag else text)
                case LineBreak():
                    parts.append("<br/>")
                case Dateline():
                    parts.append(self._inline_dateline(inline) + " ")
                case _:
                    assert_never(inline)
        return "".join(parts)

    def plain(self, inlines: Iterable[Inline], names: Iterable[str] = ()) -> str:
        """`inlines` where NITF takes no markup but persons, and places in cyberspace."""
        known = _one_of(names)
        parts: list[str] = []
        for inline in inlines:
            match inline:
                case Text():
                    parts.append(_wrapped(inline.value, known, "person"))
                case Link():
                    text = content(inline_text(inline.children))
                    target = self._target(inline)
                    named = known and known.fullmatch(inline_text(inline.children).strip())
                    tag = "person" if named else "virtloc"
                    place = f"{element(tag, value=target)}{text}</{tag}>"
                    parts.append(place if text and (target or named) else text)
                case Emphasis() | Strong() | Foreign():
                    parts.append(self.plain(inline.children, names))
                case Code() | LineBreak() | Dateline():
                    parts.append(content(inline_text((inline,))))
                case _:
                    assert_never(inline)
        return "".join(parts)

    def byline(self, node: Byline, titles: Iterable[Byline]) -> str:
        """A byline with its names as persons, and the lines below it, which name nobody."""
        lines = [*_lines(node.children)]
        below = [line for title in titles for line in _lines(title.children)]
        printed = [self.plain(lines[0], node.authors)]
        for line in (*lines[1:], *below):
            text = self.plain(line, node.authors)
            printed.append(f"<byttl>{text}</byttl>" if text.strip() and "<" not in text else text)
        return "\n".join(printed)

    def dateline(self, node: Dateline) -> str:
        """What stands in the element dateline: place and date marked where they are printed."""
        printed = clean(inline_text(node.children)).strip()
        norm = compact_date(node.date)
        place = clean(node.location or "").strip()
        before, found, after = printed.partition(place) if place else ("", "", printed)
        if not found:
            before, after = "", printed
        marked = f"{content(before)}<location>{content(found)}</location>" if found else ""
        date = _PRINTED_DATE.search(after) if norm else None
        if norm and date:
            lead, tail = content(after[: date.start()]), content(after[date.end() :])
            story_date = f"{element('story.date', norm=norm)}{content(date[0])}</story.date>"
            return f"{marked}{lead}{story_date}{tail}"
        unprinted = f"{element('story.date', norm=norm)}</story.date>" if norm else ""
        return f"{marked}{content(after)}{unprinted}"

    def speech(self, inlines: Iterable[Inline], speaker: str | None) -> str:
        """`inlines` with the words between quotation marks as the speaker's."""
        parts: list[str] = []
        for inline in inlines:
            if not isinstance(inline, Text):
                parts.append(self.enriched((inline,)))
                continue
            start = 0
            for quotation in _QUOTATION.finditer(inline.value):
                parts.append(content(inline.value[start : quotation.start()]))
                parts.append(f"{element('q', quote_source=speaker)}{content(quotation[0])}</q>")
                start = quotation.end()
            parts.append(content(inline.value[start:]))
        return "".join(parts)

    def _inline_dateline(self, node: Dateline) -> str:
        """A dateline amid the text, where the element dateline may not stand."""
        if not all(isinstance(inline, Text) for inline in node.children):
            return self.enriched(node.children)
        printed = clean(inline_text(node.children))
        place, sender = clean(node.location or "").strip(), clean(node.agency or "").strip()
        before, found, after = printed.partition(place) if place else ("", "", printed)
        if not found:
            before, after = "", printed
        located = f"{content(before)}<location>{content(found)}</location>" if found else ""
        return located + _wrapped(after, _one_of([sender]), "org", 1)

    def _target(self, link: Link) -> str | None:
        target = safe_target(link.target)
        if target is None:
            message = f"no link is made to {link.target!a}"
            self._report(Diagnostic("unsafe-link", message, span=link.span))
        return target


def _lines(inlines: Iterable[Inline]) -> list[list[Inline]]:
    """`inlines`, cut at the line breaks among them."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return lines


def _one_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of `names`, the longest first; None where there are none."""
    known = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not known:
        return None
    # A byline may be in capitals where the name is not.
    return re.compile("|".join(re.escape(name) for name in known), re.IGNORECASE)


def _wrapped(text: str, names: re.Pattern[str] | None, tag: str, most: int = 0) -> str:
    """`text`, escaped, with what `names` finds in elements of their own."""
    if names is None:
        return content(text)
    parts: list[str] = []
    start = 0
    for number, found in enumerate(names.finditer(text)):
        if most and number == most:
            break
        parts += [content(text[start : found.start()]), f"<{tag}>{content(found[0])}</{tag}>"]
        start = found.end()
    return "".join([*parts, content(text[start:])])
