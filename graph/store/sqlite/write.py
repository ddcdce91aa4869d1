"""Writing to the embedded store: one transaction takes changes, marks and the sweep of what lost its last edge."""

import itertools
import json
from collections.abc import Iterable, Sequence

from graph.finding import Findable, findable
from graph.model import EdgeKey, EdgeRow, NodeRow, Properties, node_type_of
from graph.packing import packed
from graph.schema import EDGE_TYPES
from graph.store.base import ApplyCounts, Changes, HubRegister
from graph.store.sqlite.base import (
    DDL,
    EDGE_TYPE,
    EDGES_OF_A_TYPE,
    INDEXES,
    OWNER_SHIFT,
    TABLES,
    TYPE_SHIFT,
    SqliteBase,
    as_node_properties,
    key_of,
    nodes_with_ids,
    translated,
)
from graph.store.version import NO_DIGEST, shifted

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


_EDGE_NUMBERS = {name: edge_type.number for name, edge_type in EDGE_TYPES.items()}


def _json(properties: object) -> str | None:
    return _encode(properties) if properties else None


def _numbered(slot: int, place: int, edge_type: str) -> int:
    """The number of an edge, by its owner with its type and its place among those."""
    return packed(slot, place, TYPE_SHIFT, f"links of type {edge_type} on one record")


class _Transaction:
    """The state of one `apply`: numbers by id, and the targets that may have lost their last edge."""

    def __init__(self, store: "SqliteWrites", changes: Changes) -> None:
        self.store = store
        self.changes = changes
        self.db = store._db
        self.numbers: dict[str, int] = {}
        self.fresh: set[int] = set()  # nodes that did not exist before this transaction
        self.loose: set[int] = set()
        self.old_marks = store.applied([*changes.marks, *changes.gone])
        self.channels = {name: no for no, name in store._names("channel").items()}
        self.property_names = store._property_names()
        self.property_keys = {name: key for key, name in self.property_names.items()}
        self.counts = ApplyCounts()

    def run(self) -> ApplyCounts:
        """Carries the changes out; the order matters: what is removed first may be wanted again by what is added."""
        self._resolve()
        self._remove_records()
        self._remove_edges(self.changes.removed)
        self._write_nodes()
        self._write_edges()
        self._sweep()
        self._write_marks()
        return self.counts

    def _kept(self, properties: Properties | None) -> str | None:
        """Properties of a node as they are kept."""
        keys = self.property_keys
        return _json({keys[name]: value for name, value in properties.items()}) if properties else None

    def _texts(self, node_id: str, properties: str | None) -> Findable:
        return findable(node_id, as_node_properties(properties, self.property_names))

    def _resolve(self) -> None:
        changes = self.changes
        wanted = {node.id for node in changes.nodes}
        wanted.update([edge.target for edge in changes.edges])
        wanted.update(changes.gone)
        for key in changes.removed:
            wanted.add(key.owner)
            wanted.add(key.target)
        self.numbers = self.store._numbers(wanted)

    def _remove_records(self) -> None:
        for record in self.changes.gone:
            number = self.numbers.pop(record, None)
            if number is not None:
                self._drop_node(number)

    def _drop_node(self, number: int) -> None:
        """Removes a node with the edges it owns, and its lines in the full-text indexes."""
        first, last = number << OWNER_SHIFT, ((number + 1) << OWNER_SHIFT) - 1
        self.db.execute("DELETE FROM applied WHERE node=?", (number,))
        targets = self.db.execute("DELETE FROM edge WHERE no BETWEEN ? AND ? RETURNING dst", (first, last)).fetchall()
        self.loose.update(dst for (dst,) in targets)
        node = self.db.execute("DELETE FROM node WHERE no=? RETURNING id, properties", (number,)).fetchone()
        self.db.execute("DELETE FROM node_key WHERE key=? AND no=?", (key_of(node[0]), number))
        self.store._forget_texts(number, self._texts(*node))
        self.counts += ApplyCounts(removed_nodes=1, removed_edges=len(targets))

    def _remove_edges(self, removed: Iterable[EdgeKey]) -> None:
        roles = self.store._role_numbers()
        for key in removed:
            owner, target = self.numbers.get(key.owner), self.numbers.get(key.target)
            if owner is None or target is None:
                continue
            first = owner << OWNER_SHIFT | EDGE_TYPES[key.type].number << TYPE_SHIFT
            cursor = self.db.execute(
                "DELETE FROM edge WHERE no BETWEEN ? AND ? AND dst=? AND role=?",
                (first, first + EDGES_OF_A_TYPE - 1, target, roles[key.role]),
            )
            self.counts += ApplyCounts(removed_edges=cursor.rowcount)
            self.loose.add(target)

    def _write_nodes(self) -> None:
        numbers, channels = self.numbers, self.channels
        new: dict[str, NodeRow | None] = {e.target: None for e in self.changes.edges if e.target not in numbers}
        changed: list[tuple[str | None, int, str | None]] = []
        for node in self.changes.nodes:
            known = numbers.get(node.id)
            if known is None:
                new[node.id] = node
            elif node.id in self.changes.marks:
                text = self._kept(node.properties)
                changed.append((text, known, text))
        if changed:
            self._find_anew(changed)
            self.db.executemany("UPDATE node SET properties=? WHERE no=? AND properties IS NOT ?", changed)
        ids = sorted(new)
        first = self._reserved(ids)
        rows: list[tuple[int, str, int | None, str | None]] = []
        texts: list[tuple[int, Findable]] = []
        for number, node_id in enumerate(ids, first):
            described = new[node_id]
            numbers[node_id] = number
            if described is None:  # a shared node is all in its id
                rows.append((number, node_id, None, None))
                texts.append((number, findable(node_id, None)))
                continue
            channel = channels[described.channel] if described.channel else None
            rows.append((number, node_id, channel, self._kept(described.properties)))
            texts.append((number, findable(node_id, described.properties)))
        self.fresh = set(range(first, first + len(rows)))
        self.db.executemany("INSERT INTO node VALUES (?,?,?,?)", rows)
        keys = sorted((key_of(node_id), number) for number, node_id in enumerate(ids, first))
        self.db.executemany("INSERT INTO node_key VALUES (?,?)", keys)
        self.store._keep_texts(texts)
        self.counts += ApplyCounts(nodes=len(rows) + len(changed))

    def _reserved(self, ids: Sequence[str]) -> int:
        """The first of as many numbers as there are new ids, in their order; a number is never given out again."""
        last = self.db.execute("SELECT last FROM node_range ORDER BY first DESC LIMIT 1").fetchone()
        first = number = (last[0] if last else 0) + 1
        for prefix, group in itertools.groupby(ids, key=node_type_of):
            count = sum(1 for _ in group)
            self.db.execute("INSERT INTO node_range VALUES (?,?,?)", (number, number + count - 1, prefix))
            number += count
        return first

    def _find_anew(self, changed: Iterable[tuple[str | None, int, str | None]]) -> None:
        """Keeps the full-text indexes in step with record nodes whose properties change."""
        for new, number, _ in changed:
            node_id, old = self.db.execute("SELECT id, properties FROM node WHERE no=?", (number,)).fetchone()
            before, after = self._texts(node_id, old), self._texts(node_id, new)
            if before != after:
                self.store._forget_texts(number, before)
                self.store._keep_texts([(number, after)])

    def _write_edges(self) -> None:
        numbers, fresh, roles = self.numbers, self.fresh, self.store._role_numbers()
        channels = self._edge_channels()
        marks = self.changes.marks
        next_free: dict[int, int] = {}
        rows, again = [], []
        for edge in self.changes.edges:
            owner_id, edge_type, target, role, on, properties = edge
            owner = numbers[owner_id]
            if owner not in fresh:
                # A record that was here before; parties that were here have their edges already.
                if owner_id in marks:
                    again.append(edge)
                continue
            kind = _EDGE_NUMBERS[edge_type]
            slot = owner << OWNER_SHIFT - TYPE_SHIFT | kind
            n = next_free.get(slot, 0)
            next_free[slot] = n + 1
            no = slot << TYPE_SHIFT | n if n < EDGES_OF_A_TYPE else _numbered(slot, n, edge_type)
            rows.append((no, numbers[target], channels[owner_id], roles[role], on, _json(properties)))
        rows.sort()  # appended to the table, not put between others: quicker, and full pages
        self.db.executemany("INSERT INTO edge VALUES (?,?,?,?,?,?)", rows)
        self.counts += ApplyCounts(edges=len(rows) + self._merge_edges(again, channels))

    def _edge_channels(self) -> dict[str, int]:
        """Channel number of each owner in the changes: a record's own, or an inline party's."""
        return {node.id: self.channels[node.channel] for node in self.changes.nodes if node.channel}

    def _merge_edges(self, edges: list[EdgeRow], channels: dict[str, int]) -> int:
        """Edges of records that had some before: known ones keep their number, new ones take a free one."""
        roles = self.store._role_numbers()
        by_owner: dict[str, list[EdgeRow]] = {}
        for edge in edges:
            by_owner.setdefault(edge.owner, []).append(edge)
        for owner_id, group in by_owner.items():
            owner = self.numbers[owner_id]
            stored = self.db.execute(
                f"SELECT no, {EDGE_TYPE}, role, dst FROM edge WHERE no BETWEEN ? AND ?",
                (owner << OWNER_SHIFT, ((owner + 1) << OWNER_SHIFT) - 1),
            ).fetchall()
            known = {(kind, role, dst): no for no, kind, role, dst in stored}
            used = set(known.values())
            free: dict[int, int] = {}  # lest each of many new edges looks at all before it
            for edge in group:
                kind, role, dst = EDGE_TYPES[edge.type].number, roles[edge.role], self.numbers[edge.target]
                no = known.get((kind, role, dst))
                if no is None:
                    slot = owner << OWNER_SHIFT - TYPE_SHIFT | kind
                    n = free.get(slot, 0)
                    while slot << TYPE_SHIFT | n in used:
                        n += 1
                    free[slot] = n + 1
                    no = _numbered(slot, n, edge.type)
                    used.add(no)
                self.db.execute(
                    "INSERT OR REPLACE INTO edge VALUES (?,?,?,?,?,?)",
                    (no, dst, channels[owner_id], role, edge.on, _json(edge.properties)),
                )
        return len(edges)

    def _sweep(self) -> None:
        """Removes targets without an edge left: inline parties first, then what only they mentioned."""
        while self.loose:
            candidates, self.loose = sorted(self.loose), set()
            for number in candidates:
                held = self.db.execute("SELECT 1 FROM edge WHERE dst=? LIMIT 1", (number,)).fetchone()
                if not held and self.db.execute("SELECT 1 FROM node WHERE no=?", (number,)).fetchone():
                    self._drop_node(number)

    def _write_marks(self) -> None:
        changes, channels = self.changes, self.channels
        old: dict[int, dict[str, bytes]] = {}
        new: dict[int, dict[str, bytes]] = {}
        for record, version in self.old_marks.items():
            old.setdefault(channels[changes.channels[record]], {})[record] = version
        rows = []
        for record, version in changes.marks.items():
            new.setdefault(channels[changes.channels[record]], {})[record] = version
            rows.append((self.numbers[record], version))
        self.db.executemany("INSERT OR REPLACE INTO applied VALUES (?,?)", rows)
        for channel in old.keys() | new.keys():
            (digest,) = self.db.execute("SELECT digest FROM channel WHERE no=?", (channel,)).fetchone()
            digest = shifted(digest, old.get(channel, {}), new.get(channel, {}))
            self.db.execute("UPDATE channel SET digest=? WHERE no=?", (digest, channel))


class SqliteWrites(SqliteBase):
    """The writing half of the embedded store."""

    records_per_transaction = 10_000

    def __init__(self, url: str, timeout_seconds: float = 10) -> None:
        super().__init__(url, timeout_seconds)
        self._roles: dict[str, int] = {}

    @translated
    def apply(self, changes: Changes) -> ApplyCounts:
        """Writes nodes, edges and marks in one transaction; idempotent."""
        with self._transaction():
            self._remember_channels(changes)
            self._remember_roles(changes)
            self._remember_properties(changes)
            return _Transaction(self, changes).run()

    def _remember_channels(self, changes: Changes) -> None:
        names = sorted(set(changes.channels.values()))
        self._db.executemany(
            "INSERT OR IGNORE INTO channel(name, digest) VALUES (?,?)", [(name, NO_DIGEST) for name in names]
        )

    def _remember_roles(self, changes: Changes) -> None:
        # Read again in every transaction: one that was rolled back, or another program's rebuild, numbers roles anew.
        roles = {edge.role for edge in changes.edges} | {key.role for key in changes.removed}
        self._db.executemany("INSERT OR IGNORE INTO role(name) VALUES (?)", [(role,) for role in sorted(roles)])
        self._roles = {name: no for no, name in self._names("role").items()}

    def _remember_properties(self, changes: Changes) -> None:
        names = {name for node in changes.nodes for name in node.properties or ()}
        self._db.executemany("INSERT OR IGNORE INTO property(name) VALUES (?)", [(name,) for name in sorted(names)])

    def _role_numbers(self) -> dict[str, int]:
        return self._roles

    def _keep_texts(self, texts: Iterable[tuple[int, Findable]]) -> None:
        for index in INDEXES:
            rows = [(number, text) for number, one in texts if (text := getattr(one, index))]
            self._db.executemany(f"INSERT INTO {index}(rowid, text) VALUES (?,?)", rows)

    def _forget_texts(self, number: int, texts: Findable) -> None:
        # A contentless index needs the old text to delete a line.
        for index in INDEXES:
            if text := getattr(texts, index):
                self._db.execute(f"INSERT INTO {index}({index}, rowid, text) VALUES ('delete',?,?)", (number, text))

    @translated
    def applied(self, record_ids: Iterable[str]) -> dict[str, bytes]:
        """The applied versions of these record nodes; records without one are absent."""
        rows = self._db.execute(
            f"SELECT node.id, applied.version FROM {nodes_with_ids()} CROSS JOIN applied ON applied.node = node.no",
            (json.dumps(list(record_ids)),),
        )
        return dict(rows.fetchall())

    @translated
    def mark_batch(self, token: str, applied: bool) -> None:
        """Keeps or takes away the mark of an applied batch."""
        if applied:
            self._db.execute("INSERT OR IGNORE INTO applied_batch VALUES (?)", (token,))
        else:
            self._db.execute("DELETE FROM applied_batch WHERE token=?", (token,))
            for index in INDEXES:  # it keeps deleted texts until its parts are merged
                self._db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")

    @translated
    def publish_hubs(self, values: Iterable[str]) -> HubRegister:
        """Publishes a new version of the hub register."""
        version = int(self._meta("hub_register") or 0) + 1
        kept = frozenset(values)
        with self._transaction():
            self._db.execute("DELETE FROM hub")
            self._db.executemany("INSERT INTO hub VALUES (?)", [(value,) for value in sorted(kept)])
            self._set_meta("hub_register", str(version))
        return HubRegister(version, kept)

    @translated
    def annotate(self, run: str, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Keeps derived edges under a run."""
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO derived VALUES (?,?,?,?,?)", [(run, *row) for row in rows])

    @translated
    def remove_annotations(self, run: str, sources: Sequence[str]) -> int:
        """Removes the derived edges of a run from some nodes; how many."""
        with self._transaction():
            pairs = [(run, source) for source in sorted(set(sources))]
            return self._db.executemany("DELETE FROM derived WHERE run=? AND source=?", pairs).rowcount

    @translated
    def remove_run(self, run: str) -> int:
        """Removes the derived edges of a run; how many."""
        return self._db.execute("DELETE FROM derived WHERE run=?", (run,)).rowcount

    @translated
    def wipe(self) -> None:
        """Empties the store but for its layout, its record store's id and the hub register."""
        with self._transaction():
            for table in TABLES:
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in DDL.strip().split(";\n"):
                if statement.strip():
                    self._db.execute(statement)
            self._db.execute("DELETE FROM meta WHERE key='derivation'")
        self._roles = {}
