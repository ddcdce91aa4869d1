"""Fronts, sisters and strangers trade by the same steps, and nothing in a consignment says who is in a ring."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest

from loaders.sample.dice import Dice
from loaders.sample.hard.market import HardMarket
from loaders.sample.hard.shares import MIXED
from loaders.sample.hard.society import Society, build_society
from loaders.sample.size import Size
from loaders.sample.trade import Consignment

SIZE = Size(300, 3, 2024, 200, 120, 20, 10, 10, 10, 60, 6, 0)
DAYS = date(2024, 1, 1), date(2024, 3, 31)


@pytest.fixture(scope="module")
def society() -> Society:
    return build_society(4, SIZE, MIXED, DAYS)


@pytest.fixture(scope="module")
def market(society: Society) -> HardMarket:
    return HardMarket(4, SIZE, society, MIXED)


@pytest.fixture(scope="module")
def loads(market: HardMarket) -> list[Consignment]:
    dice = Dice(4, "flow")
    planned = market.plans(Dice(4, "plans"), is_small=True)
    made = [plan.consign(market, serial, dice) for serial, plan in enumerate(planned)]
    days = [DAYS[0] + timedelta(days=serial % 90) for serial in range(1000)]
    return made + [market.ordinary(len(made) + serial, day, dice) for serial, day in enumerate(days)]


def test_no_consignment_says_that_it_is_for_a_ring(market: HardMarket, loads: list[Consignment]) -> None:
    assert not any(made.ring or made.is_risky or made.is_fixed for made in loads)
    rings = {contents.ring for contents in market.contents.values()}
    assert len(rings - {""}) == SIZE.rings


def test_nobody_trades_before_he_begins_or_after_he_ended(society: Society, loads: list[Consignment]) -> None:
    limited = [made for made in loads if made.consignee.number in society.lives]
    assert limited
    assert all(society.is_open(made.consignee, made.day) for made in limited)


def test_every_firm_of_a_group_that_grew_trades(society: Society, loads: list[Consignment]) -> None:
    traders = {made.consignee.number for made in loads}
    grown = [front for web in society.webs if web.kind in ("ring", "holding", "family") for front in web.fronts]
    assert {front.number for front in grown} <= traders


def test_fronts_come_back_to_their_partners_as_often_as_others(society: Society, loads: list[Consignment]) -> None:
    partners: dict[int, list[int]] = defaultdict(list)
    for made in loads:
        partners[made.consignee.number].append(made.shipper.number)
    shares: dict[bool, list[float]] = {True: [], False: []}
    for firm, shippers in partners.items():
        if len(shippers) >= 3:
            shares[firm in society.ring_of].append(len(set(shippers)) / len(shippers))
    fronts, others = (sum(values) / len(values) for values in (shares[True], shares[False]))
    assert abs(fronts - others) < 0.15


def test_what_is_shared_is_shown_on_some_papers_and_missing_on_others(
    society: Society, loads: list[Consignment]
) -> None:
    holders = {number for number, ties in society.ties.items() if ties.phones}
    shown = [bool(made.shown_phone) for made in loads if made.consignee.number in holders]
    assert 0.4 < sum(shown) / len(shown) < 0.8


def test_deals_outside_of_any_relation_are_as_many_as_the_share_says(society: Society) -> None:
    shares = replace(MIXED, trade=replace(MIXED.trade, spot_share=1.0))
    market = HardMarket(4, SIZE, society, shares)
    known = {id(relation) for relation in market.relations}
    dice = Dice(1, "spot")
    made = [market.ordinary(serial, DAYS[0], dice) for serial in range(20)]
    assert not any(id(load.relation) in known for load in made)
