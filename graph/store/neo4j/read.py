"""Reading from Neo4j: every answer is filtered by channel and ordered by text id; edges leave as columns by type.

Internal numbers (`id()`, cheaper than any text) tie the columns of one transaction together and never leave it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import neo4j
import numpy as np
import pyarrow as pa

from graph.columns import TEXT, Chunks
from graph.errors import Overtaken
from graph.model import UNDATED, Edge, EdgeRow, Node, Viewer, day_number
from graph.schema import EDGE_TYPES, NODE_TYPES, Ownership
from graph.store.base import EdgeColumns, HubRegister, Neighbour, NodeColumns, Totals
from graph.store.columns import RawEdges, assembled, column_type, node_columns_of
from graph.store.neo4j import cypher
from graph.store.neo4j.base import COLUMNS_SECONDS, Neo4jBase, translated
from graph.store.neo4j.properties import edge_properties, node_properties
from graph.store.neo4j.write import label_of, parts
from graph.store.version import NO_DIGEST, version_of

_RECORD_LABELS = "|".join(cypher.quoted(name) for name in cypher.RECORD_TYPES)
_ALL_APPLIED = (
    f"MATCH (n:{_RECORD_LABELS}) WHERE n.{cypher.APPLIED} IS NOT NULL RETURN n.id AS id, n.channel AS channel"
)


def _is_owned(label: str) -> bool:
    """Whether nodes of a label have a channel of their own."""
    return NODE_TYPES[label].ownership is Ownership.RECORD


def _seen(label: str, viewer: Viewer) -> LiteralString:
    """The condition on a node `n` of a label that the viewer sees it; "" where he sees everything."""
    if viewer.sees_all:
        return ""
    if _is_owned(label):
        return " WHERE n.channel IN $channels"
    return " WHERE EXISTS { (n)<-[r]-() WHERE r.channel IN $channels }"


def _node(node_id: str, kept: Mapping[str, Any]) -> Node:
    return Node(node_id, label_of(node_id), kept.get(cypher.CHANNEL_NAME) or "", node_properties(kept))


def _edge(source: str, kind: str, target: str, kept: Mapping[str, Any]) -> Edge:
    return Edge(
        source=source,
        type=kind,
        target=target,
        channel=kept[cypher.CHANNEL_NAME],
        role=kept.get("role") or "",
        on=kept.get("on"),
        properties=edge_properties(kept),
    )


class Neo4jReads(Neo4jBase):
    """The reading half of the Neo4j store."""

    @contextmanager
    def snapshot(self, viewer: Viewer) -> Iterator[None]:
        """Compares before and after: a transaction of Neo4j reads what others commit meanwhile.

        Each write leaves a sign of its own at its channels, so that a load and its recall in between are seen too.
        """
        before = self._written(viewer)
        yield
        if self._written(viewer) != before:
            raise Overtaken(f"{self.url} was written to while it was read", "ask again when the load has ended")

    @translated
    def _written(self, viewer: Viewer) -> list[tuple[str, str, str]]:
        rows = self._read(
            f"MATCH (c:`{cypher.CHANNEL}`) WHERE $channels IS NULL OR c.name IN $channels"
            " RETURN c.name AS name, c.digest AS digest, coalesce(c.written, '') AS written",
            channels=self._channel_names(viewer.channels),
        )
        return [("", "", self._meta("hub_register")), *sorted((r["name"], r["digest"], r["written"]) for r in rows)]

    @translated
    def applied_batches(self) -> frozenset[str]:
        """The batches whose records have all been applied here, by token."""
        return frozenset(row["token"] for row in self._read(f"MATCH (b:`{cypher.BATCH}`) RETURN b.token AS token"))

    @translated
    def all_applied(self) -> Iterable[tuple[str, str]]:
        """Every applied record as (node id, channel), in order of id."""
        return sorted((row["id"], row["channel"]) for row in self._read(_ALL_APPLIED, COLUMNS_SECONDS))

    @translated
    def channels(self) -> list[str]:
        """Names of the channels that hold applied records, sorted."""
        return sorted(self._digests())

    def _digests(self) -> dict[str, bytes]:
        rows = self._read(f"MATCH (c:`{cypher.CHANNEL}`) RETURN c.name AS name, c.digest AS digest")
        digests = {row["name"]: bytes.fromhex(row["digest"]) for row in rows}
        return {name: digest for name, digest in digests.items() if digest != NO_DIGEST}

    @translated
    def edges_of(self, owners: Sequence[str]) -> dict[str, list[EdgeRow]]:
        """The edges stored for these owners."""
        found: dict[str, list[EdgeRow]] = {owner: [] for owner in owners}

        def work(tx: neo4j.ManagedTransaction) -> None:
            for label, ids in cypher.by_label(found).items():
                for part in parts(ids):
                    for row in tx.run(cypher.owned_edges(label), ids=part):
                        kept = row["kept"]
                        on = None if kept.get("on") is None else day_number(kept["on"])
                        role = kept.get("role") or ""
                        properties = edge_properties(kept) or None
                        edge = EdgeRow(row["source"], row["type"], row["target"], role, on, properties)
                        found[row["source"]].append(edge)

        self._reading(work, COLUMNS_SECONDS)
        return found

    @translated
    def get(self, ids: Sequence[str], viewer: Viewer) -> list[Node]:
        """The visible ones among these nodes, in the order asked."""
        groups = cypher.by_label(dict.fromkeys(ids))
        found: dict[str, Node] = {}
        if groups:
            statement = cypher.nodes_by_id(tuple((label, _seen(label, viewer)) for label in sorted(groups)))
            channels = self._channel_names(viewer.channels)
            given = {f"ids{i}": groups[label] for i, label in enumerate(sorted(groups))}
            for row in self._read(statement, COLUMNS_SECONDS, channels=channels, **given):
                found[row["id"]] = _node(row["id"], row["properties"])
        return [found[node_id] for node_id in ids if node_id in found]

    @translated
    def counts(self, node_id: str, viewer: Viewer) -> dict[tuple[str, bool], int]:
        """Visible edges at a node by (edge type, outward)."""
        labels = list(cypher.by_label([node_id]))
        if not labels:
            return {}
        if viewer.sees_all:
            rows = self._read(cypher.degrees(labels[0]), id=node_id)
            pairs = rows[0]["degrees"] if rows else []
        else:
            channels = self._channel_names(viewer.channels)
            rows = self._read(cypher.seen_degrees(labels[0]), id=node_id, channels=channels)
            pairs = [[row["type"], row["outward"], row["n"]] for row in rows]
        return dict(sorted(((kind, outward), n) for kind, outward, n in pairs if n))

    @translated
    def neighbours(
        self, node_id: str, types: Sequence[str], viewer: Viewer, after: str = "", limit: int = 100
    ) -> list[Neighbour]:
        """Visible edges at a node, to the first `limit` other ends after the id `after`."""
        labels = list(cypher.by_label([node_id]))
        if not labels:
            return []
        label, kinds = labels[0], tuple(types)
        given: dict[str, Any] = {"id": node_id, "channels": self._channel_names(viewer.channels)}

        def work(tx: neo4j.ManagedTransaction) -> list[neo4j.Record]:
            first = tx.run(cypher.first_others(label, kinds, viewer.sees_all), after=after, limit=limit, **given)
            by_label = cypher.by_label([row["other"] for row in first])
            return [
                row
                for other_label, others in by_label.items()
                for row in tx.run(
                    cypher.edges_to_others(label, other_label, kinds, viewer.sees_all), others=others, **given
                )
            ]

        answer = []
        for row in self._reading(work):
            other = _node(row["other"], row["properties"])
            for kind, outward, kept in row["edges"]:
                ends = (node_id, other.id) if outward else (other.id, node_id)
                answer.append(Neighbour(_edge(ends[0], kind, ends[1], kept), other, outward))
        answer.sort(key=lambda n: (n.node.id, n.edge.type, n.edge.role, n.outward))
        return answer

    @translated
    def edge_columns(self, types: Sequence[str], viewer: Viewer) -> EdgeColumns:
        """The visible edges of these types (all types when empty) as arrays."""
        channels = self._channel_names(viewer.channels)
        wanted = tuple(dict.fromkeys(types or EDGE_TYPES))

        def work(tx: neo4j.ManagedTransaction) -> EdgeColumns:
            lots = _Lots()
            for name in wanted:
                for row in tx.run(cypher.edge_columns(name, viewer.sees_all), channels=channels):
                    lots.add(name, row)
            numbers, ids = _id_map(tx, wanted)
            return assembled(lots.edges(), numbers, ids, list(lots.roles), list(lots.channels))

        return self._reading(work, COLUMNS_SECONDS)

    @translated
    def node_columns(self, node_type: str, properties: Sequence[str], viewer: Viewer) -> NodeColumns:
        """The visible nodes of a type, with properties."""
        statement = cypher.node_columns(node_type, tuple(properties), _seen(node_type, viewer))
        channels = self._channel_names(viewer.channels)
        rows = self._reading(
            lambda tx: tx.run(statement, channels=channels).single(strict=True)["rows"], COLUMNS_SECONDS
        )
        rows.sort(key=lambda row: row[0])
        ids, columns = Chunks(TEXT), {name: Chunks(column_type(node_type, name)) for name in properties}
        ids.add([row[0] for row in rows])
        for place, (name, column) in enumerate(columns.items(), 2):
            column.add([json.loads(row[place]) if name in (row[1] or ()) else row[place] for row in rows])
        return node_columns_of(ids, columns)

    @translated
    def totals(self, viewer: Viewer) -> Totals:
        """Visible nodes and edges by type."""
        channels = self._channel_names(viewer.channels)
        nodes_, edges_ = sorted(NODE_TYPES), sorted(EDGE_TYPES)

        def work(tx: neo4j.ManagedTransaction) -> Totals:
            nodes = {name: _count(tx, cypher.count_nodes(name, _seen(name, viewer)), channels) for name in nodes_}
            edges = {name: _count(tx, cypher.count_edges(name, viewer.sees_all), channels) for name in edges_}
            return Totals({k: n for k, n in nodes.items() if n}, {k: n for k, n in edges.items() if n})

        return self._reading(work, COLUMNS_SECONDS)

    @translated
    def version(self, viewer: Viewer) -> str:
        """A hash that changes exactly when what the viewer sees may have changed."""
        return version_of({name: digest for name, digest in self._digests().items() if viewer.sees(name)})

    @translated
    def channel_versions(self, viewer: Viewer) -> dict[str, str]:
        """The same for each visible channel that holds applied records."""
        digests = self._digests()
        return {name: version_of({name: digests[name]}) for name in sorted(digests) if viewer.sees(name)}

    @translated
    def hub_register(self) -> HubRegister:
        """The published hub register."""
        values = frozenset(row["id"] for row in self._read(f"MATCH (h:`{cypher.HUB}`) RETURN h.id AS id"))
        return HubRegister(int(self._meta("hub_register") or 0), values)


def _count(tx: neo4j.ManagedTransaction, statement: LiteralString, channels: Sequence[str] | None) -> int:
    count: int = tx.run(statement, channels=channels).single(strict=True)["n"]
    return count


class _Lots:
    """Edges as they come, a lot for each type, role and channel."""

    def __init__(self) -> None:
        self.roles: dict[str, int] = {}
        self.channels: dict[str, int] = {}
        self._lots: list[RawEdges] = []

    def add(self, name: str, row: neo4j.Record) -> None:
        """Takes the edges of one row of `cypher.edge_columns`."""
        count = len(row["sources"])
        days = {day: UNDATED if not day else day_number(day) for day in set(row["days"])}
        numbers = (
            EDGE_TYPES[name].number,
            self.roles.setdefault(row["role"], len(self.roles)),
            self.channels.setdefault(row["channel"], len(self.channels)),
        )
        kind, role, channel = (np.full(count, number, dtype=np.int64) for number in numbers)
        on = np.fromiter((days[day] for day in row["days"]), dtype=np.int64, count=count)
        weight = np.array(row["weights"] or np.ones(count), dtype=np.float64)
        ends = (np.array(row["sources"], dtype=np.int64), np.array(row["targets"], dtype=np.int64))
        self._lots.append(RawEdges(*ends, kind, on, role, channel, weight))

    def edges(self) -> RawEdges:
        """All of them."""
        if not self._lots:
            return RawEdges(*(np.zeros(0, dtype=np.int64) for _ in RawEdges._fields))
        return RawEdges(*(np.concatenate(column) for column in zip(*self._lots, strict=True)))


def _id_map(tx: neo4j.ManagedTransaction, types: Iterable[str]) -> tuple[np.ndarray, pa.Array]:
    """Internal numbers and text ids of every node that an edge of these types may touch."""
    labels = {label for name in types for label in (*EDGE_TYPES[name].sources, *EDGE_TYPES[name].targets)}
    numbers, ids = [np.zeros(0, dtype=np.int64)], Chunks(TEXT)
    for label in sorted(labels):
        row = tx.run(cypher.id_map(label)).single(strict=True)
        numbers.append(np.array(row["numbers"], dtype=np.int64))
        ids.add(row["ids"])
    return np.concatenate(numbers), ids.array()
