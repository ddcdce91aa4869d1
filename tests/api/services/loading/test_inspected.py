"""Results of inspections that people enter: records with a day, a result and what was found, which count at once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from api.services.loading.inspected import InspectionResult, enter_result
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, NotFound
from graph.model import EVERYONE
from graph.settings import Settings

PROFILE = """
name: road
version: 1
records:
  - kind: {kind}
    id: No
    fields:
      {day}: Date
      consignee.name: Consignee
      vehicle.plate: Truck
      transport_document: CMR
"""
ROWS = "No,Date,Consignee,Truck,CMR\nD1,2024-03-01,Anor Savdo,01777AAA,{cmr}\n"
DECLARATION = "consignment:UZ/road/H1/customs:declaration:D1"


@pytest.fixture
def workspace(tmp_path: Path, empty_stores: Path) -> Iterator[Workspace]:
    shutil.copytree(empty_stores, tmp_path / "data")
    with Workspace(Settings(data_dir=tmp_path / "data")) as opened:
        _load(opened, tmp_path, "declaration", "registered_on", "CMR-1")
        yield opened


def _load(workspace: Workspace, folder: Path, kind: str, day: str, cmr: str, dataset: str = "road") -> None:
    (folder / "road.yaml").write_text(PROFILE.format(kind=kind, day=day), "utf-8")
    (folder / f"{dataset}.csv").write_text(ROWS.format(cmr=cmr), "utf-8")
    load_file(
        workspace,
        folder / f"{dataset}.csv",
        LoadOptions(str(folder / "road.yaml"), "UZ", dataset=dataset, extract_date="2024-03-01"),
    )


def flags(workspace: Workspace) -> tuple[list[bool], list[bool]]:
    movements = workspace.world(EVERYONE).movements
    return movements.is_cleared.tolist(), movements.is_seized.tolist()


def test_a_clearance_counts_for_the_movement_at_once(workspace: Workspace) -> None:
    report = enter_result(workspace, InspectionResult(DECLARATION, "cleared", "2024-03-02", "Dusti"), EVERYONE)
    assert (report.records, report.channel) == (1, "UZ/inspection-results/H1/customs")
    assert report.file == f"result of {DECLARATION.rpartition(':')[2]}"
    assert flags(workspace) == ([True], [False])


def test_what_was_found_is_a_seizure_with_its_quantity(workspace: Workspace) -> None:
    result = InspectionResult(DECLARATION, "found", "2024-03-02", commodity="heroin", quantity=2.5, unit="kg")
    assert enter_result(workspace, result, EVERYONE).records == 2
    assert flags(workspace) == ([False], [True])
    projection = workspace.world(EVERYONE).projection
    assert list(projection.property_of("Seizure", "quantity")) == [2.5]


def test_not_inspected_is_no_inspection(workspace: Workspace) -> None:
    enter_result(workspace, InspectionResult(DECLARATION, "not_inspected", "2024-03-02"), EVERYONE)
    movements = workspace.world(EVERYONE).movements
    assert (movements.is_inspected.tolist(), movements.is_cleared.tolist()) == ([False], [False])


def test_two_results_are_two_records_and_a_notice_refers_by_its_transport_document(
    workspace: Workspace, tmp_path: Path
) -> None:
    _load(workspace, tmp_path, "arrival", "expected_on", "CMR-9", "notices")
    notice = "consignment:UZ/notices/H1/customs:arrival:D1"
    for consignment in (DECLARATION, notice):
        enter_result(workspace, InspectionResult(consignment, "cleared", "2024-03-02"), EVERYONE)
    projection = workspace.world(EVERYONE).projection
    assert len(projection.numbers_of("Inspection")) == 2
    assert flags(workspace)[0] == [True, True]


@pytest.mark.parametrize(("kind", "day"), [("arrival", "expected_on"), ("manifest", "arrived_on")])
@pytest.mark.parametrize("cmr", ["", "CMR-9"])
def test_every_consignment_is_reached_by_the_result_that_is_entered_for_it(
    workspace: Workspace, tmp_path: Path, kind: str, day: str, cmr: str
) -> None:
    _load(workspace, tmp_path, kind, day, cmr, "others")
    other = f"consignment:UZ/others/H1/customs:{kind}:D1"
    result = InspectionResult(other, "found", "2024-03-02", commodity="heroin", quantity=2.5, unit="kg")
    enter_result(workspace, result, EVERYONE)
    world = workspace.world(EVERYONE)
    movements = world.movements
    number = world.projection.number_of(other)
    assert number is not None
    reached = np.arange(movements.count) == movements.of_node[number]
    assert movements.is_seized.tolist() == movements.is_found.tolist() == reached.tolist()


def test_a_result_that_stands_already_is_told_and_a_find_outweighs_a_clearance(workspace: Workspace) -> None:
    find = InspectionResult(DECLARATION, "found", "2024-03-02", commodity="heroin", quantity=2.5, unit="kg")
    assert enter_result(workspace, find, EVERYONE).remarks == []
    remark, *others = enter_result(workspace, InspectionResult(DECLARATION, "cleared", "2024-03-03"), EVERYONE).remarks
    assert str(remark).startswith("a result stands already: found on 2024-03-02, inspection:UZ/inspection-results/H1")
    assert not others
    assert flags(workspace) == ([False], [True])
    assert len(enter_result(workspace, find, EVERYONE).remarks) == 2


def test_a_consignment_without_a_number_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    text = ROWS.format(cmr="").replace("D1", "№")
    (tmp_path / "road.yaml").write_text(PROFILE.format(kind="arrival", day="expected_on"), "utf-8")
    (tmp_path / "cut.csv").write_text(text, "utf-8")
    options = LoadOptions(str(tmp_path / "road.yaml"), "UZ", dataset="cut", extract_date="2024-03-01")
    load_file(workspace, tmp_path / "cut.csv", options)
    with pytest.raises(BadValue, match="has no number"):
        enter_result(workspace, InspectionResult("consignment:UZ/cut/H1/customs:arrival:№", "cleared"), EVERYONE)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"result": "clean"}, "'clean' is not known"),
        ({"result": "found"}, "the result is found"),
        ({"result": "cleared", "commodity": "heroin"}, "the result is cleared"),
        ({"result": "found", "commodity": "heroin", "quantity": -1}, "quantity is -1"),
        ({"result": "found", "commodity": "heroin", "quantity": float("nan")}, "quantity is nan"),
        ({"result": "found", "commodity": "heroin", "quantity": float("inf")}, "quantity is inf"),
        ({"result": "cleared", "on": "2 March"}, "the day is '2 March'"),
        ({"result": "cleared", "on": "2999-01-01"}, "the day is 2999-01-01, which is still to come"),
    ],
)
def test_what_does_not_agree_is_refused(values: dict[str, object], says: str) -> None:
    with pytest.raises(BadValue, match=says):
        InspectionResult(DECLARATION, **values)  # type: ignore[arg-type]  # what people may write


def test_a_consignment_that_is_not_there_is_said_by_name(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="no consignment 'consignment:UZ/road/H1/customs:declaration:D9'"):
        enter_result(workspace, InspectionResult(DECLARATION.replace("D1", "D9"), "cleared"), EVERYONE)
    with pytest.raises(BadValue, match="is no consignment"):
        enter_result(workspace, InspectionResult("phone:+1", "cleared"), EVERYONE)
