"""Measuring one subject in a process of its own: CPU seconds beside wall time, and peak memory."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """What a subject cost: CPU and wall seconds of its timed part, peak memory of its process, its own figures."""

    cpu: float
    wall: float
    peak_mb: float
    figures: dict[str, Any]


class Clock:
    """Adds up the CPU and wall seconds of the parts between `start` and `stop`."""

    def __init__(self) -> None:
        self.cpu = self.wall = 0.0

    def __enter__(self) -> "Clock":
        self._cpu, self._wall = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu += time.process_time() - self._cpu
        self.wall += time.perf_counter() - self._wall


def in_own_process(subject: str, arguments: list[str], module: str = "benchmarks.subjects") -> Measured:
    """Runs `python -m MODULE SUBJECT ARGUMENT...` and reads the line it prints."""
    command = [sys.executable, "-m", module, subject, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{subject} failed:\n{run.stderr[-2000:]}")
    return Measured(**json.loads(run.stdout.splitlines()[-1]))


def report(subject: Callable[[Clock], dict[str, Any]]) -> None:
    """Runs a subject and prints what it cost as a line of JSON."""
    clock = Clock()
    figures = subject(clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": clock.cpu, "wall": clock.wall, "peak_mb": peak, "figures": figures}))
