"""Clusters as people look at them: whose cluster an entity stands in, its firms one row each, its seizures."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from analyses.linked_entities import LinkedEntitiesParams, links_within
from analyses.registry import get_analysis
from api.services.asking.answers import Answers
from api.services.asking.showing.entities import entity_row
from api.services.asking.showing.seizures import seizure_rows
from graph.linkage.world import World
from graph.progress import Progress

MEMBERS_SHOWN = 100
ALL = {"limit": 1_000_000, "explain": 0}  # of an answer in which every cluster stands, without its links
_NAME = "linked_entities"


@dataclass(frozen=True)
class Clusters:
    """All clusters of a world under some parameters, the rows of `linked_entities`."""

    rows: Sequence[Mapping[str, Any]]
    population: Mapping[str, Any]

    @cached_property
    def _of_party(self) -> Mapping[str, int]:
        return {party: place for place, row in enumerate(self.rows) for party in row["members"]}

    def of_party(self, party_id: str) -> Mapping[str, Any] | None:
        """The cluster that holds a party; None where none does."""
        place = self._of_party.get(party_id)
        return None if place is None else self.rows[place]

    def of_id(self, cluster_id: str) -> Mapping[str, Any] | None:
        """The cluster of an id."""
        return next((row for row in self.rows if row["id"] == cluster_id), None)

    def of_parties(self, party_ids: Iterable[str]) -> list[Mapping[str, Any]]:
        """The clusters of some parties, each once, in the order of the parties."""
        places = (self._of_party.get(party_id) for party_id in party_ids)
        return [self.rows[place] for place in dict.fromkeys(places) if place is not None]


def params_of(values: Mapping[str, Any]) -> LinkedEntitiesParams:
    """The parameters under which all clusters are asked for.

    Raises:
        BadValue: a value is not known or out of range.
    """
    params = get_analysis(_NAME).read_params({**values, **ALL})
    assert isinstance(params, LinkedEntitiesParams)
    return params


def all_clusters(answers: Answers, world: World, values: Mapping[str, Any], tick: Progress) -> Clusters:
    """All clusters, from the answer that is kept, else computed and kept.

    Raises:
        BadValue, LimitPassed: see `params_of` and `Answers.of`.
    """
    params = params_of(values)
    body = answers.of(world, get_analysis(_NAME), params, tick)
    path = answers.kept(world, get_analysis(_NAME), params)
    return _read(json.loads(body)) if path is None else _of_file(path)


def clusters_known(answers: Answers, world: World) -> Clusters | None:
    """The clusters under the usual parameters where they were found already; None where it would have to be done."""
    path = answers.kept(world, get_analysis(_NAME), params_of({}))
    return None if path is None else _of_file(path)


@lru_cache(maxsize=4)
def _of_file(path: Path) -> Clusters:
    return _read(json.loads(path.read_bytes()))


def _read(answer: Mapping[str, Any]) -> Clusters:
    return Clusters(answer["rows"], answer["population"])


def links_in(world: World, tick: Progress, cluster: str, members: Sequence[str], values: Mapping[str, Any]) -> bytes:
    """The links among the parties of a cluster, unfolded, as JSON."""
    of_node = world.entities.of_node
    entities = sorted({int(of_node[number]) for number in world.projection.numbers_among(members)})
    links = links_within(world, params_of(values), cluster, entities)
    return json.dumps([link.model_dump(mode="json") for link in links], ensure_ascii=False).encode()


def members_of(world: World, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The entities of some parties, see `entity_row`: those with seizures first, then by consignments, name and id."""
    of_node, p = world.entities.of_node, world.projection
    entities = {int(of_node[number]) for number in p.numbers_among(ids)}
    rows = [entity_row(world, entity) for entity in sorted(entities)]
    return sorted(rows, key=lambda row: (-row["seizures"], -row["consignments"], row["label"], row["id"]))


def described(world: World, cluster: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `linked_entities` with its `members` as entities (at most `MEMBERS_SHOWN`) and its `seized` as rows.

    `lead` and `score` are those of most of its members, "" and None where none stands in a lead.
    """
    entities = members_of(world, cluster["members"])
    leads = [row["lead"] for row in entities if row["lead"]]
    lead = max(sorted(set(leads)), key=leads.count, default="")
    return {
        **cluster,
        "members": entities[:MEMBERS_SHOWN],
        "seized": seizure_rows(world, cluster["seized"]),
        "lead": lead,
        "score": next((row["score"] for row in entities if row["lead"] == lead), None) if lead else None,
    }


def short(cluster: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a row of a table tells of a cluster."""
    return None if cluster is None else {name: cluster[name] for name in ("id", "label", "entities", "seizures")}


def as_json(told: Mapping[str, Any]) -> bytes:
    """What a page is made from, as the result of a piece of work."""
    return json.dumps(told, ensure_ascii=False).encode()
