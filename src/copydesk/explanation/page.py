"""An explanation as a page to check: the source at the left, what was found at the right.

One file that fetches nothing and runs nothing (HTML Living Standard). What is in the copy is text
in it, whatever it looks like; doubtful calls are marked, counted and linked one to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from copydesk.corrections import CopyRole
from copydesk.explanation import Explanation, as_said, place, share
from copydesk.explanation.markup import anchor, kind_of, safe
from copydesk.explanation.overview import bar, known, outline, remarks
from copydesk.parsing import Decision
from copydesk.places import numbered_lines
from copydesk.sidecar import sidecar_line
from copydesk.terminal import printable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MOST_BLANKS = 3
_HEAD_LINES = 10
Lines = tuple[int, int]

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


def page(explanation: Explanation) -> bytes:
    """The page, in UTF-8."""
    parts = [
        *_opening(explanation),
        *bar(explanation.doubtful),
        *_blocks(explanation),
        *_closing(explanation),
    ]
    return "\n".join(parts).encode()


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
    yield from remarks(explanation)
    yield from known(explanation)
    yield from outline(explanation.decisions)
    yield "</div></header>"


def _blocks(explanation: Explanation) -> Iterator[str]:
    language = f' lang="{escape(explanation.language)}"' if explanation.language else ""
    yield '<main id="blocks" class="wide">'
    yield '<div class="columns heads"><h2>Source</h2><h2>What was found</h2></div>'
    yield '<ol class="blocks">'
    lines = numbered_lines(explanation.text)
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
        first = above is None or anchor(above) != anchor(decision)
        own = f' id="{anchor(decision)}"' if first else ""
        yield f'<li class="block columns{style}"{own}>'
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
            found += f' <a href="#{anchor(doubtful[index + step])}">{sign} {words}</a>'
    return found + "</span>"


def _source(lines: Sequence[str], shown: int, decision: Decision, language: str) -> Iterator[str]:
    """The lines of a block, and those above it that show nothing or only marks."""
    yield f'<div class="source"{language}>'
    top = min(shown + 1, decision.first_line)  # two blocks may share a line
    empty = next(
        (number for number in range(top, decision.first_line) if lines[number - 1].strip()),
        decision.first_line,
    )
    if empty - top > _MOST_BLANKS:
        gap = f'<span class="gap">{empty - top} blank lines</span>'
        yield f'<div class="l"><span class="n">⋯</span>{gap}</div>'
        top = empty
    for number in range(top, decision.last_line + 1):
        text = safe(lines[number - 1])
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
    kind, role = kind_of(decision.role), decision.role
    style = "aside" if kind == "page" else f"{role} deep" if (decision.level or 1) > 1 else role
    yield f'<p class="shown {style}" dir="auto"{language}>'
    if role in _BY_LINE:
        yield "\n".join(map(safe, lines[decision.first_line - 1 : decision.last_line]))
    else:
        yield safe(decision.text)
    yield "</p>"
    if not goes_on:
        yield from _why(decision, joined)
    yield "</div>"


def _label(decision: Decision) -> Iterator[str]:
    level = f" {decision.level}" if decision.level else ""
    name = f"{decision.role.replace('-', ' ')}{level}"
    yield f'<span class="role {kind_of(decision.role)}">{name}</span>'
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
            items = "".join(f"<li>{safe(reason)}</li>" for reason in reasons)
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
