"""What a screen begins with: around one or several nodes, a group with what its members share, or what was kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from api.services.exploring.expanding import Choosing
from api.services.exploring.showing import PIXELS, TOGETHER, Place, Showing
from graph.errors import BadValue, NotFound
from graph.kernels.layout import layout
from graph.linkage.hubs import is_hub
from graph.linkage.links import LinkRule
from graph.messages import Message, message

MOST_NODES = 2_000
AROUND = 40  # nodes of a scene around one node
_FIRST_RING, _SECOND_RING = 8, 3  # nodes of one choice
_CENTRED = 6  # of nodes asked for, around how many their surroundings are shown


@dataclass(frozen=True, slots=True)
class SceneRequest:
    """What to begin with: nodes to look around, members of a group with its name, or nodes where they were.

    `brought` are consignments among those nodes that stand for counted links: links count them all the same.
    """

    focus: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    title: str = ""
    kept: tuple[tuple[str, float, float], ...] = ()
    brought: tuple[str, ...] = ()
    limit: int = 300


def scene(showing: Showing, request: SceneRequest) -> dict[str, Any]:
    """A settled scene; see the model of the answer.

    Raises:
        NotFound: nothing of what was asked for is visible.
        BadValue: nothing was asked for.
    """
    if request.kept:
        return _kept(showing, request)
    if request.members:
        numbers, cuts = _group(showing, request)
        focus: list[int] = []
    elif request.focus:
        focus = [showing.number_of(node_id) for node_id in request.focus]
        numbers, cuts = _around(showing, focus, request.limit), []
    else:
        raise BadValue("nothing to begin with", "name a node, a cluster, a lead or a view")
    links = showing.links_among(numbers)
    drawn = {"nodes": showing.nodes(numbers, settled(showing, numbers, links)), "links": links}
    return _scene(showing, request, focus, drawn, cuts)


def _scene(
    showing: Showing, request: SceneRequest, focus: Sequence[int], drawn: dict[str, Any], cuts: Iterable[Message]
) -> dict[str, Any]:
    named = {node["id"]: node["label"] for node in drawn["nodes"]}
    title = request.title or ", ".join(named[showing.id_of(number)] for number in focus[:3])
    return {
        "version": showing.world.projection.version,
        "title": title,
        "focus": [showing.id_of(number) for number in focus],
        **drawn,
        "truncated": [cut.model_dump() for cut in cuts],
    }


def settled(showing: Showing, numbers: Sequence[int], links: Sequence[Mapping[str, Any]]) -> dict[int, Place]:
    """Positions in pixels of nodes and their links, the same each time."""
    at = {showing.id_of(number): place for place, number in enumerate(numbers)}
    ends = np.array([(at[link["source"]], at[link["target"]]) for link in links], dtype=np.int64).reshape(-1, 2)
    positions = layout(len(numbers), ends[:, 0], ends[:, 1]) * PIXELS
    return {number: (float(x), float(y)) for number, (x, y) in zip(numbers, positions.tolist(), strict=True)}


def _around(showing: Showing, focus: Sequence[int], limit: int) -> list[int]:
    """The nodes asked for, the first of each kind beside them, and a few beside those while there is room."""
    room = min(limit, AROUND) if len(focus) < limit else limit
    shown = dict.fromkeys(focus[:limit])
    ring = list(shown)[:_CENTRED]
    for most in (_FIRST_RING, _SECOND_RING):
        reached: list[int] = []
        for number in ring:
            if most == _SECOND_RING and number in showing.hubs:
                continue
            for found in Choosing(showing, number, frozenset(shown)).first_of_each(most):
                if len(shown) >= max(room, len(focus)):
                    break
                shown[found] = None
                reached.append(found)
        ring = reached
    return list(shown)


def _group(showing: Showing, request: SceneRequest) -> tuple[list[int], list[Message]]:
    """The members of a group, what at least two of them share, and the seizures on their consignments."""
    members = showing.numbers_among(request.members)
    if not members:
        raise NotFound(f"nothing of {request.title or 'the group'} is visible", "ask for its analysis again")
    world, holders = showing.world, showing.world.holders
    chosen = [int(world.entities.of_node[number]) for number in members]
    rows = np.flatnonzero(holders.is_control & ~is_hub(holders) & holders.repeats(LinkRule().repeat_days))
    rows = rows[np.isin(holders.entity[rows], chosen)]
    values, users = np.unique(holders.value[rows], return_counts=True)
    shared = [value for value, count in zip(values.tolist(), users.tolist(), strict=True) if count > 1]
    seizures = [world.projection.ids.find(seizure) for entity in chosen for seizure in world.seizures.get(entity, ())]
    numbers = list(dict.fromkeys((*members, *shared, *seizures)))
    cut = len(numbers) - min(request.limit, MOST_NODES)
    cuts = [message("explore.cut", shown=len(numbers) - cut, count=cut)] if cut > 0 else []
    return numbers[: min(request.limit, MOST_NODES)], cuts


def _kept(showing: Showing, request: SceneRequest) -> dict[str, Any]:
    """Nodes where they were; those that are not visible any more are left out without a word of what they were."""
    places: dict[int, Place] = {}
    for node_id, x, y in request.kept[:MOST_NODES]:
        for number in showing.numbers_among([node_id]):
            places.setdefault(number, (x, y))
    if not places:
        raise NotFound("nothing of this view is visible now", "begin with a search")
    brought = set(showing.numbers_among(request.brought))
    links = showing.links_among(list(places))
    if brought:  # as they were counted before the consignments came
        counted = showing.links_among([number for number in places if number not in brought])
        links = [link for link in links if link["kind"] != TOGETHER] + [
            link for link in counted if link["kind"] == TOGETHER
        ]
    return _scene(showing, request, [], {"nodes": showing.nodes(list(places), places), "links": links}, [])
