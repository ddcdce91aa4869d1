"""Links unfolded: what two share, and whether chance explains that they used the same truck."""

from typing import TYPE_CHECKING

from analyses.unfolded import UnfoldedLink, links_among
from graph.linkage.links import LinkRule

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def unfolded(world: "SmallWorld", pairs: dict[int, str]) -> UnfoldedLink:
    """The link of two firms that use a truck: the one of each day, by day; on other days others move."""
    for day in range(40):
        world.say(
            consignee__name=pairs.get(day, f"Firma {'ABCDEFGH'[day % 8]}"),
            consignee__country="UZ",
            vehicle__plate="01777AAA" if day in pairs else f"01{day}BBB",
            registered_on=f"2024-{1 + day // 28:02d}-{1 + day % 28:02d}",
        )
    seen = world.seen()
    wanted = [e for e in range(seen.entities.count) if seen.entities.label(e) in ("Anor Savdo", "Behi Savdo")]
    return links_among(seen, seen.links(True, LinkRule()), "cluster:1", wanted)[0]


def test_a_truck_that_two_used_again_and_again_tells_its_chance(world: "SmallWorld") -> None:
    link = unfolded(world, {day: ("Anor Savdo", "Behi Savdo")[day // 3 % 2] for day in range(0, 36, 3)})
    (truck,) = link.through
    assert truck.chance is not None and truck.chance < 0.01
    assert truck.by_chance is not None and truck.by_chance.key == "link.beyond_chance"
