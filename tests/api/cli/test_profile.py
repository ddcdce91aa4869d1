"""`halqa profile` as people use it: the profile on stdout or in a file, the rest beside it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.profile.profile import parse_profile

if TYPE_CHECKING:
    from tests.conftest import Ran

Run = Callable[..., "Ran"]


@pytest.fixture(autouse=True)
def table(tmp_path: Path) -> None:
    """A table where the command runs."""
    (tmp_path / "march.csv").write_text("No;Date;Consignee\n1;05.03.2024;A\n2;06.03.2024;B\n", "utf-8")


def test_the_profile_alone_goes_to_stdout(halqa: Run) -> None:
    done = halqa("profile", "march.csv", "--kind", "declaration")
    profile = parse_profile(done.stdout)
    assert (profile.name, profile.dates, profile.delimiter) == ("march", ("%d.%m.%Y",), ";")
    assert "looked at 2 rows as declaration; 0 of them would be rejected" in done.stderr


def test_a_proposal_in_a_file_loads_the_file_that_it_was_made_of(halqa: Run, tmp_path: Path) -> None:
    done = halqa("profile", "march.csv", "--kind", "declaration", "--to", "mine.yaml")
    assert "consignee.name" in done.stdout and "load with `--profile mine.yaml`" in done.stderr
    assert parse_profile((tmp_path / "mine.yaml").read_text("utf-8")).name == "mine"
    loaded = halqa("load", "march.csv", "--profile", "mine.yaml", "--originator", "UZ", "--json")
    assert [(report["records"], report["rejected_rows"]) for report in json.loads(loaded.stdout)] == [(2, 0)]


def test_a_file_is_never_written_over(halqa: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("x", "utf-8")
    done = halqa("profile", "march.csv", "--to", "mine.yaml")
    assert (done.returncode, (tmp_path / "mine.yaml").read_text("utf-8")) == (2, "x")
    assert "mine.yaml is there already" in done.stderr


def test_a_trial_shows_what_would_become_of_the_rows_and_leaves_nothing(halqa: Run, tmp_path: Path) -> None:
    rows = "".join(f"D{n};{n}.03.2024;A;MSKU1234565\n" for n in range(10, 15))
    (tmp_path / "april.csv").write_text(f"No;Date;Consignee;Box\n{rows}D9;00.00.0000;B;CSQU3054383\n", "utf-8")
    done = halqa("profile", "april.csv", "--kind", "declaration", "--try", "--originator", "UZ")
    assert "tried 6 rows: 6 records, 0 rows rejected" in done.stdout
    assert done.stdout.count("\ndeclaration D") == 3 and "-> IN_CONTAINER MSKU1234565" in done.stdout
    assert "registered_on_unknown" in done.stdout and "no store" in halqa("stats").stderr.lower()


def test_a_trial_with_a_profile_of_ones_own_tells_of_the_rows_that_it_rejects(halqa: Run, tmp_path: Path) -> None:
    text = (
        "name: mine\nversion: 1\ndelimiter: ';'\nrecords:\n  - {kind: party, id: No, fields: {registered_on: Date}}\n"
    )
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    found = json.loads(halqa("profile", "march.csv", "--try", "--profile", "mine.yaml", "--json").stdout)
    assert (found["rows"], found["records"], found["rejected_rows"]) == (2, 0, 2)
    assert {(row["line"], row["column"], row["code"]) for row in found["rejects"]} == {
        (2, "Date", "bad_date"),
        (3, "Date", "bad_date"),
    }


def test_what_was_not_understood_is_told_with_a_sample_and_a_guess(halqa: Run, tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text("No;Zzz;Consignee\nD1;05.03.2024;A\nD2;06.03.2024;B\n", "utf-8")
    assert "Zzz: not understood; looks like date; such as '05.03.2024'" in halqa("profile", "may.csv").stderr


def test_machines_get_json(halqa: Run) -> None:
    found = json.loads(halqa("profile", "march.csv", "--json").stdout)
    assert (found["format"], found["rows_looked_at"]) == ("delimited text", 2)


def test_the_schema_goes_to_stdout_or_into_a_file(halqa: Run, tmp_path: Path) -> None:
    schema = json.loads(halqa("profile", "--schema").stdout)
    assert {"name", "version", "records"} <= set(schema["properties"])
    assert halqa("profile", "--schema", "--to", "schema.json").stdout == ""
    assert json.loads((tmp_path / "schema.json").read_text("utf-8")) == schema


def test_a_broken_profile_is_refused_with_one_sentence_and_a_next_step(halqa: Run, tmp_path: Path) -> None:
    text = "name: mine\nversion: 1\nrecords:\n  - {kind: party, id: No, fields: {party.fone: Phone}}\n"
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    done = halqa("load", "march.csv", "--profile", "mine.yaml", "--originator", "UZ")
    told, next_step = done.stderr.splitlines()
    assert (done.returncode, told) == (
        2,
        "halqa: mine.yaml: `records: 1: fields: party.fone` is not a field of a party",
    )
    assert next_step.startswith("  next: did you mean party.phone? known: party.name")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "no file is named"),
        (("march.csv", "--schema"), "a file is named beside --schema"),
        (("march.csv", "--originator", "UZ"), "stands without --try"),
        (("none.csv",), "no file none.csv"),
        (("march.csv", "--kind", "x"), "no record kind 'x'"),
        ((".",), "is a folder"),
    ],
)
def test_what_is_refused_ends_with_two_and_says_the_thing(halqa: Run, words: tuple[str, ...], said: str) -> None:
    done = halqa("profile", *words)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
