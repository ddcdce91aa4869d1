"""Packed files: a table in a wrapping is the table, and what is no table is refused while it is unpacked."""

import gzip
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from graph.errors import BadFile
from loaders.profile.profile import Profile, parse_profile
from loaders.tables.packed import Unpacked, UnpackingLimits, open_source

TABLE = b"No,A\n1,x\n"
ROWS = [(2, ["1", "x"])]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unpacked files are looked for in one place."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))


def profile() -> Profile:
    return parse_profile("name: d\nversion: 1\nrecords:\n  - {kind: declaration, id: No, fields: {office: A}}")


def gz(folder: Path, content: bytes = TABLE, name: str = "a.csv.gz") -> Path:
    (folder / name).write_bytes(gzip.compress(content))
    return folder / name


def zipped(folder: Path, name: str = "a.zip", **members: bytes) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return folder / name


def left_over(folder: Path) -> list[Path]:
    return list((folder / "temp").iterdir())


def test_a_packed_table_is_read_and_its_unpacked_copy_goes(tmp_path: Path) -> None:
    for path in (gz(tmp_path), zipped(tmp_path, **{"a.csv": TABLE})):
        source = open_source(path, profile())
        assert len(left_over(tmp_path)) == 1
        assert (source.name, source.size) == (path.name, path.stat().st_size)
        assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert tuple(map(str, source.remarks)) == ("unpacked a.csv, 9 bytes", "read as utf-8-sig")
        assert (source.header, list(source.units)) == (("No", "A"), ROWS)
        assert left_over(tmp_path) == []


def test_the_unpacked_copy_goes_where_nobody_reads_it(tmp_path: Path) -> None:
    source = open_source(gz(tmp_path), profile())
    del source
    assert left_over(tmp_path) == []


def test_a_name_without_a_suffix_is_read_by_its_content(tmp_path: Path) -> None:
    assert list(open_source(gz(tmp_path, name="upload.gz"), profile()).units) == ROWS
    packed = gz(tmp_path, b'{"No": 1, "A": "x"}\n', "upload.gz")
    assert list(open_source(packed, profile()).units) == [(1, ["1", "x"])]


def test_a_workbook_in_an_archive_is_a_table_and_no_archive_in_an_archive(
    tmp_path: Path, write_xlsx: Callable[..., Path]
) -> None:
    book = write_xlsx(tmp_path / "a.xlsx", {"One": [["No", "A"], ["1", "x"]]}).read_bytes()
    assert list(open_source(zipped(tmp_path, **{"in/a.xlsx": book}), profile()).units) == ROWS


def test_a_gzip_file_of_several_pieces_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"No,A\n") + gzip.compress(b"1,x\n"))
    assert list(open_source(tmp_path / "a.csv.gz", profile()).units) == ROWS


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "x/../../a.csv", "C:\\a.csv", "..\\a.csv"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFile, match=r"holds a file outside its own folder"):
        open_source(zipped(tmp_path, **{name: TABLE}), profile())
    assert left_over(tmp_path) == []


def test_not_exactly_one_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"a.zip holds 2 files: a.csv, b.csv; unpack it"):
        open_source(zipped(tmp_path, **{"a.csv": TABLE, "b.csv": TABLE}), profile())
    with pytest.raises(BadFile, match=r"b.zip holds 0 files: nothing"):
        open_source(zipped(tmp_path, "b.zip"), profile())


@pytest.mark.parametrize("inner", ["a.zip", "a.csv.gz", "a.7z", "a.csv"])
def test_an_archive_in_an_archive_is_refused(tmp_path: Path, inner: str) -> None:
    with pytest.raises(BadFile, match=f"holds another packed file, {inner}; unpack it once"):
        open_source(zipped(tmp_path, **{inner: gzip.compress(TABLE)}), profile())
    assert left_over(tmp_path) == []


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path, **{"a.csv": TABLE}).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(BadFile, match=r"a.zip is encrypted; unpack it with its password"):
        open_source(tmp_path / "a.zip", profile())


def test_a_bomb_is_refused_while_it_is_unpacked(tmp_path: Path) -> None:
    path = gz(tmp_path, b"0" * (8 << 20))
    for limits in (UnpackingLimits(inflated=4 << 20), UnpackingLimits(ratio=20, ratio_from=1 << 20)):
        with pytest.raises(BadFile, match=r"has [\d,]+ bytes and more than [\d,]+ when unpacked; this is no file of"):
            Unpacked(path, limits)
    assert left_over(tmp_path) == []
    Unpacked(path)  # small enough, whatever its ratio


def test_a_fault_names_the_packed_file_and_the_one_inside(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as problem:
        list(open_source(gz(tmp_path, b'No,A\n1,"x\n'), profile()).units)
    assert problem.value.message == f"{tmp_path}/a.csv.gz (a.csv), line 2: unexpected end of data"
    with pytest.raises(BadFile) as problem:
        open_source(gz(tmp_path, b"\n"), profile())
    assert problem.value.message == f"{tmp_path}/a.csv.gz (a.csv) holds no rows"


@pytest.mark.parametrize("suffix", [".gz", ".zip"])
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(content=strategies.binary(max_size=200), cut=strategies.integers(0, 200), place=strategies.integers(0, 200))
def test_any_bytes_give_rows_or_a_refusal(tmp_path: Path, suffix: str, content: bytes, cut: int, place: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.csv", content)
    whole = gzip.compress(content) if suffix == ".gz" else made.getvalue()
    for written in (content, whole[:cut], whole[:place] + content[:3] + whole[place + 3 :]):
        path = tmp_path / f"x{suffix}"
        path.write_bytes(written)
        try:
            assert all(isinstance(cell, str) for _, row in open_source(path, profile()).units for cell in row)
        except BadFile as error:
            assert error.next_step
    assert left_over(tmp_path) == []
