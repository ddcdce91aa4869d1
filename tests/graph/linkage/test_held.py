from typing import TYPE_CHECKING

from graph.linkage.held import Held, mentions_of_parties, own_values, values_at_work

if TYPE_CHECKING:
    from graph.projection.projection import Projection
    from tests.conftest import SmallWorld

PHONE = "+998901234567"


def in_words(projection: "Projection", held: Held) -> list[tuple[str, str, int]]:
    first = int(projection.numbers_of("Party")[0])
    rows = zip(held.party.tolist(), held.value.tolist(), held.mentions.tolist(), strict=True)
    return sorted((projection.label(first + party), projection.ids[value], count) for party, value, count in rows)


def test_what_a_party_says_of_itself_counts_by_the_records_that_mention_it(world: "SmallWorld") -> None:
    for day in ("2024-01-01", "2024-01-02"):
        world.say(consignee__name="Karvon", consignee__phone=PHONE, registered_on=day)
    projection = world.project()
    held = own_values(projection, mentions_of_parties(projection))
    assert in_words(projection, held) == [("Karvon", f"phone:{PHONE}", 2)]


def test_drivers_stand_with_the_vehicles_of_their_records_and_consignees_do_not(world: "SmallWorld") -> None:
    for day in ("2024-01-01", "2024-01-02"):
        fields = {"vehicle__plate": "01777AAA", "vehicle__country": "UZ", "container": "MSKU1234565"}
        world.say(driver__name="Olim Saidov", consignee__name="Karvon", registered_on=day, **fields)
    projection = world.project()
    assert in_words(projection, values_at_work(projection)) == [("Olim Saidov", "vehicle:UZ:01777AAA", 2)]


def test_an_empty_graph_holds_nothing(world: "SmallWorld") -> None:
    projection = world.project()
    assert not len(own_values(projection, mentions_of_parties(projection)).party)
    assert not len(values_at_work(projection).party)
