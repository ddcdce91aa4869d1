"""Quantities: units in the languages of reports, composites, and what must have no number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.quantities import Dimension, Quantity, quantity, quantity_of_text, units
from graph.values.reference.tables import read_table


@pytest.mark.parametrize(
    ("text", "base", "unit"),
    [
        # figures that the network itself has published
        ("587 kg of drugs (580 kg heroin)", 587, "kg"),
        ("587 kg of drugs, of which 580 kg heroin", 587, "kg"),
        ("580 kg heroin", 580, "kg"),
        ("127,344 pills of pregabalin", 127344, "tablet"),
        ("55 tons of ferrosilicon", 55000, "kg"),
        ("550,000 pieces of tobacco products", 550000, "piece"),
        ("237 tons of consumer goods", 237000, "kg"),
        # composites
        ("11 kg 987 g", 11.987, "kg"),
        ("11 кг и 987 г", 11.987, "kg"),
        ("2 кг. 350 гр.", 2.35, "kg"),
        ("5 x 23 l", 115, "l"),
        ("5х23л", 115, "l"),
        ("5-литр × 23", 115, "l"),
        ("5-литровых канистр × 23", 115, "l"),
        ("23 канистры по 5 литров", 115, "l"),
        ("23 canisters of 5 litres", 115, "l"),
        ("10 boxes of 5 kg", 50, "kg"),
        ("20 бутылок по 0,5 л", 10, "l"),
        ("10 пачек по 20 сигарет", 200, "cigarette"),
        ("10 boxes x 5 kg", 50, "kg"),
        ("10 штук по 100 грамм", 1, "kg"),
        ("2 boxes of 100 tablets of 5 mg", 200, "tablet"),
        ("100 таблеток по 5 мг", 100, "tablet"),
        ("100 tablets of tramadol of 50 mg", 100, "tablet"),
        ("100 таб. по 5 мг и 20 таб. по 10 мг", 120, "tablet"),
        # numbers
        ("1,5 т", 1500, "kg"),
        ("1 234,5 кг", 1234.5, "kg"),
        ("1.234,5 kg", 1234.5, "kg"),
        ("1,234.5 kg", 1234.5, "kg"),
        ("1,234 кг", 1.234, "kg"),
        ("0,500 kg", 0.5, "kg"),
        ("11.987 kg", 11.987, "kg"),
        ("127 344 таб.", 127344, "tablet"),
        ("127.344 tablets", 127344, "tablet"),
        ("۱۲ کیلوگرم", 12, "kg"),
        ("12 тыс. шт.", 12000, "piece"),
        ("1.5 mln tablets", 1500000, "tablet"),
        ("350gr", 0.35, "kg"),
        ("10 куб. м", 10000, "l"),
    ],
)
def test_a_text_is_read_as_it_is_meant(text: str, base: float, unit: str) -> None:
    found = quantity_of_text(text)
    assert (found.base, found.base_unit, found.problem) == (pytest.approx(base, abs=1e-9), unit, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1,234 kg", "quantity_number_ambiguous"),
        ("10 doz of 5 kg", "quantity_unit_unknown"),
        ("10 банкнот по 100 г", "quantity_unit_unknown"),
        ("2 rollers of 50 kg", "quantity_unit_unknown"),
        ("1 " * 600 + "kg", "quantity_unreadable"),
        ("1.2.3,4,5 kg", "quantity_number_ambiguous"),
        ("5 gallons", "quantity_unit_ambiguous"),
        ("5 kg heroin, 3 kg opium", "quantity_unreadable"),
        ("5 kg 3 tablets", "quantity_unreadable"),
        ("two kilograms", "quantity_unreadable"),
        ("", "quantity_unreadable"),
        ("×", "quantity_unreadable"),
        ("5", "quantity_unit_missing"),
        ("5 x 3 x 2 kg", "quantity_unit_missing"),
        ("5 bundles", "quantity_unit_unknown"),
        ("50% heroin 5 kg", "quantity_unit_unknown"),
    ],
)
def test_a_text_that_is_not_understood_has_no_number(text: str, problem: str) -> None:
    found = quantity_of_text(text)
    assert (found.base, found.problem) == (None, problem)


@pytest.mark.parametrize(
    ("unit", "dimension", "base", "base_unit"),
    [
        ("Kilogram", "mass", 1, "kg"),
        ("Gram", "mass", 0.001, "kg"),
        ("Pound", "mass", 0.45359237, "kg"),
        ("Ton", "mass", 1000, "kg"),
        ("тонна", "mass", 1000, "kg"),
        ("short ton", "mass", 907.18474, "kg"),
        ("Ton (US)", "mass", 907.18474, "kg"),
        ("U.S. ton", "mass", 907.18474, "kg"),
        ("центнер", "mass", 100, "kg"),
        ("Viss", "mass", 1.632932532, "kg"),
        ("Picul", "mass", 60.4789827, "kg"),
        ("Block (350gr)", "mass", 0.35, "kg"),
        ("KGM", "mass", 1, "kg"),
        ("166", "mass", 1, "kg"),
        ("Litre", "volume", 1, "l"),
        ("Millilitre", "volume", 0.001, "l"),
        ("м³", "volume", 1000, "l"),
        ("Acres", "area", 0.40468564224, "ha"),
        ("Hectars", "area", 1, "ha"),
        ("Plants", "plants", 1, "plant"),
        ("Bush", "plants", 1, "bush"),
        ("Tablet", "count", 1, "tablet"),
        ("Pill", "count", 1, "tablet"),
        ("таб.", "count", 1, "tablet"),
        ("Capsule", "count", 1, "capsule"),
        ("Ampoule", "count", 1, "ampoule"),
        ("Dose", "count", 1, "dose"),
        ("Vials", "count", 1, "vial"),
        ("Unit", "count", 1, "piece"),
        ("pcs", "count", 1, "piece"),
        ("шт.", "count", 1, "piece"),
        ("сигарет", "count", 1, "cigarette"),
        ("пачка", "count", 1, "pack"),
        ("Hundred of units", "count", 100, "piece"),
        ("Thousand of tablets", "count", 1000, "tablet"),
        ("тыс.шт", "count", 1000, "piece"),
    ],
)
def test_a_unit_is_converted_inside_its_dimension(unit: str, dimension: str, base: float, base_unit: str) -> None:
    assert quantity(1, unit) == Quantity(Dimension(dimension), pytest.approx(base), base_unit)


@pytest.mark.parametrize(
    ("unit", "problem"),
    [
        ("", "quantity_unit_missing"),
        ("unknown", "quantity_unit_unknown"),
        ("other", "quantity_unit_unknown"),
        ("Thousand of", "quantity_unit_unknown"),
        ("Gallons", "quantity_unit_ambiguous"),
        ("seer", "quantity_unit_ambiguous"),
    ],
)
def test_a_unit_that_says_no_amount_gives_none_and_never_zero(unit: str, problem: str) -> None:
    found = quantity(7, unit)
    assert (found.base, found.problem) == (None, problem)


def test_an_ambiguous_unit_still_tells_its_dimension() -> None:
    assert quantity(7, "Gallons").dimension is Dimension.VOLUME


def test_tablets_capsules_and_packs_are_counts_that_do_not_add_up() -> None:
    kinds = [
        quantity(1, unit).base_unit for unit in ("tablets", "capsules", "ampoules", "pieces", "cigarettes", "packs")
    ]
    assert len(set(kinds)) == len(kinds)


def test_every_factor_is_above_zero() -> None:
    assert all(unit.factor is None or unit.factor > 0 for unit in units().values())


def test_no_name_is_given_to_two_units() -> None:
    table, _ = read_table("units.yaml")
    names = [name.casefold() for rows in table.values() for row in rows.values() for name in row["names"]]
    assert len(names) == len(set(names))


def test_a_number_too_large_to_be_one_has_no_amount() -> None:
    assert quantity_of_text(f"{'9' * 400} kg").problem == "quantity_unreadable"


@pytest.mark.parametrize("text", ["k x 5 kg", "k×1l", "5 kg × k", "5 kg × 𐩀", "𐩀 kg", "3 boxes of 𐩀 kg", "𐩀 × 5 kg"])
def test_what_stands_beside_a_times_sign_and_is_no_number_makes_the_text_unreadable(text: str) -> None:
    assert quantity_of_text(text).base is None


@given(st.text(alphabet="0123456789.,x× ()-kglтшт\n", max_size=40) | st.text(max_size=40))
def test_any_text_gives_a_finite_amount_or_a_problem(text: str) -> None:
    found = quantity_of_text(text)
    assert (found.base is None) == bool(found.problem)
    assert found.base is None or (math.isfinite(found.base) and found.base >= 0)


@given(st.integers(1, 10**6), st.integers(0, 999))
def test_kilograms_and_grams_add_up(kilograms: int, grams: int) -> None:
    found = quantity_of_text(f"{kilograms} kg {grams} g").base
    assert found == pytest.approx(kilograms + grams / 1000, abs=1e-6)
