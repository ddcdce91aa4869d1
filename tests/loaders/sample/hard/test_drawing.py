"""Shares that the seed draws: the same for the same seed, other ones for another, within what shares can be."""

from loaders.sample.hard.drawing import drawn_shares
from loaders.sample.hard.shares import MIXED


def test_a_seed_draws_the_same_shares_each_time_and_another_seed_others() -> None:
    assert drawn_shares(3) == drawn_shares(3)
    assert drawn_shares(3) != drawn_shares(4)


def test_what_is_drawn_are_shares_and_counts() -> None:
    for shares in map(drawn_shares, range(40)):
        for part in (shares.ring, shares.holding, shares.family, shares.offices, shares.trade, shares.controls):
            named = {name: getattr(part, name) for name in part.__slots__}
            assert all(0 <= value <= 1 for name, value in named.items() if name.endswith("_share")), named
            assert all(value > 0 for name, value in named.items() if name.endswith("_per_firms")), named


def test_in_some_worlds_families_share_trucks_more_than_holdings_and_in_others_less() -> None:
    drawn = [drawn_shares(seed) for seed in range(20)]
    assert {shares.family.crew_share > shares.holding.crew_share for shares in drawn} == {True, False}
    assert {shares.ring.register_share > shares.family.register_share for shares in drawn} == {True, False}


def test_what_is_not_drawn_is_as_in_the_usual_world() -> None:
    assert drawn_shares(3).family.ties == MIXED.family.ties
    assert drawn_shares(3).offices.centre_firms == MIXED.offices.centre_firms
