"""Which fields a kind of record has, and what a mapping of them reads."""

import pytest

from graph.canonical import RECORD_KINDS, ValueType
from loaders.profile.profile import parse_profile
from loaders.profile.records import RecordMapping, field_names, field_type

HEAD = "name: a\nversion: 1\nrecords:\n  - kind: declaration\n    id: [No, Item]\n"


def record(keys: str, fields: str) -> RecordMapping:
    return parse_profile(f"{HEAD}{keys}    fields: {{{fields}}}\n").records[0]


@pytest.mark.parametrize(
    ("kind", "name", "type_"),
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
def test_a_field_has_one_type_in_a_kind(kind: str, name: str, type_: ValueType | None) -> None:
    assert field_type(RECORD_KINDS[kind], name) is type_


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_that_is_listed_has_a_type_that_a_column_can_say(kind: object) -> None:
    names = field_names(kind)
    assert len(set(names)) == len(names)
    assert not {field_type(kind, name) for name in names} & {None, ValueType.LINES}


def test_the_columns_of_a_record_are_all_that_it_reads() -> None:
    keys = "    when: W\n    amended: A\n    handling: H\n    grade: G\n    part: P\n"
    keys += "    deleted: {column: D, values: [x]}\n"
    fields = "office: {columns: [O1, O2]}, procedure: {value: p}, consignee.name: {column: [C, K]}, goods.vin: "
    assert record(keys, f"{fields}V").columns() == {"No", "Item", "W", "A", "H", "G", "P", "D", "O1", "O2", "C", "V"}


def test_a_field_is_a_column_with_other_names_or_columns_or_a_constant() -> None:
    fields = record(
        "", "office: O, procedure: {value: p}, marks: {column: [A, B, C]}, remarks: {columns: [D, E]}"
    ).fields
    assert {name: (field.sources, field.others, field.value) for name, field in fields.items()} == {
        "office": (("O",), (), None),
        "procedure": ((), (), "p"),
        "marks": (("A",), ("B", "C"), None),
        "remarks": (("D", "E"), (), None),
    }


def test_what_means_deleted_is_read_in_capitals_or_not() -> None:
    deleted = record("    deleted: {column: S, values: [Annulled, ОТМЕНЕНА]}\n", "office: O").deleted
    assert deleted is not None and deleted.texts == {"annulled", "отменена"}
