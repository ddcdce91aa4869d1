"""Links between two entities, unfolded: what the two share, and the records that say so."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, Field

from analyses.leading.evidence import agents_of, operations_of
from graph.linkage.holders import RECEIVING, RELATIONS, Relation, records_behind
from graph.linkage.links import Links
from graph.linkage.world import World
from graph.messages import Message, message


class LinkEnd(BaseModel):
    """An entity at an end of a link."""

    id: str = Field(description="Id of its first party")
    label: str = Field(description="Its name")


class SharedValue(BaseModel):
    """What two entities have in common."""

    id: str = Field(description="Id of the value, or of the party that both deal with")
    type: str = Field(description="Node type")
    label: str = Field(description="What people read")
    relation: str = Field(description="What it is to both")
    said: Message = Field(description="The same in the words of the trade, with the label and the holders")
    holders: int = Field(description="Entities that hold it, these two among them", ge=2)
    weight: float = Field(description="What it adds to the link")
    chance: float | None = Field(
        description="Of a driver, vehicle, container or agent that both used again as receivers: how probable it is"
        " that the weaker of the two used it so often by chance; null where that was not tested"
    )
    by_chance: Message | None = Field(description="The same in words")
    records: list[str] = Field(description="Ids of the records that say so")


class UnfoldedLink(BaseModel):
    """A link between two entities of a group."""

    cluster: str = Field(description="Id of the group")
    ends: tuple[LinkEnd, LinkEnd] = Field(description="The two entities")
    weight: float = Field(description="Summed weight")
    through: list[SharedValue] = Field(description="What they share, the heaviest first")


_OPERATIONS = ("crew", "container")
_AGENT = "agent"
_LEAST = 1e-12  # chance below which it is not told


def links_among(world: World, links: Links, group: str, members: Sequence[int]) -> list[UnfoldedLink]:
    """The links among the members (entities) of a group, strongest first."""
    is_member = np.zeros(world.entities.count, dtype=bool)
    is_member[list(members)] = True
    by_pair: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in np.flatnonzero(is_member[links.left] & is_member[links.right]).tolist():
        by_pair[int(links.left[row]), int(links.right[row])].append(row)
    unfolded = [_link(world, links, group, pair, rows) for pair, rows in by_pair.items()]
    return sorted(unfolded, key=lambda link: (-link.weight, link.ends[0].id, link.ends[1].id))


def _link(world: World, links: Links, group: str, pair: tuple[int, int], rows: Sequence[int]) -> UnfoldedLink:
    entities = world.entities
    left, right = (
        LinkEnd(id=world.projection.ids[entities.members[entity][0]], label=entities.label(entity)) for entity in pair
    )
    through = [_shared_value(world, links, row, pair) for row in rows]
    through.sort(key=lambda value: (-value.weight, value.id, value.relation))
    return UnfoldedLink(
        cluster=group, ends=(left, right), weight=round(links.weight_between(*pair), 3), through=through
    )


def _shared_value(world: World, links: Links, row: int, pair: tuple[int, int]) -> SharedValue:
    p, holders = world.projection, world.holders
    holder_row = int(links.row[row])
    value, relation = int(holders.value[holder_row]), int(holders.relation[holder_row])
    tested = _tested(world, RELATIONS[relation], pair, value)
    party = int(world.entities.of_node[value])
    label = p.label(value) if party < 0 else world.entities.label(party)
    count = 2 if holders.is_direct[holder_row] else int(holders.count[holder_row])
    return SharedValue(
        id=p.ids[value],
        type=p.type_of(value),
        label=label,
        relation=RELATIONS[relation].name,
        said=said(RELATIONS[relation], label, count, None if party < 0 else party in pair),
        holders=count,
        weight=round(float(links.weight[row]), 3),
        chance=None if tested is None else tested[0],
        by_chance=None if tested is None else _in_words(*tested),
        records=records_behind(world.entities, value, pair),
    )


def said(relation: Relation, label: str, holders: int, is_end: bool | None = None) -> Message:
    """What links two in words.

    Args:
        relation: What the value is to both.
        label: What people read of the value.
        holders: How many hold it.
        is_end: Of a value that is a firm or person, whether it is one of the two; None for other values.
    """
    kind, side = _kind_and_side(relation, is_end is not None)
    if is_end or relation.direct:
        return message(f"between.{kind}", value=label)
    return message(f"both.{'_'.join(filter(None, (kind, side)))}", value=label, count=holders)


def held_words(relation: Relation, is_party: bool) -> Message:
    """What a firm or person is to one value, in words; `is_party` where the value is a firm or person too."""
    return message(f"held.{'_'.join(filter(None, _kind_and_side(relation, is_party)))}")


def _kind_and_side(relation: Relation, is_party: bool) -> tuple[str, str]:
    kind, _, side = relation.name.removesuffix(" side").partition(", ")
    return {"director or keeper": "director" if is_party else "register"}.get(kind, kind), side


def _tested(world: World, relation: Relation, pair: tuple[int, int], value: int) -> tuple[float, bool] | None:
    """The chance of what two used in common, and whether it is too little to be chance; None where not tested."""
    if relation.side != RECEIVING:
        return None
    if relation.family in _OPERATIONS:
        return world.whole.once(operations_of).of(*pair, value)
    return world.whole.once(agents_of).of(*pair, value) if relation.family == _AGENT else None


def _in_words(chance: float, is_sure: bool) -> Message:
    if not is_sure:
        return message("link.by_chance", chance=round(chance, 4))
    return message("link.beyond_chance", times=round(1 / max(chance, _LEAST)))
