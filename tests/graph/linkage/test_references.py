"""Seizures reach parties through the number, truck or container that both records name."""

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.linkage.identity import entities_of
from graph.linkage.references import associates, consignments_of_events, joined, seizures_of_entities

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

tables = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


def two(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@given(left=tables, right=tables)
def test_a_join_has_each_pair_once_and_sorted(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    expected = sorted({(a, d) for a, b in left for c, d in right if b == c})
    found = joined(two(left), two(right))
    assert list(zip(*(part.tolist() for part in found), strict=True)) == expected


def seizures(world: "SmallWorld") -> dict[str, list[str]]:
    p = world.project()
    entities = entities_of(p)
    return {entities.label(entity): found for entity, found in seizures_of_entities(p, entities).items()}


def test_a_seizure_reaches_who_sent_received_and_drove_and_no_agent(world: "SmallWorld") -> None:
    world.say(
        number="100/1",
        shipper__name="Alfa",
        consignee__name="Beta",
        driver__name="Karimov Sherzod",
        declarant__name="Vakil",
        carrier__name="Trans",
    )
    seizure = world.say("seizure", declaration="100/1")
    assert seizures(world) == {"Alfa": [seizure], "Beta": [seizure], "Karimov Sherzod": [seizure]}


def test_a_seizure_reaches_whom_it_was_made_from(world: "SmallWorld") -> None:
    seizure = world.say("seizure", offender__name="Karimov Sherzod")
    assert seizures(world) == {"Karimov Sherzod": [seizure]}


def test_a_seizure_on_a_transport_document_reaches_the_consignment_under_it(world: "SmallWorld") -> None:
    world.say("manifest", number="M1", consignee__name="Beta", transport_document="CMR77001")
    seizure = world.say("seizure", transport_document="CMR77001")
    assert seizures(world) == {"Beta": [seizure]}


def test_the_same_number_of_another_country_is_another_declaration(world: "SmallWorld") -> None:
    world.say(number="100/1", consignee__name="Beta")
    world.say("seizure", channel="KZ/seizures/H1/customs", declaration="100/1")
    assert seizures(world) == {}


def test_inspections_reach_the_declarations_they_name(world: "SmallWorld") -> None:
    consignment = world.say(number="100/1", consignee__name="Beta")
    inspection = world.say("inspection", declaration="100/1", result="cleared")
    p = world.project()
    event, reached = consignments_of_events(p, "INSPECTED")
    assert [(p.ids[e], p.ids[c]) for e, c in zip(event, reached, strict=True)] == [(inspection, consignment)]


def test_an_empty_projection_has_no_seizures(world: "SmallWorld") -> None:
    assert seizures(world) == {}


def known(world: "SmallWorld", *roles: str) -> list[tuple[str, str]]:
    """Who knows whom, by name."""
    p = world.project()
    return [(p.label(a), p.label(b)) for a, b in zip(*associates(p, roles), strict=True)]


def test_a_party_knows_the_party_whose_key_it_names_and_no_files_order_matters(world: "SmallWorld") -> None:
    world.say("party", number="P2", party__name="Beta", associated_with=("knows=P1", "sibling=P1"))
    world.say("party", number="P1", party__name="Alfa")
    assert known(world) == [("Beta", "Alfa")]
    assert known(world, "sibling") == known(world, "sibling", "knows") == [("Beta", "Alfa")]
    assert known(world, "owner") == []


def test_a_key_that_nobody_has_or_that_is_his_own_leads_nowhere(world: "SmallWorld") -> None:
    world.say("party", number="P1", party__name="Alfa", associated_with=("P1", "P9"))
    assert known(world) == []


def test_the_same_key_in_another_dataset_is_another_party(world: "SmallWorld") -> None:
    world.say("party", number="P1", party__name="Alfa", associated_with="P2")
    world.say("party", number="P2", party__name="Beta", channel="KZ/register/H1/customs")
    assert known(world) == []
