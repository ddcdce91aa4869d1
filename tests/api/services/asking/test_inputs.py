"""What analyses declare to read beside the graph, read for whoever asks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyses.registry import get_analysis
from api.services.asking.inputs import Asking, read_inputs
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.linkage.inputs import NO_INPUTS, Amendment
from graph.settings import Settings

PROFILE = """name: decl
version: 1
records:
  - kind: declaration
    id: no
    handling: handling
    fields: {registered_on: day, consignee.name: consignee, gross_weight_kg: kg, container: box}
"""
HEAD = "no,day,consignee,kg,box,handling\n"
FIRST = "UZ-100,2024-01-05,Alfa,1000,MSKU1234565,H1\nUZ-101,2024-01-06,Beta,20,,H1\nUZ-102,2024-01-07,Gamma,1,,H3\n"
LATER = "UZ-100,2024-01-05,Delta,1000,,H1\nUZ-101,2024-01-06,Beta,20,,H1\nUZ-102,2024-01-07,Zeta,1,,H3\n"
RECORD = "consignment:UZ/decl/H1/customs:declaration:UZ-100"


@pytest.fixture
def amended(tmp_path: Path) -> Callable[..., list[Amendment]]:
    """What changed between two extracts, as somebody sees it."""
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    settings = Settings(data_dir=tmp_path / "data")

    def read(patterns: str = "", *extracts: tuple[str, str]) -> list[Amendment]:
        with Workspace(settings, patterns="") as workspace:
            for day, rows in extracts or (("2024-01-31", FIRST), ("2024-02-29", LATER)):
                path = tmp_path / f"{day}.csv"
                path.write_text(HEAD + rows, "utf-8")
                options = LoadOptions(profile=str(tmp_path / "decl.yaml"), originator="UZ", extract_date=day)
                load_file(workspace, path, options)
            analysis = get_analysis("amendments")
            asking = Asking(workspace, workspace.viewer(patterns), patterns)
            return list(read_inputs(analysis, analysis.read_params({}), asking).amendments)

    return read


def told(amendments: list[Amendment]) -> list[tuple[Any, ...]]:
    return [(entry.record[-6:], entry.field, entry.before, entry.after, entry.on) for entry in amendments]


def test_fields_that_a_later_extract_says_otherwise(amended: Callable[..., list[Amendment]]) -> None:
    assert told(amended()) == [
        ("UZ-100", "consignee.name", "Alfa", "Delta", "2024-02-29"),
        ("UZ-100", "container", "MSKU1234565", "", "2024-02-29"),
        ("UZ-102", "consignee.name", "Gamma", "Zeta", "2024-02-29"),
    ]


def test_what_is_hidden_is_not_told(amended: Callable[..., list[Amendment]]) -> None:
    assert {entry.record for entry in amended("UZ/*/H1/*")} == {RECORD}


def test_the_order_of_loading_does_not_matter(amended: Callable[..., list[Amendment]]) -> None:
    found = amended("", ("2024-02-29", LATER), ("2024-01-31", FIRST))
    assert told(found)[0] == ("UZ-100", "consignee.name", "Alfa", "Delta", "2024-02-29")


def test_an_analysis_that_declares_nothing_gets_nothing(tmp_path: Path) -> None:
    with Workspace(Settings(data_dir=tmp_path)) as workspace:
        analysis = get_analysis("centrality")
        asking = Asking(workspace, workspace.viewer())
        assert read_inputs(analysis, analysis.read_params({}), asking) is NO_INPUTS
