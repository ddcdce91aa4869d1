"""Comparing the parties that a viewer sees, and keeping who is who beside his projection for every analysis."""

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from analyses.resolution.model import MatchModel, read_model, write_model
from analyses.resolution.resolving import JudgedIds, Resolution, learnt_models, resolved, telling_parties
from api.services.runtime.workspace import Workspace
from api.state import judgements
from api.state.judgements import Judgement, Verdict
from api.state.store import StateStore
from graph.errors import Refused
from graph.linkage.clustering import Refusal
from graph.linkage.resolved import forget_resolution, keep_resolution
from graph.linkage.world import World
from graph.messages import Message
from graph.model import Viewer
from graph.projection.files import KeptProjection
from graph.settings import Settings
from graph.worklog import logged

MODELS = "models"  # folder of the data directory that holds weights learnt here
MOST_HELD_BACK = 10_000  # pairs of entities of the review queue that are kept
_SCHEME = re.compile(r"identifier:[a-z]+:")  # what stands before a number in its id
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


def resolve(workspace: Workspace, viewer: Viewer, state: StateStore | None) -> dict[str, Any]:
    """Compares the parties that a viewer sees and keeps who is who beside his projection.

    Judgements that stand in the state keep parties together or apart.

    Returns:
        Counts, and what was held back, by what a decision would change, once for each two entities.

    Raises:
        BadValue: judgements contradict each other.
        Refused: the store is in memory, so that nothing can be kept.
    """
    world = workspace.world(viewer)
    projection = world.projection
    if not isinstance(projection, KeptProjection):
        raise Refused("who is who of a store in memory cannot be kept", "name a store that is a file or a server")
    models = {is_person: read_model(is_person, models_folder(workspace.settings)) for is_person in (False, True)}
    judged = judged_ids(judgements.standing(state, viewer) if state is not None else ())
    with logged(log, "resolution") as counts:
        resolution = resolved(world, models, judged, workspace.progress)
        counts |= {"parties": len(resolution.keys), "links": len(resolution.left), "entities": resolution.entities}
    summary = _summary(world, resolution, models)
    keep_resolution(projection, resolution.of_party, _columns(resolution), summary)
    return summary


def forget(workspace: Workspace, viewer: Viewer) -> bool:
    """Forgets who is who by comparing, for a viewer; whether anything was kept."""
    return forget_resolution(workspace.world(viewer).projection)


def judged_ids(standing: Sequence[Judgement]) -> JudgedIds:
    """What stands, by verdict."""
    pairs = {
        verdict: tuple(judgement.pair for judgement in standing if judgement.verdict is verdict) for verdict in Verdict
    }
    return JudgedIds(pairs[Verdict.SAME], pairs[Verdict.DIFFERENT], pairs[Verdict.UNSURE])


def _columns(resolution: Resolution) -> dict[str, Any]:
    fields = {f"bits of {name}": column for name, column in resolution.bits.items()}
    return {
        "left": resolution.left,
        "right": resolution.right,
        "doubt": pa.array(resolution.doubt, pa.string()),
        **fields,
    }


def _summary(world: World, resolution: Resolution, models: Mapping[bool, MatchModel]) -> dict[str, Any]:
    rows = held_back_rows(world, resolution)
    return {
        "parties": len(resolution.keys),
        "entities": resolution.entities,
        "entities_as_read_off": world.read_off().entities.count,
        "links": len(resolution.left),
        "held_back": len(rows),
        "common_values": dict(resolution.common),
        "dormant_judgements": resolution.dormant,
        "weights": {"persons" if is_person else "companies": model.version for is_person, model in models.items()},
        "version": world.projection.version,
        "review": rows[:MOST_HELD_BACK],
    }


def held_back_rows(world: World, resolution: Resolution) -> list[dict[str, Any]]:
    """The links held back, the weightiest of each two entities, with how many more of them there are."""
    first = int(world.projection.numbers_of("Party")[0]) if resolution.keys else 0
    of_pair: dict[tuple[int, int], list[Refusal]] = {}
    for refusal in resolution.refusals:
        one, other = sorted((int(resolution.of_party[refusal.left]), int(resolution.of_party[refusal.right])))
        of_pair.setdefault((one, other), []).append(refusal)
    return [
        {
            "left": resolution.keys[held[0].left],
            "left_label": world.projection.label(first + held[0].left),
            "right": resolution.keys[held[0].right],
            "right_label": world.projection.label(first + held[0].right),
            "reason": held_back_because(held[0]).model_dump(),
            "confidence": round(held[0].confidence, 4),
            "would_join": held[0].would_join,
            "links": len(held),
        }
        for held in of_pair.values()
    ]


def held_back_because(refusal: Refusal) -> Message:
    """Why a link was held back, in words."""
    return refusal.reason.told_of(_SCHEME.sub("", refusal.detail))
