"""The tools of the continuous check say what they say they do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / ".ci" / "cpu-seconds"
BUSY = "import time; [None for _ in iter(lambda: time.process_time() < 0.7, False)]"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands over what a command leaves running")
def test_what_a_command_leaves_running_is_counted_and_the_command_keeps_its_code() -> None:
    command = ["sh", "-c", f'setsid "$0" -c "{BUSY}" & exit 3', sys.executable]
    run = subprocess.run([TOOL, *command], capture_output=True, text=True, check=False)
    assert run.returncode == 3
    assert re.match(r"CPU seconds with children and servers: [1-9]", run.stdout), run.stdout
