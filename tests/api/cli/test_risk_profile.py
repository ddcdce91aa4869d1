"""Risk profiles by command: a first one is whole, a mistake is named, and what a profile changes is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Halqa = Callable[..., Any]


def test_a_first_profile_is_whole_and_is_written_once(halqa: Halqa, tmp_path: Path) -> None:
    assert halqa("risk-profile", "new", "ours.yaml").returncode == 0
    again = halqa("risk-profile", "new", "ours.yaml")
    assert (again.returncode, "ours.yaml is there already" in again.stderr) == (2, True)
    checked = halqa("risk-profile", "check", "ours.yaml")
    assert checked.returncode == 0, checked.stderr
    first, rule = checked.stdout.splitlines()
    assert first.startswith("risk profile our-profile version 1, in force from ")
    assert rule.startswith("rule first-load-of-acetic-acid (version 1): ")


def test_every_comment_of_a_first_profile_may_be_taken_in(halqa: Halqa, tmp_path: Path) -> None:
    halqa("risk-profile", "new", "ours.yaml")
    path = tmp_path / "ours.yaml"
    text = path.read_text("utf-8").replace("\n#  ", "\n  ")
    for name in ("indicators", "leads", "consignments"):
        text = text.replace(f"{name}: {{}}", f"{name}:")
    path.write_text(text.replace("young_firm: {points: 0,", "young_firm: {points: 0.25,"), "utf-8")
    checked = halqa("risk-profile", "check", "ours.yaml")
    assert "young_firm: points is 0.25 (usual: 0)" in checked.stdout, checked.stderr


def test_a_mistake_is_named_with_the_next_step(halqa: Halqa, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("name: ours\nversion: 1\nvalid_from: 2024-01-01\nby_chance: 0\n", "utf-8")
    checked = halqa("risk-profile", "check", "ours.yaml")
    assert (checked.returncode, "ours.yaml: by_chance is 0" in checked.stderr) == (2, True)
    (tmp_path / "ours.yaml").write_text("name: [", "utf-8")
    assert "ours.yaml is no YAML" in halqa("risk-profile", "check", "ours.yaml").stderr
    assert "none.yaml" in halqa("risk-profile", "check", "none.yaml").stderr


def test_without_a_profile_it_is_said_that_the_usual_figures_count(halqa: Halqa) -> None:
    assert halqa("risk-profile", "check").stderr.startswith("no risk profile is set")
