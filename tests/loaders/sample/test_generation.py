"""The whole sample: the same bytes for a seed, the counts of its size, files that their profiles can read."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import loaders
from graph.canonical import RECORD_KINDS
from graph.errors import BadValue
from loaders.sample import SampleSummary, generate

SEED = 7
DIGESTS = {
    1: "0ce53128dc6aa31ebd51e8d38d51e92b5bdf3dfecd8b31697660f0e02a498e3b",
    7: "a27e1ffe589e70e55bd7d16cadcf8a4136531ec21cc29a07cede1f99b29250e8",
}
"""Of all files of a small plain world by seed: benchmarks and tests of every layer are measured on these bytes."""

PROFILES = Path(loaders.__file__).parent / "profiles"
ROOT = Path(loaders.__file__).parent.parent


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def digest(folder: Path) -> str:
    """One digest of the names and bytes of all files."""
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def profile_of(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((PROFILES / f"{name}.yaml").read_text(encoding="utf-8")))


def columns_of(profile: dict[str, Any]) -> set[str]:
    """Every column that the profile's records name."""
    names: set[str] = set()
    for record in profile["records"]:
        ids = record["id"] if isinstance(record["id"], list) else [record["id"]]
        names.update(ids, (record[key] for key in ("when", "amended", "handling", "grade") if key in record))
        if "deleted" in record:
            names.add(record["deleted"]["column"])
        for source in record["fields"].values():
            if isinstance(source, str):
                names.add(source)
            else:
                names.update(source.get("columns", ()), [source["column"]] if "column" in source else ())
    return names


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> SampleSummary:
    return generate(tmp_path_factory.mktemp("sample"), SEED, "small")


@pytest.fixture(scope="module")
def listing(summary: SampleSummary) -> list[dict[str, str]]:
    with (summary.folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_same_seed_gives_same_bytes(summary: SampleSummary, tmp_path: Path) -> None:
    generate(tmp_path, SEED, "small")
    assert hashes(tmp_path) == hashes(summary.folder)


def test_hash_seed_of_python_changes_nothing(summary: SampleSummary, tmp_path: Path) -> None:
    code = "import sys, pathlib, loaders.sample as s; s.generate(pathlib.Path(sys.argv[1]), int(sys.argv[2]), 'small')"
    other = {**os.environ, "PYTHONHASHSEED": "4242", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path), str(SEED)], check=True, env=other)
    assert hashes(tmp_path) == hashes(summary.folder)


def test_plain_world_keeps_its_bytes_from_version_to_version(summary: SampleSummary, tmp_path: Path) -> None:
    assert digest(summary.folder) == DIGESTS[SEED]
    assert digest(generate(tmp_path, 1, "small").folder) == DIGESTS[1]


def test_other_seed_gives_other_data(summary: SampleSummary, tmp_path: Path) -> None:
    generate(tmp_path, SEED + 1, "small")
    here, there = hashes(tmp_path), hashes(summary.folder)
    assert not [name for name in here if "declarations" in name and here[name] == there[name]]


def test_unknown_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="known: small, medium, large"):
        generate(tmp_path, SEED, "huge")


def test_counts_are_those_of_a_small_sample(summary: SampleSummary, listing: list[dict[str, str]]) -> None:
    assert summary.consignments == 2_000
    assert summary.rings == 8
    assert summary.files == len(listing)
    assert {row["originator"] for row in listing} == {"AF", "AZ", "GE", "KG", "KZ", "PK", "TJ", "TM", "UA", "UZ"}
    monthly = Counter(row["originator"] for row in listing if row["dataset"] == "declarations")
    assert set(monthly.values()) == {3}
    assert summary.seizures >= 5


def test_every_data_file_is_listed_and_exists(summary: SampleSummary, listing: list[dict[str, str]]) -> None:
    data = {path.name for path in summary.folder.iterdir() if not path.name.startswith(("truth", "manifest."))}
    assert {row["file"] for row in listing} == data


def test_profiles_name_columns_that_the_files_have(summary: SampleSummary, listing: list[dict[str, str]]) -> None:
    for row in listing:
        profile = profile_of(row["profile"])
        with (summary.folder / row["file"]).open(encoding=profile["encoding"][0], newline="") as stream:
            header = next(csv.reader(stream, delimiter=profile["delimiter"]))
        header[0] = header[0].removeprefix("\ufeff")
        assert columns_of(profile) <= set(header), row["file"]


def test_profiles_use_the_canonical_vocabulary() -> None:
    for path in sorted(PROFILES.glob("sample-*.yaml")):
        profile = profile_of(path.stem)
        assert profile["name"] == path.stem
        for record in profile["records"]:
            kind = RECORD_KINDS[record["kind"]]
            for name in record["fields"]:
                assert name in kind.fields or name in kind.links or name.split(".")[0] in kind.roles, name


def test_every_profile_is_used(listing: list[dict[str, str]]) -> None:
    of_the_hard_world = {"sample-notices"}
    known = {path.stem for path in PROFILES.glob("sample-*.yaml")}
    assert {row["profile"] for row in listing} == known - of_the_hard_world


def test_files_decode_strictly(summary: SampleSummary, listing: list[dict[str, str]]) -> None:
    for row in listing:
        text = (summary.folder / row["file"]).read_bytes().decode(profile_of(row["profile"])["encoding"][0])
        assert text.count("\n") > 1, row["file"]


def test_scripts_stand_where_they_can_be_encoded(summary: SampleSummary) -> None:
    def text(name: str, encoding: str) -> str:
        return (summary.folder / name).read_text(encoding=encoding)

    assert any("\u10d0" <= letter <= "\u10f0" for letter in text("GE-declarations-2024-01.csv", "utf-8"))
    assert any("\u0600" <= letter <= "\u06ff" for letter in text("AF-declarations-2024-01.csv", "utf-8"))
    assert any(letter in "ҷҳқӣӯғ" for letter in text("TJ-parties.csv", "utf-8"))
    assert any(letter in "əşğ" for letter in text("AZ-declarations-2024-01.csv", "utf-8"))
    assert "ТОО" in text("KZ-declarations-2024-01.csv", "cp1251")
    assert (summary.folder / "UZ-manifests-road-2024-01.tsv").read_bytes().startswith(b"\xef\xbb\xbf")
