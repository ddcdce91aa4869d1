"""Jobs over HTTP: listed, watched, failed, cancelled while a load is at work."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.dependencies import Service
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.jobs import ANALYSES, WRITES, Job, JobResult, Order
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue
from graph.progress import Step
from graph.settings import Settings

HEAD = "No,Handling,Date,Consignee,Phone,Shipper,Container\n"


def ended(service: Service, work: Any, lane: str = ANALYSES, patterns: str = "") -> Job:
    job = service.jobs.start(Order(lane, "some work", patterns), work)
    job.ended.result(60)
    return job


@pytest.mark.parametrize("job_id", ["x" * 22, "-_" * 11])
def test_an_unknown_job_is_not_found(small: TestClient, job_id: str) -> None:
    for path in (f"/v1/jobs/{job_id}", f"/v1/jobs/{job_id}/result"):
        assert small.get(path).status_code == 404
    assert small.delete(f"/v1/jobs/{job_id}").status_code == 404


def test_an_id_that_no_job_can_have_is_refused(small: TestClient) -> None:
    assert small.get("/v1/jobs/1").status_code == 422


def test_jobs_are_listed_newest_first_and_by_their_viewer(small: TestClient, service: Service) -> None:
    first = ended(service, lambda _: JobResult(b"1"))
    second = ended(service, lambda _: JobResult(b"2"), patterns="UZ/*")
    assert [job["id"] for job in small.get("/v1/jobs").json()["jobs"]] == [second.id, first.id]
    assert [job["id"] for job in small.get("/v1/jobs", params={"as": "UZ/*"}).json()["jobs"]] == [second.id]


def test_a_failed_job_says_why_and_answers_with_its_fault(small: TestClient, service: Service) -> None:
    def work(_: Job) -> JobResult:
        raise BadValue("the thing", "the next step")

    job = ended(service, work)
    status = small.get(f"/v1/jobs/{job.id}").json()
    assert (status["state"], status["problem"]["detail"], status["result"]) == ("failed", "the thing", None)
    answer = small.get(f"/v1/jobs/{job.id}/result")
    assert (answer.status_code, answer.json()["next_step"]) == (422, "the next step")


def test_a_job_that_fails_unexpectedly_says_nothing_of_its_inside(small: TestClient, service: Service) -> None:
    job = ended(service, lambda _: {}["secret"])
    answer = small.get(f"/v1/jobs/{job.id}/result")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert "secret" not in small.get(f"/v1/jobs/{job.id}").text


def test_progress_shows_while_a_job_runs(small: TestClient, service: Service) -> None:
    told, go = Event(), Event()

    def work(job: Job) -> JobResult:
        job.progress(Step("counting", 2, 5, 1))
        told.set()
        assert go.wait(60)
        return JobResult(b"{}")

    job = service.jobs.start(Order(ANALYSES, "some work"), work)
    assert told.wait(60)
    status = small.get(f"/v1/jobs/{job.id}").json()
    progress = status["progress"]
    assert (progress["step"], progress["done"], progress["total"], progress["rejected"]) == ("counting", 2, 5, 1)
    assert progress["rate"] >= 0 and progress["seconds_left"] is None  # a step is as old as its first report
    assert status["started_at"] and not status["ended_at"]
    go.set()
    job.ended.result(60)


def start_load(service: Service, path: Path, cancel_at: int) -> Job:
    """Loads a file as the route does, and cancels the job at the given report of progress."""
    seen = 0

    def write(workspace: Workspace, job: Job) -> dict[str, Any]:
        def progress(step: Step) -> None:
            nonlocal seen
            job.progress(step)
            seen += 1
            if seen == cancel_at:
                service.jobs.cancel(job)

        return load_file(workspace, path, LoadOptions("decl", "KZ"), progress).as_json()

    job = service.write(Order(WRITES, "load big.csv"), write)
    job.ended.result(60)
    return job


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A file whose staging reports its progress twice."""
    path = tmp_path / "big.csv"
    path.write_text(HEAD + "".join(f"D{i},,2024-01-05,A LLC,,B LLC,\n" for i in range(4500)), encoding="utf-8")
    return path


def test_a_load_cancelled_while_it_stages_leaves_nothing(small: TestClient, service: Service, big: Path) -> None:
    before = small.get("/v1/batches").json(), small.get("/v1/stats").json()
    job = start_load(service, big, cancel_at=1)
    status = small.get(f"/v1/jobs/{job.id}").json()
    assert (status["state"], status["is_cancelled"]) == ("cancelled", True)
    assert status["problem"]["detail"] == "big.csv: stopped while staging; nothing was left behind"
    assert (small.get("/v1/batches").json(), small.get("/v1/stats").json()) == before
    assert small.get("/v1/ready").status_code == 200


def test_a_load_cancelled_while_it_applies_is_gone_on_with_by_the_next_write(
    small: TestClient, service: Service, big: Path
) -> None:
    job = start_load(service, big, cancel_at=2)
    problem = small.get(f"/v1/jobs/{job.id}").json()["problem"]
    assert problem["detail"].startswith("big.csv: stopped while applying batch ")
    unready = small.get("/v1/ready")
    assert unready.status_code == 503 and "1 of 3 not applied" in unready.json()["detail"]
    form = {"profile": "decl", "originator": "AF"}
    assert small.post(
        "/v1/loads", data=form, files={"file": ("a.csv", HEAD + "1,,2024-01-05,A LLC,,B LLC,\n")}
    ).is_success
    assert small.get("/v1/ready").status_code == 200
    assert small.get("/v1/stats").json()["nodes"]["Consignment"] == 4 + 4500 + 1


def test_a_job_of_before_a_restart_is_told_with_its_end(
    small_settings: Settings, open_client: Callable[[Settings], AbstractContextManager[TestClient]]
) -> None:
    gate = Event()
    with open_client(small_settings) as client:
        service: Service = client.app.state.service
        job = service.jobs.start(Order(ANALYSES, "slow question"), lambda _: JobResult(str(gate.wait(60)).encode()))
        service.jobs.remember(job)
        running = client.get(f"/v1/jobs/{job.id}").json()
        assert running["state"] in ("queued", "running")
    gate.set()
    with open_client(small_settings) as client:
        status = client.get(f"/v1/jobs/{job.id}").json()
        assert (status["title"], status["state"], status["result"]) == ("slow question", "cancelled", None)
        answer = client.get(f"/v1/jobs/{job.id}/result")
        assert (answer.status_code, answer.json()["next_step"]) == (410, "ask for it again")
