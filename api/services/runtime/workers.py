"""Processes of their own for work that lasts: watched, and ended where they do not end by themselves.

A thread cannot be ended, and a routine in C or numba hears nobody. So what is large runs in another process, which is
told by a line what to do and answers by lines how far it is; when nobody wants its answer any more it is asked to stop,
and killed when it has not soon. It ends with its parent, however that ends.
"""

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import graph.errors as errors
from graph.errors import HalqaError, LimitPassed, WorkLost
from graph.progress import Progress, Step

log = logging.getLogger(__name__)

GRACE_SECONDS = 0.8  # so that a place is free within a second
_LOOK_SECONDS = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_Message = tuple[dict[str, Any], bytes]  # what is said, and the bytes that go with it
_WORKER = "api.services.runtime.worker"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of work may take: seconds of wall time, megabytes of memory; 0 is no limit."""

    seconds: float = 0
    megabytes: int = 0


class Workers:
    """Processes that wait for work; one is started when all are at work, and at most so many are kept waiting.

    Args:
        spare: How many are kept waiting; a new one takes about a second to load what it needs.
    """

    def __init__(self, spare: int = 2) -> None:
        self._spare = spare
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._is_closed = False

    def run(self, function: str, arguments: Mapping[str, Any], tick: Progress, limits: Limits = Limits()) -> bytes:
        """Calls a function in another process and gives back its answer.

        Args:
            function: `module:name` of a function that takes a tick and these arguments and returns bytes.
            arguments: JSON values.
            tick: Told how far it is, several times a second; what it raises ends the work.
            limits: What the work may take.

        Raises:
            HalqaError: what the function raised.
            LimitPassed: it took more than it may; it was ended.
            WorkLost: the process ended without an answer.
        """
        process = self._take()
        try:
            answer = process.run(function, arguments, tick, limits)
        except BaseException:
            self._give_back(process)
            raise
        self._give_back(process)
        return answer

    def warm(self) -> None:
        """Starts the processes that wait, so that nobody waits for them."""
        with self._lock:
            while not self._is_closed and len(self._idle) < self._spare:
                self._idle.append(_Process())

    def close(self) -> None:
        """Ends the processes that wait; those at work end with their work."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.kill()

    def _take(self) -> "_Process":
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive:
                    return process
        return _Process()

    def _give_back(self, process: "_Process") -> None:
        with self._lock:
            if process.is_alive and not self._is_closed and len(self._idle) < self._spare:
                self._idle.append(process)
                return
        process.kill()


class _Process:
    """One process, as its parent has it."""

    def __init__(self) -> None:
        root = str(Path(__file__).parents[3])
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the parent, who ends it
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._messages: queue.SimpleQueue[_Message | None] = queue.SimpleQueue()
        self._is_at_work = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        """Takes what the process says; None is its end."""
        with suppress(OSError, ValueError):
            while line := self._from.readline():
                message: dict[str, Any] = json.loads(line)
                self._messages.put((message, self._from.read(message.get("bytes", 0))))
        self._messages.put(None)

    @property
    def is_alive(self) -> bool:
        """Whether it can be given more work."""
        return self._process.poll() is None and not self._is_at_work

    def run(self, function: str, arguments: Mapping[str, Any], tick: Progress, limits: Limits) -> bytes:
        """See `Workers.run`."""
        self._is_at_work = True
        self._say({"function": function, "arguments": dict(arguments)})
        begun, step = time.monotonic(), Step("waiting for a process")
        try:
            while True:
                tick(step)
                self._check(limits, time.monotonic() - begun)
                with suppress(queue.Empty):
                    message, body = self._heard(_LOOK_SECONDS)
                    if message["is"] != "step":
                        return self._answer(message["is"], body)
                    step = Step(message["name"], message["done"], message["total"])
        finally:
            if self._is_at_work:
                self._end()

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()

    def _say(self, message: Mapping[str, Any]) -> None:
        try:
            self._to.write(json.dumps(message).encode() + b"\n")
            self._to.flush()
        except OSError as error:
            raise self._lost() from error

    def _heard(self, seconds: float) -> "_Message":
        message = self._messages.get(timeout=seconds)
        if message is None:
            raise self._lost()
        return message

    def _lost(self) -> WorkLost:
        self.kill()
        self._is_at_work = False
        return WorkLost(f"the process that worked on it ended with {self._process.returncode}", "ask again")

    def _answer(self, kind: str, body: bytes) -> bytes:
        self._is_at_work = False
        if kind == "answer":
            return body
        name, words, next_step = json.loads(body)
        fault = getattr(errors, name, None)
        if isinstance(fault, type) and issubclass(fault, HalqaError):
            raise fault(words, next_step)
        raise RuntimeError(f"{name}: {words}")

    def _check(self, limits: Limits, seconds: float) -> None:
        if limits.seconds and seconds > limits.seconds:
            raise LimitPassed(
                f"the work took longer than {limits.seconds:.0f} seconds and was ended",
                "ask a smaller question, or raise HALQA_WORK_SECONDS",
            )
        if limits.megabytes and self._megabytes() > limits.megabytes:
            raise LimitPassed(
                f"the work took more than {limits.megabytes:,} MB of memory and was ended",
                "ask a smaller question, or raise HALQA_WORK_MEGABYTES",
            )

    def _megabytes(self) -> int:
        """Memory that is its own now, in MB; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()
        except OSError:
            return 0
        return (int(pages[1]) - int(pages[2])) * _PAGE >> 20

    def _end(self) -> None:
        """Asks it to stop, and kills it where it has not within the time of grace."""
        until = time.monotonic() + GRACE_SECONDS
        with suppress(HalqaError, RuntimeError, queue.Empty):
            self._say({"stop": True})
            while self._is_at_work and (left := until - time.monotonic()) > 0:
                message, body = self._heard(left)
                if message["is"] != "step":
                    self._answer(message["is"], body)
        if self._is_at_work:
            self.kill()
