"""The part of the graph in which paths lie: what it holds, the edges and the days of its hops."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.kernels.timed_paths import UNTIMED
from graph.linkage.walks import Walk, WalkRule, reach_between
from graph.linkage.world import World
from graph.model import day_text

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

PHONE, CONTAINER = "phone:+998901234567", "container:MSKU1234565"
ANYTHING = WalkRule()


@pytest.fixture
def seen(world: "SmallWorld") -> World:
    """Two spellings of a firm at one phone, one of them with a container, and a firm that hangs on the container."""
    said = {"consignee__kind": "company", "consignee__phone": "+998901234567"}
    world.say(number="D1", registered_on="2024-01-05", consignee__name="Sharq Savdo MCHJ", **said)
    world.say(
        number="D2", registered_on="2024-03-05", consignee__name="ООО Шарк Савдо", container="MSKU1234565", **said
    )
    world.say(number="D3", consignee__name="Behi Savdo", container="MSKU1234565", entered_at="Dostuk")
    return world.seen()


def walk_of(seen: World, rule: WalkRule = ANYTHING, hops: int = 3) -> Walk:
    source, target = (seen.projection.ids.find(name) for name in (PHONE, CONTAINER))
    return reach_between(seen, source, np.array([target]), rule).walk(hops)


def names(walk: Walk) -> list[str]:
    p = walk.world.projection
    return [p.ids[number].split(":")[0] for number in walk.nodes.tolist()]


def test_it_holds_the_nodes_on_ways_between_the_ends_each_firm_once(seen: World) -> None:
    walk = walk_of(seen)
    assert names(walk) == ["consignment", "container", "party", "phone"]
    assert walk.graph.others.tolist() == [1, 2, 0, 0, 3, 2]


def test_shorter_ways_alone_are_held_where_fewer_hops_are_asked_for(seen: World) -> None:
    assert names(walk_of(seen, hops=2)) == []
    assert reach_between(seen, 0, np.array([1]), WalkRule(most_hops=1)).nodes == 0


def test_a_link_weighs_as_much_as_it_has_edges_and_they_are_told(seen: World) -> None:
    walk = walk_of(seen)
    assert walk.graph.matrix.toarray()[2].tolist() == [1.0, 0.0, 0.0, 2.0]
    edges = [seen.projection.edge(edge) for edge in walk.edges_between(3, 2)]
    assert [(kind, target) for _, kind, target, _, _ in edges] == [("HAS_PHONE", PHONE)] * 2
    assert walk.edges_between(2, 3) == walk.edges_between(3, 2)


def test_what_a_party_holds_has_the_days_of_the_records_that_mention_it(seen: World) -> None:
    walk = walk_of(seen)
    assert [day_text(day) for day in walk.days_between(2, 3)] == ["2024-01-05", "2024-03-05"]
    assert [day_text(day) for day in walk.days_between(0, 1)] == ["2024-03-05"]


def test_what_has_no_day_is_a_hop_at_any_time(world: "SmallWorld") -> None:
    world.say(consignee__name="Behi Savdo", consignee__phone="+998901234567", container="MSKU1234565")
    walk = walk_of(world.seen())
    assert walk.days_between(2, 3) == []
    assert set(walk.timed.days.tolist()) == {UNTIMED}
    assert walk.timed.others.tolist() == walk.graph.others.tolist()


def test_ids_to_avoid_are_not_entered(seen: World) -> None:
    firm = seen.projection.ids[int(walk_of(seen).nodes[2])]
    assert names(walk_of(seen, WalkRule(avoid=(firm,)))) == []
