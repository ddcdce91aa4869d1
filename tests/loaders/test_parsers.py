"""Reading the text of one field: tables of real strings with the reason for each."""

import pytest

from graph.values.calendars import Calendar
from loaders import parsers

ISO, DOTS = ("%Y-%m-%d",), ("%d.%m.%Y", "%Y-%m-%d")
HOURS = ("%d.%m.%Y %H:%M", "%d.%m.%Y")


@pytest.mark.parametrize(
    ("text", "formats", "day"),
    [
        ("2024-03-05", ISO, "2024-03-05"),
        ("05.03.2024", DOTS, "2024-03-05"),
        ("5.3.2024", DOTS, "2024-03-05"),  # no leading zeros: spreadsheets
        ("2024-03-05", DOTS, "2024-03-05"),  # the second format of a mixed file
        ("29.02.2024", DOTS, "2024-02-29"),  # a leap year
        ("1990-01-01", ISO, "1990-01-01"),
        ("2099-12-31", ISO, "2099-12-31"),
    ],
)
def test_a_date_is_read_by_the_first_format_that_fits(text: str, formats: tuple[str, ...], day: str) -> None:
    assert parsers.date(text, formats) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31.02.2024", "not a date like 05.03.2024 or 2024-03-05"),  # no such day
        ("2024-13-45", "not a date like"),
        ("03/05/2024", "not a date like"),  # another order: never guessed
        ("сегодня", "not a date like"),
        ("45356", "not a date like"),  # a spreadsheet's day number
        ("05.03.2024 14:30", "not a date like"),
        ("05.03.1889", "the year 1889 is outside 1990-2099"),
        ("05.03.2204", "the year 2204 is outside 1990-2099"),  # 2024 mistyped
        ("", "not a date like"),
    ],
)
def test_what_is_no_date_is_told_with_an_example(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parsers.date(text, DOTS)


def test_births_may_be_longer_ago() -> None:
    assert parsers.date("1931-05-06", ISO, parsers.EARLIEST_BIRTH) == "1931-05-06"
    with pytest.raises(ValueError, match=r"outside 1900-2099"):
        parsers.date("1899-12-31", ISO, parsers.EARLIEST_BIRTH)


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("05.03.2024 14:30", "Asia/Tashkent", "2024-03-05T14:30+05:00"),
        ("28.02.2024 14:30", "Asia/Almaty", "2024-02-28T14:30+06:00"),
        ("02.03.2024 14:30", "Asia/Almaty", "2024-03-02T14:30+05:00"),  # Kazakhstan moved on 2024-03-01
        ("05.03.2024", "Asia/Tashkent", "2024-03-05"),  # no hour is known: none is made up
    ],
)
def test_a_moment_carries_the_offset_of_its_day(text: str, zone: str, moment: str) -> None:
    assert parsers.moment(text, HOURS, zone) == moment


@pytest.mark.parametrize("text", ["05.03.2024 25:00", "14:30", "05.03.2024T14:30", "05.03.1800 10:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a moment like|outside"):
        parsers.moment(text, HOURS, "Asia/Tashkent")


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("12", ".", 12.0),
        ("12.50", ".", 12.5),
        ("12,50", ",", 12.5),
        ("1,234.5", ".", 1234.5),
        ("1.234,5", ",", 1234.5),
        ("1,234,567", ".", 1234567.0),
        ("1 234,5", ",", 1234.5),
        ("1\u00a0234\u202f567,5", ",", 1234567.5),  # blanks that do not break
        ("1'234.5", ".", 1234.5),  # Swiss
        ("-3.5", ".", -3.5),
        ("+7", ".", 7.0),
        ("0001", ".", 1.0),
        ("١٢٫٥", ".", 12.5),  # Arabic digits and decimal sign
        ("١٢٫٥", ",", 12.5),  # its decimal sign is one, whatever the profile's
        ("١٬٢٣٤٫٥", ",", 1234.5),
        ("12٫500", ",", 12.5),  # not twelve thousand
    ],
)
def test_a_number_is_read_with_the_decimal_sign_of_the_profile(text: str, decimal: str, number: float) -> None:
    assert parsers.number(text, decimal) == number


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("12,5", "."),  # a decimal comma where a point was announced: not 125
        ("1,23", "."),
        ("1,2345", "."),
        ("12.5", ","),
        ("1.23.456", ","),
        ("12.3.4x", "."),
        ("1O24", "."),  # the letter O
        ("1e5", "."),
        ("nan", "."),
        ("inf", "."),
        ("0x10", "."),
        ("12kg", "."),
        (".5", "."),
        ("5.", "."),
        ("--5", "."),
        ("", "."),
        ("9" * 400, "."),  # no weight is infinite
    ],
)
def test_what_is_no_number_is_refused(text: str, decimal: str) -> None:
    with pytest.raises(ValueError, match=r"not a number with decimal sign"):
        parsers.number(text, decimal)


@pytest.mark.parametrize(("text", "decimal", "number"), [("12", ".", 12), ("12,0", ",", 12), ("1 200", ".", 1200)])
def test_a_whole_number(text: str, decimal: str, number: int) -> None:
    found = parsers.integer(text, decimal)
    assert found == number and isinstance(found, int)


@pytest.mark.parametrize("text", ["12.5", "x", "9" * 400])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a"):
        parsers.integer(text)


@pytest.mark.parametrize(("text", "code"), [("UZ", "UZ"), ("Узбекистан", "UZ"), ("Uzbekistan", "UZ"), ("UZB", "UZ")])
def test_a_country_is_known_by_any_of_its_names(text: str, code: str) -> None:
    assert parsers.country(text) == code


def test_an_unknown_country_is_none() -> None:
    assert parsers.country("Atlantis") is None


def test_amendments_sort_as_versions_or_in_utc() -> None:
    def amended(text: str) -> str:
        return parsers.amendment(text, HOURS, "Asia/Tashkent")

    assert [amended(text) for text in ("1", "2", "010")] == ["v000000000001", "v000000000002", "v000000000010"]
    assert amended("05.03.2024 04:30") == "2024-03-04T23:30Z"
    assert amended("05.03.2024") == "2024-03-05"
    assert amended("9") < amended("10")


def test_an_amendment_time_without_a_zone_is_taken_as_utc() -> None:
    assert parsers.amendment("05.03.2024 04:30", HOURS, "") == "2024-03-05T04:30Z"


@pytest.mark.parametrize("text", ["yesterday", "1234567", "-1", "v2", "20240305"])
def test_what_is_neither_version_nor_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a moment like"):
        parsers.amendment(text, HOURS, "Asia/Tashkent")


@pytest.mark.parametrize(
    ("text", "formats", "moment"),
    [
        ("1403/01/15 14:30", ("%Y/%m/%d %H:%M",), "2024-04-03T14:30+04:30"),
        ("1403/02/31", ("%Y/%m/%d %H:%M", "%Y/%m/%d"), "2024-05-20"),  # no month of ours has its length
    ],
)
def test_a_moment_of_the_solar_hijri_calendar(text: str, formats: tuple[str, ...], moment: str) -> None:
    assert parsers.moment(text, formats, "Asia/Kabul", Calendar.SOLAR_HIJRI) == moment


@pytest.mark.parametrize("text", ["1403/13/01", "1402/12/30", "1403/01/15 14:30", "2024/01/15", "15", ""])
def test_what_is_no_day_of_the_solar_hijri_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date like 1402/12/15"):
        parsers.date(text, ("%Y/%m/%d",), calendar=Calendar.SOLAR_HIJRI)


def test_a_year_of_the_solar_hijri_calendar_tells_of_the_key_that_reads_it() -> None:
    with pytest.raises(ValueError, match="the year 1403 is outside 1990-2099; `calendar: solar hijri`"):
        parsers.date("1403-01-15", ISO)


@pytest.mark.parametrize("pattern", ["%d.%m.%y", "%j %Y", "%Y/%m", "%Y/%Y/%m/%d"])
def test_a_format_that_the_solar_hijri_calendar_has_not_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="a Solar Hijri date has"):
        parsers.solar_pattern(pattern)
