"""Published answers on public criminal networks, by `halqa run`: from a store, and from the files of links alone.

POLE is the crime graph of the Neo4j examples (persons fictitious); Montagna are the meetings and phone calls of two
mafia clans with the curves of Cavallaro et al. (2020), doi:10.1371/journal.pone.0236476.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.services.asking.edge_lists import world_of_links
from api.services.asking.run import run_by_name
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.linkage.world import World
from graph.settings import Settings

FOLDER = Path(os.environ.get("HALQA_TEST_DATA", ""))
POLE, MONTAGNA = FOLDER / "pole", FOLDER / "montagna"
KNOWS = {"relation": "association", "roles": "knows"}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("HALQA_TEST_DATA" not in os.environ, reason="HALQA_TEST_DATA names no folder"),
]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The whole export of POLE, loaded by the built-in profile."""
    with Workspace(Settings(data_dir=tmp_path_factory.mktemp("pole"))) as workspace:
        report = load_file(workspace, POLE, LoadOptions(profile="neo4j-pole", originator="GB"))
        assert (report.records, report.rejected_rows, report.conflicts) == (90_892, 0, [])
        yield workspace.world(workspace.viewer())


@pytest.fixture(scope="module")
def listed() -> World:
    """Who knows whom, from the file of that relationship and the one of the persons."""
    return world_of_links(
        POLE / "crime-investigation.relationships.KNOWS.csv", POLE / "crime-investigation.nodes.Person.csv"
    )


@pytest.fixture(params=["store", "file"])
def pole(request: pytest.FixtureRequest) -> tuple[World, dict[str, Any]]:
    """The world of POLE, and the parameters that choose who knows whom."""
    if request.param == "store":
        return request.getfixturevalue("stored"), KNOWS
    return request.getfixturevalue("listed"), {}


def best(pole: tuple[World, dict[str, Any]], measure: str) -> list[tuple[str, int]]:
    world, values = pole
    answer = run_by_name(world, "centrality", {"measure": measure, "normalized": False, "limit": 400, **values})
    assert answer.population.links == 586
    return [(row.label, round(row.score)) for row in answer.rows]


def test_who_stands_between_the_others(pole: tuple[World, dict[str, Any]]) -> None:
    assert best(pole, "betweenness")[:2] == [("Annie Duncan", 5275), ("Ann Fox", 5116)]


def test_there_are_86_triangles_and_most_of_one_person(pole: tuple[World, dict[str, Any]]) -> None:
    found = best(pole, "triangles")
    assert sum(count for _, count in found) == 3 * 86
    assert found[0] == ("Deborah Ford", 10)


def test_who_has_most_friends_with_crimes_and_none_of_his_own(stored: World) -> None:
    rows = run_by_name(stored, "exposure", KNOWS).rows
    assert [(row.label, row.exposed) for row in rows[:2]] == [("Anne Freeman", 8), ("Bonnie Gilbert", 7)]


def test_without_parameters_acquaintance_counts(stored: World) -> None:
    assert run_by_name(stored, "centrality", {}).rows[0].label == "Annie Duncan"


@pytest.mark.parametrize(("file", "results"), [("meetings", "Meeting"), ("phonecalls", "PhoneCalls")])
@pytest.mark.parametrize(
    ("measure", "column"), [("betweenness", "Betweenness"), ("degree", "Degree"), ("katz", "Katz")]
)
def test_the_curve_of_removals_is_the_published_one(file: str, results: str, measure: str, column: str) -> None:
    """Of equals the last in the order of the file is removed, as the authors did."""
    with (MONTAGNA / f"Results_Sequential_{results}_df_Unweighted_5nrem.csv").open(encoding="utf-8") as table:
        published = [float(row[column]) for row in csv.DictReader(table)]
    world = world_of_links(MONTAGNA / f"Datasets_Montagna_{file}_edgelist.csv")
    rows = run_by_name(world, "disruption", {"measure": measure, "count": len(published) - 1}).rows
    assert [row.share for row in rows] == pytest.approx(published, abs=1e-12)


def test_the_same_file_says_the_same_from_a_store(tmp_path: Path) -> None:
    path = MONTAGNA / "Datasets_Montagna_meetings_edgelist.csv"
    values = {"weighted": True, "normalized": False, "resamples": 0, "limit": 200}
    with Workspace(Settings(data_dir=tmp_path)) as workspace:
        load_file(workspace, path, LoadOptions(profile="edge-list", originator="IT", extract_date="2020-01-01"))
        rows = run_by_name(workspace.world(workspace.viewer()), "centrality", values).rows
        stored = {row.id.rpartition(":")[2]: row.score for row in rows}
    listed = {row.id: row.score for row in run_by_name(world_of_links(path), "centrality", values).rows}
    assert stored == pytest.approx(listed)
