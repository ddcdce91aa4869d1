"""The benchmarks run; what they measure is for `make bench`."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.__main__ import ORDER, table
from benchmarks.extracts import write_extracts
from benchmarks.measure import Clock, Measured, in_own_process
from benchmarks.subjects import SUBJECTS


def has_every_row(lines: list[str]) -> bool:
    named = [line.split("|")[1].strip() for line in lines]
    return named[:3] == ["loading", "staging", "applying later"] and named[-2:] == [
        "files -> clusters -> picture",
        "pandas, NetworkX, pyvis",
    ]


def test_every_subject_of_a_very_small_run_has_its_rows(tmp_path: Path, sample_part: Callable[..., Path]) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "quick").touch()
    write_extracts(tmp_path / "files", 1, 144)
    shutil.copytree(sample_part(["KG"]), tmp_path / "sample")
    measured = {}
    for subject in ORDER:
        with Clock() as clock:
            figures = SUBJECTS[subject](tmp_path, clock)
        measured[subject] = Measured(clock.cpu, clock.wall, 0, figures)
    assert has_every_row(list(table(measured)))


def test_a_subject_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    measured = in_own_process("stage", [str(tmp_path)])
    assert measured.figures == {"rows": 0} and measured.peak_mb > 0


@pytest.mark.slow
def test_a_quick_run_prints_every_row() -> None:
    run = subprocess.run([sys.executable, "-m", "benchmarks", "--quick"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert has_every_row(run.stdout.splitlines()[2:])
