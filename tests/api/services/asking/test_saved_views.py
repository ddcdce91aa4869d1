"""Saved views: what is told of one that is opened again, and that nothing of it is told to who sees less."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.services.asking import saved_views
from api.services.loading.batches import recall
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from api.state import saved_views as kept
from api.state.dispositions import Decider
from graph.errors import BadValue, NotFound
from graph.model import EVERYONE
from graph.settings import Settings
from tests.declarations import profile_of

PROFILE = profile_of("consignee.name", "consignee.phone", "container", beside="handling: Handling")
HEAD = "No,Handling,Date,Consignee,Phone,Container\n"
FIRST = "1,,2024-03-01,Karvon Trans LLC,+998901234567,MSKU1234565\n3,H3,2024-03-09,Silk House LLC,+998907777777,\n"
SECOND = "2,,2024-03-08,Ipak Savdo MChJ,+998901234567,\n4,,2024-03-08,Orient Line LLC,+998905555555,\n"
PHONE, SECRET = "phone:+998901234567", "phone:+998907777777"
LATER = "phone:+998905555555"
ALL, SOME = Decider("gulnora"), Decider("rustam", "*/H1/*")


def load(workspace: Workspace, folder: Path, name: str, rows: str) -> None:
    (folder / name).write_text(HEAD + rows, "utf-8")
    load_file(workspace, folder / name, LoadOptions(str(folder / "decl.yaml"), "UZ"))


@pytest.fixture
def workspace(settings: Settings, tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    with Workspace(settings) as opened:
        load(opened, tmp_path, "first.csv", FIRST)
        yield opened


def body(*ids: str, **more: Any) -> saved_views.ViewBody:
    nodes = [{"id": name, "x": 10.0 * at, "y": -5.0} for at, name in enumerate(ids)]
    return saved_views.read_body({"name": "a ring", "nodes": nodes} | more)


def save(workspace: Workspace, *ids: str, **more: Any) -> str:
    saved: str = saved_views.save(workspace, EVERYONE, ALL, body(*ids, **more))["id"]
    return saved


def opened(workspace: Workspace, view: str, who: Decider = ALL) -> dict[str, Any]:
    return saved_views.opened(workspace, workspace.viewer(who.patterns), who, view)


def sentences(view: dict[str, Any]) -> list[str]:
    return [message["text"].split(" since ")[0] for message in view["changes"]["messages"]]


def test_a_view_is_opened_as_it_was_saved(workspace: Workspace) -> None:
    settings = {"filters": {"from": "2024-03-01"}, "options": {"group": "country"}, "question": {"around": PHONE}}
    saved = save(workspace, PHONE, SECRET, hidden=[SECRET], notes="two firms", **settings)
    view = opened(workspace, saved)
    assert {name: view[name] for name in settings} == settings
    assert (view["name"], view["notes"], view["hidden"], view["link"]) == (
        "a ring",
        "two firms",
        [SECRET],
        f"/explore?view={saved}",
    )
    assert [(n["id"], n["x"], n["y"], n["pinned"]) for n in view["nodes"]] == [
        (PHONE, 0.0, -5.0, False),
        (SECRET, 10.0, -5.0, False),
    ]
    assert sentences(view) == ["nothing of it has changed"]


def test_a_view_says_what_was_loaded_since(workspace: Workspace, tmp_path: Path) -> None:
    saved = save(workspace, PHONE, SECRET)
    load(workspace, tmp_path, "second.csv", SECOND)
    changes = opened(workspace, saved)["changes"]
    assert [(row["id"], row["edges_now"] - row["edges_then"]) for row in changes["more_edges"]] == [(PHONE, 1)]
    assert sentences({"changes": changes}) == ["the data has changed", "1 node has more edges than then"]
    assert changes["is_other_version"]


def test_nothing_of_what_is_recalled_stays_in_a_view(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, "second.csv", SECOND)
    saved = save(workspace, PHONE, LATER)
    recall(workspace, EVERYONE, max(workspace.records.batches(), key=lambda batch: batch.no).id)
    view = opened(workspace, saved)
    assert [node["id"] for node in view["nodes"]] == [PHONE]
    assert "1 node went with what was recalled" in sentences(view)
    assert workspace.state is not None
    assert kept.named_nodes(workspace.state) == [PHONE]


def test_who_sees_less_gets_what_he_sees_and_no_trace_of_the_rest(workspace: Workspace) -> None:
    secrets = {"notes": "secret", "hidden": [SECRET], "question": {"around": SECRET}, "filters": {"x": SECRET}}
    both = opened(workspace, save(workspace, PHONE, SECRET, **secrets), SOME)
    alone = opened(workspace, save(workspace, PHONE), SOME)
    changing = dict.fromkeys(("id", "link", "at"))
    assert both | changing == alone | changing
    assert [node["id"] for node in both["nodes"]] == [PHONE]
    assert (both["name"], both["notes"], both["changes"]["messages"]) == ("", "", [])


def test_a_view_of_which_somebody_sees_nothing_is_not_there_for_him(workspace: Workspace) -> None:
    saved = save(workspace, SECRET)
    with pytest.raises(NotFound) as hidden:
        opened(workspace, saved, SOME)
    with pytest.raises(NotFound) as absent:
        opened(workspace, "view:0", SOME)
    assert hidden.value.message.replace(saved, "") == absent.value.message.replace("view:0", "")


def test_what_somebody_does_not_see_is_left_out_when_he_saves(workspace: Workspace) -> None:
    viewer = workspace.viewer(SOME.patterns)
    saved = saved_views.save(workspace, viewer, SOME, body(PHONE, SECRET, "phone:+0", hidden=[SECRET]))
    assert (saved["nodes"], saved["left_out"]) == (1, 2)
    assert opened(workspace, saved["id"])["hidden"] == []
    with pytest.raises(BadValue, match="without nodes"):
        saved_views.save(workspace, viewer, SOME, body(SECRET))


def test_views_are_listed_to_their_owner_and_deleted_by_him(workspace: Workspace) -> None:
    assert saved_views.views_of(workspace, ALL) == []
    saved = save(workspace, PHONE)
    assert [view["id"] for view in saved_views.views_of(workspace, ALL)] == [saved]
    assert saved_views.views_of(workspace, SOME) == []
    with pytest.raises(NotFound):
        saved_views.forget(workspace, SOME, saved)
    assert saved_views.forget(workspace, ALL, saved)["name"] == "a ring"
    assert saved_views.views_of(workspace, ALL) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "  "}, "name: give it a name"),
        ({"nodes": []}, "nodes: List should have at least 1 item"),
        ({"nodes": [{"id": PHONE, "x": 0, "y": 0}] * 2}, "nodes: name each node once"),
        ({"nodes": [{"id": PHONE, "x": float("nan"), "y": 0}]}, "nodes.0.x"),
        ({"hidden": [""]}, "hidden.0: String should have at least 1 character"),
        ({"notes": "a\0b"}, "notes: String should match pattern"),
        ({"filters": {"long": "x" * 20_000}}, "filters: write at most 20,000 characters of JSON"),
        ({"odd": 1}, "odd: Extra inputs are not permitted"),
    ],
)
def test_a_view_that_cannot_be_kept_is_refused_with_the_reason(change: dict[str, Any], words: str) -> None:
    given = {"name": "a ring", "nodes": [{"id": PHONE, "x": 0, "y": 0}]}
    with pytest.raises(BadValue) as fault:
        saved_views.read_body(given | change)
    assert words in fault.value.message
