"""Writing to Neo4j: one transaction takes changes, marks and the sweep of what lost its last edge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, LiteralString

import neo4j

from graph.errors import StoreProblem
from graph.model import EdgeKey, EdgeRow, NodeRow, day_text, edge_id
from graph.schema import NODE_TYPES, TYPE_OF_PREFIX, Ownership
from graph.store.base import ApplyCounts, Changes, HubRegister
from graph.store.neo4j import cypher
from graph.store.neo4j.base import Neo4jBase, translated
from graph.store.neo4j.properties import texts, to_neo4j
from graph.store.version import NO_DIGEST, shifted

ROWS = 5_000  # of one statement: larger ones gained nothing
WHOLE_WIPE = 20_000  # nodes that one transaction deletes; more go in parts
RECORDS_PER_TRANSACTION = 1_000  # about 25,000 nodes and edges: fits a server with half a gigabyte of heap

_LOCK_CHANNELS = (
    f"UNWIND $names AS name MERGE (c:`{cypher.CHANNEL}` {{name: name}}) ON CREATE SET c.digest = $none"
    " SET c.digest = c.digest RETURN c.name AS name, c.digest AS digest"
)
_SET_DIGESTS = (
    f"UNWIND $rows AS r MATCH (c:`{cypher.CHANNEL}` {{name: r[0]}}) SET c.digest = r[1], c.written = randomUUID()"
)


def label_of(node_id: str) -> str:
    """The label that an id's prefix tells."""
    return TYPE_OF_PREFIX[node_id.partition(":")[0]]


def parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Rows in lots of one statement."""
    for start in range(0, len(rows), ROWS):
        yield rows[start : start + ROWS]


class _Transaction:
    """The state of one attempt at one `apply`."""

    def __init__(self, tx: neo4j.ManagedTransaction, changes: Changes) -> None:
        self.tx, self.changes = tx, changes
        self.known: dict[str, str | None] = {}  # owners that exist -> the version applied
        self.numbers: dict[str, int] = {}  # internal numbers, for this transaction alone
        self.loose: set[str] = set()  # nodes that may have lost their last edge
        self.counts = ApplyCounts()

    def run(self) -> ApplyCounts:
        """Carries the changes out; what is removed first may be wanted again by what is added."""
        self._check()
        digests = self._lock_channels()
        self._look()
        self._remove_records()
        self._remove_edges(self.changes.removed)
        self._write_nodes()
        self._write_edges()
        self._sweep()
        self._write_digests(digests)
        return self.counts

    def _check(self) -> None:
        described = {node.id for node in self.changes.nodes}
        for record in self.changes.marks:
            if record not in described:
                raise KeyError(record)

    def _lock_channels(self) -> dict[str, bytes]:
        """Locks the channels that are written to, so that their digests follow one another."""
        names = sorted(set(self.changes.channels.values()))
        rows = self.tx.run(_LOCK_CHANNELS, names=names, none=NO_DIGEST.hex())
        return {row["name"]: bytes.fromhex(row["digest"]) for row in rows}

    def _look(self) -> None:
        owners = {node.id for node in self.changes.nodes} | set(self.changes.gone)
        for label, ids in cypher.by_label(owners).items():
            for part in parts(ids):
                for node_id, number, version in self.tx.run(cypher.states(label), ids=part).single(strict=True)[
                    "found"
                ]:
                    self.known[node_id] = version
                    self.numbers[node_id] = number

    def _remove_records(self) -> None:
        self._delete(id_ for id_ in self.changes.gone if id_ in self.known)

    def _delete(self, ids: Iterable[str]) -> None:
        for label, group in cypher.by_label(ids).items():
            for part in parts(group):
                row = self.tx.run(cypher.delete_owners(label), ids=part).single(strict=True)
                ends = [end for targets in row["ends"] for end in targets]
                self.loose.update(ends)
                self.counts += ApplyCounts(removed_nodes=row["nodes"], removed_edges=len(ends))

    def _remove_edges(self, removed: Iterable[EdgeKey]) -> None:
        by_type: dict[str, list[str]] = defaultdict(list)
        for key in removed:
            by_type[key.type].append(edge_id(key.owner, key.type, key.role, key.target))
        for edge, ids in by_type.items():
            for part in parts(ids):
                targets = self.tx.run(cypher.delete_edges(edge), ids=part).single(strict=True)["targets"]
                self.loose.update(targets)
                self.counts += ApplyCounts(removed_edges=len(targets))

    def _write_nodes(self) -> None:
        described: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)
        changed = 0
        for node in self.changes.nodes:
            is_known = node.id in self.known
            if is_known and node.id not in self.changes.marks:
                continue
            changed += is_known
            if node.channel:
                second = cypher.PARTY_KINDS.get(str((node.properties or {}).get("kind")), "")
                key = (node.type, second if node.type == "Party" else "")
                described[key].append([node.id, self._properties(node)])
        for (label, second), rows in described.items():
            self._write(cypher.write_owners(label, second), sorted(rows, key=lambda row: row[0]))
        named = {node.id for node in self.changes.nodes if node.channel}
        shared = {edge.target for edge in self.changes.edges if edge.target not in named}
        for label, ids in cypher.by_label(shared).items():
            self._write(cypher.write_shared(label), [[node_id, texts(node_id, None)] for node_id in sorted(ids)])
        self.counts += ApplyCounts(nodes=changed)

    def _properties(self, node: NodeRow) -> dict[str, Any]:
        kept = to_neo4j(node.properties)
        kept[cypher.ID], kept[cypher.CHANNEL_NAME] = node.id, node.channel
        kept |= texts(node.id, node.properties)
        if node.id in self.changes.marks:
            kept[cypher.APPLIED] = self.changes.marks[node.id].hex()
        return kept

    def _write(self, statement: LiteralString, rows: Sequence[Any]) -> None:
        for part in parts(rows):
            result = self.tx.run(statement, rows=part)
            self.numbers.update(result.single(strict=True)["found"])
            self.counts += ApplyCounts(nodes=result.consume().counters.nodes_created)

    def _write_edges(self) -> None:
        channels = {node.id: node.channel for node in self.changes.nodes if node.channel}
        numbers = self.numbers
        lots: dict[tuple[str, bool, bool], dict[str, list[Any]]] = defaultdict(dict)
        for edge in self.changes.edges:
            is_fresh = edge.owner not in self.known
            if not is_fresh and edge.owner not in self.changes.marks:
                continue  # a party that was here before has its edges already
            row = _edge_row(edge, numbers[edge.owner], numbers[edge.target], channels[edge.owner])
            lots[edge.type, is_fresh, bool(edge.properties)][row[2]] = row
        for (kind, is_fresh, has_more), rows in lots.items():
            statement = cypher.write_edges(kind, is_fresh, has_more)
            for part in parts(sorted(rows.values(), key=itemgetter(1, 0))):
                matched = self.tx.run(statement, rows=part).single(strict=True)["matched"]
                if matched != len(part):
                    raise StoreProblem(
                        f"{len(part) - matched} of {len(part)} {kind} edges have an end that is not in the store",
                        "nothing of this step was written; run `halqa rebuild`",
                    )
                self.counts += ApplyCounts(edges=matched)

    def _sweep(self) -> None:
        """Removes nodes without an edge left: inline parties first, then what only they mentioned."""
        touched: set[str] = set()
        while self.loose:
            candidates, self.loose = self.loose, set()
            lost: list[str] = []
            for label, ids in cypher.by_label(candidates).items():
                for part in parts(sorted(ids)):
                    lost += self.tx.run(cypher.unreferenced(label), ids=part).single(strict=True)["ids"]
            touched |= candidates
            touched -= set(lost)
            self._delete(lost)
        parties = sorted(id_ for id_ in touched if id_.startswith("party:"))
        for label in sorted(set(cypher.ROLE_LABELS.values())):
            for part in parts(parties):
                self.tx.run(cypher.forget_role(label), ids=part).consume()

    def _write_digests(self, digests: dict[str, bytes]) -> None:
        changes = self.changes
        old: dict[str, dict[str, bytes]] = defaultdict(dict)
        new: dict[str, dict[str, bytes]] = defaultdict(dict)
        for record in (*changes.marks, *changes.gone):
            version = self.known.get(record)
            if version:
                old[changes.channels[record]][record] = bytes.fromhex(version)
        for record, mark in changes.marks.items():
            new[changes.channels[record]][record] = mark
        rows = [[name, shifted(digest, old[name], new[name]).hex()] for name, digest in digests.items()]
        self.tx.run(_SET_DIGESTS, rows=rows).consume()


def _edge_row(edge: EdgeRow, source: int, target: int, channel: str) -> list[Any]:
    on = None if edge.on is None else day_text(edge.on)
    name = edge_id(edge.owner, edge.type, edge.role, edge.target)
    row = [source, target, name, channel, on, edge.role or None]
    return [*row, to_neo4j(edge.properties)] if edge.properties else row


class Neo4jWrites(Neo4jBase):
    """The writing half of the Neo4j store."""

    records_per_transaction = RECORDS_PER_TRANSACTION

    @translated
    def ensure_schema(self, anew: bool = False) -> None:
        """Makes what is missing, and finishes a wipe that was stopped; see `Neo4jBase.ensure_schema`."""
        super().ensure_schema(anew)
        if self._meta("wiping"):
            self.wipe()

    @translated
    def apply(self, changes: Changes) -> ApplyCounts:
        """Writes nodes, edges and marks in one transaction; idempotent."""
        return self._writing(lambda tx: _Transaction(tx, changes).run())

    @translated
    def applied(self, record_ids: Iterable[str]) -> dict[str, bytes]:
        """The applied versions of these record nodes; records without one are absent."""

        def work(tx: neo4j.ManagedTransaction) -> dict[str, bytes]:
            found = {}
            for label, ids in cypher.by_label(record_ids).items():
                for part in parts(ids):
                    rows = tx.run(cypher.states(label), ids=part).single(strict=True)["found"]
                    found.update({name: bytes.fromhex(version) for name, _, version in rows if version})
            return found

        return self._reading(work)

    @translated
    def mark_batch(self, token: str, applied: bool) -> None:
        """Keeps or takes away the mark of an applied batch."""
        label = cypher.quoted(cypher.BATCH)
        query = f"MERGE (:{label} {{token: $token}})" if applied else f"MATCH (b:{label} {{token: $token}}) DELETE b"
        self._writing(lambda tx: tx.run(query, token=token).consume())

    @translated
    def publish_hubs(self, values: Iterable[str]) -> HubRegister:
        """Publishes a new version of the hub register."""
        version = int(self._meta("hub_register") or 0) + 1
        kept = frozenset(values)
        hub, meta = cypher.quoted(cypher.HUB), cypher.quoted(cypher.META)

        def work(tx: neo4j.ManagedTransaction) -> None:
            tx.run(f"MATCH (h:{hub}) DELETE h").consume()
            for part in parts(sorted(kept)):
                tx.run(f"UNWIND $ids AS id CREATE (:{hub} {{id: id}})", ids=part).consume()
            tx.run(f"MERGE (m:{meta} {{id: 'store'}}) SET m.hub_register = $v", v=str(version)).consume()

        self._writing(work)
        return HubRegister(version, kept)

    @translated
    def wipe(self) -> None:
        """Empties the store but for its layout, its record store's id and the hub register.

        A large store goes in parts, records before what they share, so that what is left after a stop is whole; the
        next opening goes on with it.
        """
        self._set_meta("wiping", "yes")
        records = [t.name for t in NODE_TYPES.values() if t.ownership is Ownership.RECORD]
        shared = [t.name for t in NODE_TYPES.values() if t.ownership is not Ownership.RECORD]
        for labels in ([cypher.BATCH, cypher.CHANNEL, cypher.DERIVED, cypher.ENTITY], records, shared):
            self._wipe_labels(labels)
        meta = cypher.quoted(cypher.META)
        self._writing(lambda tx: tx.run(f"MATCH (m:{meta}) REMOVE m.wiping, m.derivation").consume())

    def _wipe_labels(self, labels: Sequence[str]) -> None:
        any_of = "|".join(cypher.quoted(name) for name in labels)
        count = sum(self._one(f"MATCH (n:{cypher.quoted(name)}) RETURN count(n) AS n")["n"] for name in labels)
        if count <= WHOLE_WIPE:
            self._writing(lambda tx: tx.run(f"MATCH (n:{any_of}) DETACH DELETE n").consume())
            return
        with self._session(neo4j.WRITE_ACCESS) as session:
            session.run(f"MATCH (n:{any_of}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 2000 ROWS").consume()
