"""Who is who on outside data whose truth is known: `python -m benchmarks.linkage [SET ...]`.

`HALQA_TEST_DATA` names the folder with the sets. Weights are learnt from each set without its labels; a row says pair
precision, recall and F1 of the clusters, the pair F1 of the links before clustering, and plain components of the same
links beside it, at the confidence that suits components best.
"""

import csv
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from analyses.resolution.normalise import Parties, parties_from
from analyses.resolution.resolving import Resolution, learnt_models, resolved_parties
from analyses.resolution.specificity import specific
from graph.kernels.components import components
from graph.linkage.judged import JudgedIds
from graph.values import ids
from graph.values.ids.checked import without_separators

BOUNDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)  # confidences at which components are tried
BARS = {"febrl3": 0.998, "fake_1000": 0.945, "historical_50k": 0.85, "senzing": 0.85}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Parties and the true entity of each."""

    parties: Parties
    truth: list[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairs of a partition against the true ones, and its largest cluster."""

    precision: float
    recall: float
    largest: int

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def quality(of_party: Sequence[Hashable], truth: Sequence[str]) -> Quality:
    """How a partition agrees with the truth, by pairs."""
    joined, true = _pairs(Counter(of_party).values()), _pairs(Counter(truth).values())
    right = _pairs(Counter(zip(of_party, truth, strict=True)).values())
    return Quality(right / max(joined, 1), right / max(true, 1), max(Counter(of_party).values()))


def _pairs(sizes: Any) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def link_f1(resolution: Resolution, truth: Sequence[str], at_least: float) -> float:
    """F1 of the links above a confidence, before anything is clustered."""
    named = np.unique(np.array(truth), return_inverse=True)[1]
    linked = _confidence(resolution) >= at_least
    right = int((named[resolution.left[linked]] == named[resolution.right[linked]]).sum())
    return 2 * right / max(int(linked.sum()) + _pairs(Counter(truth).values()), 1)


def best_components(resolution: Resolution, truth: Sequence[str]) -> tuple[float, Quality]:
    """Plain components of the same links, at the confidence that suits them best."""
    confidence = _confidence(resolution)
    tried = []
    for bound in BOUNDS:
        linked = confidence >= bound
        of_party = components(len(truth), resolution.left[linked], resolution.right[linked])
        tried.append((bound, quality(of_party.tolist(), truth)))
    return max(tried, key=lambda item: item[1].f1)


def _confidence(resolution: Resolution) -> np.ndarray:
    bits = np.sum(list(resolution.bits.values()), axis=0)
    confidence: np.ndarray = 1 / (1 + np.exp2(-bits))
    return confidence


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name.strip(): (value or "").strip() for name, value in row.items()}


def _said(*parts: str) -> str:
    return " ".join(filter(None, parts))


def febrl3(folder: Path) -> Labelled:
    """5,000 made-up persons; the truth is in the record's id."""
    rows = list(_rows(folder / "linkage" / "febrl3.csv"))
    streets = [_said(row["street_number"], row["address_1"], row["suburb"], row["postcode"]) for row in rows]
    return _persons(
        rows,
        "rec_id",
        [row["rec_id"].split("-")[1] for row in rows],
        {
            "label": [_said(row["given_name"], row["surname"]) for row in rows],
            "birth_on": [row["date_of_birth"] for row in rows],
        },
        {"addresses": streets, "identifiers": [_prefixed("identifier:national:", row["soc_sec_id"]) for row in rows]},
    )


def fake_1000(folder: Path) -> Labelled:
    """1,000 made-up persons."""
    rows = list(_rows(folder / "linkage" / "fake_1000.csv"))
    texts = {
        "label": [_said(row["first_name"], row["surname"]) for row in rows],
        "birth_on": [row["dob"] for row in rows],
    }
    several = {"addresses": [row["city"] for row in rows], "emails": [row["email"] for row in rows]}
    return _persons(rows, "unique_id", [row["cluster"] for row in rows], texts, several)


def historical_50k(folder: Path) -> Labelled:
    """50,578 records of persons of the past, with aliases."""
    import pandas as pd

    frame = pd.read_parquet(folder / "linkage" / "historical_50k.parquet").fillna("").astype(str)
    rows = frame.to_dict("records")
    texts = {"label": [row["full_name"] for row in rows], "birth_on": [row["dob"] for row in rows]}
    several = {
        "addresses": [_said(row["postcode_fake"].replace(" ", ""), row["birth_place"]) for row in rows],
        "routes": [_said(row["occupation"]) for row in rows],
    }
    return _persons(rows, "unique_id", [row["cluster"] for row in rows], texts, several)


def _persons(
    rows: Sequence[Mapping[Hashable, Any]] | Sequence[Mapping[str, str]],
    key: str,
    truth: list[str],
    texts: Mapping[str, Sequence[str]],
    several: Mapping[str, Sequence[str]],
) -> Labelled:
    values = {name: [(value,) if value else () for value in column] for name, column in several.items()}
    keys = [str(row[key]) for row in rows]
    return Labelled(parties_from(keys, [True] * len(keys), texts, values), truth)


def _prefixed(prefix: str, value: str) -> str:
    return prefix + value if value else ""


def senzing(folder: Path) -> Labelled:
    """159 records of persons and firms in three sources."""
    base = folder / "senzing_truth_set"
    truth = {
        (row["DATA_SOURCE"], row["RECORD_ID"]): row["CLUSTER_ID"] for row in _rows(base / "actual_truthset_key.csv")
    }
    records: list[dict[str, Any]] = []
    for name in ("customers", "watchlist", "reference"):
        records += map(json.loads, (base / f"{name}.jsonl").read_text("utf-8").splitlines())
    keys, persons, texts, several = [], [], defaultdict(list), defaultdict(list)
    for record in records:
        features: dict[str, list[str]] = defaultdict(list)
        for feature in record["FEATURES"]:
            for name, value in feature.items():
                features[name].append(str(value))
        keys.append(f"{record['DATA_SOURCE']}:{record['RECORD_ID']}")
        persons.append(features["RECORD_TYPE"] == ["PERSON"])
        names = ("NAME_FIRST", "NAME_MIDDLE", "NAME_LAST")
        whole = features["NAME_FULL"] + features["NAME_ORG"]
        texts["label"].append(whole[0] if whole else _said(*(features[name][0] for name in names if features[name])))
        texts["birth_on"].append(_day(features["DATE_OF_BIRTH"][0]) if features["DATE_OF_BIRTH"] else "")
        several["phones"].append(["".join(filter(str.isdigit, phone)) for phone in features["PHONE_NUMBER"]])
        several["emails"].append([mail.value for text in features["EMAIL_ADDRESS"] for mail in ids.emails(text)])
        several["addresses"].append([_address(feature) for feature in record["FEATURES"] if _address(feature)])
        several["identifiers"].append(
            [
                f"identifier:{scheme.lower()}:{without_separators(value)}"
                for scheme in _SCHEMES
                for value in features[scheme]
            ]
        )
    labels = [truth[record["DATA_SOURCE"], record["RECORD_ID"]] for record in records]
    return Labelled(parties_from(keys, persons, texts, several), labels)


_SCHEMES = (
    "PASSPORT_NUMBER",
    "DRIVERS_LICENSE_NUMBER",
    "SSN_NUMBER",
    "NATIONAL_ID_NUMBER",
    "TAX_ID_NUMBER",
    "LEI_NUMBER",
)


def _address(feature: Mapping[str, Any]) -> str:
    """An address as Halqa keys it; "" for what is none."""
    parts = ("ADDR_FULL", "ADDR_LINE1", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE")
    return ids.address_key(_said(*(str(feature.get(part, "")) for part in parts)))


_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d/%m/%Y", "%d-%b-%y", "%b %d %Y")


def _day(text: str) -> str:
    """A day as year, month and day: month first where it is numbers with strokes, unless that is no day."""
    for form in _FORMATS:
        with suppress(ValueError):
            day = datetime.strptime(text, form)
            return f"{day.year - 100 * (day.year > _THIS_YEAR)}-{day.month:02}-{day.day:02}"
    return text


_THIS_YEAR = 2026  # short years are not of the future


SETS: Mapping[str, Callable[[Path], Labelled]] = {
    "febrl3": febrl3,
    "fake_1000": fake_1000,
    "historical_50k": historical_50k,
    "senzing": senzing,
}


def measure(name: str, folder: Path) -> str:
    """One row of the table."""
    labelled = SETS[name](folder)
    begun = time.process_time()
    parties, _ = specific(labelled.parties)
    models = learnt_models(parties, name)
    learnt = time.process_time()
    resolution = resolved_parties(parties, models, JudgedIds())
    done = time.process_time()
    ours = quality(resolution.of_party.tolist(), labelled.truth)
    bound, plain = best_components(resolution, labelled.truth)
    figures = (ours.f1, ours.precision, ours.recall, link_f1(resolution, labelled.truth, 0.8), plain.f1, bound)
    words = " | ".join(f"{figure:.4f}" for figure in figures)
    largest = f"{ours.largest} ({max(Counter(labelled.truth).values())})"
    verdict = "met" if ours.f1 >= BARS[name] else "missed"
    times = f"{learnt - begun:.0f} + {done - learnt:.0f}"
    return f"| {name} | {len(labelled.truth):,} | {words} | {largest} | {BARS[name]} {verdict} | {times} |"


def main() -> None:
    """Prints the table."""
    if "HALQA_TEST_DATA" not in os.environ:
        sys.exit("HALQA_TEST_DATA names no folder with the outside data sets")
    print("| set | records | F1 | P | R | F1 of links | F1 of components | at | largest (true) | bar | CPU s |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in sys.argv[1:] or SETS:
        print(measure(name, Path(os.environ["HALQA_TEST_DATA"])), flush=True)


if __name__ == "__main__":
    main()
