"""The whole hard world: the same bytes for a seed, files that load, and truth about every kind of group."""

import csv
import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.services.loading.sample import read_manifest
from graph.canonical import Record
from loaders.profile.profile import find_profile
from loaders.registry import open_source, parser
from loaders.sample.hard.generation import HardGenerator
from loaders.sample.hard.shares import MIXED
from loaders.sample.size import Size

SIZE = Size(1_000, 3, 2024, 260, 200, 30, 20, 14, 10, 200, 4, 0)
Key = tuple[str, str, str]


def written(folder: Path) -> HardGenerator:
    shares = replace(MIXED, controls=replace(MIXED.controls, twice_share=0.5))
    generator = HardGenerator(folder, 3, SIZE, shares)
    generator.run()
    return generator


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> HardGenerator:
    return written(tmp_path_factory.mktemp("hard"))


@pytest.fixture(scope="module")
def folder(generator: HardGenerator) -> Path:
    return generator.folder


@pytest.fixture(scope="module")
def read(folder: Path) -> tuple[dict[Key, Record], int, int]:
    """The current records by kind, number and originator; counts of records and of rejections."""
    records: dict[Key, Record] = {}
    accepted = rejected = 0
    for path, options in read_manifest(folder):
        profile = find_profile(options.profile)
        source = open_source(path, profile)
        parse = parser(profile, source.header)
        for _, values in source.units:
            made, rejections = parse(values)
            accepted, rejected = accepted + len(made), rejected + len(rejections)
            records |= {(record.kind, record.source_id, options.originator): record for record in made}
    return records, accepted, rejected


@pytest.fixture(scope="module")
def mentions(folder: Path) -> list[dict[str, str]]:
    return rows_of(folder / "truth_mentions.csv")


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "truth.json").read_text(encoding="utf-8")))


def test_same_seed_gives_same_bytes(folder: Path, tmp_path: Path) -> None:
    written(tmp_path)
    assert hashes(tmp_path) == hashes(folder)


def test_nearly_every_row_can_be_read(read: tuple[dict[Key, Record], int, int]) -> None:
    _, accepted, rejected = read
    assert rejected < 0.03 * accepted


def test_every_kind_of_group_has_members_that_the_entities_name(folder: Path) -> None:
    kinds = Counter(row["kind"] for row in rows_of(folder / "truth_groups.csv"))
    assert set(kinds) == {"ring", "holding", "family", "bookkeeper_clients", "centre", "nominee", "broker_clients"}
    entities = {row["entity_id"]: row for row in rows_of(folder / "truth_entities.csv")}
    for row in rows_of(folder / "truth_groups.csv"):
        entity = entities[row["entity_id"]]
        assert row["kind"] != "ring" or entity["ring_id"] == row["group_id"]
        assert row["kind"] == "ring" or entity["group_id"]


def test_mentions_refer_to_records_of_the_files(
    read: tuple[dict[Key, Record], int, int], mentions: list[dict[str, str]]
) -> None:
    records, _, _ = read
    named = {(row["kind"], row["source_id"], row["originator"]) for row in mentions}
    assert len(named - set(records)) < 0.01 * len(named)  # a spoiled first version hides a later one


def test_most_fronts_receive_goods(generator: HardGenerator, mentions: list[dict[str, str]]) -> None:
    consignees = {row["entity_id"] for row in mentions if row["role"] == "consignee"}
    fronts = [front.id for ring in generator.rings for front in ring.fronts]
    assert sum(front in consignees for front in fronts) > 0.8 * len(fronts)


def test_some_notices_differ_from_their_declaration(mentions: list[dict[str, str]]) -> None:
    declared, announced = {}, {}
    for row in mentions:
        serial = int(row["source_id"].split("/")[-1][-7:]) if row["kind"] in ("declaration", "arrival") else 0
        if serial and row["role"] == "consignee" and row["is_current"] == "1":
            (declared if row["kind"] == "declaration" else announced)[row["originator"], serial] = row["entity_id"]
    both = declared.keys() & announced.keys()
    changed = [key for key in both if declared[key] != announced[key]]
    assert 0 < len(changed) < 0.3 * len(both)


def test_seizures_reported_twice_agree_in_day_and_differ_in_number(
    read: tuple[dict[Key, Record], int, int], truth: dict[str, Any]
) -> None:
    records, _, _ = read
    assert truth["double_reports"]
    for originator, first, second in truth["double_reports"]:
        assert first != second
        assert records["seizure", first, originator].day == records["seizure", second, originator].day


def test_some_seizures_are_of_no_ring_and_some_loads_of_rings_are_never_seized(folder: Path) -> None:
    risky = rows_of(folder / "truth_risky.csv")
    assert {(bool(row["ring_id"]), row["is_seized"]) for row in risky} >= {(True, "0"), (False, "1")}


def test_words_for_no_number_stand_in_every_identifying_field(read: tuple[dict[Key, Record], int, int]) -> None:
    records, _, _ = read
    values: dict[str, set[str]] = defaultdict(set)
    for record in records.values():
        for field, value in record.values.items():
            values[field.rpartition(".")[2]].update(value if isinstance(value, tuple) else (str(value),))
    assert values["phone"] & {"NO PHONE", "нет телефона", "SEE INVOICE", "см. инвойс", "YO'Q"}
    assert values["passport"] & {"NO PASSPORT", "нет паспорта", "PASPORT YO'Q", "без паспорта", "LOST"}
    assert values["tax_number"] & {"NO TAX ID", "без ИНН", "STIR YO'Q", "не резидент", "EXEMPT"}
    assert values["plate"] & {"NO PLATE", "без номера", "RAQAMSIZ", "TRANSIT", "транзит"}
    assert values["seal"] & {"NO SEAL", "без пломбы", "PLOMBASIZ"}
    assert any("E+" in value for value in values["phone"] | values["tax_number"])
