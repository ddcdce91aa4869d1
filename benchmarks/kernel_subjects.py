"""What the kernels and other libraries do with one graph, one function each; every one runs in a process of its own.

`python -m benchmarks.kernel_subjects ROUTINE_LIBRARY FOLDER RUNS` prints a line of JSON: the CPU seconds of the best
run, and what tells whether the answers are alike. To bring a graph into the form that a library wants is not timed,
but in the rows about just that. Our kernels are compiled before.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np

from benchmarks import centrality_subjects
from benchmarks.kernel_inputs import (
    Inputs,
    Subject,
    by_modularity,
    largest,
    named_subjects,
    nothing,
    off_by,
    silent,
    total,
)
from benchmarks.measure import Clock, report

ERROR = 1e-6


def table_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.building import graph_of_table

    frame = inputs.frame()
    return lambda: graph_of_table(frame["left"], frame["right"], frame["weight"]), lambda made: {
        "edges": made.graph.entries // 2
    }


def table_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    frame = inputs.frame()
    return lambda: nx.from_pandas_edgelist(frame, "left", "right", "weight"), nothing


def table_igraph(inputs: Inputs) -> Subject:
    import igraph

    frame = inputs.frame()
    return lambda: igraph.Graph.DataFrame(frame, directed=False, use_vids=False), nothing


def arrays_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.adjacency import adjacency

    return lambda: adjacency(*inputs.customs[:4]), lambda graph: {"edges": graph.entries // 2}


def arrays_igraph(inputs: Inputs) -> Subject:
    return inputs.igraph, nothing


def arrays_networkit(inputs: Inputs) -> Subject:
    return inputs.networkit, nothing


def arrays_networkx(inputs: Inputs) -> Subject:
    return inputs.networkx, nothing


def arrays_scipy(inputs: Inputs) -> Subject:
    import scipy.sparse as sp

    count, left, right, weight, _ = inputs.customs

    def made() -> Any:
        half = sp.coo_array((weight, (left, right)), shape=(count, count)).tocsr()
        return half + half.T.tocsr()

    return made, nothing


def components_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.components import components

    return lambda: components(*inputs.customs[:3]), largest


def components_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: list(nx.connected_components(G)), lambda sets: {"groups": len(sets), "largest": max(map(len, sets))}


def components_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    return lambda: G.connected_components("weak").membership, largest


def components_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit()
    return lambda: networkit.components.ConnectedComponents(G).run().getPartition().getVector(), largest


def components_scipy(inputs: Inputs) -> Subject:
    from scipy.sparse.csgraph import connected_components

    matrix = inputs.graph.matrix
    return lambda: connected_components(matrix, directed=False)[1], largest


def cores_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.cores import core_numbers

    return lambda: core_numbers(inputs.graph), total


def cores_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: list(nx.core_number(G).values()), total


def cores_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    return G.coreness, total


def cores_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit()
    return lambda: networkit.centrality.CoreDecomposition(G).run().scores(), total


def cuts_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.cuts import cuts

    return lambda: cuts(inputs.graph), lambda answer: {
        "points": int(answer.points.sum()),
        "bridges": len(answer.bridges),
    }


def cuts_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: (list(nx.articulation_points(G)), list(nx.bridges(G))), _lengths_of_both


def cuts_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    return lambda: (G.articulation_points(), G.bridges()), _lengths_of_both


def _lengths_of_both(answer: tuple[list[Any], list[Any]]) -> dict[str, Any]:
    return {"points": len(answer[0]), "bridges": len(answer[1])}


def clustering_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.triangles import clustering

    return lambda: clustering(inputs.graph), total


def clustering_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: list(cast("dict[int, float]", nx.clustering(G)).values()), total


def clustering_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    return lambda: G.transitivity_local_undirected(mode="zero"), total


def clustering_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit()
    return lambda: networkit.centrality.LocalClusteringCoefficient(G).run().scores(), total


def pagerank_halqa(inputs: Inputs, restart: np.ndarray | None = None) -> Subject:
    from graph.kernels.pagerank import pagerank

    return lambda: pagerank(inputs.fresh(), restart, error=ERROR), off_by(inputs.ranks(restart))


def pagerank_networkx(inputs: Inputs, restart: np.ndarray | None = None) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    shares = None if restart is None else dict(enumerate(restart.tolist()))

    def ranks() -> Any:
        by_node = cast("dict[int, float]", nx.pagerank(G, personalization=shares, tol=ERROR / len(G), max_iter=500))
        return list(by_node.values())

    return ranks, off_by(inputs.ranks(restart))


def pagerank_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    return lambda: G.pagerank(weights="weight"), off_by(inputs.ranks(None))


def pagerank_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit()

    def ranks() -> Any:
        algorithm = networkit.centrality.PageRank(G, damp=0.85, tol=ERROR * 0.15)
        algorithm.norm = networkit.centrality.Norm.L1_NORM
        return algorithm.run().scores()

    return ranks, off_by(inputs.ranks(None))


def personal_halqa(inputs: Inputs) -> Subject:
    return pagerank_halqa(inputs, inputs.restart)


def personal_networkx(inputs: Inputs) -> Subject:
    return pagerank_networkx(inputs, inputs.restart)


def personal_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    begins = np.flatnonzero(inputs.restart).tolist()
    return lambda: G.personalized_pagerank(reset_vertices=begins, weights="weight"), off_by(
        inputs.ranks(inputs.restart)
    )


def leiden_halqa(inputs: Inputs, rounds: int = 1) -> Subject:
    from graph.kernels.leiden import leiden

    return lambda: leiden(inputs.fresh(), silent, rounds=rounds), by_modularity(inputs)


def leiden_halqa_2(inputs: Inputs) -> Subject:
    return leiden_halqa(inputs, 2)


def leiden_halqa_4(inputs: Inputs) -> Subject:
    return leiden_halqa(inputs, 4)


def leiden_igraph(inputs: Inputs) -> Subject:
    import igraph

    G = inputs.igraph()

    def labels() -> Any:
        igraph.set_random_number_generator(random.Random(1))
        return G.community_leiden(objective_function="modularity", weights="weight", n_iterations=2).membership

    return labels, by_modularity(inputs)


def leiden_leidenalg(inputs: Inputs) -> Subject:
    import leidenalg

    G = inputs.igraph()
    return (
        lambda: (
            leidenalg.find_partition(
                G, leidenalg.ModularityVertexPartition, weights="weight", n_iterations=2, seed=1
            ).membership
        ),
        by_modularity(inputs),
    )


def leiden_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit()
    return lambda: networkit.community.ParallelLeiden(G).run().getPartition().getVector(), by_modularity(inputs)


SUBJECTS: dict[str, Callable[[Inputs], Subject]] = {**named_subjects(globals()), **centrality_subjects.SUBJECTS}


def main() -> None:
    """Measures the subject that the command line names."""
    from graph.kernels.warm import warm

    name, folder, runs = sys.argv[1:]
    work, figures = SUBJECTS[name](Inputs(Path(folder)))
    if "_halqa" in name:
        warm()

    def best(clock: Clock) -> dict[str, Any]:
        answer = None
        for run in range(int(runs)):
            attempt = Clock()
            with attempt:
                answer = work()
            if not run or attempt.cpu < clock.cpu:
                clock.cpu, clock.wall = attempt.cpu, attempt.wall
        return figures(answer)

    report(best)


if __name__ == "__main__":
    main()
