"""Why two parties are one entity: the shortest way from one to the other, over links and judgements."""

from collections import deque
from typing import NamedTuple

import numpy as np

from graph.linkage.clustering import AT_LEAST
from graph.linkage.joins import Joins, Reason
from graph.linkage.judged import Pair
from graph.linkage.who_is_who import WhoIsWho
from graph.messages import Message, message


class Step(NamedTuple):
    """Two parties, by place, and why they are one."""

    left: int
    right: int
    why: Message


def way_between(who: WhoIsWho, left: int, right: int) -> list[Step]:
    """The shortest way from one party to another of the same entity, by place; empty where there is none."""
    members = np.flatnonzero(who.entities.of_party == who.entities.of_party[left])
    near: dict[int, list[tuple[int, Message]]] = {int(member): [] for member in members}
    links = who.basis.links
    joining = np.isin(links.left, members) & np.isin(links.right, members) & (links.confidence >= AT_LEAST)
    for link in np.flatnonzero(joining).tolist():
        told = message("way.compared", bits=float(links.bits[link]))
        _join(near, int(links.left[link]), int(links.right[link]), told)
    joins = who.basis.read_off.accepted
    for row in np.flatnonzero(np.isin(joins.left, members) & np.isin(joins.right, members)).tolist():
        _join(near, int(joins.left[row]), int(joins.right[row]), told_of_join(who, joins, row))
    for pair in who.judged.same:
        ends = [who.party_ids.find(name) for name in pair]
        if all(end in near for end in ends):
            _join(near, ends[0], ends[1], message("way.judged"))
    return _shortest(near, left, right)


def way_over_judgements(who: WhoIsWho, left: int, right: int, but: Pair = ("", "")) -> list[int]:
    """The shortest way from one party to another over pairs that people called the same, by place; empty for none.

    Args:
        who: Who is who.
        left: Where it begins.
        right: Where it ends.
        but: A pair that is left out, as somebody says something else of it now.
    """
    near: dict[int, list[tuple[int, Message]]] = {left: [], right: []}
    told = message("way.judged")
    for pair in who.judged.same:
        ends = [who.party_ids.find(name) for name in pair]
        if set(pair) != set(but) and min(ends) >= 0 and pair not in who.set_aside:
            for end in ends:
                near.setdefault(end, [])
            _join(near, ends[0], ends[1], told)
    way = _shortest(near, left, right)
    return [left, *(step.right for step in way)] if way else []


def negative_between(who: WhoIsWho, left: int, right: int) -> tuple[int, int] | None:
    """Two parties that somebody called different, of the entities of two others, the first of the left one's."""
    of_party = who.entities.of_party
    for pair in who.judged.different:
        ends = [who.party_ids.find(name) for name in pair]
        if min(ends) < 0 or set(ends) == {left, right}:
            continue
        for near, far in (ends, ends[::-1]):
            if of_party[near] == of_party[left] and of_party[far] == of_party[right]:
                return near, far
    return None


def _join(near: dict[int, list[tuple[int, Message]]], one: int, other: int, told: Message) -> None:
    near[one].append((other, told))
    near[other].append((one, told))


def told_of_join(who: WhoIsWho, joins: Joins, row: int) -> Message:
    """Why a join that could be read off holds, by its row."""
    told = Reason(int(joins.reason[row])).told
    value = int(joins.value[row])
    return message("way.read_off", reason=told.text, value=who.projection.ids[value]) if value >= 0 else told


def _shortest(near: dict[int, list[tuple[int, Message]]], left: int, right: int) -> list[Step]:
    """The shortest way, at each party by the place of the next one."""
    came_from: dict[int, tuple[int, Message]] = {left: (left, message("way.judged"))}
    reached = deque([left])
    while reached and right not in came_from:
        place = reached.popleft()
        for following, told in sorted(near[place], key=lambda step: step[0]):
            if following not in came_from:
                came_from[following] = place, told
                reached.append(following)
    way: list[Step] = []
    while right in came_from and right != left:
        before, told = came_from[right]
        way.append(Step(before, right, told))
        right = before
    return way[::-1]
