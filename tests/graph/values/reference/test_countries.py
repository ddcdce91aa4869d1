"""Countries are found by code and by the names people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.reference.countries import COUNTRIES, NETWORK, country_code
from graph.values.reference.tables import read_table


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UZ", "UZ"),
        (" uz ", "UZ"),
        ("UZB", "UZ"),
        ("860", "UZ"),
        ("004", "AF"),
        ("NA", "NA"),  # Namibia, not a missing value
        ("NO", "NO"),
        ("Namibia", "NA"),
        ("Кыргызстан", "KG"),
        ("Киргизия", "KG"),
        ("Kyrgyz Republic", "KG"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("КНР", "CN"),
        ("P.R. China", "CN"),
        ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Afganistan", "AF"),  # a missing h
        ("Tadjikistan", "TJ"),
        ("O'zbekiston", "UZ"),
        ("Ўзбекистон", "UZ"),
        ("Республика Узбекистан", "UZ"),
        ("Uzbekistan, Republic of", "UZ"),
        ("Тоҷикистон", "TJ"),
        ("Қазақстан", "KZ"),
        ("Azərbaycan", "AZ"),
        ("საქართველო", "GE"),
        ("Georgia", "GE"),
        ("Türkmenistan", "TM"),
        ("Україна", "UA"),
        ("پاکستان", "PK"),
        ("افغانستان", "AF"),
        ("Iran (Islamic Republic of)", "IR"),
        ("U.S.A.", "US"),
        ("РФ", "RU"),
        ("ОАЭ", "AE"),
        ("Republic of Korea", "KR"),
        ("КНДР", "KP"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("КZ", "KZ"),  # a Cyrillic К in a Latin code
        ("ҚР", "KZ"),  # Қазақстан Республикасы
        ("QR", "KZ"),
        ("РК", "KZ"),
        ("КР", "KG"),
        ("ИРАН (ИСЛАМСКАЯ РЕСПУБЛИКА)", "IR"),
        ("Иран, Исламская Республика", "IR"),
        ("ВЕНЕСУЭЛА (БОЛИВАРИАНСКАЯ РЕСПУБЛИКА)", "VE"),
        ("БОЛИВИЯ, МНОГОНАЦИОНАЛЬНОЕ ГОСУДАРСТВО", "BO"),
        ("МОЛДОВА, РЕСПУБЛИКА", "MD"),
        ("ТАНЗАНИЯ, ОБЪЕДИНЕННАЯ РЕСПУБЛИКА", "TZ"),
        ("Moldova (the Republic of)", "MD"),
        ("TANZANIA (UNITED REPUBLIC OF)", "TZ"),
        ("КОРЕЯ, РЕСПУБЛИКА", "KR"),
        ("Korea (the Republic of)", "KR"),
        ("Южная Корея", "KR"),
        ("КОРЕЯ, НАРОДНО-ДЕМОКРАТИЧЕСКАЯ РЕСПУБЛИКА", "KP"),
        ("Korea (Democratic People's Republic of)", "KP"),
        ("КОНГО, ДЕМОКРАТИЧЕСКАЯ РЕСПУБЛИКА", "CD"),
        ("Congo, Republic of the", "CG"),
    ],
)
def test_country_code(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    "text", ["", " ", "-", "XX", "8", "Atlantis", "EU", "республика", "Корея", "KOREA", "Конго", "Congo"]
)
def test_what_is_no_country_has_no_code(text: str) -> None:
    assert country_code(text) is None


def test_all_countries_are_there_and_ten_are_members() -> None:
    assert len(COUNTRIES) == 249
    assert {code for code, country in COUNTRIES.items() if country.network} == NETWORK
    assert len(NETWORK) == 10
    assert COUNTRIES["NO"].name == "Norway"  # YAML reads a bare NO as false


def test_every_listed_code_and_name_finds_its_own_country() -> None:
    table, _ = read_table("countries.yaml")
    wrong = [
        (code, text)
        for code, row in table.items()
        for text in (code, row["alpha3"], row["numeric"], row["name"], *row["names"])
        if country_code(text) != code
    ]
    assert wrong == []


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    code = country_code(text)
    assert code is None or code in COUNTRIES


@pytest.mark.parametrize("text", ["uz " * 5_000, "(" * 5_000, "a(uz)" * 2_000])
def test_a_text_of_many_codes_is_no_country(text: str) -> None:
    assert country_code(text) is None
