"""Loading a pandas frame: as a file of its columns, with missing values as empty cells."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.services.loading.frame import source_of
from api.services.loading.load import LoadOptions, LoadReport, load_file, load_frame
from api.services.runtime.workspace import Workspace
from graph.errors import BadFile
from graph.model import EVERYONE
from graph.settings import Settings
from graph.store.base import GraphStore
from loaders.source import marked_as_number

PROFILE = """
name: decl
version: 1
dates: ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S"]
records:
  - kind: declaration
    id: No
    fields: {registered_on: Date, consignee.name: Consignee, container: Container, gross_weight_kg: Weight}
"""
Hash = Callable[[GraphStore], str]


@pytest.fixture
def workspace(tmp_path: Path, empty_stores: Path) -> Iterator[Workspace]:
    (tmp_path / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    shutil.copytree(empty_stores, tmp_path / "data")
    with Workspace(Settings(data_dir=tmp_path / "data")) as workspace:
        yield workspace


def frame(**columns: object) -> pd.DataFrame:
    known: dict[str, object] = {"No": ["1", "2"], "Date": ["2024-01-05"] * 2, "Consignee": ["A LLC", "B LLC"]}
    return pd.DataFrame({**known, "Container": ["", ""], "Weight": [1.5, 2.0], **columns})


def load_columns(workspace: Workspace, tmp_path: Path, **columns: object) -> LoadReport:
    return load_frame(workspace, frame(**columns), LoadOptions(str(tmp_path / "decl.yaml"), "UZ"))


def test_a_frame_is_loaded_like_a_file_of_its_columns(workspace: Workspace, tmp_path: Path, graph_hash: Hash) -> None:
    assert load_columns(workspace, tmp_path).records == 2
    with Workspace(workspace.settings, "sqlite:///:memory:") as other:
        path = tmp_path / "same.csv"
        path.write_text(
            "No,Date,Consignee,Container,Weight\n1,2024-01-05,A LLC,,1.5\n2,2024-01-05,B LLC,,2\n", encoding="utf-8"
        )
        load_file(other, path, LoadOptions(str(tmp_path / "decl.yaml"), "UZ"))
        assert graph_hash(other.store) == graph_hash(workspace.store)


@pytest.mark.parametrize("missing", [np.nan, None, pd.NA, pd.NaT, ""])
def test_a_missing_value_of_a_frame_is_an_empty_cell(workspace: Workspace, tmp_path: Path, missing: object) -> None:
    report = load_columns(workspace, tmp_path, Consignee=["A LLC", missing])
    assert (report.records, report.rejected_rows, report.placeholders) == (2, 0, {})
    assert workspace.store.totals(EVERYONE).nodes["Party"] == 1


def test_numbers_and_days_of_a_frame_are_read_as_written(workspace: Workspace, tmp_path: Path) -> None:
    report = load_columns(
        workspace, tmp_path, No=[1, 2], Date=pd.to_datetime(["2024-01-05", "2024-01-06"]), Weight=[1, np.nan]
    )
    assert report.records == 2 and report.extract_date == "2024-01-06"
    nodes = workspace.store.node_columns("Consignment", ("registered_on", "gross_weight_kg"), EVERYONE)
    assert [node_id.rpartition(":")[2] for node_id in nodes.ids] == ["1", "2"]
    assert nodes.properties == {"registered_on": ["2024-01-05", "2024-01-06"], "gross_weight_kg": [1, None]}


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pd.array([100, None], dtype="Int64"), ["100", ""]),
        (pd.array([True, None], dtype="boolean"), ["True", ""]),
        (pd.array(["00451", None], dtype="string"), ["00451", ""]),
        (pd.array([1.5, None], dtype="Float64"), ["1.5", ""]),
        (pd.Categorical(["A LLC", None]), ["A LLC", ""]),
        (pd.to_datetime(["2024-01-05", None]), ["2024-01-05", ""]),
        (pd.to_datetime(["2024-01-05", None]).tz_localize("Asia/Tashkent"), ["2024-01-05", ""]),
        (pd.to_datetime(["2024-01-05 14:30", None]), ["2024-01-05 14:30:00", ""]),
        (pd.Series(["a", pd.NA], dtype=object), ["a", ""]),
        (pd.Series([pd.NaT, 7], dtype=object), ["", "7"]),
        (pd.Series([["a", "b"], None], dtype=object), ["a;b", ""]),
        (np.array([1e-05, 3e20]), ["0.00001", "300000000000000000000"]),
        (pd.Series([Decimal("1E+2"), Decimal("0.10")], dtype=object), ["100", "0.10"]),
    ],
)
def test_values_of_every_dtype_are_written_as_in_a_file(column: object, values: list[str]) -> None:
    source = source_of(pd.DataFrame({"A": column}), ".", "frame")
    assert [row for _, (row,) in source.units] == values


def test_numbers_have_the_decimal_sign_that_the_profile_reads() -> None:
    source = source_of(pd.DataFrame({"A": [1234.5], "B": [Decimal("2.5")]}), ",", "frame")
    assert list(source.units) == [(1, ["1234,5", "2,5"])]


@pytest.mark.parametrize(
    ("column", "is_marked"),
    [
        ([713310000, 852872], True),
        ([713310000, None], True),  # a fraction to pandas
        (pd.array([1, None], dtype="Int64"), True),
        (pd.Categorical([713310000, 852872]), True),
        ([1.5, 2.0], False),
        ([True, False], False),
        (["0713310000", "8528"], False),
        ([None, None], False),
    ],
)
def test_a_column_of_whole_numbers_is_marked_as_in_other_typed_formats(column: object, is_marked: bool) -> None:
    (name,) = source_of(pd.DataFrame({"A": column}), ".", "frame").header
    assert (name == marked_as_number("A")) is is_marked


def test_the_same_frame_twice_changes_nothing(workspace: Workspace, tmp_path: Path, graph_hash: Hash) -> None:
    def state() -> tuple[object, ...]:
        records, store = workspace.records, workspace.store
        kept = records.batches(), records.channels(), records.newest_profiles()
        return *kept, graph_hash(store), store.version(EVERYONE), store.derivation(), store.applied_batches()

    load_columns(workspace, tmp_path)
    before = state()
    assert load_columns(workspace, tmp_path).already_loaded
    assert state() == before


def test_a_frame_without_a_column_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"column 'Weight' of profile decl is missing"):
        load_frame(workspace, frame().drop(columns="Weight"), LoadOptions(str(tmp_path / "decl.yaml"), "UZ"))
