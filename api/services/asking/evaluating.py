"""Who is who against labels: how well the parties that Halqa takes for one are those that people say are one."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import BadFile
from graph.linkage.held import mentions_of_parties, own_values, values_at_work
from graph.linkage.identity import Entities
from graph.linkage.mentions import Mention, mentions_of
from graph.linkage.partitions import Agreement, agreement_of, pairs_sharing
from graph.linkage.world import World

CLUSTER = ("cluster", "entity_id")
PARTY = "party"
MENTION = Mention._fields
IS_CURRENT = "is_current"
_FORM = f"give columns {PARTY!r} and 'cluster', or {', '.join(map(repr, MENTION))} and 'cluster'"


@dataclass(frozen=True, slots=True)
class Label:
    """What a line of a file of labels says: the party, by its id or by a mention of it, and its true cluster."""

    named: str | Mention
    cluster: str


@dataclass(frozen=True, slots=True)
class KindScore:
    """Parties of one kind: their agreement with the labels, and the share of true pairs that share anything at all."""

    kind: str
    agreement: Agreement
    sharing: float

    def as_row(self) -> dict[str, Any]:
        """The figures by name, for a table or JSON."""
        figures = asdict(self.agreement)
        return {
            "kind": self.kind,
            **figures,
            "f1": self.agreement.f1,
            "bcubed_f1": self.agreement.bcubed_f1,
            "true_pairs_that_share": self.sharing,
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores by kind of party, and how many labels name somebody whom the viewer sees."""

    kinds: tuple[KindScore, ...]
    labels: int
    labels_in_store: int


def read_labels(path: Path) -> list[Label]:
    """The labels of a CSV file; lines with `is_current` 0 are of versions that were replaced, and left out.

    Raises:
        BadFile: it cannot be read, lacks a column, or has an empty cell or no id of a party in one.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            columns = _columns(path, rows.fieldnames or ())
            labels = [
                _label(path, rows.line_num, row, columns) for row in rows if (row.get(IS_CURRENT) or "1").strip() != "0"
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path} cannot be read: {error}", "give a CSV file in UTF-8") from None
    if not labels:
        raise BadFile(f"{path} holds no label", _FORM)
    return labels


def _columns(path: Path, names: Iterable[str]) -> tuple[str, ...]:
    """The columns that name a party, and that of its cluster."""
    present = list(names)
    cluster = next((name for name in CLUSTER if name in present), None)
    if cluster is None:
        raise BadFile(f"{path}, line 1: no column 'cluster' among {', '.join(present) or 'no columns'}", _FORM)
    if PARTY in present:
        return PARTY, cluster
    for name in MENTION:
        if name not in present:
            raise BadFile(f"{path}, line 1: no column {name!r} among {', '.join(present)}", _FORM)
    return *MENTION, cluster


def _label(path: Path, line: int, row: Mapping[str, str | None], columns: tuple[str, ...]) -> Label:
    cells = []
    for column in columns:
        cell = (row.get(column) or "").strip()
        if not cell:
            raise BadFile(f"{path}, line {line}, column {column!r}: empty", "name the party and its true cluster")
        cells.append(cell)
    *named, cluster = cells
    if len(named) > 1:
        return Label(Mention(*named), cluster)
    if not named[0].startswith("party:"):
        words = f"{path}, line {line}, column {PARTY!r}: {named[0]!r} is no id of a party"
        raise BadFile(words, "ids of parties begin with 'party:'; `halqa search --json` shows them")
    return Label(named[0], cluster)


def evaluate(world: World, labels: Iterable[Label]) -> Evaluation:
    """Compares the entities of a world with labels.

    An item is a party of the graph under one label: a party that stands for two true ones, as many with a name and
    nothing else do, counts once for each. A cluster is of persons where more of its parties are persons than companies.
    """
    clusters: dict[str, int] = {}
    numbers_by_name = _numbers_by_name(world)
    items: set[tuple[int, int]] = set()
    counts = [0, 0]
    for label in labels:
        number = numbers_by_name.get(label.named)
        counts[0] += 1
        if number is not None:
            counts[1] += 1
            items.add((number, clusters.setdefault(label.cluster, len(clusters))))
    rows = np.array(sorted(items), dtype=np.int64).reshape(-1, 2)
    is_person = _are_persons(world.entities, rows, len(clusters))
    kinds = tuple(
        _score(world, kind, rows[is_person[rows[:, 1]] == wanted])
        for kind, wanted in (("company", False), ("person", True))
    )
    return Evaluation(kinds, *counts)


def _numbers_by_name(world: World) -> dict[str | Mention, int]:
    """Node numbers of parties by their ids and by their mentions."""
    ids = world.projection.ids
    numbers: dict[str | Mention, int] = dict(mentions_of(world.projection))
    numbers.update((ids[number], number) for number in world.entities.parties.tolist())
    return numbers


def _are_persons(entities: Entities, rows: np.ndarray, count: int) -> np.ndarray:
    """Whether each true cluster is of persons, by what most of its parties are said to be."""
    kinds = list(entities.projection.property_of("Party", "kind"))
    first = int(entities.parties[0]) if len(entities.parties) else 0
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for number, cluster in rows.tolist():
        votes[cluster][str(kinds[number - first])] += 1
    return np.array([votes[c]["person"] > votes[c]["company"] for c in range(count)], dtype=bool)


def _score(world: World, kind: str, rows: np.ndarray) -> KindScore:
    number, true = rows[:, 0], rows[:, 1]
    agreement = agreement_of(world.entities.of_node[number], true)
    return KindScore(kind, agreement, pairs_sharing(true, *_shared(world, number)))


def _shared(world: World, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows (item, value) of all that the parties of the items hold: own values, vehicles, and the words of the name."""
    projection = world.projection
    parties = projection.numbers_of("Party")
    first = int(parties[0]) if len(parties) else 0
    encoded = projection.property_of("Party", "name_folded").array.dictionary_encode()
    keys = [" ".join(sorted(str(name).split())) for name in encoded.dictionary.to_pylist()]
    place = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    of_name = np.array([place[key] for key in keys] + [-1], dtype=np.int64)
    name = of_name[np.asarray(encoded.indices.fill_null(len(keys)))]
    held = (own_values(projection, mentions_of_parties(projection)), values_at_work(projection))
    party = np.concatenate([*(rows.party for rows in held), np.flatnonzero(name >= 0)])
    value = np.concatenate([*(rows.value for rows in held), len(projection.ids) + name[name >= 0]])
    order = np.argsort(number - first, kind="stable")
    places = (number - first)[order]
    starts, ends = np.searchsorted(places, party, "left"), np.searchsorted(places, party, "right")
    counts = ends - starts
    at = np.repeat(starts, counts) + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[at], np.repeat(value, counts)
