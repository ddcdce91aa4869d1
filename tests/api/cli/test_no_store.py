"""Where there is no store yet, or nothing in it: who only reads says so, and leaves nothing behind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
READING = (
    ["stats"],
    ["search", "karvon"],
    ["show", "phone:+998901234567"],
    ["run", "linked_entities"],
    ["hubs"],
    ["hubs", "publish"],
    ["export", "--around", "phone:+998901234567", "--to", "out.html"],
    ["batches"],
    ["recall", "9f3c2a1b04de"],
    ["recall", "--expired"],
    ["reclassify", "9f3c2a1b04de", "--handling", "H3"],
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_verb_that_brings_nothing_in_makes_no_store(halqa: Run, tmp_path: Path, words: list[str]) -> None:
    ran = halqa(*words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"there is no store at {tmp_path / 'data' / 'graph.db'} yet" in ran.stderr and "`halqa load`" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_was_named_and_is_not_there_is_named(halqa: Run, tmp_path: Path) -> None:
    ran = halqa("stats", "--store", f"sqlite:///{tmp_path / 'other' / 'graph.db'}")
    assert ran.returncode == 2 and f"no store at {tmp_path / 'other' / 'graph.db'} yet" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_store_yet(halqa: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "graph.db").touch()
    assert "there is no store" in halqa("stats").stderr
    assert (tmp_path / "data" / "graph.db").read_bytes() == b""


def test_doctor_says_that_there_is_no_store_yet_and_finds_nothing_wrong(halqa: Run, tmp_path: Path) -> None:
    ran = halqa("doctor")
    assert ran.returncode == 0 and "there is no store at" in ran.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_a_search_in_an_empty_store_says_that_nothing_is_loaded(halqa: Run, how: list[str]) -> None:
    halqa("rebuild")
    ran = halqa("search", "karvon", *how)
    assert ran.returncode == 0 and "nothing is loaded" in ran.stdout + ran.stderr
    assert "nothing found" not in ran.stderr
