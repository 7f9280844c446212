"""Old encodings, which nothing names: guessed, said to be guessed, and overruled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import copydesk
from copydesk.diagnostics import Diagnostic
from copydesk.parsing.charset import wide_encoding
from copydesk.parsing.source import decode
from copydesk.walk import plain_text

ENGLISH = "The harbour café closes at five – “or when the last boat is home”, says Zoë O’Brien."
GERMAN = "Die Brücke bleibt bis März gesperrt. „Wir prüfen die Träger“, sagte der Bürgermeister."
FRENCH = "L’été a été sec, et ils s’inquiètent : « On n’a jamais vu ça », dit Hélène Lefèvre."
SPANISH = "El señor Muñoz abrió la panadería. «¿Quién quiere pan?», preguntó. Nadie contestó."
CZECH = "Kůň běžel po nábřeží a lidé se ptali, čí je. Úřad chce majitele najít ještě tento týden."
POLISH = "Wczoraj na rynku zgasły światła. Siedzieliśmy w ciemności, mówi Małgorzata Święcicka."
HUNGARIAN = "A kikötő felett őszi köd ült. Senki sem tudta, mikor tisztul ki. Az öreg révész szűk."
RUSSIAN = "Маяк на мысе погас в ночь на вторник. Рыбаки выходят в море только днём."
UKRAINIAN = "Маяк на мисі згас у ніч на вівторок. Рибалки виходять лише вдень, її береги сірі."
JAPANESE = "港の灯台は火曜日の夜に消えた。漁師たちは昼間だけ海に出て、霧について不満を述べている。"
CHINESE = "港口的灯塔在星期二夜里熄灭了。管理员说，灯泡将在周末之前更换。"
TAIWANESE = "港口的燈塔在星期二夜裡熄滅了。管理員說，燈泡將在週末之前更換。"
KOREAN = "항구의 등대가 화요일 밤에 꺼졌다. 관리인은 주말까지 전구를 교체하겠다고 말했다."
GREEK = "Ο φάρος στο ακρωτήρι έσβησε τη νύχτα της Τρίτης. Οι ψαράδες βγαίνουν μόνο τη μέρα."
TURKISH = "Şehir merkezindeki köprü salı günü kapandı. Işıklar yanmıyor, uzun yol seçiliyor."
ARABIC = "انطفأت المنارة في الميناء ليلة الثلاثاء. ويخرج الصيادون إلى البحر في النهار فقط."
HEBREW = "המגדלור בנמל כבה בליל שלישי. בינתיים הדייגים יוצאים לים רק ביום ומתלוננים על הערפל."

TEXTS = [
    *[(text, "cp1252") for text in (ENGLISH, GERMAN, FRENCH, SPANISH)],
    *[(text, "cp1250") for text in (CZECH, POLISH)],
    *[(text, "iso8859-2") for text in (CZECH, POLISH, HUNGARIAN)],
    *[(text, "mac-roman") for text in (ENGLISH, GERMAN, FRENCH)],
    *[(text, "koi8-r") for text in (RUSSIAN,)],
    *[(text, "cp1251") for text in (RUSSIAN, UKRAINIAN)],
    *[(text, "iso8859-7") for text in (GREEK,)],
    *[(text, codec) for text in (JAPANESE,) for codec in ("shift_jis", "euc-jp")],
    *[(text, codec) for text in (CHINESE,) for codec in ("gb18030", "gbk")],
    (TAIWANESE, "big5"),
    (KOREAN, "euc-kr"),
    (TURKISH, "cp1254"),
    (ARABIC, "cp1256"),
    (HEBREW, "cp1255"),
]
EVERY = dict.fromkeys(text for text, _ in TEXTS)
NAMES = [f"{codec}-{text[:12]}" for text, codec in TEXTS]


@pytest.mark.parametrize(("text", "codec"), TEXTS, ids=NAMES)
def test_the_guess_reads_what_was_written(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text, f"read as {decoded.encoding}"
    assert [found.code for found in decoded.findings] == ["guessed-encoding"]
    assert decoded.encoding in decoded.findings[0].message


@pytest.mark.parametrize(("text", "codec"), TEXTS, ids=NAMES)
def test_what_is_ascii_around_it_does_not_change_the_guess(text: str, codec: str) -> None:
    plain = "A line that every encoding has in common.\n" * 2000
    decoded = decode((plain + text + "\n" + plain).encode(codec))
    assert decoded.text == plain + text + "\n" + plain, f"read as {decoded.encoding}"
    found = decoded.findings[0].span
    assert found is not None
    assert not decoded.text[: found.start + 1].isascii()
    assert decoded.text[: found.start].isascii()


@pytest.mark.parametrize("text", ["café au lait", "Grüße", "a £5 note", "It’s late", "naïve"])
def test_where_little_is_to_go_by_the_commonest_is_taken(text: str) -> None:
    assert decode(text.encode("cp1252"))[:2] == (text, "cp1252")


def test_one_line_of_ten_megabytes_is_searched_for_what_is_telling() -> None:
    text = "plain " * 1_700_000 + CZECH
    assert decode(text.encode("cp1250")).text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", EVERY, ids=lambda text: text[:12])
def test_wide_encodings_without_a_mark_are_known_in_any_script(text: str, codec: str) -> None:
    lines = f"{text}\n1. {text}\n"
    assert decode(lines.encode(codec)) == (lines, codec, ())


def test_bytes_that_are_no_text_in_any_wide_encoding() -> None:
    assert wide_encoding(bytes(range(256)) * 40) is None
    assert wide_encoding(b"") is None


def test_utf8_needs_no_detector() -> None:
    code = (
        "import sys; from copydesk.parsing.source import decode; "
        "decode('“Ça va”'.encode()); decode('“Ça va”'.encode('utf-16'));"
        "print('chardet' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_reader_reports_the_guess_and_an_encoding_overrules_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{CZECH}\n\n{CZECH}\n".encode("cp1250"))
    found: list[Diagnostic] = []
    document = copydesk.read(path, report=found.append)
    assert document.source.encoding == "cp1250"
    assert "guessed-encoding" in {each.code for each in found}
    assert copydesk.restore(document).encode("cp1250") == path.read_bytes()

    found.clear()
    named = copydesk.read(path, encoding="cp1252", report=found.append)
    assert "ù" in plain_text(named)
    assert "guessed-encoding" not in {each.code for each in found}


@pytest.mark.parametrize(
    ("text", "codec"), [(JAPANESE, "iso2022_jp"), (KOREAN, "iso2022_kr")], ids=("ja", "ko")
)
def test_escape_sequences_say_what_is_in_seven_bits(text: str, codec: str) -> None:
    data = f"A line before it\n{text}\n".encode(codec)
    decoded = decode(data)
    assert decoded.text == f"A line before it\n{text}\n"
    assert decoded.text.encode(decoded.encoding) == data
    assert "as its escape sequences say" in decoded.findings[0].message


@pytest.mark.parametrize(
    "text", ["\x1b[31mred\x1b[0m\n", "a \x1b$ and no more\n", "\x1b$B and \x1b(B\n", "\x1b$Bé\n"]
)
def test_other_escapes_are_left_alone(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8", ())
