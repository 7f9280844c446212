"""Documents to test exporters with, made by hand."""

from __future__ import annotations

from copydesk.tree import (
    Aside,
    Attribution,
    Byline,
    Code,
    Custom,
    Dateline,
    Deck,
    Document,
    Emphasis,
    Foreign,
    Headline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Section,
    Slug,
    Strong,
    Text,
    Timestamp,
    Verse,
    VerseLine,
)


def paragraph(text: str) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph((Text(text),))


def every_node() -> Document:
    """A document that holds every node kind, every role, and text that looks like markup."""
    return Document(
        metadata=Metadata(
            title="Harbour & light: <b>a survey</b>",
            authors=("Ann Example", "Björn Beispiel"),
            language="en",
            published="2024-03-09",
            updated="2024-03-10T08:30:00+01:00",
            publisher="Example Press",
            source_url="https://example.com/harbour?a=1&b=2",
            keywords=("harbour", "light"),
        ),
        head=(
            Slug((Text("BC-Harbour, 1st Ld"),)),
            Headline((Text("Harbour & light: <b>a survey</b>"),)),
            Deck((Text("What a lamp is worth when nobody looks"),)),
            Byline((Text("By Ann Example and Björn Beispiel"),), ("Ann Example", "Björn Beispiel")),
            Timestamp((Text("Published March 9, 2024"),), "published", "2024-03-09"),
            Timestamp((Text("Updated March 10, 2024"),), "updated", "2024-03-10"),
            Dateline((Text("OOSTENDE, Belgium"),), location="OOSTENDE, Belgium"),
        ),
        body=(
            Aside("editors-note", (paragraph("EDITOR'S NOTE — First of two parts."),)),
            Paragraph(
                (
                    Dateline((Text("OOSTENDE (EP) —"),), location="OOSTENDE", agency="EP"),
                    Text("The lamp was lit at “dusk” — as ever. AT&T said 1 < 2, *not* _this_. "),
                    Emphasis((Text("Nobody"),)),
                    Text(" came; "),
                    Strong((Text("everybody "), Emphasis((Text("knew"),)))),
                    Text(". See "),
                    Link("https://example.com/a?b=1&c=(2)", (Text("the keeper’s page"),)),
                    Text(" or run "),
                    Code("lamp --on `now`"),
                    Text(" twice.\u00a0Done. The Greeks called it "),
                    Foreign((Text("λύχνος"),), "el"),
                    Text("."),
                    LineBreak(),
                    Text("A second line."),
                )
            ),
            Quote(
                (paragraph("“We kept it burning,” Keeper said."),), role="speech", speaker="Keeper"
            ),
            Quote(
                (paragraph("First of the quoted words."), paragraph("Second of them.")),
                speaker="Ada Lovelace",
                attribution=Attribution((Text("— Ada Lovelace"),)),
            ),
            Rule("* * *"),
            Section(
                1,
                (Text("What the “men” saw & said"),),
                (
                    Paragraph((Text("Q: How long did it burn?"),), speaker="Q"),
                    Paragraph((Text("A: All night."),), speaker="A"),
                    List(
                        (
                            ListItem((paragraph("oil"), paragraph("of the better kind"))),
                            ListItem(
                                (
                                    paragraph("wicks"),
                                    List((ListItem((paragraph("long"),)),), ordered=False),
                                )
                            ),
                        )
                    ),
                    List(
                        (ListItem((paragraph("light it"),)), ListItem((paragraph("leave it"),))),
                        ordered=True,
                        start=3,
                    ),
                    List(
                        (
                            ListItem((paragraph("oil the hinges"),)),
                            ListItem((paragraph("lock the door"),)),
                        ),
                        ordered=True,
                        numbering="lower-alpha",
                        delimiter=")",
                    ),
                    Section(
                        2,
                        (Text("A deeper matter"),),
                        (
                            Verse(
                                (
                                    VerseLine((Text("The sea is late,"),)),
                                    VerseLine((Text("the lamp is low,"),), indent=4),
                                    VerseLine((Text("and nobody knows."),)),
                                )
                            ),
                            Preformatted("Night   Ships\n  1        12\n  2         9"),
                            Section(3, (Text("Deeper still"),), (paragraph("The end of it."),)),
                        ),
                    ),
                ),
            ),
            Section(1, (Text("An empty section"),)),
            Section(
                1,
                (Text("Last words"),),
                (
                    Custom(
                        "example.chart", (paragraph("Ships fell from 12 to 9."),), {"n": [12, 9]}
                    ),
                    Aside("caption", (paragraph("The lamp in 1911."),)),
                    Aside("boilerplate", (paragraph("5 MIN READ"),)),
                ),
            ),
        ),
        tail=(
            Aside(
                "related",
                (
                    Paragraph(
                        (
                            Text("Read more: "),
                            Link("https://example.com/more", (Text("https://example.com/more"),)),
                        )
                    ),
                ),
            ),
            Aside("credit", (paragraph("(Photo: A. Example)"),)),
            Aside("correction", (paragraph("Correction: the lamp was lit in 1911."),)),
            Aside("contributor", (paragraph("C. Example contributed to this report."),)),
            Aside("rights", (paragraph("Copyright 2024 Example Press. All rights reserved."),)),
        ),
    )
