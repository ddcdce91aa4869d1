"""NetworkX's own tests of the functions that the backend has, run on it as NetworkX documents."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.networkx_backend.info import FUNCTIONS

MODULES = (
    "link_analysis.tests.test_pagerank",
    "components.tests.test_connected",
    "tests.test_core",
    "centrality.tests.test_betweenness_centrality",
    "centrality.tests.test_closeness_centrality",
    "community.tests.test_leiden",
)


@pytest.mark.slow
def test_networkx_passes_its_own_tests_on_the_kernels(tmp_path: Path) -> None:
    log = tmp_path / "networkx.log"
    options = ["-q", "-p", "no:cacheprovider", f"--log-file={log}", "--log-file-level=DEBUG", "--pyargs"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options] + [f"networkx.algorithms.{module}" for module in MODULES],
        cwd=tmp_path,
        env={**os.environ, "NETWORKX_TEST_BACKEND": "halqa", "NETWORKX_FALLBACK_TO_NX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-4000:]
    called = re.findall(r"Using backend 'halqa' for call to '(\w+)'", log.read_text("utf-8"))
    assert set(called) == set(FUNCTIONS) and len(called) > 100
