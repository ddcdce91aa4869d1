"""Loading a folder: what is recognised is loaded, the rest is listed with the reason."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from api.services.loading.folder import FileOutcome, files_of, load_folder, sum_up
from api.services.loading.load import LoadOptions
from api.services.runtime.workspace import Workspace
from graph.errors import BadFile
from graph.model import EVERYONE
from graph.settings import Settings

PROFILE = """
name: {name}
version: 1
records:
  - kind: declaration
    id: No
    fields:
      registered_on: Date
      consignee.name: Consignee
"""
TABLE = "No,Date,Consignee\n1,2024-03-01,Karvon Trans LLC\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "march").mkdir(parents=True)
    (folder / "march" / "a.csv").write_text(TABLE, "utf-8")
    (folder / "b.csv").write_text("Something,Else\n1,2\n", "utf-8")
    (folder / "c.docx").write_bytes(b"PK nothing")
    (folder / "d.csv").write_text("No,Date,Consignee\n1,yesterday,X\n", "utf-8")
    (folder / ".hidden.csv").write_text(TABLE, "utf-8")
    return folder


def settings(tmp_path: Path, *names: str) -> Settings:
    profiles = tmp_path / "profiles"
    profiles.mkdir(exist_ok=True)
    for name in names:
        (profiles / f"{name}.yaml").write_text(PROFILE.format(name=name), "utf-8")
    return Settings(data_dir=tmp_path / "data", profiles=profiles)


def load(tmp_path: Path, folder: Path, *names: str, profile: str = "") -> list[FileOutcome]:
    with Workspace(settings(tmp_path, *names)) as workspace:
        return list(load_folder(workspace, folder, LoadOptions(profile, "UZ")))


def test_what_is_recognised_is_loaded_and_the_rest_is_listed_with_the_reason(tmp_path: Path, folder: Path) -> None:
    outcomes = load(tmp_path, folder, "decl")
    assert [one.path.name for one in outcomes] == ["b.csv", "c.docx", "d.csv", "a.csv"]
    b, c, d, a = outcomes
    assert a.report is not None and a.report.records == 1 and a.profile == "decl"
    assert not b.is_recognised and "no profile finds all its columns in it" in b.reason
    assert not c.is_recognised and "no loader reads '.docx'" in c.reason
    assert d.is_recognised and d.report is None and "1 of 1 rows" in d.reason
    assert sum_up(outcomes).startswith(
        "4 files: 1 loaded (0 of them were there already), 1 refused, 2 not recognised; 1"
    )


def test_the_same_folder_again_changes_nothing(tmp_path: Path, folder: Path) -> None:
    load(tmp_path, folder, "decl")
    outcomes = load(tmp_path, folder, "decl")
    assert [one.report.already_loaded for one in outcomes if one.report] == [True]


def test_two_profiles_that_fit_equally_well_leave_the_choice_to_people(tmp_path: Path, folder: Path) -> None:
    outcomes = load(tmp_path, folder, "decl", "other")
    assert "the profiles decl, other fit " in outcomes[-1].reason
    assert outcomes[-1].report is None


def test_a_profile_that_was_named_reads_all_tables(tmp_path: Path, folder: Path) -> None:
    outcomes = load(tmp_path, folder, "decl", "other", profile="other")
    assert [one.profile for one in outcomes if one.report] == ["other"]


def test_a_file_that_another_profile_reads_names_that_one(tmp_path: Path, folder: Path) -> None:
    outcomes = load(tmp_path, folder, "decl", profile="customs-declarations")
    assert outcomes[-1].reason == "profile customs-declarations does not fit it, but decl does; load it by itself"


def test_links_that_lead_out_of_the_folder_are_passed_over(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "secret.csv").write_text(TABLE, "utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert "link.csv" not in [path.name for path in files_of(folder)]


def test_a_pipe_is_listed_and_not_waited_for(tmp_path: Path, folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    (outcome,) = (one for one in load(tmp_path, folder, "decl") if one.path.name == "pipe.csv")
    assert not outcome.is_recognised and "is a pipe or a device" in outcome.reason


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no folder"):
        files_of(tmp_path / "nothing")


# A file of each of the twelve layouts of the sample.
LAYOUTS = (
    "AF-declarations-2024-01", "AF-inspections", "AF-parties", "AF-vehicles", "AZ-containers",
    "AZ-manifests-sea-2024-01", "KG-declarations-2024-01", "KG-inspections", "KG-parties", "KG-seizures",
    "TJ-manifests-road-2024-01", "UZ-declarations-2024-01",
)  # fmt: skip


@pytest.mark.parametrize(("files", "least"), [(LAYOUTS, 200), pytest.param((), 2000, marks=pytest.mark.slow)])
def test_a_whole_sample_is_recognised_by_its_headers(
    tmp_path: Path, sample_files: Path, sample_part: Callable[..., Path], files: tuple[str, ...], least: int
) -> None:
    sample = sample_part(files) if files else sample_files
    with Workspace(Settings(data_dir=tmp_path / "data")) as workspace:
        outcomes = list(load_folder(workspace, sample, LoadOptions("", "UZ")))
        assert len({one.profile for one in outcomes if one.report}) == len(LAYOUTS)
        assert workspace.store.totals(EVERYONE).nodes["Consignment"] > least
    unknown = {one.path.name for one in outcomes if not one.is_recognised}
    assert unknown <= {"manifest.csv", "truth-entities.csv", "truth-rings.csv", "README.md"} | {
        path.name for path in sample.iterdir() if path.name.startswith("truth")
    }
