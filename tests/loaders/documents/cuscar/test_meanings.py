"""What single segments of a CUSCAR message mean."""

import pytest

from loaders.documents.cuscar.meanings import commodity_code, contact, kilograms, moment, numeric, party, place


@pytest.mark.parametrize(
    ("text", "role", "said"),
    [
        ("NAD+CN+K1:172:20++SILK ROAD:LLC", "consignee", {"key": "K1", "name": "SILK ROAD LLC"}),
        ("NAD+SU++A PERSON, TOWN, 1001", "seller", {"name": "A PERSON", "address": "TOWN, 1001"}),
        ("NAD+CZ++SILK ROAD CO., LTD, BAKU", "shipper", {"name": "SILK ROAD CO., LTD", "address": "BAKU"}),
        ("NAD+NI+++A+MAY STREET 4+BAKU++1001+AZ", "notify", {"name": "A", "address": "MAY STREET 4, BAKU, 1001"}),
        ("NAD+MS+SENDER", "", {}),
    ],
    ids=("structured", "one line", "form in the next part", "address", "of no role"),
)
def test_a_party_has_role_and_particulars(text: str, role: str, said: dict[str, str]) -> None:
    found, particulars = party(text)
    assert found == role
    assert {name.partition(".")[2]: value for name, value in particulars.items()}.items() >= said.items()


def test_the_country_of_a_party_is_its_code() -> None:
    assert party("NAD+CN++A++++++UZ")[1]["consignee.country"] == "UZ"


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("LOC+9+KZAAU::139", "loaded_at", "KZAAU"),
        ("LOC+11+:::Aktau", "unloaded_at", "Aktau"),
        ("LOC+35+KZAAU", "departure_country", "KZ"),
        ("LOC+35+QQ", "departure_country", ""),
        ("LOC+99+KZAAU", "", ""),
    ],
)
def test_a_place_has_a_field(text: str, name: str, where: str) -> None:
    assert place(text)[:2] == (name, where)


def test_contacts_and_codes_are_read_by_their_qualifiers() -> None:
    assert [contact(f"COM+?+998 71:{kind}") for kind in ("TE", "FX")] == [("phone", "+998 71"), ("", "+998 71")]
    assert [commodity_code(text) for text in ("CST+1+520811:122", "PIA+5+5208:HS", "PIA+5+X1:SA")] == [
        "520811",
        "5208",
        "",
    ]


def test_weights_are_in_kilograms() -> None:
    assert [kilograms(*given) for given in (("12,5", "TNE"), ("500", "GRM"), ("5", "MTQ"))] == [12500, 0.5, None]


@pytest.mark.parametrize("text", ["", "1.000,5", "-5", "1e3", "9" * 36])
def test_what_is_no_number_of_the_syntax_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        numeric(text)


@pytest.mark.parametrize(
    ("text", "pattern", "iso"),
    [
        ("240308", "101", "2024-03-08"),
        ("20240308", "102", "2024-03-08"),
        ("2403080930", "201", "2024-03-08T09:30"),
        ("202403080930", "203", "2024-03-08T09:30"),
        ("20240308093015", "204", "2024-03-08T09:30"),
        ("202403080930UTC", "303", "2024-03-08T09:30+00:00"),
        ("202403080930ALT", "303", "2024-03-08T09:30"),
        ("20240308", "", "2024-03-08"),
    ],
)
def test_an_hour_has_an_offset_only_where_one_is_written(text: str, pattern: str, iso: str) -> None:
    assert moment(text, pattern) == iso


def test_a_format_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="the format '999', which is not known"):
        moment("5 March", "999")
