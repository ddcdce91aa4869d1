"""One node is shown with what else names its numbers: the papers, seizures and inspections of one movement."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.services.asking.explore import show
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings

PROFILE = """
name: {name}
version: 1
records:
  - kind: declaration
    id: No
    fields: {{registered_on: Date, transport_document: CMR}}
  - kind: seizure
    id: Seizure
    when: Seizure
    fields: {{seized_on: Date, {seized_in}}}
"""
HEAD = "No,Date,CMR,Seizure\n"


@pytest.fixture
def workspace(tmp_path: Path, empty_stores: Path) -> Iterator[Workspace]:
    shutil.copytree(empty_stores, tmp_path / "data")
    with Workspace(Settings(data_dir=tmp_path / "data")) as opened:
        for originator, seized_in, rows in (
            ("UZ", "declaration: No", "D-24-0001,2024-01-05,CMR-7701,S-24-01\nD-24-0002,2024-01-05,CMR-7802,\n"),
            ("KZ", "transport_document: CMR", "K-24-0009,2024-01-06,CMR-7701,S-24-09\n"),
        ):
            profile = tmp_path / f"{originator}.yaml"
            profile.write_text(PROFILE.format(name=originator.lower(), seized_in=seized_in), "utf-8")
            path = tmp_path / f"{originator}.csv"
            path.write_text(HEAD + rows, "utf-8")
            load_file(opened, path, LoadOptions(str(profile), originator, extract_date="2024-01-31"))
        yield opened


def others(workspace: Workspace, node_id: str, *channels: str, limit: int = 25) -> dict[str, str]:
    """Label of each other record with the number that both name."""
    viewer = workspace.viewer(",".join(channels)) if channels else EVERYONE
    found = show(workspace, node_id, viewer, limit=limit)["same_numbers"]
    return {row["label"]: row["number"] for row in found}


def has_more(workspace: Workspace, node_id: str, limit: int) -> bool:
    """Whether it is said that there are more of them."""
    return bool(show(workspace, node_id, EVERYONE, limit=limit)["has_more_on_numbers"])


def test_a_declaration_leads_to_its_seizure_and_to_the_papers_of_others(workspace: Workspace) -> None:
    record = "consignment:UZ/uz/H1/customs:declaration:D-24-0001"
    assert others(workspace, record) == {
        "seizure S-24-01": "D-24-0001",
        "declaration K-24-0009": "CMR-7701",
        "seizure S-24-09": "CMR-7701",
    }
    assert others(workspace, "consignment:UZ/uz/H1/customs:declaration:D-24-0002") == {}


def test_a_seizure_leads_to_what_it_was_made_on(workspace: Workspace) -> None:
    assert others(workspace, "seizure:UZ/uz/H1/customs:seizure:S-24-01") == {"declaration D-24-0001": "D-24-0001"}


def test_what_the_viewer_may_not_see_is_not_told(workspace: Workspace) -> None:
    assert others(workspace, "consignment:UZ/uz/H1/customs:declaration:D-24-0001", "UZ/*") == {
        "seizure S-24-01": "D-24-0001"
    }


def test_of_many_the_seizures_come_first_and_it_is_said_that_there_are_more(workspace: Workspace) -> None:
    record = "consignment:UZ/uz/H1/customs:declaration:D-24-0001"
    assert list(others(workspace, record, limit=2)) == ["seizure S-24-09", "seizure S-24-01"]
    assert has_more(workspace, record, 2) and not has_more(workspace, record, 3)
