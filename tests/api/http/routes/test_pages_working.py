"""A page whose answer takes long says how far the work is, and shows the answer when it is there."""

from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from analyses.registry import Answer, Population
from api.http import working
from api.http.dependencies import Service
from api.services.asking.answers import Answers
from graph.progress import Step


def test_a_page_is_asked_for_again_until_its_answer_is_there(
    small: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    service: Service = small.app.state.service
    gate = Event()

    def slow(*args: Any) -> bytes:
        args[-1](Step("weighing links", 3, 10))
        assert gate.wait(300)
        return Answer(rows=[], population=Population(version="")).model_dump_json().encode()

    monkeypatch.setattr(Answers, "of", slow)
    monkeypatch.setattr(working, "WAIT_SECONDS", 0.05)
    waiting = small.get("/analyses/communities")
    assert waiting.status_code == 200 and waiting.headers["refresh"] == "2"
    assert "Working on it" in waiting.text and small.get("/analyses/communities").status_code == 200
    assert "weighing links: 3 of 10" in small.get("/analyses/communities").text
    assert len(service.jobs.listed()) == 1, "the same question is the same work"
    gate.set()
    service.jobs.listed()[0].ended.result(300)
    assert "Nothing was found with these parameters" in small.get("/analyses/communities").text
    assert service.jobs.listed() == []
