"""The gazetteer finds places by name in any script, and never guesses between two."""

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import names
from graph.values.reference.countries import COUNTRIES, NETWORK
from graph.values.reference.places import GAZETTEER_VERSION, PLACES, find_places


@pytest.mark.parametrize(
    ("text", "country", "place_id"),
    [
        ("Alat", "UZ", "UZ:alat"),
        ("Alat", "AZ", "AZ:alat"),
        ("Olot", "", "UZ:alat"),  # only Uzbekistan has this spelling
        ("Ələt", "AZ", "AZ:alat"),
        ("Порт Алят", "AZ", "AZ:alat"),
        ("т/п Ойбек", "uz", "UZ:oybek"),
        ("Таможенный пост «Айритом»", "UZ", "UZ:ayritom"),
        ("G'isht ko'prik", "UZ", "UZ:gisht_kuprik"),
        ("Гишт-Куприк", "UZ", "UZ:gisht_kuprik"),
        ("POTI PORT", "", "GE:poti"),
        ("ფოთი", "GE", "GE:poti"),
        ("Torkham", "PK", "PK:torkham"),
        ("تورخم", "AF", "AF:torkham"),
        ("Хоргос", "KZ", "KZ:khorgos"),
        ("Khorgas", "KZ", "KZ:khorgos"),
        ("Нижний Пяндж", "TJ", "TJ:panji_poyon"),
        ("Панҷи Поён", "", "TJ:panji_poyon"),
        ("Port Qasim", "PK", "PK:port_qasim"),
        ("Odessa", "UA", "UA:odesa"),
        ("Ақтау", "KZ", "KZ:aktau"),
        ("Tashkent airport", "UZ", "UZ:tashkent_airport"),
        ("KBL", "", "AF:kabul_airport"),  # a code of IATA is a name
        ("Poti", "UZ", "GE:poti"),  # no other country has one
        ("Port of Alat", "UZ", "AZ:alat"),  # a port of that name has one country alone
        ("Alat, AZ", "UZ", "AZ:alat"),  # what the text says is said
        ("Alat (Azerbaijan)", "UZ", "AZ:alat"),
        ("Порт Алят, Азербайджан", "UZ", "AZ:alat"),
        ("Алат, Бухара, Узбекистан", "AZ", "UZ:alat"),
        ("PK Torkham", "AF", "PK:torkham"),
        ("Torkham AF", "PK", "AF:torkham"),
    ],
)
def test_a_name_is_one_place(text: str, country: str, place_id: str) -> None:
    assert [place.id for place in find_places(text, country)] == [place_id]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Nowhere", ""),
        ("Poti, UZ", "GE"),  # not in the country that the text names
        ("Tashkent", "UZ"),  # a town is not its airport
        ("UZTAS", "UZ"),
        ("Port", ""),
        ("UZ", "UZ"),
        (", -", "UZ"),
        ("", "UZ"),
    ],
)
def test_no_place_is_guessed(text: str, country: str) -> None:
    assert find_places(text, country) == ()


@pytest.mark.parametrize("countries", [(), ("",), ("XX",), ("KZ", "GE")])
def test_a_name_of_two_countries_is_two_places_where_none_of_both_is_named(countries: tuple[str, ...]) -> None:
    assert [place.id for place in find_places("Alat", *countries)] == ["AZ:alat", "UZ:alat"]


def test_the_likeliest_country_that_has_the_name_decides() -> None:
    assert [place.id for place in find_places("Alat", "GE", "AZ", "UZ")] == ["AZ:alat"]


@pytest.mark.parametrize("code", ["TMFAR", "tmfar", " TM FAR ", "TM-FAR"])
def test_a_code_of_un_locode_is_its_place_whatever_the_country(code: str) -> None:
    assert [place.id for place in find_places(code, "UZ")] == ["TM:farap"]


@pytest.mark.parametrize(
    ("codes", "place_id"),
    [
        ("AFRKH", "AF:torkham"),
        ("PKTOR", "PK:torkham"),
        ("AFSBK", "AF:spin_boldak"),
        ("PKCMN", "PK:chaman"),
        ("PKKHI", "PK:karachi"),
        ("PKBQM", "PK:port_qasim"),
        ("PKGWD", "PK:gwadar"),
        ("UZTER", "UZ:termez"),
        ("AFTOW", "AF:torghundi"),
        ("PKTFT", "PK:taftan"),
        ("AZAST", "AZ:astara"),
        ("AZBAL", "AZ:balakan"),
        ("AZALA", "AZ:alat"),
        ("KZAAU", "KZ:aktau"),
        ("KZKUR", "KZ:kuryk"),
        ("TMKRW TMKRA", "TM:turkmenbashi"),  # under its new and its old name
        ("GEPTI", "GE:poti"),
        ("UAODS", "UA:odesa"),
        ("KGMAN", "KG:manas_airport"),
    ],
)
def test_a_place_has_its_codes(codes: str, place_id: str) -> None:
    assert {place.id for code in codes.split() for place in find_places(code)} == {place_id}


def test_a_code_is_one_place_of_its_own_country_and_no_name() -> None:
    codes = [(code, place) for place in PLACES for code in place.locodes]
    assert len(dict(codes)) == len(codes)
    assert all(re.fullmatch("[A-Z]{2}[A-Z2-9]{3}", code) and code[:2] == place.country for code, place in codes)
    written = {name.upper() for place in PLACES for name in (place.name, *place.aliases)}
    assert not written & set(dict(codes))


def test_every_name_finds_its_own_place() -> None:
    wrong = [
        (place.id, name)
        for place in PLACES
        for name in (place.name, *place.aliases)
        if find_places(name, place.country) != (place,)
    ]
    assert wrong == []


def test_no_two_places_of_a_country_share_a_name() -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in PLACES:
        for name in (place.name, *place.aliases):
            owners[place.country, names.fold(name)].add(place.id)
    assert [key for key, found in owners.items() if len(found) > 1] == []


def test_places_are_well_formed() -> None:
    assert len({place.id for place in PLACES}) == len(PLACES)
    assert NETWORK <= {place.country for place in PLACES} <= set(COUNTRIES)
    assert {place.kind for place in PLACES} == {"border_post", "rail_border", "port", "dry_port", "airport"}
    for place in PLACES:
        assert (place.latitude is None) == (place.longitude is None)
        if place.latitude is not None and place.longitude is not None:
            assert 23 < place.latitude < 53  # between Gwadar and the north of Kazakhstan
            assert 22 < place.longitude < 88  # between Uzhhorod and the Altai
    assert len(GAZETTEER_VERSION) == 12


@given(st.text(), st.sampled_from(["", "UZ", "AZ", "zz", "Узбекистан"]))
def test_any_text_is_read_without_error(text: str, country: str) -> None:
    assert set(find_places(text, country)) <= set(PLACES)
