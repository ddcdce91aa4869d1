"""Backtests over HTTP: a report where something came, and what cannot be asked."""

from starlette.testclient import TestClient


def test_a_time_in_which_nothing_came_says_so(client: TestClient) -> None:
    answer = client.post("/v1/backtests", json={"months": 1, "until": "1990-01-31"}, params={"wait": 60})
    assert answer.status_code == 200
    assert answer.json()["notes"][0]["key"] == "nothing.backtest"
    assert not list(client.app.state.service.settings.data_dir.rglob(".backtest-*"))  # type: ignore[attr-defined]  # the app is ours


def test_a_step_that_is_none_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/backtests", json={"step": "day"})
    assert answer.status_code == 422
    assert "week" in answer.text
