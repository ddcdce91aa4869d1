"""Who is mentioned in which part by which record: the way from a label on a record to the party in the graph."""

from collections.abc import Iterator
from typing import NamedTuple

from graph.projection.projection import Projection
from graph.schema import EDGE_TYPE_OF_NUMBER
from graph.vocabulary import CONSIGNMENT_ROLES, REGISTER_ROLES

REGISTERED_ITSELF = "party"  # the kind of a register's record, and the role of the party that it is about


class Mention(NamedTuple):
    """A record, by its originator, kind and own number, names somebody in a role."""

    originator: str
    kind: str
    source_id: str
    role: str


def mentions_of(projection: Projection) -> Iterator[tuple[Mention, int]]:
    """Every mention of a party with the party's node number, in the order of the edges.

    A registered party is mentioned by its own record. Where an edge carries no role, it is given under every role that
    makes such an edge.
    """
    roles: dict[str, list[str]] = {}
    for role in (*CONSIGNMENT_ROLES.values(), *REGISTER_ROLES.values()):
        roles.setdefault(role.edge, []).append(role.name)
    ids, columns = projection.ids, projection.columns
    edges = projection.edges_of_types(list(roles))
    for edge in edges.tolist():
        source = int(columns.source[edge])
        originator, kind, source_id = _record_of(ids[source])
        spoken = columns.roles[columns.role[edge]]
        for name in [spoken] if spoken else roles[EDGE_TYPE_OF_NUMBER[int(columns.type[edge])]]:
            yield Mention(originator, kind, source_id, name), int(columns.target[edge])
    for number in projection.numbers_of("Party").tolist():
        if not projection.is_inline_party[number] and ids[number].count(":") > 2:
            originator, kind, source_id = _record_of(ids[number])
            if kind == REGISTERED_ITSELF:
                yield Mention(originator, kind, source_id, REGISTERED_ITSELF), number


def _record_of(node_id: str) -> tuple[str, str, str]:
    """Originator, kind and own number of a record, by the id of its node; of an inline party empty texts."""
    _, channel, *rest = node_id.split(":", 3)
    return (channel.split("/")[0], *rest) if len(rest) == 2 else (channel.split("/")[0], "", "")  # type: ignore[return-value]  # two pieces
