"""CSV and TSV files, good and bad."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from graph.errors import BadFile, BadProfile
from loaders.profile.profile import Profile, parse_profile
from loaders.tables.delimited import MAX_LINE, open_source


def profile(head: str = "") -> Profile:
    text = f"name: decl\nversion: 1\n{head}\nrecords:\n  - {{kind: declaration, id: No, fields: {{office: A}}}}"
    return parse_profile(text)


def write(folder: Path, content: bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content)
    return path


def rows(folder: Path, content: bytes, head: str = "") -> list[tuple[int, list[str]]]:
    return list(open_source(write(folder, content), profile(head)).units)


def test_a_source_tells_its_name_header_hash_and_size(tmp_path: Path) -> None:
    content = b"No, A \n1,x\n"
    source = open_source(write(tmp_path, content), profile())
    assert (source.name, source.header, source.size) == ("file.csv", ("No", "A"), len(content))
    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert tuple(map(str, source.remarks)) == ("read as utf-8-sig",)
    assert list(source.units) == [(2, ["1", "x"])]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_any_line_end_will_do(tmp_path: Path, end: bytes) -> None:
    assert rows(tmp_path, end.join([b"No,A", b"1,x", b"2,y", b""])) == [(2, ["1", "x"]), (3, ["2", "y"])]


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    assert rows(tmp_path, b"No,A\n1,x") == [(2, ["1", "x"])]


def test_cells_are_handed_on_untouched(tmp_path: Path) -> None:
    assert rows(tmp_path, b'No,A\n" 1 ","say ""a"", b"\n') == [(2, [" 1 ", 'say "a", b'])]


def test_a_row_over_several_lines_has_the_number_of_its_first(tmp_path: Path) -> None:
    assert rows(tmp_path, b'No,A\n1,"x\ny\nz"\n2,w\n') == [(2, ["1", "x\ny\nz"]), (5, ["2", "w"])]


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, b"No,A\n\n1,x\n\n\n2,y\n\n") == [(3, ["1", "x"]), (6, ["2", "y"])]


def test_ragged_rows_are_handed_on_for_the_profile_to_reject(tmp_path: Path) -> None:
    assert rows(tmp_path, b"No,A\n1\n1,2,3\n") == [(2, ["1"]), (3, ["1", "2", "3"])]


def test_a_header_alone_has_no_units(tmp_path: Path) -> None:
    assert rows(tmp_path, b"No,A\n") == []


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert open_source(write(tmp_path, b"\xef\xbb\xbfNo,A\n"), profile()).header == ("No", "A")


@pytest.mark.parametrize(
    ("delimiter", "text"), [(";", "No;A\n1;x,y\n"), ('"\\t"', "No\tA\n1\tx,y\n"), ('"|"', "No|A\n1|x,y\n")]
)
def test_the_delimiter_is_the_one_of_the_profile(tmp_path: Path, delimiter: str, text: str) -> None:
    assert rows(tmp_path, text.encode(), f"delimiter: {delimiter}") == [(2, ["1", "x,y"])]


@pytest.mark.parametrize(
    ("encodings", "written", "read_as"),
    [
        ("[utf-8, cp1251]", "utf-8", "utf-8-sig"),
        ("[utf-8, cp1251]", "cp1251", "cp1251"),
        ("[cp1251]", "cp1251", "cp1251"),
        ("[utf-16]", "utf-16", "utf-16"),
    ],
)
def test_the_first_encoding_that_fits_the_whole_file_is_used(
    tmp_path: Path, encodings: str, written: str, read_as: str
) -> None:
    path = write(tmp_path, "No,A\n1,Термез\n".encode(written))
    source = open_source(path, profile(f"encoding: {encodings}"))
    assert tuple(map(str, source.remarks)) == (f"read as {read_as}",)
    assert list(source.units) == [(2, ["1", "Термез"])]


def test_a_wrong_byte_late_in_the_file_is_found_before_anything_is_read(tmp_path: Path) -> None:
    text = "No,A\n" + "1,Термез\n" * 100_000
    with pytest.raises(BadFile, match=r"none of the encodings of profile decl: utf-8 fails at byte 1\d{6}; name the"):
        open_source(write(tmp_path, text.encode() + b"2,\xcf\xee\xf1\xf2\n"), profile())


def test_a_sign_cut_at_the_end_of_the_file_is_a_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"utf-8 fails at byte"):
        open_source(write(tmp_path, "No,A\n1,Т".encode()[:-1]), profile())


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(BadProfile, match=r"`encoding` is 'klingon', which is no encoding; write for example"):
        profile("encoding: klingon")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file.csv is empty; check"),
        (b"\xef\xbb\xbf", "file.csv holds no rows; check"),
        (b"\n\n\n", "file.csv holds no rows; check"),
        (b"PK\x03\x04\x00\x00binary", "is not text .it holds NUL bytes.; export it as CSV"),
        (b"No,A\n" + b"1,x\n" * 100_000 + b"2,\x00\n", "line 100002 holds a NUL byte"),
        (b'No,A\n1,"x\n2,y\n', "line 2: unexpected end of data; check the quotes"),
        (b'No,A\n1,"x"y\n2,y\n', "line 2: .*check the quotes"),
        (b"No,A\n1," + b"x" * 3_000_000 + b"\n", f"line 2 is longer than {MAX_LINE:,} characters"),
        (b"No,A" + b"x" * 3_000_000, f"line 1 is longer than {MAX_LINE:,} characters"),
        (b'No,A\n1,"' + b"x\n" * 700_000 + b'"\n', "line 2: field larger than field limit"),
    ],
    ids=[
        *("empty", "mark alone", "blank lines", "zip", "late NUL", "open quote", "text after quote", "long line"),
        *("long header", "long cell"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_the_next_step(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        rows(tmp_path, content)


def test_the_rows_before_a_fault_are_read_as_a_stream(tmp_path: Path) -> None:
    source = open_source(write(tmp_path, b'No,A\n1,x\n2,"y\n'), profile())
    assert next(source.units) == (2, ["1", "x"])
    with pytest.raises(BadFile):
        next(source.units)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_where_the_profile_asks_for_it(tmp_path: Path, delimiter: str) -> None:
    lines = [
        ["No", "A", "B"],
        *[[str(i), '"1,5; x | y"', f'"{i},5"' if delimiter == "," else f"{i},5"] for i in range(50)],
    ]
    text = "Register of goods, 2024\n\n\n" + "\n".join(delimiter.join(line) for line in lines)
    path = write(tmp_path, text.encode())
    source = open_source(path, profile("delimiter: auto\nheader_row: 4"))
    assert tuple(map(str, source.remarks)) == ("read as utf-8-sig", f"cells are divided by {delimiter!r}")
    assert next(iter(source.units)) == (5, ["0", "1,5; x | y", "0,5"])


def test_a_decimal_comma_is_no_delimiter(tmp_path: Path) -> None:
    assert rows(tmp_path, b"No;A;B\n1;2,5;1,0\n2;3;x\n3;4,5;y,z\n", "delimiter: auto")[0] == (2, ["1", "2,5", "1,0"])


@pytest.mark.parametrize("content", [b"No\n1\n2\n", b"No,A\n1\n2,3,4\n5,6;7\n8;9\n"])
def test_a_delimiter_that_is_not_clear_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadFile, match=r"the delimiter of .* is not clear: .*95% of its rows.*name it in the profile"):
        rows(tmp_path, content, "delimiter: auto")


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt"])
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(content=strategies.binary(max_size=80), head=strategies.sampled_from(["", "encoding: auto\ndelimiter: auto"]))
def test_any_bytes_give_rows_or_a_refusal(tmp_path: Path, suffix: str, content: bytes, head: str) -> None:
    path = write(tmp_path, content).rename(tmp_path / f"x{suffix}")
    try:
        assert all(isinstance(cell, str) for _, row in open_source(path, profile(head)).units for cell in row)
    except BadFile as error:
        assert error.next_step
