"""The picture as GEXF, read back by NetworkX."""

import io
from xml.etree import ElementTree

import networkx as nx
import pytest

from api.views.gexf import render
from api.views.picture import CAUTION, Picture, PictureNode
from graph.errors import BadValue


def read(picture: Picture) -> nx.MultiDiGraph:
    return nx.read_gexf(io.BytesIO(render(picture)), version="1.3")


def test_networkx_reads_back_what_was_written(ring: Picture) -> None:
    G = read(ring)
    assert set(G.nodes) == {node.id for node in ring.nodes}
    assert {data["id"] for _, _, data in G.edges(data=True)} == {edge.id for edge in ring.edges}
    assert G.nodes["p:1"]["label"] == "ООО «Рассвет Логистик»"
    assert (G.nodes["c:1"]["property.hs_code"], G.nodes["p:1"]["is_hub"], G.nodes["s:1"]["rank"]) == (
        "081310",
        True,
        9.0,
    )


def test_places_sizes_and_colours_are_in_it(ring: Picture) -> None:
    viz = read(ring).nodes["p:1"]["viz"]
    assert [viz["color"][name] for name in "rgb"] == [0x11, 0x77, 0x33] and viz["size"] > 0
    assert {"x", "y"} <= viz["position"].keys()


def test_what_it_was_made_from_is_described(ring: Picture) -> None:
    description = ElementTree.fromstring(render(ring)).find(".//{http://gexf.net/1.3}description")
    assert description is not None and description.text is not None
    assert CAUTION in description.text and "Highest handling: H2" in description.text


def test_hostile_texts_are_values(hostile: Picture) -> None:
    assert len(read(hostile)) == len(hostile.nodes)


def test_ids_that_xml_cannot_tell_apart_are_refused() -> None:
    nodes = (PictureNode("a\x00", "Party", "A", 1.0), PictureNode("a", "Party", "B", 1.0))
    with pytest.raises(BadValue, match="two ids differ only by characters that XML cannot hold"):
        render(Picture("", "", nodes, ()))
