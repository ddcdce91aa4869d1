"""Who stands on a record or thing: one row an entity, from a number to the firms in one step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.services.asking.standing import PARTIES_SHOWN, RECORDS_READ, title_of, who_stands_on
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE, Node, Viewer
from graph.settings import Settings

PROFILE = """
name: border
version: 1
records:
  - kind: declaration
    when: Consignee
    id: No
    fields: {registered_on: Date, consignee.name: Consignee, shipper.name: Shipper, vehicle.plate: Truck}
  - kind: seizure
    when: Goods
    id: No
    fields:
      seized_on: Date
      declaration: Of
      commodity: Goods
      quantity: Amount
      quantity_unit: Unit
"""
HEAD = "No,Date,Consignee,Shipper,Truck,Goods,Amount,Unit,Of\n"
ROWS = """100001,2024-03-01,Karvon Trans LLC,Ankara Tekstil AS,01777AAA,,,,
100002,2024-03-08,OOO Karvon Trans,Izmir Boya AS,01777AAA,,,,
9,2024-03-02,,,,Heroin,38,kg,100001
"""


@pytest.fixture
def workspace(settings: Settings, tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "border.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "rows.csv").write_text(HEAD + ROWS, "utf-8")
    with Workspace(settings) as workspace:
        load_file(workspace, tmp_path / "rows.csv", LoadOptions(str(tmp_path / "border.yaml"), "UZ"))
        yield workspace


def node_of(workspace: Workspace, node_type: str, number: int = 0) -> Node:
    return workspace.store.get([workspace.store.node_columns(node_type, (), EVERYONE).ids[number]], EVERYONE)[0]


def rows_of(workspace: Workspace, node: Node) -> list[tuple[str, list[str], int]]:
    told = who_stands_on(workspace, EVERYONE, node)
    return [(row["label"], row["roles"], row["records"]) for row in told["rows"]] if told else []


def test_a_seizure_names_the_parties_of_its_consignment(workspace: Workspace) -> None:
    assert rows_of(workspace, node_of(workspace, "Seizure")) == [
        ("Karvon Trans LLC", ["CONSIGNED_TO"], 1),
        ("Ankara Tekstil AS", ["SHIPPED_BY"], 1),
    ]


def test_a_truck_names_those_of_its_consignments_one_row_a_firm_the_busiest_first(workspace: Workspace) -> None:
    told = who_stands_on(workspace, EVERYONE, node_of(workspace, "Vehicle"))
    assert told is not None
    assert [(row["roles"], row["records"], row["last_on"]) for row in told["rows"]] == [
        (["CONSIGNED_TO"], 2, "2024-03-08"),
        (["SHIPPED_BY"], 1, "2024-03-01"),
        (["SHIPPED_BY"], 1, "2024-03-08"),
    ]
    assert [one["on"] for one in told["consignments"]] == ["2024-03-08", "2024-03-01"]


def test_spellings_are_one_row_as_who_is_who_says(workspace: Workspace) -> None:
    before = rows_of(workspace, node_of(workspace, "Vehicle"))
    assert workspace.world(EVERYONE).entities.count
    assert rows_of(workspace, node_of(workspace, "Vehicle")) == before


def test_a_party_has_a_page_of_its_own_and_what_is_hidden_stands_on_nothing(workspace: Workspace) -> None:
    assert who_stands_on(workspace, EVERYONE, node_of(workspace, "Party")) is None
    assert who_stands_on(workspace, Viewer(frozenset()), node_of(workspace, "Vehicle")) is None


def test_what_is_too_much_is_cut_and_counted(workspace: Workspace, tmp_path: Path) -> None:
    rows = (f"x{n},2024-04-01,Firm {chr(65 + n % 26)}{n},,02888BBB,,,,\n" for n in range(RECORDS_READ + 5))
    (tmp_path / "more.csv").write_text(HEAD + "".join(rows), "utf-8")
    load_file(workspace, tmp_path / "more.csv", LoadOptions(str(tmp_path / "border.yaml"), "UZ", dataset="more"))
    told = who_stands_on(workspace, EVERYONE, node_of(workspace, "Vehicle", 1))
    assert told is not None and told["is_cut"]
    assert (len(told["rows"]), told["more"], len(told["consignments"])) == (PARTIES_SHOWN, 25, RECORDS_READ)


@pytest.mark.parametrize(
    ("properties", "title"),
    [
        (
            {
                "commodity": "Heroin",
                "quantity": 38.0,
                "quantity_unit": "kg",
                "place": "Samur",
                "seized_on": "2024-03-02",
            },
            "Heroin, 38 kg, Samur, 2 Mar 2024",
        ),
        ({"commodity": "Tobacco", "quantity_text": "two sacks"}, "Tobacco, two sacks"),
        ({"seized_on": "2024-03-02"}, "seizure 9"),
    ],
)
def test_a_seizure_is_titled_by_what_how_much_where_and_when(properties: dict[str, object], title: str) -> None:
    node = Node("seizure:UZ/rows/H1/customs:seizure:9", "Seizure", "UZ/rows/H1/customs", properties)
    assert title_of(node) == title
