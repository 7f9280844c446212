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
    "da": (
        "Broen over åen er lukket indtil marts. Vi må undersøge bjælkerne, sagde borgmesteren. "
        "For fodgængere åbner der en gangbro, og den er gratis, også når det sner. Det blev "
        "besluttet efter et møde, hvor han var med."
    ),
    "nb": (
        "Broen over elva er stengt til mars. Vi må undersøke bjelkene, sa ordføreren. For "
        "fotgjengere åpner det en gangbro, og den er gratis, også når det snør. Det ble bestemt "
        "etter et møte der hun ikke var med."
    ),
    "sv": (
        "Bron över ån är stängd till mars. Vi måste undersöka balkarna, sade borgmästaren. "
        "En gångbro öppnar på söndag och den är gratis, även när det snöar."
    ),
    "fi": (
        "Silta joen yli on suljettu. Meidän on tutkittava palkit, sanoi kaupunginjohtaja, mutta "
        "hän ei tiennyt, mitä se maksaa, ja silta avataan vasta sunnuntaina, kun ei enää sada."
    ),
    "hu": (
        "A folyó feletti híd zárva van. Meg kell vizsgálni, mondta a polgármester, de nem tudta, "
        "hogy az mennyibe kerül, és a híd csak vasárnap nyílik meg, ha nem esik a hó."
    ),
    "ro": (
        "Podul de peste râu este închis până în martie. Trebuie să verificăm grinzile, a spus "
        "primarul, dar nu știa cât o să coste. Decizia a fost luată după o ședință."
    ),
    "tr": (
        "Nehrin üzerindeki köprü kapalı. Belediye başkanı bunun ne kadar tutacağını bilmiyordu, "
        "ama yayalar için bir köprü açılacak ve bu köprü çok uzun bir toplantıdan sonra verildi."
    ),
    "nl": (
        "De brug over de rivier is tot maart gesloten. We moeten de balken onderzoeken, zei de "
        "burgemeester, en hij wist niet wat het zou kosten, maar op zondag komt er een pont."
    ),
    "pl": (
        "Most nad rzeką jest zamknięty do marca. Burmistrz powiedział, że nie wie, ile to "
        "będzie kosztować, ale dla pieszych w niedzielę otwiera się kładka i jest za darmo."
    ),
    "uk": "Міст через річку закрито до березня, сказав мер, і ніхто не знав, скільки її лагодити.",
    "ko": "강을 건너는 다리는 삼월까지 닫혀 있다고 시장이 말했다. 아무도 놀라지 않았다.",
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
