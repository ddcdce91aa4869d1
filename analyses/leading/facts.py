"""The facts about groups of entities that a score is made of, each for all groups of a partition at once."""

import math
from collections.abc import Mapping

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import minimum_spanning_tree

from analyses.leading.evidence import MOST_CO_USE, OPERATIONS, REGISTERS, Evidence
from graph.kernels.chances import hypergeometric_tail
from graph.model import UNDATED

MOST_REGISTERS = 2
MOST_FIRMS = 3
MOST_SHARED = 4.0  # -log10 of a chance
TIMES = 4  # the usual share of seizures, of whom a lead is looked for
LIKELIER = (-3.0, 5.0)  # natural logarithms
YOUNG_DAYS = 730
USUAL_YOUNG = 0.3  # taken where no register says when a firm was founded
USUAL_HELPERS = 0.2  # taken where no paper of a group names a driver: nothing follows from there being none
SHARED_BEYOND_CHANCE = 0.05
AGAINST = 5  # movements without a seizure that one with nothing found counts for

Facts = Mapping[str, np.ndarray]


def facts_of(evidence: Evidence, group_of: np.ndarray, chance: np.ndarray) -> Facts:
    """The facts about the groups of a partition, an array with a value for each group by name.

    Args:
        evidence: What they are counted from.
        group_of: The group of each entity, -1 for none.
        chance: How likely each linked pair belongs together, 0-1, in the order of the pairs.
    """
    count = int(group_of.max(initial=-1)) + 1
    return (
        _of_pairs(evidence, group_of, count)
        | {"cohesion": _cohesion(evidence, group_of, count, chance)}
        | _of_firms(evidence, group_of, count)
        | _of_trade(evidence, group_of, count)
    )


def _of_pairs(evidence: Evidence, group_of: np.ndarray, count: int) -> dict[str, np.ndarray]:
    pairs = evidence.pairs
    inside = (group_of[pairs.left] == group_of[pairs.right]) & (group_of[pairs.left] >= 0)
    group = group_of[pairs.left[inside]]
    linked = np.maximum(1, np.bincount(group, minlength=count))

    def added(values: np.ndarray) -> np.ndarray:
        return np.bincount(group, weights=values[inside], minlength=count)

    def kinds(families: tuple[str, ...]) -> np.ndarray:
        total: np.ndarray = sum(added(pairs.families[name]) > 0 for name in families) + np.zeros(count)
        return total

    members = np.bincount(group_of[group_of >= 0], minlength=count)
    operations, registers = pairs.any_of(OPERATIONS), pairs.any_of(REGISTERS)
    return {
        "operations": kinds(OPERATIONS),
        "registers": np.minimum(MOST_REGISTERS, kinds(REGISTERS)),
        "both_sorts": added(operations & registers) / linked,
        "co_use": np.minimum(MOST_CO_USE, added(pairs.co_use) / np.maximum(1, members - 1)),
        "hidden": added(pairs.hidden) / linked,
        "declared": added(pairs.declared) / linked,
        "across_border": added(pairs.crosses) / linked,
    }


def _cohesion(evidence: Evidence, group_of: np.ndarray, count: int, chance: np.ndarray) -> np.ndarray:
    """The mean chance of the likeliest links that hold each group together: those of its maximum spanning tree."""
    pairs = evidence.pairs
    inside = (group_of[pairs.left] == group_of[pairs.right]) & (group_of[pairs.left] >= 0)
    size = max(1, len(group_of))
    unlikely = 2 - chance[inside]  # of a link, above 0, which would be none
    tree = minimum_spanning_tree(sp.csr_matrix((unlikely, (pairs.left[inside], pairs.right[inside])), (size, size)))
    group = group_of[tree.tocoo().row]
    total: np.ndarray = np.bincount(group, weights=2 - tree.tocoo().data, minlength=count)
    return total / np.maximum(1, np.bincount(group, minlength=count))


def _of_firms(evidence: Evidence, group_of: np.ndarray, count: int) -> dict[str, np.ndarray]:
    grouped = group_of >= 0
    receives = grouped & evidence.is_receiver
    receiving = np.bincount(group_of[receives], minlength=count)
    firms, members = np.maximum(1, receiving), np.maximum(1, np.bincount(group_of[grouped], minlength=count))
    contradicted = np.bincount(group_of[receives & evidence.shows_another], minlength=count)
    dated = grouped & ~evidence.is_person & (evidence.founded != UNDATED)
    young = np.bincount(group_of[dated & (evidence.founded >= evidence.since - YOUNG_DAYS)], minlength=count)
    known = np.bincount(group_of[dated], minlength=count)
    names_driver = np.bincount(group_of[grouped & evidence.has_named_driver], minlength=count) > 0
    beyond = np.bincount(group_of[receives], weights=evidence.seized_beyond_trade[receives], minlength=count)
    return {
        "contradicted": contradicted / firms,
        "young": np.where(known > 0, young / np.maximum(1, known), USUAL_YOUNG),
        "firms": np.minimum(MOST_FIRMS, receiving),
        "helpers": np.where(names_driver, 1 - receiving / members, USUAL_HELPERS),
        "spread": np.clip(beyond / firms, 0, 1),  # of many seizures on one firm nothing follows for its sisters
    }


def movements_by_group(evidence: Evidence, group_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(group, movement) of the movements on which a member sends, receives or drives, each once."""
    movement, entity = evidence.movements.principals
    group = group_of[entity]
    width = max(1, evidence.movements.count)
    keys = np.unique((group * width + movement)[group >= 0])
    return keys // width, keys % width


def _of_trade(evidence: Evidence, group_of: np.ndarray, count: int) -> dict[str, np.ndarray]:
    group, movement = movements_by_group(evidence, group_of)
    moved = np.bincount(group, minlength=count)
    seized = np.bincount(group, weights=evidence.movements.is_seized[movement], minlength=count)
    cleared = np.bincount(group, weights=evidence.movements.is_cleared[movement], minlength=count)
    likelier = likelier_by_seizures(seized, moved + (AGAINST - 1) * cleared, evidence.seized_share)
    return {"seizures": likelier, "shippers": _shippers(evidence, group_of, count)}


def likelier_by_seizures(seized: np.ndarray, moved: np.ndarray, usual: float) -> np.ndarray:
    """How much likelier so many seizures are at `TIMES` the usual share than at the usual one.

    The natural logarithm of the ratio of two Poisson probabilities, within `LIKELIER`: below 0 where little was seized
    for so much trade, and never higher for more trade.

    Args:
        seized: Seizures of each group.
        moved: Its movements.
        usual: Of all movements, those with a seizure.
    """
    ratio: np.ndarray = np.clip(seized * math.log(TIMES) - (TIMES - 1) * usual * moved, *LIKELIER)
    return ratio


def _shippers(evidence: Evidence, group_of: np.ndarray, count: int) -> np.ndarray:
    """-log10 of the chance that so many firms of a group buy from one sender outside of it (Bonferroni, at most 4)."""
    firm, sender = evidence.partners
    clients = np.bincount(sender, minlength=evidence.world.entities.count)
    group = group_of[firm]
    outside = (group >= 0) & (group_of[sender] != group)
    width = max(1, evidence.world.entities.count)
    cells, shared = np.unique((group * width + sender)[outside], return_counts=True)
    of_cell, sender_of = cells // width, cells % width
    tried = np.bincount(of_cell, minlength=count)
    firms = np.bincount(group_of[(group_of >= 0) & ~evidence.is_person], minlength=count)
    several = shared > 1
    of_cell, sender_of, shared = of_cell[several], sender_of[several], shared[several]
    receivers = len(np.unique(firm))
    chance = hypergeometric_tail(
        shared, np.full(len(shared), receivers), clients[sender_of], np.minimum(firms[of_cell], receivers)
    )
    chance = chance * tried[of_cell]
    is_rare = chance < SHARED_BEYOND_CHANCE
    found = np.zeros(count)
    np.maximum.at(
        found,
        of_cell[is_rare],
        np.minimum(MOST_SHARED, -np.log10(np.maximum(chance[is_rare], 10.0**-MOST_SHARED))),
    )
    return found
