"""Who else was at a post: other consignments that entered there on the same day."""

from typing import Any

import numpy as np

from api.services.asking.showing.consignments import consignment_row
from api.services.asking.showing.nodes import ends_at, named
from graph.linkage.world import World
from graph.model import day_number

SHOWN = 10
_POSTS = ("ENTERED_AT", "UNLOADED_AT")


def at_the_same_post(world: World, number: int) -> dict[str, Any] | None:
    """What else entered at the post of a consignment or event on its day; None where no post or no day is said.

    Returns:
        `post` (id and label), `on`, `rows` (see `consignment_row`, one a movement, those with a seizure first, then by
        id), and `count` of all others.
    """
    end = next((end for end in ends_at(world, number, _POSTS) if end.outward and end.on), None)
    if end is None:
        return None
    p, of_movement = world.projection, world.movements.of_node
    near = p.neighbours(end.node)
    same_day = near.nodes[p.columns.on[near.edges] == day_number(end.on)]
    movements = of_movement[same_day]
    others = same_day[(movements >= 0) & (movements != of_movement[number])]
    nodes = others[np.sort(np.unique(of_movement[others], return_index=True)[1])].tolist()  # one paper a movement
    seized = world.movements.is_seized
    nodes.sort(key=lambda node: (not seized[of_movement[node]], node))
    rows = [consignment_row(world, node) for node in nodes[:SHOWN]]
    return {"post": named(world, end.node), "on": end.on, "rows": rows, "count": len(nodes)}
