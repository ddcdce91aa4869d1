"""Deciding who is who: it counts at once, what contradicts is refused with the way, and taking apart gives back all."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.services.asking.disclosing import noting
from api.services.asking.export import ExportRequest, render
from api.services.asking.judging import Judging, confirm, judge, revoke, unmerge
from api.services.asking.registering import parties_named, public_id, register_entities
from api.services.asking.resolving import resolve
from api.services.loading.batches import batches, recall
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.askers import Asker
from api.services.runtime.workspace import Workspace
from api.state import entities as register
from api.state import users
from api.state.judgements import Verdict
from graph.errors import BadValue, NotFound, Refused
from graph.linkage.judged import partition_hash
from graph.model import EVERYONE, Viewer
from graph.schema import RESOLVED_TO, WHO_IS_WHO
from graph.settings import Settings
from tests.declarations import profile_of

PROFILE = profile_of("consignee.name", "consignee.phone", beside="handling: Handling")
ROWS = """No,Handling,Date,Consignee,Phone
D1x,,2024-03-01,Karvon Trans LLC,+998901234567
D2x,,2024-03-02,ООО Карвон Транс,+998901234567
D3x,,2024-03-03,Amber Mills,
D4x,,2024-03-04,Gulzor Invest,
D5x,H3,2024-03-05,Tong Savdo,
"""
LOCAL = Asker("gulnora", "Gulnora")


@pytest.fixture
def workspace(settings: Settings, tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    with Workspace(settings.model_copy(update={"second_person_from": 4})) as workspace:
        load_file(workspace, tmp_path / "rows.csv", LoadOptions(str(tmp_path / "decl.yaml"), "UZ"))
        yield workspace


@pytest.fixture
def judging(workspace: Workspace) -> Judging:
    return Judging(workspace, EVERYONE, LOCAL)


def named(workspace: Workspace) -> dict[str, str]:
    """Ids of the parties by the first word of their names."""
    projection = workspace.world(EVERYONE).projection
    numbers = projection.numbers_of("Party").tolist()
    return {projection.label(number).split()[0]: projection.ids[number] for number in numbers}


def the_partition(workspace: Workspace) -> str:
    entities = workspace.world(EVERYONE).entities
    return partition_hash(entities.projection.ids.take(entities.parties), entities.of_party)


def test_a_judgement_joins_and_says_on_what_the_two_hang(judging: Judging) -> None:
    ids = named(judging.workspace)
    told = judge(judging, (ids["Amber"], ids["Gulzor"]), Verdict.SAME, "one stamp")
    assert (told["are_one"], told["together"], told["by"]) == (True, 2, "gulnora")
    assert told["bridge"]["key"] == "bridge.none"


def test_a_positive_that_crosses_a_negative_is_refused_with_the_way(judging: Judging) -> None:
    ids = named(judging.workspace)
    judge(judging, (ids["Amber"], ids["Karvon"]), Verdict.DIFFERENT, "two offices")
    with pytest.raises(Refused) as caught:
        judge(judging, (ids["Amber"], ids["ООО"]), Verdict.SAME, "one stamp")
    words = str(caught.value)
    assert "ООО Карвон Транс" in words and "Karvon Trans LLC" in words and " ≠ " in words and " = " in words
    assert judging.world.judged.same == ()


def test_a_negative_that_crosses_positives_is_refused_with_the_way(judging: Judging) -> None:
    ids = named(judging.workspace)
    judge(judging, (ids["Amber"], ids["Gulzor"]), Verdict.SAME, "one stamp")
    judge(judging, (ids["Gulzor"], ids["Tong"]), Verdict.SAME, "one stamp")
    with pytest.raises(Refused, match=r"Amber Mills .* = Gulzor Invest .* = Tong Savdo"):
        judge(judging, (ids["Amber"], ids["Tong"]), Verdict.DIFFERENT, "two offices")


def test_of_one_pair_the_last_word_counts(judging: Judging) -> None:
    ids = named(judging.workspace)
    pair = ids["Amber"], ids["Gulzor"]
    for verdict, are_one in ((Verdict.SAME, True), (Verdict.DIFFERENT, False), (Verdict.SAME, True)):
        assert judge(judging, pair, verdict, "looked again")["are_one"] is are_one


@pytest.mark.parametrize("is_joined_by_judgement", [True, False])
def test_what_is_taken_apart_stays_apart_and_what_used_it_is_listed(
    judging: Judging, is_joined_by_judgement: bool
) -> None:
    workspace, ids = judging.workspace, named(judging.workspace)
    pair = (ids["Amber"], ids["Gulzor"]) if is_joined_by_judgement else (ids["Karvon"], ids["ООО"])
    before = the_partition(workspace)
    if is_joined_by_judgement:
        judge(judging, pair, Verdict.SAME, "one stamp")
        register_entities(workspace, "gulnora", "all of them")
    request = ExportRequest(pair[0], "", "", {}, 10)
    drawn = render(workspace, request, EVERYONE, ".graphml")
    noting(workspace.state_made(), workspace, request.parameters, ".graphml", "", "rustam")(drawn.picture)
    told = unmerge(judging, pair, "another stamp")
    assert not told["are_one"]
    assert [(used["kind"], used["by"]) for used in told["used_by"]] == [("export", "rustam")]
    assert (the_partition(workspace) == before) is is_joined_by_judgement
    with pytest.raises(Refused, match="are two entities already"):
        unmerge(judging, pair, "again")


def test_a_revoked_judgement_gives_back_entities_and_ids(judging: Judging) -> None:
    workspace, ids = judging.workspace, named(judging.workspace)
    register_entities(workspace, "gulnora", "all of them")
    before = the_partition(workspace), public_id(workspace, EVERYONE, judging.world, 0)
    made = judge(judging, (ids["Amber"], ids["Karvon"]), Verdict.SAME, "one stamp")
    world = judging.world
    grown = int(world.entities.of_node[world.projection.ids.find(ids["Karvon"])])
    kept_id = public_id(workspace, EVERYONE, world, grown)
    assert kept_id.startswith("entity:")
    assert set(parties_named(workspace, EVERYONE, kept_id)) == {ids["Amber"], ids["Karvon"], ids["ООО"]}
    assert parties_named(workspace, Viewer(frozenset(["UZ/decl/H1/customs"])), kept_id) == []
    revoke(judging, made["id"], "another stamp")
    assert (the_partition(workspace), public_id(workspace, EVERYONE, judging.world, 0)) == before
    assert set(parties_named(workspace, EVERYONE, kept_id)) == {ids["Karvon"], ids["ООО"]}


def in_the_graph(workspace: Workspace) -> dict[str, set[str]]:
    """The parties that belong to each entity in the graph store."""
    members: dict[str, set[str]] = {}
    for source, kind, target, _ in workspace.store.annotations(WHO_IS_WHO):
        if kind == RESOLVED_TO:
            members.setdefault(target, set()).add(source)
    return members


def test_the_graph_follows_a_judgement_and_its_revocation_and_forgets_what_is_recalled(judging: Judging) -> None:
    workspace, ids = judging.workspace, named(judging.workspace)
    resolve(workspace, EVERYONE, "gulnora")
    before = workspace.store.annotations(WHO_IS_WHO)
    assert list(in_the_graph(workspace).values()) == [{ids["Karvon"], ids["ООО"]}]
    assert all(json.loads(said).keys() >= {"run", "why"} for *_, said in before)
    made = judge(judging, (ids["Amber"], ids["Karvon"]), Verdict.SAME, "one stamp")
    assert list(in_the_graph(workspace).values()) == [{ids["Karvon"], ids["ООО"], ids["Amber"]}]
    revoke(judging, made["id"], "another stamp")
    assert workspace.store.annotations(WHO_IS_WHO) == before
    for batch in batches(workspace, EVERYONE):
        recall(workspace, EVERYONE, batch.id)
    assert workspace.store.annotations(WHO_IS_WHO) == []
    assert register.with_members(workspace.state_made()) == []


def test_a_large_entity_needs_two_signed_in_people(judging: Judging) -> None:
    workspace, ids = judging.workspace, named(judging.workspace)
    judge(judging, (ids["Amber"], ids["Gulzor"]), Verdict.SAME, "one stamp")
    pair = ids["Amber"], ids["Karvon"]
    with pytest.raises(Refused, match=r"4 records would be made.*nobody is signed in"):
        judge(judging, pair, Verdict.SAME, "one stamp")
    users.add(workspace.state_made(), "gulnora")
    first = Judging(workspace, EVERYONE, Asker("gulnora", "Gulnora", is_user=True))
    with pytest.raises(Refused, match="there is one user"):
        judge(first, pair, Verdict.SAME, "one stamp")
    users.add(workspace.state_made(), "rustam")
    made = judge(first, pair, Verdict.SAME, "one stamp")
    assert (made["is_waiting"], made["are_one"]) == (True, False)
    with pytest.raises(Refused, match="another person has to confirm it"):
        confirm(first, made["id"])
    second = Judging(workspace, EVERYONE, Asker("rustam", "Rustam", is_user=True))
    assert confirm(second, made["id"])["are_one"]


def test_what_somebody_does_not_see_he_neither_judges_nor_hears_of(judging: Judging) -> None:
    workspace, ids = judging.workspace, named(judging.workspace)
    judge(judging, (ids["Amber"], ids["Tong"]), Verdict.SAME, "one stamp")
    judge(judging, (ids["Gulzor"], ids["Tong"]), Verdict.DIFFERENT, "two stamps")
    seen = Judging(workspace, Viewer(frozenset(["UZ/decl/H1/customs"])), LOCAL, "UZ/*/H1/*")
    with pytest.raises(NotFound, match="no party"):
        judge(seen, (ids["Amber"], ids["Tong"]), Verdict.SAME, "why not")
    assert judge(seen, (ids["Amber"], ids["Gulzor"]), Verdict.SAME, "one stamp")["are_one"]
    who = judging.world.who_is_who
    assert who.set_aside == (tuple(sorted((ids["Amber"], ids["Gulzor"]))),)


def test_a_judgement_names_two_parties_and_a_reason(judging: Judging) -> None:
    ids = named(judging.workspace)
    with pytest.raises(BadValue, match="was named twice"):
        judge(judging, (ids["Amber"], ids["Amber"]), Verdict.SAME, "one stamp")
    with pytest.raises(BadValue, match="no reason"):
        judge(judging, (ids["Amber"], ids["Gulzor"]), Verdict.SAME, " ")
