"""Archives with several files: names, sizes and kinds are checked before anything is believed."""

import zipfile
from pathlib import Path

import pytest

from graph.errors import BadFile
from loaders.archive import is_archive, unpack
from loaders.tables.packed import UnpackingLimits


def packed(tmp_path: Path, **members: str) -> Path:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return path


def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_files_come_out_in_their_folders(tmp_path: Path) -> None:
    path, folder = packed(tmp_path, **{"a.csv": "1", "march__b.csv": "2"}), out(tmp_path)
    assert is_archive(path)
    unpack(path, folder)
    assert {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*.csv")} == {
        "a.csv": "1",
        "march/b.csv": "2",
    }


def test_one_file_is_no_archive_and_neither_is_a_spreadsheet(tmp_path: Path) -> None:
    assert not is_archive(packed(tmp_path, **{"a.csv": "1"}))
    sheet = packed(tmp_path, **{"a.xml": "1", "b.xml": "2"}).rename(tmp_path / "book.xlsx")
    assert not is_archive(sheet)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "C:\\a.csv", "..\\a.csv"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.csv", "1")
        archive.writestr(name, "2")
    with pytest.raises(BadFile, match="outside its own folder"):
        unpack(path, out(tmp_path))
    assert not (tmp_path / "a.csv").exists()


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.csv", "1")
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(BadFile, match="holds a link"):
        unpack(path, out(tmp_path))


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="another archive"):
        unpack(packed(tmp_path, **{"a.csv": "1", "b.zip": "PK"}), out(tmp_path))


def test_what_unpacks_into_too_much_is_refused_while_it_is_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path, **{"a.csv": "0" * 3_000_000, "b.csv": "0" * 3_000_000})
    with pytest.raises(BadFile, match=r"when unpacked"):
        unpack(path, out(tmp_path), UnpackingLimits(inflated=1 << 30, ratio=10, ratio_from=2_000_000))
    folder = tmp_path / "second"
    folder.mkdir()
    with pytest.raises(BadFile, match=r"when unpacked"):
        unpack(path, folder, UnpackingLimits(inflated=4_000_000))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, **{"a.csv": "1", "b.csv": "2" * 1000})
    content = bytearray(path.read_bytes())
    content[60:70] = b"\xff" * 10
    path.write_bytes(bytes(content))
    with pytest.raises(BadFile, match="cannot be unpacked"):
        unpack(path, out(tmp_path))


@pytest.mark.parametrize("name", ["a__" * 2_000 + "b.csv", "a" * 1_001 + ".csv"])
def test_a_file_that_lies_too_deep_is_refused(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path, **{"a.csv": "1", name: "2"})
    with pytest.raises(BadFile, match="lies too deep"):
        unpack(path, out(tmp_path))
