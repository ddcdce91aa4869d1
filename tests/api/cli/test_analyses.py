"""The verb `run` on a file of links: no store is made, and what is wrong is told before the file is read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LINKS = "source,target\nAnn,Bob\nBob,Cyr\nCyr,Dan\n"


def test_an_analysis_of_a_file_needs_no_store(halqa: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(LINKS, "utf-8")
    done = halqa("run", "centrality", "--edges", "links.csv", "--param", "measure=degree", "--json")
    rows = json.loads(done.stdout)["rows"]
    assert {row["label"]: row["links"] for row in rows} == {"Ann": 1, "Bob": 2, "Cyr": 2, "Dan": 1}
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [("centrality", "--param", "top=5"), ("centralities",)])
def test_a_wrong_word_is_told_before_the_file_is_opened(halqa: Callable[..., Any], words: tuple[str, ...]) -> None:
    done = halqa("run", *words, "--edges", "missing.csv")
    assert done.returncode == 2
    assert words[-1] in done.stderr
    assert "missing.csv" not in done.stderr


def test_the_table_of_rule_results_says_what_to_do(
    run_command: Callable[..., Any], tmp_path: Path, sample_data: Path
) -> None:
    asked = ("run", "rule_results", "--param", "which=indicators")
    told = run_command(tmp_path, {"HALQA_DATA_DIR": str(sample_data)}, *asked)
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[0].split()[-1] == "advice"
    assert "it selects nothing: check its conditions, or retire it" in told.stdout


def test_an_answer_of_a_file_cannot_be_kept(halqa: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(LINKS, "utf-8")
    done = halqa("run", "centrality", "--edges", "links.csv", "--keep")
    assert done.returncode == 2
    assert "cannot be kept" in done.stderr
