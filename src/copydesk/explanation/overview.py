"""The top of the page of an explanation: what a person looks for first, and where doubt is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from copydesk.explanation import Explanation, facts, on_lines, place, shortened
from copydesk.explanation.markup import HEAD, anchor, dashed, safe
from copydesk.parsing import Decision

_MOST_CHIPS = 60
_MOST_OPEN = 20
_WIDTH = 110


def remarks(explanation: Explanation) -> Iterator[str]:
    """What a conversion would warn of."""
    for each in explanation.remarks:
        lines = on_lines(explanation.lines_of(each.span)) if each.span else ""
        where = f"{dashed(lines).capitalize()}: " if lines else ""
        yield f'<p class="remark"><strong>{each.severity}</strong> {where}{safe(each.message)}</p>'


def known(explanation: Explanation) -> Iterator[str]:
    """What is known of the copy as a whole, and where it was read.

    A title that was read is in the outline.
    """
    shown = [fact for fact in facts(explanation) if fact.name != "title" or not fact.lines]
    if not shown:
        return
    yield '<dl class="facts">'
    for fact in shown:
        where = dashed(on_lines(fact.lines)) if fact.lines else "given"
        value = safe(shortened(fact.value, _WIDTH))
        yield (
            f'<div><dt>{fact.name}</dt> <dd><bdi dir="auto">{value}</bdi> '
            f"<small>{where}</small></dd></div>"
        )
    yield "</dl>"


def outline(decisions: Sequence[Decision]) -> Iterator[str]:
    """What a person looks for first: the head and the headings, and how many of the rest."""
    main = [decision for decision in decisions if decision.role in HEAD]
    rest = Counter(decision.role for decision in decisions if decision.role not in HEAD)
    headings = sum(decision.role == "heading" for decision in main)
    counts = [f"{headings} heading{'s' * (headings != 1)}"] if headings else []
    counts += [f"{count} {_words(role, count)}" for role, count in rest.most_common()]
    opened = " open" if len(main) <= _MOST_OPEN else ""
    yield f'<details class="outline"{opened}><summary>At a glance</summary><ul>'
    if not any(decision.role == "headline" for decision in main):
        yield '<li><span class="role head">headline</span> none was found</li>'
    for decision in sorted(main, key=lambda each: HEAD.index(each.role)):
        role = decision.role
        level = min(decision.level or 1, 6)
        style = f' class="level-{level}"' if role == "heading" else ""
        text = safe(shortened(decision.text, _WIDTH))
        yield (
            f'<li{style}><span class="role head">{role}</span> '
            f'<a href="#{anchor(decision)}" dir="auto">{text}</a>'
            f"{' <b>?</b>' if decision.doubtful else ''}</li>"
        )
    yield f"</ul></details><p>{', '.join(counts)}</p>" if counts else "</ul></details>"


def _words(role: str, count: int) -> str:
    """A role in running text."""
    if role in ("verse", "preformatted", "speech", "boilerplate", "rights"):
        role = f"{role} block"
    return f"{role.replace('-', ' ')}{'s' * (count != 1)}"


def bar(doubtful: Sequence[Decision]) -> Iterator[str]:
    """A link to each doubtful block, which stays in sight."""
    yield '<nav class="bar" aria-label="Doubtful blocks"><div class="wide">'
    if doubtful:
        yield f"<strong>{len(doubtful)} doubtful</strong> <span>at line</span>"
        chips = "".join(
            f'<li><a href="#{anchor(decision)}">{dashed(place(decision))}</a></li>'
            for decision in doubtful[:_MOST_CHIPS]
        )
        yield f"<ol>{chips}</ol>"
        if len(doubtful) > _MOST_CHIPS:
            yield f"<span>and {len(doubtful) - _MOST_CHIPS} more</span>"
    else:
        yield "<span>Nothing is doubtful.</span>"
    yield ' <a href="#how">How to correct</a></div></nav>'
