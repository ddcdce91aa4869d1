"""A link of a network unfolded: what links the two, and which records say so."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from pydantic import BaseModel, Field

from graph.kernels.reach import entries_of
from graph.linkage.holders import RECEIVING, RELATIONS, SENDING, records_behind
from graph.linkage.holders import Relation as HolderRelation
from graph.linkage.links import PEOPLE, LinkRule
from graph.linkage.network import Network, Relation
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES

_MOST_RECORDS = 3
_DIRECT = {
    Relation.ASSOCIATION: frozenset({"ASSOCIATED_WITH"}),
    Relation.OWNERSHIP: frozenset({"DIRECTED_BY", "OWNED_BY"}),
    Relation.ANY: frozenset({"ASSOCIATED_WITH", "DIRECTED_BY", "OWNED_BY"}),
    Relation.REPORTED: frozenset(EDGE_TYPE_OF_NUMBER.values()),
}

_FAMILIES: Mapping[Relation, Callable[[HolderRelation], bool]] = {
    Relation.ANY: lambda relation: not relation.direct,
    Relation.COMPANY: lambda relation: relation.family not in PEOPLE,
    Relation.SHARED: lambda relation: relation.family not in PEOPLE,
    Relation.CASES: lambda relation: relation.family == "case",
}


class Reason(BaseModel):
    """One thing that links two nodes."""

    relation: str = Field(description="What it is to both: an edge type, trade, or how both hold a value")
    through: str | None = Field(description="Id of the value or case between them; null where the two meet directly")
    label: str = Field(description="What people read: the value, else the role of the edge")
    records: list[str] = Field(description="Ids of the first records that say so")


def reasons(network: Network, left: int, right: int, most: int = 5) -> list[Reason]:
    """What links two nodes of a network, by their places: direct edges first, then trade, then what both hold."""
    found = [*_direct(network, left, right), *_trade(network, left, right), *_held(network, left, right)]
    return found[:most]


def _direct(network: Network, left: int, right: int) -> Iterator[Reason]:
    """Edges from one to the other, by type and role."""
    types = _DIRECT.get(network.relation, frozenset())
    if not types:
        return
    projection = network.world.projection
    nodes, edges = _around(network, left)
    said: dict[tuple[str, str], set[str]] = {}
    for number in edges[np.isin(nodes, network.members(right))].tolist():
        source, kind, _, role, _ = projection.edge(number)
        if kind in types:
            said.setdefault((kind, role), set()).add(source)
    for (kind, role), records in sorted(said.items()):
        yield Reason(relation=kind, through=None, label=role, records=sorted(records)[:_MOST_RECORDS])


def _trade(network: Network, left: int, right: int) -> Iterator[Reason]:
    """The consignments that one sent to the other."""
    if network.relation not in (Relation.ANY, Relation.COMPANY, Relation.TRADE):
        return
    there = np.intersect1d(_consignments(network, left, SENDING), _consignments(network, right, RECEIVING))
    back = np.intersect1d(_consignments(network, right, SENDING), _consignments(network, left, RECEIVING))
    both = np.union1d(there, back).tolist()
    if both:
        records = sorted(network.world.projection.ids[number] for number in both)[:_MOST_RECORDS]
        yield Reason(relation="trade", through=None, label=f"{len(both)}", records=records)


def _consignments(network: Network, place: int, types: tuple[str, ...]) -> np.ndarray:
    """The consignments on which a node stands on one side."""
    projection = network.world.projection
    _, edges = _around(network, place)
    kinds = projection.columns.type[edges]
    is_wanted = np.logical_or.reduce([kinds == EDGE_TYPES[name].number for name in types])
    consignments: np.ndarray = projection.columns.source[edges[is_wanted]]
    return consignments


def _around(network: Network, place: int) -> tuple[np.ndarray, np.ndarray]:
    """(nodes, edges) next to all that a node stands for."""
    adjacency = network.world.projection.adjacency
    entries = entries_of(adjacency.pointers, np.array(network.members(place)))
    return adjacency.others[entries], adjacency.edges[entries]


def _held(network: Network, left: int, right: int) -> Iterator[Reason]:
    """The values and cases that both hold, the heaviest first."""
    families = _FAMILIES.get(network.relation)
    pair = network.entity(left), network.entity(right)
    if families is None or min(pair) < 0:
        return
    world, holders = network.world, network.world.holders
    links = world.links(True, LinkRule())
    rows = links.rows_of(*pair)
    for row in rows[np.argsort(-links.weight[rows], kind="stable")].tolist():
        holder_row = int(links.row[row])
        relation, value = RELATIONS[int(holders.relation[holder_row])], int(holders.value[holder_row])
        if families(relation):
            yield Reason(
                relation=relation.name,
                through=world.projection.ids[value],
                label=world.projection.label(value),
                records=records_behind(world.entities, value, pair, _MOST_RECORDS),
            )
