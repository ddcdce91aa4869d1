"""Hubs: shared values with so many holders that they say nothing about who belongs to whom.

A forwarder's phone stands on thousands of consignments. Above the cap of its type a value conducts no link; it is
listed with its holders instead. Somebody who sees ten of its five thousand uses would take it for rare, so the list can
be published (`halqa hubs publish`): values only, no counts, an input of every restricted run.
"""

from collections.abc import Iterable

import numpy as np
from pydantic import BaseModel, Field

from graph.linkage.holders import RELATIONS, Holders
from graph.messages import Message, message
from graph.projection.projection import Projection


class Hub(BaseModel):
    """A value above its cap in one relation."""

    id: str = Field(description="Id of the value", examples=["phone:+998900000001"])
    type: str = Field(description="Node type", examples=["Phone"])
    label: str = Field(description="What people read", examples=["+998900000001"])
    relation: str = Field(description="What the holders have in common", examples=["phone"])
    holders: int = Field(description="Distinct entities that hold it, among what the viewer sees", examples=[55], ge=0)
    cap: int = Field(description="Holders above which it links nobody", examples=[12], ge=0)


def is_hub(holders: Holders, cap_factor: float = 1.0) -> np.ndarray:
    """Per row of the holders: above the cap of its type (times a factor), or in the published register."""
    above = holders.count > holders.cap * cap_factor
    projection = holders.entities.projection
    if not projection.sees_all and projection.hubs.values:
        above |= np.isin(holders.value, projection.numbers_among(projection.hubs.values))
    hubs: np.ndarray = above & ~holders.is_direct
    return hubs


def rows_of_hubs(holders: Holders, cap_factor: float = 1.0) -> np.ndarray:
    """A row of the holders for each hub, most holders first, ties by id and the name of the relation."""
    rows = np.flatnonzero(is_hub(holders, cap_factor))
    rows = rows[np.unique(holders.group[rows], return_index=True)[1]]
    in_order = sorted(relation.name for relation in RELATIONS)
    name = np.array([in_order.index(relation.name) for relation in RELATIONS])[holders.relation[rows]]
    ranked: np.ndarray = rows[np.lexsort((name, holders.value[rows], -holders.count[rows]))]
    return ranked


def hubs_of_rows(holders: Holders, rows: np.ndarray) -> list[Hub]:
    """Hubs by their rows of the holders, in this order."""
    projection = holders.entities.projection
    return [
        Hub(
            id=projection.ids[value],
            type=projection.type_of(value),
            label=projection.label(value),
            relation=RELATIONS[int(holders.relation[row])].name,
            holders=int(holders.count[row]),
            cap=int(holders.cap[row]),
        )
        for row, value in zip(rows.tolist(), holders.value[rows].tolist(), strict=True)
    ]


def hubs_of(holders: Holders, cap_factor: float = 1.0) -> list[Hub]:
    """The hubs, most holders first, ties by id and the name of the relation."""
    return hubs_of_rows(holders, rows_of_hubs(holders, cap_factor))


def hub_values(holders: Holders) -> Iterable[str]:
    """The ids to publish: every value that is a hub in some relation; inline parties stand for their particulars."""
    return {hub.id for hub in hubs_of(holders)}


def hub_rule(projection: Projection) -> Message:
    """How hubs are told in a projection."""
    if projection.sees_all:
        return message("hubs.counted_everywhere")
    if projection.hubs.version:
        return message("hubs.register", version=projection.hubs.version)
    return message("hubs.no_register")
