"""A consignment that is asked about: who and what stands on it, and when it is expected where; from a record or a node.

A record is read by the very function that would bring it into the graph, so that a plate or a phone is read alike.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pyarrow.compute as pc

from analyses.leading.arriving import POSTS, expected_of, moment_expected
from graph.canonical import RECORD_KINDS, Record
from graph.derivation.assertions import Assertions, assertions
from graph.derivation.parts import merged
from graph.errors import BadValue, NotFound
from graph.linkage.matching import Query
from graph.linkage.world import World
from graph.model import Channel, EdgeRow
from graph.schema import EDGE_TYPE_OF_NUMBER

ROLES = {
    "CONSIGNED_TO": "receiver",
    "SHIPPED_BY": "sender",
    "DRIVEN_BY": "driver",
    "NOTIFIES": "notify party",
    "CARRIED_BY": "carrier",
    "FORWARDED_BY": "forwarder",
    "DECLARED_BY": "declarant",
    "STORED_BY": "warehouse",
    "TRANSITED_BY": "principal",
    "PAID_BY": "payer",
}
_THINGS = ("ON_VEHICLE", "IN_CONTAINER")
_AT_WORK = ("DRIVEN_BY", "CARRIED_BY")  # whom a vehicle tells
_CONSIGNMENT = "Consignment"
_ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class AnnouncedParty:
    """A party on a paper: in which role, under which name, what tells who it is; in the graph its entity, else -1."""

    role: str
    name: str
    query: Query
    entity: int = -1


@dataclass(frozen=True, slots=True)
class Announced:
    """A consignment that is asked about.

    Attributes:
        id: Of its node in the graph; empty where it was read from a file or a request.
        number: Its own number.
        kind: declaration, manifest, arrival.
        line: Line of the file, or place in the request from 1; 0 for a node.
        parties: Those that stand on it, the receiver first.
        things: Ids of its vehicles and containers.
        post: Id of the post that it comes to next; empty where none is said.
        expected: When it is expected, as its paper says it; empty where it says nothing.
        at: The same as a moment.
        flags: What is wrong with it, by code.
        node: Number of its node, -1 where it has none.
        day: Number of its day; None where it says none, and for a node.
        properties: What it says of goods, countries and moments; empty for a node.
        links: (edge type, role, id) of what it names, and of the phones and addresses of its receiver.
    """

    id: str
    number: str
    kind: str
    line: int
    parties: tuple[AnnouncedParty, ...]
    things: tuple[str, ...]
    post: str
    expected: str
    at: datetime.datetime | None
    flags: tuple[str, ...] = ()
    node: int = -1
    day: int | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[tuple[str, str, str], ...] = ()


def of_records(records: Sequence[tuple[int, Record]], channel: Channel) -> list[Announced]:
    """The consignments among the records (line, record) of a file or request, parts of one put together.

    Records of other kinds, and those that take a record back, are left out.
    """
    pieces: dict[tuple[str, str], list[tuple[int, Record]]] = defaultdict(list)
    for line, record in records:
        if RECORD_KINDS[record.kind].node_type == _CONSIGNMENT and not record.is_deleted:
            pieces[record.kind, record.source_id].append((line, record))
    announced = []
    for some in pieces.values():
        some.sort(key=lambda piece: piece[1].part)
        record = merged([piece for _, piece in some])
        said = assertions(record, channel)
        announced.append(_of_said(record, said, min(line for line, _ in some)))
    return announced


def _of_said(record: Record, said: Assertions, line: int) -> Announced:
    properties = said.node.properties or {}
    expected, at = _expected(record, str(properties.get("expected_at") or ""), str(properties.get("expected_on") or ""))
    by_type: dict[str, list[EdgeRow]] = defaultdict(list)
    for edge in said.edges:
        by_type[edge.type].append(edge)
    return Announced(
        id="",
        number=record.source_id,
        kind=record.kind,
        line=line,
        parties=tuple(_parties(said, by_type)),
        things=tuple(edge.target for name in _THINGS for edge in by_type[name]),
        post=next((edge.target for name in POSTS for edge in by_type[name]), ""),
        expected=expected,
        at=at,
        flags=tuple(dict.fromkeys(said.flags)),
        day=next((edge.on for edge in said.edges if edge.on is not None), None),
        properties=properties,
        links=tuple((edge.type, edge.role, edge.target) for edge in (*said.edges, *_of_receiver(said, by_type))),
    )


def _of_receiver(said: Assertions, by_type: Mapping[str, list[EdgeRow]]) -> Iterator[EdgeRow]:
    """What the receiver shows of himself."""
    receivers = {edge.target for edge in by_type["CONSIGNED_TO"]}
    for party in said.parties:
        if party.node is not None and party.node.id in receivers:
            yield from party.edges


def _expected(record: Record, at: str, day: str) -> tuple[str, datetime.datetime | None]:
    """When it is expected; of a notice that says neither moment nor day, its own day."""
    return moment_expected(at, day or (record.day if record.kind == _ARRIVAL else ""))


def _parties(said: Assertions, by_type: dict[str, list[EdgeRow]]) -> Iterator[AnnouncedParty]:
    parties = {party.node.id: party for party in said.parties if party.node is not None}
    vehicles = tuple(edge.target for edge in by_type["ON_VEHICLE"])
    for edge_type, role in ROLES.items():
        for edge in by_type[edge_type]:
            party = parties.get(edge.target)
            if party is None or party.node is None:
                continue
            about = party.node.properties or {}
            name, kind = str(about.get("name") or ""), about.get("kind")
            aliases = about.get("alias") or ()
            query = Query(
                names=tuple(filter(None, (name, *((aliases,) if isinstance(aliases, str) else aliases)))),
                is_person=kind == "person" if kind else None,
                country=str(about.get("country") or ""),
                birth_on=str(about.get("birth_on") or ""),
                values=(*(own.target for own in party.edges), *(vehicles if edge_type in _AT_WORK else ())),
            )
            yield AnnouncedParty(role, name, query)


def of_node(world: World, node_id: str) -> Announced:
    """A consignment of the graph.

    Raises:
        NotFound: it is not visible.
        BadValue: it is no consignment.
    """
    p = world.projection
    node = p.number_of(node_id)
    if node is None:
        raise NotFound(f"no consignment {node_id!r}", "`halqa search NUMBER` finds ids")
    if p.type_of(node) != _CONSIGNMENT:
        raise BadValue(f"{node_id!r} is no consignment", "`halqa search NUMBER` finds the id of one")
    kind = node_id.split(":", 3)[2]
    near = p.neighbours(node)
    types = [EDGE_TYPE_OF_NUMBER[number] for number in p.columns.type[near.edges].tolist()]
    ends: dict[str, list[int]] = defaultdict(list)
    for edge_type, other in zip(types, near.nodes.tolist(), strict=True):
        ends[edge_type].append(other)
    expected, at = expected_of(world, node) if kind == _ARRIVAL else ("", None)
    entity_of = world.entities.of_node
    parties = (
        AnnouncedParty(role, p.label(other), Query(), int(entity_of[other]))
        for edge_type, role in ROLES.items()
        for other in ends[edge_type]
    )
    return Announced(
        id=node_id,
        number=node_id.split(":", 3)[-1],
        kind=kind,
        line=0,
        parties=tuple(dict.fromkeys(parties)),
        things=tuple(p.ids[other] for other in chain.from_iterable(ends[name] for name in _THINGS)),
        post=next((p.ids[other] for name in POSTS for other in ends[name]), ""),
        expected=expected,
        at=at,
        node=node,
    )


def ids_of_number(world: World, number: str) -> list[str]:
    """Ids of the consignments of a number, or the id itself where it is one; sorted.

    Raises:
        NotFound: none is visible.
    """
    p = world.projection
    if p.number_of(number) is not None:
        return [number]
    numbers = p.numbers_of(_CONSIGNMENT)
    ids = p.ids.array[numbers[0] : numbers[-1] + 1] if len(numbers) else p.ids.array[:0]
    named = ids.filter(pc.ends_with(ids, f":{number.strip()}")).to_pylist() if number.strip() else []
    if not named:
        raise NotFound(f"no consignment {number!r}", "`halqa search NUMBER` finds ids; a file is named by its path")
    return sorted(named)
