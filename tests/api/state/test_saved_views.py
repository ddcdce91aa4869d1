"""Saved views: whose they are, and that ids which are recalled go out of them."""

import pytest

from api.state import saved_views
from api.state.dispositions import Decider
from api.state.saved_views import ViewContent, ViewNode
from api.state.store import StateStore
from graph.errors import BadValue, NotFound

GULNORA, RUSTAM = Decider("gulnora", "UZ/*"), Decider("rustam", "UZ/*")
CONTENT = ViewContent(
    "The ring at Samur",
    "two trucks\nand a phone",
    (ViewNode("phone:+998901234567", 1.5, -2.0, True, 7), ViewNode("vehicle:UZ:01777AAA", 0.0, 10.0)),
    ("place:samur",),
    {"from": "2024-03-01"},
    {"group": "country"},
    {"around": "phone:+998901234567"},
)


def test_a_view_is_read_as_it_was_saved(state: StateStore) -> None:
    made = saved_views.save(state, CONTENT, "v1", GULNORA)
    assert made.id.startswith("view:")
    assert saved_views.read(state, made.id) == made
    assert (made.content, made.owner, made.version) == (CONTENT, "gulnora", "v1")
    assert saved_views.read(state, "view:0") is None


def test_somebody_is_listed_his_own_views_as_long_as_he_sees_what_he_saw(state: StateStore) -> None:
    made = saved_views.save(state, CONTENT, "v1", GULNORA)
    saved_views.save(state, CONTENT, "v1", Decider("gulnora", "KZ/*"))
    assert saved_views.listed(state, GULNORA) == [made]
    assert saved_views.listed(state, RUSTAM) == saved_views.listed(state, Decider("gulnora", "UZ/import/*")) == []


def test_a_view_is_deleted_by_its_owner_alone(state: StateStore) -> None:
    made = saved_views.save(state, CONTENT, "v1", GULNORA)
    with pytest.raises(NotFound, match="of your own"):
        saved_views.delete(state, made.id, RUSTAM)
    assert saved_views.delete(state, made.id, GULNORA) == made
    assert saved_views.read(state, made.id) is None
    assert saved_views.named_nodes(state) == []


def test_what_is_taken_out_is_counted_and_nothing_of_it_stays(state: StateStore) -> None:
    made = saved_views.save(state, CONTENT, "v1", GULNORA)
    other = saved_views.save(state, ViewContent("Else", "", (ViewNode("seal:1", 0.0, 0.0),)), "v1", GULNORA)
    saved_views.take_out(state, ["vehicle:UZ:01777AAA", "place:samur", "party:elsewhere"])
    left = saved_views.read(state, made.id)
    assert left is not None
    assert (left.content.nodes, left.content.hidden, left.taken) == (CONTENT.nodes[:1], (), 2)
    assert saved_views.read(state, other.id) == other
    assert saved_views.named_nodes(state) == ["phone:+998901234567", "seal:1"]


def test_one_person_has_no_more_views_than_he_may_have(state: StateStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_OF_ONE", 1)
    saved_views.save(state, CONTENT, "v1", GULNORA)
    saved_views.save(state, CONTENT, "v1", RUSTAM)
    with pytest.raises(BadValue, match="1 saved views"):
        saved_views.save(state, CONTENT, "v1", GULNORA)
