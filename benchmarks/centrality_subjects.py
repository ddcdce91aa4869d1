"""How often nodes stand between others, and how near to all: by the kernels and by other libraries."""

from collections.abc import Callable

import numpy as np

from benchmarks.kernel_inputs import PIVOTS, Inputs, Subject, named_subjects, nothing, silent, total


def sampled_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.betweenness import betweenness

    scale = 2 * len(inputs.pivots) / inputs.graph.count
    return lambda: betweenness(inputs.graph, inputs.pivots, silent) * scale, total


def sampled_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: nx.betweenness_centrality(G, k=PIVOTS, seed=1), nothing


def sampled_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    pivots = inputs.pivots.tolist()
    # igraph counts pairs, so that each path is met once, from its source.
    return lambda: np.array(G.betweenness(sources=pivots)) * 2, total


def sampled_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit_by_hops()
    return lambda: networkit.centrality.EstimateBetweenness(G, PIVOTS).run().scores(), nothing


def exact_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.betweenness import betweenness

    return lambda: betweenness(inputs.graph, np.arange(inputs.graph.count), silent), total


def exact_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: list(nx.betweenness_centrality(G, normalized=False).values()), total


def exact_igraph(inputs: Inputs) -> Subject:
    return inputs.igraph().betweenness, total


def exact_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit_by_hops()
    return lambda: np.array(networkit.centrality.Betweenness(G).run().scores()) / 2, total


def lengths_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.betweenness import betweenness

    everybody = np.arange(inputs.graph.count)
    return lambda: betweenness(inputs.graph, everybody, silent, inputs.graph.weights), total


def lengths_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: list(nx.betweenness_centrality(G, normalized=False, weight="weight").values()), total


def lengths_igraph(inputs: Inputs) -> Subject:
    G = inputs.igraph()
    return lambda: G.betweenness(weights="weight"), total


def closeness_halqa(inputs: Inputs) -> Subject:
    from graph.kernels.betweenness import closeness

    return lambda: closeness(inputs.graph, np.arange(inputs.graph.count), silent, is_scaled=False), total


def closeness_networkx(inputs: Inputs) -> Subject:
    import networkx as nx

    G = inputs.networkx()
    return lambda: list(nx.closeness_centrality(G, wf_improved=False).values()), total


def closeness_igraph(inputs: Inputs) -> Subject:
    return inputs.igraph().closeness, total


def closeness_networkit(inputs: Inputs) -> Subject:
    import networkit

    G = inputs.networkit_by_hops()
    variant = networkit.centrality.ClosenessVariant.GENERALIZED
    return lambda: networkit.centrality.Closeness(G, True, variant).run().scores(), nothing


SUBJECTS: dict[str, Callable[[Inputs], Subject]] = named_subjects(globals())
