"""Months by their names, and days of the Solar Hijri calendar beside days that are known."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.calendars import Calendar, from_solar_hijri, is_leap, month_names, with_month_number

GREGORIAN, SOLAR = Calendar.GREGORIAN, Calendar.SOLAR_HIJRI


@pytest.mark.parametrize(
    ("text", "calendar", "expected"),
    [
        ("5 March 2024", GREGORIAN, "5 03 2024"),
        ("05-MAR-2024", GREGORIAN, "05-03-2024"),
        ("5 марта 2024 г.", GREGORIAN, "5 03 2024 г."),
        ("5 бер. 2024", GREGORIAN, "5 03 2024"),
        ("5 mart 2024", GREGORIAN, "5 03 2024"),
        ("5 март 2024", GREGORIAN, "5 03 2024"),
        ("5 наурыз 2024", GREGORIAN, "5 03 2024"),
        ("5 марти 2024", GREGORIAN, "5 03 2024"),
        ("5 MART 2024", GREGORIAN, "5 03 2024"),
        ("5 მარტი 2024", GREGORIAN, "5 03 2024"),
        ("5 MАPT 2024", GREGORIAN, "5 MАPT 2024"),  # letters of two alphabets are no month
        ("5 ýanwar 2024", GREGORIAN, "5 01 2024"),
        ("5 مارچ 2024", GREGORIAN, "5 03 2024"),
        ("15 حمل 1403", SOLAR, "15 01 1403"),
        ("15 Hamal 1403", SOLAR, "15 01 1403"),
        ("15 وری 1403", SOLAR, "15 01 1403"),
        ("15 اردیبهشت 1403", SOLAR, "15 02 1403"),
        ("15 March 1403", SOLAR, "15 March 1403"),
    ],
)
def test_a_month_is_known_by_its_name(text: str, calendar: Calendar, expected: str) -> None:
    assert with_month_number(text, calendar) == expected


@pytest.mark.parametrize("calendar", list(Calendar))
def test_every_calendar_has_twelve_months(calendar: Calendar) -> None:
    assert set(month_names(calendar).values()) == set(range(1, 13))


# First days of years as published for Iran, which has the same calendar, and two days of history.
@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1357, 11, 22), "1979-02-11"),
        ((1395, 1, 1), "2016-03-20"),
        ((1399, 12, 30), "2021-03-20"),
        ((1400, 1, 1), "2021-03-21"),
        ((1400, 5, 24), "2021-08-15"),
        ((1403, 1, 1), "2024-03-20"),
        ((1403, 1, 15), "2024-04-03"),
        ((1403, 6, 31), "2024-09-21"),
        ((1403, 12, 30), "2025-03-20"),
    ],
)
def test_a_day_of_the_solar_hijri_calendar(solar: tuple[int, int, int], day: str) -> None:
    assert from_solar_hijri(*solar).isoformat() == day


@pytest.mark.parametrize(
    "solar", [(1402, 12, 30), (1403, 7, 31), (1403, 13, 1), (1403, 1, 0), (1200, 1, 1), (1500, 1, 1)]
)
def test_what_is_no_day_is_refused(solar: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"days|no month"):
        from_solar_hijri(*solar)


@given(st.integers(1244, 1471), st.integers(1, 12))
def test_the_day_after_the_last_of_a_month_is_the_first_of_the_next(year: int, month: int) -> None:
    last = 31 if month <= 6 else 30 if month < 12 or is_leap(year) else 29
    following = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    assert from_solar_hijri(*following) - from_solar_hijri(year, month, last) == datetime.timedelta(days=1)
