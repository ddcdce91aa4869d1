"""Map equation, projection and paths beside other libraries: `python -m benchmarks.grouping [--quick]`.

Each cell runs in a process of its own, with what is compiled compiled before; CPU seconds are the figure to compare.
igraph and infomap (both GPL) are measured where they are installed, which no part of the program needs.
"""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from benchmarks.measure import Clock, Measured, in_own_process, report
from benchmarks.planted import Planted, planted_groups, shared_information
from graph.kernels.adjacency import Adjacency
from graph.kernels.leiden import leiden
from graph.kernels.map_equation import codelength, map_equation
from graph.kernels.paths import nearest, shortest_paths
from graph.kernels.projection import by_logarithm, project
from graph.kernels.reach import around
from graph.kernels.shortest_path import shortest_path
from graph.kernels.timed_paths import TimedWays, earliest_arrival
from graph.kernels.warm import warm
from graph.kernels.ways import Ways

Figures = dict[str, Any]
GROUP_SIZES, TABLE_SIZES, PATH_SIZES = (30_000, 100_000), (150_000, 1_000_000), (100_000,)
PAIRS, LONG_PAIRS, PATHS = 100, 10, 10


def silent(*_: int) -> None:
    """Nobody looks."""


def planted(size: int) -> Planted:
    """The graph whose groups are sought, or on which paths are."""
    return planted_groups(size, 3, noise=0.3, hubs=size // 2_000)


def divided(planted_graph: Planted, labels: np.ndarray) -> Figures:
    """What a division is worth: bits a step, and how much it shares with what was planted, hubs left out."""
    graph, groups = planted_graph
    wanted = np.bincount(groups)[groups] > 1
    return {
        "bits": round(codelength(graph, labels), 4),
        "shared": round(shared_information(labels[wanted], groups[wanted]), 3),
        "groups": int(labels.max()) + 1,
    }


def links_of(graph: Adjacency) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each link once."""
    once = graph.rows < graph.others
    return graph.rows[once], graph.others[once], graph.weights[once]


def groups_ours(size: int, clock: Clock) -> Figures:
    """The map equation."""
    whole = planted(size)
    with clock:
        labels = map_equation(whole.graph, silent)
    return divided(whole, labels)


def groups_leiden(size: int, clock: Clock) -> Figures:
    """Modularity, which merges small groups."""
    whole = planted(size)
    with clock:
        labels = leiden(whole.graph, silent)
    return divided(whole, labels)


def groups_igraph(size: int, clock: Clock) -> Figures:
    """`community_infomap`, one trial."""
    igraph = importlib.import_module("igraph")

    whole = planted(size)
    left, right, weight = links_of(whole.graph)
    G = igraph.Graph(n=whole.graph.count, edges=np.column_stack((left, right)))
    with clock:
        labels = np.array(G.community_infomap(edge_weights=weight.tolist(), trials=1).membership)
    return divided(whole, labels)


def groups_infomap(size: int, clock: Clock) -> Figures:
    """The package of the authors, two levels, one trial."""
    infomap = importlib.import_module("infomap")

    whole = planted(size)
    links = list(zip(*(column.tolist() for column in links_of(whole.graph)), strict=True))
    search = infomap.Infomap(two_level=True, silent=True, num_trials=1, seed=1)
    search.add_links(links)
    with clock:
        search.run()
    labels = np.full(whole.graph.count, -1)
    for node, module in search.modules:
        labels[node] = module
    alone = labels < 0
    labels[alone] = labels.max() + 1 + np.arange(alone.sum())
    return divided(whole, labels)


def table(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of member and value, some values with thousands of members."""
    rng = np.random.default_rng(1)
    members, values = size // 3, size // 4
    skewed = (values * rng.random(size) ** 2.2).astype(np.int64)
    return rng.integers(0, members, size), skewed, rng.choice([1.0, 0.5, 0.38], values)


def projection_ours(size: int, clock: Clock) -> Figures:
    """All pairs."""
    rows = table(size)
    with clock:
        pairs = project(*rows, silent)
    return {"pairs": len(pairs.left)}


def projection_strongest(size: int, clock: Clock) -> Figures:
    """The 20 strongest partners of each."""
    rows = table(size)
    with clock:
        pairs = project(*rows, silent, strongest=20)
    return {"pairs": len(pairs.left)}


def projection_scipy(size: int, clock: Clock) -> Figures:
    """B W Bᵀ, its upper triangle, sorted."""
    member, value, factor = table(size)
    with clock:
        B = sp.csr_array((np.ones(size), (member, value)), shape=(int(member.max()) + 1, len(factor)))
        B.data[:] = 1.0
        weights = factor * by_logarithm(np.maximum(np.bincount(B.indices, minlength=len(factor)), 2))
        product = sp.triu(B @ sp.diags_array(weights) @ B.T, 1).tocsr()
        product.sort_indices()
    return {"pairs": product.nnz}


def drawn(graph: Adjacency, count: int) -> list[tuple[int, int]]:
    """Pairs of nodes that have a link."""
    linked = np.flatnonzero(graph.degrees)
    ends = np.random.default_rng(2).choice(linked, (count, 2))
    return [(a, b) for a, b in ends.tolist() if a != b]


def lengths_of(graph: Adjacency) -> np.ndarray:
    """A hop is the shorter the more it weighs."""
    return np.maximum(720_720 / graph.weights, 1).astype(np.int64)


def as_networkx(graph: Adjacency) -> "nx.Graph[int]":
    """The graph with a length on each link."""
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(graph.count))
    once = graph.rows < graph.others
    columns = graph.rows[once].tolist(), graph.others[once].tolist(), lengths_of(graph)[once].tolist()
    G.add_weighted_edges_from(zip(*columns, strict=True), weight="length")
    return G


def pairs_ours(size: int, clock: Clock) -> Figures:
    """The path with the fewest hops between each pair."""
    graph = planted(size).graph
    with clock:
        found = [shortest_path(Ways(graph), *pair) for pair in drawn(graph, PAIRS)]
    return {"hops": sum(max(len(path) - 1, 0) for path in found)}


def pairs_networkx(size: int, clock: Clock) -> Figures:
    """The same by `bidirectional_shortest_path`."""
    graph = planted(size).graph
    G = as_networkx(graph)
    with clock:
        found = [nx.bidirectional_shortest_path(G, *pair) for pair in drawn(graph, PAIRS)]
    return {"hops": sum(len(path) - 1 for path in found)}


def pairs_igraph(size: int, clock: Clock) -> Figures:
    """The same by `get_shortest_path`."""
    igraph = importlib.import_module("igraph")

    graph = planted(size).graph
    G = igraph.Graph(n=graph.count, edges=np.column_stack(links_of(graph)[:2]))
    with clock:
        found = [G.get_shortest_path(*pair) for pair in drawn(graph, PAIRS)]
    return {"hops": sum(len(path) - 1 for path in found)}


def many_ours(size: int, clock: Clock) -> Figures:
    """The first paths between each pair, by hops."""
    graph = planted(size).graph
    with clock:
        found = [list(islice(shortest_paths(Ways(graph), *pair, silent), PATHS)) for pair in drawn(graph, LONG_PAIRS)]
    return {"length": sum(route.length for routes in found for route in routes)}


def many_networkx(size: int, clock: Clock) -> Figures:
    """The same by `shortest_simple_paths`."""
    graph = planted(size).graph
    G = as_networkx(graph)
    with clock:
        found = [list(islice(nx.shortest_simple_paths(G, *pair), PATHS)) for pair in drawn(graph, LONG_PAIRS)]
    return {"length": sum(len(path) - 1 for paths in found for path in paths)}


def many_igraph(size: int, clock: Clock) -> Figures:
    """The same by `get_k_shortest_paths`."""
    igraph = importlib.import_module("igraph")

    graph = planted(size).graph
    G = igraph.Graph(n=graph.count, edges=np.column_stack(links_of(graph)[:2]))
    with clock:
        found = [G.get_k_shortest_paths(*pair, k=PATHS) for pair in drawn(graph, LONG_PAIRS)]
    return {"length": sum(len(path) - 1 for paths in found for path in paths)}


def lengths_ours(size: int, clock: Clock) -> Figures:
    """The first paths between each pair, by lengths."""
    graph = planted(size).graph
    with clock:
        ways = Ways(graph, lengths_of(graph))
        found = [list(islice(shortest_paths(ways, *pair, silent), PATHS)) for pair in drawn(graph, LONG_PAIRS)]
    return {"length": sum(route.length for routes in found for route in routes)}


def lengths_networkx(size: int, clock: Clock) -> Figures:
    """The same by `shortest_simple_paths`."""
    graph = planted(size).graph
    G = as_networkx(graph)
    with clock:
        found = [list(islice(nx.shortest_simple_paths(G, *pair, "length"), PATHS)) for pair in drawn(graph, LONG_PAIRS)]
    return {"length": sum(G[a][b]["length"] for paths in found for path in paths for a, b in pairwise(path))}


def targets_of(graph: Adjacency) -> list[int]:
    """One node in a thousand."""
    return list(range(0, graph.count, 1_000))


def nearest_ours(size: int, clock: Clock) -> Figures:
    """The three nearest of many targets, from each source."""
    graph = planted(size).graph
    targets = targets_of(graph)
    with clock:
        found = [nearest(Ways(graph), source, targets, 3, silent) for source, _ in drawn(graph, PAIRS)]
    return {"length": sum(route.length for routes in found for route in routes)}


def nearest_networkx(size: int, clock: Clock) -> Figures:
    """The same by a search from each source that ends at the third target."""
    graph = planted(size).graph
    G, targets = as_networkx(graph), set(targets_of(graph))
    length = 0
    with clock:
        for source, _ in drawn(graph, PAIRS):
            depth = {source: 0}
            met = []
            for near, far in nx.bfs_edges(G, source):
                depth[far] = depth[near] + 1
                if far in targets:
                    met.append(depth[far])
                    if len(met) == 3:
                        break
            length += sum(met)
    return {"length": length}


def around_ours(size: int, clock: Clock) -> Figures:
    """The nodes within two hops of each source."""
    graph = planted(size).graph
    with clock:
        nodes = sum(len(around(graph, source, 2)) for source, _ in drawn(graph, PAIRS))
    return {"nodes": nodes}


def around_networkx(size: int, clock: Clock) -> Figures:
    """The same by `single_source_shortest_path_length`."""
    graph = planted(size).graph
    G = as_networkx(graph)
    with clock:
        nodes = sum(len(nx.single_source_shortest_path_length(G, source, 2)) for source, _ in drawn(graph, PAIRS))
    return {"nodes": nodes}


def timed_ours(size: int, clock: Clock) -> Figures:
    """The earliest arrival between each pair, each link on a day of a year."""
    graph = planted(size).graph
    low, high = np.minimum(graph.rows, graph.others).astype(np.int64), np.maximum(graph.rows, graph.others)
    ways = TimedWays(graph.pointers, graph.others, (low * 7919 + high * 104_729) % 365)
    with clock:
        found = [earliest_arrival(ways, *pair, silent) for pair in drawn(graph, LONG_PAIRS)]
    return {"days": sum(arrival.days[-1] for arrival in found if arrival)}


Subject = Callable[[int, Clock], Figures]
ROUTINES: dict[str, tuple[str, tuple[int, ...], tuple[Subject, ...]]] = {
    "groups": ("communities", GROUP_SIZES, (groups_ours, groups_igraph, groups_infomap, groups_leiden)),
    "projection": ("projection", TABLE_SIZES, (projection_ours, projection_scipy, projection_strongest)),
    "pairs": (f"shortest path, {PAIRS} pairs", PATH_SIZES, (pairs_ours, pairs_networkx, pairs_igraph)),
    "many": (f"{PATHS} paths by hops, {LONG_PAIRS} pairs", PATH_SIZES, (many_ours, many_networkx, many_igraph)),
    "lengths": (f"{PATHS} paths by lengths, {LONG_PAIRS} pairs", PATH_SIZES, (lengths_ours, lengths_networkx)),
    "nearest": (f"3 nearest targets, {PAIRS} sources", PATH_SIZES, (nearest_ours, nearest_networkx)),
    "around": (f"nodes within 2 hops, {PAIRS} sources", PATH_SIZES, (around_ours, around_networkx)),
    "timed": (f"earliest arrival, {LONG_PAIRS} pairs", PATH_SIZES, (timed_ours,)),
}
SUBJECTS = {subject.__name__: subject for _, _, subjects in ROUTINES.values() for subject in subjects}
OURS = {"ours": "", "strongest": "20 strongest partners", "leiden": "Leiden"}


def rows(quick: bool) -> Iterator[str]:
    """The rows of the table, as they are measured."""
    for words, sizes, subjects in ROUTINES.values():
        for size in [2_000] if quick else sizes:
            ours = 0.0
            for subject in subjects:
                library = subject.__name__.partition("_")[2]
                if library not in OURS and importlib.util.find_spec(library) is None:
                    continue
                cell = in_own_process(subject.__name__, [str(size)], "benchmarks.grouping")
                ours = ours or cell.cpu
                yield row(f"{words}, {size:,}", OURS.get(library, library), cell, ours)


def row(name: str, library: str, cell: Measured, ours: float) -> str:
    """What a cell took, beside ours."""
    figures = ", ".join(f"{figure} {value:,}" for figure, value in cell.figures.items())
    times = f"{cell.cpu / max(ours, 1e-9):.2f}"
    columns = name, library or "ours", figures, f"{cell.cpu:.3f}", times, f"{cell.wall:.3f}", f"{cell.peak_mb:.0f}"
    return f"| {' | '.join(columns)} |"


def main() -> None:
    """Measures every cell and prints the table as it goes; with a subject and a size that one alone."""
    if len(sys.argv) == 3 and sys.argv[1] in SUBJECTS:
        warm()
        report(lambda clock: SUBJECTS[sys.argv[1]](int(sys.argv[2]), clock))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small run that only shows that everything works")
    args = parser.parse_args()
    print("| subject | by | answer | CPU s | over ours | wall s | peak MB |\n|---|---|---|---|---|---|---|")
    for line in rows(args.quick):
        print(line, flush=True)


if __name__ == "__main__":
    main()
