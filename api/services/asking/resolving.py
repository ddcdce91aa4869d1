"""Comparing the parties that a viewer sees, and keeping who is who beside his projection for every analysis."""

import logging
from pathlib import Path
from typing import Any

from analyses.resolution.model import MatchModel, read_model, write_model
from analyses.resolution.resolving import learnt_models, resolved, telling_parties
from api.services.asking.graphing import graph_entities
from api.services.asking.kept_runs import earlier_run, rules_of, to_keep
from api.services.asking.registering import register_entities
from api.services.asking.reviewing import review_rows
from api.services.runtime.workspace import Workspace
from graph.errors import Refused
from graph.linkage.carried import forget_carried
from graph.linkage.resolved import forget_resolution, keep_resolution, resolution_facts
from graph.linkage.world import World
from graph.model import Viewer
from graph.projection.files import KeptProjection
from graph.schema import WHO_IS_WHO
from graph.settings import Settings
from graph.worklog import logged

MODELS = "models"  # folder of the data directory that holds weights learnt here
MOST_REVIEWED = 10_000  # pairs of entities of the review queue that are told
log = logging.getLogger(__name__)


def models_folder(settings: Settings) -> Path:
    """Where weights that were learnt here are kept."""
    return settings.data_dir / MODELS


def learn_weights(workspace: Workspace, viewer: Viewer) -> dict[bool, MatchModel]:
    """Learns the weights anew from all parties and keeps them for whoever compares from now on.

    Raises:
        Refused: the viewer does not see every channel: weights are an input of everybody's answers.
    """
    if not viewer.sees_all:
        raise Refused("weights are learnt from all parties, and some channels are not visible", "leave out --as")
    world = workspace.world(viewer)
    parties, _ = telling_parties(world)
    models = learnt_models(parties, f"{len(parties):,} parties, version {world.projection.version}", workspace.progress)
    for model in models.values():
        write_model(model, models_folder(workspace.settings))
    return models


def resolve(workspace: Workspace, viewer: Viewer, by: str, anew: bool = False) -> dict[str, Any]:
    """Compares the parties that a viewer sees and keeps who is who beside his projection.

    Where parties were compared before with the same weights, those alone are compared again that say something else or
    meet somebody else since; `anew` compares all, and counts anew how rare names are. Judgements are no part of what is
    kept: they are laid over it in every answer, and counted in what is told. For the full view entities get their ids,
    as somebody (`by`) made them, and are written into the graph.

    Returns:
        Counts, and what is left to people, by what a decision would change, once for each two entities.

    Raises:
        Refused: the store is in memory, so that nothing can be kept.
    """
    world = workspace.world(viewer)
    projection = world.projection
    if not isinstance(projection, KeptProjection):
        raise Refused("who is who of a store in memory cannot be kept", "name a store that is a file or a server")
    models = {is_person: read_model(is_person, models_folder(workspace.settings)) for is_person in (False, True)}
    with logged(log, "resolution") as counts:
        rules = rules_of(models)
        earlier = None if anew else earlier_run(projection, rules)
        resolution = resolved(world, models, None, workspace.progress, earlier)
        counts |= {"parties": len(resolution.keys), "links": len(resolution.left), "entities": resolution.entities}
        counts["compared again"] = resolution.compared_again
    keep_resolution(projection, to_keep(resolution, rules))
    if viewer.sees_all and not workspace.is_read_only:
        register_entities(workspace, by, "parties were compared")
        graph_entities(workspace)
    return summary_of(workspace.world(viewer))


def forget(workspace: Workspace, viewer: Viewer) -> bool:
    """Forgets who is who by comparing, for a viewer; whether anything was kept."""
    if viewer.sees_all and not workspace.is_read_only:
        workspace.store.remove_run(WHO_IS_WHO)
    projection = workspace.world(viewer).projection
    forget_carried(projection)
    return forget_resolution(projection)


def summary_of(world: World) -> dict[str, Any]:
    """What is known of who is who in a world: counts, and what is left to people."""
    rows = review_rows(world)
    refusals = sum(row["is_refusal"] for row in rows)
    return {
        "parties": len(world.entities.parties),
        "entities": world.entities.count,
        "entities_as_read_off": world.read_off().entities.count,
        **resolution_facts(world.projection),
        "held_back": refusals,
        "possibly_same": len(rows) - refusals,
        "dormant_judgements": world.who_is_who.dormant,
        "version": world.projection.version,
        "review": rows[:MOST_REVIEWED],
    }
