"""A group keeps its id when more comes to it, and no two have the same one."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyses.leading.ids import ids_of
from analyses.leading.ranking import ranked
from graph.linkage.groups import group_id
from graph.linkage.links import LinkRule
from graph.progress import silent

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

FIRMS = ("Anor Savdo", "Behi Trans", "Chinor Impeks")


@pytest.fixture
def trade(world: "SmallWorld") -> "SmallWorld":
    """Three firms of which two share a truck since January, all a phone since March, and a mail without a day."""
    for number, firm in enumerate(FIRMS):
        world.say("party", f"P{number}", party__name=firm, party__country="UZ", party__email="x@anor.example")
        for month in (1, 2, 3):
            world.say(
                number=f"D{number}{month}",
                registered_on=f"2024-0{month}-0{1 + number}",
                consignee__name=firm,
                consignee__country="UZ",
                consignee__email="x@anor.example",
                **({"consignee__phone": "+998901112233"} if month == 3 else {}),
                **({"vehicle__plate": "01777AAA"} if number < 2 else {}),
            )
    return world


def ids(world: "SmallWorld") -> list[str]:
    ranking = ranked(world.seen(), silent)
    return [ranking.ids[place] for place in ranking.order]


def test_a_group_is_called_by_what_it_shared_first(trade: "SmallWorld") -> None:
    assert ids(trade) == [group_id("lead", ["vehicle:UZ:01777AAA"])]


def test_a_new_paper_a_new_member_and_a_new_thing_leave_the_id(trade: "SmallWorld") -> None:
    before = ids(trade)
    said = {"consignee__phone": "+998901112233", "consignee__country": "UZ", "vehicle__plate": "01888AAA"}
    for day, firm in enumerate((*FIRMS, "Dolana Savdo"), 1):
        for month in (4, 6):
            trade.say(number=f"N{month}{day}", registered_on=f"2024-0{month}-0{day}", consignee__name=firm, **said)
    assert ids(trade) == before


@pytest.mark.parametrize("has_own", [True, False])
def test_of_two_groups_that_shared_the_same_first_the_second_is_called_by_its_next(
    world: "SmallWorld", has_own: bool
) -> None:
    for number, firm in enumerate((*FIRMS, "Dolana Savdo")):
        mail = {"consignee__email": "y@anor.example"} if has_own and number > 1 else {}
        said = {"consignee__name": firm, "consignee__country": "UZ", "consignee__phone": "+998901112233"} | mail
        world.say(number=f"D{number}", registered_on="2024-01-01", **said)
    seen = world.seen()
    names = [seen.projection.label(node) for node in seen.entities.first.tolist()]
    group_of = np.array([0 if name in FIRMS[:2] else 1 for name in names])
    found = ids_of(seen.holders, seen.links(True, LinkRule()), group_of, [0, 1])
    assert found[0] == group_id("lead", ["phone:+998901112233"])
    members = [seen.projection.ids[seen.entities.first[entity]] for entity in np.flatnonzero(group_of)]
    assert found[1] == group_id("lead", ["email:y@anor.example"] if has_own else members)
