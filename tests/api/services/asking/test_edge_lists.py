"""Analyses on a file of links, without a store: rows go by the names of the file."""

from pathlib import Path

import pytest

from analyses.registry import Answer
from api.services.asking.edge_lists import world_of_links
from api.services.asking.run import run_by_name
from graph.errors import BadValue

BARBELL = """source,target,weight,time
0,1,1,2024-01-01
1,2,1,2024-01-02
2,0,1,2024-01-03
2,3,9,2024-02-01
3,4,1,
4,5,1,
5,3,1,
"""


def asked(folder: Path, name: str, nodes: str = "", **values: object) -> Answer:
    """The answer of an analysis on two triangles with a bridge."""
    path = folder / "links.csv"
    path.write_text(BARBELL, "utf-8")
    table = folder / "nodes.csv"
    table.write_text(nodes, "utf-8")
    return run_by_name(world_of_links(path, table if nodes else None), name, values)


def test_the_bridge_is_most_central(tmp_path: Path) -> None:
    rows = asked(tmp_path, "centrality", normalized=False).rows
    assert [(row.id, row.label, row.score) for row in rows[:2]] == [("2", "2", 6.0), ("3", "3", 6.0)]


def test_labels_come_from_the_table_of_nodes(tmp_path: Path) -> None:
    rows = asked(tmp_path, "centrality", nodes="id,label\n2,Ann\n9,Alone\n").rows
    assert (rows[0].id, rows[0].label, len(rows)) == ("2", "Ann", 6)


def test_the_triangles_are_communities_with_their_links(tmp_path: Path) -> None:
    answer = asked(tmp_path, "communities", weighted=False)
    assert [row.members for row in answer.rows] == [["0", "1", "2"], ["3", "4", "5"]]
    assert answer.evidence[0].reasons[0].relation == "ASSOCIATED_WITH"


def test_clusters_are_found(tmp_path: Path) -> None:
    (row,) = asked(tmp_path, "linked_entities").rows
    assert row.members == ["0", "1", "2", "3", "4", "5"]


def test_days_cut_the_file(tmp_path: Path) -> None:
    answer = asked(tmp_path, "centrality", until="2024-01-31", normalized=False)
    assert answer.population.links == 6
    assert "3 edges have no day, and count" in [note.text for note in answer.population.left_out]


def test_paths_go_by_names_that_are_numbers(tmp_path: Path) -> None:
    (row,) = asked(tmp_path, "paths", source=0, target=5, count=1).rows
    assert row.members == ["0", "2", "3", "5"]


def test_who_is_only_mentioned_is_out(tmp_path: Path) -> None:
    answer = asked(tmp_path, "centrality", nodes="id,status\n3,mentioned\n")
    assert "3" not in {row.id for row in answer.rows}
    assert "3" in {
        row.id for row in asked(tmp_path, "centrality", nodes="id,status\n3,mentioned\n", mentioned=True).rows
    }


def test_a_wrong_parameter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="no node type 'Truck'"):
        asked(tmp_path, "centrality", node_types="Truck")
