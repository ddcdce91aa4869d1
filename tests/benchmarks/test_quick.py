"""The benchmarks run; what they measure is for `make bench`."""

import subprocess
import sys


def test_a_quick_run_prints_every_row() -> None:
    run = subprocess.run([sys.executable, "-m", "benchmarks", "--quick"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    named = [line.split("|")[1].strip() for line in run.stdout.splitlines()[2:]]
    assert named[:3] == ["loading", "staging", "applying later"]
    assert named[-2:] == ["files -> clusters -> picture", "pandas, NetworkX, pyvis"]
