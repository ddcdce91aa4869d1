"""The kernels behind functions of NetworkX: `nx.pagerank(G, backend="halqa")`."""
