"""What a file is when nobody says, and which profile fits where another was named."""

from pathlib import Path

import pytest

from graph.errors import BadFile
from loaders.profile.profile import Profile, parse_profile
from loaders.recognising import known_profiles, open_fitting, profile_for

FIELDS = "dates: ['%Y-%m-%d']\nrecords:\n  - {{kind: declaration, id: No, fields: {{registered_on: {}}}}}\n"


def profile_of(name: str, column: str) -> Profile:
    return parse_profile(f"name: {name}\nversion: 1\n{FIELDS.format(column)}")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("No,Day\n1,2024-03-01\n", "utf-8")
    return path


def test_a_table_is_read_by_the_profile_that_finds_all_its_columns(table: Path) -> None:
    profiles = {"wrong": profile_of("wrong", "Date"), "right": profile_of("right", "Day")}
    assert profile_for(table, profiles) == "right"


def test_a_profile_goes_by_the_name_of_its_file(tmp_path: Path, table: Path) -> None:
    (tmp_path / "mine.yaml").write_text(f"name: other\nversion: 1\n{FIELDS.format('Day')}", "utf-8")
    assert profile_for(table, known_profiles(tmp_path)) == "mine"


def test_of_two_that_fit_neither_is_taken(table: Path) -> None:
    with pytest.raises(BadFile, match=r"the profiles a, b fit .*a\.csv equally well; name one of them"):
        profile_for(table, {"b": profile_of("b", "Day"), "a": profile_of("a", "Day")})


def test_a_table_that_no_profile_reads_is_told_what_to_do(table: Path) -> None:
    with pytest.raises(BadFile, match="no profile finds all its columns in it; name a profile with --profile"):
        profile_for(table, {"wrong": profile_of("wrong", "Date")})


def test_a_wrong_profile_is_answered_with_the_one_that_fits(tmp_path: Path, table: Path) -> None:
    (tmp_path / "right.yaml").write_text(f"name: right\nversion: 1\n{FIELDS.format('Day')}", "utf-8")
    with pytest.raises(BadFile, match="column 'Date' of profile wrong is missing; right reads it: name that with"):
        open_fitting(table, profile_of("wrong", "Date"), tmp_path)


def test_a_document_that_is_read_as_a_table_is_answered_with_its_format(fixture_files: Path) -> None:
    with pytest.raises(BadFile, match="asycuda-sad reads it"):
        open_fitting(fixture_files / "asycuda-sad.xml", profile_of("wrong", "Date"), None)


def test_a_wrong_profile_for_which_there_is_no_other_keeps_its_own_next_step(table: Path) -> None:
    with pytest.raises(BadFile, match="choose another profile, or mend the header"):
        open_fitting(table, profile_of("wrong", "Date"), None)
