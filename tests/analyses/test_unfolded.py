"""Links unfolded: what two share, and whether chance explains that they used the same truck."""

from typing import TYPE_CHECKING

from analyses.unfolded import UnfoldedLink, links_among, said
from graph.linkage.holders import RELATIONS
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
    assert truck.said.text == "the vehicle 01777AAA brings goods to both (2 receivers)"


def test_every_relation_is_told_in_words_without_its_own_name() -> None:
    of_parties = {"trade", "association", "director or keeper"}
    for relation in RELATIONS:
        can_be_one = relation.name in of_parties or relation.name.startswith(("agent", "driver"))
        for is_end in (False, True) if can_be_one else (None,):
            text = said(relation, "X", 3, is_end).text
            assert "X" in text and "side" not in text and text != relation.name


def test_a_firm_that_serves_the_other_is_not_what_both_have(world: "SmallWorld") -> None:
    for firm in ("Anor Savdo", "Behi Savdo"):
        world.say("party", party__name=firm, party__kind="company", director__name="Aliyev Anvar")
    seen = world.seen()
    links = links_among(seen, seen.links(True, LinkRule()), "cluster:1", range(seen.entities.count))
    told = {link.through[0].said.text for link in links}
    assert told == {"Aliyev Anvar directs or owns both (2 firms)", "Aliyev Anvar directs or owns the other"}
