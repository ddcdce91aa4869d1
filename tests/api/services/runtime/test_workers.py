"""Worker processes: they answer, tell how far they are, and end when nobody wants them, whatever they are at."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.services.runtime.workers import GRACE_SECONDS, Limits, Workers
from graph.errors import BadValue, LimitPassed, WorkLost
from graph.progress import Step, silent

SAMPLES = "tests.api.services.runtime.work_samples"
PATIENCE_SECONDS = 60
NO_LIMITS = Limits()


class Enough(Exception):
    """Raised by a tick that wants no more."""


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


@pytest.fixture
def call(workers: Workers) -> Callable[..., bytes]:
    def run(name: str, tick: Any = silent, limits: Limits = NO_LIMITS, **arguments: Any) -> bytes:
        return workers.run(f"{SAMPLES}:{name}", arguments, tick, limits)

    return run


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_an_answer_comes_back_whatever_is_printed_on_the_way(call: Callable[..., bytes]) -> None:
    told: list[Step] = []
    assert call("echo", told.append, text="Карвон\n{}") == "Карвон\n{}".encode()
    assert Step("echoing", 1, 2) in told or told  # the last step may be overtaken by the answer


def test_a_process_is_used_again(call: Callable[..., bytes]) -> None:
    assert call("process") == call("process") != str(os.getpid()).encode()


def test_what_the_work_raises_is_raised_here(call: Callable[..., bytes]) -> None:
    with pytest.raises(BadValue, match="colour='red' is not possible; write blue"):
        call("refuse")
    with pytest.raises(RuntimeError, match="ZeroDivisionError: by nought"):
        call("fail")
    assert call("echo", text="still there") == b"still there"


def test_a_process_that_vanishes_is_told_and_replaced(call: Callable[..., bytes]) -> None:
    with pytest.raises(WorkLost, match="ended with 7; ask again"):
        call("vanish")
    assert call("echo", text="another") == b"another"


def stop_after_begun() -> Callable[[Step], None]:
    """A tick that wants no more as soon as the work has begun."""

    def tick(step: Step) -> None:
        if step.name in ("begun", "waiting"):
            raise Enough

    return tick


def test_work_that_ticks_ends_by_itself_and_its_process_goes_on(call: Callable[..., bytes]) -> None:
    first = call("process")
    with pytest.raises(Enough):
        call("polite", stop_after_begun())
    assert call("process") == first


@pytest.mark.parametrize("name", ["sleeping_in_c", "in_a_query", "in_scipy", "holding_the_interpreter"])
def test_work_that_does_not_hear_is_killed_within_its_second_of_grace(call: Callable[..., bytes], name: str) -> None:
    pid = int(call("process"))
    stopped: list[float] = []

    def tick(step: Step) -> None:
        if step.name == "begun":
            stopped.append(time.monotonic())
            raise Enough

    with pytest.raises(Enough):
        call(name, tick)
    assert not is_alive(pid)
    assert time.monotonic() - stopped[0] >= GRACE_SECONDS * 0.9, "it had its time to end by itself"
    assert int(call("process")) != pid


def test_work_that_takes_too_long_is_ended(call: Callable[..., bytes]) -> None:
    with pytest.raises(LimitPassed, match="took longer than 1 seconds and was ended"):
        call("sleeping_in_c", limits=Limits(seconds=0.6))


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is read in /proc")
def test_work_that_takes_too_much_memory_is_ended(call: Callable[..., bytes]) -> None:
    with pytest.raises(LimitPassed, match="took more than 400 MB of memory and was ended"):
        call("hungry", limits=Limits(megabytes=400))


def test_those_that_wait_are_warm_and_end_with_the_pool() -> None:
    workers = Workers(spare=2)
    workers.warm()
    pid = int(workers.run(f"{SAMPLES}:process", {}, silent))
    assert is_alive(pid)
    workers.close()
    assert not is_alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_process_ends_when_its_parent_is_killed() -> None:
    code = f"""
from api.services.runtime.workers import Workers
from graph.progress import silent
workers = Workers()
print(workers.run("{SAMPLES}:process", {{}}, silent).decode(), flush=True)
workers.run("{SAMPLES}:sleeping_in_c", {{}}, silent)
"""
    root = Path(__file__).parents[4]
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + PATIENCE_SECONDS
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(pid)
