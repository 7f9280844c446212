"""An explanation as a page to check: the source at the left, what was found at the right.

One file that fetches nothing and runs nothing (HTML Living Standard). What is in the copy is text
in it, whatever it looks like; doubtful calls are marked, counted and linked one to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from copydesk.corrections import CopyRole
from copydesk.explanation import Explanation, as_said, facts, place, share, shortened
from copydesk.parsing import Decision
from copydesk.sidecar import sidecar_line
from copydesk.terminal import printable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MOST_CHIPS = 60
_MOST_BLANKS = 3
_MOST_OPEN = 20
_HEAD_LINES = 10
_OUTLINE_WIDTH = 110
Lines = tuple[int, int]

_HEAD: tuple[CopyRole, ...] = (
    "headline", "deck", "byline", "dateline", "date", "slug", "heading",
)  # fmt: skip
_LISTED: tuple[CopyRole, ...] = (
    "block-quote", "attribution", "list-item", "verse", "preformatted", "speech",
)  # fmt: skip
_BY_LINE = ("verse", "preformatted")
_RIVALS: dict[CopyRole, tuple[str, ...]] = {
    "headline": ("slug", "heading", "paragraph"),
    "heading": ("paragraph", "list-item", "headline"),
    "paragraph": ("heading", "list-item", "block-quote"),
    "list-item": ("paragraph", "heading"),
    "block-quote": ("paragraph", "verse", "preformatted"),
    "verse": ("split list-item", "join paragraph", "preformatted"),
    "preformatted": ("join paragraph", "split list-item", "verse"),
    "slug": ("headline", "heading", "paragraph"),
    "deck": ("paragraph", "headline"),
    "rule": ("end-mark", "paragraph"),
}
"""What a block may be instead, the likeliest first."""

# What turns the direction of what follows (Unicode Annex 9) or cannot be seen at all, and what a
# page may not hold: controls, lone surrogates, noncharacters.
_SPELT = (
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0xFEFF,
    *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
)  # fmt: skip
_SHOWN = {code: f"\\u{code:04x}" for code in _SPELT}
_SHOWN |= {code: chr(0x2400 + code) for code in range(32) if code != 9}


def page(explanation: Explanation) -> bytes:
    """The page, in UTF-8."""
    parts = [
        *_opening(explanation),
        *_bar(explanation.doubtful),
        *_blocks(explanation),
        *_closing(explanation),
    ]
    return "\n".join(parts).encode()


def _safe(text: str) -> str:
    """`text` as HTML; what would not be seen, or would turn its surroundings round, is spelt."""
    return escape(text.translate(_SHOWN))


def _opening(explanation: Explanation) -> Iterator[str]:
    name = escape(printable(explanation.name))
    style = files("copydesk.explanation").joinpath("page.css").read_text("utf-8")
    many = len(explanation.decisions)
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="copydesk">
<title>{name}: how it was read</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#blocks">To the blocks</a>
<header class="top"><div class="wide">
<h1>{name}</h1>
<p>{many} block{"s" * (many != 1)} · {escape(explanation.encoding)}</p>
"""
    yield from _remarks(explanation)
    yield from _facts(explanation)
    yield from _outline(explanation.decisions)
    yield "</div></header>"


def _remarks(explanation: Explanation) -> Iterator[str]:
    """What a conversion would warn of."""
    for each in explanation.remarks:
        where = f"Line {_dashed(explanation.lines_of(each.span))}: " if each.span else ""
        yield f'<p class="remark"><strong>{each.severity}</strong> {where}{_safe(each.message)}</p>'


def _facts(explanation: Explanation) -> Iterator[str]:
    """What is known of the copy as a whole, and where it was read."""
    known = list(facts(explanation))
    if not known:
        return
    yield '<dl class="facts">'
    for fact in known:
        where = f"line {_dashed(fact.lines)}" if fact.lines else "given"
        value = _safe(shortened(fact.value, _OUTLINE_WIDTH))
        yield (
            f'<div><dt>{fact.name}</dt> <dd><bdi dir="auto">{value}</bdi> '
            f"<small>{where}</small></dd></div>"
        )
    yield "</dl>"


def _dashed(lines: str) -> str:
    """Lines as print has them: `12–14`."""
    return lines.replace("-", "–")


def _outline(decisions: Sequence[Decision]) -> Iterator[str]:
    """What a person looks for first: the head and the headings, and how many of the rest."""
    main = [decision for decision in decisions if decision.role in _HEAD]
    rest = Counter(decision.role for decision in decisions if decision.role not in _HEAD)
    headings = sum(decision.role == "heading" for decision in main)
    counts = [f"{headings} heading{'s' * (headings != 1)}"] if headings else []
    counts += [f"{count} {_words(role, count)}" for role, count in rest.most_common()]
    opened = " open" if len(main) <= _MOST_OPEN else ""
    yield f'<details class="outline"{opened}><summary>At a glance</summary><ul>'
    if not any(decision.role == "headline" for decision in main):
        yield '<li><span class="role head">headline</span> none was found</li>'
    for decision in sorted(main, key=lambda each: _HEAD.index(each.role)):
        role = decision.role
        level = min(decision.level or 1, 6)
        style = f' class="level-{level}"' if role == "heading" else ""
        text = _safe(shortened(decision.text, _OUTLINE_WIDTH))
        yield (
            f'<li{style}><span class="role head">{role}</span> '
            f'<a href="#{_anchor(decision)}" dir="auto">{text}</a>'
            f"{' <b>?</b>' if decision.doubtful else ''}</li>"
        )
    yield f"</ul></details><p>{', '.join(counts)}</p>" if counts else "</ul></details>"


def _words(role: str, count: int) -> str:
    """A role in running text."""
    if role in ("verse", "preformatted", "speech"):
        role = f"{role} block"
    return f"{role.replace('-', ' ')}{'s' * (count != 1)}"


def _bar(doubtful: Sequence[Decision]) -> Iterator[str]:
    yield '<nav class="bar" aria-label="Doubtful blocks"><div class="wide">'
    if doubtful:
        yield f"<strong>{len(doubtful)} doubtful</strong> <span>at line</span>"
        chips = "".join(
            f'<li><a href="#{_anchor(decision)}">{_dashed(place(decision))}</a></li>'
            for decision in doubtful[:_MOST_CHIPS]
        )
        yield f"<ol>{chips}</ol>"
        if len(doubtful) > _MOST_CHIPS:
            yield f"<span>and {len(doubtful) - _MOST_CHIPS} more</span>"
    else:
        yield "<span>Nothing is doubtful.</span>"
    yield ' <a href="#how">How to correct</a></div></nav>'


def _anchor(decision: Decision) -> str:
    return f"line-{decision.first_line}"


def _blocks(explanation: Explanation) -> Iterator[str]:
    language = f' lang="{escape(explanation.language)}"' if explanation.language else ""
    yield '<main id="blocks" class="wide">'
    yield '<div class="columns heads"><h2>Source</h2><h2>What was found</h2></div>'
    yield '<ol class="blocks">'
    lines = explanation.text.splitlines()
    doubtful = [*explanation.doubtful]
    counted = 0
    shown = 0
    above: Decision | None = None
    joins = _joins(explanation.decisions)
    for decision in explanation.decisions:
        link = ""
        if decision.doubtful:
            link = _jump(doubtful, counted)
            counted += 1
        goes_on = _goes_on(decision, above)
        style = " doubtful" * decision.doubtful + " more" * goes_on
        yield f'<li class="block columns{style}" id="{_anchor(decision)}">'
        yield "".join(_source(lines, shown, decision, language))
        joined = joins.get(decision.first_line)
        found = _found(decision, lines, language, link, goes_on=goes_on, joined=joined)
        yield "".join(found)
        yield "</li>"
        shown, above = decision.last_line, decision
    yield "</ol></main>"


def _goes_on(decision: Decision, above: Decision | None) -> bool:
    """Whether a line prints as one with the line above, so that its role need not be repeated."""
    return (
        above is not None
        and decision.role in _BY_LINE
        and decision.role == above.role
        and decision.first_line == above.last_line + 1
        and decision.said == above.said
        and not decision.doubtful
    )


def _joins(decisions: Sequence[Decision]) -> dict[int, Lines]:
    """The lines that may be one paragraph, for the first line of each part of it."""
    runs: list[list[Decision]] = []
    for decision in decisions:
        if runs and _may_go_on(runs[-1][-1], decision):
            runs[-1].append(decision)
        else:
            runs.append([decision])
    return {
        each.first_line: (run[0].first_line, run[-1].last_line)
        for run in runs
        if len(run) > 1
        for each in run
    }


def _may_go_on(above: Decision, decision: Decision) -> bool:
    return (
        (above.doubtful or decision.doubtful)
        and above.role == "paragraph" == decision.role
        and (decision.text[:1].islower() or above.text[-1:].isalnum())
    )


def _jump(doubtful: Sequence[Decision], index: int) -> str:
    """Links to the doubtful block before this one and to the next."""
    found = f'<span class="jump">{index + 1} of {len(doubtful)}'
    for step, sign, words in ((-1, "↑", "previous"), (1, "↓", "next")):
        if 0 <= index + step < len(doubtful):
            found += f' <a href="#{_anchor(doubtful[index + step])}">{sign} {words}</a>'
    return found + "</span>"


def _source(lines: Sequence[str], shown: int, decision: Decision, language: str) -> Iterator[str]:
    """The lines of a block, and those above it that show nothing or only marks."""
    yield f'<div class="source"{language}>'
    top = shown + 1
    empty = next(
        (number for number in range(top, decision.first_line) if lines[number - 1].strip()),
        decision.first_line,
    )
    if empty - top > _MOST_BLANKS:
        gap = f'<span class="gap">{empty - top} blank lines</span>'
        yield f'<div class="l"><span class="n">⋯</span>{gap}</div>'
        top = empty
    for number in range(top, decision.last_line + 1):
        text = _safe(lines[number - 1])
        yield (
            f'<div class="l"><span class="n">{number}</span>'
            f'<span class="t" dir="auto">{text}</span></div>'
        )
    yield "</div>"


def _found(
    decision: Decision,
    lines: Sequence[str],
    language: str,
    link: str,
    *,
    goes_on: bool,
    joined: Lines | None,
) -> Iterator[str]:
    yield '<div class="found">'
    if not goes_on:
        yield from _label(decision)
        yield link
    kind, role = _kind(decision.role), decision.role
    style = "aside" if kind == "page" else f"{role} deep" if (decision.level or 1) > 1 else role
    yield f'<p class="shown {style}" dir="auto"{language}>'
    if role in _BY_LINE:
        yield "\n".join(map(_safe, lines[decision.first_line - 1 : decision.last_line]))
    else:
        yield _safe(decision.text)
    yield "</p>"
    if not goes_on:
        yield from _why(decision, joined)
    yield "</div>"


def _kind(role: CopyRole) -> str:
    """What colour a role has."""
    if role in _HEAD:
        return "head"
    if role in _LISTED:
        return "list"
    return "text" if role in ("paragraph", "rule", "end-mark") else "page"


def _label(decision: Decision) -> Iterator[str]:
    level = f" {decision.level}" if decision.level else ""
    name = f"{decision.role.replace('-', ' ')}{level}"
    yield f'<span class="role {_kind(decision.role)}">{name}</span>'
    if decision.said:
        yield '<span class="is-said">corrected</span>'
    else:
        doubt = "doubtful, " if decision.doubtful else ""
        yield f'<span class="sure">{doubt}{share(decision)} sure</span>'


def _why(decision: Decision, joined: Lines | None) -> Iterator[str]:
    opened = " open" if decision.doubtful else ""
    where = f"line {place(decision).replace('-', '–')}"
    yield f'<details{opened}><summary>why<span class="unseen"> {where} is this</span></summary>'
    yield '<div class="why">'
    for title, reasons in (("For", decision.evidence_for), ("Against", decision.evidence_against)):
        if reasons:
            items = "".join(f"<li>{_safe(reason)}</li>" for reason in reasons)
            yield f"<div><p>{title}</p><ul>{items}</ul></div>"
    yield '</div><p class="fix">If it is something else: '
    yield " ".join(
        f"<code>{escape(line, quote=False)}</code>" for line in _rivals(decision, joined)
    )
    yield "</p></details>"


def _rivals(decision: Decision, joined: Lines | None) -> Iterator[str]:
    """What a sidecar might say of a block instead, the likeliest first."""
    if joined:
        yield f'{joined[0]}-{joined[1]} = "join"'
    if decision.doubtful and decision.role == "paragraph" and "-" in place(decision):
        yield f'{place(decision)} = "split"'
    rivals = _RIVALS.get(decision.role, ("paragraph", "heading"))
    if decision.role == "paragraph" and decision.first_line <= _HEAD_LINES:
        rivals = ("byline", "date", "deck", *rivals[:1])
    for words in rivals:
        yield f'{place(decision)} = "{words}"'


def _closing(explanation: Explanation) -> Iterator[str]:
    sidecar = escape(printable(explanation.sidecar))
    example = explanation.doubtful or explanation.decisions
    line = sidecar_line(as_said(example[0])) if example else '1 = "headline"'
    yield f"""<footer class="how" id="how"><div class="wide">
<h2>How to correct</h2>
<p>Put the lines that are wrong, with what they are, into a file <code>{sidecar}</code> beside the
text, and convert it again. <code>convert --write-roles</code> writes that file, with a comment for
every block. It begins like this:</p>
<pre><code>sha256 = "{explanation.mark}"

[lines]
{escape(line)}</code></pre>
<p>A range may be <code>join</code>ed into one block or <code>split</code> into one a line, as in
<code>3-4 = "join headline"</code> and <code>20-24 = "split list-item"</code>; a heading may have a
level, as in <code>12 = "heading 2"</code>. A correction changes what it says and nothing else.</p>
</div></footer>
</body>
</html>
"""
