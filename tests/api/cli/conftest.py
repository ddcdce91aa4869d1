"""The command, run in the test's own process; what a process is for is tested with one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def halqa(tmp_path: Path, run_command: Callable[..., Any]) -> Callable[..., Any]:
    """Runs the command in a folder of the test's own, with a data directory of its own in it."""
    return partial(run_command, tmp_path, {"HALQA_DATA_DIR": str(tmp_path / "data")})
