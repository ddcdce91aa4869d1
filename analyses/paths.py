"""How two nodes hang together: the shortest paths between them, hop by hop; or how a node comes to any of a type."""

import heapq
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.parameters import Names, ScopeParams, listed
from analyses.registry import AnalysisResult, EdgeRecord, Population, analysis
from graph.errors import BadValue, NotFound
from graph.kernels.paths import Route, nearest, shortest_paths
from graph.kernels.timed_paths import reached_in_time
from graph.kernels.ways import Ways
from graph.linkage.walks import Reach, Walk, WalkRule, reach_between
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import day_text
from graph.progress import Progress, Step
from graph.schema import EDGE_TYPE_OF_NUMBER, NODE_TYPES, Ownership

TRIED = 2000
ANY = "any "
LENGTH = 720_720  # of a hop over one edge with `weighted`, in parts that as many edges as 16 divide without a rest


class PathsParams(ScopeParams):
    """Parameters of `paths`."""

    source: str = Field(min_length=1, description="Id of the node to start from")
    target: str = Field(
        min_length=1,
        description="Id of the node to reach; or `any` and a node type, as `any seizure`: the nearest of them, each by"
        " one path",
    )
    count: int = Field(3, ge=1, le=50, description="Paths in the answer")
    max_length: int = Field(8, ge=1, le=20, description="Most hops of a path")
    avoid: Names = Field("", description="Ids not to go through, comma-separated")
    through_hubs: bool = Field(False, description="Also go through shared values above their cap")
    weighted: bool = Field(False, description="Shortest by strength: a hop whose edges weigh w is 1/w long")
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
    distance: float | None = Field(description="With weighted the sum of the lengths of its hops, null without", gt=0)
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


@analysis(PathsParams)
def paths(world: World, params: PathsParams, tick: Progress) -> PathAnswer:
    """The shortest paths between two nodes, not through hubs unless asked, in time order where asked.

    Reads:
        All visible edges; spellings of one firm count as one node; places, and numbers of less than five signs, are
        never walked through.
    Method:
        Paths without a loop in order of length, those of one length by text ids (Yen). With `weighted` a hop
        is 1/w long, where w is the sum of the weights of its edges (1 each unless a source says another), so that ties
        which many records confirm go first. With `target=any seizure` the nearest nodes
        of a type, each by its first path. With `order=forward` a path counts only if its dated hops do not go back in
        time and no two are more than `max_gap_days` apart. A phone or address that a party holds has the days of the
        records that mention the party; a hop without any day is passed over.
    Limits:
        At most 2,000 paths are tried; a path through a common document or container is not a relation between people.
        A value that is not walked through is not among the nearest of a type either.
    Sources:
        Yen (1971), doi:10.1287/mnsc.17.11.712. In time: Kempe, Kleinberg and Kumar (2002), doi:10.1006/jcss.2002.1829.
    """
    source, targets = _ends(world, params)
    rule = WalkRule(listed(params.avoid), params.through_hubs, params.max_length)
    reach = reach_between(world, source, targets, rule)
    search = _Search(reach, source, targets, params, tick)
    walk, routes = search.run()
    return PathAnswer(
        rows=[_row(route, walk, params) for route in routes],
        evidence=[_hop(a, b, walk) for route in routes for a, b in pairwise(route.nodes)],
        population=PathPopulation(
            paths=len(routes),
            paths_tried=search.tried,
            nodes_in_reach=reach.nodes,
            hubs_not_entered=reach.hubs,
            left_out=_left_out(reach),
            version=world.projection.version,
        ),
        notes=[] if routes else [message("nothing.no_path", max_length=params.max_length)],
        truncated=message("cut.paths_tried", count=TRIED) if search.tried == TRIED else None,
    )


def _left_out(reach: Reach) -> list[Message]:
    hubs = [message("left_out.hubs_not_entered", count=reach.hubs)] if reach.hubs else []
    return [message("left_out.places"), *hubs]


def _ends(world: World, params: PathsParams) -> tuple[int, np.ndarray]:
    """The source and the targets, as leaders."""
    p = world.projection
    is_any = params.target.startswith(ANY)
    for name in (params.source,) if is_any else (params.source, params.target):
        if name not in p.ids:
            raise NotFound(f"no node {name!r}", "`halqa search` finds ids")
    source = int(world.leaders[p.ids.find(params.source)])
    if is_any:
        numbers = np.unique(world.leaders[p.numbers_of(_node_type(params.target))])
        return source, numbers[numbers != source]
    target = int(world.leaders[p.ids.find(params.target)])
    if source == target:
        raise BadValue(f"{params.source} and {params.target} are one entity already", "name two that differ")
    return source, np.array([target])


def _node_type(target: str) -> str:
    """The node type that a target of the form `any seizure` names."""
    written = target.removeprefix(ANY).replace(" ", "").casefold()
    walked = [node_type.name for node_type in NODE_TYPES.values() if node_type.ownership is not Ownership.REFERENCE]
    for name in walked:
        if name.casefold() == written:
            return name
    raise BadValue(f"no path leads to {target!r}", f"known: {', '.join(ANY + name for name in walked)}")


class _Search:
    """The search for the paths of an answer: first among the shortest ways alone, then among longer ones too."""

    def __init__(self, reach: Reach, source: int, targets: np.ndarray, params: PathsParams, tick: Progress) -> None:
        self._reach, self._source, self._targets, self._params, self._tick = reach, source, targets, params, tick
        self.tried = 0
        self._in_time: np.ndarray | None = None  # by node of the walk, whether it can be reached in time

    def run(self) -> tuple[Walk, list[Route]]:
        """The part of the graph that was searched last, and the paths in it."""
        for most_hops in self._widths():
            walk = self._reach.walk(most_hops)
            routes = self._routes(walk, most_hops)
            if len(routes) == self._params.count or self.tried == TRIED:
                break
        return walk, routes

    def _widths(self) -> list[int]:
        """Numbers of hops to search one after the other: paths by hops are all found among no more hops than they have.

        By strength a path of many hops may be the shortest, so that all of them are looked at at once.
        """
        most = self._params.max_length
        if self._params.weighted:
            return [most]
        ways = np.sort(self._reach.hops[self._targets])
        ways = ways[ways <= most]
        if not len(ways):
            return [0]
        fewest = int(ways[min(self._params.count, len(ways)) - 1])
        return [*range(fewest, min(fewest + 4, most), 2), most]

    def _routes(self, walk: Walk, most_hops: int) -> list[Route]:
        self.tried, self._in_time = 0, None
        source = walk.numbers_of(np.array([self._source]))
        targets = walk.numbers_of(self._targets)
        if not len(source) or not len(targets):
            return []
        lengths = np.maximum(LENGTH / walk.graph.weights, 1).astype(np.int64) if self._params.weighted else None
        ways = Ways(walk.graph, lengths)
        routes = []
        for route in self._candidates(ways, int(source[0]), targets.tolist(), walk, most_hops):
            routes.append(route)
            if len(routes) == self._params.count:
                break
        return routes

    def _candidates(
        self, ways: Ways, source: int, targets: Sequence[int], walk: Walk, most_hops: int
    ) -> Iterator[Route]:
        """The paths that keep the order in time, the shortest first; to each of several targets its first alone."""
        is_any = self._params.target.startswith(ANY)
        count = self._params.count if self._params.order == "any" else len(targets)
        waiting = [
            (route, self._following(ways, source, route.nodes[-1], walk, most_hops))
            for route in nearest(ways, source, targets, count, self._told, most_hops=most_hops)
        ]
        heapq.heapify(waiting)
        while waiting and self.tried < TRIED:
            route, following = waiting[0]
            self.tried += 1
            self._told()
            is_taken = self._params.order == "any" or _dates(route.nodes, walk, self._params) is not None
            if is_taken:
                yield route
            after = None if is_taken and is_any else next(following, None)
            if after is None:
                heapq.heappop(waiting)
            else:
                heapq.heapreplace(waiting, (after, following))

    def _following(self, ways: Ways, source: int, target: int, walk: Walk, most_hops: int) -> Iterator[Route]:
        """The paths to a target after its first, searched when they are asked for; none where all go back in time."""
        if self._params.order == "forward":
            if self._in_time is None:
                gap = self._params.max_gap_days
                self._in_time = reached_in_time(walk.timed, source, self._told, most_gap=gap, most_hops=most_hops)
            if not self._in_time[target]:
                return
        routes = shortest_paths(ways, source, target, self._told, most_hops=most_hops)
        next(routes, None)
        yield from routes

    def _told(self) -> None:
        self._tick(Step("trying paths", self.tried, TRIED))


def _dates(nodes: Sequence[int], walk: Walk, params: PathsParams) -> list[int | None] | None:
    """A day for each hop so that none goes back in time, the earliest that fits; None where there is none."""
    gap = math.inf if params.max_gap_days is None else params.max_gap_days
    before: list[int] = []
    hops: list[list[int]] = []
    for a, b in pairwise(nodes):
        days = walk.days_between(a, b)
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


def _row(route: Route, walk: Walk, params: PathsParams) -> Path:
    p = walk.world.projection
    numbers = walk.nodes[list(route.nodes)].tolist()
    days = _dates(route.nodes, walk, params) if params.order == "forward" else None
    return Path(
        length=len(numbers) - 1,
        distance=round(route.length / LENGTH, 4) if params.weighted else None,
        nodes=[PathNode(id=p.ids[node], type=p.type_of(node), label=p.label(node)) for node in numbers],
        days=[None if day is None else day_text(day) for day in days] if days is not None else None,
        members=[p.ids[node] for node in numbers],
    )


def _hop(a: int, b: int, walk: Walk) -> Hop:
    """What joins two nodes of a path: the links as their records say them, whichever way the path goes."""
    p, leaders, numbers = walk.world.projection, walk.world.leaders, walk.edges_between(a, b)
    edges = [p.edge(edge) for edge in numbers]
    first = sorted(edges, key=lambda e: (e[4] or "", e[0], e[1]))[:5]
    counts = Counter(
        (int(leaders[p.columns.source[e]]), int(p.columns.type[e]), int(leaders[p.columns.target[e]])) for e in numbers
    )
    links = [
        PathLink(source=p.ids[source], type=EDGE_TYPE_OF_NUMBER[kind], target=p.ids[target], edges=count)
        for (source, kind, target), count in sorted(counts.items())
    ]
    ends = p.ids[walk.nodes[a]], p.ids[walk.nodes[b]]
    return Hop(ends=ends, edges=len(edges), links=links, records=[EdgeRecord.of(edge) for edge in first])
