"""Commodity codes: what is one, what is wrong with the others, and the edition in force on a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.goods_codes import EDITIONS, code_problems, edition_on, is_edition


@pytest.mark.parametrize(
    "text",
    [
        "07",  # a chapter
        "0702",  # a heading, as manifests have it
        "0702.00",
        "07020000",  # Pakistan, Combined Nomenclature
        "2204 21 100",  # nine digits
        "0702000007",  # EAEU
        "8703.23.190-01",  # Georgia
        "870830990000",  # Türkiye
        "9901000000",  # left to the countries
        "0702, 0703.10; 8704 21",  # several
        "۰۷۰۲",
        "N/A",
        "нет",
        "",
    ],
)
def test_nothing_is_wrong_with_a_code(text: str) -> None:
    assert code_problems(text) == ()


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("702", ("hs_length: 702",)),
        ("07020", ("hs_length: 07020",)),
        ("0702000", ("hs_length: 0702000",)),
        ("0702000007001", ("hs_length: 0702000007001",)),
        ("O702000007", ("hs_not_digits: O702000007",)),  # the letter O
        ("tomatoes", ("hs_not_digits: tomatoes",)),
        ("7701", ("hs_chapter_unknown: 7701",)),
        ("000000", ("hs_chapter_unknown: 000000",)),
        ("0702, 870; x1; 870", ("hs_length: 870", "hs_not_digits: x1")),  # each once
    ],
)
def test_a_code_that_is_none_is_named(text: str, flags: tuple[str, ...]) -> None:
    assert code_problems(text) == flags


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("", ""),
        ("1987-12-31", ""),
        ("1988-01-01", "1988"),
        ("2016-12-31", "2012"),
        ("2017-01-01", "2017"),
        ("2021-12-31", "2017"),
        ("2022-01-01", "2022"),
        ("2027-12-31T23:59+05:00", "2022"),
        ("2028-01-01", "2028"),
    ],
)
def test_an_edition_is_in_force_from_the_first_day_of_its_year(day: str, edition: str) -> None:
    assert edition_on(day) == edition


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2022", True), ("HS 2017", True), ("hs2012", True), ("2020", False), ("2017-2022", False), ("new", False)],
)
def test_a_source_may_name_an_edition(text: str, expected: bool) -> None:
    assert is_edition(text) is expected


def test_every_edition_is_one() -> None:
    assert all(is_edition(year) and edition_on(f"{year}-06-01") == year for year in EDITIONS)


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    assert all(flag.startswith("hs_") for flag in code_problems(text))
    assert is_edition(text) in (True, False)


def test_nine_digits_in_a_row_are_ten_that_lost_their_zero_and_in_groups_an_old_code() -> None:
    assert code_problems("702000007") == ("hs_length: 702000007",)
    assert code_problems("2204 21 100") == () and code_problems("2204.21.100") == () == code_problems("2204-21-100")


@pytest.mark.parametrize("text", ["7,13E+09", "7.13E+09"])
def test_a_code_that_a_spreadsheet_cut_says_so(text: str) -> None:
    assert code_problems(text) == (f"number_cut: {text}",)
