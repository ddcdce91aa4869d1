"""Edge lists in every format: links, weights, days, roles and what is said of nodes; and what is wrong with a file."""

from pathlib import Path
from typing import Any

import pytest

from graph.canonical import Association
from graph.errors import BadFile
from graph.model import UNDATED, day_text
from loaders.documents.document import document_formats, recognised
from loaders.documents.edge_list.edge_list import FORMAT, read_edge_table

Links = list[tuple[str, str, float]]

GRAPHML = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="edge" attr.name="weight" attr.type="double"/>
  <key id="d1" for="node" attr.name="label" attr.type="string"/>
  <key id="d2" for="node" attr.name="status" attr.type="string"/>
  <graph edgedefault="undirected">
    <node id="0"><data key="d1">Ann</data></node>
    <node id="1"><data key="d2">mentioned</data></node>
    <node id="2"/>
    <edge source="0" target="1"><data key="d0">2.5</data></edge>
    <edge source="1" target="0"/>
  </graph>
</graphml>
"""
GEXF = """<?xml version="1.0" encoding="utf-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="undirected">
  <attributes class="edge"><attribute id="0" title="time" type="string"/></attributes>
  <nodes><node id="a" label="Ann"/><node id="b" label="Bob"/></nodes>
  <edges><edge id="0" source="a" target="b" weight="3">
    <attvalues><attvalue for="0" value="2024-02-01"/></attvalues></edge></edges></graph></gexf>
"""
PAJEK = """*Network people
*Vertices 3
1 "Ann Alfa" 0.1 0.2
2 Bob
3 Kim
*Edges
1 2 2
*Arcslist
2 3 1
"""


def written(folder: Path, text: str, name: str = "links.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def links(path: Path, **columns: str) -> Links:
    table = read_edge_table(path, None, columns)
    return list(zip(table.source.to_pylist(), table.target.to_pylist(), table.weight.tolist(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "source,target,weight\n0,1,2\n1,2,1\n",
        "Target;Source;Calls\n1;0;2\n2;1;1\n",
        "0\t1\t2\n1\t2\t1\n",
        "0 1 2\n1 2 1\n",
        "# a comment\n% another\n\n0|1|2\n1|2|1\n",
        ":START_ID,:END_ID,weight:float,:TYPE\n0,1,2,KNOWS\n1,2,1,KNOWS\n",
        "от,кому,вес\n0,1,2\n1,2,1\n",
        "Person A,Person B,Times\n0,1,2\n1,2,1\n",
    ],
)
def test_a_text_is_read_by_names_or_by_order(tmp_path: Path, text: str) -> None:
    assert links(written(tmp_path, text)) == [("0", "1", 2.0), ("1", "2", 1.0)]


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, "id,who,whom,minutes\n7,Ann,Bob,3\n")
    assert links(path, source="who", target="whom", weight="minutes") == [("Ann", "Bob", 3.0)]


def test_two_columns_weigh_one_each(tmp_path: Path) -> None:
    assert links(written(tmp_path, "Ann,Bob\nBob,Kim\n")) == [("Ann", "Bob", 1.0), ("Bob", "Kim", 1.0)]


def test_a_matrix_gives_each_pair_once(tmp_path: Path) -> None:
    path = written(tmp_path, ",Ann,Bob,Kim\nAnn,0,2,0\nBob,2,0,1\nKim,0,1,0\n")
    assert sorted(links(path)) == [("Bob", "Ann", 2.0), ("Kim", "Bob", 1.0)]


@pytest.mark.parametrize(
    ("written_as", "day"),
    [
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T12:00:00", "2024-01-31"),
        ("31.01.2024", "2024-01-31"),
        ("20240131", "2024-01-31"),
        ("1706659200", "2024-01-31"),
        ("1706659200000", "2024-01-31"),
        ("3", "1970-01-04"),
    ],
)
def test_a_time_is_a_day(tmp_path: Path, written_as: str, day: str) -> None:
    table = read_edge_table(written(tmp_path, f"source,target,time\nAnn,Bob,{written_as}\nAnn,Kim,\n"))
    assert (day_text(int(table.on[0])), table.on[1]) == (day, UNDATED)


def test_graphml_says_weights_labels_and_statuses(tmp_path: Path) -> None:
    path = written(tmp_path, GRAPHML, "links.graphml")
    assert links(path) == [("0", "1", 2.5), ("1", "0", 1.0)]
    assert read_edge_table(path).nodes == {"0": {"name": "Ann"}, "1": {"status": "mentioned"}, "2": {}}


def test_gexf_says_weights_labels_and_days(tmp_path: Path) -> None:
    path = written(tmp_path, GEXF, "links.gexf")
    assert links(path) == [("a", "b", 3.0)]
    table = read_edge_table(path)
    assert (table.nodes["a"], day_text(int(table.on[0]))) == ({"name": "Ann"}, "2024-02-01")


def test_pajek_calls_vertices_by_their_labels(tmp_path: Path) -> None:
    path = written(tmp_path, PAJEK, "links.net")
    assert links(path) == [("Ann Alfa", "Bob", 2.0), ("Bob", "Kim", 1.0), ("Bob", "Ann Alfa", 1.0)]


def test_a_table_of_nodes_names_them(tmp_path: Path) -> None:
    path = written(tmp_path, "source,target\n0,1\n")
    nodes = written(
        tmp_path, ":ID,surname,name,status,:LABEL\n0,Duncan,Annie,,Person\n9,Fox,Ann,cleared,Person\n", "n.csv"
    )
    said = read_edge_table(path, nodes).nodes
    assert said == {"0": {"name": "Annie Duncan"}, "9": {"name": "Ann Fox", "status": "cleared"}}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("source,target\nAnn,\n", "line 2: the target is empty"),
        ("source,target,weight\nAnn,Bob,many\n", "line 2: the weight 'many' is no number"),
        ("source,target,weight\nAnn,Bob,-1\n", "line 2: the weight is -1"),
        ("source,target,weight\nAnn,Bob,nan\n", "line 2: the weight is nan"),
        ("source,target,time\nAnn,Bob,soon\n", "line 2: the time 'soon' is not clear"),
        ("Ann\nBob\n", "has one column"),
        ("# nothing\n", "has no rows"),
        ("<html></html>", "neither GraphML nor GEXF"),
        (",Ann,Bob,Kim\nAnn,0,2,0\nBob,2,0,1\nKim,0,1\n", "no square matrix"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(BadFile, match=fault):
        read_edge_table(written(tmp_path, text))


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no column 'Caller'"):
        links(written(tmp_path, "a,b\n0,1\n"), source="Caller")


def test_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no file"):
        read_edge_table(tmp_path / "nothing.csv")


@pytest.mark.parametrize(("text", "name"), [(GRAPHML, "a.xml"), (GEXF, "a.xml"), (PAJEK, "a.txt")])
def test_a_graph_file_is_recognised_and_a_table_is_not(tmp_path: Path, text: str, name: str) -> None:
    assert recognised(written(tmp_path, text, name)) is FORMAT
    assert recognised(written(tmp_path, "source,target\n0,1\n")) is None
    assert document_formats()["edge-list"] is FORMAT


def test_records_are_persons_with_whom_they_know(tmp_path: Path) -> None:
    path = written(tmp_path, "source,target,weight,time\n0,1,2,2024-01-31\n0,1,3,2024-01-30\n")
    records: list[Any] = [record for _, unit in FORMAT.units(path) for record in FORMAT.parse(unit)[0]]
    assert [(record.kind, record.source_id) for record in records] == [("party", "0"), ("party", "1")]
    assert records[0].values["associated_with"] == (Association("1", "", 5.0, "2024-01-31"),)
    assert "party.name" not in records[0].values  # 0 is a key, and would be a placeholder
    assert "associated_with" not in records[1].values
