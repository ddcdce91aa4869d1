"""Which reader reads a file, and what is said of what none reads."""

from pathlib import Path

import pytest

from graph.errors import BadFile
from loaders.profile import Profile, parse_profile
from loaders.registry import open_source, readers


@pytest.fixture(scope="module")
def profile() -> Profile:
    return parse_profile("name: d\nversion: 1\nrecords:\n  - {kind: declaration, id: No, fields: {office: A}}")


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.tsv", "a.txt", "two.dots.Csv", "имя файла.csv"])
def test_a_file_is_read_by_its_suffix(tmp_path: Path, profile: Profile, name: str) -> None:
    (tmp_path / name).write_text("No,A\n1,x\n", encoding="utf-8")
    assert list(open_source(tmp_path / name, profile).units) == [(2, ["1", "x"])]


@pytest.mark.parametrize(
    ("name", "told"), [("a.doc", "'.doc'"), ("csv", "'a file without a suffix'"), (".csv", "'a file")]
)
def test_an_unknown_suffix_is_refused_with_the_known_ones(
    tmp_path: Path, profile: Profile, name: str, told: str
) -> None:
    (tmp_path / name).touch()
    with pytest.raises(BadFile, match=rf"no loader reads {told}.*known: .*\.csv"):
        open_source(tmp_path / name, profile)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, profile: Profile) -> None:
    with pytest.raises(BadFile, match=r"no file .*none.csv; check the path"):
        open_source(tmp_path / "none.csv", profile)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadFile, match="is a folder; name the files in it"):
        open_source(tmp_path / "folder.csv", profile)


def test_every_reader_is_named_by_a_suffix_in_lower_case() -> None:
    assert {".csv", ".tsv", ".txt"} <= set(readers())
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in readers())
