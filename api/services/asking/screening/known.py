"""What a world knows of its entities and things, for screening: made once for its version and kept with it.

How leads and risk stand is kept beside the projection too, so that another process need not work it out again; the
index of names and numbers lives with the world.
"""

import hashlib
import secrets
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from analyses.leading.ranking import Ranking, ranked
from analyses.leading.standing import Past, shrunk
from analyses.leading.weights import Weights, usual_weights
from analyses.risk import usual_scores
from analyses.screening.facts import Facts
from analyses.screening.firing import fire
from api.services.asking.answers import IN_PROCESS_EDGES, code_mark, kept_world, who_is_who_mark
from graph.columns import TEXT, Texts, as_numpy
from graph.linkage.matching import MatchIndex
from graph.linkage.matching.index import bare_number
from graph.linkage.references import consignments_of_events
from graph.linkage.world import World
from graph.progress import Progress, Step, silent
from graph.projection.files import KeptProjection, read_table, write_table
from graph.schema import value_of

THINGS = ("Vehicle", "Container")
_GROUP, _LEADS, _SHARED = "entities", "leads", "things"  # the tables that are kept


@dataclass(frozen=True, eq=False)
class Standing:
    """Where entities and things stand among the leads, and what arrives at entities from seizures.

    Attributes:
        group: By entity, the place of its group; -1 for none.
        risk: By entity, what arrives there; 1 is a seizure of its own.
        scores: By group.
        is_lead: By group, whether it is above the cut.
        ids: By group, the id that `leads` gives it as a new one.
        things: Numbers of the vehicles and containers that the members of a group share, ascending.
        group_of_thing: The group of each, that with the best score.
    """

    group: np.ndarray
    risk: np.ndarray
    scores: np.ndarray
    is_lead: np.ndarray
    ids: Sequence[str]
    things: np.ndarray
    group_of_thing: np.ndarray

    def group_of(self, entity: int) -> int:
        """The group of an entity, -1 for none."""
        return int(self.group[entity]) if entity >= 0 else -1

    def shared_by(self, node: int) -> int:
        """The group whose members share a vehicle or container, -1 for none."""
        place = int(np.searchsorted(self.things, node))
        return int(self.group_of_thing[place]) if place < len(self.things) and self.things[place] == node else -1

    def score(self, group: int) -> float:
        """The score of a group, 0 for none."""
        return float(self.scores[group]) if group >= 0 else 0.0

    def lead(self, group: int) -> str:
        """The id of a group that is a lead; empty for one that is none."""
        return self.ids[group] if group >= 0 and self.is_lead[group] else ""

    @cached_property
    def entities_of(self) -> Mapping[int, list[int]]:
        """The entities of each group."""
        entities: dict[int, list[int]] = defaultdict(list)
        for entity in np.flatnonzero(self.group >= 0).tolist():
            entities[int(self.group[entity])].append(entity)
        return entities


@dataclass(frozen=True, eq=False)
class Known:
    """All that screening looks things up in."""

    world: World
    standing: Standing
    index: MatchIndex
    past: Past
    by_number: Mapping[str, Sequence[int]]
    facts: Facts
    _ranked: dict[str, "Known"] = field(default_factory=dict, init=False)
    _making: threading.RLock = field(default_factory=threading.RLock, init=False)

    def ranked_by(self, weights: Weights, tick: Progress) -> "Known":
        """The same with leads ranked by other weights; those asked for last are kept."""
        key = _name_of(weights)
        with self._making:
            if key not in self._ranked:
                self._ranked.clear()
                tick(Step("ranking leads by the risk profile"))
                self._ranked[key] = replace(self, standing=standing_of(self.world, tick, weights))
            return self._ranked[key]

    def things_of(self, number: str) -> Sequence[int]:
        """Numbers of the vehicles and containers of a number, whatever its country."""
        return self.by_number.get(bare_number(number), ())

    def movements_with(self, node: int) -> np.ndarray:
        """The movements on which a vehicle or container stands; of a phone, those that came for who shows it."""
        p, movements = self.world.projection, self.world.movements
        beside = p.neighbours(node).nodes
        if p.type_of(node) == "Phone":
            return np.flatnonzero(np.isin(movements.receiver, self.world.entities.of_node[beside]))
        moved = np.unique(movements.of_node[beside])
        with_it: np.ndarray = moved[moved >= 0]
        return with_it

    def rate_of_things(self, moved: int, seized: int) -> float:
        """Logarithm of a seizure rate over the usual one."""
        return float(shrunk(np.array([moved]), np.array([seized]), self.past.usual_rate)[0])

    @cached_property
    def cleared(self) -> np.ndarray:
        """By entity, the movements that it received, that were inspected, and at which nothing was found."""
        movement, receiver = self.world.movements.parties(("CONSIGNED_TO",))
        is_cleared = self.world.movements.is_cleared[movement]
        return np.bincount(receiver[is_cleared], minlength=self.world.entities.count)

    def seizures_on(self, movements: Sequence[int]) -> list[str]:
        """Ids of the seizures that were made on some movements, sorted."""
        return sorted({seizure for movement in movements for seizure in self._seizures.get(movement, ())})

    @cached_property
    def _seizures(self) -> Mapping[int, list[str]]:
        ids = self.world.projection.ids
        seizures, consignments = consignments_of_events(self.world.projection, "SEIZED_IN")
        by_movement: dict[int, list[str]] = defaultdict(list)
        for seizure, movement in zip(
            seizures.tolist(), self.world.movements.of_node[consignments].tolist(), strict=True
        ):
            by_movement[movement].append(ids[seizure])
        return by_movement


def known_of(world: World, tick: Progress = silent, weights: Weights | None = None) -> Known:
    """What a world knows; the first question about a version makes it.

    Args:
        world: What is seen.
        tick: Told how far it is.
        weights: What leads are ranked by; the usual weights where none are given.
    """
    known = world.once(_known, tick)
    return known if weights is None or weights == usual_weights() else known.ranked_by(weights, tick)


def _known(world: World, tick: Progress) -> Known:
    tick(Step("finding who is who, leads and risk"))
    standing = standing_of(world, tick)
    tick(Step("making the index of names and numbers"))
    facts = Facts(world)
    fire(facts, facts.known.take(np.arange(min(1, len(facts.known)))))  # what indicators look up is made by the first
    return Known(world, standing, MatchIndex.of(world.entities), Past(world.movements), _by_number(world), facts)


def _by_number(world: World) -> Mapping[str, list[int]]:
    """Vehicles and containers by their numbers without country and separators."""
    p = world.projection
    things: dict[str, list[int]] = defaultdict(list)
    for node_type in THINGS:
        for number in p.numbers_of(node_type).tolist():
            things[bare_number(value_of(p.ids[number]))].append(number)
    return things


def standing_of(world: World, tick: Progress = silent, weights: Weights | None = None) -> Standing:
    """How leads and risk stand in a world: as it was kept with the projection's files, else made and kept there.

    Args:
        world: What is seen.
        tick: Told how far it is.
        weights: What leads are ranked by; the usual weights where none are given.
    """
    projection = world.projection
    if not isinstance(projection, KeptProjection):
        return _standing(world, tick, weights)
    mark = _mark(world) if weights is None else f"{_mark(world)}-{_name_of(weights)}"
    with suppress(OSError, ValueError, KeyError, pa.ArrowInvalid):
        return _read(projection.folder, mark)
    standing = _standing(world, tick, weights)
    _keep(standing, projection.folder, mark)
    return standing


def make_standing(tick: Progress, folder: str, judged: dict[str, Sequence[Sequence[str]]]) -> bytes:
    """Makes and keeps how leads and risk stand on a projection that lies in a folder: what a worker process does.

    Raises:
        Overtaken: the projection was taken away meanwhile.
    """
    standing_of(kept_world(folder, judged), tick)
    return b""


def is_made(world: World) -> bool:
    """Whether how leads and risk stand is kept, or is soon made."""
    projection = world.projection
    if not isinstance(projection, KeptProjection) or len(projection.columns.source) <= IN_PROCESS_EDGES:
        return True
    return _path(projection.folder, _GROUP, _mark(world)).exists()


def _mark(world: World) -> str:
    return f"{code_mark()}-{who_is_who_mark(world)}"


def _name_of(weights: Weights) -> str:
    """What tells weights from others, as part of the name of a file."""
    return hashlib.blake2b(repr(sorted(weights.model_dump().items())).encode(), digest_size=8).hexdigest()


def _standing(world: World, tick: Progress, weights: Weights | None) -> Standing:
    ranking = ranked(world, tick, weights)
    order = np.array(ranking.order, dtype=np.int64)
    group_of_place = np.full(len(ranking.candidates.members) + 1, -1, dtype=np.int64)
    group_of_place[order] = np.arange(len(order))
    things, group_of_thing = _shared(ranking, order)
    return Standing(
        group=group_of_place[ranking.group_of].astype(np.int32),
        risk=usual_scores(world),
        scores=ranking.scores[order],
        is_lead=np.array([ranking.is_lead(place) for place in order.tolist()], dtype=np.uint8),
        ids=[ranking.ids[place] for place in order.tolist()],
        things=things,
        group_of_thing=group_of_thing,
    )


def _shared(ranking: Ranking, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(vehicle or container, group) of what the members of groups share, each once, with the best group."""
    evidence = ranking.evidence
    p, value = evidence.world.projection, evidence.world.holders.value
    rows = [ranking.groups[place].rows for place in order.tolist()]
    group = np.repeat(np.arange(len(order)), [len(some) for some in rows])
    node = value[evidence.links.row[np.concatenate(rows)]] if rows else np.zeros(0, dtype=np.int64)
    is_thing = np.isin(node, np.concatenate([p.numbers_of(node_type) for node_type in THINGS]))
    things, first = np.unique(node[is_thing], return_index=True)  # groups stand in the order of their scores
    return things.astype(np.int32), group[is_thing][first].astype(np.int32)


def _path(folder: Path, table: str, mark: str) -> Path:
    return folder / f"standing-{table}-{mark}.arrow"


def _read(folder: Path, mark: str) -> Standing:
    entities, leads, things = (read_table(_path(folder, table, mark)) for table in (_GROUP, _LEADS, _SHARED))
    return Standing(
        group=as_numpy(entities["group"]),
        risk=as_numpy(entities["risk"]),
        scores=as_numpy(leads["score"]),
        is_lead=as_numpy(leads["is_lead"]),
        ids=Texts(leads["id"]),
        things=as_numpy(things["thing"]),
        group_of_thing=as_numpy(things["group"]),
    )


def _keep(standing: Standing, folder: Path, mark: str) -> None:
    """Keeps it where that is possible; a folder that was taken away is not made again."""
    ids = pa.array(list(standing.ids), type=TEXT)
    tables = {
        _SHARED: {"thing": standing.things, "group": standing.group_of_thing},
        _LEADS: {"score": standing.scores, "is_lead": standing.is_lead, "id": ids},
        _GROUP: {"group": standing.group, "risk": standing.risk},
    }
    with suppress(OSError):
        for table, columns in tables.items():
            path = _path(folder, table, mark)
            draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
            write_table(draft, columns)
            draft.replace(path)
