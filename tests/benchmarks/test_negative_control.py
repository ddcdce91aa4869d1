"""The negative control: a result for each declaration, and who of the importers is named."""

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from api.services.runtime.workspace import Workspace
from benchmarks.negative_control import FILES, load, named_share
from graph.errors import BadFile
from graph.model import EVERYONE
from graph.projection.making import project
from graph.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

HEAD = (
    "Declaration ID,Date,Office ID,Process Type,Mode of Transport,Declarant ID,Importer ID,Seller ID,Courier ID,"
    "HS6 Code,Country of Departure,Country of Origin,Net Mass,Item Price,Fraud"
)


def test_every_declaration_was_inspected_and_frauds_are_finds(tmp_path: Path) -> None:
    (tmp_path / "customs_declarations").mkdir()
    for name, day in FILES.items():
        rows = [HEAD.split(",")]
        same = ("30", "B", "10", "Z1", "Q1", "S1", "", "440890", "BE", "BE", "1", "2")
        rows += [[f"9706{day[3]}{fraud}", day, *same, str(fraud)] for fraud in (0, 1)]
        with (tmp_path / "customs_declarations" / name).open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    with Workspace(Settings(data_dir=tmp_path / "data")) as workspace:
        load(workspace, tmp_path)
        movements = workspace.world(EVERYONE).movements
    assert (movements.count, movements.is_inspected.sum(), movements.is_seized.sum()) == (4, 4, 2)


def test_a_folder_without_the_data_is_named(tmp_path: Path) -> None:
    with Workspace(Settings(data_dir=tmp_path / "data")) as workspace, pytest.raises(BadFile, match="there is no"):
        load(workspace, tmp_path)


def test_the_importers_that_leads_name_are_counted(world: "SmallWorld") -> None:
    for firm in ("Anor Savdo", "Behi Trans"):
        world.say(consignee__name=firm, shipper__name="Mill")
    projection = project(world.store, EVERYONE)
    party = next(projection.ids[node] for node in projection.numbers_of("Party") if "Anor" in projection.label(node))
    seen, answer = world.seen(), cast(Any, SimpleNamespace(rows=[SimpleNamespace(members=[party])]))
    assert named_share(seen, answer) == 0.5
