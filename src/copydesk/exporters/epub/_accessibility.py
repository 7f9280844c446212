"""What a book says of how it can be read (EPUB Accessibility 1.1, with names of schema.org)."""

from __future__ import annotations

from ebooklib.epub import EpubBook
from msgspec import Struct

from copydesk.exporters._direction import language_is_right_to_left
from copydesk.exporters._metadata import one_line
from copydesk.exporters._sanitize import clean

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Claim(Struct, frozen=True, gc=False):
    """Which standard a book conforms to, and who has checked that it does."""

    standard: str
    certified_by: str


class _Summary(Struct, frozen=True, gc=False):
    text: str
    headings: str
    no_headings: str
    cover: str
    no_pictures: str
    rest: str


_SUMMARIES = {
    "ar": _Summary(
        "يتكوّن هذا الكتاب من نص فقط، بترتيب قراءة واحد، ويتكيّف مع أي حجم للخط.",
        "عناوينه معلَّمة بوصفها عناوين.",
        "لا يحتوي على أقسام لها عناوين.",
        "صورته الوحيدة غلاف يعرض العنوان.",
        "لا يحتوي على صور.",
        "لا يحتوي على صوت ولا أجزاء متحركة ولا برامج نصية.",
    ),
    "de": _Summary(
        "Dieses Buch besteht nur aus Text in einer einzigen Lesereihenfolge und passt sich jeder"
        " Schriftgröße an.",
        "Seine Überschriften sind als solche ausgezeichnet.",
        "Es hat keine Abschnitte mit Überschriften.",
        "Das einzige Bild ist ein Umschlag, der den Titel zeigt.",
        "Es enthält keine Bilder.",
        "Es enthält keinen Ton, keine bewegten Teile und keine Skripte.",
    ),
    "en": _Summary(
        "This book is text only, in one reading order, and reflows to any size.",
        "Its headings are marked up as such.",
        "It has no parts with headings.",
        "The only picture is a cover that shows the title.",
        "It has no pictures.",
        "It has no sound, no moving parts and no scripts.",
    ),
    "es": _Summary(
        "Este libro contiene solo texto, en un único orden de lectura, y se adapta a cualquier"
        " tamaño de letra.",
        "Sus encabezados están marcados como tales.",
        "No tiene partes con encabezado.",
        "Su única imagen es una cubierta que muestra el título.",
        "No tiene imágenes.",
        "No tiene sonido, partes en movimiento ni scripts.",
    ),
    "fa": _Summary(
        "این کتاب فقط متن است، با یک ترتیب خواندن، و با هر اندازهٔ قلم سازگار می‌شود.",
        "سرفصل‌های آن به همین عنوان نشانه‌گذاری شده‌اند.",
        "بخشی با سرفصل ندارد.",
        "تنها تصویر آن جلدی است که عنوان را نشان می‌دهد.",
        "تصویری ندارد.",
        "صدا، بخش متحرک یا اسکریپت ندارد.",
    ),
    "fr": _Summary(
        "Ce livre ne contient que du texte, dans un seul ordre de lecture, et s’adapte à toute"
        " taille de caractères.",
        "Ses titres sont balisés comme tels.",
        "Il n’a pas de parties titrées.",
        "Sa seule image est une couverture qui porte le titre.",
        "Il ne contient pas d’images.",
        "Il ne contient ni son, ni élément animé, ni script.",
    ),
    "he": _Summary(
        "ספר זה מכיל טקסט בלבד, בסדר קריאה אחד, ומתאים את עצמו לכל גודל אות.",
        "הכותרות שלו מסומנות ככותרות.",
        "אין בו חלקים עם כותרות.",
        "התמונה היחידה בו היא כריכה המציגה את שם הספר.",
        "אין בו תמונות.",
        "אין בו קול, חלקים נעים או סקריפטים.",
    ),
    "it": _Summary(
        "Questo libro contiene solo testo, in un unico ordine di lettura, e si adatta a qualsiasi"
        " dimensione del carattere.",
        "I suoi titoli sono marcati come tali.",
        "Non ha parti con titoli.",
        "La sua unica immagine è una copertina che mostra il titolo.",
        "Non ha immagini.",
        "Non ha suoni, parti in movimento né script.",
    ),
    "nl": _Summary(
        "Dit boek bestaat alleen uit tekst, in één leesvolgorde, en past zich aan elke"
        " lettergrootte aan.",
        "De koppen zijn als zodanig gemarkeerd.",
        "Het heeft geen delen met koppen.",
        "De enige afbeelding is een omslag die de titel toont.",
        "Het heeft geen afbeeldingen.",
        "Het heeft geen geluid, geen bewegende delen en geen scripts.",
    ),
    "pt": _Summary(
        "Este livro contém apenas texto, numa única ordem de leitura, e adapta-se a qualquer"
        " tamanho de letra.",
        "Os seus títulos estão marcados como tais.",
        "Não tem partes com títulos.",
        "A sua única imagem é uma capa que mostra o título.",
        "Não tem imagens.",
        "Não tem som, partes em movimento nem scripts.",
    ),
}
"""By language, as `_words.words` has them."""


def describe_access(
    book: EpubBook, language: str, *, sections: bool, cover: bool, claim: Claim | None
) -> None:
    """Add to `book` what is true of it; its summary is in `language`, or in English where there
    are no words for that. That it conforms to a standard is said where a user claims it, and
    nowhere else.
    """
    features = ["tableOfContents", "readingOrder", "displayTransformability"]
    if sections:
        features.append("structuralNavigation")
    for name, value in [
        ("accessMode", "textual"),
        ("accessModeSufficient", "textual"),
        *(("accessibilityFeature", feature) for feature in features),
        ("accessibilityHazard", "none"),
    ]:
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    language = language if language in _SUMMARIES else "en"
    words = _SUMMARIES[language]
    summary = [
        words.text,
        words.headings if sections else words.no_headings,
        words.cover if cover else words.no_pictures,
        words.rest,
    ]
    attributes = {"property": "schema:accessibilitySummary", _LANGUAGE: language}
    if language_is_right_to_left(language):
        attributes["dir"] = "rtl"
    book.add_metadata(None, "meta", " ".join(summary), attributes)
    if claim:
        for name, value in (
            ("dcterms:conformsTo", claim.standard),
            ("a11y:certifiedBy", clean(one_line(claim.certified_by))),
        ):
            book.add_metadata(None, "meta", value, {"property": name})
