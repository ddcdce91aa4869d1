"""Graph exports: node and relationship files by a mapping of labels and types, and what is wrong with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.canonical import Record, Rejection
from graph.errors import BadFile, BadProfile
from loaders import neo4j_csv
from loaders.profile.profile import Profile, find_profile, parse_profile
from loaders.registry import open_source, parser

PROFILE = """
name: people
version: 1
dates: ["%d/%m/%Y"]
neo4j_csv:
  nodes:
    Person: {kind: party, fields: {party.name: {columns: [name, surname]}, party.kind: {value: person}}}
    Crime: {kind: case, fields: {opened_on: date}}
  relationships:
    KNOWS: {from: Person, to: Person, role: knows, fields: {associated_with: ":END_ID"}}
    FAMILY: {from: Person, to: Person, role: {column: how}, fields: {associated_with: ":END_ID"}}
    HAS_PHONE: {from: Person, to: Phone, fields: {party.phone: number}}
    ACCUSED: {from: Crime, to: Person, record: to, fields: {case: ":START_ID"}}
"""
FILES = {
    "person.csv": ":ID,name,surname,:LABEL\n1,Alim,Karimov,Person\n444,Bibi,Nazarova,Officer;Person\n",
    "crime.csv": ":ID,date,:LABEL\n7,05/03/2024,Crime\n",
    "phone.csv": ":ID,number:string,:LABEL\n20,+992900000001,Phone\n",
    "area.csv": ":ID,code,:LABEL\n30,A1,Area\n",
    "knows.csv": ":START_ID,:END_ID,:TYPE\n1,444,KNOWS\n",
    "family.csv": ":START_ID,:END_ID,:TYPE,how\n444,1,FAMILY,SIBLING\n",
    "has.csv": ":START_ID,:END_ID,:TYPE\n1,20,HAS_PHONE\n1,30,LIVES_IN\n",
    "accused.csv": ":START_ID,:END_ID,:TYPE\n7,444,ACCUSED\n",
}
Export = Callable[..., Path]
Piece = tuple[str, str, str]


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Writes the files of an export, some of them otherwise; "" leaves one out."""

    def write(**changed: str) -> Path:
        for name, text in {**FILES, **{f"{key}.csv": text for key, text in changed.items()}}.items():
            if text:
                (tmp_path / name).write_text(text, "utf-8")
        return tmp_path

    return write


def profile(old: str = "", new: str = "") -> Profile:
    assert old in PROFILE
    return parse_profile(PROFILE.replace(old, new) if old else PROFILE)


def read(folder: Path, by: Profile | None = None) -> tuple[dict[Piece, Record], list[Rejection]]:
    """Records by kind, number and part, as a load reads them."""
    by = by or profile()
    source = open_source(folder, by)
    parse = parser(by, source.header)
    records: dict[Piece, Record] = {}
    rejections: list[Rejection] = []
    for _, unit in source.units:
        found, bad = parse(unit)
        records |= {(one.kind, one.source_id, one.part): one for one in found}
        rejections += bad
    return records, rejections


def test_nodes_are_records_and_relationships_are_their_parts(export: Export) -> None:
    records, rejections = read(export())
    assert rejections == []
    assert {key: dict(record.values) for key, record in records.items()} == {
        ("party", "Person/1", ""): {"party.name": "Alim Karimov", "party.kind": "person"},
        ("party", "Person/444", ""): {"party.name": "Bibi Nazarova", "party.kind": "person"},
        ("case", "Crime/7", ""): {"opened_on": "2024-03-05"},
        ("party", "Person/1", "KNOWS/Person/444"): {"associated_with": ("knows=Person/444",)},
        ("party", "Person/444", "FAMILY/Person/1"): {"associated_with": ("sibling=Person/1",)},
        ("party", "Person/1", "HAS_PHONE/Phone/20"): {"party.phone": "+992900000001"},
        ("party", "Person/444", "ACCUSED/Crime/7"): {"case": "Crime/7"},
    }


def test_what_has_no_use_is_counted_and_said(export: Export) -> None:
    remarks = tuple(map(str, open_source(export(), profile()).remarks))
    assert remarks == ("5 nodes in 4 files", "read behind relationships: 1 Phone", "not mapped: 1 Area")


def test_id_spaces_keep_apart_what_has_one_number(export: Export) -> None:
    folder = export(
        person=":ID(P),name,surname,:LABEL\n20,Alim,Karimov,Person\n",
        phone=":ID(T),number,:LABEL\n20,+992900000001,Phone\n",
        has=":START_ID(P),:END_ID(T),:TYPE\n20,20,HAS_PHONE\n",
        **dict.fromkeys(("knows", "family", "accused"), ""),
    )
    records, _ = read(folder)
    assert records["party", "P/20", "HAS_PHONE/T/20"].values == {"party.phone": "+992900000001"}


def test_a_relationship_type_may_join_several_pairs_of_labels(export: Export) -> None:
    entry = "HAS_PHONE: {from: Person, to: Phone, fields: {party.phone: number}}"
    several = "HAS_PHONE:\n    - {from: Crime, to: Phone, fields: {remarks: number}}\n"
    several += "    - {from: Person, to: Phone, fields: {party.phone: number}}"
    folder = export(has=":START_ID,:END_ID,:TYPE\n7,20,HAS_PHONE\n1,20,HAS_PHONE\n")
    records, _ = read(folder, profile(entry, several))
    assert records["case", "Crime/7", "HAS_PHONE/Phone/20"].values == {"remarks": "+992900000001"}
    assert records["party", "Person/1", "HAS_PHONE/Phone/20"].values == {"party.phone": "+992900000001"}


def test_a_value_that_cannot_be_read_rejects_its_row_alone(export: Export) -> None:
    records, (rejection,) = read(export(crime=":ID,date,:LABEL\n7,yesterday,Crime\n"))
    assert (rejection.column, rejection.code) == ("date", "bad_date")
    assert len(records) == 6


def test_a_unit_of_a_label_that_a_newer_profile_leaves_out_gives_nothing(export: Export) -> None:
    units = [unit for _, unit in open_source(export(), profile()).units]
    fewer = parse_profile(PROFILE[: PROFILE.index("    ACCUSED")])
    assert [parser(fewer, neo4j_csv.COLUMNS)(unit)[0] for unit in units].count([]) == 1


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"person": ":ID,name,:LABEL\n1,Alim,Person\n"}, "column 'surname' of profile people is missing"),
        ({"phone": ":ID,tel,:LABEL\n20,+992900000001,Phone\n"}, "column 'number' of profile people is missing"),
        ({"family": ":START_ID,:END_ID,:TYPE\n444,1,FAMILY\n"}, "column 'how' of profile people is missing"),
        ({"knows": ":START_ID,:END_ID,:TYPE\n1,99,KNOWS\n"}, "knows.csv, line 2: no node has the id '99'"),
        ({"crime": ":ID,date,:LABEL\n1,05/03/2024,Crime\n"}, "the id '1' stands twice"),
        ({"crime": ":ID,date,:LABEL\n7,05/03/2024\n"}, "crime.csv, line 2 has 2 cells, the header 3"),
        ({"crime": ":ID,date,date,:LABEL\n7,05/03/2024,,Crime\n"}, "column 'date' stands twice"),
    ],
)
def test_an_export_that_does_not_fit_is_refused(export: Export, files: dict[str, str], message: str) -> None:
    with pytest.raises(BadFile, match=message):
        read(export(**files))


def test_a_file_or_a_folder_without_nodes_is_refused(export: Export, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"person\.csv is no folder"):
        read(export() / "person.csv")
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadFile, match="holds no node file"):
        read(empty)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "opened_on: date",
            "opened: date",
            "`nodes: Crime: fields: opened` is not a field of a case; did you mean opened",
        ),
        (
            "kind: case",
            "kind: crime",
            "`nodes: Crime: kind` is 'crime', which is no kind of record; known: declaration",
        ),
        (
            "kind: case",
            "kind: case, id: no",
            "`nodes: Crime: id` is no key of a node, whose own number is its `:ID`",
        ),
        ("nodes:", "node:", "`node` is not known; did you mean nodes? known: nodes, relationships"),
        ("to: Phone", "too: Phone", "`relationships: HAS_PHONE: too` is not known; did you mean to?"),
        ("to: Phone, ", "", "`relationships: HAS_PHONE: to` is missing; name the label of the nodes at its end"),
        (
            "from: Person, to: Phone",
            "from: Phone, to: Person",
            "`relationships: HAS_PHONE: from` is 'Phone', which `nodes`",
        ),
        (
            "record: to",
            "record: end",
            "`relationships: ACCUSED: record` is 'end'; write from or to: the end whose record",
        ),
        (
            "role: {column: how}",
            "role: {col: how}",
            "`relationships: FAMILY: role: col` is not known; known: value, column",
        ),
        (
            "role: {column: how}",
            "role: [a]",
            "`relationships: FAMILY: role` is a list; write keys with their values: value",
        ),
        (
            "{party.phone: number}",
            "{party.fone: number}",
            "`relationships: HAS_PHONE: fields: party.fone` is not a field",
        ),
        (
            "{party.phone: number}",
            "{party.phone: {column: a, scale: 2}}",
            "`relationships: HAS_PHONE: fields: party.phone: sc",
        ),
        (
            "{party.phone: number}",
            "number",
            "`relationships: HAS_PHONE: fields` is 'number'; write names with their values",
        ),
    ],
)
def test_a_fault_of_the_mapping_is_named_with_its_key(old: str, new: str, message: str) -> None:
    with pytest.raises(BadProfile) as caught:
        profile(old, new)
    assert str(caught.value).replace("neo4j_csv: ", "", 1).startswith(f"profile: {message}")


def test_of_several_relationships_of_a_type_the_faulty_one_is_named() -> None:
    entry = "HAS_PHONE: {from: Person, to: Phone, fields: {party.phone: number}}"
    several = "HAS_PHONE:\n    - {from: Person, to: Phone, fields: {party.phone: number}}\n"
    several += "    - {from: Crime, to: Phone, fields: {party.phone: number}}"
    with pytest.raises(
        BadProfile, match=r"`neo4j_csv: relationships: HAS_PHONE: 2: fields: party\.phone` is not a field"
    ):
        profile(entry, several)


def test_a_profile_maps_a_table_or_an_export_and_not_both() -> None:
    with pytest.raises(
        BadProfile, match="`records` stands beside `neo4j_csv`; map a table or a graph export, not both"
    ):
        parse_profile(PROFILE + "records:\n  - {kind: party, id: No, fields: {party.name: Name}}\n")


def test_the_built_in_profile_of_a_pole_graph_is_sound() -> None:
    assert find_profile("neo4j-pole").neo4j_csv is not None


def plates(tmp_path: Path, fields: str, **files: str) -> dict[Piece, Record]:
    text = (
        "name: n\nversion: 1\nneo4j_csv:\n  nodes:\n    Person: {kind: party, fields: {party.name: name}}\n"
        "  relationships:\n    KNOWS: {from: Person, to: Person, role: knows, fields: {associated_with: ':END_ID'}}\n"
        f"    DRIVES: {{from: Person, to: Car, fields: {fields}}}\n"
    )
    for name, content in files.items():
        (tmp_path / f"{name}.csv").write_text(content, "utf-8")
    records, rejections = read(tmp_path, parse_profile(text))
    assert rejections == []
    return records


PEOPLE = "pid:ID(Person),name,:LABEL\n1,Alim,Person\n2,Bibi,Person\n"
DRIVES = ":START_ID(Person),:END_ID(Car),:TYPE\n1,01A123BC,DRIVES\n"
CARS = "plate:ID(Car),make,:LABEL\n01A123BC,KAMAZ,Car\n"


@pytest.mark.parametrize("column", ["plate", ":END_ID"])
def test_an_id_that_says_a_value_is_read_without_its_space(tmp_path: Path, column: str) -> None:
    records = plates(tmp_path, f"{{vehicle.plate: '{column}'}}", people=PEOPLE, drives=DRIVES, cars=CARS)
    assert [one.values["vehicle.plate"] for one in records.values() if one.part] == ["01A123BC"]


def test_the_name_before_an_id_is_a_property_of_its_own_node_too(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    fields = "{party.name: name, party.passport: pid}"
    text = f"name: n\nversion: 1\nneo4j_csv: {{nodes: {{Person: {{kind: party, fields: {fields}}}}}}}"
    records, _ = read(tmp_path, parse_profile(text))
    assert [one.values["party.passport"] for one in records.values()] == ["1", "2"]


def test_an_id_that_names_a_record_keeps_its_space(tmp_path: Path) -> None:
    knows = ":START_ID(Person),:END_ID(Person),:TYPE\n1,2,KNOWS\n"
    records = plates(tmp_path, "{vehicle.plate: plate}", people=PEOPLE, knows=knows)
    assert records["party", "Person/1", "KNOWS/Person/2"].values == {"associated_with": ("knows=Person/2",)}


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("people_header", ("people_part1", "people_part2")),
        ("people-header", ("people-1", "people-2")),
        ("header_people", ("people", "people2")),
        ("people.header", ("people1", "people2")),
    ],
)
def test_a_header_may_stand_in_a_file_of_its_own(tmp_path: Path, header: str, parts: tuple[str, str]) -> None:
    first, *rows = PEOPLE.splitlines(keepends=True)
    knows = {"knows_header": ":START_ID(Person),:END_ID(Person),:TYPE\n", "knows_1": "1,2,KNOWS\n"}
    files = {header: first, **dict(zip(parts, rows, strict=True)), **knows}
    records = plates(tmp_path, "{vehicle.plate: plate}", **files)
    assert [key[1:] for key in records] == [
        ("Person/1", ""),
        ("Person/2", ""),
        ("Person/1", "KNOWS/Person/2"),
    ]


def test_a_header_alone_in_its_folder_is_that_of_all_other_files(tmp_path: Path) -> None:
    first, *rows = PEOPLE.splitlines(keepends=True)
    records = plates(tmp_path, "{vehicle.plate: plate}", header=first, a=rows[0], b=rows[1])
    assert [key[1] for key in records] == ["Person/1", "Person/2"]


def test_a_file_without_a_header_of_its_own_is_told(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    (tmp_path / "other.csv").write_text("1,2\n", "utf-8")
    text = "name: n\nversion: 1\nneo4j_csv: {nodes: {Person: {kind: party, fields: {party.name: name}}}}"
    remarks = tuple(map(str, open_source(tmp_path, parse_profile(text)).remarks))
    assert remarks[-1] == "not read, as they have no column :ID or :START_ID and no header file: other.csv"


def test_a_row_of_a_part_with_other_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    files = {"people_header": PEOPLE.splitlines()[0], "people_1": "1,Alim\n"}
    with pytest.raises(BadFile, match=r"people_1.csv, line 1 has 2 cells, the header 3"):
        plates(tmp_path, "{vehicle.plate: plate}", **files)
