"""Mapping profiles: what may be written, how they are found; `test_faults.py` has what is refused."""

from pathlib import Path

import pytest

from graph.errors import BadProfile
from loaders.profile.profile import BUILT_IN, find_profile, parse_profile, read_profile
from loaders.profile.tree import MOST_BYTES

GOOD = """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    fields:
      consignee.name: Consignee
"""


def test_a_short_profile_has_these_defaults() -> None:
    profile = parse_profile(GOOD)
    assert (profile.name, profile.version, profile.title, profile.text) == ("decl", 1, "", GOOD)
    assert (profile.encodings, profile.delimiter, profile.dates) == (("utf-8",), ",", ("%Y-%m-%d",))
    assert (profile.decimal, profile.zone, profile.extract_date, profile.is_complete) == (".", "", "", False)
    (record,) = profile.records
    assert (record.kind.name, record.id, record.deleted) == ("declaration", ("No",), None)
    ((name, field),) = record.fields.items()
    assert (name, field.sources, field.others, field.scale) == ("consignee.name", ("Consignee",), (), 1)


def test_the_columns_of_a_profile_are_those_of_all_its_records() -> None:
    seizure = "  - kind: seizure\n    id: Case\n    when: Found\n    fields: {commodity: Found}\n"
    assert parse_profile(GOOD + seizure).columns() == ["Case", "Consignee", "Found", "No"]


def test_a_table_in_a_sheet_is_found_by_these_keys() -> None:
    head = "version: 1\nsheet: 2024\nheader_row: 6\nskip_rows: [Total, Итого]\nskip_footer: 2\ndelimiter: auto"
    profile = parse_profile(GOOD.replace("version: 1", head))
    assert (profile.sheet, profile.header_row, profile.delimiter) == ("2024", 6, "auto")
    assert (profile.skip_rows, profile.skip_footer) == (("Total", "Итого"), 2)


def test_a_column_may_have_several_names() -> None:
    profile = parse_profile(GOOD.replace("consignee.name: Consignee", "consignee.name: {column: [A, Б, C]}"))
    assert profile.columns() == ["A", "No"]
    assert profile.other_names() == {"A": ("Б", "C")}


def test_other_names_of_a_column_are_those_of_all_its_fields() -> None:
    fields = "consignee.name: {column: [A, B]}\n      buyer.name: {column: [A, C, B]}"
    assert parse_profile(GOOD.replace("consignee.name: Consignee", fields)).other_names() == {"A": ("B", "C")}


def test_every_scalar_is_the_text_that_was_written() -> None:
    text = GOOD.replace(
        "consignee.name: Consignee",
        "consignee.name: No\n      procedure: {column: 010, values: {NO: 1.0, on: off}}\n"
        "      office: {value: 2024-01-05}",
    )
    name, procedure, office = parse_profile(text).records[0].fields.values()
    assert (name.sources, procedure.sources, procedure.values) == (("No",), ("010",), {"NO": "1.0", "on": "off"})
    assert office.value == "2024-01-05"


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_built_in_profile_is_right_and_called_like_its_file(path: Path) -> None:
    profile = find_profile(path.stem)
    assert profile.name == path.stem and profile.title


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadProfile, match=r"no profile 'nothing'; known: .*customs-declarations"):
        find_profile("nothing")


def test_an_own_profile_goes_before_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "customs-declarations.yaml").write_text(GOOD, encoding="utf-8")
    assert find_profile("customs-declarations", tmp_path).name == "decl"
    assert find_profile("sample-vehicles", tmp_path).name == "sample-vehicles"


def test_a_profile_may_be_given_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text(GOOD, encoding="utf-8")
    assert find_profile(str(path)).name == "decl"


def test_a_profile_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(GOOD.replace("Consignee", "Importeur \xe9").encode("latin-1"))
    for name in ("none.yaml", "latin.yaml"):
        with pytest.raises(BadProfile, match=f"{name} cannot be read"):
            find_profile(str(tmp_path / name))


def test_a_huge_file_is_no_profile_and_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(BadProfile, match=f"huge.yaml has more than {MOST_BYTES:,} bytes"):
        read_profile(tmp_path / "huge.yaml")


def test_a_profile_is_frozen_and_the_same_text_is_checked_once() -> None:
    profile = parse_profile(GOOD)
    assert parse_profile(GOOD) is profile
    with pytest.raises(ValueError, match="frozen"):
        profile.version = 2


def test_a_misspelt_profile_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(BadProfile, match=r"no profile 'custom-declaration'; did you mean customs-declarations\?"):
        find_profile("custom-declaration")
