"""A seeded graph like that of customs data: most nodes have few links, hubs very many, and groups are hidden in it."""

from typing import NamedTuple

import numpy as np

NODES_A_LINK = 0.36
LINKED_TO_HUBS = 0.5  # share of the links that end in a hub
GROUP_SIZES = (4, 24)
HUB_SHARE = 0.05  # of the nodes


class CustomsGraph(NamedTuple):
    """A graph as a table of links, some of them more than once.

    Attributes:
        nodes: How many there are.
        left: One end of each link.
        right: The other.
        weight: Of each link, 0.5 to 3.
        group: The planted group of each node.
    """

    nodes: int
    left: np.ndarray
    right: np.ndarray
    weight: np.ndarray
    group: np.ndarray

    @property
    def names(self) -> np.ndarray:
        """Text ids as a loader makes them, in an order that has nothing to do with the numbers."""
        return np.array([f"consignment:uz:{node * 7919 % 10_000_019:08d}" for node in range(self.nodes)], dtype=object)


def customs_graph(links: int, seed: int = 1, nodes: int | None = None) -> CustomsGraph:
    """About so many links: half within groups, half from anywhere to hubs that are chosen after Zipf's law."""
    rng = np.random.default_rng(seed)
    count = nodes or max(30, int(links * NODES_A_LINK))
    sizes = rng.integers(*GROUP_SIZES, size=count // GROUP_SIZES[0])
    begins = np.concatenate(([0], np.cumsum(sizes)))
    begins = np.append(begins[begins < count], count)
    group = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    to_hubs = int(links * LINKED_TO_HUBS)
    hubs = max(2, int(count * HUB_SHARE))
    chance = 1 / np.arange(1, hubs + 1)
    hub = rng.choice(hubs, to_hubs, p=chance / chance.sum())
    member = rng.integers(0, count, links - to_hubs)
    begin, size = begins[group[member]], np.diff(begins)[group[member]]
    left = np.concatenate((rng.integers(0, count, to_hubs), member))
    right = np.concatenate((rng.permutation(count)[hub], begin + rng.integers(0, size)))
    number = rng.permutation(count)
    weight = rng.integers(1, 7, links) / 2
    return CustomsGraph(count, number[left], number[right], weight, group[np.argsort(number)])
