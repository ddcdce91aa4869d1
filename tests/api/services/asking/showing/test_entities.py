"""Entities as rows: what their records say of them together."""

from typing import Any

from api.services.asking.showing.entities import entity_row


def entity_of(world: Any, name: str) -> int:
    return next(e for e in range(world.entities.count) if world.entities.label(e) == name)


def test_a_row_tells_roles_in_words_and_counts_each_consignment_once(world: Any) -> None:
    karvon = {"consignee__name": "Karvon Trans", "consignee__country": "UZ"}
    world.say(**karvon, notify__name="Karvon Trans", shipper__name="Izmir Boya", registered_on="2024-03-01")
    world.say(**karvon, shipper__name="Ankara Tekstil", registered_on="2024-03-08")
    seen = world.seen()
    row = entity_row(seen, entity_of(seen, "Karvon Trans"))
    assert (row["consignments"], row["seizures"], row["country"]) == (2, 0, "UZ")
    assert row["roles"] == ["receiver", "party to be notified"]
    assert (row["first_on"], row["last_on"]) == ("2024-03-01", "2024-03-08")
    assert row["id"].startswith("party:") and row["spellings"] == 1
    assert (row["lead"], row["score"]) == ("", None)


def test_spellings_of_one_entity_are_counted_and_named(world: Any) -> None:
    for name in ("Karvon Trans LLC", "OOO Karvon Trans"):
        world.say(consignee__name=name, consignee__tax_number="303456781", consignee__country="UZ")
    seen = world.seen()
    assert seen.entities.count == 1
    row = entity_row(seen, 0)
    assert row["spellings"] == 2
    assert {row["label"], *row["names"]} == {"Karvon Trans LLC", "OOO Karvon Trans"}


def test_what_is_undated_has_no_days(world: Any) -> None:
    world.say(consignee__name="Karvon Trans")
    row = entity_row(world.seen(), 0)
    assert (row["first_on"], row["last_on"]) == ("", "")
