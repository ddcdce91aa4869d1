"""The store protocol: what a graph store must do, and the values that pass through it.

One contract suite (`tests/graph/store`) runs on every implementation. Three rules hold for every read:
edges are filtered by channel, a record node by its own channel, a shared node exists only through a visible edge;
nothing is ordered, paged or broken in ties by internal numbers or search scores, but by text id;
the answer is the same bytes whether what the viewer may not see exists or not.
What is read by several methods belongs into one `snapshot`.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from graph.columns import Column, Texts
from graph.finding import Question
from graph.model import Edge, EdgeKey, EdgeRow, Node, NodeRow, Viewer


@dataclass(slots=True)
class Changes:
    """What one transaction writes.

    `nodes` describe records and inline parties. A shared node needs no description: it is the target of an edge.
    `marks` are the applied versions by record node id (16 bytes each). A record in `gone` loses its node, all its
    edges and its mark. Shared nodes and inline parties that lose their last edge are removed in the same transaction.
    """

    nodes: list[NodeRow] = field(default_factory=list)
    edges: list[EdgeRow] = field(default_factory=list)
    removed: list[EdgeKey] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    marks: dict[str, bytes] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)  # record node id -> channel name


@dataclass(frozen=True, slots=True)
class ApplyCounts:
    """What a transaction changed; parts of one load are added with `+`."""

    nodes: int = 0
    edges: int = 0
    removed_nodes: int = 0
    removed_edges: int = 0

    def __add__(self, other: "ApplyCounts") -> "ApplyCounts":
        return ApplyCounts(
            self.nodes + other.nodes,
            self.edges + other.edges,
            self.removed_nodes + other.removed_nodes,
            self.removed_edges + other.removed_edges,
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """Nodes and edges by type, of what a viewer sees; types with none are left out."""

    nodes: Mapping[str, int]
    edges: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A node at the other end of an edge; `outward` is true where the asked node is the edge's source."""

    edge: Edge
    node: Node
    outward: bool


@dataclass(frozen=True, slots=True)
class EdgeColumns:
    """All edges of some types as arrays.

    `ids` are the text ids of the nodes at either end, sorted; `source` and `target` (int32) index them; `type` (uint8)
    holds the numbers of `graph.schema.EDGE_TYPES`; `on` (int32) the day number, `graph.model.UNDATED` for none; `role`
    and `channel` (uint16) index the sorted texts `roles` and `channels`; `weight` (float32) is 1 where an edge has
    none. Edges are sorted by (source, type, role, target). 21 bytes an edge.
    """

    ids: Texts
    source: np.ndarray
    target: np.ndarray
    type: np.ndarray
    on: np.ndarray
    role: np.ndarray
    weight: np.ndarray
    channel: np.ndarray
    roles: tuple[str, ...]
    channels: tuple[str, ...]


EDGE_ARRAYS = ("source", "target", "type", "on", "role", "weight", "channel")


@dataclass(frozen=True, slots=True)
class NodeColumns:
    """All nodes of one type: `ids` sorted, and one column a property asked for (None where absent).

    Numbers are float64, everything else is text; lists and nested values are texts of JSON.
    """

    ids: Texts
    properties: Mapping[str, Column]


MOST_MATCHES = 20_000  # nodes among which a search sorts; a question that more answer is too wide


@dataclass(frozen=True, slots=True)
class Standing:
    """What visible records say of some nodes together, of all the spellings of one firm for example.

    `roles` are (edge type, role) of the records' edges to them, sorted; `consignments` those that mention one of them,
    or a party that holds it; `seizures` those that name one of them, or one of these consignments by its number.
    """

    roles: tuple[tuple[str, str], ...]
    consignments: int
    seizures: int


@dataclass(frozen=True, slots=True)
class HubRegister:
    """A published list of shared values that conduct nothing: no counts, no holders. Version 0 is "none published"."""

    version: int
    values: frozenset[str]


class GraphWriter(Protocol):
    """The half that the applier needs: what is in the graph for which record, and changes to it.

    `records_per_transaction` is how many records one `apply` should bring at most; `is_read_only`: it takes none.
    """

    url: str
    records_per_transaction: int
    is_read_only: bool

    def bind(self, record_store: str, url: str = "") -> None:
        """Keeps the id of the record store, once, and where it is; refuses another's afterwards."""

    def records_url(self) -> str:
        """Where the record store was when it was bound last; "" where that is not known."""

    def derivation(self) -> str:
        """The derivation mark of what has been applied; "" while nothing has been."""

    def set_derivation(self, mark: str) -> None:
        """Keeps the derivation mark."""

    def applied_batches(self) -> frozenset[str]:
        """The batches whose records have all been applied here, by token."""

    def mark_batch(self, token: str, applied: bool) -> None:
        """Keeps or takes away the mark of an applied batch."""

    def applied(self, record_ids: Sequence[str]) -> dict[str, bytes]:
        """The applied versions of these record nodes; records without one are absent."""

    def all_applied(self) -> Iterable[tuple[str, str]]:
        """Every applied record as (node id, channel), in order of id."""

    def apply(self, changes: Changes) -> ApplyCounts:
        """Writes nodes, edges and marks in one transaction; idempotent.

        Raises:
            Unstorable: a value of the changes cannot be kept; nothing was written.
        """

    def edges_of(self, owners: Sequence[str]) -> dict[str, list[EdgeRow]]:
        """The edges stored for these owners."""

    def wipe(self) -> None:
        """Empties the store; what is derived can be made again from the records."""


class GraphStore(GraphWriter, Protocol):
    """Where a graph is kept. Every method raises `StoreProblem` when the store cannot be reached or read."""

    def is_made(self) -> bool:
        """Whether `ensure_schema` has ever made a store here; asking makes nothing."""

    def ensure_schema(self, anew: bool = False) -> None:
        """Makes what is missing of tables, constraints and indexes.

        Args:
            anew: Empty a store of an older layout instead of refusing it: for whoever fills it from the records.

        Raises:
            MustRebuild: the store has an older layout, or its texts for searching were made by other rules.
            StoreProblem: it has a newer one, or holds what is not ours.
        """

    def faults(self, quick: bool = False) -> list[str]:
        """What the store itself finds wrong with what it keeps, in its own words; `quick` looks less closely."""

    def close(self) -> None:
        """Lets go of the store; open transactions are rolled back."""

    def snapshot(self, viewer: Viewer) -> AbstractContextManager[None]:
        """While it is open, all that is read here for a viewer is of one moment; snapshots may be nested.

        A store that cannot hold a moment compares at the end, see `graph.store.moment.at_one_moment`.

        Raises:
            Overtaken: at the end: what the viewer sees was written to meanwhile.
        """

    def channels(self) -> list[str]:
        """Names of the channels that hold applied records, sorted."""

    def get(self, ids: Sequence[str], viewer: Viewer) -> list[Node]:
        """The visible ones among these nodes, in the order asked."""

    def search(self, question: Question, types: Sequence[str], viewer: Viewer, limit: int) -> list[Node]:
        """The first nodes by id that answer a question, of these types (all types when empty).

        A record is of the days of its own edges; any node is of the days of the records that mention it, or a party
        that holds it.

        Raises:
            TooMany: more than `MOST_MATCHES` answer it, of what the viewer sees.
        """

    def standings(self, groups: Sequence[Sequence[str]], viewer: Viewer) -> list[Standing]:
        """What visible records say of each of these groups of visible nodes, in the order asked."""

    def counts(self, node_id: str, viewer: Viewer) -> dict[tuple[str, bool], int]:
        """Visible edges at a node by (edge type, outward)."""

    def neighbours(
        self, node_id: str, types: Sequence[str], viewer: Viewer, after: str = "", limit: int = 100
    ) -> list[Neighbour]:
        """Visible edges at a node, by (text id of the other end, edge type, role), after the given other end's id."""

    def edge_columns(self, types: Sequence[str], viewer: Viewer) -> EdgeColumns:
        """The visible edges of these types (all types when empty) as arrays."""

    def node_columns(self, node_type: str, properties: Sequence[str], viewer: Viewer) -> NodeColumns:
        """The visible nodes of a type, with properties."""

    def totals(self, viewer: Viewer) -> Totals:
        """Visible nodes and edges by type."""

    def version(self, viewer: Viewer) -> str:
        """A hash that changes exactly when what the viewer sees may have changed."""

    def channel_versions(self, viewer: Viewer) -> Mapping[str, str]:
        """The same for each visible channel that holds applied records, by its name: what changed since."""

    def hub_register(self) -> HubRegister:
        """The published hub register."""

    def publish_hubs(self, values: Iterable[str]) -> HubRegister:
        """Publishes a new version of the hub register."""

    def annotate(self, run: str, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Keeps derived edges (source, type, target, JSON properties) under a run; the full view alone reads them."""

    def annotations(self, run: str) -> list[tuple[str, str, str, str]]:
        """The derived edges of a run, sorted."""

    def remove_annotations(self, run: str, sources: Sequence[str]) -> int:
        """Removes the derived edges of a run from some nodes; how many."""

    def remove_run(self, run: str) -> int:
        """Removes the derived edges of a run; how many."""
