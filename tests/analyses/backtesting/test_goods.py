"""Goods alone: what is learnt of inspections, and when nothing is."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyses.backtesting.goods import PROPERTIES, Boosting, Goods
from analyses.registry import all_properties
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.projection.making import project

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


@pytest.fixture
def seen(world: "SmallWorld") -> World:
    """Sixty declarations of two goods; the second paper of the first says its weight."""
    for number in range(60):
        heading, origin = ("0702", "UZ") if number % 2 else ("7202", "KZ")
        said = {"hs_code": f"{heading}000007", "origin_country": origin, "transport_document": f"CMR-{number}"}
        world.say(number=f"D{number}", registered_on="2024-01-05", consignee__name=f"Firma {number}", **said)
    world.say(
        "manifest", "M0", arrived_on="2024-01-05", transport_document="CMR-0", gross_weight_kg=250, consignee__name="F"
    )
    return World(project(world.store, EVERYONE, {**all_properties(), **PROPERTIES}))


def test_a_movement_says_what_any_of_its_papers_says(seen: World) -> None:
    goods = Goods.of(seen.movements)
    assert len(goods.texts["chapter"]) == seen.movements.count == 60
    (weighed,) = np.flatnonzero(~np.isnan(goods.numbers["gross_weight_kg"]))
    assert (goods.numbers["gross_weight_kg"][weighed], goods.texts["chapter"][weighed]) == (250, "72")
    assert set(goods.texts["heading"]) == {"0702", "7202"}


@pytest.mark.slow
def test_what_one_sort_of_goods_tells_is_learnt(seen: World) -> None:
    pytest.importorskip("sklearn")
    goods = Goods.of(seen.movements)
    is_right = goods.texts["chapter"] == "72"
    learnt = Boosting.learnt(goods, np.arange(60), is_right)
    assert learnt is not None
    scores = learnt.scores(goods)
    assert scores[is_right].min() > scores[~is_right].max()


def test_of_a_few_finds_nothing_is_learnt(seen: World) -> None:
    goods = Goods.of(seen.movements)
    assert Boosting.learnt(goods, np.arange(60), np.arange(60) < 9) is None
