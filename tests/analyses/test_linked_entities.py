"""Clusters: two rings beside a broker of sixty, by hand; ids, evidence, figures and what must link nobody."""

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import AnalysisResult
from graph.errors import NotFound

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]
BROKER, PHONE = "Vakil Bojxona", "+998712000009"
RINGS = {
    "1": [f"{word} Savdo" for word in ("Anor", "Behi", "Chinor", "Dolana", "Gilos", "Olma")],
    "2": [f"{word} Trans" for word in ("Shamol", "Bulut", "Quyosh", "Daryo", "Tog", "Bahor")],
}


def labels(world: "SmallWorld", row: dict[str, Any]) -> set[str]:
    p = world.project()
    return {p.label(p.number_of(member)) for member in row["members"]}


@pytest.fixture
def rings(world: "SmallWorld") -> "SmallWorld":
    """One broker with his phone serves sixty importers; of them two rings of six have a phone and an address each."""
    firms = [(f"Importer {n}", f"+9989011100{n:02d}", f"Termiz, {n}") for n in range(48)]
    firms += [(name, f"+9989022200{ring}0", f"Navoi, {ring}") for ring, names in RINGS.items() for name in names]
    for day, (name, phone, address) in enumerate(firms, 1):
        world.say(
            number=f"D{day:03d}",
            registered_on=f"2024-0{1 + day // 28}-{1 + day % 28:02d}",
            consignee__name=name,
            consignee__phone=phone,
            consignee__address=address,
            declarant__name=BROKER,
            declarant__phone=PHONE,
        )
    return world


def test_the_clusters_are_the_two_rings(rings: "SmallWorld", ask: Ask) -> None:
    rows = ask("linked_entities").rows
    assert sorted(sorted(labels(rings, row)) for row in rows) == sorted(sorted(names) for names in RINGS.values())
    assert {(row["size"], row["entities"]) for row in rows} == {(6, 6)}


def test_the_broker_is_listed_as_a_hub_with_its_count(rings: "SmallWorld", ask: Ask) -> None:
    hubs = ask("linked_entities").population["hubs"]
    assert [(hub["label"], hub["holders"], hub["cap"]) for hub in hubs] == [(BROKER, 60, 12)]


def test_a_cluster_is_found_again_by_its_id(rings: "SmallWorld", ask: Ask) -> None:
    first = ask("linked_entities").rows[1]
    answer = ask("linked_entities", cluster=first["id"])
    assert answer.rows == [first]
    assert {link["cluster"] for link in answer.evidence} == {first["id"]}


def test_a_cluster_that_is_not_there_is_said_by_name(rings: "SmallWorld", ask: Ask) -> None:
    with pytest.raises(NotFound, match="no cluster 'cluster:none'"):
        ask("linked_entities", cluster="cluster:none")


def test_ids_do_not_depend_on_the_rest_of_the_world(rings: "SmallWorld", ask: Ask) -> None:
    before = {row["id"] for row in ask("linked_entities").rows}
    for name in ("Yangi Savdo", "Eski Savdo"):
        rings.say(consignee__name=name, consignee__phone="+998903330000")
    assert before < {row["id"] for row in ask("linked_entities").rows}


def test_evidence_unfolds_to_records_that_exist(rings: "SmallWorld", ask: Ask) -> None:
    answer = ask("linked_entities")
    p = rings.project()
    assert len(answer.evidence) == 2 * len(list(combinations(range(6), 2)))
    for link in answer.evidence:
        assert [(t["relation"], t["holders"], t["weight"]) for t in link["through"]] == [
            ("phone", 6, 0.387),
            ("address", 6, 0.147),
        ]
        assert link["weight"] == 0.534  # (1 + 0.38) / log2(6)
        for through in link["through"]:
            assert [p.type_of(p.number_of(record)) for record in through["records"]] == ["Consignment", "Consignment"]
            parties = {
                p.ids[n] for record in through["records"] for n in p.neighbours(p.number_of(record)).nodes.tolist()
            }
            assert {end["id"] for end in link["ends"]} < parties


def test_population_counts_what_was_looked_at(rings: "SmallWorld", ask: Ask) -> None:
    population = ask("linked_entities").population
    assert (population["parties"], population["entities"]) == (61, 61)
    assert (population["clusters"], population["clustered_entities"]) == (2, 12)
    assert population["links"] == {"found": 30, "kept": 30, "too_weak": 0, "divided": 0}
    assert population["version"] == rings.project().version


def test_links_that_are_too_weak_are_counted(rings: "SmallWorld", ask: Ask) -> None:
    answer = ask("linked_entities", min_weight=0.6)
    assert answer.rows == []
    assert answer.population["links"] == {"found": 30, "kept": 0, "too_weak": 30, "divided": 0}


def test_around_a_phone_is_the_cluster_that_holds_it(rings: "SmallWorld", ask: Ask) -> None:
    (row,) = ask("linked_entities", around="phone:+998902220010").rows
    assert labels(rings, row) == set(RINGS["1"])


def test_around_a_member_or_a_record_of_his_is_his_cluster(rings: "SmallWorld", ask: Ask) -> None:
    (row,) = ask("linked_entities", around="phone:+998902220010").rows
    assert ask("linked_entities", around=row["members"][2]).rows == [row]
    assert ask("linked_entities", around="consignment:UZ/import/H1/customs:declaration:D049").rows == [row]


def test_around_somebody_without_a_cluster_is_nothing(rings: "SmallWorld", ask: Ask) -> None:
    assert ask("linked_entities", around="phone:+998901110001").rows == []


def test_around_a_node_that_is_not_there_is_said_by_name(rings: "SmallWorld", ask: Ask) -> None:
    with pytest.raises(NotFound, match="no node 'phone:0'"):
        ask("linked_entities", around="phone:0")


def test_around_a_truck_is_the_cluster_that_came_with_it(world: "SmallWorld", ask: Ask) -> None:
    for name in ("Anor Savdo", "Behi Savdo"):
        for day in ("2024-03-01", "2024-03-09"):
            world.say(consignee__name=name, registered_on=day, vehicle__plate="01777AAA")
    (row,) = ask("linked_entities", around="vehicle:UZ:01777AAA").rows
    assert labels(world, row) == {"Anor Savdo", "Behi Savdo"}


def test_a_limit_cuts_rows_and_their_evidence_and_says_so(rings: "SmallWorld", ask: Ask) -> None:
    answer = ask("linked_entities", limit=1)
    assert (len(answer.rows), answer.truncated) == (1, "1 more cluster; raise limit")
    assert {link["cluster"] for link in answer.evidence} == {answer.rows[0]["id"]}


def test_explain_says_how_many_clusters_are_unfolded(rings: "SmallWorld", ask: Ask) -> None:
    assert ask("linked_entities", explain=0).evidence == []
    assert len({link["cluster"] for link in ask("linked_entities", explain=1).evidence}) == 1


def test_seizures_come_first_and_make_no_link(rings: "SmallWorld", ask: Ask) -> None:
    first, second = ask("linked_entities").rows
    hit = labels(rings, second)
    number = next(f"D{n:03d}" for n in range(49, 61) if (RINGS["1"] + RINGS["2"])[n - 49] in hit)
    seizure = rings.say("seizure", declaration=number)
    rows = ask("linked_entities").rows
    assert [(row["id"], row["seizures"]) for row in rows] == [(second["id"], 1), (first["id"], 0)]
    assert rows[0]["seized"] == [seizure]


def test_a_time_gap_leaves_out_who_met_years_apart(world: "SmallWorld", ask: Ask) -> None:
    for name, year in (("Anor Savdo", 2021), ("Behi Savdo", 2024)):
        world.say(consignee__name=name, consignee__phone=PHONE, registered_on=f"{year}-01-01")
    assert len(ask("linked_entities").rows) == 1
    assert ask("linked_entities", max_gap_days=365).rows == []


def test_commerce_counts_only_between_entities_of_whom_nothing_else_is_known(world: "SmallWorld", ask: Ask) -> None:
    for name in ("Anor Savdo", "Behi Savdo"):
        world.say(consignee__name=name, shipper__name="Sotuvchi House")
    for name in ("Gilos Savdo", "Olma Savdo"):
        phone = f"+9989022200{len(name)}{ord(name[0]) % 10}"
        world.say(consignee__name=name, shipper__name="Boshqa House", consignee__phone=phone)
    (row,) = ask("linked_entities").rows
    assert labels(world, row) == {"Anor Savdo", "Behi Savdo", "Sotuvchi House"}
    assert ask("linked_entities", commerce=False).rows == []


def test_a_cluster_that_is_too_large_is_divided_where_it_is_thin(world: "SmallWorld", ask: Ask) -> None:
    for ring in "12":
        for name in RINGS[ring]:
            world.say(consignee__name=name, consignee__phone=f"+9989022200{ring}0", consignee__email=f"a@ring{ring}.uz")
    for name in (RINGS["1"][0], RINGS["2"][0]):
        world.say(consignee__name=name, consignee__phone="+998901111111")
    assert [row["entities"] for row in ask("linked_entities").rows] == [12]
    answer = ask("linked_entities", divide_above=10)
    assert [row["entities"] for row in answer.rows] == [6, 6]
    assert answer.population["links"]["divided"] == 1


def test_two_runs_give_the_same_answer(rings: "SmallWorld", ask: Ask) -> None:
    one, other = (ask("linked_entities") for _ in range(2))
    assert one == other


def test_a_restricted_viewer_is_told_that_no_register_is_published(rings: "SmallWorld", ask: Ask) -> None:
    assert "no hub register is published" in ask("linked_entities", "UZ/import/H1/customs").population["hub_rule"]
    rings.store.publish_hubs([])
    assert "hub register 1" in ask("linked_entities", "UZ/import/H1/customs").population["hub_rule"]
    assert "every channel" in ask("linked_entities").population["hub_rule"]


def test_an_empty_graph_has_no_clusters(world: "SmallWorld", ask: Ask) -> None:
    answer = ask("linked_entities")
    assert (answer.rows, answer.evidence, answer.truncated) == ([], [], None)
    assert (answer.population["parties"], answer.population["clusters"], answer.population["hubs"]) == (0, 0, [])


ROLES = {
    "consignee__name": "получатель",
    "shipper__name": "отправитель",
    "carrier__name": "перевозчик",
    "declarant__name": "декларант",
    "driver__name": "водитель",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("text", ["N/A", "TO ORDER", "AD12345", "000000", "word of the role"])
def test_placeholders_in_thirty_rows_of_different_firms_link_nobody(
    world: "SmallWorld", ask: Ask, role: str, text: str
) -> None:
    firm = "notify__name" if role == "consignee__name" else "consignee__name"
    field = role if text != "AD12345" else role.replace("name", "passport")
    value = ROLES[role] if text == "word of the role" else text
    for number in range(30):
        world.say(**{firm: f"Firma {number}", field: value, "consignee__phone": "N/A", "container": "N/A"})
    answer = ask("linked_entities")
    assert (answer.rows, answer.population["hubs"]) == ([], [])
    assert len(world.project().numbers_of("Party")) == 30


def test_what_our_list_does_not_know_shows_up_as_a_hub_and_links_nobody(world: "SmallWorld", ask: Ask) -> None:
    for number in range(30):
        world.say(
            consignee__name=f"Firma {number}",
            consignee__phone="+998900000001",
            consignee__address="см. приложение 7",
        )
    answer = ask("linked_entities")
    assert answer.rows == []
    assert [(hub["type"], hub["holders"]) for hub in answer.population["hubs"]] == [("Address", 30), ("Phone", 30)]


def test_around_a_broker_are_not_the_clusters_of_his_clients(rings: "SmallWorld", ask: Ask) -> None:
    (broker,) = [hub["id"] for hub in ask("linked_entities").population["hubs"]]
    assert ask("linked_entities", around=broker).rows == []
