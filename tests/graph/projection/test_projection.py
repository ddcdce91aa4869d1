"""The projection: numbered by text id, both directions, only what the viewer may see."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.model import EVERYONE
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPES
from graph.store.base import GraphStore

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

KZ = "KZ/import/H1/customs"


@pytest.fixture
def said(world: "SmallWorld") -> "SmallWorld":
    world.say(
        number="1",
        registered_on="2024-03-05",
        consignee__name="Karvon Trans LLC",
        consignee__phone="+998901234567",
        seller__key="S1",
        container="MSKU1234565",
    )
    world.say(number="2", channel=KZ, consignee__name="Alma LLC", container="MSKU1234565")
    return world


@pytest.fixture
def p(said: "SmallWorld") -> Projection:
    return said.project()


def test_nodes_are_numbered_by_text_id(p: Projection) -> None:
    assert p.ids == sorted(p.ids)
    assert [p.number_of(node_id) for node_id in p.ids] == list(range(len(p.ids)))


def test_a_type_is_one_range_of_numbers(p: Projection) -> None:
    assert [p.ids[n] for n in p.numbers_of("Container")] == ["container:MSKU1234565"]
    assert len(p.numbers_of("Consignment")) == 2
    assert len(p.numbers_of("Seal")) == 0
    assert {p.type_of(n) for n in p.numbers_of("Party")} == {"Party"}


def test_neighbours_are_those_of_both_directions_in_order_of_id(p: Projection) -> None:
    number = p.number_of("consignment:UZ/import/H1/customs:declaration:1")
    near = p.neighbours(number)
    assert near.nodes.tolist() == sorted(near.nodes.tolist())
    assert [p.type_of(n) for n in near.nodes] == ["Container", "Document", "Party", "Party"]
    container = p.number_of("container:MSKU1234565")
    assert [p.ids[n] for n in p.neighbours(container).nodes] == [
        "consignment:KZ/import/H1/customs:declaration:2",
        "consignment:UZ/import/H1/customs:declaration:1",
    ]


def test_an_entry_keeps_the_number_of_its_edge(p: Projection) -> None:
    container = p.number_of("container:MSKU1234565")
    for node, edge in zip(*(part.tolist() for part in _parts(p, container)), strict=True):
        assert p.edge(edge)[:3] == (p.ids[node], "IN_CONTAINER", "container:MSKU1234565")


def _parts(p: Projection, number: int) -> tuple[np.ndarray, np.ndarray]:
    near = p.neighbours(number)
    return near.nodes, near.edges


def test_degrees_count_both_ends_of_every_edge(p: Projection) -> None:
    assert p.degrees.sum() == 2 * len(p.columns.source)
    assert p.degrees[p.number_of("container:MSKU1234565")] == 2


def test_edges_of_types(p: Projection) -> None:
    kinds = {p.edge(int(e))[1] for e in p.edges_of_types(["IN_CONTAINER", "HAS_PHONE"])}
    assert kinds == {"IN_CONTAINER", "HAS_PHONE"}
    assert len(p.edges_of_types([])) == 0


def test_an_edge_in_words_has_its_role_and_its_day_and_none_where_undated(p: Projection) -> None:
    words = {(kind, role, on) for _, kind, _, role, on in p.iter_edges()}
    assert ("SHIPPED_BY", "seller", "2024-03-05") in words
    assert ("HAS_PHONE", "", None) in words


def test_labels_are_what_people_read(p: Projection) -> None:
    labels = {p.label(n) for n in range(len(p.ids))}
    assert {"Karvon Trans LLC", "+998901234567", "MSKU1234565", "Alma LLC"} <= labels


def test_a_party_without_a_name_is_called_by_its_number(p: Projection) -> None:
    assert "S1" in {p.label(n) for n in p.numbers_of("Party").tolist()}


def test_properties_are_aligned_with_the_numbers_of_the_type(p: Projection) -> None:
    names = p.property_of("Party", "name")
    assert [name for name in names if name] == [
        p.label(n) for n, name in zip(p.numbers_of("Party").tolist(), names, strict=True) if name
    ]
    assert len(p.property_of("Seizure", "commodity")) == 0
    with pytest.raises(KeyError):
        p.property_of("Seal", "name")


def test_as_a_networkx_graph_it_has_every_node_and_edge(p: Projection) -> None:
    G = p.to_networkx()
    assert sorted(G.nodes) == list(p.ids)
    assert sorted((s, d["type"], t, d["role"], d["on"]) for s, t, d in G.edges(data=True)) == sorted(
        (s, kind, t, role, on) for s, kind, t, role, on in p.iter_edges()
    )
    assert G.nodes["container:MSKU1234565"]["type"] == "Container"


def test_a_restricted_viewer_gets_his_channels_alone(said: "SmallWorld") -> None:
    p = said.project(KZ)
    assert not any("UZ/" in node_id for node_id in p.ids)
    assert p.number_of("container:MSKU1234565") is not None
    assert p.degrees[p.number_of("container:MSKU1234565")] == 1
    assert not p.sees_all


def test_some_edge_types_leave_out_nodes_without_one(said: "SmallWorld") -> None:
    p = project(said.store, EVERYONE, types=["IN_CONTAINER"])
    assert {p.type_of(n) for n in range(len(p.ids))} == {"Consignment", "Container"}
    assert set(p.columns.type.tolist()) == {EDGE_TYPES["IN_CONTAINER"].number}


def test_an_empty_store_is_an_empty_projection(world: "SmallWorld") -> None:
    p = world.project()
    assert (p.ids, p.degrees.tolist(), list(p.iter_edges())) == ([], [], [])
    assert p.property_of("Party", "name") == []
    assert len(p.to_networkx()) == 0
    store: GraphStore = world.store
    assert p.version == store.version(EVERYONE)
