"""Who is one entity: numbers, names of firms in one country, spellings at one phone; and who is not."""

from typing import TYPE_CHECKING, Any

import pytest

from graph.linkage.identity import Entities, entities_of
from graph.linkage.joins import Reason

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

PHONE, OTHER = "+998901234567", "+998712000001"


def firm(world: "SmallWorld", name: str, **fields: Any) -> None:
    """Says a declaration of a firm as consignee."""
    world.say(**{"consignee__kind": "company", "consignee__name": name} | fields)


def groups(world: "SmallWorld") -> list[list[str]]:
    """The labels of the parties of each entity."""
    found = entities_of(world.project())
    return sorted(sorted(found.projection.label(node) for node in nodes) for nodes in found.members)


def test_the_same_number_is_one_entity(world: "SmallWorld") -> None:
    firm(world, "Karvon Trans", consignee__tax_number="301234567")
    firm(world, "Caravan Transport", consignee__tax_number="301234567")
    assert groups(world) == [["Caravan Transport", "Karvon Trans"]]


def test_the_same_source_key_is_one_entity(world: "SmallWorld") -> None:
    world.say(consignee__key="K1", registered_on="2024-01-01")
    world.say(consignee__key="K1", consignee__country="UZ")
    world.say(consignee__key="K2")
    assert groups(world) == [["K1", "K1"], ["K2"]]


@pytest.mark.parametrize(
    ("field", "number"),
    [
        ("tax_number", "30123456"),  # a digit is missing
        ("tax_number", "12"),
        ("passport", "AB"),
        ("passport", "12"),
        ("tax_number", "1,40E+11"),
        ("passport", "нет паспорта"),
        ("registration_number", "7"),
    ],
)
def test_a_number_that_failed_its_check_joins_nobody_by_itself(world: "SmallWorld", field: str, number: str) -> None:
    firm(world, "Karvon Trans", **{f"consignee__{field}": number})
    firm(world, "Amber Mills", **{f"consignee__{field}": number})
    assert groups(world) == [["Amber Mills"], ["Karvon Trans"]]


def test_a_number_that_failed_its_check_joins_those_of_one_name(world: "SmallWorld") -> None:
    for phone in (PHONE, OTHER):
        world.say(driver__name="Karim Aliyev", driver__passport="AB12", driver__phone=phone)
    world.say(driver__name="Olim Saidov", driver__passport="AB12")
    assert groups(world) == [["Karim Aliyev", "Karim Aliyev"], ["Olim Saidov"]]


def test_a_tax_number_that_failed_its_check_speaks_against_no_name(world: "SmallWorld") -> None:
    firm(world, "Sharq Savdo", consignee__tax_number="30123456")
    firm(world, "Sharq Savdo", consignee__tax_number="301234567")
    assert groups(world) == [["Sharq Savdo", "Sharq Savdo"]]


def test_a_number_that_stands_beside_many_names_names_nobody(world: "SmallWorld") -> None:
    for number in range(8):
        firm(world, f"Firm{number} Trading{number}", consignee__tax_number="301234567")
    assert len(groups(world)) == 8


def test_a_number_of_many_mentions_survives_eight_spellings(world: "SmallWorld") -> None:
    for number in range(8):
        firm(world, f"Firm{number} Trading{number}", consignee__tax_number="301234567")
    for _ in range(9):
        firm(world, "Firm0 Trading0", consignee__tax_number="301234567")
    assert len(groups(world)) == 1


def test_a_record_without_a_country_makes_no_one_firm_of_two_countries(world: "SmallWorld") -> None:
    for country in ("UZ", "KZ"):
        firm(world, "Sharq Savdo Tekstil", consignee__country=country)
    firm(world, "Sharq Savdos Tekstil")  # alike both, by name alone
    entities = entities_of(world.project())
    assert entities.joins is not None
    assert entities.count == 2
    assert {Reason(reason) for reason in entities.joins.refused.reason.tolist()} == {Reason.HELD_COUNTRIES_DIFFER}
    assert "in other countries" in Reason.HELD_COUNTRIES_DIFFER.told.text


def test_firms_of_other_countries_that_share_a_number_or_phone_are_one_by_that(world: "SmallWorld") -> None:
    phone = "+998901234567"
    for country in ("UZ", "KZ"):
        firm(world, "Sharq Savdo Tekstil", consignee__country=country, consignee__phone=phone)
    assert entities_of(world.project()).count == 1


def test_the_same_company_name_in_one_country_is_one_entity_whatever_the_script(world: "SmallWorld") -> None:
    firm(world, "Sharq Savdo MCHJ", consignee__phone=PHONE)
    firm(world, "ООО «Шарк Савдо»", consignee__phone=OTHER)
    assert groups(world) == [["Sharq Savdo MCHJ", "ООО «Шарк Савдо»"]]


def test_the_same_company_name_in_two_countries_is_two_entities(world: "SmallWorld") -> None:
    firm(world, "Sharq Savdo", consignee__country="UZ")
    firm(world, "Sharq Savdo", consignee__country="KZ")
    assert len(groups(world)) == 2


def test_a_short_name_says_too_little(world: "SmallWorld") -> None:
    firm(world, "Nur", consignee__phone=PHONE)
    firm(world, "Nur", consignee__phone=OTHER)
    assert len(groups(world)) == 2


def test_persons_are_not_joined_by_name_alone(world: "SmallWorld") -> None:
    world.say(driver__name="Karimov Sherzod", driver__passport="AA1234568")
    world.say(driver__name="Karimov Sherzod", driver__passport="AB7654321")
    assert len(groups(world)) == 2


def test_one_name_with_conflicting_tax_numbers_stays_apart(world: "SmallWorld") -> None:
    firm(world, "Karvon Trans", consignee__tax_number="301234567")
    firm(world, "Karvon Trans", consignee__tax_number="305765432")
    assert len(groups(world)) == 2


def test_conflicting_tax_numbers_stay_apart_at_one_phone_too(world: "SmallWorld") -> None:
    firm(world, "Karvon Trans", consignee__tax_number="301234567", consignee__phone=PHONE)
    firm(world, "Karvon Trans", consignee__tax_number="305765432", consignee__phone=PHONE)
    assert len(groups(world)) == 2


def test_a_name_without_a_number_joins_the_leading_number(world: "SmallWorld") -> None:
    for day in range(1, 6):
        firm(world, "Karvon Trans", consignee__tax_number="301234567", registered_on=f"2024-01-0{day}")
    firm(world, "Karvon Trans", consignee__tax_number="305765432")
    firm(world, "Karvon Trans", consignee__phone=PHONE)
    assert sorted(map(len, groups(world))) == [1, 2]


@pytest.mark.parametrize(("leading", "other", "sizes"), [(4, 1, [1, 2]), (7, 2, [1, 1, 1])])
def test_a_name_without_a_number_joins_a_number_of_four_mentions_in_five_and_not_of_seven_in_nine(
    world: "SmallWorld", leading: int, other: int, sizes: list[int]
) -> None:
    for number, mentions in (("301234567", leading), ("305765432", other)):
        for day in range(1, mentions + 1):
            firm(world, "Karvon Trans", consignee__tax_number=number, registered_on=f"2024-01-0{day}")
    firm(world, "Karvon Trans", consignee__phone=PHONE)
    assert sorted(map(len, groups(world))) == sizes


def test_spellings_at_one_phone_are_one_entity(world: "SmallWorld") -> None:
    firm(world, "Muhammadjon Brothers Trading", consignee__phone=PHONE)
    firm(world, "Mohamedjan Brothers Trading", consignee__phone=PHONE)
    assert len(groups(world)) == 1


def test_spellings_without_a_common_phone_or_address_are_two(world: "SmallWorld") -> None:
    firm(world, "Muhammadjon Trading", consignee__phone=PHONE)
    firm(world, "Mohamedjan Trading", consignee__phone=OTHER)
    assert len(groups(world)) == 2


def test_spellings_of_three_words_say_enough(world: "SmallWorld") -> None:
    firm(world, "Muhammadjon Brothers Trading", consignee__phone=PHONE)
    firm(world, "Mohamedjan Brothers Trading", consignee__phone=OTHER)
    assert len(groups(world)) == 1


def test_two_firms_at_one_phone_with_different_names_stay_two(world: "SmallWorld") -> None:
    firm(world, "Karvon Trans", consignee__phone=PHONE)
    firm(world, "Buyuk Yol Savdo", consignee__phone=PHONE)
    assert len(groups(world)) == 2


def test_an_entity_is_called_by_its_commonest_spelling_ties_by_text(world: "SmallWorld") -> None:
    firm(world, "Karvon", consignee__tax_number="301234567")
    firm(world, "Caravan", consignee__tax_number="301234567")
    assert entities_of(world.project()).label(0) == "Caravan"
    firm(world, "Karvon", consignee__tax_number="301234567", registered_on="2024-01-01")
    assert entities_of(world.project()).label(0) == "Karvon"


def test_entities_are_numbered_by_their_smallest_party_and_other_nodes_have_none(world: "SmallWorld") -> None:
    for number in range(5):
        firm(world, f"Firm{number} Trading{number}", container="MSKU1234565")
    found: Entities = entities_of(world.project())
    assert [nodes[0] for nodes in found.members] == sorted(nodes[0] for nodes in found.members)
    assert found.of_node[found.projection.number_of("container:MSKU1234565")] == -1
    assert found.of_node[found.parties].tolist() == found.of_party.tolist()


def test_an_empty_projection_has_no_entities(world: "SmallWorld") -> None:
    found = entities_of(world.project())
    assert (found.count, found.members, found.of_node.tolist()) == (0, [], [])


def test_a_passport_that_is_often_cut_is_one_and_two_passports_are_two(world: "SmallWorld") -> None:
    for number in ("AB1179152", "AB1179", "AB1179152", "AB1179"):
        world.say(driver__name="Ergashov Kamol", driver__passport=number, driver__phone=PHONE)
    for number in ("AB7654321", "AB7654321"):
        world.say(driver__name="Ergashov Kamol", driver__passport=number, driver__phone=PHONE)
    assert sorted(map(len, groups(world))) == [1, 2]


def test_a_blank_that_moved_makes_no_other_firm(world: "SmallWorld") -> None:
    firm(world, "Gok Lebap Savdo", consignee__phone=PHONE)
    firm(world, "Gok Lebaps Avdo", consignee__phone=PHONE)
    assert len(groups(world)) == 1


def test_a_firm_with_more_misspellings_than_are_compared_is_one_with_its_usual_name(world: "SmallWorld") -> None:
    for _ in range(20):
        firm(world, "Altyn Karvon Logistika", consignee__country="KZ")
    for letter in "bcdfghklmnprst":
        firm(world, f"Altyn Kar{letter}von Logistika", consignee__country="KZ")
    firm(world, "AltynKarvon Logistika", consignee__country="KZ")
    assert len(groups(world)) == 1


def test_who_has_no_name_is_the_sole_holder_of_a_value_and_not_one_beside_strangers(world: "SmallWorld") -> None:
    for name, phone in (("Karvon Trans", PHONE), ("Amber Mills", OTHER), ("Amber Mills", OTHER), ("Silk Agro", OTHER)):
        firm(world, name, consignee__phone=phone)
    world.say(consignee__kind="company", consignee__phone=f"{PHONE}; {OTHER}")
    assert len(groups(world)) == 3
    assert "Karvon Trans" in max(groups(world), key=len)
