"""Backtests over HTTP: a report where something came, and what cannot be asked."""

from pathlib import Path

from starlette.testclient import TestClient

from api.services.asking.backtesting import BacktestRequest, backtest
from api.services.runtime.workspace import Workspace
from graph.settings import Settings


def test_a_time_in_which_nothing_came_says_so(client: TestClient) -> None:
    answer = client.post("/v1/backtests", json={"months": 1, "until": "1990-01-31"}, params={"wait": 60})
    assert answer.status_code == 200
    assert answer.json()["notes"][0]["key"] == "nothing.backtest"
    assert not list(client.app.state.service.settings.data_dir.rglob(".backtest-*"))  # type: ignore[attr-defined]  # the app is ours


def test_the_report_is_that_of_the_viewer_who_asks(client: TestClient, sample_data: Path) -> None:
    form = {"months": 1, "until": "2024-03-31"}
    answer = client.post("/v1/backtests", json=form, params={"wait": 60, "as": "TJ/*"})
    with Workspace(Settings(data_dir=sample_data), resume=False) as workspace:
        request = BacktestRequest.of(1, "month", 3, "2024-03-31")
        expected = backtest(workspace, request, workspace.viewer("TJ/*"), "TJ/*")
    assert answer.status_code == 200
    assert answer.json() == expected.model_dump(mode="json")
    assert 0 < answer.json()["channels"] < len(client.get("/v1/channels").json()["channels"])


def test_a_step_that_is_none_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/backtests", json={"step": "day"})
    assert answer.status_code == 422
    assert "week" in answer.text
