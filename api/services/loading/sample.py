"""The sample world: written, loaded by its manifest, and judged against its truth."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from api.services.loading.load import LoadOptions, LoadReport, load_file
from api.services.runtime.workspace import Workspace
from graph.collector import collecting_seldom
from graph.errors import BadFile
from graph.linkage.groups import Group
from graph.linkage.mentions import Mention, mentions_of
from graph.progress import Progress, silent
from graph.projection.projection import Projection


def read_manifest(folder: Path) -> Iterator[tuple[Path, LoadOptions]]:
    """The files of a sample folder with how each is to be loaded.

    Raises:
        BadFile: there is no manifest.
    """
    path = folder / "manifest.csv"
    if not path.is_file():
        raise BadFile(f"no manifest.csv in {folder}", "write a sample there with `halqa sample`")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said: dict[str, Any] = row
            yield folder / said.pop("file"), LoadOptions(**said)


def load_manifest(workspace: Workspace, folder: Path, progress: Progress = silent) -> list[LoadReport]:
    """Loads every file of a sample folder."""
    files = collecting_seldom(read_manifest(folder))
    return [load_file(workspace, path, options, progress) for path, options in files]


@dataclass(frozen=True, slots=True)
class RingScore:
    """Planted rings against clusters, pair by pair.

    A pair counts when at least one of the two true entities belongs to a planted ring: `precision` is the share of such
    pairs within a cluster that are of one ring, `recall` the share of the pairs of a ring that are in one cluster.
    `found` are the rings of which a cluster holds more than half of the members that any file mentions.
    """

    precision: float
    recall: float
    rings: int
    found: int


def score_rings(folder: Path, projection: Projection, rows: Iterable[Group]) -> RingScore:
    """Compares clusters with the truth of a sample folder."""
    ring_of = _rings(folder)
    cluster_of_party = {member: row.id for row in rows for member in row.members}
    entities = entity_of_party(folder, projection)
    clusters: dict[str, set[str]] = {}
    mentioned: set[str] = set()
    for party, entity in entities.items():
        mentioned.add(entity)
        if party in cluster_of_party:
            clusters.setdefault(cluster_of_party[party], set()).add(entity)
    rings: dict[str, set[str]] = {}
    for entity, ring in ring_of.items():
        if entity in mentioned:
            rings.setdefault(ring, set()).add(entity)
    predicted = {pair for members in clusters.values() for pair in combinations(sorted(members), 2)}
    predicted = {(a, b) for a, b in predicted if a in ring_of or b in ring_of}
    true = {pair for members in rings.values() for pair in combinations(sorted(members), 2)}
    hits = len(predicted & true)
    found = sum(any(len(c & members) * 2 > len(members) for c in clusters.values()) for members in rings.values())
    return RingScore(hits / len(predicted) if predicted else 0.0, hits / len(true) if true else 0.0, len(rings), found)


def _rings(folder: Path) -> dict[str, str]:
    """Ring of each true entity that belongs to one."""
    with (folder / "truth_entities.csv").open(encoding="utf-8", newline="") as file:
        return {row["entity_id"]: row["ring_id"] for row in csv.DictReader(file) if row["ring_id"]}


def entity_of_party(folder: Path, projection: Projection) -> dict[str, str]:
    """True entity of each party node, read off the mention that stands behind its edge; others are left out."""
    entities: dict[Mention, str] = {}
    with (folder / "truth_mentions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["is_current"] == "1":
                entities[Mention(row["originator"], row["kind"], row["source_id"], row["role"])] = row["entity_id"]
    ids = projection.ids
    return {ids[party]: entities[mention] for mention, party in mentions_of(projection) if mention in entities}
