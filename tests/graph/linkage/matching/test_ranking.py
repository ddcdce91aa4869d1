"""One record against all entities: by name, number, phone, plate, and what speaks against."""

from typing import TYPE_CHECKING

import pytest

from graph.linkage.matching import EvidenceKind, MatchIndex, Query, match
from graph.values.naming import Verdict

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

TAX, PHONE = "301234567", "+998901234567"


@pytest.fixture
def index(world: "SmallWorld") -> MatchIndex:
    """Firms and persons, some with a number or a truck, and a phone that stands beside many names."""
    for number in range(12):
        name, hub = f"Firm{number} Bahor{number} Savdo", "+998712000001"
        world.say(consignee__name=name, consignee__kind="company", consignee__phone=hub)
    firm = {"consignee__kind": "company", "consignee__country": "UZ"}
    world.say(consignee__name="Karvon Gulzor Trans", consignee__tax_number=TAX, consignee__phone=PHONE, **firm)
    world.say(consignee__name="Sokol Parus Snab", consignee__tax_number="305765432", **firm)
    world.say(driver__name="Karimov Olim Rustamovich", driver__birth_on="1980-02-11", vehicle__plate="01777AAA")
    world.say(driver__name="Saidov Jasur", vehicle__plate="95O55BBB", vehicle__country="UZ")
    return MatchIndex.of(world.seen().entities)


def first(index: MatchIndex, query: Query) -> tuple[str, Verdict, set[EvidenceKind]]:
    candidate = match(index, query)[0]
    return candidate.label, candidate.verdict, {line.kind for line in candidate.evidence}


def test_a_name_in_another_script_finds_its_bearer(index: MatchIndex) -> None:
    label, _, kinds = first(index, Query(names=("ООО «Карвон Гулзор Транс»",)))
    assert (label, kinds) == ("Karvon Gulzor Trans", {EvidenceKind.NAME})


def test_a_number_and_a_name_are_the_same_and_a_number_alone_is_too(index: MatchIndex) -> None:
    number = f"identifier:tax:UZ:{TAX}"
    both = match(index, Query(names=("Karvan Gulzor Trans",), values=(number,)))[0]
    alone = match(index, Query(values=(number,)))[0]
    assert (both.label, both.verdict, alone.label) == ("Karvon Gulzor Trans", Verdict.SAME, "Karvon Gulzor Trans")
    assert both.score > alone.score > 0.5


def test_a_phone_alone_is_never_surely_the_same(index: MatchIndex) -> None:
    assert first(index, Query(values=(f"phone:{PHONE}",)))[:2] == ("Karvon Gulzor Trans", Verdict.UNSURE)


@pytest.mark.parametrize("plate", ["95055BBB", "95 O55 BBB", "95о55ввв", "UZ 95055BBB"[3:]])
def test_a_plate_is_found_without_its_country_and_with_o_for_0(index: MatchIndex, plate: str) -> None:
    label, _, kinds = first(index, Query(numbers=(plate,)))
    assert (label, kinds) == ("Saidov Jasur", {EvidenceKind.VEHICLE})


def test_a_value_of_many_names_says_nothing_and_is_told_as_a_hub(index: MatchIndex) -> None:
    query = Query(names=("Firm3 Bahor3 Savdo",), values=("phone:+998712000001",))
    best, *others = match(index, query)
    assert best.label == "Firm3 Bahor3 Savdo"
    assert [line.bits for line in best.evidence if line.kind is EvidenceKind.HUB] == [0.0]
    assert all(other.verdict is not Verdict.SAME for other in others)


def test_another_father_is_never_the_same_however_much_agrees(index: MatchIndex) -> None:
    query = Query(names=("Karimov Olim Anvarovich",), birth_on="1980-02-11", is_person=True)
    label, verdict, _ = first(index, query)
    assert label == "Karimov Olim Rustamovich"
    assert verdict is not Verdict.SAME


def test_another_birth_country_kind_and_number_speak_against(index: MatchIndex) -> None:
    query = Query(names=("Sokol Parus Snab",), is_person=True, country="KZ", values=("identifier:tax:UZ:709999111",))
    evidence = match(index, query)[0].evidence
    against = {line.kind for line in evidence if line.bits < 0}
    assert against == {EvidenceKind.COUNTRY, EvidenceKind.KIND, EvidenceKind.OTHER_NUMBER}
    other_birth = match(index, Query(names=("Karimov Olim Rustamovich",), birth_on="1955-12-30"))[0]
    assert [line.kind for line in other_birth.evidence if line.bits < 0] == [EvidenceKind.BIRTH]


def test_a_number_a_slip_away_speaks_for_it(index: MatchIndex) -> None:
    query = Query(names=("Karvon Gulzor Trans",), values=("identifier:tax:UZ:301234568",))
    lines = [line for line in match(index, query)[0].evidence if line.kind is EvidenceKind.OTHER_NUMBER]
    assert [line.bits > 0 for line in lines] == [True]


def test_candidates_come_by_bits_and_no_more_than_wanted(index: MatchIndex) -> None:
    candidates = match(index, Query(names=("Bahor Savdo Trans", "Sokol Snab")), limit=3)
    assert len(candidates) <= 3
    assert [c.bits for c in candidates] == sorted((c.bits for c in candidates), reverse=True)


@pytest.mark.parametrize("query", [Query(), Query(names=("",)), Query(values=("phone:+1",), numbers=("", "-"))])
def test_who_is_not_described_or_unknown_is_nobody(index: MatchIndex, query: Query) -> None:
    assert match(index, query) == []


def test_of_no_parties_nobody_is_found(world: "SmallWorld") -> None:
    assert match(MatchIndex.of(world.seen().entities), Query(names=("Karvon",), numbers=("1",))) == []
