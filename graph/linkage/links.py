"""Links between entities: through values that few share, and by trade. Weighted, never through a hub."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from graph.kernels.components import pairs_within, sum_by_pair
from graph.kernels.expand import matches
from graph.linkage.holders import RECEIVING, SENDING, Holders, ends_of
from graph.linkage.hubs import is_hub
from graph.linkage.identity import Entities
from graph.model import UNDATED


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

    def rows_of(self, left: int, right: int) -> np.ndarray:
        """The rows of one pair of entities."""
        order, keys = self._by_key
        key = (min(left, right) << 32) | max(left, right)
        return order[np.searchsorted(keys, key, "left") : np.searchsorted(keys, key, "right")]

    def weight_between(self, left: int, right: int) -> float:
        """Summed weight of one pair of entities; 0 where nothing links them."""
        order, keys = self._by_pair_key
        key = (min(left, right) << 32) | max(left, right)
        place = int(np.searchsorted(keys, key))
        return float(self.pair_weight[order[place]]) if place < len(keys) and keys[place] == key else 0.0

    @cached_property
    def _by_pair_key(self) -> tuple[np.ndarray, np.ndarray]:
        keys = (self.pair_left.astype(np.int64) << 32) | self.pair_right
        order = np.argsort(keys, kind="stable")
        return order, keys[order]

    @cached_property
    def _by_key(self) -> tuple[np.ndarray, np.ndarray]:
        keys = (self.left.astype(np.int64) << 32) | self.right
        order = np.argsort(keys, kind="stable")
        return order, keys[order]

    def among(self, wanted: np.ndarray) -> "Links":
        """The links of which both ends are wanted (a flag by entity)."""
        rows = wanted[self.left] & wanted[self.right]
        pairs = wanted[self.pair_left] & wanted[self.pair_right]
        return Links(
            self.left[rows],
            self.right[rows],
            self.weight[rows],
            self.row[rows],
            self.pair_left[pairs],
            self.pair_right[pairs],
            self.pair_weight[pairs],
        )

    def plus(self, other: "Links") -> "Links":
        """Both, where no pair stands in both."""
        names = (field.name for field in fields(self))
        return Links(*(np.concatenate((getattr(self, name), getattr(other, name))) for name in names))


@dataclass(frozen=True, slots=True)
class LinkRule:
    """What makes a link: the factor on hub caps, days until a repeated use, the largest gap between two uses.

    Families of evidence may be left out.
    """

    cap_factor: float = 1.0
    repeat_days: int = 5
    max_gap_days: int | None = None
    without: frozenset[str] = frozenset()


def shared_links(holders: Holders, is_control: bool, rule: LinkRule = LinkRule()) -> Links:
    """Links of control or of commerce: pairs that share a value, and parties that serve or trade with those they serve.

    A value with k holders gives each pair its relation's factor times 1/log2(k), 1 for two (Adamic and Adar 2003,
    doi:10.1016/S0378-8733(03)00009-1); k is the rarity of the value, a hub gives nothing. Of one family of evidence the
    strongest counts for a pair, families add up.
    """
    kept = ~is_hub(holders, rule.cap_factor) & holders.repeats(rule.repeat_days) & (holders.is_control == is_control)
    for family in rule.without:
        kept &= holders.family != holders.family_number(family)
    conducts = np.flatnonzero(kept)
    pairing = np.flatnonzero(kept & ~holders.is_direct)
    pairs = pairs_within(holders.group[pairing], holders.entity[pairing], largest=len(pairing))
    left_row, right_row = pairing[pairs.left_row], pairing[pairs.right_row]
    if rule.max_gap_days is not None:
        near = _near(holders, left_row, right_row, rule.max_gap_days)
        left_row, right_row = left_row[near], right_row[near]
    left, right, row = holders.entity[left_row], holders.entity[right_row], left_row
    party, served, served_row = _served(holders, conducts)
    left = np.concatenate((left, np.minimum(party, served)))
    right = np.concatenate((right, np.maximum(party, served)))
    row = np.concatenate((row, served_row))
    weight = holders.factor[row] / np.log2(np.maximum(holders.rarity[row], 2))
    return Links(left, right, weight, row, *_by_pair(left, right, holders.family[row], weight, holders.entities.count))


def _by_pair(
    left: np.ndarray, right: np.ndarray, family: np.ndarray, weight: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weight of each pair: the sum over families of evidence of the strongest in each."""
    order = np.lexsort((weight, family, right, left))
    left, right, family, weight = left[order], right[order], family[order], weight[order]
    last = np.ones(len(left), dtype=bool)
    last[:-1] = (left[1:] != left[:-1]) | (right[1:] != right[:-1]) | (family[1:] != family[:-1])
    return sum_by_pair(left[last], right[last], weight[last], count)


def _near(holders: Holders, left: np.ndarray, right: np.ndarray, days: int) -> np.ndarray:
    """Whether the two holders used the value within so many days of each other; undated ones count as near."""
    begins = np.maximum(holders.first_on[left], holders.first_on[right])
    ends = np.minimum(holders.last_on[left], holders.last_on[right])
    undated = (holders.first_on[left] == UNDATED) | (holders.first_on[right] == UNDATED)
    near: np.ndarray = undated | (begins - ends <= days)
    return near


def _served(holders: Holders, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(party, holder, row) where the value is itself a party, with two holders or more or directly linked."""
    party = holders.entities.of_node[holders.value[rows]]
    counts = (holders.count[rows] >= 2) | holders.is_direct[rows]
    kept = (party >= 0) & counts & (party != holders.entity[rows])
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


PEOPLE = frozenset({"association", "case"})  # families of evidence that are said of people and not of companies

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


def company_graph(trade: Pairs, shared: Links, count: int) -> Pairs:
    """The company projection: (left, right, weight) of entities that trade with each other or share what few share.

    Trade of n consignments weighs log2(1 + n), damped by the partners of the busier side, 1/log2(1 + partners), so that
    a house with thousands of customers does not hold the country together.

    Args:
        trade: As `trade_links` gives it.
        shared: Links of control, those of people left out.
        count: Entities.
    """
    left, right, consignments = trade
    partners = np.bincount(np.concatenate((left, right)), minlength=count)
    busier = np.maximum(partners[left], partners[right])
    weight = np.log2(1 + consignments) / np.log2(1 + busier)
    return sum_by_pair(
        np.concatenate((left, shared.pair_left)),
        np.concatenate((right, shared.pair_right)),
        np.concatenate((weight, shared.pair_weight)),
        count,
    )
