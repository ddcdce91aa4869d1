"""Nodes and links as a screen shows them: JSON values with words, days and counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from api.services.asking.screening.known import Standing, standing_of
from api.services.asking.showing.entities import most_said, sort_of
from api.services.asking.showing.nodes import named
from api.services.asking.showing.seizures import seizure_row, seizure_title
from api.services.asking.sources import parts_of
from api.services.runtime.workspace import Workspace
from graph.errors import NotFound
from graph.linkage.hubs import is_hub
from graph.linkage.surroundings import CONSIGNMENTS, Link, Surroundings, surroundings_of
from graph.linkage.world import World
from graph.messages import message
from graph.model import UNDATED, Viewer, day_text
from graph.schema import EDGE_TYPE_OF_NUMBER, NODE_TYPES, POSSIBLY_SAME

TOGETHER = "CONSIGNMENTS"
_NO_EDGE = -1  # stands for the edge type of what no record says
PIXELS = 118  # of a plain link at a zoom of 1
Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Showing:
    """What a viewer looks at, and how it is shown to him."""

    workspace: Workspace
    viewer: Viewer
    world: World

    @classmethod
    def of(cls, workspace: Workspace, viewer: Viewer) -> "Showing":
        """What somebody looks at now."""
        return cls(workspace, viewer, workspace.world(viewer))

    @property
    def around(self) -> Surroundings:
        """What stands beside what."""
        return surroundings_of(self.world)

    @property
    def standing(self) -> Standing:
        """How leads and risk stand."""
        return self.world.once(standing_of)

    def number_of(self, node_id: str) -> int:
        """The number of a node; of a party that of its entity's first.

        Raises:
            NotFound: it is not there, or not for this viewer (the answer is the same).
        """
        number = self.world.projection.number_of(node_id)
        if number is None:
            raise NotFound(f"no node {node_id!r}", "`halqa search` finds ids")
        return int(self.world.leaders[number])

    def numbers_among(self, node_ids: Iterable[str]) -> list[int]:
        """The numbers of those nodes that are visible, entities once, in the order given."""
        found = self.world.leaders[self.world.projection.numbers_among(node_ids)].tolist()
        return list(dict.fromkeys(int(number) for number in found))

    def id_of(self, number: int) -> str:
        """The text id of a node."""
        return self.world.projection.ids[number]

    def type_of(self, number: int) -> str:
        """What a node is: of a party `Company`, `Person` or `Party`, else its node type."""
        entity = int(self.world.entities.of_node[number])
        if entity < 0:
            return self.world.projection.type_of(number)
        return sort_of(self.world, self.world.entities.members[entity])

    def label_of(self, number: int) -> str:
        """What people read of a node."""
        if self.world.projection.type_of(number) == "Seizure":
            return seizure_title(seizure_row(self.world, number))
        return named(self.world, number)["label"]

    def nodes(self, numbers: Sequence[int], places: Mapping[int, Place]) -> list[dict[str, Any]]:
        """Nodes as a screen shows them, in the order given."""
        return [self._node(number, places.get(number, (0.0, 0.0))) for number in numbers]

    def _node(self, number: int, place: Place) -> dict[str, Any]:
        node_id, world = self.id_of(number), self.world
        entity = int(world.entities.of_node[number])
        members = world.entities.members[entity] if entity >= 0 else [number]
        lines = self.around.lines.on[self.around.lines_at(number)]
        dated = lines[lines != UNDATED]
        parts = parts_of(node_id)
        return {
            "id": node_id,
            "type": self.type_of(number),
            "label": self.label_of(number),
            "country": self._country(number, members),
            "seizures": self.around.seizures_at(number),
            "score": round(min(1.0, float(self.standing.risk[entity])), 4) if entity >= 0 else None,
            "records": len(lines),
            "consignments": len(self.around.consignments_at(number)),
            "first_on": day_text(int(dated.min())) if len(dated) else "",
            "last_on": day_text(int(dated.max())) if len(dated) else "",
            "spellings": len({self.world.projection.label(member) for member in members}) if entity >= 0 else 1,
            "is_hub": number in self.hubs,
            "channel": parts[0] if parts else "",
            "x": round(float(place[0]), 1),
            "y": round(float(place[1]), 1),
        }

    def _country(self, number: int, members: Sequence[int]) -> str:
        node_type = self.world.projection.type_of(number)
        if node_type == "Party":
            return most_said(self.world, members, "country")
        piece = self.id_of(number).split(":")[1]
        is_country = len(piece) == 2 and piece.isalpha() and piece.isupper()
        return piece if NODE_TYPES[node_type].before_value and is_country else ""

    @cached_property
    def hubs(self) -> frozenset[int]:
        """The numbers of the values that too many hold to say anything."""
        return self.world.once(_hub_numbers)

    def link(self, link: Link) -> dict[str, Any]:
        """A link as a screen shows it."""
        kind = TOGETHER if link.kind == CONSIGNMENTS else EDGE_TYPE_OF_NUMBER[link.kind]
        return self._link(link, kind, words_of(link))

    def _link(self, link: Link, kind: str, words: str) -> dict[str, Any]:
        source, target = self.id_of(link.source), self.id_of(link.target)
        return {
            "id": f"{source} {kind} {target}",
            "source": source,
            "target": target,
            "kind": kind,
            "words": words,
            "count": link.often,
            "first_on": "" if link.first_on == UNDATED else day_text(link.first_on),
            "last_on": "" if link.last_on == UNDATED else day_text(link.last_on),
            "months": [[month_text(month), count] for month, count in link.months],
            "is_inferred": kind == POSSIBLY_SAME,
            "is_seized": link.is_seized,
        }

    def links_among(self, numbers: Sequence[int], new: Sequence[int] | None = None) -> list[dict[str, Any]]:
        """The links among some nodes, with those that are only possibly the same; of new ones alone where named."""
        among = np.array(sorted(set(numbers)), dtype=np.int64)
        links = self.around.among(among, None if new is None else np.array(new, dtype=np.int64))
        return [self.link(link) for link in links] + list(self._possibly_same(set(numbers), new))

    def _possibly_same(self, numbers: set[int], new: Sequence[int] | None) -> Iterable[dict[str, Any]]:
        open_pairs = self.world.once(_open_pairs)
        wanted = numbers if new is None else set(new)
        for number in sorted(numbers):
            for other, why in open_pairs.get(number, ()):
                if other in numbers and (number in wanted or other in wanted):
                    link = Link(number, other, _NO_EDGE, 1, (), UNDATED, UNDATED, (_NO_EDGE, _NO_EDGE), False)
                    yield self._link(link, POSSIBLY_SAME, why)


def words_of(link: Link) -> str:
    """A link in words: what its ends are to one another."""
    return _in_words(link.kind, link.types, link.often)


@lru_cache(maxsize=1 << 12)
def _in_words(kind: int, types: tuple[int, int], often: int) -> str:
    if kind == CONSIGNMENTS:
        one, other = (message(f"stands.{EDGE_TYPE_OF_NUMBER[number]}").text for number in types)
        return message("explore.together", one=one, other=other, count=often).text
    return message(f"edge.{EDGE_TYPE_OF_NUMBER[kind]}").text


def month_text(month: int) -> str:
    """A month as `2024-03`, from the months since 1970-01."""
    return f"{1970 + month // 12:04d}-{month % 12 + 1:02d}"


def _hub_numbers(world: World) -> frozenset[int]:
    return frozenset(world.leaders[world.holders.value[is_hub(world.holders)]].tolist())


def _open_pairs(world: World) -> Mapping[int, list[tuple[int, str]]]:
    """By node the higher nodes that it is possibly the same as, with what is said of it."""
    found: dict[int, dict[int, str]] = {}
    entities = world.entities
    for pair in world.who_is_who.open_pairs if world.resolved is None else ():
        one, other = (int(entities.first[entities.of_party[place]]) for place in (pair.left, pair.right))
        found.setdefault(min(one, other), {}).setdefault(max(one, other), pair.why.text)
    return {number: sorted(others.items()) for number, others in found.items()}
