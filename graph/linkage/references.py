"""What references say: on whose consignments seizures were made, and who knows whom."""

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from graph.kernels.expand import distinct_pairs, matches
from graph.linkage.holders import RECEIVING, SENDING
from graph.linkage.identity import Entities
from graph.projection.projection import Projection

_PRINCIPALS = (*RECEIVING, *SENDING, "DRIVEN_BY")


def joined(left: tuple[np.ndarray, np.ndarray], right: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (a, c) where (a, b) stands in `left` and (b, c) in `right`; each once, sorted."""
    order = np.argsort(right[0], kind="stable")
    keys, values = right[0][order], right[1][order]
    row, at = matches(left[1], keys)
    pairs = distinct_pairs(left[0][row], values[at])
    return pairs.left, pairs.right


def _edges(projection: Projection, types: tuple[str, ...], reverse: bool = False) -> tuple[np.ndarray, np.ndarray]:
    rows = projection.edges_of_types(types)
    source, target = projection.columns.source[rows].astype(np.int64), projection.columns.target[rows].astype(np.int64)
    return (target, source) if reverse else (source, target)


def consignments_of_events(projection: Projection, edge_type: str) -> tuple[np.ndarray, np.ndarray]:
    """(event, consignment) for seizures (`SEIZED_IN`) or inspections (`INSPECTED`), by the document both name."""
    event, target = _edges(projection, (edge_type,))
    consignments = projection.numbers_of("Consignment")
    kept = np.isin(target, consignments, assume_unique=False)
    return event[kept], target[kept]


def associates(projection: Projection, roles: Collection[str] = ()) -> tuple[np.ndarray, np.ndarray]:
    """(party, party it knows) by the source's own key, each once, sorted; in the roles named, in any where none are.

    A key that no visible record has leads nowhere; one that several records have leads to each of them.
    """
    rows = projection.edges_of_types(("ASSOCIATED_WITH",))
    if roles:
        rows = rows[projection.has_role(rows, roles)]
    pairs = distinct_pairs(projection.columns.source[rows], projection.columns.target[rows])
    return pairs.left, pairs.right


def seizures_of_entities(projection: Projection, entities: Entities) -> dict[int, list[str]]:
    """Ids of the seizures on consignments that an entity sent, received or drove, or that were made from it, sorted."""
    event, consignment = consignments_of_events(projection, "SEIZED_IN")
    through = joined((event, consignment), _edges(projection, _PRINCIPALS))
    direct = _edges(projection, ("SEIZED_FROM",))
    found: dict[int, set[str]] = defaultdict(set)
    for seizures, parties in (through, direct):
        for seizure, entity in zip(seizures.tolist(), entities.of_node[parties].tolist(), strict=True):
            if entity >= 0:
                found[entity].add(projection.ids[seizure])
    return {entity: sorted(seizures) for entity, seizures in found.items()}
