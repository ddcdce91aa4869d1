"""Reading from the embedded store: every answer is filtered by channel and ordered by text id."""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from graph.columns import TEXT, Chunks
from graph.model import UNDATED, Edge, EdgeRow, Node, Viewer, day_text
from graph.packing import packed
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES, NODE_TYPES, TYPE_OF_PREFIX
from graph.store.base import EdgeColumns, HubRegister, Neighbour, NodeColumns, Totals
from graph.store.columns import RawEdges, assembled, column_type, node_columns_of, plain_name
from graph.store.sqlite.base import (
    EDGE_TYPE,
    OWNER_SHIFT,
    TYPE_SHIFT,
    SqliteBase,
    as_node_properties,
    as_properties,
    nodes_with_ids,
    reading,
)
from graph.store.version import version_of

_ROWS_AT_ONCE = 1 << 14
_FEW = 4  # one row in so many is looked up by its number; where more are wanted, all are read
_BYTE = 0xFF
_CODE_BITS = 16  # of roles and channels
_CODE = (1 << _CODE_BITS) - 1
_OWNER = f"(edge.no >> {OWNER_SHIFT})"
_OF_TYPE = "node_range CROSS JOIN node ON node.no BETWEEN node_range.first AND node_range.last"


def _type_of(node_id: str) -> str:
    return TYPE_OF_PREFIX[node_id[: node_id.index(":")]]


def range_of(node_type: str) -> tuple[str, str]:
    """First and one-past-last id of a type: `:` is followed by `;`."""
    prefix = NODE_TYPES[node_type].prefix
    return f"{prefix}:", f"{prefix};"


def _by_column(cursor: Iterable[Any], width: int) -> Iterator[list[list[Any]]]:
    """Rows of so many values by column, a lot at a time: no row is kept as such."""
    values = itertools.chain.from_iterable(cursor)
    while lot := list(itertools.islice(values, width * _ROWS_AT_ONCE)):
        yield [lot[column::width] for column in range(width)]


class SqliteReads(SqliteBase):
    """The reading half of the embedded store."""

    @reading
    def applied_batches(self) -> frozenset[str]:
        """The batches whose records have all been applied here, by token."""
        return frozenset(token for (token,) in self._db.execute("SELECT token FROM applied_batch"))

    @reading
    def all_applied(self) -> Iterable[tuple[str, str]]:
        """Every applied record as (node id, channel), in order of id."""
        names = self._names("channel")
        rows = self._db.execute("SELECT id, channel FROM node WHERE no IN (SELECT node FROM applied) ORDER BY id")
        return [(node_id, names[channel]) for node_id, channel in rows]

    @reading
    def channels(self) -> list[str]:
        """Names of the channels that hold applied records, sorted."""
        rows = self._db.execute("SELECT name FROM channel WHERE digest <> zeroblob(16) ORDER BY name")
        return [name for (name,) in rows]

    @reading
    def edges_of(self, owners: Sequence[str]) -> dict[str, list[EdgeRow]]:
        """The edges stored for these owners."""
        roles = self._names("role")
        found: dict[str, list[EdgeRow]] = {owner: [] for owner in owners}
        rows = self._db.execute(
            f"SELECT owner.id, {EDGE_TYPE}, target.id, edge.role, edge.day, edge.properties"
            f" FROM {nodes_with_ids('owner')}"
            f" CROSS JOIN edge ON edge.no >= owner.no << {OWNER_SHIFT} AND edge.no < (owner.no + 1) << {OWNER_SHIFT}"
            " CROSS JOIN node AS target ON target.no = edge.dst",
            (json.dumps(list(owners)),),
        )
        for owner, kind, target, role, day, properties in rows:
            row = EdgeRow(owner, EDGE_TYPE_OF_NUMBER[kind], target, roles[role], day, as_properties(properties) or None)
            found[owner].append(row)
        return found

    @reading
    def get(self, ids: Sequence[str], viewer: Viewer) -> list[Node]:
        """The visible ones among these nodes, in the order asked."""
        names, properties = self._names("channel"), self._property_names()
        rows = self._db.execute(
            f"SELECT node.id, node.channel, node.properties FROM {nodes_with_ids()} WHERE {self._visible(viewer)}",
            (json.dumps(list(ids)),),
        )
        return [Node(i, _type_of(i), names[c] if c else "", as_node_properties(p, properties)) for i, c, p in rows]

    def _visible(self, viewer: Viewer) -> str:
        """Condition on `node`: its own channel is visible or, for a shared node, one of its edges is."""
        own = self._channel_filter(viewer, "node.channel")
        edge = self._channel_filter(viewer, "edge.channel")
        shared = f"EXISTS (SELECT 1 FROM edge WHERE edge.dst = node.no{edge})"
        return f"((node.channel IS NOT NULL{own}) OR (node.channel IS NULL AND {shared}))"

    @reading
    def counts(self, node_id: str, viewer: Viewer) -> dict[tuple[str, bool], int]:
        """Visible edges at a node by (edge type, outward)."""
        number = self._numbers([node_id]).get(node_id)
        if number is None:
            return {}
        seen = self._channel_filter(viewer)
        found: dict[tuple[str, bool], int] = {}
        for outward, where in ((True, self._owned(number)), (False, f"dst = {number}")):
            rows = self._db.execute(f"SELECT {EDGE_TYPE}, count(*) FROM edge WHERE {where}{seen} GROUP BY 1")
            found.update({(EDGE_TYPE_OF_NUMBER[kind], outward): n for kind, n in rows})
        return dict(sorted(found.items()))

    @staticmethod
    def _owned(number: int) -> str:
        return f"no BETWEEN {number << OWNER_SHIFT} AND {((number + 1) << OWNER_SHIFT) - 1}"

    @reading
    def neighbours(
        self, node_id: str, types: Sequence[str], viewer: Viewer, after: str = "", limit: int = 100
    ) -> list[Neighbour]:
        """Visible edges at a node, to the first `limit` other ends after the id `after`."""
        number = self._numbers([node_id]).get(node_id)
        if number is None:
            return []
        kinds = ",".join(str(EDGE_TYPES[t].number) for t in types)
        seen = self._channel_filter(viewer, "edge.channel") + (f" AND {EDGE_TYPE} IN ({kinds})" if kinds else "")
        others = json.dumps(self._first_others(number, seen, after, limit))
        columns = (
            f"other.id, {EDGE_TYPE}, edge.role, edge.channel, edge.day, edge.properties,"
            " other.channel, other.properties"
        )
        # `+` keeps an index from being used: the edges of each other end are few, those of a hub many.
        outward_query = (
            f"SELECT {columns} FROM edge CROSS JOIN node AS other ON other.no = edge.dst"
            f" WHERE edge.{self._owned(number)}{seen} AND +edge.dst IN (SELECT value FROM json_each(?))"
        )
        inward_query = (
            f"SELECT {columns} FROM json_each(?) AS wanted CROSS JOIN node AS other ON other.no = wanted.value"
            f" CROSS JOIN edge ON edge.no BETWEEN other.no << {OWNER_SHIFT} AND ((other.no + 1) << {OWNER_SHIFT}) - 1"
            f" AND +edge.dst = {number}{seen}"
        )
        rows = [
            (row, is_outward)
            for is_outward, query in ((True, outward_query), (False, inward_query))
            for row in self._db.execute(query, (others,))
        ]
        roles, names, properties_by_key = self._names("role"), self._names("channel"), self._property_names()
        rows.sort(key=lambda pair: (pair[0][0], EDGE_TYPE_OF_NUMBER[pair[0][1]], roles[pair[0][2]], pair[1]))
        answer: list[Neighbour] = []
        for other_id, group in itertools.islice(itertools.groupby(rows, key=lambda pair: pair[0][0]), limit):
            for (_, kind, role, channel, day, properties, other_channel, other_properties), outward in group:
                ends = (node_id, other_id) if outward else (other_id, node_id)
                edge = Edge(
                    source=ends[0],
                    type=EDGE_TYPE_OF_NUMBER[kind],
                    target=ends[1],
                    channel=names[channel],
                    role=roles[role],
                    on=None if day is None else day_text(day),
                    properties=as_properties(properties),
                )
                other = Node(
                    other_id,
                    _type_of(other_id),
                    names[other_channel] if other_channel else "",
                    as_node_properties(other_properties, properties_by_key),
                )
                answer.append(Neighbour(edge, other, outward))
        return answer

    def _first_others(self, number: int, seen: str, after: str, limit: int) -> list[int]:
        """The internal numbers of the first other ends by id; of a hub nothing but the ids is looked at."""
        queries = [
            f"SELECT other.id, other.no FROM edge CROSS JOIN node AS other ON other.no = {end}"
            f" WHERE {where}{seen} AND other.id > ? ORDER BY other.id LIMIT ?"
            for end, where in (("edge.dst", f"edge.{self._owned(number)}"), (_OWNER, f"edge.dst = {number}"))
        ]
        wanted = limit + 1
        while True:
            found = [self._db.execute(query, (after, wanted)).fetchall() for query in queries]
            cut = [ends[-1][0] for ends in found if len(ends) == wanted]  # behind the first of these more may come
            ends = sorted(pair for pair in itertools.chain.from_iterable(found) if not cut or pair[0] <= min(cut))
            numbers = list(dict.fromkeys(no for _, no in ends))
            if len(numbers) >= limit or not cut:
                return numbers[:limit]
            wanted *= 4  # several edges lead to one end

    @reading
    def edge_columns(self, types: Sequence[str], viewer: Viewer) -> EdgeColumns:
        """The visible edges of these types (all types when empty) as arrays."""
        kinds = ",".join(str(EDGE_TYPES[t].number) for t in types)
        where = "1" + self._channel_filter(viewer) + (f" AND {EDGE_TYPE} IN ({kinds})" if kinds else "")
        roles, channels = self._texts("role"), self._texts("channel")
        for texts, what in ((roles, "roles in one store"), (channels, "channels in one store")):
            packed(0, len(texts) - 1, _CODE_BITS, what)
        rows = self._db.execute(  # each number that comes out of SQLite costs, so several come as one
            f"SELECT no, dst, (coalesce(day, {UNDATED}) << {2 * _CODE_BITS}) | (role << {_CODE_BITS}) | channel"
            f" FROM edge WHERE {where} ORDER BY no"
        )
        no, target, rest = np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int64).reshape(-1, 3).T
        weight = np.ones(len(no))
        weighted = self._db.execute(
            f"SELECT no, weight FROM (SELECT no, json_extract(properties, '$.weight') AS weight FROM edge"
            f" WHERE properties IS NOT NULL AND {where}) WHERE weight IS NOT NULL"
        ).fetchall()
        weight[np.searchsorted(no, [place for place, _ in weighted])] = [value for _, value in weighted]
        edges = RawEdges(
            source=no >> OWNER_SHIFT,
            target=target,
            type=no >> TYPE_SHIFT & _BYTE,
            on=rest >> 2 * _CODE_BITS,
            role=rest >> _CODE_BITS & _CODE,
            channel=rest & _CODE,
            weight=weight,
        )
        numbers, ids = self._node_ids(np.unique(np.concatenate((edges.source, edges.target))))
        return assembled(edges, numbers, ids, roles, channels)

    def _node_ids(self, wanted: np.ndarray) -> tuple[np.ndarray, pa.Array]:
        """Internal numbers and text ids of nodes: of those that are wanted, or of all where these are many."""
        numbers, ids = [np.zeros(0, dtype=np.int64)], Chunks(TEXT)
        query, given = "SELECT no, id FROM node", list[str]()
        if len(wanted) * _FEW < int(wanted.max(initial=0)):
            query = "SELECT node.no, node.id FROM json_each(?) AS wanted CROSS JOIN node ON node.no = wanted.value"
            given.append(json.dumps(wanted.tolist()))
        for lot, texts in _by_column(self._db.execute(query, given), 2):
            numbers.append(np.array(lot, dtype=np.int64))
            ids.add(texts)
        return np.concatenate(numbers), ids.array()

    def _texts(self, table: str) -> list[str]:
        """The texts of a small table by their numbers, "" where a number is free."""
        names = self._names(table)
        return [names.get(number, "") for number in range(max(names, default=0) + 1)]

    @reading
    def node_columns(self, node_type: str, properties: Sequence[str], viewer: Viewer) -> NodeColumns:
        """The visible nodes of a type, with properties."""
        keys = {name: key for key, name in self._property_names().items()}
        values = "".join(
            f""", json_extract(properties, '$."{keys.get(name, "")}"')""" for name in map(plain_name, properties)
        )
        cursor = self._db.execute(
            f"SELECT id{values} FROM {_OF_TYPE} WHERE prefix = ? AND {self._visible(viewer)} ORDER BY id",
            (NODE_TYPES[node_type].prefix,),
        )
        ids, columns = Chunks(TEXT), [Chunks(column_type(node_type, name)) for name in properties]
        for texts, *given in _by_column(cursor, 1 + len(properties)):
            ids.add(texts)
            for column, lot in zip(columns, given, strict=True):
                column.add(lot)
        return node_columns_of(ids, dict(zip(properties, columns, strict=True)))

    @reading
    def totals(self, viewer: Viewer) -> Totals:
        """Visible nodes and edges by type."""
        nodes = {}
        for node_type in sorted(NODE_TYPES):
            count = self._count_nodes(node_type, viewer)
            if count:
                nodes[node_type] = count
        seen = self._channel_filter(viewer)
        rows = self._db.execute(f"SELECT {EDGE_TYPE}, count(*) FROM edge WHERE 1{seen} GROUP BY 1")
        edges = {EDGE_TYPE_OF_NUMBER[kind]: n for kind, n in rows}
        return Totals(nodes, dict(sorted(edges.items())))

    def _count_nodes(self, node_type: str, viewer: Viewer) -> int:
        where = "prefix = ?" + ("" if viewer.sees_all else f" AND {self._visible(viewer)}")
        query = f"SELECT count(*) FROM {_OF_TYPE} WHERE {where}"
        count: int = self._db.execute(query, (NODE_TYPES[node_type].prefix,)).fetchone()[0]
        return count

    @reading
    def version(self, viewer: Viewer) -> str:
        """A hash that changes exactly when what the viewer sees may have changed."""
        rows = self._db.execute("SELECT name, digest FROM channel WHERE digest <> zeroblob(16)")
        return version_of({name: digest for name, digest in rows if viewer.sees(name)})

    @reading
    def channel_versions(self, viewer: Viewer) -> dict[str, str]:
        """The same for each visible channel that holds applied records."""
        rows = self._db.execute("SELECT name, digest FROM channel WHERE digest <> zeroblob(16) ORDER BY name")
        return {name: version_of({name: digest}) for name, digest in rows if viewer.sees(name)}

    @reading
    def hub_register(self) -> HubRegister:
        """The published hub register."""
        values = frozenset(value for (value,) in self._db.execute("SELECT id FROM hub"))
        return HubRegister(int(self._meta("hub_register") or 0), values)

    @reading
    def annotations(self, run: str) -> list[tuple[str, str, str, str]]:
        """The derived edges of a run, sorted."""
        return self._db.execute(
            "SELECT source, type, target, properties FROM derived WHERE run=? ORDER BY 1, 2, 3", (run,)
        ).fetchall()
