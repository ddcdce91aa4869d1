"""Paths: in order of length, not through hubs, in time order where asked; NetworkX as oracle on random worlds."""

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from analyses.registry import AnalysisResult
from graph.errors import BadValue, NotFound

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Ask = Callable[..., AnalysisResult]
PHONE, OTHER = "+998901234567", "+998712000001"
A, B, C = "Anor Savdo", "Behi Savdo", "Chinor Savdo"


def party(world: "SmallWorld", name: str) -> str:
    """The id of the first party of a name."""
    p = world.project()
    return next(p.ids[n] for n in p.numbers_of("Party").tolist() if p.label(n) == name)


def words(answer: AnalysisResult) -> list[list[str]]:
    return [[node["label"] for node in row["nodes"]] for row in answer.rows]


def by_truck_then_by_phone(world: "SmallWorld", truck_on: str, phone_on: str) -> None:
    """A and B with one truck on a day, B and C at one phone on another."""
    for name in (A, B):
        world.say(consignee__name=name, registered_on=truck_on, vehicle__plate="01777AAA")
    for name in (B, C):
        world.say(consignee__name=name, registered_on=phone_on, consignee__phone=PHONE)


def test_two_firms_at_one_phone(world: "SmallWorld", ask: Ask) -> None:
    for name in (A, B):
        world.say(consignee__name=name, consignee__phone=PHONE)
    answer = ask("paths", source=party(world, A), target=party(world, B))
    assert words(answer) == [[A, PHONE, B]]
    assert (answer.rows[0]["length"], answer.population["paths"]) == (2, 1)
    assert [[link["type"] for link in hop["links"]] for hop in answer.evidence] == [["HAS_PHONE"], ["HAS_PHONE"]]


@pytest.mark.parametrize(("number", "paths"), [("12", 0), ("30123456", 1)])
def test_no_path_goes_through_a_number_that_is_too_short(
    world: "SmallWorld", ask: Ask, number: str, paths: int
) -> None:
    for name in (A, B):
        world.say(consignee__name=name, consignee__tax_number=number)
    answer = ask("paths", source=party(world, A), target=party(world, B))
    assert len(answer.rows) == paths


def test_spellings_of_one_firm_are_one_node(world: "SmallWorld", ask: Ask) -> None:
    world.say(consignee__name="Sharq Savdo MCHJ", consignee__kind="company", consignee__phone=PHONE)
    world.say(consignee__name="ООО Шарк Савдо", consignee__kind="company", container="MSKU1234565")
    answer = ask("paths", source=f"phone:{PHONE}", target="container:MSKU1234565")
    assert [row["length"] for row in answer.rows] == [3]


@pytest.mark.parametrize(
    ("truck_on", "phone_on", "gap", "found"),
    [
        ("2023-01-10", "2021-03-05", None, False),
        ("2021-03-05", "2023-01-10", None, True),
        ("2021-03-05", "2023-01-10", 90, False),
        ("2021-03-05", "2021-05-05", 90, True),
    ],
)
def test_a_path_in_time_order_does_not_go_back_and_keeps_the_gap(
    world: "SmallWorld", ask: Ask, truck_on: str, phone_on: str, gap: int | None, found: bool
) -> None:
    by_truck_then_by_phone(world, truck_on, phone_on)
    ends = {"source": party(world, A), "target": party(world, C)}
    assert len(ask("paths", **ends).rows) == 1
    answer = ask("paths", **ends, order="forward", max_gap_days=gap)
    assert bool(answer.rows) == found
    if found:
        assert answer.rows[0]["days"] == [truck_on] * 4 + [phone_on] * 2


def test_the_earliest_day_is_not_taken_where_a_later_one_keeps_the_gap(world: "SmallWorld", ask: Ask) -> None:
    for day in ("2024-01-01", "2024-04-01"):
        world.say(number=day, registered_on=day, consignee__name=A, consignee__phone=PHONE)
    world.say(registered_on="2024-04-05", consignee__name=B, consignee__phone=PHONE)
    answer = ask("paths", source=party(world, A), target=party(world, B), order="forward", max_gap_days=10)
    assert answer.rows[0]["days"] == ["2024-04-01", "2024-04-05"]


def test_undated_hops_are_passed_over(world: "SmallWorld", ask: Ask) -> None:
    for name in (A, B):
        world.say(consignee__name=name, consignee__phone=PHONE)
    answer = ask("paths", source=party(world, A), target=party(world, B), order="forward", max_gap_days=0)
    assert answer.rows[0]["days"] == [None, None]


def test_without_an_order_no_days_are_given(world: "SmallWorld", ask: Ask) -> None:
    by_truck_then_by_phone(world, "2021-03-05", "2023-01-10")
    assert ask("paths", source=party(world, A), target=party(world, C)).rows[0]["days"] is None


def brokered(world: "SmallWorld") -> dict[str, str]:
    for number in range(20):
        world.say(consignee__name=f"Firma {number}", declarant__name="Vakil Bojxona")
    return {"source": party(world, "Firma 1"), "target": party(world, "Firma 2")}


def test_no_path_goes_through_a_hub_unless_asked(world: "SmallWorld", ask: Ask) -> None:
    ends = brokered(world)
    answer = ask("paths", **ends)
    assert (answer.rows, answer.population["hubs_not_entered"]) == ([], 1)
    (path,) = words(ask("paths", **ends, through_hubs=True))
    assert path[2] == "Vakil Bojxona"


def test_a_hub_may_be_an_end(world: "SmallWorld", ask: Ask) -> None:
    brokered(world)
    answer = ask("paths", source=party(world, "Firma 1"), target=party(world, "Vakil Bojxona"))
    assert [row["length"] for row in answer.rows] == [2]


def test_a_place_is_never_walked_through(world: "SmallWorld", ask: Ask) -> None:
    for name in (A, B):
        world.say(consignee__name=name, entered_at="Dostuk")
    assert len(world.project().numbers_of("Place")) == 1
    assert ask("paths", source=party(world, A), target=party(world, B), through_hubs=True).rows == []


def two_ways(world: "SmallWorld") -> dict[str, str]:
    for name in (A, B):
        world.say(consignee__name=name, consignee__phone=PHONE, consignee__email="a@savdo.uz")
    return {"source": party(world, A), "target": party(world, B)}


def test_ids_to_avoid_are_not_entered(world: "SmallWorld", ask: Ask) -> None:
    ends = two_ways(world)
    assert words(ask("paths", **ends, avoid=f"phone:{PHONE}")) == [[A, "a@savdo.uz", B]]
    assert words(ask("paths", **ends, avoid=[f"phone:{PHONE}", "email:a@savdo.uz"])) == []


def test_only_named_edge_types_are_walked(world: "SmallWorld", ask: Ask) -> None:
    ends = two_ways(world)
    assert words(ask("paths", **ends, edge_types="HAS_PHONE, SHIPPED_BY")) == [[A, PHONE, B]]
    assert words(ask("paths", **ends, edge_types=["HAS_EMAIL"])) == [[A, "a@savdo.uz", B]]


def test_an_unknown_edge_type_is_named_with_the_known_ones(world: "SmallWorld", ask: Ask) -> None:
    with pytest.raises(BadValue, match="no edge type 'HAS_FAX'") as fault:
        ask("paths", **two_ways(world), edge_types="HAS_FAX")
    assert "HAS_PHONE" in fault.value.next_step


def test_as_many_paths_as_asked_ties_by_text_ids(world: "SmallWorld", ask: Ask) -> None:
    ends = two_ways(world)
    assert words(ask("paths", **ends)) == [[A, "a@savdo.uz", B], [A, PHONE, B]]
    assert len(ask("paths", **ends, count=1).rows) == 1


def test_longer_paths_than_allowed_are_not_found(world: "SmallWorld", ask: Ask) -> None:
    by_truck_then_by_phone(world, "2021-03-05", "2023-01-10")
    ends = {"source": party(world, A), "target": party(world, C)}
    assert ask("paths", **ends, max_length=5).rows == []
    assert len(ask("paths", **ends, max_length=6).rows) == 1


def test_no_connection_is_an_empty_answer_with_its_population(world: "SmallWorld", ask: Ask) -> None:
    for name, phone in ((A, PHONE), (B, OTHER)):
        world.say(consignee__name=name, consignee__phone=phone)
    answer = ask("paths", source=party(world, A), target=party(world, B))
    assert (answer.rows, answer.evidence, answer.population["paths"]) == ([], [], 0)


def test_an_unknown_node_is_said_by_name(world: "SmallWorld", ask: Ask) -> None:
    world.say(consignee__name=A, consignee__phone=PHONE)
    with pytest.raises(NotFound, match="no node 'phone:0'"):
        ask("paths", source=f"phone:{PHONE}", target="phone:0")


def test_the_empty_graph_knows_no_node(ask: Ask) -> None:
    with pytest.raises(NotFound):
        ask("paths", source="phone:1", target="phone:2")


def test_two_spellings_of_one_entity_have_no_path_between_them(world: "SmallWorld", ask: Ask) -> None:
    for phone in (PHONE, OTHER):
        world.say(consignee__name=A, consignee__phone=phone)
    p = world.project()
    one, other = (p.ids[n] for n in p.numbers_of("Party"))
    with pytest.raises(BadValue, match="are one entity already"):
        ask("paths", source=one, target=other)


def test_evidence_counts_the_edges_of_a_hop_and_names_records(world: "SmallWorld", ask: Ask) -> None:
    record = world.say(registered_on="2024-01-01", consignee__name=A, container="MSKU1234565")
    answer = ask("paths", source=party(world, A), target="container:MSKU1234565")
    assert [(hop["edges"], hop["records"][0]["id"], hop["records"][0]["on"]) for hop in answer.evidence] == [
        (1, record, "2024-01-01"),
        (1, record, "2024-01-01"),
    ]


def random_world(world: "SmallWorld", seed: int) -> tuple["nx.Graph[str]", list[str]]:
    """Firms at random phones; the graph of firms and phones by the projection, without records."""
    pairs = sorted(nx.bipartite.gnmk_random_graph(12, 8, 24, seed=seed).edges)
    for number, group in itertools.groupby(pairs, key=lambda pair: pair[0]):
        phones = tuple(f"+99890123450{phone - 12}" for _, phone in group)
        world.say(number=f"D{number}", consignee__name=f"Firma {number}", consignee__phone=phones)
    G = nx.Graph(world.project().to_networkx())
    return G, [node for node in sorted(G) if node.startswith("party:")]


@pytest.mark.parametrize("seed", range(4))
def test_shortest_paths_are_those_of_networkx(world: "SmallWorld", ask: Ask, seed: int) -> None:
    G, parties = random_world(world, seed)
    for source, target in itertools.islice(itertools.combinations(parties, 2), 0, None, 5):
        answer = ask("paths", source=source, target=target, count=50, max_length=4)
        expected = sorted(
            (path for path in nx.all_simple_paths(G, source, target, cutoff=4)), key=lambda path: (len(path), path)
        )
        assert [row["members"] for row in answer.rows] == expected


def test_the_answer_is_the_same_twice(world: "SmallWorld", ask: Ask) -> None:
    _, parties = random_world(world, 3)
    values: dict[str, Any] = {"source": parties[0], "target": parties[5], "count": 9}
    assert ask("paths", **values) == ask("paths", **values)


def test_a_hop_is_told_in_the_direction_of_its_record(world: "SmallWorld", ask: Ask) -> None:
    consignment = world.say(number="1", consignee__name="Alfa Savdo", container="MSKU1234565")
    firm = next(n for n in world.project().ids if n.startswith("party:"))
    answer = ask("paths", source="container:MSKU1234565", target=firm)
    assert [(link["source"], link["type"], link["target"]) for hop in answer.evidence for link in hop["links"]] == [
        (consignment, "IN_CONTAINER", "container:MSKU1234565"),
        (consignment, "CONSIGNED_TO", firm),
    ]


def test_two_who_know_the_same_third_are_joined_by_him_and_not_by_his_number(world: "SmallWorld", ask: Ask) -> None:
    people = [
        world.say("party", number, party__name=f"Person {number}", associated_with=known)
        for number, known in (("A", "K"), ("B", "K"), ("K", ""))
    ]
    answer = ask("paths", source=people[0], target=people[1])
    assert [node["id"] for node in answer.rows[0]["nodes"]] == [people[0], people[2], people[1]]
    world.take_away("party", "K")
    assert ask("paths", source=people[0], target=people[1]).rows == []


def seized_firms(world: "SmallWorld") -> dict[str, str]:
    """A's consignment was seized, and one of B, who has A's phone; ids by what they are."""
    ids = {}
    for name in (A, B):
        ids[name] = world.say(
            number=f"2024/{name[0]}1", consignee__name=name, consignee__phone=PHONE, registered_on="2024-01-05"
        )
        ids[f"seizure {name}"] = world.say("seizure", number=f"S{name[0]}", declaration=f"2024/{name[0]}1")
    return ids


def test_the_nearest_of_a_type_come_first_each_by_one_path(world: "SmallWorld", ask: Ask) -> None:
    ids = seized_firms(world)
    answer = ask("paths", source=party(world, A), target="any seizure")
    assert [(row["members"][-1], row["length"]) for row in answer.rows] == [
        (ids[f"seizure {A}"], 2),
        (ids[f"seizure {B}"], 4),
    ]
    assert ask("paths", source=party(world, A), target="any Seizure", count=1).rows == answer.rows[:1]


def test_a_node_of_the_type_itself_reaches_the_others(world: "SmallWorld", ask: Ask) -> None:
    ids = seized_firms(world)
    (row,) = ask("paths", source=ids[f"seizure {A}"], target="any seizure").rows
    assert row["members"][-1] == ids[f"seizure {B}"]


def test_the_nearest_in_time_order_are_reached_by_their_first_path_that_keeps_it(world: "SmallWorld", ask: Ask) -> None:
    by_truck_then_by_phone(world, "2023-01-10", "2021-03-05")
    answer = ask("paths", source=party(world, A), target="any phone", order="forward")
    assert answer.rows == []
    assert answer.population["paths_tried"] == 1
    world.say(consignee__name=B, consignee__phone=PHONE, registered_on="2023-02-01")
    (row,) = ask("paths", source=party(world, A), target="any phone", order="forward").rows
    assert row["days"][-1] == "2023-02-01"


def test_nothing_of_a_type_in_reach_is_no_path(world: "SmallWorld", ask: Ask) -> None:
    world.say(consignee__name=A, consignee__phone=PHONE)
    answer = ask("paths", source=party(world, A), target="any seizure")
    assert (answer.rows, answer.population["paths"], answer.truncated) == ([], 0, None)
    assert answer.notes == ["no path of at most 8 hops was found among what may be walked through"]


@pytest.mark.parametrize("target", ["any fish", "any place", "any "])
def test_a_type_that_no_path_leads_to_is_named_with_those_that_have_paths(
    world: "SmallWorld", ask: Ask, target: str
) -> None:
    world.say(consignee__name=A, consignee__phone=PHONE)
    with pytest.raises(BadValue, match=f"no path leads to '{target}'") as fault:
        ask("paths", source=party(world, A), target=target)
    assert "any Seizure" in fault.value.next_step
    assert "any Place" not in fault.value.next_step


def test_with_weights_a_hop_over_two_edges_is_half_as_long(world: "SmallWorld", ask: Ask) -> None:
    for kind in ("", "company"):
        world.say(consignee__name=B, consignee__kind=kind, consignee__phone=PHONE)
    ends = {"source": party(world, B), "target": f"phone:{PHONE}"}
    unweighted, weighted = (ask("paths", **ends, count=1, weighted=choice).rows[0] for choice in (False, True))
    assert (unweighted["length"], unweighted["distance"]) == (1, None)
    assert (weighted["length"], weighted["distance"]) == (1, 0.5)


def lengths_by_enumeration(G: "nx.Graph[str]", source: str, target: str, most: int) -> list[tuple[float, list[str]]]:
    """All simple paths with the sum of 1/edges over their hops, the shortest first."""
    return sorted(
        (round(sum(1 / G[a][b]["edges"] for a, b in itertools.pairwise(path)), 4), path)
        for path in nx.all_simple_paths(G, source, target, cutoff=most)
    )


@pytest.mark.parametrize("seed", range(2))
def test_the_shortest_by_strength_are_those_of_networkx(world: "SmallWorld", ask: Ask, seed: int) -> None:
    pairs = sorted(nx.gnm_random_graph(7, 11, seed=seed).edges)
    for number, (a, b) in enumerate(pairs):
        for time in range(1 + number % 3):
            world.say(number=f"D{number}-{time}", shipper__name=f"Firma {a}", consignee__name=f"Firma {b}")
    G: nx.Graph[str] = nx.Graph()
    for a, b, _ in world.project().to_networkx().edges:
        if G.has_edge(a, b):
            G[a][b]["edges"] += 1
        else:
            G.add_edge(a, b, edges=1)
    firms = [party(world, f"Firma {number}") for number in (0, 3)]
    answer = ask("paths", source=firms[0], target=firms[1], weighted=True, count=10, max_length=8)
    expected = lengths_by_enumeration(G, *firms, 8)[:10]
    assert [(row["distance"], row["members"]) for row in answer.rows] == expected


def test_the_first_of_many_equal_paths_go_by_text_ids(world: "SmallWorld", ask: Ask) -> None:
    phones = tuple(f"+9989012345{number:02d}" for number in range(20))
    for name in (A, B):
        world.say(consignee__name=name, consignee__phone=phones)
    answer = ask("paths", source=party(world, A), target=party(world, B), count=4)
    assert [path[1] for path in words(answer)] == sorted(phones)[:4]
