"""A world out of a file of links: what an analysis looks at without a store."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from graph.linkage.identity import Entities
from graph.linkage.world import World
from graph.projection.plain import plain_projection
from loaders.documents.edge_list.edge_list import content_version, read_edge_table


def world_of_links(path: Path, nodes: Path | None = None, columns: Mapping[str, str] | None = None) -> World:
    """The world of the links of a file, in which every node is an entity; see `read_edge_table`.

    Raises:
        BadFile: a file cannot be read.
    """
    projection = plain_projection(read_edge_table(path, nodes, columns), content_version(path, nodes))
    everybody = np.arange(len(projection.ids))
    return World(projection, Entities(projection, everybody, everybody))
