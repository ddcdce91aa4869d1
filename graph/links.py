"""Links between entities: through values that few share, and by trade. Weighted, never through a hub."""

from dataclasses import dataclass

import numpy as np

from graph.holders import RECEIVING, SENDING, TRADED, Holders, ends_of
from graph.hubs import is_hub
from graph.identity import Entities
from graph.kernels.expand import matches
from graph.kernels.groups import pairs_within, sum_by_pair
from graph.store.base import UNDATED


@dataclass(frozen=True, eq=False)
class Links:
    """Links between entities (left < right), one row a shared value, and their sums by pair.

    `row` is the row of the holders that names the value and the relation.
    """

    left: np.ndarray
    right: np.ndarray
    weight: np.ndarray
    row: np.ndarray
    pair_left: np.ndarray
    pair_right: np.ndarray
    pair_weight: np.ndarray


def shared_links(
    holders: Holders, cap_factor: float = 1.0, trade_weight: float = 1.0, max_gap_days: int | None = None
) -> Links:
    """Pairs that share a value which is no hub, and the ties of serving or trading parties to those they serve.

    A value with k holders gives each pair 1/log2(k), 1 for two (Adamic and Adar 2003, doi:10.1016/S0378-8733(03)00009-1);
    a common trade partner gives that times `trade_weight`.
    """
    conducts = np.flatnonzero(~is_hub(holders, cap_factor))
    pairs = pairs_within(holders.group[conducts], holders.entity[conducts], largest=len(conducts))
    left_row, right_row = conducts[pairs.left_row], conducts[pairs.right_row]
    if max_gap_days is not None:
        near = _near(holders, left_row, right_row, max_gap_days)
        left_row, right_row = left_row[near], right_row[near]
    left, right, row = holders.entity[left_row], holders.entity[right_row], left_row
    party, served, served_row = _served(holders, conducts)
    left = np.concatenate((left, np.minimum(party, served)))
    right = np.concatenate((right, np.maximum(party, served)))
    row = np.concatenate((row, served_row))
    factor = np.where(holders.relation[row] == TRADED, trade_weight, holders.factor[row])
    weight = factor / np.log2(np.maximum(holders.rarity[row], 2))
    return Links(left, right, weight, row, *sum_by_pair(left, right, weight, holders.entities.count))


def _near(holders: Holders, left: np.ndarray, right: np.ndarray, days: int) -> np.ndarray:
    """Whether the two holders used the value within so many days of each other; undated ones count as near."""
    begins = np.maximum(holders.first_on[left], holders.first_on[right])
    ends = np.minimum(holders.last_on[left], holders.last_on[right])
    undated = (holders.first_on[left] == UNDATED) | (holders.first_on[right] == UNDATED)
    return undated | (begins - ends <= days)


def _served(holders: Holders, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(party, holder, row) where the value is itself a party with two holders or more."""
    party = holders.entities.of_node[holders.value[rows]]
    kept = (party >= 0) & (holders.count[rows] >= 2) & (party != holders.entity[rows])
    return party[kept], holders.entity[rows[kept]], rows[kept]


def trade_links(entities: Entities) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(left, right, consignments) of entities that sent to each other; left < right, sorted."""
    p = entities.projection
    sent, received = ends_of(p, SENDING), ends_of(p, RECEIVING)
    row, at = matches(sent[0], received[0])
    a, b = entities.of_node[sent[1][row]], entities.of_node[received[1][at]]
    kept = a != b
    left, right = np.minimum(a, b)[kept], np.maximum(a, b)[kept]
    return sum_by_pair(left, right, np.ones(len(left)), entities.count)


def company_graph(holders: Holders) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The company projection: (left, right, weight) of entities that trade with each other or share what few share.

    Trade of n consignments weighs log2(1 + n), damped by the partners of the busier side, 1/log2(1 + partners), so that a
    house with thousands of customers does not hold the country together.
    """
    entities = holders.entities
    left, right, consignments = trade_links(entities)
    partners = np.bincount(np.concatenate((left, right)), minlength=entities.count)
    busier = np.maximum(partners[left], partners[right])
    trade = np.log2(1 + consignments) / np.log2(1 + busier)
    shared = shared_links(holders, trade_weight=0.0)
    return sum_by_pair(
        np.concatenate((left, shared.pair_left)),
        np.concatenate((right, shared.pair_right)),
        np.concatenate((trade, shared.pair_weight)),
        entities.count,
    )
