"""The verb `dossier`: it writes the same bytes again, and notes what was handed over."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Ran


def test_two_runs_write_the_same_bundle_and_are_noted(
    demo: Path, run_command: "Callable[..., Ran]", tmp_path: Path
) -> None:
    settings = {"HALQA_DATA_DIR": str(demo / "data")}
    lead = json.loads(run_command(tmp_path, settings, "run", "leads", "--param", "limit=1", "--json").stdout)["rows"][0]
    for name in ("one.zip", "two.zip"):
        ran = run_command(tmp_path, settings, "dossier", lead["id"], "--to", name, "--json")
        assert ran.returncode == 0, ran.stderr
        assert json.loads(ran.stdout)["entities"] == lead["entities"]
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    noted = json.loads(run_command(tmp_path, settings, "exports", "--node", lead["members"][0], "--json").stdout)
    assert [row["title"] for row in noted][:2] == [f"Dossier: {lead['label']}"] * 2
    assert noted[0]["format"] == "zip"


def test_what_is_no_lead_writes_nothing(demo: Path, run_command: "Callable[..., Ran]", tmp_path: Path) -> None:
    ran = run_command(tmp_path, {"HALQA_DATA_DIR": str(demo / "data")}, "dossier", "lead:0", "--to", "x.zip")
    assert ran.returncode == 2
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.slow
def test_other_hash_seeds_write_the_same_bundle(demo: Path, run_command: "Callable[..., Ran]", tmp_path: Path) -> None:
    settings = {"HALQA_DATA_DIR": str(demo / "data")}
    lead = json.loads(run_command(tmp_path, settings, "run", "leads", "--param", "limit=1", "--json").stdout)["rows"][0]
    written = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "api.cli.main", "dossier", lead["id"], "--to", str(tmp_path / f"{seed}.zip")]
        environment = {**os.environ, **settings, "PYTHONHASHSEED": seed}
        subprocess.run(command, env=environment, check=True, capture_output=True)
        written.append((tmp_path / f"{seed}.zip").read_bytes())
    assert written[0] == written[1]
