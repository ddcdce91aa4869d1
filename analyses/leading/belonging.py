"""How surely two linked entities belong together: a chance, by what they share and who they are.

Most that share something have nothing to do with each other: tenants, clients of a book-keeper, those who hire one
truck. Groups are looked for among links that are likely to hold them together, and not among all that are strong.
"""

from functools import cache
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from analyses.leading.evidence import OPERATIONS, Evidence
from analyses.leading.weights import Weights, read_weights
from graph.linkage.holders import RELATIONS, SENDING
from graph.values.reference.tables import read_table

WEIGHTS = Path(__file__).with_name("belonging_weights.yaml")


@cache
def belonging_weights() -> Weights:
    """The weights of the facts about a pair that come with the program."""
    return read_weights(read_table(WEIGHTS)[0], WEIGHTS.name)


def belonging(evidence: Evidence) -> np.ndarray:
    """The chance that each linked pair belongs together, 0-1, in the order of the pairs of the links."""
    facts = facts_of_pairs(evidence)
    weights = belonging_weights()
    return weights.scores(weights.points(tuple(facts), np.column_stack(list(facts.values()))))


def facts_of_pairs(evidence: Evidence) -> dict[str, np.ndarray]:
    """The facts about each linked pair, in the order of the pairs, by name."""
    pairs, weight = evidence.pairs, evidence.links.pair_weight
    relations = evidence.world.holders.relation[evidence.links.row]
    boxes = np.array([relation.family == "container" for relation in RELATIONS])
    sent = np.array([relation.family == "crew" and relation.side == SENDING for relation in RELATIONS])
    persons = _both(evidence, evidence.is_person)
    return {
        "weight": weight,
        "beside": _beside(evidence, np.ones(len(weight), dtype=bool)),
        "operating": _beside(evidence, pairs.any_of(OPERATIONS)),
        "crowd": _crowd(evidence),
        "persons": persons,
        "receivers": _both(evidence, evidence.is_receiver),
        "across_border": pairs.crosses.astype(np.float64),
        "senders": _senders(evidence),
        "co_use": (pairs.co_use > 0).astype(np.float64),
        "container": _rarest(evidence, boxes[relations]),
        "sending": _rarest(evidence, sent[relations]),
        "phone_of_person": (pairs.families["phone"] & (persons > 0)).astype(np.float64),
    }


def _both(evidence: Evidence, flags: np.ndarray) -> np.ndarray:
    """How many of each pair a flag holds of."""
    pairs = evidence.pairs
    count: np.ndarray = flags[pairs.left].astype(np.float64) + flags[pairs.right]
    return count


def _rarest(evidence: Evidence, rows: np.ndarray) -> np.ndarray:
    """The rarity of the rarest value of some rows of the links that each pair shares, 0-1; 0 for none."""
    links, holders = evidence.links, evidence.world.holders
    found = np.zeros(len(links.pair_left))
    rarity = 1 / np.log2(np.maximum(holders.rarity[links.row[rows]], 2))
    np.maximum.at(found, evidence.pair_of[rows], rarity)
    return found


def _beside(evidence: Evidence, counted: np.ndarray) -> np.ndarray:
    """Of each pair, by how much others are linked with both: the sum of products of weights, each 1 at most.

    Args:
        evidence: What links them.
        counted: Of which pairs the links count.
    """
    return _in_common(evidence, _linked(evidence, np.minimum(1.0, evidence.links.pair_weight) * counted))


def _crowd(evidence: Evidence) -> np.ndarray:
    """Of each pair, how many others are linked with both, however weakly; whoever is linked with many counts less."""
    pairs = evidence.pairs
    partners = np.bincount(np.append(pairs.left, pairs.right), minlength=_square(evidence)[0])
    linked = _linked(evidence, np.ones(len(pairs.left)))
    return _in_common(evidence, linked @ sp.diags_array(np.sqrt(1 / np.log(2 + np.maximum(1, partners)))))


def _linked(evidence: Evidence, weight: np.ndarray) -> sp.csr_matrix:
    """Who is linked with whom, in both directions, by a weight for each pair."""
    pairs = evidence.pairs
    ends = np.concatenate((pairs.left, pairs.right)), np.concatenate((pairs.right, pairs.left))
    return sp.csr_matrix((np.tile(weight, 2), ends), shape=_square(evidence))


def _senders(evidence: Evidence) -> np.ndarray:
    """Of each pair, from whom both receive: the sum over senders, one with many customers counting less."""
    firm, sender = evidence.partners
    customers = np.bincount(sender, minlength=1)
    weight = np.sqrt(1 / np.log2(2 + customers[sender]))
    return _in_common(evidence, sp.csr_matrix((weight, (firm, sender)), shape=_square(evidence)))


def _in_common(evidence: Evidence, held: sp.csr_matrix) -> np.ndarray:
    """The natural logarithm of 1 + the product of the rows of each pair."""
    pairs = evidence.pairs
    common: np.ndarray = np.log1p(np.asarray(held[pairs.left].multiply(held[pairs.right]).sum(axis=1)).ravel())
    return common


def _square(evidence: Evidence) -> tuple[int, int]:
    size = max(1, evidence.world.entities.count)
    return size, size
