"""Inspections follow risk and volume, whoever the firm belongs to; some seizures are reported again."""

from datetime import date
from pathlib import Path

import pytest

from loaders.sample.clerk import Clerk
from loaders.sample.dice import Dice
from loaders.sample.events import INSPECTIONS_EN, SEIZURES_RU, Event
from loaders.sample.hard.controls import Selection, second_report
from loaders.sample.hard.market import HardMarket
from loaders.sample.hard.shares import MIXED
from loaders.sample.hard.society import build_society
from loaders.sample.size import Size

SIZE = Size(300, 3, 2024, 150, 100, 20, 10, 10, 10, 60, 3, 0)


@pytest.fixture(scope="module")
def market() -> HardMarket:
    society = build_society(5, SIZE, MIXED, (date(2024, 1, 1), date(2024, 3, 31)))
    return HardMarket(5, SIZE, society, MIXED)


def test_the_choice_is_the_same_whether_the_goods_hide_something_or_not(market: HardMarket) -> None:
    dice = Dice(1, "flow")
    loads = [market.ordinary(serial, date(2024, 2, 1), dice) for serial in range(600)]
    shares = []
    for is_risky in (False, True):
        for made in loads:
            made.is_seized = False
        selection = Selection(5, market, MIXED.controls)
        shares.append(sum(selection.choose(made, is_risky) and not made.is_seized for made in loads) / len(loads))
    honest, risky = shares
    assert risky < honest < 0.2  # what is chosen and hides nothing is cleared, the rest is seized


def test_every_seized_load_counts_as_inspected(market: HardMarket) -> None:
    made = market.ordinary(1, date(2024, 2, 1), Dice(2, "flow"))
    made.is_seized = True
    assert Selection(5, market, MIXED.controls).choose(made, is_risky=False)


def test_a_second_report_has_its_own_number_and_nearly_the_amount() -> None:
    cells = ["" for _ in SEIZURES_RU.columns]
    cells[0], cells[9], cells[10] = "UZ-P-24-000007", "1\u00a0200", "кг"
    again = second_report(Event(SEIZURES_RU, cells, (("seizure", cells[0]),)), Clerk(Dice(1, "x"), "UZ", "russian"))
    amount = int(again.cells[9].replace("\u00a0", ""))
    assert again.records == (("seizure", again.cells[0]),)
    assert again.cells[0] == "UZ-PD-24-160162"
    assert again.cells[10] == "г" and abs(amount / 1_200_000 - 1) <= 0.005


def test_an_inspection_with_a_seizure_is_reported_again_as_both() -> None:
    cells = ["" for _ in INSPECTIONS_EN.columns]
    for column, text in (
        ("Inspection No", "AZ-INS-24-000001"),
        ("Seizure No", "AZ-SZ-24-000001"),
        ("Quantity", "12"),
        ("Unit", "capsules"),
    ):
        cells[INSPECTIONS_EN.columns.index(column)] = text
    event = Event(INSPECTIONS_EN, cells, (("inspection", "AZ-INS-24-000001"), ("seizure", "AZ-SZ-24-000001")))
    assert second_report(event, Clerk(Dice(1, "x"), "AZ", "latin")).records == (
        ("inspection", "AZ-INSD-24-112648"),
        ("seizure", "AZ-SZD-24-112648"),
    )


def test_firms_of_the_watch_list_are_looked_at_more_often(market: HardMarket, tmp_path: Path) -> None:
    selection = Selection(5, market, MIXED.controls)
    watched = selection.watched
    loads = [market.ordinary(serial, date(2024, 2, 1), Dice(serial, "flow")) for serial in range(1500)]
    chosen = {True: [0, 0], False: [0, 0]}
    for made in loads:
        counts = chosen[made.consignee.number in watched]
        counts[0] += selection.choose(made, is_risky=False)
        counts[1] += 1
    assert chosen[True][0] / chosen[True][1] > 2 * chosen[False][0] / chosen[False][1]
