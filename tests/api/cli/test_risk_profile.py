"""Risk profiles by command: a first one is whole, a mistake is named, and what a profile changes is said."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Halqa = Callable[..., Any]
LEAST = "name: ours\nversion: 1\nvalid_from: 2024-01-01\nby_chance: 0.1\n"


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
    assert (checked.returncode, "ours.yaml: by_chance is '0'" in checked.stderr) == (2, True)
    (tmp_path / "ours.yaml").write_text("name: [", "utf-8")
    assert "ours.yaml is not YAML (line" in halqa("risk-profile", "check", "ours.yaml").stderr
    assert "none.yaml" in halqa("risk-profile", "check", "none.yaml").stderr


def test_a_key_that_stands_twice_is_named_with_its_lines(halqa: Halqa, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(f"{LEAST}leads:\n  young: 1\n  young: 3\n", "utf-8")
    checked = halqa("risk-profile", "check", "ours.yaml")
    assert (checked.returncode, "ours.yaml: `leads: young` stands twice, in lines 6 and 7" in checked.stderr) == (
        2,
        True,
    )


def test_a_number_that_is_none_is_refused_before_anything_is_computed(halqa: Halqa, tmp_path: Path) -> None:
    for written in (".nan", ".inf", "-.inf", "nan"):
        (tmp_path / "ours.yaml").write_text(f"{LEAST}leads: {{young: {written}}}\n", "utf-8")
        checked = halqa("risk-profile", "check", "ours.yaml")
        assert (checked.returncode, "leads.young is" in checked.stderr) == (2, True)


def test_a_code_is_what_is_written_and_an_empty_key_changes_nothing(halqa: Halqa, tmp_path: Path) -> None:
    conditions = "{field: departure_country, is_one_of: [NO]}, {field: hs_code, begins_with: [010]}"
    rule = f"{{name: r, title: Norway, where: [{conditions}]}}"
    text = f"{LEAST}valid_until:\nindicators: ~\nrules: [{rule}]\n"
    (tmp_path / "ours.yaml").write_text(text, "utf-8")
    checked = halqa("risk-profile", "check", "ours.yaml", "--json")
    assert checked.returncode == 0, checked.stderr
    country, goods = json.loads(checked.stdout)["rules"][0]["where"]
    assert (country["is_one_of"], goods["begins_with"]) == (["NO"], ["010"])


def test_without_a_profile_it_is_said_that_the_usual_figures_count(halqa: Halqa) -> None:
    assert halqa("risk-profile", "check").stderr.startswith("no risk profile is set")
