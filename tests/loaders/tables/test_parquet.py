"""Parquet: every type as text, row groups as a stream, and what is no such file."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings, strategies

from graph.errors import BadFile
from loaders.profile.profile import parse_profile
from loaders.source import Source
from loaders.tables.parquet import open_source


def opened(path: Path, head: str = "") -> Source:
    profile = f"name: d\nversion: 1\n{head}\nrecords:\n  - {{kind: declaration, id: No, fields: {{office: A}}}}"
    return open_source(path, parse_profile(profile))


def written(folder: Path, table: pa.Table, **options: Any) -> Path:
    pq.write_table(table, folder / "a.parquet", **options)
    return folder / "a.parquet"


MOMENT = datetime.datetime(2024, 3, 5, 14, 30)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array(["0702000007", None, " NA "]), ["0702000007", "", " NA "]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array([702000007, None], pa.int64()), ["702000007", ""]),
        (pa.array([12.0, 0.1, 1e-7, float("nan"), 1e20]), ["12", "0.1", "0.0000001", "", "100000000000000000000"]),
        (pa.array([Decimal("1.10"), Decimal("100.00")]), ["1.10", "100.00"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([datetime.date(2024, 3, 5)]), ["2024-03-05"]),
        (pa.array([MOMENT], pa.timestamp("ns")), ["2024-03-05T14:30:00"]),
        (pa.array([MOMENT], pa.timestamp("ms", "UTC")), ["2024-03-05T14:30:00+00:00"]),
        (pa.array([["a", None, "b"], None]), ["a;b", ""]),
        (pa.array([b"abc"]), ["abc"]),
    ],
)
def test_a_value_is_text(tmp_path: Path, values: pa.Array, texts: list[str]) -> None:
    number = pa.array(range(len(values)), pa.float32())
    source = opened(written(tmp_path, pa.table({"a": values, "n": number})))
    assert [row[0] for _, row in source.units] == texts


def test_a_fraction_has_the_decimal_sign_that_the_profile_reads(tmp_path: Path) -> None:
    path = written(tmp_path, pa.table({"a": [1.234], "b": [Decimal("1.10")]}))
    assert list(opened(path, 'decimal: ","').units) == [(1, ["1,234", "1,10"])]


def test_structures_are_columns_with_dots_and_whole_numbers_are_marked(tmp_path: Path) -> None:
    rows = [{"name": "A", "at": {"city": "B", "no": 1}}, None]
    source = opened(written(tmp_path, pa.table({"No": [1, 2], "party": rows})))
    assert source.header == ("No [number]", "party.name", "party.at.city", "party.at.no [number]")
    assert list(source.units) == [(1, ["1", "A", "B", "1"]), (2, ["2", "", "", ""])]


def test_row_groups_are_read_one_after_the_other(tmp_path: Path) -> None:
    table = pa.table({"No": [str(i) for i in range(5000)]})
    units = list(opened(written(tmp_path, table, row_group_size=700)).units)
    assert units[0] == (1, ["0"]) and units[-1] == (5000, ["4999"]) and len(units) == 5000


@pytest.mark.parametrize("content", [b"", b"No,A\n1,x\n", b"PAR1", b"PAR1" + b"\0" * 40 + b"PAR1"])
def test_what_is_no_parquet_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(BadFile, match=r"a\.parquet is no Parquet file that can be read: .*export it again, or as CSV"):
        opened(tmp_path / "a.parquet")


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(place=strategies.integers(0, 2000), piece=strategies.binary(max_size=6))
def test_a_damaged_file_gives_rows_or_a_refusal(tmp_path: Path, place: int, piece: bytes) -> None:
    path = written(tmp_path, pa.table({"No": ["1", "2"], "A": [1, 2]}))
    content = bytearray(path.read_bytes())
    place %= len(content)
    content[place : place + len(piece)] = piece
    path.write_bytes(content)
    try:
        assert all(isinstance(cell, str) for _, row in opened(path).units for cell in row)
    except BadFile as error:
        assert error.next_step


def test_how_far_a_file_was_read_is_told(tmp_path: Path) -> None:
    source = opened(written(tmp_path, pa.table({"No": ["1", "2", "3", "4"]})))
    assert source.share() == 0
    next(source.units)
    assert source.share() == 0.25
