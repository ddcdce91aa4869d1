"""Which firms and persons a text names, among all of a world."""

import numpy as np
import pyarrow.compute as pc

from graph.linkage.world import World
from graph.values.names import search_text


def entities_named(world: World, text: str) -> np.ndarray:
    """Flags by entity: whether the folded text is a part of the folded name of one of its parties."""
    flags = np.zeros(world.entities.count, dtype=bool)
    folded = search_text(text)
    if folded:
        names = world.projection.property_of("Party", "name_folded").array
        found = pc.fill_null(pc.match_substring(names, folded), False).to_numpy(zero_copy_only=False)
        flags[world.entities.of_party[found]] = True
    return flags
