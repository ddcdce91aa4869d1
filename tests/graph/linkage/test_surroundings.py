"""What stands beside what: counted links by consignments, checked against going through all edges one by one."""

import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from graph.linkage.surroundings import CONSIGNMENTS, LINKED, Link, Surroundings, surroundings_of
from graph.model import UNDATED, day_number
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

_FIRMS = ("Anor Savdo", "Behi Savdo", "Gilos Savdo", "Uzum Savdo")


def say_many(world: "SmallWorld", seed: int = 1) -> None:
    """Thirty consignments of four receivers, two senders, trucks, drivers and containers, some with a seizure."""
    rng = random.Random(seed)
    for number in range(30):
        world.say(
            number=f"D{number:02d}",
            consignee__name=rng.choice(_FIRMS),
            consignee__country="UZ",
            shipper__name=rng.choice(("Ankara Tekstil", "Izmir Boya")),
            shipper__country="TR",
            vehicle__plate=rng.choice(("01777AAA", "01888BBB")),
            driver__name=rng.choice(("Karimov Anvar", "Saidov Bobur")),
            container=rng.choice(("MSKU1234565", "TGHU7654321")),
            **({"registered_on": f"2024-{1 + number % 5:02d}-10"} if number % 7 else {}),
        )
    for number in (3, 8, 21):
        world.say("seizure", f"S{number}", declaration=f"D{number:02d}", seized_on="2024-06-01", commodity="heroin")


def counted(around: Surroundings) -> dict[tuple[int, int], set[int]]:
    """Consignments on which two nodes are linked, by the rule, gone through one by one."""
    p, leaders = around.world.projection, around.world.leaders
    stands: dict[int, set[tuple[int, int]]] = defaultdict(set)
    own = EDGE_TYPES["HAS_NUMBER"].number
    for source, target, kind in zip(
        *(getattr(p.columns, name).tolist() for name in ("source", "target", "type")), strict=True
    ):
        for here, there in ((source, target), (target, source)):
            if p.type_of(here) == "Consignment" and p.type_of(there) != "Consignment" and kind != own:
                stands[here].add((int(leaders[there]), kind))
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for consignment, there in stands.items():
        for one, by in there:
            for other, other_by in there:
                if one < other and LINKED[by, other_by]:
                    found[one, other].add(consignment)
    return found


def by_consignments(links: list[Link]) -> dict[tuple[int, int], Link]:
    return {tuple(sorted(link[:2])): link for link in links if link.kind == CONSIGNMENTS}  # type: ignore[misc]  # two


def all_but_consignments(around: Surroundings) -> np.ndarray:
    leaders = np.unique(around.world.leaders)
    return leaders[~around.is_consignment[leaders]]


def test_links_by_consignments_are_those_found_one_by_one(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    links = by_consignments(around.among(all_but_consignments(around)))
    assert {pair: link.often for pair, link in links.items()} == {p: len(c) for p, c in counted(around).items()}
    assert len(links) > 30


def test_days_and_months_of_a_link_are_those_of_its_consignments(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    is_seizure = around.stands.type == EDGE_TYPES["SEIZED_IN"].number  # which has a day of its own
    columns = (around.stands.consignment, around.stands.on)
    on = dict(zip(*(column[~is_seizure].tolist() for column in columns), strict=True))
    seizures = set(around.stands.node[is_seizure].tolist())
    links = by_consignments(around.among(all_but_consignments(around)))
    for pair, link in ((pair, link) for pair, link in links.items() if seizures.isdisjoint(pair)):
        days = [on[one] for one in counted(around)[pair] if on[one] != UNDATED]
        assert (link.first_on, link.last_on) == ((min(days), max(days)) if days else (UNDATED, UNDATED))
        assert sum(count for _, count in link.months) == len(days)
        assert list(link.months) == sorted(link.months)


def test_the_consignments_of_a_link_are_told_the_newest_first(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    sent = around.stands.type == EDGE_TYPES["SHIPPED_BY"].number
    on = dict(zip(around.stands.consignment[sent].tolist(), around.stands.on[sent].tolist(), strict=True))
    type_of = around.world.projection.type_of
    for (left, right), consignments in counted(around).items():
        told = around.consignments_of(left, right).tolist()
        assert set(told) == consignments and len(told) == len(consignments)
        if "Seizure" not in (type_of(left), type_of(right)):  # which has a day of its own
            assert [on[one] for one in told] == sorted((on[one] for one in told), reverse=True)


def test_months_are_counted_from_1970(world: "SmallWorld") -> None:
    world.say(consignee__name="Anor Savdo", shipper__name="Izmir Boya", registered_on="2024-03-31")
    world.say(consignee__name="Anor Savdo", shipper__name="Izmir Boya", registered_on="2024-04-01")
    around = surroundings_of(world.seen())
    [link] = by_consignments(around.among(all_but_consignments(around))).values()
    assert link.months == ((54 * 12 + 2, 1), (54 * 12 + 3, 1))
    assert link.first_on == day_number("2024-03-31")


def test_a_shown_consignment_links_as_a_node_and_is_not_counted(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    nodes = all_but_consignments(around)
    shown = world.seen().projection.ids.find("consignment:UZ/import/H1/customs:declaration:D03")
    before, after = (by_consignments(around.among(some)) for some in (nodes, np.append(nodes, shown)))
    lost = Counter({pair: before[pair].often - (after[pair].often if pair in after else 0) for pair in before})
    assert {pair for pair, count in lost.items() if count} == {p for p, c in counted(around).items() if shown in c}
    types = {EDGE_TYPE_OF_NUMBER[link.kind] for link in around.among(np.append(nodes, shown)) if shown in link[:2]}
    assert {"SHIPPED_BY", "CONSIGNED_TO", "ON_VEHICLE", "DRIVEN_BY", "IN_CONTAINER", "SEIZED_IN"} <= types


def test_what_is_near_a_node_is_what_links_lead_to(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    everything = np.unique(around.world.leaders)
    nodes = all_but_consignments(around)
    links = around.among(nodes)
    for node in nodes.tolist():
        near = around.near(node)
        told = {
            (other, kind): count
            for other, kind, count in zip(near.node.tolist(), near.kind.tolist(), near.often.tolist(), strict=True)
            if not around.is_consignment[other]
        }
        linked: Counter[tuple[int, int]] = Counter()
        for link in links:
            if node in link[:2]:
                linked[link.source + link.target - node, link.kind] += link.often
        assert told == dict(linked)
    assert len(everything) > len(nodes)


def test_links_of_new_nodes_are_those_of_all_that_end_at_one_of_them(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    nodes = all_but_consignments(around)
    new = nodes[::3]
    wanted = [link for link in around.among(nodes) if not {link.source, link.target}.isdisjoint(new.tolist())]
    assert around.among(nodes, new) == wanted


def test_seizures_are_counted_at_firms_things_and_consignments(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    ids, seized = world.seen().projection.ids, set()
    for number in (3, 8, 21):
        node = ids.find(f"consignment:UZ/import/H1/customs:declaration:D{number:02d}")
        assert around.seizures_at(node) == 1
        seized |= {row for row in range(len(around.stands.node)) if around.stands.consignment[row] == node}
    truck = ids.find("vehicle:UZ:01777AAA")
    assert truck >= 0
    on_truck = {int(around.stands.consignment[row]) for row in seized if around.stands.node[row] == truck}
    assert around.seizures_at(truck) == len(on_truck)
    assert sum(around.seizures_at(firm) for firm in around.world.entities.first.tolist()) == sum(
        map(len, around.world.seizures.values())
    )


def test_links_with_a_seizure_on_a_consignment_say_so(world: "SmallWorld") -> None:
    say_many(world)
    around = surroundings_of(world.seen())
    flagged = {
        pair for pair, link in by_consignments(around.among(all_but_consignments(around))).items() if link.is_seized
    }
    seized = set(np.flatnonzero(around.is_seized).tolist())
    assert flagged == {pair for pair, consignments in counted(around).items() if consignments & seized}
    assert flagged


def test_an_empty_world_has_no_surroundings(world: "SmallWorld") -> None:
    around = surroundings_of(world.seen())
    assert around.among(np.zeros(0, dtype=np.int64)) == []


def test_who_directs_a_firm_and_what_a_firm_directs_are_told_apart(world: "SmallWorld") -> None:
    world.say("party", party__name="Alfa", director__name="Karimov Sherzod")
    around = surroundings_of(world.seen())
    number = {around.world.entities.label(n): int(node) for n, node in enumerate(around.world.entities.first)}
    for name, inward in (("Alfa", [False]), ("Karimov Sherzod", [True])):
        near = around.near(number[name])
        assert near.inward[near.kind == EDGE_TYPES["DIRECTED_BY"].number].tolist() == inward
