"""Jobs: lanes, bounds, cancelling, the end of the service."""

from collections.abc import Iterator
from threading import Event

import pytest

from api.services.runtime import jobs as module
from api.services.runtime.jobs import (
    ANALYSES,
    KEPT_JOBS,
    WRITES,
    Job,
    JobResult,
    Jobs,
    JobState,
    Order,
    Stop,
)
from graph.errors import BadValue, NotFound, StoreUnavailable
from graph.progress import Step

DONE = JobResult(b"{}")


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    made.open()
    yield made
    made.close()


class Gate:
    """Work that begins, and ends when it is let through."""

    def __init__(self) -> None:
        self.begun, self.go = Event(), Event()

    def work(self, job: Job) -> JobResult:
        self.begun.set()
        assert self.go.wait(60)
        job.progress(Step("after the gate", 1, 1))
        return DONE


def test_writes_run_one_at_a_time_in_their_order(jobs: Jobs) -> None:
    order: list[int] = []
    gate = Gate()
    first = jobs.start(Order(WRITES, "a"), gate.work)
    rest = [jobs.start(Order(WRITES, "b"), lambda _, n=n: order.append(n) or DONE) for n in range(5)]
    assert gate.begun.wait(60)
    assert jobs.is_writing() and {job.state for job in rest} == {JobState.QUEUED}
    gate.go.set()
    for job in (first, *rest):
        job.ended.result(60)
    assert order == [0, 1, 2, 3, 4] and not jobs.is_writing()


def test_ids_cannot_be_guessed(jobs: Jobs) -> None:
    ids = {jobs.start(Order(ANALYSES, "a"), lambda _: DONE).id for _ in range(20)}
    assert len(ids) == 20 and {len(one) for one in ids} == {22}


@pytest.mark.parametrize("name", ["MOST_WAITING", "MOST_WAITING_OF_ONE"])
def test_more_than_some_waiting_are_refused_and_tidied_up(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(module, name, 5)
    gate, tidied = Gate(), Event()
    jobs.start(Order(WRITES, "a"), gate.work)
    assert gate.begun.wait(60)
    for _ in range(5):
        jobs.start(Order(WRITES, "b"), lambda _: DONE)
    with pytest.raises(StoreUnavailable, match="5 writes are waiting already, 5 of them yours"):
        jobs.start(Order(WRITES, "c", tidy=tidied.set), lambda _: DONE)
    assert tidied.is_set()
    gate.go.set()


def test_callers_take_turns(jobs: Jobs) -> None:
    gate, done = Gate(), list[str]()
    jobs.start(Order(WRITES, "first"), gate.work)
    assert gate.begun.wait(60)
    last = None
    for caller, number in (("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2), ("c", 1)):
        name = f"{caller}{number}"
        last = jobs.start(Order(WRITES, name, caller=caller), lambda job: done.append(job.order.title) or DONE)
    gate.go.set()
    assert last is not None
    for job in jobs.listed():
        job.ended.result(60)
    assert done == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_equal_questions_are_one_piece_of_work(jobs: Jobs) -> None:
    gate, tidied = Gate(), list[int]()
    first = jobs.start(Order(ANALYSES, "a", "UZ/*", question="q"), gate.work)
    assert jobs.start(Order(ANALYSES, "a", "UZ/*", lambda: tidied.append(1), question="q"), gate.work) is first
    assert tidied == [1], "what the second brought is not needed"
    assert jobs.start(Order(ANALYSES, "a", "KZ/*", question="q"), lambda _: DONE) is not first
    assert jobs.start(Order(ANALYSES, "a", "UZ/*", question="other"), lambda _: DONE) is not first
    assert jobs.start(Order(ANALYSES, "a", "UZ/*"), lambda _: DONE) is not first
    gate.go.set()
    first.ended.result(60)
    assert jobs.start(Order(ANALYSES, "a", "UZ/*", question="q"), gate.work) is first, "until it is handed over"
    jobs.forget(first)
    assert jobs.start(Order(ANALYSES, "a", "UZ/*", question="q"), gate.work) is not first


def test_a_question_that_others_wait_for_goes_on_when_one_cancels_it(jobs: Jobs) -> None:
    gate = Gate()
    job = jobs.start(Order(ANALYSES, "a", question="q"), gate.work)
    jobs.start(Order(ANALYSES, "a", question="q"), gate.work)
    jobs.cancel(job)
    assert not job.is_cancelled
    jobs.cancel(job)
    assert job.state is JobState.CANCELLED
    assert jobs.start(Order(ANALYSES, "a", question="q"), lambda _: DONE) is not job
    gate.go.set()


def test_work_that_nobody_waits_for_any_more_ends_at_its_next_step(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", -1)
    gate = Gate()
    running = jobs.start(Order(ANALYSES, "a", question="q"), gate.work)
    assert gate.begun.wait(60)
    jobs.leave(running)
    gate.go.set()
    running.ended.result(60)
    assert (running.state, running.result) == (JobState.CANCELLED, None)


def test_a_question_that_all_have_left_is_not_begun(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", -1)
    gate, ran = Gate(), Event()
    jobs.start(Order(WRITES, "a"), gate.work)
    waiting = jobs.start(Order(WRITES, "b"), lambda _: ran.set() or DONE)
    jobs.leave(waiting)
    gate.go.set()
    waiting.ended.result(60)
    assert waiting.state is JobState.CANCELLED and not ran.is_set()


def test_whoever_asks_again_in_time_finds_the_work_going_on(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    job = jobs.start(Order(ANALYSES, "a", question="q"), gate.work)
    for _ in range(3):
        jobs.leave(job)
        assert jobs.start(Order(ANALYSES, "a", question="q"), gate.work) is job
    monkeypatch.setattr(module, "PATIENCE_SECONDS", -1)
    gate.go.set()
    job.ended.result(60)
    assert job.state is JobState.DONE


class Memory:
    """What would be remembered."""

    def __init__(self) -> None:
        self.written: list[tuple[str, str]] = []

    def remember(self, job: Job) -> None:
        self.written.append(("remember", job.state.value))

    def ended(self, job: Job) -> None:
        self.written.append(("ended", job.state.value))


def test_a_job_is_remembered_once_and_how_it_ended_too() -> None:
    memory, gate = Memory(), Gate()
    jobs = Jobs(memory=memory)
    jobs.open()
    forgotten = jobs.start(Order(ANALYSES, "a"), lambda _: DONE)
    forgotten.ended.result(60)
    assert memory.written == []
    job = jobs.start(Order(ANALYSES, "a"), gate.work)
    assert gate.begun.wait(60)
    jobs.remember(job)
    jobs.remember(job)
    gate.go.set()
    job.ended.result(60)
    jobs.close()
    assert memory.written == [("remember", "running"), ("ended", "done")]


def test_the_oldest_that_ended_are_forgotten(jobs: Jobs) -> None:
    first = jobs.start(Order(ANALYSES, "a"), lambda _: DONE)
    for _ in range(KEPT_JOBS):
        jobs.start(Order(ANALYSES, "a"), lambda _: DONE).ended.result(60)
    assert len(jobs.listed()) == KEPT_JOBS
    with pytest.raises(NotFound):
        jobs.get(first.id)


def test_results_are_forgotten_when_they_take_too_much_room(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 1000)
    for _ in range(5):
        jobs.start(Order(ANALYSES, "a"), lambda _: JobResult(b"x" * 400)).ended.result(60)
    assert len(jobs.listed()) == 3


def test_a_waiting_job_that_is_cancelled_never_runs(jobs: Jobs) -> None:
    gate, ran = Gate(), Event()
    first = jobs.start(Order(WRITES, "a"), gate.work)
    second = jobs.start(Order(WRITES, "b"), lambda _: ran.set() or DONE)
    jobs.cancel(second)
    gate.go.set()
    first.ended.result(60)
    jobs.start(Order(WRITES, "c"), lambda _: DONE).ended.result(60)
    assert second.state is JobState.CANCELLED and not ran.is_set()


def test_a_running_write_that_is_cancelled_stops_at_its_next_step(jobs: Jobs) -> None:
    gate, tidied = Gate(), Event()
    job = jobs.start(Order(WRITES, "a", tidy=tidied.set), gate.work)
    assert gate.begun.wait(60)
    jobs.cancel(job)
    assert job.state is JobState.RUNNING and not tidied.is_set()
    gate.go.set()
    job.ended.result(60)
    assert job.state is JobState.CANCELLED and tidied.is_set() and job.result is None


def test_the_late_result_of_an_abandoned_analysis_is_thrown_away(jobs: Jobs) -> None:
    gate, left = Gate(), Event()

    def work(job: Job) -> JobResult:
        try:
            return gate.work(job)
        except Stop:
            left.set()
            return DONE

    job = jobs.start(Order(ANALYSES, "a"), work)
    assert gate.begun.wait(60)
    jobs.cancel(job)
    assert job.state is JobState.CANCELLED
    gate.go.set()
    assert left.wait(60)
    assert job.result is None


def test_a_job_that_ended_stays_as_it_is_when_cancelled(jobs: Jobs) -> None:
    job = jobs.start(Order(ANALYSES, "a"), lambda _: DONE)
    job.ended.result(60)
    jobs.cancel(job)
    assert (job.state, job.result) == (JobState.DONE, DONE)


def test_a_fault_is_kept_without_what_was_at_work(jobs: Jobs) -> None:
    def work(_: Job) -> JobResult:
        raise BadValue("no", "do")

    job = jobs.start(Order(ANALYSES, "a"), work)
    job.ended.result(60)
    assert job.state is JobState.FAILED
    assert job.error is not None and job.error.__traceback__ is None


def test_closing_stops_the_writer_and_refuses_new_work() -> None:
    jobs, gate = Jobs(), Gate()
    jobs.open()
    running = jobs.start(Order(WRITES, "a"), gate.work)
    waiting = jobs.start(Order(WRITES, "b"), lambda _: DONE)
    assert gate.begun.wait(60)
    gate.go.set()
    jobs.close()
    assert running.has_ended and waiting.has_ended
    with pytest.raises(StoreUnavailable, match="stopping"):
        jobs.start(Order(ANALYSES, "c"), lambda _: DONE)
