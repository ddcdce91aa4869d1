"""Kept projections: one reading for equal questions, none of them stale."""

from concurrent.futures import ThreadPoolExecutor

from api.http.dependencies import Service
from api.services.runtime.projections import Projections
from graph.model import EVERYONE, Viewer


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
