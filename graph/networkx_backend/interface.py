"""The functions of NetworkX that the kernels do, under the names and arguments that NetworkX gives them.

NetworkX documents them; `info.py` says where an answer may differ. What the kernels do not do is refused by `can_run`,
or by NotImplementedError where only the values show it, so that NetworkX does it itself where it may.
"""

import inspect
import math
from collections.abc import Hashable, Iterator, Mapping
from random import Random
from typing import Any

import networkx as nx
import numpy as np

from graph.kernels import betweenness as distances
from graph.kernels import leiden
from graph.kernels import pagerank as ranking
from graph.kernels.components import components
from graph.kernels.cores import core_numbers
from graph.networkx_backend.arrays import ArrayGraph, from_networkx, to_networkx
from graph.networkx_backend.info import FUNCTIONS

Scores = dict[Hashable, float]

_SMALL = 200  # edges below which NetworkX is done before a graph is converted
_CHEAPER_THAN_READING = {"connected_components", "number_connected_components"}


def convert_from_nx(G: "nx.Graph[Any]", edge_attrs: Mapping[str, float] | None = None, **_: Any) -> ArrayGraph:
    """The arrays of a graph; node attributes are left out, as no function here reads them."""
    return G if isinstance(G, ArrayGraph) else from_networkx(G, edge_attrs or {})


def convert_to_nx(result: Any, **_: Any) -> Any:
    """A graph as NetworkX keeps it; everything else is so already."""
    return to_networkx(result) if isinstance(result, ArrayGraph) else result


def can_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """Whether the kernels do a function with these arguments; if not, why."""
    if name not in FUNCTIONS:
        return f"halqa has no {name}"
    try:
        bound = inspect.signature(globals()[name]).bind(*args, **kwargs)
    except TypeError as error:
        return str(error)
    bound.apply_defaults()
    given = bound.arguments
    G = given["G"]
    if G.is_directed():
        return "the graph is directed"
    if G.is_multigraph():
        return "the graph may have parallel edges"
    if any(callable(given.get(argument)) for argument in ("weight", "distance")):
        return "the length of an edge is a function"
    if not 0 <= given.get("alpha", 0) < 1:
        return "alpha is not from 0 to below 1"
    return True


def should_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """Whether the kernels are sooner done than NetworkX, the conversion of the graph included; if not, why."""
    G = args[0] if args else kwargs["G"]
    if "halqa" in (getattr(G, "__networkx_cache__", None) or {}).get("backends", {}):
        return True
    if name in _CHEAPER_THAN_READING:
        return "to read the graph takes longer than NetworkX does"
    if G.number_of_edges() < _SMALL:
        return f"the graph has fewer than {_SMALL} edges"
    return True


def pagerank(  # noqa: PLR0913 - the arguments are those of NetworkX
    G: ArrayGraph,
    alpha: float = 0.85,
    personalization: Mapping[Hashable, float] | None = None,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: Mapping[Hashable, float] | None = None,
    weight: str | None = "weight",
    dangling: Mapping[Hashable, float] | None = None,
) -> Scores:
    """`networkx.pagerank`, to an L1 error of `tol`; the answer does not depend on `nstart`."""
    graph, loops = G.weighed(weight), G.loops(weight)
    if not (np.isfinite(graph.weights).all() and np.isfinite(loops).all()):
        raise NotImplementedError("a weight is not finite")
    if graph.weights.min(initial=0) < 0 or loops.min(initial=0) < 0:
        raise NotImplementedError("a weight is negative")
    if not len(G):
        return {}
    ranks, changed = ranking.solved(
        graph, _shares(G, personalization), alpha, tol, stranded=_shares(G, dangling), loops=loops, steps=max_iter
    )
    # The rule of NetworkX: what it would call an answer is one.
    if changed >= len(G) * tol:
        raise nx.PowerIterationFailedConvergence(max_iter)
    return _by_name(G, ranks)


def connected_components(G: ArrayGraph) -> Iterator[set[Hashable]]:
    """`networkx.connected_components`, in the order of the first node of each."""
    yield from _groups(G, components(len(G), G.edges.rows, G.edges.others))


def number_connected_components(G: ArrayGraph) -> int:
    """`networkx.number_connected_components`."""
    return int(components(len(G), G.edges.rows, G.edges.others).max(initial=-1)) + 1


def core_number(G: ArrayGraph) -> Scores:
    """`networkx.core_number`."""
    if len(G.looped):
        raise nx.NetworkXNotImplemented(
            "Input graph has self loops which is not permitted; "
            "Consider using G.remove_edges_from(nx.selfloop_edges(G))."
        )
    return _by_name(G, core_numbers(G.edges))


def betweenness_centrality(
    G: ArrayGraph,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: Random | None = None,
) -> Scores:
    """`networkx.betweenness_centrality`; the same seed samples the same nodes."""
    count = len(G)
    sources = np.arange(count)
    if k is not None and k != count:
        sources = np.array((seed or Random()).sample(range(count), k), dtype=np.int64)
    is_sampled = len(sources) < count
    # By ordered pairs: a path is met from both of its ends.
    scores = distances.betweenness(G.edges, sources, _silent, _lengths(G, weight)) * (2 * len(sources) / max(1, count))
    if endpoints:
        scores += _ends_of_paths(G, sources)
    others = count if endpoints else count - 1
    if others < 2:
        return _by_name(G, scores)
    from_others = len(sources) if is_sampled else others
    scores *= 1 / (from_others * (others - 1)) if normalized else others / (2 * from_others)
    if is_sampled and not endpoints:
        # No path from a node goes through it, so a source is judged by those from the other sources.
        scores[sources] *= len(sources) / (len(sources) - 1) if len(sources) > 1 else math.nan
    return _by_name(G, scores)


def _ends_of_paths(G: ArrayGraph, sources: np.ndarray) -> np.ndarray:
    """How many pairs of a source and a node that it reaches each node is an end of."""
    labels = components(len(G), G.edges.rows, G.edges.others)
    ends: np.ndarray = np.bincount(labels[sources], minlength=len(G))[labels].astype(np.float64)
    ends[sources] += np.bincount(labels)[labels[sources]] - 2.0
    return ends


def closeness_centrality(
    G: ArrayGraph, u: Hashable | None = None, distance: str | None = None, wf_improved: bool = True
) -> Scores | float:
    """`networkx.closeness_centrality` of all nodes, or of one."""
    if u is not None and u not in G:
        raise nx.NodeNotFound(f"Node {u} is not in G")
    sources = np.arange(len(G)) if u is None else np.array([G.number_of[u]])
    scores = distances.closeness(G.edges, sources, _silent, _lengths(G, distance), is_scaled=wf_improved)
    return _by_name(G, scores) if u is None else float(scores[0])


def leiden_communities(
    G: ArrayGraph,
    weight: str | None = "weight",
    resolution: float = 1,
    max_level: int | None = None,
    seed: Random | None = None,
) -> list[set[Hashable]]:
    """`networkx.community.leiden_communities`, by the smallest node of each."""
    if max_level is not None and max_level <= 0:
        raise ValueError("max_level argument must be a positive integer or None")
    graph, loops = G.weighed(weight), G.loops(weight)
    if graph.weights.min(initial=0) < 0 or loops.min(initial=0) < 0:
        raise NotImplementedError("a weight is negative")
    number = (seed or Random()).randrange(2**32)
    rounds = {} if max_level is None else {"rounds": max_level}
    return list(_groups(G, leiden.leiden(graph, _silent, float(resolution), number, loops=loops, **rounds)))


def _silent(*_: int) -> None:
    """Nobody looks on."""


def _by_name(G: ArrayGraph, values: np.ndarray) -> Scores:
    return dict(zip(G.names, values.tolist(), strict=True))


def _groups(G: ArrayGraph, labels: np.ndarray) -> Iterator[set[Hashable]]:
    """The names with each label."""
    order = np.argsort(labels, kind="stable").tolist()
    begin = 0
    for size in np.bincount(labels).tolist():
        yield {G.names[number] for number in order[begin : begin + size]}
        begin += size


def _shares(G: ArrayGraph, values: Mapping[Hashable, float] | None) -> np.ndarray | None:
    """The values of the nodes as shares of their sum; a node that is not named has 0."""
    if values is None:
        return None
    each: np.ndarray = np.array([values.get(name, 0) for name in G.names], dtype=np.float64)
    if each.sum() == 0:
        raise ZeroDivisionError
    each /= each.sum()
    return each


def _lengths(G: ArrayGraph, attribute: str | None) -> np.ndarray | None:
    """The lengths of the entries; None where each edge is one hop."""
    if attribute is None:
        return None
    lengths: np.ndarray = G.weighed(attribute).weights
    if not ((lengths > 0) & np.isfinite(lengths)).all():
        raise NotImplementedError(f"an edge has a {attribute!r} that is not above 0 and finite")
    return lengths
