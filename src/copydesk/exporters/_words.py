"""The few words that a format prints of its own accord, in the language of the document."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace


class Words(Struct, frozen=True, gc=False):
    """Words of one `language`: `page_of_pages` stands between two numbers, `contents` over a table
    of contents, `landmarks` over a list of places to go to.
    """

    language: str
    page_of_pages: str
    contents: str
    landmarks: str


WORDS = {
    each.language: each
    for each in (
        Words("ar", " / ", "المحتويات", "معالم"),
        Words("cs", " z ", "Obsah", "Orientační body"),
        Words("de", " von ", "Inhalt", "Orientierungspunkte"),
        Words("el", " από ", "Περιεχόμενα", "Ορόσημα"),
        Words("en", " of ", "Contents", "Landmarks"),
        Words("es", " de ", "Contenido", "Puntos de referencia"),
        Words("fa", " / ", "فهرست", "نشانه‌ها"),
        Words("fr", " sur ", "Sommaire", "Points de repère"),
        Words("he", " / ", "תוכן העניינים", "נקודות ציון"),
        Words("hi", " / ", "विषय-सूची", "लैंडमार्क"),
        Words("it", " di ", "Indice", "Punti di riferimento"),
        Words("ja", " / ", "目次", "ランドマーク"),
        Words("ko", " / ", "차례", "랜드마크"),
        Words("nl", " van ", "Inhoud", "Oriëntatiepunten"),
        Words("pl", " z ", "Spis treści", "Punkty orientacyjne"),
        Words("pt", " de ", "Conteúdo", "Pontos de referência"),
        Words("ru", " из ", "Содержание", "Ориентиры"),
        Words("th", " / ", "สารบัญ", "จุดสังเกต"),
        Words("tr", " / ", "İçindekiler", "Yer işaretleri"),
        Words("uk", " з ", "Зміст", "Орієнтири"),
        Words("zh", " / ", "目录", "地标"),
    )
}
"""By language."""
_ENGLISH = WORDS["en"]
_NUMBERS_ONLY = replace(_ENGLISH, page_of_pages=" / ")


def words(language: str | None) -> Words:
    """The words for a BCP 47 tag; English ones, which say so, where there are none for it."""
    if language is None:
        return _ENGLISH
    return WORDS.get(language.lower().split("-")[0], _NUMBERS_ONLY)
