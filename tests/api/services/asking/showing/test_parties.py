"""A firm or person: what it holds, whom it deals with, what happened when."""

from typing import Any

from api.services.asking.showing.parties import party_facts


def facts_of(world: Any, name: str) -> dict[str, Any]:
    seen = world.seen()
    entity = next(e for e in range(seen.entities.count) if seen.entities.label(e) == name)
    return party_facts(seen, seen.entities.members[entity][0])


def test_what_it_shows_is_told_with_how_many_others_show_it(world: Any) -> None:
    phone = {"consignee__phone": "+998901234567"}
    world.say(consignee__name="Anor Savdo", consignee__tax_number="303456781", **phone)
    world.say(consignee__name="Behi Savdo", **phone)
    held = facts_of(world, "Anor Savdo")["held"]
    assert [(one["what"], one["records"], one["others"]) for one in held] == [("tax number", 1, 0), ("phone", 1, 1)]


def test_partners_are_counted_by_role_and_consignment(world: Any) -> None:
    for day in ("2024-03-01", "2024-03-08"):
        world.say(consignee__name="Anor Savdo", shipper__name="Izmir Boya", registered_on=day)
    world.say(consignee__name="Anor Savdo", driver__name="Aliyev Anvar")
    facts = facts_of(world, "Anor Savdo")
    assert [(one["label"], one["role"], one["consignments"], one["last_on"]) for one in facts["partners"]] == [
        ("Izmir Boya", "sender", 2, "2024-03-08"),
        ("Aliyev Anvar", "driver", 1, ""),
    ]
    assert facts["partner_count"] == 2


def test_what_happened_stands_newest_first_with_seizures_and_registers_among_it(world: Any) -> None:
    anor = {"consignee__name": "Anor Savdo", "consignee__tax_number": "303456781"}
    world.say(number="100001", **anor, registered_on="2024-03-01", goods_description="Talc")
    world.say("seizure", number="s", declaration="100001", commodity="Heroin", seized_on="2024-03-02")
    world.say("party", party__name="Anor Savdo", party__tax_number="303456781", registered_on="2020-01-01",
              director__name="Aliyev Anvar")  # fmt: skip
    facts = facts_of(world, "Anor Savdo")
    assert [(one["on"], one["what"]) for one in facts["timeline"]] == [
        ("2024-03-02", "seizure"),
        ("2024-03-01", "declaration"),
        ("2020-01-01", "entry in a register"),
    ]
    assert facts["timeline"][1]["detail"] == "Talc; seized"
    assert [(one["label"], one["how"]) for one in facts["related"]] == [("Aliyev Anvar", "director")]


def test_one_who_stands_nowhere_has_an_empty_page(world: Any) -> None:
    world.say("party", party__name="Anor Savdo", party__phone="+998901234567")
    facts = facts_of(world, "Anor Savdo")
    assert (facts["partners"], facts["partner_count"], facts["related"]) == ([], 0, [])
    assert [one["what"] for one in facts["timeline"]] == ["entry in a register"]
