"""How links are drawn: by what they are, by their weight, and beside one another."""

import pytest

from api.views.link_looks import DERIVED, REPORTED, SEIZED, THICKEST, USUAL, link_looks
from api.views.picture import Picture, PictureEdge, PictureNode

NODES = (
    PictureNode("a", "Company", "A", 1.0),
    PictureNode("b", "Company", "B", 1.0),
    PictureNode("s", "Seizure", "S", 1.0),
)


def looks(*edges: PictureEdge) -> list[tuple[str, float, float]]:
    picture = Picture("", "", NODES, edges).checked()
    by_id = dict(zip([edge.id for edge in picture.edges], link_looks(picture), strict=True))
    return [by_id[edge.id] for edge in edges]


def test_a_derived_link_a_link_of_a_seizure_and_a_reported_one_differ_in_colour() -> None:
    one, other, third = looks(
        PictureEdge("1", "a", "b", "X", is_derived=True),
        PictureEdge("2", "s", "a", "X"),
        PictureEdge("3", "b", "a", "X"),
    )
    assert (one[0], other[0], third[0]) == (DERIVED, SEIZED, REPORTED)


def test_the_weight_is_seen_in_the_width_where_weights_differ() -> None:
    light, heavy = looks(PictureEdge("1", "a", "b", "X", weight=1.0), PictureEdge("2", "s", "a", "X", weight=4.0))
    assert light[1] < heavy[1] == THICKEST
    assert [look[1] for look in looks(PictureEdge("1", "a", "b", "X", weight=4.0))] == [USUAL]


@pytest.mark.parametrize(("count", "bends"), [(1, [0]), (2, [-0.5, 0.5]), (3, [-1, 0, 1])])
def test_links_between_the_same_two_spread_like_a_fan(count: int, bends: list[float]) -> None:
    assert [look[2] for look in looks(*(PictureEdge(str(at), "a", "b", "X") for at in range(count)))] == bends


def test_a_link_and_the_one_back_do_not_lie_on_one_another() -> None:
    there, back = looks(PictureEdge("1", "a", "b", "X"), PictureEdge("2", "b", "a", "X"))
    assert there[2] == back[2] != 0, "each bends to its own left"
