"""What stands around a node of the world: the ends of its edges by type, and texts that people read of nodes."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from api.services.asking.showing.places import place_name
from api.services.asking.sources import parts_of
from graph.linkage.world import World
from graph.model import UNDATED, day_text
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES, value_of

_RECORDS = frozenset({"Consignment", "Seizure", "Inspection", "Registration", "Case"})


class End(NamedTuple):
    """The other end of an edge: number of the node, edge type, whether it leads there, role, day ("" where undated)."""

    node: int
    edge: str
    outward: bool
    role: str
    on: str


def ends_at(world: World, number: int, types: Sequence[str] = ()) -> Iterator[End]:
    """The ends of the edges at a node by id of the other end, of these types (all when empty)."""
    p = world.projection
    columns, near = p.columns, p.neighbours(number)
    wanted = {EDGE_TYPES[name].number for name in types}
    for node, edge in zip(near.nodes.tolist(), near.edges.tolist(), strict=True):
        kind = int(columns.type[edge])
        if not wanted or kind in wanted:
            on = int(columns.on[edge])
            role = columns.roles[columns.role[edge]]
            outward = int(columns.source[edge]) == number
            yield End(node, EDGE_TYPE_OF_NUMBER[kind], outward, role, "" if on == UNDATED else day_text(on))


def named(world: World, number: int) -> dict[str, str]:
    """A node by id, type and what people read of it: a party stands for its entity, a place has its name."""
    p, entity = world.projection, int(world.entities.of_node[number])
    number = world.entities.members[entity][0] if entity >= 0 else number
    node_id, node_type = p.ids[number], p.type_of(number)
    return {"id": node_id, "type": node_type, "label": _label(world, number, node_id, node_type)}


def _label(world: World, number: int, node_id: str, node_type: str) -> str:
    if node_type == "Party":
        return world.entities.label(int(world.entities.of_node[number]))
    if node_type == "Place":
        return place_name(node_id)
    if node_type in _RECORDS:
        parts = parts_of(node_id)
        return parts[2] if parts else node_id
    return value_of(node_id)


def property_of(world: World, number: int, name: str) -> Any:
    """A property of a record, among those that analyses read; None where the record does not say it."""
    p = world.projection
    node_type = p.type_of(number)
    return p.property_of(node_type, name)[number - int(p.numbers_of(node_type)[0])]
