"""Direct speech: whether a paragraph is mostly somebody's words, and whose."""

from __future__ import annotations

from msgspec import Struct

from copydesk.parsing.patterns import lazily

PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "「": "」", "『": "』", "‟": "”"}
_VERBS = (
    "said|says|say|told|tells|added|adds|asked|asks|replied|replies|recalled|"
    "recalls|explained|explains|wrote|writes|warned|noted|insisted|argued|admitted|"
    "declared|announced|answered|continued|concluded|observed|remarked|stated|joked|"
    "laughed|sagte|sagt|sagten|erklärte|erklärt|meinte|meint|betonte|betont|"
    "berichtete|berichtet|fügte|ergänzte|schrieb|so|erzählt|erzählte|a dit|dit|a "
    "déclaré|déclare|explique|a expliqué|affirme|a affirmé|assure|raconte|ajoute|a "
    "ajouté|estime|dijo|dice|afirmó|afirma|explicó|explica|señaló|aseguró|añadió|"
    "declaró|contó|disse|diz|afirmou|explicou|contou|acrescentou|ha detto|ha "
    "dichiarato|ha spiegato|spiega|racconta|řekl|řekla|uvedl|uvedla|dodal|dodala|"
    "říká|сказал|сказала|говорит|заявил|заявила|отметил|отметила|добавил|добавила|"
    "είπε|δήλωσε|λέει"
)
_PARTICLE = r"(?:de|da|di|van|von|der|den|al|el|bin|la|le|du|del)"
_WORD = r"(?:(?:al|el|d|O)[-'’])?[^\W\d_a-zà-öø-ÿа-яα-ω][^\W\d_]*(?:[-'’.][^\W\d_]+)*\.?"
_NAME = rf"(?P<name>{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}{_WORD}){{0,3}})"
_AFTER = lazily(
    rf"\s*[,–—-]?\s*(?:{_VERBS})\s+(?:(?:him|her|them|me|us|sie|er)\s+)?"
    rf"(?:the\s+|der\s+|die\s+)?{_NAME}"
)
_BEFORE = lazily(rf"\s*[,–—-]?\s*{_NAME}(?:,[^,“„«\"]{{1,80}},)?\s+(?:{_VERBS})\b")
_NO_NAMES = frozenset(
    {
        *("he", "she", "they", "it", "we", "you", "i", "the", "a", "an", "this", "that", "his"),
        *("her", "their", "but", "and", "so", "in", "at", "on"),
        *("er", "sie", "es", "ich", "wir", "der", "die", "das"),
        *("il", "elle", "ils", "elles", "él", "ella", "ellos", "ele", "ela", "eles", "lui", "lei"),
        *("ona", "он", "она", "они", "αυτός", "αυτή"),
    }
)
_REACH = 140


class Speech(Struct, frozen=True, gc=False):
    """Direct speech: the share of it in the paragraph (0 to 1) and the speaker, if named."""

    share: float
    speaker: str | None


def find_speech(text: str) -> Speech | None:
    """What a paragraph that opens with a quotation mark says of itself; None for any other."""
    closers = PAIRS.get(text[:1])
    if closers is None:
        return None
    spoken = 0
    position = 0
    speaker: str | None = None
    opener = text[0]
    while position < len(text):
        if text[position] != opener:
            following = text.find(opener, position)
            position = len(text) if following < 0 else following
            continue
        end = _closing(text, position + 1, closers)
        if end < 0:
            # A running quotation closes in a later paragraph.
            spoken += len(text) - position
            break
        spoken += end - position + 1
        if speaker is None:
            speaker = _speaker(text[end + 1 : end + 1 + _REACH])
        position = end + 1
    return Speech(spoken / len(text), speaker)


def _closing(text: str, start: int, closers: str) -> int:
    found = [at for at in (text.find(closer, start) for closer in closers) if at >= 0]
    return min(found, default=-1)


def _speaker(text: str) -> str | None:
    """The name beside a verb of speaking, at the start of what follows a quotation."""
    for pattern in (_AFTER, _BEFORE):
        found = pattern.match(text)
        if found:
            name = found["name"].rstrip(".")
            if name.lower() not in _NO_NAMES:
                return name
    return None


SPEAKER_LABEL = lazily(
    rf"(?P<label>[QAFRV]|[^\W\d_a-z][^\W\d_a-z.'’ -]{{1,28}}|{_WORD}(?:\s{_WORD}){{0,2}})"
    r"[:：]\s+(?=\S)"
)
"""`Q:`, `TAPPER:`, `Ann Example:` at the start of a turn."""
