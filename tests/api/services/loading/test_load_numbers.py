"""What the layout of a file says of its rows: columns without a name, rows without a record, numbers that count."""

from pathlib import Path

import pytest

from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.errors import BadFile, Refused
from tests.api.services.loading.conftest import HEADER, PROFILE, TWO, Hash, Load, rows, state


def test_a_delimiter_at_the_end_of_each_line_loses_nothing(load: Load) -> None:
    report = load(TWO.replace("\n", ",\n"))
    assert (report.rows, report.records, report.rejected_rows) == (2, 2, 0)


def test_the_index_of_a_frame_makes_no_channels(load: Load, workspace: Workspace) -> None:
    text = "".join(f"{'' if n == 0 else n - 1},{line}\n" for n, line in enumerate(TWO.splitlines()))
    report = load(text)
    assert (report.records, len(report.batches)) == (2, 1)
    assert workspace.records.batch(1).channel.name == "UZ/decl/H1/customs"


def test_rows_that_hold_no_record_at_all_are_a_fault_that_says_why(
    load: Load, workspace: Workspace, graph_hash: Hash, tmp_path: Path
) -> None:
    (tmp_path / "when.yaml").write_text(PROFILE.replace("    id: No\n", "    id: No\n    when: Container\n"), "utf-8")
    before = state(workspace, graph_hash)
    text = HEADER + "D1,2024-01-05,A LLC,,1\nD2,2024-01-05,B LLC,,1\n"
    with pytest.raises(
        BadFile, match=r"2 rows, and none of them holds a record: column 'Container' of `when` is empty"
    ):
        load(text, profile="when")
    assert state(workspace, graph_hash) == before


def test_a_file_without_rows_is_no_fault(load: Load) -> None:
    assert load(HEADER, extract_date="2024-02-01").records == 0


COUNTED = HEADER + "".join(f"{n},2024-01-05,Firm{n} LLC,,{n}\n" for n in range(1, 8))


def test_numbers_that_count_the_rows_are_refused_and_nothing_is_left(
    load: Load, workspace: Workspace, graph_hash: Hash
) -> None:
    before = state(workspace, graph_hash)
    with pytest.raises(BadFile, match=r"counts the rows of file\.csv from 1 to 7"):
        load(COUNTED)
    assert state(workspace, graph_hash) == before


def test_numbers_that_count_the_rows_are_read_where_it_is_asked_for(
    workspace: Workspace, tmp_path: Path, load: Load
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(COUNTED, encoding="utf-8")
    options = LoadOptions(str(tmp_path / "decl.yaml"), "UZ", row_numbers=True)
    assert load_file(workspace, path, options).records == 7
    own = PROFILE.replace("    id: No\n", "    id: No\n    id_is_row_number: true\n").replace(
        "name: decl", "name: counted"
    )
    (tmp_path / "counted.yaml").write_text(own, "utf-8")
    assert load(COUNTED, profile="counted", originator="KZ").records == 7


def test_numbers_that_return_and_datasets_that_double_are_loaded_where_it_is_asked_for(
    load: Load, workspace: Workspace, tmp_path: Path
) -> None:
    load(rows(3))
    later = rows(3).replace("2024-01-05", "2024-02-05")
    with pytest.raises(BadFile, match="give --reused-numbers"):
        load(later)
    with pytest.raises(Refused, match="or give --duplicate"):
        load(rows(3), dataset="other")
    path = tmp_path / "file.csv"
    for text, more in ((later, {"reused_numbers": True}), (rows(3), {"dataset": "other", "duplicate": True})):
        path.write_text(text, "utf-8")
        assert load_file(workspace, path, LoadOptions(str(tmp_path / "decl.yaml"), "UZ", **more)).records == 3
