from dataclasses import replace

import pytest

from api.views.picture import (
    MAX_EDGES,
    MAX_NODES,
    OTHER,
    SHAPES,
    STYLES,
    Picture,
    PictureEdge,
    PictureNode,
    plain,
    style_name,
    words,
)
from graph.errors import BadValue


def node(name: str, rank: float = 1.0) -> PictureNode:
    return PictureNode(name, "Party", name, rank)


def picture(nodes: tuple[PictureNode, ...], edges: tuple[PictureEdge, ...] = ()) -> Picture:
    return Picture("Title", "Question", nodes, edges)


def test_nodes_are_ordered_by_rank_and_then_by_id() -> None:
    ready = picture((node("b"), node("c", 2.0), node("a"))).checked()
    assert [one.id for one in ready.nodes] == ["c", "a", "b"]


def test_links_are_ordered_by_their_ends_whatever_order_they_came_in() -> None:
    edges = (PictureEdge("2", "b", "a", "X"), PictureEdge("1", "a", "b", "Y"), PictureEdge("0", "a", "b", "X"))
    ready = picture((node("a"), node("b")), edges).checked()
    assert [edge.id for edge in ready.edges] == ["0", "1", "2"]
    assert ready == picture((node("b"), node("a")), edges[::-1]).checked()


def test_a_node_id_that_stands_twice_is_named() -> None:
    with pytest.raises(BadValue, match="node id 'a' stands 2 times"):
        picture((node("a"), node("b"), node("a"))).checked()


def test_a_link_id_that_stands_twice_is_named() -> None:
    with pytest.raises(BadValue, match="link id '1' stands 2 times"):
        picture((node("a"),), (PictureEdge("1", "a", "a", "X"), PictureEdge("1", "a", "a", "Y"))).checked()


@pytest.mark.parametrize(("source", "target"), [("a", "gone"), ("gone", "a")])
def test_a_link_to_a_missing_node_is_named(source: str, target: str) -> None:
    with pytest.raises(BadValue, match="link '1' ends at 'gone'"):
        picture((node("a"),), (PictureEdge("1", source, target, "X"),)).checked()


def test_too_many_entities_are_refused_with_the_option_that_helps() -> None:
    nodes = tuple(node(str(number)) for number in range(MAX_NODES + 1))
    with pytest.raises(BadValue, match=r"5,001 entities .* --limit"):
        picture(nodes).checked()
    assert len(picture(nodes[:-1]).checked().nodes) == MAX_NODES


def test_too_many_links_are_refused() -> None:
    edges = tuple(PictureEdge(str(number), "a", "a", "X") for number in range(MAX_EDGES + 1))
    with pytest.raises(BadValue, match=r"20,001 links .* --limit"):
        picture((node("a"),), edges).checked()


@pytest.mark.parametrize("rank", [float("nan"), float("inf"), -1.0])
def test_a_rank_that_cannot_be_a_size_is_refused(rank: float) -> None:
    with pytest.raises(BadValue, match="rank of node 'a'"):
        picture((node("a", rank),)).checked()


def test_a_weight_that_cannot_be_a_width_is_refused() -> None:
    edge = PictureEdge("1", "a", "a", "X", weight=float("nan"))
    with pytest.raises(BadValue, match="weight of link '1'"):
        picture((node("a"),), (edge,)).checked()


def test_the_empty_picture_is_fine() -> None:
    assert picture(()).checked() == picture(())


def test_checking_twice_changes_nothing(ring: Picture) -> None:
    assert ring.checked().checked() == replace(ring, nodes=ring.checked().nodes, edges=ring.checked().edges)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  Рассвет  ", "Рассвет"),
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("nul\x00bell\x07", "nulbell"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half\ud800pair", "halfpair"),
    ],
)
def test_text_is_shown_on_one_line_without_controls(raw: str, shown: str) -> None:
    assert plain(raw) == shown


def test_a_type_of_link_is_shown_as_words() -> None:
    assert words("SHIPPED_BY") == "sent by"
    assert words("POSSIBLY_SAME") == "possibly same"


def contrast_to_white(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("name", STYLES)
def test_every_style_stands_out_from_white_and_has_an_outline(name: str) -> None:
    assert contrast_to_white(STYLES[name].colour) >= 3
    assert STYLES[name].shape in SHAPES


def test_no_two_types_look_alike() -> None:
    assert len({(look.shape, look.colour) for look in STYLES.values()}) == len(STYLES)
    assert len({look.icon for look in STYLES.values()}) == len(STYLES)


def test_an_unknown_type_has_a_style_of_its_own() -> None:
    assert style_name("Notice") == OTHER
    assert style_name("Vehicle") == "Vehicle"
