"""Words that are somebody's: indented quotations, attributions, direct speech; and verse."""

from __future__ import annotations

import re

from copydesk.parsing import shapes
from copydesk.parsing.calls import Call, Copy, Evidence
from copydesk.parsing.notices import URL
from copydesk.parsing.patterns import lazily
from copydesk.parsing.quoting import ATTRIBUTION
from copydesk.parsing.speech import SPEAKER_LABEL, Speech, find_speech

_LONGEST_ATTRIBUTION = 90
_PARENTHESIS = lazily(r"[(\[][^()\[\]]*[)\]]\.?")
_ABSTRACT = lazily(
    r"\W*(?:abstract|kurzfassung|résumé|resumen|resumo|riassunto|abstrakt|аннотация|περίληψη)\W*",
    re.IGNORECASE,
)
_EDITORIAL = lazily(r"\[[^\W\d_]{4}")
"""`[Footnote`, `[Illustration`: what the editor put in, as against `[…]`."""


def find_quotations(copy: Copy) -> None:
    """Indented quotations, the lines that say whose they are, verse, direct speech."""
    base = copy.layout.base_indent
    for index in copy.free():
        block = copy.blocks[index]
        if (
            copy.layout.wrapped
            and block.indent >= base + 2
            and all(line.indent >= base + 2 for line in block.lines)
            and (block.before or copy.role(index - 1) == "quote")
            and _is_no_first_line(copy, index)
            and _beside_text(copy, index)
            and _can_be_quoted(copy, index)
        ):
            copy.call(index, "quote", 0.8, "it is set in from the running text on every line")
    for index in copy.free():
        block = copy.blocks[index]
        text = block.text
        short = len(text) < _LONGEST_ATTRIBUTION
        if copy.role(index - 1) == "quote" and text[:1] in "–—-" and short:
            copy.call(index, "attribution", 0.85, "it opens with a dash under a quotation")
        elif speech := spoken(text):
            evidence = [Evidence(speech.share, f"{speech.share:.0%} of it is direct speech")]
            if speech.speaker:
                evidence.append(Evidence(1.0, f"it names {speech.speaker} as the speaker"))
            copy.calls[index] = Call(
                "speech", 0.85 if speech.speaker else 0.65, tuple(evidence), None, speech.speaker
            )


def spoken(text: str) -> Speech | None:
    """The direct speech in a paragraph that is mostly that: half of it with a speaker named, or
    nearly all of it and not only a few words.
    """
    speech = find_speech(text)
    if speech is None:
        return None
    enough = speech.share >= 0.5 and speech.speaker is not None
    whole = speech.share >= 0.95 and len(text.split()) >= 12
    return speech if enough or whole else None


def _is_no_first_line(copy: Copy, index: int) -> bool:
    """Whether a block is set in as a whole and not by its first line alone, as paragraphs are in
    some copy: there a single line says nothing.
    """
    by_first_line = copy.layout.first_indent or copy.layout.doubled
    below = copy.blocks[index].lines[1:]
    return not by_first_line or (bool(below) and len({line.indent for line in below}) == 1)


def _can_be_quoted(copy: Copy, index: int) -> bool:
    """Whether a set-in block says something, as against an address, a note or a centred line."""
    block = copy.blocks[index]
    text = block.text
    if _EDITORIAL.match(text) or (text[:1] in "–—-" and len(text) < _LONGEST_ATTRIBUTION):
        return False
    if text[0] == "[" and text.rstrip("_*. ").endswith("]"):
        return False
    if _is_turn(copy, index):
        return False
    if index and _ABSTRACT.fullmatch(copy.blocks[index - 1].text):
        return False
    if _is_set_like_its_neighbour(copy, index):
        return True
    asked = shapes.CONTACT.match(text) and not shapes.ends_sentence(text)
    if asked or shapes.letter_share(text) < 0.6:
        return False
    if (found := URL.match(text)) and found.end() >= len(text) - 1:
        return False
    if len(block.lines) == 1:
        said = copy.prose[index] or shapes.ends_sentence(text) or text[:1] in shapes.OPENERS
        return said and not copy.centred(index) and not shapes.all_caps(text)
    return True


def _is_turn(copy: Copy, index: int) -> bool:
    """Whether the name of who speaks stands above, in capitals, as plays print it."""
    name = index - 1
    if name > 0 and _PARENTHESIS.fullmatch(copy.blocks[name].text):
        name -= 1
    if name < 0:
        return False
    above = copy.blocks[name].text
    again = copy.role(name) not in ("heading", "headline") or copy.times(name) > 1
    return len(above) <= 30 and shapes.all_caps(above) and again


def _is_set_like_its_neighbour(copy: Copy, index: int) -> bool:
    """Whether running text set in by as much stands right above or below."""
    return any(
        0 <= beside < len(copy.blocks)
        and copy.blocks[beside].indent == copy.blocks[index].indent
        and (copy.prose[beside] or len(copy.blocks[beside].lines) > 1)
        for beside in (index - 1, index + 1)
    )


def _beside_text(copy: Copy, index: int) -> bool:
    """Whether running text at the usual edge stands above or below, set-in blocks between aside."""
    edge = copy.layout.base_indent + 1
    for step in (-1, 1):
        beside = index + step
        while 0 <= beside < len(copy.blocks) and _edge(copy, beside) > edge:
            beside += step
        if 0 <= beside < len(copy.blocks) and (
            copy.prose[beside] or (step < 0 and ATTRIBUTION.search(copy.blocks[beside].text))
        ):
            return True
    return False


def _edge(copy: Copy, index: int) -> int:
    """Where the lines of a block start, its first one aside."""
    lines = copy.blocks[index].lines
    return min(line.indent for line in lines[:3])


def find_short_lines(copy: Copy) -> None:
    """Stanzas, and lists without marks: three or more short lines under each other, where blank
    lines part the text.
    """
    start = 0
    while start < len(copy.blocks):
        end = start + 1
        while end < len(copy.blocks) and not copy.blocks[end].before:
            end += 1
        if _is_stanza(copy, start, end):
            listed = _is_list(copy, start, end)
            for index in range(start, end):
                if listed:
                    copy.call(index, "item", 0.7, "it is one of a run of short lines, no sentences")
                else:
                    copy.call(index, "verse", 0.75, "it is one of a run of short lines")
        start = end


def _is_list(copy: Copy, start: int, end: int) -> bool:
    """Whether short lines are entries and not verse: verse is written in sentences."""
    members = [block.text for block in copy.blocks[start:end]]
    punctuated = sum(text.endswith((",", ".", ";", "!", "?", "—", ":")) for text in members)
    if 10 * punctuated > 3 * len(members):
        return False
    above = copy.blocks[start - 1].text if start else ""
    introduced = above.endswith(":") or (above != "" and not copy.prose[start - 1])
    counted = 2 * sum(text[:1].isdigit() for text in members) >= len(members)
    return introduced or counted


def _is_stanza(copy: Copy, start: int, end: int) -> bool:
    if end - start < 3 or not copy.layout.separated:
        return False
    members = copy.blocks[start:end]
    if any(copy.calls[index] is not None for index in range(start, end)):
        return False
    if any(len(block.lines) > 1 or block.underline for block in members):
        return False
    limit = 0.8 * copy.layout.margin if copy.layout.wrapped else 62
    if any(block.lines[0].width > limit for block in members):
        return False
    if any(SPEAKER_LABEL.match(block.text) for block in members):
        return False
    set_in = all(block.indent > copy.layout.base_indent for block in members)
    if set_in or copy.layout.wrapped or _is_list(copy, start, end):
        return True
    return _is_recited(copy, start, end)


def _is_recited(copy: Copy, start: int, end: int) -> bool:
    """Whether short lines beside running text read as verse: quoted as a whole, or with commas and
    stops at the ends of most.
    """
    members = [block.text for block in copy.blocks[start:end]]
    if not any(copy.prose[i] for i in (start - 1, end) if 0 <= i < len(copy.blocks)):
        return False
    if any(text.endswith(":") or text[0].isdigit() for text in members):
        return False
    if copy.layout.cased and shapes.starts_lower(members[0]):
        return False  # a clause of the sentence above
    quoted = members[0][0] in shapes.QUOTE_OPENERS and members[-1][-1] in shapes.CLOSERS
    punctuated = sum(text.endswith((",", ".", ";", "!", "?", "—")) for text in members)
    return quoted or 2 * punctuated >= len(members) + 1
