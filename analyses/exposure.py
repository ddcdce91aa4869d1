"""Who stands near cases or seizures and in none: whose links lead to those who are involved."""

from collections.abc import Iterable
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.parameters import NetworkParams, nothing_linked
from analyses.registry import AnalysisResult, Population, analysis
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
    involved: bool = Field(False, description="Also list those who are involved themselves")
    limit: int = Field(50, ge=1, description="Entities in the answer")


class ExposedEntity(BaseModel):
    """An entity with how many of its links lead to somebody who is involved."""

    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")
    exposed: int = Field(description="Linked entities that are involved", ge=1)
    links: int = Field(description="Linked entities in all", ge=1)
    share: float = Field(description="The one over the other, 0-1", gt=0, le=1)
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
    exposed: int = Field(description="Entities with a link to one of them, of those that could be listed", ge=0)


class ExposureAnswer(AnalysisResult[ExposedEntity, ExposingLink, ExposurePopulation]):
    """The answer of `exposure`."""


@analysis(ExposureParams)
def exposure(world: World, params: ExposureParams, tick: Progress) -> ExposureAnswer:
    """Entities by how many of their links lead to those who stand in a case or a seizure, while they stand in none.

    Reads:
        The network of a relation (`graph.linkage.network`); cases with those involved in them or suspected; seizures
        on consignments that an entity sent, received or drove, or that were made from it.
    Method:
        For each entity the linked ones that are involved are counted, whatever the strength of the link. Sorted by
        that count, then by its share of all its links, then by id.
    Limits:
        To know somebody is no offence; who knows many knows more who are involved. The share tells the two apart.
    Sources:
        The question "who has most friends with crimes and none of his own" of the POLE example of Neo4j.
    """
    network = params.network(world)
    events = _events(world, params)
    tick(Step("counting links to those involved", 0, network.count))
    is_involved = np.isin(world.entities.of_node[network.nodes], list(events))
    graph = network.unweighted
    exposed = np.bincount(graph.rows, weights=is_involved[graph.others], minlength=network.count).astype(np.int64)
    listed = np.flatnonzero((exposed > 0) & (params.involved | ~is_involved))
    degrees = graph.degrees
    order = listed[np.lexsort((listed, -(exposed / np.maximum(degrees, 1))[listed], -exposed[listed]))]
    shown = order[: params.limit].tolist()
    cut = len(order) - len(shown)
    return ExposureAnswer(
        rows=[_row(network, place, int(exposed[place]), bool(is_involved[place])) for place in shown],
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


def _notes(network: Network, events: dict[int, list[str]], params: ExposureParams) -> list[Message]:
    if not network.count:
        return [nothing_linked(network.world.entities.count, params.relation)]
    return [] if events else [message("nothing.nobody_involved")]


def _events(world: World, params: ExposureParams) -> dict[int, list[str]]:
    """Ids of the cases and seizures of each entity that stands in any."""
    events: dict[int, list[str]] = {}
    whole = world.whole
    if params.event != "seizure":
        rows = np.flatnonzero(whole.holders.relation == IN_CASE)
        for row in rows.tolist():
            case = whole.projection.ids[int(whole.holders.value[row])]
            events.setdefault(int(whole.holders.entity[row]), []).append(case)
    if params.event != "case":
        for entity, seizures in whole.seizures.items():
            events.setdefault(entity, []).extend(seizures)
    return events


def _row(network: Network, place: int, exposed: int, is_involved: bool) -> ExposedEntity:
    links = int(network.unweighted.degrees[place])
    return ExposedEntity(
        id=network.id(place),
        label=network.label(place),
        exposed=exposed,
        links=links,
        share=round(exposed / links, 4),
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
