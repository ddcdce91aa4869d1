"""The gazetteer finds places by name in any script, and never guesses between two."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import names
from graph.reference.countries import COUNTRIES, NETWORK
from graph.reference.places import GAZETTEER_VERSION, PLACES, find_place


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
    ],
)
def test_find_place(text: str, country: str, place_id: str) -> None:
    place = find_place(text, country)
    assert place is not None
    assert place.id == place_id


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Alat", ""),  # two countries have one
        ("Torkham", ""),
        ("Poti", "UZ"),  # not in that country
        ("Tashkent", "UZ"),  # a town is not its airport
        ("Port", ""),
        ("", "UZ"),
        ("Alat", "XX"),
    ],
)
def test_no_place_is_guessed(text: str, country: str) -> None:
    assert find_place(text, country) is None


def test_every_name_finds_its_own_place() -> None:
    wrong = [
        (place.id, name)
        for place in PLACES
        for name in (place.name, *place.aliases)
        if find_place(name, place.country) != place
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
    place = find_place(text, country)
    assert place is None or place in PLACES
