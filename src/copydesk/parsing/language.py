"""A light language detector: by script, and by the small words that every text is full of."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import NamedTuple

from copydesk.parsing.patterns import lazily
from copydesk.parsing.shapes import only_latin

_WORDS = {
    "en": (
        "the of and to in that is was for it with as his he on be at by had not are but "
        "from or have an they which you were said has this will been their"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als "
        "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie ich "
        "wir"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se "
        "ce il sont avec son cette ou mais nous je vous elle été aux"
    ),
    "es": (
        "de la que el en y a los del se las por un para con no una su al lo como más pero "
        "sus le ya o este sí porque esta entre cuando muy sin sobre es"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas "
        "foi ao ele das tem à seu sua ou ser quando muito há nos já está"
    ),
    "it": (
        "di e il la che in a per un è del non sono le con si da dei una della nel gli come "
        "alla più anche ha lo al ma i delle suo questo dal ed se"
    ),
    "cs": (
        "a v se na je že s z do o k i to ve pro za by ale po který jako podle od jsou které "
        "není jeho jsem při již být také bude jen až"
    ),
    "nl": (
        "de van een het en in is dat op te zijn met voor niet aan er die als ook om hij "
        "maar bij uit door naar heeft ze was wordt over nog"
    ),
    "sv": (
        "och i att det som en på är av för med den till inte har de ett om vi men han var "
        "jag hon sig från så kan nu ut"
    ),
    "pl": (
        "i w na z do się nie że to jest o jak a po co tak za od ale przez jego dla są przy "
        "już czy był tylko"
    ),
    "da": (
        "og i at det en den til er som på de med han af for ikke der var mig sig men et har om "
        "vi min havde ham hun nu over da fra du ud sin dem os op hvor blev efter også eller bliver"
    ),
    "nb": (
        "og i det på som er en til å han av for at var med de ikke den har jeg om et men så seg "
        "hun hadde fra vi du kan da ble ut skal vil ham etter over ved også eller sa der blir"
    ),
    "fi": (
        "ja on ei se että oli hän mutta joka niin kuin en mitä ovat sen jos myös tämä vain hänen "
        "sitä siitä nyt ole voi kun olla minä ovat mukaan jo"
    ),
    "hu": (
        "a az és hogy nem is egy ez meg csak volt azt de el mint már ha még van akkor én vagy "
        "minden lehet aki ami nagyon kell után"
    ),
    "ro": (
        "de și în a la cu nu o pe că din este mai să un se care pentru am fost dar sau ce ca "
        "sunt lui fi după prin acest această"
    ),
    "tr": (
        "ve bir bu da de için çok ile ne daha gibi ama o olan var olarak sonra kadar değil ben "
        "her mi en iki diye ise ki"
    ),
    # Those that would be taken for one of the above.
    "ca": (
        "de la i el que a en per un les del els una amb és no es al va com més pel ha seva són "
        "aquest ser també o dels però han fins cap van perquè havia"
    ),
    "sk": (
        "a v sa na je že s z do o k i to vo pri za by ale po ktorý ako podľa od sú ktoré nie "
        "jeho som už byť tiež bude len až so aj bol bola boli čo"
    ),
    "af": (
        "die en van in is het wat nie te op vir dat met was aan hy om sy ek as maar ook word hulle "
        "nog deur sal ons kan daar so haar hom uit gesê geen"
    ),
    "nn": (
        "og i det på som er ein til å han av for at var med ikkje den har eg om eit men så seg ho "
        "hadde frå vi ut skal vil dei etter over ved også eller vart kva noko berre"
    ),
    "la": (
        "et in est non ad ut cum quod qui sed si quae a ex ab hoc per esse sunt atque aut enim "
        "nec etiam autem quam se ac omnes erat eius haec"
    ),
}


@cache
def _index() -> dict[str, tuple[str, ...]]:
    """For each small word the languages that have it."""
    sets = {language: frozenset(words.split()) for language, words in _WORDS.items()}
    return {
        word: tuple(language for language, words in sets.items() if word in words)
        for word in frozenset[str]().union(*sets.values())
    }


_LETTERS = {"cs": lazily("[ěřů]"), "sk": lazily("[ľĺŕôä]")}
"""What a language writes that its nearest relative does not."""

SAMPLE = 6000
"""How many code points of a text tell its language."""

_WORD = lazily(r"[^\W\d_]+")
_ASCII_WORD = lazily("[a-z]+")  # the same, and three times as fast
_SIGNS = "’‘“”–—…\u00a0"
"""The signs without which much of English is ASCII."""

_ENOUGH = 5
_FEWEST_WORDS = 40
_SHORTEST_PARAGRAPH = 4 * _FEWEST_WORDS
_PLAIN_SHARE = 0.2
_PLAIN_MARGIN = 1.5
_TELLING = 6
_FIRST = 200
_GLANCE = 900
_LEAST = 20
_NOT_LATIN = lazily("[\u0370-\U0010ffff]+")


class _Script(NamedTuple):
    """How a language is known by its letters: which, and how large a share of all letters they are.

    What tells it from others that are written in them: what is at least the share `least` of them,
    and what is next to none.
    """

    tag: str
    letters: re.Pattern[str]
    share: float = 0.5
    needs: re.Pattern[str] | None = None
    least: float = 0.006
    refuses: re.Pattern[str] | None = None


_NOISE = 0.02
"""The share of letters that names from other languages stay under."""
_NO_RUSSIAN = "\u0402-\u040f\u0452-\u045f\u0462\u0463\u0490-\u052f"
_ARABIC = lazily("[\u0620-\u064a\u066e-\u06d3]")
_URDU = "\u0679\u0688\u0691\u06ba\u06d2"
_PERSIAN = "\u067e\u0686\u0698\u06a9\u06af\u06cc"
_OTHER_ARABIC = (
    "\u067a-\u067d\u067f-\u0685\u0687\u0689-\u0690\u0692-\u0697\u0699-\u06a8\u06ab-\u06ae"
    "\u06b0-\u06b9\u06bb-\u06bd\u06c3-\u06cb\u06cd-\u06d1\u06d3"
)
_SCRIPTS = (
    _Script("ja", lazily("[\u3040-\u30ff]"), 0.08),
    _Script("ko", lazily("[\uac00-\ud7af]")),
    _Script("zh", lazily("[\u4e00-\u9fff]")),
    _Script("ar", _ARABIC, refuses=lazily(f"[{_URDU}{_PERSIAN}{_OTHER_ARABIC}]")),
    _Script(
        "fa",
        _ARABIC,
        needs=lazily(f"[{_PERSIAN}]"),
        least=0.04,
        refuses=lazily(f"[{_URDU}{_OTHER_ARABIC}]"),
    ),
    _Script(
        "ur",
        _ARABIC,
        needs=lazily(f"[{_URDU}]"),
        least=0.03,
        refuses=lazily(f"[{_OTHER_ARABIC}]"),
    ),
    _Script("he", lazily("[\u05d0-\u05ea]"), refuses=lazily(r"\b(?:און|דער|איז|האט|האָט)\b")),
    _Script("el", lazily("[\u0370-\u03ff]")),
    _Script(
        "uk",
        lazily("[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]"),
        0.08,
        refuses=lazily("[ыэёъў]"),
    ),
    _Script(
        "ru",
        lazily("[\u0401\u0410-\u044f\u0451]"),
        needs=lazily("[ыэё]"),
        refuses=lazily(f"[{_NO_RUSSIAN}]"),
    ),
    _Script(
        "bg",
        lazily("[\u0410-\u044f]"),
        needs=lazily("ъ"),
        refuses=lazily(f"[ыэё{_NO_RUSSIAN}]"),
    ),
    _Script(
        "hi",
        lazily("[\u0900-\u097f]"),
        needs=lazily(r"(?<!\S)(?:है|हैं|में|था|थी|थे|और)(?![^\s।,.])"),
    ),
    _Script("th", lazily("[\u0e00-\u0e7f]")),
)


def _by_letters(sample: str) -> str | None:
    """The language that the letters of `sample` say alone."""
    if only_latin(sample):
        return None
    others = "".join(_NOT_LATIN.findall(sample))
    letters = sum(map(str.isalpha, sample))
    lower = sample.lower()
    for script in _SCRIPTS if others else ():
        own = len(script.letters.findall(others))
        if (
            own > script.share * letters
            and (script.needs is None or len(script.needs.findall(lower)) >= script.least * own)
            and (script.refuses is None or len(script.refuses.findall(lower)) <= _NOISE * own)
        ):
            return script.tag
    return None


def language_of_paragraph(text: str, around: str) -> str | None:
    """The language of a paragraph in a document in the language `around`, where it is another one
    and nobody could doubt it: so many words, none of the commonest of `around`, a clear margin.
    """
    text = unicodedata.normalize("NFC", text)
    if len(text) < _SHORTEST_PARAGRAPH or any(map(text.__contains__, _telling(around))):
        return None
    words = _WORD.findall(text[:SAMPLE].lower())
    if len(words) < _FEWEST_WORDS:
        return None
    index = _index()
    counts = Counter(language for word in words for language in index.get(word, ()))
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    (best, first), (_, second) = ranked[0], ranked[1]
    plain = first >= _PLAIN_SHARE * len(words) and first >= _PLAIN_MARGIN * second
    return best if plain and best != around else None


@cache
def _telling(language: str) -> tuple[str, ...]:
    """The commonest words of `language` that none of the others has, between blanks."""
    index = _index()
    words = _WORDS.get(language, "").split()
    return tuple(f" {word} " for word in words if len(index[word]) == 1)[:_TELLING]


def detect_language(text: str) -> str | None:
    """The language of `text` as a BCP 47 tag, or None where nobody could be sure."""
    sample = unicodedata.normalize("NFC", text[:SAMPLE])
    if sum(map(str.isalpha, sample[:_FIRST])) < _LEAST and sum(map(str.isalpha, sample)) < _LEAST:
        return None
    if told := _by_letters(sample):
        return told
    if len(sample) > 2 * _GLANCE:
        # Where it opens and where it goes on: most copy is in one language, and plainly so.
        told = _by_small_words(f"{sample[:_GLANCE]} {sample[-_GLANCE:]}", plainly=True)
        if told is not None:
            return told
    return _by_small_words(sample)


def _by_small_words(text: str, *, plainly: bool = False) -> str | None:
    """The language whose small words `text` has most of; where it is not `plainly` so, None."""
    index = _index()
    lower = text.lower()
    if not lower.isascii():
        for sign in _SIGNS:
            lower = lower.replace(sign, " ")
    words = (_ASCII_WORD if lower.isascii() else _WORD).findall(lower)
    small = Counter(filter(index.__contains__, words))
    counts: Counter[str] = Counter()
    for word, count in small.items():
        for language in index[word]:
            counts[language] += count
    if not counts:
        return None
    ranked = [*counts.most_common(2), ("", 0)]
    (best, first), (other, second) = ranked[0], ranked[1]
    if first < _ENOUGH or first < 0.12 * len(words):
        return None
    if plainly and (first < max(_FEWEST_WORDS, _PLAIN_SHARE * len(words)) or first < 2 * second):
        return None
    own, foreign = (
        sum(count for word, count in small.items() if one in (i := index[word]) and two not in i)
        + (len(_LETTERS[one].findall(lower)) if one in _LETTERS else 0)
        for one, two in ((best, other), (other, best))
    )
    if first == second and foreign > own:
        best, own, foreign = other, foreign, own
    if first >= 1.25 * second:
        # Of two languages in one text neither is the text's.
        return best if foreign < _ENOUGH or 2 * own >= 3 * foreign else None
    # Close relatives share most of their small words; what one alone has decides.
    return best if own >= 3 + 2 * foreign else None
