"""How two nodes hang together: the shortest paths between them, hop by hop."""

import itertools
import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import networkx as nx
import numpy as np
from pydantic import BaseModel, Field

from analyses.registry import AnalysisParams, AnalysisResult, EdgeRecord, Population, analysis
from graph.errors import BadValue, NotFound
from graph.linkage.holders import are_too_short
from graph.linkage.hubs import is_hub
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_text
from graph.progress import Progress, Step
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES, NODE_TYPES, Ownership


class PathsParams(AnalysisParams):
    """Parameters of `paths`."""

    source: str = Field(min_length=1, description="Id of the node to start from")
    target: str = Field(min_length=1, description="Id of the node to reach")
    count: int = Field(3, ge=1, le=50, description="Paths in the answer")
    max_length: int = Field(8, ge=1, le=20, description="Most hops of a path")
    types: list[str] | str = Field("", description="Edge types to walk, comma-separated; all when empty")
    avoid: list[str] | str = Field("", description="Ids not to go through, comma-separated")
    through_hubs: bool = Field(False, description="Also go through shared values above their cap")
    order: Literal["any", "forward"] = Field("any", description="forward: no hop is dated before the one ahead of it")
    max_gap_days: int | None = Field(None, ge=0, description="Most days between two dated hops, with order forward")


class PathNode(BaseModel):
    """A node of a path."""

    id: str = Field(description="Its id")
    type: str = Field(description="Node type")
    label: str = Field(description="What people read")


class Path(BaseModel):
    """A path from the source to the target."""

    length: int = Field(description="Hops", ge=1)
    nodes: list[PathNode] = Field(description="From the source to the target; of an entity its first party")
    days: list[str | None] | None = Field(description="With order forward a day for each hop, null where undated")
    members: list[str] = Field(description="Ids of the nodes")


class PathLink(BaseModel):
    """Edges of one type between the two ends of a hop, in the direction of their records."""

    source: str = Field(description="Id of the node that they start from")
    type: str = Field(description="Edge type")
    target: str = Field(description="Id of the node that they lead to")
    edges: int = Field(description="How many there are", ge=1)


class Hop(BaseModel):
    """What joins two nodes of a path."""

    ends: tuple[str, str] = Field(description="Ids of the two nodes, in the order of the path")
    edges: int = Field(description="Edges between them", ge=1)
    links: list[PathLink] = Field(description="The edges by type and direction")
    records: list[EdgeRecord] = Field(description="The first five of them, by day")


class PathPopulation(Population):
    """What was searched."""

    paths: int = Field(description="Paths in the answer", ge=0)
    paths_tried: int = Field(description="Paths that were looked at", ge=0)
    nodes_in_reach: int = Field(description="Nodes from which both ends can be reached in time", ge=0)
    hubs_not_entered: int = Field(description="Hubs that no path goes through", ge=0)


class PathAnswer(AnalysisResult[Path, Hop, PathPopulation]):
    """The answer of `paths`."""


TRIED = 2000


@dataclass(frozen=True)
class _Walk:
    """The part of the graph in which a path can lie; parties of one entity are one node."""

    projection: Projection
    leaders: np.ndarray
    graph: "nx.Graph[int]"
    edges: dict[tuple[int, int], list[int]]
    hubs_met: int
    days: dict[tuple[int, int], list[int]] = field(default_factory=dict)


@analysis(PathsParams)
def paths(world: World, params: PathsParams, tick: Progress) -> PathAnswer:
    """The shortest paths between two nodes, not through hubs unless asked, in time order where asked.

    Reads:
        All visible edges; spellings of one firm count as one node; places, and numbers of less than five signs, are
        never walked through.
    Method:
        Simple paths in order of length (Yen), those of one length by text ids; where more of one length are there than
        asked for, the search takes the same ones every time. With `order=forward` a path counts only if its dated hops
        do not go back in time and no two are more than `max_gap_days` apart. A phone or address that a party holds has
        the days of the records that mention the party; a hop without any day is passed over.
    Limits:
        At most 2,000 paths are tried; a path through a common document or container is not a relation between people.
    Sources:
        Yen (1971), doi:10.1287/mnsc.17.11.712.
    """
    source, target = _ends(world, params)
    walk = _walk(world, source, target, params)
    found: list[list[int]] = []
    tried = 0
    if source in walk.graph and target in walk.graph and nx.has_path(walk.graph, source, target):
        for path in itertools.islice(nx.shortest_simple_paths(walk.graph, source, target), TRIED):
            tried += 1
            tick(Step("trying paths", tried, TRIED))
            if len(path) - 1 > params.max_length:
                break
            if params.order == "any" or _dates(path, walk, params) is not None:
                found.append(path)
                if len(found) == params.count:
                    break
    found.sort(key=lambda path: (len(path), path))
    return PathAnswer(
        rows=[_row(path, walk, params) for path in found],
        evidence=[_hop(a, b, walk) for path in found for a, b in itertools.pairwise(path)],
        population=PathPopulation(
            paths=len(found),
            paths_tried=tried,
            nodes_in_reach=walk.graph.number_of_nodes(),
            hubs_not_entered=walk.hubs_met,
            left_out=_left_out(walk),
            version=world.projection.version,
        ),
        notes=[] if found else [message("nothing.no_path", max_length=params.max_length)],
        truncated=message("cut.paths_tried", count=TRIED) if tried == TRIED else None,
    )


def _left_out(walk: _Walk) -> list[Message]:
    hubs = [message("left_out.hubs_not_entered", count=walk.hubs_met)] if walk.hubs_met else []
    return [message("left_out.places"), *hubs]


def _listed(value: list[str] | str) -> list[str]:
    return [part.strip() for part in (value.split(",") if isinstance(value, str) else value) if part.strip()]


def _ends(world: World, params: PathsParams) -> tuple[int, int]:
    for name in (params.source, params.target):
        if name not in world.projection.ids:
            raise NotFound(f"no node {name!r}", "`halqa search` finds ids")
    unknown = [name for name in _listed(params.types) if name not in EDGE_TYPES]
    if unknown:
        raise BadValue(f"no edge type {unknown[0]!r}", f"known: {', '.join(EDGE_TYPES)}")
    source, target = (int(world.leaders[world.projection.ids.find(end)]) for end in (params.source, params.target))
    if source == target:
        raise BadValue(f"{params.source} and {params.target} are one entity already", "name two that differ")
    return source, target


def _walk(world: World, source: int, target: int, params: PathsParams) -> _Walk:
    projection, leader = world.projection, world.leaders
    columns = projection.columns
    closed = np.zeros(len(projection.ids), dtype=bool)
    for node_type in NODE_TYPES.values():
        if node_type.ownership is Ownership.REFERENCE:
            closed[projection.numbers_of(node_type.name)] = True
    hubs = np.zeros(0, dtype=np.int64)
    if not params.through_hubs:
        hubs = np.unique(world.holders.value[is_hub(world.holders)])
        closed[hubs] = True
    closed |= are_too_short(projection)
    closed[leader[projection.numbers_among(_listed(params.avoid))]] = True
    closed[[source, target]] = False
    rows = projection.edges_of_types(_listed(params.types)) if params.types else np.arange(len(columns.source))
    a, b = leader[columns.source[rows]], leader[columns.target[rows]]
    open_rows = ~closed[a] & ~closed[b] & (a != b)
    rows, a, b = rows[open_rows], a[open_rows], b[open_rows]
    near = _distances(a, b, source, len(leader), params.max_length) + _distances(
        b, a, target, len(leader), params.max_length
    )
    useful = (near[a] <= params.max_length) & (near[b] <= params.max_length)
    edges: dict[tuple[int, int], list[int]] = {}
    for row, one, other in zip(rows[useful].tolist(), a[useful].tolist(), b[useful].tolist(), strict=True):
        edges.setdefault((min(one, other), max(one, other)), []).append(row)
    G: nx.Graph[int] = nx.Graph()
    G.add_edges_from(sorted(edges))
    return _Walk(projection, leader, G, edges, len(hubs))


def _distances(a: np.ndarray, b: np.ndarray, start: int, count: int, most: int) -> np.ndarray:
    """Hops from a node to each, both directions; a number above `most` where it is farther."""
    distance = np.full(count, most + 1, dtype=np.int64)
    distance[start] = 0
    for step in range(1, most + 1):
        frontier = distance == step - 1
        reached = np.concatenate((b[frontier[a]], a[frontier[b]]))
        reached = reached[distance[reached] > step]
        if not len(reached):
            break
        distance[reached] = step
    return distance


def _edges_between(a: int, b: int, walk: _Walk) -> list[int]:
    return walk.edges[min(a, b), max(a, b)]


def _days(a: int, b: int, walk: _Walk) -> list[int]:
    """The days of a hop, sorted: what a party holds has those of the records that mention it; none where undated."""
    known = walk.days.get((a, b))
    if known is None:
        columns, found = walk.projection.columns, set[int]()
        for edge in _edges_between(a, b, walk):
            source = int(columns.source[edge])
            around = walk.projection.neighbours(source).edges
            dated = [edge] if columns.on[edge] != UNDATED else around[columns.target[around] == source]
            found.update(columns.on[dated].tolist())
        known = walk.days[a, b] = sorted(found - {UNDATED})
    return known


def _dates(path: list[int], walk: _Walk, params: PathsParams) -> list[int | None] | None:
    """A day for each hop so that none goes back in time, the earliest that fits; None where there is none."""
    gap = math.inf if params.max_gap_days is None else params.max_gap_days
    before: list[int] = []
    hops: list[list[int]] = []
    for a, b in itertools.pairwise(path):
        days = _days(a, b, walk)
        if days and before:
            days = [day for day in days if (i := bisect_right(before, day)) and day - before[i - 1] <= gap]
            if not days:
                return None
        before = days or before
        hops.append(days)
    chosen: list[int | None] = []
    after: int | None = None
    for days in reversed(hops):
        day = next((day for day in days if after is None or after - day <= gap), None)
        after = after if day is None else day
        chosen.append(day)
    return chosen[::-1]


def _row(path: list[int], walk: _Walk, params: PathsParams) -> Path:
    p = walk.projection
    days = _dates(path, walk, params) if params.order == "forward" else None
    return Path(
        length=len(path) - 1,
        nodes=[PathNode(id=p.ids[node], type=p.type_of(node), label=p.label(node)) for node in path],
        days=[None if day is None else day_text(day) for day in days] if days is not None else None,
        members=[p.ids[node] for node in path],
    )


def _hop(a: int, b: int, walk: _Walk) -> Hop:
    """What joins two nodes of a path: the links as their records say them, whichever way the path goes."""
    p, numbers = walk.projection, _edges_between(a, b, walk)
    edges = [p.edge(edge) for edge in numbers]
    kept = sorted(edges, key=lambda e: (e[4] or "", e[0], e[1]))[:5]
    leader = walk.leaders
    said = Counter(
        (int(leader[p.columns.source[e]]), int(p.columns.type[e]), int(leader[p.columns.target[e]])) for e in numbers
    )
    links = [
        PathLink(source=p.ids[source], type=EDGE_TYPE_OF_NUMBER[kind], target=p.ids[target], edges=count)
        for (source, kind, target), count in sorted(said.items())
    ]
    records = [EdgeRecord.of(edge) for edge in kept]
    return Hop(ends=(p.ids[a], p.ids[b]), edges=len(edges), links=links, records=records)
