"""Alive and ready: what a supervisor asks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from starlette.testclient import TestClient

from api.services.loading.load import LoadOptions, stage_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings

Open = Callable[..., AbstractContextManager[TestClient]]


def test_it_is_alive_and_ready(small: TestClient) -> None:
    assert small.get("/v1/health").json() == {"status": "alive"}
    ready = small.get("/v1/ready").json()
    assert ready["status"] == "ready" and len(ready["checks"]) == 3


def test_it_is_alive_and_not_ready_where_the_store_cannot_be_read(settings: Settings, open_client: Open) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "graph.db").write_bytes(b"this is no database at all" * 100)
    with open_client(settings) as client:
        assert client.get("/v1/health").status_code == 200
        ready = client.get("/v1/ready")
        assert ready.status_code == 503 and "is not a store of Halqa" in ready.json()["detail"]
        assert client.get("/v1/stats").status_code == 503
        assert client.post("/v1/analyses/linked_entities").status_code == 503


def test_it_recovers_when_the_store_does(settings: Settings, open_client: Open) -> None:
    settings.data_dir.mkdir()
    path = settings.data_dir / "graph.db"
    path.write_bytes(b"this is no database at all" * 100)
    with open_client(settings) as client:
        assert client.get("/v1/stats").status_code == 503
        path.unlink()
        assert client.get("/v1/stats").status_code == 200
        assert client.get("/v1/ready").status_code == 200


def test_what_was_interrupted_before_is_finished_at_the_start(
    small_settings: Settings, open_client: Open, tmp_path: Path
) -> None:
    (tmp_path / "more.csv").write_text(
        "No,Handling,Date,Consignee,Phone,Shipper,Container\n9,,2024-03-01,A LLC,,B LLC,\n", encoding="utf-8"
    )
    with Workspace(small_settings) as workspace:
        stage_file(workspace, tmp_path / "more.csv", LoadOptions("decl", "KZ"))
    with open_client(small_settings) as client:
        assert client.get("/v1/ready").status_code == 200
        assert client.get("/v1/stats").json()["nodes"]["Consignment"] == 5


def test_batches_that_wait_make_it_unready(small: TestClient, small_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(
        "No,Handling,Date,Consignee,Phone,Shipper,Container\n9,,2024-03-01,A LLC,,B LLC,\n", encoding="utf-8"
    )
    with Workspace(small_settings) as workspace:
        stage_file(workspace, tmp_path / "more.csv", LoadOptions("decl", "KZ"))
    ready = small.get("/v1/ready")
    assert ready.status_code == 503
    assert ready.json()["faults"] == [
        {"field": "batches", "reason": "1 of 3 not applied, 0 half recalled: the next command goes on"}
    ]


def test_a_newer_profile_makes_it_unready_until_the_graph_is_made_again(
    small: TestClient, small_settings: Settings, tmp_path: Path
) -> None:
    with Workspace(small_settings) as workspace:
        mark = workspace.store.derivation()
        workspace.store.set_derivation(mark.replace('"decl": 1', '"decl": 0'))
    ready = small.get("/v1/ready")
    assert ready.status_code == 503 and "run `halqa rebuild`" in ready.json()["detail"]
    rebuilt = small.post("/v1/rebuild").json()
    assert rebuilt["records"] == 4
    assert small.get("/v1/ready").status_code == 200
