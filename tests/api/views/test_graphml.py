import io
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from api.views.graphml import NAMESPACE, render
from api.views.picture import CAUTION, Picture, PictureEdge, PictureNode
from graph.errors import BadValue


def read(picture: Picture) -> nx.MultiDiGraph:
    return nx.read_graphml(io.BytesIO(render(picture)), force_multigraph=True)


def test_networkx_reads_back_what_was_written(ring: Picture) -> None:
    G = read(ring)
    assert G.is_directed()
    assert set(G.nodes) == {node.id for node in ring.nodes}
    assert {key for _, _, key in G.edges(keys=True)} == {edge.id for edge in ring.edges}
    assert G.nodes["c:1"]["property.hs_code"] == "081310"
    assert G.nodes["p:1"]["label"] == "ООО «Рассвет Логистик»"


@pytest.mark.slow  # igraph is GPL: only who compares kernels with it has it
def test_igraph_reads_back_what_was_written(ring: Picture, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed: pip install -e .[bench]")
    (tmp_path / "ring.graphml").write_bytes(render(ring))
    G = igraph.Graph.Read_GraphML(str(tmp_path / "ring.graphml"))
    assert G.is_directed()
    assert set(G.vs["id"]) == {node.id for node in ring.nodes}
    links = [(G.vs[edge.source]["id"], G.vs[edge.target]["id"], edge["type"]) for edge in G.es]
    assert sorted(links) == sorted((edge.source, edge.target, edge.type) for edge in ring.edges)
    assert G.vs.find(id="p:1")["label"] == "ООО «Рассвет Логистик»"


def test_keys_are_typed(ring: Picture) -> None:
    G = read(ring)
    assert G.nodes["s:1"]["rank"] == 9.0
    assert G.nodes["p:1"]["is_hub"] is True
    assert G.edges["p:1", "f:1", "e4"]["weight"] == 2.5
    assert G.edges["p:2", "p:3", "e5"]["is_derived"] is True


def test_whole_numbers_are_written_as_doubles() -> None:
    G = read(Picture("", "", (PictureNode("a", "Party", "A", 3),), ()))
    assert isinstance(G.nodes["a"]["rank"], float)


def test_parallel_links_are_kept() -> None:
    nodes = (PictureNode("a", "Party", "A", 1.0), PictureNode("b", "Party", "B", 1.0))
    edges = (PictureEdge("1", "a", "b", "X"), PictureEdge("2", "a", "b", "X"))
    assert read(Picture("", "", nodes, edges)).number_of_edges("a", "b") == 2


def test_a_property_named_like_a_fixed_key_does_not_hide_it() -> None:
    node = PictureNode("a", "Party", "A", 1.0, properties={"label": "other", "rank": "first"})
    data = read(Picture("", "", (node,), ())).nodes["a"]
    assert data["label"] == "A"
    assert data["property.label"] == "other"


def test_hostile_text_is_escaped_and_illegal_characters_are_left_out(hostile: Picture) -> None:
    G = read(hostile)
    assert len(G) == len(hostile.nodes)
    assert G.nodes["<script>window.__xss=1</script>"]["note"] == "<script>window.__xss=1</script>"
    assert "nulbellescape" in G


def test_notes_and_facts_are_the_description_of_the_graph(ring: Picture) -> None:
    description = ElementTree.fromstring(render(ring)).findtext(f"{{{NAMESPACE}}}graph/{{{NAMESPACE}}}desc")
    assert description is not None
    assert ring.notes[0] in description
    assert "Highest handling: H2" in description
    assert description.endswith(CAUTION)


def test_the_empty_picture_is_a_graph_without_nodes() -> None:
    assert len(read(Picture("", "", (), ()))) == 0


def test_ids_that_xml_cannot_tell_apart_are_refused_rather_than_merged() -> None:
    nodes = (PictureNode("a", "Party", "A", 1.0), PictureNode("a\x00", "Party", "B", 1.0))
    with pytest.raises(BadValue, match="XML cannot hold"):
        render(Picture("", "", nodes, ()))
