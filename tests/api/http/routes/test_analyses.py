"""Analyses over HTTP: each with its own parameters, in threads that no search waits for."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from pydantic import BaseModel, Field
from starlette.testclient import TestClient

from analyses.registry import Analysis, AnalysisParams, Answer, Population, all_analyses
from api.http.dependencies import Service
from api.http.routes.analyses import endpoint_of
from api.services.asking.answers import Answers
from graph.errors import Overtaken
from graph.linkage.world import World
from graph.progress import Progress, Step


class SlowParams(AnalysisParams):
    """Parameters of `slow`."""

    times: int = Field(1, ge=1, description="How often")


class Times(BaseModel):
    """How often it waited."""

    times: int


class Slow:
    """An analysis that answers when it is let go."""

    def __init__(self) -> None:
        self.go, self.begun = Event(), Event()

    def run(self, _: World, params: SlowParams, tick: Progress) -> Answer:
        """Waits to be let go.

        Limits:
            It never tires.
        """
        tick(Step("waiting"))
        self.begun.set()
        assert self.go.wait(60)
        return Answer(rows=[Times(times=params.times)], population=Population(version=""))


@pytest.fixture
def slow(small: TestClient) -> Iterator[Slow]:
    """A slow analysis with a route."""
    made = Slow()
    analysis = Analysis("slow", made.run, SlowParams, Answer)
    small.app.add_api_route("/v1/analyses/slow", endpoint_of(analysis), methods=["POST"])
    yield made
    made.go.set()


def test_the_list_tells_titles_limits_and_parameters(client: TestClient) -> None:
    listed = {one["name"]: one for one in client.get("/v1/analyses").json()["analyses"]}
    assert set(listed) == set(all_analyses())
    for one in listed.values():
        assert one["title"] and "Limits:" in one["help"] and one["parameters"]["properties"]


# The sample holds neither notices nor doubles nor convoys, and no risk profile is set.
NOTHING_IN_THE_SAMPLE = {"arrivals", "co_movement", "consignments", "double_reports", "rule_hits"}


@pytest.mark.parametrize("name", sorted(set(all_analyses()) - {"paths", "changes"}))
def test_an_analysis_without_a_body_takes_all_defaults(client: TestClient, name: str) -> None:
    empty, none = client.post(f"/v1/analyses/{name}", json={}), client.post(f"/v1/analyses/{name}")
    assert empty.status_code == none.status_code == 200
    assert empty.json() == none.json()
    assert empty.json()["rows"] or name in NOTHING_IN_THE_SAMPLE


def test_paths_need_their_ends(client: TestClient) -> None:
    assert client.post("/v1/analyses/paths").status_code == 422
    ends = {"source": "phone:+994700845408", "target": "phone:+995599214195"}
    assert client.post("/v1/analyses/paths", json=ends).json()["rows"][0]["nodes"][0]["id"] == ends["source"]
    absent = client.post("/v1/analyses/paths", json={**ends, "target": "phone:+0"})
    assert (absent.status_code, absent.json()["detail"]) == (404, "no node 'phone:+0'")


def test_an_unknown_analysis_is_not_found(client: TestClient) -> None:
    assert client.post("/v1/analyses/nothing").status_code == 404


def test_parameters_narrow_the_answer_and_unknown_ones_are_refused(client: TestClient) -> None:
    assert len(client.post("/v1/analyses/linked_entities", json={"limit": 2}).json()["rows"]) == 2
    assert client.post("/v1/analyses/linked_entities", json={"colour": 1}).status_code == 422


def test_an_analysis_sees_what_its_viewer_sees(client: TestClient) -> None:
    answer = client.post("/v1/analyses/linked_entities", params={"as": "UZ/*"}).json()
    assert answer["rows"]
    assert {m.split(":")[1][:3] for row in answer["rows"] for m in row["members"]} == {"UZ/"}


def test_each_analysis_has_its_own_parameters_in_the_document(client: TestClient) -> None:
    paths = client.get("/v1/openapi.json").json()["paths"]
    for name, analysis in all_analyses().items():
        body = paths[f"/v1/analyses/{name}"]["post"]["requestBody"]
        assert analysis.params.__name__ in str(body)


def test_a_slow_analysis_is_a_job_and_blocks_neither_searches_nor_loads(small: TestClient, slow: Slow) -> None:
    jobs = [small.post("/v1/analyses/slow", params={"wait": 0}, json={"times": n}) for n in (1, 2, 3)]
    assert [job.status_code for job in jobs] == [202] * 3
    assert slow.begun.wait(60)
    for _ in range(20):
        assert small.get("/v1/search", params={"q": "Karvon"}).json()["found"]
    form = {"profile": "decl", "originator": "KZ"}
    text = "No,Handling,Date,Consignee,Phone,Shipper,Container\n1,,2024-01-05,A LLC,,B LLC,\n"
    assert small.post("/v1/loads", data=form, files={"file": ("a.csv", text)}).status_code == 200
    states = [small.get(job.headers["location"]).json()["state"] for job in jobs]
    assert states[2] == "queued" and set(states[:2]) == {"running"}


def test_the_result_of_a_slow_analysis_is_fetched_when_it_has_ended(
    small: TestClient, slow: Slow, service: Service
) -> None:
    job = small.post("/v1/analyses/slow", params={"wait": 0}, json={"times": 7})
    path = f"{job.headers['location']}/result"
    early = small.get(path)
    assert (early.status_code, early.headers["retry-after"]) == (409, "1")
    slow.go.set()
    service.jobs.get(job.json()["id"]).ended.result(60)
    found: dict[str, Any] = small.get(path).json()
    assert found["rows"] == [{"times": 7}]
    assert small.get(job.headers["location"]).json()["result"] == path


def test_a_running_analysis_that_is_cancelled_is_abandoned(small: TestClient, slow: Slow) -> None:
    job = small.post("/v1/analyses/slow", params={"wait": 0})
    assert slow.begun.wait(60)
    assert small.delete(job.headers["location"]).json()["state"] == "cancelled"
    slow.go.set()
    late = small.get(f"{job.headers['location']}/result")
    assert (late.status_code, late.json()["detail"]) == (409, "the job was cancelled")


def test_an_answer_in_time_leaves_no_job_behind(small: TestClient) -> None:
    assert small.post("/v1/analyses/linked_entities").status_code == 200
    assert small.get("/v1/jobs").json() == {"jobs": []}


@pytest.mark.parametrize(("times", "status"), [(2, 200), (3, 503)])
def test_a_question_whose_files_are_taken_away_meanwhile_is_asked_again(
    small: TestClient, monkeypatch: pytest.MonkeyPatch, times: int, status: int
) -> None:
    answers = Answers.of
    left = [times]

    def overtaken(*args: Any) -> bytes:
        left[0] -= 1
        if left[0] >= 0:
            raise Overtaken("what was read was taken away", "ask again")
        return answers(*args)

    monkeypatch.setattr(Answers, "of", overtaken)
    assert small.post("/v1/analyses/communities").status_code == status
