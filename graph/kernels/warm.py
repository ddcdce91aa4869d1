"""Compiles every kernel before anybody waits for it: `python -m graph.kernels.warm`, when an image is built."""

import numpy as np

from graph.kernels import compiled
from graph.kernels.adjacency import adjacency
from graph.kernels.betweenness import betweenness, closeness
from graph.kernels.components import components
from graph.kernels.cores import core_numbers
from graph.kernels.cuts import cuts
from graph.kernels.fragments import cohesion, reach
from graph.kernels.leiden import label_propagation, leiden
from graph.kernels.map_equation import map_equation
from graph.kernels.pagerank import pagerank
from graph.kernels.paths import shortest_paths
from graph.kernels.projection import project
from graph.kernels.shortest_path import shortest_path
from graph.kernels.spread import Spreading, spread_from_all
from graph.kernels.timed_paths import TimedWays, earliest_arrival
from graph.kernels.triangles import triangles
from graph.kernels.ways import Ways


def warm() -> None:
    """Runs each kernel once, compiled, on a square with a diagonal; what was compiled is kept where numba keeps it."""
    worth, compiled.WORTH_COMPILING = compiled.WORTH_COMPILING, -1
    try:
        graph = adjacency(4, np.array([0, 1, 2, 3, 0]), np.array([1, 2, 3, 0, 2]), np.ones(5))
        sources = np.arange(4)
        for lengths in (None, graph.weights):
            betweenness(graph, sources, lambda *_: None, lengths)
            closeness(graph, sources, lambda *_: None, lengths)
        components(graph.count, graph.rows, graph.others)
        core_numbers(graph)
        cuts(graph)
        triangles(graph)
        pagerank(graph)
        cohesion(graph, sources == 3, sources, by_distance=True)
        reach(graph, sources[:1].astype(np.int32), 1)
        leiden(graph, lambda: None)
        label_propagation(graph, lambda: None)
        map_equation(graph, lambda: None)
        for strongest in (None, 1):
            project(sources, sources // 2, np.ones(2), lambda *_: None, strongest=strongest)
        how = Spreading(graph, np.ones(4), np.ones(4, dtype=bool))
        spread_from_all(how, np.array([0, 2]), sources[:2], np.ones(1))
        shortest_path(Ways(graph), 0, 2)
        next(shortest_paths(Ways(graph), 0, 2, lambda: None))
        earliest_arrival(TimedWays(graph.pointers, graph.others, graph.pointers[graph.others]), 0, 2, lambda: None)
    finally:
        compiled.WORTH_COMPILING = worth


if __name__ == "__main__":
    warm()
