"""What people decided about who is who, laid over a grouping: in every answer at once, and gone at once when revoked.

A grouping is made without judgements and kept with what it was made from. Only what hangs together with a judged
party is clustered again, under the judgements; the result equals that of clustering everything under them, and without
judgements it is the grouping itself, to the bit.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from graph.columns import Texts
from graph.kernels.components import components
from graph.linkage.clustering import AT_LEAST, Judged, Records, Refusal, ScoredLinks, clustered
from graph.linkage.joins import Joins

JUDGED_UNSURE = "judged unsure"  # the doubt of a link of which somebody could not say whether it is right
GUARDS = ("tax_numbers", "birth_dates", "name_numbers", "passports")  # what of records can speak against a join
FATHERED = "fathered"  # a name that can do so
_TEXT_LISTS = pa.list_(pa.string())

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class JudgedIds:
    """Pairs of ids that people called the same, different, or were unsure of; of a pair the last word counts.

    Pairs that are the same come in the order in which they were said: where two cannot both hold, the earlier does.
    """

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()
    unsure: tuple[Pair, ...] = ()

    @property
    def mark(self) -> str:
        """What tells these judgements from others; "" for none."""
        if not self:
            return ""
        text = json.dumps([self.same, sorted(self.different), sorted(self.unsure)])
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def __bool__(self) -> bool:
        return bool(self.same or self.different or self.unsure)


NOTHING_JUDGED = JudgedIds()


@dataclass(frozen=True, eq=False)
class Basis:
    """What a grouping of parties was made from: the links that join, and what of each party speaks against joins.

    Attributes:
        ids: Of the parties, sorted.
        links: By places of parties; those below `clustering.AT_LEAST` join nothing.
        guards: Columns of `guard_columns`, one row a party; a name that is missing says nothing.
        read_off: What could be read off, joined and refused, by places of parties.
    """

    ids: Texts
    links: ScoredLinks
    guards: Mapping[str, pa.Array]
    read_off: Joins

    def records(self, places: np.ndarray) -> Records:
        """What is known of some parties."""
        chosen = pa.array(places)
        nothing: list[tuple[str, ...]] = [()] * len(places)
        said = {
            name: [tuple(values or ()) for values in self.guards[name].take(chosen).to_pylist()]
            if name in self.guards
            else nothing
            for name in GUARDS
        }
        names = self.guards[FATHERED].take(chosen).to_pylist() if FATHERED in self.guards else [""] * len(places)
        return Records(keys=list(self.ids.take(places)), **said, fathered=names)


def guard_columns(records: Records) -> dict[str, pa.Array]:
    """What of records speaks against joins, in columns that `Basis.records` reads."""
    lists = {name: pa.array(map(list, getattr(records, name) or ()), _TEXT_LISTS) for name in GUARDS}
    columns = {**lists, FATHERED: pa.array(records.fathered, pa.string())}
    return {name: column for name, column in columns.items() if len(column)}


class Regrouped(NamedTuple):
    """A grouping under judgements.

    Attributes:
        of_party: The cluster of each party, numbered by smallest place.
        is_touched: Whether each party hangs together with a judged one, so that it was clustered again.
        refusals: What was held back among those, by places of parties.
        set_aside: Pairs called the same that a judgement on others keeps apart.
        dormant: How many pairs have an end that is no party here.
    """

    of_party: np.ndarray
    is_touched: np.ndarray
    refusals: list[Refusal]
    set_aside: tuple[Pair, ...]
    dormant: int


NO_LINKS = ScoredLinks(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))


def regrouped(of_party: np.ndarray, basis: Basis, judged: JudgedIds) -> Regrouped:
    """A grouping under judgements.

    Args:
        of_party: The grouping that `basis` gives without judgements.
        basis: What it was made from.
        judged: What people decided.
    """
    place = _places(basis.ids, judged)
    same, different, unsure = (_here(pairs, place) for pairs in (judged.same, judged.different, judged.unsure))
    dormant = len(judged.same) + len(judged.different) + len(judged.unsure) - len(same) - len(different) - len(unsure)
    holding, contradicted = _without_contradictions(same, different)
    set_aside = tuple((basis.ids[left], basis.ids[right]) for left, right in contradicted)
    ends = np.array([end for pair in (*same, *different, *unsure) for end in pair], dtype=np.int64)
    joining = np.flatnonzero(basis.links.confidence >= AT_LEAST)
    left, right = (np.asarray(end, dtype=np.int64)[joining] for end in (basis.links.left, basis.links.right))
    together = np.array(holding, dtype=np.int64).reshape(-1, 2)
    accepted = basis.read_off.accepted
    lumps = components(
        len(of_party),
        np.concatenate((left, accepted.left, together[:, 0])),
        np.concatenate((right, accepted.right, together[:, 1])),
    )
    is_touched: np.ndarray = np.isin(lumps, lumps[ends])
    places = np.flatnonzero(is_touched)
    if not len(places):
        return Regrouped(of_party, is_touched, [], set_aside, dormant)
    own = np.full(len(of_party), -1, dtype=np.int64)
    own[places] = np.arange(len(places))
    decided = Judged([(own[a], own[b]) for a, b in holding], [(own[a], own[b]) for a, b in different])
    clusters = clustered(
        basis.records(places),
        _links_among(basis.links, joining, own, unsure),
        decided,
        read_off=_joins_among(basis.read_off, own, unsure),
    )
    numbers = of_party.copy()
    numbers[places] = len(of_party) + clusters.of_record
    return Regrouped(_numbered(numbers), is_touched, _at_places(clusters.refusals, places), set_aside, dormant)


def partition_hash(ids: Iterable[str], of_party: np.ndarray) -> str:
    """A hash of who is together with whom, whatever the clusters are called; `ids` in their order."""
    members: dict[int, list[str]] = {}
    for party, cluster in zip(ids, of_party.tolist(), strict=True):
        members.setdefault(cluster, []).append(party)
    lines = sorted(json.dumps(sorted(together)) for together in members.values())
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def _places(ids: Texts, judged: JudgedIds) -> dict[str, int]:
    """The places of the judged parties that are here."""
    names = {end for pair in (*judged.same, *judged.different, *judged.unsure) for end in pair}
    return {name: number for name in names if (number := ids.find(name)) >= 0}


def _here(pairs: Iterable[Pair], place: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(place[one], place[other]) for one, other in pairs if one in place and other in place]


def _without_contradictions(
    same: list[tuple[int, int]], different: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs that are the same and those of them that would join two that are different, in the order given."""
    above: dict[int, int] = {}

    def root(place: int) -> int:
        while place in above:
            place = above[place]
        return place

    holding, contradicted = [], []
    for one, other in same:
        joined = {root(one), root(other)}
        if len(joined) == 2 and any({root(a), root(b)} == joined for a, b in different):
            contradicted.append((one, other))
            continue
        holding.append((one, other))
        if len(joined) == 2:
            above[max(joined)] = min(joined)
    return holding, contradicted


def _links_among(
    links: ScoredLinks, joining: np.ndarray, own: np.ndarray, unsure: list[tuple[int, int]]
) -> ScoredLinks:
    """The links among the parties that have a place of their own, by those places."""
    left, right = own[np.asarray(links.left)[joining]], own[np.asarray(links.right)[joining]]
    among = np.flatnonzero((left >= 0) & (right >= 0))
    doubted = {frozenset((int(own[one]), int(own[other]))) for one, other in unsure}
    doubts = [links.doubt[link] for link in joining[among].tolist()] if len(links.doubt) else [""] * len(among)
    for row, pair in enumerate(zip(left[among].tolist(), right[among].tolist(), strict=True)):
        if doubted and frozenset(pair) in doubted:
            doubts[row] = JUDGED_UNSURE
    return ScoredLinks(left[among], right[among], links.bits[joining[among]], doubts)


def _joins_among(joins: Joins, own: np.ndarray, unsure: list[tuple[int, int]]) -> Joins:
    """What was read off among the parties that have a place of their own, without what somebody is unsure of."""
    left, right = own[joins.left], own[joins.right]
    doubted = {frozenset(pair) for pair in unsure}
    among = np.flatnonzero((left >= 0) & (right >= 0))
    if doubted:
        ends = zip(joins.left[among].tolist(), joins.right[among].tolist(), strict=True)
        among = among[np.array([frozenset(pair) not in doubted for pair in ends], dtype=bool)]
    return Joins(left[among], right[among], joins.reason[among], joins.value[among])


def _at_places(refusals: Iterable[Refusal], places: np.ndarray) -> list[Refusal]:
    """Refusals among some parties, by the places of all."""
    return [
        Refusal(
            int(places[held.left]),
            int(places[held.right]),
            held.reason,
            held.detail,
            held.confidence,
            held.would_join,
        )
        for held in refusals
    ]


def _numbered(clusters: np.ndarray) -> np.ndarray:
    """The same clusters, numbered by the smallest place of each."""
    _, first, inverse = np.unique(clusters, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[inverse]
