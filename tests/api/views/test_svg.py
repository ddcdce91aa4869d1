"""The drawing as SVG: all of it text and shapes, labels with room of their own, the same bytes each time."""

from xml.etree import ElementTree

import numpy as np
import pytest

from api.views.labelling import LONGEST_LABEL, labels
from api.views.picture import CAUTION, Picture, PictureEdge, PictureNode
from api.views.placing import Placed, numbers_of, placed
from api.views.svg import drawn, render

SVG = "{http://www.w3.org/2000/svg}"
SHOWN = {"svg", "title", "desc", "rect", "g", "path", "text"}


def texts(picture: Picture) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(render(picture)).iter(f"{SVG}text")]


def test_names_notes_facts_and_the_caution_stand_in_it(ring: Picture) -> None:
    written = "\n".join(texts(ring))
    for text in ("Around the seizure", "გიორგი ბერიძე", "محمد نعیم احمدی", "Data version: batch 418", CAUTION):
        assert text in written
    assert "6 of 61 entities are shown" in written


def test_the_legend_counts_types_of_nodes_and_links(ring: Picture) -> None:
    written = texts(ring)
    assert {"Person (2)", "Seizure (1)", "possibly same (1)", "received by (1)"} <= set(written)


def test_nothing_of_a_hostile_picture_is_more_than_text(hostile: Picture) -> None:
    root = ElementTree.fromstring(render(hostile))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in SHOWN
        assert not any(name.startswith("on") or "href" in name or name == "style" for name in element.attrib)
        assert not any("url(" in value or "javascript" in value for value in element.attrib.values())


def test_the_same_picture_gives_the_same_bytes_whatever_the_order(ring: Picture) -> None:
    other = Picture(ring.title, ring.question, ring.nodes[::-1], ring.edges[::-1], ring.sources, ring.notes, ring.facts)
    assert render(other) == render(ring)


def test_derived_links_are_dashed_and_hubs_have_a_rim_of_their_own(ring: Picture) -> None:
    paths = list(ElementTree.fromstring(render(ring)).iter(f"{SVG}path"))
    dashed = [path for path in paths if path.get("stroke-dasharray") == "7 6"]
    assert len(dashed) == 2  # the link and its line in the legend
    assert len([path for path in paths if path.get("stroke-dasharray") == "3 2"]) == 1


def test_no_label_lies_over_another_or_over_a_node() -> None:
    nodes = tuple(PictureNode(f"n{i:02}", "Company", f"Firm of the name {i}", float(i)) for i in range(60))
    edges = tuple(PictureEdge(f"e{i}", f"n{i:02}", f"n{i // 3:02}", "X") for i in range(1, 60))
    picture = Picture("", "", nodes, edges).checked()
    places = placed(picture, numbers_of(picture))
    boxes = [label.box for label in labels(picture.nodes, places)]
    assert len(boxes) > 20
    assert not any(box.meets(other) for at, box in enumerate(boxes) for other in boxes[:at])


def test_parties_and_seizures_get_their_labels_before_numbers() -> None:
    nodes = [PictureNode("a", "Phone", "+998901234567", 9.0), PictureNode("b", "Company", "Karvon", 1.0)]
    crowded = Placed(np.array([0.0, 4.0]), np.array([0.0, 0.0]), np.array([13.0, 13.0]))
    assert next(iter(labels(nodes, crowded))).text == "Karvon"


def test_a_long_name_is_cut_in_the_drawing_and_whole_where_one_points_at_it() -> None:
    name = "Long " * 30
    picture = Picture("", "", (PictureNode("a", "Company", name, 1.0),), ())
    assert any(len(text) == LONGEST_LABEL and text.endswith("…") for text in texts(picture))
    assert name.strip() in render(picture).decode()


def test_a_drawing_is_as_wide_as_what_stands_in_it_and_not_narrower_than_asked(ring: Picture) -> None:
    assert drawn(ring, narrowest=900).width == 900
    drawing = drawn(ring, narrowest=1)
    ready = ring.checked()
    boxes = [label.box for label in labels(ready.nodes, placed(ready, numbers_of(ready)))]
    wide = max(box.right for box in boxes) - min(box.left for box in boxes)
    assert wide < drawing.width < wide + 100


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_picture_of_hardly_anything_is_drawn(count: int) -> None:
    nodes = tuple(PictureNode(f"n{i}", "Party", f"Firm {i}", 1.0) for i in range(count))
    loop = (PictureEdge("e", "n0", "n0", "KNOWS"),) if count else ()
    drawing = drawn(Picture("Little", "", nodes, loop))
    assert drawing.width > 0 < drawing.height
