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
    "cs": _Summary(
        "Tato kniha obsahuje jen text v jediném pořadí čtení a přizpůsobí se jakékoli"
        " velikosti písma.",
        "Její nadpisy jsou jako nadpisy označeny.",
        "Nemá části s nadpisy.",
        "Jediným obrázkem je obálka s názvem.",
        "Nemá žádné obrázky.",
        "Nemá zvuk, pohyblivé části ani skripty.",
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
    "el": _Summary(
        "Αυτό το βιβλίο περιέχει μόνο κείμενο, με μία σειρά ανάγνωσης, και προσαρμόζεται"
        " σε κάθε μέγεθος γραμμάτων.",
        "Οι επικεφαλίδες του επισημαίνονται ως τέτοιες.",
        "Δεν έχει μέρη με επικεφαλίδες.",
        "Η μόνη εικόνα είναι ένα εξώφυλλο που δείχνει τον τίτλο.",
        "Δεν έχει εικόνες.",
        "Δεν έχει ήχο, κινούμενα μέρη ή σενάρια εντολών.",
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
    "hi": _Summary(
        "इस पुस्तक में केवल पाठ है, पढ़ने का एक ही क्रम है, और यह अक्षरों के किसी भी आकार के अनुसार ढल जाती है।",
        "इसके शीर्षक शीर्षक के रूप में चिह्नित हैं।",
        "इसमें शीर्षक वाले भाग नहीं हैं।",
        "इसका एकमात्र चित्र आवरण है, जिस पर पुस्तक का नाम है।",
        "इसमें चित्र नहीं हैं।",
        "इसमें ध्वनि, चलते हुए भाग या स्क्रिप्ट नहीं हैं।",
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
    "ja": _Summary(
        "この本は文字だけで構成され、読む順序は一つで、どの文字サイズにも合わせて表示されます。",
        "見出しには見出しとしての印が付いています。",
        "見出しのある部分はありません。",
        "画像は題名を示す表紙だけです。",
        "画像はありません。",
        "音声、動く部分、スクリプトはありません。",
    ),
    "ko": _Summary(
        "이 책은 글로만 되어 있고 읽는 순서는 하나이며 어떤 글자 크기에도 맞추어집니다.",
        "제목은 제목으로 표시되어 있습니다.",
        "제목이 있는 부분이 없습니다.",
        "그림은 제목을 보여 주는 표지뿐입니다.",
        "그림이 없습니다.",
        "소리, 움직이는 부분, 스크립트가 없습니다.",
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
    "pl": _Summary(
        "Ta książka zawiera tylko tekst, w jednej kolejności czytania, i dopasowuje się"
        " do każdej wielkości liter.",
        "Jej nagłówki są oznaczone jako nagłówki.",
        "Nie ma części z nagłówkami.",
        "Jedynym obrazem jest okładka z tytułem.",
        "Nie ma obrazów.",
        "Nie ma dźwięku, ruchomych elementów ani skryptów.",
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
    "ru": _Summary(
        "Эта книга состоит только из текста с единым порядком чтения и подстраивается под"
        " любой размер шрифта.",
        "Её заголовки размечены как заголовки.",
        "В ней нет частей с заголовками.",
        "Единственное изображение — обложка с названием.",
        "В ней нет изображений.",
        "В ней нет звука, движущихся элементов и скриптов.",
    ),
    "th": _Summary(
        "หนังสือเล่มนี้มีเพียงข้อความ มีลำดับการอ่านเดียว และปรับตามขนาดตัวอักษรได้ทุกขนาด",
        "หัวเรื่องถูกกำกับไว้ว่าเป็นหัวเรื่อง",
        "ไม่มีส่วนที่มีหัวเรื่อง",
        "ภาพเดียวคือปกที่แสดงชื่อเรื่อง",
        "ไม่มีภาพ",
        "ไม่มีเสียง ส่วนที่เคลื่อนไหว หรือสคริปต์",
    ),
    "tr": _Summary(
        "Bu kitap yalnızca metinden oluşur, tek bir okuma sırası vardır ve her yazı boyutuna uyar.",
        "Başlıkları başlık olarak işaretlenmiştir.",
        "Başlıklı bölümleri yoktur.",
        "Tek resmi, adını gösteren kapaktır.",
        "Resim içermez.",
        "Ses, hareketli öğe veya betik içermez.",
    ),
    "uk": _Summary(
        "Ця книга складається лише з тексту з єдиним порядком читання й пристосовується"
        " до будь-якого розміру шрифту.",
        "Її заголовки розмічено як заголовки.",
        "У ній немає частин із заголовками.",
        "Єдине зображення — обкладинка з назвою.",
        "У ній немає зображень.",
        "У ній немає звуку, рухомих елементів і скриптів.",
    ),
    "zh": _Summary(
        "本书只有文字，阅读顺序唯一，可适应任何字号。",
        "标题均已标记为标题。",
        "没有带标题的部分。",
        "唯一的图片是显示书名的封面。",
        "没有图片。",
        "没有声音、活动内容和脚本。",
    ),
}
"""By language, as `_words.words` has them."""


def describe_access(
    book: EpubBook, language: str, *, sections: bool, cover: bool, claim: Claim | None
) -> None:
    """Add to `book` what is true of it; its summary is in `language`, one that there are words for.
    That it conforms to a standard is said where a user claims it, and nowhere else.
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
