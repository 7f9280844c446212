"""Twice the text takes at most twice the time and the memory, whatever the text is.

Nothing here depends on how fast the machine is: only ratios count (`growth_fault`).
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest

from copydesk.errors import SourceError
from copydesk.lossless import restore
from copydesk.parsing import analyze, parse
from copydesk.parsing.mojibake import find_mojibake, repair_mojibake
from copydesk.parsing.source import decode
from copydesk.testing._cost import growth_fault

SENTENCE = "The lamp on the point went out on Tuesday, the keeper said, and nobody was surprised. "
_PIECE = 10
"""Characters of a piece, of which thousands are tried."""


def repeated(unit: str) -> Callable[[int], str]:
    return lambda count: unit * max(1, count * _PIECE // len(unit))


UNITS = {
    # what copy is made of
    "a paragraph a line": SENTENCE * 4 + "\n",
    "paragraphs apart": SENTENCE * 4 + "\n\n",
    "wrapped paragraphs": (SENTENCE[:60] + "\n" + SENTENCE[60:] + "\n") * 4 + "\n",
    "headings": "A Short Heading\n\n" + SENTENCE + "\n\n",
    "headings alone": "A Short Heading\n\n",
    "headings in capitals": "A SHORT HEADING\n",
    "underlined": "Title\n=====\n\n",
    "bullets": "- item\n",
    "one number": "1. item\n",
    "rules": "* * *\n",
    "end marks": "###\n",
    "quotations": "“Yes,” said Ann Example. “No.”\n\n",
    "an interview": "Q: What is it?\n\nA: It is a lamp.\n\n",
    "verse": "O lamp of night,\nO burning light,\nYou went away\n\n",
    "a table": "one   two   three\n",
    "dates": "May 3, 2024\n",
    "bylines": "By Ann Example\n",
    "links to others": "Read more: http://a.example/b\n",
    "fields of a header": "X-Field: value\n",
    "divided words": "a-\n",
    "Japanese": "港の灯台は火曜日の夜に消えた。\n",
    "quoting": "> > text\n",
    "all at once": "> - 1. “(Ann: http://a.b/c) — 3 May* * *\n",
    # one line of the same
    "one line": "a word ",
    "one word": "x",
    "blank lines": "\n",
    "blanks": " ",
    "marks of quoting": ">",
    "marks of quoting, apart": "> ",
    "list marks": "- ",
    "quotation marks": "“",
    "quotations that do not end": "„a ",
    "straight quotation marks": '"',
    "brackets": "(",
    "pairs of brackets": "()",
    "dots": ".",
    "dots apart": ". ",
    "dashes": "-",
    "stars apart": "* ",
    "digits": "1",
    "digits and dots": "1.",
    "digits apart": "12 ",
    "capitals": "ABC DEF ",
    "initials": "A.",
    "names": "Ann Example and ",
    "places": "BEIRUT, ",
    "days": "May 3 ",
    "addresses": "http://a.example/b ",
    "mailboxes": "a.b@c.de ",
    "halves of mailboxes": "a@",
    "tabs": "a\t",
    "controls": "a\x01",
    "byte-order marks": "\ufeff",
    "accents": "e\u0301",
    "accents alone": "\u0301",
    "form feeds": "\f",
    "carriage returns": "\r",
    "line separators": "\u2028",
    "no-break spaces": "\u00a0",
    "mojibake": "Ã©",
}
STARTS = ("", "http://a.example/", "By ", "Copyright ", "“", "1. ", "(")
CASES: dict[str, Callable[[int], str]] = {
    **{name: repeated(unit) for name, unit in UNITS.items()},
    **{
        f"{start.strip()} and then {name}": lambda count, start=start, name=name: (  # type: ignore[misc]
            start + repeated(UNITS[name])(count)
        )
        for start in STARTS[1:]
        for name in ("brackets", "pairs of brackets", "dots", "one word", "digits", "names")
    },
    "an address and closing brackets": lambda count: "http://a.example/" + ")" * count * _PIECE,
    "numbers that go on": lambda count: "".join(f"{i}. item\n" for i in range(count)),
    "speakers": lambda count: "".join(f"Name{i}: word\n" for i in range(count)),
    "deeper and deeper": lambda count: "".join(f"{' ' * (i % 60)}- x\n" for i in range(count // 4)),
    "quoted deeper": lambda count: "".join(f"{'>' * (i % 60)} text\n" for i in range(count // 4)),
    "blanks inside": lambda count: "a" + " " * count * _PIECE + "b",
    "a blank line that is none": lambda count: (" " * 9 + "\n") * count,
}


@pytest.mark.parametrize("made", CASES.values(), ids=CASES.keys())
def test_parsing_is_linear(made: Callable[[int], str]) -> None:
    def work(count: int) -> Callable[[], object]:
        text = made(count)
        return lambda: restore(analyze(text).document)

    assert growth_fault(work) is None


@pytest.mark.parametrize(
    "made", [CASES["mojibake"], CASES["Japanese"], repeated("Ä“ "), repeated("â€œa")]
)
def test_finding_and_repairing_mojibake_is_linear(made: Callable[[int], str]) -> None:
    def work(count: int) -> Callable[[], object]:
        text = made(count)
        return lambda: (find_mojibake(text), repair_mojibake(text))

    assert growth_fault(work) is None


@pytest.mark.parametrize(
    "unit", [b"caf\xe9 \n", b"plain text\n", b"\xe9", "Ã©".encode(), b"a\0", b"x\0 \0"]
)
def test_decoding_is_linear(unit: bytes) -> None:
    def work(count: int) -> Callable[[], object]:
        data = b"A caf\xe9 " + unit * count * 4

        def decoded() -> None:
            with suppress(SourceError):  # what it is does not matter, only how long it takes
                decode(data)

        return decoded

    assert growth_fault(work) is None


BIG = {
    "a file of 10 MB": lambda: (SENTENCE * 4 + "\n") * (10_000_000 // (4 * len(SENTENCE))),
    "a line of 10 MB": lambda: "a word " * (10_000_000 // 7),
    "a million blank lines": lambda: "\n" * 1_000_000,
    "100,000 marks of quoting": lambda: ">" * 100_000 + " deep\n",
    "50,000 nested indents": lambda: "".join(f"{' ' * (i % 250)}word\n" for i in range(50_000)),
}


@pytest.mark.parametrize("made", BIG.values(), ids=BIG.keys())
def test_big_inputs_are_parsed_and_restored(made: Callable[[], str]) -> None:
    text = made()
    document = parse(text)
    assert restore(document) == text
    assert document.source.length == len(text)


@pytest.mark.parametrize("name", ["a paragraph a line", "one line", "blank lines", "bullets"])
def test_memory_is_linear(name: str) -> None:
    def peak(count: int) -> int:
        text = CASES[name](count)
        tracemalloc.start()
        try:
            parse(text)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)  # imports, caches
    small, large = peak(2_000), peak(8_000)
    assert large <= 5 * small + 100_000, f"4 times the text took {large / small:.1f} times as much"
