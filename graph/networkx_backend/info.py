"""What NetworkX is told of the backend when it is imported: names and words, so nothing heavy is loaded with it."""

from typing import Any

ALL_TAKE = "Undirected graphs without parallel edges."

FUNCTIONS = {
    "betweenness_centrality": "By the lengths of edges too (above 0). Paths whose lengths"
    " differ by less than 1e-10 of them are equally short.",
    "closeness_centrality": "By the lengths of edges too (above 0).",
    "connected_components": "In the order of the first node of each.",
    "core_number": "As NetworkX, no self-loops.",
    "leiden_communities": "By modularity; every community is connected. The whole is gone through again `max_level`"
    " times at most, four where it is not given.",
    "number_connected_components": "",
    "pagerank": "To an L1 error of `tol` itself, not of `tol` times the nodes, as far as `max_iter` steps reach it."
    " No negative weights, `alpha` below 1; `nstart` changes nothing.",
}


def info() -> dict[str, Any]:
    """The name of the backend, what it is in a sentence, and its functions with what differs."""
    return {
        "backend_name": "halqa",
        "project": "halqa",
        "package": "graph",
        "short_summary": "Array kernels on the CPU, compiled where a graph is large; the same bytes every time.",
        "functions": {name: {"additional_docs": f"{ALL_TAKE} {words}".strip()} for name, words in FUNCTIONS.items()},
    }
