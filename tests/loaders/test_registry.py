"""Which reader reads a file, and what is said of what none reads."""

import gzip
import os
from pathlib import Path

import pytest

from graph.errors import BadFile
from loaders.profile.profile import Profile, find_profile, parse_profile
from loaders.recognising import profile_for
from loaders.registry import open_source
from loaders.tables.readers import readers


@pytest.fixture(scope="module")
def profile() -> Profile:
    return parse_profile("name: d\nversion: 1\nrecords:\n  - {kind: declaration, id: No, fields: {office: A}}")


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.tsv", "a.txt", "two.dots.Csv", "имя файла.csv"])
def test_a_file_is_read_by_its_suffix(tmp_path: Path, profile: Profile, name: str) -> None:
    (tmp_path / name).write_text("No,A\n1,x\n", encoding="utf-8")
    assert list(open_source(tmp_path / name, profile).units) == [(2, ["1", "x"])]


@pytest.mark.parametrize(
    ("name", "told"), [("a.doc", "'.doc'"), ("csv", "'a file without a suffix'"), (".csv", "'a file")]
)
def test_an_unknown_suffix_is_refused_with_the_known_ones(
    tmp_path: Path, profile: Profile, name: str, told: str
) -> None:
    (tmp_path / name).touch()
    with pytest.raises(BadFile, match=rf"no loader reads {told}.*known: .*\.csv"):
        open_source(tmp_path / name, profile)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, profile: Profile) -> None:
    with pytest.raises(BadFile, match=r"no file .*none.csv; check the path"):
        open_source(tmp_path / "none.csv", profile)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadFile, match="is a folder; name the files in it"):
        open_source(tmp_path / "folder.csv", profile)


def test_every_reader_is_named_by_a_suffix_in_lower_case() -> None:
    assert {".csv", ".tsv", ".txt"} <= set(readers())
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in readers())


@pytest.mark.parametrize("packed", [False, True])
def test_how_far_a_document_was_read_is_told(tmp_path: Path, packed: bool) -> None:
    bill = "<Bol_segment><Bol_id><Bol_reference>B{}</Bol_reference></Bol_id></Bol_segment>\n"
    text = "<Awmds>" + "".join(bill.format(i) for i in range(20_000)) + "</Awmds>"
    path = tmp_path / "manifest.xml"
    path.write_bytes(gzip.compress(text.encode(), 0) if packed else text.encode())
    profile = find_profile("asycuda-manifest")
    source = open_source(path, profile)
    assert source.share() == 0
    shares = [source.share() for _ in source.units]
    assert shares == sorted(shares) and 0 < shares[0] < 0.3 and 0.4 < shares[10_000] < 0.7 and shares[-1] == 1


@pytest.mark.parametrize(
    "name", ["pipe.csv", "pipe.xlsx", "pipe.jsonl", "pipe.parquet", "pipe.csv.gz", "pipe.xml", "pipe"]
)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, profile: Profile, name: str) -> None:
    os.mkfifo(tmp_path / name)
    for attempt in (lambda: open_source(tmp_path / name, profile), lambda: profile_for(tmp_path / name, {})):
        with pytest.raises(BadFile, match="is a pipe or a device"):
            attempt()


def test_a_pipe_among_the_files_of_a_graph_export_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    export = parse_profile("name: e\nversion: 1\nneo4j_csv: {nodes: {P: {kind: party, fields: {party.name: name}}}}")
    (tmp_path / "p.csv").write_text(":ID,name,:LABEL\n1,Alim,P\n")
    assert len(list(open_source(tmp_path, export).units)) == 1


def test_a_name_that_is_no_utf_8_is_told_as_text(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / os.fsdecode(b"m\xe0rz.csv")
    path.write_text("No,A\n1,x\n", encoding="utf-8")
    source = open_source(path, profile)
    assert (source.name, list(source.units)) == ("m\\xe0rz.csv", [(2, ["1", "x"])])


def test_a_document_of_such_a_name_too(tmp_path: Path, fixture_files: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xffsad.xml")
    path.write_bytes((fixture_files / "asycuda-sad.xml").read_bytes())
    source = open_source(path, find_profile("asycuda-sad"))
    assert (source.name, len(list(source.units))) == ("\\xffsad.xml", 1)
