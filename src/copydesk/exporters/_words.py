"""The few words that a format prints of its own accord, in the language of the document."""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True, gc=False):
    """`page_of_pages` stands between two numbers, `contents` over a table of contents."""

    page_of_pages: str
    contents: str


_ENGLISH = Words(" of ", "Contents")
_WORDS = {
    "ar": Words(" / ", "المحتويات"),
    "de": Words(" von ", "Inhalt"),
    "en": _ENGLISH,
    "es": Words(" de ", "Contenido"),
    "fa": Words(" / ", "فهرست"),
    "fr": Words(" sur ", "Sommaire"),
    "he": Words(" / ", "תוכן העניינים"),
    "hi": Words(" / ", "विषय-सूची"),
    "it": Words(" di ", "Indice"),
    "ja": Words(" / ", "目次"),
    "ko": Words(" / ", "차례"),
    "nl": Words(" van ", "Inhoud"),
    "pl": Words(" z ", "Spis treści"),
    "pt": Words(" de ", "Conteúdo"),
    "ru": Words(" из ", "Содержание"),
    "th": Words(" / ", "สารบัญ"),
    "tr": Words(" / ", "İçindekiler"),
    "uk": Words(" з ", "Зміст"),
    "zh": Words(" / ", "目录"),
}
_NUMBERS_ONLY = Words(" / ", _ENGLISH.contents)


def words(language: str | None) -> Words:
    """The words for a BCP 47 tag; English where the language is not known."""
    if language is None:
        return _ENGLISH
    return _WORDS.get(language.lower().split("-")[0], _NUMBERS_ONLY)
