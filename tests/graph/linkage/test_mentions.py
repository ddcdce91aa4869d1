from typing import TYPE_CHECKING

from graph.linkage.mentions import Mention, mentions_of

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_a_party_is_found_by_the_record_and_the_role_that_name_it(world: "SmallWorld") -> None:
    world.say(number="7", consignee__name="Karvon Trans", shipper__name="Amber Mills")
    projection = world.project()
    named = {mention: projection.label(number) for mention, number in mentions_of(projection)}
    assert named[Mention("UZ", "declaration", "7", "consignee")] == "Karvon Trans"
    assert named[Mention("UZ", "declaration", "7", "shipper")] == "Amber Mills"


def test_a_registered_party_is_mentioned_by_its_own_record(world: "SmallWorld") -> None:
    world.say("party", "P1", party__name="Karvon Trans", director__name="Olim Saidov")
    projection = world.project()
    named = {mention: projection.label(number) for mention, number in mentions_of(projection)}
    assert named == {
        Mention("UZ", "party", "P1", "party"): "Karvon Trans",
        Mention("UZ", "party", "P1", "director"): "Olim Saidov",
    }
