"""What the values of a column look like."""

import pytest

from graph.values.calendars import Calendar
from loaders.proposing.columns import date_formats, decimal_sign, look, shape_of


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["2024-03-05", "2024-12-31"], ("%Y-%m-%d",)),
        (["05.03.2024", "31.12.2024"], ("%d.%m.%Y",)),
        (["05/03/2024", "31/12/2024"], ("%d/%m/%Y",)),
        (["03/05/2024", "12/31/2024"], ("%m/%d/%Y",)),
        (["5.3.24", "31.12.24"], ("%d.%m.%y",)),
        (["2024-03-05 14:30", "2024-03-06 00:00"], ("%Y-%m-%d %H:%M",)),
        (["2024-03-05T14:30:00"], ("%Y-%m-%dT%H:%M:%S",)),
        (["05.03.2024", "06.03.2024", "2024-03-07"], ("%d.%m.%Y", "%Y-%m-%d")),
        (["2024-03-05", "unknown"], ()),
        (["20240305"], ()),
        (["1.2", "3.4"], ()),
        (["05-Mar-2024", "12 апреля 2024"], ("%d %B %Y", "%d-%B-%Y")),
        (["2024-03-05T14:30:00+05:00"], ("%Y-%m-%dT%H:%M:%S%z",)),
        (["05.03.2024 02:30 PM"], ("%d.%m.%Y %I:%M %p",)),
        (["00.00.0000", "05.03.2024", "01.01.1900", "31.12.9999"], ("%d.%m.%Y",)),
        ([], ()),
        (["", ""], ()),
    ],
)
def test_dates_are_known_by_their_formats(values: list[str], formats: tuple[str, ...]) -> None:
    assert date_formats(values) == formats


def test_days_of_the_solar_hijri_calendar_are_known() -> None:
    found = look(["۱۴۰۲/۱۲/۱۵", "۱۴۰۲/۰۱/۳۱"])
    assert (found.formats, found.calendar) == (("%Y/%m/%d",), Calendar.SOLAR_HIJRI)


def test_packed_dates_are_numbers_unless_a_header_speaks_for_them() -> None:
    assert date_formats(["20240305", "20241231"], may_be_packed=True) == ("%Y%m%d",)


def test_days_that_may_be_months_are_told() -> None:
    assert look(["05/03/2024", "04/04/2024"]).is_ambiguous
    assert not look(["05/03/2024", "25/04/2024"]).is_ambiguous


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        (["1.5", "2"], "."),
        (["1,5", "2"], ","),
        (["1 234,5"], ","),
        (["1,234.5"], "."),
        (["1,234"], ""),
        (["0,125"], ","),
        (["12", "x"], ""),
        (["1,5", "1.5"], ""),
    ],
)
def test_the_decimal_sign_is_that_of_the_numbers(values: list[str], sign: str) -> None:
    assert decimal_sign(values) == sign


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["MSKU1234565", "CSQU3054383"], "container"),
        (["MSKU1234565; CSQU3054383"], "container"),
        (["+998901234567", "998 90 123 45 67"], "phone"),
        (["a@b.uz", "office@karvon.example"], "email"),
        (["UZ", "Таджикистан", "TUR"], "country"),
        (["WDB9634031L123456", "XTA210990Y2765499"], "vin"),
        (["01 777 AAA", "A123BC77"], "plate"),
        (["0702.00", "0702000007"], "hs_code"),
        (["1 200,5", "80"], "number"),
        (["7", "08"], "integer"),
        (["2024-03-05"], "date"),
    ],
)
def test_values_are_known_by_their_check(values: list[str], kind: str) -> None:
    assert kind in look(values).kinds


def test_nine_of_ten_are_enough() -> None:
    assert "integer" in look([str(i) for i in range(10, 19)] + ["x"]).kinds
    assert "integer" not in look([str(i) for i in range(10, 18)] + ["x", "y"]).kinds


def test_several_containers_in_a_cell_have_their_separator() -> None:
    assert look(["MSKU1234565, CSQU3054383", "MSKU1234565"]).split == ","
    assert look(["MSKU1234565"]).split == ""
    assert look(["S100300; S100301", "S1"]).split == ";"
    assert look(["2024; page 1", "1234/5678"]).split == ""


def test_codes_of_modes_of_transport_have_words() -> None:
    assert look(["30", "20", "99"]).modes == (("20", "rail"), ("30", "road"))
    assert look(["road"]).modes == ()


def test_counts_shapes_and_samples_are_of_filled_cells() -> None:
    found = look(["AB 12", " ", "CD 34", "AB 12"])
    assert (found.filled, found.distinct, found.shapes, found.samples) == (3, 2, ("aa 99",), ("AB 12", "CD 34"))


def test_a_shape_holds_no_value() -> None:
    assert shape_of("Ахмад 7\n№ شركة") == "aaaaa 9№ aaaa"
