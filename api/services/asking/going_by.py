"""The names that an entity goes by, in all scripts, and where each comes from."""

from collections import Counter
from typing import Any

from api.services.asking.registering import event_row, parties_named, public_id
from api.services.asking.sources import source_lines
from api.services.runtime.workspace import Workspace
from api.state import entities as register
from graph.errors import NotFound
from graph.linkage.world import World
from graph.model import Viewer
from graph.values.naming.sounds import script_of

MOST_NAMES = 50
MOST_SOURCES = 3  # records of one name that are told


def names_of_entity(workspace: Workspace, viewer: Viewer, name: str) -> dict[str, Any]:
    """The entity of a party, or one by its id, also one that leads on: its names, most records first, ties by text.

    Raises:
        NotFound: nothing of that id is visible.
    """
    world = workspace.world(viewer)
    parties = parties_named(workspace, viewer, name)
    if not parties:
        raise NotFound(f"no party or entity {name!r}", "`halqa search` finds ids")
    projection = world.projection
    numbers = projection.numbers_among(parties)
    entity = int(world.entities.of_node[numbers[0]])
    of_name: dict[str, list[int]] = {}
    for number in numbers:
        of_name.setdefault(projection.label(number), []).append(number)
    records = {label: _records(world, members) for label, members in of_name.items()}
    ordered = sorted(of_name, key=lambda label: (-len(records[label]), label))
    told = ordered[:MOST_NAMES]
    lines = source_lines(workspace, [record for label in told for record in records[label][:MOST_SOURCES]], viewer)
    standing = public_id(workspace, viewer, world, entity)
    state = workspace.state if viewer.sees_all else None
    return {
        "id": standing,
        "label": world.entities.label(entity),
        "records": len(numbers),
        "parties": parties,
        "names": [
            {
                "name": label,
                "script": script_of_name(label),
                "parties": [projection.ids[number] for number in of_name[label]],
                "mentions": len(records[label]),
                "sources": [
                    {"record": record, "source": str(lines[record])}
                    for record in records[label][:MOST_SOURCES]
                    if record in lines
                ],
            }
            for label in told
        ],
        "more_names": len(ordered) - len(told),
        "events": [event_row(event) for event in register.events(state, standing)] if state is not None else [],
    }


def in_two_scripts(world: World) -> tuple[str, str] | None:
    """Two parties of one entity whose names are in two scripts, of the entity with most records; None for none.

    Ties go by id; of each script the first party by id counts.
    """
    entities, projection = world.entities, world.projection
    by_size = sorted(range(entities.count), key=lambda entity: (-len(entities.members[entity]), entity))
    for entity in by_size:
        members = entities.members[entity]
        if len(members) < 2:
            break
        scripts: dict[str, int] = {}
        for number in members:
            scripts.setdefault(script_of_name(projection.label(number)), number)
        scripts.pop("", None)
        if len(scripts) > 1:
            one, other, *_ = sorted(scripts.values())
            return projection.ids[one], projection.ids[other]
    return None


def script_of_name(name: str) -> str:
    """The script that most letters of a name are in, ties by name, in words."""
    scripts = Counter(script_of(char) for char in name if char.isalpha())
    return min(scripts, key=lambda script: (-scripts[script], script)).value.replace("_", "-") if scripts else ""


def _records(world: World, members: list[int]) -> list[str]:
    """Ids of the records that mention parties, and of those that are records of a register themselves, sorted."""
    projection = world.projection
    found = set()
    for number in members:
        if not projection.is_inline_party[number]:
            found.add(projection.ids[number])
        near = projection.neighbours(number)
        sources = projection.columns.source[near.edges]
        found |= {projection.ids[int(source)] for source in sources[sources != number]}
    return sorted(found)
