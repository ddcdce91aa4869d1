"""A projection that was brought up to date is the one that would be read anew, whatever changed."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import all_properties
from graph.model import EVERYONE, Viewer
from graph.projection.making import project
from graph.projection.projection import Projection

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Facts = Callable[[Projection], list[Any]]

CHANNELS = [f"{country}/import/{handling}/customs" for country in ("UZ", "KZ", "TJ") for handling in ("H1", "H3")]
SOME = Viewer(frozenset(CHANNELS[:3]))


def change(world: "SmallWorld", dice: random.Random) -> None:
    """Says something new, corrects something, or takes something away, in one of the channels."""
    number, channel = str(dice.randrange(6)), dice.choice(CHANNELS)
    kind = dice.choice(["declaration", "declaration", "seizure", "party"])
    if dice.random() < 0.25:
        world.take_away(kind, number, channel)
    elif kind == "seizure":
        world.say(kind, number, channel, quantity=float(dice.randrange(9)), commodity="çay", declaration="1")
    elif kind == "party":
        known = (f"knows={dice.randrange(6)}", f"owes={dice.randrange(6)}")
        world.say(kind, number, channel, party__name="Alma", associated_with=known)
    else:
        name = dice.choice(["Карвон", "Ipak", "کاروان", "Alma"])
        world.say(
            number=number,
            channel=channel,
            registered_on=f"2024-03-{dice.randrange(1, 29):02d}",
            consignee__name=name,
            seller__phone=f"+9989012345{dice.randrange(60, 64)}",
            container=dice.choice(["MSKU1234565", "CSQU3054383"]),
        )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("viewer", [EVERYONE, SOME], ids=["everyone", "some channels"])
def test_a_refreshed_projection_is_the_one_read_anew(
    world: "SmallWorld", viewer: Viewer, seed: int, facts: Facts
) -> None:
    dice = random.Random(seed)
    earlier = project(world.store, viewer, all_properties())
    for _ in range(12):
        for _ in range(dice.randrange(4)):
            change(world, dice)
        refreshed = project(world.store, viewer, all_properties(), earlier)
        assert facts(refreshed) == facts(project(world.store, viewer, all_properties()))
        earlier = refreshed


def test_what_did_not_change_is_not_read_again(world: "SmallWorld", monkeypatch: pytest.MonkeyPatch) -> None:
    for channel in CHANNELS:
        world.say(number="1", channel=channel, consignee__name="Alma")
    earlier = project(world.store, EVERYONE)
    world.say(number="2", channel=CHANNELS[0], consignee__name="Ipak")
    asked: list[Viewer] = []
    read = world.store.edge_columns

    def watched(types: Any, viewer: Viewer) -> Any:
        asked.append(viewer)
        return read(types, viewer)

    monkeypatch.setattr(world.store, "edge_columns", watched)
    project(world.store, EVERYONE, earlier=earlier)
    project(world.store, EVERYONE, earlier=project(world.store, EVERYONE))
    assert asked == [Viewer(frozenset(CHANNELS[:1])), EVERYONE]


def test_one_with_other_properties_or_of_another_viewer_is_no_help(world: "SmallWorld", facts: Facts) -> None:
    world.say(consignee__name="Alma", goods_description="tea")
    earlier = project(world.store, EVERYONE)
    wanted = {"Consignment": ("goods_description",)}
    assert project(world.store, EVERYONE, wanted, earlier).property_of("Consignment", "goods_description") == ["tea"]
    assert facts(project(world.store, SOME, earlier=earlier)) == facts(project(world.store, SOME))
