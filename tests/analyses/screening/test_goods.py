"""Indicators of what is declared, each on two consignments at which it fires and two at which it does not."""

from collections.abc import Callable
from typing import Any

import pytest

from analyses.screening.goods import goods_words, is_vague

Say = Callable[..., str]
Fires = Callable[..., set[str]]
BOTH = {"P1", "P2"}
ROUTE = {"departure_country": "CN", "destination_country": "UZ"}


@pytest.fixture
def usual(say: Say) -> None:
    """Six loads of melons of 10 kg a package at half a dollar a kilogram, spread a little, and six of smartphones."""
    for number, off in enumerate((-0.2, -0.1, 0.0, 0.1, 0.2, 0.3)):
        for code, kg, price in (("0807190000", 10.0, 0.5), ("8517130000", 2.0, 190.0)):
            say(f"{code}{number}", "01-10", **goods(code, 1000 * (kg + off), 1000, 1000 * kg * (price + off / 10)))


def goods(code: str, gross: float, packages: int, value: float, **fields: Any) -> dict[str, Any]:
    """What is declared of goods."""
    about = {"hs_code": code, "gross_weight_kg": gross, "packages": packages, "value_amount": value}
    return {**about, "value_currency": "USD", "consignee__name": "Anor Savdo MChJ", **ROUTE, **fields}


@pytest.mark.usefixtures("usual")
def test_a_package_far_off_the_usual_weight_fires(say: Say, fires: Fires) -> None:
    say("P1", "02-01", **goods("0807190000", 40_000, 1000, 20_000))
    say("P2", "02-01", **goods("8517130000", 20_000, 1000, 380_000, departure_country="AE"))
    say("N1", "02-01", **goods("0807190000", 10_100, 1000, 20_000))
    say("N2", "02-01", **goods("0702000007", 90_000, 1000, 20_000))
    assert fires("kg_per_package", least_peers=5) == BOTH


@pytest.mark.usefixtures("usual")
def test_a_kilogram_far_off_the_usual_value_fires(say: Say, fires: Fires) -> None:
    say("P1", "02-01", **goods("0807190000", 10_000, 1000, 90_000))
    say("P2", "02-01", **goods("8517130000", 2_000, 1000, 900))
    say("N1", "02-01", **goods("0807190000", 10_000, 1000, 5_100))
    say("N2", "02-01", **goods("0807190000", 10_000, 1000, 63_000_000, value_currency="UZS"))
    assert fires("value_against_weight", least_peers=5) == BOTH


def test_a_net_weight_above_the_gross_weight_fires(say: Say, fires: Fires) -> None:
    for number, gross, net in (("P1", 900.0, 1000.0), ("P2", 10.0, 10.5), ("N1", 1000.0, 900.0), ("N2", 10.0, 10.0)):
        say(number, "02-01", consignee__name="Anor Savdo", gross_weight_kg=gross, net_weight_kg=net)
    assert fires("net_above_gross") == BOTH


def test_a_round_value_fires(say: Say, fires: Fires) -> None:
    for number, value in (("P1", 10_000.0), ("P2", 75_000.0), ("N1", 10_001.5), ("N2", 1_000.0)):
        say(number, "02-01", consignee__name="Anor Savdo", value_amount=value)
    assert fires("round_value") == BOTH


def test_loads_that_weigh_the_same_to_the_last_digit_fire(say: Say, fires: Fires) -> None:
    for firm, kg, times in (("Anor", 9_485.9, 2), ("Behi", 812.3, 3), ("Gilos", 20_000.0, 3), ("Dolana", 77.7, 1)):
        for day in range(times):
            say(f"{firm}{day}", f"01-0{1 + day}", consignee__name=f"{firm} Savdo", gross_weight_kg=kg)
    for number, firm, kg in (("P1", "Anor", 9_485.9), ("P2", "Behi", 812.3), ("N1", "Gilos", 20_000.0)):
        say(number, "02-01", consignee__name=f"{firm} Savdo", gross_weight_kg=kg)
    say("N2", "02-01", consignee__name="Dolana Savdo", gross_weight_kg=77.7)
    assert fires("repeated_weight") == BOTH


def test_a_description_that_says_nothing_fires(say: Say, fires: Fires) -> None:
    texts = (("P1", "GENERAL CARGO, 12 pcs"), ("P2", "Товары народного потребления"), ("N1", "Onions, fresh"))
    for number, text in (*texts, ("N2", "Запасные части тормозов")):
        say(number, "02-01", consignee__name="Anor Savdo", goods_description=text)
    assert fires("vague_description") == BOTH


@pytest.mark.parametrize("text", ["сборный груз", "aralash yuk", "ტვირთი", "کالا", "yedek parça", "12", "spare parts"])
def test_a_vague_description_is_known_in_the_languages_of_the_region(text: str) -> None:
    assert is_vague(text, 3)


def test_a_precursor_fires_by_code_by_line_or_by_name(say: Say, fires: Fires) -> None:
    say("P1", "02-01", consignee__name="Anor Savdo", hs_code="2915.24.0000")
    say("P2", "02-01", consignee__name="Anor Savdo", goods_description="Ангидрид уксусной кислоты, тех.")
    say("N1", "02-01", consignee__name="Anor Savdo", hs_code="2915210000", goods_description="Уксусная кислота")
    say("N2", "02-01", consignee__name="Anor Savdo", hs_code="0702000007")
    assert fires("precursor") == BOTH


def test_goods_that_look_like_what_is_controlled_fire_on_any_line(say: Say, fires: Fires) -> None:
    say("P1", "02-01", consignee__name="Anor Savdo", hs_code="2915210000")
    lines = ({"line": 1, "hs_code": "0702000007"}, {"line": 2, "hs_code": "1207919000"})
    say("P2", "02-01", consignee__name="Anor Savdo", goods=lines)
    say("N1", "02-01", consignee__name="Anor Savdo", hs_code="2915240000")
    say("N2", "02-01", consignee__name="Anor Savdo", goods=lines[:1])
    assert fires("look_alike") == BOTH


def test_codes_of_goods_have_six_digits_and_stand_in_one_list() -> None:
    words = goods_words()
    codes = [*words.precursors, *words.look_alikes]
    assert all(10_000 <= code <= 999_999 for code in codes)
    assert len(codes) == len(set(codes))
