"""The known answers of a public crime graph, loaded from its export: who knows whom, and who stands between."""

import os
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.linkage.references import associates
from graph.model import EVERYONE
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.settings import Settings

FOLDER = Path(os.environ.get("HALQA_TEST_DATA", "")) / "pole"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("HALQA_TEST_DATA" not in os.environ, reason="HALQA_TEST_DATA names no folder"),
]


@pytest.fixture(scope="module")
def projection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Projection]:
    """The whole export, loaded by the built-in profile."""
    with Workspace(Settings(data_dir=tmp_path_factory.mktemp("pole"))) as workspace:
        report = load_file(workspace, FOLDER, LoadOptions(profile="neo4j-pole", originator="GB"))
        assert (report.records, report.rejected_rows, report.conflicts) == (90_892, 0, [])
        yield project(workspace.store, EVERYONE)


@pytest.fixture(scope="module")
def persons(projection: Projection) -> "nx.Graph[int]":
    """Every person of the register, joined where one knows the other."""
    G: nx.Graph[int] = nx.Graph()
    keys = projection.edges_of_types(("HAS_IDENTIFIER",))
    of_register = [n for n in projection.columns.source[keys].tolist() if ":party:Person/" in projection.ids[n]]
    G.add_nodes_from(of_register)
    G.add_edges_from(zip(*(side.tolist() for side in associates(projection, ("knows",))), strict=True))
    return G


def test_369_persons_know_each_other_by_586_reports(persons: "nx.Graph[int]") -> None:
    assert (persons.number_of_nodes(), persons.number_of_edges()) == (369, 586)


def test_there_are_86_triangles_and_most_of_one_person(projection: Projection, persons: "nx.Graph[int]") -> None:
    triangles = nx.triangles(persons)
    assert sum(triangles.values()) == 3 * 86
    assert max((count, projection.label(node)) for node, count in triangles.items()) == (10, "Deborah Ford")


def test_who_stands_between_the_others(projection: Projection, persons: "nx.Graph[int]") -> None:
    between = nx.betweenness_centrality(persons, normalized=False)
    most = sorted(((round(score), projection.label(node)) for node, score in between.items()), reverse=True)
    assert most[:2] == [(5275, "Annie Duncan"), (5116, "Ann Fox")]


def test_who_has_most_friends_with_crimes_and_none_of_his_own(projection: Projection, persons: "nx.Graph[int]") -> None:
    involved = set(projection.columns.source[projection.edges_of_types(("INVOLVED_IN",))].tolist())
    friends = {node: len(involved & set(persons[node])) for node in persons if node not in involved}
    most = sorted(((count, projection.label(node)) for node, count in friends.items()), reverse=True)
    assert most[:2] == [(8, "Anne Freeman"), (7, "Bonnie Gilbert")]
