"""What results say of the leads of an earlier list: at which of them something was found since, a kind at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graph.linkage.inputs import EarlierAnswer
from graph.linkage.references import consignments_of_events
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_number


@dataclass(frozen=True, slots=True)
class Results:
    """Leads of one kind: on how many a load of a member was inspected since, and at how many of these was a find."""

    inspected: int
    right: int


def results_since(world: World, earlier: EarlierAnswer) -> Mapping[str, Results]:
    """Results of the leads of an earlier list by their kind, of the day on which it was kept or later.

    Args:
        world: All that is visible now; with the property `result` of inspections.
        earlier: A kept list of leads.
    """
    inspected, found = _looked_at(world, day_number(earlier.at[:10]))
    lead_of = np.full(world.entities.count, -1, dtype=np.int64)
    for place, row in enumerate(earlier.rows):
        lead_of[world.entities.of_node[world.projection.numbers_among(row["members"])]] = place
    movement, entity = world.movements.principals
    is_member = lead_of[entity] >= 0
    lead, movement = lead_of[entity[is_member]], movement[is_member]
    many = len(earlier.rows)
    was_inspected, was_right = (np.bincount(lead, flags[movement], many) > 0 for flags in (inspected, found))
    kinds = np.array([str(row["kind"]) for row in earlier.rows], dtype=object)
    return {
        kind: Results(int((was_inspected & (kinds == kind)).sum()), int((was_right & (kinds == kind)).sum()))
        for kind in sorted(set(kinds[was_inspected]))
    }


def told(results: Mapping[str, Results], earlier: EarlierAnswer) -> Iterator[Message]:
    """What a list says of the leads before it."""
    for kind, counted in results.items():
        key = "results" if kind else "results_of_others"
        yield message(f"leads.{key}", kind=kind, inspected=counted.inspected, right=counted.right, on=earlier.at[:10])


def _looked_at(world: World, since: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each movement whether it was inspected, and whether something was seized on it, from a day on."""
    columns = world.projection.columns
    day = np.full(len(world.projection.ids), UNDATED, dtype=np.int64)
    np.maximum.at(day, columns.source, columns.on)
    happened = day >= since

    def told_by(edge_type: str, counts: np.ndarray) -> np.ndarray:
        event, consignment = consignments_of_events(world.projection, edge_type)
        flags = np.zeros(world.movements.count, dtype=bool)
        flags[world.movements.of_node[consignment[counts[event]]]] = True
        return flags

    was_made = np.zeros(len(happened), dtype=bool)
    was_made[world.movements.inspections] = True
    found = told_by("SEIZED_IN", happened)
    return told_by("INSPECTED", happened & was_made) | found, found
