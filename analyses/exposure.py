"""Who stands near cases or seizures and in none: whose links lead to those who are involved."""

from collections.abc import Iterable
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.parameters import NetworkParams, nothing_linked
from analyses.registry import AnalysisResult, Population, analysis
from graph.kernels.pagerank import pagerank
from graph.linkage.holders import IN_CASE
from graph.linkage.network import Network
from graph.linkage.unfolding import Reason, reasons
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step

_SHOWN = 5  # links of a row that are unfolded


class ExposureParams(NetworkParams):
    """Parameters of `exposure`."""

    event: Literal["any", "case", "seizure"] = Field("any", description="What makes one involved")
    by: Literal["links", "walk"] = Field(
        "links", description="links: sorted by links to those involved; walk: by how often a walk from them passes"
    )
    involved: bool = Field(False, description="Also list those who are involved themselves")
    limit: int = Field(50, ge=1, description="Entities in the answer")


class ExposedEntity(BaseModel):
    """An entity with how many of its links lead to somebody who is involved."""

    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")
    exposed: int = Field(description="Linked entities that are involved", ge=0)
    links: int = Field(description="Linked entities in all", ge=1)
    share: float = Field(description="The one over the other, 0-1", ge=0, le=1)
    nearness: float = Field(description="Share of a walk that begins again at those involved, 0-1", ge=0, le=1)
    is_involved: bool = Field(description="Whether it is involved itself")
    members: list[str] = Field(description="Ids of its parties")


class ExposingLink(BaseModel):
    """A link to somebody who is involved."""

    ends: tuple[str, str] = Field(description="Ids of the entity and of the one who is involved")
    label: str = Field(description="Name of the one who is involved")
    events: list[str] = Field(description="Ids of the first cases and seizures of that one")
    reasons: list[Reason] = Field(description="What links the two, with the records that say so")


class ExposurePopulation(Population):
    """Out of how many."""

    entities: int = Field(description="Entities that are visible", ge=0)
    linked: int = Field(description="Those with a link", ge=0)
    involved: int = Field(description="Entities that are involved", ge=0)
    exposed: int = Field(description="Entities that are linked to one of them, by=walk those that a walk reaches", ge=0)


class ExposureAnswer(AnalysisResult[ExposedEntity, ExposingLink, ExposurePopulation]):
    """The answer of `exposure`."""


@analysis(ExposureParams)
def exposure(world: World, params: ExposureParams, tick: Progress) -> ExposureAnswer:
    """Entities by how many of their links lead to those who stand in a case or a seizure, while they stand in none.

    Reads:
        The network of a relation (`graph.linkage.network`); cases with those involved in them or suspected; seizures
        on consignments that an entity sent, received or drove, or that were made from it.
    Method:
        For each entity the linked ones that are involved are counted, whatever the strength of the link. Nearness is
        the personalised PageRank of a walk along the strengths that begins again (damping 0.85) at one of those
        involved, to an L1 error of 1e-9: it also sees who is two or three links away. Sorted by the count, then by its
        share of all links, or `by=walk` by nearness; then by id.
    Limits:
        To know somebody is no offence; who knows many knows more who are involved. The share tells the two apart.
    Sources:
        The question "who has most friends with crimes and none of his own" of the POLE example of Neo4j; personalised
        PageRank: Jeh and Widom (2003), doi:10.1145/775152.775191.
    """
    network = params.network(world)
    events = _events(world, params)
    tick(Step("counting links to those involved", 0, network.count))
    is_involved = np.isin(world.entities.of_node[network.nodes], list(events))
    graph = network.unweighted
    exposed = np.bincount(graph.rows, weights=is_involved[graph.others], minlength=network.count).astype(np.int64)
    nearness = _nearness(network, is_involved)
    reached = nearness > 0 if params.by == "walk" else exposed > 0
    listed = np.flatnonzero(reached & (params.involved | ~is_involved))
    by_links = (-(exposed / np.maximum(graph.degrees, 1))[listed], -exposed[listed])
    order = listed[np.lexsort((listed, *((-nearness[listed],) if params.by == "walk" else by_links)))]
    shown = order[: params.limit].tolist()
    cut = len(order) - len(shown)
    return ExposureAnswer(
        rows=[
            _row(network, place, int(exposed[place]), float(nearness[place]), bool(is_involved[place]))
            for place in shown
        ],
        evidence=[link for place in shown for link in _links(network, place, is_involved, events)],
        population=ExposurePopulation(
            entities=world.entities.count,
            linked=network.count,
            involved=len(events),
            exposed=len(order),
            left_out=network.left_out,
            version=world.projection.version,
        ),
        notes=_notes(network, events, params),
        truncated=message("cut.entities", count=cut) if cut else None,
    )


def _nearness(network: Network, is_involved: np.ndarray) -> np.ndarray:
    """The rank of each node in a walk that begins again at those involved; 0 for all where nobody is."""
    if not is_involved.any():
        return np.zeros(network.count)
    ranks = pagerank(network.adjacency, is_involved / is_involved.sum(), error=1e-9)
    return np.where(ranks > 1e-9, np.round(ranks, 9), 0.0)


def _notes(network: Network, events: dict[int, list[str]], params: ExposureParams) -> list[Message]:
    if not network.count:
        return [nothing_linked(network.world.entities.count, params.relation)]
    return [] if events else [message("nothing.nobody_involved")]


def _events(world: World, params: ExposureParams) -> dict[int, list[str]]:
    """Ids of the cases and seizures of each entity that stands in any."""
    events: dict[int, list[str]] = {}
    of_days = world.in_its_days
    if params.event != "seizure":
        rows = np.flatnonzero(of_days.holders.relation == IN_CASE)
        for row in rows.tolist():
            case = of_days.projection.ids[int(of_days.holders.value[row])]
            events.setdefault(int(of_days.holders.entity[row]), []).append(case)
    if params.event != "case":
        for entity, seizures in of_days.seizures.items():
            events.setdefault(entity, []).extend(seizures)
    return events


def _row(network: Network, place: int, exposed: int, nearness: float, is_involved: bool) -> ExposedEntity:
    links = int(network.unweighted.degrees[place])
    return ExposedEntity(
        id=network.id(place),
        label=network.label(place),
        exposed=exposed,
        links=links,
        share=round(exposed / links, 4),
        nearness=nearness,
        is_involved=is_involved,
        members=[network.world.projection.ids[node] for node in network.members(place)],
    )


def _links(
    network: Network, place: int, is_involved: np.ndarray, events: dict[int, list[str]]
) -> Iterable[ExposingLink]:
    graph = network.unweighted
    others = graph.others[graph.pointers[place] : graph.pointers[place + 1]]
    for other in others[is_involved[others]].tolist()[:_SHOWN]:
        yield ExposingLink(
            ends=(network.id(place), network.id(other)),
            label=network.label(other),
            events=sorted(events[network.entity(other)])[:_SHOWN],
            reasons=reasons(network, place, other),
        )
