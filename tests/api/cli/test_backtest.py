"""The verb backtest, as it is typed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli.backtest import check_place
from graph.errors import BadValue
from tests.declarations import profile_of

Run = Callable[..., Any]
PROFILE = profile_of("consignee.name")


def test_a_page_is_written_and_the_figures_are_told(run_command: Run, tmp_path: Path) -> None:
    settings = {"HALQA_DATA_DIR": str(tmp_path / "data")}
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    for end in ("2024-01-31", "2024-02-29"):
        (tmp_path / f"{end}.csv").write_text(f"No,Date,Consignee\n{end},{end},Anor Savdo\n", "utf-8")
        words = ("--profile", "decl.yaml", "--originator", "UZ", "--extract-date", end)
        assert run_command(tmp_path, settings, "load", f"{end}.csv", *words).returncode == 0
    ran = run_command(tmp_path, settings, "backtest", "--months", "1", "--to", "page.html")
    assert ran.returncode == 0, ran.stderr
    assert "BY RESULTS: inspections and seizures\n1 cut-offs from 2024-01-31" in ran.stdout
    assert "written: page.html" in ran.stderr and "nothing was found on what came" in ran.stderr
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_place_that_takes_no_page_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"page\.pdf is no page"):
        check_place(tmp_path / "page.pdf")
    with pytest.raises(BadValue, match="cannot be written"):
        check_place(tmp_path / "nowhere" / "page.html")
