"""Around a node: its neighbours page by page, and the sub-graph within one or two steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from api.services.asking.explore import label, neighbour_row
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, NotFound
from graph.messages import Message, message
from graph.model import Node, Viewer
from graph.schema import EDGE_TYPES
from graph.store.base import Neighbour

RECENT_BOUND = 1_000  # neighbours among which the newest are looked for
EXPANDED = 100  # neighbours of one node that a sub-graph takes


@dataclass(frozen=True, slots=True)
class Page:
    """Which neighbours: edge types (all when empty), the id that ended the page before, how many, in which order."""

    types: tuple[str, ...] = ()
    after: str = ""
    limit: int = 25
    rank: Literal["id", "recent"] = "id"


def neighbours(workspace: Workspace, node_id: str, viewer: Viewer, page: Page) -> dict[str, Any]:
    """A page of neighbours: all edges to the next `limit` other ends, and the id that the next page begins after.

    `rank` "id" is the order of text ids; "recent" puts the newest day first, undated ones last, equal days by id, among
    the first 1,000 neighbours by id.

    Raises:
        NotFound: there is no such node, or the viewer may not see it.
        BadValue: an edge type is not known, or `after` is no neighbour where the order is not that of ids.
    """
    for name in page.types:
        if name not in EDGE_TYPES:
            raise BadValue(f"no edge type {name!r}", f"known: {', '.join(EDGE_TYPES)}")
    if not workspace.store.get([node_id], viewer):
        raise NotFound(f"no node {node_id!r}", "`halqa search` finds ids")
    if page.rank == "recent":
        return _recent(workspace, node_id, viewer, page)
    found = workspace.store.neighbours(node_id, page.types, viewer, page.after, page.limit + 1)
    ends = _by_other_end(found)
    rows = [neighbour_row(n) for end in ends[: page.limit] for n in end]
    more = len(ends) > page.limit
    return {"neighbours": rows, "next": ends[page.limit - 1][0].node.id if more else None, "truncated": []}


def _by_other_end(found: Sequence[Neighbour]) -> list[list[Neighbour]]:
    return [list(group) for _, group in groupby(found, key=lambda n: n.node.id)]


def _recent(workspace: Workspace, node_id: str, viewer: Viewer, page: Page) -> dict[str, Any]:
    ends = _by_other_end(workspace.store.neighbours(node_id, page.types, viewer, "", RECENT_BOUND + 1))
    cut = len(ends) > RECENT_BOUND
    ends = sorted(ends[:RECENT_BOUND], key=lambda end: end[0].node.id)
    ends.sort(key=lambda end: max(n.edge.on or "" for n in end), reverse=True)  # stable: equal days stay by id
    first = 0
    if page.after:
        places = [i for i, end in enumerate(ends) if end[0].node.id == page.after]
        if not places:
            raise BadValue(f"{page.after!r} is no neighbour of {node_id!r}", "begin again without `after`")
        first = places[0] + 1
    shown = ends[first : first + page.limit]
    return {
        "neighbours": [neighbour_row(n) for end in shown for n in end],
        "next": shown[-1][0].node.id if shown and first + page.limit < len(ends) else None,
        "truncated": [message("near.newest_of", most=RECENT_BOUND).model_dump()] if cut else [],
    }


def subgraph(workspace: Workspace, ids: Sequence[str], viewer: Viewer, hops: int, limit: int) -> dict[str, Any]:
    """Nodes and edges within some steps of the given nodes, at most `limit` nodes.

    Nodes are taken step by step, in the order of the ids that led to them; of one node at most its first 100 neighbours
    by id. Edges are those between the nodes of two successive steps. `truncated` says what was cut.

    Raises:
        NotFound: one of the nodes does not exist, or the viewer may not see it.
    """
    centres = {node.id: node for node in workspace.store.get(list(dict.fromkeys(ids)), viewer)}
    for node_id in ids:
        if node_id not in centres:
            raise NotFound(f"no node {node_id!r}", "`halqa search` finds ids")
    growth = _Growth(limit)
    frontier = [node_id for node_id, node in centres.items() if growth.takes(node, 0)]
    for step in range(1, hops + 1):
        reached: list[str] = []
        for node_id in frontier:
            ends = _by_other_end(workspace.store.neighbours(node_id, (), viewer, "", EXPANDED + 1))
            reached += growth.expand(ends, step)
        frontier = sorted(reached)
    return growth.answer()


@dataclass(slots=True)
class _Growth:
    """A sub-graph as it grows: nodes with the step that reached them, edges by id, and the caps that were met."""

    limit: int
    nodes: dict[str, tuple[Node, int]] = field(default_factory=dict)
    edges: dict[str, dict[str, Any]] = field(default_factory=dict)
    cuts: dict[str, Message] = field(default_factory=dict)

    def _cut(self, cut: Message) -> None:
        """Takes note of a cap that was met, once."""
        self.cuts[cut.key] = cut

    def takes(self, node: Node, step: int) -> bool:
        """Adds a node where there is room."""
        if len(self.nodes) >= self.limit:
            self._cut(message("near.nodes_cut", limit=self.limit))
            return False
        self.nodes[node.id] = (node, step)
        return True

    def expand(self, ends: Sequence[Sequence[Neighbour]], step: int) -> list[str]:
        """Adds the neighbours of a node with the edges to them; the ids of those that are new."""
        if len(ends) > EXPANDED:
            self._cut(message("near.expanded", most=EXPANDED))
        reached = []
        for end in ends[:EXPANDED]:
            node = end[0].node
            if node.id not in self.nodes:
                if not self.takes(node, step):
                    continue
                reached.append(node.id)
            self.edges.update((n.edge.id, _edge_row(n)) for n in end)
        return reached

    def answer(self) -> dict[str, Any]:
        """The sub-graph as JSON values."""
        shown = [
            {"id": n.id, "type": n.type, "label": label(n), "channel": n.channel, "step": step}
            for n, step in self.nodes.values()
        ]
        return {
            "nodes": sorted(shown, key=lambda row: (row["step"], row["id"])),
            "edges": sorted(self.edges.values(), key=lambda r: (r["source"], r["type"], r["role"], r["target"])),
            "truncated": [self.cuts[key].model_dump() for key in sorted(self.cuts)],
        }


def _edge_row(neighbour: Neighbour) -> dict[str, Any]:
    edge = neighbour.edge
    return {
        "id": edge.id,
        "source": edge.source,
        "type": edge.type,
        "target": edge.target,
        "role": edge.role,
        "on": edge.on,
        "channel": edge.channel,
    }
