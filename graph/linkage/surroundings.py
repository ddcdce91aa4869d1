"""What stands beside what, for whoever looks around: firms and people as one node each, consignments as counted links.

A record of a movement joins a dozen nodes. Drawn as a node of its own it hides who is behind it; drawn as links between
all that stand on it, everything hangs together with everything. So a consignment links its sender and its receiver with
all that stand on it, and those who move it (carrier, driver, vehicle, container, seal) with one another as far as one
is chosen for the other: `LINKED`. All other edges link as they stand.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from graph.kernels.expand import distinct_pairs, matches
from graph.linkage.references import consignments_of_events
from graph.linkage.world import World
from graph.model import UNDATED
from graph.schema import EDGE_TYPES

CONSIGNMENTS = 0
"""The kind of a link by consignments; other kinds are the numbers of edge types."""

_PRINCIPALS = ("SHIPPED_BY", "CONSIGNED_TO")
_TOGETHER = (
    ("CARRIED_BY", "DRIVEN_BY"),
    ("CARRIED_BY", "ON_VEHICLE"),
    ("DRIVEN_BY", "ON_VEHICLE"),
    ("ON_VEHICLE", "IN_CONTAINER"),
    ("SEALED_WITH", "ON_VEHICLE"),
    ("SEALED_WITH", "IN_CONTAINER"),
    ("SEIZED_IN", "DRIVEN_BY"),
    ("SEIZED_IN", "CARRIED_BY"),
)
_NO_STANDING = ("HAS_NUMBER",)  # a document's own number is the consignment itself


def _linked() -> np.ndarray:
    """Whether what stands on a consignment by one edge type is linked with what stands there by another."""
    numbers = {name: edge_type.number for name, edge_type in EDGE_TYPES.items()}
    allowed = np.zeros((max(numbers.values()) + 1,) * 2, dtype=bool)
    for name in _PRINCIPALS:
        allowed[numbers[name], :] = allowed[:, numbers[name]] = True
    for one, other in _TOGETHER:
        allowed[numbers[one], numbers[other]] = allowed[numbers[other], numbers[one]] = True
    return allowed


LINKED = _linked()


class Stands(NamedTuple):
    """Who or what stands on a consignment: one row a consignment, node and edge type, by consignment."""

    consignment: np.ndarray
    node: np.ndarray
    type: np.ndarray
    on: np.ndarray


class Lines(NamedTuple):
    """Edges between two nodes that are no consignments, or of one with its consignments, each end its leader."""

    source: np.ndarray
    target: np.ndarray
    type: np.ndarray
    on: np.ndarray
    edge: np.ndarray


class Link(NamedTuple):
    """A link between two nodes.

    Attributes:
        source, target: Node numbers; a link by consignments goes from the sender where one is, else by number.
        kind: Number of the edge type, or `CONSIGNMENTS`.
        often: Consignments, or edges.
        months: Months since 1970-01 with how many of them are of it, ascending; those without a day are left out.
        first_on, last_on: Day numbers, `UNDATED` where no day is known.
        types: Of a link by consignments the edge types by which its ends mostly stand there, else the type twice.
        is_seized: Whether a seizure was made on one of the consignments.
    """

    source: int
    target: int
    kind: int
    often: int
    months: tuple[tuple[int, int], ...]
    first_on: int
    last_on: int
    types: tuple[int, int]
    is_seized: bool


class Near(NamedTuple):
    """Nodes beside one, a row for each and kind of link: how many records say so, and the last day of them.

    `inward` says of an edge that it comes from the other node; of a link by consignments it is False.
    """

    node: np.ndarray
    kind: np.ndarray
    inward: np.ndarray
    often: np.ndarray
    last_on: np.ndarray


@dataclass(frozen=True, eq=False)
class Surroundings:
    """A world as somebody looks around in it; made once, each answer is then a few array operations."""

    world: World

    @cached_property
    def is_consignment(self) -> np.ndarray:
        """By node number."""
        flags = np.zeros(len(self.world.projection.ids), dtype=bool)
        flags[self.world.projection.numbers_of("Consignment")] = True
        return flags

    @cached_property
    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        columns, leaders = self.world.projection.columns, self.world.leaders
        return leaders[columns.source].astype(np.int64), leaders[columns.target].astype(np.int64)

    @cached_property
    def stands(self) -> Stands:
        """All that stands on consignments."""
        columns, (source, target) = self.world.projection.columns, self._ends
        own = np.isin(columns.type, [EDGE_TYPES[name].number for name in _NO_STANDING])
        parts = []
        for here, there in ((source, target), (target, source)):
            rows = np.flatnonzero(self.is_consignment[here] & ~self.is_consignment[there] & ~own)
            parts.append((here[rows], there[rows], columns.type[rows].astype(np.int64), columns.on[rows]))
        consignment, node, kind, on = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(consignment, kind="stable")
        return Stands(consignment[order], node[order], kind[order], on[order].astype(np.int64))

    @cached_property
    def _by_node(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows of `stands` by node, and their nodes in that order."""
        order = np.argsort(self.stands.node, kind="stable")
        return order, self.stands.node[order]

    def rows_at(self, node: int) -> np.ndarray:
        """The rows of `stands` of a node."""
        order, nodes = self._by_node
        return order[np.searchsorted(nodes, node, "left") : np.searchsorted(nodes, node, "right")]

    @cached_property
    def lines(self) -> Lines:
        """Every edge, its ends as leaders."""
        columns, (source, target) = self.world.projection.columns, self._ends
        rows = np.flatnonzero(source != target)
        return Lines(source[rows], target[rows], columns.type[rows], columns.on[rows].astype(np.int64), rows)

    @cached_property
    def _lines_at(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows of `lines` by either end, and that end in the same order."""
        ends = np.concatenate((self.lines.source, self.lines.target))
        order = np.argsort(ends, kind="stable")
        return np.where(order < len(self.lines.source), order, order - len(self.lines.source)), ends[order]

    def lines_at(self, node: int) -> np.ndarray:
        """The rows of `lines` at a node."""
        rows, ends = self._lines_at
        return rows[np.searchsorted(ends, node, "left") : np.searchsorted(ends, node, "right")]

    @cached_property
    def is_seized(self) -> np.ndarray:
        """By node number, whether it is a consignment on which a seizure was made."""
        flags = np.zeros(len(self.world.projection.ids), dtype=bool)
        flags[consignments_of_events(self.world.projection, "SEIZED_IN")[1]] = True
        return flags

    @cached_property
    def seizures_of_things(self) -> Mapping[int, int]:
        """How many seizures were made in each thing, or on consignments with it; parties are in `World.seizures`."""
        p = self.world.projection
        event, consignment = consignments_of_events(p, "SEIZED_IN")
        order = np.argsort(consignment, kind="stable")
        row, at = matches(self.stands.consignment, consignment[order])
        seizures = np.concatenate((event[order][at], *self._direct_seizures[:1]))
        nodes = np.concatenate((self.stands.node[row], *self._direct_seizures[1:]))
        is_thing = self.world.entities.of_node[nodes] < 0
        pairs = distinct_pairs(nodes[is_thing], seizures[is_thing])
        found, counts = np.unique(pairs.left, return_counts=True)
        return dict(zip(found.tolist(), counts.tolist(), strict=True))

    @cached_property
    def _direct_seizures(self) -> tuple[np.ndarray, np.ndarray]:
        columns, (source, target) = self.world.projection.columns, self._ends
        rows = np.flatnonzero(columns.type == EDGE_TYPES["SEIZED_IN"].number)
        return source[rows], target[rows]

    def seizures_at(self, node: int) -> int:
        """How many seizures were made on consignments of a node, or in it; of a seizure itself 1."""
        entity = int(self.world.entities.of_node[node])
        if entity >= 0:
            return len(self.world.seizures.get(entity, ()))
        if self.is_consignment[node]:
            return int(self.is_seized[node])
        return 1 if self.world.projection.type_of(node) == "Seizure" else self.seizures_of_things.get(node, 0)

    def consignments_at(self, node: int) -> np.ndarray:
        """The consignments on which a node stands, each once, ascending."""
        return np.unique(self.stands.consignment[self.rows_at(node)])

    def newest_first(self, rows: np.ndarray) -> np.ndarray:
        """The consignments of some rows of `stands`, each once, the newest first, ties by number."""
        consignment, on = self.stands.consignment[rows], self.stands.on[rows]
        ordered = consignment[np.lexsort((consignment, -on))]
        first: np.ndarray = ordered[np.sort(np.unique(ordered, return_index=True)[1])]
        return first

    def consignments_of(self, left: int, right: int) -> np.ndarray:
        """The consignments by which two nodes are linked, the newest first."""
        one, other = self.rows_at(left), self.rows_at(right)
        row, at = matches(self.stands.consignment[one], self.stands.consignment[other])
        linked = LINKED[self.stands.type[one[row]], self.stands.type[other[at]]]
        return self.newest_first(one[row[linked]])

    def near(self, node: int) -> Near:
        """What stands beside a node: at the other end of its edges, and with it on consignments."""
        parts = [self._direct(node)]
        if not self.is_consignment[node]:
            parts.append(self._with(node))
        return Near(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _direct(self, node: int) -> Near:
        rows = self.lines_at(node)
        lines = self.lines
        inward = lines.source[rows] != node
        other = np.where(inward, lines.source[rows], lines.target[rows])
        return _counted(other, lines.type[rows].astype(np.int64), inward, lines.on[rows])

    def _with(self, node: int) -> Near:
        mine = self.rows_at(node)
        row, at = matches(self.stands.consignment[mine], self.stands.consignment)
        mine = mine[row]
        allowed = LINKED[self.stands.type[mine], self.stands.type[at]] & (self.stands.node[at] != node)
        at = at[allowed]
        pairs = distinct_pairs(self.stands.node[at], self.stands.consignment[at])
        on = np.full(len(pairs.left), UNDATED, dtype=np.int64)
        np.maximum.at(on, pairs.of_row, self.stands.on[at])
        kind = np.full(len(pairs.left), CONSIGNMENTS, dtype=np.int64)
        return _counted(pairs.left, kind, np.zeros(len(kind), dtype=bool), on)

    def among(self, nodes: np.ndarray, new: np.ndarray | None = None) -> list[Link]:
        """The links among some nodes, by source, target and kind; consignments among them link as nodes do.

        Args:
            nodes: Node numbers.
            new: Those of them of which at least one stands at an end of each link; all where none are named.
        """
        count = len(self.world.projection.ids)
        wanted, touched = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
        wanted[nodes] = True
        touched[nodes if new is None else new] = True
        links = [*self._lines_among(wanted, touched), *self._together(wanted, touched)]
        return sorted(links, key=lambda link: link[:3])

    def _lines_among(self, wanted: np.ndarray, touched: np.ndarray) -> list[Link]:
        lines = self.lines
        rows = np.flatnonzero(wanted[lines.source] & wanted[lines.target])
        rows = rows[touched[lines.source[rows]] | touched[lines.target[rows]]]
        is_seized = self.is_seized[lines.source[rows]] | self.is_seized[lines.target[rows]]
        types = np.stack((lines.type[rows], lines.type[rows]), axis=1).astype(np.int64)
        keys = (lines.source[rows], lines.target[rows], lines.type[rows].astype(np.int64))
        return _links(keys, lines.on[rows], types, is_seized)

    def _together(self, wanted: np.ndarray, touched: np.ndarray) -> list[Link]:
        stands = self.stands
        rows = np.flatnonzero(wanted[stands.node] & ~wanted[stands.consignment])
        is_touched = np.zeros(len(wanted), dtype=bool)
        is_touched[stands.consignment[rows[touched[stands.node[rows]]]]] = True
        rows = rows[is_touched[stands.consignment[rows]]]
        row, at = matches(stands.consignment[rows], stands.consignment[rows])
        left, right = rows[row], rows[at]
        allowed = LINKED[stands.type[left], stands.type[right]] & (stands.node[left] != stands.node[right])
        allowed &= self._goes_first(left, right) & (touched[stands.node[left]] | touched[stands.node[right]])
        left, right = left[allowed], right[allowed]
        width = np.int64(len(wanted))
        pair = np.unique(stands.node[left] * width + stands.node[right], return_inverse=True)[1]
        pairs = distinct_pairs(pair, stands.consignment[left])  # a consignment links a pair once
        first = np.full(len(pairs.left), len(left), dtype=np.int64)
        np.minimum.at(first, pairs.of_row, np.arange(len(left)))
        left, right = left[first], right[first]
        types = np.stack((stands.type[left], stands.type[right]), axis=1)
        kind = np.full(len(left), CONSIGNMENTS, dtype=np.int64)
        on = np.maximum(stands.on[left], stands.on[right])
        return _links(
            (stands.node[left], stands.node[right], kind), on, types, self.is_seized[stands.consignment[left]]
        )

    def _goes_first(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Whether a pair of rows is the one of the two orders to keep: from the sender, else by number."""
        nodes = self.stands.node
        rank = self._is_sender[nodes]
        first: np.ndarray = np.where(rank[left] != rank[right], rank[left] > rank[right], nodes[left] < nodes[right])
        return first

    @cached_property
    def _is_sender(self) -> np.ndarray:
        """By node, how often it stands on consignments as sender less as receiver: who sends more goes first."""
        shipped, received = (EDGE_TYPES[name].number for name in _PRINCIPALS)
        count = len(self.world.projection.ids)
        sent, got = (
            np.bincount(self.stands.node[self.stands.type == number], minlength=count) for number in (shipped, received)
        )
        difference: np.ndarray = sent - got
        return difference


def surroundings_of(world: World) -> Surroundings:
    """The surroundings in a world, made at the first call."""
    return world.once(Surroundings)


def _counted(node: np.ndarray, kind: np.ndarray, inward: np.ndarray, on: np.ndarray) -> Near:
    pairs = distinct_pairs(node, kind * 2 + inward)
    last = np.full(len(pairs.left), UNDATED, dtype=np.int64)
    np.maximum.at(last, pairs.of_row, on)
    return Near(pairs.left, pairs.right // 2, pairs.right % 2 == 1, pairs.often, last)


def _links(
    keys: tuple[np.ndarray, np.ndarray, np.ndarray], on: np.ndarray, types: np.ndarray, is_seized: np.ndarray
) -> list[Link]:
    """Rows that are equal in source, target and kind as one link each."""
    order = np.lexsort((on, keys[2], keys[1], keys[0]))
    month = on.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)  # of what is undated nonsense, left out
    columns = (*keys, on, month, types[:, 0], types[:, 1], is_seized)
    rows = zip(*(column[order].tolist() for column in columns), strict=True)
    return [_link(key, list(group)) for key, group in groupby(rows, key=lambda row: row[:3])]


def _link(key: tuple[int, int, int], rows: list[tuple[int, int, int, int, int, int, int, bool]]) -> Link:
    """One link of its rows, which stand by day: (source, target, kind, day, month, two edge types, is seized)."""
    dated = [row for row in rows if row[3] != UNDATED]
    ways = Counter((row[5], row[6]) for row in rows)
    return Link(
        *key,
        len(rows),
        tuple(Counter(row[4] for row in dated).items()),
        dated[0][3] if dated else UNDATED,
        dated[-1][3] if dated else UNDATED,
        min(ways, key=lambda way: (-ways[way], way)),
        any(row[7] for row in rows),
    )
