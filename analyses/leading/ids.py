"""Ids of groups: made from what their members shared first, so that a group keeps its id when more comes to it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from graph.linkage.groups import group_id
from graph.linkage.holders import Holders
from graph.linkage.links import Links
from graph.model import UNDATED

PREFIX = "lead"
_NEVER = np.iinfo(np.int64).max


def ids_of(holders: Holders, links: Links, group_of: np.ndarray, order: Sequence[int]) -> Mapping[int, str]:
    """The id of each group, by its place: a digest of the id of the value that two of its members shared first.

    They share a value from the day on which the second of them held it; values without a day come last, ties in order
    of id. Where two groups shared the same value first, that which stands before the other in the order is called by
    it, and the other one by its next value; by its members where each of them is taken.

    Args:
        holders: Who holds which value.
        links: The links between entities.
        group_of: The place of the group of each entity, -1 for none.
        order: Places of the groups, best first; each has a link inside.
    """
    values, entities = _first_shared(holders, links, group_of), holders.entities
    taken: set[int] = set()
    found = {}
    for place in order:
        own = [value for value in values[place] if value not in taken][:1]
        taken.update(own)
        named = own or entities.first[group_of == place].tolist()
        found[place] = group_id(PREFIX, [entities.projection.ids[node] for node in named])
    return found


def _first_shared(holders: Holders, links: Links, group_of: np.ndarray) -> Mapping[int, list[int]]:
    """The values that members of each group share, by its place, what was shared first before the others."""
    inside = (group_of[links.left] >= 0) & (group_of[links.left] == group_of[links.right])
    row, place = links.row[inside], group_of[links.left[inside]]
    since = _held_since(holders, np.concatenate((row, row)), np.concatenate((links.left[inside], links.right[inside])))
    day = np.maximum(*np.split(since, 2))
    value = holders.value[row]
    values: dict[int, list[int]] = defaultdict(list)
    for i in np.lexsort((value, day, place)).tolist():
        if value[i] not in values[int(place[i])]:
            values[int(place[i])].append(int(value[i]))
    return values


def _held_since(holders: Holders, row: np.ndarray, entity: np.ndarray) -> np.ndarray:
    """From which day each entity held the value of a row of the holders in the relation of that row."""
    keys = holders.group * holders.entities.count + holders.entity
    order = np.argsort(keys)
    wanted = holders.group[row] * holders.entities.count + entity
    at = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(order) - 1)]
    day = holders.first_on[at].astype(np.int64)
    since: np.ndarray = np.where((keys[at] == wanted) & (day != UNDATED), day, _NEVER)
    return since
