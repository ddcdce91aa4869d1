"""The truth files say what the data files say: mentions, ring evidence, risky records."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

import loaders
from loaders.sample import generate
from loaders.sample.names import Address, address_text

PROFILES = Path(loaders.__file__).parent / "profiles"
Key = tuple[str, str, str]
LOOK_ALIKES = str.maketrans("АВСЕНКМОРТХУ", "ABCEHKMOPTXY")


def read(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter, restval=""))


def folded(text: str) -> str:
    return "".join(letter for letter in text.upper().translate(LOOK_ALIKES) if letter.isalnum())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("sample"), 5, "small").folder


@pytest.fixture(scope="module")
def records(folder: Path) -> dict[Key, list[str]]:
    """Kind, source id and originator of every record, with the cells of all its rows."""
    found: dict[Key, list[str]] = defaultdict(list)
    for file in read(folder / "manifest.csv"):
        profile = yaml.safe_load((PROFILES / f"{file['profile']}.yaml").read_text(encoding="utf-8"))
        encoding = {"utf-8": "utf-8-sig"}.get(profile["encoding"][0], profile["encoding"][0])
        for row in read(folder / file["file"], encoding, profile["delimiter"]):
            for record in profile["records"]:
                ids = record["id"] if isinstance(record["id"], list) else [record["id"]]
                number = "/".join(row[column] for column in ids)
                cells = [cell for column, cell in row.items() if column is not None]
                found[record["kind"], number, file["originator"]] += cells
    return found


@pytest.fixture(scope="module")
def mentions(folder: Path) -> list[dict[str, str]]:
    return read(folder / "truth_mentions.csv")


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "truth.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def entities(folder: Path) -> dict[str, dict[str, str]]:
    return {row["entity_id"]: row for row in read(folder / "truth_entities.csv")}


def key_of(row: dict[str, str]) -> Key:
    return row["kind"], row["source_id"], row["originator"]


def test_mentions_refer_to_rows_and_entities_that_exist(
    records: dict[Key, list[str]], mentions: list[dict[str, str]], entities: dict[str, dict[str, str]]
) -> None:
    assert {key_of(row) for row in mentions} <= set(records)
    assert {row["entity_id"] for row in mentions} <= set(entities)


def test_a_role_of_a_record_means_one_entity_at_the_end(mentions: list[dict[str, str]]) -> None:
    current = [(*key_of(row), row["role"]) for row in mentions if row["is_current"] == "1"]
    assert len(current) == len(set(current))
    assert any(row["is_current"] == "0" for row in mentions)


def test_every_ring_member_is_mentioned(truth: dict[str, Any], mentions: list[dict[str, str]]) -> None:
    known = {row["entity_id"] for row in mentions if row["is_current"] == "1"}
    assert {member for ring in truth["rings"] for member in ring["members"]} <= known


def test_rings_have_4_to_12_members_that_the_entities_name(
    truth: dict[str, Any], entities: dict[str, dict[str, str]]
) -> None:
    for ring in truth["rings"]:
        assert 4 <= len(ring["members"]) <= 12
        assert all(entities[member]["ring_id"] == ring["id"] for member in ring["members"])
    named = [row for row in entities.values() if row["ring_id"]]
    assert len(named) == sum(len(ring["members"]) for ring in truth["rings"])


def shows(evidence: dict[str, Any], cells: list[str], seen: set[str]) -> bool:
    """Whether a record's cells, or the entities it mentions, show the thing that is shared."""
    value = evidence["value"]
    if evidence["kind"] in ("driver", "director"):
        return value in seen
    if evidence["kind"] == "phone":
        return any(value[1:] in "".join(sign for sign in cell if sign.isdigit()) for cell in cells)
    if evidence["kind"] == "address":
        country, town, street, house, office = value.split(", ")
        place = Address(country, town, street, int(house), int(office))
        forms = {address_text(place, script, form) for script in ("latin", "russian", "native") for form in range(3)}
        return bool(forms & set(cells))
    return any(folded(value) in folded(cell) for cell in cells)


def test_ring_evidence_is_seen_with_every_holder(
    truth: dict[str, Any], mentions: list[dict[str, str]], records: dict[Key, list[str]]
) -> None:
    of_record: dict[Key, set[str]] = defaultdict(set)
    of_entity: dict[str, list[Key]] = defaultdict(list)
    for row in mentions:
        if row["is_current"] == "1":
            of_record[key_of(row)].add(row["entity_id"])
            of_entity[row["entity_id"]].append(key_of(row))
    for ring in truth["rings"]:
        for evidence in ring["evidence"]:
            for holder in evidence["holders"]:
                seen = [key for key in of_entity[holder] if shows(evidence, records[key], of_record[key])]
                assert seen, (ring["id"], evidence, holder)


def test_ring_evidence_joins_all_members(truth: dict[str, Any]) -> None:
    for ring in truth["rings"]:
        joined, more = {ring["members"][0]}, True
        while more:
            ties = [{*evidence["holders"], evidence["value"]} & set(ring["members"]) for evidence in ring["evidence"]]
            grown = joined.union(*(tie for tie in ties if tie & joined))
            more, joined = grown != joined, grown
        assert joined == set(ring["members"]), ring["id"]


def test_risky_records_exist_and_some_are_not_of_a_ring(folder: Path, records: dict[Key, list[str]]) -> None:
    risky = read(folder / "truth_risky.csv")
    assert {key_of(row) for row in risky} <= set(records)
    assert {bool(row["ring_id"]) for row in risky} == {True, False}
    assert {row["is_seized"] for row in risky if row["ring_id"]} == {"0", "1"}


def test_seizures_of_rings_are_rows_of_the_originator(truth: dict[str, Any], records: dict[Key, list[str]]) -> None:
    seizures = [seizure.split(":") for ring in truth["rings"] for seizure in ring["seizures"]]
    assert seizures
    assert all(("seizure", number, originator) in records for originator, number in seizures)


def test_legal_groups_share_what_their_members_have_and_are_no_rings(entities: dict[str, dict[str, str]]) -> None:
    grouped = [row for row in entities.values() if row["group_id"]]
    assert len(grouped) >= 2
    assert not [row for row in grouped if row["ring_id"]]
