"""A screen handed over: the same nodes where they stand, the links that are seen, the rows behind, and of what."""

import pytest

from api.services.exploring.handing import HandOver, picture_of
from api.services.exploring.scenes import SceneRequest, scene
from api.services.exploring.showing import Showing
from api.views.placing import numbers_of, placed
from api.views.registry import renderers
from graph.errors import NotFound
from graph.model import Viewer

PHONE = "phone:+998901234567"


def screen(few: Showing) -> dict:
    return scene(few, SceneRequest(focus=(PHONE,)))


def shown(drawn: dict) -> tuple[tuple[str, float, float], ...]:
    return tuple((node["id"], node["x"], node["y"]) for node in drawn["nodes"])


def test_the_picture_has_what_is_on_the_screen_where_it_stands(few: Showing) -> None:
    drawn = screen(few)
    picture = picture_of(few, HandOver("The phone", shown(drawn), by="gulnora")).checked()
    assert {node.id: node.place for node in picture.nodes} == {name: (x, y) for name, x, y in shown(drawn)}
    assert len(picture.edges) == len(drawn["links"])
    stands = placed(picture, numbers_of(picture))
    assert [(x, y) for x, y in zip(stands.x.tolist(), stands.y.tolist(), strict=True)] == [
        n.place for n in picture.nodes
    ]
    facts = dict(picture.facts)
    assert facts["asked by"] == "gulnora" and facts["highest handling"] == "H3"
    assert {row.record.rsplit(":", 1)[1] for row in picture.sources} >= {"1", "2"}


def test_links_that_are_not_seen_stay_behind_and_filters_are_said(few: Showing) -> None:
    drawn = screen(few)
    one = drawn["links"][0]["id"]
    picture = picture_of(few, HandOver("", shown(drawn), frozenset([one]), ("Only March 2024.",)))
    assert len(picture.edges) == 1
    assert "Only March 2024." in picture.notes
    assert picture.title.startswith("what was on the screen: ")


def test_every_format_is_written_the_same_each_time(few: Showing) -> None:
    drawn = screen(few)
    for suffix, render in renderers().items():
        one, other = (picture_of(few, HandOver("The phone", shown(drawn))).checked() for _ in range(2))
        facts = tuple((name, value) for name, value in one.facts if name != "made at")
        assert facts == tuple((name, value) for name, value in other.facts if name != "made at")
        assert render(one), suffix


def test_what_is_hidden_is_not_handed_over(few: Showing) -> None:
    drawn = screen(few)
    hidden = Showing.of(few.workspace, Viewer(frozenset({"UZ/decl/H3/customs"})))
    with pytest.raises(NotFound, match="nothing of this screen"):
        picture_of(hidden, HandOver("", shown(drawn)))
