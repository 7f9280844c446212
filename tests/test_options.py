"""Options of formats: from strings and from values, and what is said of wrong ones."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from msgspec import Meta

from copydesk.errors import OptionError
from copydesk.options import FormatOptions, OptionHelp, describe_options, make_options


class Options(FormatOptions, frozen=True):
    page: Annotated[Literal["A4", "Letter"], Meta(description="paper size")] = "A4"
    indent: Annotated[int, Meta(ge=0, le=8, description="blanks a level")] = 2
    size: Annotated[float, Meta(description="type size in points")] = 10.5
    toc: Annotated[bool, Meta(description="a table of contents")] = False
    title: Annotated[str | None, Meta(description="title instead of the headline")] = None


class NoOptions(FormatOptions, frozen=True):
    pass


def test_strings_are_read_as_the_type_of_their_field() -> None:
    values = {"page": "Letter", "indent": "4", "size": "9", "toc": "true", "title": "12"}
    assert make_options(Options, "demo", values) == Options(
        page="Letter", indent=4, size=9.0, toc=True, title="12"
    )


def test_values_of_the_right_type_are_taken() -> None:
    values = {"indent": 4, "toc": True, "title": None}
    assert make_options(Options, "demo", values) == Options(indent=4, toc=True)


def test_without_values_there_are_the_defaults() -> None:
    assert make_options(Options, "demo", {}) == Options()


def message(values: dict[str, object], options: type[FormatOptions] = Options) -> str:
    with pytest.raises(OptionError) as raised:
        make_options(options, "demo", values)
    return str(raised.value)


def test_an_unknown_key_names_the_nearest_and_the_real_ones() -> None:
    assert message({"pgae": "A4"}) == (
        "demo has no option 'pgae'; did you mean demo.page?"
        " It has demo.page, demo.indent, demo.size, demo.toc, demo.title"
    )
    assert message({"xyz": "1"}, NoOptions) == "demo has no option 'xyz'; demo takes no options"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("page", "A9", "it takes A4|Letter"),
        ("indent", "many", "demo.indent=many: does not fit; it takes a whole number"),
        ("indent", "9", "demo.indent=9: expected `int` <= 8; it takes a whole number"),
        ("size", "x", "it takes a number"),
        ("toc", "perhaps", "it takes true|false"),
        ("indent", [1], "it takes a whole number"),
    ],
)
def test_a_value_that_does_not_fit_says_what_does(key: str, value: object, said: str) -> None:
    line = message({key: value})
    assert line.startswith(f"demo.{key}=")
    assert line.endswith(said)


def test_the_help_tells_key_type_default_and_purpose() -> None:
    assert describe_options(Options) == [
        OptionHelp("page", "A4|Letter", "A4", "paper size"),
        OptionHelp("indent", "a whole number", "2", "blanks a level"),
        OptionHelp("size", "a number", "10.5", "type size in points"),
        OptionHelp("toc", "true|false", "false", "a table of contents"),
        OptionHelp("title", "text", "none", "title instead of the headline"),
    ]
