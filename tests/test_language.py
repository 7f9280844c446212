"""The language of a text is told where it can be told, and left open where it cannot."""

from __future__ import annotations

import pytest

from copydesk.parsing.language import detect_language

TEXTS = {
    "en": "The ferry stays, said the council, and nobody who was there was surprised by it at all.",
    "de": (
        "Die Fähre bleibt, sagte der Rat, und niemand von denen, die dabei waren, war überrascht."
    ),
    "fr": "Le bac reste, a dit le conseil, et personne dans la salle n'a été surpris par ce choix.",
    "es": (
        "El barco se queda, dijo el consejo, y nadie de los que estaban en la sala se sorprendió."
    ),
    "pt": (
        "O barco fica, disse o conselho, e ninguém na sala ficou surpreendido com isso, "
        "não há dúvida."
    ),
    "it": (
        "Il traghetto resta, ha detto il consiglio, e nessuno di quelli che erano in "
        "sala era sorpreso."
    ),
    "cs": (
        "Přívoz zůstane, řekla rada, a nikdo z těch, kteří tam byli, nebyl překvapen, že je to tak."
    ),
    "ru": "Паром остаётся, сказал совет, и никто из тех, кто там был, не удивился.",
    "el": "Το πορθμείο μένει, είπε το συμβούλιο, και κανείς δεν εξεπλάγη.",
    "ja": "渡し船は残る、と評議会は火曜日に述べた。誰も驚かなかった。",
    "zh": "渡轮将会保留，议会星期二说，在场的人没有一个感到惊讶，他们早已知道。",
    "ar": "قال المجلس إن العبارة باقية، ولم يتفاجأ أحد ممن كانوا هناك.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_language(language: str, text: str):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "Ferry", "12 34 56", "Lorem ipsum dolor sit amet consectetur"]
)
def test_no_guess_where_nobody_could_know(text: str):
    assert detect_language(text) is None
