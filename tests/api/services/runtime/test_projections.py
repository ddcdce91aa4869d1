"""Kept projections: one reading for equal questions, none of them stale."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from api.http.dependencies import Service
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.projections import Projections
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE, Viewer
from graph.projection import project
from graph.settings import Settings
from graph.store.base import HubRegister
from graph.store.sqlite.store import SqliteStore


def test_equal_questions_share_one_projection(service: Service) -> None:
    with service.pool.held() as workspace:
        first = service.projections.of(workspace.store, EVERYONE)
        assert service.projections.of(workspace.store, EVERYONE) is first
        restricted = service.projections.of(workspace.store, Viewer(frozenset({"UZ/decl/H3/customs"})))
        assert restricted is not first and not restricted.sees_all


def test_questions_at_the_same_time_read_the_store_once(service: Service) -> None:
    def ask(_: int) -> int:
        with service.pool.held() as workspace:
            return id(service.projections.of(workspace.store, EVERYONE))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(32)))) == 1


def test_a_change_makes_a_new_projection(service: Service) -> None:
    with service.pool.held() as workspace:
        first = service.projections.of(workspace.store, EVERYONE)
        workspace.applier.recall(workspace.records.batch(1))
        second = service.projections.of(workspace.store, EVERYONE)
        assert second is not first and len(second.ids) < len(first.ids)
        workspace.store.publish_hubs(["phone:+998901234567"])
        assert service.projections.of(workspace.store, EVERYONE) is not second


def test_only_the_last_ones_are_kept(service: Service) -> None:
    kept = Projections(kept=1)
    with service.pool.held() as workspace:
        first = kept.of(workspace.store, EVERYONE)
        kept.of(workspace.store, Viewer(frozenset({"UZ/decl/H3/customs"})))
        assert kept.of(workspace.store, EVERYONE) is not first


class OvertakenStore(SqliteStore):
    """A store that somebody loads into once, after its version was asked for and before it is read."""

    def __init__(self, url: str, load: Callable[[], object]) -> None:
        super().__init__(url)
        self._loads = [load]

    def hub_register(self) -> HubRegister:
        while self._loads:
            self._loads.pop()()
        return super().hub_register()


def test_one_that_a_load_overtook_is_not_given_to_those_who_ask_after_its_recall(
    small_settings: Settings, tmp_path: Path
) -> None:
    more = tmp_path / "more.csv"
    more.write_text("No,Handling,Date,Consignee,Phone,Shipper,Container\n9,,2024-03-01,A LLC,,B LLC,\n", "utf-8")
    projections = Projections()
    with Workspace(small_settings) as workspace:
        before = project(workspace.store, EVERYONE)
        store = OvertakenStore(workspace.store.url, lambda: load_file(workspace, more, LoadOptions("decl", "KZ")))
        with closing(store):
            assert len(projections.of(store, EVERYONE).ids) > len(before.ids)
            workspace.applier.recall(workspace.records.batches()[-1])
            assert store.version(EVERYONE) == before.version, "the key of the question that was overtaken"
            assert projections.of(store, EVERYONE).ids == before.ids
