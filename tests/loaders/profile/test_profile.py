"""Mapping profiles: what may be written, and that every fault names its key."""

from pathlib import Path

import pytest

from graph.canonical import RECORD_KINDS, ValueType
from graph.errors import BadProfile
from loaders.profile.profile import BUILT_IN, FieldMapping, field_type, find_profile, parse_profile

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
    assert record.fields == (FieldMapping("consignee.name", ValueType.TEXT, ("Consignee",)),)


def test_the_columns_of_a_profile_are_all_that_it_reads() -> None:
    text = GOOD.replace(
        "    id: No\n", "    id: [No, Item]\n    when: W\n    amended: A\n    handling: H\n    grade: G\n"
    )
    text = text.replace(
        "    fields:\n",
        "    deleted: {column: D, values: [x]}\n    fields:\n"
        "      office: {columns: [O1, O2]}\n      procedure: {value: p}\n",
    )
    assert parse_profile(text).columns() == sorted(["No", "Item", "W", "A", "H", "G", "D", "O1", "O2", "Consignee"])


def test_a_table_in_a_sheet_is_found_by_these_keys() -> None:
    head = "version: 1\nsheet: 2024\nheader_row: 6\nskip_rows: [Total, Итого]\nskip_footer: 2\ndelimiter: auto"
    profile = parse_profile(GOOD.replace("version: 1", head))
    assert (profile.sheet, profile.header_row, profile.delimiter) == ("2024", 6, "auto")
    assert (profile.skip_rows, profile.skip_footer) == (("Total", "Итого"), 2)


def test_a_column_may_have_several_names() -> None:
    profile = parse_profile(GOOD.replace("consignee.name: Consignee", "consignee.name: {column: [A, Б, C]}"))
    assert profile.columns() == ["A", "No"]
    assert profile.other_names() == {"A": ("Б", "C")}


def test_every_scalar_is_the_text_that_was_written() -> None:
    text = GOOD.replace(
        "consignee.name: Consignee",
        "consignee.name: No\n      procedure: {column: 010, values: {NO: 1.0, on: off}}\n"
        "      office: {value: 2024-01-05}",
    )
    name, procedure, office = parse_profile(text).records[0].fields
    assert (name.columns, procedure.columns, procedure.values) == (("No",), ("010",), {"NO": "1.0", "on": "off"})
    assert office.value == "2024-01-05"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: decl", "", "`name` is missing"),
        ("name: decl", "name: [a]", "`name` is missing"),
        ("version: 1", "", "`version` is None"),
        ("version: 1", "version: 0", "`version` is '0'"),
        ("version: 1", "version: one", "`version` is 'one'"),
        ("version: 1", "version: true", "`version` is 'true'"),
        ("version: 1", "version: 1.5", "`version` is '1.5'"),
        ("version: 1", "version: 1\ncolour: red", "key `colour` is not known; known: complete, dates"),
        ("version: 1", "version: 1\ndelimiter: ;;", "`delimiter` is ';;'"),
        ("version: 1", 'version: 1\ndelimiter: ""', "`delimiter` is ''"),
        ("version: 1", "version: 1\ndecimal: x", "`decimal` is 'x'"),
        ("version: 1", "version: 1\nheader_row: first", "`header_row` is 'first'"),
        ("version: 1", "version: 1\nskip_footer: -1", "`skip_footer` is '-1'"),
        ("version: 1", "version: 1\ncomplete: perhaps", "`complete` is 'perhaps'"),
        ("version: 1", "version: 1\nzone: Asia/Atlantis", "`zone` 'Asia/Atlantis' is not known"),
        ("version: 1", "version: 1\nzone: ../../etc/passwd", "`zone` '../../etc/passwd' is not known"),
        ("version: 1", "version: 1\nextract_date: '(\\d+'", "`extract_date` is not a regular expression"),
        ("version: 1", "version: 1\nextract_date: '\\d+'", "`extract_date` has 0 groups"),
        ("version: 1", "version: 1\nextract_date: {file_name: '(a)(b)'}", "`extract_date` has 2 groups"),
        ("kind: declaration", "kind: invoice", r"records\[0\]: `kind` 'invoice' is not known; known: declaration"),
        ("    id: No\n", "", r"records\[0\]: `id` is missing"),
        ("id: No", "id: []", r"records\[0\]: `id` is missing"),
        ("id: No", "id:", r"records\[0\]: `id` is missing"),
        ("id: No", "id: No\n    key: x", r"records\[0\]: key `key` is not known"),
        ("id: No", "id: No\n    deleted: Status", r"records\[0\]: `deleted` is not a mapping"),
        ("id: No", "id: No\n    deleted: {values: [x]}", r"`deleted`: `column` is missing"),
        ("id: No", "id: No\n    deleted: {column: S}", "`deleted` has no `values`"),
        ("id: No", "id: No\n    deleted: {column: S, value: [x]}", "`deleted`: key `value` is not known"),
        ("consignee.name: Consignee", "consignee.colour: C", "`consignee.colour` is not a field of a declaration"),
        ("consignee.name: Consignee", "owner.name: C", "`owner.name` is not a field of a declaration"),
        ("consignee.name: Consignee", "consignee: C", "`consignee` is not a field of a declaration; known: hs_code"),
        ("consignee.name: Consignee", "office: {split: ','}", "`office` needs one of `column`, `columns` and `value`"),
        ("consignee.name: Consignee", "office: {column: A, value: b}", "`office` needs one of"),
        ("consignee.name: Consignee", "office: {column: []}", "`office` needs one of"),
        ("consignee.name: Consignee", "office: {colum: A}", "`office`: key `colum` is not known"),
        ("consignee.name: Consignee", "office: {column: A, values: [x]}", "`office` is not a mapping"),
        ("consignee.name: Consignee", "office: [A]", "`office` is not a mapping"),
        ("consignee.name: Consignee", "gross_weight_kg: {column: A, scale: x}", "`gross_weight_kg`: `scale` is 'x'"),
        ("consignee.name: Consignee", "gross_weight_kg: {column: A, scale: 0}", "`scale` is '0'"),
        ("consignee.name: Consignee", "gross_weight_kg: {column: A, scale: .inf}", "`scale` is '.inf'"),
        ("id: No", "id: No\n    id_of: row", "records\\[0\\]: `id_of` stands beside `id`"),
        ("id: No", "id_of: all", "records\\[0\\]: `id_of` is 'all'"),
        ("consignee.name: Consignee", "arrived_at: A", "`zone` is missing, but arrived_at has hours"),
        ("      consignee.name: Consignee\n", "", "`fields` is not a mapping"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_key(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(BadProfile, match=message) as problem:
        parse_profile(GOOD.replace(old, new, 1), "my.yaml")
    assert problem.value.message.startswith("my.yaml") and problem.value.next_step


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a mapping"),
        ("just words", "is not a mapping"),
        ("- a\n- b", "is not a mapping"),
        ("name: [", "is not YAML"),
        ("name: a\n\tversion: 1", "is not YAML"),
        ("name: a\nversion: 1", "`records` is missing"),
        ("name: a\nversion: 1\nrecords: []", "`records` is missing"),
        ("name: a\nversion: 1\nrecords: {}", "`records` is missing"),
        ("name: a\nversion: 1\nrecords: [x]", r"records\[0\] is not a mapping"),
    ],
)
def test_what_is_no_profile_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadProfile, match=message):
        parse_profile(text)


def test_a_row_holds_at_most_eight_records() -> None:
    head, _, record = GOOD.partition("records:\n")
    assert len(parse_profile(f"{head}records:\n{record * 8}").records) == 8
    with pytest.raises(BadProfile, match=r"`records` has 9 entries; a row may hold up to eight"):
        parse_profile(f"{head}records:\n{record * 9}")


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


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("declaration", "gross_weight_kg", ValueType.NUMBER),
        ("declaration", "container", ValueType.TEXT),
        ("declaration", "driver.birth_on", ValueType.DATE),
        ("declaration", "driver.country", ValueType.COUNTRY),
        ("inspection", "driver.name", None),
        ("declaration", "declaration", None),
        ("declaration", "driver", None),
        ("declaration", "driver.name.first", None),
    ],
)
def test_a_field_has_one_type_in_a_kind(kind: str, name: str, found: ValueType | None) -> None:
    assert field_type(RECORD_KINDS[kind], name) is found
