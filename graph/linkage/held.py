"""Which values each party holds by itself or by what it did: before anybody is grouped, and so without entities.

A party says its numbers, phones, mails and addresses itself. Drivers, carriers, owners and offenders also stand on
records with a vehicle; of most drivers nothing else but the name is known.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graph.kernels.expand import matches
from graph.projection.projection import Projection

OWN = ("HAS_IDENTIFIER", "HAS_PHONE", "HAS_EMAIL", "HAS_ADDRESS")
MOVING = ("DRIVEN_BY", "CARRIED_BY", "OWNED_BY", "HELD_BY", "SEIZED_FROM")
VEHICLES = ("ON_VEHICLE", "REGISTERS")


@dataclass(frozen=True, slots=True)
class Held:
    """Rows (party, value), each once, by value and then party.

    `party` is the place among the parties of the projection, `value` a node number, `mentions` the records that say so;
    what a party says itself is said by every record that mentions it.
    """

    party: np.ndarray
    value: np.ndarray
    mentions: np.ndarray

    def of_rows(self, rows: np.ndarray) -> "Held":
        """Some of the rows, by number or flag."""
        return Held(self.party[rows], self.value[rows], self.mentions[rows])


class ByRecord(NamedTuple):
    """Node numbers of records and of who or what stands on them, by record."""

    record: np.ndarray
    named: np.ndarray


def mentions_of_parties(projection: Projection) -> np.ndarray:
    """In how many records each party stands; a registered one counts once more than the others name it, at least 1."""
    into = np.bincount(projection.columns.target, minlength=len(projection.ids))
    mentions: np.ndarray = np.maximum(into[projection.numbers_of("Party")], 1)
    return mentions


def own_values(projection: Projection, mentions: np.ndarray) -> Held:
    """What parties say of themselves."""
    edges = projection.edges_of_types(OWN)
    source, target = (end[edges].astype(np.int64) for end in (projection.columns.source, projection.columns.target))
    of_party = _is_of(projection, "Party", source)
    held = distinct(projection, source[of_party], target[of_party])
    return Held(held.party, held.value, mentions[held.party])


def values_at_work(projection: Projection) -> Held:
    """Vehicles, with the parties that stand on a record with them."""
    vehicles, parties = named_by_record(projection, VEHICLES), named_by_record(projection, MOVING)
    row, at = matches(parties.record, vehicles.record)
    party, value = parties.named[row], vehicles.named[at]
    kept = _is_of(projection, "Vehicle", value) & _is_of(projection, "Party", party)
    return distinct(projection, party[kept], value[kept])


def named_by_record(projection: Projection, types: tuple[str, ...]) -> ByRecord:
    """What edges of these types point at, by the record that says so."""
    edges = projection.edges_of_types(types)
    source, target = projection.columns.source[edges].astype(np.int64), projection.columns.target[edges]
    order = np.argsort(source, kind="stable")
    return ByRecord(source[order], target[order].astype(np.int64))


def _is_of(projection: Projection, node_type: str, numbers: np.ndarray) -> np.ndarray:
    """Whether each of these nodes is of a type."""
    of_type = projection.numbers_of(node_type)
    if not len(of_type):
        return np.zeros(len(numbers), dtype=bool)
    flags: np.ndarray = (numbers >= of_type[0]) & (numbers <= of_type[-1])
    return flags


def distinct(projection: Projection, party: np.ndarray, value: np.ndarray) -> Held:
    """Each (party, value) once, given as node numbers, with how often it stood there."""
    count = max(1, len(projection.ids))
    keys, counts = np.unique(value * count + party, return_counts=True)
    parties = projection.numbers_of("Party")
    return Held(keys % count - (int(parties[0]) if len(parties) else 0), keys // count, counts)
