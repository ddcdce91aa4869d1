"""Plates: one form, several in a cell, with words and country signs around them."""

import pytest

from graph.values import ids
from graph.values.ids import CheckedId


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("01 777 AAA", "UZ", CheckedId("UZ:01777AAA")),
        ("01-777-ааа", "UZ", CheckedId("UZ:01777AAA")),  # Cyrillic а
        ("А 123 ВС", "kg", CheckedId("KG:A123BC")),
        ("1234 ЖД 01", "TJ", CheckedId("TJ:1234ЖД01")),  # no Latin twin: kept
        ("ВС 4567 ІК", "UA", CheckedId("UA:BC4567IK")),
        ("52345678", "", CheckedId("??:52345678")),  # a wagon
        ("۱۲۳۴ کابل", "AF", CheckedId("AF:1234کابل")),
        ("без", "UZ", CheckedId("БEЗ", "plate_unreadable", names_nothing=True)),
        ("7", "UZ", CheckedId("7", "plate_unreadable", names_nothing=True)),
        ("01 777 AAA 0123456", "UZ", CheckedId("UZ:01777AAA0123456", "plate_unreadable")),
        ("--", "UZ", None),
    ],
)
def test_plate(text: str, country: str, expected: CheckedId | None) -> None:
    assert ids.plate(text, country) == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("AT1682CI / AT0023XT", ["AZ:AT1682CI", "AZ:AT0023XT"]),  # as in a note of the Azerbaijani customs
        ("AT1682CI AT0023XT", ["AZ:AT1682CI", "AZ:AT0023XT"]),
        ("AT1682CI/AT1682CI", ["AZ:AT1682CI"]),
        ("01/777 AAA", ["AZ:01777AAA"]),  # one plate with a slash
        ("AT 1682 CI", ["AZ:AT1682CI"]),
        ("10-AB-123 ; 10-CD-456", ["AZ:10AB123", "AZ:10CD456"]),
        ("", []),
    ],
)
def test_plates(text: str, values: list[str]) -> None:
    assert [one.value for one in ids.plates(text, "AZ")] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("01A123BC, прицеп 70Z456AA", ["01A123BC", "70Z456AA"]),
        ("тягач 01A123BC прицеп 70Z456AA", ["01A123BC", "70Z456AA"]),
        ("г/н 01A123BC", ["01A123BC"]),
        ("гос. номер 01 A 123 BC", ["01A123BC"]),
        ("Truck: 01A123BC / Trailer: 70Z456AA", ["01A123BC", "70Z456AA"]),
        ("КАМАЗ 01A123BC", ["01A123BC"]),
        ("вагон 52345678", ["52345678"]),
        ("მანქანა AB123CD", ["AB123CD"]),
        ("01A123BC 70Z456AA 80X789BB", ["01A123BC", "70Z456AA", "80X789BB"]),
        ("DUBAI 12345", ["DUBAI12345"]),  # the town is a part of such a plate
        ("1234 کابل", ["1234کابل"]),
    ],
)
def test_words_around_a_plate_are_left_out(text: str, values: list[str]) -> None:
    assert [number.value for number in ids.plates(text, "UZ")] == [f"UZ:{value}" for value in values]


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("KZ 123 ABC 02", "UZ", "KZ:123ABC02"),
        ("KZ-123ABC02", "UZ", "KZ:123ABC02"),
        ("123ABC02 (KZ)", "UZ", "KZ:123ABC02"),
        ("123ABC02/KZ", "UZ", "KZ:123ABC02"),
        ("RUS А123ВС77", "KZ", "RU:A123BC77"),
        ("34 AM 123 (AM)", "GE", "AM:34AM123"),
        ("UZ 01A123BC", "", "UZ:01A123BC"),
        ("AM 1234 BB", "UA", "UA:AM1234BB"),  # a Ukrainian region, not Armenia
        ("01 KG 123 ABC", "KG", "KG:01KG123ABC"),  # Kyrgyz plates have it inside
        ("KZ 12", "UZ", "UZ:KZ12"),  # nothing is left that is a plate
    ],
)
def test_a_country_sign_around_a_plate_is_its_country(text: str, country: str, value: str) -> None:
    assert [number.value for number in ids.plates(text, country)] == [value]


@pytest.mark.parametrize(("text", "problem"), [("1,40E+11", "number_cut"), ("9" * 5000, "number_too_long")])
def test_what_is_no_plate_names_no_vehicle(text: str, problem: str) -> None:
    (found,) = ids.plates(text, "UZ")
    assert (found.problem, found.names_nothing) == (problem, True)
