"""The verb `names`: two names, or a table of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_two_names_are_compared_in_words(halqa: Callable[..., Any]) -> None:
    done = halqa("names", "ООО «Лола»", "Lola LLC", "--kind", "company")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["same, score 1.00", "  'лола' and 'lola' sound alike (100%)"]


def test_a_table_gives_one_json_object_a_line_in_its_order(halqa: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text(
        "kind\tname_a\tname_b\nperson\tКаримов А.\tKarimov Anvar\ncompany\tЛола\tНур\nplace\tКиев\tKyiv\n", "utf-8"
    )
    done = halqa("names", "pairs.tsv", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["kind"], row["verdict"]) for row in rows] == [
        ("person", "same"),
        ("company", "different"),
        ("place", "same"),
    ]
    assert all(0 <= row["score"] <= 1 for row in rows)
    assert rows[0]["alignment"].startswith("'каримов' and 'karimov' sound alike")
    assert rows[0]["words"][0] == {"a": "каримов", "b": "karimov", "likeness": 1.0, "weight": 1.0, "reason": "sound"}


def test_a_table_without_json_names_each_pair(halqa: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("kind\tname_a\tname_b\nperson\tЛола\tLola\n", "utf-8")
    assert halqa("names", "pairs.tsv").stdout.splitlines()[0] == "person: Лола | Lola"


def test_a_bad_row_ends_with_its_line_and_prints_nothing(halqa: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("kind\tname_a\tname_b\nperson\tЛола\tLola\nship\tA\tB\n", "utf-8")
    done = halqa("names", "pairs.tsv", "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "line 3, column 'kind': kind is 'ship'" in done.stderr


def test_two_names_need_a_kind_and_one_name_another(halqa: Callable[..., Any]) -> None:
    for words in (("names", "Лола", "Lola"), ("names", "Лола", "--kind", "person"), ("names", "none.tsv")):
        done = halqa(*words)
        assert done.returncode == 2
        assert "next:" in done.stderr
