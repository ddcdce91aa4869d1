"""What stands beside a node: first how much of each kind, then the first of them, beside it and with nothing moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from api.services.exploring.showing import PIXELS, TOGETHER, Place, Showing
from graph.errors import BadValue
from graph.kernels.beside import beside
from graph.linkage.surroundings import CONSIGNMENTS, Near
from graph.messages import message
from graph.model import UNDATED
from graph.schema import EDGE_TYPE_OF_NUMBER

Rank = Literal["risk", "records", "recent"]
MOST_EXPANDED = 100
_NOT_BY_ITSELF = frozenset({"Consignment", "Document", "Place", "Seal", "Registration"})  # shown when asked for


@dataclass(frozen=True, slots=True)
class ExpansionRequest:
    """Which node, which of its choices ("" for all), how many, in which order, beside what is shown where."""

    id: str
    key: str = ""
    limit: int = 25
    rank: Rank = "risk"
    shown: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Choosing:
    """The nodes beside one by kind of link and type, without those that are shown."""

    showing: Showing
    number: int
    shown: frozenset[int]

    @cached_property
    def _near(self) -> Near:
        return self.showing.around.near(self.number)

    @cached_property
    def _keys(self) -> list[str]:
        """The choice that each row of `near` belongs to: `HAS_PHONE/Phone`, `CONSIGNMENTS/Vehicle`; `<` for inward."""
        columns = zip(*(column.tolist() for column in self._near[:3]), strict=True)
        return [f"{'<' * inward}{_kind_name(kind)}/{self.showing.type_of(node)}" for node, kind, inward in columns]

    def rows(self) -> list[dict[str, Any]]:
        """The choices: key, words, type, how many there are, and how many of them are shown; by type, then kind."""
        counts: dict[str, set[int]] = {}
        for key, node in zip(self._keys, self._near.node.tolist(), strict=True):
            counts.setdefault(key, set()).add(node)
        return [
            {
                "key": key,
                "words": _choice_words(key),
                "type": key.partition("/")[2],
                "count": len(nodes),
                "on_screen": len(nodes & self.shown),
            }
            for key, nodes in sorted(counts.items(), key=lambda item: item[0].split("/")[::-1])
        ]

    def ranked(self, key: str, rank: Rank) -> list[int]:
        """The nodes of a choice that are not shown, in order; of all choices for "".

        Raises:
            BadValue: there is no such choice.
        """
        keys = self._keys
        if key and key not in keys:
            known = ", ".join(sorted(set(keys))) or "none"
            raise BadValue(f"{self.showing.id_of(self.number)} has no choice {key!r}", f"known: {known}")
        often: dict[int, int] = {}
        last: dict[int, int] = {}
        columns = zip(
            keys, self._near.node.tolist(), self._near.often.tolist(), self._near.last_on.tolist(), strict=True
        )
        for name, node, count, on in columns:
            if node not in self.shown and (name == key or not key):
                often[node] = often.get(node, 0) + count
                last[node] = max(last.get(node, UNDATED), on)
        if rank == "records":
            return sorted(often, key=lambda node: (-often[node], -last[node], node))
        if rank == "recent":
            return sorted(often, key=lambda node: (-last[node], -often[node], node))
        return sorted(often, key=lambda node: (*self._risk(node), -often[node], -last[node], node))

    def _risk(self, node: int) -> tuple[int, float]:
        entity = int(self.showing.world.entities.of_node[node])
        score = float(self.showing.standing.risk[entity]) if entity >= 0 else 0.0
        return -self.showing.around.seizures_at(node), -round(score, 6)

    def first_of_each(self, most: int) -> list[int]:
        """The first of each choice that a scene shows by itself, the riskiest first."""
        keys = [key for key in dict.fromkeys(self._keys) if key.partition("/")[2] not in _NOT_BY_ITSELF]
        found = [node for key in keys for node in self.ranked(key, "risk")[:most]]
        once = list(dict.fromkeys(found))
        return sorted(once, key=lambda node: (*self._risk(node), node))


def choices(showing: Showing, node_id: str, shown: Sequence[str]) -> dict[str, Any]:
    """What stands beside a node, by kind, and how much of it is shown.

    Raises:
        NotFound: the node is not visible.
    """
    number = showing.number_of(node_id)
    choosing = Choosing(showing, number, frozenset(showing.numbers_among(shown)))
    [node] = showing.nodes([number], {})
    return {"id": node["id"], "label": node["label"], "choices": choosing.rows()}


def expand(showing: Showing, request: ExpansionRequest) -> dict[str, Any]:
    """What comes to the screen: nodes beside the one asked for, and all links of them to what is shown.

    Raises:
        NotFound: the node is not visible.
        BadValue: it has no such choice.
    """
    number = showing.number_of(request.id)
    places = places_of(showing, request.shown)
    waiting = Choosing(showing, number, frozenset(places)).ranked(request.key, request.rank)
    come = waiting[: min(request.limit, MOST_EXPANDED)]
    return {**added(showing, come, places, number), "more": len(waiting) - len(come)}


def added(showing: Showing, come: Sequence[int], places: Mapping[int, Place], centre: int = -1) -> dict[str, Any]:
    """Nodes that come to a screen, placed beside the centre and what they are linked with, and their links."""
    links = showing.links_among([*places, *come], come)
    numbers = {showing.id_of(number): number for number in (*places, *come)}
    linked: dict[int, list[Place]] = {number: [] for number in come}
    for link in links:
        ends = numbers[link["source"]], numbers[link["target"]]
        for one, other in (ends, ends[::-1]):
            if one in linked and other in places:
                linked[one].append(places[other])
    standing = np.array(list(places.values()), dtype=np.float64).reshape(-1, 2) / PIXELS
    middle = standing.mean(axis=0) if len(standing) else np.zeros(2)
    start = np.array(places[centre]) / PIXELS if centre in places else middle
    anchors = [
        np.vstack([start, *(np.array([place]) / PIXELS for place in linked[number])]).mean(axis=0) for number in come
    ]
    found = beside(standing, np.array(anchors).reshape(-1, 2)) * PIXELS
    at = {number: (float(x), float(y)) for number, (x, y) in zip(come, found.tolist(), strict=True)}
    return {"nodes": showing.nodes(come, at), "links": links}


def places_of(showing: Showing, shown: Sequence[tuple[str, float, float]]) -> dict[int, Place]:
    """Where what is shown stands, by number; what is not visible is left out."""
    places: dict[int, Place] = {}
    for node_id, x, y in shown:
        for number in showing.numbers_among([node_id]):
            places.setdefault(number, (x, y))
    return places


def _kind_name(kind: int) -> str:
    return TOGETHER if kind == CONSIGNMENTS else EDGE_TYPE_OF_NUMBER[kind]


def _choice_words(key: str) -> str:
    kind, _, node_type = key.partition("/")
    way = "in" if kind.startswith("<") else "out"
    return message(f"beside.{way}.{kind.removeprefix('<')}", things=message(f"several.{node_type}").text).text
