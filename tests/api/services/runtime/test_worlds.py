"""Kept worlds: one reading for equal questions, shared by processes as files, none of them stale, nothing recalled."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.http.dependencies import Service
from api.services.loading.batches import recall, reclassify
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime import worlds as module
from api.services.runtime.workspace import Workspace
from api.services.runtime.worlds import Worlds
from graph.linkage.world import World
from graph.model import EVERYONE, Viewer
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.settings import Settings
from graph.store.base import GraphStore, HubRegister
from graph.store.sqlite.store import SqliteStore

H3 = Viewer(frozenset({"UZ/decl/H3/customs"}))
HEAD = "No,Handling,Date,Consignee,Phone,Shipper,Container\n"


@pytest.fixture
def workspace(small_settings: Settings) -> Iterator[Workspace]:
    with Workspace(small_settings) as workspace:
        yield workspace


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Projection | None]:
    """What each reading of a store began from."""
    began: list[Projection | None] = []

    def read(store: GraphStore, viewer: Viewer, properties: Any, earlier: Projection | None = None) -> Projection:
        began.append(earlier)
        return project(store, viewer, properties, earlier)

    monkeypatch.setattr(module, "project", read)
    return began


def kept_folders(workspace: Workspace) -> list[Path]:
    folder = workspace.settings.data_dir / ".kept"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.exists() else []


def test_equal_questions_share_one_world(workspace: Workspace) -> None:
    first = workspace.world(EVERYONE)
    assert workspace.world(EVERYONE) is first
    restricted = workspace.world(H3)
    assert restricted is not first and not restricted.projection.sees_all


def test_questions_at_the_same_time_read_the_store_once(service: Service) -> None:
    def ask(_: int) -> int:
        with service.pool.held() as workspace:
            return id(workspace.world(EVERYONE))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(32)))) == 1


def test_another_process_opens_what_was_kept(
    workspace: Workspace, small_settings: Settings, readings: list[Projection | None]
) -> None:
    first = workspace.world(EVERYONE)
    with Workspace(small_settings) as other:
        second = other.world(EVERYONE)
    assert readings == [None], "the store was read once"
    assert list(second.projection.iter_edges()) == list(first.projection.iter_edges())
    assert not second.projection.columns.source.flags.owndata, "the file is mapped, not copied"


def test_a_change_reads_the_changed_channels_and_drops_what_is_stale(
    workspace: Workspace, tmp_path: Path, readings: list[Projection | None]
) -> None:
    first = workspace.world(EVERYONE)
    more = tmp_path / "more.csv"
    more.write_text(HEAD + "9,,2024-03-01,A LLC,,B LLC,\n", "utf-8")
    load_file(workspace, more, LoadOptions("decl", "KZ"))
    second = workspace.world(EVERYONE)
    assert len(second.projection.ids) > len(first.projection.ids)
    assert [earlier is None for earlier in readings] == [True, False]
    assert len(kept_folders(workspace)) == 1
    workspace.store.publish_hubs(["phone:+998901234567"])
    assert workspace.world(EVERYONE) is not second


def test_files_that_are_not_whole_are_made_again(workspace: Workspace, small_settings: Settings) -> None:
    edges = list(workspace.world(EVERYONE).projection.iter_edges())
    for name in ("facts.json", "edges.arrow", "nodes.arrow"):
        (kept_folders(workspace)[0] / name).write_bytes(b"")
        with Workspace(small_settings) as other:
            assert list(other.world(EVERYONE).projection.iter_edges()) == edges


def test_only_the_last_ones_are_kept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_IN_MEMORY", 1)
    monkeypatch.setattr(module, "KEPT_AS_FILES", 1)
    first = workspace.world(EVERYONE)
    workspace.world(H3)
    assert workspace.world(EVERYONE) is not first
    assert len(kept_folders(workspace)) == 1


def test_too_many_bytes_are_not_kept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.world(EVERYONE)
    monkeypatch.setattr(module, "MOST_BYTES", 1)
    workspace.world(H3)
    assert len(kept_folders(workspace)) == 1, "what was made last stays"


def test_a_folder_that_cannot_be_written_to_keeps_nobody_from_an_answer(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    (workspace.settings.data_dir / ".kept").write_text("a file in the way", "utf-8")
    assert len(workspace.world(EVERYONE).projection.ids) > 0
    assert "could not be kept" in caplog.text


def test_what_is_kept_is_for_its_owner_alone(workspace: Workspace) -> None:
    workspace.world(EVERYONE)
    assert [path.stat().st_mode & 0o077 for path in kept_folders(workspace)] == [0]


@pytest.mark.parametrize("take_away", [recall, lambda *args: reclassify(*args, "H2")], ids=["recall", "reclassify"])
def test_what_is_taken_away_is_kept_for_nobody_and_whoever_did_not_see_it_cannot_tell(
    workspace: Workspace, take_away: Callable[[Workspace, Viewer, str], object]
) -> None:
    (batch,) = (batch for batch in workspace.records.batches() if batch.channel.name not in H3.channels)
    sees_it = Viewer(frozenset({batch.channel.name, *H3.channels}))
    others = workspace.world(H3)
    (kept,) = kept_folders(workspace)
    worlds = [workspace.world(viewer) for viewer in (EVERYONE, sees_it)]
    (kept / "facts-of-another.tmp").touch()
    take_away(workspace, EVERYONE, batch.id)
    assert kept_folders(workspace) == [kept] and (kept / "facts-of-another.tmp").exists()
    assert workspace.world(H3) is others
    assert workspace.world(EVERYONE) is not worlds[0]


def test_a_folder_of_which_nothing_can_be_told_goes_with_a_recall(workspace: Workspace) -> None:
    workspace.world(H3)
    (kept,) = kept_folders(workspace)
    (kept / "hubs.arrow").unlink()
    recall(workspace, EVERYONE, next(b.id for b in workspace.records.batches() if b.channel.name not in H3.channels))
    assert kept_folders(workspace) == []


def test_a_world_that_is_made_during_a_recall_is_not_kept(workspace: Workspace, small_settings: Settings) -> None:
    with Workspace(small_settings) as other:

        def read(*args: Any) -> Projection:
            projection = project(*args)
            recall(other, EVERYONE, other.records.batches()[0].id)
            return projection

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "project", read)
            workspace.world(EVERYONE)
    assert kept_folders(workspace) == []


def files_with(folder: Path, text: str) -> list[str]:
    """Files below a folder that hold a text in UTF-8."""
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and text.encode() in path.read_bytes()]


def test_the_data_directory_holds_nothing_of_what_was_recalled(
    workspace: Workspace, small_settings: Settings, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    name = "Zarafshon Quyosh Savdo"
    secret.write_text(HEAD + f"77,,2024-03-01,{name},+998935550000,B LLC,\n", "utf-8")
    report = load_file(workspace, secret, LoadOptions("decl", "KZ"))
    world = workspace.world(EVERYONE)
    assert name in [world.projection.label(n) for n in world.projection.numbers_of("Party").tolist()]
    data = small_settings.data_dir
    assert any("arrow" in file for file in files_with(data, name)), "the search finds what is kept"
    recall(workspace, EVERYONE, report.batches[0])
    workspace.__exit__(None, None, None)
    assert files_with(data, name) == files_with(data, "+998935550000") == []


class OvertakenStore(SqliteStore):
    """A store that somebody loads into once, after its version was asked for and before it is read."""

    def __init__(self, url: str, load: Callable[[], object]) -> None:
        super().__init__(url)
        self._loads = [load]

    def hub_register(self) -> HubRegister:
        while self._loads:
            self._loads.pop()()
        return super().hub_register()


def test_a_load_in_between_is_not_seen_by_the_question_that_it_overtook(
    small_settings: Settings, tmp_path: Path
) -> None:
    more = tmp_path / "more.csv"
    more.write_text(HEAD + "9,,2024-03-01,A LLC,,B LLC,\n", "utf-8")
    worlds = Worlds(None)
    with Workspace(small_settings) as workspace:
        before = project(workspace.store, EVERYONE)
        store = OvertakenStore(workspace.store.url, lambda: load_file(workspace, more, LoadOptions("decl", "KZ")))
        with closing(store):
            assert list(worlds.of(store, EVERYONE).projection.ids) == list(before.ids)
            assert len(worlds.of(store, EVERYONE).projection.ids) > len(before.ids)


def test_who_is_who_is_found_once_for_a_world(workspace: Workspace) -> None:
    world: World = workspace.world(EVERYONE)
    assert world.entities is world.entities and world.holders is world.holders
