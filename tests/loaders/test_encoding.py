"""In which encoding a file is: every rung of the ladder, and that a guess is told as one."""

import codecs
from pathlib import Path

import pytest

from graph.errors import BadFile
from loaders.encoding import bounded_lines, detect, letter_score, scan

RUSSIAN = """\
Номер;Дата;Получатель;Описание товара
1;05.03.2024;ООО «Карвон Транс», г. Ташкент;Лук репчатый свежий
2;06.03.2024;ИП АХМЕДОВ САИД;ТКАНИ ХЛОПЧАТОБУМАЖНЫЕ В РУЛОНАХ
"""
UKRAINIAN = "Номер;Одержувач;Товар\n1;ТОВ Київська їжа;Цибуля ріпчаста свіжа, її вага\n2;Її ґанок;Є ще й інше\n"
ARABIC = "رقم;المرسل إليه;البضاعة\n1;شركة الامل للتجارة;بصل طازج من مدينة هرات\n"
TURKISH = "No;Alıcı;Eşya\n1;Güneş Dış Ticaret Şirketi;Taze soğan, çuval içinde\n2;Öz İpek A.Ş.;Dokuma kumaş\n"


def write(folder: Path, content: bytes) -> Path:
    (folder / "a.csv").write_bytes(content)
    return folder / "a.csv"


@pytest.mark.parametrize(
    ("content", "encoding", "how"),
    [
        (codecs.BOM_UTF8 + RUSSIAN.encode(), "utf-8-sig", "by its byte order mark"),
        (RUSSIAN.encode("utf-16"), "utf-16", "by its byte order mark"),
        (RUSSIAN.encode("utf-32"), "utf-32", "by its byte order mark"),
        (RUSSIAN.encode(), "utf-8", "by its bytes"),
        (b"No,A\n1,x\n", "utf-8", "by its bytes"),
        (RUSSIAN.encode("utf-16-le"), "utf-16-le", "by its NUL bytes"),
        (RUSSIAN.encode("utf-16-be"), "utf-16-be", "by its NUL bytes"),
    ],
)
def test_what_can_be_proved_is_proved(tmp_path: Path, content: bytes, encoding: str, how: str) -> None:
    assert detect(write(tmp_path, content)) == (encoding, how)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN.upper(), "cp1251"),
        (RUSSIAN.upper(), "koi8-r"),
        (RUSSIAN.upper(), "cp866"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (RUSSIAN, "mac_cyrillic"),
        (RUSSIAN.upper(), "mac_cyrillic"),
        ("No;Name\n1;МЧЖ Саодат Савдо\n2;ОсОО Береке\n", "mac_cyrillic"),
        ("No;Name\n1;ООО Яна Транс\n", "mac_cyrillic"),
        (RUSSIAN, "iso8859-5"),
        (RUSSIAN.upper(), "iso8859-5"),
        (ARABIC, "cp1256"),
        (TURKISH, "iso8859-9"),
        ("No;Name\n1;Иванов\n", "cp1251"),
        ("No;Name\n1;ИВАНОВ\n", "cp866"),
    ],
)
def test_code_pages_are_told_apart_by_their_letters(tmp_path: Path, text: str, encoding: str) -> None:
    content = text.replace("«", '"').replace("»", '"').encode(encoding)
    found, how = detect(write(tmp_path, content))
    assert content.decode(found) == content.decode(encoding), how
    assert how.startswith("by its letters, ")


def test_only_the_stated_code_pages_are_tried(tmp_path: Path) -> None:
    path = write(tmp_path, RUSSIAN.encode("cp1251"))
    assert detect(path, ("koi8-r", "cp1251"))[0] == "cp1251"
    with pytest.raises(BadFile, match=r"in no encoding that we know .tried utf-8, cp866.; name it in the profile"):
        detect(path, ("cp866",))


def test_a_close_race_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "No;A\n1;Иванов\n".encode("koi8-r"))
    found, how = detect(path, ("koi8-r", "koi8-u"))
    assert found == "koi8-r"
    assert how.endswith(" for koi8-u; doubtful: look at the letters")


def test_what_looks_like_no_words_is_told_as_doubtful(tmp_path: Path) -> None:
    path = write(tmp_path, "No;A\n1;МЧЖ Саодат Савдо\n2;ОсОО Береке\n".encode("mac_cyrillic"))
    assert detect(path, ("cp1251",))[1].endswith("; doubtful: look at the letters")


def test_code_pages_that_make_the_same_text_are_no_choice(tmp_path: Path) -> None:
    encoding, how = detect(write(tmp_path, "No;A\n1;товары для сети\n".encode("cp1251")))
    assert encoding == "cp1251" and "doubtful" not in how


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00\x00\x00\x08\x00", bytes(range(256)) * 8])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadFile, match="is not text"):
        detect(write(tmp_path, content))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="is empty"):
        detect(write(tmp_path, b""))


def test_a_profile_asks_for_the_ladder_by_auto(tmp_path: Path) -> None:
    path = write(tmp_path, RUSSIAN.encode("cp866", "ignore"))
    found = scan(path, ("auto",), "d")
    assert found.encoding == "cp866"
    assert found.remark.text.startswith("read as cp866 (by its letters, ")
    assert scan(path, ("auto", "cp1251", "cp866"), "d").encoding == "cp866"


def test_noise_scores_below_words() -> None:
    right = RUSSIAN.encode("cp1251")
    assert letter_score(right.decode("cp1251")) > 0.5 > letter_score(right.decode("koi8-r"))
    assert letter_score("No,A") == 0


def test_a_stated_encoding_whose_mark_is_missing_is_not_the_one(tmp_path: Path) -> None:
    assert scan(write(tmp_path, b"No,A\n"), ("utf-16", "utf-8"), "p").encoding == "utf-8-sig"
    with pytest.raises(BadFile, match="utf-16 fails at byte 0"):
        scan(write(tmp_path, b"No,A\n"), ("utf-16",), "p")


@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\n\x1a\r\n", "\x1a\x1a\x1a"])
def test_the_end_of_file_sign_of_dos_is_no_line(tmp_path: Path, end: str) -> None:
    path = write(tmp_path, f"No,A\n1,x{end}".encode())
    with path.open(encoding="utf-8", newline="") as file:
        assert [line.rstrip("\r\n") for line in bounded_lines(file, path)] == ["No,A", "1,x"]


def test_such_a_sign_inside_a_file_stays_what_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, b"No,A\n1,x\x1a\n2,y\n")
    with path.open(encoding="utf-8", newline="") as file:
        assert list(bounded_lines(file, path)) == ["No,A\n", "1,x\x1a\n", "2,y\n"]
