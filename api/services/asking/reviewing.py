"""What is left to people about who is who: the review queue, ordered by what a decision would change.

A pair of entities stands in the queue once, under the link that says most. Its place follows one rule: the records that
would come together, times the doubt (`OpenPair.doubt`); ties by the ids of the two records. What somebody has judged
already, whatever he said, is no longer asked.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from graph.linkage.judged import Pair
from graph.linkage.who_is_who import OpenPair
from graph.linkage.world import World

THE_RULE = "records that would come together, times the doubt; ties by id"


def review_rows(world: World) -> list[dict[str, Any]]:
    """The review queue of what a viewer sees, the decision that changes most first."""
    who, ids = world.who_is_who, world.who_is_who.party_ids
    of_party = who.entities.of_party
    sizes = np.bincount(of_party) if len(of_party) else np.zeros(0, dtype=np.int64)
    settled = _entities_judged(world)
    of_entities: dict[tuple[int, int], list[OpenPair]] = {}
    for pair in who.open_pairs:
        one, other = sorted((int(of_party[pair.left]), int(of_party[pair.right])))
        if (one, other) not in settled:
            of_entities.setdefault((one, other), []).append(pair)
    rows = []
    for (one, other), pairs in of_entities.items():
        best = min(pairs, key=lambda pair: (not pair.is_refusal, -pair.confidence, pair.left, pair.right))
        would_join = int(sizes[one] + sizes[other])
        rows.append(
            {
                "left": ids[best.left],
                "left_label": _label(world, best.left),
                "right": ids[best.right],
                "right_label": _label(world, best.right),
                "reason": best.why.model_dump(),
                "is_refusal": best.is_refusal,
                "confidence": round(best.confidence, 4),
                "doubt": round(best.doubt, 4),
                "would_join": would_join,
                "weight": round(would_join * best.doubt, 4),
                "links": len(pairs),
            }
        )
    return sorted(rows, key=lambda row: (-row["weight"], row["left"], row["right"]))


def numbers_of(world: World, parties: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the numbers that each party shows, sorted: what tells two of one name apart."""
    p = world.projection
    return {
        party: sorted(p.ids[node] for node in p.neighbours(number).nodes.tolist() if p.type_of(node) == "Identifier")
        for party in parties
        for number in p.numbers_among([party])
    }


def _entities_judged(world: World) -> set[tuple[int, int]]:
    """Pairs of entities between which somebody has judged already."""
    judged, entities = world.judged, world.entities

    def of(pairs: Iterable[Pair]) -> Iterator[tuple[int, int]]:
        for pair in pairs:
            numbers = world.projection.numbers_among(pair)
            if len(numbers) == 2:
                one, other = sorted(int(entities.of_node[number]) for number in numbers)
                yield one, other

    return {*of(judged.different), *of(judged.unsure), *of(judged.same)}


def _label(world: World, place: int) -> str:
    return world.projection.label(int(world.entities.parties[place]))
