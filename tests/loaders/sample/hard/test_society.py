"""Who is in which group: sizes, ties across borders, successions, and firms that begin and end."""

from collections import Counter
from datetime import date

import pytest

from loaders.sample.hard.shares import ASSUMPTIONS, CROWDED
from loaders.sample.hard.society import Society, build_society
from loaders.sample.size import Size
from loaders.sample.world import Entity

SIZE = Size(6_000, 12, 2024, 900, 300, 40, 20, 14, 10, 300, 12, 0)
DAYS = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture(scope="module")
def society() -> Society:
    return build_society(2, SIZE, CROWDED, DAYS)


def test_groups_have_the_sizes_of_their_kinds(society: Society) -> None:
    ranges = {
        "ring": (3, 9),
        "holding": (7, 24),
        "family": (2, 6),
        "bookkeeper_clients": (2, 20),
        "centre": (2, 30),
        "nominee": (2, 10),
        "broker_clients": (2, 8),
    }
    for web in society.webs:
        low, high = ranges[web.kind]
        assert low <= len(web.companies) <= high, web.kind
    assert {web.kind for web in society.webs} == set(ranges)
    assert sum(web.kind == "ring" for web in society.webs) == SIZE.rings


def test_no_firm_is_in_two_groups_that_grew(society: Society) -> None:
    grown = [firm.number for web in society.webs if web.kind in ("ring", "holding", "family") for firm in web.companies]
    assert len(grown) == len(set(grown))


def test_fronts_are_tenants_and_clients_like_others(society: Society) -> None:
    offices = [web for web in society.webs if web.kind in ("centre", "bookkeeper_clients")]
    assert any(firm.number in society.ring_of for web in offices for firm in web.fronts)


def test_legal_groups_cross_borders_share_shippers_trucks_and_boxes_and_go_on_under_another_firm(
    society: Society,
) -> None:
    legal = [web for web in society.webs if web.kind in ("holding", "family")]
    assert any(len({firm.country for firm in web.fronts}) > 1 for web in legal)
    assert any(web.foreign_shippers for web in legal)
    assert any(web.successions for web in legal)
    kinds = Counter(asset.kind for web in legal for asset in web.assets if len(asset.holders) > 1)
    assert {"phone", "address", "director", "driver", "truck", "container"} <= set(kinds)


def test_a_successor_begins_after_its_predecessor_ended(society: Society) -> None:
    pairs = [pair for web in society.webs for pair in web.successions]
    assert pairs
    for old, new in pairs:
        assert society.life(old)[1] < society.life(new)[0]


def test_firms_that_belong_to_nobody_begin_and_end_within_the_year(society: Society) -> None:
    grouped = {firm.number for web in society.webs for firm in web.companies}
    alone = [life for number, life in society.lives.items() if number not in grouped]
    assert any(first > DAYS[0] for first, _ in alone)
    assert any(last < DAYS[1] for _, last in alone)


def test_some_fronts_are_older_than_their_ring(society: Society) -> None:
    fronts: list[Entity] = [front for web in society.webs if web.kind == "ring" for front in web.fronts]
    assert any(front.registered_on.year < 2015 for front in fronts)


def test_nothing_of_the_world_says_who_is_in_a_ring(society: Society) -> None:
    assert not any(entity.ring or entity.group for entity in society.world.entities)


def test_shares_are_shares() -> None:
    for shares in ASSUMPTIONS.values():
        for part in (shares.ring, shares.holding, shares.family, shares.offices, shares.trade, shares.controls):
            named = {name: getattr(part, name) for name in part.__slots__ if name.endswith("_share")}
            assert named and all(0 <= share <= 1 for share in named.values()), named
