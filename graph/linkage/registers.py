"""What a party shows on papers beside what its own entry in a register says."""

from dataclasses import dataclass

import numpy as np

from graph.linkage.holders import OWN, Holders, ends_of
from graph.linkage.hubs import is_hub

COMPARED = ("HAS_PHONE", "HAS_ADDRESS")  # what a register says once, and papers may say otherwise


@dataclass(frozen=True, eq=False)
class Registers:
    """Which phones and addresses stand in registers, and of whom a register says any.

    Attributes:
        holders: Who holds which value.
        is_registered: Whether a register says each row of the holders.
        is_known: Whether a register says some value of the kind of each row of its entity, that of a hub left out: a
            phone that stands on a hundred entries says of none of them which phone is theirs.
    """

    holders: Holders
    is_registered: np.ndarray
    is_known: np.ndarray

    @property
    def is_contradicted(self) -> np.ndarray:
        """Whether each row stands on papers alone while the register says another value of its kind."""
        flags: np.ndarray = self.is_known & ~self.is_registered
        return flags


def registers_of(holders: Holders) -> Registers:
    """Compares what is held with the entries of registers: parties that are records of their own."""
    p, entities = holders.entities.projection, holders.entities
    width = len(p.ids)
    is_registered, is_known = (np.zeros(len(holders.value), dtype=bool) for _ in range(2))
    of_hub = is_hub(holders)
    for edge_type in COMPARED:
        party, value, _ = ends_of(p, (edge_type,))
        rows = np.flatnonzero(holders.relation == OWN[edge_type])
        own = ~p.is_inline_party[party]
        said = np.unique(entities.of_node[party[own]] * width + value[own])
        tells = own & ~np.isin(value, holders.value[rows[of_hub[rows]]])
        known = np.zeros(entities.count, dtype=bool)
        known[entities.of_node[party[tells]]] = True
        is_registered[rows] = np.isin(holders.entity[rows] * width + holders.value[rows], said)
        is_known[rows] = known[holders.entity[rows]]
    return Registers(holders, is_registered, is_known)
