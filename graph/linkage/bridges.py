"""What holds two entities together: the values that both hold, and whether there is but one of them.

Two halves that hang on one phone are often two firms with one book-keeper. So whoever joins them is told first.
"""

from typing import NamedTuple

import numpy as np

from graph.linkage.held import Held, mentions_of_parties, own_values, values_at_work
from graph.linkage.identity import Entities
from graph.messages import Message, message
from graph.schema import NODE_TYPES


class SharedValue(NamedTuple):
    """A value that two entities hold: its node, and how many entities hold it in all."""

    node: int
    holders: int


def values_of_entities(entities: Entities) -> Held:
    """Numbers, contacts and vehicles of all parties, as rows of places of parties and nodes."""
    projection = entities.projection
    rows = (own_values(projection, mentions_of_parties(projection)), values_at_work(projection))
    return Held(*(np.concatenate([getattr(held, name) for held in rows]) for name in ("party", "value", "mentions")))


def shared_values(entities: Entities, one: int, other: int, held: Held | None = None) -> list[SharedValue]:
    """The values that two entities both hold, those with fewest holders first, then by id.

    Args:
        entities: Who is who.
        one: An entity.
        other: Another one.
        held: `values_of_entities`, where it is known already.
    """
    held = held or values_of_entities(entities)
    of_row = entities.of_party[held.party]
    both = np.intersect1d(held.value[of_row == one], held.value[of_row == other])
    shared = []
    for value in both.tolist():
        holders = len(np.unique(of_row[held.value == value]))
        shared.append(SharedValue(value, holders))
    return sorted(shared, key=lambda value: (value.holders, value.node))


def bridge_alarm(entities: Entities, shared: list[SharedValue]) -> Message | None:
    """What is to be said before two entities are joined that share one value or none; None where they share more.

    A value with more holders than the cap of its type is a hub, which holds nobody together.
    """
    projection = entities.projection
    telling = [value for value in shared if value.holders <= NODE_TYPES[projection.type_of(value.node)].cap]
    if not telling:
        return message("bridge.none")
    if len(telling) > 1:
        return None
    value = telling[0]
    return message("bridge.one", value=projection.ids[value.node], count=value.holders - 2)
