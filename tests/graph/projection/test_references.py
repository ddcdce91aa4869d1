"""Two-step references are one link: what comes between is no part of it, and the words are those of the record."""

import random
from typing import TYPE_CHECKING

from graph.projection.making import LEADS_NOWHERE

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

KZ = "KZ/import/H1/customs"


def test_people_who_know_each_other_come_back_as_they_were_said(world: "SmallWorld") -> None:
    dice = random.Random(1)
    people = [f"P{n:03d}" for n in range(369)]
    said: set[tuple[str, str]] = set()
    while len(said) < 586:
        a, b = dice.sample(people, 2)
        said.add((a, b))
    for person in people:
        known = tuple(b for a, b in sorted(said) if a == person)
        world.say("party", number=person, party__name=f"Person {person}", associated_with=known)
    p = world.project()
    links = {(p.label(a), p.label(b)) for a, b in (ends(p, e) for e in p.edges_of_types(["ASSOCIATED_WITH"]))}
    assert links == {(f"Person {a}", f"Person {b}") for a, b in said}
    assert p.left_out == {LEADS_NOWHERE: 0}


def ends(p, edge):  # type: ignore[no-untyped-def]
    return int(p.columns.source[edge]), int(p.columns.target[edge])


def test_two_who_know_somebody_who_is_not_here_are_not_joined_by_his_number(world: "SmallWorld") -> None:
    for number in ("A", "B"):
        world.say("party", number=number, party__name=f"Person {number}", associated_with="K")
    p = world.project()
    assert "identifier:key:UZ/import:K" not in p.ids
    assert p.left_out == {LEADS_NOWHERE: 2}
    world.say("party", number="K", party__name="Person K")
    p = world.project()
    assert len(p.edges_of_types(["ASSOCIATED_WITH"])) == 2 and p.left_out == {LEADS_NOWHERE: 0}


def test_a_link_has_the_day_the_role_and_the_channel_of_the_record_that_points(world: "SmallWorld") -> None:
    world.say(number="7001", consignee__name="Alfa", registered_on="2024-01-01")
    seizure = world.say("seizure", "S1", seized_on="2024-03-05", declaration="7001")
    p = world.project()
    words = [edge for edge in p.iter_edges() if edge[1] == "SEIZED_IN"]
    assert words == [(seizure, "SEIZED_IN", "consignment:UZ/import/H1/customs:declaration:7001", "", "2024-03-05")]


def test_a_document_whose_record_is_not_here_is_still_a_thing(world: "SmallWorld") -> None:
    world.say("seizure", "S1", declaration="7001")
    world.say("seizure", "S2", declaration="7001")
    p = world.project()
    targets = {target for _, kind, target, _, _ in p.iter_edges() if kind == "SEIZED_IN"}
    assert targets == {"document:UZ:declaration:7001"}


def test_who_only_names_a_document_is_not_the_record_of_it(world: "SmallWorld") -> None:
    world.say(number="7001", consignee__name="Alfa")
    world.say(number="8001", consignee__name="Beta", previous_document="7001")
    world.say("seizure", "S1", declaration="7001")
    p = world.project()
    targets = {target for _, kind, target, _, _ in p.iter_edges() if kind == "SEIZED_IN"}
    assert targets == {"consignment:UZ/import/H1/customs:declaration:7001"}


def test_a_case_leads_to_what_it_is_about_and_to_those_involved(world: "SmallWorld") -> None:
    world.say(number="7001", consignee__name="Alfa")
    case = world.say("case", "C1", declaration="7001")
    person = world.say("party", "P1", party__name="Person", case="C1")
    p = world.project()
    edges = {(source, kind, target) for source, kind, target, _, _ in p.iter_edges()}
    assert (case, "CONCERNS", "consignment:UZ/import/H1/customs:declaration:7001") in edges
    assert (person, "INVOLVED_IN", case) in edges


def test_what_a_viewer_does_not_see_closes_nothing_for_him(world: "SmallWorld") -> None:
    world.say(number="7001", channel="UZ/import/H3/customs", consignee__name="Alfa")
    world.say("seizure", "S1", declaration="7001")
    p = world.project("UZ/import/H1/customs")
    assert {t for _, kind, t, _, _ in p.iter_edges() if kind == "SEIZED_IN"} == {"document:UZ:declaration:7001"}
