"""Names fold to one spelling across scripts, and keep apart what is told apart."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.names import fold, legal_form, name_key, search_text, surface

NAME_LETTERS = (
    "abcdefghijklmnopqrstuvwxyz абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіҷӣӯҳўєїґ"
    "აბგდევზთიკლმნოპჟრსტ աբգդեզէըթժիլխծկհ ابپتجچحخدرزسش '.-"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ООО   «Карвон-Транс» ", "ооо карвон транс"),  # quotes and hyphens separate, blanks are one
        ("И.П. Иванов", "ип иванов"),  # a dotted abbreviation is one word
        ("ООО.", "ооо"),
        ("А. С. Пушкин", "ас пушкин"),  # with or without blanks between initials
        ("J. Karimov", "j karimov"),  # one initial stands alone
        ("Ltd.Şti.", "ltd şti"),
        ("O'ZBEK YOʻL", "ozbek yol"),  # every kind of apostrophe goes
        ("ÖZBEGİSTAN", "özbegistan"),  # no dot is left over İ
        ("Алексе\u0438\u0306", "алексей"),  # a letter written in two code points
        ("مُحَمَّد", "محمد"),  # Arabic vowel signs
        ("Склад №7", "склад 7"),
        ("۱۲۳ خان", "123 خان"),  # Persian digits
        ("ＡＢＣ\u200f", "abc"),  # wide letters, direction marks
        ("---", ""),
        ("", ""),
    ],
)
def test_surface_tidies_and_keeps_the_script(text: str, expected: str) -> None:
    assert surface(text) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ('ООО "Карвон Транс"', "OOO Karvon Trans", "KARVON TRANS LLC", "Karvon Trans, Ltd."),
        ("ҶДММ «Ғизои Хуҷанд»", "ООО «Гизои Худжанд»", "Ghizoi Khujand LLC"),  # ғ/г/gh, х/kh, ҷ/дж/j
        ("МЧЖ «Ўзбек Йўл»", "O'ZBEK YO'L MCHJ", "Uzbek Yul LLC"),  # Uzbek oʻ is heard as u
        ("«Xorazm Paxta» AJ", "АО «Хоразм Пахта»", "Khorazm Pakhta JSC"),  # Uzbek x is kh
        ("Express Export LLC", "Экспресс Экспорт ООО"),  # English x is ks
        ("ЖШС «Ұлы Дала»", "Uly Dala LLP", "ТОО Улы Дала"),
        ("Türkmen Ýollary HJ", "Turkmen Yollary ES", "ХО «Туркмен Йоллары»"),
        ("შპს „ღვინის სახლი“", "Ghvinis Sakhli LLC", "ООО Гвинис Сахли"),
        ("«Երևան Էքսպորտ» ՍՊԸ", "Yerevan Export LLC", "ООО Ереван Экспорт"),
        ("Hacı Qasımov", "Haji Gasimov", "Хаджи Гасымов"),  # Azerbaijani c is j, q is g
        ("Щербаков Алексей", "Shcherbakov Aleksei", "Scherbakov Alexey"),
        ("Дмитрий Соловьев", "Dmitry Solovyev", "Dmitriy Soloviev"),
        ("Юлия Яковлева", "Yuliya Yakovleva", "Iuliia Iakovleva"),
        ("علي رضا", "علی رضا"),  # Arabic and Persian yeh
        ("Karim Wali Philips", "Kareem Vali Filips"),
        ("И.П. Цой", "IP Tsoy", "ИП «Цой»"),
        ("ОOО Нур", "ООО Нур", "Nur LLC"),  # a Latin O among Cyrillic ones
        ("Нуp", "Нур"),  # a Latin p at the end of a Cyrillic word
        ("Becker & Co", "Becker and Co", "Becker"),
        ("AAA Trans", "A.A.A. Trans", "ААА Транс"),  # the same initials in another writing
        ("Hussein", "Husein"),
    ],
)
def test_spellings_of_one_name_fold_alike(spellings: tuple[str, ...]) -> None:
    assert {fold(name) for name in spellings} == {fold(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Бехруз»", "ООО «Парвиз»"),  # only the legal form is shared
        ("ООО «Транзит-1»", "ООО «Транзит-2»"),
        ("Склад 7", "Склад 77"),  # digits are not doubled letters
        ("МЧЖ «Азия»", "МЧЖ «Алия»"),
        ("ATK LLC", "ATX LLC"),
        ("Каримов", "Каримова"),
        ("Рустам", "Русам"),
        ("AAA Trans LLC", "AA Trans LLC"),  # initials: their letters are counted
        ("AA Trans LLC", "A Trans LLC"),
        ("ОсОО ТТТ", "ОсОО Т"),
        ("C.A.A. LLC", "ТОО КА"),
        ("EE Trans", "I Trans"),
        ("ОО Транс", "У Транс"),
        ("ШШ Логистик", "Ш Логистик"),
        ("AAAA Trans", "AAA Trans"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ООО Нур", "LTD"),
        ("Общество с ограниченной ответственностью «Памир»", "LTD"),  # the long form wins over its parts
        ("Mas'uliyati cheklangan jamiyat NUR SAVDO", "LTD"),
        ("Karachi Traders (Pvt.) Ltd.", "LTD"),
        ("شرکت ترانسپورتی میهن", "COMPANY"),
        ("Şəki İpək ASC", "JSC"),
        ("სს თბილისის მარანი", "JSC"),
        ("ФОП Шевченко", "SOLE"),
        ("Y.T.T. Karimov", "SOLE"),
        ("ДП «Антонов»", "STATE"),
        ("СП Нур", "JOINT"),
        ("乌鲁木齐国际贸易有限公司", "LTD"),  # written without a blank before it
        ("Карвон Транс", ""),
        ("ООО", ""),  # a name is never stripped to nothing
        ("Trans Company Astana", ""),  # only at the edges
        ("", ""),
    ],
)
def test_legal_form_is_found_at_the_edges(name: str, form: str) -> None:
    assert legal_form(name) == form


def test_legal_forms_are_stripped_at_both_edges_repeatedly() -> None:
    assert fold("СП ООО «Нур Савдо» Co., Ltd.") == fold("Нур Савдо")


@pytest.mark.parametrize("name", ["ООО", "OOO", "LLC Ltd", "АО ООО"])
def test_a_name_of_forms_alone_keeps_something(name: str) -> None:
    assert fold(name)


def test_ala_too_is_a_name_and_no_form() -> None:
    assert fold("ОсОО «Ала-Тоо»") == fold("Ala-Too LLC") == fold("Ала-Тоо")
    assert fold("Ала-Тоо") != fold("Ала")


def test_name_key_ignores_the_order_of_words() -> None:
    assert name_key("Karimi Mohammad Yusuf") == name_key("Mohammad Yusuf Karimi")
    assert name_key("ООО Транс Сомон") == name_key("Somon Trans LLC")


def test_search_text_keeps_the_legal_form() -> None:
    assert search_text("Karvon Trans LLC").split() == ["karvon", "trans", "llk"]
    assert search_text("ООО Нур") == search_text("OOO Nur")


@given(st.text() | st.text(alphabet=NAME_LETTERS))
def test_any_text_folds_without_error_to_clean_words(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert bool(folded) == bool(surface(text))
    assert name_key(text) == " ".join(sorted(folded.split()))
    assert search_text(text) == " ".join(search_text(text).split())
    assert isinstance(legal_form(text), str)


@given(st.text() | st.text(alphabet=NAME_LETTERS))
def test_surface_of_a_surface_is_itself(text: str) -> None:
    assert surface(surface(text)) == surface(text)


@given(st.text(alphabet=NAME_LETTERS))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())


@given(st.text(alphabet=NAME_LETTERS))
def test_fold_of_the_five_scripts_is_plain_latin(text: str) -> None:
    letters = fold(text)
    assert letters.isascii() or not any(char.isalpha() for char in text if char not in "ъьъء")


def test_fold_meets_real_pairs() -> None:
    """Measured at version 1: 57 of 77 pairs of one name have equal keys, none of 30 different ones."""
    folder = os.environ.get("HALQA_TEST_DATA")
    if not folder:
        pytest.skip("HALQA_TEST_DATA is not set: the pairs of names are not part of the repository")
    with (Path(folder) / "name_pairs" / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    is_equal = {(row["a"], row["b"]): name_key(row["a"]) == name_key(row["b"]) for row in rows}
    same = [is_equal[row["a"], row["b"]] for row in rows if row["same"] == "1"]
    different = [is_equal[row["a"], row["b"]] for row in rows if row["same"] == "0"]
    assert len(same) >= 70
    assert len(different) >= 25
    assert sum(same) / len(same) >= 0.72, f"{sum(same)} of {len(same)} pairs of one name meet"
    assert sum(different) <= 1
