"""The register of entity ids follows who is who in the full view: ids are given, carried on, led on and taken back."""

from collections.abc import Iterable
from typing import Any

from api.services.runtime.workspace import Workspace
from api.state import entities as register
from api.state import entity_ids
from api.state.entities import EntityEvent
from graph.linkage.identity import Entities
from graph.linkage.world import World
from graph.model import EVERYONE, Viewer

PREFIX = "entity:"


def register_entities(workspace: Workspace, by: str, why: str, around: Iterable[str] = ()) -> list[EntityEvent]:
    """Gives the entities of the full view their ids.

    Args:
        workspace: The open stores.
        by: Who made the entities what they are.
        why: His reason.
        around: Parties of which entities changed; without any all entities are looked at.

    Returns:
        What became of entities.
    """
    state = workspace.state_made()
    world = workspace.world(EVERYONE)
    entities, ids = world.entities, world.projection.ids
    named = list(around)
    if named:
        numbers = set(world.projection.numbers_among(named))
        former = set(register.ids_of(state, named).values())
        numbers |= set(_members(entities, numbers))
        former |= set(register.ids_of(state, (ids[number] for number in numbers)).values())
        numbers |= set(
            world.projection.numbers_among(p for entity in former for p in register.parties_of(state, entity))
        )
        wanted = {int(entities.of_node[number]) for number in numbers}
    else:
        known = world.projection.numbers_among(register.with_members(state))
        wanted = {int(entities.of_node[number]) for number in known}
        wanted |= {entity for entity, members in enumerate(entities.members) if len(members) > 1}
    clusters = [[ids[number] for number in entities.members[entity]] for entity in sorted(wanted)]
    return register.settle(state, clusters, by, why)


def parties_named(workspace: Workspace, viewer: Viewer, name: str) -> list[str]:
    """The visible parties of the entity of a party, or of one by any id that it ever had; none where there are none.

    Given ids are of the full view: to whoever sees a part of it they would tell what joins his parties elsewhere.
    """
    world = workspace.world(viewer)
    if name.startswith(PREFIX):
        state = workspace.state
        if state is None or not viewer.sees_all:
            return []
        standing = entity_ids.resolved(state, [name])[name]
        numbers = world.projection.numbers_among(register.parties_of(state, standing))
        return [world.projection.ids[number] for number in numbers]
    number = world.projection.number_of(name)
    if number is None or world.projection.type_of(number) != "Party":
        return []
    return [world.projection.ids[n] for n in world.entities.members[int(world.entities.of_node[number])]]


def public_id(workspace: Workspace, viewer: Viewer, world: World, entity: int) -> str:
    """The id of an entity: the one that was given to it for the full view, else the id of its first visible party."""
    first = world.projection.ids[int(world.entities.first[entity])]
    if not viewer.sees_all or workspace.state is None:
        return first
    return register.ids_of(workspace.state, [first]).get(first, first)


def event_row(event: EntityEvent) -> dict[str, Any]:
    """What became of an entity, as it is shown."""
    names = ("id", "entity", "other", "by", "at", "why")
    row = {name: getattr(event, name) for name in names}
    return row | {"kind": event.kind.value, "records": len(event.members)}


def _members(entities: Entities, numbers: Iterable[int]) -> list[int]:
    """The nodes of the entities of some nodes."""
    wanted = {int(entities.of_node[number]) for number in numbers}
    return [member for entity in wanted for member in entities.members[entity]]
